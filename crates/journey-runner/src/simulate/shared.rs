//! Lives customers who share capacity (language reference 3.3).
//!
//! Every customer lives on alone, and is recorded, to the first contact that only capacity can refuse. Then the smallest question of
//! all is answered, and the customer who asked it lives on to the next one, until nobody asks any more. Questions come in the
//! order of their instants, and what is asked at one instant is known before it is answered: so the answers do not depend
//! on the number of threads.
//!
//! Only so many wait in memory as are next. Of the others nothing is kept but their turn and their answers: when their turn comes
//! near they live again up to their question. So memory does not grow with those who wait.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use journey_ir::history::Customers;
use journey_ir::records::CustomerRecords;

use super::CHUNK;
use super::asker::{Asker, Failed, World};
use super::capacity::{Ledger, Turn};
use super::worker::Worker;

/// How many customers wait for an answer in memory. Tests have few, and are to see some of them forgotten.
const NEAR: usize = if cfg!(debug_assertions) { 8 } else { 1 << 15 };

/// A thread is worth so many customers: to start one takes as long as some ten of them.
const FEW: usize = 64;

/// What came of all customers: of each stretch of successive ones, by the place of the first, what `encode` made of it.
pub(super) type Pieces<B> = BTreeMap<usize, Result<B, Failed>>;

/// The customers, and what is made of what was found about them: `encode` is told the place of the first of some successive
/// customers, what was found about them, and the answers to all that they asked; only one who never asked stands beside others.
pub(super) struct Shared<'a, F> {
    pub(super) world: World<'a>,
    pub(super) customers: &'a dyn Customers,
    pub(super) threads: NonZeroUsize,
    pub(super) encode: F,
}

/// How it stands with all customers.
struct Crowd<B> {
    /// Those who are next to be answered.
    near: BTreeMap<Turn, Box<Asker>>,
    /// Those who come after all of these, with their answers so far.
    far: BTreeMap<Turn, Box<[bool]>>,
    /// What came of those whose life is over.
    pieces: Pieces<B>,
}

impl<B> Crowd<B> {
    /// Takes in one who asks; of too many the last is forgotten.
    fn park(&mut self, turn: Turn, asker: Box<Asker>) {
        self.near.insert(turn, asker);
        if self.near.len() > NEAR
            && let Some((turn, last)) = self.near.pop_last()
        {
            self.far.insert(turn, last.forget());
        }
    }
}

impl<B: Send, F: Fn(usize, &[CustomerRecords], &[bool]) -> B + Sync> Shared<'_, F> {
    /// Lives all customers.
    pub(super) fn live(&self) -> Pieces<B> {
        let mut crowd = self.begin();
        let mut ledger = Ledger::default();
        while let Some(now) = self.next(&mut crowd).map(|turn| turn.at) {
            let mut left = Vec::new();
            while self.next(&mut crowd).is_some_and(|turn| turn.at == now) {
                let Some((turn, mut asker)) = crowd.near.pop_first() else { break };
                let program = self.world.engine.program();
                let granted = asker.asks().is_some_and(|request| ledger.grants(program, request));
                match asker.answer(self.world, granted) {
                    Ok(()) => match asker.turn_after(self.world, turn) {
                        Some(turn) => crowd.park(turn, asker),
                        None => left.push(asker),
                    },
                    Err(failed) => drop(crowd.pieces.insert(asker.place(), Err(failed))),
                }
            }
            self.share(left, FEW, &mut crowd, |worker, mut asker, crowd| {
                let place = asker.place();
                let asker = worker.advance(&mut asker).map(|()| asker);
                self.take_in(place, asker, crowd);
            });
        }
        crowd.pieces
    }

    /// Every customer up to the first question.
    fn begin(&self) -> Crowd<B> {
        let mut crowd = Crowd { near: BTreeMap::new(), far: BTreeMap::new(), pieces: Pieces::new() };
        let chunks = (0..self.customers.count().div_ceil(CHUNK)).collect();
        self.share(chunks, 1, &mut crowd, |worker, chunk, crowd| {
            let done = |first, records: &[CustomerRecords]| {
                let piece = (self.encode)(first, records, &[]);
                locked(crowd).pieces.insert(first, Ok(piece));
            };
            worker.live_among(chunk, done, |place, asker| self.take_in(place, asker, crowd));
        });
        crowd
    }

    /// Whose turn it is. When it is one of those who were forgotten, they live again up to their questions.
    fn next<'c>(&self, crowd: &'c mut Crowd<B>) -> Option<&'c Turn> {
        let far = crowd.far.first_key_value().map(|(turn, _)| turn);
        let near = crowd.near.first_key_value().map(|(turn, _)| turn);
        if far.is_some_and(|far| near.is_none_or(|near| far < near)) {
            let many = NEAR.min(crowd.far.len()) / 2 + 1;
            let next = std::iter::from_fn(|| crowd.far.pop_first()).take(many);
            let next: Vec<(usize, Box<[bool]>)> = next.map(|(turn, answers)| (turn.place, answers)).collect();
            self.share(next, FEW, crowd, |worker, (place, answers), crowd| {
                self.take_in(place, worker.again(place, &answers), crowd);
            });
        }
        crowd.near.first_key_value().map(|(turn, _)| turn)
    }

    /// Takes in a customer who has lived on.
    fn take_in(&self, place: usize, asker: Result<Box<Asker>, Failed>, crowd: &Mutex<&mut Crowd<B>>) {
        let asker = match asker {
            Ok(asker) => asker,
            Err(failed) => return drop(locked(crowd).pieces.insert(place, Err(failed))),
        };
        if let Some(turn) = asker.turn(self.world) {
            return locked(crowd).park(turn, asker);
        }
        let (records, _, answers) = asker.finish(self.world);
        let piece = (self.encode)(place, std::slice::from_ref(&records), &answers);
        locked(crowd).pieces.insert(place, Ok(piece));
    }

    /// Does a piece of work for each item, on all threads, of which each is worth so `many` items at least, in any order.
    fn share<T: Send>(
        &self,
        items: Vec<T>,
        many: usize,
        crowd: &mut Crowd<B>,
        work: impl Fn(&mut Worker<'_>, T, &Mutex<&mut Crowd<B>>) + Sync,
    ) {
        let workers = self.threads.get().min(items.len().div_ceil(many)).max(1);
        let crowd = Mutex::new(crowd);
        let worker = || Worker::new(self.world, self.customers);
        if workers == 1 {
            let mut worker = worker();
            return items.into_iter().for_each(|item| work(&mut worker, item, &crowd));
        }
        let items: Vec<Mutex<Option<T>>> = items.into_iter().map(|item| Mutex::new(Some(item))).collect();
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    let mut worker = worker();
                    while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if let Some(item) = locked(item).take() {
                            work(&mut worker, item, &crowd);
                        }
                    }
                });
            }
        });
    }
}

/// A thread that panics ends the run: what it has left behind is not looked at.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

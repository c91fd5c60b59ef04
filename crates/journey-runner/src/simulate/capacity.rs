//! Shares capacity among all customers (language reference 3.3), before the run that is recorded.
//!
//! Every customer lives on alone to the first contact that only capacity can refuse. Then the smallest question of all is
//! answered, and the customer who asked it lives on to the next one, until nobody asks any more. Questions come in the
//! order of their instants, and what is asked at one instant is known before it is answered: so the answers do not depend
//! on the number of threads. The recorded run replays them, customer by customer.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use journey_ir::history::{CustomerHistory, Customers};
use journey_ir::program::Program;
use journey_ir::records::Key;
use journey_ir::table::ChannelId;
use journey_ir::time::Instant;
use xxhash_rust::xxh3::xxh3_64;

use super::life::Life;
use super::{CHUNK, Run};
use crate::engine::{Choices, Engine, Request};

/// For each customer who asks for capacity, by place, the answers in their order.
pub(super) type Answers = BTreeMap<usize, Vec<bool>>;

/// Answers a customer's questions as they were answered before.
pub(super) fn replay(answers: &Answers, place: usize) -> impl FnMut(&Request) -> bool {
    let mut answers = answers.get(&place).into_iter().flatten().copied();
    move |_| {
        let answer = answers.next();
        debug_assert!(answer.is_some(), "what a customer asks for does not depend on when it is asked");
        answer.unwrap_or_default()
    }
}

/// What capacity is used, and what is left.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// For each channel and assignee the end of the period that counts now, and how much of it is used.
    used: BTreeMap<(ChannelId, Key), (Instant, u32)>,
}

impl Ledger {
    /// Whether there is capacity for a contact, which then takes it. Requests come in the order of their instants; what
    /// was left of a period at its end is gone.
    pub(super) fn grants(&mut self, program: &Program, request: &Request) -> bool {
        let Some(capacity) = program.channels[request.channel].capacity else { return true };
        let end = capacity.per.end(request.at, program.zone.table());
        let (counted, used) = self.used.entry((request.channel, request.assignee.clone())).or_insert((end, 0));
        if *counted != end {
            (*counted, *used) = (end, 0);
        }
        let granted = *used < capacity.limit;
        *used += u32::from(granted);
        granted
    }
}

/// Whose turn it is: the earliest attempt, then the earliest due, the highest priority, the hash, the customer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    at: Instant,
    due: Instant,
    priority: Reverse<u8>,
    hash: u64,
    customer: String,
    place: usize,
}

/// A customer who waits for an answer.
struct Parked {
    place: usize,
    customer: String,
    life: Life,
    /// All answers so far.
    answers: Vec<bool>,
}

impl Parked {
    /// Whose turn it is; nobody's who asks nothing.
    fn turn(&self, program: &Program) -> Option<Turn> {
        let request = self.life.asks()?;
        let channel = &program.channels[request.channel].name;
        let hashed = format!("{}\u{1F}{channel}\u{1F}{}", program.salt, self.customer);
        Some(Turn {
            at: request.at,
            due: request.due,
            priority: Reverse(request.priority),
            hash: xxh3_64(hashed.as_bytes()),
            customer: self.customer.clone(),
            place: self.place,
        })
    }
}

/// What is the same for all customers.
#[derive(Clone, Copy)]
struct Population<'a> {
    engine: &'a Engine<'a>,
    run: Run,
    customers: &'a dyn Customers,
    choices: &'a Choices,
    threads: NonZeroUsize,
}

/// The answers to every question of every customer. A customer whose instant does not come to rest has none from there on:
/// the recorded run says what is wrong.
pub(super) fn answers(
    engine: &Engine<'_>,
    run: Run,
    customers: &dyn Customers,
    choices: &Choices,
    threads: NonZeroUsize,
) -> Answers {
    let population = Population { engine, run, customers, choices, threads };
    let mut given = Answers::new();
    let mut ledger = Ledger::default();
    let mut waiting = BTreeMap::new();
    population.park(population.begin(), &mut waiting);
    while let Some(now) = waiting.first_key_value().map(|(turn, _): (&Turn, &Parked)| turn.at) {
        let mut left = Vec::new();
        while let Some(first) = waiting.first_entry().filter(|first| first.key().at == now) {
            let mut parked = first.remove();
            let granted = parked.life.asks().is_some_and(|request| ledger.grants(engine.program(), request));
            parked.answers.push(granted);
            match (parked.life.answer(engine, granted), parked.turn(engine.program())) {
                (Ok(()), Some(turn)) => drop(waiting.insert(turn, parked)),
                (Ok(()), None) => left.push(parked),
                (Err(_), _) => drop(given.insert(parked.place, parked.answers)),
            }
        }
        let (on, over) = population.advance(left);
        given.extend(over);
        population.park(on, &mut waiting);
    }
    given
}

impl Population<'_> {
    fn park(self, parked: Vec<Parked>, waiting: &mut BTreeMap<Turn, Parked>) {
        waiting.extend(parked.into_iter().filter_map(|parked| Some((parked.turn(self.engine.program())?, parked))));
    }

    /// Every customer up to the first question; those who ask none are left out.
    fn begin(self) -> Vec<Parked> {
        let chunks: Vec<usize> = (0..self.customers.count().div_ceil(CHUNK)).collect();
        let parked = self.share(chunks, 1, |chunk, history| {
            let first = chunk * CHUNK;
            let places = first..self.customers.count().min(first + CHUNK);
            places.filter_map(|place| self.begin_one(place, history)).collect::<Vec<_>>()
        });
        parked.into_iter().flatten().collect()
    }

    fn begin_one(self, place: usize, history: &mut CustomerHistory) -> Option<Parked> {
        self.customers.load(place, history);
        let mut life = Life::new(self.engine, self.run, history, self.choices);
        let asks = life.advance(self.engine, self.run, history, |_, effects| effects.clear());
        asks.is_ok_and(|asks| asks.is_some()).then(|| Parked {
            place,
            customer: history.id.clone(),
            life,
            answers: Vec::new(),
        })
    }

    /// Those who have left an instant, up to the next question; and the answers of those who ask no more.
    fn advance(self, left: Vec<Parked>) -> (Vec<Parked>, Answers) {
        let advanced = self.share(left, FEW, |mut parked, history| {
            self.customers.load(parked.place, history);
            match parked.life.advance(self.engine, self.run, history, |_, effects| effects.clear()) {
                Ok(Some(_)) => Ok(parked),
                Ok(None) | Err(_) => Err((parked.place, parked.answers)),
            }
        });
        let (mut on, mut over) = (Vec::new(), Answers::new());
        for advanced in advanced {
            match advanced {
                Ok(parked) => on.push(parked),
                Err((place, answers)) => drop(over.insert(place, answers)),
            }
        }
        (on, over)
    }

    /// Does a piece of work for each item, on all threads, of which each is worth so `many` items at least; the results come in
    /// any order.
    fn share<T: Send, U: Send>(
        self,
        items: Vec<T>,
        many: usize,
        work: impl Fn(T, &mut CustomerHistory) -> U + Sync,
    ) -> Vec<U> {
        let workers = self.threads.get().min(items.len().div_ceil(many)).max(1);
        if workers == 1 {
            let mut history = CustomerHistory::default();
            return items.into_iter().map(|item| work(item, &mut history)).collect();
        }
        let items: Vec<Mutex<Option<T>>> = items.into_iter().map(|item| Mutex::new(Some(item))).collect();
        let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(items.len())));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    let mut history = CustomerHistory::default();
                    while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let item = item.lock().ok().and_then(|mut item| item.take());
                        let result = item.map(|item| work(item, &mut history));
                        if let Ok(mut done) = done.lock() {
                            done.extend(result);
                        }
                    }
                });
            }
        });
        done.into_inner().unwrap_or_default()
    }
}

/// A thread is worth so many customers: to start one takes as long as some ten of them.
const FEW: usize = 64;

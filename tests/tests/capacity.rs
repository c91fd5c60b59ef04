//! Capacity among many customers (language reference 3.3): the same for any number of threads, and the same as one queue
//! in which the smallest question is always answered next.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the test stops where something is not as it should be"
)]

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::num::NonZeroUsize;

use journey_ir::fields::Fields;
use journey_ir::history::{CustomerHistory, Customers, Entry, Happening, Input};
use journey_ir::program::Program;
use journey_ir::records::{CustomerRecords, Outcome, Reason};
use journey_ir::source::Sources;
use journey_ir::table::{EventId, Id};
use journey_ir::time::{Instant, Moment, parse_moment};
use journey_ir::value::Value;
use journey_runner::{Run, simulate};
use proptest::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

const HALF_HOUR: i64 = 1800;
const DAY: i64 = 86_400;

/// The last half hour of the run, from its beginning.
const UNTIL: i64 = 10 * 48;

#[derive(Clone, Debug)]
struct Channel {
    limit: usize,
    per_hour: bool,
    per_assignee: bool,
    office_hours: bool,
}

/// What happens to a customer: at which half hours each of the two journeys starts, and who looks after them.
#[derive(Clone, Debug)]
struct Person {
    asks: Vec<(i64, bool)>,
    rep: Option<bool>,
}

fn program(channel: &Channel) -> Program {
    let Channel { limit, per_hour, per_assignee, office_hours } = channel;
    let per = if *per_hour { "hour" } else { "day" };
    let assignee = if *per_assignee { "per assignee" } else { "" };
    let hours = if *office_hours { "hours every day 08:00-12:00" } else { "" };
    let text = format!(
        r#"
programme "Club" {{ patience 2 days }}
customer {{ rep one of anna, bob ? }}
event low
event high
channel call {{ capacity {limit} per {per} {assignee}  assign rep  {hours} }}
message hello {{ purpose relational  call text "Bonjour" }}
journey asks  {{ priority 20  start on low   again per event  send hello by call }}
journey calls {{ priority 80  start on high  again per event  send hello by call }}
"#
    );
    let mut sources = Sources::default();
    sources.add("programme.journey", text);
    let compiled = journey_parser::compile(&sources);
    let findings = compiled.findings;
    compiled.program.unwrap_or_else(|| panic!("{findings:?}")).with_manifest("club", None)
}

fn start() -> Instant {
    match parse_moment("2026-01-05T00:00:00Z") {
        Some(Moment::Instant(instant)) => instant,
        other => panic!("{other:?}"),
    }
}

fn at(half_hour: i64) -> Instant {
    start().plus_seconds(half_hour * HALF_HOUR)
}

struct Population(Vec<CustomerHistory>);

impl Customers for Population {
    fn count(&self) -> usize {
        self.0.len()
    }
    fn load(&self, index: usize, into: &mut CustomerHistory) {
        into.clone_from(&self.0[index]);
    }
}

fn population(people: &[Person]) -> Population {
    let customer = |(index, person): (usize, &Person)| {
        let entry = |&(half_hour, high): &(i64, bool)| {
            let happening = Happening { event: EventId(u16::from(high)), at: at(half_hour), fields: Fields::NONE };
            Entry { at: at(half_hour), input: Input::Event(happening) }
        };
        CustomerHistory {
            id: format!("c{index}"),
            attributes: vec![person.rep.map_or(Value::Missing, |bob| Value::OneOf(u16::from(bob)))],
            entries: person.asks.iter().map(entry).collect(),
            ..CustomerHistory::default()
        }
    };
    Population(people.iter().enumerate().map(customer).collect())
}

fn records(program: &Program, population: &Population, threads: usize) -> Vec<CustomerRecords> {
    let mut all = Vec::new();
    let take = |records: Vec<CustomerRecords>| {
        all.extend(records);
        Ok::<(), Infallible>(())
    };
    let run = Run::new(start(), at(UNTIL));
    simulate(program, run, population, NonZeroUsize::new(threads).unwrap(), |_, records| records.to_vec(), take)
        .unwrap();
    all
}

/// A send: its due half hour, whether it is of the journey of high priority, when it was decided, and how.
type Decided = (i64, bool, Option<i64>, Option<Reason>);

fn decided(records: &CustomerRecords) -> Vec<Decided> {
    let half_hour = |instant: Instant| (instant.0 - start().0) / HALF_HOUR;
    let contact = |contact: &journey_ir::records::Contact| {
        let reason = match &contact.outcome {
            Outcome::Sent => None,
            Outcome::Skipped(causes) | Outcome::Pending(causes) => causes.first().map(|cause| cause.reason),
        };
        (half_hour(contact.due), contact.journey.index() == 1, contact.at.map(half_hour), reason)
    };
    let mut all: Vec<Decided> = records.contacts.iter().map(contact).collect();
    all.sort_unstable();
    all
}

/// A send of the reference that is not decided.
#[derive(Clone, Debug)]
struct Open {
    due: i64,
    high: bool,
    ordinal: usize,
}

/// One queue: at each half hour the customer whose next question is the smallest is answered, until nobody asks.
fn reference(program: &Program, channel: &Channel, people: &[Person]) -> Vec<Vec<Decided>> {
    let mut done: Vec<Vec<Decided>> = vec![Vec::new(); people.len()];
    let mut open: Vec<Vec<Open>> = vec![Vec::new(); people.len()];
    let mut used: BTreeMap<(i64, Option<bool>), usize> = BTreeMap::new();
    for now in 0..UNTIL {
        for (person, open) in people.iter().zip(&mut open) {
            for (ordinal, &(due, high)) in person.asks.iter().enumerate().filter(|(_, (due, _))| *due == now) {
                open.push(Open { due, high, ordinal });
            }
            // One customer's sends ask in the order of arbitration (4.5).
            open.sort_by_key(|send| (Reverse(send.high), send.due, send.ordinal));
        }
        let is_open = !channel.office_hours || (16..24).contains(&(now % 48));
        let period = if channel.per_hour { now / 2 } else { now / 48 };
        let mut next = vec![0; people.len()];
        loop {
            if !is_open {
                break;
            }
            let turn = |&who: &usize| {
                let send = &open[who][next[who]];
                let id = format!("c{who}");
                let hash = xxh3_64(format!("{}\u{1F}call\u{1F}{id}", program.salt).as_bytes());
                (send.due, Reverse(send.high), hash, id)
            };
            let asking = (0..people.len()).filter(|&who| next[who] < open[who].len());
            let Some(who) = asking.min_by_key(turn) else { break };
            let whose = people[who].rep.filter(|_| channel.per_assignee);
            let used = used.entry((period, whose)).or_default();
            if *used < channel.limit {
                *used += 1;
                let send = open[who].remove(next[who]);
                done[who].push((send.due, send.high, Some(now), None));
            } else {
                next[who] += 1;
            }
        }
        let patience = 2 * DAY / HALF_HOUR;
        for (open, done) in open.iter_mut().zip(&mut done) {
            open.retain(|send| {
                let over = send.due + patience == now;
                if over {
                    done.push((send.due, send.high, Some(now), Some(Reason::Expired)));
                }
                !over
            });
        }
    }
    for (open, done) in open.iter().zip(&mut done) {
        assert!(open.is_empty(), "the run is longer than every patience");
        done.sort_unstable();
    }
    done
}

fn channels() -> impl Strategy<Value = Channel> {
    (0_usize..4, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(limit, per_hour, per_assignee, office_hours)| Channel { limit, per_hour, per_assignee, office_hours },
    )
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    // Few instants, so that many ask at once.
    let ask = (prop::sample::select(vec![0_i64, 1, 15, 16, 17, 23, 24, 47, 48, 64, 96, 97]), any::<bool>());
    let person = (prop::collection::vec(ask, 0..5), any::<Option<bool>>()).prop_map(|(mut asks, rep)| {
        asks.sort_unstable();
        Person { asks, rep }
    });
    prop::collection::vec(person, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_smallest_question_is_answered_next_whatever_the_threads(channel in channels(), people in people()) {
        let program = program(&channel);
        let population = population(&people);
        let alone = records(&program, &population, 1);
        let found: Vec<Vec<Decided>> = alone.iter().map(decided).collect();
        prop_assert_eq!(&found, &reference(&program, &channel, &people));
        prop_assert_eq!(&records(&program, &population, 2), &alone);
        prop_assert_eq!(&records(&program, &population, 8), &alone);
    }
}

#[test]
fn many_customers_on_many_threads_share_it_alike() {
    let channel = Channel { limit: 7, per_hour: true, per_assignee: true, office_hours: true };
    let person = |n: i64| Person {
        asks: vec![(n % 40, n % 3 == 0), (40 + n % 90, n % 5 == 0)],
        rep: [None, Some(true), Some(false)][usize::try_from(n % 3).unwrap()],
    };
    let people: Vec<Person> = (0..1_500).map(person).collect();
    let program = program(&channel);
    let population = population(&people);
    let alone = records(&program, &population, 1);
    assert_eq!(alone.iter().map(decided).collect::<Vec<_>>(), reference(&program, &channel, &people));
    for threads in [2, 8] {
        assert!(records(&program, &population, threads) == alone, "{threads} threads");
    }
}

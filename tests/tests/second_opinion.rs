//! The engine against a deliberately naive evaluator: on random small programmes and random histories, and on those that
//! once told them apart.
//!
//! A run is deterministic. `JOURNEY_CASES=20000` tries more cases, `JOURNEY_SEED=7` others. What fails is shrunk and printed
//! as two files: put them into a folder of `tests/second-opinion/` and they are a regression test.
#![allow(clippy::disallowed_methods, reason = "the test reads the repository and its environment")]
#![allow(clippy::indexing_slicing, reason = "the test stops where something is not as it should be")]

use std::convert::Infallible;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;

use journey_ir::history::{CustomerHistory, Customers};
use journey_ir::records::{Contact, CustomerRecords};
use journey_ir::time::Instant;
use journey_runner::engine::Effect;
use journey_runner::{Telling, simulate, simulate_customer};
use journey_tests::case::Case;
use journey_tests::comparison::difference;
use journey_tests::naive::{self, GivenUp, Patience, STEPS_MAX};
use journey_tests::random::{self, cases};
use journey_tests::tally::Tally;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

/// Takes less than a minute on two cores that have nothing else to do. More, and others, are run by hand.
const CASES: u32 = 10_000;

/// Always as many, so that a seed gives the same cases on every machine.
const THREADS: u32 = 2;

/// What every run must come upon is in one of so many cases at least.
const RARE: u32 = 2_000;

/// As much does not happen at one instant of a random programme that comes to rest: what the engine says does not is not
/// followed any further, since all that happens is looked at again at every step.
const STEPS_FOR_SURE: usize = 150;

/// Journeys that keep starting one another have more in a few days; they are not looked at.
const ENROLMENTS_MAX: usize = 150;

/// Nor are those in which one thing leads to another a second later, again and again: each such second is looked at after
/// every half hour to the end of the run.
const OFFSETS_MAX: usize = 12;

#[test]
fn the_engine_and_the_naive_evaluator_agree() {
    let (cases, seed) = (setting("JOURNEY_CASES", CASES), setting("JOURNEY_SEED", 1));
    let tally = Mutex::default();
    let search = |thread| first_difference(cases.div_ceil(THREADS), seed * THREADS + thread, &tally);
    let found: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || search(thread))).collect();
        threads.into_iter().filter_map(|thread| thread.join().expect("the comparison does not panic")).collect()
    });
    assert!(found.is_empty(), "they differ.\n{}", found.join("\n"));
    let tally = tally.into_inner().expect("nobody panics while counting");
    println!("{tally}");
    let rare = tally.rarer_than(cases / RARE);
    assert!(rare.is_empty(), "the random programmes hardly reach {rare:?}");
}

/// The first of these cases about which they differ, shrunk, as the two files of a regression test.
fn first_difference(cases_wanted: u32, seed: u32, tally: &Mutex<Tally>) -> Option<String> {
    let agree = |case: random::Case| compare(&case.programme, &case.story, tally).map_err(TestCaseError::fail);
    match runner(cases_wanted, seed).run(&cases(), agree) {
        Ok(()) => None,
        Err(TestError::Fail(difference, case)) => {
            Some(format!("--- programme.journey\n{}\n--- story.txt\n{}\n---\n{difference}", case.programme, case.story))
        }
        Err(TestError::Abort(reason)) => Some(reason.to_string()),
    }
}

#[test]
fn they_agree_where_they_once_did_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("second-opinion");
    let mut cases: Vec<_> = fs::read_dir(&folder)
        .expect("tests/second-opinion opens")
        .map(|case| case.expect("its cases can be listed").path())
        .collect();
    cases.sort();
    let differences: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let read = |name: &str| fs::read_to_string(case.join(name)).expect("a case has its two files");
            let difference = compare(&read("programme.journey"), &read("story.txt"), &Mutex::default()).err()?;
            Some(format!("{}\n{difference}", case.display()))
        })
        .collect();
    assert!(!cases.is_empty(), "there are no cases in {}", folder.display());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// What both make of a customer, when it is not the same. The naive evaluator goes first: what is too much for it costs the
/// engine much, too.
fn compare(programme: &str, story: &str, tally: &Mutex<Tally>) -> Result<(), String> {
    let case = Case::with_files("random", random::files(), programme, story)?;
    let Case { program, story } = &case;
    let opinion = |steps| {
        let patience = Patience { steps, enrolments: ENROLMENTS_MAX, offsets: OFFSETS_MAX };
        naive::evaluate_within(patience, program, story.from, story.until, &story.customer)
    };
    let count = |thing| tally.lock().expect("nobody panics while counting").count(thing);
    let first = opinion(STEPS_FOR_SURE);
    if first == Err(GivenUp::TooMany) {
        count("too many enrolments or seconds");
        return Ok(());
    }
    match (simulate_customer(program, case.run(), &story.customer), first) {
        (Ok(engine), first) => {
            among_others(&case, &engine).and_then(|()| match first.or_else(|_| opinion(STEPS_MAX)) {
                Ok(naive) => {
                    tally.lock().expect("nobody panics while counting").add(programme, program, &engine);
                    difference(program, &engine, &naive).map_or(Ok(()), Err)
                }
                Err(GivenUp::TooMany) => Ok(()),
                Err(GivenUp::Endless(at)) => Err(format!("only the naive evaluator does not come to rest at {at:?}")),
            })
        }
        (Err(error), Err(GivenUp::Endless(at))) if at <= error.at => {
            count("does not come to rest");
            Ok(())
        }
        (Err(error), naive) => Err(format!("only the engine does not come to rest: {error:?}, {:?}", naive.err())),
    }
}

/// Whether the customer lives the same in a crowd of one; and whether each of three like it, who share capacities, does in the
/// crowd what it does when it is told of with the same answers. A crowd leaves out instants at which nothing can happen.
fn among_others(case: &Case, alone: &CustomerRecords) -> Result<(), String> {
    let (program, run) = (&case.program, case.run());
    let lived = |crowd: &Crowd| {
        let mut all = Vec::new();
        let take = |records: Vec<CustomerRecords>| {
            all.extend(records);
            Ok::<(), Infallible>(())
        };
        let done = simulate(program, run, crowd, NonZeroUsize::MIN, |_, records| records.to_vec(), take);
        done.map(|()| all).map_err(|error| format!("a crowd gives up: {error:?}"))
    };
    let one = lived(&Crowd(vec![case.story.customer.clone()]))?;
    if one.first() != Some(alone) {
        return Err(format!("in a crowd of one it is\n{one:#?}\n, alone\n{alone:#?}"));
    }
    if !program.channels.iter().any(|(_, channel)| channel.capacity.is_some()) {
        return Ok(());
    }
    let named = |id: &str| CustomerHistory { id: id.into(), ..case.story.customer.clone() };
    let three = Crowd(["a", "b", "c"].map(named).to_vec());
    // Who draws other lots may keep itself going for ever.
    let Ok(records) = lived(&three) else { return Ok(()) };
    let telling = Telling::new(program, run, &three, NonZeroUsize::MIN);
    for (place, (customer, records)) in three.0.iter().zip(&records).enumerate() {
        let tale = telling.customer(place, customer).map_err(|error| format!("a tale gives up: {error:?}"))?;
        let contact = |(_, effect): (Instant, Effect)| match effect {
            Effect::Contact(contact) => Some(contact),
            _ => None,
        };
        let mut told: Vec<Contact> = tale.into_iter().filter_map(contact).collect();
        told.sort_by_key(|contact| contact.at.unwrap_or(contact.due));
        if told != records.contacts {
            return Err(format!("of {} is told\n{told:#?}\n, and lived\n{:#?}", customer.id, records.contacts));
        }
    }
    Ok(())
}

struct Crowd(Vec<CustomerHistory>);

impl Customers for Crowd {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn load(&self, place: usize, into: &mut CustomerHistory) {
        into.clone_from(&self.0[place]);
    }
}

/// Always the same cases for the same seed; failures are kept as folders, not in proptest's own files.
fn runner(cases: u32, seed: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 1_500,
        max_shrink_time: 60_000,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

fn setting(name: &str, default: u32) -> u32 {
    match std::env::var(name) {
        Ok(text) => text.parse().expect("the setting is a whole number"),
        Err(_) => default,
    }
}

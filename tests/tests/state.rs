//! The engine's state is a value: a run that is cloned at any instant goes on the same, and equal states have equal
//! hashes. The stories are those of tests/engine, and random ones.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the test reads its cases, and fails when they are wrong"
)]

use std::fs;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::Path;

use journey_ir::history::Entry;
use journey_ir::records::Contact;
use journey_runner::engine::{Choices, Effect, Engine, Runaway, State};
use journey_tests::case::Case;
use journey_tests::random::cases as cases_at_random;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[test]
fn a_run_cloned_at_any_instant_goes_on_the_same() {
    for (name, case) in cases() {
        let engine = Engine::new(&case.program);
        let Ok(run) = live(&engine, &case, begin(&engine, &case)) else { continue };
        for instant in 0..run.states.len() {
            goes_on_the_same(&engine, &case, &run, instant, &name);
        }
    }
}

#[test]
fn a_random_run_cloned_now_and_then_goes_on_the_same() {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    for number in 0..RANDOM_CASES {
        let random = cases_at_random().new_tree(&mut runner).expect("cases can be drawn").current();
        let case = Case::read(&random.programme, &random.story).unwrap_or_else(|error| panic!("{error}"));
        let engine = Engine::new(&case.program);
        let Ok(run) = live(&engine, &case, begin(&engine, &case)) else { continue };
        for instant in (0..run.states.len()).step_by(1 + run.states.len() / 5) {
            goes_on_the_same(&engine, &case, &run, instant, &format!("random case {number}"));
        }
    }
}

const RANDOM_CASES: usize = 60;

fn goes_on_the_same(engine: &Engine<'_>, case: &Case, run: &Lived, instant: usize, name: &str) {
    let again = live(engine, case, run.states[instant].clone()).expect("it came to rest before");
    assert_eq!(again.states, run.states[instant..], "{name}: states from instant {instant}");
    assert_eq!(again.effects, run.effects[instant..], "{name}: effects from instant {instant}");
    assert_eq!(again.pending, run.pending, "{name}: what is pending from instant {instant}");
}

#[test]
fn equal_states_have_equal_hashes() {
    let hash = |state: &State| BuildHasherDefault::<DefaultHasher>::default().hash_one(state);
    for (name, case) in cases() {
        let engine = Engine::new(&case.program);
        let live = || live(&engine, &case, begin(&engine, &case));
        let (Ok(one), Ok(other)) = (live(), live()) else { continue };
        for (a, b) in one.states.iter().zip(&other.states) {
            assert_eq!(a, b, "{name}: the same history gives the same state");
            assert_eq!(hash(a), hash(b), "{name}: at {:?}", a.now());
        }
        for pair in one.states.windows(2) {
            assert_ne!(hash(&pair[0]), hash(&pair[1]), "{name}: a state knows its instant");
        }
    }
}

/// Instant by instant: the state before each and after the last, the effects of each, and what is pending at the end.
struct Lived {
    states: Vec<State>,
    effects: Vec<Vec<Effect>>,
    pending: Vec<Contact>,
}

/// The customer at the beginning of the run, with the history before it.
fn begin(engine: &Engine<'_>, case: &Case) -> State {
    let mut state = engine.customer(&case.story.customer, &Choices::default());
    for entry in case.story.customer.entries.iter().filter(|entry| entry.at < case.story.from) {
        engine.recall(&mut state, entry);
    }
    engine.begin(&mut state, case.story.from);
    state
}

/// Goes on from a state to the end of the run.
fn live(engine: &Engine<'_>, case: &Case, mut state: State) -> Result<Lived, Runaway> {
    let first = state.now();
    let ahead: Vec<&Entry> = (case.story.customer.entries.iter())
        .filter(|entry| case.story.from <= entry.at && first < entry.at && entry.at < case.story.until)
        .collect();
    let (mut states, mut effects) = (Vec::new(), Vec::new());
    loop {
        states.push(state.clone());
        let entry = ahead.iter().map(|entry| entry.at).find(|&at| at > state.now());
        let next = state.wake().into_iter().chain(entry).min();
        let Some(at) = next.filter(|&at| at < case.story.until) else { break };
        let now: Vec<Entry> = ahead.iter().filter(|entry| entry.at == at).map(|&entry| entry.clone()).collect();
        let mut made = Vec::new();
        engine.step(&mut state, at, &now, &mut made)?;
        effects.push(made);
    }
    Ok(Lived { pending: engine.pending(&state, case.story.until), states, effects })
}

/// Every story of tests/engine, by name.
fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("engine");
    let mut folders: Vec<_> = (fs::read_dir(folder).expect("tests/engine opens"))
        .map(|case| case.expect("its cases can be listed").path())
        .collect();
    folders.sort();
    let read = |folder: &Path, name: &str| fs::read_to_string(folder.join(name)).expect("a case has its two files");
    folders
        .iter()
        .map(|folder| {
            let case = Case::read(&read(folder, "programme.journey"), &read(folder, "story.txt"));
            (folder.display().to_string(), case.unwrap_or_else(|error| panic!("{}: {error}", folder.display())))
        })
        .collect()
}

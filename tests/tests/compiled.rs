//! A compiled programme that was made by hand, or came to harm: it is refused with a reason, or it is a programme that runs. Never
//! does it stop the command, and never does it keep it.
//!
//! A run is deterministic. `JOURNEY_CASES=20000` tries more cases, `JOURNEY_SEED=7` others.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the test reads the repository and its environment, and fails by panicking"
)]

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use journey_ir::history::{CustomerHistory, Customers};
use journey_ir::program::Program;
use journey_ir::records::Outcome;
use journey_ir::source::Sources;
use journey_ir::table::Id;
use journey_ir::value::Value as Datum;
use journey_report::compiled::{read, write};
use journey_report::summary::{Run as Report, json, text};
use journey_runner::summary::Summary;
use journey_runner::{Telling, simulate_customer};
use journey_tests::case::Case;
use journey_tests::story::Story;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::{Value, json};

const CASES: u32 = 3_000;

/// A programme that is refused or run takes a moment.
const LONGEST: Duration = Duration::from_mins(2);

/// A case of tests/engine, compiled.
struct Compiled {
    name: String,
    program: Value,
    sources: Sources,
    story: Story,
}

/// One thing done to a compiled programme: where, counted in values, and what.
#[derive(Clone, Debug)]
struct Harm {
    at: usize,
    what: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// A number, mostly one that is just too large.
    Number(i64),
    /// The member or item is gone.
    Gone,
    /// Something else stands there.
    Other(Value),
    /// What stands elsewhere in the programme.
    Elsewhere(usize),
    /// An item twice.
    Twice,
}

#[test]
fn what_was_compiled_by_nobody_is_refused_or_runs() {
    let programmes = Arc::new(programmes());
    let (done, finished) = channel();
    let tried = Arc::new(AtomicU32::new(0));
    let trying = (Arc::clone(&programmes), Arc::clone(&tried));
    // In a thread as the command's workers are, with their stack.
    std::thread::spawn(move || done.send(search(&trying.0, &trying.1)));
    let mut before = 0;
    loop {
        match finished.recv_timeout(LONGEST) {
            Ok(None) => break,
            Ok(Some(found)) => panic!("{found}"),
            Err(RecvTimeoutError::Disconnected) => panic!("a programme that was read stops the command"),
            Err(RecvTimeoutError::Timeout) => {
                let now = tried.load(Ordering::Relaxed);
                assert!(now > before, "case {now} does not come to an end");
                before = now;
            }
        }
    }
}

/// The first programme that is read and does not run.
fn search(programmes: &[Compiled], tried: &AtomicU32) -> Option<String> {
    let setting = |name: &str, default| std::env::var(name).map_or(default, |text| text.parse().unwrap());
    let config = Config { cases: setting("JOURNEY_CASES", CASES), failure_persistence: None, ..Config::default() };
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&setting("JOURNEY_SEED", 1).to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let cases = (any::<prop::sample::Index>(), prop::collection::vec(harm(), 1..3));
    let refused = AtomicU32::new(0);
    let outcome = runner.run(&cases, |(which, harms)| {
        tried.fetch_add(1, Ordering::Relaxed);
        let compiled = which.get(programmes);
        let mut program = compiled.program.clone();
        for harm in &harms {
            harm.apply(&mut program);
        }
        match try_out(compiled, program) {
            Ok(ran) => refused.fetch_add(u32::from(!ran), Ordering::Relaxed),
            Err(panic) => return Err(TestCaseError::fail(format!("{}: {panic}", compiled.name))),
        };
        Ok(())
    });
    let (tried, refused) = (tried.load(Ordering::Relaxed), refused.load(Ordering::Relaxed));
    println!("{refused} of {tried} were refused, the others ran");
    match outcome {
        Ok(()) if refused > tried / 10 && refused < tried => None,
        Ok(()) => Some(format!("{refused} of {tried} were refused: nothing was tried")),
        Err(TestError::Fail(reason, (_, harms))) => Some(format!("{reason}\n{harms:#?}")),
        Err(TestError::Abort(reason)) => Some(reason.to_string()),
    }
}

/// Whether it was read and run; an error when it stopped the command.
fn try_out(compiled: &Compiled, program: Value) -> Result<bool, String> {
    let attempt = std::panic::AssertUnwindSafe(|| {
        // What is no programme at all is refused while it is read; the others come with a checksum that fits.
        let Ok(program) = serde_json::from_value::<Program>(program) else { return false };
        let text = write(&program, &compiled.sources).unwrap();
        match read(&text) {
            Ok((program, sources)) => {
                run(&program, &sources, &compiled.story);
                true
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                false
            }
        }
    });
    std::panic::catch_unwind(attempt).map_err(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        words.or_else(|| panic.downcast_ref::<&str>().map(|&words| words.to_owned())).unwrap_or_default()
    })
}

/// Everything that the command does with it: a run, its files, what it tells, its messages, its summary.
fn run(program: &Program, sources: &Sources, story: &Story) {
    let mut customer = story.customer.clone();
    // The data is read by the programme's own schema: what does not fit in is not there.
    customer.attributes.resize(program.attributes.len(), Datum::Missing);
    customer.entries.retain_mut(|entry| fits(program, entry));
    let run = journey_runner::Run::new(story.from, story.until);
    let Ok(records) = simulate_customer(program, run, &customer) else { return };
    let sent = records.contacts.iter().filter(|contact| contact.outcome == Outcome::Sent).count();
    assert!(sent < 1_000_000);
    let records = [records];
    let _ = journey_data::records::encode_contacts(program, &records);
    let _ = journey_data::records::encode_enrolments(program, &records);
    let _ = journey_data::records::encode_refusals(program, &records);
    let mut totals = Summary::new(program);
    totals.add(program, 0, &records[0]);
    let journeys: Vec<_> = program.journeys.ids().collect();
    let (from, until, journeys) = (story.from, story.until, &*journeys);
    let report = Report { program, journeys, from, until, rows: 0, bad_rows: &[], totals: &totals };
    json(&report).unwrap();
    let _ = text(&report, journey_report::Look::PLAIN);
    // `&dyn Customers` wants something of a size.
    let only = Only(customer);
    let _ = Telling::new(program, run, &only, NonZeroUsize::MIN).customer(0, &only.0);
    for (_, journey) in program.journeys.iter() {
        let _ = sources.start(journey.span);
        let _ = sources.text(journey.span);
    }
}

/// One customer.
struct Only(CustomerHistory);

impl Customers for Only {
    fn count(&self) -> usize {
        1
    }

    fn load(&self, _: usize, into: &mut CustomerHistory) {
        into.clone_from(&self.0);
    }
}

/// Whether an entry of the story could come from data of this programme; events have the fields that it declares.
fn fits(program: &Program, entry: &mut journey_ir::history::Entry) -> bool {
    use journey_ir::history::Input;
    match &mut entry.input {
        Input::Event(happening) => {
            let Some(event) = program.events.as_slice().get(happening.event.index()) else { return false };
            let mut fields = happening.fields.to_vec();
            fields.resize(event.fields.len(), Datum::Missing);
            happening.fields = fields.into_iter().collect();
            true
        }
        Input::Change { attribute, .. } => attribute.index() < program.attributes.len(),
        Input::Contact { journey, message, channel, .. } => {
            *journey = journey.filter(|journey| journey.index() < program.journeys.len());
            *message = message.filter(|message| message.index() < program.messages.len());
            channel.index() < program.channels.len()
        }
        Input::Engagement { engagement, of } => {
            *of = of.take().filter(|of| of.journey.index() < program.journeys.len());
            engagement.message.index() < program.messages.len()
        }
    }
}

fn harm() -> impl Strategy<Value = Harm> {
    let numbers = prop_oneof![
        4 => 0..20_i64,
        2 => prop::sample::select(&[-1, 100, 101, 10_000, 10_001, 65_535, 65_536, 86_400, 4_294_967_295, i64::MAX, i64::MIN][..]),
    ];
    let others = prop::sample::select(vec![
        Value::Null,
        json!(true),
        json!([]),
        json!({}),
        json!(""),
        json!("missing"),
        json!("0 days"),
        json!("-3 days"),
        json!("999999999999 years"),
        json!("1 second"),
        json!("9999-12-31"),
        json!("1800-01-01"),
        json!("23:59:59"),
        json!("-922337203685477"),
        json!("exit"),
        json!({"jump": 0}),
        json!({"segment": 0}),
        json!({"constant": true}),
        json!({"history": 0}),
        json!(1e300),
    ]);
    let what = prop_oneof![
        5 => numbers.prop_map(Kind::Number),
        2 => Just(Kind::Gone),
        3 => others.prop_map(Kind::Other),
        3 => any::<usize>().prop_map(Kind::Elsewhere),
        1 => Just(Kind::Twice),
    ];
    (any::<usize>(), what).prop_map(|(at, what)| Harm { at, what })
}

impl Harm {
    fn apply(&self, program: &mut Value) {
        // A number replaces numbers only, so that most cases get beyond the shape of the file.
        let wanted: fn(&Value) -> bool = match self.what {
            Kind::Number(_) => Value::is_number,
            Kind::Twice => |value| value.as_array().is_some_and(|items| !items.is_empty()),
            _ => |_| true,
        };
        let mut places = Vec::new();
        places_of(program, &mut String::new(), wanted, &mut places);
        let Some(place) = places.get(self.at % places.len().max(1)).cloned() else { return };
        match &self.what {
            Kind::Number(number) => *program.pointer_mut(&place).unwrap() = json!(number),
            Kind::Other(other) => *program.pointer_mut(&place).unwrap() = other.clone(),
            Kind::Elsewhere(from) => {
                let other = program.pointer(&places[from % places.len()]).unwrap().clone();
                *program.pointer_mut(&place).unwrap() = other;
            }
            Kind::Twice => {
                let items = program.pointer_mut(&place).unwrap().as_array_mut().unwrap();
                items.push(items[self.at % items.len()].clone());
            }
            Kind::Gone => {
                let Some((parent, key)) = place.rsplit_once('/') else { return };
                match program.pointer_mut(parent) {
                    Some(Value::Object(members)) => {
                        members.remove(key);
                    }
                    Some(Value::Array(items)) => {
                        items.remove(key.parse().unwrap());
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The JSON pointers of all values of a kind; names of members here have neither `/` nor `~`. Places in the text say little.
fn places_of(value: &Value, here: &mut String, wanted: fn(&Value) -> bool, into: &mut Vec<String>) {
    if wanted(value) {
        into.push(here.clone());
    }
    let mut below = |key: &str, value: &Value| {
        let length = here.len();
        *here += "/";
        *here += key;
        places_of(value, here, wanted, into);
        here.truncate(length);
    };
    match value {
        Value::Object(members) => {
            members.iter().filter(|(key, _)| *key != "span").for_each(|(key, value)| below(key, value));
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| below(&place.to_string(), item)),
        _ => {}
    }
}

/// The cases of tests/engine with their customers.
fn programmes() -> Vec<Compiled> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = entries(&root.join("engine"));
    folders.extend(entries(&root.join("second-opinion")));
    let compiled = folders.iter().filter_map(|folder| {
        let text = fs::read_to_string(folder.join("programme.journey")).ok()?;
        let story = fs::read_to_string(folder.join("story.txt")).ok()?;
        let Case { program, story } = Case::read(&text, &story).unwrap();
        let mut sources = Sources::default();
        sources.add("programme.journey", text);
        program.sound(&sources).unwrap_or_else(|flaw| panic!("{}: {flaw}", folder.display()));
        let program = serde_json::to_value(&program).unwrap();
        Some(Compiled { name: folder.display().to_string(), program, sources, story })
    });
    let compiled: Vec<_> = compiled.collect();
    assert!(compiled.len() > 100, "only {} programmes were found", compiled.len());
    compiled
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

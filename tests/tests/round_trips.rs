//! Every programme of journeys/, its layout spoilt: formatted it is the very file that it was, and it means what it meant.
//! The other round trip, by way of a compiled programme, is taken with the command: `crates/journey-cli/tests/compile.rs`.
//! And random programmes: formatted, compiled, and told of, the same happens.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "the test reads the repository, and stops where something is not as it should be"
)]

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use journey_data::{FolderTemplates, Manifest, read_source, source_files};
use journey_ir::plain::plain;
use journey_ir::program::Program;
use journey_ir::source::Sources;
use journey_report::compiled::{read, write};
use journey_runner::{Effect, Telling, simulate_customer};
use journey_tests::case::Case;
use journey_tests::random;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

/// Random programmes that are tried.
const RANDOM: usize = 120;

#[test]
fn formatting_gives_back_what_was_spoilt_and_changes_no_meaning() {
    let mut folders = Vec::new();
    programmes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../journeys"), &mut folders);
    assert!(!folders.is_empty(), "journeys/ holds no programme");
    for folder in folders {
        let manifest = Manifest::read(&folder).unwrap();
        let mut files = Vec::new();
        for file in source_files(&manifest).unwrap() {
            files.push((file.path.clone(), file.root, read_source(&file.path).unwrap()));
        }
        let meaning = |text: &dyn Fn(&str) -> String| {
            let mut sources = Sources::default();
            let mut templates = FolderTemplates::default();
            for (path, root, written) in &files {
                templates.add(path.to_string_lossy(), path, root);
                let folder = path.parent().and_then(|folder| folder.strip_prefix(root).ok());
                let folder = folder.unwrap_or(Path::new("")).to_string_lossy();
                sources.add_in(folder, path.to_string_lossy(), text(written));
            }
            let compiled = journey_parser::compile_with(&mut sources, &templates);
            let program = compiled.program.unwrap_or_else(|| panic!("{}", plain(&sources, &compiled.findings)));
            let mut value = serde_json::to_value(&program).unwrap();
            without_places(&mut value);
            value
        };
        let before = meaning(&str::to_owned);
        for spoil in [unindented, spread] {
            for (path, _, written) in &files {
                let formatted =
                    journey_parser::format(&spoil(written)).unwrap_or_else(|_| panic!("{}", path.display()));
                assert!(formatted == *written, "{} comes back otherwise:\n{formatted}", path.display());
            }
            assert!(meaning(&spoil) == before, "{}: another meaning in another layout", folder.display());
        }
        let formatted = meaning(&|text| journey_parser::format(text).unwrap());
        assert!(formatted == before, "{}: formatted it is another programme", folder.display());
    }
}

#[test]
fn random_programmes_mean_the_same_formatted_and_compiled_and_told() {
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let cases = random::cases();
    for _ in 0..RANDOM {
        let case = cases.new_tree(&mut runner).unwrap().current();
        let compiled = |text: &str| Case::with_files("random", random::files(), text, &case.story).unwrap();
        let Case { program, story } = compiled(&case.programme);
        let before = meaning_of(&program);

        let formatted = journey_parser::format(&case.programme).unwrap();
        assert_eq!(journey_parser::format(&formatted).unwrap(), formatted, "formatted once more it is another");
        assert!(meaning_of(&compiled(&formatted).program) == before, "formatted it means something else:\n{formatted}");

        let mut sources = Sources::default();
        sources.add("programme.journey", &case.programme);
        let (again, _) = read(&write(&program, &sources).unwrap()).unwrap_or_else(|flaw| panic!("{flaw}\n{formatted}"));
        assert!(meaning_of(&again) == before, "compiled it means something else:\n{formatted}");

        let run = Case { program: again.clone(), story: story.clone() }.run();
        let customers = vec![story.customer.clone()];
        let told = Telling::new(&again, run, &customers, NonZeroUsize::MIN).customer(0, &story.customer);
        let (Ok(told), Ok(records)) = (told, simulate_customer(&program, run, &story.customer)) else { continue };
        let told = told.into_iter().filter_map(|(_, effect)| match effect {
            Effect::Contact(contact) => Some(format!("{contact:?}")),
            _ => None,
        });
        let mut told: Vec<String> = told.collect();
        let mut done: Vec<String> = records.contacts.iter().map(|contact| format!("{contact:?}")).collect();
        // Records are in the order of their instants, a tale in that of the decisions.
        told.sort();
        done.sort();
        assert_eq!(told, done, "told of, something else happens:\n{formatted}\n{}", case.story);
    }
}

/// A programme without the places of its text.
fn meaning_of(program: &Program) -> Value {
    let mut value = serde_json::to_value(program).unwrap();
    without_places(&mut value);
    value
}

/// All lines begin at the margin.
fn unindented(text: &str) -> String {
    text.lines().flat_map(|line| [line.trim_start(), "\n"]).collect()
}

/// Everything is far away from what stands before it, and ends with blanks; what stands in quotes and comments is left alone.
fn spread(text: &str) -> String {
    let spread = |line: &str| {
        let plain = !line.contains(['"', '#']);
        let line = if plain { line.replace(' ', "   ") } else { line.to_owned() };
        format!("      {}  \n", line.trim())
    };
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { spread(line) }).collect()
}

/// Where things stand is another place in another layout; what reports quote of the source is laid out as it is.
fn without_places(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !is_place(member));
            if let Some(Value::String(text)) = members.get_mut("text") {
                *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            members.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}

/// From where to where something is written.
fn is_place(value: &Value) -> bool {
    value.as_object().is_some_and(|members| members.keys().eq(["file", "start", "end"]))
}

/// The folders with a manifest, in order.
fn programmes(folder: &Path, into: &mut Vec<PathBuf>) {
    if folder.join("journey.yaml").is_file() {
        into.push(folder.to_owned());
    }
    let mut below: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    below.sort();
    below.iter().filter(|path| path.is_dir()).for_each(|path| programmes(path, into));
}

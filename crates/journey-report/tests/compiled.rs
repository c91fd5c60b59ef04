//! What `journey compile` writes is read back as the very same programme; the published schema is that of this version.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the test reads the repository, and stops where something is not as it should be"
)]

use std::fs;
use std::path::{Path, PathBuf};

use journey_ir::program::Program;
use journey_ir::source::Sources;
use journey_report::compiled::{Unreadable, read, schema, write};

#[test]
fn every_programme_comes_back_as_it_was() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let mut compared = 0;
    for suite in ["engine", "lowering", "checking", "../journeys"] {
        for folder in entries(&root.join(suite)).iter().filter(|path| path.is_dir()) {
            let mut sources = Sources::default();
            for path in journey_files(folder) {
                sources.add(path.to_string_lossy(), fs::read_to_string(&path).unwrap());
            }
            let Some(program) = journey_parser::compile(&sources).program else { continue };
            comes_back(&program.with_manifest("test", Some("salt")), &sources);
            compared += 1;
        }
    }
    assert!(compared > 50, "only {compared} programmes were found");
}

#[test]
fn conditions_may_stand_as_deeply_in_one_another_as_the_language_allows() {
    let (open, close) = ("(a or (not a and ".repeat(20), "))".repeat(20));
    let sum = "points + ".repeat(40);
    let (program, sources) = programme(&format!("segment deep = {open}{sum}1 > 2{close}"));
    comes_back(&program, &sources);
}

#[test]
fn what_is_no_compiled_programme_is_refused() {
    let (program, sources) = programme("segment b = points > 3");
    let text = write(&program, &sources).unwrap();
    let refused = |text: &str| read(text).unwrap_err();
    assert!(matches!(refused("nothing"), Unreadable::Json(_)));
    assert!(matches!(refused("{}"), Unreadable::Format));
    assert!(matches!(refused(&text.replacen("\"version\": 1", "\"version\": 2", 1)), Unreadable::Version(2)));
    assert!(matches!(refused(&text.replacen("\"integer\": 3", "\"integer\": 4", 1)), Unreadable::Changed));
    assert!(matches!(refused(&text[..text.len() / 2]), Unreadable::Json(_)));
    assert!(matches!(refused(&"[".repeat(1_000_000)), Unreadable::TooDeep));
    // Only what it says counts, not how it is laid out.
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read(&value.to_string()).unwrap(), (program, sources));
}

#[test]
fn the_published_schema_is_that_of_this_version() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/compiled.schema.json");
    if std::env::var_os("JOURNEY_UPDATE").is_some() {
        fs::write(&path, schema().unwrap()).unwrap();
    }
    let published = fs::read_to_string(path).unwrap_or_default();
    assert!(
        published == schema().unwrap(),
        "docs/compiled.schema.json is out of date: run this test with JOURNEY_UPDATE=1 in the environment, and think about \
         whether a reader of the format would have to change"
    );
}

fn programme(text: &str) -> (Program, Sources) {
    let mut sources = Sources::default();
    sources.add("été.journey", format!("customer {{ points integer }}\nsegment a = points > 1\n{text}\n"));
    let compiled = journey_parser::compile(&sources);
    (compiled.program.unwrap_or_else(|| panic!("{:?}", compiled.findings)), sources)
}

fn comes_back(program: &Program, sources: &Sources) {
    let text = write(program, sources).unwrap();
    let (read_program, read_sources) = read(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(read_program, *program);
    assert_eq!(read_sources, *sources);
    assert_eq!(write(&read_program, &read_sources).unwrap(), text);
}

/// The `.journey` files of a folder and of those below it.
fn journey_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in entries(folder) {
        if path.is_dir() {
            files.extend(journey_files(&path));
        } else if path.extension().is_some_and(|kind| kind == "journey") {
            files.push(path);
        }
    }
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder opens")
        .map(|entry| entry.expect("its entries can be listed").path())
        .collect();
    paths.sort();
    paths
}

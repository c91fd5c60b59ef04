//! Every programme of journeys/, its layout spoilt: formatted it is the very file that it was, and it means what it meant.
//! The other round trip, by way of a compiled programme, is taken with the command: `crates/journey-cli/tests/compile.rs`.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "the test reads the repository, and stops where something is not as it should be"
)]

use std::fs;
use std::path::{Path, PathBuf};

use journey_data::{FolderTemplates, Manifest, read_source, source_files};
use journey_ir::plain::plain;
use journey_ir::source::Sources;
use serde_json::Value;

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
            members.remove("span");
            // Of a journey: from where to where it is written.
            members.remove("text").filter(Value::is_string).map(|text| members.insert("text".into(), text));
            if let Some(Value::String(text)) = members.get_mut("text") {
                *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            members.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
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

//! `journey compile`, and `journey simulate --program` with what it has written.
#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "the tests make folders and run the command in them, and may fail"
)]

#[allow(dead_code, reason = "the other suites use the rest")]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::Folder;

const RESULTS: [&str; 4] = ["contacts.csv", "enrolments.csv", "refusals.csv", "summary.json"];

#[test]
fn a_compiled_programme_needs_no_journey_files_and_gives_the_same_bytes() {
    let club = Folder::club();
    assert_eq!(club.journey(&["simulate", "--out", "direct", "-q"]).code, 0);
    let compiled = club.journey(&["compile", "--out", "club.json"]);
    assert_eq!((compiled.code, compiled.stdout.as_str()), (0, ""));
    assert_eq!(compiled.stderr, "compiled Club into club.json\n");
    fs::remove_file(club.path("club.journey")).unwrap();
    fs::remove_dir_all(club.path("more")).unwrap();

    let done = club.journey(&["simulate", "--program", "club.json", "--out", "compiled", "-q"]);
    assert_eq!((done.code, done.stdout.as_str(), done.stderr.as_str()), (0, "", ""));
    assert_eq!(club.list("compiled"), RESULTS);
    for file in RESULTS {
        assert_eq!(club.read(&format!("compiled/{file}")), club.read(&format!("direct/{file}")), "{file}");
    }
    assert!(club.read("compiled/contacts.csv").lines().count() > 1);
}

/// Every folder of journeys/ that holds a programme, each compiled and simulated for its first customers.
#[test]
fn the_programmes_of_the_project_give_the_same_bytes_when_compiled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../journeys");
    let mut folders = Vec::new();
    programmes(&root, &mut folders);
    assert!(!folders.is_empty(), "journeys/ holds no programme");
    for folder in folders {
        let name = folder.display().to_string();
        let results = Folder::empty();
        let programme = Folder::OfRepository(folder);
        let path = |name: &str| results.path(name).into_os_string().into_string().unwrap();
        let compiled = path("compiled.json");
        let done = programme.journey(&["compile", "--out", &compiled, "-q"]);
        assert_eq!(done.code, 0, "{name}: {}", done.stderr);
        for (out, more) in [("direct", &[][..]), ("compiled", &["--program", &compiled])] {
            let out = path(out);
            let arguments = ["simulate", "--customers", "150", "--render", "5", "--out", &out, "-q"];
            let done = programme.journey(&[&arguments[..], more].concat());
            assert_eq!(done.code, 0, "{name}: {}", done.stderr);
        }
        let (direct, compiled) = (files(&results.path("direct")), files(&results.path("compiled")));
        assert!(direct.len() >= 4, "{name}: {:?}", direct.keys());
        assert!(direct.keys().eq(compiled.keys()), "{name}: {:?}, {:?}", direct.keys(), compiled.keys());
        for (file, bytes) in &direct {
            assert!(compiled.get(file) == Some(bytes), "{name}: {file} is another when compiled");
        }
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

/// What stands in the files of a folder and below, by their names.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            found.extend(files(&entry.path()).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    found
}

#[test]
fn what_is_compiled_says_what_it_is_and_does_not_depend_on_where_one_stands() {
    let club = Folder::club();
    let here = club.journey(&["compile"]);
    assert_eq!((here.code, here.stderr.as_str()), (0, ""));
    let below = club.journey_in("more", &["compile"]);
    assert_eq!(below.code, 0, "{}", below.stderr);
    assert_eq!(here.stdout, below.stdout);

    let document: Value = serde_json::from_str(&here.stdout).unwrap();
    assert_eq!((&document["format"], &document["version"]), (&"journey-ir".into(), &1.into()));
    let sources = document["sources"].as_array().unwrap();
    let paths: Vec<_> = sources.iter().filter_map(|source| source["path"].as_str()).collect();
    assert!(paths.contains(&"club.journey") && paths.contains(&"more/merci.journey"), "{paths:?}");
    let journey = &document["program"]["journeys"][1];
    assert_eq!(journey["name"], "merci");
    let parts = serde_json::json!({ "starts": journey["starts"], "operations": journey["operations"] });
    insta::assert_snapshot!(serde_json::to_string_pretty(&parts).unwrap());
}

#[test]
fn the_salt_and_the_name_are_those_of_the_day_of_compiling() {
    let club = Folder::club();
    club.replace(
        "club.journey",
        "send hello by email",
        "split \"coin\" { 50% a { } 50% b { } }\n  send hello by email",
    );
    assert_eq!(club.journey(&["compile", "--out", "club.json"]).code, 0);
    let enrolments = |salt: &[&str], out: &str| {
        let done = club.journey(&[&["simulate", "--program", "club.json", "--out", out, "-q"], salt].concat());
        assert_eq!(done.code, 0, "{}", done.stderr);
        club.read(&format!("{out}/enrolments.csv"))
    };
    let compiled = enrolments(&[], "one");
    club.replace("journey.yaml", "programme: club", "programme: club\nsalt: another");
    assert_eq!(enrolments(&[], "two"), compiled);
    assert_ne!(enrolments(&["--salt", "c"], "three"), compiled);
}

#[test]
fn what_is_wrong_is_not_compiled() {
    let club = Folder::club();
    club.replace("club.journey", "start on joined_club", "start on joined_clubb");
    let done = club.journey(&["compile", "--out", "club.json"]);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""));
    assert!(done.stderr.contains("did you mean `joined_club`?"), "{}", done.stderr);
    assert!(!club.path("club.json").exists());

    let club = Folder::club();
    let nowhere = club.journey(&["compile", "--out", "nowhere/club.json"]);
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (2, ""));
    assert!(nowhere.stderr.contains("nowhere/club.json"), "{}", nowhere.stderr);
}

#[test]
fn a_file_that_is_no_compiled_programme_is_refused_with_2_and_one_clear_message() {
    let club = Folder::club();
    let text = club.journey(&["compile"]).stdout;
    let half = &text[..text.len() / 2];
    let newer = text.replacen("\"version\": 1", "\"version\": 7", 1);
    let edited = text.replacen("\"limit\": 1", "\"limit\": 100", 1);
    assert_ne!(edited, text);
    for (content, message) in [
        ("", "it cannot be read: EOF"),
        ("not JSON", "it cannot be read: expected"),
        ("{}", "it is not what `journey compile` writes"),
        ("[1, 2]", "it cannot be read: invalid"),
        (half, "it cannot be read: EOF"),
        (&newer, "it has version 7 of the format, and this `journey` reads version 1"),
        (&edited, "it was changed after it was compiled"),
    ] {
        club.write("broken.json", content);
        let done = club.journey(&["simulate", "--program", "broken.json", "--out", "out"]);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{}", done.stderr);
        assert!(
            done.stderr.starts_with(&format!("error: `broken.json` is no compiled programme: {message}")),
            "{}",
            done.stderr
        );
        assert!(done.stderr.contains("compile it again: `journey compile --out FILE`"), "{}", done.stderr);
        assert_eq!(done.stderr.lines().count(), 2, "{}", done.stderr);
        assert!(!club.path("out").exists());
    }
    let missing = club.journey(&["simulate", "--program", "gone.json"]);
    assert_eq!((missing.code, missing.stdout.as_str()), (2, ""));
    assert!(missing.stderr.starts_with("error: cannot read `gone.json`"), "{}", missing.stderr);
    club.write("latin.json", b"{\"format\": \"\xe9\"}");
    let latin = club.journey(&["simulate", "--program", "latin.json"]);
    assert_eq!((latin.code, latin.stdout.as_str()), (2, ""));
    assert!(
        latin.stderr.contains("`latin.json` is no compiled programme: it is not written in UTF-8"),
        "{}",
        latin.stderr
    );
}

#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_not_read_to_it() {
    let done = Folder::club().journey(&["simulate", "--program", "/dev/zero"]);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    assert_eq!(done.stderr, "error: `/dev/zero` is no compiled programme: it is larger than 256 MiB\n");
}

#[test]
fn the_schema_needs_no_programme() {
    let done = Folder::empty().journey(&["compile", "--schema"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    let schema: Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(schema["title"], "Compiled programme");
}

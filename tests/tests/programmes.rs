//! The programmes of journeys/ compile, no rule finds anything in them, and their scenarios pass. Their twins in tests/twins break
//! what they keep, and the findings beside each twin say so.
#![allow(clippy::disallowed_methods, reason = "the test reads the repository")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use journey_data::{FolderTemplates, Manifest, read_source, source_files};
use journey_ir::finding::{Finding, Severity};
use journey_ir::plain::plain;
use journey_ir::source::Sources;
use journey_parser::Compiled;

#[test]
fn every_programme_is_clean() {
    let programmes = folders("../journeys");
    assert!(!programmes.is_empty(), "journeys/ holds no programme");
    for folder in programmes {
        let (sources, compiled) = load(&folder);
        is_clean(&folder, &sources, compiled);
    }
}

/// Each file of the library is a programme by itself.
#[test]
fn every_file_of_the_library_is_clean() {
    let mut files = entries("../journeys/library");
    files.retain(|path| path.extension().is_some_and(|extension| extension == "journey"));
    assert!(!files.is_empty(), "journeys/library holds no example");
    for path in files {
        let mut sources = Sources::default();
        sources.add(shown(&path), read_source(&path).expect("the file can be read"));
        let compiled = journey_parser::compile(&sources);
        is_clean(&path, &sources, compiled);
    }
}

#[test]
fn every_twin_is_caught() {
    let twins = folders("twins");
    assert!(!twins.is_empty(), "tests/twins holds no programme");
    for folder in twins {
        let (sources, compiled) = load(&folder);
        let findings = findings(&compiled);
        let serious = |finding: &Finding| finding.severity != Severity::Info;
        assert!(findings.iter().any(serious), "{} has no findings", folder.display());
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("findings", plain(&sources, &findings)));
    }
}

/// Nothing is found in the programme at that place, and its scenarios pass.
fn is_clean(place: &Path, sources: &Sources, compiled: Compiled) {
    let findings = findings(&compiled);
    assert!(findings.is_empty(), "{} has findings:\n{}", place.display(), plain(sources, &findings));
    let (report, failed) = support::run_scenarios(sources, compiled).expect("the programme compiles");
    assert_eq!(failed, 0, "{}:\n{report}", place.display());
}

/// What the parser and the checker say.
fn findings(compiled: &Compiled) -> Vec<Finding> {
    let mut findings = compiled.findings.clone();
    let Some(program) = &compiled.program else { return findings };
    findings.extend(journey_checker::check(program));
    journey_checker::judge(program, findings).findings
}

/// A programme, read as the command line does: all folders, templates and included folders.
fn load(folder: &Path) -> (Sources, Compiled) {
    let manifest = Manifest::read(folder).expect("the manifest can be read");
    let (mut sources, mut templates) = (Sources::default(), FolderTemplates::default());
    for file in source_files(&manifest).expect("the folders can be read") {
        let name = shown(&file.path);
        templates.add(name.as_str(), &file.path, &file.root);
        let folder =
            file.path.parent().and_then(|folder| folder.strip_prefix(&file.root).ok()).unwrap_or(Path::new(""));
        let text = read_source(&file.path).expect("the file can be read");
        sources.add_in(folder.to_string_lossy(), name, text);
    }
    let compiled = journey_parser::compile_with(&mut sources, &templates);
    (sources, compiled)
}

/// A path as seen from the top of the repository, the same on every machine.
fn shown(path: &Path) -> String {
    let top = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).expect("the repository is there");
    path.strip_prefix(top).unwrap_or(path).to_string_lossy().into_owned()
}

/// The programmes in a folder, which is named as seen from this package.
fn folders(of: &str) -> Vec<PathBuf> {
    let mut paths = entries(of);
    paths.retain(|path| path.join("journey.yaml").is_file());
    paths
}

/// What lies in a folder, which is named as seen from this package.
fn entries(of: &str) -> Vec<PathBuf> {
    let folder = fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join(of)).expect("the folder is there");
    let entries = fs::read_dir(folder).expect("the folder opens");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("its entries can be listed").path()).collect();
    paths.sort();
    paths
}

//! The programmes of journeys/ compile, no rule finds anything in them, and their scenarios pass.
#![allow(clippy::disallowed_methods, reason = "the test reads the repository")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use journey_ir::plain::plain;
use journey_ir::source::Sources;

#[test]
fn every_programme_is_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../journeys");
    let mut programmes = 0;
    for folder in sorted(&root).iter().filter(|path| path.is_dir()) {
        let mut sources = Sources::default();
        for path in sorted(folder).iter().filter(|path| path.extension().is_some_and(|kind| kind == "journey")) {
            sources.add(path.to_string_lossy(), fs::read_to_string(path).unwrap());
        }
        let compiled = journey_parser::compile(&sources);
        let mut findings = compiled.findings;
        findings.extend(compiled.program.iter().flat_map(journey_checker::check));
        assert!(findings.is_empty(), "{} has findings:\n{}", folder.display(), plain(&sources, &findings));
        let (report, failed) = support::run_scenarios(&sources).expect("the programme compiles");
        assert_eq!(failed, 0, "{}:\n{report}", folder.display());
        programmes += 1;
    }
    assert!(programmes > 0, "journeys/ holds no programme");
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder opens")
        .map(|entry| entry.expect("its entries can be listed").path())
        .collect();
    paths.sort();
    paths
}

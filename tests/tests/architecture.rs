//! The invariants of ARCHITECTURE.md that can be read off the source: who may know whom, and the shape of files.
#![allow(clippy::disallowed_methods, reason = "the test reads the repository")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// Which crates of ours each crate may build on. Tests and benchmarks of a crate may use more.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("journey-ir", &[]),
    ("journey-grammar", &[]),
    ("journey-parser", &["journey-grammar", "journey-ir"]),
    ("journey-data", &["journey-ir"]),
    ("journey-runner", &["journey-ir"]),
    ("journey-checker", &["journey-ir", "journey-runner"]),
    ("journey-report", &["journey-ir", "journey-parser", "journey-data", "journey-runner", "journey-checker"]),
    (
        "journey-cli",
        &["journey-ir", "journey-parser", "journey-data", "journey-runner", "journey-checker", "journey-report"],
    ),
    ("journey-tests", &["journey-ir", "journey-parser", "journey-data", "journey-runner"]),
    ("journey-benchmark", &[]),
];

/// Libraries that belong to one crate, so that replacing one of them touches one crate.
const KNOWN_ONLY_BY: &[(&str, &str)] = &[
    ("pest", "journey-grammar"),
    ("pest_derive", "journey-grammar"),
    ("minijinja", "journey-parser"),
    ("miette", "journey-report"),
    ("clap", "journey-cli"),
    ("nix", "journey-benchmark"),
];

/// The crates that touch the world: they alone may excuse themselves from the list in clippy.toml.
const DRIVERS: &[&str] = &["crates/journey-data", "crates/journey-cli", "tests"];

const SOURCE_LINES_MAX: usize = 800;

#[test]
fn every_crate_has_its_place() {
    let listed: BTreeMap<_, _> = MAY_KNOW.iter().copied().collect();
    for package in packages() {
        assert!(listed.contains_key(package.name.as_str()), "{} has no line in MAY_KNOW", package.name);
    }
    assert_eq!(listed.len(), packages().len(), "MAY_KNOW names a crate that is not there");
}

#[test]
fn arrows_between_crates_go_one_way() {
    let allowed: BTreeMap<_, _> = MAY_KNOW.iter().copied().collect();
    for package in packages() {
        let may_know = allowed.get(package.name.as_str()).copied().unwrap_or_default();
        for dependency in &package.dependencies {
            let ours = dependency.name.starts_with("journey-");
            let shipped = dependency.kind != DependencyKind::Development;
            assert!(
                !ours || !shipped || may_know.contains(&dependency.name.as_str()),
                "{} may not depend on {}: see ARCHITECTURE.md",
                package.name,
                dependency.name
            );
        }
    }
}

#[test]
fn a_library_with_one_home_is_used_nowhere_else() {
    for package in packages() {
        for dependency in &package.dependencies {
            for (library, home) in KNOWN_ONLY_BY {
                assert!(
                    dependency.name != *library || package.name.as_str() == *home,
                    "{} uses {library}, which only {home} may know",
                    package.name
                );
            }
        }
    }
}

#[test]
fn only_drivers_touch_the_world() {
    let root = root();
    for file in sources() {
        let within = file.strip_prefix(&root).expect("sources lie in the workspace");
        // The tests and benchmarks of a crate may read files: what they try does not.
        let driver =
            DRIVERS.iter().any(|driver| within.starts_with(driver)) || !within.iter().any(|part| part == "src");
        assert!(
            driver || !read(&file).contains("clippy::disallowed_methods"),
            "{} excuses itself from clippy.toml's list; only {DRIVERS:?} may",
            within.display()
        );
    }
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for file in sources() {
        assert!(read(&file).starts_with("//! "), "{} does not open with `//!`", file.display());
    }
}

#[test]
fn no_source_file_is_longer_than_one_concept() {
    for file in sources() {
        let lines = read(&file).lines().count();
        assert!(lines <= SOURCE_LINES_MAX, "{} has {lines} lines, more than {SOURCE_LINES_MAX}", file.display());
    }
}

fn packages() -> Vec<Package> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo metadata reads the workspace");
    metadata.packages
}

/// The workspace's folder.
fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("tests/ lies in the workspace").to_path_buf()
}

/// Every Rust file of the repository, in order of path.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["crates", "tests"] {
        collect_sources(&root().join(folder), &mut found);
    }
    found.sort();
    assert!(found.len() > MAY_KNOW.len(), "the sources were not found");
    found
}

fn collect_sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository opens") {
        let path = entry.expect("its entries can be listed").path();
        if path.is_dir() {
            collect_sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).expect("a source file is readable UTF-8")
}

//! Every numbered rule of the language reference has a test that is named after it: that cites it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the test reads the repository, and stops where something is not as it should be"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_rule_of_the_reference_is_cited_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rules = rules(&fs::read_to_string(root.join("docs/language.md")).unwrap());
    assert!(rules.len() >= 30, "only {} rules were found: {rules:?}", rules.len());
    let cited = citations(&root);
    let without: Vec<&String> = rules.iter().filter(|rule| !cited.contains_key(*rule)).collect();
    assert!(without.is_empty(), "rules that no test cites as `language reference N.M`: {without:?}");
}

/// The numbers of the rules: `**4.4 Waiting.** …`
fn rules(reference: &str) -> BTreeSet<String> {
    reference.lines().filter_map(|line| number(line.strip_prefix("**")?)).collect()
}

/// The rules that tests cite, each with how often.
fn citations(root: &Path) -> BTreeMap<String, usize> {
    let mut cited = BTreeMap::new();
    for file in test_files(root) {
        let text = fs::read_to_string(&file).unwrap_or_default();
        for citation in text.split("language reference ").skip(1) {
            for rule in listed(citation) {
                *cited.entry(rule).or_default() += 1;
            }
        }
    }
    cited
}

/// `4.4, 4.5 and 5.8: …`: the numbers at the beginning of a text.
fn listed(text: &str) -> Vec<String> {
    text.split([' ', ',', '\n']).filter(|word| !matches!(*word, "" | "and" | "to")).map_while(number).collect()
}

fn number(text: &str) -> Option<String> {
    let (chapter, rest) = text.split_once('.')?;
    let rule: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(chapter) && is_number(&rule)).then(|| format!("{chapter}.{rule}"))
}

/// The cases and suites under `tests/` and in the crates' `tests/` folders.
fn test_files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root.join("tests")];
    let crates = fs::read_dir(root.join("crates")).unwrap();
    open.extend(crates.map(|entry| entry.unwrap().path().join("tests")).filter(|path| path.is_dir()));
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // The naive evaluator and the generator cite rules, too, and test nothing by themselves.
                if path != root.join("tests/src") {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "journey" || extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}

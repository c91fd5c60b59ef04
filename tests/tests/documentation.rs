//! The examples of README.md and docs/: each means what its page says it does.
//!
//! A ` ```journey ` block is a whole programme and has no findings. A ` ```journey-fragment KIND ` block is a part of one: it is
//! put where its kind belongs, beside the first whole programme of its page (of docs/language.md, where its page has none).
#![allow(clippy::disallowed_methods, reason = "the test reads the repository")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use journey_ir::finding::Finding;
use journey_ir::plain::plain;
use journey_ir::source::Sources;

const REFERENCE: &str = "docs/language.md";

#[test]
fn every_example_is_what_its_page_says() {
    let reference = examples(REFERENCE);
    let context = first_programme(&reference).expect("the language reference opens with a whole programme");
    let mut checked = 0;
    let mut wrong = String::new();
    for page in pages() {
        let examples = examples(&page);
        let context = first_programme(&examples).unwrap_or(context);
        for example in &examples {
            wrong += &example.complaint(context).unwrap_or_default();
            checked += 1;
        }
    }
    assert!(checked > 20, "only {checked} examples were found");
    assert!(wrong.is_empty(), "examples that are not what they say:\n\n{wrong}");
}

/// One block of a page.
struct Example {
    /// The page and the line of the block's fence.
    place: String,
    /// What part of a programme it is; nothing when it is a whole one.
    kind: Option<String>,
    text: String,
}

impl Example {
    /// What is wrong with it, if anything.
    fn complaint(&self, context: &str) -> Option<String> {
        let mut sources = Sources::default();
        let whole = match &self.kind {
            None => self.text.clone(),
            Some(kind) => {
                sources.add("the page's programme", context);
                wrap(kind, &self.text)?
            }
        };
        sources.add(&self.place, whole);
        let findings = check(&sources);
        let compiled = journey_parser::compile(&sources);
        if let Some((report, _)) = support::run_scenarios(&sources, compiled).filter(|(_, failed)| *failed > 0) {
            return Some(format!("{}\n{report}\n", self.place));
        }
        let as_said = findings.is_empty();
        (!as_said).then(|| format!("{}\n{}\n", self.place, plain(&sources, &findings)))
    }
}

/// All findings about a programme.
fn check(sources: &Sources) -> Vec<Finding> {
    journey_parser::compile(sources).findings
}

/// A fragment, where its kind belongs.
fn wrap(kind: &str, text: &str) -> Option<String> {
    let start_on_purchase = "  start on purchase\n  again always\n";
    let whole = match kind {
        "item" => text.to_owned(),
        "pressure" => format!("pressure {{\n{text}}}\n"),
        "journey" => format!("journey example {{\n{text}}}\n"),
        "steps" => format!("journey example {{\n{start_on_purchase}{text}}}\n"),
        "conditions" => {
            let asked: Vec<_> = text.lines().map(|line| format!("  if {line}\n  {{ exit }}")).collect();
            format!("journey example {{\n{start_on_purchase}{}\n}}\n", asked.join("\n"))
        }
        _ => return None,
    };
    Some(whole)
}

fn first_programme(examples: &[Example]) -> Option<&str> {
    examples.iter().find(|example| example.kind.is_none()).map(|example| example.text.as_str())
}

/// README.md and the pages of docs/, relative to the workspace.
fn pages() -> Vec<String> {
    let mut pages = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root().join("docs")).expect("there is a docs folder") {
        let name = entry.expect("its entries can be listed").file_name();
        let name = name.to_str().expect("pages have plain names");
        if Path::new(name).extension().is_some_and(|extension| extension == "md") {
            pages.push(format!("docs/{name}"));
        }
    }
    pages.sort();
    pages
}

/// The examples of a page, in order.
fn examples(page: &str) -> Vec<Example> {
    let text = fs::read_to_string(root().join(page)).expect("a page is readable UTF-8");
    let mut found = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|(_, line)| *line != "```").map(|(_, line)| line).collect();
        let place = format!("{page}:{}", number + 1);
        let words: Vec<_> = info.split_whitespace().collect();
        let kind = match *words.as_slice() {
            ["journey"] => None,
            ["journey-fragment", kind] => Some(kind.to_owned()),
            [language, ..] => {
                assert!(!language.starts_with("journey"), "{place}: unknown kind of example `{info}`");
                continue;
            }
            [] => continue,
        };
        found.push(Example { place, kind, text: body.join("\n") + "\n" });
    }
    found
}

/// The workspace's folder.
fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("tests/ lies in the workspace").to_path_buf()
}

//! A journey that is made from a blueprint is the journey that one would have written by hand (language reference 6).
//!
//! Every journey of the project's stories and programmes is written as a blueprint and a journey made from it, in two ways:
//! everything in the blueprint, and everything said again by the journey. The programme is the same.
#![allow(clippy::unwrap_used, reason = "the test stops where something is not as it should be")]
#![allow(clippy::disallowed_methods, reason = "the test reads the cases of tests/")]

mod programmes;

use std::fmt::Debug;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use journey_ir::program::Program;
use journey_ir::source::Sources;
use journey_ir::span::{FileId, Span};
use journey_parser::tree::{Item, Journey};
use journey_parser::{compile_with, parse};

datatest_stable::harness! {
    { test = made_is_written, root = "../../tests/engine", pattern = r"\.journey$" },
    { test = made_is_written, root = "../../tests/lowering", pattern = r"\.journey$" },
    { test = made_is_written, root = "../../journeys", pattern = r"\.journey$" },
}

fn made_is_written(path: &Path) -> datatest_stable::Result<()> {
    let name = path.to_string_lossy();
    let text = fs::read_to_string(path)?;
    if parse(FileId(0), &text).tree.items.iter().all(|item| !matches!(item, Item::Journey(_))) {
        return Ok(());
    }
    let mut others = Vec::new();
    for other in programmes::files(path)?.into_iter().filter(|other| other != path) {
        others.push((other.to_string_lossy().into_owned(), fs::read_to_string(other)?));
    }
    let written = programme(&name, &text, &others)?;
    for write in [fixed, flex] {
        let rewritten = rewritten(&text, write);
        let made = programme(&name, &rewritten, &others).map_err(|findings| format!("{rewritten}\n{findings}"))?;
        assert_eq!(shown(made), shown(written.clone()), "{rewritten}");
    }
    Ok(())
}

fn programme(name: &str, text: &str, others: &[(String, String)]) -> Result<Program, String> {
    let mut sources = Sources::default();
    sources.add_in(folder_of(name), name, text);
    for (name, text) in others {
        sources.add_in(folder_of(name), name.as_str(), text.as_str());
    }
    let compiled = compile_with(&mut sources, &programmes::Beside);
    compiled.program.ok_or_else(|| journey_ir::plain::plain(&sources, &compiled.findings))
}

/// The folder of a file, as seen from the one that holds the programme's manifest.
fn folder_of(name: &str) -> String {
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    let root = folder.ancestors().find(|folder| folder.join("journey.yaml").is_file()).unwrap_or(folder);
    folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().into_owned()
}

/// The file with a blueprint beside each journey that is not made from one.
fn rewritten(text: &str, write: fn(&str, &Journey) -> String) -> String {
    let mut rewritten = text.to_owned();
    for item in parse(FileId(0), text).tree.items.iter().rev() {
        if let Item::Journey(journey) = item
            && journey.made.is_none()
        {
            rewritten.replace_range(range(journey.span), &write(text, journey));
        }
    }
    rewritten
}

/// The blueprint says everything.
fn fixed(text: &str, journey: &Journey) -> String {
    let clauses = parts(text, journey.clauses.iter().map(|clause| clause.span), "");
    let steps = parts(text, journey.steps.iter().map(|step| step.span), "");
    let name = &journey.name.text;
    format!("blueprint {name}_group {{\n{clauses}{steps}}}\n{} from {name}_group {{ }}\n", head(text, journey))
}

/// The journey says everything again.
fn flex(text: &str, journey: &Journey) -> String {
    let clauses = parts(text, journey.clauses.iter().map(|clause| clause.span), "");
    let flex_clauses = parts(text, journey.clauses.iter().map(|clause| clause.span), "flex ");
    let mut slots = String::new();
    let mut fills = String::new();
    for (index, step) in journey.steps.iter().enumerate() {
        // A line of its own for the brace: a step may end with a comment.
        let step = &text[range(step.span)];
        if index % 2 == 0 {
            writeln!(slots, "flex slot_{index} {{ exit }}").unwrap();
            writeln!(fills, "slot_{index} {{ {step}\n}}").unwrap();
        } else {
            writeln!(slots, "flex slot_{index} {{ {step}\n}}").unwrap();
        }
    }
    let name = &journey.name.text;
    let head = head(text, journey);
    format!("blueprint {name}_group {{\n{flex_clauses}{slots}}}\n{head} from {name}_group {{\n{clauses}{fills}}}\n")
}

fn parts(text: &str, spans: impl Iterator<Item = Span>, before: &str) -> String {
    spans.fold(String::new(), |parts, span| parts + before + &text[range(span)] + "\n")
}

fn head(text: &str, journey: &Journey) -> String {
    let title = journey.title.as_ref().map(|title| &text[range(title.span)]).unwrap_or_default();
    format!("journey {} {title}", journey.name.text)
}

fn range(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}

/// The programme without places in the source, and without its blueprints.
fn shown(mut program: Program) -> String {
    program.shared.clear();
    without_places(&program)
}

fn without_places(value: &impl Debug) -> String {
    let shown = format!("{value:?}");
    let mut pieces = shown.split("Span { ");
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept += piece.split_once(" }").map_or(piece, |(_, rest)| rest);
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

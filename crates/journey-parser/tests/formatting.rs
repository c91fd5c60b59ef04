//! The style of docs/formatting.md: each folder of tests/formatting shows one part of it, with the formatted text beside it.
#![allow(clippy::disallowed_methods, reason = "the test reads its cases")]

mod programmes;

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use journey_ir::finding::Severity;
use journey_ir::source::Sources;
use journey_ir::span::FileId;
use journey_parser::{compile_with, format, parse};

type Outcome = datatest_stable::Result<()>;

datatest_stable::harness! {
    { test = formatting, root = "../../tests/formatting", pattern = r"input\.journey$" },
    { test = keeps_the_meaning, root = "../../tests/formatting", pattern = r"\.journey$" },
    { test = keeps_the_meaning, root = "../../tests/healthy", pattern = r"\.journey$" },
    { test = keeps_the_meaning, root = "../../tests/lowering", pattern = r"\.journey$" },
    { test = keeps_the_meaning, root = "../../tests/engine", pattern = r"\.journey$" },
    { test = keeps_the_meaning, root = "../../tests/checking", pattern = r"\.journey$" },
    { test = keeps_the_meaning, root = "../../tests/grocery", pattern = r"\.journey$" },
    { test = keeps_the_meaning, root = "../../journeys", pattern = r"\.journey$" },
    { test = is_formatted, root = "../../journeys", pattern = r"\.journey$" },
    { test = leaves_mistakes_alone, root = "../../tests/broken", pattern = r"\.journey$" },
    { test = keeps_the_meaning_of_examples, root = "../../docs", pattern = r"\.md$" },
}

fn formatting(input: &Path) -> Outcome {
    let formatted = formatted(&fs::read_to_string(input)?)?;
    let folder = input.parent().ok_or("a case is in a folder")?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fs::canonicalize(folder)?);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("formatted", formatted));
    Ok(())
}

/// The file says the same before and after, and so does the programme of all its files.
fn keeps_the_meaning(input: &Path) -> Outcome {
    check(&fs::read_to_string(input)?)?;
    let files = programmes::files(input)?;
    if files.first().is_none_or(|first| first != input) {
        return Ok(()); // the programme was compared with the first of its files
    }
    let (mut before, mut after) = (Sources::default(), Sources::default());
    for path in files {
        let text = fs::read_to_string(&path)?;
        after.add(path.to_string_lossy(), formatted(&text)?);
        before.add(path.to_string_lossy(), text);
    }
    let compile = |sources: &mut Sources| compile_with(sources, &programmes::Beside);
    let (before, after) = (compile(&mut before), compile(&mut after));
    assert_eq!(without_places(&before.program), without_places(&after.program));
    let rules = |compiled: journey_parser::Compiled| -> Vec<_> {
        let rules = compiled.findings.into_iter().map(|finding| finding.rule);
        rules.filter(|rule| *rule != "french-slip").collect()
    };
    assert_eq!(rules(before), rules(after));
    Ok(())
}

fn is_formatted(input: &Path) -> Outcome {
    let text = fs::read_to_string(input)?;
    assert_eq!(formatted(&text)?, text);
    Ok(())
}

/// Slips that are understood with a warning are written as they are meant; whatever has an error is not formatted.
fn leaves_mistakes_alone(input: &Path) -> Outcome {
    let text = fs::read_to_string(input)?;
    let has_errors = parse(FileId(0), &text).findings.iter().any(|finding| finding.severity == Severity::Error);
    match format(&text) {
        Ok(formatted) => {
            assert!(!has_errors);
            assert_eq!(parse(FileId(0), &formatted).findings, vec![]);
        }
        Err(findings) => assert_eq!(findings, parse(FileId(0), &text).findings),
    }
    Ok(())
}

fn keeps_the_meaning_of_examples(page: &Path) -> Outcome {
    let page = fs::read_to_string(page)?;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```journey") else { continue };
        let text: String = lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        match kind.trim().trim_start_matches("-fragment ") {
            "" | "item" => check(&text)?,
            "pressure" => check(&format!("pressure {{\n{text}}}\n"))?,
            "journey" | "steps" => check(&format!("journey example {{\n{text}}}\n"))?,
            "conditions" => check(&text.lines().flat_map(|line| ["segment a = ", line, "\n"]).collect::<String>())?,
            other => assert!(other.ends_with("not-yet"), "unknown kind of example `{other}`"),
        }
    }
    Ok(())
}

/// Same tree, same comments, and nothing left to format.
fn check(text: &str) -> Outcome {
    let formatted = formatted(text)?;
    assert_eq!(self::formatted(&formatted)?, formatted);
    let (before, after) = (parse(FileId(0), text).tree, parse(FileId(0), &formatted).tree);
    assert_eq!(without_places(&before.items), without_places(&after.items));
    let comments = |tree: &journey_parser::tree::File, text: &str| -> Vec<String> {
        let places = tree.comments.iter().map(|comment| comment.span.start as usize..comment.span.end as usize);
        places.map(|place| text[place].trim_end().to_owned()).collect()
    };
    assert_eq!(comments(&before, text), comments(&after, &formatted));
    Ok(())
}

fn formatted(text: &str) -> Result<String, String> {
    format(text).map_err(|findings| format!("{findings:?}"))
}

/// The debug text without places in the source, and with one blank where the source (shown in findings) has several.
fn without_places(value: &impl Debug) -> String {
    let shown = format!("{value:?}").replace("\\n", " ");
    let mut pieces = shown.split("Span { ");
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept += piece.split_once(" }").map_or(piece, |(_, rest)| rest);
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! Scenarios as JSON, the stable contract of `test --format json`.

use journey_ir::program::Program;
use journey_ir::scenario::{Expectation, Scenario};
use journey_ir::span::Span;
use journey_ir::time::ZoneId;
use journey_runner::scenario::{Check, DatedFact, Played, Side};
use serde::Serialize;

use super::human::{no_rest, ran};
use super::reasons::reasons;
use super::{Tested, Tests, words};
use crate::texts::TEXTS;

/// The version of the format; it changes when a reader would have to.
const VERSION: u32 = 1;

/// The scenarios in the order of files and lines, as one JSON object that ends with a line break:
/// `{version, scenarios: [{title, file, line, passed, failures, reasons, timeline}], summary: {scenarios, failed}}`.
///
/// `failures` are `{kind, file, line, expected, actual}`; `kind` is `missing`, `unexpected`, `differs`, `never`, `condition`
/// or `no-rest`; `expected` and `actual` are lines in the words of the language, or null. `reasons` say why in sentences.
/// `timeline` is what happened, `{at, what, journey}`, `at` as RFC 3339 in the customer's zone.
///
/// # Errors
///
/// Never for scenarios and sources of one programme; the serializer's error otherwise.
pub fn json(tests: &Tests<'_>) -> Result<String, serde_json::Error> {
    let report = Report {
        version: VERSION,
        scenarios: tests.tested.iter().map(|tested| Item::new(tests, tested)).collect(),
        summary: Totals { scenarios: tests.tested.len(), failed: tests.failed() },
    };
    let mut text = serde_json::to_string_pretty(&report)?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    scenarios: Vec<Item<'a>>,
    summary: Totals,
}

#[derive(Serialize)]
struct Totals {
    scenarios: usize,
    failed: usize,
}

#[derive(Serialize)]
struct Item<'a> {
    title: &'a str,
    file: &'a str,
    line: usize,
    passed: bool,
    run: String,
    failures: Vec<Failure<'a>>,
    reasons: Vec<String>,
    timeline: Vec<Happened<'a>>,
}

#[derive(Serialize)]
struct Failure<'a> {
    kind: &'static str,
    file: &'a str,
    line: usize,
    expected: Option<String>,
    actual: Option<String>,
}

#[derive(Serialize)]
struct Happened<'a> {
    at: String,
    what: String,
    journey: &'a str,
}

impl<'a> Item<'a> {
    fn new(tests: &Tests<'a>, tested: &Tested<'a>) -> Self {
        let (program, scenario) = (tests.program, tested.scenario);
        let (file, line) = (tests.sources.path(scenario.span.file), tests.sources.start(scenario.span).line);
        let (failures, reasons, timeline) = match &tested.played {
            Ok(played) => (
                failures(tests, scenario, played),
                if played.passed() { Vec::new() } else { reasons(program, scenario, played) },
                played.facts.iter().map(|fact| happened(program, fact)).collect(),
            ),
            Err(runaway) => {
                let actual = Some(no_rest(program, runaway));
                (vec![failure(tests, "no-rest", scenario.span, None, actual)], Vec::new(), Vec::new())
            }
        };
        let run = ran(scenario);
        Self { title: &scenario.title, file, line, passed: tested.passed(), run, failures, reasons, timeline }
    }
}

fn happened<'a>(program: &'a Program, fact: &DatedFact) -> Happened<'a> {
    let zone: ZoneId = fact.zone;
    Happened {
        at: zone.table().rfc3339(fact.at),
        what: words::fact(program, &fact.fact),
        journey: &program.journeys[fact.journey].name,
    }
}

fn failure<'a>(
    tests: &Tests<'a>,
    kind: &'static str,
    span: Span,
    expected: Option<String>,
    actual: Option<String>,
) -> Failure<'a> {
    let sources = tests.sources;
    Failure { kind, file: sources.path(span.file), line: sources.start(span).line, expected, actual }
}

fn failures<'a>(tests: &Tests<'a>, scenario: &Scenario, played: &Played) -> Vec<Failure<'a>> {
    let program = tests.program;
    let dated = |place: usize| played.facts.get(place).map(|fact| words::dated(program, fact));
    let mut failures = Vec::new();
    for (expectation, check) in scenario.expectations.iter().zip(&played.checks) {
        match (expectation, check) {
            (Expectation::Lines { lines, span, .. }, Check::Lines(rows)) => {
                for row in rows {
                    let (kind, line, fact) = match row.side {
                        Side::Both { .. } | Side::Other(_) => continue,
                        Side::Differs { expected, actual } => ("differs", Some(expected), Some(actual)),
                        Side::Missing(expected) => ("missing", Some(expected), None),
                        Side::Unexpected(actual) => ("unexpected", None, Some(actual)),
                    };
                    let line = line.and_then(|line| lines.get(line));
                    let expected = line.map(|line| words::expected(program, line.when, &line.what));
                    let span = line.map_or(*span, |line| line.span);
                    failures.push(failure(tests, kind, span, expected, fact.and_then(dated)));
                }
            }
            (Expectation::Never { text, until, span, .. }, Check::Never(contacts)) => {
                let until = until.map(words::wall);
                let expected = (TEXTS.not_never)(text, until.as_deref());
                let one = |place: &usize| failure(tests, "never", *span, Some(expected.clone()), dated(*place));
                failures.extend(contacts.iter().map(one));
            }
            (Expectation::Holds { text, when, span, .. }, Check::Holds(Some(_))) => {
                let expected = Some((TEXTS.did_not_hold)(text, &words::when(*when)));
                failures.push(failure(tests, "condition", *span, expected, None));
            }
            _ => {}
        }
    }
    failures
}

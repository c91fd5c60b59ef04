//! Scenarios for people: those that failed, expected and actual timelines side by side, and why.

use std::fmt::Write;

use journey_ir::program::Program;
use journey_ir::scenario::{Expectation, Expected, Scenario};
use journey_runner::Runaway;
use journey_runner::scenario::{Check, DatedFact, Played, Row, Side};
use unicode_width::UnicodeWidthStr;

use super::reasons::reasons;
use super::{Tested, Tests, words};
use crate::look::Look;
use crate::printable::printable;
use crate::texts::TEXTS;

/// Each scenario that failed, with an empty line after it; with `all` the others too, one line each.
#[must_use]
pub fn human(tests: &Tests<'_>, all: bool, look: Look) -> String {
    let mut out = String::new();
    for tested in tests.tested {
        if !tested.passed() {
            out.push_str(&failure(tests, tested, look));
            out.push('\n');
        } else if all {
            let _ = writeln!(out, "{} {}", TEXTS.passed, headline(tests, tested.scenario));
        }
    }
    printable(&out).into_owned()
}

/// How many failed: `1 of 12 scenarios failed`.
#[must_use]
pub fn closing_line(tests: &Tests<'_>) -> String {
    let scenarios = TEXTS.scenarios.counted(tests.tested.len() as u64);
    match tests.failed() {
        0 => (TEXTS.all_passed)(&scenarios),
        failed => (TEXTS.some_failed)(&failed.to_string(), &scenarios),
    }
}

/// What became of a scenario that failed.
pub fn failure(tests: &Tests<'_>, tested: &Tested<'_>, look: Look) -> String {
    let (program, scenario) = (tests.program, tested.scenario);
    let head = format!("{} {}", TEXTS.failed, headline(tests, scenario));
    let mut out = format!("{}\n", look.bold(&head));
    match &tested.played {
        Ok(played) => {
            for (expectation, check) in scenario.expectations.iter().zip(&played.checks) {
                if !check.passed() {
                    out.push('\n');
                    unmet(&mut out, program, played, expectation, check, look);
                }
            }
            let reasons = reasons(program, scenario, played);
            if !reasons.is_empty() {
                out.push('\n');
            }
            for reason in reasons {
                let _ = writeln!(out, "  {reason}");
            }
            let _ = writeln!(out, "\n  {}", ran(scenario));
        }
        Err(runaway) => {
            let _ = writeln!(out, "\n  {}", no_rest(program, runaway));
        }
    }
    out
}

fn headline(tests: &Tests<'_>, scenario: &Scenario) -> String {
    let (file, line) = tests.place(scenario);
    format!("{} ({file}:{line})", scenario.title)
}

/// The time of the run.
pub fn ran(scenario: &Scenario) -> String {
    let shown = |at| Option::map_or(at, String::new(), words::wall);
    (TEXTS.ran)(&shown(scenario.begins()), &shown(scenario.ends()))
}

/// Why an instant did not come to rest.
pub fn no_rest(program: &Program, runaway: &Runaway) -> String {
    let names: Vec<String> = runaway.journeys.iter().map(|id| format!("`{}`", program.journeys[*id].name)).collect();
    (TEXTS.no_rest)(&words::moment(runaway.at, program.zone), &names.join(", "))
}

fn unmet(out: &mut String, program: &Program, played: &Played, expectation: &Expectation, check: &Check, look: Look) {
    match (expectation, check) {
        (Expectation::Lines { exactly, journey, lines, .. }, Check::Lines(rows)) => {
            let journey = journey.map(|id| program.journeys[id].name.as_str());
            let rows: Vec<Shown> = rows.iter().map(|row| shown(program, played, lines, row)).collect();
            side_by_side(out, &(TEXTS.expected)(*exactly, journey), rows, look);
        }
        (Expectation::Never { until, text, .. }, Check::Never(contacts)) => {
            let until = until.map(words::wall);
            let _ = writeln!(out, "  {}", (TEXTS.not_never)(text, until.as_deref()));
            for fact in contacts.iter().filter_map(|place| played.facts.get(*place)) {
                let _ = writeln!(out, "{}", look.alarming(&format!("{MARK}{}", nevertheless(program, fact))));
            }
        }
        (Expectation::Holds { when, text, .. }, _) => {
            let line = format!("{MARK}{}", (TEXTS.did_not_hold)(text, &words::when(*when)));
            let _ = writeln!(out, "{}", look.alarming(&line));
        }
        _ => {}
    }
}

/// A contact that should not have been made.
pub fn nevertheless(program: &Program, fact: &DatedFact) -> String {
    let journey = &program.journeys[fact.journey].name;
    (TEXTS.made_nevertheless)(&words::moment(fact.at, fact.zone), &words::fact(program, &fact.fact), journey)
}

/// What stands before a row that is not as it should be.
const MARK: &str = "✗ ";
const NO_MARK: &str = "  ";
/// What stands where one side has nothing.
const DASH: &str = "-";

struct Shown {
    fine: bool,
    left: String,
    right: String,
}

fn shown(program: &Program, played: &Played, lines: &[Expected], row: &Row) -> Shown {
    let fact = |index: usize| played.facts.get(index);
    let actual = |index| fact(index).map_or(String::new(), |fact| words::dated(program, fact));
    let expected =
        |index: usize| lines.get(index).map_or(String::new(), |line| words::expected(program, line.when, &line.what));
    let (left, right) = match row.side {
        Side::Both { expected: line, actual: fact } => (expected(line), actual(fact)),
        Side::Differs { expected: line, actual: place } => {
            let is_late = lines.get(line).zip(fact(place)).is_some_and(|(line, fact)| is_out_of_order(line, fact));
            let note = if is_late { TEXTS.out_of_order } else { "" };
            (expected(line), format!("{}{note}", actual(place)))
        }
        Side::Missing(line) => (expected(line), DASH.to_owned()),
        Side::Unexpected(fact) => (DASH.to_owned(), actual(fact)),
        Side::Other(fact) => (String::new(), actual(fact)),
    };
    Shown { fine: row.side.is_fine(), left, right }
}

/// Whether the right thing happened on the right day, and only its order among the lines of the day is wrong.
fn is_out_of_order(line: &Expected, fact: &DatedFact) -> bool {
    line.what == fact.fact && line.when.time.is_none() && fact.zone.table().date(fact.at) == line.when.date
}

fn side_by_side(out: &mut String, heading: &str, rows: Vec<Shown>, look: Look) {
    let width = rows.iter().map(|row| row.left.width()).chain([heading.width()]).max().unwrap_or(0);
    let line = |mark: &str, left: &str, right: &str| {
        let blanks = " ".repeat(width - left.width());
        format!("{mark}{left}{blanks}   {right}").trim_end().to_owned()
    };
    let _ = writeln!(out, "{}", look.bold(&line(NO_MARK, heading, TEXTS.what_happened)));
    if rows.is_empty() {
        let _ = writeln!(out, "{}", line(NO_MARK, TEXTS.nothing, TEXTS.nothing));
    }
    for row in rows {
        let text = line(if row.fine { NO_MARK } else { MARK }, &row.left, &row.right);
        let _ = writeln!(out, "{}", if row.fine { text } else { look.alarming(&text) });
    }
}

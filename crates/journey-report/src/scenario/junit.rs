//! Scenarios as `JUnit` XML, which continuous integration reads.

use std::fmt::Write;

use super::human::failure;
use super::{Tests, closing_line};
use crate::look::Look;

/// One test suite, named like the programme; a test case for each scenario: `classname` is its file, `line` the line of its
/// title. How long it took is left out, so that the same programme gives the same bytes.
#[must_use]
pub fn junit(tests: &Tests<'_>) -> String {
    let (all, failed) = (tests.tested.len(), tests.failed());
    let counts = format!("tests=\"{all}\" failures=\"{failed}\" errors=\"0\"");
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let name = escaped(&tests.program.name);
    let _ = writeln!(out, "<testsuites name=\"{name}\" {counts}>");
    let _ = writeln!(out, "  <testsuite name=\"{name}\" {counts} skipped=\"0\">");
    for tested in tests.tested {
        let (file, line) = tests.place(tested.scenario);
        let file = escaped(file);
        let title = escaped(&tested.scenario.title);
        let _ = write!(out, "    <testcase name=\"{title}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\"");
        if tested.passed() {
            out.push_str("/>\n");
            continue;
        }
        let report = failure(tests, tested, Look::PLAIN);
        let message = report.lines().next().unwrap_or_default();
        let _ = writeln!(out, ">\n      <failure message=\"{}\">{}</failure>", escaped(message), escaped(&report));
        out.push_str("    </testcase>\n");
    }
    let _ = writeln!(out, "  </testsuite>\n</testsuites>\n<!-- {} -->", closing_line(tests));
    out
}

/// As it stands in an attribute or between tags. Characters that XML 1.0 does not have are replaced.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(character),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    out
}

//! Every rule's examples: the failing one fails by that rule alone, the passing one by none.

use journey_checker::{RULES, check, judge};
use journey_ir::finding::Finding;
use journey_ir::plain::plain;
use journey_ir::source::Sources;

fn findings(example: &str) -> (Sources, Vec<Finding>) {
    let mut sources = Sources::default();
    sources.add("example.journey", example);
    let compiled = journey_parser::compile(&sources);
    assert!(compiled.findings.is_empty(), "{}\n{example}", plain(&sources, &compiled.findings));
    let program = compiled.program.expect("a programme without findings compiles");
    let findings = judge(&program, check(&program)).findings;
    (sources, findings)
}

#[test]
fn failing_examples_fail_by_their_rule_alone() {
    let mut shown = String::new();
    for rule in RULES {
        let (sources, findings) = findings(rule.failing);
        let text = plain(&sources, &findings);
        assert!(!findings.is_empty(), "`{}` finds nothing in its failing example", rule.name);
        assert!(findings.iter().all(|finding| finding.rule == rule.name), "`{}`:\n{text}", rule.name);
        shown.extend([rule.failing.trim(), "\n", &text, "\n"]);
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn passing_examples_pass() {
    for rule in RULES {
        let (sources, findings) = findings(rule.passing);
        assert!(findings.is_empty(), "`{}`:\n{}", rule.name, plain(&sources, &findings));
    }
}

#[test]
fn rules_are_in_alphabetical_order_and_have_one_line_summaries() {
    assert!(RULES.is_sorted_by_key(|rule| rule.name));
    for rule in RULES {
        assert!(!rule.summary.contains('\n') && !rule.summary.ends_with('.'), "{}", rule.name);
        assert!(rule.explanation.ends_with('.'), "{}", rule.name);
    }
}

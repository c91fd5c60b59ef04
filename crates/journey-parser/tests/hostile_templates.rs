//! Templates that somebody has written to do harm, or by accident: each is one clear finding
//! (language reference 3.4).

use std::fmt::Write;

use journey_ir::source::{NoTemplate, Sources, TemplateFile, Templates};

const PROGRAMME: &str = r#"
customer { first_name text?  points integer }
event purchase
channel email
message m { purpose relational  email "t.html" }
journey j { start on purchase  send m by email }
"#;

/// The one template that there is.
struct One(Vec<u8>);

impl Templates for One {
    fn template(&self, _: &str, name: &str) -> Result<TemplateFile, NoTemplate> {
        Ok(TemplateFile { path: name.to_owned(), bytes: self.0.clone() })
    }
}

/// The findings about a template, one line each.
fn findings(template: impl Into<Vec<u8>>) -> String {
    let mut sources = Sources::default();
    sources.add("m.journey", PROGRAMME);
    let compiled = journey_parser::compile_with(&mut sources, &One(template.into()));
    compiled.findings.iter().fold(String::new(), |mut text, finding| {
        let _ = writeln!(text, "[{}] {}", finding.rule, finding.message);
        text
    })
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    for depth in [33, 100, 249] {
        let nested = format!("{}x{}", "{% if points > 1 %}".repeat(depth), "{% endif %}".repeat(depth));
        let found = findings(nested);
        assert_eq!(found.lines().count(), 1, "{depth}: {found}");
        assert!(found.contains("deep") || found.contains("cannot be read"), "{depth}: {found}");
    }
    let fits = format!("{}x{}", "{% if points > 1 %}".repeat(32), "{% endif %}".repeat(32));
    assert_eq!(findings(fits), "");
    let parentheses = format!("{{{{ {}first_name{} }}}}", "(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(findings(parentheses), "[limit] this placeholder has more than 200 words and signs\n");
    let filters = format!("{{{{ first_name | default('x'){} }}}}", " | upper".repeat(5_000));
    assert_eq!(findings(filters), "[limit] this placeholder has more than 200 words and signs\n");
}

#[test]
fn what_is_too_much_is_refused() {
    let tags = "{% if points > 1 %}x{% endif %}".repeat(251);
    assert_eq!(findings(tags), "[limit] this template has more than 500 `{% … %}`\n");
    let fits = "{% if points > 1 %}x{% endif %}".repeat(250);
    assert_eq!(findings(fits), "");
    let values = "{{ points }}".repeat(2_001);
    assert_eq!(findings(values), "[limit] this template has more than 2000 placeholders\n");
    assert_eq!(findings("{{ points }}".repeat(2_000)), "");
}

#[test]
fn what_could_run_on_and_on_is_no_part_of_templates() {
    for template in [
        "{% for x in range(1000000000) %}{% for y in range(1000000000) %}x{% endfor %}{% endfor %}",
        "{% for x in first_name %}x{% endfor %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% set x = 'x' %}",
        "{% include 't.html' %}",
        "{% extends 't.html' %}",
        "{% import 't.html' as t %}",
        "{{ 'x' * 1000000000 }}",
        "{{ range(1000000000) | join }}",
        "{{ 9999999999999999999 ** 9999999999 }}",
        "{{ self }}",
        "{{ first_name.__class__ }}",
        "{{ first_name | safe | map('x') }}",
        "{{",
        "{%",
        "{% endif %}",
        "{% if points > 1 %}",
        "{{ 'x",
        "{% raw %}{{ first_name }}",
    ] {
        let found = findings(template);
        assert_eq!(found.lines().count(), 1, "{template}:\n{found}");
    }
}

#[test]
fn what_is_no_text_is_refused_and_markup_is_only_text() {
    let found = findings(b"<p>\n\xff\xfe</p>".to_vec());
    assert!(found.contains("is not UTF-8: the first character that cannot be read is on line 2"), "{found}");
    assert_eq!(findings("\0\u{1b}[2J<script>alert(1)</script>"), "");
}

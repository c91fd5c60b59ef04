//! Scenarios, those that pass and those that fail: each folder of tests/scenarios is one rule of language reference 8, named
//! by the first line of its programme. The snapshot beside it repeats the programme and shows the report, as a terminal does.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "the test reads its cases, and fails when they are wrong")]

mod support;

use std::fs;
use std::path::Path;

use journey_ir::plain::plain;
use journey_ir::source::Sources;

datatest_stable::harness! {
    { test = scenario, root = "scenarios", pattern = r"input\.journey$" },
}

fn scenario(input: &Path) -> datatest_stable::Result<()> {
    let text = fs::read_to_string(input)?;
    let rule = text.lines().next().unwrap_or_default();
    if !rule.starts_with("# language reference ") {
        return Err(format!("the first line names the rule, as in `# language reference 8.1: …`, not `{rule}`").into());
    }
    let mut sources = Sources::default();
    sources.add("input.journey", text.as_str());
    let compiled = journey_parser::compile(&sources);
    let findings = plain(&sources, &compiled.findings);
    let (report, _) = support::run_scenarios(&sources, compiled).unwrap_or_else(|| panic!("{findings}"));
    let shown = format!("{}\n\n{findings}{report}", text.trim());
    let folder = input.parent().ok_or("a case is in a folder")?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fs::canonicalize(folder)?);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("report", shown));
    Ok(())
}

//! What the rules find, and what they leave alone: each folder of tests/checking is one programme, with the findings in the
//! snapshot beside it.
#![allow(clippy::disallowed_methods, reason = "the test reads its cases")]

use std::fs;
use std::path::Path;

use journey_ir::plain::plain;
use journey_ir::source::Sources;

datatest_stable::harness! {
    { test = checking, root = "../../tests/checking", pattern = r"input\.journey$" },
}

fn checking(input: &Path) -> datatest_stable::Result<()> {
    let text = fs::read_to_string(input)?;
    let mut sources = Sources::default();
    sources.add("input.journey", text.as_str());
    let compiled = journey_parser::compile(&sources);
    let program = compiled.program.ok_or_else(|| plain(&sources, &compiled.findings))?;
    let judged = journey_checker::judge(&program, journey_checker::check(&program));
    let accepted = judged.accepted.iter().map(|it| format!("accepted until {}: {}\n", it.until, it.finding.message));
    let findings = plain(&sources, &judged.findings) + &accepted.collect::<String>();
    let lines = text.lines().enumerate().map(|(index, line)| format!("{:3} {line}\n", index + 1));
    let shown = lines.collect::<String>() + "\n" + &findings;
    let folder = input.parent().ok_or("a case is in a folder")?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fs::canonicalize(folder)?);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("findings", shown));
    Ok(())
}

//! Names and types (language reference 1.3), templates (language reference 3.4), blueprints (language reference 6.1, 6.2, 6.3):
//! each folder of tests/typing is one slip of a marketer, in a small programme. The snapshot beside it repeats the programme
//! and shows every finding; one slip makes one finding.
#![allow(clippy::disallowed_methods, reason = "the test reads its cases")]

mod templates;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use journey_ir::plain::plain;
use journey_ir::source::Sources;

use templates::compile;

datatest_stable::harness! {
    { test = findings, root = "../../tests/typing", pattern = r"input\.journey$" },
}

fn findings(input: &Path) -> datatest_stable::Result<()> {
    let text = fs::read_to_string(input)?;
    let mut sources = Sources::default();
    sources.add("input.journey", text.as_str());
    let compiled = compile(&mut sources, input);
    let mut shown = String::new();
    for (index, line) in text.lines().enumerate() {
        writeln!(shown, "{:3} {line}", index + 1)?;
    }
    let findings = plain(&sources, &compiled.findings);
    let end = match compiled.program {
        Some(_) => "it compiles",
        None => "it does not compile",
    };
    write!(shown, "\n{findings}{end}\n")?;
    let folder = input.parent().ok_or("a case is in a folder")?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fs::canonicalize(folder)?);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("findings", shown));
    Ok(())
}

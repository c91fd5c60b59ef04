//! Slips of marketers, one folder a case: what is understood, and what they are told.

#[allow(dead_code, reason = "what is kept of broken files is measured with the rest")]
mod render;

use journey_ir::span::FileId;
use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "the suite reads its cases from disk")]
fn broken(path: &Path) -> datatest_stable::Result<()> {
    let source = std::fs::read_to_string(path)?;
    let parsed = journey_parser::parse(FileId(0), &source);
    let folder = path.parent().ok_or("a case is in a folder")?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(std::env::current_dir()?.join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_input_file(path);
    settings.bind(|| insta::assert_snapshot!("findings", render::render(&source, &parsed)));
    Ok(())
}

datatest_stable::harness! {
    { test = broken, root = "../../tests/broken", pattern = r"input\.journey$" },
}

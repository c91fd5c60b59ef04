//! The engine at its boundaries: each folder of tests/engine is one rule of the language reference at one boundary, named
//! by the first line of its programme. The records stand in the snapshot beside the story, and the naive evaluator must
//! come to the same ones.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "the test reads its cases, and fails when they are wrong")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use journey_ir::program::Program;
use journey_runner::engine::Runaway;
use journey_runner::simulate_customer;
use journey_tests::case::Case;
use journey_tests::comparison::difference;
use journey_tests::naive::{self, GivenUp};
use journey_tests::readable::{readable, shown};

datatest_stable::harness! {
    { test = boundary, root = "engine", pattern = r"programme\.journey$" },
}

fn boundary(programme: &Path) -> datatest_stable::Result<()> {
    let folder = programme.parent().ok_or("a case is in a folder")?;
    let text = fs::read_to_string(programme)?;
    let rule = text.lines().next().unwrap_or_default();
    if !rule.starts_with("# language reference ") {
        return Err(format!("the first line names the rule, as in `# language reference 2.3: …`, not `{rule}`").into());
    }
    let story = fs::read_to_string(folder.join("story.txt"))?;
    let records = Case::with_files("club", tables(folder)?, &text, &story).and_then(|case| both_opinions(&case));
    let records = records.unwrap_or_else(|error| panic!("{error}"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fs::canonicalize(folder)?);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("records", format!("{}\n\n{}\n\n{records}", text.trim(), story.trim())));
    Ok(())
}

/// The `.csv` files beside the case, by their names.
fn tables(folder: &Path) -> std::io::Result<BTreeMap<String, String>> {
    let mut tables = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            tables.insert(name, fs::read_to_string(path)?);
        }
    }
    Ok(tables)
}

/// What the engine makes of the case, when the naive evaluator makes the same of it.
fn both_opinions(case: &Case) -> Result<String, String> {
    let Case { program, story } = case;
    let engine = simulate_customer(program, case.run(), &story.customer);
    let naive = naive::evaluate(program, story.from, story.until, &story.customer);
    match (engine, naive) {
        (Ok(engine), Ok(naive)) => {
            difference(program, &engine, &naive).map_or_else(|| Ok(readable(program, &engine)), Err)
        }
        (Err(engine), Err(naive)) if naive == GivenUp::Endless(engine.at) => Ok(runaway_text(program, &engine)),
        (engine, naive) => Err(format!("engine: {engine:?}\nnaive: {naive:?}")),
    }
}

fn runaway_text(program: &Program, runaway: &Runaway) -> String {
    let names: Vec<&str> = runaway.journeys.iter().map(|&id| program.journeys[id].name.as_str()).collect();
    format!("does not come to rest at {}: {}\n", shown(runaway.at, program.zone), names.join(", "))
}

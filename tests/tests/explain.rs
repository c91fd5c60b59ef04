//! `journey explain` over every construct: each folder of tests/explain is one thing that a marketer asks, named by the first
//! line of its programme. The story stands in the snapshot beside it. Stories in `others/` are of other customers, who share
//! capacity with the one that is told of.
#![allow(clippy::disallowed_methods, reason = "the test reads its cases")]

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use journey_report::Look;
use journey_report::story::{Story, lines, text};
use journey_runner::Telling;
use journey_tests::case::Case;

datatest_stable::harness! {
    { test = explained, root = "explain", pattern = r"programme\.journey$" },
}

fn explained(programme: &Path) -> datatest_stable::Result<()> {
    let folder = programme.parent().ok_or("a case is in a folder")?;
    let source = fs::read_to_string(programme)?;
    let rule = source.lines().next().unwrap_or_default();
    if !rule.starts_with("# language reference ") {
        return Err(format!("the first line names the rule, as in `# language reference 5.1: …`, not `{rule}`").into());
    }
    let told = fs::read_to_string(folder.join("story.txt"))?;
    let case = Case::read(&source, &told)?;
    // The customer who is told of, and the others.
    let mut all = vec![case.story.customer.clone()];
    if folder.join("others").is_dir() {
        let mut others: Vec<_> = fs::read_dir(folder.join("others"))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        others.sort();
        for other in others {
            all.push(Case::read(&source, &fs::read_to_string(other)?)?.story.customer);
        }
    }
    let program = &case.program;
    let journeys: Vec<_> = program.journeys.ids().collect();
    let telling = Telling::new(program, case.run(), &all, NonZeroUsize::MIN);
    let tale = telling.customer(0, &case.story.customer).map_err(|runaway| format!("{runaway:?}"))?;
    let story = Story { program, run: case.run(), history: &case.story.customer, told: &tale, journeys: &journeys };
    let shown = text(&case.story.customer.id, &lines(&story), Look::PLAIN);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fs::canonicalize(folder)?);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("explained", format!("{}\n\n{}\n\n{shown}", source.trim(), told.trim())));
    Ok(())
}

//! `journey check`: what is wrong in a programme, and what to type instead.

use journey_data::check_names;
use journey_report::findings::{closing_line, human, json};

use crate::arguments::{Check, DenyOfCheck, Format};
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::programme::Programme;

/// Checks and prints the findings on standard output: they are this command's result.
pub fn run(arguments: &Check, console: &Console) -> Result<(), Failure> {
    let programme = Programme::load(&arguments.folder, console)?;
    let counts = programme.counts();
    match arguments.format {
        Format::Human => {
            print(&human(&programme.sources, &programme.findings, console.out()))?;
            if !console.quiet {
                print(&format!("{}\n", closing_line(counts, programme.file_count())))?;
            }
        }
        Format::Json => {
            let text = json(&programme.sources, &programme.findings);
            print(&text.map_err(|error| Failure::trouble(format!("cannot write JSON: {error}")))?)?;
        }
    }
    if let Some(program) = &programme.program {
        check_names(&programme.manifest, program)?;
        programme.tell_of_missing_sources(program, console);
    }
    let denied = counts.warnings > 0 && arguments.deny.contains(&DenyOfCheck::Warnings);
    if counts.errors > 0 || denied { Err(Failure::Findings) } else { Ok(()) }
}

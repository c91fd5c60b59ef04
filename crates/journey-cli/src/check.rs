//! `journey check`: what is wrong in a programme, and what to type instead.

use journey_data::{Dataset, Options, check_names};
use journey_report::findings::{self, Counts, accepted_lines, closing_line, human, json};

use crate::arguments::{Check, DenyOfCheck, Format};
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::programme::Programme;

/// Checks and prints the findings on standard output: they are this command's result.
pub fn run(arguments: &Check, console: &Console) -> Result<(), Failure> {
    let denies = |what| arguments.deny.contains(&what);
    if denies(DenyOfCheck::BadRows) && !arguments.data {
        return Err(Failure::trouble("`--deny bad-rows` needs `--data`: without it no row is read")
            .help("type `--data --deny bad-rows`"));
    }
    let mut programme = Programme::load(&arguments.folder, console)?;
    let read = if arguments.data { read(&mut programme, console) } else { Ok(0) };
    let counts = programme.counts();
    match arguments.format {
        Format::Human => {
            print(&human(&programme.sources, &programme.findings, console.out()))?;
            print(&accepted_lines(&programme.sources, &programme.accepted))?;
            if !console.quiet {
                print(&format!("{}\n", closing_line(counts, programme.file_count())))?;
            }
        }
        Format::Json => {
            let text = json(&programme.sources, &programme.findings, &programme.accepted);
            print(&text.map_err(|error| Failure::trouble(format!("cannot write JSON: {error}")))?)?;
        }
    }
    if let Some(program) = &programme.program {
        check_names(&programme.manifest, program)?;
        programme.tell_of_missing_sources(program, console);
    }
    let bad_rows = read?;
    let fails = is_denied(counts, bad_rows, denies);
    if counts.errors > 0 || fails { Err(Failure::Findings) } else { Ok(()) }
}

fn is_denied(counts: Counts, bad_rows: u64, denies: impl Fn(DenyOfCheck) -> bool) -> bool {
    (counts.warnings > 0 && denies(DenyOfCheck::Warnings)) || (bad_rows > 0 && denies(DenyOfCheck::BadRows))
}

/// Reads the data and adds what is wrong in it to the findings; gives how many rows are bad.
fn read(programme: &mut Programme, console: &Console) -> Result<u64, Failure> {
    let Some(program) = &programme.program else {
        console.remark("the data is not read while there are errors in the programme");
        return Ok(0);
    };
    let data = Dataset::read(&programme.manifest, program, Options::default())?;
    for file in data.files() {
        console.detail(|| format!("read {}: {} rows, {} left out", file.file, file.rows, file.bad));
    }
    programme.findings.extend(data.review(program, &programme.manifest));
    findings::sort(&mut programme.findings);
    Ok(data.bad_rows().total())
}

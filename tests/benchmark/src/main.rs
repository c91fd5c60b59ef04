//! The benchmark: `bash tests/benchmark/run [WHAT] [OPTIONS]`. What it measures, and how to read it: docs/benchmarks.md.

#![expect(
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark makes files and looks at the clock, and its tables need few digits"
)]

mod arguments;
mod compare;
mod contacts;
mod equality;
mod figures;
mod growth;
mod instructions;
mod journeys;
mod measure;
mod places;
mod programs;
mod python;

use std::process::ExitCode;

use arguments::{Arguments, What};
use places::Places;

/// What went wrong, in words for whoever runs the benchmark.
type Trouble = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == measure::WRAPPED) {
        return measure::wrapped(words.get(1..).unwrap_or_default());
    }
    match Arguments::parse(&words).and_then(|arguments| run(&arguments)) {
        Ok(code) => code,
        Err(trouble) => {
            eprintln!("benchmark: {trouble}");
            ExitCode::from(2)
        }
    }
}

/// 0 when all is as it should be, 1 when results differ or became dearer.
fn run(arguments: &Arguments) -> Result<ExitCode, Trouble> {
    let places = Places::find(arguments.work.clone())?;
    let fine = match arguments.what {
        What::Help => {
            println!("{}", arguments::HELP);
            true
        }
        What::Compare => compare::run(&places, arguments)?,
        What::Equality => equality::run(&places, arguments)?,
        What::Instructions => instructions::run(&places, arguments)?,
        What::Customers => growth::customers(&places, arguments)?,
        What::Journeys => growth::journeys(&places, arguments)?,
        What::Capacity => growth::capacity(&places, arguments)?,
        What::Compile => growth::compile(&places, arguments)?,
    };
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

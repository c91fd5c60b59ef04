//! `journey test`: the scenarios of a programme, lived by the engine and compared with what they expect.

use std::time::Instant as Clock;

use journey_ir::program::Program;
use journey_ir::scenario::Scenario;
use journey_report::findings;
use journey_report::scenario::{Tested, Tests, closing_line, human, json, junit};
use journey_runner::Engine;
use journey_runner::scenario::play;

use crate::arguments::{Test, TestFormat};
use crate::console::{Console, print, tell};
use crate::failure::Failure;
use crate::programme::Programme;

/// Runs the scenarios and prints what came of them on standard output.
pub fn run(arguments: &Test, console: &Console) -> Result<(), Failure> {
    let programme = Programme::load(&arguments.folder, console)?;
    let program = runnable(&programme, console)?;
    let scenarios = &programme.scenarios.list;
    let chosen = chosen(scenarios, arguments.filter.as_deref())?;
    let began = Clock::now();
    // The conditions of scenarios may ask for more of the past than the programme does.
    let program = programme.scenarios.program(program);
    let engine = Engine::new(&program);
    let tested: Vec<Tested<'_>> =
        chosen.into_iter().map(|scenario| Tested { scenario, played: play(&engine, scenario) }).collect();
    console.detail(|| format!("ran them in {:.3} s", began.elapsed().as_secs_f64()));
    let tests = Tests { program: &program, sources: &programme.sources, tested: &tested };
    show(&tests, arguments.format, console)?;
    if tests.failed() > 0 { Err(Failure::Findings) } else { Ok(()) }
}

/// The programme, when it has no errors; else the findings are shown.
fn runnable<'a>(programme: &'a Programme, console: &Console) -> Result<&'a Program, Failure> {
    programme.program.as_ref().ok_or_else(|| {
        let shown = findings::human(&programme.sources, &programme.findings, console.err());
        tell(&format!("{shown}{}", findings::closing_line(programme.counts(), programme.file_count())));
        Failure::Findings
    })
}

/// Those whose title contains the filter's text. A filter that finds nothing is a slip: nothing would be tested, and nobody
/// would notice.
fn chosen<'a>(scenarios: &'a [Scenario], filter: Option<&str>) -> Result<Vec<&'a Scenario>, Failure> {
    let Some(filter) = filter else { return Ok(scenarios.iter().collect()) };
    let wanted = filter.to_lowercase();
    let chosen: Vec<_> = scenarios.iter().filter(|scenario| scenario.title.to_lowercase().contains(&wanted)).collect();
    if chosen.is_empty() && !scenarios.is_empty() {
        let message = format!("no scenario's title contains \"{filter}\"");
        return Err(Failure::trouble(message).help("`journey test -v` lists their titles"));
    }
    Ok(chosen)
}

fn show(tests: &Tests<'_>, format: TestFormat, console: &Console) -> Result<(), Failure> {
    match format {
        TestFormat::Human => {
            print(&human(tests, console.verbose, console.out()))?;
            if tests.tested.is_empty() {
                console.remark("there is no scenario in this programme: write one with `scenario \"TITLE\" { … }`");
            } else if !console.quiet {
                print(&format!("{}\n", closing_line(tests)))?;
            }
            Ok(())
        }
        TestFormat::Junit => print(&junit(tests)),
        TestFormat::Json => {
            print(&json(tests).map_err(|error| Failure::trouble(format!("cannot write JSON: {error}")))?)
        }
    }
}

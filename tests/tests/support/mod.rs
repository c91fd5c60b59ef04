//! Runs the scenarios of a programme, for the suites that want to see them pass or fail.

use journey_ir::source::Sources;
use journey_parser::Compiled;
use journey_report::Look;
use journey_report::scenario::{Tested, Tests, closing_line, human};
use journey_runner::Engine;
use journey_runner::scenario::play;

/// Runs the scenarios of a programme, whose salt is `club`: the report, with a line for each of those that pass, and how many
/// fail. Nothing when the programme has errors.
pub fn run_scenarios(sources: &Sources, compiled: Compiled) -> Option<(String, usize)> {
    let program = compiled.scenarios.program(&compiled.program?.with_manifest("club", None));
    let engine = Engine::new(&program);
    let list = compiled.scenarios.list.iter();
    let tested: Vec<_> = list.map(|scenario| Tested { scenario, played: play(&engine, scenario) }).collect();
    let tests = Tests { program: &program, sources, tested: &tested };
    let report = format!("{}{}\n", human(&tests, true, Look::PLAIN), closing_line(&tests));
    Some((report, tests.failed()))
}

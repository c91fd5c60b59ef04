//! `journey explain`: the dated story of one customer.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use journey_data::{Dataset, behaviour};
use journey_ir::history::{CustomerHistory, Customers};
use journey_ir::time::{Moment, Period};
use journey_report::story::{Story, json, lines, text};
use journey_runner::Telling;

use crate::arguments::{Explain, Format};
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::period::{Bounds, period};
use crate::programme::Programme;
use crate::selection::select_journeys;
use crate::simulate::{read, runnable};

/// Lives the customer's history as `simulate` does, among all the others where they share capacity, and prints what was decided,
/// and why.
pub fn run(arguments: &Explain, console: &Console) -> Result<(), Failure> {
    let mut programme = Programme::load(&arguments.folder, console)?;
    let mut program = runnable(&programme, false, console)?;
    program.behaviour = behaviour(&programme.manifest, &program)?;
    // All journeys run: they count in caps whether they are told of or not.
    let journeys = select_journeys(&mut program.clone(), &arguments.journeys)?;
    let bounds = Bounds { from: arguments.from.as_deref(), until: arguments.until.as_deref(), warmup: None };
    let run = period(bounds, &programme.manifest, &program)?;
    programme.manifest.simulate.from = Some(Moment::Instant(run.from));
    programme.manifest.simulate.warmup = Period::ZERO;
    let threads = available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let data = read(&programme, &program, false, threads, console)?;
    let (place, history) = find(&data, &arguments.customer)?;
    let telling = Telling::new(&program, run, &data, threads);
    let told = telling
        .customer(place, &history)
        .map_err(|runaway| crate::simulate::runaway(&program, &history.id, &runaway))?;
    let story = lines(&Story { program: &program, run, history: &history, told: &told, journeys: &journeys });
    match arguments.format {
        Format::Human => print(&text(&history.id, &story, console.out())),
        Format::Json => {
            let text = json(&history.id, &story);
            print(&text.map_err(|error| Failure::trouble(format!("cannot write JSON: {error}")))?)
        }
    }
}

fn find(data: &Dataset, id: &str) -> Result<(usize, CustomerHistory), Failure> {
    let mut history = CustomerHistory::default();
    if let Some(index) = data.find(id) {
        data.load(index, &mut history);
        return Ok((index, history));
    }
    let mut near: Option<(f64, String)> = None;
    for index in 0..data.count() {
        data.load(index, &mut history);
        let likeness = strsim::jaro_winkler(&history.id, id);
        if near.as_ref().is_none_or(|(best, _)| likeness > *best) {
            near = Some((likeness, history.id.clone()));
        }
    }
    let failure = Failure::trouble(format!("there is no customer `{id}`"));
    Err(match near {
        Some((likeness, near)) if likeness >= 0.75 => failure.help(format!("did you mean `{near}`?")),
        Some((_, near)) => failure.help(format!("the ids are those of the customers' file, such as `{near}`")),
        None => failure.help("the customers' file is empty"),
    })
}

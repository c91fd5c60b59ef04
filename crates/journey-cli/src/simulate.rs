//! `journey simulate`: a dry run over the customers' data.

mod phases;
mod results;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Instant as Clock;

use journey_data::records::{Names, Unfinished};
use journey_data::{DataError, Dataset, Options, RowCounter, Ungrouped, behaviour};
use journey_ir::history::Customers;
use journey_ir::program::Program;
use journey_ir::table::JourneyId;
use journey_ir::time::{Moment, Period};
use journey_report::findings::{closing_line, human};
use journey_report::summary::{BadRows, Run as Report, json, text};
use journey_runner::summary::{Summary, Totals};
use journey_runner::{Run, Runaway, SimulateError, simulate, unheard_events};

use crate::arguments::{DenyOfSimulate, Simulate};
use crate::console::{Console, print, tell};
use crate::failure::Failure;
use crate::interrupt;
use crate::period::{Bounds, period};
use crate::programme::Programme;
use crate::progress;
use crate::rendered;
use crate::selection::{First, select_journeys};
use phases::{Phases, Stopwatch};
use results::{Encoded, Results};

/// Simulates, writes the results into `--out` when all of them are there, and prints the summary.
pub fn run(arguments: &Simulate, console: &Console) -> Result<(), Failure> {
    let began = Clock::now();
    let mut phases = Phases::begin();
    let mut programme = match &arguments.program {
        Some(file) => Programme::compiled(&arguments.folder, file)?,
        None => Programme::load(&arguments.folder, console)?,
    };
    let mut program = runnable(&programme, arguments.deny.contains(&DenyOfSimulate::Warnings), console)?;
    programme.tell_of_missing_sources(&program, console);
    program.behaviour = behaviour(&programme.manifest, &program)?;
    if let Some(salt) = &arguments.salt {
        program.salt.clone_from(salt);
    }
    let journeys = select_journeys(&mut program, &arguments.journeys)?;
    let bounds = Bounds {
        from: arguments.from.as_deref(),
        until: arguments.until.as_deref(),
        warmup: arguments.warmup.as_deref(),
    };
    let run = period(bounds, &programme.manifest, &program)?;
    // Which contacts of the data are of the past depends on it.
    programme.manifest.simulate.from = Some(Moment::Instant(run.from));
    programme.manifest.simulate.warmup = Period::ZERO;
    if run.from < run.reported_from {
        let zone = program.zone.table();
        console.detail(|| format!("warming up from {}", zone.rfc3339(run.from)));
    }
    let typed = arguments.threads.and_then(|threads| NonZeroUsize::new(threads.into()));
    let threads = typed.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let unfinished = Unfinished::default();
    interrupt::watch(unfinished.clone(), arguments.out.is_some())?;
    let mut results = Results::begin(arguments, &program, unfinished.clone())?;
    phases.end("programme");
    let deny_bad_rows = arguments.deny.contains(&DenyOfSimulate::BadRows);
    // Whoever wants to see the words wants to see everything that happened before them.
    let unheard = if arguments.render.is_none() { unheard_events(&program) } else { Vec::new() };
    let options = Options { deny_bad_rows, unheard: &unheard, ..Options::default() };
    let data = read_in_phases(&programme, &program, options, threads, &mut phases, console)?;
    for file in data.files() {
        console.detail(|| format!("read {}: {} rows, {} left out", file.file, file.rows, file.bad));
    }

    let customers = First { all: &data, limit: arguments.customers };
    let totals = live(&program, run, &customers, threads, &mut results, &mut phases, console)?;

    let bad_rows = bad_rows(&data);
    let report = report(&program, &journeys, run, &data, &bad_rows, &totals);
    results.add_summary(|| {
        json(&report).map_err(|error| Failure::trouble(format!("cannot write the summary: {error}")))
    })?;
    results.commit()?;
    phases.end("finish");
    console.detail(|| format!("{phases}, on {threads} threads"));
    if let (Some(folder), Some(wanted)) = (&arguments.out, arguments.render) {
        rendered::write(&program, run, &customers, threads, wanted, &folder.join("rendered"), &unfinished)?;
    }
    if !console.quiet {
        print(&text(&report, console.out()))?;
    }
    for stale in results::stale(arguments, &program) {
        tell(&format!("warning: `{}` is of an earlier run", stale.display()));
    }
    console.remark(&closing(arguments, customers.count(), began));
    Ok(())
}

/// The programme, when nothing in it forbids to run it; else the findings are shown.
pub fn runnable(programme: &Programme, deny_warnings: bool, console: &Console) -> Result<Program, Failure> {
    let counts = programme.counts();
    let denied = counts.warnings > 0 && deny_warnings;
    match &programme.program {
        Some(program) if !denied => {
            if counts.warnings > 0 {
                let line = closing_line(counts, programme.file_count());
                console.remark(&format!("{line}: `journey check` shows them"));
            }
            Ok(program.clone())
        }
        _ => {
            let findings = human(&programme.sources, &programme.findings, console.err());
            tell(&format!("{findings}{}", closing_line(counts, programme.file_count())));
            Err(Failure::Findings)
        }
    }
}

/// The customers' data.
pub fn read(
    programme: &Programme,
    program: &Program,
    deny_bad_rows: bool,
    threads: NonZeroUsize,
    console: &Console,
) -> Result<Dataset, Failure> {
    let options = Options { deny_bad_rows, ..Options::default() };
    read_in_phases(programme, program, options, threads, &mut Phases::begin(), console)
}

fn read_in_phases(
    programme: &Programme,
    program: &Program,
    options: Options<'_>,
    threads: NonZeroUsize,
    phases: &mut Phases,
    console: &Console,
) -> Result<Dataset, Failure> {
    let counter = Arc::new(RowCounter::default());
    let spinner = progress::rows(console, &counter);
    let options = Options { counter: Some(&counter), ..options };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build();
    let pool = pool.map_err(|error| Failure::trouble(format!("cannot start {threads} threads: {error}")))?;
    let read = pool.install(|| {
        let rows = Ungrouped::read(&programme.manifest, program, options)?;
        phases.end("read");
        let data = rows.group();
        phases.end("group");
        Ok(data)
    });
    spinner.finish_and_clear();
    read
}

/// Every customer's life, in the order of the file; what comes of it goes to the results and into the totals.
fn live(
    program: &Program,
    run: Run,
    customers: &First<'_>,
    threads: NonZeroUsize,
    results: &mut Results,
    phases: &mut Phases,
    console: &Console,
) -> Result<Summary, Failure> {
    let bar = progress::customers(console, customers.count());
    let totals = Totals::new(program);
    let (names, wanted) = (Names::new(program), results.wanted());
    let (encoding, writing) = (Stopwatch::default(), Stopwatch::default());
    let done = simulate(
        program,
        run,
        customers,
        threads,
        |first, records| {
            bar.inc(records.len() as u64);
            encoding.time(|| {
                totals.add(first, records);
                Encoded::new(program, &names, records, wanted)
            })
        },
        |mut encoded: Encoded| -> Result<(), DataError> { writing.time(|| results.add(&mut encoded)) },
    );
    bar.finish_and_clear();
    phases.end("simulate");
    phases.within("of that encode", &encoding);
    phases.within("of that write", &writing);
    match done {
        Ok(()) => Ok(totals.whole()),
        Err(SimulateError::Taker(error)) => Err(error.into()),
        Err(SimulateError::Runaway { customer, runaway: what }) => Err(runaway(program, &customer, &what)),
    }
}

/// A customer whose instant does not come to rest.
pub fn runaway(program: &Program, customer: &str, runaway: &Runaway) -> Failure {
    let journeys: Vec<_> = runaway.journeys.iter().map(|&id| format!("`{}`", program.journeys[id].name)).collect();
    Failure::trouble(format!(
        "customer `{customer}` does not come to rest at {}: {} start one another without end",
        program.zone.table().rfc3339(runaway.at),
        journeys.join(", ")
    ))
}

fn bad_rows(data: &Dataset) -> Vec<BadRows> {
    let groups = data.bad_rows().groups().iter();
    groups
        .map(|group| BadRows {
            file: group.file.clone(),
            reason: group.reason.to_string(),
            sample: group.sample.clone(),
            rows: group.count,
            lines: group.lines.clone(),
        })
        .collect()
}

fn report<'a>(
    program: &'a Program,
    journeys: &'a [JourneyId],
    run: Run,
    data: &Dataset,
    bad_rows: &'a [BadRows],
    totals: &'a Summary,
) -> Report<'a> {
    Report {
        program,
        journeys,
        from: run.reported_from,
        until: run.until,
        rows: data.files().iter().map(|file| file.rows).sum(),
        bad_rows,
        totals,
    }
}

/// How long it took stands here and in no file: the same input gives the same files (language reference 7.3).
fn closing(arguments: &Simulate, customers: usize, began: Clock) -> String {
    let noun = if customers == 1 { "customer" } else { "customers" };
    let done = format!("simulated {customers} {noun} in {}", seconds(began));
    match &arguments.out {
        Some(folder) => format!("{done}; results in {}", folder.display()),
        None => format!("{done}; nothing written without `--out`"),
    }
}

fn seconds(since: Clock) -> String {
    format!("{:.1} s", since.elapsed().as_secs_f64())
}

//! Ours beside what one would write instead: the same data, the same contacts, interleaved rounds.

use std::collections::BTreeMap;

use crate::Trouble;
use crate::arguments::Arguments;
use crate::contacts::{Counts, reported, same_bytes, to_common};
use crate::figures::{Aspect, Rounds, Spread, shown};
use crate::measure::Measured;
use crate::places::Places;
use crate::programs::{
    Choice, DUCKDB, OURS, OURS_ALONE, OURS_EVERYTHING, OURS_PARQUET, Output, POLARS, Program, READING, REFERENCE,
    SIMPY, THREADS, slug,
};
use crate::python::Python;

const CPU: Aspect = |run| run.cpu;
const WALL: Aspect = |run| run.wall;
const PEAK: Aspect = |run| run.peak_mib;

/// Whether everybody wrote the same contacts, at each size.
pub fn run(places: &Places, arguments: &Arguments) -> Result<bool, Trouble> {
    let python = Python::find(places);
    let runs = arguments.runs.unwrap_or(5);
    let mut all_equal = true;
    for customers in arguments.customers_or(&[100_000, 1_000_000]) {
        let choice =
            Choice { customers, by_customer: arguments.by_customer, only: &arguments.only, skip: &arguments.skip };
        let programs = choice.programs(places, python.as_ref())?;
        let rounds = Rounds::run(&programs, runs)?;
        println!("\n## {} customers\n", grouped(customers));
        println!("Medians of {runs} interleaved runs, with the range; {THREADS} threads where nothing else is said.\n");
        print_table(&rounds);
        print_phases(&rounds);
        print_goals(&rounds);
        all_equal &= equal(places, &programs, &rounds)?;
    }
    Ok(all_equal)
}

fn print_table(rounds: &Rounds) {
    println!("| program | CPU s | wall s | peak MiB | CPU: times the reference | CPU: times reading (polars) |");
    println!("|---|---:|---:|---:|---:|---:|");
    for name in rounds.names() {
        let peak = shown(rounds.spread(name, PEAK).map(|peak| format!("{:.0}", peak.median)));
        println!(
            "| {name} | {} | {} | {peak} | {} | {} |",
            shown(rounds.spread(name, CPU)),
            shown(rounds.spread(name, WALL)),
            shown(rounds.ratio(name, REFERENCE, CPU)),
            shown(rounds.ratio(name, READING, CPU)),
        );
    }
}

/// What ours says about where its time goes, in seconds of the clock.
fn print_phases(rounds: &Rounds) {
    let variants: Vec<&str> = rounds.names().filter(|name| name.starts_with(OURS)).collect();
    let phases: Vec<BTreeMap<String, Spread>> = variants.iter().map(|name| phases(rounds.of(name))).collect();
    let Some(first) = variants.first().map(|name| phase_names(rounds.of(name))) else { return };
    println!("\n| phase, seconds of the clock | {} |", variants.join(" | "));
    println!("|---|{}", "---:|".repeat(variants.len()));
    for phase in first {
        let cells: Vec<String> = phases.iter().map(|phases| shown(phases.get(&phase))).collect();
        println!("| {phase} | {} |", cells.join(" | "));
    }
}

/// The phases of a run, in their order: those of the line `phases: read 0.412 s, group 0.020 s, on 2 threads`.
fn phase_list(run: &Measured) -> Vec<(String, f64)> {
    let line = run.stderr.lines().find_map(|line| line.strip_prefix("phases: ")).unwrap_or_default();
    let phase = |text: &str| {
        let (name, seconds) = text.strip_suffix(" s")?.rsplit_once(' ')?;
        Some((name.to_owned(), seconds.parse().ok()?))
    };
    line.split(", ").filter_map(phase).collect()
}

fn phase_names(runs: &[Measured]) -> Vec<String> {
    runs.first().map(phase_list).unwrap_or_default().into_iter().map(|(name, _)| name).collect()
}

fn phases(runs: &[Measured]) -> BTreeMap<String, Spread> {
    let mut all: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (name, seconds) in runs.iter().flat_map(phase_list) {
        all.entry(name).or_default().push(seconds);
    }
    all.into_iter().filter_map(|(name, seconds)| Some((name, Spread::of(seconds)?))).collect()
}

/// The goals, each a ratio that is at most, or at least, so much.
fn print_goals(rounds: &Rounds) {
    println!("\n| goal | measured | |\n|---|---:|---|");
    let ratio = |name, one, other, aspect, bound: Bound| {
        let measured = rounds.ratio(one, other, aspect);
        let verdict = measured.map_or("not measured", |measured| if bound.holds(measured) { "met" } else { "MISSED" });
        println!("| {name}: {bound} | {} | {verdict} |", shown(measured));
    };
    ratio("CPU, times reading (polars)", OURS, READING, CPU, Bound::AtMost(1.0));
    ratio("CPU of the polars script, times ours", POLARS, OURS, CPU, Bound::AtLeast(4.0));
    ratio("CPU of the DuckDB script, times ours", DUCKDB, OURS, CPU, Bound::AtLeast(4.0));
    ratio("CPU of SimPy, times ours", SIMPY, OURS, CPU, Bound::AtLeast(100.0));
    ratio("CPU, times the reference", OURS, REFERENCE, CPU, Bound::AtMost(4.0));
    ratio("peak memory, times the polars script's", OURS, POLARS, PEAK, Bound::AtMost(1.0));
    ratio("CPU with Parquet, times that with CSV", OURS_PARQUET, OURS, CPU, Bound::AtMost(0.6));
    ratio("wall time on 2 threads, times that on 1", OURS, OURS_ALONE, WALL, Bound::AtMost(0.6));
    println!(
        "\nWith everything written: {} times the CPU time of ours, {} times reading.",
        shown(rounds.ratio(OURS_EVERYTHING, OURS, CPU)),
        shown(rounds.ratio(OURS_EVERYTHING, READING, CPU))
    );
}

#[derive(Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Bound {
    fn holds(self, measured: Spread) -> bool {
        match self {
            Self::AtMost(bound) => measured.median <= bound,
            Self::AtLeast(bound) => measured.median >= bound,
        }
    }
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AtMost(bound) => write!(f, "at most {bound}"),
            Self::AtLeast(bound) => write!(f, "at least {bound}"),
        }
    }
}

/// Compares what was written last, and the counts that were said. Says who differs from the first, which is the reference.
fn equal(places: &Places, programs: &[Program], rounds: &Rounds) -> Result<bool, Trouble> {
    let mut first: Option<(&str, std::path::PathBuf, Counts)> = None;
    let (mut same, mut all_equal) = (Vec::new(), true);
    for program in programs {
        let stdout = rounds.of(&program.name).last().map_or("", |run| &run.stdout);
        let (file, counts) = match &program.output {
            Output::Nothing => continue,
            Output::Common(file) => (file.clone(), reported(stdout)),
            Output::Results(folder) => {
                let file = places.out(&format!("{}-common.csv", slug(&program.name)))?;
                let counts = to_common(&folder.join("contacts.csv"), &file)?;
                (file, counts)
            }
        };
        let Some((name, expected, expected_counts)) = &first else {
            same.push(program.name.as_str());
            first = Some((&program.name, file, counts));
            continue;
        };
        if counts == *expected_counts && same_bytes(expected, &file)? {
            same.push(&program.name);
        } else {
            all_equal = false;
            println!("\nDIFFERENT: {} does not write what {name} writes: {}", program.name, file.display());
            println!("  {name} counts {expected_counts:?}\n  {} counts {counts:?}", program.name);
        }
    }
    println!("\nThe same contacts, to the byte: {}", same.join("; "));
    if let Some((_, _, counts)) = &first {
        for (journey, (sent, refused)) in counts {
            println!("  {journey}: {} contacts, {} refused", grouped(*sent), grouped(*refused));
        }
    }
    Ok(all_equal)
}

/// `1,000,000`
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

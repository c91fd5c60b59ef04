//! How time and memory grow: with customers, with journeys, with a capacity that customers share, and the time of checking with text.

use std::path::Path;

use crate::Trouble;
use crate::arguments::Arguments;
use crate::compare::grouped;
use crate::contacts::{reported, same_bytes, to_common};
use crate::figures::{Rounds, shown};
use crate::journeys;
use crate::measure::Invocation;
use crate::places::Places;
use crate::programs::{CONTACTS, OURS, Output, Program, THREADS, ours, reference};

/// Customers: linear, and the contacts stay those of the reference.
pub fn customers(places: &Places, arguments: &Arguments) -> Result<bool, Trouble> {
    let runs = arguments.runs.unwrap_or(3);
    let text = places.bench_journey()?;
    let mut fine = true;
    println!("| customers | CPU s | wall s | CPU µs a customer | peak MiB | CPU s of the reference | same contacts |");
    println!("|---:|---:|---:|---:|---:|---:|---|");
    for customers in arguments.customers_or(&[100_000, 1_000_000]) {
        let data = places.data(customers, arguments.by_customer)?;
        let programme = places.programme(&format!("bench-{customers}"), &text, &data, "csv")?;
        // The reference reads logs in the order of time only.
        let in_time = places.data(customers, false)?;
        let programs =
            [reference(places, &in_time, THREADS)?, ours(places, OURS, &programme, THREADS, Some(CONTACTS))?];
        let rounds = Rounds::run(&programs, runs)?;
        let same = same_contacts(places, &programs, &rounds)?;
        fine &= same;
        let [reference, ours] = programs.map(|program| program.name);
        println!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            grouped(customers),
            shown(rounds.spread(&ours, |run| run.cpu)),
            shown(rounds.spread(&ours, |run| run.wall)),
            each(&rounds, &ours, customers),
            peak(&rounds, &ours),
            shown(rounds.spread(&reference, |run| run.cpu)),
            if same { "yes" } else { "NO" },
        );
    }
    Ok(fine)
}

fn same_contacts(places: &Places, programs: &[Program; 2], rounds: &Rounds) -> Result<bool, Trouble> {
    let [reference, ours] = programs;
    let (Output::Common(expected), Output::Results(folder)) = (&reference.output, &ours.output) else {
        return Ok(false);
    };
    let common = places.out("growth-common.csv")?;
    let counts = to_common(&folder.join("contacts.csv"), &common)?;
    let said = rounds.of(&reference.name).last().map_or("", |run| &run.stdout);
    let same = counts == reported(said) && same_bytes(&common, expected)?;
    if same {
        std::fs::remove_file(common)?;
    }
    Ok(same)
}

/// Journeys: each has conditions of its own, so the time beyond reading may grow as they do and no more.
pub fn journeys(places: &Places, arguments: &Arguments) -> Result<bool, Trouble> {
    let runs = arguments.runs.unwrap_or(3);
    let bench = places.bench_journey()?;
    let customers = arguments.customers.first().copied().unwrap_or(20_000);
    let data = places.data(customers, arguments.by_customer)?;
    println!("{} customers\n", grouped(customers));
    println!(
        "| journeys | CPU s | CPU s beyond reading | µs beyond reading, a customer and journey | wall s | peak MiB |"
    );
    println!("|---:|---:|---:|---:|---:|---:|");
    for count in arguments.counts_or(&[4, 50, 200]) {
        let text = journeys::many(&bench, count)?;
        let programme = places.programme(&format!("journeys-{count}"), &text, &data, "csv")?;
        let reading = journey(places, "reading", &["check", "--quiet", "--data"], &programme);
        let programs = [reading, ours(places, OURS, &programme, THREADS, Some(CONTACTS))?];
        let rounds = Rounds::run(&programs, runs)?;
        let reading = rounds.spread("reading", |run| run.cpu).map_or(0.0, |reading| reading.median);
        let beyond = rounds.spread(OURS, |run| run.cpu).map(|all| all.median - reading);
        let pairs = customers as f64 * count as f64;
        println!(
            "| {count} | {} | {} | {} | {} | {} |",
            shown(rounds.spread(OURS, |run| run.cpu)),
            shown(beyond.map(|beyond| format!("{beyond:.2}"))),
            shown(beyond.map(|beyond| format!("{:.3}", beyond * 1e6 / pairs))),
            shown(rounds.spread(OURS, |run| run.wall)),
            peak(&rounds, OURS),
        );
    }
    Ok(true)
}

/// Capacity: win-backs are calls, as many as there may be; so few that most of them expire, after they were asked for on each day
/// of their patience; and enough for about four fifths of them.
pub fn capacity(places: &Places, arguments: &Arguments) -> Result<bool, Trouble> {
    /// For so many customers a call a day: some 700 want one on each day.
    const FEW: u64 = 2_000;
    const MOST: u64 = 900;

    let runs = arguments.runs.unwrap_or(5);
    let bench = places.bench_journey()?;
    let mut same = true;
    for customers in arguments.customers_or(&[100_000, 1_000_000]) {
        let data = places.data(customers, arguments.by_customer)?;
        let limited = |name: &str, customers_a_call: u64| {
            let calls = (customers / customers_a_call).max(1);
            let folder =
                places.programme(&format!("calls-{name}"), &journeys::calls(&bench, Some(calls))?, &data, "csv")?;
            Ok::<_, Trouble>((format!("{name}, {} a day", grouped(calls)), folder))
        };
        let free = places.programme("calls-free", &journeys::calls(&bench, None)?, &data, "csv")?;
        let ((few, for_few), (most, for_most)) = (limited("few", FEW)?, limited("most", MOST)?);
        let programs = [
            ours(places, "without", &free, THREADS, Some(CONTACTS))?,
            ours(places, &few, &for_few, THREADS, Some(CONTACTS))?,
            ours(places, &format!("{few}, 1 thread"), &for_few, 1, Some(CONTACTS))?,
            ours(places, &most, &for_most, THREADS, Some(CONTACTS))?,
        ];
        let rounds = Rounds::run(&programs, runs)?;
        println!("\n{} customers\n", grouped(customers));
        println!("| calls | CPU s | CPU: times without | wall s | wall: times without | peak MiB |");
        println!("|---|---:|---:|---:|---:|---:|");
        for name in rounds.names() {
            println!(
                "| {name} | {} | {} | {} | {} | {} |",
                shown(rounds.spread(name, |run| run.cpu)),
                shown(rounds.ratio(name, "without", |run| run.cpu)),
                shown(rounds.spread(name, |run| run.wall)),
                shown(rounds.ratio(name, "without", |run| run.wall)),
                peak(&rounds, name),
            );
        }
        let [_, two, one, _] = &programs;
        if let (Output::Results(two), Output::Results(one)) = (&two.output, &one.output) {
            let equal = same_bytes(&two.join("contacts.csv"), &one.join("contacts.csv"))?;
            println!("\nThe same contacts on 1 and {THREADS} threads: {}", if equal { "yes" } else { "NO" });
            same &= equal;
        }
    }
    Ok(same)
}

/// Checking and compiling: as the text grows.
pub fn compile(places: &Places, arguments: &Arguments) -> Result<bool, Trouble> {
    let runs = arguments.runs.unwrap_or(3);
    let bench = places.bench_journey()?;
    let data = places.data(2_000, false)?;
    println!("| journeys | MB of text | command | CPU s | CPU µs a journey | MB a CPU second | peak MiB |");
    println!("|---:|---:|---|---:|---:|---:|---:|");
    for count in arguments.counts_or(&[500, 2_000, 20_000]) {
        let files = journeys::many_in_files(&bench, count)?;
        let programme = places.programme(&format!("compile-{count}"), "", &data, "csv")?;
        for (number, text) in files.iter().enumerate() {
            std::fs::write(programme.join(format!("part-{number:03}.journey")), text)?;
        }
        let megabytes = files.iter().map(String::len).sum::<usize>() as f64 / 1e6;
        let out = places.out("compiled.json")?.display().to_string();
        let programs = [
            journey(places, "check", &["check", "--quiet"], &programme),
            journey(places, "compile", &["compile", "--out", &out], &programme),
        ];
        let rounds = Rounds::run(&programs, runs)?;
        for name in rounds.names() {
            let cpu = rounds.spread(name, |run| run.cpu);
            println!(
                "| {} | {megabytes:.2} | {name} | {} | {} | {} | {} |",
                grouped(count as u64),
                shown(cpu),
                each(&rounds, name, count as u64),
                shown(cpu.map(|cpu| format!("{:.1}", megabytes / cpu.median))),
                peak(&rounds, name),
            );
        }
    }
    Ok(true)
}

/// A command of ours over a programme, without results.
fn journey(places: &Places, name: &str, words: &[&str], programme: &Path) -> Program {
    let words = words.iter().map(|&word| word.to_owned()).chain([programme.display().to_string()]);
    let invocation = Invocation::new(places.program("journey"), words);
    Program { name: name.into(), invocation, output: Output::Nothing, once: false }
}

/// The CPU time of one of `many`, in microseconds.
fn each(rounds: &Rounds, name: &str, many: u64) -> String {
    shown(rounds.spread(name, |run| run.cpu).map(|cpu| format!("{:.2}", cpu.median * 1e6 / many as f64)))
}

fn peak(rounds: &Rounds, name: &str) -> String {
    shown(rounds.spread(name, |run| run.peak_mib).map(|peak| format!("{:.0}", peak.median)))
}

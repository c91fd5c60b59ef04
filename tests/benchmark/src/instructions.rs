//! Counts the instructions that ours executes, with valgrind: the machine's noise does not touch them, so a regression is seen.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::Trouble;
use crate::arguments::Arguments;
use crate::compare::grouped;
use crate::places::Places;
use crate::programs::CONTACTS;

/// Small: valgrind is some thirty times slower than the machine.
const CUSTOMERS: u64 = 2_000;
/// Beyond it a figure is a regression.
const GROWTH_MAX: f64 = 1.10;
const FILE: &str = "instructions.txt";

/// Whether nothing became more than a tenth dearer than the committed figures say. They hold for one version of the compiler: with
/// another one, differences are shown and no failure. Without valgrind nothing is measured, and that is said loudly.
pub fn run(places: &Places, arguments: &Arguments) -> Result<bool, Trouble> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("!!! SKIPPED: valgrind is not installed: instructions were not counted");
        return Ok(true);
    }
    let compiler = compiler()?;
    let measured = count(places)?;
    let path = places.kit.join(FILE);
    if arguments.update {
        fs::write(&path, written(&compiler, &measured))?;
        println!("{} now says:\n{}", path.display(), written(&compiler, &measured));
        return Ok(true);
    }
    let committed = fs::read_to_string(&path).map_err(|error| format!("{FILE}: {error}"))?;
    let same_compiler = committed.lines().any(|line| line == compiler);
    let mut fine = true;
    println!("{:<12} {:>16} {:>16} {:>9}", "phase", "committed", "now", "change");
    for (phase, now) in &measured {
        let was = figure(&committed, phase).ok_or_else(|| format!("{FILE} says nothing of {phase}"))?;
        let ratio = *now as f64 / was as f64;
        let verdict = if ratio > GROWTH_MAX { "  MORE THAN A TENTH DEARER" } else { "" };
        fine &= ratio <= GROWTH_MAX;
        println!("{phase:<12} {:>16} {:>16} {:>+8.1}%{verdict}", grouped(was), grouped(*now), (ratio - 1.0) * 100.0);
    }
    let update = "bash tests/benchmark/run instructions --update";
    if !fine && same_compiler {
        println!("if that is meant, write the new figures down: {update}");
    } else if !fine {
        println!("the figures are of another compiler than `{compiler}`, so this is no failure; new ones: {update}");
    }
    Ok(fine || !same_compiler)
}

/// Each phase is what a command does beyond the one before it.
fn count(places: &Places) -> Result<Vec<(&'static str, u64)>, Trouble> {
    let data = places.data(CUSTOMERS, false)?;
    let programme = places.programme("instructions", &places.bench_journey()?, &data, "csv")?;
    let programme = programme.display().to_string();
    let out = places.out("instructions")?.display().to_string();
    let check = instructions(places, &["check", &programme, "--quiet"])?;
    let read = instructions(places, &["check", &programme, "--quiet", "--data"])?;
    let simulate = ["simulate", &programme, "--quiet", "--threads", "1", "--out", &out, "--write", CONTACTS];
    let simulate = instructions(places, &simulate)?;
    Ok(vec![
        ("programme", check),
        ("reading", read.saturating_sub(check)),
        ("simulating", simulate.saturating_sub(read)),
        ("all", simulate),
    ])
}

/// Of one run of `journey`.
fn instructions(places: &Places, words: &[&str]) -> Result<u64, Trouble> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    command.arg(places.program("journey")).args(words).env("RAYON_NUM_THREADS", "1");
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().rev().find_map(|line| line.split_once("I refs:").or_else(|| line.split_once("I   refs:")));
    let count = line.and_then(|(_, count)| count.trim().replace(',', "").parse().ok());
    match count {
        Some(count) if output.status.success() => Ok(count),
        _ => Err(format!("valgrind could not count `journey {}`:\n{said}", words.join(" ")).into()),
    }
}

/// `rustc 1.95.0 (59807616e 2026-04-14), x86_64`
fn compiler() -> Result<String, Trouble> {
    let output = Command::new("rustc").arg("--version").output()?;
    Ok(format!("{}, {}", String::from_utf8_lossy(&output.stdout).trim(), std::env::consts::ARCH))
}

fn written(compiler: &str, measured: &[(&str, u64)]) -> String {
    let mut text = format!(
        "# Instructions of ours over the data of {CUSTOMERS} customers, one thread; see docs/benchmarks.md.\n\
         # bash tests/benchmark/run instructions --update\n{compiler}\n"
    );
    for (phase, count) in measured {
        let _ = writeln!(text, "{phase:<12} {:>16}", grouped(*count));
    }
    text
}

fn figure(text: &str, phase: &str) -> Option<u64> {
    let count = text.lines().find_map(|line| line.strip_prefix(phase))?;
    count.trim().replace(',', "").parse().ok()
}

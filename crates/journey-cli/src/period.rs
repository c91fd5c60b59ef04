//! The time of a run: from the command line, else from the manifest.

use journey_data::Manifest;
use journey_ir::program::Program;
use journey_ir::time::{Instant, Moment, Period, TimeOfDay, parse_moment};
use journey_runner::Run;

use crate::failure::Failure;

/// What was typed.
#[derive(Clone, Copy)]
pub struct Bounds<'a> {
    /// `--from`
    pub from: Option<&'a str>,
    /// `--until`
    pub until: Option<&'a str>,
    /// `--warmup`
    pub warmup: Option<&'a str>,
}

/// From when (included) until when (excluded) to simulate, read in the programme's zone (language reference 7.1).
pub fn period(arguments: Bounds<'_>, manifest: &Manifest, program: &Program) -> Result<Run, Failure> {
    let instant = |moment: Moment| moment.in_zone(program.zone.table(), TimeOfDay::MIDNIGHT);
    let from = instant(bound("from", arguments.from, manifest.simulate.from)?);
    let until = instant(bound("until", arguments.until, manifest.simulate.until)?);
    if from >= until {
        return Err(Failure::trouble(format!(
            "the run would end before it begins: from {}, until {}",
            shown(program, from),
            shown(program, until)
        ))
        .help("`--until` is the first day that is not simulated, and must come after `--from`"));
    }
    let warmup = warmup(arguments.warmup, manifest.simulate.warmup)?;
    Ok(Run { from: program.zone.table().minus(from, warmup), until, reported_from: from })
}

/// How much earlier to begin, unreported.
fn warmup(typed: Option<&str>, of_manifest: Period) -> Result<Period, Failure> {
    let Some(text) = typed else { return Ok(of_manifest) };
    Period::parse(text).ok_or_else(|| {
        Failure::trouble(format!("`--warmup {text}` is no length of time"))
            .help("type it as `--warmup \"120 days\"`, or `--warmup \"0 days\"` to do without")
    })
}

fn bound(name: &str, typed: Option<&str>, of_manifest: Option<Moment>) -> Result<Moment, Failure> {
    match typed {
        Some(text) => parse_moment(text).ok_or_else(|| {
            Failure::trouble(format!("`--{name} {text}` is no date and no instant")).help(format!(
                "type a day of the years 1800 to 2199 as `--{name} 2026-01-31`, or `--{name} \"2026-01-31 09:00\"`"
            ))
        }),
        None => of_manifest.ok_or_else(|| {
            Failure::trouble(format!(
                "nothing says {} to simulate",
                if name == "from" { "from when" } else { "until when" }
            ))
            .help(format!("type `--{name} 2026-01-01`, or put `{name}: 2026-01-01` below `simulate:` in journey.yaml"))
        }),
    }
}

fn shown(program: &Program, instant: Instant) -> String {
    program.zone.table().rfc3339(instant)
}

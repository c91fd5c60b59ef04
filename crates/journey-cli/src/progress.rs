//! Bars on standard error, for people who wait at a terminal.

use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use journey_data::RowCounter;

use crate::console::Console;

/// How often what moves by itself is drawn.
const TICK: Duration = Duration::from_millis(200);

/// A bar over so many customers, with those done, how many a second, and the time that is left.
pub fn customers(console: &Console, customers: usize) -> ProgressBar {
    let bar = shown(console, Some(customers as u64));
    let template = "simulating {wide_bar} {human_pos} of {human_len} customers, {speed} a second, {eta} left";
    let speed = |state: &ProgressState, out: &mut dyn Write| put(out, state.per_sec());
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style.with_key("speed", speed)),
        Err(_) => bar,
    }
}

/// How many rows have been read, and how many a second: nobody knows before how many there are.
pub fn rows(console: &Console, counter: &Arc<RowCounter>) -> ProgressBar {
    let bar = shown(console, None);
    let (all, each_second) = (Arc::clone(counter), Arc::clone(counter));
    let rows = move |_: &ProgressState, out: &mut dyn Write| put(out, rounded(all.rows()));
    let speed = move |state: &ProgressState, out: &mut dyn Write| {
        put(out, rounded(each_second.rows()) / state.elapsed().as_secs_f64().max(1.0));
    };
    if !bar.is_hidden() {
        bar.enable_steady_tick(TICK);
    }
    match ProgressStyle::with_template("reading {spinner} {rows} rows, {speed} a second") {
        Ok(style) => bar.with_style(style.with_key("rows", rows).with_key("speed", speed)),
        Err(_) => bar,
    }
}

/// Nothing is drawn where nobody looks: into a file or a pipe, or when the user wants quiet.
fn shown(console: &Console, length: Option<u64>) -> ProgressBar {
    let seen = !console.quiet && std::io::stderr().is_terminal();
    let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    ProgressBar::with_draw_target(length, target)
}

#[expect(clippy::cast_precision_loss, reason = "shown to people")]
fn rounded(count: u64) -> f64 {
    count as f64
}

/// A whole number with commas. A screen that cannot be written to shows nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shown to people")]
fn put(out: &mut dyn Write, number: f64) {
    let _ = write!(out, "{}", HumanCount(number.max(0.0) as u64));
}

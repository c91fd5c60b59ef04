//! A bar on standard error, for people who wait at a terminal.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::console::Console;

/// A bar over so many customers. Nothing is drawn where nobody looks: into a file or a pipe, or when the user wants quiet.
pub fn bar(console: &Console, customers: usize) -> ProgressBar {
    let seen = !console.quiet && std::io::stderr().is_terminal();
    let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(customers as u64), target);
    let style = ProgressStyle::with_template("simulating {wide_bar} {human_pos} of {human_len} customers, {eta} left");
    style.map(|style| bar.clone().with_style(style)).unwrap_or(bar)
}

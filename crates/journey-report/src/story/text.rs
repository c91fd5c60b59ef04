//! A story for people: a line for each thing that happened, and below it why.

use std::fmt::Write;

use journey_ir::written;

use super::Line;
use crate::look::Look;
use crate::printable::printable;

/// The lines of a story under the customer's name.
#[must_use]
pub fn text(customer: &str, lines: &[Line], look: Look) -> String {
    let mut out = format!("{}\n", look.bold(&format!("customer {}", printable(customer))));
    let mut day = None;
    for line in lines {
        let wall = line.zone.wall(line.at);
        if day != Some(wall.date) && line.what != "before" {
            let weekday = wall.date.weekday().name();
            // Writing to a `String` cannot fail.
            let _ = writeln!(out, "\n{}", look.bold(&format!("{weekday} {}", wall.date)));
            day = Some(wall.date);
        }
        let moment = written::moment(line.at, line.zone);
        let time = if line.what == "before" { "" } else { moment.rsplit(' ').next().unwrap_or_default() };
        let journey = line.journey.as_ref().map_or_else(String::new, |journey| match &line.step {
            Some(step) => format!("{journey} [{step}] "),
            None => format!("{journey} "),
        });
        let text = printable(&line.text);
        let text = if line.what == "skipped" { look.alarming(&text) } else { text.to_string() };
        let _ = writeln!(out, "  {time:8} {journey}{text}");
        for note in &line.notes {
            let _ = writeln!(out, "             {}", printable(note));
        }
    }
    out
}

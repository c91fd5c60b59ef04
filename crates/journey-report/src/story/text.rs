//! A story for people: a line for each thing that happened, and below it why.

use std::fmt::Write;

use journey_ir::written;

use super::{Line, What};
use crate::look::Look;
use crate::printable::printable;

/// The lines of a story under the customer's name, by day.
#[must_use]
pub fn text(customer: &str, lines: &[Line], look: Look) -> String {
    let mut out = format!("{}\n", look.bold(&format!("customer {}", printable(customer))));
    let mut heading = String::new();
    for line in lines {
        let own = self::heading(line);
        if own != heading {
            // Writing to a `String` cannot fail.
            let _ = writeln!(out, "\n{}", look.bold(&own));
            heading = own;
        }
        let dated = !matches!(line.what, What::Before | What::Never);
        let moment = written::moment(line.at, line.zone);
        let time = if dated { moment.rsplit(' ').next().unwrap_or_default() } else { "" };
        let about = |open: &str, what: &Option<String>, close: &str| {
            what.as_ref().map_or_else(String::new, |what| format!("{open}{what}{close} "))
        };
        let journey = [about("", &line.journey, ""), about("(", &line.key, ")"), about("[", &line.step, "]")].concat();
        let text = printable(&line.text);
        let text = match line.what {
            What::Skipped => look.alarming(&text),
            What::Sent => look.bold(&text),
            _ => text.to_string(),
        };
        let _ = writeln!(out, "{}", format!("  {time:8} {}{text}", printable(&journey)).trim_end());
        for note in &line.notes {
            let _ = writeln!(out, "             {}", printable(note));
        }
    }
    out
}

fn heading(line: &Line) -> String {
    match line.what {
        What::Before => format!("before {}", written::moment(line.at, line.zone)),
        What::Never => "never started".to_owned(),
        _ => {
            let date = line.zone.date(line.at);
            format!("{} {date}", date.weekday().name())
        }
    }
}

//! Facts and moments in words.

use journey_ir::program::Program;
use journey_ir::scenario::{Fact, When};
use journey_ir::table::JourneyId;
use journey_ir::time::{Date, Instant, WallTime, ZoneId};
use journey_runner::scenario::DatedFact;

use crate::texts::TEXTS;

/// What a programme does, in the words of the language.
pub fn fact(program: &Program, fact: &Fact) -> String {
    let journey = |id: JourneyId| program.journeys[id].name.as_str();
    match fact {
        Fact::Sent(message, channel) => {
            (TEXTS.sent_by)(&program.messages[*message].name, &program.channels[*channel].name)
        }
        Fact::Skipped(message, reason) => (TEXTS.skipped)(&program.messages[*message].name, reason.name()),
        Fact::Enters(id) => (TEXTS.enters)(journey(*id)),
        Fact::Leaves(id, end) => (TEXTS.leaves)(journey(*id), end.name()),
        Fact::Task(text) => (TEXTS.task)(text),
    }
}

/// Such as `mon 2026-01-05 09:00  welcome by email`.
pub fn dated(program: &Program, dated: &DatedFact) -> String {
    line(&moment(dated.at, dated.zone), &fact(program, &dated.fact))
}

/// An expected line; without a time a blank stands in its place.
pub fn expected(program: &Program, when: When, what: &Fact) -> String {
    line(&self::when(when), &fact(program, what))
}

fn line(when: &str, what: &str) -> String {
    format!("{when:<MOMENT_WIDTH$}  {what}")
}

/// How wide `mon 2026-01-05 09:00` is.
const MOMENT_WIDTH: usize = 20;

/// An instant, such as `mon 2026-01-05 09:00`.
pub fn moment(at: Instant, zone: ZoneId) -> String {
    wall(zone.table().wall(at))
}

/// A moment of the clock on the wall.
pub fn wall(at: WallTime) -> String {
    format!("{} {at}", weekday(at.date))
}

/// A moment of the clock on the wall, or a day.
pub fn when(when: When) -> String {
    match when.time {
        Some(_) => wall(when.first()),
        None => format!("{} {}", weekday(when.date), when.date),
    }
}

fn weekday(date: Date) -> &'static str {
    let name = date.weekday().name();
    name.get(..3).unwrap_or(name)
}

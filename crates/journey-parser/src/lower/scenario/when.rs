//! When the lines of a scenario are (language reference 8.1).

use journey_ir::finding::Finding;
use journey_ir::scenario::When;
use journey_ir::time::{TimeOfDay, ZoneId};

use crate::lower::{Lowering, literal};
use crate::tree::{self, Day, WhenDay};

/// How far the lines of a scenario have been read.
pub(super) struct Clock {
    /// The zone in which exact lengths of time are counted.
    pub zone: ZoneId,
    /// When the line before is.
    before: Option<When>,
}

impl Clock {
    pub fn new(zone: ZoneId) -> Self {
        Self { zone, before: None }
    }
}

impl Lowering<'_> {
    /// A date that is written out.
    pub(super) fn day(&mut self, day: Day) -> Option<When> {
        let date = self.date(day.date)?;
        Some(When { date, time: day.time.map(literal::time) })
    }

    /// When a line is. `keeps_time`: a line so many days after another one is at the same time of day; else it is at any.
    pub(super) fn when(&mut self, when: tree::When, clock: &mut Clock, keeps_time: bool) -> Option<When> {
        let found = match when.day {
            WhenDay::Date(date) => self.day(Day { date, time: when.time }),
            WhenDay::Later(period) => self.later(when, period, clock, keeps_time),
        };
        // After a mistake the next line counts from the last one that was right: that is one finding less.
        clock.before = found.or(clock.before);
        found
    }

    fn later(&mut self, when: tree::When, period: tree::Period, clock: &Clock, keeps_time: bool) -> Option<When> {
        let Some(before) = clock.before else {
            let message = format!("`{}` counts from the line before it, and there is none", self.text(when.span));
            let help = "write a date, such as `2026-01-05 09:00`";
            self.report(Finding::error("out-of-place", message).at(when.span, "").help(help));
            return None;
        };
        let length = self.period(period);
        if !length.is_exact() {
            let time = when.time.map(literal::time).or(before.time.filter(|_| keeps_time));
            return Some(When { date: before.date.plus(length), time });
        }
        let mistake = match (before.time, when.time) {
            (None, _) => {
                Some(("the line before it has no time", "write the time of the line before, or a date and a time here"))
            }
            (_, Some(_)) => Some(("that is a time already", "leave out the time, or count in days")),
            _ => None,
        };
        if let Some((why, help)) = mistake {
            let message = format!("`{}` cannot be counted: {why}", self.text(when.span));
            self.report(Finding::error("mixed-units", message).at(when.span, "").help(help));
            return None;
        }
        let zone = clock.zone.table();
        let base = zone.instant(before.date, before.time.unwrap_or(TimeOfDay::MIDNIGHT));
        let wall = zone.wall(base.plus_seconds(length.seconds));
        Some(When { date: wall.date, time: Some(wall.time) })
    }
}

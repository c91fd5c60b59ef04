//! Calendars: when something is open (language reference 2.5).
//!
//! A calendar reads the clock on the wall. So an hour that the clock skips is in no opening, and one that it shows twice is
//! open both times.

mod holidays;

#[cfg(test)]
mod tests;

pub use holidays::{DayRule, Holidays};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::program::Program;
use crate::span::Span;
use crate::table::{CalendarId, HolidaysId, Table};
use crate::time::{Date, Instant, TimeOfDay, WallTime, Zone};

/// How many days ahead an opening is looked for: what does not open for ten years is never open.
pub const HORIZON_DAYS: i32 = 3_653;

/// A calendar (language reference 2.5, 3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Calendar {
    /// Its name; nothing for hours that are written in place.
    pub name: Option<String>,
    /// What reports call it: its name, or the hours as they are written.
    pub text: String,
    /// Who says so.
    pub kind: Option<CalendarKind>,
    /// Where it is written, such as an article of a law.
    pub source: Option<String>,
    /// When it holds, in the customer's zone. Outside these dates it is open.
    pub valid: Valid,
    /// For each day of the week, Monday first, when it is open: ascending, without overlap.
    pub week: [Vec<Opening>; 7],
    /// On which dates it is closed all day.
    pub closed: Vec<Closed>,
    /// Where it is declared.
    pub span: Span,
}

/// Who says when something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarKind {
    /// The law.
    Law,
    /// A carrier of messages.
    Operator,
    /// The enterprise itself.
    Policy,
}

impl CalendarKind {
    /// The word in the language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Operator => "operator",
            Self::Policy => "policy",
        }
    }
}

/// The dates on which a calendar holds: `from` ≤ date < `until`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Valid {
    /// The first day, if there is one.
    pub from: Option<Date>,
    /// The first day that is too late, if there is one: `A to B` includes the day B, so it is the day after.
    pub until: Option<Date>,
}

impl Valid {
    /// Whether the date lies in it.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date < until)
    }
}

/// Hours of one day: `from` ≤ time < `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Opening {
    /// The first open second.
    pub from: TimeOfDay,
    /// In seconds after midnight, the first that is closed again: more than `from`, at most 86,400, which is `24:00`.
    pub until: u32,
}

impl Opening {
    /// From midnight to midnight.
    pub const ALL_DAY: Self = Self { from: TimeOfDay::MIDNIGHT, until: 86_400 };

    /// The first open time of day at or after `time`.
    fn next(self, time: TimeOfDay) -> Option<TimeOfDay> {
        let next = self.from.max(time);
        (next.0 < self.until).then_some(next)
    }
}

/// Days on which a calendar is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// Those of a list.
    Holidays(HolidaysId),
    /// Days of its own.
    Days(DayRule),
}

impl Calendar {
    /// Whether it is open at `t`; `holidays` is the programme's table.
    #[must_use]
    pub fn is_open(&self, holidays: &Table<HolidaysId, Holidays>, t: Instant, zone: &Zone) -> bool {
        let wall = zone.wall(t);
        self.next_on(holidays, wall.date, wall.time) == Some(wall.time)
    }

    /// The first open instant at or after `t`; nothing when there is none within [`HORIZON_DAYS`].
    #[must_use]
    pub fn next_open(&self, holidays: &Table<HolidaysId, Holidays>, t: Instant, zone: &Zone) -> Option<Instant> {
        let last = zone.date(t).plus_days(HORIZON_DAYS);
        let mut from = t.clamp(Instant::MIN, Instant::MAX);
        // Between two changes of the clock, wall time and instants run alike.
        loop {
            let wall = zone.wall(from);
            let change = zone.next_change(from);
            let still = change.map_or(last, |change| {
                let before = change.plus_seconds(-1);
                zone.date(before).min(last)
            });
            let open = self.next_wall(holidays, wall, still);
            let open = open.map(|open| from.plus_seconds(open.seconds() - wall.seconds()));
            if let Some(open) = open.filter(|&open| change.is_none_or(|change| open < change)) {
                return Some(open);
            }
            from = change.filter(|&change| zone.date(change) <= last)?;
        }
    }

    /// An instant after `t`, at which it is open, up to which it certainly stays so: the end of the opening, of the day, or
    /// the next change of the clock, whichever comes first.
    #[must_use]
    pub fn open_until(&self, t: Instant, zone: &Zone) -> Instant {
        let wall = zone.wall(t);
        let openings = self.week.get(usize::from(wall.date.weekday().index())).map_or(&[][..], Vec::as_slice);
        let opening = openings.iter().find(|opening| opening.next(wall.time) == Some(wall.time));
        let until =
            opening.filter(|_| self.valid.contains(wall.date)).map_or(Opening::ALL_DAY.until, |opening| opening.until);
        let end = t.plus_seconds(i64::from(until) - i64::from(wall.time.0));
        zone.next_change(t).map_or(end, |change| change.min(end))
    }

    /// The first open wall time at or after `wall`, on or before the date `last`.
    fn next_wall(&self, holidays: &Table<HolidaysId, Holidays>, wall: WallTime, last: Date) -> Option<WallTime> {
        (wall.date.0..=last.0).map(Date).find_map(|date| {
            let from = if date == wall.date { wall.time } else { TimeOfDay::MIDNIGHT };
            self.next_on(holidays, date, from).map(|time| WallTime { date, time })
        })
    }

    /// The first open time of day at or after `time` on a date.
    fn next_on(&self, holidays: &Table<HolidaysId, Holidays>, date: Date, time: TimeOfDay) -> Option<TimeOfDay> {
        if !self.valid.contains(date) {
            return Some(time);
        }
        let openings = self.week.get(usize::from(date.weekday().index()))?;
        let next = openings.iter().find_map(|opening| opening.next(time))?;
        let is_closed = self.closed.iter().any(|closed| match closed {
            Closed::Holidays(id) => holidays[*id].contain(date),
            Closed::Days(days) => days.contains(date),
        });
        (!is_closed).then_some(next)
    }
}

impl Program {
    /// The first of these calendars that is closed at `t`.
    #[must_use]
    pub fn closed_by(&self, calendars: &[CalendarId], t: Instant, zone: &Zone) -> Option<CalendarId> {
        calendars.iter().copied().find(|id| !self.calendars[*id].is_open(&self.holidays, t, zone))
    }

    /// An instant after `t`, at which all of these calendars are open, up to which they certainly stay so; nothing without
    /// calendars.
    #[must_use]
    pub fn open_until(&self, calendars: &[CalendarId], t: Instant, zone: &Zone) -> Option<Instant> {
        calendars.iter().map(|id| self.calendars[*id].open_until(t, zone)).min()
    }

    /// The first instant at or after `t` at which all of these calendars are open; nothing when there is none within
    /// [`HORIZON_DAYS`].
    #[must_use]
    pub fn next_open(&self, calendars: &[CalendarId], t: Instant, zone: &Zone) -> Option<Instant> {
        let last = zone.date(t).plus_days(HORIZON_DAYS);
        let mut open = t;
        while let Some(closed) = self.closed_by(calendars, open, zone) {
            open = self.calendars[closed].next_open(&self.holidays, open, zone)?;
            if zone.date(open) > last {
                return None;
            }
        }
        Some(open)
    }
}

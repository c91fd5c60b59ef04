//! Calendars and lists of holidays (language reference 2.5, 3).

use super::Bad;
use super::journey::Active;
use super::literal::{Date, Name, Text};
use journey_ir::calendar::CalendarKind;
use journey_ir::span::Span;
use journey_ir::time::Weekday;

/// `calendar fr_telephone { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its clauses, in source order.
    pub clauses: Vec<CalendarClause>,
}

/// One clause of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarClause {
    /// The whole clause.
    pub span: Span,
    /// Which.
    pub kind: CalendarClauseKind,
}

/// The clauses of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarClauseKind {
    /// `kind law`
    Kind(CalendarKind),
    /// `source "…"`
    Source(Text),
    /// `valid from 2023-03-01`
    Valid(Active),
    /// `open mon..fri 10:00-13:00, 14:00-20:00`
    Open(OpeningHours),
    /// `closed holidays france, shop`
    ClosedHolidays(Vec<Name>),
    /// `closed 12-24, 2026-08-01 to 2026-08-15`
    ClosedDays(Vec<DayRule>),
    /// Could not be read.
    Bad(Bad),
}

/// `mon..fri 10:00-13:00, 14:00-20:00, sat 10:00-18:00`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningHours {
    /// The whole of it.
    pub span: Span,
    /// Its days with their hours; one or more.
    pub parts: Vec<OpenDays>,
}

/// Days of the week and their hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDays {
    /// The whole of it.
    pub span: Span,
    /// The days, each range from its first to its last; one or more.
    pub days: Vec<(Weekday, Weekday)>,
    /// The hours; none: all day.
    pub hours: Vec<Hours>,
}

/// `10:00-13:00`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The whole of it.
    pub span: Span,
    /// The first second of the day that is open.
    pub from: u32,
    /// The first that is closed again, at most 86,400 (`24:00`); it may be written before `from` by mistake.
    pub until: u32,
}

/// `holidays shop { 01-01  12-25  easter + 1  2026-06-30 }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holidays {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// The days, in source order.
    pub days: Vec<DayRule>,
    /// What could not be read.
    pub bad: Vec<Bad>,
}

/// One or more days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRule {
    /// The whole of it.
    pub span: Span,
    /// Which.
    pub kind: DayRuleKind,
}

/// How days are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayRuleKind {
    /// `12-25`: month and day, which exist together in leap years at least
    EveryYear(u8, u8),
    /// `easter + 1`
    Easter(i32),
    /// `2026-08-01 to 2026-08-15`, or one date
    Dates(Date, Option<Date>),
}

//! Starts at dates: of an attribute, of the calendar, or one day (language reference 5.1, 2.6).

use journey_ir::finding::Finding;
use journey_ir::program::{Dated, Offset, Schedule, Trigger};
use journey_ir::span::Span;
use journey_ir::time::{Period, WallTime};
use journey_ir::value::Type;

use super::expression::noun;
use super::{Lowering, literal};
use crate::tree::{self, Name, StartOffset, Time};

/// What a start at the date of an attribute says of it.
#[derive(Clone, Copy)]
pub(super) struct DatedWords {
    /// `30 days before`
    pub offset: Option<StartOffset>,
    /// `every year`
    pub every_year: bool,
    /// `at 09:00`
    pub at: Option<Time>,
}

impl DatedWords {
    /// Whether it says anything that only a date can have.
    pub fn any(self) -> bool {
        self.offset.is_some() || self.every_year || self.at.is_some()
    }
}

impl Lowering<'_> {
    /// `D before|after A [every year] [at T]`, `on A …`
    pub(super) fn start_dated(&mut self, name: &Name, words: DatedWords) -> Option<Trigger> {
        let Some(attribute) = self.names.attributes.id(&name.text) else {
            self.report_no_date(name, words);
            return None;
        };
        let kind = &self.program.attributes[attribute].kind;
        if !matches!(kind, Type::Date | Type::DateTime) {
            let message = format!("a journey starts at a date, and `{}` is {}", name.text, noun(kind));
            let help = format!("for its changes write `start on {} changes`", name.text);
            self.report(Finding::error("type-mismatch", message).at(name.span, "").help(help));
            return None;
        }
        let is_date = *kind == Type::Date;
        let offset = match words.offset {
            None => None,
            Some(StartOffset { period, before }) => {
                let offset = Offset { period: self.period(period), before };
                self.days_beside_a_date(name, (offset.period, period.span), is_date)?;
                Some(offset)
            }
        };
        Some(Trigger::Dated(Dated {
            attribute,
            offset,
            every_year: words.every_year,
            time: words.at.map(literal::time),
            date_time: self.program.dates_at,
        }))
    }

    /// A date has no time of day, so hours do not move it.
    fn days_beside_a_date(&mut self, name: &Name, (period, at): (Period, Span), is_date: bool) -> Option<()> {
        if !is_date || !period.is_exact() {
            return Some(());
        }
        let written = self.text(at);
        let message = format!("`{}` is a date without a time of day: `{written}` has no meaning beside it", name.text);
        let finding = Finding::error("mixed-units", message).at(at, "").at(name.span, "a date");
        self.report(finding.help("use days, weeks, months or years, and say the time of day with `at`"));
        None
    }

    /// `30 days after purchase` is a wait.
    fn report_no_date(&mut self, name: &Name, words: DatedWords) {
        if self.names.events.id(&name.text).is_none() {
            let known: Vec<&str> = self.names.attributes.names().collect();
            self.unknown(name, "attribute", &known);
            return;
        }
        let event = &name.text;
        let message = format!("`{event}` is an event, not a date of the customer");
        let help = match words.offset {
            Some(StartOffset { period, before: false }) => {
                format!("write `start on {event}`, and `wait {}` as the first step", self.text(period.span))
            }
            Some(_) => "nobody knows an event before it happens; name an attribute that is a date".to_owned(),
            None => format!("write `start on {event}`"),
        };
        self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
    }

    /// `every monday at 09:00`
    pub(super) fn start_every(&mut self, schedule: tree::Schedule, at: Option<Time>) -> Option<Trigger> {
        let schedule = match schedule {
            tree::Schedule::Day => Schedule::Day,
            tree::Schedule::Weekday(weekday) => Schedule::Weekday(weekday),
            tree::Schedule::MonthDay(number) => {
                let day = self.whole_number(number, "a day of the month", 1, 31)?;
                Schedule::MonthDay(u8::try_from(day).ok()?)
            }
        };
        Some(Trigger::Every(schedule, at.map_or(self.program.dates_at, literal::time)))
    }

    /// `at 2026-11-27 09:00`
    pub(super) fn start_at(&mut self, date: tree::Date, time: Option<Time>) -> Option<Trigger> {
        let time = time.map_or(self.program.dates_at, literal::time);
        self.date(date).map(|date| Trigger::At(WallTime { date, time }))
    }

    /// A date has no fields that a `where` could ask.
    pub(super) fn refuse_filter_of_date(&mut self, filter: Span) {
        let message = "`where` asks about the event that starts a journey, and here a date does";
        let finding = Finding::error("out-of-place", message).at(filter, "");
        self.report(finding.help(format!("write it as the audience: `for {}`", self.text(filter))));
    }
}

//! `calendar …` and `holidays …`, and the hours of channels (language reference 2.5, 3).

use std::collections::BTreeMap;

use journey_ir::calendar::{Calendar, Closed, DayRule, Holidays, Opening, Valid};
use journey_ir::finding::Finding;
use journey_ir::program::Active;
use journey_ir::span::Span;
use journey_ir::table::{CalendarId, HolidaysId};
use journey_ir::time::{TimeOfDay, Weekday};

use super::{Lowering, Once, library};
use crate::tree::{self, CalendarClauseKind, DayRuleKind, Name, OpenHours, OpeningHours};

/// What the library lends to a programme: each calendar and list that it names, once.
#[derive(Default)]
pub(super) struct Lent {
    calendars: BTreeMap<&'static str, CalendarId>,
    holidays: BTreeMap<&'static str, HolidaysId>,
}

/// Where each opening was written, for those that overlap.
type Written = Vec<(Opening, Span)>;

impl Lowering<'_> {
    /// Lowers all lists of holidays, then all calendars.
    pub(super) fn calendars(&mut self) {
        for written in self.names.holidays.items.clone() {
            let holidays = self.holiday_list(written);
            self.program.holidays.push(holidays);
        }
        for written in self.names.calendars.items.clone() {
            let calendar = self.calendar(written, Self::holidays_named);
            self.program.calendars.push(calendar);
        }
    }

    /// The calendars by which a channel is open.
    pub(super) fn hours(&mut self, hours: &OpenHours) -> Vec<CalendarId> {
        match hours {
            OpenHours::Calendars(names) => {
                let mut ids = Vec::new();
                for name in names {
                    let id = self.calendar_named(name);
                    ids.extend(id.filter(|id| !ids.contains(id)));
                }
                ids
            }
            OpenHours::InPlace(schedule) => {
                let text = self.text(schedule.span).split_whitespace().collect::<Vec<_>>().join(" ");
                let mut week = Default::default();
                self.open(schedule, &mut week);
                let calendar = Calendar { text, ..empty(None, &week, schedule.span) };
                vec![self.program.calendars.push(calendar)]
            }
        }
    }

    fn holiday_list(&mut self, written: &tree::Holidays) -> Holidays {
        let mut days = Vec::new();
        for day in &written.days {
            let Some(rule) = self.day_rule(day) else { continue };
            match days.iter().find(|(known, _)| *known == rule) {
                Some((_, first)) => {
                    let what = format!("`{}`", self.text(day.span));
                    self.given_twice(&what, day.span, *first);
                }
                None => days.push((rule, day.span)),
            }
        }
        if written.days.is_empty() && written.bad.is_empty() {
            let message = format!("the holiday list `{}` has no days", written.name.text);
            let help = "write days such as `12-25`, `easter + 1` or `2026-06-30`";
            self.report(Finding::error("no-days", message).at(written.name.span, "").help(help));
        }
        let days = days.into_iter().map(|(rule, _)| rule).collect();
        Holidays { name: written.name.text.clone(), days, span: written.name.span }
    }

    fn day_rule(&mut self, day: &tree::DayRule) -> Option<DayRule> {
        Some(match day.kind {
            DayRuleKind::EveryYear(month, day) => DayRule::EveryYear { month, day },
            DayRuleKind::Easter(offset) => DayRule::Easter(offset),
            DayRuleKind::Dates(first, last) => {
                let first = self.date(first)?;
                let last = last.map_or(Some(first), |last| self.date(last))?;
                if last < first {
                    let message = "these days end before they begin".to_owned();
                    self.report(Finding::error("impossible-date", message).at(day.span, ""));
                }
                DayRule::Between { first, last }
            }
        })
    }

    /// Lowers a calendar; `list` finds the holidays that it names.
    fn calendar(
        &mut self,
        written: &tree::Calendar,
        list: impl Fn(&mut Self, &Name) -> Option<HolidaysId>,
    ) -> Calendar {
        let mut once = Once::default();
        let mut week: [Written; 7] = Default::default();
        let mut calendar = empty(Some(&written.name.text), &week, written.name.span);
        for clause in &written.clauses {
            let span = clause.span;
            match &clause.kind {
                CalendarClauseKind::Kind(kind) => {
                    once.note(self, "kind", span);
                    calendar.kind = Some(*kind);
                }
                CalendarClauseKind::Source(source) => {
                    once.note(self, "source", span);
                    calendar.source = Some(source.value.clone());
                }
                CalendarClauseKind::Valid(valid) => {
                    once.note(self, "valid", span);
                    let Active { from, until } = self.active(*valid, "the calendar holds on no day");
                    calendar.valid = Valid { from: from.map(|from| from.date), until: until.map(|until| until.date) };
                }
                CalendarClauseKind::Open(schedule) => self.open(schedule, &mut week),
                CalendarClauseKind::ClosedHolidays(names) => {
                    for name in names {
                        let id = list(self, name);
                        calendar.closed.extend(id.map(Closed::Holidays));
                    }
                }
                CalendarClauseKind::ClosedDays(days) => {
                    for day in days {
                        let rule = self.day_rule(day);
                        calendar.closed.extend(rule.map(Closed::Days));
                    }
                }
                CalendarClauseKind::Bad(_) => {}
            }
        }
        self.demand_hours(written);
        let says_hours = written.clauses.iter().any(|clause| matches!(clause.kind, CalendarClauseKind::Open(_)));
        calendar.week = if says_hours { openings(&week) } else { [(); 7].map(|()| vec![Opening::ALL_DAY]) };
        calendar
    }

    /// A calendar is closed at some time: else it says nothing.
    fn demand_hours(&mut self, written: &tree::Calendar) {
        let says_something = written.clauses.iter().any(|clause| {
            !matches!(
                clause.kind,
                CalendarClauseKind::Kind(_) | CalendarClauseKind::Source(_) | CalendarClauseKind::Valid(_)
            )
        });
        if !says_something {
            let message =
                format!("the calendar `{}` says neither when it is open nor when it is closed", written.name.text);
            let help = "add hours, such as `open mon..fri 10:00-18:00`";
            self.report(Finding::error("no-hours", message).at(written.name.span, "").help(help));
        }
    }

    /// Adds the hours of a schedule to those of the week.
    fn open(&mut self, schedule: &OpeningHours, week: &mut [Written; 7]) {
        for part in &schedule.parts {
            let mut hours: Vec<(Opening, Span)> = Vec::new();
            for written in &part.hours {
                hours.extend(self.opening(*written).map(|opening| (opening, written.span)));
            }
            if part.hours.is_empty() {
                hours.push((Opening::ALL_DAY, part.span));
            }
            for day in part.days.iter().flat_map(|(first, last)| days(*first, *last)) {
                let Some(open) = week.get_mut(usize::from(day.index())) else { continue };
                for (opening, span) in &hours {
                    self.add_opening(open, *opening, *span, day);
                }
            }
        }
    }

    fn opening(&mut self, hours: tree::Hours) -> Option<Opening> {
        if hours.from >= hours.until {
            let message = format!("the hours `{}` end before they begin", self.text(hours.span));
            let help = "hours over midnight are two: `20:00-24:00`, and `00:00-08:00` of the next day";
            self.report(Finding::error("impossible-time", message).at(hours.span, "").help(help));
            return None;
        }
        Some(Opening { from: TimeOfDay(hours.from), until: hours.until })
    }

    fn add_opening(&mut self, open: &mut Written, opening: Opening, span: Span, day: Weekday) {
        let overlaps = |(other, _): &&(Opening, Span)| other.from.0 < opening.until && opening.from.0 < other.until;
        if let Some((_, first)) = open.iter().find(overlaps).copied() {
            // The same hours overlap on every day of a range: that is one mistake.
            let known = self.findings.last().is_some_and(|last| {
                last.rule == "overlap" && last.labels.first().is_some_and(|label| label.span == span)
            });
            if !known {
                let message = format!("these hours overlap others of {day}");
                let finding = Finding::error("overlap", message).at(span, "").at(first, "already open here");
                self.report(finding.help("write each time of the day once"));
            }
            return;
        }
        open.push((opening, span));
    }

    /// A calendar by its name: the programme's own, else the library's.
    fn calendar_named(&mut self, name: &Name) -> Option<CalendarId> {
        if let Some(id) = self.names.calendars.id(&name.text) {
            return Some(id);
        }
        let Some(lent) = library::calendar(&name.text) else {
            let mut known: Vec<&str> = self.names.calendars.names().collect();
            known.extend(library::calendars().map(|name| -> &str { name }));
            self.unknown(name, "calendar", &known);
            return None;
        };
        if let Some(id) = self.lent.calendars.get(lent.name.text.as_str()) {
            return Some(*id);
        }
        // What the library means by a name does not change with the names of a programme.
        let calendar = self.calendar(lent, Self::holidays_of_library);
        let id = self.program.calendars.push(calendar);
        self.lent.calendars.insert(&lent.name.text, id);
        Some(id)
    }

    /// A list of holidays by its name: the programme's own, else the library's.
    fn holidays_named(&mut self, name: &Name) -> Option<HolidaysId> {
        if let Some(id) = self.names.holidays.id(&name.text) {
            return Some(id);
        }
        let lent = self.holidays_of_library(name);
        if lent.is_none() {
            let mut known: Vec<&str> = self.names.holidays.names().collect();
            known.extend(library::holiday_lists().map(|name| -> &str { name }));
            self.unknown(name, "holiday list", &known);
        }
        lent
    }

    fn holidays_of_library(&mut self, name: &Name) -> Option<HolidaysId> {
        let lent = library::holiday_list(&name.text)?;
        if let Some(id) = self.lent.holidays.get(lent.name.text.as_str()) {
            return Some(*id);
        }
        let holidays = self.holiday_list(lent);
        let id = self.program.holidays.push(holidays);
        self.lent.holidays.insert(&lent.name.text, id);
        Some(id)
    }
}

/// A calendar of which only the hours are known.
fn empty(name: Option<&str>, week: &[Written; 7], span: Span) -> Calendar {
    Calendar {
        name: name.map(str::to_owned),
        text: name.unwrap_or_default().to_owned(),
        kind: None,
        source: None,
        valid: Valid::default(),
        week: openings(week),
        closed: Vec::new(),
        span,
    }
}

/// The openings of each day in order.
fn openings(week: &[Written; 7]) -> [Vec<Opening>; 7] {
    week.each_ref().map(|day| {
        let mut openings: Vec<Opening> = day.iter().map(|(opening, _)| *opening).collect();
        openings.sort_unstable();
        openings
    })
}

/// The days of a range; `fri..mon` goes on over the end of the week.
fn days(first: Weekday, last: Weekday) -> impl Iterator<Item = Weekday> {
    let count = (7 + last.index() - first.index()) % 7 + 1;
    Weekday::ALL.into_iter().cycle().skip(first.index().into()).take(count.into())
}

//! Calendars, lists of holidays, and the slips in them that are understood.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{
    Calendar, CalendarClause, CalendarClauseKind, DayRule, DayRuleKind, Holidays, Hours, OpenDays, OpeningHours,
};
use journey_ir::calendar::CalendarKind;
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::time::{Weekday, days_in_month};

impl<'t> Builder<'t> {
    pub(super) fn calendar(&mut self, span: Span, rest: Node<'t>) -> Option<Calendar> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::calendar_head);
        }
        let mut clauses: Vec<CalendarClause> = Vec::new();
        while let Some(node) = kids.next() {
            let span = self.span(&node);
            let kind = match node.as_rule() {
                Rule::bad => {
                    let bad = self.bad(&node, Place::Calendar);
                    if self.goes_on(&node, Place::Calendar)
                        && let Some(last) = clauses.last_mut()
                    {
                        last.kind = CalendarClauseKind::Bad(super::item::half_read(last.span));
                    }
                    Some(CalendarClauseKind::Bad(bad))
                }
                Rule::missing_close => None,
                _ => self.calendar_clause(span, node),
            };
            clauses.extend(kind.map(|kind| CalendarClause { span, kind }));
        }
        Some(Calendar { span, name, clauses })
    }

    fn calendar_clause(&mut self, span: Span, node: Node<'t>) -> Option<CalendarClauseKind> {
        let rule = node.as_rule();
        if rule == Rule::valid_dates {
            return Some(CalendarClauseKind::Valid(self.active(span, node)?));
        }
        let mut kids = Kids::of(node);
        kids.next()?;
        Some(match rule {
            Rule::calendar_kind => CalendarClauseKind::Kind(match kids.next()?.as_rule() {
                Rule::kw_law => CalendarKind::Law,
                Rule::kw_operator => CalendarKind::Operator,
                _ => CalendarKind::Policy,
            }),
            Rule::calendar_source => CalendarClauseKind::Source(self.text(kids.next()?)?),
            Rule::open => CalendarClauseKind::Open(self.schedule(kids.next()?)),
            Rule::closed if kids.take(Rule::kw_holidays).is_some() => {
                CalendarClauseKind::ClosedHolidays(self.each(kids, |builder, name| Some(builder.name(&name))))
            }
            Rule::closed => CalendarClauseKind::ClosedDays(self.each(kids, Self::day_rule)),
            _ => return None,
        })
    }

    pub(super) fn schedule(&mut self, node: Node<'t>) -> OpeningHours {
        let span = self.span(&node);
        OpeningHours { span, parts: self.each(Kids::of(node), |builder, part| Some(builder.open_days(part))) }
    }

    fn open_days(&mut self, node: Node<'t>) -> OpenDays {
        let span = self.span(&node);
        let (mut days, mut hours) = (Vec::new(), Vec::new());
        for kid in node.into_inner() {
            match kid.as_rule() {
                Rule::day_span => days.extend(self.day_span(kid)),
                Rule::open_time => hours.extend(self.open_time(&kid)),
                Rule::kw_every => days.push((Weekday::Monday, Weekday::Sunday)),
                _ => {}
            }
        }
        OpenDays { span, days, hours }
    }

    fn day_span(&mut self, node: Node<'t>) -> Option<(Weekday, Weekday)> {
        let span = self.span(&node);
        let written = node.as_str().trim_end().to_owned();
        let mut slip = false;
        let mut days = Vec::new();
        for kid in node.into_inner() {
            slip |= matches!(kid.as_rule(), Rule::slip_day | Rule::slip_dots);
            days.extend(weekday_of(kid.as_str()));
        }
        let (first, last) = (*days.first()?, *days.last()?);
        if slip {
            let short = |day: Weekday| day.name().get(..3).unwrap_or_default();
            let meant = match days.as_slice() {
                [_] => short(first).to_owned(),
                _ => format!("{}..{}", short(first), short(last)),
            };
            self.report_slip("days of the week are written", &meant, &written, span, "days of the week");
        }
        Some((first, last))
    }

    fn open_time(&mut self, node: &Node<'t>) -> Option<Hours> {
        let span = self.span(node);
        let written = node.as_str().trim_end();
        let slip = node.clone().into_inner().any(|kid| matches!(kid.as_rule(), Rule::slip_clock | Rule::slip_dash));
        let clocks = node.clone().into_inner();
        let clocks = clocks.filter(|kid| matches!(kid.as_rule(), Rule::time_hms | Rule::slip_clock));
        let clocks: Vec<Clock> = clocks.map(|kid| Clock::read(kid.as_str())).collect();
        let [from, until] = *clocks.as_slice() else { return None };
        if !from.is_time() || !until.is_end() {
            let message = format!("`{written}` are no hours of a day");
            let help = "times go from `00:00` to `23:59`, and hours may end at `24:00`";
            self.report(Finding::error("impossible-time", message).at(span, "no such time").help(help));
            return Some(Hours { span, from: 0, until: END_OF_DAY });
        }
        if slip {
            let meant = format!("{}-{}", from.shown(), until.shown());
            self.report_slip("hours are written", &meant, written, span, "hours");
        }
        Some(Hours { span, from: from.seconds(), until: until.seconds() })
    }

    pub(super) fn holidays(&mut self, span: Span, rest: Node<'t>) -> Option<Holidays> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::holidays_head);
        }
        let (mut days, mut bad) = (Vec::new(), Vec::new());
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::bad => bad.push(self.bad(&node, Place::Holidays)),
                Rule::missing_close => {}
                _ => days.extend(self.day_rule(node)),
            }
        }
        Some(Holidays { span, name, days, bad })
    }

    fn day_rule(&mut self, node: Node<'t>) -> Option<DayRule> {
        let span = self.span(&node);
        let inner = node.into_inner().next()?;
        let kind = match inner.as_rule() {
            Rule::easter_day => self.easter_day(inner, span)?,
            Rule::some_dates => {
                let mut kids = Kids::of(inner);
                let first = self.date(kids.next()?)?;
                let last = kids.after_keywords().and_then(|last| self.date(last));
                DayRuleKind::Dates(first, last)
            }
            rule => self.year_day(inner.as_str().trim_end(), rule == Rule::slip_year_day, span)?,
        };
        Some(DayRule { span, kind })
    }

    fn easter_day(&mut self, node: Node<'t>, span: Span) -> Option<DayRuleKind> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_easter);
        let Some(sign) = kids.next() else { return Some(DayRuleKind::Easter(0)) };
        let days = kids.next()?.as_str().trim_end().parse::<i32>().ok().filter(|days| *days <= EASTER_DAYS_MAX);
        let days = days.unwrap_or_else(|| {
            let message = format!("a day that follows Easter lies at most {EASTER_DAYS_MAX} days from it");
            self.report(Finding::error("number", message).at(span, "too far").help("write the day itself"));
            0
        });
        Some(DayRuleKind::Easter(if sign.as_rule() == Rule::minus { -days } else { days }))
    }

    /// `12-25`; the French `25/12` and `25 décembre` are understood.
    fn year_day(&mut self, written: &str, slip: bool, span: Span) -> Option<DayRuleKind> {
        let parts =
            written.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/')).filter(|part| !part.is_empty());
        let parts: Vec<u16> = parts
            .map_while(|part| part.trim_end_matches("er").parse().ok().or_else(|| crate::tree::Date::month_named(part)))
            .collect();
        let [first, second] = *parts.as_slice() else { return None };
        let (month, day) = if slip && !written.contains('-') { (second, first) } else { (first, second) };
        let exists = |month: u16, day: u16| (1..=days_in_month(LEAP_YEAR, month.into())).contains(&u32::from(day));
        if !exists(month, day) {
            let message = format!("`{written}` is not a day of the year");
            let help = if exists(day, month) {
                format!("the month comes first: write `{day:02}-{month:02}`")
            } else {
                "days of every year are a month and a day, such as `12-25`".to_owned()
            };
            self.report(Finding::error("impossible-date", message).at(span, "no such day").help(help));
            return Some(DayRuleKind::EveryYear(1, 1));
        }
        if slip {
            let meant = format!("{month:02}-{day:02}");
            self.report_slip("days of every year are written month first:", &meant, written, span, "a day of the year");
        }
        Some(DayRuleKind::EveryYear(u8::try_from(month).ok()?, u8::try_from(day).ok()?))
    }

    fn report_slip(&mut self, how: &str, meant: &str, written: &str, span: Span, label: &str) {
        let message = format!("{how} `{meant}`, not `{written}`");
        self.report(Finding::error("french-slip", message).at(span, label).help(format!("write `{meant}`")));
    }
}

/// How far from Easter a day may lie.
const EASTER_DAYS_MAX: i32 = 200;

/// A year that has every day.
const LEAP_YEAR: i32 = 2000;

/// In seconds, midnight at the end of a day.
const END_OF_DAY: u32 = 86_400;

/// What a clock shows, perhaps a time that does not exist.
#[derive(Clone, Copy)]
struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
}

impl Clock {
    /// Reads `10:00`, `10:00:30`, `10h30`, `10h` or `10`.
    fn read(text: &str) -> Self {
        let mut parts = text.trim().split([':', 'h', 'H']).map(|part| part.parse().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        Self { hour: next(), minute: next(), second: next() }
    }

    fn is_time(self) -> bool {
        self.hour < 24 && self.minute < 60 && self.second < 60
    }

    fn is_end(self) -> bool {
        self.is_time() || self.seconds() == END_OF_DAY && self.hour == 24
    }

    fn seconds(self) -> u32 {
        self.hour * 3600 + self.minute * 60 + self.second
    }

    fn shown(self) -> String {
        let seconds = if self.second == 0 { String::new() } else { format!(":{:02}", self.second) };
        format!("{:02}:{:02}{seconds}", self.hour, self.minute)
    }
}

/// The day of the week that a word names, in English or French, in full or not.
fn weekday_of(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    Some(match word.get(..3)? {
        "mon" | "lun" => Weekday::Monday,
        "tue" | "mar" => Weekday::Tuesday,
        "wed" | "mer" => Weekday::Wednesday,
        "thu" | "jeu" => Weekday::Thursday,
        "fri" | "ven" => Weekday::Friday,
        "sat" | "sam" => Weekday::Saturday,
        "sun" | "dim" => Weekday::Sunday,
        _ => return None,
    })
}

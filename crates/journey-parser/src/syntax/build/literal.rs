//! Names and literals, and the slips in them that are understood.

use super::{Builder, Kids};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::limits::TEXT_BYTES_MAX;
use crate::tree::{Date, DateTime, Length, Number, Path, Percent, Period, PeriodUnit, Text, Time, Weekday};
use journey_ir::finding::Finding;
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn path(&mut self, node: Node<'t>) -> Option<Path> {
        let span = self.span(&node);
        let mut names = node.into_inner().map(|name| self.name(&name));
        let first = names.next()?;
        Some(Path { first, rest: names.collect(), span })
    }

    pub(super) fn text(&mut self, node: Node<'t>) -> Option<Text> {
        let span = self.range(node.as_span().start()..node.as_span().end());
        let inner = node.into_inner().next()?;
        let raw = inner.as_str();
        if raw.len() > TEXT_BYTES_MAX {
            let message = format!("this text is {} bytes long; the limit is {TEXT_BYTES_MAX}", raw.len());
            self.report(
                Finding::error("limit", message).at(span, "too long").help("put it into a file: `body \"file.html\"`"),
            );
        }
        let value = match inner.as_rule() {
            Rule::text_inner | Rule::text_unclosed => unescape(raw),
            _ => raw.trim().to_owned(),
        };
        Some(Text { value, span })
    }

    pub(super) fn number(&mut self, node: &Node<'t>) -> Number {
        let span = self.span(node);
        let written = node.as_str();
        let digits = written.replace(char::is_whitespace, "").replace(',', ".");
        if digits != written {
            let (message, label) = if node.as_rule() == Rule::decimal_comma {
                (format!("`{written}` is written with a comma: decimal places follow a point, `{digits}`"), "a comma")
            } else {
                (
                    format!("`{written}` is written with blanks: the digits of a number stand together, `{digits}`"),
                    "a blank",
                )
            };
            let finding = Finding::error("french-slip", message).at(span, label);
            self.report(finding.help(format!("write `{digits}`")));
        }
        let ten_thousandths = self.scaled(&digits, 4, span);
        Number { ten_thousandths, integer: !digits.contains('.'), span }
    }

    pub(super) fn percent(&mut self, node: Node<'t>) -> Option<Percent> {
        let span = self.span(&node);
        let number = self.number(&Kids::of(node).next()?);
        let basis_points = number.ten_thousandths / 100;
        if number.ten_thousandths % 100 != 0 {
            let finding = Finding::error("number", "a percentage has at most two decimal places");
            self.report(finding.at(span, "too precise").help("round it"));
        }
        if basis_points > 10_000 {
            let finding = Finding::error("number", "a percentage is at most `100%`");
            self.report(finding.at(span, "more than everybody").help("write a share from `0%` to `100%`"));
        }
        Some(Percent { basis_points: u32::try_from(basis_points.min(10_000)).ok()?, span })
    }

    /// Digits with perhaps a point, times ten to the power of `places`; more than the language holds is a finding.
    fn scaled(&mut self, digits: &str, places: usize, span: Span) -> i64 {
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if fraction.len() > places && fraction.bytes().skip(places).any(|digit| digit != b'0') {
            let message = format!("`{digits}` has more than {places} decimal places");
            self.report(Finding::error("number", message).at(span, "too precise").help("round it"));
        }
        let kept: String = fraction.chars().chain(std::iter::repeat('0')).take(places).collect();
        let value = format!("{whole}{kept}").parse::<i64>();
        value.unwrap_or_else(|_| {
            self.report(
                Finding::error("number", "this number is too large").at(span, "too large").help("write a smaller one"),
            );
            0
        })
    }

    pub(super) fn period(&mut self, node: Node<'t>) -> Option<Period> {
        let span = self.span(&node);
        let written = node.as_str().trim_end().to_owned();
        let mut kids = Kids::of(node);
        let digits = kids.next()?;
        if digits.as_rule() == Rule::parameter_period {
            return Some(Period { length: Length::Parameter, span });
        }
        let unit = kids.next()?;
        if digits.as_rule() == Rule::slip_amount {
            return Some(self.broken_period(&written, digits.as_str(), unit_of(&unit).0, span));
        }
        let amount = digits.as_str().parse::<u32>().ok().filter(|amount| *amount <= PERIOD_AMOUNT_MAX);
        let amount = amount.unwrap_or_else(|| {
            let message = format!("a period counts at most {PERIOD_AMOUNT_MAX}");
            self.report(
                Finding::error("number", message).at(span, "too long").help("write a shorter one, or a larger unit"),
            );
            PERIOD_AMOUNT_MAX
        });
        let (unit, meant) = unit_of(&unit);
        if meant {
            let words = period_words(amount, unit);
            let message = format!("`{written}` is not how a period is written: `{words}`");
            self.report(Finding::error("french-slip", message).at(span, "a period").help(format!("write `{words}`")));
        }
        Some(Period { length: Length::Written { amount, unit }, span })
    }

    /// A unit by itself; one in another language is understood and named.
    pub(super) fn unit(&mut self, node: &Node<'t>, how: &str) -> PeriodUnit {
        let (unit, meant) = unit_of(node);
        if meant {
            let words = period_words(1, unit).trim_start_matches("1 ").to_owned();
            let message = format!("{how} `{words}`, not `{}`", node.as_str().trim_end());
            let finding = Finding::error("french-slip", message).at(self.span(node), "a unit");
            self.report(finding.help(format!("write `{words}`")));
        }
        unit
    }

    /// `1.5 days`: understood as what it is in the largest unit that counts it in whole numbers.
    fn broken_period(&mut self, written: &str, digits: &str, unit: PeriodUnit, span: Span) -> Period {
        let ten_thousandths = self.scaled(&digits.replace(',', "."), 4, span).min(i64::from(u32::MAX));
        let (amount, unit) = in_whole_units(ten_thousandths, unit, UNITS_DOWN_MAX);
        let amount = u32::try_from(amount).unwrap_or(PERIOD_AMOUNT_MAX).min(PERIOD_AMOUNT_MAX);
        let words = period_words(amount, unit);
        let message = format!("a period counts whole units: `{words}`, not `{written}`");
        self.report(Finding::error("number", message).at(span, "a part of a unit").help(format!("write `{words}`")));
        Period { length: Length::Written { amount, unit }, span }
    }

    pub(super) fn date(&mut self, node: Node<'t>) -> Option<Date> {
        let span = self.span(&node);
        let inner = node.into_inner().next()?;
        let written = inner.as_str();
        let parts: Vec<u16> = written
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/'))
            .filter(|part| !part.is_empty())
            .map_while(|part| part.trim_end_matches("er").parse().ok().or_else(|| Date::month_named(part)))
            .collect();
        let [a, month, b] = *parts.as_slice() else { return None };
        let french = inner.as_rule() == Rule::slip_date;
        let (year, day) = if french { (b, a) } else { (a, b) };
        let real_year = year.max(1);
        let real_month = month.clamp(1, 12);
        let real_day = day.clamp(1, days_in(real_year, real_month));
        let real = (real_year, real_month, real_day) == (year, month, day);
        if french && real {
            let meant = format!("{year:04}-{month:02}-{day:02}");
            let message = format!("dates are written year first, in digits: `{meant}`, not `{written}`");
            self.report(Finding::error("french-slip", message).at(span, "a date").help(format!("write `{meant}`")));
        }
        if !real {
            let message = format!("`{written}` is not a date of the calendar");
            let help = format!("the nearest one is `{real_year:04}-{real_month:02}-{real_day:02}`");
            self.report(Finding::error("impossible-date", message).at(span, "no such day").help(help));
        }
        Some(Date { year: real_year, month: u8::try_from(real_month).ok()?, day: u8::try_from(real_day).ok()?, span })
    }

    pub(super) fn time(&mut self, node: Node<'t>) -> Option<Time> {
        let span = self.span(&node);
        let inner = node.into_inner().next()?;
        let written = inner.as_str();
        let mut parts = written.split([':', 'h']).map(|part| part.parse::<u8>().unwrap_or(0));
        let hour = parts.next()?;
        let minute = parts.next().unwrap_or(0);
        let second = parts.next().unwrap_or(0);
        if inner.as_rule() != Rule::time_hms {
            let meant = format!("{hour:02}:{minute:02}");
            let message = format!("times of day are written `{meant}`, not `{written}`");
            self.report(Finding::error("french-slip", message).at(span, "a time").help(format!("write `{meant}`")));
        }
        if hour > 23 || minute > 59 || second > 59 {
            let message = format!("`{written}` is not a time of day");
            let help = "times go from `00:00` to `23:59`";
            self.report(Finding::error("impossible-time", message).at(span, "no such time").help(help));
        }
        Some(Time { hour: hour.min(23), minute: minute.min(59), second: second.min(59), span })
    }

    /// A day of the week; one in another language, or with a capital letter, is understood and named.
    pub(super) fn weekday(&mut self, node: &Node<'t>) -> Option<Weekday> {
        if node.as_rule() != Rule::slip_weekday {
            return weekday_of(node.as_rule());
        }
        let written = node.as_str();
        let (weekday, meant) = slipped_weekday(&written.to_lowercase());
        let message = format!("days of the week are written like `{meant}`, not `{written}`");
        let finding = Finding::error("french-slip", message).at(self.span(node), "a day of the week");
        self.report(finding.help(format!("write `{meant}`")));
        Some(weekday)
    }

    pub(super) fn datetime(&mut self, node: Node<'t>) -> Option<DateTime> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        Some(DateTime { date: self.date(kids.next()?)?, time: self.time(kids.next()?)?, span })
    }
}

/// The most that a period may count: 36,500 days are a century, and no sum of two of them leaves the calendar.
const PERIOD_AMOUNT_MAX: u32 = 1_000_000;

/// The unit, and whether it was understood from a slip.
fn unit_of(node: &Node<'_>) -> (PeriodUnit, bool) {
    match node.as_rule() {
        Rule::unit_second => (PeriodUnit::Second, false),
        Rule::unit_minute => (PeriodUnit::Minute, false),
        Rule::unit_hour => (PeriodUnit::Hour, false),
        Rule::unit_day => (PeriodUnit::Day, false),
        Rule::unit_week => (PeriodUnit::Week, false),
        Rule::unit_month => (PeriodUnit::Month, false),
        Rule::unit_year => (PeriodUnit::Year, false),
        _ => (slipped_unit(node.as_str()), true),
    }
}

fn slipped_unit(word: &str) -> PeriodUnit {
    match word {
        "semaine" | "semaines" | "sem" | "w" => PeriodUnit::Week,
        "mois" => PeriodUnit::Month,
        "an" | "ans" | "année" | "années" | "y" => PeriodUnit::Year,
        "h" | "hr" | "hrs" | "heure" | "heures" => PeriodUnit::Hour,
        "min" | "mins" | "mn" => PeriodUnit::Minute,
        "s" | "sec" | "secs" | "seconde" | "secondes" => PeriodUnit::Second,
        _ => PeriodUnit::Day,
    }
}

/// How many units further down something that is whole in none of them is rounded.
const UNITS_DOWN_MAX: u8 = 2;

/// So many ten-thousandths of a unit in whole units of it or of a smaller one, `down` units further down at most.
fn in_whole_units(ten_thousandths: i64, unit: PeriodUnit, down: u8) -> (i64, PeriodUnit) {
    let smaller = match unit {
        _ if down == 0 || ten_thousandths % 10_000 == 0 => None,
        PeriodUnit::Year => Some((12, PeriodUnit::Month)),
        // Months differ in length: nobody who writes half a month means more than about that.
        PeriodUnit::Month => Some((30, PeriodUnit::Day)),
        PeriodUnit::Week => Some((7, PeriodUnit::Day)),
        PeriodUnit::Day => Some((24, PeriodUnit::Hour)),
        PeriodUnit::Hour => Some((60, PeriodUnit::Minute)),
        PeriodUnit::Minute => Some((60, PeriodUnit::Second)),
        PeriodUnit::Second => None,
    };
    match smaller {
        Some((factor, smaller)) => in_whole_units(ten_thousandths.saturating_mul(factor), smaller, down - 1),
        None => ((ten_thousandths.saturating_add(5_000) / 10_000).max(1), unit),
    }
}

fn period_words(amount: u32, unit: PeriodUnit) -> String {
    let unit = match unit {
        PeriodUnit::Second => "second",
        PeriodUnit::Minute => "minute",
        PeriodUnit::Hour => "hour",
        PeriodUnit::Day => "day",
        PeriodUnit::Week => "week",
        PeriodUnit::Month => "month",
        PeriodUnit::Year => "year",
    };
    if amount == 1 { format!("1 {unit}") } else { format!("{amount} {unit}s") }
}

/// The day of the week that a keyword names.
fn weekday_of(rule: Rule) -> Option<Weekday> {
    Some(match rule {
        Rule::kw_monday => Weekday::Monday,
        Rule::kw_tuesday => Weekday::Tuesday,
        Rule::kw_wednesday => Weekday::Wednesday,
        Rule::kw_thursday => Weekday::Thursday,
        Rule::kw_friday => Weekday::Friday,
        Rule::kw_saturday => Weekday::Saturday,
        Rule::kw_sunday => Weekday::Sunday,
        _ => return None,
    })
}

/// The day of the week that was meant, and its word.
fn slipped_weekday(word: &str) -> (Weekday, &'static str) {
    match word {
        "lundi" | "monday" => (Weekday::Monday, "monday"),
        "mardi" | "tuesday" => (Weekday::Tuesday, "tuesday"),
        "mercredi" | "wednesday" => (Weekday::Wednesday, "wednesday"),
        "jeudi" | "thursday" => (Weekday::Thursday, "thursday"),
        "vendredi" | "friday" => (Weekday::Friday, "friday"),
        "samedi" | "saturday" => (Weekday::Saturday, "saturday"),
        _ => (Weekday::Sunday, "sunday"),
    }
}

fn days_in(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn unescape(raw: &str) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    let mut value = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(next) = chars.next() {
        match (next, chars.clone().next()) {
            ('\\', Some(escaped @ ('"' | '\\'))) => {
                value.push(escaped);
                chars.next();
            }
            ('\\', Some('n')) => {
                value.push('\n');
                chars.next();
            }
            _ => value.push(next),
        }
    }
    value
}

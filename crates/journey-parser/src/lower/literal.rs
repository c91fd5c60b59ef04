//! Literals of the tree as values of the programme.

use journey_ir::decimal::Decimal;
use journey_ir::finding::Finding;
use journey_ir::pressure::Purpose;
use journey_ir::program::Share;
use journey_ir::time::{Date, Period, TimeOfDay, Unit, WallTime, YEAR_MAX, YEAR_MIN};
use journey_ir::value::Value;

use super::Lowering;
use crate::tree::{self, Length};

impl Lowering<'_> {
    /// A date of the supported years.
    pub(super) fn date(&mut self, date: tree::Date) -> Option<Date> {
        let found = Date::from_ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day));
        if found.is_none() {
            let message = format!("the year {} is not between {YEAR_MIN} and {YEAR_MAX}", date.year);
            self.report(Finding::error("impossible-date", message).at(date.span, ""));
        }
        found
    }

    /// A date with a time of day.
    pub(super) fn wall_time(&mut self, moment: tree::DateTime) -> Option<WallTime> {
        let time = time(moment.time);
        self.date(moment.date).map(|date| WallTime { date, time })
    }

    /// A length of time that must not be nothing.
    pub(super) fn some_period(&mut self, written: tree::Period, why: &str) -> Period {
        let period = self.period(written);
        if period.is_zero() {
            let message = format!("`{}` is no time at all: {why}", self.text(written.span));
            let finding = Finding::error("out-of-range", message).at(written.span, "");
            self.report(finding.help("write a length of time such as `7 days`"));
        }
        period
    }

    /// A length of time.
    pub(super) fn period(&mut self, written: tree::Period) -> Period {
        match written.length {
            Length::Written { amount, unit } => period(amount, unit),
            Length::Parameter => self.parameter_period(written.span),
        }
    }
}

fn period(amount: u32, unit: tree::PeriodUnit) -> Period {
    let unit = match unit {
        tree::PeriodUnit::Second => Unit::Second,
        tree::PeriodUnit::Minute => Unit::Minute,
        tree::PeriodUnit::Hour => Unit::Hour,
        tree::PeriodUnit::Day => Unit::Day,
        tree::PeriodUnit::Week => Unit::Week,
        tree::PeriodUnit::Month => Unit::Month,
        tree::PeriodUnit::Year => Unit::Year,
    };
    Period::of(i64::from(amount), unit)
}

/// A time of day; the tree holds only those that exist.
pub(super) fn time(time: tree::Time) -> TimeOfDay {
    TimeOfDay::from_hms(u32::from(time.hour), u32::from(time.minute), u32::from(time.second)).unwrap_or_default()
}

/// A number: an integer when it is written without decimal places.
pub(super) fn number(number: tree::Number) -> Value {
    number.as_integer().map_or(Value::Decimal(Decimal(number.ten_thousandths)), Value::Integer)
}

/// A share of customers; the tree holds none above 100 %.
pub(super) fn share(percent: tree::Percent) -> Share {
    Share(u16::try_from(percent.basis_points.min(10_000)).unwrap_or(10_000))
}

/// A purpose.
pub(super) fn purpose(word: tree::PurposeWord) -> Purpose {
    match word.purpose {
        tree::Purpose::Commercial => Purpose::Commercial,
        tree::Purpose::Relational => Purpose::Relational,
        tree::Purpose::Requested => Purpose::Requested,
        tree::Purpose::Service => Purpose::Service,
    }
}

//! Lengths of time as the language writes them: `3 days`, `1 month`, `2 hours` (language reference 2.2).

use std::fmt;

/// A length of time. Months and days are calendar units, kept on the wall clock; seconds are exact.
///
/// In programmes exactly one of the three is not zero. Negative lengths point to the past. Two periods are equal when
/// they are written in the same kind of unit: `24 hours` is not `1 day`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Period {
    /// Calendar months; a year is twelve.
    pub months: i32,
    /// Calendar days; a week is seven.
    pub days: i32,
    /// Exact seconds; an hour is 3,600.
    pub seconds: i64,
}

/// The units in which a length of time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Exact.
    Second,
    /// Exact: 60 seconds.
    Minute,
    /// Exact: 3,600 seconds.
    Hour,
    /// Calendar.
    Day,
    /// Calendar: 7 days.
    Week,
    /// Calendar.
    Month,
    /// Calendar: 12 months.
    Year,
}

impl Unit {
    /// All units, the shortest first.
    pub const ALL: [Self; 7] = [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    /// The name in the language, in the singular: `day`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Reads `day` or `days`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let singular = text.strip_suffix('s').unwrap_or(text);
        Self::ALL.into_iter().find(|unit| unit.name() == singular)
    }
}

impl Period {
    /// No time at all.
    pub const ZERO: Self = Self { months: 0, days: 0, seconds: 0 };

    /// Reads a length of time as a manifest or a command line has it: `120 days`, `1 hour 30 minutes`. Never negative.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let part = |pair: &[&str]| match pair {
            [count, unit] if count.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(Self::of(count.parse().ok()?, Unit::parse(unit)?))
            }
            _ => None,
        };
        let parts = words.chunks(2).map(part).collect::<Option<Vec<_>>>()?;
        let sum = |sum: Self, part: &Self| Self {
            months: sum.months.saturating_add(part.months),
            days: sum.days.saturating_add(part.days),
            seconds: sum.seconds.saturating_add(part.seconds),
        };
        (!parts.is_empty()).then(|| parts.iter().fold(Self::ZERO, sum))
    }

    /// `count` times a unit. Lengths beyond what a field holds stop there: they reach past every supported date anyway.
    #[must_use]
    pub fn of(count: i64, unit: Unit) -> Self {
        let calendar = |factor: i64| {
            let scaled = count.saturating_mul(factor).clamp(-i64::from(i32::MAX), i64::from(i32::MAX));
            i32::try_from(scaled).unwrap_or(i32::MAX)
        };
        let exact = |factor: i64| Self { seconds: count.saturating_mul(factor), ..Self::ZERO };
        match unit {
            Unit::Second => exact(1),
            Unit::Minute => exact(60),
            Unit::Hour => exact(3600),
            Unit::Day => Self { days: calendar(1), ..Self::ZERO },
            Unit::Week => Self { days: calendar(7), ..Self::ZERO },
            Unit::Month => Self { months: calendar(1), ..Self::ZERO },
            Unit::Year => Self { months: calendar(12), ..Self::ZERO },
        }
    }

    /// The same length in the other direction.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self {
            months: self.months.saturating_neg(),
            days: self.days.saturating_neg(),
            seconds: self.seconds.saturating_neg(),
        }
    }

    /// Whether this is no time at all.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// Whether the length is the same everywhere: it has no calendar units.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        self.months == 0 && self.days == 0
    }
}

/// The text of the language, in the longest unit that fits except weeks (`14 days` is how marketers count).
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let months = i64::from(self.months);
        let parts = [
            if months % 12 == 0 { (months / 12, Unit::Year) } else { (months, Unit::Month) },
            (i64::from(self.days), Unit::Day),
            match self.seconds {
                seconds if seconds % 3600 == 0 => (seconds / 3600, Unit::Hour),
                seconds if seconds % 60 == 0 => (seconds / 60, Unit::Minute),
                seconds => (seconds, Unit::Second),
            },
        ];
        let mut separator = "";
        for (count, unit) in parts.into_iter().filter(|part| part.0 != 0) {
            let plural = if count == 1 { "" } else { "s" };
            write!(f, "{separator}{count} {}{plural}", unit.name())?;
            separator = " ";
        }
        if self.is_zero() { f.write_str("0 days") } else { Ok(()) }
    }
}

//! Names and literals.

use journey_ir::span::Span;

/// A name, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The characters.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// One or more names joined by dots: `amount`, `purchase.amount`, `customer.tier`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The first name.
    pub first: Name,
    /// The names after dots.
    pub rest: Vec<Name>,
    /// The whole path.
    pub span: Span,
}

impl Path {
    /// The name, when there is only one.
    #[must_use]
    pub fn single(&self) -> Option<&Name> {
        self.rest.is_empty().then_some(&self.first)
    }
}

/// A quoted text, escapes (`\"`, `\\`, `\n`) resolved, placeholders as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The characters between the quotes.
    pub value: String,
    /// With the quotes.
    pub span: Span,
}

/// A number: exact, four decimal places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The value in ten-thousandths.
    pub ten_thousandths: i64,
    /// Whether it was written without decimal places.
    pub integer: bool,
    /// Where.
    pub span: Span,
}

impl Number {
    /// The value, when it is written without decimal places.
    #[must_use]
    pub fn as_integer(self) -> Option<i64> {
        self.integer.then_some(self.ten_thousandths / 10_000)
    }
}

/// A percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent {
    /// Hundredths of a percent, at most 10,000 (100 %).
    pub basis_points: u32,
    /// Where, with the `%`.
    pub span: Span,
}

/// A length of time: `3 days` (language reference 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// How long.
    pub length: Length,
    /// Where.
    pub span: Span,
}

/// How long a length of time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// `3 days`
    Written {
        /// How many.
        amount: u32,
        /// Of what.
        unit: PeriodUnit,
    },
    /// As long as the blueprint's parameter whose name stands there (language reference 6).
    Parameter,
}

/// The units of a length of time; from `Day` on they are calendar units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodUnit {
    /// `second`
    Second,
    /// `minute`
    Minute,
    /// `hour`
    Hour,
    /// `day`
    Day,
    /// `week`
    Week,
    /// `month`
    Month,
    /// `year`
    Year,
}

/// A date that exists (an impossible one is a finding, and the nearest day before it stands here).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year, 0001 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// Where.
    pub span: Span,
}

impl Date {
    /// The month that a word names, in French or English: 1 to 12.
    pub(crate) fn month_named(word: &str) -> Option<u16> {
        Some(match word.to_lowercase().as_str() {
            "janvier" | "january" => 1,
            "février" | "fevrier" | "february" => 2,
            "mars" | "march" => 3,
            "avril" | "april" => 4,
            "mai" | "may" => 5,
            "juin" | "june" => 6,
            "juillet" | "july" => 7,
            "août" | "aout" | "august" => 8,
            "septembre" | "september" => 9,
            "octobre" | "october" => 10,
            "novembre" | "november" => 11,
            "décembre" | "decembre" | "december" => 12,
            _ => return None,
        })
    }
}

/// A time of day that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Where.
    pub span: Span,
}

/// A date with a time of day: `2026-11-27 09:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of day.
    pub time: Time,
    /// Where.
    pub span: Span,
}

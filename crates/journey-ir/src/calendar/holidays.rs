//! Lists of days: fixed ones, ones that follow Easter, single dates.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::Span;
use crate::time::Date;

/// A list of days, such as a country's public holidays (language reference 3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Holidays {
    /// Its name.
    pub name: String,
    /// The days.
    pub days: Vec<DayRule>,
    /// Where it is declared.
    pub span: Span,
}

impl Holidays {
    /// Whether the list holds a date.
    #[must_use]
    pub fn contain(&self, date: Date) -> bool {
        self.days.iter().any(|days| days.contains(date))
    }
}

/// One or more days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayRule {
    /// `05-01`: this day of every year that has it.
    EveryYear {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
    },
    /// `easter + 1`: so many days after Easter Sunday, of every year; negative ones before it.
    Easter(i32),
    /// `2026-08-01 to 2026-08-15`, or one date.
    Between {
        /// The first day.
        first: Date,
        /// The last day.
        last: Date,
    },
}

impl DayRule {
    /// Whether a date is one of them.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        match self {
            Self::EveryYear { month, day } => {
                let (_, its_month, its_day) = date.ymd();
                (its_month, its_day) == (u32::from(month), u32::from(day))
            }
            // The day before the offset is Easter Sunday of the year that it lies in.
            Self::Easter(offset) => {
                let easter = Date(date.0.saturating_sub(offset));
                Date::easter(easter.ymd().0) == Some(easter)
            }
            Self::Between { first, last } => (first..=last).contains(&date),
        }
    }
}

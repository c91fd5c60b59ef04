//! Calendar days, weeks, months, quarters and years: the units that begin and end where the calendar says (language
//! reference 4.2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Instant, Period, Weekday, Zone};

/// A unit of the calendar, in some zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarUnit {
    /// From midnight to midnight.
    Day,
    /// From Monday.
    Week,
    /// From the first.
    Month,
    /// From the first of January, April, July and October.
    Quarter,
    /// From 1 January.
    Year,
}

impl CalendarUnit {
    /// All, the shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The name in the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl Date {
    /// The first date of the next unit.
    #[must_use]
    pub fn start_of_next(self, unit: CalendarUnit) -> Self {
        let (year, month, day) = self.ymd();
        let into_month = i32::try_from(day).unwrap_or(1) - 1;
        let months = match unit {
            CalendarUnit::Day => return self.plus_days(1),
            CalendarUnit::Week => {
                let into_week = i32::from(self.weekday().index()) - i32::from(Weekday::Monday.index());
                return self.plus_days(7 - into_week);
            }
            CalendarUnit::Month => 1,
            CalendarUnit::Quarter => 3 - (month - 1) % 3,
            CalendarUnit::Year => return Self::from_ymd(year + 1, 1, 1).unwrap_or(Self::MAX),
        };
        let months = i32::try_from(months).unwrap_or(1);
        self.plus_days(-into_month).plus(Period { months, ..Period::ZERO })
    }
}

impl Zone {
    /// The end of the unit in which `t` lies: the first instant of the next one, always after `t`.
    #[must_use]
    pub fn end_of(&self, unit: CalendarUnit, t: Instant) -> Instant {
        let wall = self.wall(t);
        let next = wall.date.start_of_next(unit);
        let end = self.midnight(next);
        if end > t {
            return end;
        }
        if next <= wall.date {
            return Instant::MAX;
        }
        // The clock went back over midnight: its first midnight is over, and the date is the old one again.
        let left = i64::from(next.0 - wall.date.0) * super::DAY_SECONDS - i64::from(wall.time.0);
        t.plus_seconds(left)
    }
}

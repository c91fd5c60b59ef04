//! What a clock on the wall shows: times of day, and dates with them.

use std::fmt;

use super::{DAY_SECONDS, Date};

/// Seconds after midnight on the wall clock, 0 to 86,399.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TimeOfDay(pub u32);

impl TimeOfDay {
    /// 00:00:00.
    pub const MIDNIGHT: Self = Self(0);
    /// 23:59:59.
    pub const LAST: Self = Self(86_399);

    /// The time of that hour (0–23), minute and second (0–59).
    #[must_use]
    pub fn from_hms(hour: u32, minute: u32, second: u32) -> Option<Self> {
        (hour < 24 && minute < 60 && second < 60).then(|| Self(hour * 3600 + minute * 60 + second))
    }

    /// Reads `HH:MM` or `HH:MM:SS`.
    #[must_use]
    pub fn parse(text: impl AsRef<[u8]>) -> Option<Self> {
        super::moment::parse_time_of_day(text.as_ref())
    }

    /// Hour, minute and second.
    #[must_use]
    pub const fn hms(self) -> (u32, u32, u32) {
        (self.0 / 3600, self.0 / 60 % 60, self.0 % 60)
    }
}

/// `HH:MM`, with seconds only when there are any.
impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.hms();
        write!(f, "{hour:02}:{minute:02}")?;
        if second > 0 { write!(f, ":{second:02}") } else { Ok(()) }
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TimeOfDay({self})")
    }
}

/// A date and a time of day as a clock on the wall shows them; which instant that is, a zone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime {
    /// The date on the calendar.
    pub date: Date,
    /// The time on the clock.
    pub time: TimeOfDay,
}

impl WallTime {
    /// Seconds from 1970-01-01 00:00 on the same wall clock, as if it were never changed.
    #[must_use]
    pub fn seconds(self) -> i64 {
        i64::from(self.date.0) * DAY_SECONDS + i64::from(self.time.0)
    }

    /// The inverse of [`WallTime::seconds`].
    #[must_use]
    pub(super) fn from_seconds(seconds: i64) -> Self {
        let date = i32::try_from(seconds.div_euclid(DAY_SECONDS)).unwrap_or(Date::MAX.0);
        let time = u32::try_from(seconds.rem_euclid(DAY_SECONDS)).unwrap_or_default();
        Self { date: Date(date), time: TimeOfDay(time) }
    }
}

/// `YYYY-MM-DD HH:MM`, with seconds only when there are any.
impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.date, self.time)
    }
}

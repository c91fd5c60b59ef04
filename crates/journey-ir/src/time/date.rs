//! Calendar dates and their arithmetic (language reference 2.2).

use std::fmt;

use super::moment::{Moment, parse_moment};
use super::{Period, Weekday};

/// The first supported year.
pub const YEAR_MIN: i32 = 1800;
/// The last supported year.
pub const YEAR_MAX: i32 = 2200;

/// Days since 1970-01-01 in the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date(pub i32);

impl Date {
    /// The earliest supported date, 1800-01-01.
    pub const MIN: Self = Self(-62_091);
    /// The latest supported date, 2200-12-31.
    pub const MAX: Self = Self(84_370);

    /// The date of that year, month (1–12) and day (1–31); `None` when there is none or its year is not supported.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let fits = (YEAR_MIN..=YEAR_MAX).contains(&year) && (1..=days_in_month(year, month)).contains(&day);
        fits.then(|| days_from_civil(year, month, day))
    }

    /// Reads `YYYY-MM-DD`, nothing else.
    #[must_use]
    pub fn parse(text: impl AsRef<[u8]>) -> Option<Self> {
        match parse_moment(text)? {
            Moment::Date(date) => Some(date),
            Moment::Instant(_) | Moment::Local(_) => None,
        }
    }

    /// Year, month (1–12) and day (1–31). Dates beyond the years 1 to 9999 count as the nearest in them.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0.clamp(-719_162, 2_932_896))
    }

    /// Easter Sunday of that year in the Gregorian calendar; `None` when the year is not supported.
    #[must_use]
    pub fn easter(year: i32) -> Option<Self> {
        // The anonymous Gregorian computus (Meeus, "Astronomical Algorithms", chapter 8).
        let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
        let (leap_centuries, common_centuries) = (century / 4, century % 4);
        let correction = (century - (century + 8) / 25 + 1) / 3;
        let moon = (19 * golden + century - leap_centuries - correction + 15) % 30;
        let (leaps, commons) = (of_century / 4, of_century % 4);
        let sunday = (32 + 2 * common_centuries + 2 * leaps - moon - commons) % 7;
        let exception = (golden + 11 * moon + 22 * sunday) / 451;
        let day = moon + sunday - 7 * exception + 114;
        Self::from_ymd(year, (day / 31).cast_unsigned(), (day % 31 + 1).cast_unsigned())
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday, the day with index 3.
        match (self.0.rem_euclid(7) + 3) % 7 {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// This date moved by whole days, stopping at the edges of the supported range.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days)).clamp(Self::MIN, Self::MAX)
    }

    /// This date moved by the months, then the days of a period: end-of-month clamped, stopping at the edges of the
    /// supported range (language reference 2.2). A date has no time, so the seconds of a period do not move it.
    #[must_use]
    pub fn plus(self, period: Period) -> Self {
        self.plus_months(period.months).plus_days(period.days)
    }

    /// The anniversary of this date in `year`: the same month and day, 29 February falling on the 28th in common
    /// years (language reference 2.2, 2.6). `None` when the year is not supported.
    #[must_use]
    pub fn anniversary_in(self, year: i32) -> Option<Self> {
        let (_, month, day) = self.ymd();
        Self::from_ymd(year, month, day.min(days_in_month(year, month)))
    }

    /// The anniversaries of this date after these numbers of years, as far as they are supported (language reference 2.6).
    pub fn anniversaries(self, ages: impl IntoIterator<Item = i32>) -> impl Iterator<Item = Self> {
        let (first, month, day) = self.ymd();
        ages.into_iter().filter_map(move |age| {
            let year = first + age;
            Self::from_ymd(year, month, day.min(days_in_month(year, month)))
        })
    }

    fn plus_months(self, months: i32) -> Self {
        if months == 0 {
            return self;
        }
        let (year, month, day) = self.ymd();
        // Month 0 is January of year 0. Ten thousand years either way is already far outside the supported range.
        let target = year * 12 + (month.cast_signed() - 1) + months.clamp(-120_000, 120_000);
        let (year, month) = (target.div_euclid(12), target.rem_euclid(12).cast_unsigned() + 1);
        if year < YEAR_MIN {
            return Self::MIN;
        }
        Self::from_ymd(year, month, day.min(days_in_month(year, month))).unwrap_or(Self::MAX)
    }
}

/// How many days the month (1–12) of that year has; 0 for a month that does not exist.
#[must_use]
pub const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Counts from 1 March of year 0, so that the leap day is the last of its year and months have one formula
/// (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i32, month: u32, day: u32) -> Date {
    let year = year.cast_unsigned() - u32::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
    Date(days.cast_signed() - DAYS_BEFORE_1970)
}

fn civil_from_days(days_since_1970: i32) -> (i32, u32, u32) {
    // Multiplications in place of divisions: Neri and Schneider, "Euclidean affine functions and their application to calendar
    // algorithms" (2023), figure 12. Years begin in March. No date before the year 1 comes here.
    let quarters = 4 * (days_since_1970 + DAYS_BEFORE_1970).cast_unsigned() + 3;
    let (century, day_of_century) = (quarters / 146_097, quarters % 146_097 / 4);
    let product = YEAR_FACTOR * u64::from(4 * day_of_century + 3);
    let (year_of_century, day_of_year) = (low_half(product >> 32), low_half(product) / low_half(YEAR_FACTOR) / 4);
    let month_and_day = 2_141 * day_of_year + 197_913;
    let (shifted_month, day) = (month_and_day >> 16, (month_and_day & 0xFFFF) / 2_141 + 1);
    let is_after_december = day_of_year >= 306;
    let month = if is_after_december { shifted_month - 12 } else { shifted_month };
    let year = 100 * century + year_of_century + u32::from(is_after_december);
    (year.cast_signed(), month, day)
}

/// 2³² divided by the quarters of a day in a year.
const YEAR_FACTOR: u64 = 2_939_745;

fn low_half(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or_default()
}

/// Days from 0000-03-01 to 1970-01-01.
const DAYS_BEFORE_1970: i32 = 719_468;

/// `YYYY-MM-DD`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

//! Time as the language means it (language reference 2): instants, dates, wall times, periods, weekdays and zones.
//!
//! Everything is plain integers and tables; only the making of a zone's table asks `chrono-tz`.
//! Years 1800 to 2200 are supported: data outside is refused, arithmetic that would leave the range stops at its edge.

mod calendar_unit;
mod date;
mod instant;
mod moment;
mod period;
mod rfc3339;
mod wall;
mod weekday;
mod zone;
mod zone_id;

#[cfg(test)]
mod tests;

pub use calendar_unit::CalendarUnit;
pub use date::{Date, YEAR_MAX, YEAR_MIN, days_in_month};
pub use instant::Instant;
pub use moment::{Moment, parse_moment};
pub use period::{Period, Unit};
pub use wall::{TimeOfDay, WallTime};
pub use weekday::Weekday;
pub use zone::Zone;
pub use zone_id::ZoneId;

/// Seconds in a day on which the clocks do not change.
pub const DAY_SECONDS: i64 = 86_400;

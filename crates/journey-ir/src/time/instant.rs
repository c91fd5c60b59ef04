//! A point on the time line, in whole seconds (language reference 2.1).

use std::fmt;

use super::{DAY_SECONDS, Date, ZoneId};

/// Seconds since 1970-01-01T00:00:00Z. Finer data is truncated toward the past before it gets here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(pub i64);

impl Instant {
    /// The earliest supported instant, 1800-01-01T00:00:00Z; stands for "the start of time".
    pub const MIN: Self = Self(Date::MIN.0 as i64 * DAY_SECONDS);
    /// The latest supported instant, 2200-12-31T23:59:59Z; stands for "never".
    pub const MAX: Self = Self((Date::MAX.0 as i64 + 1) * DAY_SECONDS - 1);

    /// This instant moved by exact seconds, stopping at [`Instant::MIN`] and [`Instant::MAX`].
    #[inline]
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds)).clamp(Self::MIN, Self::MAX)
    }

    /// Whether the instant lies in the supported range.
    #[must_use]
    pub fn is_supported(self) -> bool {
        (Self::MIN..=Self::MAX).contains(&self)
    }
}

/// Readable in failing tests: `Instant(2026-01-05T08:00:00Z)`, or the number when outside the supported range.
impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_supported() {
            write!(f, "Instant({})", ZoneId::UTC.table().rfc3339(*self))
        } else {
            write!(f, "Instant({})", self.0)
        }
    }
}

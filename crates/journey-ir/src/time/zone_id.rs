//! Names of time zones, and the tables behind them.

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use chrono_tz::{TZ_VARIANTS, Tz};

use super::Zone;

/// A zone of the IANA database: an index into `chrono_tz::TZ_VARIANTS`. An index beyond the list, which nothing here
/// makes, means UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneId(pub u16);

impl Default for ZoneId {
    fn default() -> Self {
        Self::UTC
    }
}

impl ZoneId {
    /// The zone called `UTC`.
    pub const UTC: Self = Self(Tz::UTC as u16);

    /// The zone of that IANA name, such as `Europe/Paris`, written exactly so.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let position = SORTED.binary_search_by(|id| id.name().cmp(name)).ok()?;
        SORTED.get(position).copied()
    }

    /// All zones, in the order of their names.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        SORTED.iter().copied()
    }

    /// The IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.tz().name()
    }

    /// The zone's table, built on first use.
    #[inline]
    #[must_use]
    pub fn table(self) -> &'static Zone {
        static TABLES: [OnceLock<Zone>; TZ_VARIANTS.len()] = [const { OnceLock::new() }; TZ_VARIANTS.len()];
        static UTC: OnceLock<Zone> = OnceLock::new();
        TABLES.get(usize::from(self.0)).unwrap_or(&UTC).get_or_init(|| Zone::build(self.tz()))
    }

    fn tz(self) -> Tz {
        TZ_VARIANTS.get(usize::from(self.0)).copied().unwrap_or(Tz::UTC)
    }
}

static SORTED: LazyLock<Vec<ZoneId>> = LazyLock::new(|| {
    let mut ids: Vec<ZoneId> = (0..=u16::MAX).take(TZ_VARIANTS.len()).map(ZoneId).collect();
    ids.sort_unstable_by_key(|id| id.name());
    ids
});

impl fmt::Display for ZoneId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for ZoneId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ZoneId({})", self.name())
    }
}

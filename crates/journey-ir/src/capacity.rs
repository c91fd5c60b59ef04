//! Capacity: how much a channel can do in an hour, a day or a week, for all customers together (language reference 3.3).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::Expression;
use crate::time::{DAY_SECONDS, Instant, TimeOfDay, Weekday, Zone};
use crate::value::Type;

/// `capacity 200 per day [per assignee]`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Capacity {
    /// How many contacts at most.
    pub limit: u32,
    /// In which time.
    pub per: CapacityPeriod,
    /// Whether each assignee has a count of their own.
    pub per_assignee: bool,
}

/// `assign rep`: who does the work for a customer; nobody when it is missing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Assignee {
    /// Tells people apart: a text, an integer, or a `one of`.
    pub who: Expression,
    /// Its type.
    pub kind: Type,
}

/// The time over which a capacity counts. What is left of it at the end does not carry over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapacityPeriod {
    /// An hour of the clock; one that the clock shows twice is two.
    Hour,
    /// A day, from midnight.
    Day,
    /// A week, from Monday.
    Week,
}

impl CapacityPeriod {
    /// The word in the language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// The first instant after the period in which `t` lies: it tells the period from all others. `zone` is the
    /// programme's.
    #[must_use]
    pub fn end(self, t: Instant, zone: &Zone) -> Instant {
        match self {
            Self::Hour => {
                let past = i64::from(zone.wall(t).time.0) % HOUR_SECONDS;
                let full = t.plus_seconds(HOUR_SECONDS - past);
                zone.next_change(t).map_or(full, |change| change.min(full))
            }
            Self::Day => zone.next_midnight(t),
            Self::Week => zone.next_weekday_time(t.plus_seconds(1), Weekday::Monday, TimeOfDay::MIDNIGHT),
        }
    }
}

/// Seconds in an hour.
const HOUR_SECONDS: i64 = DAY_SECONDS / 24;

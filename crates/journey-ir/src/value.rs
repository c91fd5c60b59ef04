//! What an attribute, an event's field or an expression can hold.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::table::ChannelId;
use crate::time::{Date, Instant, ZoneId};

/// The type of an attribute or field (language reference 1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A text; compared byte by byte.
    Text,
    /// A whole number.
    Integer,
    /// An exact number with four places.
    Decimal,
    /// `yes` or `no`.
    Boolean,
    /// A day.
    Date,
    /// An instant, to the second.
    DateTime,
    /// One of these words, ordered as declared.
    OneOf(
        #[serde(with = "crate::words::shared_texts")]
        #[schemars(with = "Vec<String>")]
        Arc<[Arc<str>]>,
    ),
    /// A channel of the programme.
    Channel,
    /// An IANA time zone.
    Zone,
}

impl Type {
    /// What is written in the language.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Integer => "integer".into(),
            Self::Decimal => "decimal".into(),
            Self::Boolean => "boolean".into(),
            Self::Date => "date".into(),
            Self::DateTime => "datetime".into(),
            Self::OneOf(words) => format!("one of {}", words.join(", ")),
            Self::Channel => "channel".into(),
            Self::Zone => "timezone".into(),
        }
    }

    /// Whether values of this type are numbers.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Decimal)
    }
}

/// A value, or its absence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// No value: every comparison with it is false (language reference 1.1).
    #[default]
    Missing,
    /// `yes` or `no`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// An exact number with four places.
    Decimal(Decimal),
    /// A text.
    Text(
        #[serde(with = "crate::words::shared_text")]
        #[schemars(with = "String")]
        Arc<str>,
    ),
    /// A day.
    Date(Date),
    /// An instant.
    Instant(Instant),
    /// The place of a word in its type's list.
    OneOf(u16),
    /// A channel.
    Channel(ChannelId),
    /// A time zone.
    Zone(ZoneId),
}

impl Value {
    /// Whether there is a value.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Missing)
    }

    /// The number, whichever of the two number types it has.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Decimal::from_integer(*number),
            Self::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// How two values of comparable types compare; nothing when either is missing (language reference 1.1).
    ///
    /// Integers and decimals compare as numbers. Zones are only equal or not. Values of types that do not compare give
    /// nothing: the parser refuses such comparisons, so this is never seen.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            (Self::Integer(_) | Self::Decimal(_), Self::Integer(_) | Self::Decimal(_)) => {
                Some(self.scaled().cmp(&other.scaled()))
            }
            (Self::Boolean(a), Self::Boolean(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Instant(a), Self::Instant(b)) => Some(a.cmp(b)),
            (Self::OneOf(a), Self::OneOf(b)) => Some(a.cmp(b)),
            (Self::Channel(a), Self::Channel(b)) => Some(a.cmp(b)),
            (Self::Zone(a), Self::Zone(b)) => Some(a.0.cmp(&b.0)),
            _ => None,
        }
    }

    /// The number in ten-thousandths, wide enough that no integer overflows.
    fn scaled(&self) -> i128 {
        match self {
            Self::Integer(number) => i128::from(*number) * i128::from(crate::decimal::SCALE),
            Self::Decimal(number) => i128::from(number.0),
            _ => 0,
        }
    }
}

impl From<Option<Decimal>> for Value {
    fn from(number: Option<Decimal>) -> Self {
        number.map_or(Self::Missing, Self::Decimal)
    }
}

/// A value with its type: shown as it is written in the language, so that words and channels have their names.
pub struct Shown<'a> {
    /// What to show.
    pub value: &'a Value,
    /// Its type.
    pub kind: &'a Type,
    /// The name of a channel.
    pub channel: &'a dyn Fn(ChannelId) -> &'a str,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.value, self.kind) {
            (Value::Missing, _) => Ok(()),
            (Value::Boolean(yes), _) => f.write_str(if *yes { "yes" } else { "no" }),
            (Value::Integer(number), _) => write!(f, "{number}"),
            (Value::Decimal(number), _) => write!(f, "{number}"),
            (Value::Text(text), _) => f.write_str(text),
            (Value::Date(date), _) => write!(f, "{date}"),
            (Value::Instant(instant), _) => f.write_str(&ZoneId::UTC.table().rfc3339(*instant)),
            (Value::OneOf(place), Type::OneOf(words)) => {
                f.write_str(words.get(usize::from(*place)).map_or("", |word| word))
            }
            (Value::OneOf(place), _) => write!(f, "{place}"),
            (Value::Channel(channel), _) => f.write_str((self.channel)(*channel)),
            (Value::Zone(zone), _) => f.write_str(zone.name()),
        }
    }
}

//! Values that are one text in files, written as in the language: `2026-11-27`, `09:00`, `0.045`, `7 days`, `Europe/Paris`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::decimal::Decimal;
use crate::time::{Date, Instant, Moment, Period, TimeOfDay, Unit, WallTime, ZoneId, parse_moment};

macro_rules! words {
    ($($name:ident, $what:literal, $read:expr, $write:expr;)*) => { $(
        #[doc = concat!("In files: ", $what, ".")]
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let write: fn(&Self) -> String = $write;
                serializer.serialize_str(&write(self))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let read: fn(&str) -> Option<Self> = $read;
                let text = Cow::<str>::deserialize(deserializer)?;
                read(&text).ok_or_else(|| de::Error::invalid_value(de::Unexpected::Str(&text), &$what))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": $what })
            }
        }
    )* };
}

words! {
    Decimal, "an exact number with at most four decimal places, such as 0.045", |text| Decimal::parse(text.as_bytes()), written;
    Date, "a day, such as 2026-11-27", |text| Date::parse(text), written;
    TimeOfDay, "a time of day, such as 09:00 or 09:00:30", |text| TimeOfDay::parse(text), written;
    WallTime, "a day and a time of day, such as 2026-11-27 09:00", wall, written;
    Instant, "an instant in RFC 3339, such as 2026-11-27T08:00:00+00:00", instant, |instant| ZoneId::UTC.table().rfc3339(*instant);
    Period, "a length of time, such as 7 days, 1 month or 36 hours", period, written;
    ZoneId, "the IANA name of a time zone, such as Europe/Paris", |text| ZoneId::parse(text), written;
}

fn written(value: &impl fmt::Display) -> String {
    value.to_string()
}

fn wall(text: &str) -> Option<WallTime> {
    let (date, time) = text.split_once(' ')?;
    Some(WallTime { date: Date::parse(date)?, time: TimeOfDay::parse(time)? })
}

fn instant(text: &str) -> Option<Instant> {
    match parse_moment(text)? {
        Moment::Instant(instant) => Some(instant),
        Moment::Date(_) | Moment::Local(_) => None,
    }
}

/// Counts and units by turns. What is written takes each kind of unit once, and no programme counts backwards.
fn period(text: &str) -> Option<Period> {
    let mut words = text.split(' ');
    let mut sum = Period::ZERO;
    while let Some(count) = words.next() {
        let count = count.parse().ok().filter(|&count: &i64| count >= 0)?;
        let part = Period::of(count, Unit::parse(words.next()?)?);
        sum = Period {
            months: sum.months.checked_add(part.months)?,
            days: sum.days.checked_add(part.days)?,
            seconds: sum.seconds.checked_add(part.seconds)?,
        };
    }
    Some(sum)
}

/// A text that is shared in memory: in files a text.
pub mod shared_text {
    use super::{Arc, Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(deserializer).map(Arc::from)
    }
}

/// Texts that are shared in memory: in files a list of texts.
pub mod shared_texts {
    use super::{Arc, Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(texts: &Arc<[Arc<str>]>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(texts.iter().map(|text| &**text))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[Arc<str>]>, D::Error> {
        Ok(Vec::<String>::deserialize(deserializer)?.into_iter().map(Arc::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use proptest::prelude::*;

    use super::*;

    fn comes_back<T: Serialize + for<'a> Deserialize<'a> + PartialEq + Debug>(value: &T) {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(serde_json::from_str::<T>(&text).unwrap(), *value, "{text}");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            number in any::<i64>(),
            day in Date::MIN.0..=Date::MAX.0,
            second in 0_u32..86_400,
            months in 0..=i32::MAX,
            days in 0..=i32::MAX,
            zone in 0..500_usize,
        ) {
            let (date, time) = (Date(day), TimeOfDay(second));
            comes_back(&Decimal(number));
            comes_back(&date);
            comes_back(&time);
            comes_back(&WallTime { date, time });
            comes_back(&Instant(i64::from(day) * 86_400 + i64::from(second)));
            comes_back(&Period { months, days, seconds: (number / 2).abs() });
            comes_back(&Period { months, ..Period::ZERO });
            comes_back(&Period::of((number % 1000).abs(), Unit::Hour));
            comes_back(&ZoneId::all().nth(zone).unwrap_or(ZoneId::UTC));
        }
    }

    #[test]
    fn lengths_of_time_are_written_as_in_the_language() {
        for (period, text) in [
            (Period::of(7, Unit::Day), "\"7 days\""),
            (Period::of(1, Unit::Month), "\"1 month\""),
            (Period::of(2, Unit::Year), "\"2 years\""),
            (Period::of(36, Unit::Hour), "\"36 hours\""),
            (Period::ZERO, "\"0 days\""),
        ] {
            assert_eq!(serde_json::to_string(&period).unwrap(), text);
            comes_back(&period);
        }
    }

    #[test]
    fn what_is_no_such_thing_is_refused() {
        assert!(serde_json::from_str::<Date>("\"2026-02-30\"").is_err());
        assert!(serde_json::from_str::<Period>("\"7 dayz\"").is_err());
        assert!(serde_json::from_str::<Period>("\"-7 days\"").is_err());
        assert!(serde_json::from_str::<ZoneId>("\"Europe/Pari\"").is_err());
        let error = serde_json::from_str::<Decimal>("\"much\"").unwrap_err().to_string();
        assert!(error.starts_with("invalid value: string \"much\", expected an exact number"), "{error}");
    }
}

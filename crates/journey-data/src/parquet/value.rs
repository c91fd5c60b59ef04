//! What values of a Parquet column mean, and how a cell of a CSV file would hold them.

use std::io::Write as _;

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use ::parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use ::parquet::schema::types::ColumnDescriptor;
use journey_ir::decimal::SCALE;
use journey_ir::time::{DAY_SECONDS, Date, Instant, TimeOfDay, WallTime};

use crate::typed::Use;

/// The most places behind the point that a decimal may have.
const SCALE_MAX: i32 = 76;

/// What the stored numbers or bytes stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// For themselves.
    Plain,
    /// Numbers from 0 on.
    Unsigned,
    /// Numbers with so many places behind the point.
    Decimal {
        /// The places.
        scale: usize,
    },
    /// Days since 1970.
    Date,
    /// The time of day, of which a second has so many parts.
    Time {
        /// The parts of a second.
        second: i64,
    },
    /// The time since 1970.
    Timestamp {
        /// The parts of a second.
        second: i64,
        /// An instant; else what clocks show in the customer's zone.
        is_instant: bool,
    },
    /// Sixteen bytes.
    Uuid,
}

impl Meaning {
    /// What a column says of itself; nothing when it is of a type that no attribute or field can have.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Self> {
        use LogicalType as L;
        let meaning = match column.logical_type_ref() {
            Some(L::Integer(integer)) if !integer.is_signed => Self::Unsigned,
            Some(L::Integer(_) | L::String | L::Enum | L::Json | L::Unknown) => Self::Plain,
            Some(L::Decimal(decimal)) => Self::decimal(decimal.scale)?,
            Some(L::Date) => Self::Date,
            Some(L::Time(time)) => Self::Time { second: parts(time.unit) },
            Some(L::Timestamp(timestamp)) => {
                Self::Timestamp { second: parts(timestamp.unit), is_instant: timestamp.is_adjusted_to_u_t_c }
            }
            Some(L::Uuid) => Self::Uuid,
            Some(_) => return None,
            None => Self::converted(column)?,
        };
        // Instants as old programs wrote them.
        Some(match column.physical_type() {
            Physical::INT96 => Self::Timestamp { second: 1, is_instant: true },
            _ => meaning,
        })
    }

    /// As older files say it.
    fn converted(column: &ColumnDescriptor) -> Option<Self> {
        use ConvertedType as C;
        match column.converted_type() {
            C::NONE | C::UTF8 | C::ENUM | C::JSON | C::INT_8 | C::INT_16 | C::INT_32 | C::INT_64 => Some(Self::Plain),
            C::UINT_8 | C::UINT_16 | C::UINT_32 | C::UINT_64 => Some(Self::Unsigned),
            C::DECIMAL => Self::decimal(column.type_scale()),
            C::DATE => Some(Self::Date),
            C::TIME_MILLIS => Some(Self::Time { second: 1_000 }),
            C::TIME_MICROS => Some(Self::Time { second: 1_000_000 }),
            C::TIMESTAMP_MILLIS => Some(Self::Timestamp { second: 1_000, is_instant: true }),
            C::TIMESTAMP_MICROS => Some(Self::Timestamp { second: 1_000_000, is_instant: true }),
            C::MAP | C::MAP_KEY_VALUE | C::LIST | C::BSON | C::INTERVAL => None,
        }
    }

    fn decimal(scale: i32) -> Option<Self> {
        let scale = (0..=SCALE_MAX).contains(&scale).then_some(scale)?;
        Some(Self::Decimal { scale: usize::try_from(scale).ok()? })
    }
}

fn parts(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}

/// A stored value.
pub(super) trait Shown {
    /// Writes it as a cell would hold it.
    fn show(&self, meaning: Meaning, into: &mut Vec<u8>);

    /// The number that reading that text would give; nothing where the text has to be read.
    fn number(&self, _: Meaning, _: Use) -> Option<i64> {
        None
    }
}

impl Shown for bool {
    fn show(&self, _: Meaning, into: &mut Vec<u8>) {
        into.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl Shown for i32 {
    fn show(&self, meaning: Meaning, into: &mut Vec<u8>) {
        match meaning {
            Meaning::Unsigned => put(into, self.cast_unsigned()),
            Meaning::Date => put(into, Date(*self)),
            _ => i64::from(*self).show(meaning, into),
        }
    }

    fn number(&self, meaning: Meaning, of: Use) -> Option<i64> {
        match (meaning, of) {
            (Meaning::Date, Use::Date) => (Date::MIN..=Date::MAX).contains(&Date(*self)).then_some(i64::from(*self)),
            (Meaning::Date | Meaning::Unsigned, _) => None,
            _ => i64::from(*self).number(meaning, of),
        }
    }
}

impl Shown for i64 {
    fn show(&self, meaning: Meaning, into: &mut Vec<u8>) {
        match meaning {
            Meaning::Unsigned => put(into, self.cast_unsigned()),
            Meaning::Decimal { scale } => put_decimal(into, i128::from(*self), scale),
            Meaning::Time { second } => put(into, time(self.div_euclid(second))),
            Meaning::Timestamp { second, is_instant } => put_timestamp(into, seconds(*self, second), is_instant),
            Meaning::Plain | Meaning::Date | Meaning::Uuid => put(into, self),
        }
    }

    fn number(&self, meaning: Meaning, of: Use) -> Option<i64> {
        let number = match (meaning, of) {
            (Meaning::Plain, Use::Integer) => Some(*self),
            (Meaning::Plain, Use::Decimal) => self.checked_mul(SCALE),
            (Meaning::Decimal { scale }, Use::Decimal) => {
                let missing = 4_usize.checked_sub(scale)?;
                self.checked_mul(10_i64.pow(u32::try_from(missing).ok()?))
            }
            (Meaning::Timestamp { second, is_instant: true }, Use::Instant) => {
                let instant = Instant(seconds(*self, second));
                instant.is_supported().then_some(instant.0)
            }
            _ => None,
        };
        // The smallest one stands for a missing value.
        number.filter(|&number| number != i64::MIN)
    }
}

impl Shown for Int96 {
    fn show(&self, meaning: Meaning, into: &mut Vec<u8>) {
        self.to_seconds().show(meaning, into);
    }
}

/// The shortest text that is this number and no other: `19.9` for what is nearest to it, as in any other program.
impl Shown for f32 {
    fn show(&self, _: Meaning, into: &mut Vec<u8>) {
        put(into, self);
    }
}

/// As for [`f32`].
impl Shown for f64 {
    fn show(&self, _: Meaning, into: &mut Vec<u8>) {
        put(into, self);
    }

    /// Of no more than fifteen digits, one number only is the nearest to such a value: where ten-thousandths are, the shortest
    /// text shows them.
    #[expect(clippy::cast_possible_truncation, reason = "it is a whole number below 10^15")]
    #[expect(clippy::float_cmp, reason = "what is not exactly the same is another number")]
    fn number(&self, _: Meaning, of: Use) -> Option<i64> {
        let scaled = (self * 10_000.0).round();
        let is_exact = scaled.abs() < 1e15 && scaled / 10_000.0 == *self;
        (of == Use::Decimal && is_exact).then_some(scaled as i64)
    }
}

impl Shown for ByteArray {
    fn show(&self, meaning: Meaning, into: &mut Vec<u8>) {
        let bytes = self.data();
        match meaning {
            Meaning::Decimal { scale } => match number(bytes) {
                Some(number) => put_decimal(into, number, scale),
                None => into.extend_from_slice(b"more than 38 digits"),
            },
            Meaning::Uuid => put_uuid(into, bytes),
            _ => into.extend_from_slice(bytes),
        }
    }
}

impl Shown for FixedLenByteArray {
    fn show(&self, meaning: Meaning, into: &mut Vec<u8>) {
        ByteArray::show(self, meaning, into);
    }
}

/// An instant as a cell shows it.
pub(crate) fn shown_instant(seconds: i64) -> Vec<u8> {
    let mut text = Vec::new();
    put_timestamp(&mut text, seconds, true);
    text
}

fn put(into: &mut Vec<u8>, value: impl std::fmt::Display) {
    write!(into, "{value}").expect("memory can be written to");
}

/// A number in two's complement, the highest byte first; nothing when it is too large.
fn number(bytes: &[u8]) -> Option<i128> {
    let sign = if bytes.first().is_some_and(|&byte| byte >= 0x80) { 0xFF } else { 0 };
    let mut whole = [sign; 16];
    let (extension, bytes) = bytes.split_at_checked(bytes.len().saturating_sub(whole.len()))?;
    let is_whole = extension.iter().all(|&byte| byte == sign);
    let same_sign = extension.is_empty() || bytes.first().is_some_and(|&byte| (byte >= 0x80) == (sign != 0));
    let low = whole.len() - bytes.len();
    whole.get_mut(low..)?.copy_from_slice(bytes);
    (is_whole && same_sign).then(|| i128::from_be_bytes(whole))
}

fn put_decimal(into: &mut Vec<u8>, number: i128, scale: usize) {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, places) = digits.split_at_checked(digits.len() - scale).unwrap_or_default();
    let (sign, point) = (if number < 0 { "-" } else { "" }, if scale > 0 { "." } else { "" });
    put(into, format_args!("{sign}{whole}{point}{places}"));
}

/// Seconds since 1970. Years that no cell could hold come out as 1 and 9999, which are as little supported.
fn put_timestamp(into: &mut Vec<u8>, seconds: i64, is_instant: bool) {
    let days = i32::try_from(seconds.div_euclid(DAY_SECONDS)).unwrap_or(if seconds < 0 { i32::MIN } else { i32::MAX });
    let wall = WallTime { date: Date(days), time: time(seconds.rem_euclid(DAY_SECONDS)) };
    put(into, wall);
    if is_instant {
        into.push(b'Z');
    }
}

/// Whole seconds, toward the past. Dividing by what is known beforehand is much faster, and files have millions of these.
fn seconds(time: i64, parts_of_second: i64) -> i64 {
    match parts_of_second {
        1 => time,
        1_000 => time.div_euclid(1_000),
        1_000_000 => time.div_euclid(1_000_000),
        other => time.div_euclid(other),
    }
}

fn time(seconds: i64) -> TimeOfDay {
    TimeOfDay(u32::try_from(seconds).unwrap_or_default().min(TimeOfDay::LAST.0))
}

fn put_uuid(into: &mut Vec<u8>, bytes: &[u8]) {
    for (place, byte) in bytes.iter().enumerate() {
        let dash = if matches!(place, 4 | 6 | 8 | 10) { "-" } else { "" };
        put(into, format_args!("{dash}{byte:02x}"));
    }
}

#[cfg(test)]
mod tests {
    use journey_ir::decimal::Decimal;
    use journey_ir::time::{Moment, parse_moment};
    use proptest::prelude::*;

    use super::*;

    fn shown(value: &impl Shown, meaning: Meaning) -> String {
        let mut text = Vec::new();
        value.show(meaning, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn numbers_are_as_exact_as_they_can_be() {
        assert_eq!(shown(&-1_i32, Meaning::Unsigned), "4294967295");
        assert_eq!(shown(&-1_i64, Meaning::Unsigned), "18446744073709551615");
        for (value, text) in
            [(19.9_f64, "19.9"), (0.1 + 0.2, "0.30000000000000004"), (12.0, "12"), (1e21, "1000000000000000000000")]
        {
            assert_eq!(shown(&value, Meaning::Plain), text);
        }
        assert_eq!(shown(&19.9_f32, Meaning::Plain), "19.9");
        assert_eq!(shown(&f64::NAN, Meaning::Plain), "NaN");
    }

    proptest! {
        #[test]
        fn numbers_are_what_their_texts_are_read_as(
            number in prop_oneof![any::<i64>(), -10_000_000_i64..10_000_000],
            scale in 0_usize..6,
            places in 0_i32..7,
        ) {
            let decimal = |value: &dyn Shown, meaning| {
                let mut text = Vec::new();
                value.show(meaning, &mut text);
                let read = Decimal::parse(&text).map(|read| read.0).filter(|&read| read != i64::MIN);
                if let Some(number) = value.number(meaning, Use::Decimal) {
                    prop_assert_eq!(Some(number), read, "{}", String::from_utf8_lossy(&text));
                }
                Ok(())
            };
            decimal(&number, Meaning::Plain)?;
            decimal(&number, Meaning::Decimal { scale })?;
            #[expect(clippy::cast_precision_loss, reason = "any value will do")]
            let value = number as f64 / 10_f64.powi(places);
            decimal(&value, Meaning::Plain)?;
            decimal(&f64::from_bits(number.cast_unsigned()), Meaning::Plain)?;
            for is_instant in [true, false] {
                let meaning = Meaning::Timestamp { second: 1_000, is_instant };
                let read = parse_moment(shown(&number, meaning));
                if let Some(seconds) = number.number(meaning, Use::Instant) {
                    prop_assert_eq!(read, Some(Moment::Instant(Instant(seconds))));
                }
            }
        }
    }

    #[test]
    fn decimals_keep_their_places() {
        let decimal = |scale| Meaning::Decimal { scale };
        for (number, scale, text) in [
            (1990_i64, 2, "19.90"),
            (-5, 2, "-0.05"),
            (-5, 0, "-5"),
            (0, 3, "0.000"),
            (i64::MIN, 18, "-9.223372036854775808"),
        ] {
            assert_eq!(shown(&number, decimal(scale)), text);
            let bytes = ByteArray::from(i128::from(number).to_be_bytes().to_vec());
            assert_eq!(shown(&bytes, decimal(scale)), text);
            let wide = [[if number < 0 { 0xFF } else { 0 }; 16], i128::from(number).to_be_bytes()].concat();
            assert_eq!(shown(&ByteArray::from(wide), decimal(scale)), text);
        }
        assert_eq!(shown(&ByteArray::from(vec![0xFF]), decimal(1)), "-0.1");
        assert_eq!(shown(&ByteArray::from(Vec::new()), decimal(1)), "0.0");
        assert_eq!(shown(&ByteArray::from([&[0][..], &[0x80; 16]].concat()), decimal(1)), "more than 38 digits");
        assert_eq!(shown(&ByteArray::from([&[1][..], &[0; 16]].concat()), decimal(1)), "more than 38 digits");
    }

    #[test]
    fn times_lose_their_fractions() {
        let millis = |is_instant| Meaning::Timestamp { second: 1_000, is_instant };
        assert_eq!(shown(&1_999_i64, millis(true)), "1970-01-01 00:00:01Z");
        assert_eq!(shown(&-1_i64, millis(false)), "1969-12-31 23:59:59");
        assert_eq!(shown(&i64::MAX, millis(true)), "9999-12-31 07:12:55Z");
        assert_eq!(shown(&i64::MIN, millis(false)), "0001-01-01 16:47:04");
        assert_eq!(shown(&20_484_i32, Meaning::Date), "2026-01-31");
        assert_eq!(shown(&i32::MIN, Meaning::Date), "0001-01-01");
        assert_eq!(shown(&34_200_000_i64, Meaning::Time { second: 1_000 }), "09:30");
        let mut int96 = Int96::new();
        int96.set_data(0, 0, 2_440_589);
        assert_eq!(shown(&int96, Meaning::Timestamp { second: 1, is_instant: true }), "1970-01-02 00:00Z");
    }

    #[test]
    fn identifiers_have_dashes() {
        let bytes: Vec<u8> = (0..16).collect();
        assert_eq!(shown(&ByteArray::from(bytes), Meaning::Uuid), "00010203-0405-0607-0809-0a0b0c0d0e0f");
    }
}

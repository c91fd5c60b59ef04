//! Exact decimal numbers with four places: amounts of money never pass through a float.

use std::fmt;

/// How many ten-thousandths make one.
pub const SCALE: i64 = 10_000;

/// An exact number with four decimal places, from about −922 trillion to 922 trillion (language reference 1).
///
/// A result beyond that range is no number: the operation gives `None`, which is a missing value in the language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub i64);

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A whole number.
    #[must_use]
    pub fn from_integer(number: i64) -> Option<Self> {
        number.checked_mul(SCALE).map(Self)
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product, rounded half to even at the fourth place.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        divide_half_even(i128::from(self.0) * i128::from(other.0), i128::from(SCALE))
    }

    /// The quotient, rounded half to even at the fourth place; nothing when `other` is zero (language reference 1).
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        divide_half_even(i128::from(self.0) * i128::from(SCALE), i128::from(other.0))
    }

    /// The average of `count` numbers that add up to `sum` ten-thousandths, rounded half to even; of none nothing.
    #[must_use]
    pub fn average(sum: i128, count: u64) -> Option<Self> {
        divide_half_even(sum, i128::from(count))
    }

    /// Reads `-12`, `12.5`, `12.34567` (rounded half to even at the fourth place). No exponent, no blanks, no `+`.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix(b"-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let dot = digits.iter().position(|&byte| byte == b'.');
        let (whole, places) = match dot {
            Some(at) => (digits.get(..at)?, digits.get(at + 1..)?),
            None => (digits, &[][..]),
        };
        if whole.is_empty() || (dot.is_some() && places.is_empty()) {
            return None;
        }
        let mut number: i64 = 0;
        for &digit in whole {
            number = number.checked_mul(10)?.checked_add(i64::from(digit_value(digit)?))?;
        }
        let mut kept = 0;
        let mut rest = Rest::default();
        for (place, &digit) in places.iter().enumerate() {
            let value = digit_value(digit)?;
            if place < 4 {
                kept = kept * 10 + i64::from(value);
            } else {
                rest.see(value, place == 4);
            }
        }
        for _ in places.len()..4 {
            kept *= 10;
        }
        let mut scaled = number.checked_mul(SCALE)?.checked_add(kept)?;
        if rest.rounds_up(scaled % 2 != 0) {
            scaled = scaled.checked_add(1)?;
        }
        Some(Self(if negative { -scaled } else { scaled }))
    }
}

/// What stands beyond the fourth place: nothing, less than half, half, or more.
#[derive(Default)]
struct Rest {
    first: u8,
    more: bool,
}

impl Rest {
    fn see(&mut self, digit: u8, first: bool) {
        if first {
            self.first = digit;
        } else {
            self.more |= digit != 0;
        }
    }

    fn rounds_up(&self, odd: bool) -> bool {
        self.first > 5 || (self.first == 5 && (self.more || odd))
    }
}

fn digit_value(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

/// `numerator / denominator`, rounded half to even; nothing when the denominator is zero or the result too large.
fn divide_half_even(numerator: i128, denominator: i128) -> Option<Decimal> {
    if denominator == 0 {
        return None;
    }
    let (quotient, remainder) = (numerator / denominator, numerator % denominator);
    let twice = remainder.unsigned_abs() * 2;
    let half = denominator.unsigned_abs();
    let away = twice > half || (twice == half && quotient % 2 != 0);
    let direction = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
    let rounded = if away { quotient + direction } else { quotient };
    i64::try_from(rounded).ok().map(Decimal)
}

impl Decimal {
    /// Adds the number to a buffer as it is shown: data is full of them.
    pub fn push(self, out: &mut Vec<u8>) {
        let (bytes, start) = self.bytes();
        out.extend_from_slice(bytes.get(start..).unwrap_or_default());
    }

    /// The shortest form, at the end of the bytes, and where it begins.
    fn bytes(self) -> ([u8; Self::BYTES_MAX], usize) {
        let mut bytes = [b'0'; Self::BYTES_MAX];
        let mut start = bytes.len();
        let mut put = |byte: u8| {
            start = start.saturating_sub(1);
            if let Some(place) = bytes.get_mut(start) {
                *place = byte;
            }
        };
        let magnitude = self.0.unsigned_abs();
        let (mut whole, mut places) = (magnitude / SCALE.unsigned_abs(), magnitude % SCALE.unsigned_abs());
        if places > 0 {
            let mut left = 4;
            while places % 10 == 0 {
                (places, left) = (places / 10, left - 1);
            }
            for _ in 0..left {
                put(last_digit(places));
                places /= 10;
            }
            put(b'.');
        }
        loop {
            put(last_digit(whole));
            whole /= 10;
            if whole == 0 {
                break;
            }
        }
        if self.0 < 0 {
            put(b'-');
        }
        (bytes, start)
    }

    /// A sign, 15 digits, a point and four places.
    const BYTES_MAX: usize = 21;
}

fn last_digit(number: u64) -> u8 {
    b'0' + u8::try_from(number % 10).unwrap_or_default()
}

impl fmt::Display for Decimal {
    /// The shortest form: `12`, `12.5`, `-0.045`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bytes, start) = self.bytes();
        f.write_str(std::str::from_utf8(bytes.get(start..).unwrap_or_default()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn reads_and_writes_the_shortest_form() {
        for text in ["0", "12", "12.5", "-0.045", "73.77", "1000.0001", "-1", "922337203685477"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        assert_eq!(Decimal(i64::MIN).to_string(), "-922337203685477.5808");
        let mut bytes = b"x".to_vec();
        decimal("-12.50").push(&mut bytes);
        assert_eq!(bytes, b"x-12.5");
        assert_eq!(decimal("1.5000").to_string(), "1.5");
    }

    #[test]
    fn more_than_four_places_are_rounded_half_to_even() {
        assert_eq!(decimal("0.00005"), decimal("0"));
        assert_eq!(decimal("0.00015"), decimal("0.0002"));
        assert_eq!(decimal("0.000050001"), decimal("0.0001"));
        assert_eq!(decimal("0.00004999"), decimal("0"));
        assert_eq!(decimal("-0.00015"), decimal("-0.0002"));
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "-", ".", "1.", ".5", "1,5", "1e3", " 1", "+1", "99999999999999999"] {
            assert_eq!(Decimal::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn products_and_quotients_are_rounded_half_to_even() {
        assert_eq!(decimal("0.0001").times(decimal("0.5")), Some(decimal("0")));
        assert_eq!(decimal("0.0003").times(decimal("0.5")), Some(decimal("0.0002")));
        assert_eq!(decimal("-0.0003").times(decimal("0.5")), Some(decimal("-0.0002")));
        assert_eq!(decimal("1").over(decimal("3")), Some(decimal("0.3333")));
        assert_eq!(decimal("2").over(decimal("-3")), Some(decimal("-0.6667")));
        assert_eq!(decimal("1").over(Decimal::ZERO), None);
        assert_eq!(Decimal(i64::MAX).plus(Decimal(1)), None);
    }
}

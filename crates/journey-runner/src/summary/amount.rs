//! Sums of exact decimals.

use std::fmt;

use journey_ir::decimal::{Decimal, SCALE};

/// A sum of decimals, in ten-thousandths: so wide that no number of customers makes it overflow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub i128);

impl Amount {
    /// One.
    pub const ONE: Self = Self(SCALE as i128);

    /// This sum times `times`, divided by `over`, rounded half to even at the fourth place; nothing when that is zero.
    #[must_use]
    pub fn times_over(self, times: u64, over: u64) -> Option<Self> {
        let (numerator, denominator) = (self.0 * i128::from(times), i128::from(over));
        if denominator == 0 {
            return None;
        }
        let (quotient, twice) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator) * 2);
        let up = twice > denominator || (twice == denominator && quotient % 2 != 0);
        Some(Self(quotient + i128::from(up)))
    }

    /// Adds one number.
    pub fn add(&mut self, number: Decimal) {
        self.0 += i128::from(number.0);
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl fmt::Display for Amount {
    /// The shortest form: `12`, `12.5`, `-0.045`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = i128::from(SCALE).unsigned_abs();
        let (whole, places) = (self.0.unsigned_abs() / scale, self.0.unsigned_abs() % scale);
        let sign = if self.0 < 0 { "-" } else { "" };
        let places = format!("{places:04}");
        match places.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            places => write!(f, "{sign}{whole}.{places}"),
        }
    }
}

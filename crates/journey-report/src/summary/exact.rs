//! Exact numbers in JSON: written digit by digit, never through a float.

use journey_runner::summary::Amount;
use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

use crate::number::round;

/// A number that is written as it stands.
pub(super) struct Exact(String);

impl Exact {
    /// A sum of decimals.
    pub(super) fn amount(amount: Amount) -> Self {
        Self(amount.to_string())
    }

    /// A share between 0 and 1, to four places and rounded half to even; nothing when the whole is nothing.
    pub(super) fn rate(part: u64, whole: u64) -> Option<Self> {
        let share = || round(u128::from(part) * 10_000, u128::from(whole));
        (whole > 0).then(|| Self::amount(Amount(share().cast_signed())))
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.clone()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

//! What measures gave (language reference 9.9).

use journey_ir::records::{Enrolment, MeasureTaken};
use journey_ir::value::Value;

use super::Amount;

/// What a measure gave, of those who were treated and of the control groups beside them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeasureTotals {
    /// Of enrolments outside control groups.
    pub treated: Measured,
    /// Of enrolments in a control group.
    pub holdout: Measured,
}

/// What a measure gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// How often it was taken.
    pub taken: u64,
    /// How often there was a value.
    pub known: u64,
    /// The values together; of a condition one for each `yes`.
    pub sum: Amount,
}

impl Measured {
    fn add(&mut self, taken: &MeasureTaken) {
        self.taken += 1;
        let value = match taken.value {
            Value::Boolean(yes) => Some(if yes { Amount::ONE } else { Amount::default() }),
            ref value => value.number().map(|number| Amount(i128::from(number.0))),
        };
        if let Some(value) = value {
            self.known += 1;
            self.sum.merge(value);
        }
    }

    fn merge(&mut self, later: Self) {
        self.taken += later.taken;
        self.known += later.known;
        self.sum.merge(later.sum);
    }

    /// The average of those that are known, rounded half to even at the fourth place: of a condition the share of `yes`.
    #[must_use]
    pub fn average(self) -> Option<Amount> {
        self.sum.times_over(1, self.known)
    }
}

/// Adds what was measured of an enrolment.
pub(super) fn add(totals: &mut [MeasureTotals], enrolment: &Enrolment) {
    for (totals, taken) in totals.iter_mut().zip(&enrolment.measures) {
        if let Some(taken) = taken {
            let measured = if enrolment.holdout { &mut totals.holdout } else { &mut totals.treated };
            measured.add(taken);
        }
    }
}

/// Adds what was measured of later customers.
pub(super) fn merge(totals: &mut [MeasureTotals], later: &[MeasureTotals]) {
    for (totals, later) in totals.iter_mut().zip(later) {
        totals.treated.merge(later.treated);
        totals.holdout.merge(later.holdout);
    }
}

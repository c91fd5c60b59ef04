//! What became of sends, day by day.

use journey_ir::decimal::Decimal;
use journey_ir::records::Outcome;
use journey_ir::time::Date;

use super::Amount;

/// One day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Contacts sent.
    pub sent: u64,
    /// Sends given up.
    pub skipped: u64,
    /// What the contacts sent cost.
    pub cost: Amount,
}

/// The days on which something was sent or given up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The first of them.
    first: Date,
    /// All from the first to the last, those between on which nothing happened among them: each contact looks for its day, and
    /// there are few days beside the contacts.
    days: Vec<Day>,
}

impl Days {
    /// The days on which something happened, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Date, &Day)> {
        let days = (self.first.0..).map(Date).zip(&self.days);
        days.filter(|(_, day)| day.sent > 0 || day.skipped > 0)
    }

    pub(super) fn add(&mut self, date: Date, outcome: &Outcome, cost: Decimal) {
        if let Some(day) = self.of(date) {
            day.add(outcome, cost);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (date, more) in other.iter() {
            if let Some(day) = self.of(date) {
                day.merge(more);
            }
        }
    }

    /// That day, which is there then.
    fn of(&mut self, date: Date) -> Option<&mut Day> {
        if self.days.is_empty() {
            self.first = date;
        }
        if let Ok(missing @ 1..) = usize::try_from(self.first.0 - date.0) {
            self.days.splice(..0, vec![Day::default(); missing]);
            self.first = date;
        }
        let place = usize::try_from(date.0 - self.first.0).ok()?;
        if place >= self.days.len() {
            self.days.resize(place + 1, Day::default());
        }
        self.days.get_mut(place)
    }
}

impl Day {
    fn add(&mut self, outcome: &Outcome, cost: Decimal) {
        match outcome {
            Outcome::Sent => {
                self.sent += 1;
                self.cost.add(cost);
            }
            Outcome::Skipped(_) => self.skipped += 1,
            Outcome::Pending(_) => {}
        }
    }

    fn merge(&mut self, other: &Self) {
        self.sent += other.sent;
        self.skipped += other.skipped;
        self.cost.merge(other.cost);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn days_are_those_of_a_map(dates in prop::collection::vec(20_000..20_050, 0..40), cut in 0_usize..40) {
            let mut expected: BTreeMap<i32, u64> = BTreeMap::new();
            let (mut one, mut other) = (Days::default(), Days::default());
            for (number, &date) in dates.iter().enumerate() {
                *expected.entry(date).or_default() += 1;
                if number < cut { &mut one } else { &mut other }.add(Date(date), &Outcome::Sent, Decimal(5));
            }
            let mut whole = one.clone();
            whole.merge(&other);
            other.merge(&one);
            prop_assert_eq!(&whole, &other);
            let found: Vec<_> = whole.iter().map(|(date, day)| (date.0, day.sent, day.cost.0)).collect();
            let expected: Vec<_> = expected.into_iter().map(|(date, sent)| (date, sent, i128::from(sent) * 5)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}

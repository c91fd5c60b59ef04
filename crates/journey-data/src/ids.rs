//! Which customer has which id: a table for millions of look-ups.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// The customers' ids in the order of the customers' files, and where to find them. Fewer than 2³² customers.
///
/// Rows come in any order of customers, so each look-up is a cache miss: with the ids themselves in the table, as far as
/// they are short, it is one miss and not four.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    text: String,
    /// Where each id ends in `text`.
    ends: Vec<usize>,
    /// Open addressing; 0 is free. As long as a power of two, and never more than half full.
    keys: Vec<u128>,
    /// The customer of each key.
    customers: Vec<u32>,
}

/// A free place in the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vacancy(usize);

/// The longest id that is its own key.
const INLINE_BYTES_MAX: usize = 15;

impl Ids {
    /// How many customers there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The id of a customer; an empty text when there is none of that number.
    pub(crate) fn get(&self, customer: usize) -> &str {
        let Some(&end) = self.ends.get(customer) else { return "" };
        let start = customer.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.text.get(start..end).unwrap_or_default()
    }

    /// The customer with that id.
    pub(crate) fn find(&self, id: &[u8]) -> Option<u32> {
        self.look_up(id).1
    }

    /// The place for a new id; nothing when a customer has it already.
    pub(crate) fn vacancy(&mut self, id: &[u8]) -> Option<Vacancy> {
        if self.keys.len() < 2 * (self.len() + 1) {
            self.grow();
        }
        match self.look_up(id) {
            (_, Some(_)) => None,
            (place, None) => Some(Vacancy(place)),
        }
    }

    /// Adds a customer, whose id is not empty, at the place that was found for it last.
    pub(crate) fn push(&mut self, vacancy: Vacancy, id: &str) {
        self.put(vacancy.0, id.as_bytes(), self.len());
        self.text.push_str(id);
        self.ends.push(self.text.len());
    }

    fn grow(&mut self) {
        let slots = (2 * (self.len() + 1)).next_power_of_two().max(64);
        (self.keys, self.customers) = (vec![0; slots], vec![0; slots]);
        for customer in 0..self.len() {
            let id = self.get(customer).to_owned();
            let (place, _) = self.look_up(id.as_bytes());
            self.put(place, id.as_bytes(), customer);
        }
    }

    fn put(&mut self, place: usize, id: &[u8], customer: usize) {
        if let (Some(slot), Some(number)) = (self.keys.get_mut(place), self.customers.get_mut(place)) {
            *slot = key(id);
            *number = u32::try_from(customer).unwrap_or(u32::MAX);
        }
    }

    /// The slot of the id, or the free one where it would be; and its customer.
    fn look_up(&self, id: &[u8]) -> (usize, Option<u32>) {
        let (key, mask) = (key(id), self.keys.len().wrapping_sub(1));
        #[expect(clippy::cast_possible_truncation, reason = "only the lower bits choose the slot")]
        let mut place = xxh3_64(id) as usize & mask;
        while let Some(&found) = self.keys.get(place)
            && found != 0
        {
            if found == key {
                let customer = self.customers.get(place).copied().unwrap_or_default();
                if id.len() <= INLINE_BYTES_MAX || self.get(customer as usize).as_bytes() == id {
                    return (place, Some(customer));
                }
            }
            place = (place + 1) & mask;
        }
        (place, None)
    }
}

/// A short id with its length; of a long one a hash, marked as such. Never 0: ids are not empty.
fn key(id: &[u8]) -> u128 {
    let mut bytes = [0; INLINE_BYTES_MAX + 1];
    match (bytes.split_first_mut(), u8::try_from(id.len())) {
        (Some((length, rest)), Ok(own)) if id.len() <= INLINE_BYTES_MAX => {
            *length = own;
            rest.iter_mut().zip(id).for_each(|(to, from)| *to = *from);
            u128::from_le_bytes(bytes)
        }
        _ => xxh3_128(id) | 0xFF,
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    /// Short and long ids, and some that are as long as a key.
    fn id(number: u32) -> String {
        match number % 3 {
            0 => number.to_string(),
            1 => format!("{number:015}"),
            _ => format!("customer-{number:020}"),
        }
    }

    #[test]
    fn finds_all_and_only_those_that_are_there() {
        let mut ids = Ids::default();
        assert_eq!(ids.find(b"0"), None);
        for number in 0..10_000 {
            let id = id(number * 7);
            let vacancy = ids.vacancy(id.as_bytes()).unwrap();
            ids.push(vacancy, &id);
            assert!(ids.vacancy(id.as_bytes()).is_none());
        }
        for number in 0..70_000_u32 {
            let expected = (number % 7 == 0).then_some(number / 7);
            assert_eq!(ids.find(id(number).as_bytes()), expected);
        }
        assert_eq!((ids.len(), ids.get(3), ids.get(10_000)), (10_000, id(21).as_str(), ""));
    }
}

//! Which customer has which id: a table for millions of look-ups, with the ids stored once.

use xxhash_rust::xxh3::xxh3_64;

/// The customers' ids in the order of the customers' files, and where to find them. At most 2³¹ customers.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    text: String,
    /// Where each id ends in `text`.
    ends: Vec<usize>,
    /// Open addressing; a slot holds the upper half of the id's hash and the customer's number plus one, 0 is free.
    /// As long as a power of two, and never more than half full.
    slots: Vec<u64>,
}

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
        self.look_up(id, xxh3_64(id)).1
    }

    /// Adds a customer. The caller has seen that the id is new.
    pub(crate) fn push(&mut self, id: &str) {
        if self.slots.len() < 2 * (self.len() + 1) {
            self.grow();
        }
        self.text.push_str(id);
        self.ends.push(self.text.len());
        self.insert(id.as_bytes(), self.len());
    }

    fn grow(&mut self) {
        self.slots = vec![0; (4 * (self.len() + 1)).next_power_of_two().max(64)];
        for customer in 0..self.len() {
            let id = self.get(customer).to_owned();
            self.insert(id.as_bytes(), customer + 1);
        }
    }

    fn insert(&mut self, id: &[u8], number_plus_one: usize) {
        let hash = xxh3_64(id);
        let (place, _) = self.look_up(id, hash);
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = (hash & UPPER) | number_plus_one as u64;
        }
    }

    /// The slot of the id, or the free one where it would be; and its customer.
    fn look_up(&self, id: &[u8], hash: u64) -> (usize, Option<u32>) {
        let mask = self.slots.len().wrapping_sub(1);
        #[expect(clippy::cast_possible_truncation, reason = "only the lower bits choose the slot")]
        let mut place = hash as usize & mask;
        while let Some(&slot) = self.slots.get(place)
            && slot != 0
        {
            #[expect(clippy::cast_possible_truncation, reason = "the lower half is what was put there")]
            let customer = (slot as u32).wrapping_sub(1);
            if slot & UPPER == hash & UPPER && self.get(customer as usize).as_bytes() == id {
                return (place, Some(customer));
            }
            place = (place + 1) & mask;
        }
        (place, None)
    }
}

/// The upper half of a hash.
const UPPER: u64 = 0xFFFF_FFFF_0000_0000;

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn finds_all_and_only_those_that_are_there() {
        let mut ids = Ids::default();
        assert_eq!(ids.find(b"0"), None);
        for number in 0..10_000 {
            let id = (number * 7).to_string();
            assert_eq!(ids.find(id.as_bytes()), None);
            ids.push(&id);
        }
        for number in 0..70_000_u32 {
            let expected = (number % 7 == 0).then_some(number / 7);
            assert_eq!(ids.find(number.to_string().as_bytes()), expected);
        }
        assert_eq!((ids.len(), ids.get(3), ids.get(10_000)), (10_000, "21", ""));
    }
}

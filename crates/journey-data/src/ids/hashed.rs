//! Finds ids of any kind by their hashes.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::{IdList, NOBODY};

/// Rows come in any order of customers, so each look-up is a cache miss: with the ids themselves in the table, as far as
/// they are short, it is one miss and not four.
#[derive(Debug, Default)]
pub(super) struct Hashed {
    /// Open addressing; 0 is free. As long as a power of two, and never more than half full.
    keys: Vec<u128>,
    /// The customer of each key.
    customers: Vec<u32>,
}

/// The longest id that is its own key.
const INLINE_BYTES_MAX: usize = 15;

impl Hashed {
    /// The customer with that id.
    pub(super) fn find(&self, id: &[u8], list: &IdList) -> Option<u32> {
        self.look_up(id, xxh3_64(id), list).1
    }

    /// The customers with these ids, or [`NOBODY`].
    pub(super) fn find_all(&self, ids: &[&[u8]], list: &IdList, customers: &mut Vec<u32>) {
        // First their hashes, so that little stands between looking at one place in memory and the next.
        let hashes: Vec<u64> = ids.iter().map(|id| xxh3_64(id)).collect();
        let found = ids.iter().zip(hashes).map(|(id, hash)| self.look_up(id, hash, list).1);
        customers.extend(found.map(|customer| customer.unwrap_or(NOBODY)));
    }

    /// The slot for a new id; nothing when a customer has it already.
    pub(super) fn vacancy(&mut self, id: &[u8], list: &IdList) -> Option<usize> {
        if self.keys.len() < 2 * (list.len() + 1) {
            self.grow(list);
        }
        match self.look_up(id, xxh3_64(id), list) {
            (_, Some(_)) => None,
            (slot, None) => Some(slot),
        }
    }

    /// Puts a customer into a free slot.
    pub(super) fn put(&mut self, slot: usize, id: &[u8], customer: usize) {
        if let (Some(place), Some(number)) = (self.keys.get_mut(slot), self.customers.get_mut(slot)) {
            *place = key(id);
            *number = u32::try_from(customer).unwrap_or(u32::MAX);
        }
    }

    fn grow(&mut self, list: &IdList) {
        let slots = (2 * (list.len() + 1)).next_power_of_two().max(64);
        (self.keys, self.customers) = (vec![0; slots], vec![0; slots]);
        for (customer, id) in list.iter().enumerate() {
            let (slot, _) = self.look_up(id.as_bytes(), xxh3_64(id.as_bytes()), list);
            self.put(slot, id.as_bytes(), customer);
        }
    }

    /// The slot of the id with that hash, or the free one where it would be; and its customer.
    fn look_up(&self, id: &[u8], hash: u64, list: &IdList) -> (usize, Option<u32>) {
        let (key, mask) = (key(id), self.keys.len().wrapping_sub(1));
        #[expect(clippy::cast_possible_truncation, reason = "only the lower bits choose the slot")]
        let mut slot = hash as usize & mask;
        while let Some(&found) = self.keys.get(slot)
            && found != 0
        {
            if found == key {
                let customer = self.customers.get(slot).copied().unwrap_or_default();
                if id.len() <= INLINE_BYTES_MAX || list.get(customer as usize).as_bytes() == id {
                    return (slot, Some(customer));
                }
            }
            slot = (slot + 1) & mask;
        }
        (slot, None)
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

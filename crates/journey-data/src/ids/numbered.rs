//! Finds ids that are numbers behind one prefix, such as `C0000123`: most systems number their customers.

use super::{IdList, NOBODY};
use crate::numbers::digits;

/// The customers by number. Four bytes a number: where ids are dense, look-ups stay in the processor's cache.
#[derive(Debug)]
pub(super) struct Numbered {
    prefix: Box<[u8]>,
    /// All numbers have so many digits; with 0, none begins with a zero, but for 0 itself.
    width: usize,
    first: i64,
    /// The customer of each number from the first on, or [`NOBODY`].
    customers: Vec<u32>,
}

/// So many numbers may there be for one customer, and so many in any case.
const ROOM: (i64, i64) = (8, 1 << 16);

impl Numbered {
    /// For the ids in these lists, of which some may be there twice; nothing when they are not all numbers of one kind, or lie
    /// too far apart.
    pub(super) fn expecting<'a>(lists: impl Iterator<Item = &'a IdList> + Clone) -> Option<Self> {
        let first = lists.clone().flat_map(IdList::iter).next()?.as_bytes();
        let digit_count = first.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let prefix = first.get(..first.len() - digit_count)?;
        let same_length = lists.clone().flat_map(IdList::iter).all(|id| id.len() == first.len());
        let width = if same_length { digit_count } else { 0 };
        let mut numbers = Self { prefix: prefix.into(), width, first: 0, customers: Vec::new() };
        let (mut least, mut most, mut count) = (i64::MAX, 0, 0);
        for id in lists.flat_map(IdList::iter) {
            let number = numbers.number(id.as_bytes())?;
            (least, most, count) = (least.min(number), most.max(number), count + 1);
        }
        let span =
            (most - least).checked_add(1).filter(|&span| span <= (count * ROOM.0 + ROOM.1).min(NOBODY.into()))?;
        numbers.first = least;
        numbers.customers = vec![NOBODY; usize::try_from(span).ok()?];
        Some(numbers)
    }

    /// The customer with that id.
    #[inline]
    pub(super) fn find(&self, id: &[u8]) -> Option<u32> {
        self.customers.get(self.place(id)?).copied().filter(|&customer| customer != NOBODY)
    }

    /// The customers with these ids, or [`NOBODY`].
    pub(super) fn find_all(&self, ids: &[&[u8]], customers: &mut Vec<u32>) {
        // First where they are, so that nothing stands between looking at one place in memory and the next.
        customers.extend(ids.iter().map(|id| self.place(id).and_then(|place| place.try_into().ok()).unwrap_or(NOBODY)));
        for customer in customers {
            *customer = self.customers.get(*customer as usize).copied().unwrap_or(NOBODY);
        }
    }

    /// The place for a new id that was expected; nothing when a customer has it already.
    pub(super) fn vacancy(&self, id: &[u8]) -> Option<usize> {
        self.place(id).filter(|&place| self.customers.get(place) == Some(&NOBODY))
    }

    pub(super) fn put(&mut self, place: usize, customer: usize) {
        if let Some(number) = self.customers.get_mut(place) {
            *number = u32::try_from(customer).unwrap_or(NOBODY);
        }
    }

    /// Where the customer with that id would be.
    #[inline]
    fn place(&self, id: &[u8]) -> Option<usize> {
        usize::try_from(self.number(id)? - self.first).ok()
    }

    /// The number of an id: never the same for two of them.
    #[inline]
    fn number(&self, id: &[u8]) -> Option<i64> {
        let (prefix, number) = id.split_at_checked(self.prefix.len())?;
        let is_of_the_kind = match self.width {
            0 => number.len() == 1 || number.first() != Some(&b'0'),
            width => number.len() == width,
        };
        // Prefixes are so short that calling who compares long texts takes longer.
        let is_of_the_kind = is_of_the_kind && prefix.iter().zip(&self.prefix).all(|(one, other)| one == other);
        digits(number).filter(|_| is_of_the_kind)
    }
}

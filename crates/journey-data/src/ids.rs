//! Which customer has which id: a table for millions of look-ups.

mod hashed;
mod numbered;

use hashed::Hashed;
use numbered::Numbered;

/// The customers' ids in the order of the customers' files, and where to find them. Fewer than 2³² customers.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    list: IdList,
    index: Index,
}

/// The customer of an id that nobody has.
pub(crate) const NOBODY: u32 = u32::MAX;

/// Ids in an order, numbered from 0.
#[derive(Debug, Default)]
pub(crate) struct IdList {
    text: String,
    /// Where each id ends in `text`.
    ends: Vec<usize>,
}

/// Where to find them.
#[derive(Debug)]
enum Index {
    /// By their hashes.
    Hashed(Hashed),
    /// By the numbers in which they end.
    Numbered(Numbered),
}

impl Default for Index {
    fn default() -> Self {
        Self::Hashed(Hashed::default())
    }
}

/// A free place in the index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vacancy(usize);

impl Ids {
    /// None yet; all that are going to be added are among these lists.
    pub(crate) fn expecting<'a>(lists: impl Iterator<Item = &'a IdList> + Clone) -> Self {
        let index = Numbered::expecting(lists).map_or_else(Index::default, Index::Numbered);
        Self { list: IdList::default(), index }
    }

    /// How many customers there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The id of a customer; an empty text when there is none of that number.
    #[inline]
    pub(crate) fn get(&self, customer: usize) -> &str {
        self.list.get(customer)
    }

    /// The customer with that id.
    #[inline]
    pub(crate) fn find(&self, id: &[u8]) -> Option<u32> {
        match &self.index {
            Index::Hashed(index) => index.find(id, &self.list),
            Index::Numbered(index) => index.find(id),
        }
    }

    /// The customers with these ids, one for each; [`NOBODY`] where there is none. Far apart in memory as they are, many at once are
    /// found much faster than one after the other, for the processor need not wait for one to look for the next.
    pub(crate) fn find_all(&self, ids: &[&[u8]], customers: &mut Vec<u32>) {
        customers.clear();
        match &self.index {
            Index::Hashed(index) => index.find_all(ids, &self.list, customers),
            Index::Numbered(index) => index.find_all(ids, customers),
        }
    }

    /// The place for a new id, which is not empty; nothing when a customer has it already.
    pub(crate) fn vacancy(&mut self, id: &[u8]) -> Option<Vacancy> {
        match &mut self.index {
            Index::Hashed(index) => index.vacancy(id, &self.list).map(Vacancy),
            Index::Numbered(index) => index.vacancy(id).map(Vacancy),
        }
    }

    /// Adds a customer at the place that was found for it last.
    pub(crate) fn push(&mut self, vacancy: Vacancy, id: &str) {
        match &mut self.index {
            Index::Hashed(index) => index.put(vacancy.0, id.as_bytes(), self.list.len()),
            Index::Numbered(index) => index.put(vacancy.0, self.list.len()),
        }
        self.list.push(id);
    }
}

impl IdList {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them; an empty text when there is none of that number.
    pub(crate) fn get(&self, place: usize) -> &str {
        let Some(&end) = self.ends.get(place) else { return "" };
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.text.get(start..end).unwrap_or_default()
    }

    pub(crate) fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len());
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let id = self.text.get(start..end).unwrap_or_default();
            start = end;
            id
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(ids: &Ids, id: &str) -> Option<u32> {
        let mut customers = vec![5];
        ids.find_all(&[id.as_bytes(), b"?", b""], &mut customers);
        assert_eq!(customers, [ids.find(id.as_bytes()).unwrap_or(NOBODY), NOBODY, NOBODY]);
        ids.find(id.as_bytes())
    }

    fn finds_all_and_only_those_that_are_there(number_of: impl Fn(u32) -> u32, id: impl Fn(u32) -> String) -> Ids {
        let mut list = IdList::default();
        (0..10_000).for_each(|customer| list.push(&id(number_of(customer))));
        let mut ids = Ids::expecting([&list].into_iter());
        assert_eq!(find(&ids, "0"), None);
        for id in list.iter() {
            let vacancy = ids.vacancy(id.as_bytes()).unwrap();
            ids.push(vacancy, id);
            assert!(ids.vacancy(id.as_bytes()).is_none());
        }
        let mut customers: Vec<Option<u32>> = vec![None; 70_000];
        (0..10_000).for_each(|customer| customers[number_of(customer) as usize] = Some(customer));
        for (number, expected) in (0..).zip(customers) {
            assert_eq!(find(&ids, &id(number)), expected, "{number}");
        }
        assert_eq!((ids.len(), ids.get(3), ids.get(10_000)), (10_000, list.get(3), ""));
        for other in ["", "x", "c", "-1", "c-1", "00000", "c00000001", "c1x", "é7", "99999999999999999999"] {
            assert_eq!(find(&ids, other), None, "{other}");
        }
        ids
    }

    #[test]
    fn short_and_long_texts() {
        // Some are as long as a key.
        let ids = finds_all_and_only_those_that_are_there(
            |n| n * 7,
            |n| match n % 3 {
                0 => format!("a{n}b"),
                1 => format!("{n:015}"),
                _ => format!("customer-{n:020}"),
            },
        );
        assert!(matches!(ids.index, Index::Hashed(_)));
    }

    #[test]
    fn numbers_with_and_without_zeros_before_them() {
        for id in [|n: u32| format!("C{n:07}"), |n: u32| (n + 1_000_000).to_string(), |n: u32| format!("c-{}", n + 2)] {
            let ids = finds_all_and_only_those_that_are_there(|n| n * 7, id);
            assert!(matches!(ids.index, Index::Numbered(_)));
            let ids = finds_all_and_only_those_that_are_there(|n| 69_993 - n * 7, id);
            assert!(matches!(ids.index, Index::Numbered(_)));
        }
    }

    #[test]
    fn ids_that_are_no_numbers_of_one_kind_are_hashed() {
        let index = |ids: &[&str]| {
            let mut list = IdList::default();
            for id in ids {
                list.push(id);
            }
            Ids::expecting([&list].into_iter()).index
        };
        assert!(matches!(index(&["1", "2", "10"]), Index::Numbered(_)));
        assert!(matches!(index(&["01", "02", "10"]), Index::Numbered(_)));
        // `1` and `01` would be one number, and `a1` and `b1`; the last would take too much room.
        for ids in
            [&["1", "01"][..], &["a1", "b1"], &["1", "x"], &["", "1"], &["1", "99999999999"], &["123456789012345"], &[]]
        {
            assert!(matches!(index(ids), Index::Hashed(_)), "{ids:?}");
        }
    }
}

//! Decisions taken from a list of numbers: 0 is always the simplest, and so is what lies beyond the end of the list.

/// A list of numbers that is used up decision by decision.
pub struct Choices<'c> {
    rest: std::slice::Iter<'c, u16>,
}

impl<'c> Choices<'c> {
    /// Decisions to be taken from these numbers.
    #[must_use]
    pub fn new(numbers: &'c [u16]) -> Self {
        Self { rest: numbers.iter() }
    }

    /// A number below `limit`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let number = self.rest.next().copied().unwrap_or_default();
        usize::from(number).checked_rem(limit).unwrap_or_default()
    }

    /// Yes in about so many of a hundred cases; no is simpler.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) + percent >= 100
    }

    /// One of these; the first is the simplest.
    pub fn one<T: Copy + Default>(&mut self, of: &[T]) -> T {
        let index = self.below(of.len());
        of.get(index).copied().unwrap_or_default()
    }
}

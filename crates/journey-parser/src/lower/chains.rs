//! Chains of segments and computed attributes, or of steps that do others: circles, and chains so long that following one
//! would be dangerous.

use journey_ir::table::{Id, Table};

/// How many others one may stand on, one behind the other: they are followed recursively.
pub(super) const DEPTH_MAX: usize = 64;

/// What the search for circles found.
pub(super) struct Chains<I> {
    /// The circles, each once, from the one through which it was found.
    pub circles: Vec<Vec<I>>,
    /// The first one whose chain is too long.
    pub too_deep: Option<I>,
}

impl<I: Id + PartialEq> Chains<I> {
    /// Follows what each one uses.
    pub fn of(uses: &Table<I, Vec<I>>) -> Self {
        let mut search =
            Search { uses, state: uses.filled(Visit::New), found: Self { circles: Vec::new(), too_deep: None } };
        for start in uses.ids() {
            search.from(start);
        }
        search.found
    }
}

/// How far the search has come with one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    /// On the path that is being followed.
    Under,
    /// With the length of the longest chain below it.
    Done(usize),
}

/// A search in depth, with a list of its own instead of recursion: a chain may be as long as the programme.
struct Search<'u, I> {
    uses: &'u Table<I, Vec<I>>,
    state: Table<I, Visit>,
    found: Chains<I>,
}

impl<I: Id + PartialEq> Search<'_, I> {
    fn from(&mut self, start: I) {
        if self.state[start] != Visit::New {
            return;
        }
        self.state[start] = Visit::Under;
        let mut path = vec![(start, 0)];
        while let Some((this, next)) = path.last_mut() {
            let this = *this;
            let Some(other) = self.uses[this].get(*next).copied() else {
                self.leave(this);
                path.pop();
                continue;
            };
            *next += 1;
            match self.state[other] {
                Visit::New => {
                    self.state[other] = Visit::Under;
                    path.push((other, 0));
                }
                Visit::Under => self.close(other, &path),
                Visit::Done(_) => {}
            }
        }
    }

    /// The path leads back to `other`, which is on it.
    fn close(&mut self, other: I, path: &[(I, usize)]) {
        let circle = path.iter().map(|(this, _)| *this).skip_while(|this| *this != other);
        self.found.circles.push(circle.collect());
    }

    fn leave(&mut self, this: I) {
        let depths = self.uses[this].iter().map(|other| match self.state[*other] {
            Visit::Done(depth) => depth + 1,
            Visit::New | Visit::Under => 1,
        });
        let depth = depths.max().unwrap_or(0);
        self.state[this] = Visit::Done(depth);
        if depth > DEPTH_MAX && self.found.too_deep.is_none() {
            self.found.too_deep = Some(this);
        }
    }
}

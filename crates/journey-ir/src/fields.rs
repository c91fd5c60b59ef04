//! The values of an event's fields.

use std::ops::Deref;
use std::sync::Arc;

use crate::value::Value;

/// The values of an event's fields, in the order of declaration.
///
/// Most events have one field or none: these are kept in place, since a year of contacts looks at millions of events. More
/// are shared, so that copying an event is cheap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fields(Kept);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Kept {
    None([Value; 0]),
    One([Value; 1]),
    Several(Arc<[Value]>),
}

impl Fields {
    /// Of an event without fields.
    pub const NONE: Self = Self(Kept::None([]));

    /// Of an event with one field.
    #[must_use]
    pub fn one(value: Value) -> Self {
        Self(Kept::One([value]))
    }
}

impl FromIterator<Value> for Fields {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        let mut values = values.into_iter();
        Self(match (values.next(), values.next()) {
            (None, _) => Kept::None([]),
            (Some(only), None) => return Self::one(only),
            (Some(first), Some(second)) => Kept::Several([first, second].into_iter().chain(values).collect()),
        })
    }
}

impl Deref for Fields {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        match &self.0 {
            Kept::None(values) => values,
            Kept::One(values) => values,
            Kept::Several(values) => values,
        }
    }
}

//! Identifiers, and tables that only their own identifiers can index.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An identifier: the place of a thing in its [`Table`].
pub trait Id: Copy {
    /// The identifier of the thing at `index`. A table holds at most 65,535 things; the parser refuses more.
    fn from_index(index: usize) -> Self;
    /// The place in the table.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub struct $name(pub u16);

        impl Id for $name {
            fn from_index(index: usize) -> Self {
                Self(u16::try_from(index).unwrap_or(u16::MAX))
            }
            #[inline]
            fn index(self) -> usize {
                usize::from(self.0)
            }
        }
        )*

        /// The types of all identifiers.
        #[cfg(test)]
        pub(crate) const ID_TYPES: &[&str] = &[$(stringify!($name)),*];
    };
}

ids! {
    /// A customer attribute.
    AttributeId,
    /// A kind of event.
    EventId,
    /// A field, within its event.
    FieldId,
    /// A named condition.
    SegmentId,
    /// A channel.
    ChannelId,
    /// A message.
    MessageId,
    /// An offer.
    OfferId,
    /// A cap of the `pressure` block.
    CapId,
    /// A `no …` of the `pressure` block.
    ExclusionId,
    /// A rule of the `rules` block.
    RuleId,
    /// A journey.
    JourneyId,
    /// A function of a customer's history that the programme asks for, such as `sum(purchase.amount, last 90 days)`.
    AggregateId,
    /// A tag of journeys and messages.
    TagId,
    /// A topic of messages.
    TopicId,
    /// A calendar.
    CalendarId,
    /// A list of holidays.
    HolidaysId,
    /// A state.
    StateId,
    /// A table that a file holds.
    LookupId,
    /// Something that goes into messages.
    InsertId,
}

/// The most things of one kind that a programme may have.
pub const TABLE_LIMIT: usize = u16::MAX as usize;

/// A list that only its own identifiers index, so that a message cannot be looked up with a journey's number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Table<I, T> {
    items: Vec<T>,
    ids: PhantomData<I>,
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self { items: Vec::new(), ids: PhantomData }
    }
}

impl<I: Id, T> Table<I, T> {
    /// Adds a thing and gives its identifier.
    pub fn push(&mut self, item: T) -> I {
        self.items.push(item);
        I::from_index(self.items.len() - 1)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The things with their identifiers, in the order of the identifiers.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(index, item)| (I::from_index(index), item))
    }

    /// The identifiers, in order.
    #[must_use]
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::from_index)
    }

    /// The things, in the order of the identifiers.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// The first thing for which `found` holds.
    pub fn find(&self, mut found: impl FnMut(&T) -> bool) -> Option<I> {
        self.items.iter().position(&mut found).map(I::from_index)
    }

    /// A table of the same length, filled with `value`.
    #[must_use]
    pub fn filled<U: Clone>(&self, value: U) -> Table<I, U> {
        Table { items: vec![value; self.items.len()], ids: PhantomData }
    }
}

impl<I, T> FromIterator<T> for Table<I, T> {
    fn from_iter<A: IntoIterator<Item = T>>(items: A) -> Self {
        Self { items: items.into_iter().collect(), ids: PhantomData }
    }
}

/// In files a table is a list: the place in it is the identifier, from 0.
impl<I, T: Serialize> Serialize for Table<I, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.items.serialize(serializer)
    }
}

impl<'de, I, T: Deserialize<'de>> Deserialize<'de> for Table<I, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { items: Vec::deserialize(deserializer)?, ids: PhantomData })
    }
}

impl<I, T: JsonSchema> JsonSchema for Table<I, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "identifiers are made by the table that they index")]
    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "identifiers are made by the table that they index")]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }
}

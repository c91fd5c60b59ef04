//! Values that a file holds as numbers, so that they need not become texts to be read.

use journey_ir::value::Type;

/// What a column is read for, as far as it makes a difference in files that have types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Whatever the text says.
    Text,
    /// A whole number.
    Integer,
    /// Ten-thousandths.
    Decimal,
    /// Days since 1970.
    Date,
    /// UTC seconds since 1970.
    Instant,
}

/// The place of a cell that holds no number.
pub(crate) const NO_NUMBER: i64 = i64::MIN;

impl Use {
    /// For values of a type.
    pub(crate) fn of(kind: &Type) -> Self {
        match kind {
            Type::Integer => Self::Integer,
            Type::Decimal => Self::Decimal,
            Type::Date => Self::Date,
            Type::DateTime => Self::Instant,
            Type::Text | Type::Boolean | Type::OneOf(_) | Type::Channel | Type::Zone => Self::Text,
        }
    }

    /// What a column is read for that is read for several things.
    pub(crate) fn of_column(wanted: &[(&str, Self)], name: &str) -> Option<Self> {
        let mut uses = wanted.iter().filter(|(column, _)| *column == name).map(|(_, of)| *of);
        let first = uses.next()?;
        Some(if uses.all(|other| other == first) { first } else { Self::Text })
    }
}

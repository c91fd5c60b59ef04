//! The meaning of a programme: identifiers, time, values, expressions, core operations, findings.
pub mod finding;
pub mod span;

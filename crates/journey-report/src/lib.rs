//! Renders findings and summaries for people and machines; the only place that knows miette.
//!
//! Everything here turns data into text: nothing is read, written or looked up, and the same data gives the same text.

mod because;
pub mod compiled;
pub mod findings;
mod look;
mod number;
mod printable;
pub mod scenario;
pub mod story;
pub mod summary;
mod table;
mod texts;

pub use look::Look;

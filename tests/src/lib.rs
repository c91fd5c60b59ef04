//! What the suites share.

pub mod case;
pub mod comparison;
pub mod folder;
pub mod naive;
pub mod random;
pub mod readable;
pub mod story;
pub mod tally;

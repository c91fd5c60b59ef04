//! What the suites share.

pub mod comparison;
pub mod folder;
pub mod naive;
pub mod random;
pub mod story;

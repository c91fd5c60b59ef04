//! What the suites share.

pub mod naive;
pub mod random;
pub mod story;

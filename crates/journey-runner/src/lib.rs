//! The engine: one pure step; and its drivers.

pub mod summary;

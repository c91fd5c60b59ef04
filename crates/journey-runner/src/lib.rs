//! The engine, one pure step of one customer, and its drivers.
//!
//! Nothing below the drivers reads files, the clock, the environment or entropy: the same programme, data and options
//! give the same records, for any number of threads (language reference 7.3).

pub mod engine;
mod recorder;
pub mod scenario;
mod simulate;
pub mod summary;

pub use engine::{Choices, Clause, Effect, Engine, NoStart, Runaway, Said, State, Told};
pub use simulate::{Run, SimulateError, Tale, Telling, simulate, simulate_customer, unheard_events};

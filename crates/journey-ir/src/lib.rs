//! The meaning of a programme: identifiers, time, values, expressions, core operations, findings.
//!
//! Everything here is plain data. The parser crate makes it, the checker and the engine read it; nothing here reads
//! files, the clock or the environment.

pub mod assumption;
pub mod behaviour;
pub mod calendar;
pub mod capacity;
pub mod cost;
pub mod decimal;
pub mod expression;
pub mod fields;
pub mod finding;
pub mod history;
pub mod insert;
pub mod language;
pub mod lookup;
pub mod measure;
pub mod occasion;
pub mod offer;
pub mod operation;
pub mod plain;
pub mod pressure;
pub mod program;
pub mod records;
pub mod rules;
pub mod scenario;
pub mod shared;
pub mod sound;
pub mod source;
pub mod span;
pub mod state;
pub mod table;
pub mod task;
pub mod template;
pub mod time;
pub mod value;
pub mod waiver;
pub mod walk;
mod words;
pub mod written;

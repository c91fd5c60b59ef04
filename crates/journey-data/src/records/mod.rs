//! Writes what a run found, as the command line's contract has it: contacts.csv, enrolments.csv, refusals.csv, tasks.csv,
//! measures.csv.
//!
//! Each encoder turns the records of some customers into bytes, so that chunks are encoded in parallel and written in
//! order; [`OutputDir`] takes the bytes and puts whole files in place, or none.

mod contacts;
mod contacts_file;
mod enrolments;
mod json_rows;
mod measures;
mod names;
mod output;
mod parquet_rows;
mod refusals;
mod rows;
mod sink;
mod tasks;

pub use contacts::{CONTACTS_HEADER, DatedRows, encode_contacts};
pub use contacts_file::{ContactsFile, ContactsFormat, encode_contacts_as};
pub use enrolments::{ENROLMENTS_HEADER, encode_enrolments};
pub use measures::{MEASURES_HEADER, encode_measures};
pub use names::Names;
pub use output::{OutputDir, OutputFile, Unfinished};
pub use refusals::{REFUSALS_HEADER, encode_refusals};
pub use tasks::{TASKS_HEADER, encode_tasks};

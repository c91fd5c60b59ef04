//! Reads the manifest and customers' data; writes what a run finds. One file per format.
//!
//! This crate is a driver: it touches files, so that nothing below it has to. What it reads becomes a [`Dataset`],
//! from which the engine takes one customer at a time; what is wrong with single rows becomes [`BadRows`], and what
//! makes reading pointless a [`DataError`].
#![expect(clippy::disallowed_methods, reason = "this crate reads and writes the files of a programme")]

mod bad_rows;
mod blocks;
mod cell;
mod column;
mod csv;
mod dataset;
mod error;
mod folder;
mod format;
mod ids;
mod json_lines;
mod manifest;
mod moments;
mod nearest;
mod numbers;
mod packed;
mod parquet;
mod parts;
mod paths;
pub mod records;
mod row_counter;
mod rows;
mod scan;
mod templates;
mod typed;

pub use bad_rows::{BadRowGroup, BadRows, Places, Reason};
pub use dataset::{Dataset, FileFacts, Options, Ungrouped, behaviour, check_names, events_without_source};
pub use error::DataError;
pub use folder::{MANIFEST_NAME, SourceFile, find_programme, journey_files, read_source, source_files};
pub use format::{Dates, Format, Numbers};
pub use manifest::{
    Booleans, ChangeSource, ContactSource, CustomerSource, DataManifest, EngagementSource, EnrolmentColumn, EventKind,
    EventSource, Manifest, Simulate, Source, Supposed,
};
pub use row_counter::RowCounter;
pub use templates::{FolderTemplates, TEMPLATE_BYTES_MAX};

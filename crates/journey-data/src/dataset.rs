//! Customers with their history, in memory: columns of values, grouped by customer.

mod aliases;
mod batch;
mod buckets;
mod customers;
mod group;
mod names;
mod review;
mod schema;
mod source;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use journey_ir::fields::Fields;
use journey_ir::history::{ContactOf, CustomerHistory, Customers, Entry, Happening, Input};
use journey_ir::pressure::Purpose;
use journey_ir::program::{Engagement, EngagementKind, Program};
use journey_ir::table::{EventId, JourneyId, MessageId};
use journey_ir::time::Instant;
use journey_ir::value::Value;
use rayon::prelude::*;

use crate::bad_rows::{BadRows, BadRowsOfFile};
use crate::cell::NOT_DECLARED;
use crate::error::DataError;
use crate::manifest::Manifest;
use crate::paths::files;
use crate::row_counter::RowCounter;
pub use names::{behaviour, check_names, events_without_source};

use buckets::{SourceRows, Table};
use customers::CustomerTable;
use group::{GroupedSource, RowsOf};
use schema::{Makes, SourceSchema};

/// Everything that is known of the customers of a programme; the engine takes one at a time.
///
/// Texts, numbers and instants lie in columns, in which each customer's rows are neighbours: 8 bytes for an event, and
/// 2 to 8 more for each of its fields but for texts.
#[derive(Debug)]
pub struct Dataset {
    customers: CustomerTable,
    /// In the order in which rows of one instant count.
    sources: Vec<GroupedSource>,
    files: Vec<FileFacts>,
    bad_rows: BadRows,
}

/// How to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Any bad row makes [`Dataset::read`] fail, after all of them have been seen.
    pub deny_bad_rows: bool,
    /// Who wants to know how many rows have been read.
    pub counter: Option<&'a RowCounter>,
    /// Events that nobody is going to ask for: their rows are looked at, for they may be bad, and are not kept.
    pub unheard: &'a [EventId],
}

impl Options<'_> {
    /// See [`RowCounter::see`].
    fn see(self, before: u64, more: usize) {
        if let Some(counter) = self.counter {
            counter.see(before, more);
        }
    }
}

/// What came out of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// The file, as the manifest leads to it from the programme's folder.
    pub file: String,
    /// How many rows it has, without the header.
    pub rows: u64,
    /// How many of them were left out.
    pub bad: u64,
}

/// What was read, not yet brought together by customer.
#[derive(Debug, Default)]
pub struct Ungrouped {
    customers: CustomerTable,
    /// The parts of each, in order.
    sources: Vec<Vec<SourceRows>>,
    files: Vec<FileFacts>,
    bad_rows: BadRows,
}

impl Ungrouped {
    /// Reads what the manifest names; see [`Dataset::read`], which is this and [`Ungrouped::group`].
    ///
    /// # Errors
    /// Those of [`Dataset::read`].
    pub fn read(manifest: &Manifest, program: &Program, options: Options<'_>) -> Result<Self, DataError> {
        let mut rows = Self::default();
        if let Some(data) = &manifest.data {
            let folder = &manifest.folder;
            let schema = schema::customers(manifest, data, program)?;
            let schemas: Vec<SourceSchema> = data
                .sources
                .iter()
                .map(|source| schema::source(manifest, data, source, program))
                .collect::<Result<_, _>>()?;
            // All paths are looked for before the first file is read: a misspelt one is known at once.
            let customer_files = files(folder, &data.customers.path)?;
            let aliases = data.customers.aliases.as_ref();
            let alias_files = aliases.map(|path| files(folder, path)).transpose()?.unwrap_or_default();
            let source_files: Vec<_> =
                schemas.iter().map(|schema| files(folder, &schema.path)).collect::<Result<_, _>>()?;
            let read = customer_files.par_iter().map(|file| customers::read_file(file, &schema, options));
            let read: Vec<_> = read.collect::<Vec<_>>().into_iter().collect::<Result<_, _>>()?;
            let (table, facts) = CustomerTable::new(read, &schema);
            rows.customers = table;
            for (file, (read, bad)) in customer_files.iter().zip(facts) {
                rows.note(folder, file, read, bad);
            }
            for file in alias_files {
                let (read, bad) = rows.customers.read_aliases(&file, &schema.format)?;
                rows.note(folder, &file, read, bad);
            }
            rows.read_sources(folder, &schemas, &source_files, options)?;
        }
        if options.deny_bad_rows && rows.bad_rows.total() > 0 {
            return Err(DataError::BadRows(Box::new(rows.bad_rows)));
        }
        Ok(rows)
    }

    fn read_sources(
        &mut self,
        folder: &Path,
        schemas: &[SourceSchema],
        source_files: &[Vec<PathBuf>],
        options: Options<'_>,
    ) -> Result<(), DataError> {
        let work: Vec<_> = schemas
            .iter()
            .zip(source_files)
            .flat_map(|(schema, files)| files.iter().map(move |file| (schema, file)))
            .collect();
        let customers = &self.customers;
        let read: Vec<_> =
            work.par_iter().map(|(schema, file)| source::read_file(file, schema, customers, options)).collect();
        let mut read = read.into_iter();
        for files in source_files {
            let (mut parts, mut rows) = (Vec::new(), 0);
            for (file, of_file) in files.iter().zip(read.by_ref()) {
                let of_file = of_file?;
                self.note(folder, file, of_file.rows_read, of_file.bad_rows);
                rows += of_file.parts.iter().map(SourceRows::len).sum::<usize>();
                if u32::try_from(rows).is_err() {
                    return Err(DataError::TooManyRows { file: file.clone() });
                }
                parts.extend(of_file.parts);
            }
            self.sources.push(parts);
        }
        Ok(())
    }

    fn note(&mut self, folder: &Path, file: &Path, rows: u64, bad: BadRowsOfFile) {
        let file = file.strip_prefix(folder).unwrap_or(file);
        let file = file.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        self.files.push(FileFacts { file: file.clone(), rows, bad: bad.count });
        self.bad_rows.extend(&file, bad);
    }

    /// Brings each customer's rows together.
    #[must_use]
    pub fn group(self) -> Dataset {
        let count = self.customers.ids.len();
        let sources = self.sources.into_iter().map(|parts| GroupedSource::new(parts, count)).collect();
        Dataset { customers: self.customers, sources, files: self.files, bad_rows: self.bad_rows }
    }
}

impl Dataset {
    /// Reads what the manifest names; a manifest without data gives no customers.
    ///
    /// Wall times and dates in the data are in the zone that the customer has in the customers' file, else in the
    /// programme's; a date alone is its first instant (language reference 2.4). Files are read in parallel by the
    /// threads of the `rayon` pool that this is called in; what comes out does not depend on them.
    ///
    /// # Errors
    /// When a file or column is missing, a file cannot be read, or the manifest names what the programme does not know;
    /// and when there are bad rows and [`Options::deny_bad_rows`] is set. Bad rows alone are no error: they are left
    /// out and counted in [`Dataset::bad_rows`].
    pub fn read(manifest: &Manifest, program: &Program, options: Options<'_>) -> Result<Self, DataError> {
        Ok(Ungrouped::read(manifest, program, options)?.group())
    }

    /// The rows that were left out.
    #[must_use]
    pub fn bad_rows(&self) -> &BadRows {
        &self.bad_rows
    }

    /// The files in the order in which they count.
    #[must_use]
    pub fn files(&self) -> &[FileFacts] {
        &self.files
    }

    /// The place of a customer, for [`Customers::load`]; any of their ids will do.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.customers.find(id.as_bytes()).map(|customer| customer as usize)
    }

    /// How many events, changes and past contacts there are.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.sources.iter().map(GroupedSource::len).sum()
    }
}

impl Customers for Dataset {
    fn count(&self) -> usize {
        self.customers.ids.len()
    }

    fn load(&self, index: usize, into: &mut CustomerHistory) {
        self.customers.load(index, into);
        into.entries.clear();
        let mut sources = self.sources.iter().filter_map(|source| source.rows_of(index));
        let (Some(mut only), second) = (sources.next(), sources.next()) else { return };
        let Some(second) = second else {
            while take(&mut only, into) {}
            return;
        };
        let mut ahead: Vec<RowsOf<'_>> = [only, second].into_iter().chain(sources).collect();
        // The first of equals: at one instant the order of the sources counts, then that of their rows.
        while let Some((place, rows)) = ahead.iter_mut().enumerate().min_by_key(|(_, rows)| rows.at) {
            if !take(rows, into) {
                ahead.remove(place);
            }
        }
    }
}

/// Adds what the next row becomes, and passes over it; false when it was the last one.
fn take(rows: &mut RowsOf<'_>, into: &mut CustomerHistory) -> bool {
    let at = Instant(rows.at);
    let input = rows.row().and_then(|(table, row)| input(table, row, at));
    into.entries.extend(input.map(|input| Entry { at, input }));
    rows.pass()
}

/// What a row becomes; nothing when it is of no consequence.
fn input(table: &Table, row: usize, at: Instant) -> Option<Input> {
    match table.makes {
        Makes::Event(event) => {
            let fields = match &*table.columns {
                [] => Fields::NONE,
                [only] => Fields::one(only.value(row)),
                several => several.iter().map(|column| column.value(row)).collect(),
            };
            Some(Input::Event(Happening { event, at, fields }))
        }
        Makes::Change(attribute) => {
            let value = table.columns.first().map_or(Value::Missing, |column| column.value(row));
            Some(Input::Change { attribute, value })
        }
        Makes::Contact => contact(table, row),
        Makes::Engagement => engagement(table, row),
    }
}

/// The contact of a row: its journey, message, purpose and channel. Journeys and messages that the programme has no more
/// are missing, and the contact still fills caps on its purpose and channel (language reference 4.2).
fn contact(table: &Table, row: usize) -> Option<Input> {
    let [journey, message, purpose, channel] = &*table.columns else { return None };
    match [journey, message, purpose, channel].map(|column| column.value(row)) {
        [journey, message, Value::OneOf(purpose), Value::Channel(channel)] => Some(Input::Contact {
            journey: place(&journey).map(JourneyId),
            message: place(&message).map(MessageId),
            channel,
            purpose: *Purpose::ALL.get(usize::from(purpose))?,
        }),
        _ => None,
    }
}

/// What a row tells of a contact; nothing when the programme has its message no more, so that nobody can ask for it.
fn engagement(table: &Table, row: usize) -> Option<Input> {
    let [kind, message, journey, started, key] = &*table.columns else { return None };
    let Value::OneOf(kind) = kind.value(row) else { return None };
    let engagement = Engagement {
        kind: *EngagementKind::ALL.get(usize::from(kind))?,
        message: MessageId(place(&message.value(row))?),
    };
    let of = match (place(&journey.value(row)), started.value(row)) {
        (Some(journey), Value::Instant(started)) => {
            let key = match key.value(row) {
                Value::Text(key) => key,
                _ => Arc::from(""),
            };
            Some(ContactOf { journey: JourneyId(journey), started, key })
        }
        _ => None,
    };
    Some(Input::Engagement { engagement, of })
}

/// The place of a name in its table, when it is declared.
fn place(value: &Value) -> Option<u16> {
    match value {
        Value::OneOf(place) if *place != NOT_DECLARED => Some(*place),
        _ => None,
    }
}

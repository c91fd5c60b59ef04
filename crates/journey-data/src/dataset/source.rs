//! Reads the files of one source of events, changes or past contacts.

use std::path::Path;

use journey_ir::time::{Instant, TimeOfDay, ZoneId};

use super::customers::CustomerTable;
use super::schema::{KindSchema, Makes, RowSchema, SourceSchema, find_column, push_all, reason};
use crate::bad_rows::{BadRowsOfFile, Reason};
use crate::cell::CellReader;
use crate::column::{Column, ColumnReader};
use crate::error::DataError;
use crate::rows::{Cells, Header, RowFile};

/// The rows of a source in the order of its files and lines.
#[derive(Debug, Default)]
pub(crate) struct SourceRows {
    pub customers: Vec<u32>,
    /// UTC seconds.
    pub at: Vec<i64>,
    /// With several tables: the table of each row, and its row there. Empty with one: row by row.
    pub tables_of: Vec<(u16, u32)>,
    pub tables: Vec<Table>,
}

/// The values of rows of one kind.
#[derive(Debug)]
pub(crate) struct Table {
    pub makes: Makes,
    pub columns: Vec<Column>,
}

/// What came out of one file.
pub(crate) struct FileRows {
    pub rows: SourceRows,
    pub rows_read: u64,
    pub bad_rows: BadRowsOfFile,
}

/// A table that is being read.
struct TableReader<'a> {
    schema: &'a KindSchema,
    columns: Vec<ColumnReader>,
    rows: u32,
}

/// Reads the rows of one file.
struct Reader<'a> {
    customers: &'a CustomerTable,
    schema: &'a SourceSchema,
    header: Header,
    customer: usize,
    at: usize,
    /// The column that names the kind, when there are several.
    kind: Option<usize>,
    /// The column that says whether a contact was sent.
    outcome: Option<usize>,
    tables: Vec<TableReader<'a>>,
    rows: SourceRows,
}

/// Why a row is not taken.
enum Stop {
    /// It is left out: why, and what was found.
    Refused(Reason, Vec<u8>),
    /// Reading on makes no sense.
    Error(DataError),
}

/// Reads one file.
pub(crate) fn read_file(path: &Path, schema: &SourceSchema, customers: &CustomerTable) -> Result<FileRows, DataError> {
    let mut file = RowFile::open(path, &schema.format, &schema.wanted())?;
    let mut reader = Reader::new(file.header().clone(), schema, customers)?;
    let (mut bad_rows, mut rows_read) = (file.bad_rows(), 0);
    while let Some(row) = file.next_row()? {
        rows_read += 1;
        let cells = row.cells.map_err(|(reason, found)| Stop::Refused(reason, found));
        match cells.and_then(|cells| reader.add(cells)) {
            Ok(()) => {}
            Err(Stop::Refused(reason, found)) => bad_rows.add(row.line, reason, &found),
            Err(Stop::Error(error)) => return Err(error),
        }
    }
    Ok(FileRows { rows: reader.finish(), rows_read, bad_rows })
}

impl<'a> Reader<'a> {
    fn new(header: Header, schema: &'a SourceSchema, customers: &'a CustomerTable) -> Result<Self, DataError> {
        let mut reader = Self {
            customer: find_column(&header, &schema.customer, "the customer's id", false)?,
            at: find_column(&header, &schema.at, "the instant", false)?,
            kind: None,
            outcome: None,
            tables: Vec::new(),
            rows: SourceRows::default(),
            header,
            schema,
            customers,
        };
        if let Some(outcome) = schema.past.as_ref().and_then(|past| past.outcome.as_ref()) {
            reader.outcome = Some(find_column(&reader.header, outcome, "the outcome of the contact", true)?);
        }
        match &schema.rows {
            RowSchema::One(kind) => {
                reader.bind(kind)?;
            }
            RowSchema::Named { column, kinds, .. } => {
                reader.kind = Some(find_column(&reader.header, column, "the name of what a row is", false)?);
                // Changes have one column of values for all attributes: it must be there, whatever the rows say.
                if let Some(change) = kinds.values().find(|kind| matches!(kind.makes, Makes::Change(_))) {
                    reader.bind(change)?;
                }
            }
        }
        Ok(reader)
    }

    fn add(&mut self, cells: &Cells) -> Result<(), Stop> {
        let expected = self.header.names.len();
        if cells.len() != expected {
            return Err(Stop::Refused(Reason::CellCount { expected }, cells.len().to_string().into_bytes()));
        }
        if !self.counts(cells)? {
            return Ok(());
        }
        let id = cells.get(self.customer).trim_ascii();
        let customer = self.customers.find(id).ok_or_else(|| Stop::Refused(Reason::UnknownCustomer, id.to_vec()))?;
        let zone = self.customers.zone(customer);
        let at = cells.get(self.at).trim_ascii();
        let at = self.instant(at, zone).map_err(|reason| Stop::Refused(reason, at.to_vec()))?;
        let table = self.table(cells)?;
        let Some(reader) = self.tables.get_mut(usize::from(table)) else { return Ok(()) };
        push_all(&mut reader.columns, cells, zone).map_err(|(reason, found)| Stop::Refused(reason, found))?;
        self.rows.customers.push(customer);
        self.rows.at.push(at.0);
        if self.kind.is_some() {
            self.rows.tables_of.push((table, reader.rows));
        }
        reader.rows += 1;
        Ok(())
    }

    /// Whether a row is taken at all: contacts that were not sent are of no consequence.
    fn counts(&self, cells: &Cells) -> Result<bool, Stop> {
        let Some(place) = self.outcome else { return Ok(true) };
        let column = || self.header.names.get(place).cloned().unwrap_or_default();
        match cells.get(place).trim_ascii() {
            b"sent" => Ok(true),
            b"skipped" | b"pending" => Ok(false),
            b"" => Err(Stop::Refused(Reason::Empty { column: column() }, Vec::new())),
            other => {
                let expected = "one of sent, skipped, pending".to_owned();
                Err(Stop::Refused(Reason::Value { column: column(), expected }, other.to_vec()))
            }
        }
    }

    fn instant(&self, cell: &[u8], zone: ZoneId) -> Result<Instant, Reason> {
        let column = &self.schema.at;
        if cell.is_empty() {
            return Err(Reason::Empty { column: column.clone() });
        }
        let dates = self.schema.format.dates;
        let moment = dates.moment(cell).map_err(|problem| reason(&problem, column, &CellReader::DateTime(dates)))?;
        let at = moment.in_zone(zone.table(), TimeOfDay::MIDNIGHT);
        match self.schema.past.as_ref().and_then(|past| past.before) {
            Some(before) if at >= before => Err(Reason::NotPast { column: column.clone() }),
            _ => Ok(at),
        }
    }

    /// The table of a row. A kind is bound to the file's columns when its first row comes: a file with several kinds
    /// need not have the columns of all.
    fn table(&mut self, cells: &Cells) -> Result<u16, Stop> {
        let (Some(place), RowSchema::Named { kinds, unknown, .. }) = (self.kind, &self.schema.rows) else {
            return Ok(0);
        };
        let name = cells.get(place).trim_ascii();
        let refused = |reason: Reason| Stop::Refused(reason, name.to_vec());
        let kind = std::str::from_utf8(name).ok().and_then(|name| kinds.get(name));
        let kind = kind.ok_or_else(|| refused(unknown.clone()))?;
        if kind.fixed {
            return Err(refused(Reason::FixedAttribute));
        }
        match self.tables.iter().position(|table| table.schema.makes == kind.makes) {
            // There are fewer kinds than identifiers for them, which are as wide.
            Some(table) => Ok(u16::try_from(table).unwrap_or(u16::MAX)),
            None => self.bind(kind).map_err(Stop::Error),
        }
    }

    fn bind(&mut self, schema: &'a KindSchema) -> Result<u16, DataError> {
        let wanted = self.schema.wanted();
        let columns = schema.columns.iter().map(|column| column.bind(&self.header, &wanted));
        let columns = columns.collect::<Result<_, _>>()?;
        self.tables.push(TableReader { schema, columns, rows: 0 });
        Ok(u16::try_from(self.tables.len() - 1).unwrap_or(u16::MAX))
    }

    fn finish(mut self) -> SourceRows {
        let tables = self.tables.into_iter().map(|table| Table {
            makes: table.schema.makes,
            columns: table.columns.into_iter().map(|reader| reader.column).collect(),
        });
        self.rows.tables = tables.collect();
        self.rows
    }
}

impl SourceRows {
    /// Adds the rows of the source's next file.
    pub(crate) fn append(&mut self, mut other: Self, file: &Path) -> Result<(), DataError> {
        let rows = self.customers.len() + other.customers.len();
        if u32::try_from(rows).is_err() {
            return Err(DataError::TooManyRows { file: file.to_owned() });
        }
        if self.tables.is_empty() {
            *self = other;
            return Ok(());
        }
        self.customers.append(&mut other.customers);
        self.at.append(&mut other.at);
        // Where the rows of each table of the other file go to: the table here, and the first row in it.
        let moved: Vec<(u16, u32)> = other.tables.into_iter().map(|table| self.append_table(table)).collect();
        self.tables_of.extend(other.tables_of.iter().map(|&(table, row)| {
            let (table, first) = moved.get(usize::from(table)).copied().unwrap_or_default();
            (table, first + row)
        }));
        Ok(())
    }

    fn append_table(&mut self, mut table: Table) -> (u16, u32) {
        let known = self.tables.iter().position(|known| known.makes == table.makes);
        let place = known.unwrap_or(self.tables.len());
        let mut first = 0;
        match self.tables.get_mut(place) {
            Some(known) => {
                first = known.columns.first().map_or(0, Column::len);
                for (column, more) in known.columns.iter_mut().zip(&mut table.columns) {
                    column.append(more);
                }
            }
            None => self.tables.push(table),
        }
        (u16::try_from(place).unwrap_or(u16::MAX), u32::try_from(first).unwrap_or(u32::MAX))
    }
}

//! Reads the customers' files.

mod batch;

use std::path::Path;

use journey_ir::history::CustomerHistory;
use journey_ir::time::{Instant, ZoneId};
use journey_ir::value::Value;

use super::Options;
use super::aliases::Aliases;
use super::schema::{CustomerSchema, find_column, push_all, reason};
use crate::bad_rows::{BadRowsOfFile, Reason};
use crate::cell::{CellProblem, CellReader, instant};
use crate::column::{Column, ColumnReader, gather};
use crate::error::DataError;
use crate::ids::{IdList, Ids, NOBODY};
use crate::moments::MomentReader;
use crate::parts::{self, Part};
use crate::rows::{Cells, Header, RowFile};
use batch::Batch;

/// The customers in the order of their files.
#[derive(Debug, Default)]
pub(crate) struct CustomerTable {
    pub ids: Ids,
    /// The other ids under which they stand in the data.
    pub aliases: Aliases,
    values: Values,
}

/// What is known of customers beside their ids.
#[derive(Debug, Default)]
struct Values {
    /// In the order of the programme's attributes.
    columns: Vec<Column>,
    /// Since when each exists; [`Instant::MIN`] when it says nothing, empty when the manifest names no such column.
    since: Vec<Instant>,
    /// The zone of each.
    zones: Vec<ZoneId>,
}

/// One file that was read; who is there twice is not known yet.
pub(crate) struct CustomerFile {
    parts: Vec<Part<Rows>>,
    bad_rows: BadRowsOfFile,
}

/// Rows as they came.
struct Rows {
    ids: IdList,
    /// The line of each.
    lines: Vec<u64>,
    values: Values,
    /// Those that cannot be taken.
    refused: Vec<Refused>,
    left_out: BadRowsOfFile,
    /// How many rows there are, the bad ones among them.
    count: u64,
}

/// A row that cannot be taken, although its id could.
struct Refused {
    /// How many rows that can be taken come before it.
    rows_before: usize,
    line: u64,
    id: Vec<u8>,
    reason: Reason,
    found: Vec<u8>,
}

/// Why a row is not taken, and what was found.
type Why = (Reason, Vec<u8>);

/// Reads rows of customers.
struct Reader<'a> {
    schema: &'a CustomerSchema,
    width: usize,
    id: usize,
    since: Option<(usize, MomentReader)>,
    attributes: Vec<ColumnReader>,
    batch: Batch,
    rows: Rows,
}

/// Reads one file.
pub(crate) fn read_file(path: &Path, schema: &CustomerSchema, options: Options<'_>) -> Result<CustomerFile, DataError> {
    let file = RowFile::open(path, &schema.format, &schema.wanted())?;
    let bad_rows = file.bad_rows();
    let parts = parts::read(file, |file| {
        let mut reader = Reader::new(file.header(), schema, file.bad_rows())?;
        while let Some(rows) = file.next_rows()? {
            options.see(reader.rows.count, rows.len());
            reader.rows.count += rows.len() as u64;
            // One that cannot be taken makes all of them be read by themselves.
            if reader.add_all(&rows) {
                continue;
            }
            for row in rows.iter() {
                let added = row.cells.map_err(|bad| *bad).and_then(|cells| reader.add(row.line, cells));
                if let Err((reason, found)) = added {
                    reader.rows.left_out.add(row.line, reason, &found);
                }
            }
        }
        Ok(reader.rows)
    })?;
    Ok(CustomerFile { parts, bad_rows })
}

impl<'a> Reader<'a> {
    fn new(header: &Header, schema: &'a CustomerSchema, bad_rows: BadRowsOfFile) -> Result<Self, DataError> {
        let id = find_column(header, &schema.id, "the customer's id", false)?;
        let purpose = "the start of the customer's existence";
        let since = schema.since.as_ref().map(|column| find_column(header, column, purpose, false)).transpose()?;
        let wanted = schema.wanted();
        let attributes = schema.attributes.iter();
        Ok(Self {
            schema,
            width: header.names.len(),
            id,
            since: since.map(|place| (place, MomentReader::new(schema.format.dates))),
            attributes: attributes.map(|attribute| attribute.bind(header, &wanted)).collect::<Result<_, _>>()?,
            batch: Batch::default(),
            rows: Rows {
                ids: IdList::default(),
                lines: Vec::new(),
                values: Values::new(schema),
                refused: Vec::new(),
                left_out: bad_rows,
                count: 0,
            },
        })
    }

    /// Adds one customer, or nothing.
    fn add(&mut self, line: u64, cells: Cells<'_>) -> Result<(), Why> {
        if cells.len() != self.width {
            return Err((Reason::CellCount { expected: self.width }, cells.len().to_string().into_bytes()));
        }
        let id = cells.get(self.id).trim_ascii();
        let column = || self.schema.id.clone();
        if id.is_empty() {
            return Err((Reason::Empty { column: column() }, Vec::new()));
        }
        let text = std::str::from_utf8(id).map_err(|_| (Reason::NotUtf8 { column: column() }, id.to_vec()))?;
        match self.values(cells) {
            Ok(()) => {
                self.rows.ids.push(text);
                self.rows.lines.push(line);
            }
            // Should the customer be there already, that is what is wrong with the row.
            Err((reason, found)) => {
                let (rows_before, id) = (self.rows.ids.len(), id.to_vec());
                self.rows.refused.push(Refused { rows_before, line, id, reason, found });
            }
        }
        Ok(())
    }

    /// Adds what a row says of a customer, or nothing.
    fn values(&mut self, cells: Cells<'_>) -> Result<(), Why> {
        let schema = self.schema;
        // Wall times in a row are in the zone that the row itself names.
        let zone_column = schema.zone_attribute.and_then(|place| self.attributes.get_mut(usize::from(place.0)));
        let own_zone = zone_column.and_then(|column| {
            let cell = column.place.map(|place| cells.get(place).trim_ascii())?;
            column.reader.read(cell, &|| schema.zone.table()).ok()
        });
        let zone = own_zone.and_then(|number| u16::try_from(number).ok()).map_or(schema.zone, ZoneId);
        let since = match &mut self.since {
            Some((place, moments)) => Some(match cells.number(*place) {
                Some(seconds) => Instant(seconds),
                None => since_when(cells.get(*place).trim_ascii(), zone, moments, schema)?,
            }),
            None => None,
        };
        push_all(&mut self.attributes, cells, &|| zone.table(), &mut self.rows.values.columns)?;
        self.rows.values.zones.push(zone);
        self.rows.values.since.extend(since);
        Ok(())
    }
}

impl CustomerTable {
    /// The customers of these files; of two with the same id the first counts. Gives for each file how many rows it has, and the
    /// bad ones.
    pub(crate) fn new(files: Vec<CustomerFile>, schema: &CustomerSchema) -> (Self, Vec<(u64, BadRowsOfFile)>) {
        let lists = files.iter().flat_map(|file| &file.parts).map(|part| &part.made.ids);
        let (ids, values) = (Ids::expecting(lists), Values::new(schema));
        let mut table = Self { ids, aliases: Aliases::default(), values };
        let mut facts = Vec::with_capacity(files.len());
        for file in files {
            let (mut rows, mut bad_rows) = (0, file.bad_rows);
            for part in file.parts {
                rows += part.made.count;
                bad_rows.append(table.add(part.made), part.lines_before);
            }
            facts.push((rows, bad_rows));
        }
        table.values.shrink();
        (table, facts)
    }

    /// Adds the rows that come next; gives those that were left out.
    fn add(&mut self, rows: Rows) -> BadRowsOfFile {
        let Rows { ids, lines, mut values, refused, left_out: mut bad_rows, .. } = rows;
        let mut refused = refused.into_iter().peekable();
        let mut kept: Vec<u32> = Vec::new();
        let mut all_kept = true;
        for (place, (id, line)) in ids.iter().zip(lines).enumerate() {
            while let Some(row) = refused.next_if(|row| row.rows_before <= place) {
                self.refuse(row, &mut bad_rows);
            }
            if let Some(vacancy) = self.ids.vacancy(id.as_bytes()) {
                self.ids.push(vacancy, id);
                kept.push(u32::try_from(place).unwrap_or(u32::MAX));
            } else {
                bad_rows.add(line, Reason::DuplicateCustomer, id.as_bytes());
                all_kept = false;
            }
        }
        refused.for_each(|row| self.refuse(row, &mut bad_rows));
        if !all_kept {
            values.gather(&kept);
        }
        self.values.append(values);
        bad_rows
    }

    fn refuse(&self, row: Refused, bad_rows: &mut BadRowsOfFile) {
        if self.ids.find(&row.id).is_some() {
            bad_rows.add(row.line, Reason::DuplicateCustomer, &row.id);
        } else {
            bad_rows.add(row.line, row.reason, &row.found);
        }
    }

    /// The customers with these ids, their own or other ones; [`NOBODY`] where there is none.
    pub(crate) fn find_all(&self, ids: &[&[u8]], customers: &mut Vec<u32>) {
        self.ids.find_all(ids, customers);
        if !self.aliases.is_empty() {
            for (customer, id) in customers.iter_mut().zip(ids).filter(|(customer, _)| **customer == NOBODY) {
                *customer = self.aliases.find(id).unwrap_or(NOBODY);
            }
        }
    }

    /// The customer with that id, their own or another one.
    pub(crate) fn find(&self, id: &[u8]) -> Option<u32> {
        self.ids.find(id).or_else(|| self.aliases.find(id))
    }

    /// The zone in which a customer's wall times are.
    #[inline]
    pub(crate) fn zone(&self, customer: u32) -> ZoneId {
        self.values.zones.get(customer as usize).copied().unwrap_or(ZoneId::UTC)
    }

    /// Fills in all but the history.
    pub(crate) fn load(&self, customer: usize, into: &mut CustomerHistory) {
        into.id.clear();
        into.id.push_str(self.ids.get(customer));
        into.exists_from = self.values.since.get(customer).copied().filter(|&since| since != Instant::MIN);
        into.attributes.clear();
        into.attributes.extend(self.values.columns.iter().map(|column| -> Value { column.value(customer) }));
    }
}

impl Values {
    fn new(schema: &CustomerSchema) -> Self {
        let columns = schema.attributes.iter().map(super::schema::ColumnSchema::column).collect();
        Self { columns, ..Self::default() }
    }

    fn append(&mut self, mut next: Self) {
        self.columns.iter_mut().zip(&mut next.columns).for_each(|(column, more)| column.append(more));
        self.since.append(&mut next.since);
        self.zones.append(&mut next.zones);
    }

    /// Keeps these rows.
    fn gather(&mut self, kept: &[u32]) {
        self.columns.iter_mut().for_each(|column| column.gather(kept));
        if !self.since.is_empty() {
            gather(&mut self.since, kept);
        }
        gather(&mut self.zones, kept);
    }

    /// Gives back what reading took too much of.
    fn shrink(&mut self) {
        self.columns.iter_mut().for_each(Column::shrink);
        self.since.shrink_to_fit();
        self.zones.shrink_to_fit();
    }
}

/// An empty cell: the customer has always existed.
fn since_when(cell: &[u8], zone: ZoneId, moments: &mut MomentReader, schema: &CustomerSchema) -> Result<Instant, Why> {
    if cell.is_empty() {
        return Ok(Instant::MIN);
    }
    let column = schema.since.as_deref().unwrap_or_default();
    let since = moments.read(cell).map(|moment| instant(moment, &|| zone.table()));
    since.map_err(|problem: CellProblem| {
        (reason(&problem, column, &CellReader::DateTime(moments.clone())), cell.to_vec())
    })
}

//! Reads the customers' files.

use std::path::Path;

use journey_ir::history::CustomerHistory;
use journey_ir::time::{Instant, TimeOfDay, ZoneId};
use journey_ir::value::Value;

use super::aliases::Aliases;
use super::schema::{CustomerSchema, find_column, push_all, reason};
use crate::bad_rows::{BadRowsOfFile, Reason};
use crate::cell::{CellProblem, CellReader};
use crate::column::{Column, ColumnReader};
use crate::error::DataError;
use crate::ids::{Ids, Vacancy};
use crate::rows::{Cells, RowFile};

/// The customers in the order of their files.
#[derive(Debug, Default)]
pub(crate) struct CustomerTable {
    pub ids: Ids,
    /// The other ids under which they stand in the data.
    pub aliases: Aliases,
    /// In the order of the programme's attributes.
    columns: Vec<Column>,
    /// Since when each exists; [`Instant::MIN`] when it says nothing, empty when the manifest names no such column.
    since: Vec<Instant>,
    /// The zone of each.
    zones: Vec<ZoneId>,
}

impl CustomerTable {
    /// Adds the customers of one file; gives how many rows it has, and the bad ones.
    pub(crate) fn read_file(
        &mut self,
        path: &Path,
        schema: &CustomerSchema,
    ) -> Result<(u64, BadRowsOfFile), DataError> {
        let mut file = RowFile::open(path, &schema.format, &schema.wanted())?;
        let id = find_column(file.header(), &schema.id, "the customer's id", false)?;
        let purpose = "the start of the customer's existence";
        let since =
            schema.since.as_ref().map(|column| find_column(file.header(), column, purpose, false)).transpose()?;
        let attributes = schema.attributes.iter();
        let mut columns: Vec<ColumnReader> =
            attributes.map(|attribute| attribute.bind(file.header(), &schema.wanted())).collect::<Result<_, _>>()?;
        for (reader, column) in columns.iter_mut().zip(self.columns.drain(..)) {
            reader.column = column;
        }
        let width = file.header().names.len();
        let (mut bad_rows, mut rows) = (file.bad_rows(), 0);
        while let Some(row) = file.next_row()? {
            rows += 1;
            let added = row.cells.and_then(|cells| self.add(cells, width, id, since, &mut columns, schema));
            if let Err((reason, found)) = added {
                bad_rows.add(row.line, reason, &found);
            }
        }
        self.columns = columns.into_iter().map(|reader| reader.column).collect();
        Ok((rows, bad_rows))
    }

    /// Adds one customer, or nothing.
    fn add(
        &mut self,
        cells: &Cells,
        width: usize,
        id: usize,
        since: Option<usize>,
        columns: &mut [ColumnReader],
        schema: &CustomerSchema,
    ) -> Result<(), (Reason, Vec<u8>)> {
        if cells.len() != width {
            return Err((Reason::CellCount { expected: width }, cells.len().to_string().into_bytes()));
        }
        let (id, vacancy) = self.new_id(cells.get(id).trim_ascii(), &schema.id)?;
        // Wall times in a row are in the zone that the row itself names.
        let zone_column = schema.zone_attribute.and_then(|attribute| columns.get_mut(usize::from(attribute.0)));
        let own_zone = zone_column.and_then(|column| {
            let cell = column.place.map(|place| cells.get(place).trim_ascii())?;
            column.reader.read(cell, schema.zone.table()).ok()
        });
        let zone = own_zone.and_then(|number| u16::try_from(number).ok()).map_or(schema.zone, ZoneId);
        let since = since.map(|place| since_when(cells.get(place).trim_ascii(), zone, schema)).transpose()?;
        push_all(columns, cells, zone)?;
        self.ids.push(vacancy, id);
        self.zones.push(zone);
        self.since.extend(since);
        Ok(())
    }

    fn new_id<'a>(&mut self, id: &'a [u8], column: &str) -> Result<(&'a str, Vacancy), (Reason, Vec<u8>)> {
        let column = || column.to_owned();
        if id.is_empty() {
            return Err((Reason::Empty { column: column() }, Vec::new()));
        }
        let text = std::str::from_utf8(id).map_err(|_| (Reason::NotUtf8 { column: column() }, id.to_vec()))?;
        let vacancy = self.ids.vacancy(id).ok_or_else(|| (Reason::DuplicateCustomer, id.to_vec()))?;
        Ok((text, vacancy))
    }

    /// Gives back what reading took too much of.
    pub(crate) fn finish(&mut self) {
        self.columns.iter_mut().for_each(Column::shrink);
        self.since.shrink_to_fit();
        self.zones.shrink_to_fit();
    }

    /// The customer with that id, their own or another one.
    pub(crate) fn find(&self, id: &[u8]) -> Option<u32> {
        self.ids.find(id).or_else(|| self.aliases.find(id))
    }

    /// The zone in which a customer's wall times are.
    pub(crate) fn zone(&self, customer: u32) -> ZoneId {
        self.zones.get(customer as usize).copied().unwrap_or(ZoneId::UTC)
    }

    /// Fills in all but the history.
    pub(crate) fn load(&self, customer: usize, into: &mut CustomerHistory) {
        into.id.clear();
        into.id.push_str(self.ids.get(customer));
        into.exists_from = self.since.get(customer).copied().filter(|&since| since != Instant::MIN);
        into.attributes.clear();
        into.attributes.extend(self.columns.iter().map(|column| -> Value { column.value(customer) }));
    }
}

/// An empty cell: the customer has always existed.
fn since_when(cell: &[u8], zone: ZoneId, schema: &CustomerSchema) -> Result<Instant, (Reason, Vec<u8>)> {
    if cell.is_empty() {
        return Ok(Instant::MIN);
    }
    let column = schema.since.as_deref().unwrap_or_default();
    let since = schema.format.dates.moment(cell).map(|moment| moment.in_zone(zone.table(), TimeOfDay::MIDNIGHT));
    since.map_err(|problem: CellProblem| {
        (reason(&problem, column, &CellReader::DateTime(schema.format.dates)), cell.to_vec())
    })
}

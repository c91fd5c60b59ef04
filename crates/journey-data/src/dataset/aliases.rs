//! Reads the other ids under which customers stand in the data.

use std::path::Path;

use super::customers::CustomerTable;
use super::schema::find_column;
use crate::bad_rows::{BadRowsOfFile, Reason};
use crate::error::DataError;
use crate::format::Format;
use crate::ids::Ids;
use crate::rows::{Cells, RowFile};
use crate::typed::Use;

/// The column with the id that stands in the data, and the one with the customer's own.
const SOURCE_ID: &str = "source_id";
const CUSTOMER_ID: &str = "customer_id";

/// Which customers the other ids mean. An id that is a customer's own is not among them.
#[derive(Debug, Default)]
pub(crate) struct Aliases {
    ids: Ids,
    customers: Vec<u32>,
}

impl Aliases {
    pub(crate) fn is_empty(&self) -> bool {
        self.customers.is_empty()
    }

    /// The customer of an id.
    pub(crate) fn find(&self, id: &[u8]) -> Option<u32> {
        self.customers.get(self.ids.find(id)? as usize).copied()
    }

    fn add(&mut self, id: &[u8], customer: u32) -> Result<(), (Reason, Vec<u8>)> {
        let text = std::str::from_utf8(id).map_err(|_| (Reason::NotUtf8 { column: SOURCE_ID.into() }, id.to_vec()))?;
        match self.ids.vacancy(id) {
            Some(vacancy) => {
                self.ids.push(vacancy, text);
                self.customers.push(customer);
                Ok(())
            }
            None if self.find(id) == Some(customer) => Ok(()),
            None => Err((Reason::IdOfAnother, id.to_vec())),
        }
    }
}

impl CustomerTable {
    /// Adds the ids of one file, when all customers are there; gives how many rows it has, and the bad ones.
    pub(crate) fn read_aliases(&mut self, path: &Path, format: &Format) -> Result<(u64, BadRowsOfFile), DataError> {
        let mut file = RowFile::open(path, format, &[(SOURCE_ID, Use::Text), (CUSTOMER_ID, Use::Text)])?;
        let source = find_column(file.header(), SOURCE_ID, "the id in the data", false)?;
        let customer = find_column(file.header(), CUSTOMER_ID, "the customer's id", false)?;
        let width = file.header().names.len();
        let (mut bad_rows, mut rows) = (file.bad_rows(), 0);
        while let Some(more) = file.next_rows()? {
            for row in more.iter() {
                rows += 1;
                let cells = row.cells.map_err(|bad| *bad);
                let added = cells.and_then(|cells| self.add_alias(cells, width, source, customer));
                if let Err((reason, found)) = added {
                    bad_rows.add(row.line, reason, &found);
                }
            }
        }
        Ok((rows, bad_rows))
    }

    fn add_alias(
        &mut self,
        cells: Cells<'_>,
        width: usize,
        source: usize,
        customer: usize,
    ) -> Result<(), (Reason, Vec<u8>)> {
        if cells.len() != width {
            return Err((Reason::CellCount { expected: width }, cells.len().to_string().into_bytes()));
        }
        let (id, own) = (cells.get(source).trim_ascii(), cells.get(customer).trim_ascii());
        for (cell, column) in [(id, SOURCE_ID), (own, CUSTOMER_ID)] {
            if cell.is_empty() {
                return Err((Reason::Empty { column: column.into() }, Vec::new()));
            }
        }
        let customer = self.ids.find(own).ok_or_else(|| (Reason::UnknownCustomer, own.to_vec()))?;
        match self.ids.find(id) {
            // Lists of all ids often say of each customer's own that it is that customer's.
            Some(same) if same == customer => Ok(()),
            Some(_) => Err((Reason::IdOfAnother, id.to_vec())),
            None => self.aliases.add(id, customer),
        }
    }
}

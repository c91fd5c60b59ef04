//! The contacts of a run as a file: contacts.csv, contacts.jsonl or contacts.parquet.

use std::borrow::Cow;

use journey_ir::records::CustomerRecords;

use super::contacts::{CONTACTS_HEADER, encode_rows};
use super::json_rows::JsonRows;
use super::names::Names;
use super::parquet_rows::{ParquetRows, ParquetWriter};
use super::rows::Rows;
use crate::error::DataError;

/// How contacts are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContactsFormat {
    /// CSV.
    #[default]
    Csv,
    /// An object on each line.
    JsonLines,
    /// Parquet.
    Parquet,
}

impl ContactsFormat {
    /// All.
    pub const ALL: [Self; 3] = [Self::Csv, Self::JsonLines, Self::Parquet];

    /// How the file is called.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Csv => "contacts.csv",
            Self::JsonLines => "contacts.jsonl",
            Self::Parquet => "contacts.parquet",
        }
    }
}

/// The rows of these customers' contacts, as [`ContactsFile::add`] takes them.
#[must_use]
pub fn encode_contacts_as<'a>(
    format: ContactsFormat,
    names: &Names<'_>,
    customers: impl IntoIterator<Item = &'a CustomerRecords>,
) -> Vec<u8> {
    match format {
        ContactsFormat::Csv => encode_rows::<Rows>(names, customers),
        ContactsFormat::JsonLines => encode_rows::<JsonRows>(names, customers),
        ContactsFormat::Parquet => encode_rows::<ParquetRows>(names, customers),
    }
}

/// Turns encoded rows into the bytes of a file, piece by piece.
pub struct ContactsFile(Option<Box<ParquetWriter>>, ContactsFormat);

impl ContactsFile {
    /// A file without rows.
    ///
    /// # Errors
    /// Never, but for a mistake of ours.
    pub fn new(format: ContactsFormat) -> Result<Self, DataError> {
        let writer = (format == ContactsFormat::Parquet).then(ParquetWriter::new).transpose()?;
        Ok(Self(writer.map(Box::new), format))
    }

    /// What stands before the rows.
    #[must_use]
    pub fn header(&self) -> &'static [u8] {
        if self.1 == ContactsFormat::Csv { CONTACTS_HEADER.as_bytes() } else { b"" }
    }

    /// The bytes that some rows add to the file. Parquet keeps rows until there are enough to be packed together.
    ///
    /// # Errors
    /// Never, but for a mistake of ours.
    pub fn add<'a>(&mut self, rows: &'a [u8]) -> Result<Cow<'a, [u8]>, DataError> {
        match &mut self.0 {
            None => Ok(rows.into()),
            Some(writer) => writer.add(rows).map(Cow::Owned),
        }
    }

    /// What stands after the rows.
    ///
    /// # Errors
    /// Never, but for a mistake of ours.
    pub fn finish(self) -> Result<Vec<u8>, DataError> {
        self.0.map_or(Ok(Vec::new()), |writer| writer.finish())
    }
}

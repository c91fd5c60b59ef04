//! Goes through a column of texts page by page, without making a value of each.
//!
//! The library hands out texts one by one, each with a share in the page that it stands in; taking and giving back the share
//! costs more than the text. Here texts go from the page, or from its dictionary, straight to the cells. Columns that are packed in
//! a rarer way are left to the library.

use ::parquet::basic::{Encoding, Type as Physical};
use ::parquet::column::page::{Page, PageReader};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::ColumnChunkMetaData;
use bytes::{Buf as _, Bytes};

use super::cursor::Cursor;
use super::hybrid::Hybrid;
use super::value::Meaning;
use crate::rows::{CellBuffer, CellColumn};

/// Where a column has come to.
pub(super) struct Texts {
    pages: Box<dyn PageReader>,
    /// Whether values may be missing.
    is_optional: bool,
    /// The texts that the pages name by their numbers.
    dictionary: CellBuffer,
    /// How many rows of the page are left.
    left: usize,
    /// Of each of them 0 when its value is missing, else 1; nothing when none can be.
    levels: Option<Hybrid>,
    /// The values that are not missing.
    values: Values,
    /// What was read last of `levels` and of the numbers in `values`.
    present: Vec<u32>,
    numbers: Vec<u32>,
}

/// The values of a page.
enum Values {
    /// Each with its length before it.
    Plain(Bytes),
    /// Numbers of texts in the dictionary.
    Numbers(Hybrid),
}

/// Whether a column can be read here.
pub(super) fn are_texts(column: &ColumnChunkMetaData, meaning: Meaning) -> bool {
    use Encoding as E;
    let is_known = |encoding| matches!(encoding, E::PLAIN | E::PLAIN_DICTIONARY | E::RLE_DICTIONARY | E::RLE);
    column.column_type() == Physical::BYTE_ARRAY
        && meaning == Meaning::Plain
        && column.column_descr().max_def_level() <= 1
        && column.encodings().all(is_known)
}

impl Texts {
    pub(super) fn new(pages: Box<dyn PageReader>, is_optional: bool) -> Self {
        Self {
            pages,
            is_optional,
            dictionary: CellBuffer::default(),
            left: 0,
            levels: None,
            values: Values::Plain(Bytes::new()),
            present: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// Begins the next page that has rows.
    fn next_page(&mut self) -> Result<(), ParquetError> {
        while self.left == 0 {
            let page = self.pages.get_next_page()?;
            let page = page.ok_or_else(|| ParquetError::General("a column ends before its row group does".into()))?;
            self.begin(page).ok_or_else(contradiction)?;
        }
        Ok(())
    }

    fn begin(&mut self, page: Page) -> Option<()> {
        let (levels, values, encoding) = match page {
            Page::DictionaryPage { buf, num_values, .. } => return self.take_dictionary(&buf, num_values),
            Page::DataPage { mut buf, num_values, encoding, .. } => {
                self.left = usize::try_from(num_values).ok()?;
                let levels = if self.is_optional { take_text(&mut buf)? } else { Bytes::new() };
                (levels, buf, encoding)
            }
            Page::DataPageV2 { mut buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                self.left = usize::try_from(num_values).ok()?;
                take(&mut buf, usize::try_from(rep_levels_byte_len).ok()?)?;
                (take(&mut buf, usize::try_from(def_levels_byte_len).ok()?)?, buf, encoding)
            }
        };
        self.levels = if self.is_optional { Some(Hybrid::new(levels, 1)?) } else { None };
        self.values = match encoding {
            Encoding::PLAIN => Values::Plain(values),
            Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY => {
                let width = values.first().copied().unwrap_or_default();
                Values::Numbers(Hybrid::new(values.slice(values.len().min(1)..), width)?)
            }
            _ => return None,
        };
        Some(())
    }

    fn take_dictionary(&mut self, texts: &[u8], count: u32) -> Option<()> {
        let mut rest = texts;
        self.dictionary.clear();
        for _ in 0..count {
            self.dictionary.text.extend_from_slice(next_text(&mut rest)?);
            self.dictionary.end();
        }
        Some(())
    }

    /// Adds so many rows of the page.
    fn read(&mut self, rows: usize, into: &mut CellBuffer) -> Option<()> {
        self.present.clear();
        let mut count = rows;
        if let Some(levels) = &mut self.levels {
            levels.read(rows, &mut self.present)?;
            count = self.present.iter().filter(|&&level| level != 0).count();
        }
        match &mut self.values {
            Values::Plain(bytes) => {
                let mut rest: &[u8] = bytes;
                add(rows, &self.present, into, || next_text(&mut rest))?;
                let read = bytes.len() - rest.len();
                bytes.advance(read);
            }
            Values::Numbers(numbers) => {
                self.numbers.clear();
                numbers.read(count, &mut self.numbers)?;
                let (dictionary, mut numbers) = (self.dictionary.cells(), self.numbers.iter());
                add(rows, &self.present, into, || {
                    let number = *numbers.next()? as usize;
                    (number < dictionary.len()).then(|| dictionary.get(number))
                })?;
            }
        }
        self.left -= rows;
        Some(())
    }
}

impl Cursor for Texts {
    fn fill(&mut self, rows: usize, into: &mut CellColumn) -> Result<(), ParquetError> {
        into.numbers.clear();
        into.texts.clear();
        let mut missing = rows;
        while missing > 0 {
            self.next_page()?;
            let some = missing.min(self.left);
            self.read(some, &mut into.texts).ok_or_else(contradiction)?;
            missing -= some;
        }
        Ok(())
    }
}

/// Adds a cell for each row: the next text, or none where `present` has a 0; without any, all are there.
#[inline]
fn add<'t>(
    rows: usize,
    present: &[u32],
    into: &mut CellBuffer,
    mut next: impl FnMut() -> Option<&'t [u8]>,
) -> Option<()> {
    for row in 0..rows {
        if present.get(row) != Some(&0) {
            into.text.extend_from_slice(next()?);
        }
        into.end();
    }
    Some(())
}

/// What has its length before it.
#[inline]
fn next_text<'t>(rest: &mut &'t [u8]) -> Option<&'t [u8]> {
    let (length, behind) = rest.split_first_chunk()?;
    let (text, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *rest = behind;
    Some(text)
}

/// As [`next_text`], of shared bytes.
fn take_text(bytes: &mut Bytes) -> Option<Bytes> {
    let length = u32::from_le_bytes(*bytes.first_chunk()?);
    take(bytes, 4)?;
    take(bytes, length as usize)
}

fn take(bytes: &mut Bytes, length: usize) -> Option<Bytes> {
    (length <= bytes.len()).then(|| bytes.split_to(length))
}

fn contradiction() -> ParquetError {
    ParquetError::General("a page does not hold what it says".into())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ::parquet::basic::Repetition;
    use ::parquet::data_type::{ByteArray, ByteArrayType};
    use ::parquet::file::properties::{WriterProperties, WriterVersion};
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::types::Type;
    use proptest::prelude::*;

    use super::*;

    /// A file with one column of texts, of which some may be missing.
    fn written(texts: &[Option<String>], is_optional: bool, properties: WriterProperties) -> Bytes {
        let repetition = if is_optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        let column = Type::primitive_type_builder("text", Physical::BYTE_ARRAY).with_repetition(repetition);
        let column = Arc::new(column.build().unwrap());
        let schema = Type::group_type_builder("schema").with_fields(vec![column]).build().unwrap();
        let mut bytes = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties)).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut into = group.next_column().unwrap().unwrap();
        let values: Vec<ByteArray> = texts.iter().flatten().map(|text| text.as_str().into()).collect();
        let levels: Vec<i16> = texts.iter().map(|text| i16::from(text.is_some())).collect();
        into.typed::<ByteArrayType>().write_batch(&values, is_optional.then_some(&levels), None).unwrap();
        into.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        bytes.into()
    }

    fn read(file: Bytes, rows: usize, at_once: usize) -> Vec<String> {
        let file = SerializedFileReader::new(file).unwrap();
        let group = file.get_row_group(0).unwrap();
        let column = group.metadata().column(0);
        assert!(are_texts(column, Meaning::Plain), "{:?}", column.encodings().collect::<Vec<_>>());
        let is_optional = column.column_descr().max_def_level() > 0;
        let mut texts = Texts::new(group.get_column_page_reader(0).unwrap(), is_optional);
        let (mut found, mut cells) = (Vec::new(), CellColumn::default());
        while found.len() < rows {
            let some = at_once.min(rows - found.len());
            texts.fill(some, &mut cells).unwrap();
            let cells = cells.texts.cells();
            assert_eq!(cells.len(), some);
            found.extend((0..some).map(|place| String::from_utf8(cells.get(place).to_vec()).unwrap()));
        }
        assert!(texts.fill(1, &mut cells).is_err());
        found
    }

    proptest! {
        #[test]
        fn what_the_library_writes_is_read(
            texts in prop::collection::vec(prop::option::weighted(0.8, "(|a|[b-z]{1,3}|é{9})"), 0..300),
            is_optional in any::<bool>(),
            has_dictionary in any::<bool>(),
            version in prop::sample::select(vec![WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0]),
            page_rows in 1_usize..200,
            dictionary_bytes in 10_usize..500,
            at_once in 1_usize..100,
        ) {
            let texts: Vec<_> =
                texts.into_iter().map(|text| if is_optional { text } else { text.or(Some(String::new())) }).collect();
            let properties = WriterProperties::builder()
                .set_writer_version(version)
                .set_encoding(Encoding::PLAIN)
                .set_dictionary_enabled(has_dictionary)
                .set_data_page_row_count_limit(page_rows)
                .set_write_batch_size(7)
                .set_dictionary_page_size_limit(dictionary_bytes);
            let file = written(&texts, is_optional, properties.build());
            let shown: Vec<String> = texts.into_iter().map(Option::unwrap_or_default).collect();
            prop_assert_eq!(read(file, shown.len(), at_once), shown);
        }
    }
}

//! Reads files with a JSON object on each line. A key is a column, and a value what a cell of a CSV file would hold.
//!
//! The columns are the keys of all rows, so files are read twice. Numbers keep the text that they have: they never
//! become floats.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::bad_rows::Reason;
use crate::blocks::Blocks;
use crate::error::DataError;
use crate::packed;
use crate::rows::{CellBuffer, Header, Row};

/// An open file.
pub(crate) struct JsonLines {
    blocks: Blocks<Box<dyn Read + Send>>,
    header: Header,
    places: BTreeMap<String, usize>,
    /// The values of the row by place, with their quotes.
    values: Vec<Option<String>>,
    cells: CellBuffer,
    /// The line of the next row, from 1.
    line: u64,
}

/// The entries of one line, in their order and all of them: a map would keep one of two with the same key.
struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl JsonLines {
    /// Opens a file and looks through it for its columns.
    pub(crate) fn open(path: &Path) -> Result<Self, DataError> {
        let mut names = Vec::new();
        let mut places = BTreeMap::new();
        let mut blocks = Blocks::new(packed::open(path)?);
        while let Some(line) = next_line(&mut blocks).map_err(|source| DataError::read(path, source))? {
            for (key, _) in serde_json::from_slice(line).map_or(Vec::new(), |Object(entries)| entries) {
                if !places.contains_key(&*key) {
                    places.insert(key.clone().into_owned(), names.len());
                    names.push(key.into_owned());
                }
            }
        }
        let header = Header { file: path.to_owned(), is_unknown: names.is_empty(), leaves_out: true, names };
        let blocks = Blocks::new(packed::open(path)?);
        Ok(Self { blocks, header, places, values: Vec::new(), cells: CellBuffer::default(), line: 1 })
    }

    /// The columns.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// The next row. Empty lines are passed over.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, DataError> {
        loop {
            let line = next_line(&mut self.blocks).map_err(|source| DataError::read(&self.header.file, source))?;
            let Some(bytes) = line else { return Ok(None) };
            let number = self.line;
            self.line += 1;
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            self.values.clear();
            self.values.resize(self.header.names.len(), None);
            let read = read(bytes, &self.places, &mut self.values);
            return Ok(Some(match read {
                Ok(()) => {
                    fill(&mut self.cells, &self.values);
                    Row { line: number, cells: Ok(self.cells.cells()) }
                }
                Err(bad) => Row { line: number, cells: Err(Box::new(bad)) },
            }));
        }
    }
}

/// The next line without a byte order mark; the first one may have one.
fn next_line(blocks: &mut Blocks<Box<dyn Read + Send>>) -> std::io::Result<Option<&[u8]>> {
    let Some(length) = blocks.line()? else { return Ok(None) };
    let line = blocks.take(length);
    Ok(Some(line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)))
}

/// Puts the values of a line in their places.
fn read(line: &[u8], places: &BTreeMap<String, usize>, values: &mut [Option<String>]) -> Result<(), (Reason, Vec<u8>)> {
    let Object(entries) = serde_json::from_slice(line).map_err(|_| (Reason::NoObject, line.to_vec()))?;
    for (key, value) in entries {
        let column = || key.clone().into_owned();
        let text = text(value).ok_or_else(|| (Reason::Nested { column: column() }, value.get().into()))?;
        let place = places.get(&*key).and_then(|&place| values.get_mut(place));
        if let Some(place) = place
            && place.replace(text).is_some()
        {
            return Err((Reason::KeyTwice { column: column() }, value.get().into()));
        }
    }
    Ok(())
}

/// What a cell would hold; nothing when the value is a list or an object.
fn text(value: &RawValue) -> Option<String> {
    match value.get() {
        "null" => Some(String::new()),
        text if text.starts_with(['[', '{']) => None,
        text if text.starts_with('"') => serde_json::from_str(text).ok(),
        number_or_boolean => Some(number_or_boolean.to_owned()),
    }
}

fn fill(cells: &mut CellBuffer, values: &[Option<String>]) {
    cells.clear();
    for value in values {
        cells.text.extend_from_slice(value.as_deref().unwrap_or_default().as_bytes());
        cells.end();
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((Key(key), value)) = map.next_entry()? {
                    entries.push((key, value));
                }
                Ok(Object(entries))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

/// A key, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

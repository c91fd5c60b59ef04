//! Columns of values of one type, as compact as their type allows.

use journey_ir::decimal::Decimal;
use journey_ir::table::ChannelId;
use journey_ir::time::{Date, Instant, ZoneId};
use journey_ir::value::{Type, Value};

use crate::cell::{CellProblem, CellReader, ZoneOf};

/// The values of one attribute or field.
#[derive(Debug)]
pub(crate) struct Column {
    kind: Kind,
    cells: Cells,
}

/// What the numbers of a column mean.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    Integer,
    Decimal,
    Boolean,
    Date,
    Instant,
    OneOf,
    Channel,
    Zone,
}

/// How they are stored. The smallest `Wide` or `Days` and the largest `Short` stand for a missing value: no value is
/// stored so.
#[derive(Debug)]
enum Cells {
    /// Texts one after the other; an empty one is missing.
    Texts {
        text: String,
        ends: Vec<usize>,
    },
    Wide(Vec<i64>),
    Days(Vec<i32>),
    Short(Vec<u16>),
    /// The files have no such column: all are missing.
    Absent(usize),
}

/// The number of a missing value.
pub(crate) const MISSING: i64 = i64::MIN;

impl Column {
    /// An empty column for values of a type; `absent` when no file has it.
    pub(crate) fn new(kind: &Type, absent: bool) -> Self {
        let (kind, cells) = match kind {
            Type::Text => (Kind::Text, Cells::Texts { text: String::new(), ends: Vec::new() }),
            Type::Integer => (Kind::Integer, Cells::Wide(Vec::new())),
            Type::Decimal => (Kind::Decimal, Cells::Wide(Vec::new())),
            Type::Boolean => (Kind::Boolean, Cells::Short(Vec::new())),
            Type::Date => (Kind::Date, Cells::Days(Vec::new())),
            Type::DateTime => (Kind::Instant, Cells::Wide(Vec::new())),
            Type::OneOf(_) => (Kind::OneOf, Cells::Short(Vec::new())),
            Type::Channel => (Kind::Channel, Cells::Short(Vec::new())),
            Type::Zone => (Kind::Zone, Cells::Short(Vec::new())),
        };
        Self { kind, cells: if absent { Cells::Absent(0) } else { cells } }
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        match &self.cells {
            Cells::Texts { ends, .. } => ends.len(),
            Cells::Wide(cells) => cells.len(),
            Cells::Days(cells) => cells.len(),
            Cells::Short(cells) => cells.len(),
            Cells::Absent(length) => *length,
        }
    }

    /// Adds a missing value.
    #[inline]
    pub(crate) fn push_missing(&mut self) {
        match &mut self.cells {
            Cells::Texts { text, ends } => ends.push(text.len()),
            Cells::Wide(cells) => cells.push(MISSING),
            Cells::Days(cells) => cells.push(i32::MIN),
            Cells::Short(cells) => cells.push(u16::MAX),
            Cells::Absent(length) => *length += 1,
        }
    }

    /// Adds the value of a cell that is not empty, and without the blanks around it. `zone` is the customer's.
    #[inline]
    fn push(
        &mut self,
        cell: &[u8],
        trimmed: &[u8],
        reader: &mut CellReader,
        zone: ZoneOf<'_>,
    ) -> Result<(), CellProblem> {
        match &mut self.cells {
            Cells::Texts { text, ends } => {
                text.push_str(std::str::from_utf8(cell).map_err(|_| CellProblem::NotUtf8)?);
                ends.push(text.len());
            }
            Cells::Wide(cells) => cells.push(reader.read(trimmed, zone)?),
            Cells::Days(cells) => {
                cells.push(i32::try_from(reader.read(trimmed, zone)?).map_err(|_| CellProblem::Value)?);
            }
            Cells::Short(cells) => {
                cells.push(u16::try_from(reader.read(trimmed, zone)?).map_err(|_| CellProblem::Value)?);
            }
            Cells::Absent(rows) => *rows += 1,
        }
        Ok(())
    }

    /// Adds what [`CellReader::read`] would make of a cell, or [`MISSING`].
    #[inline]
    pub(crate) fn push_number(&mut self, number: i64) {
        match &mut self.cells {
            Cells::Wide(cells) => cells.push(number),
            Cells::Days(cells) => cells.push(i32::try_from(number).unwrap_or(i32::MIN)),
            Cells::Short(cells) => cells.push(u16::try_from(number).unwrap_or(u16::MAX)),
            Cells::Texts { .. } | Cells::Absent(_) => self.push_missing(),
        }
    }

    /// Adds what [`Column::push_number`] would add, one after the other.
    pub(crate) fn extend(&mut self, numbers: &[i64]) {
        match &mut self.cells {
            Cells::Wide(cells) => cells.extend_from_slice(numbers),
            _ => numbers.iter().for_each(|&number| self.push_number(number)),
        }
    }

    /// Takes back the last values, down to `length`.
    pub(crate) fn truncate(&mut self, length: usize) {
        match &mut self.cells {
            Cells::Texts { text, ends } => {
                ends.truncate(length);
                text.truncate(ends.last().copied().unwrap_or_default());
            }
            Cells::Wide(cells) => cells.truncate(length),
            Cells::Days(cells) => cells.truncate(length),
            Cells::Short(cells) => cells.truncate(length),
            Cells::Absent(rows) => *rows = length.min(*rows),
        }
    }

    /// Makes room for so many more values.
    pub(crate) fn reserve(&mut self, more: usize) {
        match &mut self.cells {
            Cells::Texts { ends, .. } => ends.reserve_exact(more),
            Cells::Wide(cells) => cells.reserve_exact(more),
            Cells::Days(cells) => cells.reserve_exact(more),
            Cells::Short(cells) => cells.reserve_exact(more),
            Cells::Absent(_) => {}
        }
    }

    /// Adds all values of a column of the same kind.
    pub(crate) fn append(&mut self, other: &mut Self) {
        match (&mut self.cells, &mut other.cells) {
            (Cells::Texts { text, ends }, Cells::Texts { text: more, ends: more_ends }) => {
                ends.extend(more_ends.drain(..).map(|end| end + text.len()));
                text.push_str(more);
                more.clear();
            }
            (Cells::Absent(rows), Cells::Absent(more)) => *rows += *more,
            (Cells::Wide(cells), Cells::Wide(more)) => cells.append(more),
            (Cells::Days(cells), Cells::Days(more)) => cells.append(more),
            (Cells::Short(cells), Cells::Short(more)) => cells.append(more),
            _ => (0..other.len()).for_each(|_| self.push_missing()),
        }
    }

    /// The same values in another order, or some of them: `order` says for each place from which row it comes.
    pub(crate) fn gather(&mut self, order: &[u32]) {
        match &mut self.cells {
            Cells::Texts { text, ends } => {
                let mut gathered = String::with_capacity(text.len());
                let mut gathered_ends = Vec::with_capacity(ends.len());
                for &row in order {
                    gathered.push_str(text_at(text, ends, row as usize));
                    gathered_ends.push(gathered.len());
                }
                (*text, *ends) = (gathered, gathered_ends);
            }
            Cells::Wide(cells) => gather(cells, order),
            Cells::Days(cells) => gather(cells, order),
            Cells::Short(cells) => gather(cells, order),
            Cells::Absent(rows) => *rows = order.len(),
        }
    }

    /// Gives back memory that was taken for rows that did not come.
    pub(crate) fn shrink(&mut self) {
        match &mut self.cells {
            Cells::Texts { text, ends } => {
                text.shrink_to_fit();
                ends.shrink_to_fit();
            }
            Cells::Wide(cells) => cells.shrink_to_fit(),
            Cells::Days(cells) => cells.shrink_to_fit(),
            Cells::Short(cells) => cells.shrink_to_fit(),
            Cells::Absent(_) => {}
        }
    }

    /// The value of a row.
    #[inline]
    pub(crate) fn value(&self, row: usize) -> Value {
        match &self.cells {
            Cells::Texts { text, ends } => match text_at(text, ends, row) {
                "" => Value::Missing,
                text => Value::Text(text.into()),
            },
            Cells::Wide(cells) => match (cells.get(row), self.kind) {
                (None | Some(&MISSING), _) => Value::Missing,
                (Some(&number), Kind::Decimal) => Value::Decimal(Decimal(number)),
                (Some(&number), Kind::Instant) => Value::Instant(Instant(number)),
                (Some(&number), _) => Value::Integer(number),
            },
            Cells::Days(cells) => match cells.get(row) {
                None | Some(&i32::MIN) => Value::Missing,
                Some(&days) => Value::Date(Date(days)),
            },
            Cells::Short(cells) => match (cells.get(row), self.kind) {
                (None | Some(&u16::MAX), _) => Value::Missing,
                (Some(&number), Kind::Boolean) => Value::Boolean(number != 0),
                (Some(&number), Kind::Channel) => Value::Channel(ChannelId(number)),
                (Some(&number), Kind::Zone) => Value::Zone(ZoneId(number)),
                (Some(&number), _) => Value::OneOf(number),
            },
            Cells::Absent(_) => Value::Missing,
        }
    }
}

fn text_at<'a>(text: &'a str, ends: &[usize], row: usize) -> &'a str {
    let Some(&end) = ends.get(row) else { return "" };
    let start = row.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    text.get(start..end).unwrap_or_default()
}

/// The same items in another order.
#[expect(clippy::indexing_slicing, reason = "an order holds the numbers of the rows that there are")]
pub(crate) fn gather<T: Copy>(items: &mut Vec<T>, order: &[u32]) {
    *items = order.iter().map(|&row| items[row as usize]).collect();
}

/// How a column is read: which cell of a row it takes, and what it makes of it.
#[derive(Clone, Debug)]
pub(crate) struct ColumnReader {
    /// The name in the file, for messages.
    pub name: String,
    /// The place in the row; nothing when the file has no such column, so that all are missing.
    pub place: Option<usize>,
    /// Whether the value may be missing.
    pub optional: bool,
    pub reader: CellReader,
}

impl ColumnReader {
    /// Adds the value of a cell to the column. Blanks alone are an empty cell, and an empty cell is a missing value.
    #[inline]
    pub(crate) fn read(&mut self, cell: &[u8], zone: ZoneOf<'_>, into: &mut Column) -> Result<(), CellProblem> {
        let trimmed = cell.trim_ascii();
        if !trimmed.is_empty() {
            return into.push(cell, trimmed, &mut self.reader, zone);
        }
        if self.place.is_some() && !self.optional {
            return Err(CellProblem::Empty);
        }
        into.push_missing();
        Ok(())
    }
}

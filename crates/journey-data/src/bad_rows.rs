//! The rows that were left out: counted by file and reason, with the first lines of each.

use std::collections::BTreeMap;
use std::fmt;

/// How many line numbers are kept for each file and reason.
const LINES_MAX: usize = 5;
/// How many characters are kept of what was found.
const SAMPLE_CHARS_MAX: usize = 40;

/// Why a row was left out. Columns have the names of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// A quoted cell does not end, or something follows its closing quote.
    Quotes,
    /// A line is no JSON object.
    NoObject,
    /// A value in a JSON object is itself a list or an object.
    Nested {
        /// The key.
        column: String,
    },
    /// A JSON object has a key twice.
    KeyTwice {
        /// The key.
        column: String,
    },
    /// The row has not as many cells as the header.
    CellCount {
        /// The header's.
        expected: usize,
    },
    /// A text is not UTF-8.
    NotUtf8 {
        /// The column.
        column: String,
    },
    /// A cell is empty, and its attribute or field has no `?`.
    Empty {
        /// The column.
        column: String,
    },
    /// A cell is not what its type asks for.
    Value {
        /// The column.
        column: String,
        /// What it should be, such as `a decimal number such as 12.50`.
        expected: String,
    },
    /// A date or instant outside the years 1800 to 2200.
    OutOfRange {
        /// The column.
        column: String,
    },
    /// No row of the customers' files has that id.
    UnknownCustomer,
    /// An earlier row has the same id.
    DuplicateCustomer,
    /// Another id of a customer that is already the id of another customer.
    IdOfAnother,
    /// The programme has no event of that name.
    UnknownEvent,
    /// The programme has no attribute of that name.
    UnknownAttribute,
    /// A change of an attribute that is declared `fixed`.
    FixedAttribute,
    /// A past contact that is not before the beginning of the run, which makes its contacts itself (language reference
    /// 7.4).
    NotPast {
        /// The column.
        column: String,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quotes => f.write_str("the quotes do not match"),
            Self::NoObject => f.write_str("the line is no JSON object"),
            Self::Nested { column } => write!(f, "`{column}` is a list or an object, not one value"),
            Self::KeyTwice { column } => write!(f, "`{column}` is there twice"),
            Self::CellCount { expected } => write!(f, "the number of cells is not {expected} as in the header"),
            Self::NotUtf8 { column } => write!(f, "`{column}` is not UTF-8"),
            Self::Empty { column } => write!(f, "`{column}` is empty, and may not be missing"),
            Self::Value { column, expected } => write!(f, "`{column}` is not {expected}"),
            Self::OutOfRange { column } => write!(f, "`{column}` is not between the years 1800 and 2200"),
            Self::UnknownCustomer => f.write_str("the customer is not known"),
            Self::DuplicateCustomer => f.write_str("the customer is there already"),
            Self::IdOfAnother => f.write_str("the id is another customer's already"),
            Self::UnknownEvent => f.write_str("the programme has no such event"),
            Self::UnknownAttribute => f.write_str("the programme has no such attribute"),
            Self::FixedAttribute => f.write_str("the attribute is declared `fixed`, so it cannot change"),
            Self::NotPast { column } => {
                write!(f, "`{column}` of a past contact is not before the beginning of the run")
            }
        }
    }
}

/// What counts the places in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Places {
    /// Its lines, the header's among them.
    #[default]
    Lines,
    /// Its rows: it has no lines.
    Rows,
}

/// The bad rows of one file that have one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRowGroup {
    /// The file, as the manifest leads to it from the programme's folder.
    pub file: String,
    /// The reason.
    pub reason: Reason,
    /// How many rows.
    pub count: u64,
    /// The lines of the first of them, at most five, from 1; of a file without lines, which rows they are.
    pub lines: Vec<u64>,
    /// What `lines` counts.
    pub places: Places,
    /// What was found in the first one; shortened, and empty when there is nothing to show.
    pub sample: String,
}

/// One line: `data/a.csv: 3 rows left out: `amount` is not a decimal number such as 12.50, but `12,50` (lines 4, 9, 12)`.
impl fmt::Display for BadRowGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = if self.count == 1 { "row" } else { "rows" };
        write!(f, "{}: {} {rows} left out: {}", self.file, self.count, self.reason)?;
        if !self.sample.is_empty() {
            write!(f, ": `{}`", self.sample)?;
        }
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        let more = if self.count > self.lines.len() as u64 { ", …" } else { "" };
        let noun = match self.places {
            Places::Lines => "line",
            Places::Rows => "row",
        };
        write!(f, " ({noun}{} {}{more})", if self.count == 1 { "" } else { "s" }, lines.join(", "))
    }
}

/// All rows that were left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BadRows {
    groups: Vec<BadRowGroup>,
}

impl BadRows {
    /// How many rows.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.groups.iter().map(|group| group.count).sum()
    }

    /// By file, in the order in which they were read, then by first line.
    #[must_use]
    pub fn groups(&self) -> &[BadRowGroup] {
        &self.groups
    }

    pub(crate) fn extend(&mut self, file: &str, rows: BadRowsOfFile) {
        let mut groups: Vec<BadRowGroup> = rows
            .groups
            .into_iter()
            .map(|(reason, seen)| BadRowGroup {
                file: file.to_owned(),
                reason,
                count: seen.count,
                lines: seen.lines,
                sample: seen.sample,
                places: rows.places,
            })
            .collect();
        groups.sort_by_key(|group| group.lines.first().copied());
        self.groups.append(&mut groups);
    }
}

/// One group to a line.
impl fmt::Display for BadRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.groups.iter().try_for_each(|group| writeln!(f, "{group}"))
    }
}

/// The bad rows of one file, while it is read.
#[derive(Debug, Default)]
pub(crate) struct BadRowsOfFile {
    groups: BTreeMap<Reason, Seen>,
    places: Places,
    /// How many rows were left out.
    pub count: u64,
}

#[derive(Debug, Default)]
struct Seen {
    count: u64,
    lines: Vec<u64>,
    sample: String,
}

impl BadRowsOfFile {
    /// None, in a file of that kind.
    pub(crate) fn counted_by(places: Places) -> Self {
        Self { places, ..Self::default() }
    }

    pub(crate) fn add(&mut self, line: u64, reason: Reason, found: &[u8]) {
        self.count += 1;
        let seen = self.groups.entry(reason).or_default();
        seen.count += 1;
        if seen.lines.is_empty() {
            seen.sample = shortened(found);
        }
        if seen.lines.len() < LINES_MAX {
            seen.lines.push(line);
        }
    }
}

impl BadRowsOfFile {
    /// Adds those of the next part of the file, which counts its lines from 0 and has so many before it.
    pub(crate) fn append(&mut self, next: Self, lines_before: u64) {
        self.count += next.count;
        for (reason, more) in next.groups {
            let seen = self.groups.entry(reason).or_default();
            if seen.lines.is_empty() {
                seen.sample = more.sample;
            }
            seen.count += more.count;
            let room = LINES_MAX.saturating_sub(seen.lines.len());
            seen.lines.extend(more.lines.into_iter().take(room).map(|line| lines_before + line));
        }
    }
}

/// On one line, whatever was found.
fn shortened(found: &[u8]) -> String {
    let text = String::from_utf8_lossy(found);
    let mut characters = text.chars().map(|c| if c.is_control() { '�' } else { c });
    let mut short: String = characters.by_ref().take(SAMPLE_CHARS_MAX).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

//! How the cells of a file are written where it is not the usual way: `1 234,50`, `31/12/2026`, Windows-1252.

use std::borrow::Cow;

use encoding_rs::Encoding;
use journey_ir::time::{Moment, parse_moment};

use crate::cell::CellProblem;

/// How a file is written; the default is UTF-8, `12.50`, `2026-01-31`, and the delimiter that the header shows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Format {
    /// What separates cells; nothing: what the header has most of.
    pub delimiter: Option<u8>,
    /// In which every byte is a character; nothing: UTF-8.
    pub encoding: Option<&'static Encoding>,
    /// How numbers are written.
    pub numbers: Numbers,
    /// How dates are written.
    pub dates: Dates,
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// `1234.50`
    #[default]
    Point,
    /// `1234,50`, and `1 234,50` with any kind of blank between groups of three.
    Comma,
}

/// In which order a date's parts are written, and what stands between them. A time may follow after a blank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// `2026-01-31`
    #[default]
    YearFirst,
    /// `31/01/2026`
    DayFirst(u8),
    /// `01/31/2026`
    MonthFirst(u8),
}

/// What is wrong with a value of the manifest, and what to type.
pub(crate) type Mistake = (String, String);

/// What is written in the manifest for a delimiter.
pub(crate) fn delimiter(text: &str) -> Result<u8, Mistake> {
    match text.as_bytes() {
        b"\t" | b"tab" | b"\\t" => Ok(b'\t'),
        &[byte @ (b',' | b';' | b'|' | b':')] => Ok(byte),
        _ => Err((
            format!("`delimiter: {text}`, which separates no cells"),
            "type one of `\",\"`, `\";\"`, `\"|\"`, `\":\"` and `tab`".into(),
        )),
    }
}

/// What is written in the manifest for an encoding.
pub(crate) fn encoding(label: &str) -> Result<Option<&'static Encoding>, Mistake> {
    let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        (format!("`encoding: {label}`, which is not known"), "type `windows-1252` or `utf-8`".to_owned())
    })?;
    if encoding == encoding_rs::UTF_8 {
        return Ok(None);
    }
    // Otherwise a byte without a meaning would become a � in a text without a word.
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let complete = encoding.is_single_byte()
        && encoding.decode_without_bom_handling_and_without_replacement(&every_byte).is_some();
    if complete {
        return Ok(Some(encoding));
    }
    Err((
        format!("`encoding: {label}`, which is not read"),
        "save the file as UTF-8; what is read beside it are `windows-1252`, `iso-8859-15` and the like".into(),
    ))
}

impl Numbers {
    /// What is written in the manifest.
    pub(crate) fn named(mark: &str) -> Result<Self, Mistake> {
        match mark {
            "." => Ok(Self::Point),
            "," => Ok(Self::Comma),
            _ => Err((
                format!("`decimal: {mark}`, which is no decimal mark"),
                "type `decimal: \",\"` or `decimal: \".\"`".into(),
            )),
        }
    }

    /// The number as it is written with a point and without blanks; nothing when it is not one of this kind.
    pub(crate) fn usual(self, cell: &[u8]) -> Option<Cow<'_, [u8]>> {
        if self == Self::Point {
            return Some(cell.into());
        }
        let (whole, places) = match memchr::memchr(b',', cell) {
            Some(at) => (cell.get(..at)?, cell.get(at..)?),
            None => (cell, &[][..]),
        };
        if memchr::memchr(b'.', cell).is_some() {
            return None;
        }
        let mut usual = without_blanks(whole)?;
        if let Some((_comma, places)) = places.split_first() {
            usual.push(b'.');
            usual.extend_from_slice(places);
        }
        Some(usual.into())
    }

    /// A number of this kind, for messages.
    pub(crate) fn example(self) -> &'static str {
        match self {
            Self::Point => "12.50",
            Self::Comma => "12,50",
        }
    }
}

impl Dates {
    /// What is written in the manifest.
    pub(crate) fn named(pattern: &str) -> Result<Self, Mistake> {
        let lower = pattern.to_ascii_lowercase().replace('j', "d").replace('a', "y");
        match lower.as_bytes() {
            b"yyyy-mm-dd" => Ok(Self::YearFirst),
            [b'd', b'd', one @ (b'/' | b'.' | b'-'), b'm', b'm', other, b'y', b'y', b'y', b'y'] if one == other => {
                Ok(Self::DayFirst(*one))
            }
            [b'm', b'm', one @ (b'/' | b'.' | b'-'), b'd', b'd', other, b'y', b'y', b'y', b'y'] if one == other => {
                Ok(Self::MonthFirst(*one))
            }
            _ => Err((
                format!("`dates: {pattern}`, which is no way to write dates"),
                "type one of `dd/mm/yyyy`, `dd.mm.yyyy`, `dd-mm-yyyy`, `mm/dd/yyyy` and `yyyy-mm-dd`".into(),
            )),
        }
    }

    /// An instant, a wall time or a date; a date outside the supported years is told from what is no date.
    pub(crate) fn moment(self, cell: &[u8]) -> Result<Moment, CellProblem> {
        let cell = self.usual(cell).ok_or(CellProblem::Value)?;
        parse_moment(&cell).ok_or_else(|| {
            // The same in a leap year that is supported: is it the year that was wrong?
            let rest = cell.split_first_chunk::<4>().filter(|(year, _)| year.iter().all(u8::is_ascii_digit));
            let supported = rest.map(|(_, rest)| [b"2000", rest].concat());
            if supported.is_some_and(|text| parse_moment(text).is_some()) {
                CellProblem::OutOfRange
            } else {
                CellProblem::Value
            }
        })
    }

    /// The 31st of January, for messages.
    pub(crate) fn example(self) -> String {
        match self {
            Self::YearFirst => "2026-01-31".into(),
            Self::DayFirst(mark) => ["31", "01", "2026"].join(&char::from(mark).to_string()),
            Self::MonthFirst(mark) => ["01", "31", "2026"].join(&char::from(mark).to_string()),
        }
    }

    /// The cell with its date as `2026-01-31`; nothing when it has none of this kind.
    fn usual(self, cell: &[u8]) -> Option<Cow<'_, [u8]>> {
        let (Self::DayFirst(mark) | Self::MonthFirst(mark)) = self else { return Some(cell.into()) };
        let (&[a1, a2, one, b1, b2, other, y1, y2, y3, y4], rest) = cell.split_first_chunk()?;
        if (one, other) != (mark, mark) {
            return None;
        }
        let (day, month) = if matches!(self, Self::DayFirst(_)) { ([a1, a2], [b1, b2]) } else { ([b1, b2], [a1, a2]) };
        let date = [y1, y2, y3, y4, b'-', month[0], month[1], b'-', day[0], day[1]];
        Some([&date[..], rest].concat().into())
    }
}

/// The digits of a whole number; blanks may only stand between groups of three.
fn without_blanks(whole: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(whole).ok()?;
    let is_blank = |c: char| matches!(c, ' ' | '\u{A0}' | '\u{202F}');
    let mut groups = text.split(is_blank);
    let mut digits = groups.next()?.as_bytes().to_vec();
    let first = digits.strip_prefix(b"-").unwrap_or(&digits).len();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first) {
            return None;
        }
        digits.extend_from_slice(group.as_bytes());
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<String> {
        Numbers::Comma.usual(text.as_bytes()).map(|usual| String::from_utf8(usual.into_owned()).unwrap())
    }

    #[test]
    fn commas_become_points_and_blanks_group_thousands() {
        for (text, usual) in [
            ("12,50", "12.50"),
            ("-1 234,5", "-1234.5"),
            ("1\u{202F}234\u{A0}567", "1234567"),
            ("123 456", "123456"),
            ("12", "12"),
        ] {
            assert_eq!(number(text).as_deref(), Some(usual), "{text}");
        }
        for text in ["12.50", "1.234,50", "1234 567", "1 23", "12 ,5", " 123", "1  234"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_their_order_only() {
        let french = Dates::named("jj/mm/aaaa").unwrap();
        assert_eq!(french, Dates::DayFirst(b'/'));
        for (text, usual) in [
            ("31/01/2026", "2026-01-31"),
            ("05/01/2026 09:00", "2026-01-05 09:00"),
            ("05/01/2026 09:00:30", "2026-01-05 09:00:30"),
        ] {
            assert_eq!(french.moment(text.as_bytes()), Ok(parse_moment(usual).unwrap()), "{text}");
        }
        for text in ["01/31/2026", "2026-01-31", "1/2/2026", "31.01.2026", "31/01-2026", "31/01/26", ""] {
            assert_eq!(french.moment(text.as_bytes()), Err(CellProblem::Value), "{text}");
        }
        assert_eq!(french.moment(b"01/01/0001"), Err(CellProblem::OutOfRange));
        let american = Dates::named("mm/dd/yyyy").unwrap();
        assert_eq!(american.moment(b"01/31/2026"), Ok(parse_moment("2026-01-31").unwrap()));
        assert_eq!((french.example().as_str(), american.example().as_str()), ("31/01/2026", "01/31/2026"));
    }

    #[test]
    fn encodings_leave_no_byte_without_a_meaning() {
        assert_eq!(encoding("UTF-8"), Ok(None));
        for label in ["windows-1252", "latin1", "iso-8859-15", "macintosh"] {
            assert!(encoding(label).unwrap().is_some(), "{label}");
        }
        for label in ["windows-1253", "utf-16le", "shift_jis", "klingon"] {
            assert!(encoding(label).is_err(), "{label}");
        }
    }
}

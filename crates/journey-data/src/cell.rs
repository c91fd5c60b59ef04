//! From the bytes of a cell to the number that a column stores.

use std::collections::BTreeMap;
use std::sync::Arc;

use journey_ir::decimal::{Decimal, SCALE};
use journey_ir::program::Program;
use journey_ir::time::{Date, Instant, Moment, TimeOfDay, Zone, ZoneId};
use journey_ir::value::Type;

use crate::format::{Dates, Format, Numbers};
use crate::manifest::Booleans;
use crate::moments::{MomentReader, day};
use crate::numbers;

/// The place of a name that the programme does not declare, or has no more: no table is that long.
pub(crate) const NOT_DECLARED: u16 = u16::MAX;

/// Reads cells of one type.
#[derive(Clone, Debug)]
pub(crate) enum CellReader {
    /// As it stands.
    Text,
    Integer(Numbers),
    /// Ten-thousandths.
    Decimal(Numbers),
    /// 0 or 1.
    Boolean(Arc<Booleans>),
    /// Days since 1970.
    Date(Dates),
    /// UTC seconds since 1970.
    DateTime(MomentReader),
    /// The place in the list.
    OneOf(Arc<[Arc<str>]>),
    /// The place in the list of what the programme declares, or [`NOT_DECLARED`].
    Name(Arc<BTreeMap<String, i64>>),
    /// The place among the channels.
    Channel(Arc<[String]>),
    /// The zone's number, and the first ones that were read with their names: customers often live in the same few.
    Zone(Vec<(&'static str, ZoneId)>),
}

/// Says in which zone a customer's wall times are; few cells make one ask.
pub(crate) type ZoneOf<'a> = &'a dyn Fn() -> &'static Zone;

/// How the cells of a source are written.
#[derive(Clone, Debug)]
pub(crate) struct Notation {
    pub booleans: Arc<Booleans>,
    pub format: Format,
}

/// Why a cell cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CellProblem {
    /// It is empty and may not be.
    Empty,
    /// A text that is not UTF-8.
    NotUtf8,
    /// A date outside the supported years.
    OutOfRange,
    /// It is not of its type.
    Value,
}

impl CellReader {
    pub(crate) fn new(kind: &Type, program: &Program, notation: &Notation) -> Self {
        match kind {
            Type::Text => Self::Text,
            Type::Integer => Self::Integer(notation.format.numbers),
            Type::Decimal => Self::Decimal(notation.format.numbers),
            Type::Boolean => Self::Boolean(Arc::clone(&notation.booleans)),
            Type::Date => Self::Date(notation.format.dates),
            Type::DateTime => Self::DateTime(MomentReader::new(notation.format.dates)),
            Type::OneOf(words) => Self::OneOf(Arc::clone(words)),
            Type::Channel => {
                Self::Channel(program.channels.as_slice().iter().map(|channel| channel.name.clone()).collect())
            }
            Type::Zone => Self::Zone(Vec::new()),
        }
    }

    /// The number that stands for a cell's value: see the kinds. `zone` is the customer's.
    pub(crate) fn read(&mut self, cell: &[u8], zone: ZoneOf<'_>) -> Result<i64, CellProblem> {
        match self {
            // Texts are stored as they stand.
            Self::Text => Err(CellProblem::Value),
            Self::Integer(Numbers::Point) => integer(cell).ok_or(CellProblem::Value),
            Self::Integer(numbers) => numbers.usual(cell).and_then(|number| integer(&number)).ok_or(CellProblem::Value),
            // The smallest number stands for a missing one.
            Self::Decimal(numbers) => {
                let number = match numbers {
                    Numbers::Point => numbers::decimal(cell),
                    Numbers::Comma => numbers.usual(cell).and_then(|number| numbers::decimal(&number)),
                };
                number.map(|number| number.0).filter(|&n| n != i64::MIN).ok_or(CellProblem::Value)
            }
            Self::Boolean(words) => boolean(cell, words).map(i64::from).ok_or(CellProblem::Value),
            Self::Date(dates) => match cell.try_into().ok().filter(|_| *dates == Dates::YearFirst).and_then(day) {
                Some(date) => Ok(i64::from(date.0)),
                None => date(cell, *dates, zone).map(|date| i64::from(date.0)),
            },
            Self::DateTime(moments) => moments.read(cell).map(|moment| instant(moment, zone).0),
            Self::OneOf(words) => place(words.iter().map(|word| word.as_bytes()), cell),
            Self::Name(names) => {
                let name = std::str::from_utf8(cell).map_err(|_| CellProblem::NotUtf8)?;
                Ok(names.get(name).copied().unwrap_or(i64::from(NOT_DECLARED)))
            }
            Self::Channel(names) => place(names.iter().map(String::as_bytes), cell),
            Self::Zone(known) => zone_id(cell, known).map(|id| i64::from(id.0)).ok_or(CellProblem::Value),
        }
    }

    /// What a cell should be.
    pub(crate) fn expected(&self) -> String {
        let list = |words: &mut dyn Iterator<Item = &str>| words.collect::<Vec<_>>().join(", ");
        match self {
            Self::Text => "a text".into(),
            Self::Integer(_) => "a whole number such as 12".into(),
            Self::Decimal(numbers) => format!("a decimal number such as {}", numbers.example()),
            Self::Boolean(words) if **words == Booleans::default() => "yes or no, true or false, 1 or 0".into(),
            Self::Boolean(_) => "yes or no, true or false, 1 or 0, or a word of `booleans`".into(),
            Self::Date(dates) => format!("a date such as {}", dates.example()),
            Self::DateTime(moments) => format!("an instant such as {} 09:00:00", moments.dates.example()),
            Self::OneOf(words) => format!("one of {}", list(&mut words.iter().map(|word| &**word))),
            Self::Name(_) => "a name".into(),
            Self::Channel(names) => format!("a channel: {}", list(&mut names.iter().map(String::as_str))),
            Self::Zone(_) => "a time zone such as Europe/Paris".into(),
        }
    }
}

/// A cell without the blanks around it. Few have any.
#[inline]
pub(crate) fn trimmed(cell: &[u8]) -> &[u8] {
    match cell {
        [first, .., last] if *first > b' ' && *last > b' ' => cell,
        _ => cell.trim_ascii(),
    }
}

/// The instant of a moment, a date alone meaning its first one (language reference 2.4).
pub(crate) fn instant(moment: Moment, zone: ZoneOf<'_>) -> Instant {
    match moment {
        Moment::Instant(instant) => instant,
        Moment::Local(_) | Moment::Date(_) => moment.in_zone(zone(), TimeOfDay::MIDNIGHT),
    }
}

/// A date; also at midnight, as databases write dates. A time of day would be lost, so it is refused.
fn date(cell: &[u8], dates: Dates, zone: ZoneOf<'_>) -> Result<Date, CellProblem> {
    let (date, time) = match dates.moment(cell)? {
        Moment::Date(date) => return Ok(date),
        Moment::Local(wall) => (wall.date, wall.time),
        Moment::Instant(instant) => {
            let wall = zone().wall(instant);
            (wall.date, wall.time)
        }
    };
    if time == TimeOfDay::MIDNIGHT { Ok(date) } else { Err(CellProblem::Value) }
}

/// A whole number; also with a fraction of zero, as spreadsheets write columns with gaps (`12.0`).
fn integer(cell: &[u8]) -> Option<i64> {
    if let Some(number) = numbers::digits(cell) {
        return Some(number);
    }
    let digits = cell.strip_prefix(b"-").unwrap_or(cell);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Decimal::parse(cell)
            .filter(|number| number.0 % SCALE == 0 && zero_fraction(cell))
            .map(|number| number.0 / SCALE);
    }
    let positive =
        digits.iter().try_fold(0_i64, |number, &digit| number.checked_mul(10)?.checked_add(i64::from(digit - b'0')))?;
    Some(if digits.len() < cell.len() { -positive } else { positive })
}

/// Whether all places are zeros, also those that rounding would drop.
fn zero_fraction(cell: &[u8]) -> bool {
    cell.iter().skip_while(|&&byte| byte != b'.').skip(1).all(|&byte| byte == b'0')
}

fn boolean(cell: &[u8], words: &Booleans) -> Option<bool> {
    let is = |word: &str| cell.eq_ignore_ascii_case(word.as_bytes());
    if ["yes", "true", "1"].into_iter().any(is) || words.yes.iter().any(|word| is(word)) {
        Some(true)
    } else if ["no", "false", "0"].into_iter().any(is) || words.no.iter().any(|word| is(word)) {
        Some(false)
    } else {
        None
    }
}

fn place<'a>(mut words: impl Iterator<Item = &'a [u8]>, cell: &[u8]) -> Result<i64, CellProblem> {
    let place = words.position(|word| word == cell).ok_or(CellProblem::Value)?;
    i64::try_from(place).map_err(|_| CellProblem::Value)
}

fn zone_id(cell: &[u8], known: &mut Vec<(&'static str, ZoneId)>) -> Option<ZoneId> {
    if let Some(place) = known.iter().position(|(name, _)| name.as_bytes() == cell) {
        // What was asked for last comes first: of each customer it is asked twice.
        known.swap(0, place);
        return known.first().map(|(_, zone)| *zone);
    }
    let zone = ZoneId::parse(std::str::from_utf8(cell).ok()?)?;
    if known.len() < KNOWN_ZONES_MAX {
        known.push((zone.name(), zone));
    }
    Some(zone)
}

/// More are not looked through faster than all.
const KNOWN_ZONES_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_whole() {
        for (text, number) in
            [("0", 0), ("-12", -12), ("12.0", 12), ("-3.000000", -3), ("9223372036854775807", i64::MAX)]
        {
            assert_eq!(integer(text.as_bytes()), Some(number), "{text}");
        }
        for text in ["", "-", "1.5", "1.00000001", "12.", "1e3", "9223372036854775808", "1 000", "+1"] {
            assert_eq!(integer(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn dates_have_no_time() {
        let paris: ZoneOf<'_> = &|| ZoneId::parse("Europe/Paris").unwrap().table();
        let day = Date::parse("2026-01-31").unwrap();
        for text in ["2026-01-31", "2026-01-31 00:00:00", "2026-01-30T23:00:00Z"] {
            assert_eq!(date(text.as_bytes(), Dates::YearFirst, paris), Ok(day), "{text}");
        }
        assert_eq!(date(b"2026-01-31 09:00", Dates::YearFirst, paris), Err(CellProblem::Value));
        assert_eq!(date(b"31/01/2026", Dates::YearFirst, paris), Err(CellProblem::Value));
        assert_eq!(date(b"0001-01-01", Dates::YearFirst, paris), Err(CellProblem::OutOfRange));
        assert_eq!(date(b"0001-13-01", Dates::YearFirst, paris), Err(CellProblem::Value));
        assert_eq!(Dates::YearFirst.moment(b"9999-12-31T23:59:59Z"), Err(CellProblem::OutOfRange));
    }

    #[test]
    fn booleans_have_more_words_when_the_manifest_says_so() {
        let french = Booleans { yes: vec!["oui".into(), "O".into()], no: vec!["non".into()] };
        assert_eq!(boolean(b"TRUE", &french), Some(true));
        assert_eq!(boolean(b"Non", &french), Some(false));
        assert_eq!(boolean(b"oui", &Booleans::default()), None);
    }
}

//! Reads instants and wall times, column by column: in logs neighbours are often of the same day.

use journey_ir::time::{Date, Instant, Moment, TimeOfDay, WallTime};

use crate::cell::CellProblem;
use crate::format::Dates;
use crate::numbers::eight_digits;

/// Reads the moments of one column.
#[derive(Clone, Debug)]
pub(crate) struct MomentReader {
    /// How dates are written.
    pub dates: Dates,
    /// The last day that was read, and how it was written.
    day: Date,
    written: [u8; 10],
}

impl MomentReader {
    pub(crate) fn new(dates: Dates) -> Self {
        Self { dates, day: Date(0), written: *b"1970-01-01" }
    }

    /// An instant, a wall time or a date; a date outside the supported years is told from what is no date.
    #[inline]
    pub(crate) fn read(&mut self, cell: &[u8]) -> Result<Moment, CellProblem> {
        match self.dates {
            Dates::YearFirst => self.usual(cell).map_or_else(|| self.dates.moment(cell), Ok),
            Dates::DayFirst(_) | Dates::MonthFirst(_) => self.dates.moment(cell),
        }
    }

    /// `2026-01-05T09:00:00Z`, `2026-01-05 09:00:00`; nothing when it is written in another way, or wrong.
    #[inline]
    fn usual(&mut self, cell: &[u8]) -> Option<Moment> {
        let (written, rest) = cell.split_first_chunk()?;
        let (&[b'T' | b' ', ref time @ ..], rest) = rest.split_first_chunk::<9>()? else { return None };
        let time = time_of_day(*time)?;
        if *written != self.written {
            (self.day, self.written) = (day(*written)?, *written);
        }
        let wall = WallTime { date: self.day, time };
        match rest {
            [] => Some(Moment::Local(wall)),
            b"Z" => Some(Moment::Instant(Instant(wall.seconds()))),
            _ => None,
        }
    }
}

/// `2026-01-05`; nothing when it is no date, or outside the supported years.
#[inline]
pub(crate) fn day(text: [u8; 10]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let number = u32::try_from(eight_digits([y1, y2, y3, y4, m1, m2, d1, d2])?).ok()?;
    Date::from_ymd(i32::try_from(number / 10_000).ok()?, number / 100 % 100, number % 100)
}

/// `09:00:00`, all eight bytes at once.
#[inline]
fn time_of_day(text: [u8; 8]) -> Option<TimeOfDay> {
    // Digits become their numbers, and colons 0.
    let parts = u64::from_le_bytes(text) ^ u64::from_le_bytes(*b"00:00:00");
    let colons = u64::from_le_bytes([0, 0, 0xFF, 0, 0, 0xFF, 0, 0]);
    // What is more than 9 reaches the highest bit of its byte when this is added; what has that bit already is no digit.
    let overflow = u64::from_le_bytes([0x76; 8]);
    let highest = u64::from_le_bytes([0x80; 8]);
    if parts & colons != 0 || (parts | parts.wrapping_add(overflow)) & highest != 0 {
        return None;
    }
    let [h1, h2, _, m1, m2, _, s1, s2] = parts.to_le_bytes().map(u32::from);
    TimeOfDay::from_hms(h1 * 10 + h2, m1 * 10 + m2, s1 * 10 + s2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn moments_are_those_of_the_general_reader(
            texts in prop::collection::vec(
                "(2024|1799|2200|1800)-(0[1-9]|1[0-3])-([0-2][0-9]|3[0-2])([T t](([01][0-9]|2[0-4]):[0-6][0-9](:[0-6][0-9]([.]5)?)?(Z|z|[+]01:00|-05)?)?)?", 1..6,
            ),
            harm in prop::option::of((0_usize..25, any::<u8>())),
        ) {
            let mut reader = MomentReader::new(Dates::YearFirst);
            for text in texts {
                let mut bytes = text.into_bytes();
                if let Some((place, byte)) = harm && let Some(harmed) = bytes.get_mut(place) {
                    *harmed = byte;
                }
                prop_assert_eq!(reader.read(&bytes), Dates::YearFirst.moment(&bytes), "{}", String::from_utf8_lossy(&bytes));
            }
        }

        #[test]
        fn days_are_those_of_the_general_reader(text in "[0-9/:]{2}[0-9]{2}[-0-9][0-9][0-9:/][-0-9][0-9][0-9]|(1[789]|2[0123])[0-9]{2}-[01][0-9]-[0-3][0-9]") {
            let bytes = *text.as_bytes().first_chunk().unwrap();
            prop_assert_eq!(day(bytes), Date::parse(bytes));
        }

        #[test]
        fn times_have_two_digits_each(text in prop::array::uniform8(prop::sample::select(b"0123456789:/;\xFF\xB0\x3A".to_vec()))) {
            prop_assert_eq!(time_of_day(text), TimeOfDay::parse(text));
        }
    }
}

//! Reads instants, wall times and dates as they stand in data and programmes: on bytes, since data is full of them.

use super::{Date, Instant, TimeOfDay, WallTime, Zone};

/// What a text says about when: how much of it depends on a zone and on a default time is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The text gave an offset: the instant is known.
    Instant(Instant),
    /// A date and a time on some wall clock.
    Local(WallTime),
    /// A date alone.
    Date(Date),
}

impl Moment {
    /// The instant in that zone, a date alone meaning that `time` of it (language reference 2.2, 2.4).
    #[must_use]
    pub fn in_zone(self, zone: &Zone, time: TimeOfDay) -> Instant {
        match self {
            Self::Instant(instant) => instant,
            Self::Local(wall) => zone.instant(wall.date, wall.time),
            Self::Date(date) => zone.instant(date, time),
        }
    }
}

/// Reads RFC 3339 (`2026-01-05T09:00:00+01:00`), `2026-01-05 09:00[:30]`, `2026-01-05T09:00[:30]` and `2026-01-05`.
///
/// The offset may also be written `+0100`, `+01` or `Z`; fractions of a second are dropped, which is toward the past
/// (language reference 2.1). `None` for anything else, impossible dates and times, and years outside the supported
/// range.
#[must_use]
pub fn parse_moment(text: impl AsRef<[u8]>) -> Option<Moment> {
    parse(text.as_ref())
}

fn parse(text: &[u8]) -> Option<Moment> {
    let (date, rest) = take_date(text)?;
    let Some((separator, rest)) = rest.split_first() else {
        return Some(Moment::Date(date));
    };
    if !matches!(separator, b'T' | b't' | b' ') {
        return None;
    }
    let (time, rest) = take_time(rest)?;
    let wall = WallTime { date, time };
    let rest = skip_fraction(rest)?;
    if rest.is_empty() {
        return Some(Moment::Local(wall));
    }
    let instant = Instant(wall.seconds() - offset_seconds(rest)?);
    instant.is_supported().then_some(Moment::Instant(instant))
}

/// Reads `HH:MM` or `HH:MM:SS`, nothing after it.
pub(super) fn parse_time_of_day(text: &[u8]) -> Option<TimeOfDay> {
    match take_time(text)? {
        (time, []) => Some(time),
        _ => None,
    }
}

fn take_date(text: &[u8]) -> Option<(Date, &[u8])> {
    let (&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2], rest) = text.split_first_chunk()? else {
        return None;
    };
    let year = two_digits(y1, y2)? * 100 + two_digits(y3, y4)?;
    let date = Date::from_ymd(year.cast_signed(), two_digits(m1, m2)?, two_digits(d1, d2)?)?;
    Some((date, rest))
}

fn take_time(text: &[u8]) -> Option<(TimeOfDay, &[u8])> {
    let (&[h1, h2, b':', m1, m2], rest) = text.split_first_chunk()? else {
        return None;
    };
    let (second, rest) = match rest {
        [b':', s1, s2, rest @ ..] => (two_digits(*s1, *s2)?, rest),
        _ => (0, rest),
    };
    Some((TimeOfDay::from_hms(two_digits(h1, h2)?, two_digits(m1, m2)?, second)?, rest))
}

/// Drops `.5` or `,5` and the like; a separator without digits is a mistake.
fn skip_fraction(text: &[u8]) -> Option<&[u8]> {
    let [b'.' | b',', fraction @ ..] = text else {
        return Some(text);
    };
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 { None } else { fraction.get(digits..) }
}

/// Seconds east of Greenwich.
fn offset_seconds(text: &[u8]) -> Option<i64> {
    let (sign, hours, minutes) = match *text {
        [b'Z' | b'z'] => return Some(0),
        [sign, h1, h2, b':', m1, m2] | [sign, h1, h2, m1, m2] => (sign, two_digits(h1, h2)?, two_digits(m1, m2)?),
        [sign, h1, h2] => (sign, two_digits(h1, h2)?, 0),
        _ => return None,
    };
    let seconds = i64::from(TimeOfDay::from_hms(hours, minutes, 0)?.0);
    match sign {
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

fn two_digits(tens: u8, units: u8) -> Option<u32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(units)?)
}

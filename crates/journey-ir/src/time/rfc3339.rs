//! Writes instants as RFC 3339 in a zone, without allocating where it counts.

use super::{Instant, WallTime, Zone};

impl Zone {
    /// The instant as RFC 3339 on this zone's wall clock: `2026-01-05T09:00:00+01:00`, or `…Z` in UTC itself.
    #[must_use]
    pub fn rfc3339(&self, t: Instant) -> String {
        let (bytes, length) = self.rfc3339_bytes(t);
        bytes.iter().take(length).map(|&byte| char::from(byte)).collect()
    }

    /// As [`Zone::rfc3339`], added to a buffer.
    pub fn push_rfc3339(&self, t: Instant, out: &mut Vec<u8>) {
        let (bytes, length) = self.rfc3339_bytes(t);
        out.extend_from_slice(bytes.get(..length).unwrap_or_default());
    }

    fn rfc3339_bytes(&self, t: Instant) -> ([u8; 25], usize) {
        let t = t.clamp(Instant::MIN, Instant::MAX);
        // RFC 3339 has no seconds in offsets; clocks of a century ago had (Paris: +00:09:21). The wall clock is
        // written for the offset as rounded, so that the text still names this very instant.
        let offset_minutes = (self.offset_at(t) + 30).div_euclid(60);
        let wall = WallTime::from_seconds(t.0 + i64::from(offset_minutes) * 60);
        let ((year, month, day), (hour, minute, second)) = (wall.date.ymd(), wall.time.hms());
        let sign = match offset_minutes {
            _ if self.is_utc => b'Z',
            ..0 => b'-',
            0.. => b'+',
        };
        let (year, offset) = (year.unsigned_abs(), offset_minutes.unsigned_abs());
        let mut bytes = *b"0000-00-00T00:00:00+00:00";
        bytes[..2].copy_from_slice(&two_digits(year / 100));
        bytes[2..4].copy_from_slice(&two_digits(year % 100));
        bytes[5..7].copy_from_slice(&two_digits(month));
        bytes[8..10].copy_from_slice(&two_digits(day));
        bytes[11..13].copy_from_slice(&two_digits(hour));
        bytes[14..16].copy_from_slice(&two_digits(minute));
        bytes[17..19].copy_from_slice(&two_digits(second));
        bytes[19] = sign;
        bytes[20..22].copy_from_slice(&two_digits(offset / 60));
        bytes[23..].copy_from_slice(&two_digits(offset % 60));
        (bytes, if self.is_utc { 20 } else { 25 })
    }
}

/// The two decimal digits of a number below 100.
fn two_digits(number: u32) -> [u8; 2] {
    // No number is beyond the end then, and nobody has to ask.
    PAIRS.get((number % 128) as usize).copied().unwrap_or_default()
}

/// The digits of every number below 100: data is full of instants.
#[expect(clippy::indexing_slicing, reason = "looked at by the compiler, which would refuse a wrong place")]
const PAIRS: [[u8; 2]; 128] = {
    let mut pairs = [[b'0'; 2]; 128];
    let mut number: u8 = 0;
    while number < 100 {
        pairs[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    pairs
};

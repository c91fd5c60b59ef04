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
        let [y1, y2] = two_digits(year.unsigned_abs() / 100);
        let [y3, y4] = two_digits(year.unsigned_abs() % 100);
        let ([m1, m2], [d1, d2]) = (two_digits(month), two_digits(day));
        let ([h1, h2], [n1, n2], [s1, s2]) = (two_digits(hour), two_digits(minute), two_digits(second));
        let sign = match offset_minutes {
            _ if self.is_utc => b'Z',
            ..0 => b'-',
            0.. => b'+',
        };
        let [o1, o2] = two_digits(offset_minutes.unsigned_abs() / 60);
        let [o3, o4] = two_digits(offset_minutes.unsigned_abs() % 60);
        let bytes = [
            y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, sign, o1, o2, b':',
            o3, o4,
        ];
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

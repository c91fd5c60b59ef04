//! Short numbers as data is full of them; others are read by who knows them all.

use journey_ir::decimal::{Decimal, SCALE};

/// So many digits fit with room to spare.
const DIGITS_MAX: usize = 14;

/// The number that digits make; nothing when there are none, too many, or anything else.
#[inline]
pub(crate) fn digits(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > DIGITS_MAX {
        return None;
    }
    // Eight digits are the width of many ids.
    let (head, eight) = match text.split_last_chunk::<8>() {
        Some((head, last)) => (head, eight_digits(*last)?),
        None => (text, 0),
    };
    let (mut number, mut largest) = (0_i64, 0);
    for &byte in head {
        let digit = byte.wrapping_sub(b'0');
        largest = largest.max(digit);
        number = number * 10 + i64::from(digit);
    }
    let scale = if head.len() == text.len() { 1 } else { 100_000_000 };
    (largest <= 9).then_some(number * scale + eight)
}

/// The number that eight digits make, all at once: pairs first, then pairs of those, then the two of these.
#[inline]
pub(crate) fn eight_digits(text: [u8; 8]) -> Option<i64> {
    let word = u64::from_le_bytes(text);
    let high = u64::from_le_bytes([0xF0; 8]);
    let zeros = u64::from_le_bytes([b'0'; 8]);
    // Behind 9, adding 6 leaves the sixteen of the digits.
    let is_digits = word & high == zeros && word.wrapping_add(u64::from_le_bytes([6; 8])) & high == zeros;
    let pairs = (word & u64::from_le_bytes([0x0F; 8])).wrapping_mul(10 * (1 << 8) + 1) >> 8;
    let fours = (pairs & 0x00FF_00FF_00FF_00FF).wrapping_mul(100 * (1 << 16) + 1) >> 16;
    let all = (fours & 0x0000_FFFF_0000_FFFF).wrapping_mul(10_000 * (1 << 32) + 1) >> 32;
    i64::try_from(all).ok().filter(|_| is_digits)
}

/// An exact number, as [`Decimal::parse`] reads it.
#[inline]
pub(crate) fn decimal(text: &[u8]) -> Option<Decimal> {
    short_decimal(text).or_else(|| Decimal::parse(text))
}

/// `12`, `12.5`, `12.5000`: without a sign, with four places at most.
#[inline]
fn short_decimal(text: &[u8]) -> Option<Decimal> {
    if text.len() > DIGITS_MAX {
        return None;
    }
    // Most are amounts of money.
    if let Some((whole, &[b'.', tenths @ b'0'..=b'9', hundredths @ b'0'..=b'9'])) = text.split_last_chunk() {
        let places = i64::from(tenths - b'0') * 10 + i64::from(hundredths - b'0');
        return digits(whole).map(|whole| Decimal(whole * SCALE + places * (SCALE / 100)));
    }
    let (mut number, mut point) = (0_i64, None);
    for (place, &byte) in text.iter().enumerate() {
        match byte.wrapping_sub(b'0') {
            digit @ 0..=9 => number = number * 10 + i64::from(digit),
            _ if byte == b'.' && point.is_none() => point = Some(place),
            _ => return None,
        }
    }
    let scale = match point {
        // Digits are needed on both sides of a point.
        Some(0) => return None,
        Some(point) => match text.len() - point - 1 {
            1 => 1_000,
            2 => 100,
            3 => 10,
            4 => 1,
            _ => return None,
        },
        None if text.is_empty() => return None,
        None => SCALE,
    };
    Some(Decimal(number * scale))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_those_of_the_general_reader(text in "-?[0-9]{0,18}[.]?[0-9]{0,6}[a, :/]?") {
            prop_assert_eq!(decimal(text.as_bytes()), Decimal::parse(text.as_bytes()), "{}", text);
        }

        #[test]
        fn digits_make_a_number(text in "[0-9]{0,7}[0-9/:. é]?[0-9]{0,7}") {
            let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= DIGITS_MAX;
            prop_assert_eq!(digits(text.as_bytes()), text.parse().ok().filter(|_| plain));
        }
    }
}

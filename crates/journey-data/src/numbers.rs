//! Short numbers as data is full of them; others are read by who knows them all.

use journey_ir::decimal::{Decimal, SCALE};

/// So many digits fit with room to spare.
const DIGITS_MAX: usize = 14;

/// The number that digits make; nothing when there are none, too many, or anything else.
pub(crate) fn digits(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > DIGITS_MAX {
        return None;
    }
    let (mut number, mut largest) = (0_i64, 0);
    for &byte in text {
        let digit = byte.wrapping_sub(b'0');
        largest = largest.max(digit);
        number = number * 10 + i64::from(digit);
    }
    (largest <= 9).then_some(number)
}

/// An exact number, as [`Decimal::parse`] reads it.
pub(crate) fn decimal(text: &[u8]) -> Option<Decimal> {
    short_decimal(text).or_else(|| Decimal::parse(text))
}

/// `12`, `12.5`, `12.5000`: without a sign, with four places at most.
fn short_decimal(text: &[u8]) -> Option<Decimal> {
    if text.len() > DIGITS_MAX {
        return None;
    }
    let Some(point) = text.iter().position(|&byte| byte == b'.') else {
        return digits(text).map(|number| Decimal(number * SCALE));
    };
    let places = text.get(point + 1..)?;
    let scale = match places.len() {
        1 => 1_000,
        2 => 100,
        3 => 10,
        4 => 1,
        _ => return None,
    };
    Some(Decimal(digits(text.get(..point)?)? * SCALE + digits(places)? * scale))
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
        fn digits_make_a_number(text in "[0-9]{0,14}[0-9/:. ]?") {
            let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= DIGITS_MAX;
            prop_assert_eq!(digits(text.as_bytes()), text.parse().ok().filter(|_| plain));
        }
    }
}

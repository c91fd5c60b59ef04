//! Finds where the cells of a line end: cells are short, so that looking at eight bytes at once beats a search for each.

/// Every byte of the word is this one.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Adds to `ends` where the cells of the first line in `bytes` end, counted from `offset`, and gives the length of the line with its
/// end; nothing when the line does not end in `bytes`.
pub(super) fn cell_ends(bytes: &[u8], delimiter: u8, offset: usize, ends: &mut Vec<usize>) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut before = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let line_ends = zeros(word ^ all(b'\n'));
        let mut found = line_ends | zeros(word ^ all(delimiter));
        while found != 0 {
            let place = before + (found.trailing_zeros() / 8) as usize;
            ends.push(offset + place);
            if line_ends & found & found.wrapping_neg() != 0 {
                return Some(place + 1);
            }
            found &= found - 1;
        }
        before += 8;
    }
    for (place, &byte) in (before..).zip(rest) {
        if byte == delimiter || byte == b'\n' {
            ends.push(offset + place);
        }
        if byte == b'\n' {
            return Some(place + 1);
        }
    }
    None
}

/// The highest bit of each byte that is zero, and no other bit.
const fn zeros(word: u64) -> u64 {
    let low = all(0x7F);
    // Adding cannot reach the next byte, for the highest bits are left out; they are asked for apart.
    !(((word & low) + low) | word | low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_ends_are_found(bytes in prop::collection::vec(prop::sample::select(b"a;,\n\r\x00\x8A\x8C\xFF\x0B".to_vec()), 0..60)) {
            let mut ends = Vec::new();
            let length = cell_ends(&bytes, b',', 100, &mut ends);
            let expected = bytes.iter().position(|&byte| byte == b'\n').map(|place| place + 1);
            prop_assert_eq!(length, expected);
            let line = &bytes[..length.unwrap_or(bytes.len())];
            let places = line.iter().enumerate().filter(|(_, byte)| matches!(byte, b',' | b'\n')).map(|(place, _)| 100 + place);
            prop_assert_eq!(ends, places.collect::<Vec<_>>());
        }
    }
}

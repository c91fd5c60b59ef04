//! Finds where the cells of lines end: cells are short, so that looking at eight bytes at once beats a search for each.

/// Every byte of the word is this one.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Puts into `marks`, behind the `count` that it has, the place behind each delimiter and each line end in `bytes`, counted from
/// `offset`; gives how many it has then. There must be room for one for each byte.
#[inline]
pub(super) fn mark(bytes: &[u8], delimiter: u8, offset: usize, marks: &mut [usize], mut count: usize) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut behind_first = offset + 1;
    let mut put = |behind: usize| {
        if let Some(place) = marks.get_mut(count) {
            *place = behind;
            count += 1;
        }
    };
    for word in words {
        let word = u64::from_le_bytes(*word);
        let mut found = zeros(word ^ all(b'\n'), word ^ all(delimiter));
        while found != 0 {
            put(behind_first + (found.trailing_zeros() / 8) as usize);
            found &= found - 1;
        }
        behind_first += 8;
    }
    for (behind, &byte) in (behind_first..).zip(rest) {
        if byte == delimiter || byte == b'\n' {
            put(behind);
        }
    }
    count
}

/// The highest bit of each byte that is zero in one of two words, and no other bit.
#[inline]
const fn zeros(one: u64, other: u64) -> u64 {
    let low = all(0x7F);
    // Adding cannot reach the next byte, for the highest bits are left out; they are asked for apart.
    !((((one & low) + low) | one) & (((other & low) + low) | other) | low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_ends_are_found(bytes in prop::collection::vec(prop::sample::select(b"a;,\n\r\x00\x8A\x8C\xFF\x0B".to_vec()), 0..60)) {
            let mut marks = vec![7; bytes.len() + 1];
            let count = mark(&bytes, b',', 100, &mut marks, 1);
            let places = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b',' | b'\n')).map(|(place, _)| 101 + place);
            prop_assert_eq!(&marks[..count], [7].into_iter().chain(places).collect::<Vec<_>>());
        }
    }
}

//! Reads small numbers as Parquet packs them: runs of one number, and runs of numbers of a few bits each.

use bytes::Bytes;

/// Numbers that are packed, and where in them reading has come to.
pub(super) struct Hybrid {
    bytes: Bytes,
    /// Where the next run begins.
    next: usize,
    /// How many bits a number has.
    width: usize,
    run: Run,
    /// How many numbers of the run are left.
    left: usize,
}

/// A run of numbers.
enum Run {
    /// All are this one.
    Same(u32),
    /// They follow one another from this bit on.
    Packed(usize),
}

/// The most bits that a number has.
const WIDTH_MAX: u8 = 32;

impl Hybrid {
    /// Numbers of so many bits; nothing when it is too many.
    pub(super) fn new(bytes: Bytes, width: u8) -> Option<Self> {
        // Without bits there is one number only, and nothing need be read to know which.
        let left = if width == 0 { usize::MAX } else { 0 };
        (width <= WIDTH_MAX).then(|| Self { bytes, next: 0, width: width.into(), run: Run::Same(0), left })
    }

    /// Adds the next numbers; nothing when there are not so many.
    pub(super) fn read(&mut self, mut count: usize, into: &mut Vec<u32>) -> Option<()> {
        while count > 0 {
            if self.left == 0 {
                self.begin_run()?;
            }
            let some = count.min(self.left);
            match &mut self.run {
                Run::Same(number) => into.extend(std::iter::repeat_n(*number, some)),
                Run::Packed(bit) => {
                    let first = *bit;
                    *bit += some * self.width;
                    into.extend((0..some).map(|place| unpack(&self.bytes, first + place * self.width, self.width)));
                }
            }
            self.left -= some;
            count -= some;
        }
        Some(())
    }

    fn begin_run(&mut self) -> Option<()> {
        let head = self.number()?;
        let rest = self.bytes.get(self.next..)?;
        let count = usize::try_from(head >> 1).ok()?;
        if head & 1 == 0 {
            let length = self.width.div_ceil(8);
            let mut number = [0; 4];
            number.get_mut(..length)?.copy_from_slice(rest.get(..length)?);
            (self.run, self.left) = (Run::Same(u32::from_le_bytes(number)), count);
            self.next += length;
        } else {
            // In groups of eight; the last one may be cut off where its numbers end.
            self.run = Run::Packed(self.next * 8);
            self.left = count.checked_mul(8)?.min(rest.len() * 8 / self.width);
            self.next += count.checked_mul(self.width)?.min(rest.len());
        }
        Some(())
    }

    /// A number in bytes of seven bits, the lowest first.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = *self.bytes.get(self.next)?;
            self.next += 1;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

/// The number of so many bits that begins at a bit.
#[inline]
fn unpack(bytes: &[u8], bit: usize, width: usize) -> u32 {
    let rest = bytes.get(bit / 8..).unwrap_or_default();
    let word = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; 8];
        padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        padded
    });
    let number = u64::from_le_bytes(word) >> (bit % 8) & ((1 << width) - 1);
    u32::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], width: u8, count: usize) -> Option<Vec<u32>> {
        let mut numbers = Vec::new();
        Hybrid::new(bytes.to_vec().into(), width)?.read(count, &mut numbers)?;
        Some(numbers)
    }

    #[test]
    fn runs_are_of_one_number_or_packed() {
        // Three times 5, then 0 to 7 in three bits each.
        assert_eq!(
            read(&[3 << 1, 5, 3, 0b1000_1000, 0b1100_0110, 0b1111_1010], 3, 11),
            Some(vec![5, 5, 5, 0, 1, 2, 3, 4, 5, 6, 7])
        );
        // Longer than seven bits can say, and a number of three bytes.
        assert_eq!(read(&[0xC8, 1, 1, 2, 3], 20, 100), Some(vec![0x03_0201; 100]));
        assert_eq!(read(&[], 0, 3), Some(vec![0; 3]));
    }

    #[test]
    fn what_is_cut_off_is_told() {
        for bytes in [&[][..], &[3 << 1], &[0x80], &[0, 0, 0], &[3, 0xFF], &[0xFF; 20]] {
            assert_eq!(read(bytes, 3, 100), None, "{bytes:?}");
        }
        assert_eq!(read(&[0xFF; 20], 33, 1), None);
        // Of the eight that a group has only those are there that fit.
        assert_eq!(read(&[3, 0xFF], 3, 2), Some(vec![7, 7]));
        assert_eq!(read(&[3, 0xFF], 3, 3), None);
    }
}

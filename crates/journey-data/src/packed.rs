//! Opens files that may be packed: the end of a name tells how.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::error::DataError;

/// How much of a packed file is asked of the system at once.
const BLOCK_BYTES: usize = 1 << 16;

/// The bytes of a file, unpacked when it is called `….gz` or `….zst`.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read + Send>, DataError> {
    unpack(path).map_err(|source| DataError::read(path, source))
}

/// Whether a file is called as packed ones are.
pub(crate) fn is_packed(path: &Path) -> bool {
    has_end(path, "gz") || has_end(path, "zst")
}

/// As [`open`], with the system's own error.
pub(crate) fn unpack(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let file = File::open(path)?;
    Ok(if has_end(path, "gz") {
        Box::new(MultiGzDecoder::new(BufReader::with_capacity(BLOCK_BYTES, file)))
    } else if has_end(path, "zst") {
        Box::new(Zstd::new(BufReader::with_capacity(BLOCK_BYTES, file)))
    } else {
        Box::new(file)
    })
}

fn has_end(path: &Path, end: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(end))
}

/// Unpacks all frames of a file, one after the other; those that are to be skipped are.
struct Zstd<R> {
    source: R,
    decoder: FrameDecoder,
    is_in_frame: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(source: R) -> Self {
        Self { source, decoder: FrameDecoder::new(), is_in_frame: false }
    }

    /// Begins the next frame with data; false at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => {
                    self.is_in_frame = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let skipped = io::copy(&mut self.source.by_ref().take(length.into()), &mut io::sink())?;
                    if skipped < length.into() {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(damaged(error)),
            }
        }
        Ok(false)
    }

    fn end_frame(&mut self) -> io::Result<()> {
        self.is_in_frame = false;
        match (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum()) {
            (Some(written), Some(found)) if written != found => Err(damaged("the checksum does not match")),
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.is_in_frame || self.next_frame()? {
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1)).map_err(damaged)?;
            }
            let count = self.decoder.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            self.end_frame()?;
        }
        Ok(0)
    }
}

fn damaged(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

#[cfg(test)]
mod tests {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn unpack(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut unpacked = Vec::new();
        Zstd::new(bytes).read_to_end(&mut unpacked).map(|_| unpacked)
    }

    fn pack(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    #[test]
    fn frames_follow_one_another() {
        let long: Vec<u8> = (0..400_000_u32).flat_map(u32::to_le_bytes).collect();
        let skipped = [&b"\x50\x2A\x4D\x18\x03\x00\x00\x00"[..], b"abc"].concat();
        let file = [skipped.clone(), pack(&long), pack(b""), skipped, pack(b"end")].concat();
        assert_eq!(unpack(&file).unwrap(), [&long[..], b"end"].concat());
        assert_eq!(unpack(b"").unwrap(), b"");
    }

    #[test]
    fn files_that_are_cut_off_or_changed_are_refused() {
        let whole = pack(&b"customer,at\n".repeat(10_000));
        assert!(unpack(&whole).is_ok());
        for end in 1..whole.len() {
            assert!(unpack(&whole[..end]).is_err(), "{end}");
        }
        assert!(unpack(&[&whole[..], b"more"].concat()).is_err());
        assert!(unpack(b"customer,at\n").is_err());
    }
}

//! Tells where a record with quotes ends, and whether its quotes match.

/// What the first record of whole lines is.
#[derive(Debug, PartialEq)]
pub(super) enum Frame {
    /// It has this length, its line end included.
    Complete(usize),
    /// The bytes end inside quotes: it goes on in the next line.
    Open,
    /// Something stands between a closing quote and the next delimiter.
    Broken,
}

/// Finds the end of the first record of whole lines.
pub(super) fn frame(lines: &[u8], delimiter: u8) -> Frame {
    let mut rest = lines;
    loop {
        rest = match rest.strip_prefix(b"\"") {
            Some(inside) => match after_closing_quote(inside) {
                Some(after) => after,
                None => return Frame::Open,
            },
            None => from(rest, memchr::memchr2(delimiter, b'\n', rest).unwrap_or(rest.len())),
        };
        match rest {
            [] | [b'\r'] => return Frame::Complete(lines.len()),
            [b'\n', after @ ..] | [b'\r', b'\n', after @ ..] => return Frame::Complete(lines.len() - after.len()),
            [next, after @ ..] if *next == delimiter => rest = after,
            _ => return Frame::Broken,
        }
    }
}

/// What comes after the quote that closes; two quotes are one that does not.
fn after_closing_quote(mut inside: &[u8]) -> Option<&[u8]> {
    loop {
        let after = from(inside, memchr::memchr(b'"', inside)? + 1);
        match after.strip_prefix(b"\"") {
            Some(rest) => inside = rest,
            None => return Some(after),
        }
    }
}

fn from(bytes: &[u8], place: usize) -> &[u8] {
    bytes.get(place..).unwrap_or_default()
}

//! Reads a large file in parts, side by side: what comes out is what one reader would have made who goes through all of it.
//!
//! Where in the middle of a CSV file a record begins cannot be known: a line may begin inside quotes. So each part supposes
//! that its first line begins a record. When the part before it is done, it is known where that one's last record ends; a part
//! that has supposed something else is read again from there.

use std::io;
use std::ops::Range;

use rayon::prelude::*;

use crate::csv::{CsvFile, PartOpener};
use crate::error::DataError;
use crate::parquet::GroupOpener;
use crate::rows::RowFile;

/// How large a part is: many for each thread, so that all have work to the end.
const PART_BYTES: u64 = 4 << 20;

/// The same for a file whose groups of rows are found without reading.
const PART_ROWS: u64 = 1 << 16;

/// What came out of one part.
pub(crate) struct Part<T> {
    pub made: T,
    /// How many lines of the file (of a file without lines: rows) come before those that this part has counted.
    pub lines_before: u64,
}

/// What came out of a range of a file.
struct Tried<T> {
    made: T,
    /// Where the last record ends.
    end: u64,
    lines: u64,
}

/// Goes through an open file; `read` makes something of the rows of each part. The parts are in the order of the file.
pub(crate) fn read<T: Send>(
    file: RowFile,
    read: impl Fn(&mut RowFile) -> Result<T, DataError> + Sync,
) -> Result<Vec<Part<T>>, DataError> {
    read_by(file, PART_BYTES, read)
}

fn read_by<T: Send>(
    mut file: RowFile,
    part_bytes: u64,
    read: impl Fn(&mut RowFile) -> Result<T, DataError> + Sync,
) -> Result<Vec<Part<T>>, DataError> {
    if let RowFile::Csv(csv) = &file {
        let path = csv.header().file.clone();
        let cannot = |source| DataError::read(&path, source);
        let ranges = csv.ranges(part_bytes).map_err(cannot)?;
        if ranges.len() > 1 {
            let opener = csv.opener();
            return side_by_side(&opener, &ranges, file.reached(), |part| {
                let mut part = RowFile::Csv(Box::new(part.map_err(cannot)?));
                let made = read(&mut part)?;
                let (end, lines) = part.reached();
                Ok(Tried { made, end, lines })
            });
        }
    }
    if let RowFile::Parquet(parquet) = &file {
        let (parts, opener) = (some_groups(&parquet.groups()), parquet.opener());
        if parts.len() > 1 {
            return group_by_group(&opener, &parts, read);
        }
    }
    Ok(vec![Part { made: read(&mut file)?, lines_before: 0 }])
}

/// Successive groups with enough rows together to be worth opening the file for, and how many rows come before them.
fn some_groups(rows: &[u64]) -> Vec<(Range<usize>, u64)> {
    let mut parts: Vec<(Range<usize>, u64)> = Vec::new();
    let (mut before, mut part_rows) = (0, PART_ROWS);
    for (number, rows) in rows.iter().enumerate() {
        match parts.last_mut() {
            Some((groups, _)) if part_rows < PART_ROWS => groups.end = number + 1,
            _ => {
                parts.push((number..number + 1, before));
                part_rows = 0;
            }
        }
        part_rows += rows;
        before += rows;
    }
    parts
}

fn group_by_group<T: Send>(
    opener: &GroupOpener,
    parts: &[(Range<usize>, u64)],
    read: impl Fn(&mut RowFile) -> Result<T, DataError> + Sync,
) -> Result<Vec<Part<T>>, DataError> {
    let made: Vec<Result<T, DataError>> =
        parts.par_iter().map(|(groups, _)| read(&mut RowFile::Parquet(Box::new(opener.groups(groups)?)))).collect();
    let parts = made.into_iter().zip(parts);
    parts.map(|(made, &(_, lines_before))| Ok(Part { made: made?, lines_before })).collect()
}

/// Begins at a place of the file, before which there are so many lines.
fn side_by_side<T: Send>(
    opener: &PartOpener,
    ranges: &[Range<u64>],
    (mut place, mut lines_before): (u64, u64),
    go_through: impl Fn(io::Result<CsvFile>) -> Result<Tried<T>, DataError> + Sync,
) -> Result<Vec<Part<T>>, DataError> {
    let first = ranges.first();
    let tried: Vec<(u64, Result<Tried<T>, DataError>)> = ranges
        .par_iter()
        .map(|range| {
            let part = if Some(range) == first { opener.part(range) } else { opener.part_from_line(range) };
            (part.as_ref().map_or(range.start, CsvFile::place), go_through(part))
        })
        .collect();
    let mut parts = Vec::with_capacity(ranges.len());
    for (range, (begin, tried)) in ranges.iter().zip(tried) {
        let done = if begin == place { tried? } else { go_through(opener.part(&(place..range.end)))? };
        parts.push(Part { made: done.made, lines_before });
        (place, lines_before) = (done.end, lines_before + done.lines);
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::format::Format;

    /// The line and the cells of each row, or that its quotes do not match.
    fn rows(path: &Path, part_bytes: u64) -> Vec<(u64, Vec<Vec<u8>>)> {
        let file = RowFile::open(path, &Format::default(), &[]).unwrap();
        let parts = read_by(file, part_bytes, |file| {
            let mut rows = Vec::new();
            while let Some(more) = file.next_rows()? {
                rows.extend(more.iter().map(|row| {
                    let cells =
                        row.cells.map(|cells| (0..cells.len()).map(|place| cells.get(place).to_vec()).collect());
                    (row.line, cells.unwrap_or_else(|bad| vec![bad.0.to_string().into_bytes()]))
                }));
            }
            Ok(rows)
        });
        let parts = parts.unwrap().into_iter();
        parts
            .flat_map(|part| part.made.into_iter().map(move |(line, cells)| (part.lines_before + line, cells)))
            .collect()
    }

    #[test]
    fn small_groups_are_read_together() {
        assert_eq!(some_groups(&[]), []);
        assert_eq!(
            some_groups(&[PART_ROWS, 1, PART_ROWS, 2]),
            [(0..1, 0), (1..3, PART_ROWS), (3..4, 2 * PART_ROWS + 1)]
        );
    }

    proptest! {
        #[test]
        fn parts_are_the_whole(
            lines in prop::collection::vec("(a|,|\"|\"\"|é|\r\n|\n|\"a,\n\"|\"\n){0,6}", 0..30),
            end in prop::sample::select(vec!["", "\n", "\r\n"]),
            mark in any::<bool>(),
            part_bytes in 1_u64..60,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("rows.csv");
            let mark = if mark { "\u{FEFF}" } else { "" };
            fs::write(&path, format!("{mark}x,y\n{}{end}", lines.join("\n"))).unwrap();
            prop_assert_eq!(rows(&path, part_bytes), rows(&path, u64::MAX));
        }
    }
}

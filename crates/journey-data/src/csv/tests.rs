//! What the `csv` crate writes is read back; the rest is said here.

use std::fmt::Write as _;
use std::io::Cursor;

use proptest::prelude::*;

use super::*;

/// One line of text per record: its line number and cells.
fn read(text: &[u8]) -> Vec<String> {
    let source = Box::new(Cursor::new(text.to_vec()));
    let mut file = CsvFile::new(Path::new("test.csv"), source, &Format::default()).unwrap();
    let mut rows = vec![file.header().names.join("|")];
    while let Some(more) = file.next_rows().unwrap() {
        rows.extend(more.iter().map(|row| match row.cells {
            Ok(cells) => {
                let cells: Vec<_> = (0..cells.len()).map(|place| String::from_utf8_lossy(cells.get(place))).collect();
                format!("{}: {}", row.line, cells.join("|"))
            }
            Err(_) => format!("{}: bad quotes", row.line),
        }));
    }
    rows
}

#[test]
fn lines_end_as_they_like() {
    assert_eq!(read(b"a,b\n1,2\n\n3,4"), ["a|b", "2: 1|2", "4: 3|4"]);
    assert_eq!(
        read(b"a,b\r\n1,2\r\n\"3\",\"4\"\r\n5,\"6\"\r\n\"7\",8\r\n"),
        ["a|b", "2: 1|2", "3: 3|4", "4: 5|6", "5: 7|8"]
    );
    assert_eq!(read(b"\xEF\xBB\xBFa;b\n1;2,5\n"), ["a|b", "2: 1|2,5"]);
    assert_eq!(read(b"a\tb\n1\t\n"), ["a|b", "2: 1|"]);
}

#[test]
fn quotes_hold_delimiters_quotes_and_line_ends() {
    assert_eq!(
        read(b"a,b\n\"1,5\",\"say \"\"x\"\"\"\n\"two\nlines\",3\n4,5\n"),
        ["a|b", "2: 1,5|say \"x\"", "3: two\nlines|3", "5: 4|5"]
    );
    assert_eq!(read(b"a,b\n5\" screen,x\n"), ["a|b", "2: 5\" screen|x"]);
    assert_eq!(read(b"a,b\n\"\",\"\"\n,\n"), ["a|b", "2: |", "3: |"]);
}

#[test]
fn a_carriage_return_within_a_line_is_part_of_its_cell() {
    assert_eq!(read(b"a,b\n1\r2,3\n4,5\n"), ["a|b", "2: 1\r2|3", "3: 4|5"]);
}

#[test]
fn records_may_be_wide_and_of_different_widths() {
    let wide = "x,".repeat(1000);
    let rows = read(format!("a,b\n{wide}\n1\n\"{wide}\"\n").as_bytes());
    assert_eq!(rows[1], format!("2: {}", wide.replace(',', "|")));
    assert_eq!(rows[2..], ["3: 1".to_owned(), format!("4: {wide}")]);
}

#[test]
fn quotes_that_do_not_match_spoil_one_line() {
    assert_eq!(read(b"a,b\n\"1,2\n3,4\n5,6\n"), ["a|b", "2: bad quotes", "3: 3|4", "4: 5|6"]);
    assert_eq!(read(b"a,b\n\"1,2\n3,4\n\"5\",6\n"), ["a|b", "2: bad quotes", "3: 3|4", "4: 5|6"]);
    assert_eq!(read(b"a,b\n\"1\"x,2\n3,4\n"), ["a|b", "2: bad quotes", "3: 3|4"]);
    let mut long = b"a,b\n\"1,2\n".to_vec();
    long.extend(b"3,4\n".repeat(RECORD_BYTES_MAX));
    assert_eq!(read(&long).len(), RECORD_BYTES_MAX + 2);
}

#[test]
fn headers_that_cannot_be_used_are_named() {
    let problem = |text: &[u8]| {
        let file = CsvFile::new(Path::new("test.csv"), Box::new(Cursor::new(text.to_vec())), &Format::default());
        file.err().unwrap().to_string()
    };
    assert_eq!(problem(b""), "the header of `test.csv` is missing: the file is empty");
    assert_eq!(problem(b"\xFF\xFEa\0"), "the header of `test.csv` is in UTF-16");
    assert_eq!(problem(b"a,\xE9\n"), "the header of `test.csv` is not UTF-8");
    assert_eq!(problem(b"a,\"b\n"), "the header of `test.csv` has quotes that do not match");
}

/// Gives one byte at a time: every record crosses a block.
struct Trickle(Cursor<Vec<u8>>);

impl Read for Trickle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(1);
        self.0.read(&mut buffer[..length])
    }
}

#[test]
fn rows_cross_blocks_and_stretches() {
    for end in ["\n", "\r\n"] {
        let mut text = format!("x,y{end}");
        let mut expected = vec!["x|y".to_owned()];
        for row in 0..60_000 {
            let long = "é".repeat(row % 7 + if row % 20_000 == 0 { 20_000 } else { 0 });
            let (written, read) =
                if row % 997 == 3 { (format!("\"{long},\""), format!("{long},")) } else { (long.clone(), long) };
            write!(text, "{row},{written}{end}").unwrap();
            expected.push(format!("{}: {row}|{read}", row + 2));
        }
        assert!(text.len() > 600_000);
        assert_eq!(read(text.as_bytes()), expected);
    }
}

proptest! {
    #[test]
    fn what_the_csv_crate_writes_is_read(
        rows in prop::collection::vec(prop::collection::vec("[ab\",;\n\r é]{0,6}", 3), 0..20),
    ) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["x", "y", "z"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let mut file = CsvFile::new(Path::new("test.csv"), Box::new(Trickle(Cursor::new(bytes))), &Format::default()).unwrap();
        let mut found = Vec::new();
        while let Some(more) = file.next_rows().unwrap() {
            found.extend(more.iter().map(|row| {
                let cells = row.cells.ok().unwrap();
                (0..cells.len()).map(|place| String::from_utf8(cells.get(place).to_vec()).unwrap()).collect::<Vec<_>>()
            }));
        }
        prop_assert_eq!(found, rows);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(prop::sample::select(b"a,\"\n\r\xFF".to_vec()), 0..60)) {
        let lines = bytes.split(|&byte| byte == b'\n').count() as u64;
        if let Ok(mut file) = CsvFile::new(Path::new("test.csv"), Box::new(Cursor::new(bytes)), &Format::default()) {
            let mut last = 0;
            while let Some(rows) = file.next_rows().unwrap() {
                for row in rows.iter() {
                    prop_assert!(row.line > last && row.line <= lines);
                    last = row.line;
                }
            }
        }
    }
}

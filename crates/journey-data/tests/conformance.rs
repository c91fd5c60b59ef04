//! The same rows are the same customers and the same bad rows, in whatever format they come.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and makes files")]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use common::parquet::{Column, Values, parquet};
use flate2::Compression;
use flate2::write::GzEncoder;
use journey_data::{Options, Places};
use journey_ir::time::{Moment, parse_moment};
use parquet::basic::{Compression as Packing, LogicalType, TimeUnit, ZstdLevel};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::{Map, Number, Value};

/// The cases of `bad_data` whose rows have as many cells as their headers, or are passed over here.
const CASES: [&str; 7] = [
    "every-reason-is-counted-with-its-first-lines",
    "contacts-of-the-past-count-when-they-were-sent-before-the-run",
    "a-customer-may-have-several-ids",
    "several-kinds-in-one-file",
    "rows-of-one-instant-keep-the-order-of-the-manifest",
    "wall-times-are-in-the-customers-zone",
    "words-for-yes-and-no-come-from-the-manifest",
];

/// How a format is called, and what becomes of a CSV file in it.
type Format = (&'static str, fn(&[u8]) -> Vec<u8>);

const FORMATS: [Format; 10] = [
    ("csv", <[u8]>::to_vec),
    ("csv.gz", gzip),
    ("csv.zst", zstd),
    ("jsonl", json_lines),
    ("jsonl.gz", |csv| gzip(&json_lines(csv))),
    ("jsonl.zst", |csv| zstd(&json_lines(csv))),
    ("parquet", |csv| parquet(&columns(csv, text), Packing::SNAPPY)),
    ("parquet", |csv| parquet(&columns(csv, typed), Packing::ZSTD(ZstdLevel::default()))),
    ("parquet.gz", |csv| gzip(&parquet(&columns(csv, typed), Packing::UNCOMPRESSED))),
    ("parquet.zst", |csv| zstd(&parquet(&columns(csv, typed), Packing::LZ4_RAW))),
];

#[test]
fn formats_change_nothing() {
    for case in CASES {
        let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_data").join(case);
        let expected = report(&case, FORMATS.first().unwrap());
        assert!(expected.contains("optin=yes"), "{expected}");
        for format in &FORMATS {
            assert_eq!(report(&case, format), expected, "{} in {}", case.display(), format.0);
        }
    }
}

/// What is read of a case's files in another format, with names and line numbers as in CSV.
fn report(case: &Path, (end, convert): &Format) -> String {
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(case).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "journey.yaml" {
            let manifest = fs::read_to_string(&path).unwrap().replace(".csv", &format!(".{end}"));
            fs::write(folder.path().join(name), manifest).unwrap();
        } else if let Some(stem) = name.strip_suffix(".csv") {
            let bytes = convert(&whole_rows(&fs::read(&path).unwrap()));
            fs::write(folder.path().join(format!("{stem}.{end}")), bytes).unwrap();
        }
    }
    let dataset = common::read(folder.path(), Options::default()).unwrap();
    let files: Vec<_> = dataset.files().iter().map(|file| (file.rows, file.bad)).collect();
    let bad_rows = dataset.bad_rows().groups().iter().map(|group| {
        let mut group = group.clone();
        group.file = group.file.replace(&format!(".{end}"), ".csv");
        if group.places == Places::Rows {
            // The header is no row.
            group.lines.iter_mut().for_each(|line| *line += 1);
            group.places = Places::Lines;
        }
        group.to_string()
    });
    let bad_rows = bad_rows.collect::<Vec<_>>().join("\n");
    format!("{files:?}\n{bad_rows}\n{}", common::story(&dataset))
}

/// The columns of a CSV file, each as `make` has it from its cells.
fn columns(csv: &[u8], make: fn(&[&str]) -> (Option<LogicalType>, Values)) -> Vec<Column> {
    let mut reader = csv::Reader::from_reader(csv);
    let names = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column = |(place, name): (usize, &str)| {
        let cells: Vec<&str> = rows.iter().map(|row| row.get(place).unwrap()).collect();
        let (logical, values) = make(&cells);
        Column { name: name.to_owned(), logical, values }
    };
    names.iter().enumerate().map(column).collect()
}

/// Texts; an empty one is missing, or empty.
fn text(cells: &[&str]) -> (Option<LogicalType>, Values) {
    let cell = |(number, cell): (usize, &&str)| (number % 2 == 1 || !cell.is_empty()).then(|| cell.as_bytes().to_vec());
    (Some(LogicalType::String), Values::Bytes(cells.iter().enumerate().map(cell).collect()))
}

/// The narrowest type that all cells of a column have.
fn typed(cells: &[&str]) -> (Option<LogicalType>, Values) {
    fn all<T>(cells: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<Vec<Option<T>>> {
        let values = cells.iter().map(|cell| if cell.is_empty() { Some(None) } else { read(cell).map(Some) });
        values.collect::<Option<Vec<_>>>().filter(|values| values.iter().any(Option::is_some))
    }
    let moment = |cell: &str| parse_moment(cell);
    if let Some(values) = all(cells, |cell| cell.parse::<bool>().ok()) {
        (None, Values::Boolean(values))
    } else if let Some(values) = all(cells, |cell| cell.parse::<i64>().ok().filter(|number| number.to_string() == cell))
    {
        (None, Values::Long(values))
    } else if let Some(values) = all(cells, |cell| cell.parse::<f64>().ok()) {
        (None, Values::Double(values))
    } else if let Some(values) = all(cells, |cell| match moment(cell)? {
        Moment::Date(date) => Some(date.0),
        _ => None,
    }) {
        (Some(LogicalType::Date), Values::Int(values))
    } else if let Some(values) = all(cells, |cell| match moment(cell)? {
        Moment::Local(wall) => Some(wall.seconds() * 1_000 + 999),
        _ => None,
    }) {
        (Some(LogicalType::timestamp(false, TimeUnit::MILLIS)), Values::Long(values))
    } else if let Some(values) = all(cells, |cell| match moment(cell)? {
        Moment::Instant(instant) => Some(instant.0 * 1_000_000 + 999_999),
        _ => None,
    }) {
        (Some(LogicalType::timestamp(true, TimeUnit::MICROS)), Values::Long(values))
    } else {
        text(cells)
    }
}

/// Without rows that have more or less cells than the header: in an object nothing is out of place.
fn whole_rows(csv: &[u8]) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let width = rows.first().unwrap().len();
    rows.iter().filter(|row| row.len() == width).for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

/// An object for each row. The header's line is left empty, so that rows are on the same lines.
fn json_lines(csv: &[u8]) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(csv);
    let columns = reader.headers().unwrap().clone();
    let mut lines = b"\n".to_vec();
    for (number, row) in reader.records().enumerate() {
        let row = row.unwrap();
        let mut object = Map::new();
        for (column, cell) in columns.iter().zip(&row) {
            let value = match cell {
                // A missing value is null, or not there at all.
                "" if number % 2 == 1 => continue,
                "" => Value::Null,
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => match serde_json::from_str::<Number>(cell) {
                    Ok(number) if number.to_string() == cell => Value::Number(number),
                    _ => Value::String(cell.to_owned()),
                },
            };
            object.insert(column.to_owned(), value);
        }
        serde_json::to_writer(&mut lines, &object).unwrap();
        lines.push(b'\n');
    }
    lines
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

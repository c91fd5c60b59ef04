//! The formats of data, in and out: the same customers and the same contacts in each.
#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "the tests make files and run the command on them, and may fail"
)]

#[allow(dead_code, reason = "only its texts are used here")]
#[path = "../../journey-data/tests/common/parquet.rs"]
mod parquet_file;
#[allow(dead_code, reason = "the other suites use the rest")]
mod support;

use parquet::basic::{Compression, LogicalType};
use parquet_file::{Column, Values, parquet};
use serde_json::Value;
use support::Folder;

const DATA: [&str; 3] = ["customers", "joined", "purchases"];

#[test]
fn data_in_parquet_and_json_lines_gives_the_same_bytes_as_in_csv() {
    let club = Folder::club();
    assert_eq!(club.journey(&["simulate", "--out", "csv", "-q"]).code, 0);
    for name in DATA {
        let csv = club.read(&format!("data/{name}.csv"));
        club.write(&format!("data/{name}.parquet"), in_parquet(&csv));
        club.write(&format!("data/{name}.jsonl"), in_json_lines(&csv));
    }
    let manifest = club.read("journey.yaml");
    for format in ["parquet", "jsonl"] {
        club.write("journey.yaml", manifest.replace(".csv", &format!(".{format}")));
        let done = club.journey(&["simulate", "--out", format, "--deny", "bad-rows"]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        for file in ["contacts.csv", "enrolments.csv", "refusals.csv", "summary.json"] {
            assert_eq!(
                club.read(&format!("{format}/{file}")),
                club.read(&format!("csv/{file}")),
                "{file} from {format}"
            );
        }
    }
    club.write("data/purchases.parquet", "no Parquet at all");
    club.write("journey.yaml", manifest.replace(".csv", ".parquet"));
    let done = club.journey(&["simulate", "--out", "broken"]);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    assert!(done.stderr.contains("data/purchases.parquet"), "{}", done.stderr);
    assert!(!club.path("broken").exists());
}

/// What one run writes the next one reads as its past, in every format.
#[test]
fn contacts_that_were_written_in_any_format_are_read_back_as_the_same_past() {
    let club = Folder::club();
    // So long that what the first run has sent holds back what the second would send.
    club.replace("club.journey", "1 commercial per 7 days", "1 commercial per 60 days");
    club.replace("data/purchases.csv", "49.99", "59.99");
    let manifest = club.read("journey.yaml");
    let mut results: Vec<(String, String)> = Vec::new();
    for format in ["csv", "jsonl", "parquet"] {
        let earlier = format!("earlier-{format}");
        let first =
            club.journey(&["simulate", "--until", "2025-02-05", "--out", &earlier, "--contacts-format", format, "-q"]);
        assert_eq!((first.code, first.stderr.as_str()), (0, ""));
        assert_eq!(
            club.list(&earlier),
            [&*format!("contacts.{format}"), "enrolments.csv", "refusals.csv", "summary.json"]
        );
        let past = format!("data:\n  contacts: [{{path: {earlier}/contacts.{format}}}]\n");
        club.write("journey.yaml", manifest.replace("data:\n", &past));
        let next = club.journey(&["simulate", "--from", "2025-02-05", "--out", "next", "--deny", "bad-rows", "-q"]);
        assert_eq!((next.code, next.stderr.as_str()), (0, ""));
        results.push((format.to_owned(), club.read("next/contacts.csv")));
        club.write("journey.yaml", manifest.as_str());
    }
    let (_, expected) = &results[0];
    insta::assert_snapshot!("the_next_run_knows_the_past", expected);
    for (format, contacts) in &results {
        assert_eq!(contacts, expected, "with the past in {format}");
    }
}

#[test]
fn contacts_as_json_lines_say_what_the_csv_says() {
    let club = Folder::club();
    for format in ["csv", "jsonl"] {
        let done =
            club.journey(&["simulate", "--out", "out", "--write", "contacts", "--contacts-format", format, "-q"]);
        assert_eq!(done.code, 0, "{}", done.stderr);
    }
    let csv = club.read("out/contacts.csv");
    let mut rows = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let lines = club.read("out/contacts.jsonl");
    let objects: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), rows.clone().count());
    for (row, object) in rows.zip(&objects) {
        for (column, cell) in header.iter().zip(row) {
            let value = match &object[*column] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(value, cell, "{column} of {object}");
        }
    }
    insta::assert_snapshot!("contacts_as_json_lines", lines.lines().next().unwrap());
    let unknown = club.journey(&["simulate", "--out", "out", "--contacts-format", "xlsx"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("csv, jsonl, parquet"), "{}", unknown.stderr);
}

/// The columns of a CSV file without quotes; empty cells are missing values.
fn columns(csv: &str) -> Vec<(String, Vec<Option<String>>)> {
    let mut lines = csv.lines();
    let header = lines.next().unwrap().split(',');
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let column =
        |place: usize| rows.iter().map(|row| Some(row[place].to_owned()).filter(|cell| !cell.is_empty())).collect();
    header.enumerate().map(|(place, name)| (name.to_owned(), column(place))).collect()
}

fn in_parquet(csv: &str) -> Vec<u8> {
    let column = |(name, cells): (String, Vec<Option<String>>)| {
        let cells = cells.into_iter().map(|cell| cell.map(String::into_bytes)).collect();
        Column { name, logical: Some(LogicalType::String), values: Values::Bytes(cells) }
    };
    parquet(&columns(csv).into_iter().map(column).collect::<Vec<_>>(), Compression::SNAPPY)
}

fn in_json_lines(csv: &str) -> String {
    let columns = columns(csv);
    let rows = columns.first().map_or(0, |(_, cells)| cells.len());
    let object = |row: usize| {
        let cells = columns.iter().filter_map(|(name, cells)| Some((name.clone(), Value::from(cells[row].clone()?))));
        format!("{}\n", Value::Object(cells.collect()))
    };
    (0..rows).map(object).collect()
}

//! What is special about Parquet files: the types of their columns, and files that are none.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail, and makes files"
)]

mod common;

use std::fs;
use std::path::Path;

use common::parquet::{Column, Values, parquet};
use journey_data::{DataError, Options};
use parquet::basic::{Compression, LogicalType, TimeUnit};
use parquet::data_type::Int96;
use proptest::prelude::*;
use tempfile::TempDir;

const MANIFEST: &str = "
programme: test
data:
  customers: {path: customers.csv}
  events: [{event: purchase, path: purchases.parquet, columns: {note: }}]
";
const CUSTOMERS: &str = "id,name,joined,tier,points,spend,optin,zone,preferred,seen\n\
                         1,,,none,,,yes,,,\n2,,,none,,,yes,America/New_York,,\n";

fn folder(purchases: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("journey.yaml"), MANIFEST).unwrap();
    fs::write(folder.path().join("customers.csv"), CUSTOMERS).unwrap();
    fs::write(folder.path().join("purchases.parquet"), purchases).unwrap();
    folder
}

fn column(name: &str, logical: Option<LogicalType>, values: Values) -> Column {
    Column { name: name.into(), logical, values }
}

fn texts(name: &str, texts: &[&str]) -> Column {
    let bytes = texts.iter().map(|text| Some(text.as_bytes().to_vec())).collect();
    column(name, Some(LogicalType::String), Values::Bytes(bytes))
}

/// Two purchases, one of each customer, with these instants and amounts.
fn purchases(at: Column, amount: Column) -> Vec<u8> {
    let customers = column("customer", None, Values::Long(vec![Some(1), Some(2)]));
    parquet(&[customers, at, amount, texts("place", &["web", "store"])], Compression::SNAPPY)
}

fn story(folder: &Path) -> String {
    let dataset = common::read(folder, Options::default()).unwrap();
    format!("{}{}", dataset.bad_rows(), common::story(&dataset))
}

fn with_instants(logical: Option<LogicalType>, values: Values) -> String {
    let amount = texts("amount", &["1", "2"]);
    story(folder(&purchases(column("at", logical, values), amount)).path())
}

fn with_amounts(logical: Option<LogicalType>, values: Values) -> String {
    let at = texts("at", &["2026-01-31", "2026-01-31"]);
    story(folder(&purchases(at, column("amount", logical, values))).path())
}

/// Half a second past nine in UTC.
const NINE: i64 = 1_769_850_000;

#[test]
fn timestamps_are_instants_or_what_clocks_show() {
    let both = |factor: i64| Values::Long(vec![Some(NINE * factor + factor / 2); 2]);
    for (unit, factor) in [(TimeUnit::MILLIS, 1_000), (TimeUnit::MICROS, 1_000_000), (TimeUnit::NANOS, 1_000_000_000)] {
        let instants = with_instants(Some(LogicalType::timestamp(true, unit)), both(factor));
        assert_eq!(instants.matches("2026-01-31T10:00:00+01:00 purchase").count(), 2, "{instants}");
        let local = with_instants(Some(LogicalType::timestamp(false, unit)), both(factor));
        assert!(local.contains("2026-01-31T09:00:00+01:00 purchase amount=1 "), "{local}");
        assert!(local.contains("2026-01-31T15:00:00+01:00 purchase amount=2 "), "{local}");
    }
    let mut old = Int96::new();
    let nanoseconds = 32_400_500_000_000_u64;
    let [low, high] = [nanoseconds % (1 << 32), nanoseconds >> 32].map(|half| u32::try_from(half).unwrap());
    old.set_data(low, high, 2_461_072);
    let old = with_instants(None, Values::Old(vec![Some(old), Some(old)]));
    assert_eq!(old.matches("2026-01-31T10:00:00").count(), 2, "{old}");
    let dates = with_instants(Some(LogicalType::Date), Values::Int(vec![Some(20_484), Some(-1_000_000)]));
    insta::assert_snapshot!(dates, @r"
    purchases.parquet: 1 row left out: `at` is not between the years 1800 and 2200: `0001-01-01` (row 2)
    1: tier=none optin=yes
      2026-01-31T00:00:00+01:00 purchase amount=1 place=web note=
    2: tier=none optin=yes zone=America/New_York
    ");
}

#[test]
fn amounts_come_as_any_kind_of_number() {
    let places = Some(LogicalType::decimal(2, 9));
    let big = |number: i128| Some(number.to_be_bytes().to_vec());
    for story in [
        with_amounts(None, Values::Double(vec![Some(19.9), Some(-0.1 - 0.2)])),
        with_amounts(None, Values::Float(vec![Some(19.9), Some(-0.3)])),
        with_amounts(places.clone(), Values::Int(vec![Some(1990), Some(-30)])),
        with_amounts(Some(LogicalType::decimal(2, 18)), Values::Long(vec![Some(1990), Some(-30)])),
        with_amounts(places, Values::Bytes(vec![Some(vec![0x07, 0xC6]), Some(vec![0xE2])])),
        with_amounts(
            Some(LogicalType::decimal(20, 38)),
            Values::Fixed(16, vec![big(1_990 * 10_i128.pow(18)), big(-3 * 10_i128.pow(19))]),
        ),
    ] {
        assert!(story.contains("amount=19.9 ") && story.contains("amount=-0.3 "), "{story}");
    }
    let story = with_amounts(None, Values::Double(vec![Some(f64::NAN), None]));
    insta::assert_snapshot!(story, @r"
    purchases.parquet: 1 row left out: `amount` is not a decimal number such as 12.50: `NaN` (row 1)
    purchases.parquet: 1 row left out: `amount` is empty, and may not be missing (row 2)
    1: tier=none optin=yes
    2: tier=none optin=yes zone=America/New_York
    ");
}

#[test]
fn columns_that_are_no_values_are_named() {
    let interval = column("amount", Some(LogicalType::Float16), Values::Fixed(2, vec![Some(vec![0, 0]); 2]));
    let files = folder(&purchases(texts("at", &["2026-01-31"; 2]), interval));
    let error = common::read(files.path(), Options::default()).unwrap_err();
    assert!(
        error.to_string().ends_with("purchases.parquet` says that `amount` is of a type that is not read"),
        "{error}"
    );
    let missing = parquet(&[texts("customer", &["1"]), texts("date", &["2026-01-31"])], Compression::SNAPPY);
    let error = common::read(folder(&missing).path(), Options::default()).unwrap_err();
    assert!(matches!(&error, DataError::NoColumn { column, .. } if column == "at"), "{error}");
}

#[test]
fn rows_are_many() {
    let count = 10_000;
    let numbers = |divisor: i64| Values::Long((0..count).map(|n| Some(n / divisor)).collect());
    let file = parquet(
        &[
            column("customer", None, Values::Long((0..count).map(|n| Some(1 + n % 2)).collect())),
            column("amount", None, numbers(7)),
            column("place", None, Values::Bytes((0..count).map(|n| (n % 5 > 0).then(|| b"web".to_vec())).collect())),
            column("at", Some(LogicalType::timestamp(true, TimeUnit::MILLIS)), numbers(1)),
        ],
        Compression::SNAPPY,
    );
    let dataset = common::read(folder(&file).path(), Options::default()).unwrap();
    assert_eq!((dataset.files()[1].rows, dataset.files()[1].bad, dataset.entry_count()), (10_000, 2_000, 8_000));
    assert_eq!(dataset.bad_rows().groups()[0].lines, [1, 6, 11, 16, 21]);
}

#[test]
fn a_file_that_is_cut_off_is_an_error() {
    let whole = purchases(texts("at", &["2026-01-31"; 2]), texts("amount", &["1"; 2]));
    for end in [0, 3, 4, 100, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        let error = common::read(folder(&whole[..end]).path(), Options::default()).unwrap_err();
        assert_eq!(error.help().unwrap(), "the file is cut off or damaged: copy it again", "{error}");
        assert!(error.to_string().contains("purchases.parquet"), "{error}");
    }
    let error = common::read(folder(b"customer,at,amount\n1,2026-01-31,5\n").path(), Options::default()).unwrap_err();
    insta::assert_snapshot!(error.to_string().rsplit_once('/').unwrap().1, @"purchases.parquet`: Parquet error: Invalid Parquet file. Corrupt footer");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_damage_is_survived(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = purchases(
            column("at", Some(LogicalType::timestamp(false, TimeUnit::MICROS)), Values::Long(vec![Some(NINE); 2])),
            column("amount", None, Values::Double(vec![Some(19.9), None])),
        );
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        // Read, or refused with its name.
        if let Err(error) = common::read(folder(&bytes).path(), Options::default()) {
            prop_assert!(error.to_string().contains("purchases.parquet"), "{}", error);
        }
    }
}

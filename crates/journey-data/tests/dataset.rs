//! What is read does not depend on how it is packed or in which order it lies.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail, and makes files"
)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use journey_data::{
    DataError, Dataset, Manifest, Options, SourceFile, find_programme, journey_files, read_source, source_files,
};
use journey_ir::expression::Expression;
use journey_ir::table::EventId;
use journey_ir::value::Value;
use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use tempfile::TempDir;

const MANIFEST: &str = "
programme: test
data:
  customers: {path: customers.csv}
  events:
    - {event: visit, path: visits.csv}
    - {event: purchase, path: \"purchases-*.csv\"}
  changes: [{path: changes.csv}]
  contacts: [{path: contacts.csv, columns: {outcome: }}]
";
const CUSTOMERS: &str = "id,name,joined,tier,points,spend,optin,zone,preferred,seen\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn story(folder: &Path) -> String {
    let dataset = common::read(folder, Options::default()).unwrap();
    assert_eq!(dataset.bad_rows().to_string(), "");
    common::story(&dataset)
}

/// One row of any of the files: its customer, its instant, and what it says.
#[derive(Clone, Debug)]
struct Row {
    customer: usize,
    second: u32,
    what: usize,
}

fn any_row() -> impl Strategy<Value = Row> {
    (0..6_usize, 0..200_000_u32, 0..6_usize).prop_map(|(customer, second, what)| Row { customer, second, what })
}

/// The files with these rows, which are at different instants so that their order within a file says nothing.
fn files_of(rows: &[Row]) -> Vec<(&'static str, String)> {
    let mut customers = CUSTOMERS.to_owned();
    for id in 0..6 {
        writeln!(customers, "c{id},n{id},,none,{id},,yes,,,").unwrap();
    }
    let mut files = vec![
        ("journey.yaml", MANIFEST.to_owned()),
        ("customers.csv", customers),
        ("visits.csv", "customer,at\n".to_owned()),
        ("purchases-1.csv", "customer,at,amount,place,note\n".to_owned()),
        ("purchases-2.csv", "customer,note,place,amount,at\n".to_owned()),
        ("changes.csv", "customer,at,attribute,value\n".to_owned()),
        ("contacts.csv", "at,customer,purpose,journey,message,channel\n".to_owned()),
    ];
    for row in rows {
        let Row { customer, second, what } = *row;
        let at = format!(
            "2026-01-{:02} {:02}:{:02}:{:02}",
            1 + second / 86_400,
            second / 3600 % 24,
            second / 60 % 60,
            second % 60
        );
        let (file, line) = match what {
            0 => (2, format!("c{customer},{at}\n")),
            1 => (3, format!("c{customer},{at},{second}.5,web,\"note, {second}\"\n")),
            2 => (4, format!("c{customer},,store,{second},{at}\n")),
            3 => (5, format!("c{customer},{at},points,{second}\n")),
            4 => (6, format!("{at},c{customer},service,relance,reminder,sms\n")),
            _ => (5, format!("c{customer},{at},name,\"name {second}\"\n")),
        };
        files[file].1.push_str(&line);
    }
    files
}

fn write(files: &[(&'static str, String)]) -> TempDir {
    folder(&files.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>())
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &str) -> Vec<u8> {
    compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rows_come_in_any_order(
        (rows, shuffled) in prop::collection::vec(any_row(), 0..40).prop_flat_map(|rows| {
            let mut instants = std::collections::BTreeSet::new();
            let rows: Vec<Row> = rows.into_iter().filter(|row| instants.insert(row.second)).collect();
            (Just(rows.clone()), Just(rows).prop_shuffle())
        }),
    ) {
        let (one, other) = (write(&files_of(&rows)), write(&files_of(&shuffled)));
        let story = story(one.path());
        prop_assert_eq!(&story, &self::story(other.path()));
        // Naively: every customer's lines, sorted by instant.
        let mut expected: Vec<(usize, u32)> = rows.iter().map(|row| (row.customer, row.second)).collect();
        expected.sort_unstable();
        let dataset = common::read(one.path(), Options::default()).unwrap();
        prop_assert_eq!(dataset.entry_count(), rows.len());
        let start = journey_ir::time::Date::parse("2026-01-01").unwrap();
        let start = common::program().zone.table().midnight(start).0;
        let found: Vec<(usize, u32)> = common::customers(&dataset).iter().enumerate().flat_map(|(index, customer)| {
            customer.entries.iter().map(move |entry| (index, u32::try_from(entry.at.0 - start).unwrap())).collect::<Vec<_>>()
        }).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn compressed_files_are_the_same(rows in prop::collection::vec(any_row(), 0..40)) {
        let plain = write(&files_of(&rows));
        let files = files_of(&rows);
        for (end, pack) in [("gz", gzip as fn(&str) -> Vec<u8>), ("zst", zstd)] {
            let packed = folder(&[("journey.yaml", &MANIFEST.replace(".csv", &format!(".csv.{end}")))]);
            for (name, text) in &files[1..] {
                fs::write(packed.path().join(format!("{name}.{end}")), pack(text)).unwrap();
            }
            prop_assert_eq!(story(plain.path()), story(packed.path()));
        }
    }
}

#[test]
fn threads_change_nothing() {
    let rows: Vec<Row> = (0..2000)
        .map(|n| Row { customer: n * 7 % 6, second: u32::try_from(n * 7919 % 5000).unwrap(), what: n % 6 })
        .collect();
    let files = write(&files_of(&rows));
    let story_with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| story(files.path()))
    };
    assert_eq!(story_with(1), story_with(4));
}

#[test]
fn a_cut_off_archive_is_an_error() {
    for (name, bytes) in
        [("customers.csv.gz", gzip(&CUSTOMERS.repeat(1000))), ("customers.csv.zst", zstd(&CUSTOMERS.repeat(1000)))]
    {
        let files = folder(&[("journey.yaml", &format!("programme: test\ndata: {{customers: {{path: {name}}}}}"))]);
        fs::write(files.path().join(name), &bytes[..bytes.len() / 2]).unwrap();
        let error = common::read(files.path(), Options::default()).unwrap_err();
        assert_eq!(error.help().unwrap(), "the file is cut off or damaged: copy it again");
    }
}

#[test]
fn bad_rows_are_fatal_when_asked() {
    let text = format!("{CUSTOMERS}a,,,none,,,maybe,,,\n");
    let files = folder(&[
        ("journey.yaml", "programme: test\ndata: {customers: {path: customers.csv}}"),
        ("customers.csv", &text),
    ]);
    let error = common::read(files.path(), Options { deny_bad_rows: true, ..Options::default() }).unwrap_err();
    assert_eq!(error.to_string(), "1 bad row in the data, and `--deny bad-rows` allows none");
    assert!(matches!(error, DataError::BadRows(rows) if rows.groups().len() == 1));
    assert_eq!(common::read(files.path(), Options::default()).unwrap().bad_rows().total(), 1);
}

#[test]
fn rows_of_events_that_nobody_hears_may_be_bad_and_are_not_kept() {
    let customers = format!("{CUSTOMERS}a,,,none,,,yes,,,\n");
    let files = folder(&[
        (
            "journey.yaml",
            "programme: test\ndata: {customers: {path: customers.csv}, events: [{event_column: kind, path: events.csv}]}",
        ),
        ("customers.csv", &customers),
        (
            "events.csv",
            "customer,at,kind,amount,place,note\na,2026-01-01,purchase,1,web,\na,2026-01-02,visit,,,\na,2026-01-03,purchase,x,web,\n",
        ),
    ]);
    let all = common::read(files.path(), Options::default()).unwrap();
    let unheard = [EventId(1)];
    let heard = common::read(files.path(), Options { unheard: &unheard, ..Options::default() }).unwrap();
    assert_eq!((all.entry_count(), heard.entry_count()), (2, 1));
    assert_eq!(all.bad_rows().to_string(), heard.bad_rows().to_string());
    assert_eq!((heard.bad_rows().total(), heard.files()[1].rows), (1, 3));
}

#[test]
fn a_programme_is_found_from_below() {
    let files = folder(&[
        ("journey.yaml", "programme: club\nsimulate: {from: 2026-01-01, until: \"2027-01-01 09:00\"}"),
        ("b.journey", "# b"),
        ("a/z.journey", "# z"),
        ("a/.hidden/x.journey", ""),
        ("a/other/journey.yaml", "programme: other"),
        ("a/other/y.journey", ""),
        ("a/notes.txt", ""),
        ("a/latin.journey", "# ok\n"),
    ]);
    let found = find_programme(&files.path().join("a")).unwrap();
    assert_eq!(found, fs::canonicalize(files.path()).unwrap());
    assert_eq!(find_programme(files.path()).unwrap(), PathBuf::from(files.path()));
    let names: Vec<String> = journey_files(&found).unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a/latin.journey", "a/z.journey", "b.journey"]);
    fs::write(found.join("a/latin.journey"), b"# ok\n# \xE9t\xE9\n").unwrap();
    let error = read_source(&found.join("a/latin.journey")).unwrap_err();
    assert!(error.to_string().ends_with("latin.journey:2: the text is not UTF-8"), "{error}");
    let manifest = Manifest::read(&found).unwrap();
    assert_eq!((manifest.salt.as_str(), manifest.data), ("club", None));
    assert!(manifest.simulate.from.is_some() && manifest.simulate.until.is_some());
}

#[test]
fn files_of_other_folders_join_a_programme() {
    let files = folder(&[
        ("programmes/club/journey.yaml", "programme: club\ninclude: [../group, ../../law]"),
        ("programmes/club/a.journey", ""),
        ("programmes/group/z.journey", ""),
        ("programmes/group/deep/b.journey", ""),
        ("programmes/group/other/journey.yaml", "programme: other"),
        ("programmes/group/other/c.journey", ""),
        ("law/france.journey", ""),
        ("empty/note.txt", ""),
    ]);
    let club = files.path().join("programmes/club");
    let shown = |include: &str| {
        let manifest = Manifest::parse(&club, &format!("programme: club\ninclude: [{include}]")).unwrap();
        let here = files.path().to_string_lossy().into_owned();
        match source_files(&manifest) {
            Ok(found) => {
                let shown = |file: &SourceFile| {
                    let root = file.root.strip_prefix(files.path()).unwrap().display().to_string();
                    format!("{} of {root}", file.path.strip_prefix(files.path()).unwrap().display())
                };
                found.iter().map(shown).collect::<Vec<_>>().join("\n")
            }
            Err(error) => format!("{error}\n  {}", error.help().unwrap()).replace(&here, "…"),
        }
    };
    insta::assert_snapshot!(shown("../group, ../../law"), @r"
    programmes/group/deep/b.journey of programmes/group
    programmes/group/z.journey of programmes/group
    law/france.journey of law
    programmes/club/a.journey of programmes/club
    ");
    insta::assert_snapshot!(shown("../grop"), @r"
    there is no folder `…/programmes/grop`, which `include` names
      did you mean `group`?
    ");
    insta::assert_snapshot!(shown("../../empty"), @r"
    …/programmes/club/journey.yaml: `include` names `../../empty`, in which there is no `.journey` file
      name the folder that holds the files; folders with a `journey.yaml` below it are not looked into
    ");
    insta::assert_snapshot!(shown("."), @r"
    …/programmes/club/journey.yaml: `include` names `.`, but its `a.journey` is in the programme already
      leave the folder out: each file belongs to one folder
    ");
    insta::assert_snapshot!(shown(".."), @r"
    programmes/group/deep/b.journey of programmes
    programmes/group/z.journey of programmes
    programmes/club/a.journey of programmes/club
    ");
    insta::assert_snapshot!(shown("../group, ../group/deep"), @r"
    …/programmes/club/journey.yaml: `include` names `../group/deep`, but its `b.journey` is in the programme already
      leave the folder out: each file belongs to one folder
    ");
    insta::assert_snapshot!(shown("../group/other"), @r"
    programmes/group/other/c.journey of programmes/group/other
    programmes/club/a.journey of programmes/club
    ");
}

#[test]
fn a_customer_is_found_by_any_of_their_ids() {
    let files = folder(&[
        ("journey.yaml", "programme: test\ndata: {customers: {path: customers.csv, aliases: ids.csv}}"),
        ("customers.csv", &format!("{CUSTOMERS}a,,,none,,,yes,,,\nb,,,none,,,yes,,,\n")),
        ("ids.csv", "source_id,customer_id\nweb-1,b\n"),
    ]);
    let dataset = common::read(files.path(), Options::default()).unwrap();
    assert_eq!(["a", "b", "web-1", "web-2"].map(|id| dataset.find(id)), [Some(0), Some(1), Some(1), None]);
}

#[test]
fn a_computed_attribute_is_no_column() {
    let mut program = common::program();
    for id in program.attributes.ids() {
        if program.attributes[id].name == "points" {
            // language reference 9.1: a computed attribute comes from no file.
            program.attributes[id].computed = Some(Expression::Constant(Value::Integer(3)));
            program.attributes[id].optional = false;
        }
    }
    let read = |manifest: &str| {
        let files = [
            ("journey.yaml", manifest),
            ("customers.csv", "id,tier,optin,name,joined,spend,zone,preferred,seen\nc1,none,yes,,,,,,\n"),
            ("changes.csv", "customer,at,attribute,value\nc1,2026-01-05,points,7\n"),
        ];
        let folder = folder(&files);
        let manifest = Manifest::read(folder.path()).unwrap();
        Dataset::read(&manifest, &program, Options::default())
    };
    let manifest =
        "programme: test\ndata:\n  customers: {path: customers.csv COLUMNS}\n  changes: [{path: changes.csv}]\n";
    let dataset = read(&manifest.replace(" COLUMNS", "")).unwrap();
    assert!(dataset.bad_rows().to_string().contains("points"), "{}", dataset.bad_rows());
    let named = read(&manifest.replace(" COLUMNS", ", columns: {points: balance}")).unwrap_err();
    assert!(named.to_string().contains("names `points`, which the programme computes"), "{named}");
}

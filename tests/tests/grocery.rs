//! Real data: the engine reproduces, to the row, what was computed twice by other means (tests/grocery/README.md).
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot read its data fails")]

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use journey_ir::history::Customers;
use journey_ir::program::Program;
use journey_ir::records::{Contact, CustomerRecords, Outcome};
use journey_runner::simulate;
use journey_tests::folder::Folder;

/// A contact, as the expected files know it.
type Row = (u32, String, String);

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("grocery")
}

/// The expected results; nothing, said loudly, where the data is not beside the checkout.
fn expected_folder() -> Option<PathBuf> {
    let data = top().join("../../../shared/data/grocery");
    if data.join("expected").is_dir() {
        return Some(data);
    }
    eprintln!("!!! SKIPPED: the real grocery data is not at {}", data.display());
    None
}

/// Simulates a programme and gives what `row` makes of its contacts.
fn contacts(name: &str, row: impl Fn(&Program, &CustomerRecords, &Contact) -> Option<Row> + Sync) -> Vec<Row> {
    let folder = Folder::load(&top().join(name)).unwrap();
    let data = folder.data().unwrap();
    assert_eq!(data.count(), 1231);
    let mut rows = Vec::new();
    let encode = |_, customers: &[CustomerRecords]| -> Vec<Row> {
        let contacts = customers.iter().flat_map(|customer| customer.contacts.iter().map(move |row| (customer, row)));
        contacts.filter_map(|(customer, contact)| row(&folder.program, customer, contact)).collect()
    };
    let threads = NonZeroUsize::new(2).unwrap();
    let done = simulate(&folder.program, folder.run, &data, threads, encode, |batch| {
        rows.extend(batch);
        Ok::<(), Infallible>(())
    });
    assert!(done.is_ok(), "{done:?}");
    rows.sort();
    rows
}

/// The rows of an expected file as sorted tuples of its first three columns (the third empty where there are two).
fn expected(file: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(file).unwrap();
    let row = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        let household = cells.next().unwrap().parse().unwrap();
        (household, cells.next().unwrap(), cells.next().unwrap_or_default())
    };
    let mut rows: Vec<Row> = text.lines().skip(1).map(row).collect();
    rows.sort();
    rows
}

fn household(customer: &CustomerRecords) -> u32 {
    customer.customer.parse().unwrap()
}

#[test]
fn behaviour_crosses_its_lines_at_the_expected_instants() {
    let Some(data) = expected_folder() else { return };
    let found = contacts("behaviour", |program, customer, contact| {
        let at = contact.at.filter(|_| contact.outcome == Outcome::Sent)?;
        Some((household(customer), program.journeys[contact.journey].name.clone(), contact.zone.table().rfc3339(at)))
    });
    let journeys = [
        ("inactive_60_days", 558),
        ("spend_reaches_500", 901),
        ("spend_reaches_1000", 674),
        ("spend_reaches_2500", 311),
        ("spend_90_days_500_rises", 1587),
        ("spend_90_days_500_falls", 1166),
    ];
    for (journey, count) in journeys {
        let rows = expected(&data.join("expected").join(format!("{journey}.csv")));
        assert_eq!(rows.len(), count, "{journey}: the expected file is not whole");
        let of_journey: Vec<Row> = (found.iter())
            .filter(|(_, name, _)| name == journey)
            .map(|(household, _, at)| (*household, at.clone(), String::new()))
            .collect();
        assert_same(journey, &of_journey, &rows);
    }
}

#[test]
fn two_contacts_in_thirty_days_refuse_the_expected_ones() {
    campaigns("capped-skip", "capped_skip.csv", 3171);
}

#[test]
fn refused_contacts_wait_for_the_expected_day() {
    campaigns("capped-wait", "capped_wait.csv", 3222);
}

fn campaigns(programme: &str, file: &str, count: usize) {
    let Some(data) = expected_folder() else { return };
    let found = contacts(programme, |_, customer, contact| {
        let at = contact.at.filter(|_| contact.outcome == Outcome::Sent)?;
        Some((household(customer), contact.key.to_string(), contact.zone.table().date(at).to_string()))
    });
    let rows = expected(&data.join("expected").join(file));
    assert_eq!(rows.len(), count, "{file} is not whole");
    assert_same(programme, &found, &rows);
}

fn assert_same(what: &str, found: &[Row], expected: &[Row]) {
    let missing: Vec<&Row> = expected.iter().filter(|row| found.binary_search(row).is_err()).take(10).collect();
    let surplus: Vec<&Row> = found.iter().filter(|row| expected.binary_search(row).is_err()).take(10).collect();
    assert!(
        missing.is_empty() && surplus.is_empty() && found.len() == expected.len(),
        "{what}: {} rows, {} expected; missing {missing:?}, not expected {surplus:?}",
        found.len(),
        expected.len()
    );
}

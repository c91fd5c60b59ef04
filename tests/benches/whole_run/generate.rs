//! Writes the benchmark's data: the same number of customers gives the same bytes everywhere.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use journey_ir::time::{Date, Instant, ZoneId};

const DAY: u64 = 86_400;
/// The days over which events lie: the year of history and the year of the run.
const DAYS: u64 = 731;

/// splitmix64: a few lines, and the same numbers for ever.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// A row of an event file: when, who, and the rest of the line.
type Row = (u64, u64, String);

/// Writes the data and the programme of `customers` customers into `folder`, unless they are there.
pub fn generate(customers: u64, folder: &Path) -> io::Result<()> {
    let done = folder.join("journey.yaml");
    if done.exists() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let mut people = BufWriter::new(File::create(folder.join("customers.csv"))?);
    writeln!(people, "id,joined,tier,email,phone,consent")?;
    let (mut joined, mut purchases, mut visits) = (Vec::new(), Vec::new(), Vec::new());
    for id in 0..customers {
        let mut numbers = Numbers(id);
        let start = numbers.below(DAYS * DAY);
        let tier = ["bronze", "bronze", "bronze", "silver", "gold"][usize::try_from(numbers.below(5)).unwrap()];
        let email = if numbers.below(10) == 0 { String::new() } else { format!("c{id}@example.org") };
        let phone = if numbers.below(3) == 0 {
            String::new()
        } else {
            format!("+33 6 39 98 {:02} {:02}", id / 100 % 100, id % 100)
        };
        let consent = if numbers.below(8) == 0 { "no" } else { "yes" };
        writeln!(people, "C{id:08},{},{tier},{email},{phone},{consent}", day(start))?;
        joined.push((start, id, String::new()));
        happen(&mut numbers, id, start, 6, &mut purchases, |numbers| {
            let cents = 500 + numbers.below(25_000);
            let channel = if numbers.below(3) == 0 { "web" } else { "store" };
            format!(",{}.{:02},{channel}", cents / 100, cents % 100)
        });
        happen(&mut numbers, id, start, 4, &mut visits, |_| String::new());
    }
    people.flush()?;
    write(&folder.join("joined.csv"), "customer,at", joined)?;
    write(&folder.join("purchases.csv"), "customer,at,amount,channel", purchases)?;
    write(&folder.join("visits.csv"), "customer,at", visits)?;
    fs::write(folder.join("bench.journey"), include_str!("programme/bench.journey"))?;
    fs::write(done, include_str!("programme/journey.yaml"))
}

/// Adds a customer's events: about `mean` of them, in bursts and long silences.
fn happen(
    numbers: &mut Numbers,
    id: u64,
    start: u64,
    mean: u64,
    rows: &mut Vec<Row>,
    mut rest: impl FnMut(&mut Numbers) -> String,
) {
    let mut at = start;
    for _ in 0..numbers.below(2 * mean + 1) {
        at += match numbers.below(20) {
            0..=10 => 60 + numbers.below(DAY),
            11..=16 => DAY + numbers.below(60 * DAY),
            _ => 60 * DAY + numbers.below(240 * DAY),
        };
        if at >= DAYS * DAY {
            return;
        }
        rows.push((at, id, rest(numbers)));
    }
}

/// Writes events as logs come: in the order of time.
fn write(path: &Path, header: &str, mut rows: Vec<Row>) -> io::Result<()> {
    rows.sort();
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{header}")?;
    let utc = ZoneId::UTC.table();
    for (at, id, rest) in rows {
        writeln!(out, "C{id:08},{}{rest}", utc.rfc3339(instant(at)))?;
    }
    out.flush()
}

/// Seconds since the first day, 1 January 2024, as an instant.
fn instant(seconds: u64) -> Instant {
    let first = ZoneId::UTC.table().midnight(Date::from_ymd(2024, 1, 1).unwrap());
    first.plus_seconds(i64::try_from(seconds).unwrap())
}

fn day(seconds: u64) -> Date {
    ZoneId::UTC.table().date(instant(seconds))
}

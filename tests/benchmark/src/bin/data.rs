//! Writes the benchmark's data: `benchmark-data N DIR [--by-customer]` gives customers.csv, purchases.csv and visits.csv for N
//! customers; the same N gives the same bytes everywhere. Logs are in the order of time, or of customers.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a generator of bounded numbers, chosen with a remainder that is in range; it makes files"
)]

use std::fs::{File, create_dir_all};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

const DAY: i64 = 86_400;
/// 2025-01-01T00:00:00Z
const FROM: i64 = 20_089 * DAY;
/// 2026-01-01T00:00:00Z
const UNTIL: i64 = 20_454 * DAY;
/// IANA names with fixed offsets, in minutes east of UTC.
const ZONES: [(&str, i64); 8] = [
    ("Etc/GMT+8", -480),
    ("Etc/GMT+5", -300),
    ("Etc/GMT+3", -180),
    ("UTC", 0),
    ("Etc/GMT-1", 60),
    ("Etc/GMT-2", 120),
    ("Asia/Kolkata", 330),
    ("Asia/Tokyo", 540),
];
const TIERS: [&str; 4] = ["bronze", "silver", "gold", "platinum"];
const CHANNELS: [&str; 3] = ["email", "sms", "push"];
/// As many as fit into the 24 bits that a row has for its customer.
const CUSTOMERS_MAX: u64 = 1 << 24;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (customers, folder, order) = match words.as_slice() {
        [customers, folder] => (customers.parse(), Path::new(folder), Order::Time),
        [customers, folder, "--by-customer"] => (customers.parse(), Path::new(folder), Order::Customer),
        _ => (Ok(u64::MAX), Path::new(""), Order::Time),
    };
    let Some(customers) = customers.ok().filter(|&customers| customers <= CUSTOMERS_MAX) else {
        eprintln!("usage: benchmark-data N DIR [--by-customer] (N at most {CUSTOMERS_MAX})");
        return ExitCode::from(2);
    };
    match generate(customers, folder, order) {
        Ok((purchases, visits)) => {
            println!("customers {customers} purchases {purchases} visits {visits}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::from(2)
        }
    }
}

/// In which order the rows of a log stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// By time, then customer: as logs grow.
    Time,
    /// By customer, then time: as exports of warehouses are.
    Customer,
}

/// A row of a log: its instant and its customer in one number, in the order of the file, and its amount in cents.
type Row = (u64, u32);

/// Writes the three files; gives the numbers of purchases and of visits.
fn generate(count: u64, folder: &Path, order: Order) -> io::Result<(usize, usize)> {
    create_dir_all(folder)?;
    // Ids are given in the order of joining, as a shop does.
    let mut customers: Vec<Customer> = (0..count).map(Customer::new).collect();
    customers.sort_by_key(|customer| customer.joined);
    write_customers(&folder.join("customers.csv"), &customers)?;

    let (mut purchases, mut visits) = (Vec::new(), Vec::new());
    for (id, customer) in customers.iter().enumerate() {
        customer.events(|at, cents| {
            let key = match order {
                Order::Time => (at as u64) << 24 | id as u64,
                Order::Customer => (id as u64) << 40 | at as u64,
            };
            if cents > 0 { purchases.push((key, cents as u32)) } else { visits.push((key, 0)) }
        });
    }
    drop(customers);
    for (name, header, log) in
        [("purchases.csv", "customer,at,amount", &mut purchases), ("visits.csv", "customer,at", &mut visits)]
    {
        log.sort_unstable();
        write_log(&folder.join(name), header, log, order)?;
    }
    Ok((purchases.len(), visits.len()))
}

fn write_customers(path: &Path, customers: &[Customer]) -> io::Result<()> {
    let mut out = open(path)?;
    writeln!(out, "id,joined,birth_date,tier,consent,zone,preferred")?;
    for (id, customer) in customers.iter().enumerate() {
        write!(out, "C{id:08},")?;
        write_instant(&mut out, customer.joined)?;
        out.write_all(b",")?;
        write_date(&mut out, customer.birth)?;
        let (tier, zone, channel) = (TIERS[customer.tier], ZONES[customer.zone].0, CHANNELS[customer.channel]);
        writeln!(out, ",{tier},{},{zone},{channel}", customer.consent)?;
    }
    out.flush()
}

fn write_log(path: &Path, header: &str, log: &[Row], order: Order) -> io::Result<()> {
    let mut out = open(path)?;
    writeln!(out, "{header}")?;
    for &(key, cents) in log {
        let (id, at) = match order {
            Order::Time => (key & 0xFF_FFFF, key >> 24),
            Order::Customer => (key >> 40, key & 0xFF_FFFF_FFFF),
        };
        write!(out, "C{id:08},")?;
        write_instant(&mut out, at as i64)?;
        if cents > 0 {
            write!(out, ",{}.{:02}", cents / 100, cents % 100)?;
        }
        out.write_all(b"\n")?;
    }
    out.flush()
}

fn open(path: &Path) -> io::Result<BufWriter<File>> {
    Ok(BufWriter::with_capacity(1 << 20, File::create(path)?))
}

fn write_date(out: &mut impl Write, (year, month, day): (i64, i64, i64)) -> io::Result<()> {
    write!(out, "{year:04}-{month:02}-{day:02}")
}

fn write_instant(out: &mut impl Write, at: i64) -> io::Result<()> {
    write_date(out, civil(at.div_euclid(DAY)))?;
    let second = at.rem_euclid(DAY);
    write!(out, "T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

struct Customer {
    joined: i64,
    birth: (i64, i64, i64),
    tier: usize,
    consent: bool,
    zone: usize,
    channel: usize,
    /// Of the numbers that their events come from.
    seed: u64,
}

impl Customer {
    fn new(number: u64) -> Self {
        let mut numbers = Numbers(0xA5A5_0000_0000 ^ number.wrapping_mul(0xD134_2543_DE82_EF95));
        // 40 % join during the run, 60 % in the two years before it.
        let in_run = numbers.below(100) < 40;
        let mut joined = if in_run { FROM + numbers.below(365 * DAY) } else { FROM - 1 - numbers.below(730 * DAY) };
        let birthday = 20_089 + numbers.below(365); // a day of 2025: never 29 February
        let (_, month, day) = civil(birthday);
        let birth = (1945 + numbers.below(60), month, day);
        let tier = match numbers.below(100) {
            0..55 => 0,
            55..80 => 1,
            80..95 => 2,
            _ => 3,
        };
        let consent = numbers.below(100) < 85;
        let zone = numbers.below(8) as usize;
        let channel = numbers.below(3) as usize;
        if numbers.below(128) == 0 {
            let offset = ZONES[zone].1 * 60;
            let edge = match numbers.below(6) {
                0 => FROM,
                1 => UNTIL - 1,
                2 => birthday * DAY + 9 * 3600 - offset,
                _ => at_local(joined, offset, numbers.opening_edge()),
            };
            if edge < UNTIL {
                joined = edge;
            }
        }
        Self { joined, birth, tier, consent, zone, channel, seed: numbers.next() }
    }

    /// Calls `emit(at, cents)` for each event in the order of time; `cents` is 0 for a visit.
    fn events(&self, mut emit: impl FnMut(i64, i64)) {
        let mut numbers = Numbers(self.seed);
        let offset = ZONES[self.zone].1 * 60;
        let mut at = self.joined.max(FROM - 365 * DAY);
        for _ in 0..6 + numbers.below(13) {
            // In bursts: 55 % a minute to a day, 30 % one to 60 days, 15 % 60 to 300 days.
            at += match numbers.below(100) {
                _ if numbers.below(128) == 0 => numbers.edge_gap(self.joined, at, offset),
                0..55 => 60 + numbers.below(DAY),
                55..85 => DAY + numbers.below(59 * DAY),
                _ => 60 * DAY + numbers.below(240 * DAY),
            };
            at += i64::from(at == FROM - 180 * DAY); // a win-back never falls due at the very first instant of the run
            let purchase = numbers.below(100) < 60;
            let mut cents = 500 + numbers.below(25_000);
            if numbers.below(128) == 0 {
                cents = 4_999 + numbers.below(2); // 49.99 or 50.00
            }
            if at >= UNTIL {
                return;
            }
            emit(at, if purchase { cents } else { 0 });
        }
    }
}

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

    fn below(&mut self, limit: i64) -> i64 {
        (self.next() % limit as u64) as i64
    }

    /// Opening or closing time, or the second before: seconds of the day.
    fn opening_edge(&mut self) -> i64 {
        [9 * 3600, 9 * 3600 - 1, 21 * 3600, 21 * 3600 - 1][self.below(4) as usize]
    }

    /// A gap that puts an event exactly on, or one second off, an instant where a rule changes its mind.
    fn edge_gap(&mut self, joined: i64, at: i64, offset: i64) -> i64 {
        let target = match self.below(12) {
            0 => at,
            1 => at + 7 * DAY,
            2 => joined + 30 * DAY,
            3 => joined + 30 * DAY + 1,
            4 => joined + 90 * DAY,
            5 => joined + 90 * DAY + 1,
            6 => at + 173 * DAY,
            7 => at + 180 * DAY,
            8 => at + 180 * DAY + 1,
            9 => FROM - self.below(2),
            10 => UNTIL - [173, 180][self.below(2) as usize] * DAY,
            _ => at_local(at, offset, self.opening_edge()),
        };
        if target >= at { target - at } else { 60 }
    }
}

/// The second `second` of the local day of `at`.
fn at_local(at: i64, offset: i64, second: i64) -> i64 {
    (at + offset).div_euclid(DAY) * DAY + second - offset
}

/// Year, month and day of a number of days since 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

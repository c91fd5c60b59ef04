//! Turns contacts.csv into the file that reference and peers write: one row per accepted contact, `customer,at,journey,message,channel`, sorted by
//! customer, at, message, `at` in UTC. It is done outside of what is measured, one customer at a time, so that size does not matter.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use crate::Trouble;

/// Contacts and refusals of each journey: as everybody reports them.
pub type Counts = BTreeMap<String, (u64, u64)>;

/// The header of the common file.
const HEADER: &str = "customer,at,journey,message,channel";

/// An accepted contact: at, message, journey, channel.
type Contact = (i64, String, String, String);

/// Writes the common file; gives the counts. Journeys without contacts and refusals are not in them.
pub fn to_common(contacts: &Path, common: &Path) -> Result<Counts, Trouble> {
    let mut reader = csv::Reader::from_reader(BufReader::with_capacity(1 << 20, File::open(contacts)?));
    let columns = Columns::find(reader.headers()?)?;
    let mut out = BufWriter::with_capacity(1 << 20, File::create(common)?);
    writeln!(out, "{HEADER}")?;
    let mut counts = Counts::new();
    let mut customer = String::new();
    let mut of_customer: Vec<Contact> = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        let cell = |column| record.get(column).unwrap_or_default();
        if cell(columns.customer) != customer {
            if cell(columns.customer) < customer.as_str() {
                return Err(format!("{}: customers are not in the order of the file", contacts.display()).into());
            }
            write_customer(&mut out, &customer, &mut of_customer)?;
            cell(columns.customer).clone_into(&mut customer);
        }
        let journey = cell(columns.journey);
        let sent = cell(columns.outcome) == "sent";
        if sent {
            let at = instant(cell(columns.at)).ok_or_else(|| format!("`{}` is no instant", cell(columns.at)))?;
            of_customer.push((at, cell(columns.message).into(), journey.into(), cell(columns.channel).into()));
        }
        if sent || cell(columns.reason) == "capped" {
            let count = counts.entry(journey.to_owned()).or_default();
            *(if sent { &mut count.0 } else { &mut count.1 }) += 1;
        }
    }
    write_customer(&mut out, &customer, &mut of_customer)?;
    out.flush()?;
    Ok(counts)
}

/// The counts that reference and peers print: `journey winback contacts=4938 refused=0`.
pub fn reported(stdout: &str) -> Counts {
    let counts = stdout.lines().filter_map(|line| {
        let (journey, rest) = line.strip_prefix("journey ")?.split_once(" contacts=")?;
        let (sent, refused) = rest.split_once(" refused=")?;
        Some((journey.to_owned(), (sent.parse().ok()?, refused.parse().ok()?)))
    });
    counts.filter(|(_, counts)| *counts != (0, 0)).collect()
}

/// Whether two files hold the same bytes.
pub fn same_bytes(one: &Path, other: &Path) -> Result<bool, Trouble> {
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let open = |path| File::open(path).map(|file| BufReader::with_capacity(1 << 20, file));
    let (mut one, mut other) = (open(one)?, open(other)?);
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let read = one.read(&mut left)?;
        let (Some(left), Some(right)) = (left.get(..read), right.get_mut(..read)) else { return Ok(false) };
        other.read_exact(right)?;
        if left != right {
            return Ok(false);
        }
        if read == 0 {
            return Ok(true);
        }
    }
}

/// Where the columns stand that are needed.
struct Columns {
    customer: usize,
    at: usize,
    journey: usize,
    message: usize,
    channel: usize,
    outcome: usize,
    reason: usize,
}

impl Columns {
    fn find(header: &csv::StringRecord) -> Result<Self, Trouble> {
        let find = |name: &str| {
            let column = header.iter().position(|column| column == name);
            column.ok_or_else(|| format!("there is no column `{name}`"))
        };
        Ok(Self {
            customer: find("customer")?,
            at: find("at")?,
            journey: find("journey")?,
            message: find("message")?,
            channel: find("channel")?,
            outcome: find("outcome")?,
            reason: find("reason")?,
        })
    }
}

fn write_customer(out: &mut impl Write, customer: &str, contacts: &mut Vec<Contact>) -> Result<(), Trouble> {
    contacts.sort();
    for (at, message, journey, channel) in contacts.drain(..) {
        writeln!(out, "{customer},{},{journey},{message},{channel}", utc(at))?;
    }
    Ok(())
}

const DAY: i64 = 86_400;

/// Seconds since 1970 of `2025-03-01T10:00:00+01:00`.
fn instant(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let days = days(number(0..4)?, number(5..7)?, number(8..10)?);
    let offset = match text.get(19..)? {
        "Z" => 0,
        offset => {
            let minutes = offset.get(1..3)?.parse::<i64>().ok()? * 60 + offset.get(4..6)?.parse::<i64>().ok()?;
            if offset.starts_with('-') { -minutes } else { minutes }
        }
    };
    Some(days * DAY + number(11..13)? * 3600 + (number(14..16)? - offset) * 60 + number(17..19)?)
}

/// `2025-03-01T09:00:00Z`
fn utc(at: i64) -> String {
    let (days, second) = (at.div_euclid(DAY), at.rem_euclid(DAY));
    // Years of the algorithm begin in March, so that the leap day is their last.
    let era = (days + 719_468).div_euclid(146_097);
    let of_era = (days + 719_468).rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

/// Days since 1970 of a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_in_any_zone_and_written_in_utc() {
        for (local, expected) in [
            ("2025-03-01T10:00:00+01:00", "2025-03-01T09:00:00Z"),
            ("2024-02-29T23:30:00-05:00", "2024-03-01T04:30:00Z"),
            ("2025-01-01T05:29:59+05:30", "2024-12-31T23:59:59Z"),
            ("2025-12-31T23:59:59Z", "2025-12-31T23:59:59Z"),
        ] {
            assert_eq!(instant(local).map(utc).as_deref(), Some(expected), "{local}");
        }
    }
}

//! The contacts of ours and of the reference are the same, to the byte: small enough for every run of CI, without Python.

use crate::Trouble;
use crate::arguments::Arguments;
use crate::contacts::{reported, same_bytes, to_common};
use crate::measure::measure;
use crate::places::Places;
use crate::programs::{CONTACTS, THREADS, ours, reference};

/// Logs in the order of time and of customers, one thread and two. Says every difference.
pub fn run(places: &Places, arguments: &Arguments) -> Result<bool, Trouble> {
    let text = places.bench_journey()?;
    let mut all_equal = true;
    for customers in arguments.customers_or(&[2_000, 10_000]) {
        let data = places.data(customers, false)?;
        let expected = places.out("reference.csv")?;
        let said = measure(&reference(places, &data, THREADS)?.invocation)?;
        let expected_counts = reported(&said.stdout);
        for (order, by_customer) in [("by time", false), ("by customer", true)] {
            let data = places.data(customers, by_customer)?;
            let programme = places.programme(&format!("equality-{customers}"), &text, &data, "csv")?;
            for threads in [1, THREADS] {
                let name = format!("{customers} customers, logs {order}, {threads} threads");
                let folder = places.out("equality")?;
                measure(&ours(places, "equality", &programme, threads, Some(CONTACTS))?.invocation)?;
                let common = places.out("equality-common.csv")?;
                let counts = to_common(&folder.join("contacts.csv"), &common)?;
                let equal = counts == expected_counts && same_bytes(&common, &expected)?;
                all_equal &= equal;
                if equal {
                    let sent: u64 = counts.values().map(|counts| counts.0).sum();
                    println!("{name}: the same {sent} contacts as the reference");
                } else {
                    println!("{name}: DIFFERENT: {} is not {}", common.display(), expected.display());
                    println!("  the reference counts {expected_counts:?}\n  ours counts          {counts:?}");
                    return Ok(false);
                }
            }
        }
    }
    Ok(all_equal)
}

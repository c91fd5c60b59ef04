//! Stable hashing (language reference 7.2).

use journey_ir::program::{Journey, Program, Share};
use xxhash_rust::xxh3::xxh3_64;

/// Whether the customer is in the programme's control group.
pub fn held_out_globally(program: &Program, customer: &str) -> bool {
    falls_within(program.holdout, program, "holdout", customer)
}

/// Whether the customer is in the journey's control group.
pub fn held_out_of(journey: &Journey, program: &Program, customer: &str) -> bool {
    falls_within(journey.holdout, program, &format!("{}/holdout", journey.name), customer)
}

fn falls_within(share: Share, program: &Program, name: &str, customer: &str) -> bool {
    let hash = xxh3_64(format!("{}\u{1f}{name}\u{1f}{customer}", program.salt).as_bytes());
    let drawn = (u128::from(hash) * 10_000) >> 64;
    drawn < u128::from(share.0)
}

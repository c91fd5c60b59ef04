//! Stable hashing (language reference 7.2).

use journey_ir::program::{Journey, Program, Share, Split};
use xxhash_rust::xxh3::xxh3_64;

/// Whether the customer is in the programme's control group.
pub fn held_out_globally(program: &Program, customer: &str) -> bool {
    falls_within(program.holdout, program, "holdout", customer)
}

/// Whether the customer is in the journey's control group.
pub fn held_out_of(journey: &Journey, program: &Program, customer: &str) -> bool {
    falls_within(journey.holdout, program, &format!("{}/holdout", journey.name), customer)
}

/// Whether what has this name and share falls to the customer.
pub fn falls_within(share: Share, program: &Program, name: &str, customer: &str) -> bool {
    drawn(program, name, customer) < u128::from(share.0)
}

/// The place of the arm that the customer takes: arms take their shares in turn.
pub fn arm(split: &Split, journey: &Journey, program: &Program, customer: &str) -> usize {
    let drawn = drawn(program, &format!("{}/{}", journey.name, split.name), customer);
    let mut taken = 0;
    let mut ends = split.arms.iter().map(|arm| {
        taken += u128::from(arm.share.0);
        taken
    });
    ends.position(|end| drawn < end).unwrap_or(split.arms.len().saturating_sub(1))
}

fn drawn(program: &Program, name: &str, customer: &str) -> u128 {
    let hash = xxh3_64(format!("{}\u{1f}{name}\u{1f}{customer}", program.salt).as_bytes());
    (u128::from(hash) * 10_000) >> 64
}

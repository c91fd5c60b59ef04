//! The register of rules: a new one is a file here and a line below.

mod idle_cap;
mod missing_consent;
mod missing_value_surprise;
pub(crate) mod needless_allow;
mod no_content;
mod no_goal;
mod no_insert;
mod past_date;
mod unreachable_step;
mod unused;

use crate::Rule;

/// All rules, in alphabetical order.
pub const RULES: &[Rule] = &[
    idle_cap::RULE,
    missing_consent::RULE,
    missing_value_surprise::RULE,
    needless_allow::RULE,
    no_content::RULE,
    no_goal::RULE,
    no_insert::RULE,
    past_date::RULE,
    unreachable_step::RULE,
    unused::RULE,
];

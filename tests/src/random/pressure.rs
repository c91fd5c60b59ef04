//! Random caps.

use super::choices::Choices;
use super::condition::Scope;
use super::schema::{CHANNELS, MESSAGES, period};

/// `at most 2 commercial sms per 3 days for C`
pub fn cap(scope: Scope<'_>, numbers: &[u16]) -> String {
    let choices = &mut Choices::new(numbers);
    let limit = choices.one(&[1, 1, 2, 3]);
    let selector = selector(scope, choices);
    let period = period(choices);
    let applies = if choices.chance(30) { format!(" for {}", scope.condition(choices, 1)) } else { String::new() };
    format!("  at most {limit} {selector} per {period}{applies}\n")
}

fn selector(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let channel = choices.one(CHANNELS);
    let base = match choices.below(12) {
        0 | 10 | 11 => choices.one(&["commercial", "commercial", "relational", "requested"]).into(),
        1 => channel.to_owned(),
        2 => format!("any {channel}"),
        3 => format!("commercial {channel}"),
        4 => "any".into(),
        5 => "tagged winter".into(),
        6 => "topic fashion".into(),
        7 => format!("message {}", choices.one(MESSAGES)),
        8 => format!("journey {}", choices.one(scope.journeys)),
        _ => return "weight".into(),
    };
    match choices.below(5) {
        3 => format!("{base} except {}", choices.one(&["tagged winter", "topic fashion", "relational"])),
        4 => format!("{base} except {channel}"),
        _ => base,
    }
}

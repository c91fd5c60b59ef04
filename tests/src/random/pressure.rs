//! Random pressure: caps, spacing, exclusions, looking ahead; and rules.

use super::choices::Choices;
use super::condition::{Scope, filter};
use super::schema::{CHANNELS, Event, MESSAGES, period};

/// One rule of the pressure block, such as `at most 2 commercial sms per 3 days for C`.
pub fn rule(scope: Scope<'_>, numbers: &[u16]) -> String {
    let choices = &mut Choices::new(numbers);
    let rule = match choices.below(10) {
        0..=4 => cap(scope, choices),
        5 | 6 => {
            let (period, selector) = (period(choices), selector(scope, choices));
            format!("at least {period} between {selector}{}", audience(scope, choices))
        }
        7 => format!("no {} while {}", selector(scope, choices), scope.condition(choices, 1)),
        8 => {
            let (selector, period, event) = (selector(scope, choices), period(choices), Event::draw(choices));
            let filter = if choices.chance(30) { format!(" where {}", filter(event, choices)) } else { String::new() };
            format!("no {selector} within {period} after {}{filter}", event.name())
        }
        _ => {
            let (selector, period) = (selector(scope, choices), period(choices));
            let around = choices.one(&["after", "before"]);
            format!("no {selector} within {period} {around} {}", choices.one(&["birth", "due", "customer.due"]))
        }
    };
    format!("  {rule}\n")
}

fn cap(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let limit = choices.one(&[1, 1, 2, 3]);
    let selector = if choices.chance(10) { "weight".into() } else { selector(scope, choices) };
    let per = if choices.chance(30) {
        format!("calendar {}", choices.one(&["day", "week", "month", "quarter", "year"]))
    } else {
        period(choices).to_owned()
    };
    format!("at most {limit} {selector} per {per}{}", audience(scope, choices))
}

fn audience(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    if choices.chance(30) { format!(" for {}", scope.condition(choices, 1)) } else { String::new() }
}

/// One rule of the rules block.
pub fn contact_rule(scope: Scope<'_>, numbers: &[u16]) -> String {
    let choices = &mut Choices::new(numbers);
    let (one, other) = (side(scope, choices), side(scope, choices));
    let period = period(choices);
    if choices.chance(50) {
        format!("  {one} not within {period} after {other}\n")
    } else {
        format!("  never {one} and {other} within {period}\n")
    }
}

/// Mostly a message, as people write.
fn side(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    if choices.chance(40) { selector(scope, choices) } else { format!("message {}", choices.one(MESSAGES)) }
}

/// Which contacts.
pub fn selector(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let channel = choices.one(CHANNELS);
    let base = match choices.below(11) {
        0 | 9 | 10 => choices.one(&["commercial", "commercial", "relational", "requested"]).into(),
        1 => channel.to_owned(),
        2 => format!("any {channel}"),
        3 => format!("commercial {channel}"),
        4 => "any".into(),
        5 => "tagged winter".into(),
        6 => "topic fashion".into(),
        7 => format!("message {}", choices.one(MESSAGES)),
        _ => format!("journey {}", choices.one(scope.journeys)),
    };
    match choices.below(5) {
        3 => format!("{base} except {}", choices.one(&["tagged winter", "topic fashion", "relational"])),
        4 => format!("{base} except {channel}"),
        _ => base,
    }
}

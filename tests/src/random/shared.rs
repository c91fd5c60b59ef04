//! What several random journeys have in common: `defaults`, and `steps` of their own (language reference 9.6, 9.8).

use super::choices::Choices;
use super::condition::Scope;
use super::schema::{Event, period};

/// The defaults, and whether there are channels among them.
pub fn defaults(scope: Scope<'_>, choices: &mut Choices<'_>) -> (String, bool) {
    if !choices.chance(30) {
        return (String::new(), false);
    }
    let channels = choices.one(&["email, sms", "sms", "push, email", "preferred, sms, email", ""]);
    let mut text = String::from("defaults {\n");
    if !channels.is_empty() {
        text += &format!("  channels {channels}\n");
    }
    text += &format!("{}}}\n", clauses(scope, choices));
    // The first journey has the tag.
    if choices.chance(50) {
        text += &format!("defaults tagged winter {{\n{}}}\n", clauses(scope, choices));
    }
    (text, !channels.is_empty())
}

fn clauses(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let scope = Scope { enrolment: true, ..scope };
    let mut text = format!("  patience {}\n", period(choices));
    if choices.chance(20) {
        text += &format!("  stop on {} where {}\n", Event::Claim.name(), scope.event_filter(Event::Claim, choices));
    }
    if choices.chance(20) {
        text += &format!("  pause while {}\n", scope.condition(choices, 1));
    }
    if choices.chance(20) {
        text += &format!("  goal \"default\" {} worth points\n", Event::draw(choices).name());
    }
    if choices.chance(20) {
        text += &format!("  measure \"by default\" {} after {}\n", scope.condition(choices, 1), period(choices));
    }
    text
}

/// `steps shared1(…) { … }`, and how many of them there are. They are told what to send, after how long, and on which channel.
pub fn steps(scope: Scope<'_>, numbers: &[u16]) -> (String, usize) {
    let choices = &mut Choices::new(numbers);
    let count = choices.below(3);
    let mut text = String::new();
    for number in 1..=count {
        let scope = Scope { enrolment: true, steps: number - 1, ..scope };
        let delay = period(choices);
        let middle = match choices.below(3) {
            0 => format!("  wait delay\n{}", scope.step(choices, 1, 2)),
            1 => format!("  wait up to delay for {} {{ exit }} else {{ }}\n", Event::draw(choices).name()),
            _ => scope.step(choices, 1, 2),
        };
        text += &format!(
            "steps shared{number}(script: message, delay: duration = {delay}, how: channel = sms) {{\n{middle}  send script by \
             how within delay\n}}\n"
        );
    }
    (text, count)
}

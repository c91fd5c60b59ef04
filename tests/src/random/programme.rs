//! The text of a random programme.

use std::cell::Cell;

use super::choices::Choices;
use super::condition::Scope;
use super::derived;
use super::journey::{self, JourneyChoices};
use super::pressure;
use super::schema::{CHANNELS, JOURNEYS, MESSAGES, SEGMENTS, TEXT, period, time, zone};
use super::story::Season;

/// Writes the whole file.
pub fn write(
    season: Season,
    (head, derived): (&[u16], &[u16]),
    segments: &[Vec<u16>],
    caps: &[Vec<u16>],
    rules: &[Vec<u16>],
    journeys: &[JourneyChoices],
) -> String {
    let choices = &mut Choices::new(head);
    let names = JOURNEYS.get(..journeys.len()).unwrap_or(JOURNEYS);
    let scope = Scope {
        season,
        segments: segments.len().min(SEGMENTS.len()),
        journeys: names,
        enrollable: &[],
        named: &Cell::new(0),
        enrolment: false,
        start: None,
        awaited: None,
        derived: false,
    };
    let text_of_derived = derived::write(Scope { segments: 0, ..scope }, &mut Choices::new(derived));
    let scope = Scope { derived: true, ..scope };
    let mut text = programme_block(scope, choices) + TEXT + &text_of_derived;
    text.push('\n');
    for (index, (name, numbers)) in SEGMENTS.iter().zip(segments).enumerate() {
        let earlier = Scope { segments: index, ..scope };
        let condition = earlier.condition(&mut Choices::new(numbers), 2);
        text += &format!("segment {name} = {condition}\n");
    }
    text += &channels(scope, choices);
    for name in MESSAGES {
        text += &message(name, choices);
    }
    let mut caps: String = caps.iter().map(|numbers| pressure::rule(scope, numbers)).collect();
    if choices.chance(30) {
        caps += &format!("  look ahead {}\n", period(choices));
    }
    if !caps.is_empty() {
        text += &format!("pressure {{\n{caps}}}\n");
    }
    let mut rules: String = rules.iter().map(|numbers| pressure::contact_rule(scope, numbers)).collect();
    if choices.chance(20) {
        rules += "  exclusive gift, voucher\n";
    }
    if !rules.is_empty() {
        text += &format!("rules {{\n{rules}}}\n");
    }
    let enrollable: Vec<&str> = names.iter().copied().filter(|_| choices.chance(30)).collect();
    for (name, numbers) in names.iter().zip(journeys) {
        text += &journey::write(name, Scope { enrollable: &enrollable, ..scope }, numbers);
    }
    text
}

fn programme_block(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let mut text = format!("programme \"Random\" {{\n  timezone {}\n", zone(choices));
    if choices.chance(10) {
        text += "  holdout 50%\n";
    }
    if choices.chance(30) {
        text += &format!("  dates at {}\n", time(choices));
    }
    if choices.chance(15) {
        text += &format!("  suppress when {}\n", scope.condition(choices, 1));
    }
    text + "}\n"
}

fn channels(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let consent = if choices.chance(20) { scope.condition(choices, 1) } else { "ok_email".into() };
    let weight = choices.one(&["", "  weight 2"]);
    let phone = choices.one(&["phone", "phone", "reach"]);
    let push = if choices.chance(20) { format!("  {}", derived::moment(choices)) } else { work(choices) };
    let [email, sms] = [(); 2].map(|()| work(choices));
    format!(
        "channel email {{ address email  consent {consent}{email} }}
\
         channel sms   {{ address {phone}  consent ok_sms{weight}{sms} }}
\
         channel push  {{ cost 1{push} }}
"
    )
}

/// When a channel is open, how much it can do, and who does it; mostly nothing is said.
fn work(choices: &mut Choices<'_>) -> String {
    let hours = choices.one(&[
        "every day 09:00-18:30",
        "mon..fri 08:00-12:00, 14:00-19:00",
        "every day 20:00-24:00",
        "every day 02:00-03:30",
        "mon..sat 09:00-12:00, sun 10:00-10:30",
    ]);
    let capacity = choices.one(&["1 per day", "1 per hour", "1 per week", "2 per day"]);
    let worker = choices.one(&["tier", "points", "email"]);
    let mut text = if choices.chance(25) { format!("  hours {hours}") } else { String::new() };
    match choices.below(10) {
        8 => text += &format!("  capacity {capacity}"),
        9 => text += &format!("  assign {worker}  capacity {capacity} per assignee"),
        _ => {}
    }
    text
}

fn message(name: &str, choices: &mut Choices<'_>) -> String {
    let mut text = format!("message {name} {{");
    if choices.chance(40) {
        text += &format!("  purpose {}", choices.one(&["commercial", "relational", "requested", "service"]));
    }
    // The first message has the topic, so that selectors can name it.
    if choices.chance(30) || MESSAGES.first() == Some(&name) {
        text += "  topic fashion";
    }
    if choices.chance(30) {
        text += &format!("  offer {}", choices.one(&["gift", "voucher"]));
    }
    let without = choices.below(8);
    for (index, channel) in CHANNELS.iter().enumerate() {
        if index + 1 != without {
            text += &format!("  {channel} text \"{name} by {channel}\"");
        }
    }
    text + "  }\n"
}

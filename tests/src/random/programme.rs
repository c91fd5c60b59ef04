//! The text of a random programme.

use std::cell::Cell;

use super::choices::Choices;
use super::condition::Scope;
use super::derived;
use super::journey::{self, JourneyChoices};
use super::pressure;
use super::schema::{CHANNELS, Event, JOURNEYS, MESSAGES, SEGMENTS, TEXT, period, time, zone};
use super::shared;
use super::story::Season;

/// Writes the whole file.
pub fn write(
    season: Season,
    (head, derived, shared): (&[u16], &[u16], &[u16]),
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
        channels_by_default: false,
        crowded: false,
        emitted: Event::draw(choices).another(),
        steps: 0,
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
        text += &message(scope, name, choices);
    }
    let mut caps: String = caps.iter().map(|numbers| pressure::rule(scope, numbers)).collect();
    let crowded = choices.chance(20);
    if crowded {
        let room = choices.one(&["1 any", "1 commercial", "2 any"]);
        caps += &format!("  at most {room} per {}\n  look ahead {}\n", period(choices), period(choices));
    } else if choices.chance(30) {
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
    let scope = Scope { enrollable: &enrollable, ..scope };
    let (defaults, channels_by_default) = shared::defaults(scope, choices);
    let (steps, count) = shared::steps(Scope { channels_by_default, ..scope }, shared);
    text += &(defaults + &steps);
    for (name, numbers) in names.iter().zip(journeys) {
        text += &journey::write(name, Scope { channels_by_default, crowded, steps: count, ..scope }, numbers);
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
    if choices.chance(40) {
        text += &format!("  patience {}\n", period(choices));
    }
    text + "}\n"
}

fn channels(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let consent = if choices.chance(20) { scope.condition(choices, 1) } else { "ok_email".into() };
    let weight = choices.one(&["", "  weight 2"]);
    let phone = choices.one(&["phone", "phone", "reach"]);
    let push = if choices.chance(25) { format!("  {}", derived::moment(choices)) } else { String::new() };
    let [email, sms, push] = ["", "", &push].map(|moment| format!("{moment}{}", work(choices)));
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
    match choices.below(8) {
        5 | 6 => text += &format!("  capacity {capacity}"),
        7 => text += &format!("  assign {worker}  capacity {capacity} per assignee"),
        _ => {}
    }
    text
}

fn message(scope: Scope<'_>, name: &str, choices: &mut Choices<'_>) -> String {
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
    let variants = if choices.chance(20) { variants(scope, choices) } else { String::new() };
    for (index, channel) in CHANNELS.iter().enumerate() {
        if index + 1 != without && !variants.contains(channel) {
            text += &format!("  {channel} text \"{name} by {channel}\"");
        }
    }
    text + &variants + "  }\n"
}

/// What the message says on some channels depends on the customer: mostly on one of them, and not always anything.
fn variants(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let (value, first, second) = choices.one(&[
        ("tier", "low", "mid"),
        ("maybe", "yes", "missing"),
        ("level", "high, mid", "missing"),
        ("preferred", "sms", "missing"),
    ]);
    let content = |channel: &str| format!("{{ {channel} text \"so\" }}");
    let channels = choices.one(&[&["email", "email", "email"][..], &["sms", "email", "sms"], &["push", "push", "sms"]]);
    let [one, two, three] = [0, 1, 2].map(|index| content(channels.get(index).copied().unwrap_or_default()));
    let otherwise = if choices.chance(50) { format!("  else {three}") } else { String::new() };
    if choices.chance(60) {
        return format!("  match {value} {{ {first} {one}  {second} {two}{otherwise} }}");
    }
    let condition = Scope { enrolment: false, ..scope }.condition(choices, 1);
    format!("  match {{ {condition} {one}{otherwise} }}")
}

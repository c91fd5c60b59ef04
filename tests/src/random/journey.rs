//! Random journeys.

use super::choices::Choices;
use super::condition::Scope;
use super::pressure;
use super::schema::{Event, period};

/// What a journey is made from.
#[derive(Clone, Debug)]
pub struct JourneyChoices {
    /// For its clauses.
    pub clauses: Vec<u16>,
    /// For each of its steps.
    pub steps: Vec<Vec<u16>>,
}

/// A journey's text.
pub fn write(name: &str, scope: Scope<'_>, numbers: &JourneyChoices) -> String {
    let choices = &mut Choices::new(&numbers.clauses);
    let mut text = format!("journey {name} {{\n");
    let mut clause = |words: String| text += &format!("  {words}\n");
    if choices.chance(30) {
        clause(format!("priority {}", choices.one(&[60, 40])));
    }
    if choices.chance(30) {
        clause(format!("purpose {}", choices.one(&["relational", "service", "requested", "commercial"])));
    }
    // The first journey has the tag, so that selectors can name it.
    if choices.chance(30) || scope.journeys.first() == Some(&name) {
        clause("tags winter".into());
    }
    let (starts, again, scope) = starts(scope, choices);
    starts.into_iter().chain(again).for_each(&mut clause);
    if choices.chance(12) {
        clause(active(scope, choices));
    }
    if choices.chance(20) {
        let audience = Scope { enrolment: false, ..scope };
        clause(format!("for {}", audience.condition(choices, 1)));
    }
    stops(scope, choices).into_iter().for_each(&mut clause);
    goals(scope, choices).into_iter().for_each(&mut clause);
    if choices.chance(15) {
        clause("holdout 50%".into());
    }
    if choices.chance(15) {
        let lasts = if choices.chance(30) { "while enrolled".to_owned() } else { format!("for {}", period(choices)) };
        clause(format!("protect from {} {lasts}", pressure::selector(scope, choices)));
    }
    text.push('\n');
    for step in &numbers.steps {
        text += &scope.step(&mut Choices::new(step), 2, 2);
    }
    text + "}\n"
}

/// The `start` clauses and the `again` that suits them; and what the rest of the journey may name.
fn starts<'s>(scope: Scope<'s>, choices: &mut Choices<'_>) -> (Vec<String>, Option<String>, Scope<'s>) {
    let outside = Scope { enrolment: false, ..scope };
    let inside = Scope { enrolment: true, ..scope };
    let again = match choices.below(10) {
        0 => None,
        1..=3 => Some("again always".to_owned()),
        4 => Some(format!("again after {}", period(choices))),
        5 | 6 => Some("again restart".to_owned()),
        7 | 8 => Some("again per event".to_owned()),
        _ => return start_per_value(outside, inside, choices),
    };
    let only_events = again.as_deref() == Some("again per event");
    let first = start(outside, choices, only_events);
    if choices.chance(25) {
        let second = start(outside, choices, only_events);
        return (vec![first.0, second.0], again, inside);
    }
    let scope = Scope { start: first.1, ..inside };
    (vec![first.0], again, scope)
}

/// Starts once for each value of a field or attribute.
fn start_per_value<'s>(
    outside: Scope<'s>,
    inside: Scope<'s>,
    choices: &mut Choices<'_>,
) -> (Vec<String>, Option<String>, Scope<'s>) {
    let (text, event) = start(outside, choices, false);
    let field = match event {
        Some(Event::Purchase) => choices.one(&["place", "items", "order", "amount"]),
        Some(Event::Claim) => choices.one(&["ticket", "status"]),
        Some(Event::Visit) | None => choices.one(&["tier", "points", "birth", "maybe"]),
    };
    let scope = Scope { start: event, ..inside };
    (vec![text], Some(format!("again per {field}")), scope)
}

fn start(scope: Scope<'_>, choices: &mut Choices<'_>, only_events: bool) -> (String, Option<Event>) {
    match choices.below(8) {
        4 | 6 if !only_events => (format!("start when {}", scope.condition(choices, 2)), None),
        5 if !only_events => (format!("start while {}", scope.condition(choices, 2)), None),
        _ => {
            let event = Event::draw(choices);
            let filter = if choices.chance(30) {
                format!(" where {}", scope.event_filter(event, choices))
            } else {
                String::new()
            };
            (format!("start on {}{filter}", event.name()), Some(event))
        }
    }
}

fn active(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let (first, second) = (scope.season.day(choices), scope.season.day(choices));
    match choices.below(3) {
        0 => format!("active from {first}"),
        1 => format!("active until {first}"),
        _ => format!("active {} to {}", (&first).min(&second), (&first).max(&second)),
    }
}

fn stops(scope: Scope<'_>, choices: &mut Choices<'_>) -> Vec<String> {
    let mut stops = Vec::new();
    if choices.chance(25) {
        let event = Event::draw(choices);
        let filter =
            if choices.chance(50) { format!(" where {}", scope.event_filter(event, choices)) } else { String::new() };
        stops.push(format!("stop on {}{filter}", event.name()));
    }
    if choices.chance(25) {
        stops.push(format!("stop when {}", scope.condition(choices, 1)));
    }
    stops
}

fn goals(scope: Scope<'_>, choices: &mut Choices<'_>) -> Vec<String> {
    let mut goals = Vec::new();
    if choices.chance(40) {
        let event = Event::draw(choices);
        let filter =
            if choices.chance(30) { format!(" where {}", scope.event_filter(event, choices)) } else { String::new() };
        let worth = match (choices.below(3), event) {
            (0, _) => "",
            (1, Event::Purchase) => " worth purchase.amount",
            _ => " worth points",
        };
        goals.push(format!("goal \"first\" {}{filter}{}{worth}", event.name(), within(choices)));
    }
    if choices.chance(25) {
        let condition = scope.condition(choices, 1);
        goals.push(format!("goal \"second\" when {condition}{}", within(choices)));
    }
    if !goals.is_empty() && choices.chance(40) {
        goals.push("stop on goal".into());
    }
    goals
}

fn within(choices: &mut Choices<'_>) -> String {
    if choices.chance(60) { format!(" within {}", period(choices)) } else { String::new() }
}

//! Random journeys.

use super::choices::Choices;
use super::condition::Scope;
use super::pressure;
use super::schema::{Event, MESSAGES, engagement, period};
use super::starts::starts;

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
    if scope.crowded {
        let place = scope.journeys.iter().position(|other| *other == name).unwrap_or_default();
        clause(format!("priority {}", 80 - 20 * place));
    } else if choices.chance(50) {
        clause(format!("priority {}", choices.one(&[60, 40, 70])));
    }
    if choices.chance(15) {
        clause(format!("patience {}", period(choices)));
    }
    if choices.chance(30) {
        clause(format!("purpose {}", choices.one(&["relational", "service", "requested", "commercial"])));
    }
    // The first journey has the tag, so that selectors can name it.
    if choices.chance(30) || scope.journeys.first() == Some(&name) {
        clause("tags winter".into());
    }
    let (starts, again, scope) = starts(scope, scope.enrollable.contains(&name), choices);
    starts.into_iter().chain(again).for_each(&mut clause);
    if choices.chance(12) {
        clause(active(scope, choices));
    }
    if choices.chance(20) {
        let audience = Scope { enrolment: false, ..scope };
        clause(format!("for {}", audience.condition(choices, 1)));
    }
    let before =
        if scope.crowded && choices.chance(60) { format!("  {}\n", scope.later(choices, "  ")) } else { String::new() };
    let steps: String = numbers.steps.iter().map(|step| scope.step(&mut Choices::new(step), 2, 2)).collect();
    let steps = before + &steps;
    stops(scope, choices).into_iter().for_each(&mut clause);
    goals(scope, &steps, choices).into_iter().for_each(&mut clause);
    measures(scope, choices).into_iter().for_each(&mut clause);
    if choices.chance(15) {
        clause("holdout 50%".into());
    }
    if choices.chance(15) {
        let lasts = if choices.chance(30) { "while enrolled".to_owned() } else { format!("for {}", period(choices)) };
        clause(format!("protect from {} {lasts}", pressure::selector(scope, choices)));
    }
    if choices.chance(15) {
        clause(format!("pause while {}", scope.condition(choices, 1)));
    }
    text + "\n" + &steps + "}\n"
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
    if choices.chance(10) {
        stops.push(format!("stop on {}", engagement(choices)));
    }
    if choices.chance(15) {
        stops.push(format!("stop when {}", scope.condition(choices, 1)));
    }
    stops
}

fn goals(scope: Scope<'_>, steps: &str, choices: &mut Choices<'_>) -> Vec<String> {
    let mut goals = Vec::new();
    if choices.chance(40) {
        let event = Event::draw(choices);
        let filter =
            if choices.chance(30) { format!(" where {}", scope.event_filter(event, choices)) } else { String::new() };
        let worth = match (choices.below(3), event) {
            (0, _) => "",
            (1, Event::Purchase) => " worth purchase.amount",
            _ => choices.one(&[" worth points", " worth worth", " worth twice"]),
        };
        goals.push(format!("goal \"first\" {}{filter}{}{worth}", event.name(), within(steps, choices)));
    }
    if choices.chance(25) {
        let condition = scope.condition(choices, 1);
        goals.push(format!("goal \"second\" when {condition}{}", within(steps, choices)));
    }
    if choices.chance(25) {
        goals.push(format!("goal \"third\" {}{}", engagement(choices), within(steps, choices)));
    }
    if !goals.is_empty() && choices.chance(40) {
        goals.push("stop on goal".into());
    }
    goals
}

fn measures(scope: Scope<'_>, choices: &mut Choices<'_>) -> Vec<String> {
    let mut measures = Vec::new();
    if choices.chance(20) {
        let condition = scope.condition(choices, 1);
        measures.push(format!("measure \"share\" {condition} after {}", period(choices)));
    }
    if choices.chance(15) {
        let number = choices.one(&[
            "points",
            "score",
            "worth",
            "sum(purchase.amount, since start)",
            "count(visit, last 2 days)",
        ]);
        measures.push(format!("measure \"number\" {number} after {}", period(choices)));
    }
    measures
}

/// ` within 3 days after news`, of a message that the steps send.
fn within(steps: &str, choices: &mut Choices<'_>) -> String {
    let within = if choices.chance(60) { format!(" within {}", period(choices)) } else { String::new() };
    let message = choices.one(MESSAGES);
    let sends = steps.contains(&format!("send {message} "));
    if sends && choices.chance(50) { format!("{within} after {message}") } else { within }
}

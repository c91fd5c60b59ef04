//! Random starts, and the `again` that suits them.

use super::choices::Choices;
use super::condition::Scope;
use super::derived;
use super::schema::{Event, engagement, period, time};

/// The `start` clauses and the `again` clause; and what the rest of the journey may name. A journey that others may enrol
/// into starts by enrolment, too.
pub fn starts<'s>(
    scope: Scope<'s>,
    is_enrollable: bool,
    choices: &mut Choices<'_>,
) -> (Vec<String>, Option<String>, Scope<'s>) {
    let outside = Scope { enrolment: false, ..scope };
    let inside = Scope { enrolment: true, ..scope };
    let again = match choices.below(10) {
        0 => None,
        4 => Some(format!("again after {}", period(choices))),
        5 | 6 => Some("again restart".to_owned()),
        7 | 8 if !is_enrollable => Some("again per event".to_owned()),
        9 => return start_per_value(outside, inside, is_enrollable, choices),
        _ => Some("again always".to_owned()),
    };
    let only_events = again.as_deref() == Some("again per event");
    let first = start(outside, choices, only_events);
    let mut starts = vec![first.0];
    let mut event = first.1;
    match choices.below(10) {
        // Mostly something that happens.
        5..=7 => {
            starts.push(format!("start on {}", outside.starting(choices).name()));
            event = None;
        }
        8 | 9 => {
            starts.push(start(outside, choices, only_events).0);
            event = None;
        }
        _ => {}
    }
    if is_enrollable {
        let replaces = choices.chance(50);
        if replaces {
            starts.clear();
        }
        starts.push("start by enrolment".into());
        event = None;
    }
    (starts, again, Scope { start: event, ..inside })
}

/// Starts once for each value of a field or attribute.
fn start_per_value<'s>(
    outside: Scope<'s>,
    inside: Scope<'s>,
    is_enrollable: bool,
    choices: &mut Choices<'_>,
) -> (Vec<String>, Option<String>, Scope<'s>) {
    let (text, event) = start(outside, choices, false);
    let event = event.filter(|_| !is_enrollable);
    let field = match event {
        Some(Event::Purchase) => choices.one(&["place", "items", "order", "amount"]),
        Some(Event::Claim) => choices.one(&["ticket", "status"]),
        Some(Event::Visit) | None => choices.one(&["tier", "points", "birth", "maybe", "worth", "level"]),
    };
    let mut starts = vec![text];
    starts.extend(is_enrollable.then(|| "start by enrolment".to_owned()));
    (starts, Some(format!("again per {field}")), Scope { start: event, ..inside })
}

impl Scope<'_> {
    /// An event that starts a journey.
    fn starting(self, choices: &mut Choices<'_>) -> Event {
        let drawn = Event::draw(choices);
        if drawn == self.emitted && !choices.chance(30) { drawn.another() } else { drawn }
    }
}

fn start(scope: Scope<'_>, choices: &mut Choices<'_>, only_events: bool) -> (String, Option<Event>) {
    match choices.below(16) {
        12..=14 if !only_events => (format!("start {}", derived::watch(choices)), None),
        5 | 6 if !only_events => (format!("start when {}", scope.condition(choices, 2)), None),
        7 if !only_events => (format!("start while {}", scope.condition(choices, 2)), None),
        8 | 9 if !only_events => (dated(choices), None),
        10 if !only_events => (scheduled(scope, choices), None),
        11 if !only_events => (format!("start on {}", engagement(choices)), None),
        _ => {
            let event = scope.starting(choices);
            let filter = if choices.chance(30) {
                format!(" where {}", scope.event_filter(event, choices))
            } else {
                String::new()
            };
            (format!("start on {}{filter}", event.name()), Some(event))
        }
    }
}

/// `start 2 days before birth every year at 09:00`
fn dated(choices: &mut Choices<'_>) -> String {
    let every_year = if choices.chance(60) { " every year" } else { "" };
    let at = if choices.chance(40) { format!(" at {}", time(choices)) } else { String::new() };
    let side = choices.one(&["before", "after"]);
    match choices.below(6) {
        4 => format!("start on soon{every_year}{at}"),
        5 => format!("start {} {side} next{every_year}{at}", period(choices)),
        0 => format!("start on birth{every_year}{at}"),
        1 => format!("start on due{every_year}{at}"),
        2 => {
            let days = choices.one(&["1 day", "2 days", "3 days", "1 week", "1 month", "10 days"]);
            format!("start {days} {side} birth{every_year}{at}")
        }
        _ => format!("start {} {side} due{every_year}{at}", period(choices)),
    }
}

/// `start every monday at 09:00`, `start at 2026-03-27 09:00`
fn scheduled(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let day = choices.one(&["day", "monday", "sunday", "month on day 31", "month on day 1", "month on day 29"]);
    match choices.below(4) {
        0 => format!("start at {}", scope.season.day(choices)),
        1 => format!("start at {} {}", scope.season.day(choices), time(choices)),
        2 => format!("start every {day}"),
        _ => format!("start every {day} at {}", time(choices)),
    }
}

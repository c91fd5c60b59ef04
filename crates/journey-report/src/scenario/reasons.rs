//! Why: the reason of every skip, and of every start that did not happen (language reference 8.3).

use journey_ir::program::{Program, Trigger};
use journey_ir::records::{Cause, Contact, Enrolment, Outcome};
use journey_ir::scenario::{Expectation, Fact, Scenario};
use journey_ir::table::JourneyId;
use journey_runner::scenario::{Check, NoStart, Played, Side, Silent};

use super::words;
use crate::texts::TEXTS;

/// The sentences that explain a failure: skips first, then what was still waiting, then starts, then journeys that did not
/// come so far.
pub fn reasons(program: &Program, scenario: &Scenario, played: &Played) -> Vec<String> {
    let mut reasons: Vec<String> =
        played.records.contacts.iter().filter_map(|contact| contact_reason(program, contact)).collect();
    for silent in &played.silent {
        silent_reasons(program, played, silent, &mut reasons);
    }
    for (journey, fact) in missing(program, scenario, played) {
        for enrolment in played.records.enrolments.iter().filter(|enrolment| enrolment.journey == journey) {
            reasons.push(enrolment_reason(program, enrolment, fact));
        }
    }
    reasons
}

fn contact_reason(program: &Program, contact: &Contact) -> Option<String> {
    let message = &program.messages[contact.message].name;
    let journey = &program.journeys[contact.journey].name;
    match &contact.outcome {
        Outcome::Sent => None,
        Outcome::Skipped(causes) => {
            let when = words::moment(contact.at.unwrap_or(contact.due), contact.zone);
            Some((TEXTS.why_skipped)(message, &when, journey, &because(program, causes)))
        }
        Outcome::Pending(causes) => {
            let when = words::moment(contact.due, contact.zone);
            Some((TEXTS.why_waiting)(message, &when, journey, &because(program, causes)))
        }
    }
}

/// The primary cause, then the others.
fn because(program: &Program, causes: &[Cause]) -> String {
    let mut texts =
        causes.iter().map(|cause| (TEXTS.because_of)((TEXTS.reason)(cause.reason), cause.detail.about(program)));
    let first = texts.next().unwrap_or_default();
    let others: Vec<String> = texts.collect();
    if others.is_empty() { first } else { format!("{first}{}", (TEXTS.also)(&others.join("; "))) }
}

fn silent_reasons(program: &Program, played: &Played, silent: &Silent, reasons: &mut Vec<String>) {
    let journey = &program.journeys[silent.journey];
    for refusal in silent.refusals.iter().filter_map(|place| played.records.refusals.get(*place)) {
        let when = words::moment(refusal.at, refusal.zone);
        reasons.push((TEXTS.refused_start)(&journey.name, &when, (TEXTS.refused)(refusal.because)));
    }
    for (start, why) in journey.starts.iter().zip(&silent.starts) {
        let event = event_of(program, &start.trigger);
        reasons.push(match *why {
            NoStart::NoEvent => (TEXTS.no_event)(&journey.name, &event),
            NoStart::EventWithout(times) => (TEXTS.event_without)(&journey.name, &event, times),
            NoStart::NeverTrue => (TEXTS.never_true)(&journey.name),
            NoStart::NotDue => (TEXTS.not_due)(&journey.name),
        });
    }
}

/// The event that starts, in the words of the language.
fn event_of(program: &Program, trigger: &Trigger) -> String {
    match trigger {
        Trigger::Event { event, .. } => program.events[*event].name.clone(),
        Trigger::Engagement(engagement) => {
            format!("{} {}", engagement.kind.name(), program.messages[engagement.message].name)
        }
        _ => String::new(),
    }
}

/// The missing lines, each with the journeys that started and could have brought it.
fn missing(program: &Program, scenario: &Scenario, played: &Played) -> Vec<(JourneyId, Fact)> {
    let mut missing = Vec::new();
    for (expectation, check) in scenario.expectations.iter().zip(&played.checks) {
        let (Expectation::Lines { lines, journey, .. }, Check::Lines(rows)) = (expectation, check) else { continue };
        for row in rows {
            let Side::Missing(index) = row.side else { continue };
            let Some(line) = lines.get(index).filter(|line| matches!(line.what, Fact::Sent(..) | Fact::Skipped(..)))
            else {
                continue;
            };
            let senders = program
                .journeys
                .ids()
                .filter(|id| journey.is_none_or(|only| only == *id) && line.what.is_of(program, *id));
            for id in senders {
                if !missing.contains(&(id, line.what)) {
                    missing.push((id, line.what));
                }
            }
        }
    }
    missing
}

fn enrolment_reason(program: &Program, enrolment: &Enrolment, fact: Fact) -> String {
    let journey = &program.journeys[enrolment.journey].name;
    let started = words::moment(enrolment.started, enrolment.zone);
    let what = words::fact(program, fact);
    match enrolment.ended {
        Some((at, end)) => {
            (TEXTS.left_without)(journey, &started, &words::moment(at, enrolment.zone), end.name(), &what)
        }
        None => (TEXTS.still_there)(journey, &started, &what),
    }
}

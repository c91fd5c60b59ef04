//! Why: the reason of every skip, and of every start that did not happen (language reference 8.3).

use journey_ir::expression::Expression;
use journey_ir::program::{Program, Trigger};
use journey_ir::records::{Cause, Contact, Enrolment, Outcome, RefusedBecause};
use journey_ir::scenario::{Expectation, Fact, Scenario};
use journey_ir::table::JourneyId;
use journey_ir::written;
use journey_runner::scenario::{Check, Missed, Played, Side, Silent, WhyMissed};
use journey_runner::{Effect, NoStart, Told};

use super::words;
use crate::because;
use crate::texts::TEXTS;

/// The sentences that explain a failure: skips first, then what was still waiting, then starts, then journeys that did not
/// come so far, then where from came what should not have, then conditions.
pub fn reasons(program: &Program, scenario: &Scenario, played: &Played) -> Vec<String> {
    let mut reasons: Vec<String> =
        played.records.contacts.iter().filter_map(|contact| contact_reason(program, contact)).collect();
    for silent in &played.silent {
        silent_reasons(program, silent, &mut reasons);
    }
    for (journey, fact) in missing(program, scenario, played) {
        for enrolment in played.records.enrolments.iter().filter(|enrolment| enrolment.journey == journey) {
            reasons.push(enrolment_reason(program, enrolment, &fact));
        }
    }
    reasons.extend(without_sender(program, scenario, played));
    reasons.extend(unexpected(played).into_iter().filter_map(|contact| origin(program, played, contact)));
    for (expectation, check) in scenario.expectations.iter().zip(&played.checks) {
        if let (Expectation::Holds { text, when, .. }, Check::Holds(Some(clauses))) = (expectation, check) {
            let clauses = because::because(program, clauses, program.zone.table());
            reasons.push((TEXTS.why_not_held)(text, &words::when(*when), &clauses));
        }
    }
    reasons
}

/// Missing lines that nothing can bring.
fn without_sender(program: &Program, scenario: &Scenario, played: &Played) -> Vec<String> {
    let mut texts = Vec::new();
    for (expectation, check) in scenario.expectations.iter().zip(&played.checks) {
        let (Expectation::Lines { lines, journey, .. }, Check::Lines(rows)) = (expectation, check) else { continue };
        let missing = rows.iter().filter_map(|row| match row.side {
            Side::Missing(index) => lines.get(index),
            _ => None,
        });
        for line in missing {
            let can = |id: &JourneyId| journey.is_none_or(|only| only == *id) && line.what.is_of(program, *id);
            if !program.journeys.ids().any(|id| can(&id)) {
                let journey = journey.map(|id| program.journeys[id].name.as_str());
                let text = (TEXTS.no_sender)(&words::fact(program, &line.what), journey);
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
    }
    texts
}

/// The contacts that should not have been made, or not so, as places in the records.
fn unexpected(played: &Played) -> Vec<usize> {
    let mut facts: Vec<usize> = Vec::new();
    for check in &played.checks {
        match check {
            Check::Lines(rows) => facts.extend(rows.iter().filter_map(|row| match row.side {
                Side::Unexpected(fact) => Some(fact),
                _ => None,
            })),
            Check::Never(made) => facts.extend(made),
            Check::Holds(_) => {}
        }
    }
    facts.sort_unstable();
    facts.dedup();
    facts.into_iter().filter_map(|fact| played.facts.get(fact)?.contact).collect()
}

/// What started the journey that made a contact.
fn origin(program: &Program, played: &Played, contact: usize) -> Option<String> {
    let contact = played.records.contacts.get(contact)?;
    let mut start = None;
    for (_, effect) in &played.tale {
        match effect {
            Effect::Told(Told::Starts { journey, trigger, because }) => start = Some((*journey, trigger, because)),
            Effect::Enrolled { journey, started, key, .. }
                if (*journey, *started, key) == (contact.journey, contact.started, &contact.key) =>
            {
                break;
            }
            _ => {}
        }
    }
    let (_, trigger, clauses) = start.filter(|(journey, ..)| *journey == contact.journey)?;
    let message = &program.messages[contact.message].name;
    let journey = &program.journeys[contact.journey].name;
    let when = words::moment(contact.started, contact.started_zone);
    let clauses = because::because(program, clauses, contact.started_zone.table());
    let trigger = written::trigger(program, trigger);
    Some((TEXTS.because_it_started)(&format!("`{message}`"), journey, &when, &trigger, &clauses))
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

fn silent_reasons(program: &Program, silent: &Silent, reasons: &mut Vec<String>) {
    let journey = &program.journeys[silent.journey];
    for (place, Missed { at, zone, why }) in silent.missed.iter().enumerate() {
        // What comes again and again in the same way is told once.
        if silent.missed.iter().take(place).any(|before| before.why == *why) {
            continue;
        }
        let again = silent.missed.iter().skip(place + 1).filter(|other| other.why == *why).count();
        let clauses = |clauses| because::because(program, clauses, zone.table());
        let why = match why {
            WhyMissed::Where(trigger, because) => {
                (TEXTS.where_false)(&written::trigger(program, trigger), &clauses(because))
            }
            WhyMissed::Audience(because) => {
                (TEXTS.not_in_audience)((TEXTS.refused)(RefusedBecause::Audience), &clauses(because))
            }
            WhyMissed::Again(because) => (TEXTS.refused)(*because).to_owned(),
            WhyMissed::Inactive => TEXTS.inactive.to_owned(),
        };
        let why = (TEXTS.and_again)(&why, again);
        reasons.push((TEXTS.refused_start)(&journey.name, &words::moment(*at, *zone), &why));
    }
    for (place, why) in &silent.never {
        let Some(start) = journey.starts.get(*place) else { continue };
        let trigger = written::trigger(program, &start.trigger);
        reasons.push((TEXTS.never_started)(&journey.name, &trigger, &no_start(program, &start.trigger, why)));
    }
}

fn no_start(program: &Program, trigger: &Trigger, why: &NoStart) -> String {
    let zone = program.zone.table();
    let clauses = |clauses| because::because(program, clauses, zone);
    let of = match trigger {
        Trigger::Dated(dated) => Some(Expression::Attribute(dated.attribute)),
        Trigger::Moves(attribute, _) => Some(Expression::Attribute(*attribute)),
        _ => None,
    };
    let attribute = of.as_ref().map(|of| written::expression(program, of)).unwrap_or_default();
    match why {
        NoStart::NoEvent => TEXTS.no_event.to_owned(),
        NoStart::NotTrue(because) => (TEXTS.not_true)(&clauses(because)),
        NoStart::TrueBefore(because) => (TEXTS.true_before)(&clauses(because)),
        NoStart::Inactive => TEXTS.inactive_then.to_owned(),
        NoStart::NoDate => (TEXTS.no_date)(&attribute),
        NoStart::NotDue(value) => {
            let value = value.as_ref().zip(of).map(|(value, of)| written::value(program, &of, value, zone));
            (TEXTS.not_due)(&value.map(|value| (TEXTS.is)(&attribute, &value)).unwrap_or_default())
        }
        NoStart::NeverMoved(value) => {
            let value = of.map(|of| written::value(program, &of, value, zone)).unwrap_or_default();
            (TEXTS.never_moved)(&(TEXTS.is)(&attribute, &value))
        }
        NoStart::NotEnrolled => TEXTS.not_enrolled.to_owned(),
    }
}

/// The missing lines, each with the journeys that started and could have brought it.
fn missing(program: &Program, scenario: &Scenario, played: &Played) -> Vec<(JourneyId, Fact)> {
    let mut missing = Vec::new();
    for (expectation, check) in scenario.expectations.iter().zip(&played.checks) {
        let (Expectation::Lines { lines, journey, .. }, Check::Lines(rows)) = (expectation, check) else { continue };
        for row in rows {
            let Side::Missing(index) = row.side else { continue };
            let Some(line) =
                lines.get(index).filter(|line| matches!(line.what, Fact::Sent(..) | Fact::Skipped(..) | Fact::Task(_)))
            else {
                continue;
            };
            let senders = program
                .journeys
                .ids()
                .filter(|id| journey.is_none_or(|only| only == *id) && line.what.is_of(program, *id));
            for id in senders {
                let missed = (id, line.what.clone());
                if !missing.contains(&missed) {
                    missing.push(missed);
                }
            }
        }
    }
    missing
}

fn enrolment_reason(program: &Program, enrolment: &Enrolment, fact: &Fact) -> String {
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

//! Two opinions about one customer, side by side.

use std::fmt::Write;

use journey_ir::program::Program;
use journey_ir::records::{Cause, Contact, CustomerRecords, Enrolment, Outcome, Refusal, Task};
use journey_ir::time::{Instant, ZoneId};

/// What differs, as a text for people: common lines once, others under the name of the one who says so. Nothing when both
/// say the same.
#[must_use]
pub fn difference(program: &Program, engine: &CustomerRecords, naive: &CustomerRecords) -> Option<String> {
    if engine == naive {
        return None;
    }
    let (left, right) = (lines(program, engine), lines(program, naive));
    let mut text = String::new();
    for (side, line) in merge(&left, &right) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{side:>6} {line}");
    }
    Some(text)
}

/// Every record as a line.
#[must_use]
pub fn lines(program: &Program, records: &CustomerRecords) -> Vec<String> {
    let contacts = records.contacts.iter().map(|contact| contact_line(program, contact));
    let enrolments = records.enrolments.iter().map(|enrolment| enrolment_line(program, enrolment));
    let refusals = records.refusals.iter().map(|refusal| refusal_line(program, refusal));
    let tasks = records.tasks.iter().map(|task| task_line(program, task));
    contacts.chain(enrolments).chain(refusals).chain(tasks).collect()
}

fn contact_line(program: &Program, contact: &Contact) -> String {
    let journey = &program.journeys[contact.journey];
    let step = journey.origins.get(contact.step).map_or("?", |origin| origin.name());
    let channel = contact.channel.map_or("no channel", |channel| &program.channels[channel].name);
    let outcome = match &contact.outcome {
        Outcome::Sent => "sent".into(),
        Outcome::Skipped(causes) => format!("skipped {}", all(program, causes)),
        Outcome::Pending(causes) => format!("pending {}", all(program, causes)),
    };
    format!(
        "contact  {} {} ({} {}) by {channel} at {} due {} {outcome}; started {} in {} key {} step {step} in {}",
        journey.name,
        program.messages[contact.message].name,
        contact.purpose.name(),
        contact.step,
        contact.at.map_or("-".into(), shown),
        shown(contact.due),
        shown(contact.started),
        contact.started_zone,
        key(&contact.key),
        contact.zone,
    )
}

fn enrolment_line(program: &Program, enrolment: &Enrolment) -> String {
    let end = enrolment.ended.map_or("open".into(), |(at, end)| format!("{} {}", end.name(), shown(at)));
    let goals: Vec<_> = enrolment
        .goals
        .iter()
        .map(|goal| goal.as_ref().map_or("-".into(), |hit| format!("{} worth {:?}", shown(hit.at), hit.worth)))
        .collect();
    let measures: Vec<_> = enrolment
        .measures
        .iter()
        .map(|taken| taken.as_ref().map_or("-".into(), |taken| format!("{} {:?}", shown(taken.at), taken.value)))
        .collect();
    let arms: Vec<_> = enrolment.arms.iter().map(|arm| arm.map_or("-".into(), |arm| arm.to_string())).collect();
    format!(
        "enrolled {} {} key {} {end}; holdout {} arms [{}] goals [{}] measures [{}] in {}",
        program.journeys[enrolment.journey].name,
        shown(enrolment.started),
        key(&enrolment.key),
        enrolment.holdout,
        arms.join(", "),
        goals.join(", "),
        measures.join(", "),
        enrolment.zone,
    )
}

fn task_line(program: &Program, task: &Task) -> String {
    format!(
        "task     {} ({}) {:?} for {:?} at {} due {}; started {} in {} key {} in {}",
        program.journeys[task.journey].name,
        task.step,
        task.text,
        task.whose,
        shown(task.at),
        task.due.map_or("-".into(), shown),
        shown(task.started),
        task.started_zone,
        key(&task.key),
        task.zone,
    )
}

fn refusal_line(program: &Program, refusal: &Refusal) -> String {
    let name = &program.journeys[refusal.journey].name;
    format!(
        "refused  {name} {} key {} {} in {}",
        shown(refusal.at),
        key(&refusal.key),
        refusal.because.name(),
        refusal.zone,
    )
}

fn all(program: &Program, causes: &[Cause]) -> String {
    let causes: Vec<_> = causes
        .iter()
        .map(|cause| {
            let detail = match cause.detail.about(program) {
                "" => String::new(),
                about => format!(" ({about})"),
            };
            format!("{}{detail}", cause.reason.name())
        })
        .collect();
    format!("[{}]", causes.join(", "))
}

fn key(key: &journey_ir::records::Key) -> String {
    format!("{key:?}")
}

fn shown(instant: Instant) -> String {
    ZoneId::UTC.table().rfc3339(instant)
}

/// The two lists as one: what both have once, and what only one has where that one has it.
fn merge<'a>(mut left: &'a [String], mut right: &'a [String]) -> Vec<(&'static str, &'a str)> {
    let mut merged = Vec::new();
    loop {
        match (left.split_first(), right.split_first()) {
            (Some((line, left_rest)), Some((other, right_rest))) if line == other => {
                merged.push(("", line.as_str()));
                (left, right) = (left_rest, right_rest);
            }
            (Some((line, rest)), other) if other.is_none() || !right.contains(line) => {
                merged.push(("engine", line.as_str()));
                left = rest;
            }
            (_, Some((line, rest))) => {
                merged.push(("naive", line.as_str()));
                right = rest;
            }
            (Some(_) | None, None) => return merged,
        }
    }
}

//! One customer's records as a text that people check against the language reference: every instant with its weekday, in
//! the zone that the customer had.

use journey_ir::program::{Goal, Program, Split};
use journey_ir::records::{
    Cause, Contact, CustomerRecords, Detail, Enrolment, GoalHit, Key, MeasureTaken, Outcome, Refusal, Task,
};
use journey_ir::table::JourneyId;
use journey_ir::time::{Instant, ZoneId};
use journey_ir::value::Value;

/// The contacts, tasks, enrolments and refused starts, in the order of the files.
#[must_use]
pub fn readable(program: &Program, records: &CustomerRecords) -> String {
    let contacts = records.contacts.iter().map(|contact| contact_text(program, contact));
    let enrolments = records.enrolments.iter().map(|enrolment| enrolment_text(program, enrolment));
    let refusals = records.refusals.iter().map(|refusal| refusal_text(program, refusal));
    let tasks = records.tasks.iter().map(|task| task_text(program, task));
    let text: String = contacts.chain(tasks).chain(enrolments).chain(refusals).collect();
    if text.is_empty() { "nothing\n".into() } else { text }
}

fn contact_text(program: &Program, contact: &Contact) -> String {
    let step = program.journeys[contact.journey].origins.get(contact.step).map_or("?", |origin| origin.name());
    let channel = contact.channel.map_or("no channel", |channel| &program.channels[channel].name);
    let (message, purpose) = (&program.messages[contact.message].name, contact.purpose.name());
    let shown = |instant| shown(instant, contact.zone);
    let at = contact.at.map_or(String::new(), shown);
    let outcome = match &contact.outcome {
        Outcome::Sent => format!("sent    {at}"),
        Outcome::Skipped(causes) => format!("skipped {at} {}", because(program, causes)),
        Outcome::Pending(causes) => format!("pending {at}{}", because(program, causes)),
    };
    let started = self::shown(contact.started, contact.started_zone);
    format!(
        "contact {}: {message} by {channel}, {purpose}, step {step}\n  started {}\n  due     {}\n  {}\n",
        named(program, contact.journey, &contact.key),
        started,
        shown(contact.due),
        outcome.trim_end(),
    )
}

fn enrolment_text(program: &Program, enrolment: &Enrolment) -> String {
    let shown = |instant| shown(instant, enrolment.zone);
    let end = match enrolment.ended {
        Some((at, end)) => format!("{:<9} {}", end.name(), shown(at)),
        None => "open".into(),
    };
    let goals = &program.journeys[enrolment.journey].goals;
    let goals: String =
        goals.iter().zip(&enrolment.goals).map(|(goal, hit)| goal_text(goal, hit.as_ref(), shown)).collect();
    let splits = program.journeys[enrolment.journey].splits.iter();
    let arms: String = splits.zip(&enrolment.arms).map(|(split, arm)| arm_text(split, *arm)).collect();
    let measures = program.journeys[enrolment.journey].measures.iter().zip(&enrolment.measures);
    let measures: String =
        measures.map(|(measure, taken)| measure_text(&measure.name, taken.as_ref(), shown)).collect();
    let holdout = if enrolment.holdout { ", in a control group" } else { "" };
    format!(
        "enrolment {}{holdout}\n  started   {}\n  {end}\n{arms}{goals}{measures}",
        named(program, enrolment.journey, &enrolment.key),
        shown(enrolment.started),
    )
}

fn task_text(program: &Program, task: &Task) -> String {
    let step = program.journeys[task.journey].origins.get(task.step).map_or("?", |origin| origin.name());
    let whose = if task.whose.is_empty() { String::new() } else { format!(" for {}", task.whose) };
    let due = task.due.map_or(String::new(), |due| format!("  due     {}\n", shown(due, task.zone)));
    format!(
        "task {}{whose}: {}, step {step}\n  started {}\n  at      {}\n{due}",
        named(program, task.journey, &task.key),
        task.text,
        shown(task.started, task.started_zone),
        shown(task.at, task.zone),
    )
}

fn measure_text(name: &str, taken: Option<&MeasureTaken>, shown: impl Fn(Instant) -> String) -> String {
    let taken = taken.map_or("not taken".into(), |taken| {
        let value = match &taken.value {
            Value::Missing => "missing".into(),
            Value::Boolean(yes) => if *yes { "yes" } else { "no" }.into(),
            Value::Integer(number) => number.to_string(),
            Value::Decimal(number) => number.to_string(),
            value => format!("{value:?}"),
        };
        format!("{} {value}", shown(taken.at))
    });
    format!("  measure \"{name}\" {taken}\n")
}

fn arm_text(split: &Split, arm: Option<u16>) -> String {
    let arm = arm.map_or("none taken", |arm| split.arms.get(usize::from(arm)).map_or("?", |arm| &arm.name));
    format!("  split \"{}\" {arm}\n", split.name)
}

fn goal_text(goal: &Goal, hit: Option<&GoalHit>, shown: impl Fn(Instant) -> String) -> String {
    let name = goal.name.as_ref().map_or(String::new(), |name| format!(" \"{name}\""));
    let hit = match hit {
        Some(GoalHit { at, worth: Value::Missing }) => shown(*at),
        Some(GoalHit { at, worth: Value::Decimal(worth) }) => format!("{} worth {worth}", shown(*at)),
        Some(GoalHit { at, worth: Value::Integer(worth) }) => format!("{} worth {worth}", shown(*at)),
        Some(GoalHit { at, worth }) => format!("{} worth {worth:?}", shown(*at)),
        None => "not reached".into(),
    };
    format!("  goal{name:<5} {hit}\n")
}

fn refusal_text(program: &Program, refusal: &Refusal) -> String {
    format!(
        "refused {}\n  at {} {}\n",
        named(program, refusal.journey, &refusal.key),
        shown(refusal.at, refusal.zone),
        refusal.because.name(),
    )
}

fn named(program: &Program, journey: JourneyId, key: &Key) -> String {
    let name = &program.journeys[journey].name;
    if *key == Key::None { name.clone() } else { format!("{name} of {key}") }
}

fn because(program: &Program, causes: &[Cause]) -> String {
    let causes: Vec<String> = causes
        .iter()
        .map(|cause| {
            let detail = match cause.detail {
                Detail::None => return cause.reason.name().into(),
                Detail::Programme => "the programme's",
                detail => detail.about(program),
            };
            format!("{} ({detail})", cause.reason.name())
        })
        .collect();
    causes.join(", ")
}

/// Such as `fri 2026-03-27T09:00:00+01:00`.
#[must_use]
pub fn shown(instant: Instant, zone: ZoneId) -> String {
    let zone = zone.table();
    let weekday: String = zone.date(instant).weekday().name().chars().take(3).collect();
    format!("{weekday} {}", zone.rfc3339(instant))
}

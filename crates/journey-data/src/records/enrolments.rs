//! enrolments.csv: one row per enrolment.

use std::fmt::Write as _;

use journey_ir::program::{Goal, Program, Split};
use journey_ir::records::{CustomerRecords, Enrolment, GoalHit};
use journey_ir::time::ZoneId;
use journey_ir::value::{Shown, Type, Value};

use super::rows::Rows;
use super::sink::Sink as _;

/// The first line of enrolments.csv.
pub const ENROLMENTS_HEADER: &str = "customer,journey,key,started,ended,end,holdout,arms,goal_at,goal_value\n";

/// The rows of these customers' enrolments, without the header.
///
/// A journey with several goals has them in one cell, those that were reached, in the order of its text:
/// `2e achat=2026-02-01T10:00:00+01:00;parrainage=…`; a goal without a name has its number, from 1. `arms` likewise holds
/// the arms that were taken: `delay=short;tone=warm`.
#[must_use]
pub fn encode_enrolments<'a>(program: &Program, customers: impl IntoIterator<Item = &'a CustomerRecords>) -> Vec<u8> {
    let mut rows = Rows::new();
    let mut cell = String::new();
    for customer in customers {
        for enrolment in &customer.enrolments {
            encode(program, &customer.customer, enrolment, &mut rows, &mut cell);
        }
    }
    rows.into_bytes()
}

fn encode(program: &Program, customer: &str, enrolment: &Enrolment, rows: &mut Rows, cell: &mut String) {
    let journey = &program.journeys[enrolment.journey];
    rows.text(customer);
    rows.text(&journey.name);
    rows.key(&enrolment.key);
    rows.instant(enrolment.started, enrolment.zone);
    if let Some((ended, end)) = enrolment.ended {
        rows.instant(ended, enrolment.zone);
        rows.text(end.name());
    } else {
        rows.empty();
        rows.text("open");
    }
    rows.text(if enrolment.holdout { "yes" } else { "no" });
    each_arm(&journey.splits, enrolment, cell);
    rows.text(cell);
    each_goal(&journey.goals, enrolment, cell, |hit| when(hit, enrolment.zone));
    rows.text(cell);
    each_goal(&journey.goals, enrolment, cell, |hit| worth(&hit.worth));
    rows.text(cell);
    rows.end();
}

/// One cell for the arms that were taken.
pub(super) fn each_arm(splits: &[Split], enrolment: &Enrolment, into: &mut String) {
    into.clear();
    for (split, taken) in splits.iter().zip(&enrolment.arms) {
        let Some(arm) = taken.and_then(|taken| split.arms.get(usize::from(taken))) else { continue };
        let separator = if into.is_empty() { "" } else { ";" };
        write!(into, "{separator}{}={}", split.name, arm.name).expect("memory can be written to");
    }
}

/// One cell for what is said of each goal that was reached.
fn each_goal(goals: &[Goal], enrolment: &Enrolment, into: &mut String, say: impl Fn(&GoalHit) -> String) {
    into.clear();
    for (number, (goal, hit)) in (1..).zip(goals.iter().zip(&enrolment.goals)) {
        let Some(said) = hit.as_ref().map(&say).filter(|said| !said.is_empty()) else { continue };
        let separator = if into.is_empty() { "" } else { ";" };
        match &goal.name {
            _ if goals.len() == 1 => write!(into, "{said}"),
            Some(name) => write!(into, "{separator}{name}={said}"),
            None => write!(into, "{separator}{number}={said}"),
        }
        .expect("memory can be written to");
    }
}

fn when(hit: &GoalHit, zone: ZoneId) -> String {
    zone.table().rfc3339(hit.at)
}

/// What a goal was worth, which is a number: the type beside it only matters for words and channels.
fn worth(value: &Value) -> String {
    Shown { value, kind: &Type::Decimal, channel: &|_| "" }.to_string()
}

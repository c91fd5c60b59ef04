//! Turns a customer's effects into records, in the order of the files.

use journey_ir::program::Program;
use journey_ir::records::{Contact, CustomerRecords, Enrolment, GoalHit, MeasureTaken};
use journey_ir::time::Instant;

use crate::engine::Effect;

/// Collects what a run finds about one customer.
pub(crate) struct Recorder {
    /// Enrolments lie in the order of their numbers, which count from 0.
    records: CustomerRecords,
}

impl Recorder {
    pub(crate) fn new(customer: &str) -> Self {
        Self::after(CustomerRecords::default(), customer)
    }

    /// The same, in the memory of what was found about another customer.
    pub(crate) fn after(mut records: CustomerRecords, customer: &str) -> Self {
        records.customer.clear();
        records.customer.push_str(customer);
        records.contacts.clear();
        records.enrolments.clear();
        records.refusals.clear();
        records.tasks.clear();
        Self { records }
    }

    /// Whom it is about.
    pub(crate) fn customer(&self) -> &str {
        &self.records.customer
    }

    /// Takes the effects of a step; leaves the list empty.
    pub(crate) fn take(&mut self, program: &Program, effects: &mut Vec<Effect>) {
        for effect in effects.drain(..) {
            match effect {
                Effect::Contact(contact) => self.records.contacts.push(contact),
                Effect::Refused(refusal) => self.records.refusals.push(refusal),
                Effect::Task { task, .. } => self.records.tasks.push(task),
                Effect::Told(_) => {}
                Effect::Enrolled { number, journey, key, started, holdout, zone } => {
                    debug_assert_eq!(
                        number,
                        self.records.enrolments.len() as u64,
                        "enrolments are numbered as they start"
                    );
                    let declared = &program.journeys[journey];
                    let goals = unknown(declared.goals.len());
                    let measures = unknown(declared.measures.len());
                    let arms = unknown(declared.splits.len());
                    self.records.enrolments.push(Enrolment {
                        journey,
                        key,
                        started,
                        ended: None,
                        holdout,
                        arms,
                        goals,
                        measures,
                        zone,
                    });
                }
                Effect::Arm { number, split, arm } => {
                    let arms = self.enrolment(number).map(|enrolment| &mut enrolment.arms);
                    if let Some(taken) = arms.and_then(|arms| arms.get_mut(usize::from(split))) {
                        *taken = Some(arm);
                    }
                }
                Effect::Ended { number, at, end } => {
                    if let Some(enrolment) = self.enrolment(number) {
                        enrolment.ended = Some((at, end));
                    }
                }
                Effect::Measured { number, measure, at, value } => {
                    let measures = self.enrolment(number).map(|enrolment| &mut enrolment.measures);
                    if let Some(taken) = measures.and_then(|measures| measures.get_mut(measure)) {
                        *taken = Some(MeasureTaken { at, value });
                    }
                }
                Effect::Goal { number, goal, at, worth } => {
                    let goals = self.enrolment(number).map(|enrolment| &mut enrolment.goals);
                    if let Some(hit) = goals.and_then(|goals| goals.get_mut(goal)) {
                        *hit = Some(GoalHit { at, worth });
                    }
                }
            }
        }
    }

    fn enrolment(&mut self, number: u64) -> Option<&mut Enrolment> {
        self.records.enrolments.get_mut(usize::try_from(number).ok()?)
    }

    /// Everything from an instant on, in the order of the files; `pending` are the sends that still wait at the end.
    pub(crate) fn finish(mut self, program: &Program, from: Instant, pending: Vec<Contact>) -> CustomerRecords {
        self.records.contacts.retain(|contact| contact.at.is_none_or(|at| at >= from));
        self.records.enrolments.retain(|enrolment| enrolment.started >= from);
        self.records.refusals.retain(|refusal| refusal.at >= from);
        self.records.tasks.retain(|task| task.at >= from);
        self.records.contacts.extend(pending);
        self.records.contacts.sort_by_key(|contact| contact.at.unwrap_or(contact.due));
        let name = |enrolment: &Enrolment| &program.journeys[enrolment.journey].name;
        self.records.enrolments.sort_by(|a, b| {
            a.started.cmp(&b.started).then_with(|| name(a).cmp(name(b))).then_with(|| a.key.cmp(&b.key))
        });
        self.records
    }
}

/// Nothing yet for each of them; most journeys have none.
fn unknown<T: Clone>(count: usize) -> Vec<Option<T>> {
    if count == 0 { Vec::new() } else { vec![None; count] }
}

//! Records as dated facts.

use journey_ir::records::{Contact, CustomerRecords, Outcome};
use journey_ir::scenario::Fact;
use journey_ir::table::JourneyId;
use journey_ir::time::{Instant, ZoneId};

/// Something that the programme did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedFact {
    /// When.
    pub at: Instant,
    /// The customer's zone, in which the day is meant.
    pub zone: ZoneId,
    /// What.
    pub fact: Fact,
    /// The journey that did it.
    pub journey: JourneyId,
    /// The contact, as a place in the records, when it is one.
    pub contact: Option<usize>,
}

/// Everything that was done, in the order of time; at one instant in the order in which people think of it: who enters, what
/// is sent, what people get to do, who leaves. What is still waiting at the end has not been done.
pub(super) fn facts(records: &CustomerRecords) -> Vec<DatedFact> {
    let enters = records.enrolments.iter().map(|enrolment| DatedFact {
        at: enrolment.started,
        zone: enrolment.zone,
        fact: Fact::Enters(enrolment.journey),
        journey: enrolment.journey,
        contact: None,
    });
    let contacts = records.contacts.iter().enumerate().filter_map(|(place, contact)| {
        let fact = contact_fact(contact)?;
        Some(DatedFact { at: contact.at?, zone: contact.zone, fact, journey: contact.journey, contact: Some(place) })
    });
    let tasks = records.tasks.iter().map(|task| DatedFact {
        at: task.at,
        zone: task.zone,
        fact: Fact::Task(task.text.clone()),
        journey: task.journey,
        contact: None,
    });
    let leaves = records.enrolments.iter().filter_map(|enrolment| {
        let (at, end) = enrolment.ended?;
        let fact = Fact::Leaves(enrolment.journey, end);
        Some(DatedFact { at, zone: enrolment.zone, fact, journey: enrolment.journey, contact: None })
    });
    let mut facts: Vec<DatedFact> = enters.chain(contacts).chain(tasks).chain(leaves).collect();
    facts.sort_by_key(|fact| fact.at);
    facts
}

fn contact_fact(contact: &Contact) -> Option<Fact> {
    match &contact.outcome {
        Outcome::Sent => contact.channel.map(|channel| Fact::Sent(contact.message, channel)),
        Outcome::Skipped(causes) => causes.first().map(|cause| Fact::Skipped(contact.message, cause.reason)),
        Outcome::Pending(_) => None,
    }
}

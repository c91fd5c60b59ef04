//! What enrolments brought in, and what was spent on them (language reference 9.9): pure sums over the records.

use std::collections::BTreeMap;

use journey_ir::decimal::Decimal;
use journey_ir::program::{EngagementWith, Program, Reached};
use journey_ir::records::{Contact, CustomerRecords, Enrolment, Key, Outcome};
use journey_ir::table::{EventId, JourneyId, OfferId, Table};
use journey_ir::time::Instant;

use super::Amount;

/// What came in and what went out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What reached goals were worth. What one event is worth counts once, though it reaches several goals or counts for
    /// several enrolments: the largest worth.
    pub worth: Amount,
    /// What the contacts cost that these enrolments sent.
    pub contacts: Amount,
    /// What the offers cost that were used.
    pub offers: Amount,
}

/// The accounts of those who were treated and of the control groups beside them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accounts {
    /// Of enrolments outside control groups.
    pub treated: Account,
    /// Of enrolments in a control group.
    pub holdout: Account,
}

/// How an offer went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfferTotals {
    /// Enrolments that sent it.
    pub given: u64,
    /// Of those, that used it: a goal was reached after the sending, while it was alive. Once for each enrolment.
    pub used: u64,
    /// What that cost.
    pub cost: Amount,
}

/// What the records of one customer amount to.
pub(super) struct CustomerAccount {
    /// By journey; only those with enrolments.
    pub journeys: BTreeMap<JourneyId, Accounts>,
    /// Of the enrolments outside control groups, of all journeys together.
    pub total: Account,
}

impl Account {
    /// What is left of the worth.
    #[must_use]
    pub fn net(self) -> Amount {
        Amount(self.worth.0 - self.contacts.0 - self.offers.0)
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.worth.merge(other.worth);
        self.contacts.merge(other.contacts);
        self.offers.merge(other.offers);
    }
}

impl Accounts {
    pub(super) fn merge(&mut self, other: Self) {
        self.treated.merge(other.treated);
        self.holdout.merge(other.holdout);
    }

    fn of(&mut self, holdout: bool) -> &mut Account {
        if holdout { &mut self.holdout } else { &mut self.treated }
    }
}

impl OfferTotals {
    pub(super) fn merge(&mut self, other: Self) {
        self.given += other.given;
        self.used += other.used;
        self.cost.merge(other.cost);
    }
}

/// What happened that is worth something: it counts once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Event(EventId, Instant),
    Engagement(EngagementWith, Instant),
    /// A condition that became true: for its enrolment only.
    Condition {
        enrolment: usize,
        goal: usize,
    },
}

/// Whether anything in a programme is worth something, or costs something beside contacts: only then is there an account.
#[must_use]
pub fn has_account(program: &Program) -> bool {
    let is_worth = |journey: &journey_ir::program::Journey| journey.goals.iter().any(|goal| goal.worth.is_some());
    let costs = program.offers.iter().any(|(_, offer)| offer.cost.is_some());
    costs || program.cost.is_some() || program.journeys.iter().any(|(_, journey)| is_worth(journey))
}

/// The account of a customer; offers are added to those of all customers.
pub(super) fn account(
    program: &Program,
    records: &CustomerRecords,
    offers: &mut Table<OfferId, OfferTotals>,
) -> CustomerAccount {
    let mut account = CustomerAccount { journeys: BTreeMap::new(), total: Account::default() };
    let mut by_journey: BTreeMap<(JourneyId, bool, Source), Amount> = BTreeMap::new();
    let mut by_source: BTreeMap<Source, Amount> = BTreeMap::new();
    let contacts = contacts_by_enrolment(records);
    for (index, enrolment) in records.enrolments.iter().enumerate() {
        let sent = contacts.get(&name_of(enrolment)).map_or(&[][..], Vec::as_slice);
        let mut costs = Account::default();
        for contact in sent {
            costs.contacts.add(contact.channel.map_or(Decimal::ZERO, |channel| program.channels[channel].cost));
        }
        costs.offers = use_offers(program, enrolment, sent, offers);
        account.journeys.entry(enrolment.journey).or_default().of(enrolment.holdout).merge(costs);
        if !enrolment.holdout {
            account.total.merge(costs);
        }
        for (source, worth) in worths(program, enrolment, index) {
            let most = |slot: &mut Amount| *slot = (*slot).max(worth);
            by_journey.entry((enrolment.journey, enrolment.holdout, source)).and_modify(most).or_insert(worth);
            if !enrolment.holdout {
                by_source.entry(source).and_modify(most).or_insert(worth);
            }
        }
    }
    for ((journey, holdout, _), worth) in by_journey {
        account.journeys.entry(journey).or_default().of(holdout).worth.merge(worth);
    }
    for worth in by_source.into_values() {
        account.total.worth.merge(worth);
    }
    account
}

/// The contacts that each enrolment sent.
fn contacts_by_enrolment(records: &CustomerRecords) -> BTreeMap<(JourneyId, Instant, &Key), Vec<&Contact>> {
    let mut contacts: BTreeMap<_, Vec<&Contact>> = BTreeMap::new();
    for contact in records.contacts.iter().filter(|contact| contact.outcome == Outcome::Sent) {
        contacts.entry((contact.journey, contact.started, &contact.key)).or_default().push(contact);
    }
    contacts
}

fn name_of(enrolment: &Enrolment) -> (JourneyId, Instant, &Key) {
    (enrolment.journey, enrolment.started, &enrolment.key)
}

/// What happened that was worth something to an enrolment.
fn worths(program: &Program, enrolment: &Enrolment, index: usize) -> Vec<(Source, Amount)> {
    let goals = program.journeys[enrolment.journey].goals.iter().zip(&enrolment.goals).enumerate();
    let worths = goals.filter_map(|(goal, (declared, hit))| {
        let hit = hit.as_ref()?;
        let worth = Amount(i128::from(hit.worth.number()?.0));
        let source = match &declared.reached {
            Reached::Event { event, .. } => Source::Event(*event, hit.at),
            Reached::Engagement(engagement) => Source::Engagement(*engagement, hit.at),
            Reached::Becomes(_) => Source::Condition { enrolment: index, goal },
        };
        Some((source, worth))
    });
    worths.collect()
}

/// The offers that an enrolment sent, each once: used when a goal was reached after it was sent, while it was alive. Gives
/// what they cost.
fn use_offers(
    program: &Program,
    enrolment: &Enrolment,
    sent: &[&Contact],
    offers: &mut Table<OfferId, OfferTotals>,
) -> Amount {
    let mut used: BTreeMap<OfferId, bool> = BTreeMap::new();
    for contact in sent {
        let (Some(offer), Some(at)) = (program.messages[contact.message].offer, contact.at) else { continue };
        let alive = program.offers[offer].alive(at, contact.zone.table());
        let mut hits = enrolment.goals.iter().flatten();
        *used.entry(offer).or_default() |= hits.any(|hit| hit.at > at && alive.at(hit.at));
    }
    let mut cost = Amount::default();
    for (offer, used) in used {
        let totals = &mut offers[offer];
        totals.given += 1;
        if used {
            let of_one = program.offers[offer].cost.unwrap_or_default();
            totals.used += 1;
            totals.cost.add(of_one);
            cost.add(of_one);
        }
    }
    cost
}

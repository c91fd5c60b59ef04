//! What a run amounts to: totals that are added up customer by customer.
//!
//! Summaries of customers are made on any thread and merged in any order: sums know none, and of equal peaks that of the first
//! customer counts. So the result does not depend on threads (language reference 7.3). Nothing here knows the clock: how long a
//! run took is no part of it.

mod account;
mod amount;
mod days;
mod measures;
mod peak;
#[cfg(test)]
mod tests;
mod totals;

use std::collections::BTreeMap;

use journey_ir::decimal::Decimal;
use journey_ir::program::{Journey, Program, Split};
use journey_ir::records::{Cause, Contact, CustomerRecords, Detail, End, Enrolment, Outcome, Reason, RefusedBecause};
use journey_ir::table::{CapId, ChannelId, JourneyId, MessageId, OfferId, Table};
use journey_ir::time::Date;
use smallvec::SmallVec;

pub use account::{Account, Accounts, OfferTotals, has_account};
pub use amount::Amount;
pub use days::{Day, Days};
pub use measures::{MeasureTotals, Measured};
pub use peak::{Peak, Pressure};
pub use totals::Totals;

/// The totals of a run, or of a part of its customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many customers.
    pub customers: CustomerTotals,
    /// All sends.
    pub sends: Sends,
    /// By journey.
    pub journeys: Table<JourneyId, JourneyTotals>,
    /// The sends of each message.
    pub messages: Table<MessageId, Sends>,
    /// The sends by each channel; a send that did not go counts for the channel of its row, the first listed.
    pub channels: Table<ChannelId, Sends>,
    /// By day: the date that the customer's own zone showed when the contact was sent or given up.
    pub days: Days,
    /// What was sent on each channel that has a capacity, by the date in the programme's zone (language reference 3.3).
    pub capacity: BTreeMap<(ChannelId, Date), u64>,
    /// How many contacts each cap was the deciding reason against (see [`Why::deciding`]).
    pub caps: Table<CapId, u64>,
    /// What offers brought about, where anything has an account (see [`has_account`]).
    pub offers: Table<OfferId, OfferTotals>,
    /// Of all enrolments outside control groups; what one event is worth counts once. The programme's own cost is no part
    /// of it.
    pub account: Account,
    /// The most contacts that any one customer got.
    pub pressure: Pressure,
    /// Whether there is an account at all: asked once, not for each customer.
    has_account: bool,
}

/// How many customers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CustomerTotals {
    /// In the run.
    pub all: u64,
    /// With one enrolment at least.
    pub enrolled: u64,
    /// For whom one send at least came up, whatever became of it.
    pub addressed: u64,
    /// Who got one contact at least, service included.
    pub contacted: u64,
}

/// What became of sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sends {
    /// Sent.
    pub sent: u64,
    /// What those cost.
    pub cost: Amount,
    /// Given up, by reason.
    pub skipped: BTreeMap<Why, u64>,
    /// Still waiting at the end of the run, by the reason of the last refusal; nothing where there was no attempt yet.
    pub pending: BTreeMap<Option<Reason>, u64>,
}

/// Why a send was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Why {
    /// The primary reason (language reference 4.7).
    pub reason: Reason,
    /// Of one that waited in vain or whose enrolment ended: what refused it last, if there was an attempt.
    pub last_refusal: Option<Reason>,
}

impl Why {
    /// What kept the contact from going: the last refusal where there is one, else the primary reason.
    #[must_use]
    pub fn deciding(self) -> Reason {
        self.last_refusal.unwrap_or(self.reason)
    }
}

/// What became of one journey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JourneyTotals {
    /// Starts that were accepted.
    pub enrolments: u64,
    /// Of those, in a control group, the global one or the journey's own.
    pub holdouts: u64,
    /// Different customers among those.
    pub customers: u64,
    /// Different customers who got one contact at least from it.
    pub contacted: u64,
    /// Starts that were refused.
    pub refused: BTreeMap<RefusedBecause, u64>,
    /// Enrolments that are live at the end of the run.
    pub open: u64,
    /// How the others ended.
    pub ended: BTreeMap<End, u64>,
    /// Its sends.
    pub sends: Sends,
    /// Its goals, in the order of the text.
    pub goals: Vec<GoalTotals>,
    /// Its measures, in the order of the text.
    pub measures: Vec<MeasureTotals>,
    /// The tasks that it gave to people.
    pub tasks: u64,
    /// What it brought in and what was spent, of the enrolments that are counted here.
    pub accounts: Accounts,
    /// For each split, in the order of the text, its arms.
    pub splits: Vec<Vec<ArmTotals>>,
}

/// What became of the enrolments that took one arm of a split (language reference 5.8).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArmTotals {
    /// How many took it.
    pub enrolments: u64,
    /// Of those, in a control group.
    pub holdouts: u64,
    /// The journey's goals, in the order of the text.
    pub goals: Vec<GoalTotals>,
    /// The journey's measures, in the order of the text.
    pub measures: Vec<MeasureTotals>,
}

/// How often a goal was reached (language reference 5.5).
///
/// Its rates are over all enrolments, also those so young that their time for it was not over at the end of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GoalTotals {
    /// By enrolments outside control groups, of which there are [`JourneyTotals::enrolments`] less `holdouts`.
    pub treated: Reached,
    /// By enrolments in a control group.
    pub holdout: Reached,
}

/// Enrolments that reached a goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// How many.
    pub count: u64,
    /// What they were worth together; a missing worth counts nothing.
    pub worth: Amount,
}

impl Summary {
    /// Of no customers yet.
    #[must_use]
    pub fn new(program: &Program) -> Self {
        let journeys = program.journeys.as_slice().iter().map(|journey| JourneyTotals {
            goals: vec![GoalTotals::default(); journey.goals.len()],
            measures: vec![MeasureTotals::default(); journey.measures.len()],
            splits: journey.splits.iter().map(|split| arm_totals(split, journey)).collect(),
            ..JourneyTotals::default()
        });
        Self {
            customers: CustomerTotals::default(),
            sends: Sends::default(),
            journeys: journeys.collect(),
            messages: program.messages.filled(Sends::default()),
            channels: program.channels.filled(Sends::default()),
            days: Days::default(),
            capacity: BTreeMap::new(),
            caps: program.caps.filled(0),
            offers: program.offers.filled(OfferTotals::default()),
            account: Account::default(),
            pressure: Pressure::default(),
            has_account: has_account(program),
        }
    }

    /// Adds one customer, who stands at that place of the customers file.
    pub fn add(&mut self, program: &Program, place: usize, records: &CustomerRecords) {
        self.customers.all += 1;
        self.customers.enrolled += u64::from(!records.enrolments.is_empty());
        self.customers.addressed += u64::from(!records.contacts.is_empty());
        let mut contacted = Distinct::new();
        for contact in &records.contacts {
            self.add_contact(program, contact);
            if contact.outcome == Outcome::Sent && is_new(&mut contacted, contact.journey) {
                self.journeys[contact.journey].contacted += 1;
            }
        }
        self.customers.contacted += u64::from(!contacted.is_empty());
        let mut enrolled = Distinct::new();
        for enrolment in &records.enrolments {
            self.journeys[enrolment.journey].add_enrolment(enrolment);
            if is_new(&mut enrolled, enrolment.journey) {
                self.journeys[enrolment.journey].customers += 1;
            }
        }
        for refusal in &records.refusals {
            *self.journeys[refusal.journey].refused.entry(refusal.because).or_default() += 1;
        }
        for task in &records.tasks {
            self.journeys[task.journey].tasks += 1;
        }
        if self.has_account {
            let account = account::account(program, records, &mut self.offers);
            for (journey, accounts) in account.journeys {
                self.journeys[journey].accounts.merge(accounts);
            }
            self.account.merge(account.total);
        }
        self.pressure.add(place, records);
    }

    /// Adds the customers of `later`, who are others than those of `self`. Both are of the same programme.
    pub fn merge(&mut self, later: Self) {
        self.customers.merge(later.customers);
        self.sends.merge(&later.sends);
        for (id, journey) in later.journeys.iter() {
            self.journeys[id].merge(journey);
        }
        for (id, sends) in later.messages.iter() {
            self.messages[id].merge(sends);
        }
        for (id, sends) in later.channels.iter() {
            self.channels[id].merge(sends);
        }
        self.days.merge(&later.days);
        merge_counts(&mut self.capacity, &later.capacity);
        for (id, refused) in later.caps.iter() {
            self.caps[id] += refused;
        }
        for (id, offer) in later.offers.iter() {
            self.offers[id].merge(*offer);
        }
        self.account.merge(later.account);
        self.pressure.merge(later.pressure);
    }

    fn add_contact(&mut self, program: &Program, contact: &Contact) {
        let cost = contact.channel.map_or(Decimal::ZERO, |channel| program.channels[channel].cost);
        self.sends.add(&contact.outcome, cost);
        self.journeys[contact.journey].sends.add(&contact.outcome, cost);
        self.messages[contact.message].add(&contact.outcome, cost);
        if let Some(channel) = contact.channel {
            self.channels[channel].add(&contact.outcome, cost);
        }
        if let Some(at) = contact.at {
            let date = contact.zone.table().date(at);
            self.days.add(date, &contact.outcome, cost);
        }
        if let (Outcome::Sent, Some(at), Some(channel)) = (&contact.outcome, contact.at, contact.channel)
            && program.channels[channel].capacity.is_some()
        {
            let date = program.zone.table().date(at);
            *self.capacity.entry((channel, date)).or_default() += 1;
        }
        if let Outcome::Skipped(causes) = &contact.outcome
            && let Some(Detail::Cap(cap)) = deciding(causes).map(|cause| cause.detail)
        {
            self.caps[cap] += 1;
        }
    }
}

fn arm_totals(split: &Split, journey: &Journey) -> Vec<ArmTotals> {
    let arm = ArmTotals {
        goals: vec![GoalTotals::default(); journey.goals.len()],
        measures: vec![MeasureTotals::default(); journey.measures.len()],
        ..ArmTotals::default()
    };
    vec![arm; split.arms.len()]
}

/// The journeys that a customer has been seen in: few enough to be looked through.
type Distinct = SmallVec<[JourneyId; 16]>;

/// Whether it is seen for the first time.
fn is_new(seen: &mut Distinct, journey: JourneyId) -> bool {
    let is_new = !seen.contains(&journey);
    if is_new {
        seen.push(journey);
    }
    is_new
}

/// The cause behind the outcome: after `expired` and `left` come the causes of the last refusal.
fn deciding(causes: &[Cause]) -> Option<&Cause> {
    match causes {
        [waited, last, ..] if matches!(waited.reason, Reason::Expired | Reason::Left) => Some(last),
        _ => causes.first(),
    }
}

impl CustomerTotals {
    fn merge(&mut self, later: Self) {
        self.all += later.all;
        self.enrolled += later.enrolled;
        self.addressed += later.addressed;
        self.contacted += later.contacted;
    }
}

impl Sends {
    /// How many were given up.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// How many still wait.
    #[must_use]
    pub fn pending(&self) -> u64 {
        self.pending.values().sum()
    }

    fn add(&mut self, outcome: &Outcome, cost: Decimal) {
        match outcome {
            Outcome::Sent => {
                self.sent += 1;
                self.cost.add(cost);
            }
            Outcome::Skipped(causes) => {
                // The engine gives every skipped send a cause; `left` is what one without any could only be.
                let reason = causes.first().map_or(Reason::Left, |cause| cause.reason);
                let last_refusal = deciding(causes).map(|cause| cause.reason).filter(|&last| last != reason);
                *self.skipped.entry(Why { reason, last_refusal }).or_default() += 1;
            }
            Outcome::Pending(causes) => {
                let reason = causes.first().map(|cause| cause.reason);
                *self.pending.entry(reason).or_default() += 1;
            }
        }
    }

    fn merge(&mut self, later: &Self) {
        self.sent += later.sent;
        self.cost.merge(later.cost);
        merge_counts(&mut self.skipped, &later.skipped);
        merge_counts(&mut self.pending, &later.pending);
    }
}

impl JourneyTotals {
    fn add_enrolment(&mut self, enrolment: &Enrolment) {
        self.enrolments += 1;
        self.holdouts += u64::from(enrolment.holdout);
        match enrolment.ended {
            None => self.open += 1,
            Some((_, end)) => *self.ended.entry(end).or_default() += 1,
        }
        add_goals(&mut self.goals, enrolment);
        measures::add(&mut self.measures, enrolment);
        for (arms, taken) in self.splits.iter_mut().zip(&enrolment.arms) {
            let arm = taken.and_then(|taken| arms.get_mut(usize::from(taken)));
            if let Some(arm) = arm {
                arm.enrolments += 1;
                arm.holdouts += u64::from(enrolment.holdout);
                add_goals(&mut arm.goals, enrolment);
                measures::add(&mut arm.measures, enrolment);
            }
        }
    }

    fn merge(&mut self, later: &Self) {
        self.enrolments += later.enrolments;
        self.holdouts += later.holdouts;
        self.customers += later.customers;
        self.contacted += later.contacted;
        merge_counts(&mut self.refused, &later.refused);
        self.open += later.open;
        merge_counts(&mut self.ended, &later.ended);
        self.sends.merge(&later.sends);
        merge_goals(&mut self.goals, &later.goals);
        measures::merge(&mut self.measures, &later.measures);
        self.tasks += later.tasks;
        self.accounts.merge(later.accounts);
        for (arm, later) in self.splits.iter_mut().flatten().zip(later.splits.iter().flatten()) {
            arm.enrolments += later.enrolments;
            arm.holdouts += later.holdouts;
            merge_goals(&mut arm.goals, &later.goals);
            measures::merge(&mut arm.measures, &later.measures);
        }
    }
}

fn add_goals(goals: &mut [GoalTotals], enrolment: &Enrolment) {
    for (totals, hit) in goals.iter_mut().zip(&enrolment.goals) {
        if let Some(hit) = hit {
            let reached = if enrolment.holdout { &mut totals.holdout } else { &mut totals.treated };
            reached.count += 1;
            reached.worth.add(hit.worth.number().unwrap_or(Decimal::ZERO));
        }
    }
}

fn merge_goals(goals: &mut [GoalTotals], later: &[GoalTotals]) {
    for (goal, later) in goals.iter_mut().zip(later) {
        goal.treated.merge(later.treated);
        goal.holdout.merge(later.holdout);
    }
}

impl Reached {
    fn merge(&mut self, later: Self) {
        self.count += later.count;
        self.worth.merge(later.worth);
    }
}

fn merge_counts<K: Copy + Ord>(counts: &mut BTreeMap<K, u64>, later: &BTreeMap<K, u64>) {
    for (&key, count) in later {
        *counts.entry(key).or_default() += count;
    }
}

//! Peak pressure: the most contacts that any one customer got in a stretch of time.

use std::cmp::Reverse;

use journey_ir::pressure::Purpose;
use journey_ir::records::{Contact, CustomerRecords, Outcome};
use journey_ir::time::{Instant, Period, Unit, ZoneId};

/// The most contacts that any one customer got within 7 and within 30 days.
///
/// All contacts sent in the run count, but for service; contacts of the past from the data do not. A contact sent at s
/// is in the window of 7 days that ends at t when s ≤ t < s ⊕ 7 days (language reference 2.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pressure {
    /// Within 7 days.
    pub week: Option<Peak>,
    /// Within 30 days.
    pub month: Option<Peak>,
}

/// The most contacts that one customer got; of several customers with as many, the first in the customers file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peak {
    /// How many contacts.
    pub contacts: u64,
    /// Who got them.
    pub customer: String,
    /// Where that one stands in the customers file.
    pub place: usize,
    /// When the last of them was sent; of several times with as many, the first.
    pub at: Instant,
    /// The customer's zone then.
    pub zone: ZoneId,
}

impl Pressure {
    pub(super) fn add(&mut self, place: usize, records: &CustomerRecords) {
        // Who got no more in all got no more in any stretch of time.
        let most = records.contacts.iter().filter_map(counted).count() as u64;
        for (peak, days) in [(&mut self.week, 7), (&mut self.month, 30)] {
            let highest = peak.as_ref().map_or(0, |peak| peak.contacts);
            if most > highest || (most > 0 && most == highest && peak.as_ref().is_some_and(|peak| place < peak.place)) {
                raise(peak, place, records, Period::of(days, Unit::Day));
            }
        }
    }

    pub(super) fn merge(&mut self, later: Self) {
        merge(&mut self.week, later.week);
        merge(&mut self.month, later.month);
    }
}

fn merge(peak: &mut Option<Peak>, other: Option<Peak>) {
    let Some(other) = other else { return };
    if peak.as_ref().is_none_or(|peak| other.is_before(peak)) {
        *peak = Some(other);
    }
}

impl Peak {
    /// Whether this one is named rather than the other: it is higher, or as high and of a customer before.
    fn is_before(&self, other: &Self) -> bool {
        (self.contacts, Reverse(self.place)) > (other.contacts, Reverse(other.place))
    }
}

/// Goes through the contacts in the order in which they were sent and keeps the ends of those that still count. A
/// customer who changes zones may see a later contact cease to count before an earlier one, so the ends are not a queue.
fn raise(peak: &mut Option<Peak>, place: usize, records: &CustomerRecords, period: Period) {
    let mut ends: Vec<Instant> = Vec::new();
    let mut own: Option<(u64, Instant, ZoneId)> = None;
    for (contact, at) in records.contacts.iter().filter_map(|contact| Some((contact, counted(contact)?))) {
        ends.retain(|&end| at < end);
        ends.push(contact.zone.table().plus(at, period));
        let contacts = ends.len() as u64;
        if own.is_none_or(|(most, ..)| contacts > most) {
            own = Some((contacts, at, contact.zone));
        }
    }
    let own = own.map(|(contacts, at, zone)| Peak { contacts, customer: records.customer.clone(), place, at, zone });
    merge(peak, own);
}

fn counted(contact: &Contact) -> Option<Instant> {
    let counts = contact.outcome == Outcome::Sent && contact.purpose != Purpose::Service;
    contact.at.filter(|_| counts)
}

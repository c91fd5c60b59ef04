//! Capacity among customers: what of it is used, and whose turn it is (language reference 3.3).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use journey_ir::program::Program;
use journey_ir::records::Key;
use journey_ir::table::ChannelId;
use journey_ir::time::Instant;
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::Request;

/// What capacity is used, and what is left.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// For each channel and assignee the end of the period that counts now, and how much of it is used.
    used: BTreeMap<(ChannelId, Key), (Instant, u32)>,
}

impl Ledger {
    /// Whether there is capacity for a contact, which then takes it. Requests come in the order of their instants; what
    /// was left of a period at its end is gone.
    pub(super) fn grants(&mut self, program: &Program, request: &Request) -> bool {
        let Some(capacity) = program.channels[request.channel].capacity else { return true };
        let end = capacity.per.end(request.at, program.zone.table());
        let (counted, used) = self.used.entry((request.channel, request.assignee.clone())).or_insert((end, 0));
        if *counted != end {
            (*counted, *used) = (end, 0);
        }
        let granted = *used < capacity.limit;
        *used += u32::from(granted);
        granted
    }
}

/// Whose turn it is: the earliest attempt, then the earliest due, the highest priority, the hash, the customer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    pub(super) at: Instant,
    due: Instant,
    priority: Reverse<u8>,
    hash: u64,
    customer: Box<str>,
    pub(super) place: usize,
}

impl Turn {
    /// The turn for the same contact at another instant.
    pub(super) fn then(self, at: Instant) -> Self {
        Self { at, ..self }
    }

    /// The turn of the customer at a place, who asks this.
    pub(super) fn of(program: &Program, (place, customer): (usize, &str), request: &Request) -> Self {
        let channel = &program.channels[request.channel].name;
        let hashed = format!("{}\u{1F}{channel}\u{1F}{customer}", program.salt);
        Self {
            at: request.at,
            due: request.due,
            priority: Reverse(request.priority),
            hash: xxh3_64(hashed.as_bytes()),
            customer: customer.into(),
            place,
        }
    }
}

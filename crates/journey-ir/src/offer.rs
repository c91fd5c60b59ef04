//! Offers: what a message promises, and how long the promise is alive (language reference 3).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::program::Active;
use crate::span::Span;
use crate::time::{Instant, Period, Zone};

/// An offer that messages carry.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Offer {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: Option<String>,
    /// What the customer gets, in the words of the message.
    pub benefit: Option<String>,
    /// How long it is alive for a customer, from the instant at which a message carried it; nothing: no end of its own.
    pub lasts: Option<Period>,
    /// The dates between which it can be used at all, in the customer's zone.
    pub valid: Active,
    /// What it costs each time that it is used, in the programme's currency (language reference 9.9).
    pub cost: Option<Decimal>,
    /// Where it is declared.
    pub span: Span,
}

/// When an offer is alive for one customer: `from` ≤ t < `until`; without an `until` for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Alive {
    /// The first instant.
    pub from: Instant,
    /// The first instant that is too late, if there is one.
    pub until: Option<Instant>,
}

impl Offer {
    /// When it is alive for a customer in `zone` to whom it was sent at `sent`: from then (or from its first date, where
    /// that is later) until `sent` ⊕ its length or its last date, whichever comes first.
    #[must_use]
    pub fn alive(&self, sent: Instant, zone: &Zone) -> Alive {
        let wall = |wall: crate::time::WallTime| zone.instant(wall.date, wall.time);
        let from = self.valid.from.map_or(sent, |from| sent.max(wall(from)));
        let lasts = self.lasts.map(|lasts| zone.plus(sent, lasts));
        let until = self.valid.until.map(wall);
        Alive { from, until: lasts.into_iter().chain(until).min() }
    }
}

impl Alive {
    /// Whether it is alive at an instant.
    #[must_use]
    pub fn at(self, now: Instant) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Active;
    use crate::span::FileId;
    use crate::time::{Date, TimeOfDay, Unit, WallTime, ZoneId};

    fn offer(lasts: Option<Period>, valid: Active) -> Offer {
        let span = Span::new(FileId(0), 0, 0);
        Offer { name: "o".into(), title: None, benefit: None, lasts, valid, cost: None, span }
    }

    fn at(text: &str) -> Instant {
        let zone = ZoneId::parse("Europe/Paris").unwrap();
        crate::time::parse_moment(text).unwrap().in_zone(zone.table(), TimeOfDay::MIDNIGHT)
    }

    fn day(text: &str) -> WallTime {
        WallTime { date: Date::parse(text).unwrap(), time: TimeOfDay::MIDNIGHT }
    }

    #[test]
    fn an_offer_is_alive_from_the_send_and_not_at_its_end() {
        let zone = ZoneId::parse("Europe/Paris").unwrap();
        let alive =
            offer(Some(Period::of(30, Unit::Day)), Active::default()).alive(at("2026-03-10 09:00"), zone.table());
        assert!(!alive.at(at("2026-03-10 08:59:59")));
        assert!(alive.at(at("2026-03-10 09:00")));
        // 30 days on the wall clock, over the change to summer time.
        assert!(alive.at(at("2026-04-09 08:59:59")));
        assert!(!alive.at(at("2026-04-09 09:00")));
    }

    #[test]
    fn the_first_of_two_ends_counts_and_the_last_of_two_beginnings() {
        let zone = ZoneId::parse("Europe/Paris").unwrap();
        let valid = Active { from: Some(day("2026-03-15")), until: Some(day("2026-03-20")) };
        let alive = offer(Some(Period::of(30, Unit::Day)), valid).alive(at("2026-03-10 09:00"), zone.table());
        assert_eq!(alive, Alive { from: at("2026-03-15"), until: Some(at("2026-03-20")) });
        let ever = offer(None, Active::default()).alive(at("2026-03-10 09:00"), zone.table());
        assert!(ever.at(at("2199-01-01")));
    }
}

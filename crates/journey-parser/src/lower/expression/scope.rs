//! What the names in an expression can mean, which depends on where it stands (language reference 5.9).

use journey_ir::expression::Occurrence;
use journey_ir::table::EventId;

/// Where an expression stands.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Scope {
    /// Where, for messages: `a segment`.
    pub place: &'static str,
    /// Within an enrolment: `start`, `since start`, and `sent(M)` of that enrolment.
    pub enrolment: bool,
    /// The event under the eye in a `where`: its fields come first.
    pub current: Option<EventId>,
    /// The `where` of a history function: fields and attributes only (language reference 1.2).
    pub in_history: bool,
    /// Computed once, for a step that needs the value now: `now` may be calculated with.
    pub at_once: bool,
    /// The events that start the journey: their names read the starting event.
    pub starts: Vec<EventId>,
    /// The events that ended the waits around this place, the innermost last, with their slots.
    pub awaited: Vec<(EventId, u16)>,
}

impl Scope {
    /// Outside any enrolment: segments, consents, caps.
    pub fn outside(place: &'static str) -> Self {
        Self {
            place,
            enrolment: false,
            current: None,
            in_history: false,
            at_once: false,
            starts: Vec::new(),
            awaited: Vec::new(),
        }
    }

    /// Decided at the start, before there is an enrolment: the starting event can be read.
    pub fn audience(starts: Vec<EventId>) -> Self {
        Self { starts, ..Self::outside("the `for` of a journey") }
    }

    /// In the steps, stops and goals of a journey.
    pub fn enrolment(starts: Vec<EventId>) -> Self {
        Self { enrolment: true, ..Self::audience(starts) }
    }

    /// The `where` of an event at this place.
    pub fn at_event(&self, event: EventId) -> Self {
        Self { current: Some(event), ..self.clone() }
    }

    /// The `where` of a history function.
    pub fn in_history(event: EventId) -> Self {
        Self { current: Some(event), in_history: true, ..Self::outside("the `where` of a history function") }
    }

    /// In the block of a wait that an event ended.
    pub fn after(&self, event: EventId, slot: u16) -> Self {
        let mut scope = self.clone();
        scope.awaited.push((event, slot));
        scope
    }

    /// Which occurrence an event's name reads; the innermost wins.
    pub fn occurrence(&self, event: EventId) -> Option<Occurrence> {
        if self.current == Some(event) {
            return Some(Occurrence::Current);
        }
        let awaited = self.awaited.iter().rev().find(|(awaited, _)| *awaited == event);
        awaited
            .map(|(_, slot)| Occurrence::Awaited(*slot))
            .or_else(|| self.starts.contains(&event).then_some(Occurrence::Start))
    }
}

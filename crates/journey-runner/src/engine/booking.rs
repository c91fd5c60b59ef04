//! `look ahead L`: sends of higher-priority journeys that are booked keep their place under the caps (language reference
//! 4.6).

use journey_ir::operation::{Operation, Place, Send};
use journey_ir::pressure::{Cap, CapWindow, ContactKind, Purpose};
use journey_ir::program::{Journey, Program};
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::table::{CapId, JourneyId};
use journey_ir::time::{Instant, Zone};

use super::reach::{amount, contact_kind, first_reachable, held_out, next_consent};
use super::scope::{Scope, earlier};
use super::sending::send_of;
use super::state::{Enrolment, Rest, State};

/// A send that will be tried at a known instant.
struct Booking {
    at: Instant,
    kind: ContactKind,
}

/// Why a contact may not go now although its own caps allow it: the first booked send that passes its caps without it and
/// fails with it. Booked sends are looked at in the order of their instants, and each that passes counts for the later ones.
pub(super) fn reserved(program: &Program, state: &State, enrolment: &Enrolment, kind: ContactKind) -> Option<Cause> {
    let mut booked: Vec<Booking> = Vec::new();
    for booking in bookings(program, state, enrolment) {
        let mut passes_with_it = true;
        let mut passes = true;
        for (id, cap) in caps_of(program, state, booking.kind) {
            let earlier = booked.iter().map(|earlier| (earlier.at, earlier.kind));
            let before = counted_at(state, id, booking.at) + weigh(program, state, cap, earlier, booking.at);
            let limit = u64::from(cap.limit);
            let own = u64::from(amount(program, cap, booking.kind));
            let others = weigh(program, state, cap, [(state.now, kind)], booking.at);
            passes &= before + own <= limit;
            passes_with_it &= before + own + others <= limit;
        }
        if passes && !passes_with_it {
            let journey = booking.kind.journey?;
            return Some(Cause { reason: Reason::Reserved, detail: Detail::Journey(journey) });
        }
        if passes {
            booked.push(booking);
        }
    }
    None
}

/// The caps that a contact must pass, as they apply now.
fn caps_of<'p>(program: &'p Program, state: &State, kind: ContactKind) -> impl Iterator<Item = (CapId, &'p Cap)> {
    program.caps.iter().filter(move |(_, cap)| {
        cap.selector.matches(program, kind) && Scope::of(program, state).satisfies(cap.applies.as_ref())
    })
}

/// What a cap will still count at an instant to come, of the contacts up to now.
fn counted_at(state: &State, cap: CapId, at: Instant) -> u64 {
    let inside = state.counted[cap].iter().filter(|counted| counted.leaves > at);
    inside.map(|counted| u64::from(counted.amount)).sum()
}

/// What contacts that are sent at these instants will count in a cap at an instant to come.
fn weigh(
    program: &Program,
    state: &State,
    cap: &Cap,
    contacts: impl IntoIterator<Item = (Instant, ContactKind)>,
    at: Instant,
) -> u64 {
    let counts = |(sent, kind): &(Instant, ContactKind)| {
        cap.selector.matches(program, *kind) && cap.window.leaves(state.clock(), *sent) > at
    };
    contacts.into_iter().filter(counts).map(|(_, kind)| u64::from(amount(program, cap, kind))).sum()
}

/// The sends that are booked by journeys of higher priority and at most L away, in the order of their instants; at one instant
/// in that of arbitration.
fn bookings(program: &Program, state: &State, enrolment: &Enrolment) -> Vec<Booking> {
    let Some(look_ahead) = program.look_ahead else { return Vec::new() };
    let priority = program.journeys[enrolment.journey].priority;
    let mut bookings: Vec<Booking> = (planned(program, state, priority))
        .filter(|(_, _, at)| state.clock().minus(*at, look_ahead) <= state.now)
        .filter_map(|(enrolment, send, at)| {
            let paused = Scope::of(program, state).is_paused(enrolment);
            if paused || held_out(state, enrolment, send.purpose) {
                return None;
            }
            let channel = first_reachable(program, state, send)?;
            Some(Booking { at, kind: contact_kind(enrolment, send, channel) })
        })
        .collect();
    bookings.sort_by_key(|booking| booking.at);
    bookings
}

/// When the next send that a journey has booked will be tried.
pub(super) fn booked_at(
    program: &Program,
    state: &State,
    enrolment: &Enrolment,
    journey: JourneyId,
) -> Option<Instant> {
    let bookings = bookings(program, state, enrolment);
    bookings.iter().find(|booking| booking.kind.journey == Some(journey)).map(|booking| booking.at)
}

/// The sends of journeys of higher priority that will be tried at a known instant, however far away.
fn planned<'s>(
    program: &'s Program,
    state: &'s State,
    priority: u8,
) -> impl Iterator<Item = (&'s Enrolment, &'s Send, Instant)> {
    let higher =
        move |enrolment: &&Enrolment| enrolment.live && program.journeys[enrolment.journey].priority > priority;
    state.enrolments.iter().filter(higher).filter_map(|enrolment| {
        let (send, at) = planned_send(program, state, enrolment)?;
        Some((enrolment, send, at))
    })
}

/// When the hours of the channel that a send would take first let it go, from an instant on.
fn opens(program: &Program, state: &State, send: &Send, from: Instant) -> Option<Instant> {
    match first_reachable(program, state, send) {
        // When its moment comes is not known.
        Some(channel) if program.channels[channel].moment.is_some() => None,
        Some(channel) if send.purpose != Purpose::Service => {
            program.next_open(&program.channels[channel].hours, from.max(state.now), state.clock())
        }
        _ => Some(from),
    }
}

/// The send at the end of the wait in which an enrolment is, and the instant at which it will be tried.
fn planned_send<'p>(program: &'p Program, state: &State, enrolment: &Enrolment) -> Option<(&'p Send, Instant)> {
    let journey = &program.journeys[enrolment.journey];
    match (&enrolment.rest, journey.operations.get(enrolment.place)?) {
        (Rest::Moment(timer), Operation::At { .. } | Operation::Sleep(_)) => {
            let send = send_at(journey, enrolment.place + 1)?;
            let ends = timer.ends?;
            if first_reachable(program, state, send).is_some_and(|id| program.channels[id].moment.is_some()) {
                return None;
            }
            let at = send.not_before.map_or(ends, |time| state.clock().next_time_of_day(ends, time));
            Some((send, at))
        }
        (Rest::Send(waiting), _) => {
            let send = send_of(program, enrolment)?;
            Some((send, opens(program, state, send, waiting.first)?))
        }
        _ => None,
    }
    .filter(|(_, at)| *at > state.now)
}

/// The send that is the next statement from a place on.
fn send_at(journey: &Journey, mut place: Place) -> Option<&Send> {
    for _ in 0..journey.operations.len() {
        match journey.operations.get(place)? {
            Operation::Send(send) => return Some(send),
            Operation::Jump(to) => place = *to,
            _ => return None,
        }
    }
    None
}

/// When it can turn out differently, by time alone, whether a booked send refuses a send of this enrolment.
pub(super) fn next_reservation(program: &Program, state: &State, enrolment: &Enrolment) -> Option<Instant> {
    let look_ahead = program.look_ahead?;
    let zone = state.clock();
    let priority = program.journeys[enrolment.journey].priority;
    let mut wake = None;
    for (other, send, at) in planned(program, state, priority) {
        let pause = program.journeys[other.journey].pause.as_ref();
        let scope = Scope::of(program, state).within(other);
        wake = earlier(wake, pause.and_then(|pause| scope.next_change(pause)));
        let begins = zone.minus(at, look_ahead);
        if begins > state.now {
            wake = earlier(wake, Some(begins));
            continue;
        }
        wake = earlier(wake, next_consent(program, state, send));
        for (_, cap) in program.caps.iter() {
            wake = earlier(wake, Some(next_overlap(zone, state.now, cap.window, at)));
        }
    }
    wake
}

/// The first instant after `now` at which it can change whether a contact that is sent then still counts at `at`.
///
/// Later contacts mostly count longer. Where the clock goes back, or at the end of a month, they may not: within one day on
/// the wall between two changes of the clock they always do.
fn next_overlap(zone: &Zone, now: Instant, window: CapWindow, at: Instant) -> Instant {
    let counts = |sent: Instant| window.leaves(zone, sent) > at;
    let day_ends = zone.next_midnight(now);
    let end = zone.next_change(now).map_or(day_ends, |change| change.min(day_ends));
    if counts(now) || !counts(end.plus_seconds(-1)) {
        return end;
    }
    let (mut not_yet, mut counting) = (now, end.plus_seconds(-1));
    while counting.0 - not_yet.0 > 1 {
        let middle = Instant(i64::midpoint(not_yet.0, counting.0));
        if counts(middle) {
            counting = middle;
        } else {
            not_yet = middle;
        }
    }
    counting
}

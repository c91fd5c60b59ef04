//! When a customer has to be looked at again although nothing comes in (language reference 4.4, 7.1b).

use journey_ir::expression::Expression;
use journey_ir::operation::{Awaited, Operation, Patience, Send, Wake};
use journey_ir::pressure::Purpose;
use journey_ir::program::{Reached, Stop, Trigger};
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::table::{ChannelId, JourneyId};
use journey_ir::time::Instant;

use super::Engine;
use super::agenda::{Agenda, Among};
use super::asking::is_over;
use super::booking::next_reservation;
use super::clock_starts::comes_next;
use super::facts::Facts;
use super::reach::{channel_of, closed, next_address, next_consent};
use super::scope::{Scope, earlier};
use super::sending::send_of;
use super::state::{Enrolment, Rest, State, Waiting};

impl Engine<'_> {
    /// Looks up anew when time alone can bring on what has moved at this instant, or whose time has come; what follows is the
    /// first instant of all after now at which a timer ends, a window moves, or a condition that is watched can change.
    pub(super) fn set_wake(&self, state: &mut State) {
        let changed = state.changed;
        if self.concerns_starts(state, changed) {
            state.agenda.starts = self.set_next_starts(state, changed);
        }
        if state.agenda.has(Among::SENDING) || state.agenda.concerns_enrolments(changed, state.now) {
            let mut sum = Agenda { starts: state.agenda.starts, ..Agenda::default() };
            for who in 0..state.enrolments.len() {
                self.set_next(state, who, changed);
                if let Some(enrolment) = state.enrolments.get(who) {
                    self.add(&mut sum, enrolment);
                }
            }
            state.agenda = sum;
        }
        let supposed = state.supposed.front().map(|supposed| supposed.at);
        state.wake = earlier(supposed, earlier(state.agenda.starts, state.agenda.enrolments));
        (state.unasked, state.changed) = (Facts::NONE, Facts::NONE);
    }

    /// When time alone can bring the starts of each journey, and the first of them.
    fn set_next_starts(&self, state: &mut State, changed: Facts) -> Option<Instant> {
        let mut first = None;
        for &id in &self.watching {
            if is_over(state.next_starts[id], state.now) || self.watched[id].touches(changed) {
                state.next_starts[id] = self.next_start(state, id);
            }
            first = earlier(first, state.next_starts[id]);
        }
        first
    }

    /// When time alone can bring an enrolment on. How a send fares depends on so much that it is always looked up anew.
    fn set_next(&self, state: &mut State, who: usize, changed: Facts) {
        let Some(enrolment) = state.enrolments.get(who) else { return };
        let stands =
            !enrolment.moved && !is_over(enrolment.next, state.now) && !matches!(enrolment.rest, Rest::Send(_));
        if stands && !self.asked[enrolment.journey].read.touches(changed) {
            return;
        }
        let next = self.next_of(state, enrolment);
        if let Some(enrolment) = state.enrolments.get_mut(who) {
            (enrolment.next, enrolment.moved) = (next, false);
        }
    }

    fn next_of(&self, state: &State, enrolment: &Enrolment) -> Option<Instant> {
        let scope = Scope::of(self.program, state).within(enrolment);
        let asked = self.asked[enrolment.journey];
        let mut next = enrolment.next_measure(state.now);
        if asked.has(Among::REACHING) {
            next = earlier(next, self.next_goal(scope, enrolment));
        }
        if enrolment.live {
            if asked.has(Among::STOPPING) {
                next = earlier(next, self.next_stop(scope, enrolment));
            }
            next = earlier(next, self.end_of_rest(state, scope, enrolment));
        }
        next
    }

    fn next_start(&self, state: &State, id: JourneyId) -> Option<Instant> {
        let scope = Scope::of(self.program, state);
        let mut wake = None;
        for (start, fired) in self.program.journeys[id].starts.iter().zip(&state.journeys[id].fired) {
            match &start.trigger {
                Trigger::Moves(attribute, _) => {
                    wake = earlier(wake, scope.next_move(&Expression::Attribute(*attribute)));
                }
                Trigger::Dated(_) | Trigger::Every(..) | Trigger::At(_) => {
                    if let Trigger::Dated(dated) = &start.trigger {
                        wake = earlier(wake, scope.next_move(&Expression::Attribute(dated.attribute)));
                    }
                    wake = earlier(wake, comes_next(self.program, state, &start.trigger, fired));
                }
                Trigger::Becomes(condition) => wake = earlier(wake, scope.next_change(condition)),
                Trigger::Holds(condition) => {
                    let beginning = Some(self.beginning(state, id)).filter(|&at| at > state.now);
                    wake = earlier(wake, earlier(beginning, scope.next_change(condition)));
                }
                Trigger::Event { .. } | Trigger::Engagement(_) | Trigger::Enrolment => {}
            }
        }
        wake
    }

    pub(super) fn next_goal(&self, scope: Scope<'_>, enrolment: &Enrolment) -> Option<Instant> {
        let goals = self.program.journeys[enrolment.journey].goals.iter().zip(&enrolment.memory.goals);
        let open = goals.filter(|(_, state)| !state.hit);
        open.filter_map(|(goal, _)| match &goal.reached {
            Reached::Becomes(condition) => scope.next_change(condition),
            Reached::Event { .. } | Reached::Engagement(_) => None,
        })
        .min()
    }

    pub(super) fn next_stop(&self, scope: Scope<'_>, enrolment: &Enrolment) -> Option<Instant> {
        let stops = self.program.journeys[enrolment.journey].stops.iter();
        stops
            .filter_map(|stop| match stop {
                Stop::When(condition) => scope.next_change(condition),
                Stop::Event { .. } | Stop::Engagement(_) => None,
            })
            .min()
    }

    fn end_of_rest(&self, state: &State, scope: Scope<'_>, enrolment: &Enrolment) -> Option<Instant> {
        let operation = self.program.journeys[enrolment.journey].operations.get(enrolment.place);
        match (&enrolment.rest, operation) {
            (Rest::Moment(timer), Some(Operation::At { moment, .. } | Operation::Sleep(Wake::Moment(moment)))) => {
                earlier(timer.ends, scope.next_move(&moment.of))
            }
            (Rest::Moment(timer), _) => timer.ends,
            (Rest::Await(deadline), Some(Operation::Await { arms, .. })) => {
                let conditions = arms.iter().filter_map(|arm| match &arm.awaited {
                    Awaited::Until(condition) => scope.next_change(condition),
                    Awaited::Event { .. } | Awaited::Engagement(_) => None,
                });
                earlier(Some(*deadline), conditions.min())
            }
            (Rest::Paused, _) => self.end_of_pause(scope, enrolment),
            (Rest::Send(_), _) if scope.is_paused(enrolment) => self.end_of_pause(scope, enrolment),
            (Rest::Send(waiting), _) => {
                send_of(self.program, enrolment).and_then(|send| self.next_attempt(state, enrolment, send, waiting))
            }
            _ => None,
        }
        .map(|at| at.max(state.now.plus_seconds(1)))
    }

    fn end_of_pause(&self, scope: Scope<'_>, enrolment: &Enrolment) -> Option<Instant> {
        scope.next_change(self.program.journeys[enrolment.journey].pause.as_ref()?)
    }

    /// When an attempt can turn out differently: its first time, its last, consent, suppression, what forbids, caps, and
    /// what is booked (4.4).
    fn next_attempt(&self, state: &State, enrolment: &Enrolment, send: &Send, waiting: &Waiting) -> Option<Instant> {
        let mut wake = self.next_other_attempt(state, enrolment, (send, waiting));
        if waiting.first <= state.now {
            for channel in send.channels.iter().filter_map(|choice| channel_of(self.program, state, *choice)) {
                wake = earlier(wake, self.next_chance(state, send, waiting, channel));
            }
        }
        wake
    }

    /// The same, but for what opens and closes channels.
    pub(super) fn next_other_attempt(
        &self,
        state: &State,
        enrolment: &Enrolment,
        (send, waiting): (&Send, &Waiting),
    ) -> Option<Instant> {
        let scope = Scope::of(self.program, state);
        let mut wake = waiting.limit.ends();
        if let Patience::Until(moment) = &send.patience {
            wake = earlier(wake, scope.next_move(&moment.of));
        }
        if waiting.first > state.now {
            return earlier(wake, Some(waiting.first));
        }
        wake = earlier(wake, self.program.suppress.as_ref().and_then(|condition| scope.next_change(condition)));
        wake = earlier(wake, next_consent(self.program, state, send));
        wake = earlier(wake, self.next_permission(state, scope));
        wake = earlier(wake, next_reservation(self.program, state, enrolment));
        wake = earlier(wake, next_address(self.program, state, send));
        let channels = send.channels.iter().filter_map(|choice| channel_of(self.program, state, *choice));
        let assigned = channels.filter_map(|channel| self.program.channels[channel].assign.as_ref());
        wake = earlier(wake, assigned.filter_map(|assigned| scope.next_move(&assigned.who)).min());
        for (id, cap) in self.program.caps.iter() {
            wake = earlier(wake, state.counted[id].front().map(|counted| counted.leaves));
            wake = earlier(wake, cap.applies.as_ref().and_then(|condition| scope.next_change(condition)));
        }
        wake
    }

    /// When a channel that is closed opens, and one that is open may close; when one whose capacity is used up begins a new
    /// period (4.4).
    fn next_chance(&self, state: &State, send: &Send, waiting: &Waiting, channel: ChannelId) -> Option<Instant> {
        let declared = &self.program.channels[channel];
        let hours = if send.purpose == Purpose::Service { &[][..] } else { &declared.hours };
        let closes = || self.program.open_until(hours, state.now, state.clock());
        let closes = match closed(self.program, state, (send, waiting.due), channel) {
            None => closes(),
            // Only an event brings it; but from their end on it is the hours that close the channel.
            Some(Detail::Moment(_)) => return closes(),
            Some(_) => return self.program.next_open(&declared.hours, state.now, state.clock()),
        };
        let closes = earlier(closes, declared.moment.as_ref().map(|_| state.now.plus_seconds(1)));
        let full = Cause { reason: Reason::OverCapacity, detail: Detail::Channel(channel) };
        let capacity = declared.capacity.filter(|_| waiting.refused.contains(&full));
        earlier(closes, capacity.map(|capacity| capacity.per.end(state.now, self.program.zone.table())))
    }
}

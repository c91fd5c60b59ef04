//! Phase (d): the sends that are due or waiting, decided in the order of arbitration (language reference 4.4, 4.5, 7.1d).

use journey_ir::operation::{Operation, Patience, Send};
use journey_ir::program::Program;
use journey_ir::records::{Cause, Contact, Detail, Outcome, Reason};
use journey_ir::table::{ChannelId, JourneyId, MessageId};
use journey_ir::time::{Instant, Period};
use smallvec::SmallVec;

use super::agenda::Among;
use super::capacity::Request;
use super::effect::Effect;
use super::reach::{Verdict, channel_of, contact_kind};
use super::state::{Enrolment, Limit, Rest, State, Waiting};
use super::{OPERATIONS_MAX, ROUNDS_MAX, Runaway, Step};

/// The send at which an enrolment rests.
pub(super) fn send_of<'p>(program: &'p Program, enrolment: &Enrolment) -> Option<&'p Send> {
    match program.journeys[enrolment.journey].operations.get(enrolment.place) {
        Some(Operation::Send(send)) => Some(send),
        _ => None,
    }
}

/// What contacts.csv says of a send.
fn contact(
    (program, state): (&Program, &State),
    enrolment: &Enrolment,
    send: &Send,
    waiting: &Waiting,
    channel: Option<ChannelId>,
    at: Option<Instant>,
    outcome: Outcome,
) -> Contact {
    Contact {
        journey: enrolment.journey,
        started: enrolment.started,
        started_zone: enrolment.zone,
        key: enrolment.key.clone(),
        step: enrolment.place,
        message: send.message,
        purpose: send.purpose,
        channel: channel.or_else(|| channel_of(program, state, *send.channels.first()?)),
        due: waiting.due,
        at,
        outcome,
        zone: state.zone,
    }
}

/// The sends that are still waiting, in the order of arbitration.
pub(super) fn pending(program: &Program, state: &State) -> Vec<Contact> {
    let mut pending = Vec::new();
    for enrolment in &state.enrolments {
        if let (Rest::Send(waiting), Some(send)) = (&enrolment.rest, send_of(program, enrolment)) {
            let outcome = Outcome::Pending(waiting.refused.clone());
            pending.push(contact((program, state), enrolment, send, waiting, None, None, outcome));
        }
    }
    pending
}

impl Step<'_, '_> {
    /// Decides sends, asks conditions again, and lets waiting run out, until nothing moves; or up to a question for capacity, and
    /// with its answer on from there.
    pub(super) fn settle(&mut self) -> Result<Option<Request>, Runaway> {
        while self.course.round < ROUNDS_MAX {
            if !self.course.desk.is_answered() {
                self.drain()?;
                self.course.moved = false;
            }
            if let Some(request) = self.decide() {
                return Ok(Some(request));
            }
            self.ask(false);
            self.drain()?;
            if !self.course.moved {
                self.expire_sends();
            }
            if self.course.ran >= OPERATIONS_MAX {
                break;
            }
            if !self.course.moved {
                return Ok(None);
            }
            self.course.round += 1;
        }
        Err(self.runaway())
    }

    pub(super) fn runaway(&self) -> Runaway {
        Runaway { at: self.state.now, journeys: self.movers() }
    }

    /// The journeys that started or were left in the last effects: those that keep one another going.
    fn movers(&self) -> Vec<JourneyId> {
        let recent = self.effects.iter().rev().take(100).filter_map(|effect| match effect {
            Effect::Enrolled { journey, .. } => Some(*journey),
            Effect::Contact(contact) => Some(contact.journey),
            _ => None,
        });
        let mut journeys: Vec<JourneyId> = recent.collect();
        journeys.sort_by_key(|&id| self.engine.name_rank[id]);
        journeys.dedup();
        journeys
    }

    /// Decides every due and waiting send once; then what was decided runs on, in the order of the decisions. Where a send asks
    /// for capacity it stops, and gives the question; it goes on at that send.
    fn decide(&mut self) -> Option<Request> {
        if !self.state.agenda.has(Among::SENDING) {
            return None;
        }
        for who in self.course.next..self.state.enrolments.len() {
            let decided = self.try_send(who);
            if let Some(request) = self.course.desk.open.take() {
                self.course.next = who;
                return Some(request);
            }
            if decided {
                self.course.decided.push(who);
            }
        }
        self.course.next = 0;
        let decided = std::mem::take(&mut self.course.decided);
        self.go_on(&decided);
        None
    }

    fn go_on(&mut self, decided: &[usize]) {
        for &who in decided {
            if let Some(enrolment) = self.state.enrolments.get(who).filter(|enrolment| enrolment.live) {
                let next = enrolment.place + 1;
                self.resume(who, next);
            }
        }
    }

    /// Tries a send; whether it was decided. One that asks for capacity is as if it had not been tried.
    fn try_send(&mut self, who: usize) -> bool {
        if !self.state.enrolments.get(who).is_some_and(|enrolment| matches!(enrolment.rest, Rest::Send(_))) {
            return false;
        }
        self.follow_limit(who);
        let Some(enrolment) = self.state.enrolments.get(who) else { return false };
        let (Rest::Send(waiting), Some(send)) = (&enrolment.rest, send_of(self.program, enrolment)) else {
            return false;
        };
        if waiting.first > self.state.now || waiting.limit.is_too_late(self.state.now) || self.is_paused(enrolment) {
            return false;
        }
        let verdict = self.engine.attempt(self.state, enrolment, (send, waiting.due), &mut self.course.desk);
        if self.course.desk.open.is_some() {
            return false;
        }
        match verdict {
            Verdict::Goes(channel) => {
                let kind = contact_kind(enrolment, send, channel);
                self.record(who, Some(channel), Outcome::Sent);
                self.engine.count_contact(self.state, kind);
                if let Some(enrolment) = self.state.enrolments.get_mut(who) {
                    enrolment.sent.note(send.message);
                    self.state.sent.note(send.message, Some(enrolment.number));
                }
                true
            }
            Verdict::Refused { causes, for_good, held } if for_good || !(held || waiting.limit.insists()) => {
                self.record(who, None, Outcome::Skipped(causes));
                true
            }
            Verdict::Refused { causes, held, .. } => {
                if held {
                    self.hold(who, send.hold);
                }
                self.note_refusal(who, causes);
                false
            }
        }
    }

    /// Hours or capacity hold back a send that says nothing of waiting: its patience begins (4.4).
    fn hold(&mut self, who: usize, patience: Period) {
        let last = self.state.clock().plus(self.state.now, patience);
        if let Some(Enrolment { rest: Rest::Send(waiting), .. }) = self.state.enrolments.get_mut(who)
            && waiting.limit == Limit::Once
        {
            waiting.limit = Limit::Held(last);
        }
    }

    /// Sets the end of an `until` anew when its expression has changed.
    pub(super) fn follow_limit(&mut self, who: usize) {
        let Some(enrolment) = self.state.enrolments.get(who) else { return };
        let Rest::Send(Waiting { limit: Limit::Before(timer), .. }) = &enrolment.rest else { return };
        let Some(Send { patience: Patience::Until(moment), .. }) = send_of(self.program, enrolment) else { return };
        let followed = self.followed(enrolment, moment, timer);
        if let Some(Enrolment { rest: Rest::Send(waiting), .. }) = self.state.enrolments.get_mut(who) {
            waiting.limit = Limit::Before(followed);
        }
    }

    fn note_refusal(&mut self, who: usize, causes: Vec<Cause>) {
        self.tell_waiting(who, &causes);
        if let Some(Enrolment { rest: Rest::Send(waiting), .. }) = self.state.enrolments.get_mut(who) {
            waiting.refused = causes;
        }
    }

    /// Skips the sends that have waited to their end, after the last decisions of the instant (4.4).
    fn expire_sends(&mut self) {
        if !self.state.agenda.has(Among::SENDING) {
            return;
        }
        let mut expired: SmallVec<[usize; 4]> = SmallVec::new();
        for who in 0..self.state.enrolments.len() {
            let Some(enrolment) = self.state.enrolments.get(who) else { continue };
            let Rest::Send(waiting) = &enrolment.rest else { continue };
            if waiting.limit.is_over(self.state.now) && !self.is_paused(enrolment) {
                let outcome = skipped(Reason::Expired, &waiting.refused);
                self.record(who, None, outcome);
                expired.push(who);
            }
        }
        self.go_on(&expired);
    }

    /// An ended enrolment leaves the send at which it rests.
    pub(super) fn leave_send(&mut self, who: usize) {
        if let Some(Enrolment { rest: Rest::Send(waiting), .. }) = self.state.enrolments.get(who) {
            let outcome = skipped(Reason::Left, &waiting.refused);
            self.record(who, None, outcome);
        }
    }

    /// Records how the send at which an enrolment rests was decided.
    fn record(&mut self, who: usize, channel: Option<ChannelId>, outcome: Outcome) {
        let Some(enrolment) = self.state.enrolments.get(who) else { return };
        let (Rest::Send(waiting), Some(send)) = (&enrolment.rest, send_of(self.program, enrolment)) else { return };
        let (at, number) = (Some(self.state.now), enrolment.number);
        let contact = contact((self.program, self.state), enrolment, send, waiting, channel, at, outcome);
        self.open_goals(who, send.message);
        if contact.outcome == Outcome::Sent {
            self.suppose(number, &contact);
        }
        let outcome = contact.outcome.clone();
        self.effects.push(Effect::Contact(contact));
        match (&outcome, channel) {
            (Outcome::Skipped(causes), _) => self.tell_obstacles(who, causes),
            (Outcome::Sent, Some(channel)) => self.tell_words(who, send, channel),
            _ => {}
        }
        if let Some(enrolment) = self.state.enrolments.get_mut(who) {
            enrolment.rest = Rest::Nowhere;
        }
        self.touch();
    }

    /// Goals `after M` count from the first decision about M (5.5).
    fn open_goals(&mut self, who: usize, message: MessageId) {
        let (now, zone) = (self.state.now, self.state.clock());
        let Some(enrolment) = self.state.enrolments.get_mut(who) else { return };
        let goals = &self.program.journeys[enrolment.journey].goals;
        if goals.is_empty() {
            return;
        }
        for (goal, state) in goals.iter().zip(&mut enrolment.memory.goals) {
            if goal.after == Some(message) && state.opened.is_none() {
                state.opened = Some(now);
                state.deadline = goal.within.map(|within| zone.plus(now, within));
            }
        }
    }
}

/// A skip that is not a refusal, with the causes of the last refusal behind it.
fn skipped(reason: Reason, refused: &[Cause]) -> Outcome {
    let mut causes = vec![Cause { reason, detail: Detail::None }];
    causes.extend_from_slice(refused);
    Outcome::Skipped(causes)
}

impl Limit {
    /// Whether a send says itself that it waits, so that caps do not end it (4.4).
    fn insists(&self) -> bool {
        matches!(self, Self::Last(_) | Self::Before(_))
    }

    /// Whether no attempt may be made any more.
    fn is_too_late(&self, now: Instant) -> bool {
        match self {
            Self::Once => false,
            Self::Held(last) | Self::Last(last) => now > *last,
            Self::Before(timer) => timer.ends.is_some_and(|ends| now >= ends),
        }
    }

    /// Whether this is the last instant, or one after it.
    fn is_over(&self, now: Instant) -> bool {
        match self {
            Self::Once => false,
            Self::Held(last) | Self::Last(last) => now >= *last,
            Self::Before(timer) => timer.ends.is_some_and(|ends| now >= ends),
        }
    }

    /// The instant at which it is over.
    pub(super) fn ends(&self) -> Option<Instant> {
        match self {
            Self::Once => None,
            Self::Held(last) | Self::Last(last) => Some(*last),
            Self::Before(timer) => timer.ends,
        }
    }
}

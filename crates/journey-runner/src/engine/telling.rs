//! Tells what explains decisions, when an engine is asked to: for explanations and for the words of messages.
//!
//! Telling changes no decision: an engine that tells gives the same effects, with [`Effect::Told`] among them.

use journey_ir::expression::{Condition, Expression};
use journey_ir::history::{Happening, Input};
use journey_ir::insert::InsertOf;
use journey_ir::offer::Offer;
use journey_ir::operation::{Arm, Awaited, Operation, Place, Send, Wake};
use journey_ir::program::{ReEntry, Start, Stop, Trigger};
use journey_ir::records::{Cause, RefusedBecause};
use journey_ir::table::{ChannelId, JourneyId};
use journey_ir::template::{Escape, Reader, Template, Words};
use journey_ir::time::{Instant, Zone};
use journey_ir::value::Value;

use super::engagement::Engaged;
use super::scope::Scope;
use super::state::{Enrolment, Rest};
use super::told::{Said, Told};
use super::why::Clause;
use super::{Effect, Engine, Step};

impl Engine<'_> {
    /// The same engine, telling what explains its decisions.
    #[must_use]
    pub fn telling(mut self) -> Self {
        self.tells = true;
        self
    }
}

impl Step<'_, '_> {
    /// Tells something, if anyone listens; `told` is only made then.
    pub(super) fn tell(&mut self, told: impl FnOnce(&Self) -> Option<Told>) {
        if self.engine.tells {
            self.say(told);
        }
    }

    /// Apart, so that what is never told in a simulation does not lie among what decides.
    #[cold]
    #[inline(never)]
    fn say(&mut self, told: impl FnOnce(&Self) -> Option<Told>) {
        if let Some(told) = told(self) {
            self.effects.push(Effect::Told(told));
        }
    }

    fn within(&self, who: usize) -> Option<(Scope<'_>, &Enrolment)> {
        let enrolment = self.state.enrolments.get(who)?;
        Some((Scope::of(self.program, self.state).within(enrolment), enrolment))
    }

    /// What starts a journey.
    pub(super) fn tell_start(&mut self, id: JourneyId, start: &Start, candidate: &Enrolment) {
        self.tell(|step| {
            let scope = Scope::of(step.program, step.state);
            let mut because = match (&start.trigger, &candidate.event) {
                (Trigger::Event { filter: Some(filter), .. }, Some(event)) => scope.at_event(event).why(filter),
                (Trigger::Becomes(condition) | Trigger::Holds(condition), _) => scope.why(condition),
                (Trigger::Moves(..), _) => step.moved_attribute.iter().cloned().collect(),
                _ => Vec::new(),
            };
            let audience = step.program.journeys[id].audience.as_ref();
            let scope = Scope { current: candidate.event.as_ref(), ..scope }.within(candidate);
            because.extend(audience.map(|audience| scope.why(audience)).unwrap_or_default());
            Some(Told::Starts { journey: id, trigger: start.trigger.clone(), because })
        });
    }

    /// Why a start is refused.
    pub(super) fn tell_refusal(&mut self, id: JourneyId, start: &Start, candidate: &Enrolment, why: RefusedBecause) {
        self.tell(|step| {
            let journey = &step.program.journeys[id];
            let audience = journey.audience.as_ref().filter(|_| why == RefusedBecause::Audience);
            let scope = Scope { current: candidate.event.as_ref(), ..Scope::of(step.program, step.state) };
            let because = audience.map(|audience| scope.within(candidate).why(audience)).unwrap_or_default();
            let last = step.state.journeys[id].last_start;
            let again = match journey.reentry {
                ReEntry::After(period) if why == RefusedBecause::TooSoon => {
                    last.map(|(last, zone)| zone.table().plus(last, period))
                }
                _ => None,
            };
            let before = match why {
                RefusedBecause::Enrolled | RefusedBecause::Never | RefusedBecause::TooSoon => {
                    last.map(|(last, _)| last)
                }
                RefusedBecause::Audience | RefusedBecause::SameValue | RefusedBecause::NoValue => None,
            };
            Some(Told::Refusal {
                journey: id,
                trigger: start.trigger.clone(),
                because,
                before,
                again,
                zone: step.state.zone,
            })
        });
    }

    /// A start comes when the journey may not start.
    pub(super) fn tell_inactive(&mut self, journey: JourneyId) {
        self.tell(|step| {
            let from = step.engine.beginning(step.state, journey);
            let from = Some(from).filter(|from| *from > step.state.now);
            Some(Told::Inactive { journey, from, zone: step.state.zone })
        });
    }

    /// An event happened that starts a journey, and no `where` of its starts holds.
    pub(super) fn tell_filtered(&mut self, journey: JourneyId, happening: &Happening) {
        if !self.engine.tells {
            return;
        }
        let starts = &self.program.journeys[journey].starts;
        for (start, trigger) in starts.iter().map(|start| &start.trigger).enumerate() {
            if let Trigger::Event { event, filter: Some(filter) } = trigger
                && *event == happening.event
            {
                self.tell(|step| {
                    let because = Scope::of(step.program, step.state).at_event(happening).why(filter);
                    Some(Told::Filtered { journey, start, zone: step.state.zone, because })
                });
            }
        }
    }

    /// Why the enrolment that was ended just now was stopped.
    pub(super) fn tell_stop(&mut self, who: usize, stop: usize, happening: Option<&Happening>) {
        self.tell(|step| {
            let (scope, enrolment) = step.within(who)?;
            let stop = step.program.journeys[enrolment.journey].stops.get(stop)?.clone();
            let because = match (&stop, happening) {
                (Stop::Event { filter: Some(filter), .. }, Some(happening)) => scope.at_event(happening).why(filter),
                (Stop::When(condition), _) => scope.why(condition),
                _ => Vec::new(),
            };
            Some(Told::Stopped { number: enrolment.number, stop, because })
        });
    }

    /// What the operation does that is run next.
    pub(super) fn tell_operation(&mut self, who: usize, place: Place) {
        self.tell(|step| {
            let (scope, enrolment) = step.within(who)?;
            let number = enrolment.number;
            Some(match step.program.journeys[enrolment.journey].operations.get(place)? {
                Operation::Branch { condition, .. } => {
                    let (held, because) = (scope.holds(condition), scope.why(condition));
                    Told::Branch { number, place, condition: condition.clone(), held, because }
                }
                Operation::Repeat { counter, times, until, .. } => {
                    let begun = enrolment.memory.counters.get(usize::from(*counter)).copied().unwrap_or_default();
                    let done = until.as_ref().is_some_and(|until| scope.holds(until));
                    let because = until.as_ref().map(|until| scope.why(until)).unwrap_or_default();
                    let pass = (!done && begun < *times).then_some(begun + 1);
                    Told::Pass { number, place, pass, times: *times, because }
                }
                Operation::Set { attribute, value } => {
                    let value = scope.value(value).into_owned();
                    Told::Makes { number, place, input: Input::Change { attribute: *attribute, value } }
                }
                Operation::Emit { event, fields } => {
                    let value = |field: &Option<Expression>| {
                        field.as_ref().map_or(Value::Missing, |field| scope.value(field).into_owned())
                    };
                    let fields = fields.iter().map(value).collect();
                    let happening = Happening { event: *event, at: step.state.now, fields };
                    Told::Makes { number, place, input: Input::Event(happening) }
                }
                Operation::Enrol(journey) => Told::Enrols { number, place, journey: *journey },
                _ => return None,
            })
        });
    }

    /// An engagement that the behaviour model supposes.
    pub(super) fn tell_supposed(&mut self, engaged: &Engaged) {
        self.tell(|step| {
            let consent = engaged.revokes.and_then(|channel| step.program.channels[channel].consent.as_ref());
            let revokes = match consent {
                Some(Condition::Yes(Expression::Attribute(attribute))) => Some(*attribute),
                _ => None,
            };
            Some(Told::Supposed { engagement: engaged.engagement, revokes })
        });
    }

    /// Where an enrolment rests, and until when.
    pub(super) fn tell_rest(&mut self, who: usize) {
        self.tell(|step| {
            let (scope, enrolment) = step.within(who)?;
            let (number, place) = (enrolment.number, enrolment.place);
            let until = match &enrolment.rest {
                Rest::Moment(timer) => timer.ends,
                Rest::Await(deadline) => Some(*deadline),
                Rest::Paused => {
                    let pause = step.program.journeys[enrolment.journey].pause.as_ref()?;
                    return Some(Told::Pauses { number, place, because: scope.why(pause) });
                }
                Rest::Send(_) | Rest::Nowhere => return None,
            };
            let operation = step.program.journeys[enrolment.journey].operations.get(place)?;
            Some(Told::Rests { number, place, until, date: date(scope, operation) })
        });
    }

    /// An enrolment goes on from where it is, to another place.
    pub(super) fn tell_going_on(&mut self, who: usize, to: Place, at_once: bool) {
        self.tell(|step| {
            let (scope, enrolment) = step.within(who)?;
            let from = enrolment.place;
            let operation = step.program.journeys[enrolment.journey].operations.get(from)?;
            let waits = matches!(operation, Operation::Await { .. } | Operation::At { .. } | Operation::Sleep(_));
            if at_once && !waits {
                return None;
            }
            let because = match operation {
                Operation::Await { arms, otherwise, .. } if from != to => {
                    let conditions = arms.iter().filter_map(|arm| match &arm.awaited {
                        Awaited::Until(condition) if to == arm.then || to == *otherwise => Some(condition),
                        _ => None,
                    });
                    conditions.flat_map(|condition| scope.why(condition)).collect()
                }
                _ => Vec::new(),
            };
            let date = date(scope, operation).filter(|_| from != to);
            let came = match operation {
                Operation::Await { arms, .. } => {
                    arms.iter().position(|arm| arm.then == to && came(scope, enrolment, arm))
                }
                _ => None,
            };
            Some(Told::GoesOn { number: enrolment.number, from, to, came, at_once, date, because })
        });
    }

    /// An event that an enrolment waits for happens, and no `where` of its wait holds.
    pub(super) fn tell_not_awaited(&mut self, who: usize, happening: &Happening) {
        self.tell(|step| {
            let (scope, enrolment) = step.within(who)?;
            let operation = step.program.journeys[enrolment.journey].operations.get(enrolment.place)?;
            let Operation::Await { arms, .. } = operation else { return None };
            let mut because: Vec<Clause> = Vec::new();
            for arm in arms {
                if let Awaited::Event { event, filter: Some(filter), .. } = &arm.awaited
                    && *event == happening.event
                {
                    because.extend(scope.at_event(happening).why(filter));
                }
            }
            let (number, place) = (enrolment.number, enrolment.place);
            (!because.is_empty()).then_some(Told::NotAwaited { number, place, because })
        });
    }

    /// A send that waits is held back by other causes than before.
    pub(super) fn tell_waiting(&mut self, who: usize, causes: &[Cause]) {
        if !self.engine.tells {
            return;
        }
        let known = match self.state.enrolments.get(who).map(|enrolment| &enrolment.rest) {
            Some(Rest::Send(waiting)) => waiting.refused == causes,
            _ => true,
        };
        if known {
            return;
        }
        self.tell(|step| {
            let (_, enrolment) = step.within(who)?;
            let send = super::sending::send_of(step.program, enrolment)?;
            Some(Told::Waits { number: enrolment.number, place: enrolment.place, message: send.message })
        });
        self.tell_obstacles(who, causes);
    }

    /// The words of a message that is being sent.
    pub(super) fn tell_words(&mut self, who: usize, send: &Send, channel: ChannelId) {
        self.tell(|step| step.said(step.state.enrolments.get(who)?, send, channel).map(Told::Said));
    }

    fn said(&self, enrolment: &Enrolment, send: &Send, channel: ChannelId) -> Option<Said> {
        let message = &self.program.messages[send.message];
        let customer = Scope::of(self.program, self.state);
        let content = message.content(channel, |condition| customer.holds(condition))?;
        let scope = Scope::of(self.program, self.state).within(enrolment);
        let offer = message.offer.map(|offer| &self.program.offers[offer]);
        let reader = Customer { scope, offer, inserts: &content.inserts };
        let words = Words {
            language: content.language.or(message.language).unwrap_or(self.program.language),
            currency: self.program.currency.as_deref(),
        };
        let body = content.body.as_ref().and_then(|body| body.template.as_ref());
        Some(Said {
            message: send.message,
            channel,
            // A line break in a name must not begin another header.
            subject: content
                .subject
                .as_ref()
                .map(|subject| subject.fill(&reader, words).replace(|letter: char| letter.is_control(), " ")),
            body: body.map(|body| body.fill(&reader, words)),
            escape: body.map_or(Escape::None, |body| body.escape),
        })
    }
}

/// What a wait for a date reads, and its value.
fn date(scope: Scope<'_>, operation: &Operation) -> Option<(Expression, Value)> {
    let (Operation::At { moment, .. } | Operation::Sleep(Wake::Moment(moment))) = operation else { return None };
    Some((moment.of.clone(), scope.value(&moment.of).into_owned()))
}

/// The customer at the send.
pub(super) struct Customer<'a> {
    pub scope: Scope<'a>,
    pub offer: Option<&'a Offer>,
    pub inserts: &'a [InsertOf],
}

impl Reader for Customer<'_> {
    fn value(&self, expression: &Expression) -> Value {
        self.scope.value(expression).into_owned()
    }

    fn holds(&self, condition: &Condition) -> bool {
        self.scope.holds(condition)
    }

    fn zone(&self) -> &Zone {
        self.scope.clock()
    }

    fn offer_until(&self) -> Option<Instant> {
        self.offer?.alive(self.scope.now, self.scope.clock()).until
    }

    fn inserts(&self) -> Vec<&Template> {
        let going = self.inserts.iter().map(|of| (&self.scope.program.inserts[of.insert], of.text));
        let going = going.filter(|(insert, _)| self.scope.satisfies(insert.applies.as_ref()));
        going.filter_map(|(insert, text)| insert.template(text)).collect()
    }

    fn channel(&self, channel: ChannelId) -> &str {
        &self.scope.program.channels[channel].name
    }
}

/// Whether what an arm of a wait waits for is there: both it and the end of the time may lead on to the same step.
fn came(scope: Scope<'_>, enrolment: &Enrolment, arm: &Arm) -> bool {
    match &arm.awaited {
        Awaited::Until(condition) => scope.holds(condition),
        Awaited::Event { slot, .. } => enrolment.memory.awaited.get(usize::from(*slot)).is_some_and(Option::is_some),
        Awaited::Engagement(engagement) => enrolment.memory.engaged.contains_key(engagement),
    }
}

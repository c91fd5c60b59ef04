//! What an engine tells of its decisions when it is asked to: for explanations and for the words of messages.
//!
//! Telling changes no decision: an engine that tells gives the same effects, with [`Effect::Told`] among them.

use journey_ir::expression::{Condition, Expression};
use journey_ir::offer::Offer;
use journey_ir::operation::{Place, Send};
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::table::{ChannelId, JourneyId, MessageId};
use journey_ir::template::{Escape, Reader, Words};
use journey_ir::time::{Instant, Zone};
use journey_ir::value::Value;

use super::scope::Scope;
use super::state::{Enrolment, Rest};
use super::why::Clause;
use super::{Effect, Engine, Step};

/// Something that explains a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Why `for` refused the start that was refused last.
    Audience {
        /// The journey.
        journey: JourneyId,
        /// The clauses that decided.
        because: Vec<Clause>,
    },
    /// An `if` was asked.
    Branch {
        /// By which enrolment.
        number: u64,
        /// Where in the journey.
        place: Place,
        /// What was asked.
        condition: Condition,
        /// Whether it held.
        held: bool,
        /// The clauses that decided.
        because: Vec<Clause>,
    },
    /// An enrolment rests.
    Rests {
        /// Which.
        number: u64,
        /// Where in the journey.
        place: Place,
        /// Until when at most, where that is known.
        until: Option<Instant>,
    },
    /// A resting enrolment goes on.
    GoesOn {
        /// Which.
        number: u64,
        /// From where in the journey.
        from: Place,
        /// To where.
        to: Place,
    },
    /// The condition behind a cause of the send that was decided last: consent, or suppression.
    Refused {
        /// The cause.
        cause: Cause,
        /// The clauses that decided.
        because: Vec<Clause>,
    },
    /// The words of the message that was sent last.
    Said(Said),
}

/// The words of a message, filled in for a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The message.
    pub message: MessageId,
    /// The channel.
    pub channel: ChannelId,
    /// Its subject, on one line.
    pub subject: Option<String>,
    /// Its body; nothing when it is a file that is no text.
    pub body: Option<String>,
    /// How the body is to be read.
    pub escape: Escape,
}

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
        if self.engine.tells
            && let Some(told) = told(self)
        {
            self.effects.push(Effect::Told(told));
        }
    }

    /// Where an enrolment rests, and until when.
    pub(super) fn tell_rest(&mut self, who: usize) {
        self.tell(|step| {
            let enrolment = step.state.enrolments.get(who)?;
            let until = match &enrolment.rest {
                Rest::Moment(timer) => timer.ends,
                Rest::Await(deadline) => Some(*deadline),
                Rest::Send(_) | Rest::Nowhere | Rest::Paused => return None,
            };
            Some(Told::Rests { number: enrolment.number, place: enrolment.place, until })
        });
    }

    /// The conditions behind the causes of a skipped send.
    pub(super) fn tell_causes(&mut self, who: usize, causes: &[Cause]) {
        for &cause in causes {
            self.tell(|step| {
                let enrolment = step.state.enrolments.get(who)?;
                let condition = match (cause.reason, cause.detail) {
                    (Reason::NoConsent, Detail::Channel(channel)) => step.program.channels[channel].consent.as_ref()?,
                    (Reason::Suppressed, _) => step.program.suppress.as_ref()?,
                    _ => return None,
                };
                let scope = Scope::of(step.program, step.state).within(enrolment);
                Some(Told::Refused { cause, because: scope.why(condition) })
            });
        }
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
        let reader = Customer { scope, offer: message.offer.map(|offer| &self.program.offers[offer]) };
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

/// The customer at the send.
struct Customer<'a> {
    scope: Scope<'a>,
    offer: Option<&'a Offer>,
}

impl Reader for Customer<'_> {
    fn value(&self, expression: &Expression) -> Value {
        self.scope.value(expression).into_owned()
    }

    fn holds(&self, condition: &Condition) -> bool {
        self.scope.holds(condition)
    }

    fn zone(&self) -> &Zone {
        self.scope.zone
    }

    fn offer_until(&self) -> Option<Instant> {
        self.offer?.alive(self.scope.now, self.scope.zone).until
    }

    fn channel(&self, channel: ChannelId) -> &str {
        &self.scope.program.channels[channel].name
    }
}

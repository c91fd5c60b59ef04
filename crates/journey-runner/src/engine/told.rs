//! What an engine tells of its decisions, as data.

use journey_ir::expression::{Condition, Expression};
use journey_ir::history::Input;
use journey_ir::operation::Place;
use journey_ir::program::{Engagement, Stop, Trigger};
use journey_ir::records::Cause;
use journey_ir::table::{AttributeId, ChannelId, JourneyId, MessageId};
use journey_ir::template::Escape;
use journey_ir::time::{Instant, ZoneId};
use journey_ir::value::Value;

use super::hindsight::NoStart;
use super::why::Clause;

/// Something that explains a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// What starts a journey, and why it may: the enrolment follows.
    Starts {
        /// The journey.
        journey: JourneyId,
        /// The way to start.
        trigger: Trigger,
        /// The clauses of its `where`, `when` or `while`, then those of `for`.
        because: Vec<Clause>,
    },
    /// A start that does not come about: its event happened, and its `where` does not hold.
    Filtered {
        /// The journey.
        journey: JourneyId,
        /// The start's place in the journey's list.
        start: usize,
        /// The customer's zone.
        zone: ZoneId,
        /// The clauses that decided.
        because: Vec<Clause>,
    },
    /// A start that does not come about: the journey is not active, or the customer does not exist.
    Inactive {
        /// The journey.
        journey: JourneyId,
        /// From when it may start, where that is still to come.
        from: Option<Instant>,
        /// The customer's zone.
        zone: ZoneId,
    },
    /// A start that does not come about. Of a schedule whose `for` does not hold nothing else follows, else the refusal.
    Refusal {
        /// The journey.
        journey: JourneyId,
        /// The way to start.
        trigger: Trigger,
        /// The clauses of `for` that do not hold; nothing when `again` refuses.
        because: Vec<Clause>,
        /// When the journey started for this customer before.
        before: Option<Instant>,
        /// From when `again after` lets it start.
        again: Option<Instant>,
        /// The customer's zone.
        zone: ZoneId,
    },
    /// For a journey that never started, and never was refused, what became of each of its ways to start; told at the end.
    Never {
        /// The journey.
        journey: JourneyId,
        /// The ways to start, by their place in the journey's list; those of which something was told before are left out.
        starts: Vec<(usize, NoStart)>,
    },
    /// Why the enrolment that ended last was stopped.
    Stopped {
        /// Which enrolment.
        number: u64,
        /// Which `stop`.
        stop: Stop,
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
    /// A `repeat` begins a pass, or is over.
    Pass {
        /// Of which enrolment.
        number: u64,
        /// Where in the journey.
        place: Place,
        /// The pass, from 1; nothing: it is over.
        pass: Option<u32>,
        /// How many there may be.
        times: u32,
        /// The clauses of `until` that decided.
        because: Vec<Clause>,
    },
    /// A step makes an event, or sets an attribute.
    Makes {
        /// Of which enrolment.
        number: u64,
        /// Where in the journey.
        place: Place,
        /// What.
        input: Input,
    },
    /// A step enrols in another journey.
    Enrols {
        /// Of which enrolment.
        number: u64,
        /// Where in the journey.
        place: Place,
        /// In which.
        journey: JourneyId,
    },
    /// An engagement that the behaviour model supposes happens.
    Supposed {
        /// What, with which message.
        engagement: Engagement,
        /// The consent that it takes back.
        revokes: Option<AttributeId>,
    },
    /// An enrolment rests.
    Rests {
        /// Which.
        number: u64,
        /// Where in the journey.
        place: Place,
        /// Until when at most, where that is known.
        until: Option<Instant>,
        /// Of a wait for a date: what is read, and its value.
        date: Option<(Expression, Value)>,
    },
    /// An enrolment may not advance (`pause while`).
    Pauses {
        /// Which.
        number: u64,
        /// Where in the journey.
        place: Place,
        /// The clauses that decided.
        because: Vec<Clause>,
    },
    /// An enrolment goes on from a wait or a pause.
    GoesOn {
        /// Which.
        number: u64,
        /// From where in the journey.
        from: Place,
        /// To where; the same place after a pause.
        to: Place,
        /// Of a wait: which of its arms came, if one did.
        came: Option<usize>,
        /// Whether it did not rest at all.
        at_once: bool,
        /// Of a wait for a date: what is read, and its value.
        date: Option<(Expression, Value)>,
        /// The clauses of the conditions that were waited for: those that hold, or those that did not when the time was over.
        because: Vec<Clause>,
    },
    /// An event of a kind that is waited for happens, and its `where` does not hold.
    NotAwaited {
        /// By which enrolment.
        number: u64,
        /// Where in the journey.
        place: Place,
        /// The clauses that decided.
        because: Vec<Clause>,
    },
    /// A send cannot go now and waits, for these causes; the obstacles follow.
    Waits {
        /// Of which enrolment.
        number: u64,
        /// Where in the journey.
        place: Place,
        /// The message.
        message: MessageId,
    },
    /// What lies behind a cause of the send that was told of last.
    Obstacle {
        /// The cause.
        cause: Cause,
        /// When it is over, if nothing else happens and where that is known.
        until: Option<Instant>,
        /// The clauses that decided, of a consent, of `suppress`, of `no … while`, of a cap's `for`.
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

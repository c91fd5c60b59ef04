//! The core that every step of a journey is lowered to: the engine and the checker know only this.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::{Condition, Expression};
use crate::pressure::Purpose;
use crate::program::EngagementWith;
use crate::table::{AttributeId, ChannelId, EventId, JourneyId, MessageId};
use crate::task::Task;
use crate::time::{Period, TimeOfDay, Weekday};

/// The place of an operation in its journey's list. One past the end is the end of the journey.
pub type Place = usize;

/// One operation. After it comes the next of the list, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Sends a message; the enrolment rests here until it is sent or skipped (language reference 5.8).
    Send(Send),
    /// Rests until an instant.
    Sleep(Wake),
    /// Goes on when this moment comes; goes to `otherwise` when it has passed, is missing, or moves into the past
    /// (`at DATE { … }`). Now itself is not past.
    At {
        /// The moment, followed while the enrolment rests here.
        moment: Moment,
        /// Where to go when it cannot be waited for.
        otherwise: Place,
    },
    /// Rests until one of the arms happens, or until the deadline: then goes to `otherwise`.
    Await {
        /// What is waited for; of two that happen at once the first in this order counts.
        arms: Vec<Arm>,
        /// How long, from `from`.
        period: Period,
        /// From when the period counts.
        from: From,
        /// Where to go at the deadline.
        otherwise: Place,
    },
    /// Goes on when the condition holds, else to `otherwise`.
    Branch {
        /// The condition, asked once, now.
        condition: Condition,
        /// Where to go when it does not hold.
        otherwise: Place,
    },
    /// Goes to the place of the arm that the customer draws (language reference 7.2).
    Split {
        /// Which of [`crate::program::Journey::splits`].
        split: u16,
        /// Where each arm begins; as long as the split's list of arms.
        arms: Vec<Place>,
    },
    /// The head of `repeat up to N times [until C] { … }`, asked before each pass: goes on with another pass when fewer than
    /// N were begun since it was reached from outside and the condition does not hold; else forgets the count and goes
    /// to `otherwise`. The last operation of the body jumps back here.
    Repeat {
        /// Which of the enrolment's counters.
        counter: u16,
        /// N.
        times: u32,
        /// C.
        until: Option<Condition>,
        /// Where to go after the last pass.
        otherwise: Place,
    },
    /// `set A = X`: the next step sees the value; what it makes true is looked at in phase (c) of language reference 7.1. A
    /// missing value leaves an attribute without `?` as it is.
    Set {
        /// The attribute.
        attribute: AttributeId,
        /// Its new value.
        value: Expression,
    },
    /// `emit E { … }`: the event happens at this instant, in phase (c).
    Emit {
        /// Its kind.
        event: EventId,
        /// For each field of the event its value; nothing: missing.
        fields: Vec<Option<Expression>>,
    },
    /// `enrol J`: J is started at this instant, in phase (c), if it lets the customer in.
    Enrol(JourneyId),
    /// `task "…"`: work for a person (language reference 9.4).
    Task(Task),
    /// Goes to a place.
    Jump(Place),
    /// Ends the enrolment as completed.
    Exit,
}

/// From when a wait counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// From the instant at which the enrolment reached the wait.
    Here,
    /// From the start of the enrolment (`since start`).
    Start,
}

/// One thing that an [`Operation::Await`] waits for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Arm {
    /// What.
    pub awaited: Awaited,
    /// Where to go when it happens.
    pub then: Place,
}

/// What ends a wait.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// An event, processed while the enrolment rests at the wait; or, with `since_start`, since it started.
    Event {
        /// Its kind.
        event: EventId,
        /// Asked when it happens; reads its fields as [`crate::expression::Occurrence::Current`].
        filter: Option<Condition>,
        /// Where the event is kept, for [`crate::expression::Occurrence::Awaited`]. Each such arm of a journey has its own.
        slot: u16,
        /// An event that was processed since the enrolment started, the starting one apart, counts: the first one is kept.
        since_start: bool,
    },
    /// `opened(M)` and the like, of a contact of this enrolment: passes at once when it has happened already.
    Engagement(EngagementWith),
    /// A condition: ends the wait as soon as it holds, at once when it already does.
    Until(Condition),
}

/// When a [`Operation::Sleep`] ends. What is not after now does not rest at all (language reference 5.8).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wake {
    /// `wait D`: the instant of reaching it ⊕ D.
    After(Period),
    /// `wait until DATE-EXPRESSION [T]`: followed while resting; missing waits on.
    Moment(Moment),
    /// `wait until 09:00`: the next such time in the customer's zone, now included.
    TimeOfDay(TimeOfDay),
    /// `wait until monday 09:00`: the next such time, now included.
    Weekday(Weekday, TimeOfDay),
}

/// An instant that an expression gives: a date at a time of day, or an instant (language reference 2.4).
///
/// While an enrolment rests on it, the expression is read again at every instant, with the zone, `now` and `today` of
/// the arrival; the end moves only when its value has changed, and then in the zone of that moment (2.1, 5.8).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Moment {
    /// A date or an instant.
    pub of: Expression,
    /// The time of day that was written. A date is taken at this time; an instant is moved to this time on its day in
    /// the customer's zone. Without it an instant is itself, and a date is taken at `date_time`.
    pub time: Option<TimeOfDay>,
    /// The time of day of a date without one: the programme's `dates at`, or 00:00 where language reference 2.4 says so.
    pub date_time: TimeOfDay,
}

/// A contact to be made.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Send {
    /// The message.
    pub message: MessageId,
    /// The channels in the order of choice; at least one.
    pub channels: Vec<Choice>,
    /// The purpose that counts for this send (language reference 3): the message's, else commercial when it carries an
    /// offer, else the journey's, else commercial.
    pub purpose: Purpose,
    /// How long a refused send waits.
    pub patience: Patience,
    /// How long hours or capacity may hold back a send of which `patience` says nothing: the journey's or the
    /// programme's `patience` (language reference 4.4).
    pub hold: Period,
    /// `at HH:MM`: not before the next such time; `within` counts from then.
    pub not_before: Option<TimeOfDay>,
}

/// One channel of a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    /// Which.
    pub channel: ChannelOf,
    /// `or if busy`: also taken when the channels before it can reach the customer but are refused at this attempt
    /// (language reference 4.3).
    pub if_busy: bool,
}

/// How a channel is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelOf {
    /// By its name.
    Channel(ChannelId),
    /// By a `channel`-typed attribute, read at each attempt.
    Attribute(AttributeId),
}

/// How long a refused send waits (language reference 4.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Patience {
    /// Not at all: skipped at the first refusal.
    None,
    /// `within D`: until the instant at which it was first due ⊕ D, that instant included.
    Within(Period),
    /// `until X`: as long as it is before X; a missing X sets no end.
    Until(Moment),
}

//! What comes out of the engine: contacts, enrolments, refused starts and tasks, as plain data.
//!
//! Instants carry the zone that the customer had when the record was made, in which files show them.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use crate::decimal::Decimal;
use crate::operation::Place;
use crate::pressure::Purpose;
use crate::program::Program;
use crate::table::{CalendarId, CapId, ChannelId, ExclusionId, JourneyId, MessageId, RuleId};
use crate::time::{Instant, ZoneId};
use crate::value::Value;

/// What tells enrolments of one customer in one journey apart (language reference 5.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Key {
    /// Nothing: there is at most one live enrolment.
    #[default]
    None,
    /// `per event`: the ordinal of the event among this customer's events of its kind, from 1, history included;
    /// `per FIELD` of a number: the number.
    Number(Decimal),
    /// `per FIELD` of anything else, as it is written in the language.
    Text(Arc<str>),
}

impl Key {
    fn rank(&self) -> u8 {
        match self {
            Self::None => 0,
            Self::Number(_) => 1,
            Self::Text(_) => 2,
        }
    }
}

impl Ord for Key {
    /// Numbers as numbers, before texts (language reference 4.5).
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Why a send was refused; in the order of precedence (language reference 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The customer is in a control group.
    Holdout,
    /// The programme's `suppress` holds.
    Suppressed,
    /// A journey's `protect`, or a `no …` of `pressure`.
    Excluded,
    /// A rule.
    Rule,
    /// The message has no content for the channel.
    NoContent,
    /// The channel's address is missing or empty.
    NoAddress,
    /// The channel's consent does not hold.
    NoConsent,
    /// A calendar of the channel is closed, or it is not its moment.
    Closed,
    /// A cap is full.
    Capped,
    /// A booked send of a higher-priority journey would no longer pass its caps.
    Reserved,
    /// The channel's capacity is used up.
    OverCapacity,
    /// Waiting ran out; the last refusal follows.
    Expired,
    /// The enrolment ended while the send was waiting or undecided.
    Left,
}

impl Reason {
    /// All, in the order of precedence.
    pub const ALL: [Self; 13] = [
        Self::Holdout,
        Self::Suppressed,
        Self::Excluded,
        Self::Rule,
        Self::NoContent,
        Self::NoAddress,
        Self::NoConsent,
        Self::Closed,
        Self::Capped,
        Self::Reserved,
        Self::OverCapacity,
        Self::Expired,
        Self::Left,
    ];

    /// The word in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Holdout => "holdout",
            Self::Suppressed => "suppressed",
            Self::Excluded => "excluded",
            Self::Rule => "rule",
            Self::NoContent => "no_content",
            Self::NoAddress => "no_address",
            Self::NoConsent => "no_consent",
            Self::Closed => "closed",
            Self::Capped => "capped",
            Self::Reserved => "reserved",
            Self::OverCapacity => "over_capacity",
            Self::Expired => "expired",
            Self::Left => "left",
        }
    }
}

/// A reason, and what it was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    /// The reason.
    pub reason: Reason,
    /// What did it.
    pub detail: Detail,
}

/// What a reason was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// Nothing more to say.
    None,
    /// The global control group.
    Programme,
    /// The journey: whose own control group it is, that protects, or that has booked.
    Journey(JourneyId),
    /// The channel without content, address, consent or capacity.
    Channel(ChannelId),
    /// The exclusion.
    Exclusion(ExclusionId),
    /// The rule.
    Rule(RuleId),
    /// The full cap.
    Cap(CapId),
    /// The closed calendar.
    Calendar(CalendarId),
    /// The channel whose moment it is not.
    Moment(ChannelId),
}

impl Detail {
    /// What it was about, as files and reports show it; empty when there is nothing more to say.
    #[must_use]
    pub fn about(self, program: &Program) -> &str {
        match self {
            Self::None => "",
            Self::Programme => "programme",
            Self::Journey(journey) => &program.journeys[journey].name,
            Self::Channel(channel) => &program.channels[channel].name,
            Self::Exclusion(exclusion) => &program.exclusions[exclusion].text,
            Self::Rule(rule) => &program.rules[rule].text,
            Self::Cap(cap) => &program.caps[cap].text,
            Self::Calendar(calendar) => &program.calendars[calendar].text,
            Self::Moment(channel) => program.channels[channel].moment.as_ref().map_or("", |moment| &moment.text),
        }
    }
}

/// How a send ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Sent.
    Sent,
    /// Given up. The first cause is the primary one; when it is [`Reason::Expired`] or [`Reason::Left`] the causes of
    /// the last refusal follow, if there was an attempt.
    Skipped(Vec<Cause>),
    /// Still waiting at the end of the run; the causes of the last refusal, if there was an attempt.
    Pending(Vec<Cause>),
}

/// One send, decided or pending at the end of the run: a row of contacts.csv.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contact {
    /// The journey.
    pub journey: JourneyId,
    /// When the enrolment started.
    pub started: Instant,
    /// The customer's zone then: files show the start the same in every row of the enrolment.
    pub started_zone: ZoneId,
    /// Its key.
    pub key: Key,
    /// Which operation of the journey; its path is in [`crate::program::Journey::origins`].
    pub step: Place,
    /// The message.
    pub message: MessageId,
    /// The purpose that counted.
    pub purpose: Purpose,
    /// The channel used; of a send that did not go, the first listed (nothing when an attribute names none).
    pub channel: Option<ChannelId>,
    /// When the send was reached.
    pub due: Instant,
    /// When it was sent or given up; nothing when pending.
    pub at: Option<Instant>,
    /// How it ended.
    pub outcome: Outcome,
    /// The customer's zone then.
    pub zone: ZoneId,
}

/// How an enrolment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// It came to its end, or to `exit`.
    Completed,
    /// A `stop` ended it.
    Stopped,
    /// `stop on goal` ended it.
    Goal,
    /// A new start took its place.
    Replaced,
}

impl End {
    /// The word in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Stopped => "stopped",
            Self::Goal => "goal",
            Self::Replaced => "replaced",
        }
    }
}

/// A goal that was reached.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GoalHit {
    /// When.
    pub at: Instant,
    /// What it was worth; missing without `worth`.
    pub worth: Value,
}

/// A measure that was taken: a row of measures.csv.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MeasureTaken {
    /// When.
    pub at: Instant,
    /// `yes` or `no`, or a number, which may be missing.
    pub value: Value,
}

/// One enrolment: a row of enrolments.csv.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enrolment {
    /// The journey.
    pub journey: JourneyId,
    /// Its key.
    pub key: Key,
    /// When it started.
    pub started: Instant,
    /// When and how it ended; nothing when it is still open at the end of the run.
    pub ended: Option<(Instant, End)>,
    /// Whether the customer is in a control group for it, the global one or the journey's own.
    pub holdout: bool,
    /// For each split of the journey, in the order of the text, the place of the arm that it took; nothing when it took none.
    pub arms: Vec<Option<u16>>,
    /// For each goal of the journey, in the order of the text, when it was reached.
    pub goals: Vec<Option<GoalHit>>,
    /// For each measure of the journey, in the order of the text, what it gave; nothing where the run ended before.
    pub measures: Vec<Option<MeasureTaken>>,
    /// The customer's zone at the start.
    pub zone: ZoneId,
}

/// Why a start was refused (language reference 5.2, 5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusedBecause {
    /// `for` does not hold.
    Audience,
    /// An enrolment is live.
    Enrolled,
    /// `again never`, and there was one before.
    Never,
    /// `again after D`, and D is not over.
    TooSoon,
    /// `again per FIELD`, and the value has started one before.
    SameValue,
    /// `again per FIELD`, and the value is missing.
    NoValue,
}

impl RefusedBecause {
    /// All, in the order in which they are asked.
    pub const ALL: [Self; 6] =
        [Self::Audience, Self::NoValue, Self::SameValue, Self::Never, Self::Enrolled, Self::TooSoon];

    /// The word in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Enrolled => "already_enrolled",
            Self::Never => "again_never",
            Self::TooSoon => "again_after",
            Self::SameValue => "same_value",
            Self::NoValue => "no_value",
        }
    }
}

/// One refused start: a row of refusals.csv.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// The journey.
    pub journey: JourneyId,
    /// When.
    pub at: Instant,
    /// The key that it would have had.
    pub key: Key,
    /// Why.
    pub because: RefusedBecause,
    /// The customer's zone then.
    pub zone: ZoneId,
}

/// Work for a person: a row of tasks.csv (language reference 9.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Task {
    /// The journey.
    pub journey: JourneyId,
    /// When the enrolment started.
    pub started: Instant,
    /// The customer's zone then.
    pub started_zone: ZoneId,
    /// Its key.
    pub key: Key,
    /// Which operation of the journey.
    pub step: Place,
    /// When the step was reached.
    pub at: Instant,
    /// What is to be done.
    pub text: Arc<str>,
    /// Who is to do it; empty when nobody is named or the value is missing.
    pub whose: Arc<str>,
    /// Until when, if that is said.
    pub due: Option<Instant>,
    /// The customer's zone then.
    pub zone: ZoneId,
}

/// Everything that a run found about one customer, in the order of the files (see each list).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerRecords {
    /// Who.
    pub customer: String,
    /// By `at` (of pending ones `due`), then in the order in which they were decided.
    pub contacts: Vec<Contact>,
    /// By start, then journey's name, then key.
    pub enrolments: Vec<Enrolment>,
    /// By instant, then in the order in which they were refused.
    pub refusals: Vec<Refusal>,
    /// By instant, then in the order in which they were made.
    pub tasks: Vec<Task>,
}

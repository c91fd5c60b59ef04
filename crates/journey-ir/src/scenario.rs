//! Scenarios: the story of one customer, and what must come of it (language reference 8). Plain data, beside the programme:
//! a scenario changes nothing of what the programme means.

mod text;

use std::sync::Arc;

use crate::behaviour::Behaviour;
use crate::expression::{Aggregate, Condition};
use crate::operation::Operation;
use crate::pressure::{Purpose, Selector};
use crate::program::{Engagement, Program};
use crate::records::{End, Reason};
use crate::span::Span;
use crate::table::{AggregateId, AttributeId, ChannelId, EventId, JourneyId, MessageId, Table};
use crate::time::{Date, TimeOfDay, WallTime, ZoneId};
use crate::value::Value;

pub use text::text;

/// All scenarios of a programme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenarios {
    /// In the order of files and lines.
    pub list: Vec<Scenario>,
    /// The programme's functions of history, and behind them those that only scenarios ask for.
    pub aggregates: Table<AggregateId, Aggregate>,
}

impl Scenarios {
    /// The programme with everything that the conditions of scenarios ask for. It means the same, but that nothing is supposed
    /// of customers: what they do, a scenario says.
    #[must_use]
    pub fn program(&self, program: &Program) -> Program {
        let behaviour = Behaviour::default();
        Program { aggregates: self.aggregates.clone(), behaviour, ..program.clone() }
    }
}

/// One scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// What it is called; also the customer's id, so that what is left to the hash stays the same.
    pub title: String,
    /// Where its title stands.
    pub span: Span,
    /// The customer's attributes before the first change; the others are missing.
    pub attributes: Vec<(AttributeId, Value)>,
    /// What happens, in source order.
    pub lines: Vec<Line>,
    /// The beginning of the run: [`Scenario::begins`].
    pub from: Option<WallTime>,
    /// The first moment that is too late: [`Scenario::ends`].
    pub until: Option<WallTime>,
    /// Whether the customer is in every control group; else in none.
    pub holdout: bool,
    /// The arms that are chosen for the customer; the others are left to the hash.
    pub arms: Vec<ChosenArm>,
    /// What must come of it, in source order.
    pub expectations: Vec<Expectation>,
}

/// An arm that is chosen rather than drawn (language reference 7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChosenArm {
    /// The journey.
    pub journey: JourneyId,
    /// Which of its splits.
    pub split: u16,
    /// Which of the split's arms.
    pub arm: u16,
}

/// Something that happens, on the customer's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When; a date without a time is its first instant (language reference 2.4).
    pub at: WallTime,
    /// What.
    pub what: What,
    /// Where it is written.
    pub span: Span,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An event.
    Event {
        /// Its kind.
        event: EventId,
        /// Its fields, in the order of declaration; those that are not given are missing.
        fields: Vec<Value>,
    },
    /// An attribute takes a value.
    Set {
        /// Which.
        attribute: AttributeId,
        /// The new value.
        value: Value,
    },
    /// The customer does something with a contact.
    Engagement(Engagement),
    /// A contact of the past.
    Contact {
        /// The journey that it came from: the only one that sends the message.
        journey: Option<JourneyId>,
        /// The message.
        message: MessageId,
        /// The channel.
        channel: ChannelId,
        /// The purpose that counted.
        purpose: Purpose,
    },
}

/// A date, with a time or without: without one it stands for any time that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct When {
    /// The date.
    pub date: Date,
    /// The time of day.
    pub time: Option<TimeOfDay>,
}

impl When {
    /// Its first moment.
    #[must_use]
    pub fn first(self) -> WallTime {
        WallTime { date: self.date, time: self.time.unwrap_or(TimeOfDay::MIDNIGHT) }
    }
}

/// Something that must come of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// `expect { … }`
    Lines {
        /// Whether nothing else may be sent or skipped.
        exactly: bool,
        /// Only what comes from this journey counts.
        journey: Option<JourneyId>,
        /// The lines, in source order.
        lines: Vec<Expected>,
        /// Where its first word stands.
        span: Span,
    },
    /// `never SELECTOR [until DATE]`: nothing that it matches is sent.
    Never {
        /// Which contacts.
        selector: Selector,
        /// The first moment that is too late; nothing: to the end of the run.
        until: Option<WallTime>,
        /// As it is written.
        text: String,
        /// Where it is written.
        span: Span,
    },
    /// `expect C at DATE`: it holds when everything at that instant is decided; without a time: at some instant of that day.
    Holds {
        /// The condition.
        condition: Condition,
        /// When.
        when: When,
        /// The condition as it is written.
        text: String,
        /// Where it is written.
        span: Span,
    },
}

/// An expected line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// When.
    pub when: When,
    /// What.
    pub what: Fact,
    /// Where it is written.
    pub span: Span,
}

/// Something that a programme does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// `M by CH`: sent.
    Sent(MessageId, ChannelId),
    /// `M skipped REASON`: given up; the primary reason.
    Skipped(MessageId, Reason),
    /// `enters J`: an enrolment starts.
    Enters(JourneyId),
    /// `leaves J HOW`: an enrolment ends.
    Leaves(JourneyId, End),
    /// `task "…"`: a task with this text, filled in.
    Task(Arc<str>),
}

impl Fact {
    /// Whether it can be done by a journey.
    #[must_use]
    pub fn is_of(&self, program: &Program, journey: JourneyId) -> bool {
        match self {
            Self::Sent(message, _) | Self::Skipped(message, _) => {
                let is_it =
                    |operation: &Operation| matches!(operation, Operation::Send(send) if send.message == *message);
                program.journeys[journey].operations.iter().any(is_it)
            }
            Self::Enters(id) | Self::Leaves(id, _) => *id == journey,
            // Which of a journey's tasks has this text is only known when they are filled in.
            Self::Task(_) => {
                program.journeys[journey].operations.iter().any(|operation| matches!(operation, Operation::Task(_)))
            }
        }
    }
}

/// How long a scenario runs on behind its last line, when it does not say.
const DAYS_AFTER: i32 = 90;

impl Scenario {
    /// The beginning of the run: `from`, else the first line but contacts of the past; nothing when neither is there.
    #[must_use]
    pub fn begins(&self) -> Option<WallTime> {
        let lines = self.lines.iter().filter(|line| !matches!(line.what, What::Contact { .. }));
        self.from.or_else(|| lines.map(|line| line.at).min())
    }

    /// The first moment that is too late: `until`, else 90 days after the last moment that the scenario names.
    #[must_use]
    pub fn ends(&self) -> Option<WallTime> {
        let last = || self.moments().max().map(|last| WallTime { date: last.date.plus_days(DAYS_AFTER), ..last });
        self.until.or_else(last)
    }

    /// Every moment that the scenario names, apart from its end.
    fn moments(&self) -> impl Iterator<Item = WallTime> {
        let lines = self.lines.iter().map(|line| line.at);
        let expected = self.expectations.iter().flat_map(|expectation| match expectation {
            Expectation::Lines { lines, .. } => lines.iter().map(|line| line.when.first()).collect(),
            Expectation::Never { until, .. } => until.iter().copied().collect(),
            Expectation::Holds { when, .. } => vec![when.first()],
        });
        lines.chain(self.from).chain(expected)
    }

    /// The zone in which a moment of the scenario is meant: the customer's, as `customer` and the changes before it say.
    /// `index` is the line's place among [`Scenario::lines`]; what is expected comes behind all of them.
    #[must_use]
    pub fn zone_at(&self, program: &Program, at: WallTime, index: usize) -> ZoneId {
        let Some(attribute) = program.zone_attribute else { return program.zone };
        let given = self.attributes.iter().filter(|(id, _)| *id == attribute).map(|(_, value)| value);
        let mut changes: Vec<(WallTime, usize, &Value)> = self
            .lines
            .iter()
            .enumerate()
            .filter_map(|(place, line)| match &line.what {
                What::Set { attribute: id, value } if *id == attribute => Some((line.at, place, value)),
                _ => None,
            })
            .filter(|(when, place, _)| (*when, *place) < (at, index))
            .collect();
        changes.sort_by_key(|(when, place, _)| (*when, *place));
        match given.chain(changes.into_iter().map(|(_, _, value)| value)).next_back() {
            Some(Value::Zone(zone)) => *zone,
            _ => program.zone,
        }
    }
}

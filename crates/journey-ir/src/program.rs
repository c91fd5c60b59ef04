//! A validated programme: everything that was declared, resolved and typed.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assumption::Assumptions;
use crate::behaviour::Behaviour;
use crate::calendar::{Calendar, Holidays};
use crate::capacity::{Assignee, Capacity};
use crate::cost::RunningCost;
use crate::decimal::Decimal;
use crate::expression::{Aggregate, Condition, Expression, Segment};
use crate::insert::{Insert, InsertOf};
use crate::language::Language;
use crate::lookup::LookupTable;
use crate::measure::Measure;
use crate::occasion::Occasion;
use crate::offer::Offer;
use crate::operation::Operation;
use crate::pressure::{Cap, Exclusion, Protection, Purpose};
use crate::rules::ContactRule;
use crate::shared::Shared;
use crate::span::Span;
use crate::state::State;
use crate::table::{
    AggregateId, AttributeId, CalendarId, CapId, ChannelId, EventId, ExclusionId, FieldId, HolidaysId, InsertId,
    JourneyId, LookupId, MessageId, OfferId, RuleId, SegmentId, StateId, Table, TagId, TopicId,
};
use crate::template::Template;
use crate::time::{Period, TimeOfDay, Unit, WallTime, Weekday, ZoneId};
use crate::value::{Type, Value};
use crate::waiver::Waiver;

/// A programme (language reference 1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Program {
    /// Its name; the manifest's when the `.journey` files give none.
    pub name: String,
    /// What stable hashes start from (language reference 7.2); empty until [`Program::with_manifest`] sets it.
    pub salt: String,
    /// The zone of customers without one of their own, and of the programme's own dates.
    pub zone: ZoneId,
    /// ISO 4217, for reports.
    pub currency: Option<String>,
    /// What it costs by itself (language reference 9.9).
    pub cost: Option<RunningCost>,
    /// The language of messages that say none themselves.
    pub language: Language,
    /// The global control group: receives no commercial or relational contact.
    pub holdout: Share,
    /// The time of day of dates in starts, waits and `at` (language reference 2.4).
    pub dates_at: TimeOfDay,
    /// How long a send that a channel holds back waits, when nothing else is said (language reference 4.4).
    pub patience: Period,
    /// While it holds nothing but service is sent.
    pub suppress: Option<Condition>,
    /// The customer's attributes.
    pub attributes: Table<AttributeId, Attribute>,
    /// The attribute that holds a customer's own zone: the only one of type `timezone`, or the one called `zone`.
    pub zone_attribute: Option<AttributeId>,
    /// The kinds of events.
    pub events: Table<EventId, Event>,
    /// The named conditions.
    pub segments: Table<SegmentId, Segment>,
    /// The states.
    pub states: Table<StateId, State>,
    /// The tables.
    pub lookups: Table<LookupId, LookupTable>,
    /// The channels, in the order of declaration.
    pub channels: Table<ChannelId, Channel>,
    /// The calendars that it uses: its own, the library's, and hours written in place.
    pub calendars: Table<CalendarId, Calendar>,
    /// The lists of holidays that its calendars name.
    pub holidays: Table<HolidaysId, Holidays>,
    /// The offers.
    pub offers: Table<OfferId, Offer>,
    /// The messages.
    pub messages: Table<MessageId, Message>,
    /// What goes into messages.
    pub inserts: Table<InsertId, Insert>,
    /// The caps.
    pub caps: Table<CapId, Cap>,
    /// What `pressure` forbids for a time.
    pub exclusions: Table<ExclusionId, Exclusion>,
    /// `look ahead L`: sends of higher-priority journeys that are booked at most L ahead keep their place under caps.
    pub look_ahead: Option<Period>,
    /// The rules.
    pub rules: Table<RuleId, ContactRule>,
    /// The journeys. Identifiers follow the order of files and lines; nothing in the meaning depends on it.
    pub journeys: Table<JourneyId, Journey>,
    /// Which text was read for several journeys: for findings, nothing in the meaning depends on it.
    pub shared: Vec<Shared>,
    /// The functions of history that the programme asks for, each once.
    pub aggregates: Table<AggregateId, Aggregate>,
    /// The names of tags.
    pub tags: Table<TagId, String>,
    /// The names of topics.
    pub topics: Table<TopicId, String>,
    /// What is accepted of what is found: for findings, nothing in the meaning depends on it.
    pub waivers: Vec<Waiver>,
    /// What is assumed of the world: for analyses and summaries, nothing in the meaning depends on it.
    pub assumptions: Assumptions,
    /// What a dry run supposes that customers do with their contacts; the manifest says it. Scenarios suppose nothing.
    pub behaviour: Behaviour,
}

/// A programme in which nothing is said: the defaults of language reference 1 and 4.4.
impl Default for Program {
    fn default() -> Self {
        Self {
            name: String::new(),
            salt: String::new(),
            zone: ZoneId::UTC,
            currency: None,
            cost: None,
            language: Language::default(),
            holdout: Share::default(),
            dates_at: TimeOfDay::MIDNIGHT,
            patience: Period::of(7, Unit::Day),
            suppress: None,
            attributes: Table::default(),
            zone_attribute: None,
            events: Table::default(),
            segments: Table::default(),
            states: Table::default(),
            lookups: Table::default(),
            channels: Table::default(),
            calendars: Table::default(),
            holidays: Table::default(),
            offers: Table::default(),
            messages: Table::default(),
            inserts: Table::default(),
            caps: Table::default(),
            exclusions: Table::default(),
            look_ahead: None,
            rules: Table::default(),
            journeys: Table::default(),
            shared: Vec::new(),
            aggregates: Table::default(),
            tags: Table::default(),
            topics: Table::default(),
            waivers: Vec::new(),
            assumptions: Assumptions::default(),
            behaviour: Behaviour::default(),
        }
    }
}

impl Program {
    /// The same, with what the manifest says: its name where the `.journey` files give none, and the salt, by default the
    /// manifest's name (language reference 7.2).
    #[must_use]
    pub fn with_manifest(mut self, name: &str, salt: Option<&str>) -> Self {
        if self.name.is_empty() {
            name.clone_into(&mut self.name);
        }
        salt.unwrap_or(name).clone_into(&mut self.salt);
        self
    }
}

/// A share of customers in basis points, 0 to 10,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Share(pub u16);

/// A customer attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// Whether it may be missing (`?`).
    pub optional: bool,
    /// How it may change.
    pub change: Change,
    /// What it is computed from (language reference 9.1): then it is no part of the data. Reads neither enrolment nor event;
    /// computed attributes and segments do not refer to one another in a circle: the parser refuses it.
    pub computed: Option<Expression>,
    /// Where it is declared.
    pub span: Span,
}

/// How an attribute may change; the checker relies on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// In any way.
    Any,
    /// Never (`fixed`).
    Fixed,
    /// Only upwards (`growing`).
    Growing,
}

/// A kind of event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// Its fields.
    pub fields: Table<FieldId, Field>,
    /// Where it is declared.
    pub span: Span,
}

/// A field of an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// Whether it may be missing (`?`).
    pub optional: bool,
    /// Where it is declared.
    pub span: Span,
}

/// A channel (language reference 3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// `digital`, `human` or `physical`, for reports.
    pub kind: ChannelKind,
    /// What must be known and not empty for a customer to be reached.
    pub address: Option<AttributeId>,
    /// What must hold, but for service.
    pub consent: Option<Condition>,
    /// The cost of one contact, in the programme's currency.
    pub cost: Decimal,
    /// What a contact counts in caps by weight.
    pub weight: u32,
    /// Open when all of them are, but for service; always open without any (language reference 2.5, 3.1).
    pub hours: Vec<CalendarId>,
    /// What can be done at most, by all customers together.
    pub capacity: Option<Capacity>,
    /// Who does the work for a customer.
    pub assign: Option<Assignee>,
    /// When a contact can go at all (language reference 9.5).
    pub moment: Option<Occasion>,
    /// Where it is declared.
    pub span: Span,
}

impl Channel {
    /// A channel of which nothing is said.
    #[must_use]
    pub fn new(name: impl Into<String>, span: Span) -> Self {
        Self {
            name: name.into(),
            kind: ChannelKind::default(),
            address: None,
            consent: None,
            cost: Decimal::ZERO,
            weight: 1,
            hours: Vec::new(),
            capacity: None,
            assign: None,
            moment: None,
            span,
        }
    }
}

/// What kind of work a channel is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Machines do it.
    #[default]
    Digital,
    /// People do it.
    Human,
    /// Something is made and carried.
    Physical,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: Option<String>,
    /// Its own purpose: the one that it says, else commercial when it carries an offer.
    pub purpose: Option<Purpose>,
    /// The offer that it carries.
    pub offer: Option<OfferId>,
    /// Its topic.
    pub topic: Option<TopicId>,
    /// Its tags: `tagged X` means contacts whose journey or whose message has the tag.
    pub tags: Vec<TagId>,
    /// The language in which its dates and numbers are written; nothing: the programme's.
    pub language: Option<Language>,
    /// Nothing goes into it (`no inserts`).
    pub no_inserts: bool,
    /// The arms of each `match`, in order: the first that holds at the send is chosen; `else` always holds.
    pub choices: Vec<Vec<Condition>>,
    /// What it says on each channel that it has content for; whatever is chosen, at most one for a channel.
    pub contents: Vec<Content>,
    /// Where it is declared.
    pub span: Span,
}

impl Message {
    /// Whether it has content for a channel, be it only for some customers.
    #[must_use]
    pub fn may_have_content(&self, channel: ChannelId) -> bool {
        self.contents.iter().any(|content| content.channel == channel)
    }

    /// What it says on a channel to a customer of whom conditions hold or not (language reference 3.6).
    pub fn content(&self, channel: ChannelId, mut holds: impl FnMut(&Condition) -> bool) -> Option<&Content> {
        let mut chosen = |of: VariantOf| {
            let arms = self.choices.get(usize::from(of.choice))?;
            arms.iter().position(&mut holds)
        };
        let mut contents = self.contents.iter().filter(|content| content.channel == channel);
        contents.find(|content| content.variant.is_none_or(|of| chosen(of) == Some(usize::from(of.arm))))
    }

    /// The conditions on which it depends what it says on a channel.
    pub fn conditions(&self, channel: ChannelId) -> impl Iterator<Item = &Condition> {
        let of = self.contents.iter().filter(move |content| content.channel == channel);
        let choices = of.filter_map(|content| self.choices.get(usize::from(content.variant?.choice)));
        choices.flatten()
    }
}

/// What a message says on one channel.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    /// The channel.
    pub channel: ChannelId,
    /// In which case; nothing: in every one.
    pub variant: Option<VariantOf>,
    /// The language of the variant, when it says one.
    pub language: Option<Language>,
    /// The subject line.
    pub subject: Option<Template>,
    /// The body.
    pub body: Option<Body>,
    /// What goes into the body, where it has its [`crate::template::Piece::Inserts`], in this order.
    pub inserts: Vec<InsertOf>,
}

/// An arm of one of a message's choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct VariantOf {
    /// Which of [`Message::choices`].
    pub choice: u16,
    /// Which of its arms.
    pub arm: u16,
}

/// The body of a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Body {
    /// The template file, as the `.journey` file names it; nothing for a text in place.
    pub file: Option<String>,
    /// What stands in it; nothing for a file that is no text (`.pdf`), or when no files were read.
    pub template: Option<Template>,
}

/// A journey (language reference 5).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Journey {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// 0 to 100, higher first.
    pub priority: u8,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// When it may start.
    pub active: Active,
    /// What starts it; at least one.
    pub starts: Vec<Start>,
    /// The audience, decided at the instant of starting.
    pub audience: Option<Condition>,
    /// What happens to a second start.
    pub reentry: ReEntry,
    /// What ends an enrolment, waits included.
    pub stops: Vec<Stop>,
    /// What is to be reached.
    pub goals: Vec<Goal>,
    /// What is measured of every enrolment.
    pub measures: Vec<Measure>,
    /// Whether reaching any goal ends the enrolment.
    pub stop_on_goal: bool,
    /// The journey's own control group.
    pub holdout: Share,
    /// While it holds an enrolment does not advance: ends of waits, and sends, are put off to the instant at which it ceases;
    /// what is awaited is still seen (language reference 5.7).
    pub pause: Option<Condition>,
    /// The splits, in the order of the text; [`Operation::Split`] names them by their place.
    pub splits: Vec<Split>,
    /// From what the enrolled are protected.
    pub protections: Vec<Protection>,
    /// The steps, lowered. The end of the list completes the enrolment.
    pub operations: Vec<Operation>,
    /// Where each operation comes from; as long as `operations`.
    pub origins: Vec<Origin>,
    /// How many slots for awaited events an enrolment has.
    pub slots: u16,
    /// How many counters for [`Operation::Repeat`] an enrolment has.
    pub counters: u16,
    /// The whole of its own text.
    pub text: Span,
    /// Where it is declared.
    pub span: Span,
}

/// Where an operation comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The step's path in its journey, such as `3.else.1`.
    pub path: String,
    /// What `label` calls it; shown in files in the place of the path.
    pub label: Option<String>,
    /// Its text.
    pub span: Span,
}

impl Origin {
    /// How files name the step: its label, else its path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.path)
    }
}

/// A sticky choice among arms: the customer's draw under `JOURNEY/NAME` falls into one of the shares, which follow one
/// another from 0 and together make 10,000 (language reference 5.8, 7.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Split {
    /// Its name, unique in its journey.
    pub name: String,
    /// The arms in the order of the text; at least one.
    pub arms: Vec<SplitArm>,
    /// Where it is written.
    pub span: Span,
}

/// One arm of a [`Split`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct SplitArm {
    /// Its name, unique in its split.
    pub name: String,
    /// Its share.
    pub share: Share,
}

/// When a journey may start, in the customer's zone: `from` ≤ t < `until`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Active {
    /// The first moment, if there is one.
    pub from: Option<WallTime>,
    /// The first moment that is too late, if there is one: `A to B` includes the day B, so it is the day after.
    pub until: Option<WallTime>,
}

/// One way to start.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Start {
    /// What starts it.
    pub trigger: Trigger,
    /// With [`ReEntry::PerValue`]: the value that may start it once. Reads the starting event as
    /// [`crate::expression::Occurrence::Current`].
    pub key: Option<Expression>,
}

/// What starts a journey (language reference 5.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// `on E [where …]`
    Event {
        /// The event.
        event: EventId,
        /// Asked when it happens; reads its fields as [`crate::expression::Occurrence::Current`].
        filter: Option<Condition>,
    },
    /// `when C`: C becomes true.
    Becomes(Condition),
    /// `while C`: C becomes true, or holds at the beginning of the run, of `active`, or of the customer's existence.
    Holds(Condition),
    /// `on opened(M)` and the like: it happens to a contact with the message, whichever enrolment sent it.
    Engagement(EngagementWith),
    /// `D before|after A [every year] [at T]`, `on A …`.
    Dated(Dated),
    /// `every monday at 09:00` and the like: starts everyone for whom `for` holds then; the others are not refused.
    Every(Schedule, TimeOfDay),
    /// `at 2026-11-27 09:00`, in the customer's zone: once; `for` as under [`Trigger::Every`].
    At(WallTime),
    /// `by enrolment`: another journey's `enrol`.
    Enrolment,
    /// `on A rises`, `falls` or `changes`: the attribute's value is otherwise than when it was last asked (language
    /// reference 9.1).
    Moves(AttributeId, Direction),
}

/// How a value has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It is known, was known, and comes later in the order of its type.
    Rises,
    /// It is known, was known, and comes earlier.
    Falls,
    /// It is another one; between missing and known, too.
    Changes,
}

impl Direction {
    /// The word in the language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rises => "rises",
            Self::Falls => "falls",
            Self::Changes => "changes",
        }
    }

    /// Whether a value has changed so.
    #[must_use]
    pub fn is_from_to(self, before: &Value, after: &Value) -> bool {
        match self {
            Self::Rises => after.compare(before).is_some_and(Ordering::is_gt),
            Self::Falls => after.compare(before).is_some_and(Ordering::is_lt),
            Self::Changes => after != before,
        }
    }
}

/// A start at a date that an attribute holds, or some time before or after it (language reference 5.1, 2.6).
///
/// The instant is (A or its anniversary) ⊕ or ⊖ `offset`, and then, for a date, that day at `time`; for an instant with a
/// `time`, that time on its day. It starts when it comes, once for each value of A or anniversary; what is past, or moves
/// into the past, does not start.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Dated {
    /// The attribute: a date or an instant.
    pub attribute: AttributeId,
    /// How far from it; nothing for `on A`.
    pub offset: Option<Offset>,
    /// On the anniversaries, from the first year on; the date itself is none. Else on the date itself.
    pub every_year: bool,
    /// `at T`.
    pub time: Option<TimeOfDay>,
    /// The time of day of a date without `at T`: the programme's `dates at`.
    pub date_time: TimeOfDay,
}

/// How far before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Offset {
    /// How far.
    pub period: Period,
    /// Before rather than after.
    pub before: bool,
}

/// Days that come again, in the customer's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// Every day.
    Day,
    /// Every such day of the week.
    Weekday(Weekday),
    /// Every month on this day, 1 to 31; in a shorter month on its last.
    MonthDay(u8),
}

/// What customers do with a contact (language reference 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Engagement {
    /// What.
    pub kind: EngagementKind,
    /// With which message.
    pub message: MessageId,
}

impl Engagement {
    /// What programmes may say that this is: with this message, and with any.
    #[must_use]
    pub fn named(self) -> [EngagementWith; 2] {
        let Self { kind, message } = self;
        [EngagementWith { kind, message: Some(message) }, EngagementWith { kind, message: None }]
    }
}

/// What a programme asks or waits for: `opened(M)`, or `opened(any)` (language reference 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct EngagementWith {
    /// What.
    pub kind: EngagementKind,
    /// With which message; nothing: with any.
    pub message: Option<MessageId>,
}

impl EngagementWith {
    /// Whether what a customer did is it.
    #[must_use]
    pub fn is(self, engagement: Engagement) -> bool {
        self.kind == engagement.kind && self.message.is_none_or(|message| message == engagement.message)
    }

    /// As it is written: `opened(welcome)`.
    #[must_use]
    pub fn text(self, program: &Program) -> String {
        let message = self.message.map_or("any", |message| &program.messages[message].name);
        format!("{}({message})", self.kind.name())
    }
}

/// The kinds of [`Engagement`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EngagementKind {
    /// It was opened.
    Opened,
    /// A link in it was followed.
    Clicked,
    /// It could not be delivered.
    Bounced,
    /// The customer unsubscribed through it.
    Unsubscribed,
}

impl EngagementKind {
    /// All, in the order of the language reference.
    pub const ALL: [Self; 4] = [Self::Opened, Self::Clicked, Self::Bounced, Self::Unsubscribed];

    /// The word in the language and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Clicked => "clicked",
            Self::Bounced => "bounced",
            Self::Unsubscribed => "unsubscribed",
        }
    }
}

impl Trigger {
    /// The kind of event that starts the journey, when it is one.
    #[must_use]
    pub fn event(&self) -> Option<EventId> {
        match self {
            Self::Event { event, .. } => Some(*event),
            _ => None,
        }
    }
}

/// What happens to a second start (language reference 5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReEntry {
    /// One enrolment ever.
    Never,
    /// As soon as no enrolment is live.
    Always,
    /// From the previous start ⊕ D on, when no enrolment is live.
    After(Period),
    /// A new start replaces the live enrolment.
    Restart,
    /// Once ever per value of [`Start::key`]; several may be live.
    PerValue,
    /// Every event its own; several may be live.
    PerEvent,
}

/// What ends an enrolment (language reference 5.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// An event.
    Event {
        /// Its kind.
        event: EventId,
        /// Asked when it happens; reads its fields as [`crate::expression::Occurrence::Current`].
        filter: Option<Condition>,
    },
    /// `on opened(M)` and the like, of a contact of the enrolment.
    Engagement(EngagementWith),
    /// A condition, as soon as it holds; also when it holds at the start.
    When(Condition),
}

/// What is measured (language reference 5.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Goal {
    /// Its name, when it has one.
    pub name: Option<String>,
    /// What reaches it.
    pub reached: Reached,
    /// In (start, start ⊕ D]; without a period until the end of the run.
    pub within: Option<Period>,
    /// `after M`: counts not from the start but from the instant at which the enrolment first sent or skipped the message.
    pub after: Option<MessageId>,
    /// What it is worth; reads the event as [`crate::expression::Occurrence::Current`].
    pub worth: Option<Expression>,
    /// Where it is written.
    pub span: Span,
}

/// What reaches a goal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// An event.
    Event {
        /// Its kind.
        event: EventId,
        /// Asked when it happens.
        filter: Option<Condition>,
    },
    /// `opened(M)` and the like, of a contact of the enrolment.
    Engagement(EngagementWith),
    /// A condition that becomes true after the start.
    Becomes(Condition),
}

//! Everything at the top of a file but journeys.

use super::Bad;
use super::allow::Allow;
use super::calendar::OpeningHours;
use super::computed::Computed;
use super::expr::Expr;
use super::literal::{Name, Number, Percent, Period, PeriodUnit, Text, Time};
use super::state::Turn;
use super::variants::Variants;
use super::work::RunningCost;
use journey_ir::span::Span;

/// `programme "Club" { … }` (language reference 1)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Text,
    /// Its settings, in source order; a setting may be given twice by mistake.
    pub settings: Vec<Setting>,
}

/// One setting of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The whole setting.
    pub span: Span,
    /// Which.
    pub kind: SettingKind,
}

/// The settings of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// `timezone Europe/Paris`: the IANA name, unchecked
    Timezone(Name),
    /// `currency EUR`
    Currency(Name),
    /// `language fr`
    Language(Name),
    /// `holdout 2%`
    Holdout(Percent),
    /// `dates at 09:00`
    DatesAt(Time),
    /// `patience 7 days`
    Patience(Period),
    /// `suppress when C`
    SuppressWhen(Expr),
    /// `cost 12000 per year`
    Cost(RunningCost),
    /// Could not be read.
    Bad(Bad),
}

/// `customer { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The whole item.
    pub span: Span,
    /// The attributes, in source order.
    pub attributes: Vec<Attribute>,
    /// What could not be read; its names may be attributes.
    pub bad: Vec<Bad>,
}

/// `birthday date? fixed`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The whole line.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it changes.
    pub change: Option<(Change, Span)>,
    /// `= …`: computed.
    pub computed: Option<Computed>,
}

/// How an attribute's value may change; unsaid, it may change in any way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Never.
    Fixed,
    /// Only upwards.
    Growing,
}

/// A type, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeRef {
    /// With the `?`.
    pub span: Span,
    /// Which.
    pub kind: TypeKind,
    /// `?`: may be missing.
    pub optional: bool,
}

/// The types (language reference 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// `text`
    Text,
    /// `integer`
    Integer,
    /// `decimal`
    Decimal,
    /// `boolean`
    Boolean,
    /// `date`
    Date,
    /// `datetime`
    DateTime,
    /// `one of …`, in declared order; one or more
    OneOf(Vec<EnumValue>),
    /// `channel`
    Channel,
    /// `timezone`
    Timezone,
    /// `duration`
    Duration,
}

/// A value of `one of`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// The characters, without quotes.
    pub text: String,
    /// Whether it is written in quotes.
    pub quoted: bool,
    /// Where, with quotes.
    pub span: Span,
}

/// `event purchase { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// The fields, in source order.
    pub fields: Vec<Field>,
    /// What could not be read; its names may be fields.
    pub bad: Vec<Bad>,
}

/// `amount decimal`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The whole field.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeRef,
}

/// `segment vip = C`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Who is in it.
    pub condition: Expr,
}

/// `channel email { … }`, also written `channel email` alone (language reference 3)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its clauses, in source order.
    pub clauses: Vec<ChannelClause>,
}

/// One clause of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelClause {
    /// The whole clause.
    pub span: Span,
    /// Which.
    pub kind: ChannelClauseKind,
}

/// The clauses of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChannelClauseKind {
    /// `address email`: the attribute
    Address(Name),
    /// `consent optin_email`: the condition
    Consent(Expr),
    /// `cost 0.002`
    Cost(Number),
    /// `weight 2`
    Weight(Number),
    /// `kind human`
    Kind(ChannelKind, Span),
    /// `hours fr_telephone`
    Hours(OpenHours),
    /// `capacity 200 per day`
    Capacity(Capacity),
    /// `assign rep`
    Assign(Expr),
    /// `moment purchase where channel == store`
    Moment(Turn),
    /// Could not be read.
    Bad(Bad),
}

/// When a channel is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenHours {
    /// When all of these calendars are; one or more.
    Calendars(Vec<Name>),
    /// `hours mon..fri 10:00-18:00`
    InPlace(OpeningHours),
}

/// `capacity 12 per day per assignee`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// The whole of it.
    pub span: Span,
    /// How many.
    pub limit: Number,
    /// In which time; not every unit is one of capacities.
    pub per: PeriodUnit,
    /// Where the unit stands.
    pub per_span: Span,
    /// Whether each assignee has a count of their own.
    pub per_assignee: bool,
}

/// The kinds of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// `digital`
    Digital,
    /// `human`
    Human,
    /// `physical`
    Physical,
}

/// `message welcome "Bienvenue" { … }` (language reference 3)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its clauses and contents, in source order.
    pub clauses: Vec<MessageClause>,
}

/// One clause of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageClause {
    /// The whole clause.
    pub span: Span,
    /// Which.
    pub kind: MessageClauseKind,
}

/// The clauses of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageClauseKind {
    /// `purpose commercial`
    Purpose(PurposeWord),
    /// `topic welcome`
    Topic(Name),
    /// `offer welcome10`: the offer that it carries
    Offer(Name),
    /// `language es`
    Language(Name),
    /// `tags onboarding, winter`
    Tags(Vec<Name>),
    /// `email { … }`, `sms "…"`
    Content(Content),
    /// `match country { es { … } else { … } }`
    Variants(Variants),
    /// `no inserts`
    NoInserts,
    /// `allow RULE because "…" until DATE`
    Allow(Allow),
    /// Could not be read.
    Bad(Bad),
}

/// What a message says on one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The channel.
    pub channel: Name,
    /// `subject "…"`
    pub subject: Option<Text>,
    /// The body.
    pub body: Option<Body>,
    /// What could not be read of it.
    pub bad: Vec<Bad>,
}

/// The body of a content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A template file, relative to the source file.
    File(Text),
    /// The text itself.
    Text(Text),
}

/// A purpose and where it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurposeWord {
    /// Which.
    pub purpose: Purpose,
    /// Where.
    pub span: Span,
}

/// Why a message is sent (language reference 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// `commercial`
    Commercial,
    /// `relational`
    Relational,
    /// `requested`
    Requested,
    /// `service`
    Service,
}

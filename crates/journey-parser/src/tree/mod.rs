//! The syntax tree: what was written, with the place of everything that can be blamed.
//!
//! The tree is total: any text has one. What could not be read is a [`Bad`] node, whose finding is already made. Later phases skip it
//! silently, and do not report as missing or unknown what it may have held.

pub mod allow;
pub mod blueprint;
pub mod calendar;
pub mod computed;
pub mod defaults;
pub mod expr;
pub mod insert;
pub mod item;
pub mod journey;
pub mod literal;
pub mod offer;
pub mod pressure;
pub mod scenario;
pub mod state;
pub mod step;
pub mod steps;
pub mod table;
pub mod variants;
pub mod work;

pub use allow::{Allow, Assume, Audience, Rate, RatePer};
pub use blueprint::{Argument, Blueprint, BlueprintClause, Made, Parameter, ParameterKind, Slot};
pub use calendar::{
    Calendar, CalendarClause, CalendarClauseKind, DayRule, DayRuleKind, Holidays, Hours, OpenDays, OpeningHours,
};
pub use computed::{Computed, ComputedKind, ValueArm, ValueArmWhen, ValueMatch};
pub use defaults::{DefaultChannels, Defaults, DefaultsScope};
pub use expr::{Aggregate, ArithmeticOp, CompareOp, DatePart, Engagement, Expr, ExprKind, Pick, Window};
pub use insert::Insert;
pub use item::{
    Attribute, Body, Capacity, Change, Channel, ChannelClause, ChannelClauseKind, ChannelKind, Content, Customer,
    EnumValue, Event, Field, Message, MessageClause, MessageClauseKind, OpenHours, Programme, Purpose, PurposeWord,
    Segment, Setting, SettingKind, TypeKind, TypeRef,
};
pub use journey::{
    Active, Again, AgainKind, Arm, Awaited, AwaitedKind, Block, ChannelChoice, Clause, ClauseKind, Deadline,
    EngagementOf, Goal, GoalTarget, Happening, Journey, Schedule, Send, Start, StartKind, StartOffset, StartSubject,
    Step, StepKind, Stop, StopKind, WaitFor, WaitUntil,
};
pub use journey_ir::time::Weekday;
pub use literal::{Date, DateTime, Length, Name, Number, Path, Percent, Period, PeriodUnit, Text, Time};
pub use offer::{Offer, OfferClause, OfferClauseKind};
pub use pressure::{
    Apart, Cap, CapPer, ContactRule, Counted, Exclusion, ExclusionTime, Exclusive, Pressure, PressureRule, Protection,
    Rules, Selector, SelectorTerm, Spacing,
};
pub use scenario::{
    ArmChoice, Dated, DatedKind, Day, ExpectLines, Expected, ExpectedKind, Given, GivenValue, Scenario, ScenarioItem,
    ScenarioItemKind, When, WhenDay,
};
pub use state::{State, Turn};
pub use step::{
    Alternative, AlternativeKind, Case, Cases, Emit, EmitField, Match, MatchArm, Pattern, PatternKind, Patterns,
    Repeat, SetAttribute, Split, SplitArm, WaitArm, WaitMany,
};
pub use table::{Table, TableColumns, TableKey};
pub use work::{Measure, RunningCost, Task};

pub use steps::{Do, Steps};
pub use variants::{Variant, VariantOf, Variants};

use journey_ir::span::Span;

/// One source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The items, in source order.
    pub items: Vec<Item>,
    /// The comments, in source order.
    pub comments: Vec<Comment>,
}

/// A `#` comment: from the `#` to the end of its line, excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Where.
    pub span: Span,
}

/// Something declared at the top of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `programme "Club" { … }`
    Programme(Programme),
    /// `customer { … }`
    Customer(Customer),
    /// `event purchase { … }`
    Event(Event),
    /// `segment vip = …`
    Segment(Segment),
    /// `state complaining = …`
    State(State),
    /// `table reps "…" { … }`
    Table(Table),
    /// `channel email { … }`
    Channel(Channel),
    /// `message welcome "…" { … }`
    Message(Message),
    /// `offer welcome10 { … }`
    Offer(Offer),
    /// `calendar fr_telephone { … }`
    Calendar(Calendar),
    /// `holidays shop { … }`
    Holidays(Holidays),
    /// `pressure { … }`
    Pressure(Pressure),
    /// `rules { … }`
    Rules(Rules),
    /// `journey welcome "…" { … }`
    Journey(Journey),
    /// `scenario "…" { … }`
    Scenario(Scenario),
    /// `blueprint welcome_group { … }`
    Blueprint(Blueprint),
    /// `steps call_until_answer(script: message) { … }`
    Steps(Steps),
    /// `defaults tagged animation { … }`
    Defaults(Defaults),
    /// `insert banner for member "banner.html"`
    Insert(Insert),
    /// `allow RULE because "…" until DATE`
    Allow(Allow),
    /// `assume { … }`
    Assume(Assume),
    /// Could not be read.
    Bad(Bad),
}

/// Something that could not be read; its finding is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// The whole of it.
    pub span: Span,
    /// The keyword it was probably meant to begin with (`journey`, `send`), in the canonical surface.
    pub keyword: Option<String>,
    /// The name that it probably declares, so that uses of the name are not reported as unknown.
    pub name: Option<Name>,
}

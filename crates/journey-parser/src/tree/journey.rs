//! Journeys: clauses and steps (language reference 5).

use super::Bad;
use super::Weekday;
use super::allow::Allow;
use super::blueprint::{Made, Slot};
use super::expr::{Engagement, Expr};
use super::item::PurposeWord;
use super::literal::{Date, Name, Number, Path, Percent, Period, Text, Time};
use super::pressure::Protection;
use super::step::{Cases, Emit, Match, Repeat, SetAttribute, Split, WaitMany};
use super::steps::Do;
use super::work::{Measure, Task};
use journey_ir::program::Direction;
use journey_ir::span::Span;

/// `journey welcome "Bienvenue" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `from welcome_group`, with what the journey says of that blueprint.
    pub made: Option<Made>,
    /// Its clauses, in source order; a clause may be given twice by mistake.
    pub clauses: Vec<Clause>,
    /// Its steps, in source order. Something unreadable between the clauses is here as [`StepKind::Bad`].
    pub steps: Vec<Step>,
    /// What `defaults` say of the channels of a `send` that names none; nothing before they are looked up.
    pub channels: Vec<Name>,
}

/// One clause of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The whole clause.
    pub span: Span,
    /// Which.
    pub kind: ClauseKind,
}

/// The clauses of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// `start …`
    Start(Start),
    /// `for C`
    For(Expr),
    /// `again …`
    Again(Again),
    /// `stop …`
    Stop(Stop),
    /// `goal …`
    Goal(Goal),
    /// `priority 80`
    Priority(Number),
    /// `active …`
    Active(Active),
    /// `holdout 5%`
    Holdout(Percent),
    /// `patience 5 days`
    Patience(Period),
    /// `owner "Service fidélité"`
    Owner(Text),
    /// `purpose relational`
    Purpose(PurposeWord),
    /// `tags onboarding, winter`; one or more
    Tags(Vec<Name>),
    /// `protect from …`
    Protect(Protection),
    /// `pause while C`
    Pause(Expr),
    /// `measure "NAME" VALUE after D`
    Measure(Measure),
    /// `allow RULE because "…" until DATE`
    Allow(Allow),
    /// A clause that could not be read.
    Bad(Bad),
}

impl ClauseKind {
    /// The word that it begins with; nothing when that cannot be told.
    pub(crate) fn keyword(&self) -> Option<&str> {
        Some(match self {
            Self::Start(_) => "start",
            Self::For(_) => "for",
            Self::Again(_) => "again",
            Self::Stop(_) => "stop",
            Self::Goal(_) => "goal",
            Self::Priority(_) => "priority",
            Self::Active(_) => "active",
            Self::Holdout(_) => "holdout",
            Self::Patience(_) => "patience",
            Self::Owner(_) => "owner",
            Self::Purpose(_) => "purpose",
            Self::Tags(_) => "tags",
            Self::Protect(_) => "protect",
            Self::Pause(_) => "pause",
            Self::Measure(_) => "measure",
            Self::Allow(_) => "allow",
            Self::Bad(_) => return None,
        })
    }
}

/// `start …` (language reference 5.1)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The whole clause.
    pub span: Span,
    /// When.
    pub kind: StartKind,
}

/// What starts an enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartKind {
    /// `on E [where …]` of an event
    /// or `[D before|after] A [every year] [at T]`, `on A …` of a date attribute.
    /// With a filter it is an event; with an offset, `every year` or a time it is an attribute.
    On {
        /// The event or attribute.
        subject: StartSubject,
        /// After `where`.
        filter: Option<Expr>,
        /// `30 days before`
        offset: Option<StartOffset>,
        /// `every year`
        every_year: Option<Span>,
        /// `at 09:00`
        at: Option<Time>,
    },
    /// `on opened(M)`
    Engagement(EngagementOf),
    /// `when C`
    When(Expr),
    /// `while C`
    While(Expr),
    /// `every … at T`
    Every {
        /// Which days.
        schedule: Schedule,
        /// The time of day; unsaid, the programme's `dates at`.
        at: Option<Time>,
    },
    /// `at 2026-11-27 [09:00]`
    At {
        /// The day.
        date: Date,
        /// The time of day; unsaid, the programme's `dates at`.
        time: Option<Time>,
    },
    /// `by enrolment`
    ByEnrolment,
    /// `on A rises`
    Moves {
        /// The attribute.
        subject: StartSubject,
        /// How it changes.
        direction: Direction,
    },
}

/// An event or attribute that starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartSubject {
    /// `customer.` before the name: certainly an attribute.
    pub customer: Option<Span>,
    /// The name.
    pub name: Name,
}

/// `30 days before`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartOffset {
    /// How long.
    pub period: Period,
    /// Whether before the date, not after it.
    pub before: bool,
}

/// Regular days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// `every day`
    Day,
    /// `every monday`
    Weekday(Weekday),
    /// `every month on day N`
    MonthDay(Number),
}

/// `again …` (language reference 5.3)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// The whole clause.
    pub span: Span,
    /// Which.
    pub kind: AgainKind,
}

/// Whether a customer may start again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgainKind {
    /// `never`
    Never,
    /// `always`
    Always,
    /// `after D`
    After(Period),
    /// `restart`
    Restart,
    /// `per event`
    PerEvent,
    /// `per FIELD`
    PerField(Path),
}

/// `stop …` (language reference 5.4)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The whole clause.
    pub span: Span,
    /// When.
    pub kind: StopKind,
}

/// What ends an enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopKind {
    /// `on E [where …]`, `on unsubscribed(M)`
    On(Happening),
    /// `when C`
    When(Expr),
    /// `on goal`
    OnGoal,
}

/// `goal …` (language reference 5.5)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The whole clause.
    pub span: Span,
    /// Its name, when several are told apart.
    pub name: Option<Text>,
    /// What reaches it.
    pub target: GoalTarget,
    /// `within D`
    pub within: Option<Period>,
    /// `after M`: counted from when the message was sent
    pub after: Option<Name>,
    /// `worth X`
    pub worth: Option<Expr>,
}

/// What reaches a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalTarget {
    /// `E [where …]`, `clicked(M)`
    Happens(Happening),
    /// `when C`
    When(Expr),
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// `E [where …]`
    Event {
        /// The event.
        event: Name,
        /// After `where`.
        filter: Option<Expr>,
    },
    /// `opened(M)`
    Engagement(EngagementOf),
}

/// `sent(M)`, `opened(M)`, …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngagementOf {
    /// The whole of it.
    pub span: Span,
    /// What happens.
    pub kind: Engagement,
    /// With which message.
    pub message: Name,
}

/// `active A to B`, `active from A`, `active until B` (language reference 5.2)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Active {
    /// The whole clause.
    pub span: Span,
    /// The first day.
    pub from: Option<Date>,
    /// The end.
    pub until: Option<Date>,
    /// Whether the day `until` itself belongs to it (`to` includes it, `until` does not; language reference 2.4).
    pub until_included: bool,
}

/// Steps in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// With the braces.
    pub span: Span,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The whole step.
    pub span: Span,
    /// Which.
    pub kind: StepKind,
}

/// The steps (language reference 5.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// `send …`
    Send(Send),
    /// `wait D`
    Wait(Period),
    /// `wait until …`
    WaitUntil(WaitUntil),
    /// `wait up to D for …` or `… until C`
    WaitFor(WaitFor),
    /// `at DATE [T] { … }`
    At {
        /// The date or instant.
        date: Expr,
        /// The time of day written after it.
        time: Option<Time>,
        /// What happens then.
        block: Block,
    },
    /// `if … else if … else …`; one or more arms
    If {
        /// `if` and every `else if`, in source order.
        arms: Vec<Arm>,
        /// The last `else`.
        otherwise: Option<Block>,
    },
    /// `exit`
    Exit,
    /// `flex extra { … }` in a blueprint; journeys have none any more when they are lowered.
    Slot(Slot),
    /// `wait up to D { on E { … } … }`
    WaitMany(WaitMany),
    /// `match VALUE { a { … } … }`
    Match(Match),
    /// `match { C { … } … else { … } }`
    Cases(Cases),
    /// `split "NAME" { 50% a { … } … }`
    Split(Split),
    /// `repeat up to N times [until C] { … }`
    Repeat(Repeat),
    /// `set ATTRIBUTE = VALUE`
    Set(SetAttribute),
    /// `emit EVENT { field value … }`
    Emit(Emit),
    /// `enrol JOURNEY`
    Enrol(Name),
    /// `label "NAME"`: names the step behind it
    Label(Text),
    /// `do STEPS(…)`
    Do(Do),
    /// `task "TEXT" for X within D`
    Task(Task),
    /// Could not be read.
    Bad(Bad),
}

impl StepKind {
    /// The blocks of steps in it, in source order.
    pub(crate) fn blocks(&self) -> Vec<&Block> {
        match self {
            Self::WaitFor(WaitFor { then, otherwise, .. }) => then.iter().chain(otherwise).collect(),
            Self::At { block, .. } | Self::Slot(Slot { block, .. }) => vec![block],
            Self::If { arms, otherwise } => arms.iter().map(|arm| &arm.block).chain(otherwise).collect(),
            Self::WaitMany(wait) => wait.arms.iter().map(|arm| &arm.block).collect(),
            Self::Match(found) => found.arms.iter().map(|arm| &arm.block).collect(),
            Self::Cases(found) => found.arms.iter().map(|arm| &arm.block).collect(),
            Self::Split(split) => split.arms.iter().map(|arm| &arm.block).collect(),
            Self::Repeat(repeat) => vec![&repeat.block],
            Self::Send(_)
            | Self::Wait(_)
            | Self::WaitUntil(_)
            | Self::Exit
            | Self::Set(_)
            | Self::Emit(_)
            | Self::Enrol(_)
            | Self::Label(_)
            | Self::Do(_)
            | Self::Task(_)
            | Self::Bad(_) => Vec::new(),
        }
    }

    /// The same blocks, to be changed.
    pub(crate) fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match self {
            Self::WaitFor(WaitFor { then, otherwise, .. }) => then.iter_mut().chain(otherwise).collect(),
            Self::At { block, .. } | Self::Slot(Slot { block, .. }) => vec![block],
            Self::If { arms, otherwise } => arms.iter_mut().map(|arm| &mut arm.block).chain(otherwise).collect(),
            Self::WaitMany(wait) => wait.arms.iter_mut().map(|arm| &mut arm.block).collect(),
            Self::Match(found) => found.arms.iter_mut().map(|arm| &mut arm.block).collect(),
            Self::Cases(found) => found.arms.iter_mut().map(|arm| &mut arm.block).collect(),
            Self::Split(split) => split.arms.iter_mut().map(|arm| &mut arm.block).collect(),
            Self::Repeat(repeat) => vec![&mut repeat.block],
            Self::Send(_)
            | Self::Wait(_)
            | Self::WaitUntil(_)
            | Self::Exit
            | Self::Set(_)
            | Self::Emit(_)
            | Self::Enrol(_)
            | Self::Label(_)
            | Self::Do(_)
            | Self::Task(_)
            | Self::Bad(_) => Vec::new(),
        }
    }
}

/// `send M by CH …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Send {
    /// The message.
    pub message: Name,
    /// In the order of preference; none: those of `defaults` (language reference 9.6).
    pub channels: Vec<ChannelChoice>,
    /// How long it may wait.
    pub deadline: Option<Deadline>,
    /// `at HH:MM`
    pub at: Option<Time>,
}

/// One channel of a send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelChoice {
    /// A channel, or an attribute whose type is `channel`.
    pub name: Name,
    /// `if busy` before it.
    pub if_busy: Option<Span>,
}

/// How long a send may wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// `within D`
    Within(Period),
    /// `until DATE [T]`
    Until {
        /// The date or instant.
        date: Expr,
        /// The time of day written after it.
        time: Option<Time>,
    },
}

/// `wait until …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitUntil {
    /// `wait until 09:00`
    Time(Time),
    /// `wait until monday 09:00`
    Weekday {
        /// The day.
        weekday: Weekday,
        /// Where it is said.
        weekday_span: Span,
        /// The time of day; unsaid, the programme's `dates at`.
        time: Option<Time>,
    },
    /// `wait until DATE [T]`; a date and time written out are one [`super::ExprKind::DateTime`]
    Date {
        /// The date or instant.
        date: Expr,
        /// The time of day written after it.
        time: Option<Time>,
    },
}

/// `wait up to D [since start] for …|until … { … } else { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitFor {
    /// How long at most.
    pub period: Period,
    /// `since start`: counted from there.
    pub since_start: Option<Span>,
    /// What is awaited.
    pub awaited: Awaited,
    /// What follows when it happens.
    pub then: Option<Block>,
    /// What follows when it does not.
    pub otherwise: Option<Block>,
}

/// What a wait awaits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// The whole of it.
    pub span: Span,
    /// What.
    pub kind: AwaitedKind,
}

/// Something that a wait can await.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AwaitedKind {
    /// `for E [where …]`, `for opened(M)`
    Happens(Happening),
    /// `until C`
    Condition(Expr),
}

/// One condition and its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arm {
    /// The condition.
    pub condition: Expr,
    /// The steps.
    pub block: Block,
}

//! The story of one customer, dated: what the engine told of its decisions, for people and for machines.

mod data;
mod decision;
mod goal;
mod json;
mod obstacle;
mod start;
mod text;
mod work;

use std::collections::BTreeMap;

use journey_ir::history::CustomerHistory;
use journey_ir::operation::Place;
use journey_ir::pressure::ContactKind;
use journey_ir::program::Program;
use journey_ir::records::{Contact, Key, Outcome};
use journey_ir::table::{JourneyId, MessageId};
use journey_ir::time::{Instant, Zone, ZoneId};
use journey_ir::written;
use journey_runner::{Clause, Effect, Run, Told};

pub use json::json;
pub use text::text;

use crate::because::because;
use goal::Pursuit;

/// What is told, and of whom.
#[derive(Clone, Copy, Debug)]
pub struct Story<'a> {
    /// The programme.
    pub program: &'a Program,
    /// The time of the run.
    pub run: Run,
    /// The customer.
    pub history: &'a CustomerHistory,
    /// What the engine told, in its order.
    pub told: &'a [(Instant, Effect)],
    /// The journeys to tell of; the others ran all the same.
    pub journeys: &'a [JourneyId],
}

/// One line of a story.
#[derive(Clone, Debug)]
pub struct Line {
    /// When.
    pub at: Instant,
    /// The customer's zone then.
    pub zone: &'static Zone,
    /// What kind of thing it is.
    pub what: What,
    /// The journey, when it is about one.
    pub journey: Option<String>,
    /// The key of the enrolment, when it has one (`again per …`).
    pub key: Option<String>,
    /// The step's label or its path in its journey, when it is about one.
    pub step: Option<String>,
    /// What happened.
    pub text: String,
    /// Why, and what would have had to be different.
    pub notes: Vec<String>,
}

/// What kind of thing a line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// What is known at the beginning of the run.
    Before,
    /// An event of the data.
    Event,
    /// An attribute takes a value in the data.
    Change,
    /// The customer does something with a contact, in the data or as the run supposes.
    Engagement,
    /// A journey starts.
    Start,
    /// A start that did not come about.
    Refused,
    /// An `if` or an arm of a `match` was asked.
    Branch,
    /// An arm of a split was taken.
    Arm,
    /// A `repeat` began a pass, or was over.
    Pass,
    /// A step set a value, made an event, or enrolled.
    Made,
    /// An enrolment waits.
    Wait,
    /// An enrolment may not advance.
    Pause,
    /// An event came that was waited for, but its `where` did not hold.
    Ignored,
    /// An enrolment goes on.
    GoesOn,
    /// A message was sent.
    Sent,
    /// A send cannot go yet.
    Waiting,
    /// A send was given up.
    Skipped,
    /// A send still waits at the end of the run.
    Pending,
    /// A goal was reached.
    Goal,
    /// The time for a goal is over.
    GoalMissed,
    /// A person got something to do.
    Task,
    /// A measure was taken.
    Measure,
    /// An enrolment ends.
    End,
    /// A journey never started.
    Never,
}

impl What {
    /// The word for machines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Event => "event",
            Self::Change => "change",
            Self::Engagement => "engagement",
            Self::Start => "start",
            Self::Refused => "refused",
            Self::Branch => "branch",
            Self::Arm => "arm",
            Self::Pass => "pass",
            Self::Made => "made",
            Self::Wait => "wait",
            Self::Pause => "pause",
            Self::Ignored => "ignored",
            Self::GoesOn => "goes_on",
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::Skipped => "skipped",
            Self::Pending => "pending",
            Self::Goal => "goal",
            Self::GoalMissed => "goal_missed",
            Self::Task => "task",
            Self::Measure => "measure",
            Self::End => "end",
            Self::Never => "never",
        }
    }
}

/// The lines of a story, in order of time: at one instant the data first, then the decisions in their order. The journeys that
/// never started come last.
#[must_use]
pub fn lines(story: &Story<'_>) -> Vec<Line> {
    let mut teller = Teller {
        story,
        zone: story.program.zone,
        enrolments: BTreeMap::new(),
        key: None,
        pursuits: Vec::new(),
        contacts: Vec::new(),
        lines: Vec::new(),
        about: None,
        starting: Vec::new(),
        again: BTreeMap::new(),
    };
    teller.before();
    let mut entries = story.history.entries.iter().filter(|entry| entry.at >= story.run.from).peekable();
    for (at, effect) in story.told {
        while let Some(entry) = entries.next_if(|entry| entry.at <= *at) {
            teller.entry(entry.at, &entry.input);
        }
        teller.miss_goals(*at);
        teller.effect(*at, effect);
    }
    for entry in entries.filter(|entry| entry.at < story.run.until) {
        teller.entry(entry.at, &entry.input);
    }
    teller.miss_goals(story.run.until);
    teller.tell_how_often();
    let mut lines = teller.lines;
    lines.retain(|line| line.at >= story.run.reported_from || line.what == What::Before);
    lines.sort_by_key(|line| (line.what == What::Never, line.at));
    lines
}

/// Tells a story line by line.
struct Teller<'a> {
    story: &'a Story<'a>,
    /// The customer's zone now.
    zone: ZoneId,
    /// The journey and the key of each enrolment.
    enrolments: BTreeMap<u64, (JourneyId, Option<String>)>,
    /// The key of the enrolment that is told of.
    key: Option<String>,
    /// The goals that can still be reached.
    pursuits: Vec<Pursuit>,
    /// The contacts that were made up to now, with the zone of each: what caps count.
    contacts: Vec<(Instant, ZoneId, ContactKind)>,
    lines: Vec<Line>,
    /// The message of the send that was told of last, when the line told last is about it.
    about: Option<MessageId>,
    /// What is to be said of the enrolment that starts next.
    starting: Vec<String>,
    /// For each journey the last start that did not come about, as a place among the lines, and how often it came again in the
    /// same way.
    again: BTreeMap<JourneyId, (usize, u32)>,
}

impl<'a> Teller<'a> {
    fn program(&self) -> &'a Program {
        self.story.program
    }

    fn clock(&self) -> &'static Zone {
        self.zone.table()
    }

    fn moment(&self, at: Instant) -> String {
        written::moment(at, self.clock())
    }

    fn because(&self, clauses: &[Clause]) -> String {
        because(self.program(), clauses, self.clock())
    }

    fn line(&mut self, at: Instant, what: What, journey: Option<JourneyId>, text: String) {
        let journey = journey.map(|id| self.program().journeys[id].name.clone());
        let line =
            Line { at, zone: self.clock(), what, journey, key: self.key.clone(), step: None, text, notes: Vec::new() };
        self.lines.push(line);
    }

    /// Adds to the line that was told last.
    fn note(&mut self, note: String) {
        if let Some(line) = self.lines.last_mut().filter(|_| !note.is_empty()) {
            line.notes.push(note);
        }
    }

    /// The step that the line told last is about.
    fn at_step(&mut self, id: JourneyId, place: Place) {
        let step = self.program().journeys[id].origins.get(place).map(|origin| origin.name().to_owned());
        if let Some(line) = self.lines.last_mut() {
            line.step = step;
        }
    }

    fn wanted(&self, journey: JourneyId) -> bool {
        self.story.journeys.contains(&journey)
    }

    fn effect(&mut self, at: Instant, effect: &Effect) {
        if let Effect::Enrolled { number, journey, key, .. } = effect {
            self.enrolments.insert(*number, (*journey, shown(key)));
        }
        let (journey, key) = self.journey_of(effect);
        self.key = key;
        match (journey, effect) {
            (Some(journey), _) if self.wanted(journey) => self.decision(at, journey, effect),
            (Some(_), _) => self.about = None,
            (None, Effect::Told(Told::Obstacle { cause, until, because })) => {
                if let Some(message) = self.about {
                    self.obstacle(at, message, *cause, *until, because);
                }
            }
            (None, Effect::Told(Told::Supposed { engagement, revokes })) => self.supposed(at, *engagement, *revokes),
            (None, _) => {}
        }
        self.key = None;
        if let Effect::Contact(contact) = effect {
            self.pursue_after(contact);
            self.count(contact);
        }
    }

    /// The journey that an effect is about, and the key of the enrolment.
    fn journey_of(&self, effect: &Effect) -> (Option<JourneyId>, Option<String>) {
        let number = match effect {
            Effect::Contact(contact) => return (Some(contact.journey), shown(&contact.key)),
            Effect::Refused(refusal) => return (Some(refusal.journey), None),
            Effect::Enrolled { number, .. }
            | Effect::Ended { number, .. }
            | Effect::Arm { number, .. }
            | Effect::Goal { number, .. }
            | Effect::Task { number, .. }
            | Effect::Measured { number, .. } => number,
            Effect::Told(told) => match told {
                Told::Starts { journey, .. }
                | Told::Filtered { journey, .. }
                | Told::Inactive { journey, .. }
                | Told::Refusal { journey, .. }
                | Told::Never { journey, .. } => return (Some(*journey), None),
                Told::Branch { number, .. }
                | Told::Stopped { number, .. }
                | Told::Pass { number, .. }
                | Told::Makes { number, .. }
                | Told::Enrols { number, .. }
                | Told::Rests { number, .. }
                | Told::Pauses { number, .. }
                | Told::GoesOn { number, .. }
                | Told::NotAwaited { number, .. }
                | Told::Waits { number, .. } => number,
                Told::Supposed { .. } | Told::Obstacle { .. } | Told::Said(_) => return (None, None),
            },
        };
        self.enrolments.get(number).map_or((None, None), |(journey, key)| (Some(*journey), key.clone()))
    }

    fn count(&mut self, contact: &Contact) {
        if let (Outcome::Sent, Some(at), Some(channel)) = (&contact.outcome, contact.at, contact.channel) {
            let kind = ContactKind {
                journey: Some(contact.journey),
                message: Some(contact.message),
                channel,
                purpose: contact.purpose,
            };
            self.contacts.push((at, contact.zone, kind));
        }
    }
}

/// A key, when there is one.
fn shown(key: &Key) -> Option<String> {
    (*key != Key::None).then(|| key.to_string())
}

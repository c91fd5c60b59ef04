//! Everything that has been decided about the customer so far.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};

use journey_ir::history::{CustomerHistory, Entry, Happening};
use journey_ir::operation::Place;
use journey_ir::program::{EngagementWith, Journey, Program};
use journey_ir::records::{
    Cause, Contact, CustomerRecords, End, Enrolment, GoalHit, Key, MeasureTaken, Outcome, Refusal, Task,
};
use journey_ir::table::{Id, JourneyId, Table};
use journey_ir::time::{Instant, ZoneId};
use journey_ir::value::Value;

use super::Patience;
use super::draw;
use super::early::Asked;
use super::engagement::Supposed;
use super::eye::Eye;
use super::past::Past;
use super::queue::Made;
use super::remembered::{Decided, Remembered};
use super::scheduled::Came;

/// The number of an enrolment, in the order of starting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LifeId(pub usize);

impl Id for LifeId {
    fn from_index(index: usize) -> Self {
        Self(index)
    }
    fn index(self) -> usize {
        self.0
    }
}

/// The start of an enrolment.
#[derive(Clone)]
pub struct Begin {
    pub at: Instant,
    /// The customer's zone then.
    pub zone: ZoneId,
    /// How long the log was.
    pub seen: usize,
    pub event: Option<Happening>,
}

/// An enrolment, live or ended.
pub struct Life {
    pub id: LifeId,
    pub journey: JourneyId,
    pub key: Key,
    pub begin: Begin,
    pub ended: Option<(Instant, End)>,
    /// Where it rests; nothing while it runs or is held, and after its end.
    pub rest: Option<Rest>,
    /// Where it goes on when its journey's `pause` no longer holds.
    pub held: Option<Place>,
    /// The events that ended waits.
    pub slots: Vec<Option<Happening>>,
    /// The first event since the start for each slot that asks for one, and how long the log was.
    pub since_start: Vec<Option<(usize, Happening)>>,
    /// How many passes each `repeat` has begun since it was reached.
    pub passes: Vec<u32>,
    /// The arm that each split took.
    pub arms: Vec<Option<u16>>,
    /// What the customer has done with its contacts: when it came first, and how long the log was.
    pub engaged: BTreeMap<EngagementWith, (usize, Instant)>,
    pub goals: Vec<Option<GoalHit>>,
    pub measures: Vec<Option<MeasureTaken>>,
    /// For each goal `when C`, what C was when it was last asked.
    pub goal_truths: Vec<bool>,
}

/// An enrolment at rest at a wait or a send.
#[derive(Clone)]
pub struct Rest {
    pub place: Place,
    /// When it got there.
    pub since: Instant,
    /// The customer's zone then.
    pub zone: ZoneId,
    /// The value of the moment that it waits for, and the instant which that was taken to mean.
    pub moment: (Value, Option<Instant>),
    /// Why the send was refused at its last attempt.
    pub refusal: Vec<Cause>,
    /// When hours or capacity held back the send first.
    pub held: Option<(Instant, ZoneId)>,
}

/// The customer, and all that has been decided.
pub struct World<'a> {
    pub program: &'a Program,
    pub history: &'a CustomerHistory,
    pub from: Instant,
    pub now: Instant,
    /// What has happened to the customer: entries of the history, and what the run has added to them.
    pub log: Vec<Entry>,
    /// The customer's zone after each of them.
    pub zones: Vec<ZoneId>,
    pub remembered: Remembered,
    /// How many entries of the history have been read.
    pub read: usize,
    pub lives: Table<LifeId, Life>,
    /// In the order in which they were decided.
    pub made: Vec<Contact>,
    /// The enrolment that made each of them.
    pub makers: Vec<LifeId>,
    /// Who did the work of each of them.
    pub workers: Vec<Value>,
    /// What enrolments have emitted, set and enrolled, and is still to take effect.
    pub queue: VecDeque<Made>,
    /// What the customer is supposed to do with contacts in time to come, in the order of sending.
    pub supposed: Vec<Supposed>,
    /// The dated and scheduled starts that have come.
    pub came: Vec<Came>,
    /// The run has added something to the log at this instant.
    pub stirred: bool,
    pub refusals: Vec<Refusal>,
    pub tasks: Vec<Task>,
    /// For each start of each journey, what its condition was when it was last asked.
    pub truths: Table<JourneyId, Vec<bool>>,
    /// For each start of each journey, the value of the attribute that it watches when it was last asked.
    pub values: Table<JourneyId, Vec<Value>>,
    /// What the clock alone has made true, while the data of an instant is looked at; else nothing.
    pub early: Vec<Asked>,
    /// Something that conditions can see has changed since they were last asked.
    pub moved: bool,
    /// How much has happened at this instant.
    pub steps: usize,
    /// How much may.
    pub patience: Patience,
}

impl<'a> World<'a> {
    /// The customer just before the run: everything before `from` is history.
    pub fn new(program: &'a Program, history: &'a CustomerHistory, from: Instant, patience: Patience) -> Self {
        let mut world = Self {
            program,
            history,
            from,
            now: from.plus_seconds(-1),
            read: 0,
            log: Vec::new(),
            zones: Vec::new(),
            remembered: Remembered::default(),
            lives: Table::default(),
            made: Vec::new(),
            makers: Vec::new(),
            workers: Vec::new(),
            queue: VecDeque::new(),
            supposed: Vec::new(),
            came: Vec::new(),
            stirred: false,
            refusals: Vec::new(),
            tasks: Vec::new(),
            truths: Table::default(),
            values: Table::default(),
            early: Vec::new(),
            moved: false,
            steps: 0,
            patience,
        };
        for entry in history.entries.iter().take_while(|entry| entry.at < from) {
            world.read += 1;
            world.take_in(entry.clone());
        }
        world.truths = world.truths_before_the_run();
        world.values = world.values_before_the_run();
        world
    }

    pub fn past(&self) -> Past<'_> {
        let (log, zones, remembered) = (&self.log, &self.zones, &self.remembered);
        Past { program: self.program, history: self.history, log, zones, remembered }
    }

    /// One thing more has happened to the customer.
    pub fn take_in(&mut self, entry: Entry) {
        self.log.push(entry);
        let zone = Past { zones: &[], ..self.past() }.zone_as_set();
        self.zones.push(zone);
    }

    /// How much has been decided so far.
    pub fn decided(&self) -> Decided {
        let ended = self.lives.as_slice().iter().filter(|life| life.ended.is_some()).count();
        Decided { started: self.lives.len(), ended, made: self.made.len() }
    }

    pub fn zone(&self) -> ZoneId {
        self.past().zone()
    }

    /// Asks about the customer, outside any enrolment.
    pub fn eye(&self) -> Eye<'_> {
        Eye {
            world: Some(self),
            past: self.past(),
            now: self.now,
            clock: self.now,
            zone: self.zone(),
            begin: None,
            life: None,
            current: None,
        }
    }

    /// Asks within an enrolment.
    pub fn eye_of(&self, id: LifeId) -> Eye<'_> {
        let life = &self.lives[id];
        Eye { begin: Some(&life.begin), life: Some(life), ..self.eye() }
    }

    pub fn journey_of(&self, id: LifeId) -> &'a Journey {
        let program = self.program;
        &program.journeys[self.lives[id].journey]
    }

    /// All enrolments in the order in which they take their turns (language reference 4.5, 7.1).
    pub fn in_order(&self) -> Vec<LifeId> {
        self.put_in_order(self.lives.ids().collect())
    }

    fn put_in_order(&self, mut ids: Vec<LifeId>) -> Vec<LifeId> {
        let place = |id: LifeId| {
            let (life, journey) = (&self.lives[id], self.journey_of(id));
            (Reverse(journey.priority), life.begin.at, &journey.name, &life.key)
        };
        ids.sort_by(|&one, &other| place(one).cmp(&place(other)));
        ids
    }

    /// The live ones among them.
    pub fn live_in_order(&self) -> Vec<LifeId> {
        self.put_in_order(self.lives.ids().filter(|&id| self.is_live(id)).collect())
    }

    pub fn is_live(&self, id: LifeId) -> bool {
        self.lives[id].ended.is_none()
    }

    /// The journeys in the order in which they start (language reference 7.1).
    pub fn journeys_in_order(&self) -> Vec<JourneyId> {
        let mut ids: Vec<_> = self.program.journeys.ids().collect();
        ids.sort_by_key(|&id| {
            let journey = &self.program.journeys[id];
            (Reverse(journey.priority), &journey.name)
        });
        ids
    }

    /// The records of a run that ends now, at `until`.
    pub fn into_records(mut self, until: Instant) -> CustomerRecords {
        // What comes at `until` is no part of the run any more.
        self.now = until.plus_seconds(-1);
        let pending: Vec<Contact> = self
            .live_in_order()
            .into_iter()
            .filter_map(|id| {
                let causes = self.lives[id].rest.clone()?.refusal;
                self.contact(id, None, Outcome::Pending(causes))
            })
            .collect();
        let mut contacts = std::mem::take(&mut self.made);
        contacts.extend(pending);
        contacts.sort_by_key(|contact| contact.at.unwrap_or(contact.due));
        let mut order: Vec<_> = self.lives.ids().collect();
        order.sort_by_key(|&id| {
            let life = &self.lives[id];
            (life.begin.at, &self.journey_of(id).name, life.key.clone())
        });
        let enrolments = order.into_iter().map(|id| self.enrolment(id)).collect();
        let customer = self.history.id.clone();
        CustomerRecords { customer, contacts, enrolments, refusals: self.refusals, tasks: self.tasks }
    }

    fn enrolment(&self, id: LifeId) -> Enrolment {
        let (life, journey, customer) = (&self.lives[id], self.journey_of(id), &self.history.id);
        Enrolment {
            journey: life.journey,
            key: life.key.clone(),
            started: life.begin.at,
            ended: life.ended,
            holdout: draw::held_out_globally(self.program, customer)
                || draw::held_out_of(journey, self.program, customer),
            arms: life.arms.clone(),
            goals: life.goals.clone(),
            measures: life.measures.clone(),
            zone: life.begin.zone,
        }
    }
}

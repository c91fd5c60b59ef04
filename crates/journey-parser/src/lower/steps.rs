//! Steps become operations: blocks are laid out one after another, joined by jumps (language reference 5.8).

use std::collections::BTreeMap;

use journey_ir::expression::Condition;
use journey_ir::finding::Finding;
use journey_ir::operation::{self, Operation, Place, Wake};
use journey_ir::pressure::Purpose;
use journey_ir::program::{Journey, Origin, Split};
use journey_ir::span::Span;
use journey_ir::table::{EventId, TABLE_LIMIT};

use super::Lowering;
use super::do_steps::StepsId;
use super::expression::Scope;
use super::template::only_event;
use crate::tree::{self, Arm, Block, Expr, Name, Repeat, Step, StepKind, Text, Time};

/// The operations of a journey while they are laid out.
pub(super) struct Layout {
    operations: Vec<Operation>,
    origins: Vec<Origin>,
    splits: Vec<Split>,
    /// How many slots for awaited events there are.
    slots: usize,
    /// How many counters of repetitions there are.
    counters: usize,
    /// The labels so far.
    labels: Vec<(String, Span)>,
    /// The label of the next operation.
    label: Option<String>,
    /// How often each `steps` block was done.
    pub done: BTreeMap<StepsId, usize>,
    /// What the journey's messages are for, when they do not say.
    pub purpose: Purpose,
    /// The channels of a `send` that names none.
    pub channels: Vec<Name>,
    /// The event that surely started the enrolment, if there is one.
    pub certain: Option<EventId>,
}

impl Layout {
    /// Where the next operation will be.
    pub fn here(&self) -> Place {
        self.operations.len()
    }

    /// Lays down an operation, and gives its place.
    pub fn push(&mut self, operation: Operation, path: &str, span: Span) -> Place {
        let origin = Origin { path: path.to_owned(), label: self.label.take(), span };
        self.operations.push(operation);
        self.origins.push(origin);
        self.operations.len() - 1
    }

    /// Lays down the operation of a step that has one.
    fn push_if_any(&mut self, operation: Option<Operation>, path: &str, span: Span) {
        if let Some(operation) = operation {
            self.push(operation, path, span);
        }
    }

    /// Lets an operation that was laid down go on here, where it left a place open.
    pub fn land(&mut self, from: Place) {
        let here = self.here();
        match self.operations.get_mut(from) {
            Some(Operation::Jump(place)) => *place = here,
            Some(
                Operation::Branch { otherwise, .. }
                | Operation::At { otherwise, .. }
                | Operation::Await { otherwise, .. }
                | Operation::Repeat { otherwise, .. },
            ) => *otherwise = here,
            _ => {}
        }
    }

    /// Lays down a jump to a place that [`Self::land`] sets.
    pub fn jump(&mut self, path: &str, span: Span) -> Place {
        self.push(Operation::Jump(OPEN), path, span)
    }

    /// Lays down the head of a split, whose arms [`Self::set_arms`] sets.
    pub fn split(&mut self, split: Split, path: &str, span: Span) -> Place {
        self.splits.push(split);
        let split = u16::try_from(self.splits.len() - 1).unwrap_or(u16::MAX);
        self.push(Operation::Split { split, arms: Vec::new() }, path, span)
    }

    /// Where the arms of a split begin.
    pub fn set_arms(&mut self, head: Place, places: Vec<Place>) {
        if let Some(Operation::Split { arms, .. }) = self.operations.get_mut(head) {
            *arms = places;
        }
    }

    /// Where a split of this name stands.
    pub fn split_named(&self, name: &str) -> Option<Span> {
        self.splits.iter().find(|split| split.name == name).map(|split| split.span)
    }

    /// What a wait awaits, and where it goes on when nothing of that comes: here, if nothing else is said.
    pub fn set_awaited(&mut self, head: Place, awaited: Vec<operation::Arm>, at_deadline: Option<Place>) {
        let here = self.here();
        if let Some(Operation::Await { arms, otherwise, .. }) = self.operations.get_mut(head) {
            *arms = awaited;
            *otherwise = at_deadline.unwrap_or(here);
        }
    }

    /// A new counter of repetitions.
    fn counter(&mut self) -> u16 {
        self.counters += 1;
        u16::try_from(self.counters - 1).unwrap_or(u16::MAX)
    }

    /// A new slot for an awaited event.
    pub fn slot(&mut self) -> u16 {
        self.slots += 1;
        u16::try_from(self.slots - 1).unwrap_or(u16::MAX)
    }
}

/// How often something may be repeated.
const REPEAT_MAX: u32 = 1_000;

/// A place that is not known yet: [`Layout::land`] sets it.
pub(super) const OPEN: Place = Place::MAX;

impl Lowering<'_> {
    /// Lowers the steps of a journey.
    pub(super) fn lower_steps(
        &mut self,
        written: &tree::Journey,
        journey: &mut Journey,
        purpose: Purpose,
        scope: Scope,
    ) {
        let mut layout = Layout {
            operations: Vec::new(),
            origins: Vec::new(),
            splits: Vec::new(),
            slots: 0,
            counters: 0,
            labels: Vec::new(),
            label: None,
            done: BTreeMap::new(),
            purpose,
            channels: written.channels.clone(),
            certain: only_event(&journey.starts),
        };
        let scope = Scope { place: "a step", ..scope };
        self.steps(&written.steps, "", &mut layout, &scope);
        if layout.slots > TABLE_LIMIT {
            self.report(super::names::too_many("waits for events in one journey", layout.slots));
        }
        for (what, count) in
            [("splits in one journey", layout.splits.len()), ("`repeat` steps in one journey", layout.counters)]
        {
            if count > TABLE_LIMIT {
                self.report(super::names::too_many(what, count));
            }
        }
        journey.slots = u16::try_from(layout.slots).unwrap_or(u16::MAX);
        journey.counters = u16::try_from(layout.counters).unwrap_or(u16::MAX);
        journey.splits = layout.splits;
        journey.operations = layout.operations;
        journey.origins = layout.origins;
    }

    /// Steps count from 1 in their block; `prefix` is the path of the block, with a dot at its end.
    fn steps(&mut self, steps: &[Step], prefix: &str, layout: &mut Layout, scope: &Scope) {
        self.steps_from(steps, prefix, &mut 0, layout, scope);
    }

    /// The same, when `number` steps of the block come before them: those that `do` names count as written out.
    pub(super) fn steps_from(
        &mut self,
        steps: &[Step],
        prefix: &str,
        number: &mut usize,
        layout: &mut Layout,
        scope: &Scope,
    ) {
        for (index, step) in steps.iter().enumerate() {
            match &step.kind {
                StepKind::Label(label) => {
                    self.label(label, steps.get(index + 1), layout);
                    continue;
                }
                StepKind::Do(done) => self.do_steps(done, (prefix, number), layout, scope),
                _ => {
                    *number += 1;
                    self.step(step, &format!("{prefix}{number}"), layout, scope);
                }
            }
            layout.label = None;
        }
    }

    /// `label "name"`: the step behind it is called that. It is no step itself.
    fn label(&mut self, label: &Text, next: Option<&Step>, layout: &mut Layout) {
        let name = self.name_this_time(label);
        if let Some((_, first)) = layout.labels.iter().find(|(known, _)| *known == name) {
            let first = *first;
            self.given_twice(&format!("the label \"{name}\""), label.span, first);
        } else if next.is_none_or(|next| matches!(next.kind, StepKind::Label(_))) {
            let message = format!("the label \"{}\" names no step", label.value);
            let help = "write it before the step that it names";
            self.report(Finding::error("out-of-place", message).at(label.span, "no step follows").help(help));
        }
        layout.labels.push((name.clone(), label.span));
        layout.label = Some(name);
    }

    /// The steps of a block within the step at `path`.
    pub(super) fn block(&mut self, block: &Block, path: &str, name: &str, layout: &mut Layout, scope: &Scope) {
        self.steps(&block.steps, &format!("{path}.{name}."), layout, scope);
    }

    fn step(&mut self, step: &Step, path: &str, layout: &mut Layout, scope: &Scope) {
        let span = step.span;
        match &step.kind {
            StepKind::Send(send) => {
                if let Some(send) = self.send(send, layout, scope) {
                    layout.push(Operation::Send(send), path, span);
                }
            }
            StepKind::Wait(period) => {
                let wake = Wake::After(self.period(*period));
                layout.push(Operation::Sleep(wake), path, span);
            }
            StepKind::WaitUntil(until) => self.wait_until(until, path, span, layout, scope),
            StepKind::WaitFor(wait) => self.wait_for(wait, path, span, layout, scope),
            StepKind::At { date, time, block } => self.at(date, *time, block, (path, span), layout, scope),
            StepKind::If { arms, otherwise } => self.if_else(arms, otherwise.as_ref(), (path, span), layout, scope),
            StepKind::Exit => {
                layout.push(Operation::Exit, path, span);
            }
            StepKind::WaitMany(wait) => self.wait_many(wait, (path, span), layout, scope),
            StepKind::Match(found) => self.match_value(found, (path, span), layout, scope),
            StepKind::Cases(found) => self.cases(found, (path, span), layout, scope),
            StepKind::Split(split) => self.split(split, (path, span), layout, scope),
            StepKind::Repeat(repeat) => self.repeat(repeat, (path, span), layout, scope),
            StepKind::Set(set) => {
                let operation = self.set(set, scope);
                layout.push_if_any(operation, path, span);
            }
            StepKind::Emit(emit) => {
                let operation = self.emit(emit, scope);
                layout.push_if_any(operation, path, span);
            }
            StepKind::Enrol(journey) => {
                let operation = self.enrol(journey);
                layout.push_if_any(operation, path, span);
            }
            StepKind::Task(task) => {
                let operation = self.task(task, layout, scope).map(Operation::Task);
                layout.push_if_any(operation, path, span);
            }
            // Slots are filled before journeys are lowered; one outside a blueprint is a finding already. `do` is laid out
            // where its steps are counted.
            StepKind::Slot(_) | StepKind::Do(_) | StepKind::Label(_) | StepKind::Bad(_) => {}
        }
    }

    /// `at DATE [T] { … }`
    fn at(
        &mut self,
        date: &Expr,
        time: Option<Time>,
        block: &Block,
        (path, span): (&str, Span),
        layout: &mut Layout,
        scope: &Scope,
    ) {
        let dates_at = self.program.dates_at;
        let moment = self.moment(date, time, dates_at, "wait", scope);
        let head = moment.map(|moment| {
            let operation = Operation::At { moment, otherwise: OPEN };
            layout.push(operation, path, span)
        });
        self.block(block, path, "at", layout, scope);
        if let Some(head) = head {
            layout.land(head);
        }
    }

    /// `repeat up to N times [until C] { … }`
    fn repeat(&mut self, repeat: &Repeat, (path, span): (&str, Span), layout: &mut Layout, scope: &Scope) {
        let times = self.whole_number(repeat.times, "how often something is repeated", 1, REPEAT_MAX);
        let until = self.filter(repeat.until.as_ref(), scope).unwrap_or_default();
        let counter = layout.counter();
        let head = Operation::Repeat { counter, times: times.unwrap_or(1), until, otherwise: OPEN };
        let head = layout.push(head, path, span);
        self.block(&repeat.block, path, "repeat", layout, scope);
        layout.push(Operation::Jump(head), path, span);
        layout.land(head);
    }

    /// `if … else if … else …`
    fn if_else(
        &mut self,
        arms: &[Arm],
        otherwise: Option<&Block>,
        (path, span): (&str, Span),
        layout: &mut Layout,
        scope: &Scope,
    ) {
        let mut ends = Vec::new();
        for (index, arm) in arms.iter().enumerate() {
            // A condition that is wrong still has its block looked at.
            let condition = self.condition(&arm.condition, scope).unwrap_or(Condition::Constant(false));
            let branch = Operation::Branch { condition, otherwise: OPEN };
            let branch = layout.push(branch, path, arm.condition.span);
            let name = if index == 0 { "then".to_owned() } else { format!("elseif{index}") };
            self.block(&arm.block, path, &name, layout, scope);
            let last = index + 1 == arms.len() && otherwise.is_none();
            if !last {
                ends.push(layout.push(Operation::Jump(OPEN), path, span));
            }
            layout.land(branch);
        }
        if let Some(block) = otherwise {
            self.block(block, path, "else", layout, scope);
        }
        for end in ends {
            layout.land(end);
        }
    }
}

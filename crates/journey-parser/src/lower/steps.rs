//! Steps become operations: blocks are laid out one after another, joined by jumps (language reference 5.8).

use journey_ir::expression::Condition;
use journey_ir::operation::{Operation, Place, Wake};
use journey_ir::pressure::Purpose;
use journey_ir::program::{Journey, Origin};
use journey_ir::span::Span;
use journey_ir::table::TABLE_LIMIT;

use super::Lowering;
use super::expression::Scope;
use crate::tree::{Arm, Block, Expr, Step, StepKind, Time};

/// The operations of a journey while they are laid out.
pub(super) struct Layout {
    operations: Vec<Operation>,
    origins: Vec<Origin>,
    /// How many slots for awaited events there are.
    slots: usize,
    /// What the journey's messages are for, when they do not say.
    pub purpose: Purpose,
}

impl Layout {
    /// Where the next operation will be.
    pub fn here(&self) -> Place {
        self.operations.len()
    }

    /// Lays down an operation, and gives its place.
    pub fn push(&mut self, operation: Operation, path: &str, span: Span) -> Place {
        let origin = Origin { path: path.to_owned(), label: None, span };
        self.operations.push(operation);
        self.origins.push(origin);
        self.operations.len() - 1
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

    /// A new slot for an awaited event.
    pub fn slot(&mut self) -> u16 {
        self.slots += 1;
        u16::try_from(self.slots - 1).unwrap_or(u16::MAX)
    }
}

/// A place that is not known yet: [`Layout::land`] sets it.
pub(super) const OPEN: Place = Place::MAX;

impl Lowering<'_> {
    /// Lowers the steps of a journey.
    pub(super) fn lower_steps(&mut self, steps: &[Step], journey: &mut Journey, purpose: Purpose, scope: Scope) {
        let mut layout = Layout { operations: Vec::new(), origins: Vec::new(), slots: 0, purpose };
        let scope = Scope { place: "a step", ..scope };
        self.steps(steps, "", &mut layout, &scope);
        if layout.slots > TABLE_LIMIT {
            self.report(super::names::too_many("waits for events in one journey", layout.slots));
        }
        journey.slots = u16::try_from(layout.slots).unwrap_or(u16::MAX);
        journey.operations = layout.operations;
        journey.origins = layout.origins;
    }

    /// Steps count from 1 in their block; `prefix` is the path of the block, with a dot at its end.
    fn steps(&mut self, steps: &[Step], prefix: &str, layout: &mut Layout, scope: &Scope) {
        for (index, step) in steps.iter().enumerate() {
            self.step(step, &format!("{prefix}{}", index + 1), layout, scope);
        }
    }

    /// The steps of a block within the step at `path`.
    pub(super) fn block(&mut self, block: &Block, path: &str, name: &str, layout: &mut Layout, scope: &Scope) {
        self.steps(&block.steps, &format!("{path}.{name}."), layout, scope);
    }

    fn step(&mut self, step: &Step, path: &str, layout: &mut Layout, scope: &Scope) {
        let span = step.span;
        match &step.kind {
            StepKind::Send(send) => {
                if let Some(send) = self.send(send, layout.purpose, scope) {
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
            // Slots are filled before journeys are lowered; one outside a blueprint is a finding already.
            StepKind::Slot(_) | StepKind::NotYet(_) | StepKind::Bad(_) => {}
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

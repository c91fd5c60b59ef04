//! Whether a journey's operations lead to one another, and name what the journey has.

use super::Flaw;
use super::ranges::{share, shares};
use crate::expression::{Expression, Occurrence};
use crate::operation::{Awaited, Operation, Place};
use crate::program::{Journey, Program, Schedule, Start, Trigger};
use crate::table::JourneyId;
use crate::walk::{Node, Walk};

/// The highest priority.
const PRIORITY_MAX: u8 = 100;

/// The first thing in a journey that leads to nothing.
pub(super) fn check(program: &Program, id: JourneyId, journey: &Journey) -> Result<(), Flaw> {
    let path = format!("journeys[{}]", id.0);
    let wrong = |what: String| Err(Flaw::new(&*path, what));
    if journey.priority > PRIORITY_MAX {
        return wrong(format!("has priority {}, more than {PRIORITY_MAX}", journey.priority));
    }
    if journey.origins.len() != journey.operations.len() {
        let (origins, operations) = (journey.origins.len(), journey.operations.len());
        return wrong(format!("has {origins} origins for {operations} operations"));
    }
    share(&format!("{path}.holdout"), journey.holdout)?;
    for (place, split) in journey.splits.iter().enumerate() {
        let path = format!("{path}.splits[{place}]");
        shares(&path, split.arms.iter().map(|arm| arm.share))?;
    }
    for (place, start) in journey.starts.iter().enumerate() {
        self::start(&format!("{path}.starts[{place}]"), start)?;
    }
    for (place, operation) in journey.operations.iter().enumerate() {
        let of = Of { program, journey, path: format!("{path}.operations[{place}]") };
        of.operation(place, operation)?;
    }
    slots(&path, journey)
}

fn start(path: &str, start: &Start) -> Result<(), Flaw> {
    match start.trigger {
        Trigger::Every(Schedule::MonthDay(day), _) if !(1..=31).contains(&day) => {
            Err(Flaw::new(path, format!("is on day {day} of the month, which no month has")))
        }
        _ => Ok(()),
    }
}

/// What expressions read of waits was kept by one.
fn slots(path: &str, journey: &Journey) -> Result<(), Flaw> {
    let mut wrong = None;
    journey.walk(&mut |node| {
        if let Node::Expression(Expression::Field { of: Occurrence::Awaited(slot), .. }) = node
            && *slot >= journey.slots
        {
            wrong = Some(*slot);
        }
    });
    match wrong {
        None => Ok(()),
        Some(slot) => Err(Flaw::new(path, format!("reads slot {slot} of {}", journey.slots))),
    }
}

/// One operation of a journey.
struct Of<'p> {
    program: &'p Program,
    journey: &'p Journey,
    path: String,
}

impl Of<'_> {
    fn operation(&self, here: Place, operation: &Operation) -> Result<(), Flaw> {
        match operation {
            Operation::Send(send) if send.channels.is_empty() => self.wrong("has no channel"),
            Operation::Send(_)
            | Operation::Sleep(_)
            | Operation::Set { .. }
            | Operation::Enrol(_)
            | Operation::Task(_)
            | Operation::Exit => Ok(()),
            Operation::At { otherwise, .. } | Operation::Branch { otherwise, .. } => self.ahead(here, *otherwise),
            Operation::Await { arms, otherwise, .. } => {
                self.ahead(here, *otherwise)?;
                for arm in arms {
                    self.ahead(here, arm.then)?;
                    if let Awaited::Event { slot, .. } = arm.awaited {
                        self.one_of("slot", slot.into(), self.journey.slots.into())?;
                    }
                }
                Ok(())
            }
            Operation::Split { split, arms } => {
                self.one_of("split", (*split).into(), self.journey.splits.len())?;
                let declared = self.journey.splits.get(usize::from(*split)).map_or(0, |split| split.arms.len());
                if arms.len() != declared {
                    return self.wrong(format!("goes to {} places, and its split has {declared} arms", arms.len()));
                }
                arms.iter().try_for_each(|arm| self.ahead(here, *arm))
            }
            Operation::Repeat { counter, otherwise, .. } => {
                self.one_of("counter", (*counter).into(), self.journey.counters.into())?;
                self.ahead(here, *otherwise)
            }
            Operation::Emit { event, fields } => {
                let declared = self.program.events[*event].fields.len();
                if fields.len() == declared {
                    return Ok(());
                }
                self.wrong(format!("has {} fields, and its event has {declared}", fields.len()))
            }
            Operation::Jump(to) => {
                let repeats = matches!(self.journey.operations.get(*to), Some(Operation::Repeat { .. }));
                if *to <= here && repeats { Ok(()) } else { self.ahead(here, *to) }
            }
        }
    }

    /// Only a repetition leads back; the end is one past the last operation.
    fn ahead(&self, here: Place, to: Place) -> Result<(), Flaw> {
        let end = self.journey.operations.len();
        if here < to && to <= end { Ok(()) } else { self.wrong(format!("leads to {to}, which is not ahead of it")) }
    }

    fn one_of(&self, what: &str, number: usize, count: usize) -> Result<(), Flaw> {
        if number < count { Ok(()) } else { self.wrong(format!("has {what} {number}, and there are {count}")) }
    }

    fn wrong(&self, what: impl Into<String>) -> Result<(), Flaw> {
        Err(Flaw::new(&*self.path, what))
    }
}

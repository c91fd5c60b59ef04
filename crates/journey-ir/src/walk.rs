//! Visits every condition and expression of a part of the programme, each before its parts.

use crate::expression::{Case, Condition, Expression};
use crate::insert::Insert;
use crate::lookup::LookupArgument;
use crate::measure::{Measure, Measured};
use crate::operation::{Awaited, Moment, Operation, Patience, Wake};
use crate::pressure::{Exclusion, ExclusionTime};
use crate::program::{Journey, Message, Reached, Stop, Trigger};
use crate::template::{Phrase, Piece, Template};

/// What is visited.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// A condition.
    Condition(&'a Condition),
    /// An expression.
    Expression(&'a Expression),
}

/// Something that holds conditions or expressions.
pub trait Walk {
    /// Calls `visit` for each, outermost first, in the order of the text.
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>));
}

impl Walk for Condition {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        visit(Node::Condition(self));
        match self {
            Self::Constant(_)
            | Self::Segment(_)
            | Self::State(_)
            | Self::Ended { .. }
            | Self::InJourney(_)
            | Self::EverIn(_)
            | Self::Sent { .. }
            | Self::Engaged { .. } => {}
            Self::All(parts) | Self::Any(parts) => parts.walk(visit),
            Self::Not(inner) => inner.walk(visit),
            Self::Compare { left, right, .. } => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::In { subject, .. } | Self::StartsWith { subject, .. } | Self::Known(subject) | Self::Yes(subject) => {
                subject.walk(visit);
            }
            Self::Elapsed { since, .. } => since.walk(visit),
        }
    }
}

impl Walk for Expression {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        visit(Node::Expression(self));
        match self {
            Self::Constant(_)
            | Self::Attribute(_)
            | Self::Field { .. }
            | Self::Now
            | Self::Today
            | Self::Start
            | Self::Wall(_)
            | Self::History(_) => {}
            Self::Arithmetic { left, right, .. }
            | Self::DaysBetween(left, right)
            | Self::SecondsBetween(left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::Shift { moment: inner, .. }
            | Self::MonthOf(inner)
            | Self::DayOf(inner)
            | Self::Midnight(inner)
            | Self::DateOf(inner) => inner.walk(visit),
            Self::Lookup { arguments, .. } => arguments.walk(visit),
            Self::Match(cases) => cases.walk(visit),
        }
    }
}

impl Walk for LookupArgument {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        self.value.walk(visit);
    }
}

impl Walk for Case {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        self.when.walk(visit);
        self.value.walk(visit);
    }
}

impl<T: Walk> Walk for Vec<T> {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        for item in self {
            item.walk(visit);
        }
    }
}

impl<T: Walk> Walk for Option<T> {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        if let Some(item) = self {
            item.walk(visit);
        }
    }
}

impl Walk for Moment {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        self.of.walk(visit);
    }
}

impl Walk for Operation {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        match self {
            Self::Send(send) => {
                if let Patience::Until(moment) = &send.patience {
                    moment.walk(visit);
                }
            }
            Self::Sleep(Wake::Moment(moment)) | Self::At { moment, .. } => moment.walk(visit),
            Self::Sleep(_) | Self::Split { .. } | Self::Enrol(_) | Self::Jump(_) | Self::Exit => {}
            Self::Repeat { until, .. } => until.walk(visit),
            Self::Set { value, .. } => value.walk(visit),
            Self::Emit { fields, .. } => {
                for field in fields {
                    field.walk(visit);
                }
            }
            Self::Await { arms, .. } => {
                for arm in arms {
                    arm.awaited.walk(visit);
                }
            }
            Self::Branch { condition, .. } => condition.walk(visit),
            Self::Task(task) => {
                task.text.walk(visit);
                if let Some(assignee) = &task.whose {
                    assignee.who.walk(visit);
                }
            }
        }
    }
}

impl Walk for Measure {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        match &self.what {
            Measured::Share(condition) => condition.walk(visit),
            Measured::Average(value) => value.walk(visit),
        }
    }
}

impl Walk for Awaited {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        match self {
            Self::Event { filter, .. } => filter.walk(visit),
            Self::Engagement(_) => {}
            Self::Until(condition) => condition.walk(visit),
        }
    }
}

impl Walk for Trigger {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        match self {
            Self::Event { filter, .. } => filter.walk(visit),
            Self::Becomes(condition) | Self::Holds(condition) => condition.walk(visit),
            Self::Engagement(_)
            | Self::Dated(_)
            | Self::Every(..)
            | Self::At(_)
            | Self::Enrolment
            | Self::Moves(..) => {}
        }
    }
}

impl Walk for Stop {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        match self {
            Self::Event { filter, .. } => filter.walk(visit),
            Self::Engagement(_) => {}
            Self::When(condition) => condition.walk(visit),
        }
    }
}

impl Walk for Reached {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        match self {
            Self::Event { filter, .. } => filter.walk(visit),
            Self::Engagement(_) => {}
            Self::Becomes(condition) => condition.walk(visit),
        }
    }
}

impl Walk for Exclusion {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        match &self.when {
            ExclusionTime::While(condition) => condition.walk(visit),
            ExclusionTime::After { filter, .. } => filter.walk(visit),
        }
    }
}

impl Walk for Message {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        self.choices.walk(visit);
        for content in &self.contents {
            content.subject.walk(visit);
            if let Some(body) = &content.body {
                body.template.walk(visit);
            }
        }
    }
}

impl Walk for Insert {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        self.applies.walk(visit);
        for text in &self.texts {
            text.body.template.walk(visit);
        }
    }
}

impl Walk for Template {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        self.pieces.walk(visit);
    }
}

impl Walk for Piece {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        match self {
            Self::Text(_) | Self::Inserts { .. } => {}
            Self::Value(phrase) => phrase.walk(visit),
            Self::If { arms, otherwise } => {
                for (condition, pieces) in arms {
                    condition.walk(visit);
                    pieces.walk(visit);
                }
                otherwise.walk(visit);
            }
        }
    }
}

impl Walk for Phrase {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        match self {
            Self::Text(_) | Self::OfferUntil(_) => {}
            Self::Value { of, .. } => of.walk(visit),
            Self::Joined(parts) => parts.walk(visit),
            Self::Default(phrase, otherwise) => {
                phrase.walk(visit);
                otherwise.walk(visit);
            }
            Self::Choice { condition, then, otherwise } => {
                condition.walk(visit);
                then.walk(visit);
                otherwise.walk(visit);
            }
            Self::Letters(_, phrase) | Self::Safe(phrase) => phrase.walk(visit),
        }
    }
}

impl Walk for Journey {
    fn walk<'a>(&'a self, visit: &mut dyn FnMut(Node<'a>)) {
        for start in &self.starts {
            start.trigger.walk(visit);
            start.key.walk(visit);
        }
        self.audience.walk(visit);
        self.stops.walk(visit);
        for goal in &self.goals {
            goal.reached.walk(visit);
            goal.worth.walk(visit);
        }
        self.measures.walk(visit);
        self.pause.walk(visit);
        self.operations.walk(visit);
    }
}

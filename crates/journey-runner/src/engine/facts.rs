//! What changes how conditions stand, apart from time: what stands as it stood is not asked again.
//!
//! A condition is asked again when something that it reads has changed, or when the instant has come at which time alone can
//! change it ([`super::scope::Scope::next_change`]). So an event costs what waits for it, however large the programme.

use std::ops::{BitOr, BitOrAssign};

use journey_ir::expression::{Condition, Expression, Window};
use journey_ir::operation::{Awaited, Operation, Patience, Wake};
use journey_ir::pressure::ExclusionTime;
use journey_ir::program::{Journey, Program, Reached, Start, Stop, Trigger};
use journey_ir::table::{AttributeId, EventId, StateId};
use journey_ir::walk::{Node, Walk};

/// A set of facts. There are more facts than bits: those that share a bit are taken for one another, so that something may be
/// asked in vain, and nothing is missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Facts(u64);

/// Bits for kinds of events.
const EVENTS: u32 = 32;
/// Bits for attributes.
const ATTRIBUTES: u32 = 28;

impl Facts {
    pub(super) const NONE: Self = Self(0);
    /// Everything: the customer has moved to another zone.
    pub(super) const ALL: Self = Self(u64::MAX);
    /// The customer's zone, in which everything is read.
    const ZONE: Self = Self(1 << 60);
    /// Which contacts were sent.
    pub(super) const CONTACTS: Self = Self(1 << 63);
    /// What customers do with contacts.
    pub(super) const ENGAGEMENTS: Self = Self(1 << 62);
    /// Which journeys a customer is or was in.
    pub(super) const ENROLMENTS: Self = Self(1 << 61);

    /// The history of a kind of event.
    pub(super) fn event(id: EventId) -> Self {
        Self(1 << (u32::from(id.0) % EVENTS))
    }

    /// The value of an attribute that is not computed.
    pub(super) fn attribute(id: AttributeId) -> Self {
        Self(1 << (EVENTS + u32::from(id.0) % ATTRIBUTES))
    }

    pub(super) fn touches(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Facts {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Facts {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What the starts of a journey watch, which are not brought by an event.
pub(super) fn read_by_starts(program: &Program, journey: &Journey) -> Facts {
    let watched = |start: &Start| match &start.trigger {
        Trigger::Becomes(condition) | Trigger::Holds(condition) => reads(program, condition),
        Trigger::Moves(attribute, _) => reads(program, &Expression::Attribute(*attribute)),
        Trigger::Dated(dated) => reads(program, &Expression::Attribute(dated.attribute)),
        Trigger::Every(..) | Trigger::At(_) | Trigger::Event { .. } | Trigger::Engagement(_) | Trigger::Enrolment => {
            Facts::NONE
        }
    };
    journey.starts.iter().map(watched).fold(Facts::ZONE, Facts::bitor)
}

/// What the enrolments of a journey watch while they rest, but for sends: those are tried again at every step.
pub(super) fn read_by_enrolments(program: &Program, journey: &Journey) -> Facts {
    let mut read = Facts::ZONE;
    if let Some(pause) = &journey.pause {
        read |= reads(program, pause);
    }
    for stop in &journey.stops {
        if let Stop::When(condition) = stop {
            read |= reads(program, condition);
        }
    }
    for goal in &journey.goals {
        if let Reached::Becomes(condition) = &goal.reached {
            read |= reads(program, condition);
        }
    }
    for operation in &journey.operations {
        match operation {
            Operation::At { moment, .. } | Operation::Sleep(Wake::Moment(moment)) => read |= reads(program, &moment.of),
            Operation::Await { arms, .. } => {
                for arm in arms {
                    if let Awaited::Until(condition) = &arm.awaited {
                        read |= reads(program, condition);
                    }
                }
            }
            Operation::Send(send) => {
                if let Patience::Until(moment) = &send.patience {
                    read |= reads(program, &moment.of);
                }
            }
            _ => {}
        }
    }
    read
}

/// The events to which the enrolments of a journey listen.
pub(super) fn heard_by_enrolments(program: &Program, journey: &Journey) -> Facts {
    let mut heard = Facts::NONE;
    journey.walk(&mut |node| {
        // Functions since the start are kept by the enrolments.
        if let Node::Expression(Expression::History(id)) = node
            && program.aggregates[*id].window == Window::SinceStart
        {
            heard |= Facts::event(program.aggregates[*id].event);
        }
    });
    for stop in &journey.stops {
        if let Stop::Event { event, .. } = stop {
            heard |= Facts::event(*event);
        }
    }
    for goal in &journey.goals {
        if let Reached::Event { event, .. } = &goal.reached {
            heard |= Facts::event(*event);
        }
    }
    for operation in &journey.operations {
        if let Operation::Await { arms, .. } = operation {
            for arm in arms {
                if let Awaited::Event { event, .. } = &arm.awaited {
                    heard |= Facts::event(*event);
                }
            }
        }
    }
    heard
}

/// What a condition or an expression reads, whatever stands between. Neither segments nor computed attributes go in circles.
fn reads(program: &Program, part: &impl Walk) -> Facts {
    let mut read = Facts::NONE;
    part.walk(&mut |node| {
        read |= match node {
            Node::Condition(Condition::Segment(segment)) => reads(program, &program.segments[*segment].condition),
            Node::Condition(Condition::State(state) | Condition::Ended { state, .. }) => turned_by(program, *state),
            Node::Condition(Condition::InJourney(_) | Condition::EverIn(_)) => Facts::ENROLMENTS,
            Node::Condition(Condition::Sent { .. }) => Facts::CONTACTS,
            Node::Condition(Condition::Engaged { .. }) => Facts::ENGAGEMENTS,
            Node::Expression(Expression::Attribute(id)) => match &program.attributes[*id].computed {
                Some(computed) => reads(program, computed),
                None => Facts::attribute(*id),
            },
            Node::Expression(Expression::History(id)) => Facts::event(program.aggregates[*id].event),
            Node::Condition(_) | Node::Expression(_) => Facts::NONE,
        };
    });
    read
}

/// The events that begin and end a state.
fn turned_by(program: &Program, state: StateId) -> Facts {
    let declared = &program.states[state];
    Facts::event(declared.from.event) | Facts::event(declared.until.event)
}

/// Whether a journey is started by something that is watched, or by the calendar.
pub(super) fn is_watching(journey: &Journey) -> bool {
    !journey
        .starts
        .iter()
        .all(|start| matches!(start.trigger, Trigger::Event { .. } | Trigger::Engagement(_) | Trigger::Enrolment))
}

/// Whether anything in the programme, apart from starts, can tell that an event of a kind has happened; `heard` is what
/// enrolments listen to.
pub(super) fn is_heard(program: &Program, id: EventId, heard: Facts) -> bool {
    let counts = || program.aggregates.iter().any(|(_, aggregate)| aggregate.event == id);
    heard.touches(Facts::event(id)) || counts() || turns(program, id)
}

/// Whether an event of a kind begins exclusions, begins or ends states, or is the moment of channels.
pub(super) fn turns(program: &Program, id: EventId) -> bool {
    let excludes = |exclusion: &ExclusionTime| matches!(exclusion, ExclusionTime::After { event, .. } if *event == id);
    let forbids = || program.exclusions.iter().any(|(_, exclusion)| excludes(&exclusion.when));
    let turns = || program.states.iter().any(|(_, state)| state.from.event == id || state.until.event == id);
    let moments = || program.channels.iter().filter_map(|(_, channel)| channel.moment.as_ref());
    forbids() || turns() || moments().any(|moment| moment.event == id)
}

//! What is declared and never used.

use std::collections::BTreeSet;

use journey_ir::expression::Condition;
use journey_ir::finding::Finding;
use journey_ir::operation::{Awaited, ChannelOf, Operation};
use journey_ir::pressure::ExclusionTime;
use journey_ir::program::{Journey, Program, Reached, Stop, Trigger};
use journey_ir::table::{ChannelId, EventId, MessageId, SegmentId};
use journey_ir::walk::{Node, Walk};

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "unused",
    summary: "a segment, message, channel or event is declared and never used",
    explanation: "\
A message that no journey sends, a channel on which nothing is sent and a segment that no condition names are most often left over, or the \
place that should use them names another one. Delete them, or use them. An event that nothing reads is only a remark: it may be data that \
will be needed. Attributes are not looked at: they are what the data has.",
    failing: r#"
customer { points integer }
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks { email text "Thank you for your purchase." }
segment rich = points >= 1000
journey after_purchase {
  start on purchase

  send thanks by email
}
"#,
    passing: r#"
customer { points integer }
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks { email text "Thank you for your purchase." }
segment rich = points >= 1000
journey after_purchase {
  start on purchase
  for   rich

  send thanks by email
}
"#,
    check,
};

fn check(program: &Program) -> Vec<Finding> {
    let used = Used::of(program);
    let mut findings = Vec::new();
    for (_, segment) in program.segments.iter().filter(|(id, _)| !used.segments.contains(id)) {
        let message = format!("no condition names the segment `{}`", segment.name);
        findings.push(Finding::warning(RULE.name, message).at(segment.span, "").help("use it or delete it"));
    }
    for (_, channel) in program.channels.iter().filter(|(id, _)| !used.channels.contains(id)) {
        let message = format!("nothing is sent on the channel `{}`", channel.name);
        findings
            .push(Finding::warning(RULE.name, message).at(channel.span, "").help("use it in a `send`, or delete it"));
    }
    for (_, message) in program.messages.iter().filter(|(id, _)| !used.messages.contains(id)) {
        let what = format!("no journey sends the message `{}`", message.name);
        findings.push(Finding::warning(RULE.name, what).at(message.span, "").help("use it in a `send`, or delete it"));
    }
    for (_, event) in program.events.iter().filter(|(id, _)| !used.events.contains(id)) {
        let message = format!("nothing reads the event `{}`", event.name);
        findings.push(Finding::info(RULE.name, message).at(event.span, ""));
    }
    findings
}

/// What a programme uses.
#[derive(Default)]
struct Used {
    segments: BTreeSet<SegmentId>,
    channels: BTreeSet<ChannelId>,
    messages: BTreeSet<MessageId>,
    events: BTreeSet<EventId>,
}

impl Used {
    fn of(program: &Program) -> Self {
        let mut used = Self::default();
        used.conditions(&program.suppress);
        for (_, segment) in program.segments.iter() {
            used.conditions(&segment.condition);
        }
        for (_, channel) in program.channels.iter() {
            used.conditions(&channel.consent);
        }
        for (_, message) in program.messages.iter() {
            used.conditions(message);
        }
        for (_, cap) in program.caps.iter() {
            used.conditions(&cap.applies);
        }
        for (_, exclusion) in program.exclusions.iter() {
            used.conditions(exclusion);
            if let ExclusionTime::After { event, .. } = &exclusion.when {
                used.events.insert(*event);
            }
        }
        // What is asked of history is in the programme only because some condition asks it.
        used.events.extend(program.aggregates.iter().map(|(_, aggregate)| aggregate.event));
        for (_, journey) in program.journeys.iter() {
            used.conditions(journey);
            used.journey(program, journey);
        }
        used
    }

    /// The segments that conditions name, those of texts included.
    fn conditions(&mut self, part: &impl Walk) {
        part.walk(&mut |node| {
            if let Node::Condition(Condition::Segment(segment)) = node {
                self.segments.insert(*segment);
            }
        });
    }

    fn journey(&mut self, program: &Program, journey: &Journey) {
        let starts = journey.starts.iter().filter_map(|start| match &start.trigger {
            Trigger::Event { event, .. } => Some(*event),
            _ => None,
        });
        let stops = journey.stops.iter().filter_map(|stop| match stop {
            Stop::Event { event, .. } => Some(*event),
            Stop::When(_) | Stop::Engagement(_) => None,
        });
        let goals = journey.goals.iter().filter_map(|goal| match &goal.reached {
            Reached::Event { event, .. } => Some(*event),
            Reached::Becomes(_) | Reached::Engagement(_) => None,
        });
        self.events.extend(starts.chain(stops).chain(goals));
        for operation in &journey.operations {
            self.operation(program, operation);
        }
    }

    fn operation(&mut self, program: &Program, operation: &Operation) {
        match operation {
            Operation::Send(send) => {
                self.messages.insert(send.message);
                for choice in &send.channels {
                    match choice.channel {
                        ChannelOf::Channel(channel) => self.channels.extend([channel]),
                        // An attribute can name any channel.
                        ChannelOf::Attribute(_) => self.channels.extend(program.channels.ids()),
                    }
                }
            }
            Operation::Await { arms, .. } => self.events.extend(arms.iter().filter_map(|arm| match &arm.awaited {
                Awaited::Event { event, .. } => Some(*event),
                Awaited::Until(_) | Awaited::Engagement(_) => None,
            })),
            Operation::Emit { event, .. } => self.events.extend([*event]),
            Operation::Split { .. }
            | Operation::Repeat { .. }
            | Operation::Set { .. }
            | Operation::Enrol(_)
            | Operation::Task(_)
            | Operation::Sleep(_)
            | Operation::At { .. }
            | Operation::Branch { .. }
            | Operation::Jump(_)
            | Operation::Exit => {}
        }
    }
}

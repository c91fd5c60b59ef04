//! What is declared and never used.

use std::collections::BTreeSet;

use journey_ir::calendar::Closed;
use journey_ir::expression::{Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::operation::{Awaited, ChannelOf, Operation};
use journey_ir::pressure::ExclusionTime;
use journey_ir::program::{Content, Journey, Program, Reached, Stop, Trigger};
use journey_ir::span::FileId;
use journey_ir::table::{
    AttributeId, CalendarId, ChannelId, EventId, HolidaysId, InsertId, LookupId, MessageId, SegmentId, StateId,
};
use journey_ir::walk::{Node, Walk};

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "unused",
    summary: "a segment, state, table, computed attribute, message, channel, calendar or event is declared and never used",
    explanation: "\
A message that no journey sends, a channel on which nothing is sent, a segment or state that no condition names, a calendar whose hours no \
channel keeps, a list of holidays that no calendar names, a table and a computed attribute that nothing reads are most often left over, or \
the place that should use them names another one. Delete them, or use them. An event that nothing reads is only a remark: it may be data that \
will be needed. The calendars of the standard library are there for whoever wants them. Other attributes are not looked at: they are what \
the data has.",
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
    for (_, state) in program.states.iter().filter(|(id, _)| !used.states.contains(id)) {
        let message = format!("no condition names the state `{}`", state.name);
        findings.push(Finding::warning(RULE.name, message).at(state.span, "").help("use it or delete it"));
    }
    for (_, table) in program.lookups.iter().filter(|(id, _)| !used.tables.contains(id)) {
        let message = format!("nothing looks anything up in the table `{}`", table.name);
        findings.push(Finding::warning(RULE.name, message).at(table.span, "").help("use it or delete it"));
    }
    let computed = program.attributes.iter().filter(|(_, attribute)| attribute.computed.is_some());
    for (_, attribute) in computed.filter(|(id, _)| !used.attributes.contains(id)) {
        let message = format!("nothing reads the computed attribute `{}`", attribute.name);
        findings.push(Finding::warning(RULE.name, message).at(attribute.span, "").help("use it or delete it"));
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
    let going: BTreeSet<InsertId> =
        contents(program).flat_map(|content| &content.inserts).map(|of| of.insert).collect();
    for (_, insert) in program.inserts.iter().filter(|(id, _)| !going.contains(id)) {
        let message = format!("the insert `{}` goes into no message", insert.name);
        let help = "HTML goes only into HTML; write a text for the channel that is meant, or delete it";
        findings.push(Finding::warning(RULE.name, message).at(insert.span, "").help(help));
    }
    findings.extend(used.idle_calendars(program));
    for (_, event) in program.events.iter().filter(|(id, _)| !used.events.contains(id)) {
        let message = format!("nothing reads the event `{}`", event.name);
        findings.push(Finding::info(RULE.name, message).at(event.span, ""));
    }
    findings
}

fn contents(program: &Program) -> impl Iterator<Item = &Content> {
    program.messages.iter().flat_map(|(_, message)| &message.contents)
}

/// What a programme uses.
#[derive(Default)]
struct Used {
    segments: BTreeSet<SegmentId>,
    states: BTreeSet<StateId>,
    tables: BTreeSet<LookupId>,
    attributes: BTreeSet<AttributeId>,
    channels: BTreeSet<ChannelId>,
    messages: BTreeSet<MessageId>,
    calendars: BTreeSet<CalendarId>,
    holidays: BTreeSet<HolidaysId>,
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
            used.calendars.extend(&channel.hours);
            if let Some(assignee) = &channel.assign {
                used.conditions(&assignee.who);
            }
            used.attributes.extend(channel.address);
            if let Some(moment) = &channel.moment {
                used.conditions(&moment.filter);
                used.events.insert(moment.event);
            }
        }
        for (_, calendar) in program.calendars.iter() {
            used.holidays.extend(calendar.closed.iter().filter_map(|closed| match closed {
                Closed::Holidays(list) => Some(*list),
                Closed::Days(_) => None,
            }));
        }
        for (_, state) in program.states.iter() {
            for turn in [&state.from, &state.until] {
                used.conditions(&turn.filter);
                used.events.insert(turn.event);
            }
        }
        for (_, attribute) in program.attributes.iter() {
            used.conditions(&attribute.computed);
        }
        for (_, message) in program.messages.iter() {
            used.conditions(message);
        }
        for (_, insert) in program.inserts.iter() {
            used.conditions(insert);
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
        for (_, aggregate) in program.aggregates.iter() {
            used.events.insert(aggregate.event);
            used.conditions(&aggregate.filter);
        }
        for (_, journey) in program.journeys.iter() {
            used.conditions(journey);
            used.journey(program, journey);
        }
        used
    }

    /// What conditions name, those of texts included.
    fn conditions(&mut self, part: &impl Walk) {
        part.walk(&mut |node| match node {
            Node::Condition(Condition::Segment(segment)) => self.segments.extend([*segment]),
            Node::Condition(Condition::State(state) | Condition::Ended { state, .. }) => self.states.extend([*state]),
            Node::Expression(Expression::Lookup { table, .. }) => self.tables.extend([*table]),
            Node::Expression(Expression::Attribute(attribute)) => self.attributes.extend([*attribute]),
            _ => {}
        });
    }

    /// What is found of the programme's own calendars and lists of holidays.
    fn idle_calendars(&self, program: &Program) -> Vec<Finding> {
        let mut findings = Vec::new();
        let idle = program.calendars.iter().filter(|(id, _)| !self.calendars.contains(id));
        for (_, calendar) in idle.filter(|(_, calendar)| calendar.span.file != FileId::LIBRARY) {
            let message = format!("no channel keeps the hours of the calendar `{}`", calendar.text);
            let help = "name it in the `hours` of a channel, or delete it";
            findings.push(Finding::warning(RULE.name, message).at(calendar.span, "").help(help));
        }
        let idle = program.holidays.iter().filter(|(id, _)| !self.holidays.contains(id));
        for (_, list) in idle.filter(|(_, list)| list.span.file != FileId::LIBRARY) {
            let message = format!("no calendar is closed on the holidays `{}`", list.name);
            let help = format!("name them in a calendar, `closed holidays {}`, or delete them", list.name);
            findings.push(Finding::warning(RULE.name, message).at(list.span, "").help(help));
        }
        findings
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
        self.attributes.extend(journey.starts.iter().filter_map(|start| match &start.trigger {
            Trigger::Moves(attribute, _) => Some(*attribute),
            Trigger::Dated(dated) => Some(dated.attribute),
            _ => None,
        }));
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
                        ChannelOf::Attribute(attribute) => {
                            self.attributes.insert(attribute);
                            self.channels.extend(program.channels.ids());
                        }
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

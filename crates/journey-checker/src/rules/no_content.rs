//! A message is sent on a channel that it says nothing for.

use std::collections::BTreeSet;

use journey_ir::expression::{Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::operation::{ChannelOf, Operation, Send};
use journey_ir::program::{Message, Origin, Program, VariantOf};
use journey_ir::table::{AttributeId, ChannelId};
use journey_ir::value::{Type, Value};

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "no-content",
    summary: "a message is sent on a channel for which it has no content",
    explanation: "\
A channel is passed over when the message has no content for it, and a send whose channels all lack content is skipped for every \
customer with the reason `no_content`: that is an error. Add the content to the message, or leave the channel out of the send. Where a \
`match` chooses what the message says, each of its arms should say something on the same channels, and `else` in all other cases.",
    failing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
channel sms   { cost 0.045 }
message thanks { email text "Thank you for your purchase." }
journey after_purchase {
  start on purchase

  send thanks by email or sms
}
"#,
    passing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
channel sms   { cost 0.045 }
message thanks { email text "Thank you for your purchase."  sms text "Thank you!" }
journey after_purchase {
  start on purchase

  send thanks by email or sms
}
"#,
    check,
};

fn check(program: &Program) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, journey) in program.journeys.iter() {
        for (operation, origin) in journey.operations.iter().zip(&journey.origins) {
            if let Operation::Send(send) = operation {
                findings.extend(finding(program, send, origin));
            }
        }
    }
    findings
}

fn finding(program: &Program, send: &Send, origin: &Origin) -> Option<Finding> {
    let message = &program.messages[send.message];
    let named: Vec<ChannelId> = send.channels.iter().filter_map(|choice| by_name(choice.channel)).collect();
    let lacking: Vec<&str> = named
        .iter()
        .filter(|channel| !message.may_have_content(**channel))
        .map(|channel| program.channels[*channel].name.as_str())
        .collect();
    // An attribute can name any channel: then only a message that says nothing at all can never be sent.
    let never = message.contents.is_empty() || (lacking.len() == named.len() && named.len() == send.channels.len());
    let name = &message.name;
    if never {
        let what = format!("`{name}` can never be sent here: it has no content for {}", channels(&lacking));
        let finding = Finding::error(RULE.name, what).at(origin.span, "").at(message.span, "the message");
        return Some(finding.help(format!("add content to `{name}`, or send it by a channel that it has content for")));
    }
    if lacking.is_empty() {
        return if named.len() == send.channels.len() { in_some_cases(program, message, &named, origin) } else { None };
    }
    let what = format!("`{name}` has no content for {}, which is passed over here", channels(&lacking));
    let finding = Finding::warning(RULE.name, what).at(origin.span, "").at(message.span, "the message");
    Some(finding.help(format!("add content to `{name}`, or leave the channel out")))
}

/// The message says nothing on any of the channels when some arms of its `match` are chosen.
fn in_some_cases(program: &Program, message: &Message, named: &[ChannelId], origin: &Origin) -> Option<Finding> {
    if always_has_content(program, message, named) {
        return None;
    }
    let by: Vec<&str> = named.iter().map(|channel| program.channels[*channel].name.as_str()).collect();
    let (name, channels) = (&message.name, channels(&by));
    let what = format!("`{name}` has no content for {channels} in some cases of its `match`");
    let finding = Finding::warning(RULE.name, what).at(origin.span, "skipped in these cases");
    let help = "say in its `match` what it says there to all others, such as in `else { … }`";
    Some(finding.at(message.span, "the message").help(help))
}

/// Whether a message has content for one of some channels whatever is chosen.
fn always_has_content(program: &Program, message: &Message, channels: &[ChannelId]) -> bool {
    let contents = || message.contents.iter().filter(|content| channels.contains(&content.channel));
    let mut choices = message.choices.iter().enumerate();
    contents().any(|content| content.variant.is_none())
        || choices.any(|(choice, arms)| {
            let has = |arm: usize| {
                let is_of = |of: VariantOf| usize::from(of.choice) == choice && usize::from(of.arm) == arm;
                contents().filter_map(|content| content.variant).any(is_of)
            };
            (0..arms.len()).all(has) && takes_all(program, arms)
        })
}

/// Whether one of some arms is always chosen: the last one is `else`, or they are for all words of an attribute, and for its
/// being missing where it may be.
fn takes_all(program: &Program, arms: &[Condition]) -> bool {
    if arms.last() == Some(&Condition::Constant(true)) {
        return true;
    }
    let mut taken = Taken::default();
    if !arms.iter().all(|arm| taken.add(arm)) {
        return false;
    }
    let declared = taken.attribute.map(|attribute| &program.attributes[attribute]);
    declared.is_some_and(|declared| match &declared.kind {
        Type::OneOf(words) => (taken.missing || !declared.optional) && taken.words.len() == words.len(),
        _ => false,
    })
}

/// The values of an attribute that some arms are for.
#[derive(Default)]
struct Taken {
    attribute: Option<AttributeId>,
    words: BTreeSet<u16>,
    missing: bool,
}

impl Taken {
    /// Adds what an arm is for; whether it is about values of the same attribute.
    fn add(&mut self, arm: &Condition) -> bool {
        match arm {
            Condition::In { subject, values } => {
                let word = |value: &Value| if let Value::OneOf(word) = value { Some(*word) } else { None };
                self.words.extend(values.iter().filter_map(word));
                self.is_about(subject)
            }
            Condition::Not(inner) => match &**inner {
                Condition::Known(subject) => {
                    self.missing = true;
                    self.is_about(subject)
                }
                _ => false,
            },
            Condition::Any(parts) => parts.iter().all(|part| self.add(part)),
            _ => false,
        }
    }

    fn is_about(&mut self, subject: &Expression) -> bool {
        match subject {
            Expression::Attribute(attribute) => *self.attribute.get_or_insert(*attribute) == *attribute,
            _ => false,
        }
    }
}

fn by_name(channel: ChannelOf) -> Option<ChannelId> {
    match channel {
        ChannelOf::Channel(channel) => Some(channel),
        ChannelOf::Attribute(_) => None,
    }
}

fn channels(names: &[&str]) -> String {
    if names.is_empty() {
        return "any channel".to_owned();
    }
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

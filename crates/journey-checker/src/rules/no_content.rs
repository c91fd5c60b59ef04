//! A message is sent on a channel that it says nothing for.

use journey_ir::finding::Finding;
use journey_ir::operation::{ChannelOf, Operation, Send};
use journey_ir::program::{Origin, Program};
use journey_ir::table::ChannelId;

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "no-content",
    summary: "a message is sent on a channel for which it has no content",
    explanation: "\
A channel is passed over when the message has no content for it, and a send whose channels all lack content is skipped for every \
customer with the reason `no_content`: that is an error. Add the content to the message, or leave the channel out of the send.",
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
        .filter(|channel| !message.has_content(**channel))
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
        return None;
    }
    let what = format!("`{name}` has no content for {}, which is passed over here", channels(&lacking));
    let finding = Finding::warning(RULE.name, what).at(origin.span, "").at(message.span, "the message");
    Some(finding.help(format!("add content to `{name}`, or leave the channel out")))
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

//! A message that no insert reaches.

use std::collections::BTreeSet;

use journey_ir::finding::Finding;
use journey_ir::program::Program;
use journey_ir::table::ChannelId;

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "no-insert",
    summary: "an insert goes into the messages of a channel, but into none of this one",
    explanation: "\
An insert goes into every message of the channels that it has content for, but HTML does not go into plain text. So a message may go without \
the banner that all others carry, and nobody notices. Give the insert a text for that channel, make the message a template of the same \
kind, or say `no inserts` in it where that is meant. This is a remark: it lists the messages, and stops nothing.",
    failing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks  { email "thanks.html" }
message welcome { email text "Welcome." }
message receipt { no inserts  email text "Your receipt." }
insert  banner "banner.html"
journey after_purchase {
  start on purchase

  send thanks by email
  send welcome by email
  send receipt by email
}
"#,
    passing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks  { email "thanks.html" }
message welcome { email "welcome.html" }
message receipt { no inserts  email text "Your receipt." }
insert  banner "banner.html"
journey after_purchase {
  start on purchase

  send thanks by email
  send welcome by email
  send receipt by email
}
"#,
    check,
};

fn check(program: &Program) -> Vec<Finding> {
    let all = || program.messages.iter().flat_map(|(_, message)| &message.contents);
    let channels: BTreeSet<ChannelId> =
        all().filter(|content| !content.inserts.is_empty()).map(|content| content.channel).collect();
    let without = program.messages.iter().map(|(_, message)| message).filter(|message| {
        !message.no_inserts
            && message.contents.iter().any(|content| channels.contains(&content.channel))
            && message.contents.iter().all(|content| content.inserts.is_empty())
    });
    without
        .map(|message| {
            let name = &message.name;
            let text = format!("no insert goes into the message `{name}`, though some go into others of its channels");
            let help = "give the insert a text of its own for the channel, or write `no inserts` in the message";
            Finding::info(RULE.name, text).at(message.span, "").help(help)
        })
        .collect()
}

//! A channel without consent beside channels that have one.

use journey_ir::finding::Finding;
use journey_ir::operation::{ChannelOf, Operation};
use journey_ir::pressure::Purpose;
use journey_ir::program::{Channel, ChannelKind, Program};
use journey_ir::table::ChannelId;

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "missing-consent",
    summary: "a channel asks for no consent, others do, and something commercial is sent on it",
    explanation: "\
A channel without `consent` reaches every customer who has an address. When the other channels of the programme ask for consent, \
that is most often an oversight, and a commercial e-mail or text message without consent is unlawful in the European Union. Add \
`consent` with the attribute that records it. Letters and calls are not looked at: other rules apply to them.",
    failing: r#"
customer { email text?  phone text?  optin_email boolean }
event purchase { amount decimal }
channel email { address email  consent optin_email }
channel sms   { address phone }
message offer { email text "10 % for you."  sms text "10 % for you." }
journey thanks {
  start on purchase

  send offer by email or sms
}
"#,
    passing: r#"
customer { email text?  phone text?  optin_email boolean  optin_sms boolean }
event purchase { amount decimal }
channel email { address email  consent optin_email }
channel sms   { address phone  consent optin_sms }
message offer { email text "10 % for you."  sms text "10 % for you." }
journey thanks {
  start on purchase

  send offer by email or sms
}
"#,
    check,
};

fn check(program: &Program) -> Vec<Finding> {
    let asks = |channel: &Channel| channel.consent.is_some();
    if !program.channels.as_slice().iter().any(asks) {
        return Vec::new();
    }
    let suspects =
        program.channels.iter().filter(|(_, channel)| !asks(channel) && channel.kind == ChannelKind::Digital);
    suspects.filter_map(|(id, channel)| finding(program, id, channel)).collect()
}

/// The finding for a channel without consent, when something commercial is sent on it by name.
fn finding(program: &Program, id: ChannelId, channel: &Channel) -> Option<Finding> {
    let by_name = ChannelOf::Channel(id);
    let (journey, span) = program.journeys.iter().find_map(|(_, journey)| {
        let sends = journey.operations.iter().zip(&journey.origins);
        let (_, origin) = sends.into_iter().find(|(operation, _)| match operation {
            Operation::Send(send) => {
                send.purpose == Purpose::Commercial && send.channels.iter().any(|choice| choice.channel == by_name)
            }
            _ => false,
        })?;
        Some((journey, origin.span))
    })?;
    let name = &channel.name;
    let message =
        format!("the channel `{name}` asks for no consent, and `{}` sends something commercial on it", journey.name);
    let finding = Finding::warning(RULE.name, message).at(channel.span, "no `consent` here").at(span, "sent here");
    Some(finding.help(format!("add `consent` to the channel, such as `channel {name} {{ consent optin_{name} }}`")))
}

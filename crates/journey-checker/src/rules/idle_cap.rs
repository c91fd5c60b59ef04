//! A cap that limits nothing, or whose `except` takes nothing away (language reference 4.1, 4.2).

use journey_ir::finding::Finding;
use journey_ir::operation::{ChannelOf, Operation};
use journey_ir::pressure::{Cap, CapUnit, ContactKind, Purpose, Selector};
use journey_ir::program::Program;
use journey_ir::table::ChannelId;

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "idle-cap",
    summary: "a cap limits nothing that any journey sends, or its `except` takes nothing away",
    explanation: "\
A cap that names no purpose is about commercial and relational contacts. `at most 1 message receipt per 7 days` limits nothing when \
`receipt` has the purpose `service`: write `any message receipt`, or `service message receipt`. In the same way `commercial except relational` says no \
more than `commercial`, because no contact is both. Compared are the contacts that some `send` of the programme can make, on every channel that it names.",
    failing: r#"
customer { optin boolean }
event purchase { amount decimal }
channel email { consent optin }
message receipt { purpose service  email text "Your receipt." }
pressure { at most 1 message receipt per 7 days }
journey after_purchase {
  start on purchase

  send receipt by email
}
"#,
    passing: r#"
customer { optin boolean }
event purchase { amount decimal }
channel email { consent optin }
message receipt { purpose service  email text "Your receipt." }
pressure { at most 1 any message receipt per 7 days }
journey after_purchase {
  start on purchase

  send receipt by email
}
"#,
    check,
};

fn check(program: &Program) -> Vec<Finding> {
    let contacts = contacts(program);
    program.caps.iter().filter_map(|(_, cap)| finding(program, cap, &contacts)).collect()
}

/// Every kind of contact that some send can make.
fn contacts(program: &Program) -> Vec<ContactKind> {
    let mut contacts = Vec::new();
    for (journey, steps) in program.journeys.iter() {
        for operation in &steps.operations {
            let Operation::Send(send) = operation else { continue };
            let channels = send.channels.iter().flat_map(|choice| by_name(program, choice.channel));
            let (journey, message) = (Some(journey), Some(send.message));
            contacts.extend(channels.map(|channel| ContactKind { journey, message, channel, purpose: send.purpose }));
        }
    }
    contacts
}

/// An attribute can name any channel.
fn by_name(program: &Program, channel: ChannelOf) -> Vec<ChannelId> {
    match channel {
        ChannelOf::Channel(channel) => vec![channel],
        ChannelOf::Attribute(_) => program.channels.ids().collect(),
    }
}

fn finding(program: &Program, cap: &Cap, contacts: &[ContactKind]) -> Option<Finding> {
    let some = |selector: &Selector| contacts.iter().any(|contact| selector.matches(program, *contact));
    let selector = &cap.selector;
    if some(selector) {
        let counted = Selector { except: Vec::new(), ..selector.clone() };
        let counted =
            contacts.iter().filter(|contact| counted.matches(program, **contact)).copied().collect::<Vec<_>>();
        let idle = |except: &&Selector| !counted.iter().any(|contact| except.matches(program, *contact));
        selector.except.iter().find(idle)?;
        let part = if selector.except.len() == 1 { "the `except`" } else { "a part of the `except`" };
        let message = format!("{part} of `{}` takes nothing away", cap.text);
        let help = "leave out what it names: no contact that the cap counts is one of those";
        return Some(Finding::warning(RULE.name, message).at(cap.span, "").help(help));
    }
    if !named_things(selector).iter().all(some) {
        return None;
    }
    let without_except = Selector { except: Vec::new(), ..selector.clone() };
    let any_purpose = Selector { purposes: Purpose::ALL.to_vec(), ..selector.clone() };
    let help = if some(&without_except) {
        "its `except` takes everything away that it counts: change the `except`, or delete the cap".to_owned()
    } else if some(&any_purpose) {
        help_with_purpose(program, cap, &any_purpose, contacts)
    } else {
        "no journey sends such a contact: name another one, or delete the cap".to_owned()
    };
    let message = format!("`{}` limits nothing", cap.text);
    Some(Finding::warning(RULE.name, message).at(cap.span, "").help(help))
}

/// What the selector says of messages, and what it says of channels. One that is never sent, or on which nothing is, has its
/// own finding (`unused`).
fn named_things(selector: &Selector) -> [Selector; 2] {
    let everything = Selector {
        purposes: Purpose::ALL.to_vec(),
        channel: None,
        message: None,
        tag: None,
        topic: None,
        journey: None,
        except: Vec::new(),
    };
    [Selector { message: selector.message, ..everything.clone() }, Selector { channel: selector.channel, ..everything }]
}

/// What to type where only the purpose keeps contacts out of the cap.
fn help_with_purpose(program: &Program, cap: &Cap, any: &Selector, contacts: &[ContactKind]) -> String {
    let found = contacts.iter().filter(|contact| any.matches(program, **contact)).map(|contact| contact.purpose);
    let purposes: Vec<&str> =
        Purpose::ALL.into_iter().filter(|purpose| found.clone().any(|is| is == *purpose)).map(Purpose::name).collect();
    let are = format!("the contacts that it could count are `{}`", purposes.join("` and `"));
    let unsaid = cap.selector.purposes.len() > 1 && cap.unit == CapUnit::Contacts;
    let written = cap.text.strip_prefix(&format!("at most {} ", cap.limit)).and_then(|rest| rest.split_once(" per "));
    match written {
        Some((counted, _)) if unsaid => format!("{are}: write `any {counted}`"),
        _ => format!("{are}: name such a purpose, or delete the cap"),
    }
}

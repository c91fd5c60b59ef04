//! A cap, exclusion, protection or rule that is about nothing that is sent, or whose `except` takes nothing away (language
//! reference 4.1, 4.2).

use journey_ir::finding::Finding;
use journey_ir::operation::{ChannelOf, Operation};
use journey_ir::pressure::{CapUnit, ContactKind, Purpose, Selector};
use journey_ir::program::Program;
use journey_ir::rules::ContactRule;
use journey_ir::span::Span;
use journey_ir::table::{ChannelId, JourneyId};

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "idle-cap",
    summary: "a cap, exclusion, `protect` or rule is about nothing that any journey sends, or its `except` takes nothing away",
    explanation: "\
A cap that names no purpose is about commercial and relational contacts. `at most 1 message receipt per 7 days` limits nothing when \
`receipt` has the purpose `service`: write `any message receipt`, or `service message receipt`. In the same way `commercial except relational` says no \
more than `commercial`, because no contact is both. The same goes \
for spacing, for `no …`, for `protect` (which is about the contacts of other journeys), and for rules: `never A and B` needs somebody who sends each. Compared are the contacts that some `send` of the programme can make, on every channel that it names.",
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
    let mut findings: Vec<Finding> = (said(program).iter())
        .filter_map(|said| {
            let others: Vec<ContactKind> = (contacts.iter().copied())
                .filter(|contact| said.not_of.is_none_or(|journey| contact.journey != Some(journey)))
                .collect();
            finding(program, said, &others)
        })
        .collect();
    findings.extend(program.rules.iter().filter_map(|(_, rule)| idle_rule(program, rule, &contacts)));
    findings
}

/// Something that is said of contacts.
struct Said<'p> {
    selector: &'p Selector,
    /// As it is written, as far as that is known.
    text: String,
    /// What it does, and what it is called.
    does: &'static str,
    noun: &'static str,
    /// The selector as it is written, where it says no purpose.
    written: Option<String>,
    /// Of which journey's contacts it says nothing.
    not_of: Option<JourneyId>,
    span: Span,
}

fn said(program: &Program) -> Vec<Said<'_>> {
    let caps = program.caps.iter().map(|(_, cap)| {
        let counts_contacts = cap.unit == CapUnit::Contacts;
        let of_cap = cap.text.strip_prefix(&format!("at most {} ", cap.limit));
        let written = match of_cap {
            Some(rest) => rest.split(" per ").next(),
            None => cap.text.split(" between ").nth(1).and_then(|rest| rest.split(" for ").next()),
        };
        Said {
            selector: &cap.selector,
            text: cap.text.clone(),
            does: "limits nothing",
            noun: "cap",
            written: written.filter(|_| counts_contacts).map(str::to_owned),
            not_of: None,
            span: cap.span,
        }
    });
    let exclusions = program.exclusions.iter().map(|(_, exclusion)| {
        let rest = exclusion.text.strip_prefix("no ").unwrap_or(&exclusion.text);
        let end = rest.find(" while ").into_iter().chain(rest.find(" within ")).min().unwrap_or(rest.len());
        Said {
            selector: &exclusion.selector,
            text: exclusion.text.clone(),
            does: "holds nothing back",
            noun: "exclusion",
            written: rest.get(..end).map(str::to_owned),
            not_of: None,
            span: exclusion.span,
        }
    });
    let protections = program.journeys.iter().flat_map(|(id, journey)| {
        journey.protections.iter().map(move |protection| Said {
            selector: &protection.selector,
            text: format!("protect` of the journey `{}", journey.name),
            does: "protects from nothing that another journey sends",
            noun: "clause",
            written: None,
            not_of: Some(id),
            span: protection.span,
        })
    });
    caps.chain(exclusions).chain(protections).collect()
}

/// A rule of which some side is never sent, so that there is nothing to keep apart. What is never sent at all has its own
/// finding (`unused`).
fn idle_rule(program: &Program, rule: &ContactRule, contacts: &[ContactKind]) -> Option<Finding> {
    let some = |selector: &Selector| contacts.iter().any(|contact| selector.matches(program, *contact));
    let distances = rule.kind.distances();
    let works = distances.iter().any(|distance| some(&distance.held_back) && some(&distance.from));
    let mut sides = distances.iter().flat_map(|distance| [&distance.held_back, &distance.from]);
    if distances.is_empty() || works || !sides.all(|side| named_things(side).iter().all(some)) {
        return None;
    }
    let message = format!("`{}` holds nothing back", rule.text);
    let help = "service and requested contacts are held back only by rules that say so, as in `any`; for others, name \
                contacts that some journey sends";
    Some(Finding::warning(RULE.name, message).at(rule.span, "").help(help))
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

fn finding(program: &Program, said: &Said<'_>, contacts: &[ContactKind]) -> Option<Finding> {
    let some = |selector: &Selector| contacts.iter().any(|contact| selector.matches(program, *contact));
    let (selector, noun) = (said.selector, said.noun);
    if some(selector) {
        let counted = Selector { except: Vec::new(), ..selector.clone() };
        let counted =
            contacts.iter().filter(|contact| counted.matches(program, **contact)).copied().collect::<Vec<_>>();
        let idle = |except: &&Selector| !counted.iter().any(|contact| except.matches(program, *contact));
        selector.except.iter().find(idle)?;
        let part = if selector.except.len() == 1 { "the `except`" } else { "a part of the `except`" };
        let message = format!("{part} of `{}` takes nothing away", said.text);
        let verb = if noun == "cap" { "counts" } else { "is about" };
        let help = format!("leave out what it names: no contact that the {noun} {verb} is one of those");
        return Some(Finding::warning(RULE.name, message).at(said.span, "").help(help));
    }
    if !named_things(selector).iter().all(some) {
        return None;
    }
    let without_except = Selector { except: Vec::new(), ..selector.clone() };
    let any_purpose = Selector { purposes: Purpose::ALL.to_vec(), ..selector.clone() };
    let help = if some(&without_except) {
        let verb = if noun == "cap" { "counts" } else { "is about" };
        format!("its `except` takes everything away that it {verb}: change the `except`, or delete the {noun}")
    } else if some(&any_purpose) {
        help_with_purpose(program, said, &any_purpose, contacts)
    } else {
        format!("no journey sends such a contact: name another one, or delete the {noun}")
    };
    let message = format!("`{}` {}", said.text, said.does);
    Some(Finding::warning(RULE.name, message).at(said.span, "").help(help))
}

/// What the selector says of messages, and what it says of channels. One that is never sent, or on which nothing is, has its
/// own finding (`unused`).
fn named_things(selector: &Selector) -> [Selector; 2] {
    let everything = Selector::of(&Purpose::ALL);
    [Selector { message: selector.message, ..everything.clone() }, Selector { channel: selector.channel, ..everything }]
}

/// What to type where only the purpose keeps contacts out.
fn help_with_purpose(program: &Program, said: &Said<'_>, any: &Selector, contacts: &[ContactKind]) -> String {
    let found = contacts.iter().filter(|contact| any.matches(program, **contact)).map(|contact| contact.purpose);
    let purposes: Vec<&str> =
        Purpose::ALL.into_iter().filter(|purpose| found.clone().any(|is| is == *purpose)).map(Purpose::name).collect();
    let verb = if said.noun == "cap" { "count" } else { "be about" };
    let are = format!("the contacts that it could {verb} are `{}`", purposes.join("` and `"));
    let unsaid = said.selector.purposes.len() > 1;
    match &said.written {
        Some(written) if unsaid => format!("{are}: write `any {written}`"),
        _ => format!("{are}: name such a purpose, or delete the {}", said.noun),
    }
}

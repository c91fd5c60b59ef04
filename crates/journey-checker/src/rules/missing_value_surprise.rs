//! `not` that also selects customers without a value (language reference 1.1).

use std::collections::BTreeSet;

use journey_ir::expression::{Case, Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::operation::{Awaited, Operation};
use journey_ir::pressure::ExclusionTime;
use journey_ir::program::{Journey, Program, Reached, Stop, Trigger};
use journey_ir::span::Span;
use journey_ir::table::AttributeId;
use journey_ir::walk::{Node, Walk};

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "missing-value-surprise",
    summary: "`not` also selects customers whose attribute has no value",
    explanation: "\
A comparison with a missing value is false, so `not` of it is true: `not (country == fr)` also selects customers whose country is not \
known, and so does `country not in (fr, es)`, which is `not (country in (fr, es))`. Where that is meant, say so with `country is missing or …`; where it is not, write `country != fr`, which a missing value never satisfies, or \
add `and country is known`. A condition that asks anywhere whether the attribute is known is left alone.",
    failing: r#"
customer { country one of fr, es, it? }
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks { email text "Thank you for your purchase." }
journey after_purchase {
  start on purchase
  for   not (country == fr)

  send thanks by email
}
"#,
    passing: r#"
customer { country one of fr, es, it? }
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks { email text "Thank you for your purchase." }
journey after_purchase {
  start on purchase
  for   country != fr

  send thanks by email
}
"#,
    check,
};

fn check(program: &Program) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut look = |condition: Option<&Condition>, span: Span, place: &str| {
        let Some(condition) = condition else { return };
        for attribute in surprising(program, condition) {
            findings.push(finding(&program.attributes[attribute].name, span, place));
        }
    };
    for (_, segment) in program.segments.iter() {
        look(Some(&segment.condition), segment.span, "in this segment");
    }
    for (_, attribute) in program.attributes.iter() {
        for case in cases(attribute.computed.as_ref()) {
            look(Some(&case.when), attribute.span, "in its `match`");
        }
    }
    for (_, state) in program.states.iter() {
        for turn in [&state.from, &state.until] {
            look(turn.filter.as_ref(), state.span, "in its `where`");
        }
    }
    for (_, channel) in program.channels.iter() {
        look(channel.consent.as_ref(), channel.span, "in its `consent`");
        let moment = channel.moment.as_ref().and_then(|moment| moment.filter.as_ref());
        look(moment, channel.span, "in its `moment`");
    }
    for (_, cap) in program.caps.iter() {
        look(cap.applies.as_ref(), cap.span, "in its `for`");
    }
    for (_, exclusion) in program.exclusions.iter() {
        match &exclusion.when {
            ExclusionTime::While(condition) => look(Some(condition), exclusion.span, "in its `while`"),
            ExclusionTime::After { filter, .. } => look(filter.as_ref(), exclusion.span, "in its `where`"),
        }
    }
    for (_, journey) in program.journeys.iter() {
        look_through(journey, &mut look);
    }
    findings
}

/// The cases of what an attribute is computed from, those inside others included.
fn cases(computed: Option<&Expression>) -> Vec<&Case> {
    let Some(Expression::Match(cases)) = computed else { return Vec::new() };
    cases.iter().flat_map(|case| std::iter::once(case).chain(self::cases(Some(&case.value)))).collect()
}

fn finding(attribute: &str, span: Span, place: &str) -> Finding {
    let message = format!("`not` also selects customers whose `{attribute}` is missing");
    let help =
        format!("add `and {attribute} is known` to leave them out, or `or {attribute} is missing` if they are meant");
    Finding::warning(RULE.name, message).at(span, place).help(help)
}

/// All conditions of a journey, with their places.
fn look_through(journey: &Journey, look: &mut impl FnMut(Option<&Condition>, Span, &str)) {
    let span = journey.span;
    for start in &journey.starts {
        match &start.trigger {
            Trigger::Event { filter, .. } => look(filter.as_ref(), span, "in its `start`"),
            Trigger::Becomes(condition) | Trigger::Holds(condition) => look(Some(condition), span, "in its `start`"),
            Trigger::Engagement(_)
            | Trigger::Dated(_)
            | Trigger::Every(..)
            | Trigger::At(_)
            | Trigger::Enrolment
            | Trigger::Moves(..) => {}
        }
    }
    look(journey.audience.as_ref(), span, "in its `for`");
    for stop in &journey.stops {
        match stop {
            Stop::Event { filter, .. } => look(filter.as_ref(), span, "in its `stop`"),
            Stop::When(condition) => look(Some(condition), span, "in its `stop`"),
            Stop::Engagement(_) => {}
        }
    }
    for goal in &journey.goals {
        match &goal.reached {
            Reached::Event { filter, .. } => look(filter.as_ref(), goal.span, ""),
            Reached::Becomes(condition) => look(Some(condition), goal.span, ""),
            Reached::Engagement(_) => {}
        }
    }
    look(journey.pause.as_ref(), span, "in its `pause`");
    for (operation, origin) in journey.operations.iter().zip(&journey.origins) {
        match operation {
            Operation::Branch { condition, .. } => look(Some(condition), origin.span, ""),
            Operation::Repeat { until, .. } => look(until.as_ref(), origin.span, ""),
            Operation::Await { arms, .. } => {
                for arm in arms {
                    match &arm.awaited {
                        Awaited::Event { filter, .. } => look(filter.as_ref(), origin.span, ""),
                        Awaited::Until(condition) => look(Some(condition), origin.span, ""),
                        Awaited::Engagement(_) => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// The attributes whose absence makes some `not` of a condition true, in the order of declaration.
///
/// Segments are not looked into: `not lapsed` says of whom, and the segment has its own findings.
fn surprising(program: &Program, condition: &Condition) -> BTreeSet<AttributeId> {
    let mut compared = BTreeSet::new();
    under_not(program, condition, false, &mut compared);
    let mut asked = BTreeSet::new();
    condition.walk(&mut |node| {
        if let Node::Condition(Condition::Known(Expression::Attribute(attribute))) = node {
            asked.insert(*attribute);
        }
    });
    compared.difference(&asked).copied().collect()
}

/// Collects the attributes that may be missing and are compared under an odd number of `not`s.
fn under_not(program: &Program, condition: &Condition, negated: bool, found: &mut BTreeSet<AttributeId>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                under_not(program, part, negated, found);
            }
        }
        Condition::Not(inner) => under_not(program, inner, !negated, found),
        Condition::Compare { .. }
        | Condition::In { .. }
        | Condition::StartsWith { .. }
        | Condition::Yes(_)
        | Condition::Elapsed { .. }
            if negated =>
        {
            condition.walk(&mut |node| {
                if let Node::Expression(Expression::Attribute(attribute)) = node
                    && program.attributes[*attribute].optional
                {
                    found.insert(*attribute);
                }
            });
        }
        _ => {}
    }
}

//! A scenario as it is written: what the checker prints as a counterexample is pasted into a file and is a regression test
//! (language reference 8.2).

use std::fmt::Write;

use super::{ChosenArm, Expectation, Expected, Fact, Line, Scenario, What, When};
use crate::program::Program;
use crate::table::{FieldId, Id};
use crate::time::{WallTime, ZoneId};
use crate::value::{Type, Value};

/// The text of a scenario in the one style of `journey fmt`. It says the same as the scenario when it is read again: names are
/// those of the programme, conditions and selectors are written as they say of themselves.
#[must_use]
pub fn text(program: &Program, scenario: &Scenario) -> String {
    let zone = zone_of(program, scenario);
    let writer = Writer { program, zone };
    let mut parts: Vec<Vec<String>> = vec![
        writer.customer(scenario),
        writer.choices(scenario),
        aligned(scenario.lines.iter().map(|line| (moment(line.at), writer.line(line)))),
    ];
    parts.extend(scenario.expectations.iter().map(|expectation| writer.expectation(expectation)));
    parts.push(scenario.until.iter().map(|until| format!("until {}", moment(*until))).collect());
    let mut out = format!("scenario {} {{\n", quoted(&scenario.title));
    for line in parts.into_iter().flatten() {
        let _ = writeln!(out, "  {line}");
    }
    out.push_str("}\n");
    out
}

/// The widest line that the style allows.
const WIDTH: usize = 120;

struct Writer<'a> {
    program: &'a Program,
    /// The zone in which instants are written.
    zone: ZoneId,
}

impl Writer<'_> {
    fn customer(&self, scenario: &Scenario) -> Vec<String> {
        let program = self.program;
        let given: Vec<(&str, String)> = scenario
            .attributes
            .iter()
            .map(|(id, value)| {
                (program.attributes[*id].name.as_str(), self.value(value, &program.attributes[*id].kind))
            })
            .collect();
        if given.is_empty() {
            return Vec::new();
        }
        let words: Vec<String> = given.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let one_line = format!("customer {{ {} }}", words.join("  "));
        if one_line.chars().count() + 2 <= WIDTH {
            return vec![one_line];
        }
        let width = given.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        let lines = given.iter().map(|(name, value)| format!("  {name:<width$} {value}"));
        std::iter::once("customer {".to_owned()).chain(lines).chain(["}".to_owned()]).collect()
    }

    /// `from`, `holdout` and the arms, lined up.
    fn choices(&self, scenario: &Scenario) -> Vec<String> {
        let from = scenario.from.iter().map(|from| ("from", moment(*from)));
        let holdout = scenario.holdout.then(|| ("holdout", "yes".to_owned()));
        let arms = scenario.arms.iter().map(|arm| ("arm", self.arm(*arm)));
        let choices: Vec<(&str, String)> = from.chain(holdout).chain(arms).collect();
        let width = choices.iter().map(|(word, _)| word.len()).max().unwrap_or_default();
        choices.iter().map(|(word, rest)| format!("{word:<width$} {rest}")).collect()
    }

    fn arm(&self, chosen: ChosenArm) -> String {
        let journey = &self.program.journeys[chosen.journey];
        let split = journey.splits.get(usize::from(chosen.split));
        let arm = split.and_then(|split| split.arms.get(usize::from(chosen.arm)));
        let split = split.map_or(String::new(), |split| name(&split.name));
        format!("{}/{split} = {}", journey.name, arm.map_or(String::new(), |arm| name(&arm.name)))
    }

    fn line(&self, line: &Line) -> String {
        let program = self.program;
        match &line.what {
            What::Event { event, fields } => {
                let declared = &program.events[*event];
                let given: Vec<String> = fields
                    .iter()
                    .enumerate()
                    .filter(|(_, value)| value.is_known())
                    .map(|(index, value)| {
                        let field = &declared.fields[FieldId::from_index(index)];
                        format!("{} {}", field.name, self.value(value, &field.kind))
                    })
                    .collect();
                if given.is_empty() {
                    return declared.name.clone();
                }
                format!("{} {{ {} }}", declared.name, given.join("  "))
            }
            What::Set { attribute, value } => {
                let attribute = &program.attributes[*attribute];
                format!("set {} = {}", attribute.name, self.value(value, &attribute.kind))
            }
            What::Engagement(engagement) => {
                format!("{} {}", engagement.kind.name(), program.messages[engagement.message].name)
            }
            What::Contact { message, channel, .. } => {
                format!("contact {} by {}", program.messages[*message].name, program.channels[*channel].name)
            }
        }
    }

    fn expectation(&self, expectation: &Expectation) -> Vec<String> {
        match expectation {
            Expectation::Lines { exactly, journey, lines, .. } => {
                let exactly = if *exactly { " exactly" } else { "" };
                let journey =
                    journey.map_or(String::new(), |journey| format!(" in {}", self.program.journeys[journey].name));
                let inner = aligned(lines.iter().map(|line| (when(line.when), self.expected(line))));
                if inner.is_empty() {
                    return vec![format!("expect{exactly}{journey} {{ }}")];
                }
                let head = format!("expect{exactly}{journey} {{");
                let inner = inner.into_iter().map(|line| format!("  {line}"));
                std::iter::once(head).chain(inner).chain(["}".to_owned()]).collect()
            }
            Expectation::Never { until, text, .. } => {
                let until = until.map_or(String::new(), |until| format!(" until {}", moment(until)));
                vec![format!("never {text}{until}")]
            }
            Expectation::Holds { when: at, text, .. } => vec![format!("expect {text} at {}", when(*at))],
        }
    }

    fn expected(&self, line: &Expected) -> String {
        let program = self.program;
        match &line.what {
            Fact::Sent(message, channel) => {
                format!("{} by {}", program.messages[*message].name, program.channels[*channel].name)
            }
            Fact::Skipped(message, reason) => format!("{} skipped {}", program.messages[*message].name, reason.name()),
            Fact::Enters(journey) => format!("enters {}", program.journeys[*journey].name),
            Fact::Leaves(journey, end) => format!("leaves {} {}", program.journeys[*journey].name, end.name()),
            Fact::Task(text) => format!("task {}", quoted(text)),
        }
    }

    fn value(&self, value: &Value, kind: &Type) -> String {
        match (value, kind) {
            (Value::Missing, _) => "missing".to_owned(),
            (Value::Boolean(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
            (Value::Integer(number), _) => number.to_string(),
            (Value::Decimal(number), _) => number.to_string(),
            (Value::Text(text), _) => quoted(text),
            (Value::Date(date), _) => date.to_string(),
            (Value::Instant(instant), _) => moment(self.zone.table().wall(*instant)),
            (Value::OneOf(place), Type::OneOf(words)) => {
                words.get(usize::from(*place)).map_or(String::new(), |word| name(word))
            }
            (Value::OneOf(place), _) => place.to_string(),
            (Value::Channel(channel), _) => self.program.channels[*channel].name.clone(),
            (Value::Zone(zone), _) if zone.name().contains('/') => zone.name().to_owned(),
            (Value::Zone(zone), _) => quoted(zone.name()),
        }
    }
}

/// The zone that the customer has before anything happens.
fn zone_of(program: &Program, scenario: &Scenario) -> ZoneId {
    let given = scenario.attributes.iter().find(|(id, _)| Some(*id) == program.zone_attribute);
    match given {
        Some((_, Value::Zone(zone))) => *zone,
        _ => program.zone,
    }
}

fn aligned(lines: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let lines: Vec<(String, String)> = lines.collect();
    let width = lines.iter().map(|(when, _)| when.len()).max().unwrap_or_default();
    lines.iter().map(|(when, what)| format!("{when:<width$}  {what}")).collect()
}

fn moment(at: WallTime) -> String {
    at.to_string()
}

fn when(when: When) -> String {
    when.time.map_or_else(|| when.date.to_string(), |_| moment(when.first()))
}

/// A word, in quotes where it is none.
fn name(word: &str) -> String {
    let begins = word.starts_with(|c: char| c == '_' || c.is_alphabetic());
    if begins && word.chars().all(|c| c == '_' || c.is_alphanumeric()) { word.to_owned() } else { quoted(word) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

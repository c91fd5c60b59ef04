//! One customer's story as a text that people read and write: the run, the attributes, and what happens, line by line.
//!
//! ```text
//! from 2026-03-26T00:00:00Z
//! until 2026-04-07T00:00:00Z
//! customer c1
//! exists 2026-03-27T00:00:00Z
//! points = 2
//! 2026-03-27T09:00:00Z purchase amount=10 place=store
//! 2026-03-28T09:00:00Z set zone = Europe/Paris
//! 2026-03-28T09:00:00Z contact welcome news email commercial
//! ```
//!
//! What is not named is missing, and so is `missing`; `""` is the empty text. Lines stand in the order of their instants.
//! Blank lines and lines that begin with `#` say nothing.

use std::sync::Arc;

use journey_ir::decimal::Decimal;
use journey_ir::history::{CustomerHistory, Entry, Happening, Input};
use journey_ir::pressure::Purpose;
use journey_ir::program::Program;
use journey_ir::table::{AttributeId, Id, Table};
use journey_ir::time::{Date, Instant, Moment, ZoneId, parse_moment};
use journey_ir::value::{Type, Value};

/// A run and the customer to try it on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// The first instant of the run.
    pub from: Instant,
    /// The first instant after it.
    pub until: Instant,
    /// The customer.
    pub customer: CustomerHistory,
}

/// Reads a story; names are those of the programme.
///
/// # Errors
///
/// The first line that cannot be read, and what is wrong with it.
pub fn read(program: &Program, text: &str) -> Result<Story, String> {
    let mut story = Story::default();
    story.customer.attributes = vec![Value::Missing; program.attributes.len()];
    for line in text.lines().map(str::trim) {
        if !line.is_empty() && !line.starts_with('#') {
            read_line(program, line, &mut story).ok_or_else(|| format!("this line makes no sense: {line}"))?;
        }
    }
    let in_order = story.customer.entries.is_sorted_by_key(|entry| entry.at);
    if in_order { Ok(story) } else { Err("the lines are not in the order of their instants".into()) }
}

fn read_line(program: &Program, line: &str, story: &mut Story) -> Option<()> {
    let (first, rest) = line.split_once(' ')?;
    match first {
        "from" => story.from = instant(rest)?,
        "until" => story.until = instant(rest)?,
        "customer" => rest.clone_into(&mut story.customer.id),
        "exists" => story.customer.exists_from = Some(instant(rest)?),
        _ if line.contains(" = ") && !first.contains(':') => {
            let (attribute, value) = assignment(program, line)?;
            *story.customer.attributes.get_mut(attribute.index())? = value;
        }
        _ => {
            let at = instant(first)?;
            let input = input(program, at, rest)?;
            story.customer.entries.push(Entry { at, input });
        }
    }
    Some(())
}

fn input(program: &Program, at: Instant, text: &str) -> Option<Input> {
    let mut words = text.split(' ');
    match words.next()? {
        "set" => {
            let (attribute, value) = assignment(program, text.strip_prefix("set ")?)?;
            Some(Input::Change { attribute, value })
        }
        "contact" => {
            let (journey, message, channel, purpose) = (words.next()?, words.next()?, words.next()?, words.next()?);
            Some(Input::Contact {
                journey: program.journeys.find(|declared| declared.name == journey),
                message: program.messages.find(|declared| declared.name == message),
                channel: program.channels.find(|declared| declared.name == channel)?,
                purpose: Purpose::ALL.into_iter().find(|known| known.name() == purpose)?,
            })
        }
        name => {
            let event = program.events.find(|declared| declared.name == name)?;
            let declared = &program.events[event].fields;
            let mut fields: Table<_, Value> = declared.filled(Value::Missing);
            for word in words {
                let (name, text) = word.split_once('=')?;
                let field = declared.find(|field| field.name == name)?;
                fields[field] = value(program, &declared[field].kind, text)?;
            }
            let fields = Arc::from(fields.as_slice());
            Some(Input::Event(Happening { event, at, fields }))
        }
    }
}

fn assignment(program: &Program, text: &str) -> Option<(AttributeId, Value)> {
    let (name, text) = text.split_once(" = ")?;
    let attribute = program.attributes.find(|attribute| attribute.name == name)?;
    Some((attribute, value(program, &program.attributes[attribute].kind, text)?))
}

fn value(program: &Program, kind: &Type, text: &str) -> Option<Value> {
    if text == "missing" {
        return Some(Value::Missing);
    }
    Some(match kind {
        Type::Text => Value::Text(text.trim_matches('"').into()),
        Type::Integer => Value::Integer(text.parse().ok()?),
        Type::Decimal => Value::Decimal(Decimal::parse(text.as_bytes())?),
        Type::Boolean => Value::Boolean(text == "yes"),
        Type::Date => Value::Date(Date::parse(text)?),
        Type::DateTime => Value::Instant(instant(text)?),
        Type::OneOf(words) => Value::OneOf(u16::try_from(words.iter().position(|word| **word == *text)?).ok()?),
        Type::Channel => Value::Channel(program.channels.find(|channel| channel.name == text)?),
        Type::Zone => Value::Zone(ZoneId::parse(text)?),
    })
}

fn instant(text: &str) -> Option<Instant> {
    match parse_moment(text)? {
        Moment::Instant(instant) => Some(instant),
        Moment::Local(_) | Moment::Date(_) => None,
    }
}

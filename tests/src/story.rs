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
//! 2026-03-28T10:00:00Z opened news
//! 2026-03-28T10:00:00Z clicked news of welcome 2026-03-27T09:00:00Z a1
//! suppose opened 50% of news by email after 2 hours
//! ```
//!
//! `opened`, `clicked`, `bounced` and `unsubscribed` are engagements: of the enrolment that is named (journey, start, key if
//! it has one), else of whichever last sent the message. `suppose` lines are the behaviour model; what they leave out
//! (`of`, `by`) may be anything, without `after` it happens at once. They are looked at in their order.
//!
//! What is not named is missing, and so is `missing`; `""` is the empty text. Lines stand in the order of their instants.
//! Blank lines and lines that begin with `#` say nothing.

use journey_ir::behaviour::{Behaviour, Supposition};
use journey_ir::decimal::Decimal;
use journey_ir::history::{ContactOf, CustomerHistory, Entry, Happening, Input};
use journey_ir::pressure::Purpose;
use journey_ir::program::{Engagement, EngagementKind, Program, Share};
use journey_ir::table::{AttributeId, ChannelId, Id, JourneyId, MessageId, Table};
use journey_ir::time::{Date, Instant, Moment, Period, Unit, ZoneId, parse_moment};
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
    /// What the run supposes that the customer does with contacts.
    pub behaviour: Behaviour,
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
        "suppose" => story.behaviour.suppositions.push(supposition(program, rest)?),
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
                journey: journey_named(program, journey),
                message: message_named(program, message),
                channel: channel_named(program, channel)?,
                purpose: Purpose::ALL.into_iter().find(|known| known.name() == purpose)?,
            })
        }
        name if let Some(kind) = engagement_kind(name) => {
            let engagement = Engagement { kind, message: message_named(program, words.next()?)? };
            let of = match words.next() {
                None => None,
                Some("of") => Some(ContactOf {
                    journey: journey_named(program, words.next()?)?,
                    started: instant(words.next()?)?,
                    key: words.next().unwrap_or_default().into(),
                }),
                Some(_) => return None,
            };
            Some(Input::Engagement { engagement, of })
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
            let fields = fields.as_slice().iter().cloned().collect();
            Some(Input::Event(Happening { event, at, fields }))
        }
    }
}

/// `opened 50% of news by email after 2 hours`
fn supposition(program: &Program, text: &str) -> Option<Supposition> {
    let mut words = text.split(' ');
    let kind = engagement_kind(words.next()?)?;
    let percent: u16 = words.next()?.strip_suffix('%')?.parse().ok()?;
    let share = Share(percent.checked_mul(100).filter(|&share| share <= 10_000)?);
    let mut supposition = Supposition { kind, message: None, channel: None, share, after: Period::ZERO };
    while let Some(word) = words.next() {
        let next = words.next()?;
        match word {
            "of" => supposition.message = Some(message_named(program, next)?),
            "by" => supposition.channel = Some(channel_named(program, next)?),
            "after" => supposition.after = Period::of(next.parse().ok()?, Unit::parse(words.next()?)?),
            _ => return None,
        }
    }
    Some(supposition)
}

fn engagement_kind(name: &str) -> Option<EngagementKind> {
    EngagementKind::ALL.into_iter().find(|kind| kind.name() == name)
}

fn journey_named(program: &Program, name: &str) -> Option<JourneyId> {
    program.journeys.find(|journey| journey.name == name)
}

fn message_named(program: &Program, name: &str) -> Option<MessageId> {
    program.messages.find(|message| message.name == name)
}

fn channel_named(program: &Program, name: &str) -> Option<ChannelId> {
    program.channels.find(|channel| channel.name == name)
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
        Type::Channel => Value::Channel(channel_named(program, text)?),
        Type::Zone => Value::Zone(ZoneId::parse(text)?),
    })
}

fn instant(text: &str) -> Option<Instant> {
    match parse_moment(text)? {
        Moment::Instant(instant) => Some(instant),
        Moment::Local(_) | Moment::Date(_) => None,
    }
}

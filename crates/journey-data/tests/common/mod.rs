//! A programme to read data for, and readable views of what was read.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "each test uses its part, and may fail")]

pub mod parquet;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use journey_data::{DataError, Dataset, Manifest, Options};
use journey_ir::decimal::Decimal;
use journey_ir::history::{CustomerHistory, Customers, Input};
use journey_ir::program::{
    Active, Attribute, Change, Channel, Event, Field, Goal, Journey, Message, Origin, Program, ReEntry, Reached, Share,
};
use journey_ir::span::{FileId, Span};
use journey_ir::table::{ChannelId, EventId, Table};
use journey_ir::time::ZoneId;
use journey_ir::value::{Shown, Type, Value};

const SPAN: Span = Span::new(FileId(0), 0, 0);

/// Attributes and events of every type, in Paris.
pub fn program() -> Program {
    let zone = ZoneId::parse("Europe/Paris").unwrap();
    Program {
        name: "test".into(),
        salt: "test".into(),
        zone,
        attributes: [
            attribute("name", Type::Text, true, Change::Any),
            attribute("joined", Type::Date, true, Change::Fixed),
            attribute("tier", words(&["none", "silver", "gold"]), false, Change::Any),
            attribute("points", Type::Integer, true, Change::Any),
            attribute("spend", Type::Decimal, true, Change::Any),
            attribute("optin", Type::Boolean, false, Change::Any),
            attribute("zone", Type::Zone, true, Change::Any),
            attribute("preferred", Type::Channel, true, Change::Any),
            attribute("seen", Type::DateTime, true, Change::Any),
        ]
        .into_iter()
        .collect(),
        zone_attribute: Some(journey_ir::table::AttributeId(6)),
        events: [
            Event { name: "visit".into(), fields: Table::default(), span: SPAN },
            Event {
                name: "purchase".into(),
                fields: [
                    field("amount", Type::Decimal, false),
                    field("place", words(&["store", "web"]), false),
                    field("note", Type::Text, true),
                ]
                .into_iter()
                .collect(),
                span: SPAN,
            },
        ]
        .into_iter()
        .collect(),
        channels: [channel("email"), channel("sms")].into_iter().collect(),
        messages: [message("welcome"), message("reminder")].into_iter().collect(),
        journeys: [journey("bienvenue", &[Some("2e, \"achat\""), None]), journey("relance", &[None])]
            .into_iter()
            .collect(),
        ..Program::default()
    }
}

fn words(words: &[&str]) -> Type {
    Type::OneOf(words.iter().map(|word| Arc::from(*word)).collect())
}

fn attribute(name: &str, kind: Type, optional: bool, change: Change) -> Attribute {
    Attribute { name: name.into(), kind, optional, change, computed: None, span: SPAN }
}

fn field(name: &str, kind: Type, optional: bool) -> Field {
    Field { name: name.into(), kind, optional, span: SPAN }
}

fn message(name: &str) -> Message {
    Message {
        name: name.into(),
        title: None,
        purpose: None,
        offer: None,
        topic: None,
        tags: Vec::new(),
        language: None,
        no_inserts: false,
        choices: Vec::new(),
        contents: Vec::new(),
        span: SPAN,
    }
}

fn journey(name: &str, goals: &[Option<&str>]) -> Journey {
    let goal = |name: Option<&str>| Goal {
        name: name.map(str::to_owned),
        reached: Reached::Event { event: EventId(0), filter: None },
        within: None,
        after: None,
        worth: None,
        span: SPAN,
    };
    Journey {
        name: name.into(),
        title: None,
        owner: None,
        priority: 80,
        tags: Vec::new(),
        active: Active::default(),
        starts: Vec::new(),
        audience: None,
        reentry: ReEntry::Never,
        stops: Vec::new(),
        goals: goals.iter().copied().map(goal).collect(),
        measures: Vec::new(),
        stop_on_goal: false,
        holdout: Share(0),
        protections: Vec::new(),
        operations: Vec::new(),
        origins: vec![Origin { path: "3.else.1".into(), label: None, span: SPAN }],
        slots: 0,
        counters: 0,
        text: SPAN,
        pause: None,
        splits: Vec::new(),
        span: SPAN,
    }
}

pub fn channel(name: &str) -> Channel {
    Channel { cost: Decimal::parse(b"0.045").unwrap(), ..Channel::new(name, SPAN) }
}

/// Reads the data of a folder for [`program`].
pub fn read(folder: &Path, options: Options) -> Result<Dataset, DataError> {
    Dataset::read(&Manifest::read(folder)?, &program(), options)
}

/// All customers with their history, one line each thing.
pub fn story(dataset: &Dataset) -> String {
    let mut text = String::new();
    for customer in customers(dataset) {
        describe(&customer, &mut text);
    }
    text
}

pub fn customers(dataset: &Dataset) -> Vec<CustomerHistory> {
    let load = |index| {
        let mut customer = CustomerHistory::default();
        dataset.load(index, &mut customer);
        assert_eq!(dataset.find(&customer.id), Some(index));
        customer
    };
    (0..dataset.count()).map(load).collect()
}

fn describe(customer: &CustomerHistory, text: &mut String) {
    let program = program();
    write!(text, "{}:", customer.id).unwrap();
    for (attribute, value) in program.attributes.as_slice().iter().zip(&customer.attributes) {
        if value.is_known() {
            write!(text, " {}={}", attribute.name, shown(&program, value, &attribute.kind)).unwrap();
        }
    }
    if let Some(since) = customer.exists_from {
        write!(text, ", exists from {}", program.zone.table().rfc3339(since)).unwrap();
    }
    text.push('\n');
    for entry in &customer.entries {
        write!(text, "  {}", program.zone.table().rfc3339(entry.at)).unwrap();
        match &entry.input {
            Input::Event(happening) => {
                let event = &program.events[happening.event];
                write!(text, " {}", event.name).unwrap();
                assert_eq!((happening.at, happening.fields.len()), (entry.at, event.fields.len()));
                for (field, value) in event.fields.as_slice().iter().zip(&*happening.fields) {
                    write!(text, " {}={}", field.name, shown(&program, value, &field.kind)).unwrap();
                }
            }
            Input::Change { attribute, value } => {
                let attribute = &program.attributes[*attribute];
                write!(text, " set {} = {}", attribute.name, shown(&program, value, &attribute.kind)).unwrap();
            }
            Input::Contact { journey, message, channel, purpose } => {
                let journey = journey.map_or("a journey of the past", |id| &program.journeys[id].name);
                let message = message.map_or("a message of the past", |id| &program.messages[id].name);
                let channel = &program.channels[*channel].name;
                write!(text, " contact {message} of {journey} by {channel}, {}", purpose.name()).unwrap();
            }
            Input::Engagement { engagement, of } => {
                let message = &program.messages[engagement.message].name;
                write!(text, " {} {message}", engagement.kind.name()).unwrap();
                if let Some(of) = of {
                    let started = program.zone.table().rfc3339(of.started);
                    write!(text, " of {} {started} {}", program.journeys[of.journey].name, of.key).unwrap();
                }
            }
        }
        text.push('\n');
    }
}

fn shown(program: &Program, value: &Value, kind: &Type) -> String {
    let channel = |id: ChannelId| program.channels[id].name.as_str();
    let text = Shown { value, kind, channel: &channel }.to_string();
    format!("{text:?}").trim_matches('"').to_owned()
}

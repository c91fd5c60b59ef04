//! Brings manifest and programme together before anything is read: which column holds which attribute or field.

use std::collections::BTreeMap;
use std::sync::Arc;

use journey_ir::pressure::Purpose;
use journey_ir::program::{Change, EngagementKind, Program};
use journey_ir::table::{AttributeId, EventId};
use journey_ir::time::{Instant, ZoneId};
use journey_ir::value::Type;

use crate::bad_rows::Reason;
use crate::cell::{CellProblem, CellReader, Notation, ZoneOf};
use crate::column::{Column, ColumnReader};
use crate::error::DataError;
use crate::folder::MANIFEST_NAME;
use crate::format::Format;
use crate::manifest::{
    ChangeSource, ContactSource, DataManifest, EngagementSource, EventKind, EventSource, Manifest, Source,
};
use crate::nearest::{instead_of, nearest};
use crate::rows::{Cells, Header};
use crate::typed::Use;

/// What the customers' files hold.
#[derive(Debug)]
pub(crate) struct CustomerSchema {
    pub id: String,
    pub since: Option<String>,
    /// In the order of the programme's attributes.
    pub attributes: Vec<ColumnSchema>,
    /// The place of the attribute that holds the customer's zone.
    pub zone_attribute: Option<AttributeId>,
    /// The zone of everybody else.
    pub zone: ZoneId,
    pub format: Format,
}

/// What the files of one source hold.
#[derive(Debug)]
pub(crate) struct SourceSchema {
    pub path: String,
    pub format: Format,
    pub customer: String,
    pub at: String,
    pub rows: RowSchema,
    pub past: Option<PastSchema>,
}

/// Which rows of a source of contacts count.
#[derive(Debug)]
pub(crate) struct PastSchema {
    /// The column that says what became of the contact; without one, all were sent.
    pub outcome: Option<String>,
    /// The beginning of the run, where one is known.
    pub before: Option<Instant>,
}

/// What a row of a source is.
#[derive(Debug)]
pub(crate) enum RowSchema {
    /// All are of one kind.
    One(KindSchema),
    /// A column names the kind.
    Named {
        /// That column.
        column: String,
        /// The kinds by name.
        kinds: BTreeMap<String, KindSchema>,
        /// What to say of a name that is not among them.
        unknown: Reason,
    },
}

/// One kind of rows.
#[derive(Debug)]
pub(crate) struct KindSchema {
    pub makes: Makes,
    /// The event's fields in order; of a change its one value; of a contact its journey, message, purpose and channel; of
    /// an engagement its kind and message, and the enrolment's journey, start and key.
    pub columns: Vec<ColumnSchema>,
    /// An attribute that is declared `fixed`: its rows are bad.
    pub fixed: bool,
}

/// What a row becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Makes {
    Event(EventId),
    Change(AttributeId),
    Contact,
    Engagement,
}

/// One column.
#[derive(Clone, Debug)]
pub(crate) struct ColumnSchema {
    /// What it holds, for messages.
    pub purpose: String,
    /// Its name; nothing when the manifest says that there is none.
    pub column: Option<String>,
    pub kind: Type,
    pub optional: bool,
    /// Files may lack it, in whatever format: nobody has named it.
    pub implied: bool,
    pub reader: CellReader,
}

impl CustomerSchema {
    /// The columns that are read.
    pub(crate) fn wanted(&self) -> Vec<(&str, Use)> {
        let attributes = self.attributes.iter().filter_map(ColumnSchema::wanted);
        let since = self.since.as_deref().map(|since| (since, Use::Instant));
        attributes.chain([(self.id.as_str(), Use::Text)]).chain(since).collect()
    }
}

impl SourceSchema {
    /// The columns that are read, or may be.
    pub(crate) fn wanted(&self) -> Vec<(&str, Use)> {
        let (kind, kinds): (_, Vec<&KindSchema>) = match &self.rows {
            RowSchema::One(kind) => (None, vec![kind]),
            RowSchema::Named { column, kinds, .. } => (Some(column.as_str()), kinds.values().collect()),
        };
        let columns = kinds.into_iter().flat_map(|kind| &kind.columns).filter_map(ColumnSchema::wanted);
        let outcome = self.past.as_ref().and_then(|past| past.outcome.as_deref());
        let texts = [self.customer.as_str()].into_iter().chain(kind).chain(outcome).map(|column| (column, Use::Text));
        columns.chain(texts).chain([(self.at.as_str(), Use::Instant)]).collect()
    }
}

impl ColumnSchema {
    /// Its name, and what it is read for.
    fn wanted(&self) -> Option<(&str, Use)> {
        Some((self.column.as_deref()?, Use::of(&self.kind)))
    }

    /// Finds the column in a file; `wanted` are the columns that are read from it.
    pub(crate) fn bind(&self, header: &Header, wanted: &[(&str, Use)]) -> Result<ColumnReader, DataError> {
        let (optional, reader) = (self.optional, self.reader.clone());
        let Some(name) = &self.column else {
            return Ok(ColumnReader { name: String::new(), place: None, optional, reader });
        };
        let place = if self.may_lack(name, header, wanted)? {
            None
        } else {
            Some(find_column(header, name, &self.purpose, self.optional)?)
        };
        Ok(ColumnReader { name: name.clone(), place, optional, reader })
    }

    /// Room for the values.
    pub(crate) fn column(&self) -> Column {
        Column::new(&self.kind, self.column.is_none())
    }

    /// Whether a file lacks the column and may. A column that nobody reads and whose name is near is probably it.
    fn may_lack(&self, name: &str, header: &Header, wanted: &[(&str, Use)]) -> Result<bool, DataError> {
        let may = self.implied || (self.optional && header.leaves_out);
        if !may || header.place(name)?.is_some() {
            return Ok(false);
        }
        let spare =
            header.names.iter().map(String::as_str).filter(|name| !wanted.iter().any(|(column, _)| column == name));
        Ok(nearest(name, spare).is_none())
    }
}

/// The place of a column that must be there.
pub(crate) fn find_column(header: &Header, column: &str, purpose: &str, optional: bool) -> Result<usize, DataError> {
    header.place(column)?.ok_or_else(|| {
        let mut help = instead_of(column, header.names.iter().map(String::as_str));
        if optional {
            // A misspelt header would otherwise blank the attribute for everybody without a word.
            help.push_str(
                "; where the files have no such column, write `null` for it under `columns` in `journey.yaml`",
            );
        }
        DataError::NoColumn { file: header.file.clone(), column: column.to_owned(), purpose: purpose.to_owned(), help }
    })
}

/// Adds one row's values to all columns, or to none.
#[inline]
pub(crate) fn push_all(
    readers: &mut [ColumnReader],
    cells: Cells<'_>,
    zone: ZoneOf<'_>,
    into: &mut [Column],
) -> Result<(), (Reason, Vec<u8>)> {
    let rows = into.first().map_or(0, Column::len);
    let mut failed = None;
    for (reader, column) in readers.iter_mut().zip(into.iter_mut()) {
        if let Some(number) = reader.place.and_then(|place| cells.number(place)) {
            column.push_number(number);
            continue;
        }
        let cell = reader.place.map(|place| cells.get(place)).unwrap_or_default();
        if let Err(problem) = reader.read(cell, zone, column) {
            failed = Some((reason(&problem, &reader.name, &reader.reader), cell.to_vec()));
            break;
        }
    }
    let Some(failed) = failed else { return Ok(()) };
    for column in into {
        column.truncate(rows);
    }
    Err(failed)
}

/// What is said of a cell that cannot be read.
pub(crate) fn reason(problem: &CellProblem, column: &str, reader: &CellReader) -> Reason {
    let column = column.to_owned();
    match problem {
        CellProblem::Empty => Reason::Empty { column },
        CellProblem::NotUtf8 => Reason::NotUtf8 { column },
        CellProblem::OutOfRange => Reason::OutOfRange { column },
        CellProblem::Value => Reason::Value { column, expected: reader.expected() },
    }
}

/// The schema of the customers' files.
pub(crate) fn customers(
    manifest: &Manifest,
    data: &DataManifest,
    program: &Program,
) -> Result<CustomerSchema, DataError> {
    let source = &data.customers;
    let attributes = program.attributes.as_slice();
    if let Some(computed) = attributes.iter().find(|attribute| {
        attribute.computed.is_some() && source.columns.get(&attribute.name).is_some_and(Option::is_some)
    }) {
        let name = &computed.name;
        return Err(wrong(
            manifest,
            format!("`columns` of `customers` names `{name}`, which the programme computes"),
            format!("leave `{name}` out of `columns`: a computed attribute is not read from the data"),
        ));
    }
    let names = attributes.iter().map(|attribute| attribute.name.as_str());
    known_columns(manifest, "customers", source.columns.keys(), "attribute", names)?;
    let notation = Notation { booleans: Arc::new(data.booleans.clone()), format: source.format };
    let attributes = program.attributes.as_slice().iter().map(|attribute| {
        let schema = ColumnSchema {
            purpose: format!("the attribute `{}`", attribute.name),
            column: None,
            kind: attribute.kind.clone(),
            // What is computed is never read.
            optional: attribute.optional || attribute.computed.is_some(),
            implied: false,
            reader: CellReader::new(&attribute.kind, program, &notation),
        };
        if attribute.computed.is_some() {
            return Ok(schema);
        }
        with_column(manifest, &source.columns, &attribute.name, schema)
    });
    Ok(CustomerSchema {
        id: source.id.clone(),
        since: source.since.clone(),
        attributes: attributes.collect::<Result<_, _>>()?,
        zone_attribute: program.zone_attribute,
        zone: program.zone,
        format: source.format,
    })
}

/// The schema of one source.
pub(crate) fn source(
    manifest: &Manifest,
    data: &DataManifest,
    source: &Source,
    program: &Program,
) -> Result<SourceSchema, DataError> {
    let notation = Notation { booleans: Arc::new(data.booleans.clone()), format: source.format() };
    match source {
        Source::Events(events) => Ok(SourceSchema {
            path: events.path.clone(),
            format: events.format,
            customer: events.customer.clone(),
            at: events.at.clone(),
            rows: event_rows(manifest, events, program, &notation)?,
            past: None,
        }),
        Source::Changes(changes) => Ok(SourceSchema {
            path: changes.path.clone(),
            format: changes.format,
            customer: changes.customer.clone(),
            at: changes.at.clone(),
            rows: change_rows(changes, program, &notation),
            past: None,
        }),
        Source::Contacts(contacts) => Ok(SourceSchema {
            path: contacts.path.clone(),
            format: contacts.format,
            customer: contacts.customer.clone(),
            at: contacts.at.clone(),
            rows: RowSchema::One(contact_rows(contacts, program, &notation)),
            past: Some(PastSchema {
                outcome: contacts.outcome.clone(),
                before: manifest.simulate.beginning(program.zone.table()),
            }),
        }),
        Source::Engagement(engagement) => Ok(SourceSchema {
            path: engagement.path.clone(),
            format: engagement.format,
            customer: engagement.customer.clone(),
            at: engagement.at.clone(),
            rows: RowSchema::One(engagement_rows(engagement, program, &notation)),
            past: None,
        }),
    }
}

fn engagement_rows(source: &EngagementSource, program: &Program, notation: &Notation) -> KindSchema {
    let column = |name: &str, column: Option<&String>, kind: Type, reader: Option<CellReader>| ColumnSchema {
        purpose: format!("the {name} of the contact"),
        column: column.cloned(),
        optional: false,
        implied: false,
        reader: reader.unwrap_or_else(|| CellReader::new(&kind, program, notation)),
        kind,
    };
    let kinds = EngagementKind::ALL.iter().map(|kind| Arc::from(kind.name())).collect();
    let place = || Type::OneOf(Arc::new([]));
    let [journey, started, key] = &source.enrolment;
    let columns = [
        column("engagement", Some(&source.kind), Type::OneOf(kinds), None),
        column("message", Some(&source.message), place(), Some(message_names(program))),
        column("journey", journey.name.as_ref(), place(), Some(journey_names(program))),
        column("enrolment's start", started.name.as_ref(), Type::DateTime, None),
        column("enrolment's key", key.name.as_ref(), Type::Text, None),
    ];
    let known = [false, false, journey.implied, started.implied, key.implied];
    let columns = columns.into_iter().zip(known).enumerate().map(|(place, (column, implied))| ColumnSchema {
        optional: place >= 2,
        implied,
        ..column
    });
    KindSchema { makes: Makes::Engagement, columns: columns.collect(), fixed: false }
}

/// A programme has more journeys and messages than a message can list, and they are looked up once per row.
fn journey_names(program: &Program) -> CellReader {
    CellReader::Name(Arc::new(
        program.journeys.as_slice().iter().map(|journey| journey.name.clone()).zip(0..).collect(),
    ))
}

/// As [`journey_names`].
fn message_names(program: &Program) -> CellReader {
    CellReader::Name(Arc::new(
        program.messages.as_slice().iter().map(|message| message.name.clone()).zip(0..).collect(),
    ))
}

fn event_rows(
    manifest: &Manifest,
    source: &EventSource,
    program: &Program,
    notation: &Notation,
) -> Result<RowSchema, DataError> {
    let event_names = program.events.as_slice().iter().map(|event| event.name.as_str());
    let wanted: Vec<EventId> = match &source.kind {
        EventKind::Column(_) => program.events.ids().collect(),
        EventKind::Named(name) => vec![program.events.find(|event| event.name == *name).ok_or_else(|| {
            wrong(
                manifest,
                format!("the events in `{}` are called `{name}`, which the programme does not declare", source.path),
                instead_of(name, event_names),
            )
        })?],
    };
    let fields = wanted.iter().flat_map(|&event| program.events[event].fields.as_slice());
    let field_names = fields.map(|field| field.name.as_str());
    known_columns(manifest, &source.path, source.columns.keys(), "field", field_names)?;
    let mut kinds = BTreeMap::new();
    for event in wanted {
        let declared = &program.events[event];
        let columns = declared.fields.as_slice().iter().map(|field| {
            let schema = ColumnSchema {
                purpose: format!("the field `{}` of `{}`", field.name, declared.name),
                column: None,
                kind: field.kind.clone(),
                optional: field.optional,
                implied: false,
                reader: CellReader::new(&field.kind, program, notation),
            };
            with_column(manifest, &source.columns, &field.name, schema)
        });
        let columns = columns.collect::<Result<_, _>>()?;
        kinds.insert(declared.name.clone(), KindSchema { makes: Makes::Event(event), columns, fixed: false });
    }
    Ok(match &source.kind {
        EventKind::Column(column) => RowSchema::Named { column: column.clone(), kinds, unknown: Reason::UnknownEvent },
        EventKind::Named(_) => match kinds.pop_first() {
            Some((_, kind)) => RowSchema::One(kind),
            None => RowSchema::Named { column: String::new(), kinds, unknown: Reason::UnknownEvent },
        },
    })
}

fn change_rows(source: &ChangeSource, program: &Program, notation: &Notation) -> RowSchema {
    let plain = program.attributes.iter().filter(|(_, attribute)| attribute.computed.is_none());
    let kinds = plain.map(|(id, attribute)| {
        let value = ColumnSchema {
            purpose: "the new value".into(),
            column: Some(source.value.clone()),
            kind: attribute.kind.clone(),
            optional: attribute.optional,
            implied: false,
            reader: CellReader::new(&attribute.kind, program, notation),
        };
        let fixed = attribute.change == Change::Fixed;
        (attribute.name.clone(), KindSchema { makes: Makes::Change(id), columns: vec![value], fixed })
    });
    RowSchema::Named { column: source.attribute.clone(), kinds: kinds.collect(), unknown: Reason::UnknownAttribute }
}

fn contact_rows(source: &ContactSource, program: &Program, notation: &Notation) -> KindSchema {
    let column = |name: &str, column: &str, kind: Type, reader: Option<CellReader>| ColumnSchema {
        purpose: format!("the {name} of the contact"),
        column: Some(column.to_owned()),
        optional: false,
        implied: false,
        reader: reader.unwrap_or_else(|| CellReader::new(&kind, program, notation)),
        kind,
    };
    let place = || Type::OneOf(Arc::new([]));
    let purposes = Type::OneOf(Purpose::ALL.iter().map(|purpose| Arc::from(purpose.name())).collect());
    let columns = vec![
        column("journey", &source.journey, place(), Some(journey_names(program))),
        column("message", &source.message, place(), Some(message_names(program))),
        column("purpose", &source.purpose, purposes, None),
        column("channel", &source.channel, Type::Channel, None),
    ];
    KindSchema { makes: Makes::Contact, columns, fixed: false }
}

/// The schema with the column that holds `name`: the one of that name, unless `columns` says otherwise.
fn with_column(
    manifest: &Manifest,
    columns: &BTreeMap<String, Option<String>>,
    name: &str,
    schema: ColumnSchema,
) -> Result<ColumnSchema, DataError> {
    let column = columns.get(name).map_or_else(|| Some(name.to_owned()), Clone::clone);
    if column.is_none() && !schema.optional {
        return Err(wrong(
            manifest,
            format!("`columns` says that there is no column for {}, which may not be missing", schema.purpose),
            format!("name the column of `{name}`, or declare it with `?`"),
        ));
    }
    Ok(ColumnSchema { column, ..schema })
}

/// Refuses names under `columns` that the programme does not know.
fn known_columns<'a>(
    manifest: &Manifest,
    whose: &str,
    keys: impl Iterator<Item = &'a String>,
    what: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), DataError> {
    for key in keys {
        if !known.clone().any(|name| name == key) {
            return Err(wrong(
                manifest,
                format!("`columns` of `{whose}` names `{key}`, which is no {what} of the programme"),
                format!("left of the colon stands the {what}, right of it the column; {}", instead_of(key, known)),
            ));
        }
    }
    Ok(())
}

fn wrong(manifest: &Manifest, message: String, help: String) -> DataError {
    DataError::Manifest { path: manifest.folder.join(MANIFEST_NAME), line: None, message, help: Some(help) }
}

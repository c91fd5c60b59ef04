//! `journey.yaml`: where a programme's data is and over which time it is simulated (the command line's contract).

mod raw;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use journey_ir::time::{Moment, parse_moment};

use crate::error::DataError;
use crate::folder::{MANIFEST_NAME, read_source};
use crate::format::{self, Dates, Format, Numbers};
use crate::nearest::instead_of;
use crate::rows::Kind;
use raw::{RawChanges, RawContacts, RawData, RawEvents, RawFormat, RawManifest, RawSimulate};

/// A programme's manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// The programme's folder; paths of the manifest are relative to it.
    pub folder: PathBuf,
    /// The name shown in reports.
    pub programme: String,
    /// What stable hashes start from; the programme's name unless the manifest gives another (language reference 7.2).
    pub salt: String,
    /// Where the data is; a programme that is only checked and tested needs none.
    pub data: Option<DataManifest>,
    /// Over which time to simulate, when the command line does not say.
    pub simulate: Simulate,
}

/// The part of the manifest that says where the data is.
#[derive(Clone, Debug, PartialEq)]
pub struct DataManifest {
    /// The customers.
    pub customers: CustomerSource,
    /// Events, changes of attributes and past contacts, in the order in which rows of one instant count (language
    /// reference 7.1a): as they stand in the manifest.
    pub sources: Vec<Source>,
    /// The words for `yes` and `no` beside the usual ones.
    pub booleans: Booleans,
}

/// Where the customers are.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerSource {
    /// A file or a glob, relative to the programme's folder.
    pub path: String,
    /// How the files are written.
    pub format: Format,
    /// The column with the customer's id.
    pub id: String,
    /// The columns of attributes whose columns have other names; nothing: the files have none, so the attribute is
    /// missing for everybody.
    pub columns: BTreeMap<String, Option<String>>,
    /// The column that says since when a customer exists (language reference 7.4).
    pub since: Option<String>,
    /// A file or a glob with the other ids under which customers stand in the data: the columns `source_id` and
    /// `customer_id`.
    pub aliases: Option<String>,
}

/// One entry of `events`, `changes` or `contacts`.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Events.
    Events(EventSource),
    /// Changes of attributes.
    Changes(ChangeSource),
    /// Contacts of the past.
    Contacts(ContactSource),
}

impl Source {
    /// How its files are written.
    #[must_use]
    pub fn format(&self) -> Format {
        match self {
            Self::Events(events) => events.format,
            Self::Changes(changes) => changes.format,
            Self::Contacts(contacts) => contacts.format,
        }
    }
}

/// Where events are.
#[derive(Clone, Debug, PartialEq)]
pub struct EventSource {
    /// A file or a glob, relative to the programme's folder.
    pub path: String,
    /// How the files are written.
    pub format: Format,
    /// What kind of events they are.
    pub kind: EventKind,
    /// The column with the customer's id.
    pub customer: String,
    /// The column with the instant.
    pub at: String,
    /// As [`CustomerSource::columns`], for fields.
    pub columns: BTreeMap<String, Option<String>>,
}

/// What says which event a row is.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// All rows are this event.
    Named(String),
    /// This column names it.
    Column(String),
}

/// Where changes of attributes are; the fields name columns.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeSource {
    /// A file or a glob, relative to the programme's folder.
    pub path: String,
    /// How the files are written.
    pub format: Format,
    /// The column with the customer's id.
    pub customer: String,
    /// The column with the instant.
    pub at: String,
    /// The column with the attribute's name.
    pub attribute: String,
    /// The column with the new value.
    pub value: String,
}

/// Where past contacts are, in the form of contacts.csv (language reference 7.4); the fields name columns.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactSource {
    /// A file or a glob, relative to the programme's folder.
    pub path: String,
    /// How the files are written.
    pub format: Format,
    /// The column with the customer's id.
    pub customer: String,
    /// The column with the instant.
    pub at: String,
    /// The column with the journey's name.
    pub journey: String,
    /// The column with the message's name.
    pub message: String,
    /// The column with the purpose.
    pub purpose: String,
    /// The column with the channel's name.
    pub channel: String,
    /// The column that tells contacts that were sent from others; without one, all were.
    pub outcome: Option<String>,
}

/// Words for `yes` and `no` in the data, beside yes/no, true/false and 1/0; their case does not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Booleans {
    /// Words for `yes`.
    pub yes: Vec<String>,
    /// Words for `no`.
    pub no: Vec<String>,
}

/// Over which time to simulate. In the programme's zone; a date alone means its first instant.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Simulate {
    /// The first instant; contacts of the data are of the past when they are before it.
    pub from: Option<Moment>,
    /// The first instant that is too late.
    pub until: Option<Moment>,
}

impl Manifest {
    /// Reads the `journey.yaml` of a folder.
    ///
    /// # Errors
    /// When it cannot be read, is not the YAML it should be, or asks for what this version does not do yet.
    pub fn read(folder: &Path) -> Result<Self, DataError> {
        Self::parse(folder, &read_source(&folder.join(MANIFEST_NAME))?)
    }

    /// As [`Manifest::read`], from its text.
    ///
    /// # Errors
    /// As [`Manifest::read`].
    pub fn parse(folder: &Path, text: &str) -> Result<Self, DataError> {
        let path = folder.join(MANIFEST_NAME);
        let raw: RawManifest = serde_yaml::from_str(text).map_err(|error| yaml_error(&path, &error))?;
        let context = Context { path: &path };
        context.refuse("`include`", raw.include.is_some())?;
        if raw.programme.trim().is_empty() {
            return Err(
                context.wrong("`programme` is empty".into(), Some("type a name, such as `programme: club`".into()))
            );
        }
        Ok(Self {
            folder: folder.to_owned(),
            salt: raw.salt.unwrap_or_else(|| raw.programme.clone()),
            programme: raw.programme,
            data: raw.data.map(|data| context.data(data, text)).transpose()?,
            simulate: context.simulate(raw.simulate.unwrap_or_default())?,
        })
    }
}

/// Turns what stands in the YAML into the manifest.
struct Context<'a> {
    path: &'a Path,
}

impl Context<'_> {
    fn data(&self, raw: RawData, text: &str) -> Result<DataManifest, DataError> {
        self.refuse("`engagement` of `data`", raw.engagement.is_some())?;
        let usual = self.format("data", raw.format.as_ref(), Format::default())?;
        let customers = raw.customers;
        customers.aliases.as_deref().map(|path| self.known_kind(path)).transpose()?;
        let events = raw.events.into_iter().map(|events| self.events(events, usual)).collect::<Result<Vec<_>, _>>()?;
        let changes =
            raw.changes.into_iter().map(|changes| self.changes(changes, usual)).collect::<Result<Vec<_>, _>>()?;
        let contacts =
            raw.contacts.into_iter().map(|contacts| self.contacts(contacts)).collect::<Result<Vec<_>, _>>()?;
        let keys = raw::keys_of_data(text);
        let mut groups = [("events", events), ("changes", changes), ("contacts", contacts)];
        groups.sort_by_key(|(name, _)| keys.iter().position(|key| key == name));
        let sources = groups.into_iter().flat_map(|(_, sources)| sources).collect();
        Ok(DataManifest {
            customers: CustomerSource {
                format: self.format_of(&customers.path, customers.format.as_ref(), usual)?,
                path: customers.path,
                id: customers.id,
                columns: customers.columns,
                since: customers.since,
                aliases: customers.aliases,
            },
            sources,
            booleans: Booleans { yes: raw.booleans.yes, no: raw.booleans.no },
        })
    }

    fn events(&self, raw: RawEvents, usual: Format) -> Result<Source, DataError> {
        let kind = match (raw.event, raw.event_column) {
            (Some(name), None) => EventKind::Named(name),
            (None, Some(column)) => EventKind::Column(column),
            (named, _) => {
                let found = if named.is_some() { "both `event` and" } else { "neither `event` nor" };
                return Err(self.wrong(
                    format!("the events in `{}` have {found} `event_column`", raw.path),
                    Some(
                        "say `event: NAME` when all rows are one event, `event_column: COLUMN` when a column names it"
                            .into(),
                    ),
                ));
            }
        };
        Ok(Source::Events(EventSource {
            format: self.format_of(&raw.path, raw.format.as_ref(), usual)?,
            path: raw.path,
            kind,
            customer: raw.customer,
            at: raw.at,
            columns: raw.columns,
        }))
    }

    fn changes(&self, raw: RawChanges, usual: Format) -> Result<Source, DataError> {
        Ok(Source::Changes(ChangeSource {
            format: self.format_of(&raw.path, raw.format.as_ref(), usual)?,
            path: raw.path,
            customer: raw.customer,
            at: raw.at,
            attribute: raw.attribute,
            value: raw.value,
        }))
    }

    /// In the form of our own output, however the other files are written.
    fn contacts(&self, raw: RawContacts) -> Result<Source, DataError> {
        const COLUMNS: [&str; 5] = ["journey", "message", "purpose", "channel", "outcome"];
        if let Some(key) = raw.columns.keys().find(|key| !COLUMNS.contains(&key.as_str())) {
            return Err(self.wrong(
                format!("`columns` of `{}` names `{key}`, which contacts do not have", raw.path),
                Some(instead_of(key, COLUMNS)),
            ));
        }
        let column = |name: &str| raw.columns.get(name).map_or_else(|| Some(name.to_owned()), Clone::clone);
        let needed = |name: &str| {
            column(name).ok_or_else(|| {
                self.wrong(
                    format!(
                        "`columns` of `{}` says that there is no column for `{name}`, which may not be missing",
                        raw.path
                    ),
                    Some(format!("name the column of `{name}`")),
                )
            })
        };
        let [journey, message, purpose, channel] = ["journey", "message", "purpose", "channel"].map(needed);
        Ok(Source::Contacts(ContactSource {
            journey: journey?,
            message: message?,
            purpose: purpose?,
            channel: channel?,
            outcome: column("outcome"),
            format: self.format_of(&raw.path, raw.format.as_ref(), Format::default())?,
            path: raw.path,
            customer: raw.customer,
            at: raw.at,
        }))
    }

    /// How the files of a source are written; `usual` is for those that are CSV.
    fn format_of(&self, path: &str, raw: Option<&RawFormat>, usual: Format) -> Result<Format, DataError> {
        match (self.known_kind(path)?, raw) {
            (Kind::Csv, _) => self.format(path, raw, usual),
            (Kind::JsonLines, None) => Ok(Format::default()),
            (Kind::JsonLines, Some(_)) => Err(self.wrong(
                format!("`format` of `{path}` says how CSV is written, but the file has JSON lines"),
                Some("leave `format` out".into()),
            )),
        }
    }

    /// What the files of `whose` differ in from the usual ones.
    fn format(&self, whose: &str, raw: Option<&RawFormat>, usual: Format) -> Result<Format, DataError> {
        let Some(raw) = raw else { return Ok(usual) };
        let wrong = |(message, help)| self.wrong(format!("`format` of `{whose}` says {message}"), Some(help));
        let read = || -> Result<Format, format::Mistake> {
            Ok(Format {
                delimiter: raw.delimiter.as_deref().map(format::delimiter).transpose()?.or(usual.delimiter),
                encoding: raw.encoding.as_deref().map_or(Ok(usual.encoding), format::encoding)?,
                numbers: raw.decimal.as_deref().map_or(Ok(usual.numbers), Numbers::named)?,
                dates: raw.dates.as_deref().map_or(Ok(usual.dates), Dates::named)?,
            })
        };
        read().map_err(wrong)
    }

    fn simulate(&self, raw: RawSimulate) -> Result<Simulate, DataError> {
        self.refuse("`warmup` of `simulate`", raw.warmup.is_some())?;
        let moment = |name: &str, text: Option<String>| {
            let Some(text) = text else { return Ok(None) };
            parse_moment(&text).map(Some).ok_or_else(|| {
                self.wrong(
                    format!("`{name}` of `simulate` is `{text}`, which is no date and no instant"),
                    Some(format!("type it as `{name}: 2026-01-01` or `{name}: 2026-01-01 09:00`")),
                )
            })
        };
        Ok(Simulate { from: moment("from", raw.from)?, until: moment("until", raw.until)? })
    }

    /// Formats are told by the ends of names: those to come are refused by name, others as unknown.
    fn known_kind(&self, path: &str) -> Result<Kind, DataError> {
        Kind::of(path).or_else(|other| {
            self.refuse(&format!("the format of `{path}`"), other.as_deref() == Some("parquet"))?;
            Err(self.wrong(
                format!("the format of `{path}` is not known"),
                Some(
                    "data files are called `….csv` or `….jsonl`, and when they are packed `….csv.gz`, `….jsonl.zst` and so on"
                        .into(),
                ),
            ))
        })
    }

    fn refuse(&self, what: &str, is_there: bool) -> Result<(), DataError> {
        if is_there { Err(DataError::NotYet { path: self.path.to_owned(), what: what.to_owned() }) } else { Ok(()) }
    }

    fn wrong(&self, message: String, help: Option<String>) -> DataError {
        DataError::Manifest { path: self.path.to_owned(), line: None, message, help }
    }
}

/// The YAML library's error in our words: its place moves to the front, and an unknown field gets the nearest known one.
fn yaml_error(path: &Path, error: &serde_yaml::Error) -> DataError {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let help = match quoted.split_first() {
        Some((unknown, known)) if message.contains("unknown field") => Some(instead_of(unknown, known.iter().copied())),
        _ => None,
    };
    // The list of all known fields is in the help when no name is near.
    let message = match message.split_once(", expected ") {
        Some((message, _)) if help.is_some() => message,
        _ => message,
    };
    DataError::Manifest {
        path: path.to_owned(),
        line: error.location().map(|location| location.line()),
        message: message.to_owned(),
        help,
    }
}

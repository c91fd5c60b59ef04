//! `journey.yaml`: where a programme's data is and over which time it is simulated (the command line's contract).

mod behaviour;
mod context;
mod raw;
mod yaml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use journey_ir::time::{Instant, Moment, Period, TimeOfDay, Zone};

use crate::error::DataError;
use crate::folder::{MANIFEST_NAME, read_source};
use crate::format::Format;
pub use behaviour::Supposed;
use context::Context;

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
    /// Folders whose `.journey` files join the programme, relative to its own.
    pub include: Vec<String>,
    /// What a simulation supposes that customers do with their contacts, in the order in which it is looked at: of a
    /// message on a channel, of a message, of a channel.
    pub behaviour: Vec<Supposed>,
}

/// The part of the manifest that says where the data is.
#[derive(Clone, Debug, PartialEq)]
pub struct DataManifest {
    /// The customers.
    pub customers: CustomerSource,
    /// Events, changes of attributes, past contacts and engagement, in the order in which rows of one instant count
    /// (language reference 7.1a): as they stand in the manifest.
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

/// One entry of `events`, `changes`, `contacts` or `engagement`.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Events.
    Events(EventSource),
    /// Changes of attributes.
    Changes(ChangeSource),
    /// Contacts of the past.
    Contacts(ContactSource),
    /// What customers did with contacts.
    Engagement(EngagementSource),
}

impl Source {
    /// How its files are written.
    #[must_use]
    pub fn format(&self) -> Format {
        match self {
            Self::Events(events) => events.format,
            Self::Changes(changes) => changes.format,
            Self::Contacts(contacts) => contacts.format,
            Self::Engagement(engagement) => engagement.format,
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

/// Where is told what customers did with contacts; the fields name columns.
#[derive(Clone, Debug, PartialEq)]
pub struct EngagementSource {
    /// A file or a glob, relative to the programme's folder.
    pub path: String,
    /// How the files are written.
    pub format: Format,
    /// The column with the customer's id.
    pub customer: String,
    /// The column with the instant.
    pub at: String,
    /// The column that says what was done: `opened`, `clicked`, `bounced` or `unsubscribed`.
    pub kind: String,
    /// The column with the message's name.
    pub message: String,
    /// The columns with the journey, the start and the key of the enrolment that sent the contact.
    pub enrolment: [EnrolmentColumn; 3],
}

/// A column that tells of the enrolment of a contact.
#[derive(Clone, Debug, PartialEq)]
pub struct EnrolmentColumn {
    /// Its name; nothing when the manifest says that there is none.
    pub name: Option<String>,
    /// The manifest does not name it, so that the files need not have it.
    pub implied: bool,
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
    /// The first instant that is reported.
    pub from: Option<Moment>,
    /// The first instant that is too late.
    pub until: Option<Moment>,
    /// How much earlier than `from` a run begins, unreported (language reference 7.4).
    pub warmup: Period,
}

impl Simulate {
    /// Where a run begins, its warm-up included; contacts of the data are of the past when they are before it.
    #[must_use]
    pub fn beginning(&self, zone: &Zone) -> Option<Instant> {
        self.from.map(|from| zone.minus(from.in_zone(zone, TimeOfDay::MIDNIGHT), self.warmup))
    }
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
        let context = Context { path: &path };
        let raw = yaml::read(&path, text)?;
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
            include: raw.include,
            behaviour: context.behaviour(&raw.behaviour)?,
        })
    }
}

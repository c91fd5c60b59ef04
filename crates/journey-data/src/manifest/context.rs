//! From what stands in the YAML to the manifest: defaults filled in, and mistakes named.

use std::path::Path;

use journey_ir::time::{Period, parse_moment};

use super::raw::{self, RawChanges, RawContacts, RawData, RawEvents, RawFormat, RawSimulate};
use super::{
    Booleans, ChangeSource, ContactSource, CustomerSource, DataManifest, EngagementSource, EnrolmentColumn, EventKind,
    EventSource, Simulate, Source,
};
use crate::error::DataError;
use crate::format::{self, Dates, Format, Numbers};
use crate::nearest::instead_of;
use crate::rows::Kind;

/// Turns what stands in the YAML into the manifest.
pub(super) struct Context<'a> {
    pub path: &'a Path,
}

impl Context<'_> {
    pub(super) fn data(&self, raw: RawData, text: &str) -> Result<DataManifest, DataError> {
        let usual = self.format("data", raw.format.as_ref(), Format::default())?;
        let customers = raw.customers;
        customers.aliases.as_deref().map(|path| self.known_kind(path)).transpose()?;
        let events = raw.events.into_iter().map(|events| self.events(events, usual)).collect::<Result<Vec<_>, _>>()?;
        let changes =
            raw.changes.into_iter().map(|changes| self.changes(changes, usual)).collect::<Result<Vec<_>, _>>()?;
        let contacts =
            raw.contacts.into_iter().map(|contacts| self.contacts(contacts)).collect::<Result<Vec<_>, _>>()?;
        let engagement = raw
            .engagement
            .into_iter()
            .map(|engagement| self.engagement(engagement, usual))
            .collect::<Result<_, _>>()?;
        let keys = raw::keys_of_data(text);
        let mut groups = [("events", events), ("changes", changes), ("contacts", contacts), ("engagement", engagement)];
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
        self.only_columns(&raw, "contacts", &["journey", "message", "purpose", "channel", "outcome"])?;
        Ok(Source::Contacts(ContactSource {
            journey: self.needed_column(&raw, "journey")?,
            message: self.needed_column(&raw, "message")?,
            purpose: self.needed_column(&raw, "purpose")?,
            channel: self.needed_column(&raw, "channel")?,
            outcome: column(&raw, "outcome"),
            format: self.format_of(&raw.path, raw.format.as_ref(), Format::default())?,
            path: raw.path,
            customer: raw.customer,
            at: raw.at,
        }))
    }

    /// What another tool has written down, as it writes.
    fn engagement(&self, raw: RawContacts, usual: Format) -> Result<Source, DataError> {
        self.only_columns(&raw, "engagement", &["kind", "message", "journey", "started", "key"])?;
        let of_enrolment = ["journey", "started", "key"];
        Ok(Source::Engagement(EngagementSource {
            kind: self.needed_column(&raw, "kind")?,
            message: self.needed_column(&raw, "message")?,
            enrolment: of_enrolment
                .map(|name| EnrolmentColumn { name: column(&raw, name), implied: !raw.columns.contains_key(name) }),
            format: self.format_of(&raw.path, raw.format.as_ref(), usual)?,
            path: raw.path,
            customer: raw.customer,
            at: raw.at,
        }))
    }

    /// Refuses names under `columns` that are none of these.
    fn only_columns(&self, raw: &RawContacts, what: &str, known: &[&str]) -> Result<(), DataError> {
        let Some(key) = raw.columns.keys().find(|key| !known.contains(&key.as_str())) else { return Ok(()) };
        Err(self.wrong(
            format!(
                "`columns` of `{}` names `{key}`, which {what} {} not have",
                raw.path,
                if what == "contacts" { "do" } else { "does" }
            ),
            Some(instead_of(key, known.iter().copied())),
        ))
    }

    fn needed_column(&self, raw: &RawContacts, name: &str) -> Result<String, DataError> {
        column(raw, name).ok_or_else(|| {
            self.wrong(
                format!(
                    "`columns` of `{}` says that there is no column for `{name}`, which may not be missing",
                    raw.path
                ),
                Some(format!("name the column of `{name}`")),
            )
        })
    }

    /// How the files of a source are written; `usual` is for those that are CSV.
    fn format_of(&self, path: &str, raw: Option<&RawFormat>, usual: Format) -> Result<Format, DataError> {
        match (self.known_kind(path)?, raw) {
            (Kind::Csv, _) => self.format(path, raw, usual),
            (Kind::JsonLines | Kind::Parquet, None) => Ok(Format::default()),
            (kind, Some(_)) => {
                let what = if kind == Kind::Parquet { "is a Parquet file" } else { "has JSON lines" };
                Err(self.wrong(
                    format!("`format` of `{path}` says how CSV is written, but the file {what}"),
                    Some("leave `format` out".into()),
                ))
            }
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

    pub(super) fn simulate(&self, raw: RawSimulate) -> Result<Simulate, DataError> {
        let moment = |name: &str, text: Option<String>| {
            let Some(text) = text else { return Ok(None) };
            parse_moment(&text).map(Some).ok_or_else(|| {
                self.wrong(
                    format!("`{name}` of `simulate` is `{text}`, which is no date and no instant"),
                    Some(format!("type it as `{name}: 2026-01-01` or `{name}: 2026-01-01 09:00`")),
                )
            })
        };
        let warmup = raw.warmup.map_or(Ok(Period::ZERO), |text| {
            Period::parse(&text).ok_or_else(|| {
                self.wrong(
                    format!("`warmup` of `simulate` is `{text}`, which is no length of time"),
                    Some("type it as `warmup: 120 days`".into()),
                )
            })
        })?;
        Ok(Simulate { from: moment("from", raw.from)?, until: moment("until", raw.until)?, warmup })
    }

    /// Formats are told by the ends of names.
    fn known_kind(&self, path: &str) -> Result<Kind, DataError> {
        Kind::of(path).ok_or_else(|| {
            self.wrong(
                format!("the format of `{path}` is not known"),
                Some(
                    "data files are called `….csv`, `….jsonl` or `….parquet`, and when they are packed `….csv.gz`, \
                     `….jsonl.zst` and so on"
                        .into(),
                ),
            )
        })
    }

    pub(super) fn wrong(&self, message: String, help: Option<String>) -> DataError {
        DataError::Manifest { path: self.path.to_owned(), line: None, message, help }
    }
}

/// The column of that name, unless `columns` says otherwise.
fn column(raw: &RawContacts, name: &str) -> Option<String> {
    raw.columns.get(name).map_or_else(|| Some(name.to_owned()), Clone::clone)
}

//! From what stands in the YAML to the manifest: defaults filled in, and mistakes named.

use std::path::Path;

use journey_ir::time::parse_moment;

use super::raw::{self, RawChanges, RawContacts, RawData, RawEvents, RawFormat, RawSimulate};
use super::{
    Booleans, ChangeSource, ContactSource, CustomerSource, DataManifest, EventKind, EventSource, Simulate, Source,
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

    pub(super) fn simulate(&self, raw: RawSimulate) -> Result<Simulate, DataError> {
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

    pub(super) fn refuse(&self, what: &str, is_there: bool) -> Result<(), DataError> {
        if is_there { Err(DataError::NotYet { path: self.path.to_owned(), what: what.to_owned() }) } else { Ok(()) }
    }

    pub(super) fn wrong(&self, message: String, help: Option<String>) -> DataError {
        DataError::Manifest { path: self.path.to_owned(), line: None, message, help }
    }
}

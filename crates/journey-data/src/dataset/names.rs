//! Whether manifest and programme speak of the same things; no data is read for it.

use journey_ir::behaviour::{Behaviour, Supposition};
use journey_ir::program::Program;
use journey_ir::table::{Id, Table};

use super::schema;
use crate::error::DataError;
use crate::folder::MANIFEST_NAME;
use crate::manifest::{EventKind, Manifest, Source};
use crate::nearest::instead_of;

/// Compares the names of events, attributes, fields, channels and messages in the manifest with those of the programme.
///
/// # Errors
/// The first name that the programme does not know.
pub fn check_names(manifest: &Manifest, program: &Program) -> Result<(), DataError> {
    behaviour(manifest, program)?;
    let Some(data) = &manifest.data else { return Ok(()) };
    schema::customers(manifest, data, program)?;
    data.sources.iter().try_for_each(|source| schema::source(manifest, data, source, program).map(|_| ()))
}

/// The events that no source of the manifest can bring, in the order of their declaration: nothing ever starts on them.
/// None, when the manifest names no data or a source says only in its rows which events they are.
#[must_use]
pub fn events_without_source<'p>(manifest: &Manifest, program: &'p Program) -> Vec<&'p str> {
    let Some(data) = &manifest.data else { return Vec::new() };
    let mut named = Vec::new();
    for source in &data.sources {
        match source {
            Source::Events(events) => match &events.kind {
                EventKind::Named(name) => named.push(name.as_str()),
                EventKind::Column(_) => return Vec::new(),
            },
            Source::Changes(_) | Source::Contacts(_) | Source::Engagement(_) => {}
        }
    }
    let declared = program.events.as_slice().iter().map(|event| event.name.as_str());
    declared.filter(|name| !named.contains(name)).collect()
}

/// The behaviour model of the manifest, with what its names mean in the programme.
///
/// # Errors
/// The first name that the programme does not know.
pub fn behaviour(manifest: &Manifest, program: &Program) -> Result<Behaviour, DataError> {
    let suppositions = manifest.behaviour.iter().map(|supposed| {
        let message = supposed
            .message
            .as_ref()
            .map(|name| named(manifest, &program.messages, "message", name, |message| &message.name));
        let channel = supposed
            .channel
            .as_ref()
            .map(|name| named(manifest, &program.channels, "channel", name, |channel| &channel.name));
        Ok(Supposition {
            kind: supposed.kind,
            message: message.transpose()?,
            channel: channel.transpose()?,
            share: supposed.share,
            after: supposed.after,
        })
    });
    Ok(Behaviour { suppositions: suppositions.collect::<Result<_, DataError>>()? })
}

fn named<I: Id, T>(
    manifest: &Manifest,
    table: &Table<I, T>,
    what: &str,
    name: &str,
    name_of: fn(&T) -> &String,
) -> Result<I, DataError> {
    table.find(|item| name_of(item) == name).ok_or_else(|| DataError::Manifest {
        path: manifest.folder.join(MANIFEST_NAME),
        line: None,
        message: format!("`behaviour` names the {what} `{name}`, which the programme does not declare"),
        help: Some(instead_of(name, table.as_slice().iter().map(|item| name_of(item).as_str()))),
    })
}

//! Whether manifest and programme speak of the same things; no data is read for it.

use journey_ir::program::Program;

use super::schema;
use crate::error::DataError;
use crate::manifest::{EventKind, Manifest, Source};

/// Compares the names of events, attributes and fields in the manifest with those of the programme.
///
/// # Errors
/// The first name that the programme does not know.
pub fn check_names(manifest: &Manifest, program: &Program) -> Result<(), DataError> {
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
            Source::Changes(_) | Source::Contacts(_) => {}
        }
    }
    let declared = program.events.as_slice().iter().map(|event| event.name.as_str());
    declared.filter(|name| !named.contains(name)).collect()
}

//! The YAML of a manifest: how much of it is read, and what is wrong with it in plain words.

use std::path::Path;

use super::raw::RawManifest;
use crate::error::DataError;
use crate::nearest::instead_of;

/// The largest manifest that is read.
const BYTES_MAX: usize = 1 << 20;

/// How deep `[` and `{` may be nested: the time that YAML takes grows with the square of it.
const FLOW_DEPTH_MAX: usize = 100;

/// Reads a manifest as it is written.
pub(super) fn read(path: &Path, text: &str) -> Result<RawManifest, DataError> {
    if text.len() > BYTES_MAX || flow_depth(text) > FLOW_DEPTH_MAX {
        let message = "it is larger than 1 MiB, or its brackets are nested too deeply".to_owned();
        let help = Some("a manifest is a short file of `key: value`, such as `programme: club`".to_owned());
        return Err(DataError::Manifest { path: path.to_owned(), line: None, message, help });
    }
    serde_yaml::from_str(text).map_err(|error| wrong(path, &error))
}

/// How deep brackets are nested at most, those in texts counted, too.
fn flow_depth(text: &str) -> usize {
    let mut depth: usize = 0;
    let depths = text.bytes().map(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth
    });
    depths.max().unwrap_or_default()
}

/// What serde and YAML say, in the words of those who write manifests.
const PLAIN_WORDS: [(&str, &str, &str); 4] = [
    (
        "expected struct RawManifest",
        "the manifest is no list of `key: value`",
        "begin with a line such as `programme: club`",
    ),
    (
        "found character that cannot start any token",
        "there is a character that cannot stand here",
        "indent with blanks, not with tabs, and put texts with special characters in quotes",
    ),
    (
        "invalid type: sequence",
        "there is a list where one value is wanted",
        "write the value without `[ ]` and without `- `",
    ),
    (
        "invalid type: map",
        "there are keys and values where one value is wanted",
        "write the value on the line of its key",
    ),
];

/// The YAML library's error in our words: its place moves to the front, and an unknown field gets the nearest known one.
fn wrong(path: &Path, error: &serde_yaml::Error) -> DataError {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let line = error.location().map(|location| location.line());
    if let Some((_, plain, help)) = PLAIN_WORDS.iter().find(|(raw, ..)| message.contains(raw)) {
        let (message, help) = ((*plain).to_owned(), Some((*help).to_owned()));
        return DataError::Manifest { path: path.to_owned(), line, message, help };
    }
    let help = match quoted.split_first() {
        Some((missing, [])) if message.contains("missing field") => Some(format!("add a line `{missing}: …`")),
        Some((unknown, known)) if message.contains("unknown field") => Some(instead_of(unknown, known.iter().copied())),
        _ => None,
    };
    // The list of all known fields is in the help when no name is near.
    let message = match message.split_once(", expected ") {
        Some((message, _)) if help.is_some() => message,
        _ => message,
    };
    DataError::Manifest { path: path.to_owned(), line, message: message.to_owned(), help }
}

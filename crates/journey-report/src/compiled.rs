//! A compiled programme as a file: what `journey compile` writes, read back to the very same programme.
//!
//! The file is JSON: `{"format": "journey-ir", "version": 1, "checksum": …, "sources": […], "program": …}`. The sources are there so that
//! findings and reports still point at what was written; places are bytes of them. The checksum tells a file that was changed by hand. One
//! that was made in another way, with a checksum that fits, is looked through before it is run: see [`journey_ir::sound`].

use std::fmt;

use journey_ir::program::Program;
use journey_ir::sound::Flaw;
use journey_ir::source::{Source, Sources};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// What `format` says.
const FORMAT: &str = "journey-ir";

/// The version of the format: it changes when a reader would have to.
const VERSION: u64 = 1;

/// Writes a programme with the files that it was compiled from, as JSON that ends with a line break. The same programme
/// gives the same bytes.
///
/// # Errors
/// Never for a programme; the serializer's error otherwise.
pub fn write(program: &Program, sources: &Sources) -> Result<String, serde_json::Error> {
    let sources: Vec<File> = sources.iter().map(|(_, source)| source.into()).collect();
    let checksum = checksum(&sources, program)?;
    let document =
        Document { format: FORMAT.to_owned(), version: VERSION, checksum, sources, program: program.clone() };
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

/// Reads what [`write()`] has written.
///
/// # Errors
/// When it is something else, of another version, not as it was written, or nothing that can be run.
pub fn read(text: &str) -> Result<(Program, Sources), Unreadable> {
    let head: Head = from_json(text)?;
    match (head.format.as_deref(), head.version) {
        (Some(FORMAT), Some(VERSION)) => {}
        (Some(FORMAT), Some(version)) => return Err(Unreadable::Version(version)),
        _ => return Err(Unreadable::Format),
    }
    let document: Document = from_json(text)?;
    if checksum(&document.sources, &document.program).ok() != Some(document.checksum) {
        return Err(Unreadable::Changed);
    }
    let mut sources = Sources::default();
    for file in document.sources {
        if file.template {
            sources.add_template(file.path, file.text);
        } else {
            sources.add(file.path, file.text);
        }
    }
    document.program.sound(&sources).map_err(Unreadable::Unsound)?;
    Ok((document.program, sources))
}

/// Conditions may stand in one another more deeply than `serde_json`'s own limit allows, though not without end.
fn from_json<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, Unreadable> {
    if depth(text) > DEPTH_MAX {
        return Err(Unreadable::TooDeep);
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.disable_recursion_limit();
    let value = T::deserialize(&mut deserializer).map_err(Unreadable::Json)?;
    deserializer.end().map_err(Unreadable::Json)?;
    Ok(value)
}

/// More than any programme can have: the language limits how deeply expressions and blocks stand in one another.
const DEPTH_MAX: usize = 1_000;

/// How deeply lists and objects stand in one another, texts apart.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest): (usize, usize) = (0, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// The schema of the format, as JSON that ends with a line break.
///
/// # Errors
/// Never; the serializer's error otherwise.
pub fn schema() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&schema_for!(Document))?;
    text.push('\n');
    Ok(text)
}

/// A compiled programme of `journey`.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Compiled programme")]
struct Document {
    /// `journey-ir`
    format: String,
    /// The version of this format.
    version: u64,
    /// Of everything below, in hexadecimal digits.
    checksum: String,
    /// The files that it was compiled from. A `file` in a `span` counts them from 0, `start` and `end` count bytes.
    sources: Vec<File>,
    /// What they mean. Identifiers are places in the lists of the programme, from 0.
    program: Program,
}

/// A source file.
#[derive(Serialize, Deserialize, JsonSchema)]
struct File {
    /// How people call it.
    path: String,
    /// What stands in it.
    text: String,
    /// Whether it is a template: the body of a message.
    template: bool,
}

impl From<&Source> for File {
    fn from(source: &Source) -> Self {
        Self { path: source.path.clone(), text: source.text.clone(), template: source.is_template }
    }
}

fn checksum(sources: &[File], program: &Program) -> Result<String, serde_json::Error> {
    Ok(format!("{:016x}", xxh3_64(serde_json::to_string(&(sources, program))?.as_bytes())))
}

/// What is looked at before anything else.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u64>,
}

/// Why a file is no compiled programme.
#[derive(Debug)]
pub enum Unreadable {
    /// It is no JSON, or not the JSON that its version has.
    Json(serde_json::Error),
    /// It stands too deeply in itself.
    TooDeep,
    /// It is something else.
    Format,
    /// It is of another version of the format.
    Version(u64),
    /// It is not as it was written.
    Changed,
    /// It was not made by the compiler: something in it leads to nothing.
    Unsound(Flaw),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "it cannot be read: {error}"),
            Self::TooDeep => write!(f, "its lists and objects stand in one another more than {DEPTH_MAX} deep"),
            Self::Format => f.write_str("it is not what `journey compile` writes"),
            Self::Version(version) => {
                write!(f, "it has version {version} of the format, and this `journey` reads version {VERSION}")
            }
            Self::Changed => f.write_str("it was changed after it was compiled"),
            Self::Unsound(flaw) => write!(f, "{flaw}"),
        }
    }
}

impl std::error::Error for Unreadable {}

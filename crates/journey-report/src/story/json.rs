//! A story for machines.

use serde::Serialize;

use super::Line;

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    customer: &'a str,
    story: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    at: String,
    what: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    journey: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'a str>,
    text: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

/// `{version, customer, story: [{at, what, journey?, key?, step?, text, notes?}]}`
///
/// # Errors
/// Never in practice: everything in it is text.
pub fn json(customer: &str, lines: &[Line]) -> Result<String, serde_json::Error> {
    let story = lines
        .iter()
        .map(|line| Entry {
            at: line.zone.rfc3339(line.at),
            what: line.what.name(),
            journey: line.journey.as_deref(),
            key: line.key.as_deref(),
            step: line.step.as_deref(),
            text: &line.text,
            notes: &line.notes,
        })
        .collect();
    let text = serde_json::to_string_pretty(&Document { version: VERSION, customer, story })?;
    Ok(text + "\n")
}

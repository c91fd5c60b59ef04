//! The manifest as it stands in the YAML. Parts that are read and refused by name are here too, so that a manifest for a
//! later version is not called misspelt.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawManifest {
    pub programme: String,
    pub salt: Option<String>,
    #[serde(default)]
    pub include: Vec<String>,
    pub data: Option<RawData>,
    pub simulate: Option<RawSimulate>,
    #[serde(default)]
    pub behaviour: RawBehaviour,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawData {
    pub format: Option<RawFormat>,
    pub customers: RawCustomers,
    #[serde(default)]
    pub events: Vec<RawEvents>,
    #[serde(default)]
    pub changes: Vec<RawChanges>,
    #[serde(default)]
    pub contacts: Vec<RawContacts>,
    #[serde(default)]
    pub engagement: Vec<RawContacts>,
    #[serde(default)]
    pub booleans: RawBooleans,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCustomers {
    pub path: String,
    pub format: Option<RawFormat>,
    #[serde(default = "id")]
    pub id: String,
    #[serde(default)]
    pub columns: BTreeMap<String, Option<String>>,
    pub since: Option<String>,
    pub aliases: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEvents {
    pub path: String,
    pub format: Option<RawFormat>,
    pub event: Option<String>,
    pub event_column: Option<String>,
    #[serde(default = "customer")]
    pub customer: String,
    #[serde(default = "at")]
    pub at: String,
    #[serde(default)]
    pub columns: BTreeMap<String, Option<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChanges {
    pub path: String,
    pub format: Option<RawFormat>,
    #[serde(default = "customer")]
    pub customer: String,
    #[serde(default = "at")]
    pub at: String,
    #[serde(default = "attribute")]
    pub attribute: String,
    #[serde(default = "value")]
    pub value: String,
}

/// An entry of `contacts` or `engagement`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawContacts {
    pub path: String,
    pub format: Option<RawFormat>,
    #[serde(default = "customer")]
    pub customer: String,
    #[serde(default = "at")]
    pub at: String,
    #[serde(default)]
    pub columns: BTreeMap<String, Option<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFormat {
    pub delimiter: Option<String>,
    pub decimal: Option<String>,
    pub encoding: Option<String>,
    pub dates: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBooleans {
    #[serde(default)]
    pub yes: Vec<String>,
    #[serde(default)]
    pub no: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSimulate {
    pub from: Option<String>,
    pub until: Option<String>,
    pub warmup: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBehaviour {
    #[serde(default)]
    pub channels: BTreeMap<String, RawKinds>,
    #[serde(default)]
    pub messages: BTreeMap<String, RawOfMessage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKinds {
    pub opened: Option<RawText>,
    pub clicked: Option<RawText>,
    pub bounced: Option<RawText>,
    pub unsubscribed: Option<RawText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOfMessage {
    pub opened: Option<RawText>,
    pub clicked: Option<RawText>,
    pub bounced: Option<RawText>,
    pub unsubscribed: Option<RawText>,
    #[serde(default)]
    pub channels: BTreeMap<String, RawKinds>,
}

/// A text, or a number that should have been one.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawText {
    Text(String),
    Number(serde_yaml::Number),
}

/// The keys of `data` as they stand: structs forget the order of their fields, a mapping does not.
pub(super) fn keys_of_data(text: &str) -> Vec<String> {
    let Ok(root) = serde_yaml::from_str::<serde_yaml::Value>(text) else { return Vec::new() };
    let Some(data) = root.get("data").and_then(serde_yaml::Value::as_mapping) else { return Vec::new() };
    data.keys().filter_map(|key| key.as_str().map(str::to_owned)).collect()
}

fn id() -> String {
    "id".into()
}

fn customer() -> String {
    "customer".into()
}

fn at() -> String {
    "at".into()
}

fn attribute() -> String {
    "attribute".into()
}

fn value() -> String {
    "value".into()
}

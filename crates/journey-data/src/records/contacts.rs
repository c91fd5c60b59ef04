//! contacts.csv: one row per send, sent or not.

use journey_ir::program::Program;
use journey_ir::records::{Cause, Contact, CustomerRecords, Outcome};
use journey_ir::time::Instant;

use super::contacts_file::ContactsFormat;
use super::json_rows::JsonRows;
use super::names::Names;
use super::parquet_rows::ParquetRows;
use super::rows::{Rows, needs_quotes};
use super::sink::Sink;

/// The first line of contacts.csv.
pub const CONTACTS_HEADER: &str =
    "customer,journey,started,key,step,message,purpose,channel,due,at,outcome,reason,detail,priority,cost\n";

/// The rows of these customers' contacts, without the header.
///
/// `detail` says what the primary reason is about, then names the other causes, separated by `; `: of a capped send
/// `at most 3 commercial per 7 days; capped at most 1 sms per 14 days`, of an expired one what refused it last.
#[must_use]
pub fn encode_contacts<'a>(program: &Program, customers: impl IntoIterator<Item = &'a CustomerRecords>) -> Vec<u8> {
    encode_rows::<Rows>(&Names::new(program), customers)
}

/// The names of the columns.
pub(super) fn columns() -> impl Iterator<Item = &'static str> {
    CONTACTS_HEADER.trim_end().split(',')
}

/// The rows of these customers' contacts, in the form of a sink.
pub(super) fn encode_rows<'a, S: Sink>(
    names: &Names<'_>,
    customers: impl IntoIterator<Item = &'a CustomerRecords>,
) -> Vec<u8> {
    let mut rows = S::new();
    let mut detail = String::new();
    for customer in customers {
        let id = Owner::new(&customer.customer);
        for contact in &customer.contacts {
            encode(names, id, contact, &mut rows, &mut detail);
        }
    }
    rows.into_bytes()
}

/// Rows of contacts.csv with their instants, so that they can be put into one order of time.
#[derive(Debug, Default)]
pub struct DatedRows {
    /// Of each row its instant (of a pending one, when it was due) and its text.
    rows: Vec<(Instant, Box<[u8]>)>,
}

impl DatedRows {
    /// The rows of these customers' contacts.
    #[must_use]
    pub fn new<'a>(
        format: ContactsFormat,
        names: &Names<'_>,
        customers: impl IntoIterator<Item = &'a CustomerRecords>,
    ) -> Self {
        match format {
            ContactsFormat::Csv => Self::of::<Rows>(names, customers),
            ContactsFormat::JsonLines => Self::of::<JsonRows>(names, customers),
            ContactsFormat::Parquet => Self::of::<ParquetRows>(names, customers),
        }
    }

    fn of<'a, S: Sink>(names: &Names<'_>, customers: impl IntoIterator<Item = &'a CustomerRecords>) -> Self {
        let mut detail = String::new();
        let mut dated = Self::default();
        for customer in customers {
            let id = Owner::new(&customer.customer);
            for contact in &customer.contacts {
                let mut row = S::new();
                encode(names, id, contact, &mut row, &mut detail);
                dated.rows.push((contact.at.unwrap_or(contact.due), row.into_bytes().into_boxed_slice()));
            }
        }
        dated
    }

    /// Adds the rows of the customers that come next.
    pub fn append(&mut self, next: &mut Self) {
        self.rows.append(&mut next.rows);
    }

    /// The rows in the order of their instants; at one instant in the order of customers, then as they were decided.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Box<[u8]>> {
        self.rows.sort_by_key(|(at, _)| *at);
        self.rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// The customer whose rows come.
#[derive(Clone, Copy)]
struct Owner<'a> {
    id: &'a str,
    /// Whether the id needs no quotes in CSV.
    is_plain: bool,
}

impl<'a> Owner<'a> {
    fn new(id: &'a str) -> Self {
        Self { id, is_plain: !needs_quotes(id.as_bytes()) }
    }
}

fn encode(names: &Names<'_>, customer: Owner<'_>, contact: &Contact, rows: &mut impl Sink, detail: &mut String) {
    let journey = &names.journeys[contact.journey];
    let channel = contact.channel.map(|channel| &names.channels[channel]);
    rows.known(customer.id, customer.is_plain);
    rows.name(&journey.name);
    rows.instant(contact.started, contact.started_zone);
    rows.key(&contact.key);
    match journey.steps.get(contact.step) {
        Some(step) => rows.name(step),
        None => rows.empty(),
    }
    rows.name(&names.messages[contact.message]);
    rows.word(contact.purpose.name());
    match channel {
        Some(channel) => rows.name(&channel.name),
        None => rows.empty(),
    }
    rows.instant(contact.due, contact.zone);
    match contact.at {
        Some(at) => rows.instant(at, contact.zone),
        None => rows.empty(),
    }
    let (outcome, causes) = match &contact.outcome {
        Outcome::Sent => ("sent", &[][..]),
        Outcome::Skipped(causes) => ("skipped", &causes[..]),
        Outcome::Pending(causes) => ("pending", &causes[..]),
    };
    rows.word(outcome);
    rows.word(causes.first().map_or("", |cause| cause.reason.name()));
    if causes.is_empty() {
        rows.empty();
    } else {
        describe(names.program, causes, detail);
        rows.text(detail);
    }
    rows.name(&journey.priority);
    match (&contact.outcome, channel) {
        (Outcome::Sent, Some(channel)) => rows.name(&channel.cost),
        _ => rows.word("0"),
    }
    rows.end();
}

/// The column `detail`: the primary cause without its reason, which has a column of its own, then the others with theirs.
fn describe(program: &Program, causes: &[Cause], into: &mut String) {
    into.clear();
    for (index, cause) in causes.iter().enumerate() {
        let about = cause.detail.about(program);
        let reason = if index == 0 { "" } else { cause.reason.name() };
        if reason.is_empty() && about.is_empty() {
            continue;
        }
        let separator = if into.is_empty() { "" } else { "; " };
        let blank = if reason.is_empty() || about.is_empty() { "" } else { " " };
        for part in [separator, reason, blank, about] {
            into.push_str(part);
        }
    }
}

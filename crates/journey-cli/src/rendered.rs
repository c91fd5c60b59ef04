//! `simulate --render N`: the words of the first contacts that are sent, one file each, and an index.

use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

use journey_data::records::Unfinished;
use journey_ir::history::{CustomerHistory, Customers};
use journey_ir::program::Program;
use journey_ir::records::{Contact, Outcome};
use journey_ir::template::Escape;
use journey_runner::{Effect, Run, Said, Telling, Told};

use crate::failure::Failure;
use crate::simulate::runaway;

/// The file that lists the others.
const INDEX: &str = "index.csv";

/// Writes the words of the first `wanted` contacts of contacts.csv that were sent: customers in their order, each one's
/// contacts in theirs. Each customer is lived again with the same engine, which says what the message said then. The folder
/// is there whole or not at all; what is begun is noted in `unfinished`.
pub fn write(
    program: &Program,
    run: Run,
    customers: &dyn Customers,
    threads: NonZeroUsize,
    wanted: usize,
    folder: &Path,
    unfinished: &Unfinished,
) -> Result<(), Failure> {
    let cannot = |error: io::Error| Failure::trouble(format!("cannot write to `{}`: {error}", folder.display()));
    may_replace(folder)?;
    let hidden = unfinished.begin_folder(folder).map_err(cannot)?;
    let written = write_into(&hidden, program, run, customers, threads, wanted, &cannot);
    let placed = written.and_then(|()| unfinished.finish_folder(&hidden, folder).map_err(cannot));
    if placed.is_err() {
        unfinished.take_away(|_| ());
    }
    placed
}

fn write_into(
    folder: &Path,
    program: &Program,
    run: Run,
    customers: &dyn Customers,
    threads: NonZeroUsize,
    wanted: usize,
    cannot: &impl Fn(io::Error) -> Failure,
) -> Result<(), Failure> {
    let mut index = String::from("file,customer,journey,message,channel,at,subject\n");
    let mut written = 0;
    let mut history = CustomerHistory::default();
    let telling = Telling::new(program, run, customers, threads);
    for customer in 0..customers.count() {
        if written >= wanted {
            break;
        }
        customers.load(customer, &mut history);
        let told = telling.customer(customer, &history).map_err(|error| runaway(program, &history.id, &error))?;
        let mut sent: Option<Contact> = None;
        for (at, effect) in told {
            match effect {
                Effect::Contact(contact) if contact.outcome == Outcome::Sent && at >= run.reported_from => {
                    sent = Some(contact);
                }
                Effect::Told(Told::Said(said)) if written < wanted => {
                    let Some(contact) = sent.take() else { continue };
                    written += 1;
                    let name = name(program, written, &history.id, &contact, &said);
                    fs::write(folder.join(&name), said.body.as_deref().unwrap_or_default()).map_err(cannot)?;
                    index.push_str(&row(program, &name, &history.id, &contact, &said));
                }
                _ => {}
            }
        }
    }
    fs::write(folder.join(INDEX), index).map_err(cannot)
}

/// What an earlier run has written is replaced; a folder that is not one of these is left alone.
fn may_replace(folder: &Path) -> Result<(), Failure> {
    if folder.exists() && !folder.join(INDEX).is_file() {
        return Err(Failure::trouble(format!("`{}` is there and was not made by `--render`", folder.display()))
            .help("move it away, or choose another `--out`"));
    }
    Ok(())
}

/// `0001-c17-2026-01-05T0900-welcome-email.html`: sorts in the order of the index.
fn name(program: &Program, number: usize, customer: &str, contact: &Contact, said: &Said) -> String {
    let zone = contact.zone.table();
    let wall = zone.wall(contact.at.unwrap_or(contact.due));
    let (hour, minute, _) = wall.time.hms();
    let (message, channel) = (&program.messages[said.message].name, &program.channels[said.channel].name);
    let extension = if said.escape == Escape::Html { "html" } else { "txt" };
    let customer = plain(customer);
    format!("{number:04}-{customer}-{}T{hour:02}{minute:02}-{message}-{channel}.{extension}", wall.date)
}

/// An id as a part of a file's name.
fn plain(id: &str) -> String {
    let letter = |letter: char| if letter.is_alphanumeric() || letter == '_' { letter } else { '_' };
    id.chars().take(60).map(letter).collect()
}

fn row(program: &Program, file: &str, customer: &str, contact: &Contact, said: &Said) -> String {
    let at = contact.zone.table().rfc3339(contact.at.unwrap_or(contact.due));
    let cells = [
        file,
        customer,
        &program.journeys[contact.journey].name,
        &program.messages[said.message].name,
        &program.channels[said.channel].name,
        &at,
        said.subject.as_deref().unwrap_or_default(),
    ];
    let cells: Vec<_> = cells.into_iter().map(cell).collect();
    format!("{}\n", cells.join(","))
}

/// A cell of a CSV file, in quotes where it must be.
fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

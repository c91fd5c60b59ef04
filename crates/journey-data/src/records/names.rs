//! What the rows of contacts name again and again: looked at once for a programme, and not in every row.

use journey_ir::program::{Journey, Program};
use journey_ir::table::{ChannelId, JourneyId, MessageId, Table};

use super::rows::Rows;
use super::sink::Sink as _;

/// The names of a programme, as the rows of its contacts have them.
#[derive(Debug)]
pub struct Names<'p> {
    pub(super) program: &'p Program,
    pub(super) journeys: Table<JourneyId, JourneyNames>,
    pub(super) messages: Table<MessageId, Name>,
    pub(super) channels: Table<ChannelId, ChannelNames>,
}

/// What rows say of a journey.
#[derive(Debug)]
pub(super) struct JourneyNames {
    pub name: Name,
    pub priority: Name,
    /// Where each operation stands in the text.
    pub steps: Vec<Name>,
}

/// What rows say of a channel.
#[derive(Debug)]
pub(super) struct ChannelNames {
    pub name: Name,
    pub cost: Name,
}

/// A text that stands in many rows.
#[derive(Debug, Default)]
pub(super) struct Name {
    pub text: Box<str>,
    /// The cell in CSV, with its quotes and the comma behind it.
    pub csv: Box<[u8]>,
}

impl<'p> Names<'p> {
    /// The names of a programme.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        let channels = program.channels.as_slice().iter();
        Self {
            program,
            journeys: program.journeys.as_slice().iter().map(JourneyNames::new).collect(),
            messages: program.messages.as_slice().iter().map(|message| Name::new(&message.name)).collect(),
            channels: channels
                .map(|channel| ChannelNames {
                    name: Name::new(&channel.name),
                    cost: Name::new(&channel.cost.to_string()),
                })
                .collect(),
        }
    }
}

impl JourneyNames {
    fn new(journey: &Journey) -> Self {
        Self {
            name: Name::new(&journey.name),
            priority: Name::new(&journey.priority.to_string()),
            steps: journey.origins.iter().map(|origin| Name::new(origin.name())).collect(),
        }
    }
}

impl Name {
    pub(super) fn new(text: &str) -> Self {
        let mut row = Rows::new();
        row.text(text);
        Self { text: text.into(), csv: row.into_bytes().into() }
    }
}

//! `send M by CH …` (language reference 5.8).

use journey_ir::finding::Finding;
use journey_ir::operation::{ChannelOf, Choice, Patience, Send};
use journey_ir::pressure::Purpose;
use journey_ir::time::TimeOfDay;
use journey_ir::value::Type;

use super::expression::{Scope, noun};
use super::{Lowering, literal};
use crate::tree::{self, ChannelChoice, Deadline};

impl Lowering<'_> {
    /// Lowers a send; `purpose` is the journey's.
    pub(super) fn send(&mut self, send: &tree::Send, purpose: Purpose, scope: &Scope) -> Option<Send> {
        let message = self.message(&send.message);
        let channels: Vec<_> = send.channels.iter().map(|choice| self.choice(choice)).collect();
        let patience = match &send.deadline {
            None => Some(Patience::None),
            Some(Deadline::Within(period)) => Some(Patience::Within(literal::period(*period))),
            // A date without a time is its first instant here (language reference 2.4).
            Some(Deadline::Until { date, time }) => {
                self.moment(date, *time, TimeOfDay::MIDNIGHT, "within", scope).map(Patience::Until)
            }
        };
        let message = message?;
        let channels: Vec<Choice> = channels.into_iter().collect::<Option<_>>()?;
        self.distinct_channels(send, &channels);
        Some(Send {
            message,
            channels,
            purpose: self.program.messages[message].purpose.unwrap_or(purpose),
            patience: patience?,
            not_before: send.at.map(literal::time),
        })
    }

    fn choice(&mut self, choice: &ChannelChoice) -> Option<Choice> {
        let name = &choice.name;
        let if_busy = choice.if_busy.is_some();
        if let Some(channel) = self.names.channels.id(&name.text) {
            let channel = ChannelOf::Channel(channel);
            return Some(Choice { channel, if_busy });
        }
        let Some(attribute) = self.names.attributes.id(&name.text) else {
            let known: Vec<&str> = self.names.channels.names().collect();
            self.unknown(name, "channel", &known);
            return None;
        };
        let kind = &self.program.attributes[attribute].kind;
        if *kind != Type::Channel {
            let message = format!("`{}` is {}, not a channel", name.text, noun(kind));
            let help = "name a channel, or an attribute of type `channel`";
            self.report(Finding::error("type-mismatch", message).at(name.span, "").help(help));
            return None;
        }
        let channel = ChannelOf::Attribute(attribute);
        Some(Choice { channel, if_busy })
    }

    fn distinct_channels(&mut self, send: &tree::Send, channels: &[Choice]) {
        for (index, choice) in channels.iter().enumerate() {
            let first = channels.iter().take(index).position(|earlier| earlier.channel == choice.channel);
            let spans = first.and_then(|first| Some((send.channels.get(first)?.name.span, send.channels.get(index)?)));
            if let Some((first, again)) = spans {
                self.given_twice(&format!("the channel `{}`", again.name.text), again.name.span, first);
            }
        }
    }
}

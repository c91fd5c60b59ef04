//! `send M by CH …` (language reference 5.8).

use journey_ir::finding::Finding;
use journey_ir::operation::{ChannelOf, Choice, Patience, Send};
use journey_ir::time::TimeOfDay;
use journey_ir::value::Type;

use super::blueprint::Given;
use super::expression::{Scope, noun};
use super::steps::Layout;
use super::{Lowering, literal};
use crate::tree::{self, ChannelChoice, Deadline, Name};

impl Lowering<'_> {
    /// Lowers a send.
    pub(super) fn send(&mut self, send: &tree::Send, layout: &Layout, scope: &Scope) -> Option<Send> {
        let message = self.message(&send.message);
        let channels = self.choices(send, layout);
        let patience = match &send.deadline {
            None => Some(Patience::None),
            Some(Deadline::Within(period)) => Some(Patience::Within(self.period(*period))),
            // A date without a time is its first instant here (language reference 2.4).
            Some(Deadline::Until { date, time }) => {
                self.moment(date, *time, TimeOfDay::MIDNIGHT, "within", scope).map(Patience::Until)
            }
        };
        let message = message?;
        let channels = channels?;
        self.distinct_channels(send, &channels);
        Some(Send {
            message,
            channels,
            purpose: self.program.messages[message].purpose.unwrap_or(layout.purpose),
            patience: patience?,
            hold: self.program.patience,
            not_before: send.at.map(literal::time),
        })
    }

    /// The channels of a send: those that it names, else those of `defaults` (language reference 9.6).
    fn choices(&mut self, send: &tree::Send, layout: &Layout) -> Option<Vec<Choice>> {
        if !send.channels.is_empty() {
            let channels: Vec<_> = send.channels.iter().map(|choice| self.choice(choice)).collect();
            return channels.into_iter().collect();
        }
        if layout.channels.is_empty() {
            // A text for several journeys is looked at by itself: its journeys have defaults, or not.
            if self.blueprints.is_for_a_journey() {
                self.demand_channels(send);
            }
            return None;
        }
        let channels: Vec<_> = layout.channels.iter().map(|name| self.channel_of(name)).collect();
        channels.into_iter().map(|channel| Some(Choice { channel: channel?, if_busy: false })).collect()
    }

    fn demand_channels(&mut self, send: &tree::Send) {
        let name = &send.message;
        let message = format!("`send {}` does not say by which channel, and no `defaults` do", name.text);
        let help =
            format!("write `send {} by CHANNEL`, or `channels CHANNEL, CHANNEL` in `defaults {{ … }}`", name.text);
        self.report(Finding::error("no-channel", message).at(name.span, "`by` is missing after this").help(help));
    }

    fn choice(&mut self, choice: &ChannelChoice) -> Option<Choice> {
        self.channel_of(&choice.name).map(|channel| Choice { channel, if_busy: choice.if_busy.is_some() })
    }

    /// The channel of that name, or the one that the attribute of that name holds.
    pub(super) fn channel_of(&mut self, name: &Name) -> Option<ChannelOf> {
        match self.parameter(&name.text, name.span).cloned() {
            None => {}
            Some(Given::Channel(channel)) => return channel,
            Some(other) => {
                self.report_parameter(name, &other, "channel");
                return None;
            }
        }
        if let Some(channel) = self.names.channels.id(&name.text) {
            return Some(ChannelOf::Channel(channel));
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
        Some(ChannelOf::Attribute(attribute))
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

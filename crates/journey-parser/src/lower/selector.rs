//! Which contacts a cap, exclusion, rule or protection is about (language reference 4.1).

use journey_ir::finding::Finding;
use journey_ir::operation::ChannelOf;
use journey_ir::pressure::{Purpose, Selector};
use journey_ir::span::Span;

use super::blueprint::Given;
use super::lookup::{list, suggestion};
use super::{Lowering, literal};
use crate::tree::{self, Name, SelectorTerm};

impl Lowering<'_> {
    /// Lowers a selector. Without a purpose it means commercial and relational.
    pub(super) fn selector(&mut self, written: &tree::Selector) -> Option<Selector> {
        self.selector_of(written, &[Purpose::Commercial, Purpose::Relational])
    }

    pub(super) fn selector_of(&mut self, written: &tree::Selector, purposes: &[Purpose]) -> Option<Selector> {
        let mut selector = Selector::of(purposes);
        let mut seen = Vec::new();
        let mut whole = true;
        for term in &written.terms {
            whole &= self.selector_term(term, &mut selector, &mut seen).is_some();
        }
        for except in &written.except {
            match self.selector_of(except, &Purpose::ALL) {
                Some(except) => selector.except.push(except),
                None => whole = false,
            }
        }
        whole.then_some(selector)
    }

    fn selector_term(
        &mut self,
        term: &SelectorTerm,
        selector: &mut Selector,
        seen: &mut Vec<(&'static str, Span)>,
    ) -> Option<()> {
        match term {
            SelectorTerm::Any(span) => {
                self.one_each("purpose", *span, seen)?;
                selector.purposes = Purpose::ALL.to_vec();
            }
            SelectorTerm::Purpose(word) => {
                self.one_each("purpose", word.span, seen)?;
                selector.purposes = vec![literal::purpose(*word)];
            }
            SelectorTerm::Name(name) => self.selector_name(name, selector, seen)?,
            SelectorTerm::Message(name) => {
                self.one_each("message", name.span, seen)?;
                selector.message = Some(self.message(name)?);
            }
            SelectorTerm::Tagged(name) => {
                self.one_each("tag", name.span, seen)?;
                selector.tag = Some(self.tag(name)?);
            }
            SelectorTerm::Topic(name) => {
                self.one_each("topic", name.span, seen)?;
                selector.topic = Some(self.topic(name)?);
            }
            SelectorTerm::Journey(name) => {
                self.one_each("journey", name.span, seen)?;
                selector.journey = Some(self.journey(name)?);
            }
        }
        Some(())
    }

    fn selector_name(
        &mut self,
        name: &Name,
        selector: &mut Selector,
        seen: &mut Vec<(&'static str, Span)>,
    ) -> Option<()> {
        match self.parameter(&name.text, name.span).cloned() {
            None => {}
            Some(Given::Message(message)) => {
                self.one_each("message", name.span, seen)?;
                selector.message = Some(message?);
                return Some(());
            }
            Some(Given::Channel(Some(ChannelOf::Channel(channel)))) => {
                self.one_each("channel", name.span, seen)?;
                selector.channel = Some(channel);
                return Some(());
            }
            Some(Given::Channel(None)) => return None,
            Some(other) => {
                self.report_parameter(name, &other, "channel or message");
                return None;
            }
        }
        let channel = self.names.channels.id(&name.text);
        let message = self.names.messages.id(&name.text);
        match (channel, message) {
            (Some(channel), None) => {
                self.one_each("channel", name.span, seen)?;
                selector.channel = Some(channel);
            }
            (None, Some(message)) => {
                self.one_each("message", name.span, seen)?;
                selector.message = Some(message);
            }
            (Some(_), Some(_)) => {
                let text = &name.text;
                let message = format!("`{text}` is both a channel and a message");
                let help = format!("write `message {text}` for the message; give the channel another name otherwise");
                self.report(Finding::error("ambiguous-name", message).at(name.span, "").help(help));
                return None;
            }
            (None, None) => {
                self.unknown_selector(name);
                return None;
            }
        }
        Some(())
    }

    fn unknown_selector(&mut self, name: &Name) {
        let text = &name.text;
        if self.names.may_exist(text) {
            return;
        }
        let known: Vec<&str> = Purpose::ALL
            .iter()
            .map(|purpose| purpose.name())
            .chain(self.names.channels.names())
            .chain(self.names.messages.names())
            .collect();
        let (message, help) = if self.names.tags.id(text).is_some() {
            (format!("`{text}` is a tag of journeys, not a channel or message"), format!("write `tagged {text}`"))
        } else if self.names.topics.id(text).is_some() {
            (format!("`{text}` is a topic of messages, not a channel or message"), format!("write `topic {text}`"))
        } else if self.names.journeys.id(text).is_some() {
            (format!("`{text}` is a journey, not a channel or message"), format!("write `journey {text}`"))
        } else {
            let channels: Vec<&str> = self.names.channels.names().collect();
            let what = self.names.what_is(text);
            (
                match what {
                    Some(what) => format!("`{text}` is {what}, not a purpose, channel or message"),
                    None => format!("there is no purpose, channel or message `{text}`"),
                },
                suggestion(text, &known).unwrap_or_else(|| format!("the channels are {}", list(&channels))),
            )
        };
        self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
    }

    /// All words of a selector must match one contact, and a contact has one of each.
    fn one_each(&mut self, what: &'static str, span: Span, seen: &mut Vec<(&'static str, Span)>) -> Option<()> {
        let Some((_, first)) = seen.iter().find(|(kind, _)| *kind == what) else {
            seen.push((what, span));
            return Some(());
        };
        let (one, other) = (self.text(*first), self.text(span));
        let message = format!("no contact is both `{one}` and `{other}`: it has one {what}");
        let finding = Finding::error("type-mismatch", message).at(span, "").at(*first, "");
        self.report(finding.help("write two of them, one for each"));
        None
    }
}

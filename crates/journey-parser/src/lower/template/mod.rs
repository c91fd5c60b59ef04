//! What messages say (language reference 3.4): template files and texts in place, as pieces of the programme.
//!
//! The text is read by minijinja's parser; what stands in its placeholders is turned into expressions of the language and
//! lowered like all others. So a template is as well checked as a condition, and filling it in cannot fail.

mod expression;
mod phrase;
mod place;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use journey_ir::expression::Expression;
use journey_ir::insert::InsertOf;
use journey_ir::operation::Operation;
use journey_ir::program::Start;
use journey_ir::table::{EventId, JourneyId, MessageId, OfferId};
use journey_ir::template::{Escape, Piece, Template};

use self::place::Source;
use super::Lowering;
use super::expression::Scope;
use super::known::learn;
use crate::tree::Text;
use journey_ir::span::FileId;

/// A text of a message, to be read when it is known which journeys send the message.
pub(super) struct Written<'t> {
    pub message: MessageId,
    /// Which of its contents.
    pub content: usize,
    pub part: Part,
    pub text: Place<'t>,
    pub escape: Escape,
}

/// A text of an insert.
pub(super) struct WrittenInsert<'t> {
    pub of: InsertOf,
    pub text: Place<'t>,
    pub escape: Escape,
}

/// Which text of a content.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Subject,
    Body,
}

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) enum Place<'t> {
    /// Between quotes.
    Text(&'t Text),
    /// In a file of its own.
    File(FileId),
}

/// What can be read where a template is filled in.
struct Context {
    scope: Scope,
    /// The events one of which surely started the enrolment, when there is only one such event.
    certain: Option<EventId>,
    offer: Option<OfferId>,
    /// What is surely known here, because an `if` around it asks.
    known: Vec<Expression>,
    /// Whether inserts can stand here, and whether they do.
    inserts: Inserts,
}

/// Whether `{{ inserts }}` can stand in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inserts {
    Cannot,
    Can,
    Do,
}

impl Lowering<'_> {
    /// Reads the texts of all messages.
    pub(super) fn templates(&mut self) {
        self.insert_texts();
        self.place_inserts();
        let senders = self.senders();
        for written in std::mem::take(&mut self.templates) {
            let before = self.findings.len();
            let source = Source::new(self.sources, written.text);
            let mut context = self.context(written.message, senders.get(&written.message));
            self.learn_variant(&written, &mut context);
            if matches!(written.part, Part::Body) {
                context.inserts = Inserts::Can;
            }
            let mut pieces = self.read_text(&source, &mut context);
            if context.inserts == Inserts::Can
                && let Some(pieces) = &mut pieces
            {
                self.append_inserts(&written, pieces);
            }
            self.drop_repeated(before);
            let template = pieces.map(|pieces| Template { pieces: joined(pieces), escape: written.escape });
            let message = &mut self.program.messages[written.message];
            let Some(said) = message.contents.get_mut(written.content) else { continue };
            match (written.part, &mut said.body) {
                (Part::Subject, _) => said.subject = template,
                (Part::Body, Some(body)) => body.template = template,
                (Part::Body, None) => {}
            }
        }
    }

    /// Reads the texts of all inserts.
    fn insert_texts(&mut self) {
        for written in std::mem::take(&mut self.insert_templates) {
            let before = self.findings.len();
            let source = Source::new(self.sources, written.text);
            let mut context = Context {
                scope: Scope::outside(super::insert::PLACE),
                certain: None,
                offer: None,
                known: Vec::new(),
                inserts: Inserts::Cannot,
            };
            if let Some(applies) = &self.program.inserts[written.of.insert].applies {
                learn(applies, true, &mut context.known);
            }
            let pieces = self.read_text(&source, &mut context);
            self.drop_repeated(before);
            let template = pieces.map(|pieces| Template { pieces: joined(pieces), escape: written.escape });
            let texts = &mut self.program.inserts[written.of.insert].texts;
            if let Some(text) = texts.get_mut(usize::from(written.of.text)) {
                text.body.template = template;
            }
        }
    }

    /// Says of each content what goes into it.
    fn place_inserts(&mut self) {
        if self.insert_kinds.is_empty() {
            return;
        }
        for id in self.program.messages.ids() {
            let message = &self.program.messages[id];
            let going: Vec<Vec<InsertOf>> = message
                .contents
                .iter()
                .map(|content| match content.body.as_ref().map(|body| &body.file) {
                    None => Vec::new(),
                    Some(Some(file)) if file.to_lowercase().ends_with(".pdf") => Vec::new(),
                    Some(file) => {
                        let escape = file.as_deref().map_or(Escape::None, super::message::escape_of);
                        self.inserts_for(message, content.channel, escape)
                    }
                })
                .collect();
            for (content, going) in self.program.messages[id].contents.iter_mut().zip(going) {
                content.inserts = going;
            }
        }
    }

    fn append_inserts(&self, written: &Written<'_>, pieces: &mut Vec<Piece>) {
        let content = self.program.messages[written.message].contents.get(written.content);
        if content.is_some_and(|content| !content.inserts.is_empty()) {
            super::insert::append(pieces, written.escape);
        }
    }

    /// What is surely known where a variant is chosen: what chose it.
    fn learn_variant(&self, written: &Written<'_>, context: &mut Context) {
        let message = &self.program.messages[written.message];
        let Some(of) = message.contents.get(written.content).and_then(|content| content.variant) else { return };
        let arms = message.choices.get(usize::from(of.choice)).into_iter().flatten();
        for (index, condition) in arms.enumerate().take(usize::from(of.arm) + 1) {
            learn(condition, index == usize::from(of.arm), &mut context.known);
        }
    }

    /// Reads a text in place that people will read, where what can be read is known: the text of a task.
    /// `certain` is the event that surely started the enrolment, if there is one.
    pub(super) fn text_for_people(&mut self, text: &Text, scope: &Scope, certain: Option<EventId>) -> Option<Template> {
        let mut context =
            Context { scope: scope.clone(), certain, offer: None, known: Vec::new(), inserts: Inserts::Cannot };
        let source = Source::new(self.sources, Place::Text(text));
        let pieces = self.read_text(&source, &mut context)?;
        Some(Template { pieces: joined(pieces), escape: Escape::None })
    }

    /// A file that several messages name is read for each of them, and told about once.
    fn drop_repeated(&mut self, before: usize) {
        let new = self.findings.split_off(before.min(self.findings.len()));
        for finding in new {
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
    }

    /// The journeys that send each message.
    fn senders(&self) -> BTreeMap<MessageId, BTreeSet<JourneyId>> {
        let mut senders: BTreeMap<MessageId, BTreeSet<JourneyId>> = BTreeMap::new();
        for (id, journey) in self.program.journeys.iter() {
            for operation in &journey.operations {
                if let Operation::Send(send) = operation {
                    senders.entry(send.message).or_default().insert(id);
                }
            }
        }
        senders
    }

    fn context(&self, message: MessageId, senders: Option<&BTreeSet<JourneyId>>) -> Context {
        let journeys = senders.into_iter().flatten().map(|&id| &self.program.journeys[id]);
        let starts: Vec<&Start> = journeys.flat_map(|journey| &journey.starts).collect();
        let certain = only_event(starts.iter().copied());
        let mut events: Vec<EventId> = Vec::new();
        for event in starts.iter().filter_map(|start| start.trigger.event()) {
            if !events.contains(&event) {
                events.push(event);
            }
        }
        let scope = Scope { place: "a message", ..Scope::enrolment(events) };
        let offer = self.program.messages[message].offer;
        Context { scope, certain, offer, known: Vec::new(), inserts: Inserts::Cannot }
    }
}

/// The event that surely starts an enrolment: all starts are on it.
pub(super) fn only_event<'s>(starts: impl IntoIterator<Item = &'s Start>) -> Option<EventId> {
    let mut events = starts.into_iter().map(|start| start.trigger.event());
    let first = events.next()??;
    events.all(|event| event == Some(first)).then_some(first)
}

/// Neighbouring texts as one.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (out.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
            (_, piece) => out.push(piece),
        }
    }
    out
}

//! Messages and what they say on each channel.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Body, Content, Message, MessageClause, MessageClauseKind, Text};
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn message(&mut self, span: Span, rest: Node<'t>) -> Option<Message> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        let title = kids.take(Rule::text).and_then(|title| self.text(title));
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::message_head);
        }
        let clauses = self.each(kids, |builder, node| {
            let span = builder.span(&node);
            let kind = match node.as_rule() {
                Rule::bad => MessageClauseKind::Bad(builder.bad(&node, Place::Message)),
                _ => builder.message_clause(node)?,
            };
            Some(MessageClause { span, kind })
        });
        Some(Message { span, name, title, clauses })
    }

    fn message_clause(&mut self, node: Node<'t>) -> Option<MessageClauseKind> {
        Some(match node.as_rule() {
            Rule::content => MessageClauseKind::Content(self.content(node)?),
            Rule::tags => MessageClauseKind::Tags(self.names(node)),
            Rule::message_match => MessageClauseKind::Variants(self.variants(node)?),
            Rule::no_inserts => MessageClauseKind::NoInserts,
            Rule::allow => {
                let span = self.span(&node);
                MessageClauseKind::Allow(self.allow(span, Kids::of(node).after_keywords()?)?)
            }
            rule => {
                let value = Kids::of(node).after_keywords()?;
                match rule {
                    Rule::purpose => MessageClauseKind::Purpose(self.purpose_word(value)?),
                    Rule::topic => MessageClauseKind::Topic(self.name(&value)),
                    Rule::language => MessageClauseKind::Language(self.name(&value)),
                    _ => MessageClauseKind::Offer(self.name(&value)),
                }
            }
        })
    }

    pub(super) fn content(&mut self, node: Node<'t>) -> Option<Content> {
        let mut kids = Kids::of(node);
        let channel = self.name(&kids.next()?);
        let mut content = Content { channel, subject: None, body: None, bad: Vec::new() };
        let inner = kids.next()?;
        if inner.as_rule() != Rule::content_block {
            content.body = self.body(inner);
            return Some(content);
        }
        for node in inner.into_inner() {
            match node.as_rule() {
                Rule::subject => content.subject = Kids::of(node).after_keywords().and_then(|text| self.text(text)),
                Rule::body => content.body = Kids::of(node).after_keywords().and_then(|body| self.body(body)),
                Rule::bad => content.bad.push(self.bad(&node, Place::Content)),
                _ => {}
            }
        }
        Some(content)
    }

    pub(super) fn body(&mut self, node: Node<'t>) -> Option<Body> {
        let in_place = node.as_rule() == Rule::body_text;
        let text = self.text(Kids::of(node).after_keywords()?)?;
        Some(if in_place || !names_a_file(&text) { Body::Text(text) } else { Body::File(text) })
    }
}

/// Whether a quoted text is a file's name: no space in it, and an extension of a template (language reference 3).
fn names_a_file(text: &Text) -> bool {
    let extension = text.value.rsplit_once('.').map(|(_, extension)| extension);
    let known = extension.is_some_and(|extension| TEMPLATE_EXTENSIONS.contains(&extension.to_lowercase().as_str()));
    known && !text.value.contains(char::is_whitespace)
}

const TEMPLATE_EXTENSIONS: &[&str] = &["html", "htm", "mjml", "txt", "md", "json", "xml", "pdf"];

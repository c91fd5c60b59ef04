//! `message welcome "…" { … }` (language reference 3).

use journey_ir::finding::Finding;
use journey_ir::language::Language;
use journey_ir::pressure::Purpose;
use journey_ir::program::{Body, Content, Message, VariantOf};
use journey_ir::table::{Id, MessageId};
use journey_ir::template::Escape;

use super::template::{Part, Place, Written};
use super::{Lowering, Once, literal};
use crate::template_files::TemplateFiles;
use crate::tree::{self, MessageClause, MessageClauseKind, Name};

impl<'t> Lowering<'t> {
    /// Lowers all messages; their texts are read later, see [`Lowering::templates`].
    pub(super) fn messages(&mut self, files: &TemplateFiles) {
        for written in self.names.messages.items.clone() {
            let mut message = Message {
                name: written.name.text.clone(),
                title: written.title.as_ref().map(|title| title.value.clone()),
                purpose: None,
                offer: None,
                topic: None,
                tags: Vec::new(),
                language: None,
                choices: Vec::new(),
                no_inserts: false,
                contents: Vec::new(),
                span: written.name.span,
            };
            let mut once = Once::default();
            let mut seen: Vec<&Name> = Vec::new();
            for clause in &written.clauses {
                if let MessageClauseKind::Content(content) = &clause.kind {
                    self.content(content, files, &mut message, &mut seen);
                } else {
                    self.message_clause(clause, &mut message, &mut once);
                }
            }
            for clause in &written.clauses {
                if let MessageClauseKind::Variants(variants) = &clause.kind {
                    self.variants(variants, files, &mut message, &mut seen);
                }
            }
            // An offer makes a message commercial, unless it says a purpose itself (language reference 3).
            if message.purpose.is_none() && once.span("offer").is_some() {
                message.purpose = Some(Purpose::Commercial);
            }
            self.program.messages.push(message);
        }
    }

    fn message_clause(&mut self, clause: &MessageClause, message: &mut Message, once: &mut Once) {
        let span = clause.span;
        match &clause.kind {
            MessageClauseKind::Purpose(word) => {
                once.note(self, "purpose", span);
                message.purpose = Some(literal::purpose(*word));
            }
            MessageClauseKind::Topic(name) => {
                once.note(self, "topic", span);
                message.topic = self.names.topics.id(&name.text);
            }
            MessageClauseKind::Offer(name) => {
                once.note(self, "offer", span);
                message.offer = self.offer(name);
            }
            MessageClauseKind::Tags(tags) => self.tags(tags, &mut message.tags),
            MessageClauseKind::Language(name) => {
                once.note(self, "language", span);
                message.language = self.language(name);
            }
            MessageClauseKind::NoInserts => {
                once.note(self, "no inserts", span);
                message.no_inserts = true;
            }
            MessageClauseKind::Content(_)
            | MessageClauseKind::Variants(_)
            | MessageClauseKind::Allow(_)
            | MessageClauseKind::Bad(_) => {}
        }
    }

    /// A content says something: what was typed in haste and left empty would go out empty.
    pub(super) fn demand_body(&mut self, content: &tree::Content, message: &str) {
        let (channel, span) = (&content.channel.text, content.channel.span);
        let what = match &content.body {
            Some(tree::Body::Text(text) | tree::Body::File(text)) if !text.value.trim().is_empty() => return,
            Some(_) => "is empty",
            None if content.bad.is_empty() => "has no body",
            None => return,
        };
        let message = format!("the content of `{message}` for `{channel}` {what}");
        let help = format!("write `{channel} text \"…\"`, or in its braces `body text \"…\"` or `body \"FILE.html\"`");
        self.report(Finding::error("empty-content", message).at(span, "").help(help));
    }

    fn content(
        &mut self,
        content: &'t tree::Content,
        files: &TemplateFiles,
        message: &mut Message,
        seen: &mut Vec<&'t Name>,
    ) {
        if self.is_first_content(&content.channel, seen) {
            self.say(content, files, message, None, None);
        }
    }

    /// Whether what is said on a channel is said once; what is said again there is reported.
    pub(super) fn is_first_content(&mut self, channel: &'t Name, seen: &mut Vec<&'t Name>) -> bool {
        if let Some(first) = seen.iter().find(|first| first.text == channel.text) {
            self.given_twice(&format!("the content for `{}`", channel.text), channel.span, first.span);
            return false;
        }
        seen.push(channel);
        true
    }

    /// Lowers what a message says on a channel, whatever else it says.
    pub(super) fn say(
        &mut self,
        content: &'t tree::Content,
        files: &TemplateFiles,
        message: &mut Message,
        variant: Option<VariantOf>,
        language: Option<Language>,
    ) {
        let Some(channel) = self.channel(&content.channel) else { return };
        self.demand_body(content, &message.name);
        let id = MessageId::from_index(self.program.messages.len());
        let mut write = |part, text, escape| {
            self.templates.push(Written { message: id, content: message.contents.len(), part, text, escape });
        };
        if let Some(subject) = &content.subject {
            write(Part::Subject, Place::Text(subject), Escape::None);
        }
        let mut file = None;
        match &content.body {
            Some(tree::Body::Text(text)) => write(Part::Body, Place::Text(text), Escape::None),
            Some(tree::Body::File(name)) => {
                file = Some(name.value.clone());
                if let Some(found) = files.get(name) {
                    write(Part::Body, Place::File(found), escape_of(&name.value));
                }
            }
            None => {}
        }
        let body = content.body.as_ref().map(|_| Body { file, template: None });
        message.contents.push(Content { channel, variant, language, subject: None, body, inserts: Vec::new() });
    }
}

/// How values are written into a template file: by its extension. A text in place is plain text.
pub(super) fn escape_of(file: &str) -> Escape {
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    match extension.as_deref() {
        Some("html" | "htm" | "mjml" | "xml") => Escape::Html,
        _ => Escape::None,
    }
}

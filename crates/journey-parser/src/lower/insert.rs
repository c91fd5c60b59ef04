//! `insert …`: what goes into every message, and where in it (language reference 9.7).

use journey_ir::finding::Finding;
use journey_ir::insert::{Insert, InsertOf, InsertText};
use journey_ir::program::{Body, Message};
use journey_ir::table::{ChannelId, Id, InsertId};
use journey_ir::template::{Escape, Piece};

use super::Lowering;
use super::expression::Scope;
use super::message::escape_of;
use super::template::{Place, WrittenInsert};
use crate::template_files::TemplateFiles;
use crate::tree::{self, Name};

/// Where an insert's condition and words stand, for messages.
pub(super) const PLACE: &str = "an insert";

impl<'t> Lowering<'t> {
    /// Lowers all inserts; their texts are read before those of messages.
    pub(super) fn inserts(&mut self, files: &TemplateFiles) {
        for written in self.names.inserts.items.clone() {
            let condition = written.condition.as_ref();
            let applies = condition.and_then(|condition| self.condition(condition, &Scope::outside(PLACE)));
            let name = written.name.text.clone();
            let mut insert = Insert { name, applies, texts: Vec::new(), span: written.name.span };
            if let Some(body) = &written.body {
                self.insert_text(None, body, files, &mut insert);
            }
            let mut seen: Vec<&Name> = Vec::new();
            for content in &written.contents {
                self.insert_content(content, files, &mut insert, &mut seen);
            }
            if insert.texts.is_empty() && written.contents.is_empty() && written.bad.is_empty() {
                let message = format!("the insert `{}` says nothing", written.name.text);
                let help =
                    "write `insert NAME \"FILE.html\"`, or in its braces what it says on a channel: `sms text \"…\"`";
                self.report(Finding::error("empty-content", message).at(written.name.span, "").help(help));
            }
            self.program.inserts.push(insert);
        }
    }

    fn insert_content(
        &mut self,
        content: &'t tree::Content,
        files: &TemplateFiles,
        insert: &mut Insert,
        seen: &mut Vec<&'t Name>,
    ) {
        let name = &content.channel;
        if !self.is_first_content(name, seen) {
            return;
        }
        if let Some(subject) = &content.subject {
            let message = format!("the insert `{}` goes into bodies: it has no subject", insert.name);
            self.report(Finding::error("out-of-place", message).at(subject.span, "").help("leave it out"));
        }
        let Some(channel) = self.channel(name) else { return };
        self.demand_body(content, &insert.name);
        if let Some(body) = &content.body {
            self.insert_text(Some(channel), body, files, insert);
        }
    }

    fn insert_text(
        &mut self,
        channel: Option<ChannelId>,
        body: &'t tree::Body,
        files: &TemplateFiles,
        insert: &mut Insert,
    ) {
        let of = InsertOf {
            insert: InsertId::from_index(self.program.inserts.len()),
            text: u16::try_from(insert.texts.len()).unwrap_or(u16::MAX),
        };
        let (file, place, escape) = match body {
            tree::Body::Text(text) => (None, Some(Place::Text(text)), Escape::None),
            tree::Body::File(name) => {
                (Some(name.value.clone()), files.get(name).map(Place::File), escape_of(&name.value))
            }
        };
        if file.as_deref().is_some_and(|file| file.to_lowercase().ends_with(".pdf")) {
            let message = format!("the insert `{}` cannot be a `.pdf`: it goes into texts", insert.name);
            let span = match body {
                tree::Body::Text(text) | tree::Body::File(text) => text.span,
            };
            self.report(
                Finding::error("template-file", message).at(span, "").help("name a file of text, such as `.html`"),
            );
        }
        self.insert_kinds.push((of, escape));
        if let Some(text) = place {
            self.insert_templates.push(WrittenInsert { of, text, escape });
        }
        insert.texts.push(InsertText { channel, body: Body { file, template: None } });
    }

    /// What goes into a content of a message, in the order of names: HTML goes only into HTML, plain text only into plain
    /// text, unless it says the channel.
    pub(super) fn inserts_for(&self, message: &Message, channel: ChannelId, escape: Escape) -> Vec<InsertOf> {
        if message.no_inserts {
            return Vec::new();
        }
        let goes = |(of, kind): &&(InsertOf, Escape)| {
            let text = self.program.inserts[of.insert].texts.get(usize::from(of.text));
            text.is_some_and(|text| match text.channel {
                Some(own) => own == channel && (*kind == escape || *kind == Escape::None),
                None => *kind == escape,
            })
        };
        let mut going: Vec<InsertOf> = self.insert_kinds.iter().filter(goes).map(|(of, _)| *of).collect();
        going.sort_by(|a, b| self.program.inserts[a.insert].name.cmp(&self.program.inserts[b.insert].name));
        going
    }
}

/// Puts inserts where a text leaves no place for them: before the end of its body in HTML, else at its end.
pub(super) fn append(pieces: &mut Vec<Piece>, escape: Escape) {
    let inserts = Piece::Inserts { apart: escape == Escape::None };
    let end = pieces.iter().enumerate().rev().find_map(|(index, piece)| match piece {
        Piece::Text(text) if escape == Escape::Html => text.to_ascii_lowercase().rfind("</body").map(|at| (index, at)),
        _ => None,
    });
    let Some((index, at)) = end else {
        pieces.push(inserts);
        return;
    };
    if let Some(Piece::Text(text)) = pieces.get_mut(index) {
        let behind = Piece::Text(text.split_off(at));
        pieces.insert(index + 1, behind);
    }
    pieces.insert(index + 1, inserts);
}

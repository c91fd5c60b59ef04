//! Where something in a template stands in the sources.

use journey_ir::source::Sources;
use journey_ir::span::{FileId, Span};
use minijinja::machinery;

use super::Place;

/// The text of a template, and how its places are places of the sources.
pub(super) struct Source<'a> {
    pub text: &'a str,
    file: FileId,
    /// Of a text in quotes, where each of its bytes stands in the file; nothing for a file of its own.
    places: Option<Vec<u32>>,
}

impl<'a> Source<'a> {
    pub fn new<'t: 'a>(sources: &'a Sources, place: Place<'t>) -> Self {
        match place {
            Place::File(file) => {
                let text = sources.get(file).map_or("", |source| source.text.as_str());
                Self { text, file, places: None }
            }
            Place::Text(text) => {
                let places = Some(places(sources.text(text.span), text.span.start, &text.value));
                Self { text: &text.value, file: text.span.file, places }
            }
        }
    }

    /// Whether anything in the text is more than text.
    pub fn is_plain(&self) -> bool {
        !["{{", "{%", "{#"].iter().any(|mark| self.text.contains(mark))
    }

    /// A place that minijinja names.
    pub fn span(&self, span: machinery::Span) -> Span {
        self.range(to_usize(span.start_offset), to_usize(span.end_offset))
    }

    /// The place of a range of bytes.
    pub fn range(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.offset(start), self.offset(end))
    }

    /// The place of a line, without blanks at its ends; lines count from 1.
    pub fn line(&self, line: usize) -> Span {
        let mut start = 0;
        for (number, text) in self.text.split_inclusive('\n').enumerate() {
            if number + 1 == line {
                let inner = text.trim();
                let blanks = text.len() - text.trim_start().len();
                return self.range(start + blanks, start + blanks + inner.len());
            }
            start += text.len();
        }
        self.range(self.text.len(), self.text.len())
    }

    /// What stands at a place that minijinja names.
    pub fn written(&self, span: machinery::Span) -> &'a str {
        self.text.get(to_usize(span.start_offset)..to_usize(span.end_offset)).unwrap_or_default()
    }

    fn offset(&self, at: usize) -> u32 {
        match &self.places {
            None => u32::try_from(at).unwrap_or(u32::MAX),
            Some(places) => places.get(at).or(places.last()).copied().unwrap_or_default(),
        }
    }
}

fn to_usize(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// For each byte of a quoted text's value, and its end, where it stands in the file: escapes and the blanks inside
/// typographic quotes are not in the value.
fn places(raw: &str, start: u32, value: &str) -> Vec<u32> {
    let mut places = Vec::with_capacity(value.len() + 1);
    let escapes = raw.starts_with('"');
    let quote = raw.chars().next().map_or(0, char::len_utf8);
    let inner = raw.get(quote..).unwrap_or_default();
    let blanks = if escapes { 0 } else { inner.len() - inner.trim_start().len() };
    let mut at = quote + blanks;
    for letter in value.chars() {
        let offset = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(start);
        let written = raw.get(at..).unwrap_or_default();
        places.extend((0..letter.len_utf8()).map(|byte| offset + u32::try_from(byte).unwrap_or_default()));
        let two = escapes && ["\\\"", "\\\\", "\\n"].iter().any(|escape| written.starts_with(escape));
        at += if two { 2 } else { letter.len_utf8() };
    }
    places.push(u32::try_from(at).unwrap_or(u32::MAX).saturating_add(start));
    places
}

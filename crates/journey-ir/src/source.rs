//! The source files of a programme and the template files that they name: their names, texts, lines and columns.

use crate::span::{FileId, Span};

/// The source files, in the order in which they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<Source>,
}

/// One source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// How the file is called when people are told about it.
    pub path: String,
    /// The folder in which it stands, below that of the programme, with `/`; empty: that of the programme itself.
    pub folder: String,
    /// What stands in it.
    pub text: String,
    /// Whether it is a template: the body of a message, not a part of the programme's text.
    pub is_template: bool,
    /// The byte at which each line begins; the first is 0.
    line_starts: Vec<usize>,
}

/// A place for people: both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Sources {
    /// Adds a `.journey` file, whose path begins at the programme's folder, and gives its number.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let path = path.into();
        let folder = path.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default();
        self.push(path, folder, text.into(), false)
    }

    /// The same for a file whose path begins elsewhere.
    pub fn add_in(&mut self, folder: impl Into<String>, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(path.into(), folder.into(), text.into(), false)
    }

    /// Adds a template file and gives its number.
    pub fn add_template(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(path.into(), String::new(), text.into(), true)
    }

    fn push(&mut self, path: String, folder: String, text: String, is_template: bool) -> FileId {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_breaks).collect();
        self.files.push(Source { path, folder, text, is_template, line_starts });
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file of that number; nothing when it is another programme's number.
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(usize::try_from(file.0).ok()?)
    }

    /// The files with their numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0..=u32::MAX).map(FileId).zip(self.files.iter())
    }

    /// The name of the file that a range is in; empty when the range is another programme's.
    #[must_use]
    pub fn path(&self, file: FileId) -> &str {
        self.get(file).map_or("", |source| &source.path)
    }

    /// The text of a range; empty when the range is another programme's.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|source| source.text.get(to_index(span.start)..to_index(span.end))).unwrap_or("")
    }

    /// Where a range begins.
    #[must_use]
    pub fn start(&self, span: Span) -> Position {
        self.position(span.file, span.start)
    }

    /// The place just after a range.
    #[must_use]
    pub fn end(&self, span: Span) -> Position {
        self.position(span.file, span.end)
    }

    fn position(&self, file: FileId, offset: u32) -> Position {
        self.get(file).map_or(Position { line: 1, column: 1 }, |source| source.position(to_index(offset)))
    }
}

impl Source {
    /// The place of a byte; beyond the end, the place after the last character.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.line_starts.get(index)).copied();
        let before = start.and_then(|start| self.text.get(start..)).unwrap_or("");
        let length = offset.saturating_sub(start.unwrap_or(0));
        let column = before.char_indices().take_while(|(at, _)| *at < length).count() + 1;
        Position { line, column }
    }

    /// A line, without its line break, counted from 1.
    #[must_use]
    pub fn line(&self, line: usize) -> Option<&str> {
        let start = *self.line_starts.get(line.checked_sub(1)?)?;
        self.text.get(start..)?.lines().next().or(Some(""))
    }
}

fn to_index(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Where template files come from: a folder, or a few made by hand. The compiler itself reads no file.
pub trait Templates {
    /// The template that the `.journey` file called `path` in the sources names; `name` is relative to that file.
    ///
    /// # Errors
    /// Why there is none.
    fn template(&self, path: &str, name: &str) -> Result<TemplateFile, NoTemplate>;
}

/// A template file as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFile {
    /// How the file is called when people are told about it; the same for every way of naming it.
    pub path: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// Why a template file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoTemplate {
    /// There is no such file; perhaps one with a name like it.
    Missing {
        /// What could be written instead.
        near: Option<String>,
    },
    /// It lies outside the programme's folder.
    Outside,
    /// It is larger than a template may be.
    TooBig {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The system refuses to read it, and says why.
    Unreadable(String),
}

#[cfg(test)]
mod tests {
    use super::{Position, Sources};
    use crate::span::Span;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let mut sources = Sources::default();
        let file = sources.add("été.journey", "a\n  été b\n");
        let span = Span::new(file, 4, 9);
        assert_eq!(sources.text(span), "été");
        assert_eq!(sources.start(span), Position { line: 2, column: 3 });
        assert_eq!(sources.end(span), Position { line: 2, column: 6 });
        let end = Span::new(file, 12, 12);
        assert_eq!(sources.start(end), Position { line: 3, column: 1 });
        assert_eq!(sources.get(file).unwrap().line(2), Some("  été b"));
        assert_eq!(sources.get(file).unwrap().line(3), Some(""));
        assert_eq!(sources.get(file).unwrap().line(4), None);
    }
}

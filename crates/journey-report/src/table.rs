//! Tables of text with aligned columns, for terminals and logs.
//!
//! Widths are those that a terminal gives the characters, so accents and wide characters stay aligned. Table crates draw
//! frames and wrap cells; a summary wants neither, so this stays small instead.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::look::Look;

/// Rows under headings. The first column is the title of the row.
pub struct TextTable {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

/// How a column is set.
pub struct Column {
    heading: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words: to the left, and cut where the table is wider than the line.
    Words,
    /// Numbers: to the right, never cut.
    Number,
}

impl Column {
    /// A column of words.
    pub const fn words(heading: &'static str) -> Self {
        Self { heading, kind: Kind::Words }
    }

    /// A column of numbers.
    pub const fn number(heading: &'static str) -> Self {
        Self { heading, kind: Kind::Number }
    }
}

const INDENT: &str = "  ";
const GAP: &str = "  ";
/// Words are not cut below this width: a table on a very narrow line runs over it rather than saying nothing.
const WORDS_WIDTH_MIN: usize = 12;

impl TextTable {
    /// Without rows yet.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row, one cell for each column.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The headings, then the rows, a line each; no headings when all are empty. A column of words in which no row has
    /// one is left out.
    pub fn render(mut self, look: Look) -> String {
        self.drop_empty_columns();
        let widths = self.widths(look.width);
        let mut out = String::new();
        if self.columns.iter().any(|column| !column.heading.is_empty()) {
            let headings: Vec<String> = self.columns.iter().map(|column| column.heading.to_owned()).collect();
            out.push_str(&look.bold(&self.line(&headings, &widths)));
            out.push('\n');
        }
        for row in &self.rows {
            out.push_str(&self.line(row, &widths));
            out.push('\n');
        }
        out
    }

    fn drop_empty_columns(&mut self) {
        for index in (0..self.columns.len()).rev() {
            let is_number = self.columns.get(index).is_some_and(|column| column.kind == Kind::Number);
            if !is_number && self.rows.iter().all(|row| row.get(index).is_none_or(String::is_empty)) {
                self.columns.remove(index);
                for row in self.rows.iter_mut().filter(|row| index < row.len()) {
                    row.remove(index);
                }
            }
        }
    }

    /// As wide as the widest cell; where that is more than a line, the widest columns of words give way first.
    fn widths(&self, line_width: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| column.heading.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let gaps = INDENT.len() + GAP.len() * widths.len().saturating_sub(1);
        while gaps + widths.iter().sum::<usize>() > line_width {
            let words = widths.iter_mut().zip(&self.columns).filter(|(_, column)| column.kind == Kind::Words);
            match words.map(|(width, _)| width).max() {
                Some(widest) if *widest > WORDS_WIDTH_MIN => *widest -= 1,
                _ => break,
            }
        }
        widths
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = INDENT.to_owned();
        for (index, ((cell, &width), column)) in cells.iter().zip(widths).zip(&self.columns).enumerate() {
            if index > 0 {
                line.push_str(GAP);
            }
            let cell = if column.kind == Kind::Words { cut(cell, width) } else { cell.clone() };
            let blanks = " ".repeat(width.saturating_sub(cell.width()));
            match column.kind {
                Kind::Words => line.extend([cell, blanks]),
                Kind::Number => line.extend([blanks, cell]),
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// The beginning of a text that is wider than `width`, with an ellipsis.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let kept = text.chars().take_while(|&character| {
        let fits = character.width().unwrap_or(0) <= left;
        left = left.saturating_sub(character.width().unwrap_or(0));
        fits
    });
    format!("{}…", kept.collect::<String>().trim_end())
}

#[cfg(test)]
mod tests {
    use super::{Column, Look, TextTable};

    fn table() -> TextTable {
        let mut table = TextTable::new(vec![Column::words("journey"), Column::number("sent"), Column::words("why")]);
        table.row(vec!["Réactivation d'été 日本".into(), "1,234".into(), "a cap was full".into()]);
        table.row(vec!["Bienvenue".into(), "7".into(), String::new()]);
        table
    }

    #[test]
    fn columns_are_aligned_by_what_a_terminal_shows() {
        let text = table().render(Look::PLAIN);
        assert_eq!(
            text,
            "  journey                   sent  why\n  \
               Réactivation d'été 日本  1,234  a cap was full\n  \
               Bienvenue                    7\n"
        );
    }

    #[test]
    fn a_column_without_words_is_left_out() {
        let mut table = TextTable::new(vec![Column::words("journey"), Column::words("why"), Column::number("sent")]);
        table.row(vec!["a".into(), String::new(), "1".into()]);
        assert_eq!(table.render(Look::PLAIN), "  journey  sent\n  a           1\n");
    }

    #[test]
    fn words_give_way_on_a_narrow_line_and_numbers_do_not() {
        let text = table().render(Look { color: false, width: 36 });
        assert_eq!(
            text,
            "  journey         sent  why\n  \
               Réactivation…  1,234  a cap was f…\n  \
               Bienvenue          7\n"
        );
    }
}

//! What the place where a text will be read can show.

/// What the place where a text will be read can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether it understands colours.
    pub color: bool,
    /// How many columns a line has.
    pub width: usize,
}

impl Look {
    /// A file or a pipe: no colours, and lines of 120 columns.
    pub const PLAIN: Self = Self { color: false, width: 120 };

    /// A headline.
    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Something that must not be overlooked.
    pub(crate) fn alarming(self, text: &str) -> String {
        self.paint("33", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

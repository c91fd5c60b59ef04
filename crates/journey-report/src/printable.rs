//! Texts of other people on a terminal: what would steer it is made visible.

use std::borrow::Cow;

/// The text without characters that move the cursor, change colours or turn the direction of reading. Each is replaced by
/// one of as many bytes, so that places in the text stay where they are; line breaks and tabs stay.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| stand_in(c).is_some()) {
        Cow::Owned(text.chars().map(|c| stand_in(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn stand_in(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' => None,
        '\0'..='\x1f' | '\x7f' => Some('?'),
        '\u{80}'..='\u{9f}' => Some('·'),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_steers_a_terminal_is_replaced_byte_for_byte_and_everything_else_stays() {
        for (text, shown) in [
            ("l'été, « vingt » €\r\n\tvaut", "l'été, « vingt » €\r\n\tvaut"),
            ("\x1b[31mred\x07\0", "?[31mred??"),
            ("a\u{9b}b\u{202e}c", "a·b\u{fffd}c"),
        ] {
            assert_eq!(printable(text), shown);
            assert_eq!(printable(text).len(), text.len());
        }
    }
}

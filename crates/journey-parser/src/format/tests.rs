//! However a text is laid out, and wherever it has comments: formatting keeps its words and its comments, and formatting
//! twice is formatting once.

use super::{WIDTH, format, width};
use crate::syntax::{Shape, parse, tokens};
use journey_ir::span::FileId;
use proptest::prelude::*;

const EVERY_CONSTRUCT: &str = include_str!("../../../../tests/healthy/every-construct/input.journey");
const CLUB: &str = include_str!("../../../../journeys/club/schema.journey");
const RECLAMATION: &str = include_str!("../../../../journeys/club/reclamation.journey");
const BIENVENUE: &str = include_str!("../../../../journeys/club/bienvenue.journey");

/// What a text says: its tree without places, and its comments.
fn meaning(text: &str) -> (String, Vec<String>) {
    let parsed = parse(FileId(0), text);
    let comment = |comment: &crate::tree::Comment| {
        text[comment.span.start as usize..comment.span.end as usize].trim_end().to_owned()
    };
    let tree = format!("{:?}", parsed.tree.items);
    let mut pieces = tree.split("Span { ");
    let mut without_places = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        without_places += piece.split_once(" }").map_or(piece, |(_, rest)| rest);
    }
    (without_places, parsed.tree.comments.iter().map(comment).collect())
}

/// The words of a text with other blanks, line breaks and comments between them, as the numbers say.
fn laid_out(text: &str, choices: &[u8]) -> String {
    let mut out = String::new();
    let words = tokens(text).into_iter().filter(|token| token.shape != Shape::Comment);
    for (at, (token, choice)) in words.zip(choices.iter().cycle()).enumerate() {
        let between = match choice {
            0 => "\n",
            1 => "\n\n",
            2 => "\n\n\n    ",
            3 => &format!("  # at the end {at}\n"),
            4 => &format!("\n#on a line of its own {at}  \n"),
            5 => &format!("\n\n# apart {at}\n\n\t# and another\n"),
            6 => "   ",
            _ if token.glued => "",
            _ => " ",
        };
        out += between;
        out += &token.text;
    }
    out
}

fn check(text: &str) -> String {
    let formatted = format(text).expect("there is no error in it");
    assert_eq!(format(&formatted).as_ref(), Ok(&formatted), "formatting twice differs for:\n{text}");
    assert_eq!(meaning(&formatted), meaning(text), "the meaning changed: {text}\n→\n{formatted}");
    for line in formatted.lines() {
        assert!(width(line) <= WIDTH || line.contains(['"', '#']), "too long: {line}");
        assert_eq!(line.trim_end(), line);
    }
    assert!(!formatted.contains("\n\n\n") && !formatted.starts_with('\n') && !formatted.ends_with("\n\n"));
    formatted
}

#[test]
fn the_examples_of_the_project() {
    for text in [EVERY_CONSTRUCT, CLUB, RECLAMATION, BIENVENUE, "", "# nothing but a comment", "\n\n"] {
        check(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_layout(
        example in proptest::sample::select(vec![EVERY_CONSTRUCT, CLUB, RECLAMATION, BIENVENUE]),
        rare in 7_u8..60,
        choices in proptest::collection::vec(any::<u8>(), 50..400),
    ) {
        let choices: Vec<u8> = choices.iter().map(|choice| choice % rare).collect();
        let text = laid_out(example, &choices);
        // An item's first words at the beginning of a line say that the block before it has lost its `}`: not every layout
        // of healthy words is healthy.
        prop_assume!(parse(FileId(0), &text).findings.is_empty());
        check(&text);
    }
}

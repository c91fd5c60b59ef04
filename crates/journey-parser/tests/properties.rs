//! Any text parses: no panic, no finding outside the text, the same result twice.

use journey_ir::span::{FileId, Span};
use journey_parser::{Parsed, parse, parse_bytes};
use proptest::prelude::*;

const HEALTHY: &str = include_str!("../../../tests/healthy/every-construct/input.journey");

fn check(text: &str) -> Parsed {
    let parsed = parse(FileId(7), text);
    let inside = |span: Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        assert_eq!(span.file, FileId(7));
        assert!(start <= end && end <= text.len(), "{span:?} in {} bytes", text.len());
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{span:?}");
    };
    for finding in &parsed.findings {
        assert!(!finding.labels.is_empty(), "{finding:?}");
        assert_ne!(finding.rule, "internal", "{finding:?}");
        finding.labels.iter().for_each(|label| inside(label.span));
    }
    parsed.tree.comments.iter().for_each(|comment| inside(comment.span));
    // The tree has too many kinds of node to walk here: its debug text shows every span.
    for span in format!("{:?}", parsed.tree).split("Span { file: FileId(7), start: ").skip(1) {
        let mut numbers = span.split([',', ' ', '}']).filter_map(|word| word.parse().ok());
        inside(Span {
            file: FileId(7),
            start: numbers.next().unwrap_or(u32::MAX),
            end: numbers.next().unwrap_or(u32::MAX),
        });
    }
    parsed
}

#[test]
fn a_healthy_text_has_no_findings() {
    assert_eq!(check(HEALTHY).findings, vec![]);
}

#[test]
fn line_breaks_mean_nothing() {
    let code = HEALTHY.lines().filter(|line| !line.starts_with('#'));
    let one_line = code.collect::<Vec<_>>().join(" ");
    assert_eq!(check(&one_line).findings, vec![]);
}

#[test]
fn a_healthy_text_cut_anywhere_parses() {
    for (at, _) in HEALTHY.char_indices().step_by(131) {
        check(&HEALTHY[..at]);
        check(&HEALTHY[at..]);
    }
}

#[test]
fn one_byte_less_costs_few_findings() {
    let mut most = 0;
    for (at, removed) in HEALTHY.char_indices().step_by(29) {
        let text = format!("{}{}", &HEALTHY[..at], &HEALTHY[at + removed.len_utf8()..]);
        most = most.max(check(&text).findings.len());
    }
    assert!(most <= 4, "one missing character gives {most} findings");
}

#[test]
fn limits_are_named() {
    let rule_of = |text: &str| {
        check(text).findings.iter().map(|finding| (finding.rule, finding.message.clone())).collect::<Vec<_>>()
    };
    let named = |text: &str, words: &str| {
        let findings = rule_of(text);
        assert!(findings.iter().any(|(rule, message)| *rule == "limit" && message.contains(words)), "{findings:?}");
    };
    named(&"#".repeat((1 << 20) + 1), "1 MiB");
    named(&format!("segment a = {}b{}", "(".repeat(65), ")".repeat(65)), "64 deep");
    named(&format!("journey a {{ {} {}", "if b {".repeat(65), "}".repeat(66)), "64 deep");
    named(&format!("segment a = {}b", "not ".repeat(100)), "more than 64");
    named(&format!("segment a = {}1 > b", "1 + ".repeat(100_000)), "more than 64");
    named(&format!("message a {{ sms text \"{}\" }}", "x".repeat(20_001)), "20000");
    named(&"?\n".repeat(2000), "more than 500");
    assert_eq!(rule_of(&format!("segment a = {}b{}", "(".repeat(64), ")".repeat(64))), vec![]);
}

/// How deep brackets stand in one another is known before the grammar sees them, behind quotes that do not close as well: else the
/// grammar would take all of the stack.
#[test]
fn nesting_without_end_is_no_trouble() {
    let heads = [
        "",
        "journey x {\n  for ",
        "journey x {\n  ",
        "message m { email text ",
        "segment s = ",
        "customer { a integer = ",
    ];
    let quotes = ["", "\"", "«", "\"\n", "# ", "\\\"", "\" \""];
    let parts = [
        "(",
        "{",
        "(\"",
        "{«",
        "sum(",
        "not (",
        "if a {",
        "else if a { } ",
        "not ",
        "- ",
        "match a { b ",
        "a in (",
        "\"\n(",
    ];
    for (head, quote) in heads.iter().flat_map(|head| quotes.iter().map(move |quote| (head, quote))) {
        for part in parts {
            let parsed = parse(FileId(7), &format!("{head}{quote}{}", part.repeat(20_000 / part.len())));
            assert!(parsed.findings.len() <= 501, "{head}{quote}{part}…: {} findings", parsed.findings.len());
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_one_finding() {
    let (text, parsed) = parse_bytes(FileId(0), b"event a\nevent caf\xE9 { }\n");
    assert_eq!(parsed.findings.len(), 1);
    assert!(parsed.findings[0].message.contains("line 2"), "{:?}", parsed.findings);
    let span = parsed.findings[0].labels[0].span;
    assert_eq!(&text[span.start as usize..span.end as usize], "\u{FFFD}");
    let (_, utf16) = parse_bytes(FileId(0), b"\xFF\xFEe\0v\0");
    assert!(utf16.findings[0].message.contains("UTF-16"));
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let (_, parsed) = parse_bytes(FileId(0), "\u{FEFF}event a\n".as_bytes());
    assert_eq!((parsed.findings.len(), parsed.tree.items.len()), (0, 1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_parses(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn arbitrary_words_parse(words in proptest::collection::vec(word(), 0..80)) {
        let text = words.join(" ");
        let parsed = check(&text);
        prop_assert_eq!(&parsed, &check(&text));
    }

    #[test]
    fn damaged_text_parses(cut in 0..HEALTHY.len(), length in 0..60_usize, with in "[ -~\n«é\u{A0}]{0,12}") {
        let floor = |mut at: usize| {
            while !HEALTHY.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (from, to) = (floor(cut), floor((cut + length).min(HEALTHY.len())));
        check(&format!("{}{with}{}", &HEALTHY[..from], &HEALTHY[to..]));
    }
}

/// Words of the language, signs, and line breaks.
fn word() -> impl Strategy<Value = String> {
    let words: Vec<String> = HEALTHY.split_whitespace().map(str::to_owned).collect();
    prop_oneof![
        4 => proptest::sample::select(words),
        2 => proptest::sample::select(vec!["{", "}", "(", ")", "\"", "\n", "#", "=", "-", "not", ",", "«", "\u{A0}", "\\"])
            .prop_map(str::to_owned),
    ]
}

//! Every rendering of findings, as snapshots beside this file.

use journey_ir::finding::{Accepted, Finding, Verdict};
use journey_ir::source::Sources;
use journey_ir::span::{FileId, Span};
use journey_ir::time::Date;

use super::{Counts, accepted_lines, closing_line, human, json, sort};
use crate::look::Look;

/// Two files, with accents before the places so that bytes and characters differ.
fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.add(
        "été/relance.journey",
        "# L'été à la mer\njourney relance \"Relance d'été\" {\n  start on achat where montnat >= 3j\n  for vpi\n\n  send hello by emial\n}\n",
    );
    sources.add("schema.journey", "segment vip = tier == gold\n\nevent achat { montant decimal }\n");
    sources
}

/// The place of a text in a file.
fn place(sources: &Sources, file: u32, text: &str) -> Span {
    let start = sources.get(FileId(file)).unwrap().text.find(text).unwrap();
    let at = |offset: usize| u32::try_from(offset).unwrap();
    Span::new(FileId(file), at(start), at(start + text.len()))
}

fn findings(sources: &Sources) -> Vec<Finding> {
    let at = |file, text| place(sources, file, text);
    let mut findings = vec![
        Finding::warning("no-goal", "journey `relance` has no goal: nothing tells whether it works")
            .at(at(0, "relance \"Relance d'été\""), "")
            .verdict(Verdict::Proved),
        Finding::error("unknown-name", "event `achat` has no field `montnat`")
            .at(at(0, "montnat"), "not a field of `achat`")
            .at(at(0, "achat"), "this event")
            .at(at(1, "achat"), "`achat` is declared here")
            .help("write `montant`"),
        Finding::error("french-duration", "`3j` is not a duration").at(at(0, "3j"), "").help("write `3 days`"),
        Finding::error("unknown-name", "there is no channel `emial`").at(at(0, "emial"), "").help("write `email`"),
        Finding::info("summary", "the programme has no manifest of its own"),
    ];
    sort(&mut findings);
    findings
}

#[test]
fn for_people_without_colours() {
    let sources = sources();
    insta::assert_snapshot!(human(&sources, &findings(&sources), Look::PLAIN));
}

#[test]
fn for_people_with_colours() {
    let sources = sources();
    let findings = findings(&sources);
    let text = human(&sources, &findings[1..2], Look { color: true, width: 80 });
    insta::assert_snapshot!(text.replace('\x1b', "␛"));
}

#[test]
fn for_machines() {
    let sources = sources();
    insta::assert_snapshot!(json(&sources, &findings(&sources), &accepted(&sources)).unwrap());
}

/// The second finding, accepted.
fn accepted(sources: &Sources) -> Vec<Accepted> {
    let until = Date::from_ymd(2026, 12, 31).unwrap();
    let finding = Finding { owner: Some("Service fidélité".to_owned()), ..findings(sources).remove(1) };
    vec![Accepted { finding, because: "validé par la direction".to_owned(), until }]
}

#[test]
fn what_is_accepted_is_a_line_each() {
    let sources = sources();
    insta::assert_snapshot!(accepted_lines(&sources, &accepted(&sources)));
}

#[test]
fn nothing_found_is_an_empty_list() {
    insta::assert_snapshot!(json(&Sources::default(), &[], &[]).unwrap());
}

#[test]
fn the_closing_line_counts_what_there_is() {
    let counts = |errors, warnings, infos| Counts { errors, warnings, infos };
    assert_eq!(closing_line(counts(3, 1, 0), 5), "3 errors, 1 warning in 5 files");
    assert_eq!(closing_line(counts(1, 0, 1200), 1), "1 error, 1,200 remarks in 1 file");
    assert_eq!(closing_line(counts(0, 0, 0), 5), "no errors, no warnings in 5 files");
}

#[test]
fn a_place_at_the_very_end_and_a_place_that_is_not_there_are_no_trouble() {
    let mut sources = Sources::default();
    let file = sources.add("open.journey", "journey a {\n  wait 3 days\n");
    sources.add("empty.journey", "");
    let findings = [
        Finding::error("syntax", "the brace of `journey a` is never closed")
            .at(Span::new(file, 26, 26), "the file ends here")
            .at(Span::new(file, 10, 11), "opened here"),
        Finding::error("syntax", "this file is empty").at(Span::new(FileId(1), 0, 0), ""),
        Finding::error("syntax", "this place is beyond its file").at(Span::new(file, 90, 95), ""),
        Finding::error("syntax", "this file is another programme's").at(Span::new(FileId(9), 0, 1), ""),
    ];
    insta::assert_snapshot!(human(&sources, &findings, Look::PLAIN));
}

#[test]
fn a_block_of_many_lines_is_shown_by_its_first() {
    let mut sources = Sources::default();
    let file = sources.add("long.journey", format!("journey a {{\n{}}}\n", "  wait 1 day\n".repeat(40)));
    let all = u32::try_from(sources.get(file).unwrap().text.len()).unwrap();
    let findings = [Finding::warning("long", "`a` is long").at(Span::new(file, 0, all), "all of it")];
    insta::assert_snapshot!(human(&sources, &findings, Look::PLAIN));
}

#[test]
fn a_place_on_an_endless_line_is_told_in_words() {
    let mut sources = Sources::default();
    let file =
        sources.add("endless.journey", format!("# {}\nsegment a = b\n{}b", "x".repeat(9_000), " ".repeat(70_000)));
    let at = |start: u32| {
        Finding::error("unknown-name", "there is no attribute or segment `b`")
            .at(Span::new(file, start, start + 1), "")
            .help("did you mean `a`?")
    };
    insta::assert_snapshot!(human(&sources, &[at(9_015), at(79_017)], Look::PLAIN));
}

#[test]
fn a_text_cannot_steer_the_terminal() {
    let mut sources = Sources::default();
    let file = sources.add("steering.journey", "event \x1b[31mred\n");
    let findings = [Finding::error("syntax", "expected a name, found `\x1b`").at(Span::new(file, 6, 7), "\x1b")];
    insta::assert_snapshot!(human(&sources, &findings, Look::PLAIN));
}

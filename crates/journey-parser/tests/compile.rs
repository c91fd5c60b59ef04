//! Whatever is written, compiling ends, never panics, and gives a programme exactly when nothing is wrong.
#![allow(clippy::disallowed_methods, reason = "the test reads the cases of tests/")]

use std::fs;
use std::path::Path;

use journey_ir::finding::Severity;
use journey_ir::source::Sources;
use journey_parser::compile;
use proptest::prelude::*;

/// The words of all cases, file by file.
fn corpus() -> Vec<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let mut files = Vec::new();
    for suite in ["lowering", "typing"] {
        let mut cases: Vec<_> =
            fs::read_dir(root.join(suite)).expect("a suite is a folder").flatten().map(|case| case.path()).collect();
        cases.sort();
        for case in cases {
            let text = fs::read_to_string(case.join("input.journey")).expect("a case has an input");
            files.push(text.split_inclusive([' ', '\n', '(', ')', '.']).map(str::to_owned).collect());
        }
    }
    files
}

/// A file of the corpus with some words replaced by words from anywhere, left out or doubled.
fn slips() -> impl Strategy<Value = String> {
    let corpus = corpus();
    let words: Vec<String> = corpus.iter().flatten().cloned().collect();
    let slip = (any::<prop::sample::Index>(), prop::sample::select(words), 0..3_u8);
    (prop::sample::select(corpus), prop::collection::vec(slip, 0..6)).prop_map(|(mut file, slips)| {
        for (place, word, kind) in slips {
            let place = place.index(file.len().max(1));
            match kind {
                0 if place < file.len() => drop(file.remove(place)),
                1 => file.insert(place.min(file.len()), word),
                _ => file.iter_mut().skip(place).take(1).for_each(|old| old.clone_from(&word)),
            }
        }
        file.concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_programme_is_there_exactly_when_nothing_is_wrong(text in slips()) {
        let mut sources = Sources::default();
        sources.add("slips.journey", text);
        let compiled = compile(&sources);
        let wrong = compiled.findings.iter().any(|finding| finding.severity == Severity::Error);
        prop_assert_eq!(compiled.program.is_none(), wrong);
        for finding in &compiled.findings {
            prop_assert!(!finding.labels.is_empty(), "a finding without a place: {}", finding.message);
            prop_assert_ne!(finding.rule, "internal", "{}", &finding.message);
        }
    }
}

#[test]
fn the_same_sources_give_the_same_findings_and_programme() {
    for file in corpus() {
        let mut sources = Sources::default();
        sources.add("case.journey", file.concat());
        let (first, second) = (compile(&sources), compile(&sources));
        assert_eq!(first.findings, second.findings);
        assert_eq!(first.program, second.program);
    }
}

#[test]
fn names_do_not_depend_on_the_order_of_files() {
    let declarations =
        "event purchase { amount decimal }\nchannel email\nmessage hello { email text \"Hello there.\" }\n";
    let journey = "journey j {\n  start on purchase\n\n  send hello by email\n}\n";
    for texts in [[declarations, journey], [journey, declarations]] {
        let mut sources = Sources::default();
        for (index, text) in texts.into_iter().enumerate() {
            sources.add(format!("{index}.journey"), text);
        }
        let compiled = compile(&sources);
        assert_eq!(compiled.findings, []);
        assert!(compiled.program.is_some());
    }
}

#[test]
fn chains_of_segments_have_a_limit() {
    let chain = |length: usize| {
        let mut text = String::from("customer { points integer }\nsegment s0 = points > 3\n");
        for number in 1..=length {
            text.extend([&format!("segment s{number} = not s{}", number - 1), "\n"]);
        }
        let mut sources = Sources::default();
        sources.add("chain.journey", text);
        compile(&sources).findings
    };
    assert_eq!(chain(64), []);
    let findings = chain(5000);
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["limit"]);
}

/// Whoever copies the library's file into a programme changes nothing.
#[test]
fn the_standard_library_has_no_findings() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../library/france.journey");
    let mut sources = Sources::default();
    sources.add("library/france.journey", fs::read_to_string(path).expect("the library is there"));
    let compiled = compile(&sources);
    assert_eq!(compiled.findings, vec![]);
    let program = compiled.program.expect("it compiles");
    assert!(program.calendars.iter().any(|(_, calendar)| calendar.name.as_deref() == Some("fr_telephone")));
}

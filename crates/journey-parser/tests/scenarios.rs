//! A scenario that is printed and read again is the same scenario (language reference 8.2), for any scenario.
#![allow(clippy::format_collect, clippy::needless_for_each, reason = "short programmes are made, not fast ones")]

use journey_ir::program::Program;
use journey_ir::scenario::{Expectation, Scenario, text};
use journey_ir::source::Sources;
use journey_ir::span::{FileId, Span};
use journey_parser::{compile, format};
use proptest::prelude::*;
use proptest::sample::select;

const PROGRAMME: &str = r#"
programme "Club" { timezone Europe/Paris  holdout 2% }
customer {
  prénom   text?
  points   integer
  spend    decimal
  optin    boolean
  birthday date?
  joined   datetime?
  tier     one of none, "très cher", gold, missing
  zone     timezone?
  favourite channel?
}
event joined_club
event purchase { amount decimal  channel one of store, web  note text? }
channel email
channel sms
message welcome "Bienvenue" { email "Bienvenue !"  sms text "Bienvenue !" }
message offer "Offre" { email "Une offre."  sms text "Une offre." }
segment vip = tier == gold
journey bienvenue { start on joined_club  send welcome by email  wait 1 day  send offer by sms }
"#;

/// What can be given to an attribute.
const GIVEN: &[&str] = &[
    "prénom \"Zoé \\\"Z\\\" \\\\ {{ x }}\"",
    "prénom missing",
    "points -12",
    "spend 12.50",
    "spend -3",
    "optin yes",
    "birthday 1992-02-29",
    "joined 2025-06-01 08:30:15",
    "joined 2025-06-01",
    "tier \"très cher\"",
    "tier missing",
    "zone Asia/Tokyo",
    "zone \"UTC\"",
    "favourite sms",
];

const HAPPENS: &[&str] = &[
    "joined_club",
    "purchase",
    "purchase { amount 40  channel store }",
    "purchase { note \"a\\nb\"  amount 1.2345 }",
    "set tier = gold",
    "set zone = Europe/London",
    "set prénom = missing",
    "opened welcome",
    "unsubscribed offer",
];

const EXPECTED: &[&str] = &[
    "welcome by email",
    "offer skipped capped",
    "enters bienvenue",
    "leaves bienvenue completed",
    "leaves bienvenue goal",
];

const OTHERS: &[&str] = &[
    "holdout yes",
    "never commercial sms except welcome",
    "never any until 2026-06-01 09:00",
    "expect vip and count(purchase, last 7 days) > 2 at 2026-02-01",
    "expect not optin at 2026-02-01 12:00:01",
    "expect exactly in bienvenue { }",
    "from 2025-01-01",
    "until 2026-12-24 18:00",
    "2024-12-24 18:00 contact offer by sms",
];

fn when() -> impl Strategy<Value = String> {
    let day = (1..=28_u8, 1..=6_u8).prop_map(|(day, month)| format!("2026-{month:02}-{day:02}"));
    let time = select(vec!["", " 09:00", " 18:30:15", " 00:00"]);
    let date = (day, time).prop_map(|(day, time)| format!("{day}{time}"));
    prop_oneof![3 => date, 1 => select(vec!["+7 days".to_owned(), "+1 month 10:00".to_owned()])]
}

fn scenario() -> impl Strategy<Value = String> {
    let given = proptest::sample::subsequence(GIVEN.to_vec(), 0..6);
    let lines = proptest::collection::vec((when(), select(HAPPENS)), 1..6);
    let expected = proptest::collection::vec((when(), select(EXPECTED)), 0..5);
    let others = proptest::sample::subsequence(OTHERS.to_vec(), 0..OTHERS.len());
    (given, lines, expected, others, any::<bool>()).prop_map(|(given, lines, expected, others, exactly)| {
        let mut seen = Vec::new();
        let given: Vec<_> = given.into_iter().filter(|value| first_of_its_name(value, &mut seen)).collect();
        let lines: String = lines.iter().map(|(when, what)| format!("  {when} {what}\n")).collect();
        let expected: String = expected.iter().map(|(when, what)| format!("    {when} {what}\n")).collect();
        let exactly = if exactly { " exactly" } else { "" };
        format!(
            "scenario \"l'été \\\"x\\\"\" {{\n  customer {{ {} }}\n  2026-01-01 10:00 joined_club\n{lines}  expect{exactly} {{\n{expected}  }}\n  {}\n}}\n",
            given.join("  "),
            others.join("\n  "),
        )
    })
}

fn first_of_its_name<'a>(value: &'a str, seen: &mut Vec<&'a str>) -> bool {
    let name = value.split(' ').next().unwrap_or_default();
    let is_new = !seen.contains(&name);
    seen.push(name);
    is_new
}

/// The scenario of a text, without its places.
fn read(text: &str) -> Result<(Program, Scenario), String> {
    let mut sources = Sources::default();
    sources.add("programme", PROGRAMME);
    sources.add("scenario", text);
    let compiled = compile(&sources);
    let program = compiled.program.ok_or_else(|| format!("{:#?}\n{text}", compiled.findings))?;
    let scenario = compiled.scenarios.list.into_iter().next().ok_or("no scenario")?;
    Ok((program, without_places(scenario)))
}

fn without_places(mut scenario: Scenario) -> Scenario {
    const NOWHERE: Span = Span::new(FileId(0), 0, 0);
    scenario.span = NOWHERE;
    scenario.lines.iter_mut().for_each(|line| line.span = NOWHERE);
    for expectation in &mut scenario.expectations {
        match expectation {
            Expectation::Lines { lines, span, .. } => {
                lines.iter_mut().for_each(|line| line.span = NOWHERE);
                *span = NOWHERE;
            }
            Expectation::Never { span, .. } | Expectation::Holds { span, .. } => *span = NOWHERE,
        }
    }
    scenario
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_as_the_same(written in scenario()) {
        // Lines outside the run, which the drawn dates may be, are refused: that is another test's business.
        let Ok((program, scenario)) = read(&written) else { return Ok(()) };
        let printed = text(&program, &scenario);
        let (_, again) = read(&printed).map_err(TestCaseError::fail)?;
        prop_assert_eq!(&scenario, &again, "{}", printed);
        let formatted = format(&printed);
        prop_assert_eq!(formatted.as_deref(), Ok(printed.as_str()));
    }
}

#[test]
fn scenarios_change_nothing_of_the_programme() {
    let alone = {
        let mut sources = Sources::default();
        sources.add("programme", PROGRAMME);
        compile(&sources).program
    };
    let asks_for_more =
        "scenario \"x\" { 2026-01-05 purchase  expect sum(purchase.amount, last 9 days) > 3 at 2026-01-05 }";
    let (program, _) = read(asks_for_more).expect("it compiles");
    assert_eq!(alone, Some(program));
}

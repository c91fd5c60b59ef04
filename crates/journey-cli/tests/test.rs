//! `journey test` as a user meets it.
#![allow(clippy::disallowed_methods, reason = "the tests make folders and run the command in them")]

#[allow(dead_code, reason = "the other suites use the rest")]
mod support;

use support::Folder;

const PASSES: &str = r#"
scenario "Bienvenue, puis merci" {
  customer { email "a@example.org"  optin_email yes }
  2025-01-06 10:00  joined_club
  expect exactly {
    2025-01-06 10:00  hello by email
    2025-01-13 10:00  thanks by email
  }
}
"#;

const FAILS: &str = r#"
scenario "sans <accord> & sans \"adresse\"" {
  2025-01-06 10:00  joined_club
  2025-01-07 10:00  purchase { amount 49.99 }
  expect exactly {
    2025-01-06 10:00  hello by email
    2025-01-07        thanks by email
  }
}
"#;

fn club(scenarios: &[&str]) -> Folder {
    let club = Folder::club();
    club.write("more/scenarios.journey", scenarios.concat());
    club
}

#[test]
fn scenarios_that_pass_are_counted() {
    let done = club(&[PASSES]).journey(&["test"]);
    assert_eq!((done.code, done.stdout.as_str(), done.stderr.as_str()), (0, "1 scenario passed\n", ""));
    let quiet = club(&[PASSES]).journey(&["test", "-q"]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (0, ""));
    let verbose = club(&[PASSES]).journey(&["test", "-v"]);
    assert!(
        verbose.stdout.starts_with("passed Bienvenue, puis merci (more/scenarios.journey:2)\n"),
        "{}",
        verbose.stdout
    );
}

#[test]
fn a_scenario_that_fails_exits_with_1_and_shows_both_timelines() {
    let done = club(&[PASSES, FAILS]).journey(&["test"]);
    assert_eq!((done.code, done.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(done.stdout);
}

#[test]
fn the_filter_looks_into_titles() {
    let club = club(&[PASSES, FAILS]);
    let done = club.journey(&["test", "--filter", "BIENVENUE"]);
    assert_eq!((done.code, done.stdout.as_str()), (0, "1 scenario passed\n"));
    let slip = club.journey(&["test", "--filter", "bienvenu!"]);
    assert_eq!((slip.code, slip.stdout.as_str()), (2, ""));
    assert!(slip.stderr.contains("no scenario's title contains \"bienvenu!\""), "{}", slip.stderr);
}

#[test]
fn junit_is_xml() {
    let done = club(&[PASSES, FAILS]).journey(&["test", "--format", "junit"]);
    assert_eq!((done.code, done.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(done.stdout);
}

#[test]
fn json_is_one_object() {
    let done = club(&[PASSES, FAILS]).journey(&["test", "--format", "json"]);
    assert_eq!((done.code, done.stderr.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(report["summary"], serde_json::json!({"scenarios": 2, "failed": 1}));
    let failed = &report["scenarios"][1];
    assert_eq!((&failed["file"], &failed["line"]), (&"more/scenarios.journey".into(), &11.into()));
    assert_eq!(failed["failures"][0]["kind"], "differs");
    assert_eq!(failed["failures"][0]["line"], 15);
    assert_eq!(failed["timeline"][0]["at"], "2025-01-06T10:00:00+01:00");
}

#[test]
fn a_programme_without_scenarios_says_so() {
    let done = Folder::club().journey(&["test"]);
    assert_eq!((done.code, done.stdout.as_str()), (0, ""));
    assert!(done.stderr.contains("there is no scenario in this programme"), "{}", done.stderr);
}

#[test]
fn a_programme_with_mistakes_is_not_tested() {
    let done = club(&[PASSES, "scenario \"slip\" { 2025-01-06 joined_clubb  expect { 2025-01-06 hello by emial } }\n"])
        .journey(&["test"]);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""));
    assert!(done.stderr.contains("did you mean `joined_club`?"), "{}", done.stderr);
    assert!(done.stderr.contains("2 errors in 3 files"), "{}", done.stderr);
}

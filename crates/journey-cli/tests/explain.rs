//! `journey explain` as a user meets it.
#![allow(clippy::disallowed_methods, reason = "the tests make folders and run the command in them")]

#[allow(dead_code, reason = "the other suites use the rest")]
mod support;

use std::fs;

use support::Folder;

#[test]
fn the_story_of_one_customer_is_dated() {
    let club = Folder::club();
    let done = club.journey(&["explain", "c1"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(done.stdout);
}

/// docs/explain.md shows it: what stands there is what the command prints.
#[test]
fn the_example_of_the_docs_is_what_the_command_prints() {
    let club = Folder::real_club();
    let done = club.journey(&["explain", "C0672", "--journeys", "bienvenue"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    insta::assert_snapshot!("real_club", done.stdout);
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/explain.md");
    let page = fs::read_to_string(page).unwrap();
    assert!(
        page.contains(&format!("```text\n{}```\n", done.stdout)),
        "docs/explain.md shows another story:\n{}",
        done.stdout
    );
}

#[test]
fn for_machines_it_is_one_object() {
    let club = Folder::club();
    let done = club.journey(&["explain", "c2", "--format", "json", "--journeys", "merci"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    let story: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!((&story["version"], &story["customer"]), (&1.into(), &"c2".into()));
    let lines = story["story"].as_array().unwrap();
    let sent = lines.iter().find(|line| line["what"] == "sent").unwrap();
    assert_eq!((&sent["journey"], &sent["step"]), (&"merci".into(), &"1".into()));
    assert_eq!(sent["at"], "2025-02-04T12:00:00+01:00");
    assert!(lines.iter().all(|line| line["journey"].is_null() || line["journey"] == "merci"));
}

#[test]
fn a_part_of_the_run_is_told_when_it_is_asked_for() {
    let club = Folder::club();
    let done = club.journey(&["explain", "c1", "--from", "2025-01-10", "--until", "2025-01-13"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    assert!(done.stdout.contains("sunday 2025-01-12"), "{}", done.stdout);
    assert!(!done.stdout.contains("monday 2025-01-20"), "{}", done.stdout);
    assert!(done.stdout.contains("joined_club, on 2025-01-06 10:00"), "{}", done.stdout);
}

#[test]
fn customers_and_journeys_that_are_not_there_are_slips() {
    let club = Folder::club();
    let slip = club.journey(&["explain", "c11"]);
    assert_eq!((slip.code, slip.stdout.as_str()), (2, ""));
    assert!(slip.stderr.contains("there is no customer `c11`"), "{}", slip.stderr);
    assert!(slip.stderr.contains("did you mean `c1`?"), "{}", slip.stderr);
    let stranger = club.journey(&["explain", "Dupont"]);
    assert_eq!(stranger.code, 2);
    assert!(stranger.stderr.contains("the ids are those of the customers' file, such as `c"), "{}", stranger.stderr);
    let nobody = club.journey(&["explain"]);
    assert_eq!((nobody.code, nobody.stdout.as_str()), (2, ""));
    assert!(nobody.stderr.contains("<CUSTOMER>"), "{}", nobody.stderr);
    let journey = club.journey(&["explain", "c1", "--journeys", "bienvenu"]);
    assert_eq!((journey.code, journey.stdout.as_str()), (2, ""));
    assert!(journey.stderr.contains("type `--journeys bienvenue`"), "{}", journey.stderr);
    let backwards = club.journey(&["explain", "c1", "--from", "2025-03-01", "--until", "2025-02-01"]);
    assert_eq!(backwards.code, 2, "{}", backwards.stdout);
}

#[test]
fn a_programme_with_mistakes_is_not_explained() {
    let club = Folder::club();
    club.write("more/slip.journey", "journey slip { start on purchse  send hello by email }\n");
    let done = club.journey(&["explain", "c1"]);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""));
    assert!(done.stderr.contains("`purchase`"), "{}", done.stderr);
}

/// A capacity that others use up is used up in the story, too.
#[test]
fn a_customer_lives_among_the_others() {
    let club = Folder::club();
    club.replace("club.journey", "cost 0.002 }", "cost 0.002  capacity 1 per day }");
    club.write("data/joined.csv", "customer,at,place\nc1,2025-01-06 10:00:00,\nc2,2025-01-06 09:30:00,Lyon\n");
    let out = club.journey(&["simulate", "--out", "out", "--render", "9", "--quiet"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    let contacts = club.read("out/contacts.csv");
    let first = contacts.lines().find(|line| line.starts_with("c1,bienvenue")).unwrap();
    assert!(first.contains("2025-01-07T00:00:00+01:00,sent"), "{first}");
    let done = club.journey(&["explain", "c1"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.contains("the capacity of email is used up (1 per day)"), "{}", done.stdout);
    assert!(done.stdout.contains("sends hello by email (relational), due since 2025-01-06 10:00"), "{}", done.stdout);
    // What is rendered is what was sent, and when.
    assert!(club.read("out/rendered/index.csv").contains("2025-01-07T00:00:00+01:00"));
}

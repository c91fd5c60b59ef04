//! Tasks, measures, costs and return in what a simulation writes and tells (language reference 9.4 and 9.9).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests make folders and run the command in them"
)]
#![allow(dead_code, reason = "the other suites use more of the support")]

mod support;

use support::Folder;

/// The small club with everything that a report of work and return shows.
fn club() -> Folder {
    let club = Folder::club();
    club.replace("club.journey", "currency EUR", "currency EUR  cost 3650 per year");
    club.replace("club.journey", "purpose commercial  email", "offer ten  email");
    club.write(
        "work.journey",
        r#"
offer ten "10 euros" { valid 30 days  cost 8.00 per use }

journey suivi "Suivi des nouveaux" {
  owner   "Relation client"
  purpose service
  start   on joined_club
  goal    purchase within 60 days worth purchase.amount
  measure "opt-in" optin_email after 90 days
  measure "achats" count(purchase, since start) after 90 days

  split "quand" {
    50% tout_de_suite { task "Appeler {{ email | default('sans e-mail') }}" for tier within 1 day }
    50% plus_tard     { wait 7 days  task "Appeler {{ email | default('sans e-mail') }}" for tier }
  }
}
"#,
    );
    club
}

#[test]
fn tasks_and_measures_are_written_where_a_programme_has_them() {
    let club = club();
    let done = club.journey(&["simulate", "--out", "out"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let files = ["contacts.csv", "enrolments.csv", "measures.csv", "refusals.csv", "summary.json", "tasks.csv"];
    assert_eq!(club.list("out"), files);
    insta::assert_snapshot!("tasks", club.read("out/tasks.csv"));
    insta::assert_snapshot!("measures", club.read("out/measures.csv"));
    insta::assert_snapshot!("summary_with_return", done.stdout);
    let summary: serde_json::Value = serde_json::from_str(&club.read("out/summary.json")).unwrap();
    let journey = summary["journeys"].as_array().unwrap().iter().find(|journey| journey["journey"] == "suivi").unwrap();
    assert_eq!(journey["tasks"], 3);
    assert_eq!(journey["owner"], "Relation client");
    assert_eq!(journey["measures"][0]["treated"]["measured"], 3);
    assert_eq!(summary["account"]["programme"], 3650);
    assert_eq!(summary["offers"][0]["offer"], "ten");
}

#[test]
fn what_is_not_asked_for_is_not_written_and_what_is_asked_for_is() {
    let club = club();
    let done = club.journey(&["simulate", "--out", "out", "--write", "tasks"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(club.list("out"), ["tasks.csv"]);
    // A programme that has none writes the file all the same when it is asked for, and points out an older one when not.
    let plain = Folder::club();
    let done = plain.journey(&["simulate", "--out", "out", "--write", "tasks"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(plain.read("out/tasks.csv"), "customer,journey,started,key,at,text,for,due\n");
    let done = plain.journey(&["simulate", "--out", "out"]);
    assert!(done.stderr.contains("tasks.csv` is of an earlier run"), "{}", done.stderr);
}

#[test]
fn a_story_tells_of_tasks_and_measures() {
    let done = club().journey(&["explain", "c1", "--journeys", "suivi"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    insta::assert_snapshot!("story_with_tasks", done.stdout);
}

//! The `journey` command as a user meets it: its two streams, its files and its exit codes.
#![allow(clippy::disallowed_methods, reason = "the tests make folders and run the command in them")]

mod support;

use std::fs;
use std::process::Stdio;

use support::{Folder, journey};

#[test]
fn a_clean_programme_exits_with_0() {
    let club = Folder::club();
    let done = club.journey(&["check"]);
    assert_eq!((done.code, done.stdout.as_str(), done.stderr.as_str()), (0, "no errors, no warnings in 2 files\n", ""));
}

#[test]
fn mistakes_exit_with_1_and_are_shown_on_standard_output() {
    let club = Folder::club();
    club.write("more/relance.journey", "journey relance {\n  start on purchse\n  send hello by emial\n}\n");
    let done = club.journey(&["check"]);
    assert_eq!((done.code, done.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(done.stdout);
}

#[test]
fn findings_as_json_are_one_object() {
    let club = Folder::club();
    club.write("more/relance.journey", "journey relance {\n  start on purchse\n  send hello by email\n}\n");
    let done = club.journey(&["check", "--format", "json"]);
    assert_eq!((done.code, done.stderr.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(report["summary"]["errors"], 1);
    assert_eq!(report["findings"][0]["spans"][0]["file"], "more/relance.journey");
    assert_eq!(report["findings"][0]["spans"][0]["line"], 2);
    assert_eq!(report["findings"][0]["spans"][0]["column"], 12);
}

#[test]
fn warnings_exit_with_1_only_when_they_are_denied() {
    let club = Folder::club();
    club.replace("club.journey", "wait 7 days", "wait\u{a0}7 days");
    let allowed = club.journey(&["check"]);
    assert_eq!(allowed.code, 0, "{}", allowed.stdout);
    assert!(allowed.stdout.ends_with("1 warning in 2 files\n"), "{}", allowed.stdout);
    assert_eq!(club.journey(&["check", "--deny", "warnings"]).code, 1);
    let simulated = club.journey(&["simulate", "--customers", "1"]);
    assert_eq!(simulated.code, 0);
    assert!(simulated.stderr.contains("1 warning in 2 files: `journey check` shows them"), "{}", simulated.stderr);
    assert_eq!(club.journey(&["simulate", "--deny", "warnings"]).code, 1);
}

#[test]
fn what_cannot_be_understood_or_read_exits_with_2_and_one_clear_message() {
    let club = Folder::club();
    let unknown = club.journey(&["check", "--fromat", "json"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("--format"), "{}", unknown.stderr);

    let missing = club.journey(&["check", "nowhere"]);
    assert_eq!((missing.code, missing.stdout.as_str()), (2, ""));
    assert!(missing.stderr.contains("`nowhere`"), "{}", missing.stderr);

    let bare = Folder::empty();
    let no_manifest = bare.journey(&["check"]);
    assert_eq!(no_manifest.code, 2);
    assert!(no_manifest.stderr.contains("no `journey.yaml`"), "{}", no_manifest.stderr);

    bare.write("journey.yaml", "programme: bare\n");
    let no_sources = bare.journey(&["check"]);
    assert_eq!(no_sources.code, 2);
    assert!(no_sources.stderr.contains("no `.journey` file"), "{}", no_sources.stderr);

    bare.write("journey.yaml", "programme: [bare\n");
    let bad_manifest = bare.journey(&["check"]);
    assert_eq!(bad_manifest.code, 2);
    assert!(bad_manifest.stderr.contains("journey.yaml"), "{}", bad_manifest.stderr);
}

#[test]
fn names_of_the_manifest_are_checked_without_reading_data() {
    let club = Folder::club();
    club.replace("journey.yaml", "event: purchase", "event: purchas");
    let done = club.journey(&["check"]);
    assert_eq!(done.code, 2, "{}", done.stdout);
    assert!(done.stderr.contains("`purchas`") && done.stderr.contains("`purchase`"), "{}", done.stderr);
}

#[test]
fn an_event_that_no_source_brings_is_pointed_out() {
    let club = Folder::club();
    club.replace("journey.yaml", "    - {event: joined_club, path: data/joined.csv}\n", "");
    for command in ["check", "simulate"] {
        let done = club.journey(&[command]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        assert!(done.stderr.contains("no source in journey.yaml brings the event `joined_club`"), "{}", done.stderr);
    }
}

#[test]
fn a_file_that_is_not_utf_8_is_named_with_its_line() {
    let club = Folder::club();
    club.write("latin.journey", b"# fine\n# L'\xe9t\xe9\n");
    let done = club.journey(&["check"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("latin.journey:2"), "{}", done.stderr);
    assert!(done.stderr.contains("help: "), "{}", done.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named() {
    let club = Folder::club();
    // A link into nowhere cannot be read by anyone, whatever the rights of whoever runs the tests.
    std::os::unix::fs::symlink("nowhere", club.path("gone.journey")).unwrap();
    let done = club.journey(&["check"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("gone.journey"), "{}", done.stderr);
}

#[cfg(unix)]
#[test]
fn hidden_folders_and_loops_of_links_are_passed_over() {
    let club = Folder::club();
    club.write(".git/old.journey", "this is no journey");
    std::os::unix::fs::symlink("..", club.path("more/around")).unwrap();
    assert_eq!(club.journey(&["check"]).code, 0);
}

#[test]
fn the_programme_is_found_from_a_folder_below_it() {
    let club = Folder::club();
    let done = club.journey_in("more", &["check"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.ends_with("in 2 files\n"));
}

#[cfg(unix)]
#[test]
fn a_reader_who_stops_reading_is_no_mistake() {
    let club = Folder::club();
    let mistakes: Vec<_> = (0..2_000).map(|n| format!("segment s{n} = tierr == gold\n")).collect();
    club.write("more/many.journey", mistakes.concat());
    let mut child = club.command(&["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(1), "the exit code still says that there are mistakes");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_standard_output_is_told() {
    let club = Folder::club();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let done = club.command(&["simulate"]).stdout(full).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(stderr.contains("cannot write to standard output"), "{stderr}");
}

#[test]
fn a_simulation_prints_the_summary_and_writes_four_files() {
    let club = Folder::club();
    let done = club.journey(&["simulate", "--out", "out"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(club.list("out"), ["contacts.csv", "enrolments.csv", "refusals.csv", "summary.json"]);
    insta::assert_snapshot!("summary", done.stdout);
    insta::assert_snapshot!("contacts", club.read("out/contacts.csv"));
    let summary: serde_json::Value = serde_json::from_str(&club.read("out/summary.json")).unwrap();
    assert_eq!(summary["version"], 1);
    assert_eq!(summary["customers"]["all"], 3);
    assert!(done.stderr.contains("simulated 3 customers in "), "{}", done.stderr);
}

#[test]
fn without_a_folder_nothing_is_written() {
    let club = Folder::club();
    let before = club.list(".");
    let done = club.journey(&["simulate"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.starts_with("Club, 2025-01-01 to 2025-12-31\n"), "{}", done.stdout);
    assert_eq!(club.list("."), before);
}

/// language reference 7.3
#[test]
fn results_do_not_depend_on_threads() {
    let club = Folder::real_club();
    let (one, two) = (Folder::empty(), Folder::empty());
    for (threads, folder) in [("1", &one), ("2", &two)] {
        let out = folder.path("out");
        let out = out.to_str().unwrap();
        let done = club.journey(&["simulate", "--threads", threads, "--out", out, "--quiet"]);
        assert_eq!((done.code, done.stdout.as_str(), done.stderr.as_str()), (0, "", ""));
    }
    for file in ["contacts.csv", "enrolments.csv", "refusals.csv", "summary.json"] {
        let name = format!("out/{file}");
        assert!(one.read(&name) == two.read(&name), "{file} differs between 1 and 2 threads");
        assert!(one.read(&name).lines().count() > 1, "{file} is empty");
    }
}

#[test]
fn contacts_can_be_put_into_one_order_of_time() {
    let club = Folder::real_club();
    let folder = Folder::empty();
    for sort in ["customer", "at"] {
        let out = folder.path(sort);
        let done = club.journey(&["simulate", "--sort", sort, "--out", out.to_str().unwrap(), "--quiet"]);
        assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    }
    let (by_customer, by_time) = (folder.read("customer/contacts.csv"), folder.read("at/contacts.csv"));
    // Of pending rows `at` is empty and `due` counts. The club's zone has two offsets, so texts do not compare as times.
    let instant = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let text = if cells[9].is_empty() { cells[8] } else { cells[9] };
        match journey_ir::time::parse_moment(text) {
            Some(journey_ir::time::Moment::Instant(instant)) => instant,
            other => panic!("{text} is read as {other:?}"),
        }
    };
    let mut expected: Vec<&str> = by_customer.lines().skip(1).collect();
    expected.sort_by_key(|line| instant(line));
    assert!(expected.len() > 1000);
    assert_eq!(by_time.lines().skip(1).collect::<Vec<_>>(), expected);
    assert_ne!(by_time, by_customer);
}

#[test]
fn earlier_results_stay_until_all_new_ones_are_there() {
    let club = Folder::club();
    club.write("out/contacts.csv", "earlier\n");
    club.write("out/notes.txt", "mine\n");
    club.write("data/purchases.csv", "customer,at,amount\nc1,2025-02-01,a lot\n");
    let refused = club.journey(&["simulate", "--out", "out", "--deny", "bad-rows"]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("data/purchases.csv"), "{}", refused.stderr);
    assert_eq!(club.read("out/contacts.csv"), "earlier\n");
    assert_eq!(club.list("out"), ["contacts.csv", "notes.txt"]);

    let accepted = club.journey(&["simulate", "--out", "out"]);
    assert_eq!(accepted.code, 0, "{}", accepted.stderr);
    assert!(accepted.stdout.contains("1 row left out"), "{}", accepted.stdout);
    assert!(club.read("out/contacts.csv").starts_with("customer,journey,"));
    assert_eq!(club.read("out/notes.txt"), "mine\n");
}

#[test]
fn only_what_is_asked_for_is_written_and_older_files_are_pointed_out() {
    let club = Folder::club();
    club.write("out/refusals.csv", "earlier\n");
    let done = club.journey(&["simulate", "--out", "out", "--write", "contacts,summary"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(club.list("out"), ["contacts.csv", "refusals.csv", "summary.json"]);
    assert!(done.stderr.contains("refusals.csv` is of an earlier run"), "{}", done.stderr);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_told_before_anything_is_read() {
    let club = Folder::club();
    club.write("taken", "a file\n");
    club.replace("journey.yaml", "data/purchases.csv", "data/nowhere.csv");
    let done = club.journey(&["simulate", "--out", "taken/out"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("taken"), "{}", done.stderr);
    assert!(!done.stderr.contains("nowhere.csv"), "{}", done.stderr);
}

#[test]
fn a_programme_with_errors_is_not_simulated() {
    let club = Folder::club();
    club.replace("club.journey", "start on joined_club", "start on joined_clubb");
    let done = club.journey(&["simulate", "--out", "out"]);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""));
    assert!(done.stderr.contains("joined_clubb"), "{}", done.stderr);
    assert!(done.stderr.contains("1 error in 2 files"), "{}", done.stderr);
    assert!(!club.path("out").exists());
}

#[test]
fn journeys_and_customers_can_be_chosen() {
    let club = Folder::club();
    let all = club.journey(&["simulate", "--out", "all", "--write", "enrolments"]);
    let some = club.journey(&[
        "simulate",
        "--out",
        "some",
        "--write",
        "enrolments",
        "--journeys",
        "merci",
        "--customers",
        "2",
    ]);
    assert_eq!((all.code, some.code), (0, 0), "{}{}", all.stderr, some.stderr);
    assert!(club.read("all/enrolments.csv").contains(",bienvenue,"));
    assert!(!club.read("some/enrolments.csv").contains(",bienvenue,"));
    assert!(club.read("some/enrolments.csv").contains(",merci,"));
    assert!(some.stdout.contains("2 customers"), "{}", some.stdout);
    assert!(!some.stdout.contains("Bienvenue"), "{}", some.stdout);

    let unknown = club.journey(&["simulate", "--journeys", "bienvenu"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("`--journeys bienvenue`"), "{}", unknown.stderr);
}

#[test]
fn the_time_of_a_run_is_typed_or_in_the_manifest() {
    let club = Folder::club();
    let typed = club.journey(&["simulate", "--from", "2025-02-01", "--until", "2025-02-02 12:00"]);
    assert_eq!(typed.code, 0, "{}", typed.stderr);
    assert!(typed.stdout.starts_with("Club, 2025-02-01 to 2025-02-02 12:00\n"), "{}", typed.stdout);

    for (arguments, message) in [
        (["--from", "2025-02-30", "--until", "2025-03-01"], "no date and no instant"),
        (["--from", "2025-03-01", "--until", "2025-03-01"], "would end before it begins"),
    ] {
        let done = club.journey(&[&["simulate"], &arguments[..]].concat());
        assert_eq!(done.code, 2);
        assert!(done.stderr.contains(message), "{}", done.stderr);
    }

    club.replace("journey.yaml", "  from: 2025-01-01\n", "");
    let missing = club.journey(&["simulate"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("type `--from 2026-01-01`"), "{}", missing.stderr);
}

#[test]
fn contacts_of_an_earlier_run_are_history_for_the_next() {
    let club = Folder::club();
    let earlier = club.journey(&["simulate", "--until", "2025-01-20", "--out", "earlier"]);
    assert_eq!(earlier.code, 0, "{}", earlier.stderr);
    club.replace("journey.yaml", "data:\n", "data:\n  contacts: [{path: earlier/contacts.csv}]\n");
    let next = |from| club.journey(&["simulate", "--from", from, "--deny", "bad-rows"]);
    assert_eq!(next("2025-01-20").code, 0);
    // The letter of 12 January is no longer of the past.
    let overlapping = next("2025-01-10");
    assert_eq!(overlapping.code, 1);
    assert!(overlapping.stderr.contains("not before the beginning of the run"), "{}", overlapping.stderr);
}

#[test]
fn the_salt_of_random_choices_can_be_changed() {
    let club = Folder::real_club();
    let held_out = |salt: &str| {
        let out = Folder::empty();
        let folder = out.path("out");
        let done =
            club.journey(&["simulate", "--salt", salt, "--write", "enrolments", "--out", folder.to_str().unwrap()]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        out.read("out/enrolments.csv")
    };
    assert_ne!(held_out("one"), held_out("two"));
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let club = Folder::club();
    club.write("more/relance.journey", "journey relance { start on purchse }\n");
    let colored = |arguments: &[&str]| club.journey(arguments).stdout.contains('\x1b');
    assert!(!colored(&["check"]));
    assert!(!colored(&["check", "--color", "never"]));
    assert!(colored(&["check", "--color", "always"]));
}

#[test]
fn details_are_told_on_standard_error() {
    let club = Folder::club();
    let done = club.journey(&["simulate", "--verbose"]);
    assert_eq!(done.code, 0);
    assert!(done.stderr.contains("reading "), "{}", done.stderr);
    assert!(done.stderr.contains("data/purchases.csv: "), "{}", done.stderr);
}

#[test]
fn without_a_command_the_commands_are_shown() {
    let done = journey().output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(stderr.contains("check") && stderr.contains("simulate"), "{stderr}");
}

#[test]
fn a_warmup_is_lived_and_not_reported() {
    let club = Folder::club();
    club.replace("journey.yaml", "from: 2025-01-01", "from: 2025-01-10");
    // Nobody has joined: the reminder of 13 January is unknown to a run that begins on the 10th.
    assert_eq!(club.journey(&["simulate", "--until", "2025-02-01", "--out", "cold", "-q"]).code, 0);
    assert!(!club.read("cold/contacts.csv").contains("bienvenue"), "{}", club.read("cold/contacts.csv"));

    club.replace("journey.yaml", "  until:", "  warmup: 10 days\n  until:");
    assert_eq!(club.journey(&["simulate", "--until", "2025-02-01", "--out", "warm", "-q"]).code, 0);
    insta::assert_snapshot!(club.read("warm/contacts.csv"));
    assert_eq!(club.read("warm/enrolments.csv").matches("bienvenue").count(), 0);
    let summary: serde_json::Value = serde_json::from_str(&club.read("warm/summary.json")).unwrap();
    assert_eq!(summary["run"]["from"], "2025-01-10T00:00:00+01:00");
    assert_eq!(summary["journeys"][0]["enrolments"], 0);

    let without = club.journey(&["simulate", "--until", "2025-02-01", "--warmup", "0 days", "--out", "none", "-q"]);
    assert_eq!(without.code, 0);
    assert_eq!(club.read("none/contacts.csv"), club.read("cold/contacts.csv"));
    let wrong = club.journey(&["simulate", "--warmup", "10 jours"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("`--warmup 10 jours` is no length of time"), "{}", wrong.stderr);
}

#[test]
fn files_of_a_group_join_the_programme() {
    let root = Folder::empty();
    let club = Folder::club();
    for name in ["journey.yaml", "club.journey", "data/customers.csv", "data/joined.csv", "data/purchases.csv"] {
        root.write(&format!("club/{name}"), club.read(name));
    }
    root.write("group/merci.journey", club.read("more/merci.journey"));
    root.replace("club/journey.yaml", "data:", "include: [../group]\ndata:");
    let done = root.journey(&["check", "club"]);
    assert_eq!((done.code, done.stdout.as_str()), (0, "no errors, no warnings in 2 files\n"));
    root.replace("group/merci.journey", "amount", "amuont");
    let done = root.journey(&["check", "club"]);
    assert!(done.stdout.contains("group/merci.journey:3") && !done.stdout.contains(".."), "{}", done.stdout);
    let done = root.journey_in("club", &["check"]);
    assert!(done.stdout.contains("../group/merci.journey:3"), "{}", done.stdout);
}

#[test]
fn data_is_checked_when_asked() {
    let club = Folder::club();
    let fine = club.journey(&["check", "--data"]);
    assert_eq!((fine.code, fine.stdout.as_str(), fine.stderr.as_str()), (0, "no errors, no warnings in 2 files\n", ""));

    club.replace(
        "club.journey",
        "  optin_email boolean",
        "  optin_email boolean\n  points integer? growing\n  phone text?",
    );
    club.write(
        "data/customers.csv",
        "id,email,tier,optin_email,points,phone\nc1,a@example.org,none,yes,12,\nc2,b@example.org,gold,yes,3,\nc3,,bronze,maybe,,\n",
    );
    club.write(
        "data/changes.csv",
        "customer,at,attribute,value\nc1,2025-02-01,points,20\nc1,2025-03-01,points,5\nc2,2025-03-01,points,2\nc2,2025-03-01,point,2\n",
    );
    club.replace("journey.yaml", "simulate:", "  changes: [{path: data/changes.csv}]\nsimulate:");
    club.replace("journey.yaml", "until: 2026-01-01", "until: 2025-01-07");
    let done = club.journey(&["check", "--data"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(done.stdout);

    let report: serde_json::Value =
        serde_json::from_str(&club.journey(&["check", "--data", "--format", "json"]).stdout).unwrap();
    assert_eq!(report["findings"][0]["rule"], "bad-row");
    assert_eq!(report["findings"][0]["spans"], serde_json::json!([]));
    assert_eq!(club.journey(&["check", "--data", "--deny", "bad-rows"]).code, 1);
    assert_eq!(club.journey(&["check", "--data", "--deny", "warnings"]).code, 1);
    let without = club.journey(&["check", "--deny", "bad-rows"]);
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains("type `--data --deny bad-rows`"), "{}", without.stderr);

    club.replace("data/customers.csv", "tier", "teir");
    let missing = club.journey(&["check", "--data"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("no column `tier`") && missing.stderr.contains("`teir`"), "{}", missing.stderr);
}

#[test]
fn shells_and_man_are_told_of_the_command_line() {
    let folder = Folder::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let done = folder.journey(&["completions", shell]);
        assert_eq!((done.code, done.stderr.as_str()), (0, ""));
        assert!(done.stdout.contains("simulate"), "{shell}: {}", done.stdout);
    }
    assert_eq!(folder.journey(&["man", "pages/man1"]).code, 0);
    assert!(folder.list("pages/man1").contains(&"journey-simulate.1".to_owned()));
    assert!(folder.read("pages/man1/journey.1").contains("Customer journeys"));
}

#[test]
fn contacts_are_written_in_other_formats() {
    let club = Folder::club();
    for sort in ["customer", "at"] {
        let run = |format| {
            let arguments =
                ["simulate", "--out", sort, "--contacts-format", format, "--write", "contacts", "--sort", sort];
            club.journey(&arguments)
        };
        assert_eq!(run("csv").code, 0);
        let again = run("jsonl");
        assert!(again.stderr.contains("contacts.csv` is of an earlier run"), "{}", again.stderr);
        assert_eq!(run("parquet").code, 0);
        assert_eq!(club.list(sort), ["contacts.csv", "contacts.jsonl", "contacts.parquet"]);
        let lines = club.read(&format!("{sort}/contacts.jsonl"));
        assert_eq!(lines.lines().count() + 1, club.read(&format!("{sort}/contacts.csv")).lines().count());
        let bytes = fs::read(club.path(&format!("{sort}/contacts.parquet"))).unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    }
}

//! A run that is interrupted leaves nothing half-written, and says so.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests fail by panicking; they make folders, run the command in them, and wait for it"
)]

#[allow(dead_code, reason = "the other suites use the rest")]
mod support;

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use support::{Folder, journey};

/// A run that has a lot to read.
fn long_run(club: &Folder, options: &[&str]) -> Child {
    let rows = "c9,2025-01-06 10:00:00,nowhere\n".repeat(1_000_000);
    club.write("data/joined.csv", format!("customer,at,place\n{rows}"));
    let mut command = journey();
    command.arg("simulate").arg(club.path(".")).args(["--quiet", "--threads", "1"]).args(options);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The exit code, and what was said, after a signal.
fn signalled(child: Child, signal: &str) -> (Option<i32>, String) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    let done = child.wait_with_output().unwrap();
    (done.status.code(), String::from_utf8(done.stderr).unwrap())
}

fn until(what: impl Fn() -> bool) {
    for _ in 0..6000 {
        if what() {
            return;
        }
        sleep(Duration::from_millis(5));
    }
    panic!("it does not come to that");
}

#[test]
fn earlier_results_are_as_they_were() {
    for signal in ["-INT", "-TERM"] {
        let club = Folder::club();
        club.write("out/contacts.csv", "of an earlier run\n");
        let out = club.path("out");
        let child = long_run(&club, &["--out", out.to_str().unwrap()]);
        // The hidden files are there before the data is read.
        until(|| club.list("out").iter().any(|name| name.starts_with(".refusals.csv")));
        let (code, said) = signalled(child, signal);
        assert_eq!(
            (code, said.as_str()),
            (Some(130), "interrupted: nothing was written, earlier results are as they were\n")
        );
        assert_eq!(club.list("out"), ["contacts.csv"]);
        assert_eq!(club.read("out/contacts.csv"), "of an earlier run\n");
    }
}

#[test]
fn a_folder_that_was_made_for_the_results_is_gone() {
    let club = Folder::club();
    let out = club.path("new/out");
    let child = long_run(&club, &["--out", out.to_str().unwrap(), "--write", "contacts"]);
    until(|| out.exists() && club.list("new/out").iter().any(|name| name.starts_with(".contacts.csv")));
    let (code, _) = signalled(child, "-INT");
    assert_eq!(code, Some(130));
    assert!(!club.path("new").exists());
}

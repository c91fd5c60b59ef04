//! `journey fmt` as a user meets it.
#![allow(clippy::disallowed_methods, reason = "the tests make folders and run the command in them")]
#![allow(dead_code, reason = "the other suite uses more of the support")]

mod support;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use support::{Folder, journey};

const UNTIDY: &str = "journey a{start on purchase again always exit}\n";
const TIDY: &str = "journey a { start on purchase  again always  exit }\n";

fn folder() -> Folder {
    let folder = Folder::empty();
    folder.write("journey.yaml", "programme: club\n");
    folder.write("tidy.journey", TIDY);
    folder.write("below/untidy.journey", UNTIDY);
    folder
}

#[test]
fn files_are_formatted_in_place_and_named() {
    let folder = folder();
    let done = folder.journey(&["fmt"]);
    assert_eq!((done.code, done.stdout.as_str(), done.stderr.as_str()), (0, "below/untidy.journey\n", ""));
    assert_eq!(fs::read_to_string(folder.path("below/untidy.journey")).unwrap(), TIDY);
    let again = folder.journey(&["fmt", "--check"]);
    assert_eq!((again.code, again.stdout.as_str(), again.stderr.as_str()), (0, "", ""));
    assert_eq!(fs::read_dir(folder.path("below")).unwrap().count(), 1);
}

#[test]
fn check_changes_nothing() {
    let folder = folder();
    let done = folder.journey(&["fmt", "--check"]);
    assert_eq!((done.code, done.stdout.as_str()), (1, "below/untidy.journey\n"));
    assert_eq!(fs::read_to_string(folder.path("below/untidy.journey")).unwrap(), UNTIDY);
}

#[test]
fn a_file_with_mistakes_is_left_and_the_others_are_formatted() {
    let folder = folder();
    let mistake = "journey b{start on purchase wait 3j}\n";
    folder.write("a-mistake.journey", mistake);
    let done = folder.journey(&["fmt"]);
    assert_eq!((done.code, done.stdout.as_str()), (1, "below/untidy.journey\n"));
    assert!(done.stderr.contains("a-mistake.journey") && done.stderr.contains("3 days"), "{}", done.stderr);
    assert_eq!(fs::read_to_string(folder.path("a-mistake.journey")).unwrap(), mistake);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let file = folder.path("below/untidy.journey");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let outside = Folder::empty();
    outside.write("linked.journey", UNTIDY);
    symlink(outside.path("linked.journey"), folder.path("link.journey")).unwrap();
    assert_eq!(folder.journey(&["fmt"]).code, 0);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(folder.path("link.journey")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(outside.path("linked.journey")).unwrap(), TIDY);
}

#[test]
fn standard_input_goes_to_standard_output() {
    for (text, out, code) in [(UNTIDY, TIDY, 0), ("journey {\n", "", 1)] {
        let mut command = journey();
        command.args(["fmt", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().unwrap();
        running.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let done = running.wait_with_output().unwrap();
        assert_eq!((String::from_utf8(done.stdout).unwrap().as_str(), done.status.code()), (out, Some(code)));
    }
}

//! `journey init` as a user meets it.
#![allow(clippy::disallowed_methods, reason = "the tests make folders and run the command in them")]
#![allow(dead_code, reason = "the other suites use more of the support")]

mod support;

use support::Folder;

const TEMPLATES: [&str; 4] = ["welcome", "win-back", "birthday", "points"];

#[test]
fn every_new_programme_passes_everything_as_it_is() {
    for lang in ["fr", "en"] {
        for template in TEMPLATES {
            let folder = Folder::empty();
            let new = folder.journey(&["init", "club dessai", "--lang", lang, "--template", template]);
            assert_eq!((new.code, new.stdout.as_str()), (0, ""), "{lang} {template}: {}", new.stderr);
            for command in [
                &["check", "--deny", "warnings", "--data", "--deny", "bad-rows"][..],
                &["fmt", "--check"],
                &["test"],
                &["simulate", "--deny", "warnings,bad-rows", "--out", "out"],
                &["explain", "C012"],
            ] {
                let mut arguments = command.to_vec();
                arguments.push("club dessai");
                let done = folder.journey(&arguments);
                assert_eq!(done.code, 0, "{lang} {template} {command:?}: {}{}", done.stdout, done.stderr);
                assert!(!done.stdout.contains("remark"), "{lang} {template} {command:?}: {}", done.stdout);
            }
            let contacts = folder.read("out/contacts.csv");
            let sent = contacts.lines().filter(|line| line.contains(",sent,")).count();
            assert!(sent >= 20, "{lang} {template}: only {sent} contacts");
            assert!(folder.read("club dessai/README.md").starts_with("# club dessai"));
        }
    }
}

#[test]
fn it_says_what_it_made_and_what_comes_next() {
    let folder = Folder::empty();
    let new = folder.journey(&["init", "new/mon-club"]);
    insta::assert_snapshot!(new.stderr);
    assert_eq!(
        folder.list("new/mon-club"),
        [
            "README.md",
            "bienvenue.journey",
            "client.journey",
            "data",
            "journey.yaml",
            "pression.journey",
            "scenarios.journey"
        ]
    );
    assert_eq!(folder.list("new"), ["mon-club"]);
}

#[test]
fn what_is_there_is_never_touched() {
    let folder = Folder::empty();
    folder.write("club/notes.txt", "mine");
    folder.write("file", "mine");
    let taken = folder.journey(&["init", "club"]);
    let file = folder.journey(&["init", "file"]);
    let odd = folder.journey(&["init", "club:2026"]);
    assert_eq!((taken.code, file.code, odd.code), (2, 2, 2));
    insta::assert_snapshot!([taken.stderr, file.stderr, odd.stderr].concat());
    assert_eq!(folder.list("."), ["club", "file"]);
    assert_eq!((folder.list("club"), folder.read("file").as_str()), (vec!["notes.txt".to_owned()], "mine"));
}

#[test]
fn an_empty_folder_is_taken() {
    let folder = Folder::empty();
    std::fs::create_dir(folder.path("club")).unwrap();
    assert_eq!(folder.journey(&["init", "club"]).code, 0);
    assert_eq!(folder.journey(&["test", "club"]).code, 0);
}

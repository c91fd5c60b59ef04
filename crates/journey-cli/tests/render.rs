//! `journey simulate --render N`: the words of what was sent.
#![allow(clippy::disallowed_methods, reason = "the tests make folders and run the command in them")]

#[allow(dead_code, reason = "the other suites use the rest")]
mod support;

use std::fmt::Write;
use std::fs;

use support::Folder;

/// Customers with names that are no good in HTML, in CSV, or as the name of a file.
fn club() -> Folder {
    let club = Folder::club();
    club.replace("club.journey", "email       text?", "email       text?\n  phone       text?\n  first_name  text?");
    club.replace("club.journey", "cost 0.002 }", "cost 0.002 }\nchannel sms { address phone }");
    club.replace(
        "club.journey",
        r#"email { subject "Bonjour !"  body text "Bienvenue." }"#,
        r#"email { subject "Bonjour {{ first_name | default('vous') }}, \"bienvenue\" !"  body "mails/hello.html" }
           sms text "Bonjour {{ first_name | default('vous') }} <3""#,
    );
    club.replace("club.journey", "send hello by email", "send hello by email or sms");
    club.write(
        "mails/hello.html",
        "<p>Bonjour {{ first_name | default('vous') }}{% if tier == gold %}, <b>cher membre</b>{% endif %}</p>\n",
    );
    club.write(
        "data/customers.csv",
        "id,email,phone,first_name,tier,optin_email\n\
         c1,a@example.org,,\"<script>alert('1')</script> & \"\"Zoé\"\"\",none,yes\n\
         ../../c2,b@example.org,,\"Ana\nBcc: x@example.org\",gold,yes\n\
         c3,,0600,<Luc>,bronze,yes\n",
    );
    club.write(
        "data/joined.csv",
        "customer,at,place\nc1,2025-01-06 10:00:00,\n../../c2,2025-02-03 09:30:00,Lyon\nc3,2025-03-29 23:00:00,\n",
    );
    club.write("data/purchases.csv", "customer,at,amount\nc1,2025-01-12 11:00:00,50.00\n");
    club
}

fn shown(club: &Folder, folder: &str) -> String {
    club.list(folder).iter().fold(String::new(), |mut text, name| {
        let _ = writeln!(text, "--- {name}\n{}", club.read(&format!("{folder}/{name}")));
        text
    })
}

#[test]
fn the_words_of_the_first_contacts_are_written() {
    let club = club();
    let done = club.journey(&["simulate", "--out", "out", "--render", "100", "--quiet"]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(shown(&club, "out/rendered"));
    assert_eq!(club.list("."), ["club.journey", "data", "journey.yaml", "mails", "more", "out"]);
}

#[test]
fn the_first_n_of_contacts_csv_are_rendered() {
    let club = club();
    let done = club.journey(&["simulate", "--out", "out", "--render", "2", "--quiet"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let sent = club.read("out/contacts.csv");
    let sent: Vec<&str> = sent.lines().filter(|line| line.contains(",sent,")).take(2).collect();
    let index = club.read("out/rendered/index.csv");
    assert_eq!(index.matches(".html,").count() + index.matches(".txt,").count(), 2);
    for line in sent {
        let cells: Vec<&str> = line.split(',').collect();
        assert!(
            index.contains(&format!("{},{},{},{},{}", cells[0], cells[1], cells[5], cells[7], cells[9])),
            "{index}\n{line}"
        );
    }
    let none = club.journey(&["simulate", "--out", "none", "--render", "0", "--quiet"]);
    assert_eq!(none.code, 0);
    assert_eq!(club.list("none/rendered"), ["index.csv"]);
}

#[test]
fn an_earlier_rendering_is_replaced_and_other_folders_are_left_alone() {
    let club = club();
    for wanted in ["3", "1"] {
        let done = club.journey(&["simulate", "--out", "out", "--render", wanted, "--quiet"]);
        assert_eq!(done.code, 0, "{}", done.stderr);
    }
    assert_eq!(club.list("out/rendered").len(), 2);
    club.write("mine/rendered/notes.txt", "mine");
    let refused = club.journey(&["simulate", "--out", "mine", "--render", "1", "--quiet"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("was not made by `--render`"), "{}", refused.stderr);
    assert_eq!(club.read("mine/rendered/notes.txt"), "mine");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let club = club();
    let nowhere = club.journey(&["simulate", "--render", "3"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.stderr.contains("--out"), "{}", nowhere.stderr);
    let few = club.journey(&["simulate", "--out", "out", "--render", "some"]);
    assert_eq!(few.code, 2);
}

/// What is wrong with a template is found before anything is simulated.
#[test]
fn templates_are_read_from_the_programme_only() {
    let leaves = |name: &str| {
        let club = club();
        club.replace("club.journey", "mails/hello.html", name);
        club
    };
    let refused = |club: &Folder, what: &str| {
        let done = club.journey(&["simulate", "--out", "out", "--render", "1"]);
        assert_eq!((done.code, done.stdout.as_str()), (1, ""), "{}", done.stderr);
        assert!(done.stderr.contains(what), "{}", done.stderr);
        assert!(!club.path("out").exists());
    };
    refused(&leaves("../secret.txt"), "is outside the programme's folder");
    refused(&leaves("/etc/secret.txt"), "is outside the programme's folder");
    let folder = leaves("mails/folder.html");
    fs::create_dir(folder.path("mails/folder.html")).unwrap();
    refused(&folder, "it is a folder");
    refused(&leaves("mails/helo.html"), "did you mean `mails/hello.html`?");
    let big = club();
    big.write("mails/hello.html", "x".repeat((1 << 20) + 1));
    refused(&big, "is too big");
    let latin = club();
    latin.write("mails/hello.html", b"L'\xe9t\xe9");
    refused(&latin, "is not UTF-8");
    #[cfg(unix)]
    {
        let outer = Folder::empty();
        outer.write("secret.txt", "secret");
        let linked = leaves("mails/link.txt");
        std::os::unix::fs::symlink(outer.path("secret.txt"), linked.path("mails/link.txt")).unwrap();
        refused(&linked, "is outside the programme's folder");
    }
}

/// Templates of a folder that the manifest includes are read there, and may not leave it either.
#[test]
fn templates_of_included_folders_are_read_there() {
    let outer = Folder::empty();
    outer.write("group/mails/charter.html", "<p>Le groupe vous salue, {{ first_name | default('vous') }}</p>");
    outer.write(
        "group/group.journey",
        "message charter \"Charte\" { purpose relational  email { subject \"Charte\"  body \"mails/charter.html\" } }\n\
         journey charter { start on joined_club  send charter by email }\n",
    );
    let club = club();
    for name in [
        "journey.yaml",
        "club.journey",
        "more/merci.journey",
        "mails/hello.html",
        "data/customers.csv",
        "data/joined.csv",
        "data/purchases.csv",
    ] {
        outer.write(&format!("club/{name}"), club.read(name));
    }
    outer.replace("club/journey.yaml", "programme: club\n", "programme: club\ninclude: [../group]\n");
    let done = outer.journey_in("club", &["simulate", "--out", "out", "--render", "100", "--quiet"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(shown(&outer, "club/out/rendered").contains("Le groupe vous salue, &lt;script&gt;"));
    outer.replace("group/group.journey", "mails/charter.html", "../club/mails/hello.html");
    let leaves = outer.journey_in("club", &["check"]);
    assert_eq!(leaves.code, 1, "{}", leaves.stderr);
    assert!(leaves.stdout.contains("is outside the programme's folder"), "{}", leaves.stdout);
}

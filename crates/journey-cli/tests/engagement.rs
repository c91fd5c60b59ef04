//! What customers do with contacts, as `journey.yaml` says it: supposed by a behaviour model, or in the data.
#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "the tests make folders and run the command in them, and may fail"
)]

#[allow(dead_code, reason = "the other suites use the rest")]
mod support;

use support::{Done, Folder};

const READERS: &str = r#"
message news { purpose relational  email { subject "Des nouvelles"  body text "Voici." } }
message again { purpose relational  email { subject "Encore nous"  body text "Avez-vous vu ?" } }

journey lecteurs {
  start on joined_club
  goal  "lu" opened(news) within 30 days

  wait 1 day
  send news by email
  wait up to 3 days for opened(news) { send thanks by email } else { send again by email }
}
"#;

/// The club, with a journey that goes on in one way for those who open and in another for those who do not.
fn readers(manifest: &str) -> Folder {
    let club = Folder::club();
    club.write("more/lecteurs.journey", READERS);
    club.write("journey.yaml", club.read("journey.yaml") + manifest);
    club
}

fn simulate(club: &Folder) -> Done {
    let done = club.journey(&["simulate", "--journeys", "lecteurs", "--out", "out", "--deny", "bad-rows"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    done
}

#[test]
fn without_a_model_nobody_opens() {
    let club = readers("");
    simulate(&club);
    let contacts = club.read("out/contacts.csv");
    assert!(contacts.contains(",again,") && !contacts.contains(",thanks,"), "{contacts}");
    assert!(!club.read("out/enrolments.csv").contains("lu=yes"));
}

#[test]
fn a_model_opens_for_those_whom_it_chooses() {
    let club = readers("behaviour:\n  messages:\n    news: {opened: 100% after 6 hours}\n");
    let done = simulate(&club);
    insta::assert_snapshot!("everyone_opens", club.read("out/contacts.csv"));
    insta::assert_snapshot!("everyone_opens_enrolments", club.read("out/enrolments.csv"));
    assert!(done.stdout.contains("100"), "{}", done.stdout);

    // One half, the same half in every run; and another one with another salt.
    let half = readers("behaviour:\n  channels:\n    email: {opened: 50% after 6 hours}\n");
    let many: Vec<_> = (1..=60)
        .map(|n| (format!("k{n},k{n}@example.org,none,yes\n"), format!("k{n},2025-01-06 10:00:00,\n")))
        .collect();
    half.write(
        "data/customers.csv",
        "id,email,tier,optin_email\n".to_owned() + &many.iter().map(|row| &*row.0).collect::<String>(),
    );
    half.write(
        "data/joined.csv",
        "customer,at,place\n".to_owned() + &many.iter().map(|row| &*row.1).collect::<String>(),
    );
    half.write("data/purchases.csv", "customer,at,amount\n");
    simulate(&half);
    let first = half.read("out/contacts.csv");
    let (opened, not) = (first.matches(",thanks,").count(), first.matches(",again,").count());
    assert_eq!(opened + not, 60);
    assert!((15..=45).contains(&opened), "{opened} of 60 open");
    simulate(&half);
    assert_eq!(half.read("out/contacts.csv"), first);
    half.replace("journey.yaml", "programme: club", "programme: club\nsalt: another");
    simulate(&half);
    assert_ne!(half.read("out/contacts.csv"), first);
}

#[test]
fn who_unsubscribes_is_not_written_to_again() {
    let club = readers("behaviour:\n  channels:\n    email: {unsubscribed: 100% after 1 day}\n");
    simulate(&club);
    insta::assert_snapshot!(club.read("out/contacts.csv"));
}

#[test]
fn a_model_with_names_that_are_none_is_told_with_the_nearest() {
    let club = readers("behaviour:\n  messages:\n    newz: {opened: 10%}\n");
    let done = club.journey(&["simulate"]);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    assert!(done.stderr.contains("`newz`") && done.stderr.contains("`news`"), "{}", done.stderr);
    let club = readers("behaviour:\n  channels:\n    email: {opened: often}\n");
    let done = club.journey(&["simulate"]);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    assert!(done.stderr.contains("opened: often") && done.stderr.contains("`opened: 35%`"), "{}", done.stderr);
}

#[test]
fn engagement_in_the_data_is_seen_by_the_enrolments_that_it_is_about() {
    let club = readers("");
    club.replace("journey.yaml", "simulate:", "  engagement: [{path: data/opens.csv}]\nsimulate:");
    // c1 opens in time; c2 a second after the three days are over; and a message that the programme does not have.
    club.write(
        "data/opens.csv",
        "customer,at,kind,message,journey,started,key\n\
         c1,2025-01-08 11:30:00,opened,news,,,\n\
         c2,2025-02-07 09:30:01,opened,news,lecteurs,2025-02-03T09:30:00+01:00,\n\
         c2,2025-02-07 10:00:00,clicked,gone,,,\n",
    );
    simulate(&club);
    insta::assert_snapshot!(club.read("out/contacts.csv"));
    club.replace("data/opens.csv", "09:30:01", "09:30:00");
    simulate(&club);
    let contacts = club.read("out/contacts.csv");
    let reminded = contacts.lines().any(|line| line.starts_with("c2,") && line.contains(",again,"));
    assert!(!reminded, "the end of the wait is included: {contacts}");

    club.replace("data/opens.csv", "clicked", "cliqué");
    let wrong = club.journey(&["simulate", "--deny", "bad-rows"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.stderr.contains("data/opens.csv") && wrong.stderr.contains('4'), "{}", wrong.stderr);
}

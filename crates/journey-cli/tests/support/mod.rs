//! Folders with programmes, and the command run in them.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A folder of its own, removed at the end of the test; or one of the repository's, which is left as it is.
pub enum Folder {
    Temporary(TempDir),
    OfRepository(PathBuf),
}

/// What came of a command.
pub struct Done {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The command, with nothing of the caller's environment that changes how it looks.
pub fn journey() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_journey"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("TERM");
    command
}

impl Folder {
    pub fn empty() -> Self {
        Self::Temporary(tempfile::tempdir().unwrap())
    }

    /// Three customers, two journeys, one of them in a folder below.
    pub fn club() -> Self {
        let folder = Self::empty();
        for (name, content) in CLUB {
            folder.write(name, content);
        }
        folder
    }

    /// journeys/club of the repository.
    pub fn real_club() -> Self {
        Self::OfRepository(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../journeys/club"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        match self {
            Self::Temporary(folder) => folder.path().join(name),
            Self::OfRepository(folder) => folder.join(name),
        }
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from:?}");
        self.write(name, text.replace(from, to));
    }

    /// The names in a folder, hidden ones included, sorted.
    pub fn list(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(name)).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = journey();
        command.args(arguments).current_dir(self.path("."));
        command
    }

    pub fn journey(&self, arguments: &[&str]) -> Done {
        self.journey_in(".", arguments)
    }

    pub fn journey_in(&self, folder: &str, arguments: &[&str]) -> Done {
        let done = self.command(arguments).current_dir(self.path(folder)).output().unwrap();
        Done {
            code: done.status.code().unwrap(),
            stdout: String::from_utf8(done.stdout).unwrap(),
            stderr: String::from_utf8(done.stderr).unwrap(),
        }
    }
}

const CLUB: [(&str, &str); 6] = [
    (
        "journey.yaml",
        "\
programme: club
data:
  customers: {path: data/customers.csv}
  events:
    - {event: joined_club, path: data/joined.csv}
    - {event: purchase, path: data/purchases.csv}
simulate:
  from: 2025-01-01
  until: 2026-01-01
",
    ),
    (
        "club.journey",
        r#"
programme "Club" { timezone Europe/Paris  currency EUR }

customer {
  email       text?
  tier        one of none, bronze, gold
  optin_email boolean
}

event joined_club { place text? }
event purchase { amount decimal }

channel email { address email  consent optin_email  cost 0.002 }

message hello "Bonjour" { purpose relational  email { subject "Bonjour !"  body text "Bienvenue." } }
message thanks "Merci"  { purpose commercial  email { subject "Merci !"  body text "Et à bientôt." } }

pressure { at most 1 commercial per 7 days }

journey bienvenue "Bienvenue au Club" {
  start on joined_club
  goal  purchase within 60 days worth purchase.amount

  send hello by email
  wait 7 days
  send thanks by email
}
"#,
    ),
    (
        "more/merci.journey",
        r#"
journey merci "Merci de votre achat" {
  start on purchase where amount >= 50
  again always
  goal  "deuxième achat" purchase within 30 days

  send thanks by email
}
"#,
    ),
    (
        "data/customers.csv",
        "id,email,tier,optin_email\nc1,a@example.org,none,yes\nc2,b@example.org,gold,yes\nc3,,bronze,yes\n",
    ),
    (
        "data/joined.csv",
        "customer,at,place\nc1,2025-01-06 10:00:00,\nc2,2025-02-03 09:30:00,Lyon\nc3,2025-03-29 23:00:00,\n",
    ),
    (
        "data/purchases.csv",
        "customer,at,amount\nc1,2025-01-12 11:00:00,50.00\nc1,2025-01-20 18:00:00,12.30\nc2,2025-02-04 12:00:00,80\nc2,2025-03-04 12:00:00,49.99\n",
    ),
];

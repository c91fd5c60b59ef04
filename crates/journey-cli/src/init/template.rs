//! The programmes that `journey init` makes: what all of them share, and what each adds. They are whole files under `templates/`, in
//! which `mon-programme` and `my-programme` stand for the programme's name.

use crate::arguments::{Lang, Template};

/// A file's path in the programme's folder, and its text.
type File = (&'static str, &'static str);

/// The texts under `templates/FOLDER/`, with their paths in the programme.
macro_rules! texts {
    ($folder:literal: $($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/", $folder, "/", $path)))),+]
    };
}

const BASE_FR: &[File] = texts!("base/fr":
    "journey.yaml", "README.md", "client.journey", "pression.journey",
    "data/clients.csv", "data/adhesions.csv", "data/achats.csv", "data/points.csv",
);
const BASE_EN: &[File] = texts!("base/en":
    "journey.yaml", "README.md", "customer.journey", "pressure.journey",
    "data/customers.csv", "data/memberships.csv", "data/purchases.csv", "data/points.csv",
);

/// The files of a new programme, by path.
pub fn files(template: Template, lang: Lang, name: &str) -> Vec<(&'static str, String)> {
    let (base, placeholder) = match lang {
        Lang::Fr => (BASE_FR, "mon-programme"),
        Lang::En => (BASE_EN, "my-programme"),
    };
    let own: &[File] = match (template, lang) {
        (Template::Welcome, Lang::Fr) => texts!("welcome/fr": "bienvenue.journey", "scenarios.journey"),
        (Template::Welcome, Lang::En) => texts!("welcome/en": "welcome.journey", "scenarios.journey"),
        (Template::WinBack, Lang::Fr) => texts!("win-back/fr": "reconquete.journey", "scenarios.journey"),
        (Template::WinBack, Lang::En) => texts!("win-back/en": "win_back.journey", "scenarios.journey"),
        (Template::Birthday, Lang::Fr) => texts!("birthday/fr": "anniversaire.journey", "scenarios.journey"),
        (Template::Birthday, Lang::En) => texts!("birthday/en": "birthday.journey", "scenarios.journey"),
        (Template::Points, Lang::Fr) => texts!("points/fr": "points.journey", "scenarios.journey"),
        (Template::Points, Lang::En) => texts!("points/en": "points.journey", "scenarios.journey"),
    };
    base.iter().chain(own).map(|(path, text)| (*path, text.replace(placeholder, &in_yaml(path, name)))).collect()
}

/// The name as it is written in a file: a manifest quotes what YAML could take for something else.
fn in_yaml(path: &str, name: &str) -> String {
    if path == "journey.yaml" { format!("'{name}'") } else { name.to_owned() }
}

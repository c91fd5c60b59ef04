//! What can be typed: every subcommand and option.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The whole command line.
#[derive(Parser)]
#[command(
    name = "journey",
    version,
    about = "Customer journeys: check them, test them, simulate them",
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 fine; 1 findings, failed scenarios or unformatted files; 2 bad usage, unreadable input, or an internal error."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Makes a new programme that works as it is: journeys, scenarios and invented data to build on
    Init(Init),
    /// Finds mistakes in a programme and says what to type instead
    Check(Check),
    /// Writes `.journey` files in the one style, in place
    Fmt(Fmt),
    /// Runs the journeys over the customers' data, without sending anything
    Simulate(Simulate),
    /// Writes the checked programme as one JSON file, which `simulate --program` runs
    Compile(Compile),
    /// Runs the scenarios, and shows those that do not come as expected
    Test(Test),
    /// Prints the script that completes commands in a shell
    Completions(Completions),
    /// Writes man pages
    #[command(hide = true)]
    Man(Man),
    /// Tells the dated story of one customer: every start, branch, wait and send, and why
    Explain(Explain),
}

/// What every subcommand understands.
#[derive(Args)]
pub struct Common {
    /// Use colours; `auto` is on a terminal unless `NO_COLOR` is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 100)]
    pub color: ColorChoice,
    /// Print only what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose", display_order = 101)]
    pub quiet: bool,
    /// Also tell which files are read and how long things take
    #[arg(short, long, global = true, display_order = 102)]
    pub verbose: bool,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// `journey init`
#[derive(Args)]
pub struct Init {
    /// The folder to make; the programme is called like it
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// What to begin with
    #[arg(long, default_value = "welcome")]
    pub template: Template,
    /// The language of names, texts and comments; the keywords are the same in all
    #[arg(long, default_value = "fr")]
    pub lang: Lang,
}

/// What a new programme begins with.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// The first month of a new member.
    Welcome,
    /// Offers to customers who no longer come, beside a control group.
    WinBack,
    /// A present a week before the birthday, a wish on the day.
    Birthday,
    /// A monthly statement of points, and a voucher when there are enough.
    Points,
}

/// The language of a new programme.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// French.
    Fr,
    /// English.
    En,
}

/// `journey check`
#[derive(Args)]
pub struct Check {
    /// The programme's folder: this one, or the nearest above it that holds journey.yaml
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// How to show the findings
    #[arg(long, default_value = "human")]
    pub format: Format,
    /// Also read the data: rows that cannot be used, and what is probably not meant
    #[arg(long)]
    pub data: bool,
    /// What to take for an error
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub deny: Vec<DenyOfCheck>,
}

/// How to show findings.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For machines.
    Json,
}

/// What `check` may take for an error.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DenyOfCheck {
    /// Any warning.
    Warnings,
    /// Any row of data that cannot be used; with `--data`.
    BadRows,
}

/// `journey fmt`
#[derive(Args)]
pub struct Fmt {
    /// The programme's folder: this one, or the nearest above it that holds journey.yaml; `-` reads standard input and writes
    /// standard output
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// Change nothing; name the files that are not formatted, and exit with 1 if there are any
    #[arg(long)]
    pub check: bool,
}

/// `journey compile`
#[derive(Args)]
pub struct Compile {
    /// The programme's folder: this one, or the nearest above it that holds journey.yaml
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// Where to put it [default: standard output]
    #[arg(long, value_name = "FILE", conflicts_with = "schema")]
    pub out: Option<PathBuf>,
    /// Write the JSON schema of the format instead; needs no programme
    #[arg(long)]
    pub schema: bool,
}

/// `journey test`
#[derive(Args)]
pub struct Test {
    /// The programme's folder: this one, or the nearest above it that holds journey.yaml
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// Only the scenarios whose title contains this, in capital letters or small ones
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// How to show what came of them
    #[arg(long, default_value = "human")]
    pub format: TestFormat,
}

/// How to show what came of scenarios.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// For people.
    Human,
    /// `JUnit` XML, for continuous integration.
    Junit,
    /// For other machines.
    Json,
}

/// `journey simulate`
#[derive(Args)]
pub struct Simulate {
    /// The programme's folder: this one, or the nearest above it that holds journey.yaml
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// A programme that `journey compile` has written, in place of the folder's `.journey` files
    #[arg(long, value_name = "FILE")]
    pub program: Option<PathBuf>,
    /// The first instant, a date or "YYYY-MM-DD HH:MM" in the programme's zone [default: the manifest's]
    #[arg(long, value_name = "WHEN")]
    pub from: Option<String>,
    /// The first instant that is too late [default: the manifest's]
    #[arg(long, value_name = "WHEN")]
    pub until: Option<String>,
    /// How much earlier to begin without reporting, such as "120 days", so that enrolments and contacts under way are there
    /// [default: the manifest's]
    #[arg(long, value_name = "TIME")]
    pub warmup: Option<String>,
    /// Where to put the results, all together at the end; without it nothing is written
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Which results to write, separated by commas; rows of the others are not made at all, which saves time [default: all]
    #[arg(long, value_name = "WHAT", value_delimiter = ',', requires = "out")]
    pub write: Vec<Written>,
    /// Also write the words of the first N contacts that are sent into DIR/rendered
    #[arg(long, value_name = "N", requires = "out")]
    pub render: Option<usize>,
    /// How to write the contacts
    #[arg(long, value_name = "FORMAT", default_value = "csv", requires = "out")]
    pub contacts_format: ContactsFormat,
    /// How to order the rows of the contacts
    #[arg(long, default_value = "customer", requires = "out")]
    pub sort: Sort,
    /// Only the first N customers of the file
    #[arg(long, value_name = "N")]
    pub customers: Option<usize>,
    /// Only these journeys, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub journeys: Vec<String>,
    /// What random choices start from [default: the manifest's]
    #[arg(long)]
    pub salt: Option<String>,
    /// How many threads; the results do not depend on it [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// What to take for an error
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub deny: Vec<DenyOfSimulate>,
}

/// How contacts are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ContactsFormat {
    /// contacts.csv
    Csv,
    /// contacts.jsonl: an object on each line.
    Jsonl,
    /// contacts.parquet
    Parquet,
}

impl From<ContactsFormat> for journey_data::records::ContactsFormat {
    fn from(format: ContactsFormat) -> Self {
        match format {
            ContactsFormat::Csv => Self::Csv,
            ContactsFormat::Jsonl => Self::JsonLines,
            ContactsFormat::Parquet => Self::Parquet,
        }
    }
}

/// `journey explain`
#[derive(Args)]
pub struct Explain {
    /// The customer's id
    #[arg(value_name = "CUSTOMER")]
    pub customer: String,
    /// The programme's folder: this one, or the nearest above it that holds journey.yaml
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// The first instant of the run, a date or "YYYY-MM-DD HH:MM" in the programme's zone [default: the manifest's]
    #[arg(long, value_name = "WHEN")]
    pub from: Option<String>,
    /// The first instant that is too late [default: the manifest's]
    #[arg(long, value_name = "WHEN")]
    pub until: Option<String>,
    /// Tell only of these journeys, separated by commas; the others run all the same
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub journeys: Vec<String>,
    /// How to tell it
    #[arg(long, default_value = "human")]
    pub format: Format,
}

/// The order of the rows of the contacts.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// By customer, as in the customers' file.
    Customer,
    /// By time; all rows are held in memory until the end.
    At,
}

/// A file that `simulate` writes.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Written {
    /// contacts.csv
    Contacts,
    /// enrolments.csv
    Enrolments,
    /// refusals.csv
    Refusals,
    /// tasks.csv; without --write where the programme has tasks
    Tasks,
    /// measures.csv; without --write where the programme has measures
    Measures,
    /// summary.json
    Summary,
}

/// What `simulate` may take for an error.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DenyOfSimulate {
    /// Any warning of `check`.
    Warnings,
    /// Any row of data that cannot be used.
    BadRows,
}

/// `journey completions`
#[derive(Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// `journey man`
#[derive(Args)]
pub struct Man {
    /// Where to write the pages
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

//! The programs that are measured: ours in several ways, the reference, and the peers.

use std::path::{Path, PathBuf};

use crate::Trouble;
use crate::measure::Invocation;
use crate::places::Places;
use crate::python::Python;

/// Ours as the goals mean it: contacts and summary are written, two threads, CSV in.
pub const OURS: &str = "ours";
/// Ours on one thread.
pub const OURS_ALONE: &str = "ours, 1 thread";
/// Ours with all results written.
pub const OURS_EVERYTHING: &str = "ours, everything written";
/// Ours with Parquet in.
pub const OURS_PARQUET: &str = "ours, Parquet";
pub const REFERENCE: &str = "reference";
pub const POLARS: &str = "polars";
pub const DUCKDB: &str = "duckdb";
pub const SIMPY: &str = "simpy";
/// Polars, only reading: the yardstick.
pub const READING: &str = "read, polars";
const READING_GUESSING: &str = "read, polars guessing dates";
const READING_DUCKDB: &str = "read, duckdb";

/// How many threads a program gets that takes several.
pub const THREADS: usize = 2;
/// The results that count for the goals.
pub const CONTACTS: &str = "contacts,summary";
/// More customers than `SimPy` is asked for unless it is named: it takes six minutes for a million.
const SIMPY_CUSTOMERS_MAX: u64 = 100_000;

/// A program with all that it needs to run.
#[derive(Debug)]
pub struct Program {
    pub name: String,
    pub invocation: Invocation,
    pub output: Output,
    /// Run once only, for it takes long.
    pub once: bool,
}

/// What a program writes.
#[derive(Debug)]
pub enum Output {
    /// Nothing that is looked at.
    Nothing,
    /// The common file.
    Common(PathBuf),
    /// A folder with contacts.csv.
    Results(PathBuf),
}

/// All programs over the data of so many customers, as far as they are there and wanted.
pub struct Choice<'a> {
    pub customers: u64,
    pub by_customer: bool,
    pub only: &'a [String],
    pub skip: &'a [String],
}

impl Choice<'_> {
    fn wants(&self, name: &str) -> bool {
        let named = |names: &[String]| names.iter().any(|wanted| name.starts_with(wanted.as_str()));
        let by_itself = match name {
            SIMPY => self.customers <= SIMPY_CUSTOMERS_MAX,
            READING_GUESSING => false,
            _ => true,
        };
        let chosen = if self.only.is_empty() { by_itself } else { named(self.only) || name == REFERENCE };
        chosen && !named(self.skip)
    }

    /// The programs; `python` is nothing where there is none: then the peers and Parquet are left out.
    pub fn programs(&self, places: &Places, python: Option<&Python>) -> Result<Vec<Program>, Trouble> {
        let data = places.data(self.customers, self.by_customer)?;
        let text = places.bench_journey()?;
        let csv = places.programme(&format!("bench-{}", self.customers), &text, &data, "csv")?;
        let mut programs = vec![
            reference(places, &data, THREADS)?,
            ours(places, OURS, &csv, THREADS, Some(CONTACTS))?,
            ours(places, OURS_ALONE, &csv, 1, Some(CONTACTS))?,
            ours(places, OURS_EVERYTHING, &csv, THREADS, None)?,
        ];
        if let Some(python) = python {
            if self.wants(OURS_PARQUET) {
                python.parquet(places, &data)?;
                let parquet =
                    places.programme(&format!("bench-{}-parquet", self.customers), &text, &data, "parquet")?;
                programs.push(ours(places, OURS_PARQUET, &parquet, THREADS, Some(CONTACTS))?);
            }
            for (name, script) in
                [(POLARS, "polars_script.py"), (DUCKDB, "duckdb_script.py"), (SIMPY, "simpy_script.py")]
            {
                let out = places.out(&format!("{name}.csv"))?;
                let words = [data.display().to_string(), out.display().to_string()];
                let mut program = python.program(name, script, words, Output::Common(out));
                program.once = name == SIMPY;
                programs.push(program);
            }
            let folder = data.display().to_string();
            programs.push(python.program(READING, "read.py", [folder.clone()], Output::Nothing));
            programs.push(python.program(
                READING_GUESSING,
                "read.py",
                [folder.clone(), "--auto".into()],
                Output::Nothing,
            ));
            programs.push(python.program(READING_DUCKDB, "read_duckdb.py", [folder], Output::Nothing));
        }
        programs.retain(|program| self.wants(&program.name));
        Ok(programs)
    }
}

/// `journey simulate` over a programme; `write` is what it writes, everything without one.
pub fn ours(
    places: &Places,
    name: &str,
    programme: &Path,
    threads: usize,
    write: Option<&str>,
) -> Result<Program, Trouble> {
    let out = places.out(&slug(name))?;
    let (programme, folder, threads) =
        (programme.display().to_string(), out.display().to_string(), threads.to_string());
    let mut words = vec!["simulate", &programme, "--out", &folder, "--threads", &threads, "--verbose"];
    if let Some(write) = write {
        words.extend(["--write", write]);
    }
    let invocation = Invocation::new(places.program("journey"), words);
    Ok(Program { name: name.into(), invocation, output: Output::Results(out), once: false })
}

/// The speed limit.
pub fn reference(places: &Places, data: &Path, threads: usize) -> Result<Program, Trouble> {
    let out = places.out("reference.csv")?;
    let words = [data.display().to_string(), out.display().to_string(), threads.to_string()];
    let invocation = Invocation::new(places.program("benchmark-reference"), words);
    Ok(Program { name: REFERENCE.into(), invocation, output: Output::Common(out), once: false })
}

/// A program's name as that of a file.
pub fn slug(name: &str) -> String {
    name.replace(", ", "-").replace(' ', "-")
}

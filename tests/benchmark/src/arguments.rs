//! What is asked on the command line.

use std::path::PathBuf;

use crate::Trouble;

/// Shown by `help`.
pub const HELP: &str = "\
bash tests/benchmark/run [WHAT] [OPTIONS]

WHAT
  compare       ours beside what one would write instead, over the same data (the default)
  equality      the contacts of ours and of the reference are the same; small, for CI, no Python
  instructions  counts ours' instructions with valgrind and compares them with tests/benchmark/instructions.txt
  customers     how time and memory grow with customers
  journeys      how time grows with journeys
  capacity      what a channel of limited daily capacity costs
  compile       how the time of `journey check` grows with journeys

OPTIONS
  --customers 100000,1000000   sizes of the data
  --counts 4,50,200            numbers of journeys (journeys, compile)
  --runs 5                     rounds that count; one before them warms the caches (not: instructions, equality)
  --only ours,polars           only programs whose name begins so, and the reference
  --skip simpy                 not these
  --by-customer                logs in the order of customers instead of time
  --update                     instructions: these are the figures from now on
  --work DIR                   for data and results; default: benchmark/ in the build folder";

/// What to measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Help,
    Compare,
    Equality,
    Instructions,
    Customers,
    Journeys,
    Capacity,
    Compile,
}

/// The command line.
#[derive(Debug)]
pub struct Arguments {
    pub what: What,
    /// Each is a size of the data; empty: what suits [`Self::what`].
    pub customers: Vec<u64>,
    /// Each is a number of journeys; empty: what suits [`Self::what`].
    pub counts: Vec<usize>,
    /// Rounds that count; nothing: what suits [`Self::what`].
    pub runs: Option<usize>,
    pub only: Vec<String>,
    pub skip: Vec<String>,
    pub by_customer: bool,
    pub update: bool,
    pub work: Option<PathBuf>,
}

impl Arguments {
    pub fn parse(words: &[String]) -> Result<Self, Trouble> {
        let mut parsed = Self {
            what: What::Compare,
            customers: Vec::new(),
            counts: Vec::new(),
            runs: None,
            only: Vec::new(),
            skip: Vec::new(),
            by_customer: false,
            update: false,
            work: None,
        };
        let mut words = words.iter().map(String::as_str).peekable();
        if let Some(word) = words.next_if(|word| !word.starts_with("--")) {
            parsed.what = what(word)?;
        }
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("`{word}` needs a value after it"));
            match word {
                "--help" | "-h" => parsed.what = What::Help,
                "--customers" => parsed.customers = numbers(value()?)?,
                "--counts" => parsed.counts = numbers(value()?)?,
                "--runs" => {
                    parsed.runs = Some(value()?.parse().ok().filter(|&runs| runs > 0).ok_or("--runs is 1 or more")?);
                }
                "--only" => parsed.only = list(value()?),
                "--skip" => parsed.skip = list(value()?),
                "--by-customer" => parsed.by_customer = true,
                "--update" => parsed.update = true,
                "--work" => parsed.work = Some(value()?.into()),
                _ => return Err(format!("`{word}` is not known; `help` says what is").into()),
            }
        }
        Ok(parsed)
    }

    /// The sizes of the data, else `usual`.
    pub fn customers_or(&self, usual: &[u64]) -> Vec<u64> {
        if self.customers.is_empty() { usual.to_vec() } else { self.customers.clone() }
    }

    /// The numbers of journeys, else `usual`.
    pub fn counts_or(&self, usual: &[usize]) -> Vec<usize> {
        if self.counts.is_empty() { usual.to_vec() } else { self.counts.clone() }
    }
}

fn what(word: &str) -> Result<What, Trouble> {
    Ok(match word {
        "help" => What::Help,
        "compare" => What::Compare,
        "equality" => What::Equality,
        "instructions" => What::Instructions,
        "customers" => What::Customers,
        "journeys" => What::Journeys,
        "capacity" => What::Capacity,
        "compile" => What::Compile,
        _ => return Err(format!("`{word}` cannot be measured; `help` says what can").into()),
    })
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn numbers<T: std::str::FromStr>(text: &str) -> Result<Vec<T>, Trouble> {
    let number = |part: &str| part.trim().replace('_', "").parse().map_err(|_| format!("`{part}` is no number").into());
    text.split(',').map(number).collect()
}

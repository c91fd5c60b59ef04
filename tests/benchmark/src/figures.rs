//! Medians with their range, and the rounds that they come from.

use std::fmt;

use crate::Trouble;
use crate::measure::{Measured, measure};
use crate::programs::{Output, Program};

/// The median of some runs, the lowest and the highest.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub median: f64,
    low: f64,
    high: f64,
}

impl Spread {
    /// Nothing of nothing.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        let (&low, &high, &upper) = (values.first()?, values.last()?, values.get(middle)?);
        let lower = if values.len().is_multiple_of(2) { *values.get(middle - 1)? } else { upper };
        Some(Self { median: f64::midpoint(lower, upper), low, high })
    }
}

/// `2.31 (2.20–2.44)`
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ({:.2}–{:.2})", self.median, self.low, self.high)
    }
}

/// What programs took, round by round.
pub struct Rounds {
    programs: Vec<(String, Vec<Measured>)>,
}

/// What of a run is looked at.
pub type Aspect = fn(&Measured) -> f64;

impl Rounds {
    /// Runs all programs once to warm the caches, and then `runs` times, one after the other in each round: what disturbs the machine
    /// disturbs all of them. Those that are run once are not warmed.
    pub fn run(programs: &[Program], runs: usize) -> Result<Self, Trouble> {
        let mut rounds = Self { programs: programs.iter().map(|program| (program.name.clone(), Vec::new())).collect() };
        for round in 0..=runs {
            for (program, (_, taken)) in programs.iter().zip(&mut rounds.programs) {
                if program.once && round != 1 {
                    continue;
                }
                eprintln!("round {round} of {runs}: {}", program.name);
                program.output.clear()?;
                let measured = measure(&program.invocation)?;
                if round > 0 {
                    taken.push(measured);
                }
            }
        }
        Ok(rounds)
    }

    /// The names of the programs, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.programs.iter().map(|(name, _)| name.as_str())
    }

    /// The runs of a program; none of one that was not run.
    pub fn of(&self, name: &str) -> &[Measured] {
        self.programs.iter().find(|(other, _)| other == name).map_or(&[], |(_, taken)| taken)
    }

    pub fn spread(&self, name: &str, aspect: Aspect) -> Option<Spread> {
        Spread::of(self.of(name).iter().map(aspect))
    }

    /// How many times the one is the other, round by round; over the other's median where they were not run equally often.
    pub fn ratio(&self, one: &str, other: &str, aspect: Aspect) -> Option<Spread> {
        let (ones, others) = (self.of(one), self.of(other));
        if ones.len() == others.len() {
            return Spread::of(ones.iter().zip(others).map(|(one, other)| aspect(one) / aspect(other)));
        }
        let (one, other) = (self.spread(one, aspect)?, self.spread(other, aspect)?);
        Spread::of([one.median / other.median])
    }
}

/// Shows a figure that may not be there.
pub fn shown(figure: Option<impl fmt::Display>) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| figure.to_string())
}

impl Output {
    /// Removes what an earlier run wrote, so that a run which writes nothing is found out.
    fn clear(&self) -> Result<(), Trouble> {
        match self {
            Self::Common(path) if path.exists() => std::fs::remove_file(path)?,
            Self::Results(path) if path.exists() => std::fs::remove_dir_all(path)?,
            _ => {}
        }
        Ok(())
    }
}

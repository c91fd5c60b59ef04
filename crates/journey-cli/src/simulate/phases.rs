//! How long each phase of a simulation took, for `--verbose` and the benchmark (docs/benchmarks.md).

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant as Clock};

/// Phases one after another, by the clock.
pub struct Phases {
    last: Clock,
    done: Vec<(&'static str, Duration)>,
}

impl Phases {
    /// The first one begins.
    pub fn begin() -> Self {
        Self { last: Clock::now(), done: Vec::new() }
    }

    /// The phase that ends here is called `name`; the next one begins.
    pub fn end(&mut self, name: &'static str) {
        let now = Clock::now();
        self.done.push((name, now.duration_since(self.last)));
        self.last = now;
    }

    /// Adds work that was done inside a phase, added up over the threads.
    pub fn within(&mut self, name: &'static str, work: &Stopwatch) {
        self.done.push((name, Duration::from_nanos(work.nanoseconds.load(Ordering::Relaxed))));
    }
}

/// `phases: read 0.412 s, group 0.020 s`
impl fmt::Display for Phases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (name, took)) in self.done.iter().enumerate() {
            let before = if number == 0 { "phases: " } else { ", " };
            write!(f, "{before}{name} {:.3} s", took.as_secs_f64())?;
        }
        Ok(())
    }
}

/// Adds up the time of pieces of work that threads do side by side.
#[derive(Default)]
pub struct Stopwatch {
    nanoseconds: AtomicU64,
}

impl Stopwatch {
    /// Does the work and adds what it took.
    pub fn time<T>(&self, work: impl FnOnce() -> T) -> T {
        let began = Clock::now();
        let result = work();
        let took = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(took, Ordering::Relaxed);
        result
    }
}

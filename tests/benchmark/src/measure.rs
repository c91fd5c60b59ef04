//! Runs a program and says what it took: CPU time, wall time and peak memory of the whole process.
//!
//! The system gives these figures to whoever waited for children, for all of them together. So each program is run by a process
//! of its own, this program again with [`WRAPPED`], whose only child it is. A peak below this program's own, some 3 MiB, cannot be seen.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant as Clock;

use crate::Trouble;

/// The first word of the command line of the process that measures.
pub const WRAPPED: &str = "--wrapped";
/// How the line begins that it writes on standard error, behind everything else.
const FIGURES: &str = "benchmark-figures ";

/// A program, its arguments, and what its environment has besides ours.
#[derive(Clone, Debug)]
pub struct Invocation {
    pub program: PathBuf,
    pub arguments: Vec<String>,
    pub environment: BTreeMap<&'static str, String>,
}

impl Invocation {
    pub fn new(program: PathBuf, arguments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program, arguments, environment: BTreeMap::new() }
    }
}

/// What one run of a program took and said.
#[derive(Clone, Debug)]
pub struct Measured {
    pub cpu: f64,
    pub wall: f64,
    pub peak_mib: f64,
    pub stdout: String,
    pub stderr: String,
}

/// Runs it once; that it fails is an error.
pub fn measure(invocation: &Invocation) -> Result<Measured, Trouble> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(WRAPPED).arg(&invocation.program).args(&invocation.arguments).envs(&invocation.environment);
    let output = command.output()?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let (said, figures) = stderr.rsplit_once(FIGURES).unwrap_or((&stderr, ""));
    let figures: Vec<f64> = figures.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    match figures.as_slice() {
        &[cpu, wall, peak_mib] if output.status.success() => Ok(Measured {
            cpu,
            wall,
            peak_mib,
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: said.to_owned(),
        }),
        _ => {
            let words = invocation.arguments.join(" ");
            Err(format!("`{} {words}` failed:\n{said}", invocation.program.display()).into())
        }
    }
}

/// The process that measures: runs the command and adds the figures to what it says on standard error.
pub fn wrapped(command: &[String]) -> ExitCode {
    let Some((program, arguments)) = command.split_first() else { return ExitCode::from(2) };
    let began = Clock::now();
    let status = Command::new(program).args(arguments).stdin(Stdio::null()).status();
    let wall = began.elapsed().as_secs_f64();
    let (cpu, peak_mib) = of_children();
    match status {
        Ok(status) => {
            eprintln!("{FIGURES}{cpu} {wall} {peak_mib}");
            status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => {
            eprintln!("cannot start `{program}`: {error}");
            ExitCode::from(2)
        }
    }
}

/// CPU seconds, user and system, and peak MiB of the children so far.
#[cfg(unix)]
fn of_children() -> (f64, f64) {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    getrusage(UsageWho::RUSAGE_CHILDREN).map_or((f64::NAN, f64::NAN), |usage| {
        let cpu = usage.user_time() + usage.system_time();
        // Linux counts KiB, macOS bytes.
        let unit = if cfg!(target_os = "macos") { 1 << 20 } else { 1 << 10 };
        (cpu.num_microseconds() as f64 / 1e6, usage.max_rss() as f64 / f64::from(unit))
    })
}

/// Unknown.
#[cfg(not(unix))]
fn of_children() -> (f64, f64) {
    (f64::NAN, f64::NAN)
}

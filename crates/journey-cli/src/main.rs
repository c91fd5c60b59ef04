//! The `journey` command. Exit codes: 0 fine; 1 findings, failed scenarios or unformatted files; 2 bad usage, unreadable input or an internal
//! error; 130 interrupted.
#![expect(
    clippy::disallowed_methods,
    reason = "the command line is where files, clock, environment and terminals come in"
)]

mod arguments;
mod check;
mod compile;
mod completions;
mod console;
mod explain;
mod failure;
mod fmt;
mod init;
mod interrupt;
mod period;
mod programme;
mod progress;
mod rendered;
mod selection;
mod simulate;
mod test;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Cli, Command};
use console::Console;
use failure::Failure;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let console = Console::new(&cli.common);
    let run = || match &cli.command {
        Command::Check(arguments) => check::run(arguments, &console),
        Command::Compile(arguments) => compile::run(arguments, &console),
        Command::Init(arguments) => init::run(arguments, &console),
        Command::Fmt(arguments) => fmt::run(arguments, &console),
        Command::Simulate(arguments) => simulate::run(arguments, &console),
        Command::Test(arguments) => test::run(arguments, &console),
        Command::Completions(arguments) => completions::completions(arguments),
        Command::Man(arguments) => completions::man(arguments),
        Command::Explain(arguments) => explain::run(arguments, &console),
    };
    // A broken invariant of ours has told its place already; it must not look like findings of the programme.
    let done = panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(Failure::internal()));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell(&console);
            failure.exit_code()
        }
    }
}

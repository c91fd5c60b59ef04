//! The two streams: results on standard output, messages on standard error.

use std::io::{self, IsTerminal, Write};

use journey_report::Look;

use crate::arguments::{ColorChoice, Common};
use crate::failure::Failure;

/// Where a command's words go.
pub struct Console {
    out: Look,
    err: Look,
    /// Whether remarks are left out.
    pub quiet: bool,
    /// Whether more is told.
    pub verbose: bool,
}

impl Console {
    /// By the options and by what the streams are.
    pub fn new(common: &Common) -> Self {
        Self {
            out: look(common.color, io::stdout().is_terminal()),
            err: look(common.color, io::stderr().is_terminal()),
            quiet: common.quiet,
            verbose: common.verbose,
        }
    }

    /// What standard output can show.
    pub fn out(&self) -> Look {
        self.out
    }

    /// What standard error can show.
    pub fn err(&self) -> Look {
        self.err
    }

    /// Says something on standard error, unless the user wants quiet.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            tell(text);
        }
    }

    /// Says something on standard error when the user wants details; `text` is only made then.
    pub fn detail(&self, text: impl FnOnce() -> String) {
        if self.verbose {
            tell(&text());
        }
    }

    /// Says what went wrong and what to do.
    pub fn error(&self, message: &str, help: Option<&str>) {
        let (red, plain) = if self.err.color { ("\x1b[31m", "\x1b[0m") } else { ("", "") };
        tell(&format!("{red}error{plain}: {message}"));
        if let Some(help) = help {
            tell(&format!("  help: {help}"));
        }
    }
}

/// Writes a result. A reader who has seen enough (`| head`) is no mistake: the rest is dropped, and the command goes on, so
/// that its files and its exit code are what they would have been.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stream = io::stdout().lock();
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::trouble(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something on standard error. Nobody can be told when that fails.
pub fn tell(text: &str) {
    let mut stream = io::stderr().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.write_all(b"\n"));
}

/// Lines are not made wider than eyes like to read, nor so narrow that tables say nothing.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=160;

fn look(choice: ColorChoice, is_terminal: bool) -> Look {
    let color = match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            is_terminal && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    };
    let columns = terminal_size::terminal_size().filter(|_| is_terminal);
    let width =
        columns.map_or(Look::PLAIN.width, |(width, _)| usize::from(width.0).clamp(*WIDTHS.start(), *WIDTHS.end()));
    Look { color, width }
}

/// Set and not empty, as no-color.org has it.
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

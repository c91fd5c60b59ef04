//! Why a command did not succeed, and the exit code that says so.

use std::process::ExitCode;

use journey_data::DataError;

use crate::console::Console;

/// Why a command did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// Findings, which have been shown. Exit code 1.
    Findings,
    /// The data has rows that are not allowed. Exit code 1.
    Denied {
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// Bad usage, unreadable input, an internal error. Exit code 2.
    Trouble {
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
}

impl Failure {
    /// Bad usage, unreadable input, an internal error.
    pub fn trouble(message: impl Into<String>) -> Self {
        Self::Trouble { message: message.into(), help: None }
    }

    /// A mistake of ours.
    pub fn internal() -> Self {
        Self::trouble("`journey` itself has made a mistake; nothing was written")
            .help("please report it with the lines above and the programme that shows it")
    }

    /// The same, saying what to do.
    pub fn help(self, text: impl Into<String>) -> Self {
        match self {
            Self::Trouble { message, .. } => Self::Trouble { message, help: Some(text.into()) },
            other => other,
        }
    }

    /// Says what is wrong, unless that has been said.
    pub fn tell(&self, console: &Console) {
        match self {
            Self::Findings => {}
            Self::Denied { message, help } | Self::Trouble { message, help } => console.error(message, help.as_deref()),
        }
    }

    /// The exit code (see `main`).
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Findings | Self::Denied { .. } => ExitCode::from(1),
            Self::Trouble { .. } => ExitCode::from(2),
        }
    }
}

impl From<DataError> for Failure {
    fn from(error: DataError) -> Self {
        let help = error.help();
        match &error {
            DataError::BadRows(rows) => {
                Self::Denied { message: format!("{error}\n{}", rows.to_string().trim_end()), help }
            }
            _ => Self::Trouble { message: error.to_string(), help },
        }
    }
}

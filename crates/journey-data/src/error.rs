//! What makes reading or writing pointless: named with its file, what was found, and what to do.

use std::io;
use std::path::{Path, PathBuf};

use crate::bad_rows::BadRows;

/// Why the data could not be read, or the results not be written. [`DataError::help`] says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// No `journey.yaml` in a folder or above it.
    #[error("there is no `journey.yaml` in `{}` or in any folder above it", start.display())]
    NoProgramme {
        /// Where the search began.
        start: PathBuf,
    },
    /// The manifest is not what it should be.
    #[error("{}{}: {message}", path.display(), line.map_or(String::new(), |line| format!(":{line}")))]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// The line, where it is known.
        line: Option<usize>,
        /// What is wrong.
        message: String,
        /// What to type.
        help: Option<String>,
    },
    /// A file of the manifest is not there.
    #[error("there is no file `{}`", path.display())]
    NoFile {
        /// The file.
        path: PathBuf,
        /// What to do.
        help: String,
    },
    /// A folder that the manifest includes is not there.
    #[error("there is no folder `{}`, which `include` names", path.display())]
    NoFolder {
        /// The folder.
        path: PathBuf,
        /// What to do.
        help: String,
    },
    /// The file has no column of that name.
    #[error("`{}` has no column `{column}` for {purpose}", file.display())]
    NoColumn {
        /// The file.
        file: PathBuf,
        /// The column that was looked for.
        column: String,
        /// What it would hold.
        purpose: String,
        /// The nearest column, or all columns, and what else can be done.
        help: String,
    },
    /// The header cannot be used.
    #[error("the header of `{}` {problem}", file.display())]
    Header {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        problem: String,
        /// What to do.
        help: &'static str,
    },
    /// A file cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A source file is not UTF-8.
    #[error("{}:{line}: the text is not UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first line that is not.
        line: usize,
    },
    /// More rows than can be numbered.
    #[error("`{}` brings the rows of one source to more than four thousand million", file.display())]
    TooManyRows {
        /// The file.
        file: PathBuf,
    },
    /// There are bad rows, and none are allowed.
    #[error("{} bad {} in the data, and `--deny bad-rows` allows none", .0.total(), if .0.total() == 1 { "row" } else { "rows" })]
    BadRows(Box<BadRows>),
    /// A result cannot be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl DataError {
    /// What to do about it, where more can be said than the message does.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoProgramme { .. } => {
                Some("name the folder of a programme: the one that holds its `journey.yaml`".into())
            }
            Self::Manifest { help, .. } => help.clone(),
            Self::NoFile { help, .. } | Self::NoFolder { help, .. } | Self::NoColumn { help, .. } => Some(help.clone()),
            Self::Header { help, .. } => Some((*help).into()),
            Self::NotUtf8 { .. } => Some("save the file as UTF-8".into()),
            Self::TooManyRows { .. } => Some("divide the source into several entries of the manifest".into()),
            Self::BadRows(_) => Some("correct the rows, or leave out `--deny bad-rows`".into()),
            Self::Write { source, .. } => Some(help_with_writing(source.kind()).into()),
            Self::Read { source, .. } => help_with_reading(source.kind()).map(Into::into),
        }
    }

    pub(crate) fn read(path: &Path, source: io::Error) -> Self {
        Self::Read { path: path.to_owned(), source }
    }

    pub(crate) fn write(path: &Path, source: io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }
}

fn help_with_writing(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: make room, or choose another folder; earlier results are as they were"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder in which you may write; earlier results are as they were"
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => "name a folder, not a file",
        _ => "nothing was written; earlier results are as they were",
    }
}

fn help_with_reading(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::PermissionDenied => Some("ask for the right to read it"),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            Some("the file is cut off or damaged: copy it again")
        }
        _ => None,
    }
}

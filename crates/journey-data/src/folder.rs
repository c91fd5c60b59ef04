//! Finds a programme's folder and its `.journey` files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::DataError;

/// The file that makes a folder a programme.
pub const MANIFEST_NAME: &str = "journey.yaml";

/// The programme's folder: `start`, or the nearest folder above it that holds a `journey.yaml`.
///
/// # Errors
/// When there is none, or `start` is not there.
pub fn find_programme(start: &Path) -> Result<PathBuf, DataError> {
    let absolute = fs::canonicalize(start).map_err(|source| DataError::read(start, source))?;
    if start.join(MANIFEST_NAME).is_file() {
        // As it was written, so that messages show the paths that the user knows.
        return Ok(start.to_owned());
    }
    let mut above = absolute.ancestors().skip(1);
    let found = above.find(|folder| folder.join(MANIFEST_NAME).is_file());
    found.map(Path::to_owned).ok_or_else(|| DataError::NoProgramme { start: start.to_owned() })
}

/// The `.journey` files in a folder and below, in the order of their paths relative to it; both paths are given, the
/// relative one with `/` on every system.
///
/// Hidden folders, and folders below that are programmes of their own, are left out; links to folders are not followed.
///
/// # Errors
/// When a folder cannot be read.
pub fn journey_files(folder: &Path) -> Result<Vec<(String, PathBuf)>, DataError> {
    let mut found = Vec::new();
    collect(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<(String, PathBuf)>) -> Result<(), DataError> {
    let unreadable = |source| DataError::read(folder, source);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(unreadable)?;
        let path = entry.path();
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() && !path.join(MANIFEST_NAME).is_file() {
            collect(&path, &format!("{prefix}{name}/"), found)?;
        } else if !kind.is_dir() && path.extension().is_some_and(|extension| extension == "journey") {
            found.push((format!("{prefix}{name}"), path));
        }
    }
    Ok(())
}

/// The text of a source file.
///
/// # Errors
/// When it cannot be read, or is not UTF-8.
pub fn read_source(path: &Path) -> Result<String, DataError> {
    let bytes = fs::read(path).map_err(|source| DataError::read(path, source))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        DataError::NotUtf8 { path: path.to_owned(), line: 1 + valid.filter(|&&byte| byte == b'\n').count() }
    })
}

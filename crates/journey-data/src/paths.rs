//! From a path or glob of the manifest to files.

use std::path::{Path, PathBuf};

use crate::error::DataError;
use crate::nearest::nearest;

/// The files that a manifest's path names, in the order of their paths: a glob finds the same files in the same order
/// everywhere.
pub(crate) fn files(folder: &Path, path: &str) -> Result<Vec<PathBuf>, DataError> {
    let file = folder.join(path);
    if file.is_file() {
        return Ok(vec![file]);
    }
    if !path.contains(['*', '?', '[']) {
        return Err(DataError::NoFile { help: instead_of_missing(&file), path: file });
    }
    // An absolute path replaces the folder, as with `join`.
    let pattern = if Path::new(path).is_absolute() {
        path.to_owned()
    } else {
        format!("{}/{path}", glob::Pattern::escape(&folder.to_string_lossy()))
    };
    let found = glob::glob(&pattern).map_err(|error| DataError::NoFile {
        path: file.clone(),
        help: format!("the pattern cannot be read: {}", error.msg),
    })?;
    let mut files = Vec::new();
    for found in found {
        let found = found.map_err(unreadable)?;
        if found.is_file() {
            files.push(found);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(DataError::NoFile {
            path: file,
            help: "correct the pattern in `journey.yaml`; it is relative to the folder of `journey.yaml`".into(),
        });
    }
    Ok(files)
}

fn unreadable(error: glob::GlobError) -> DataError {
    let path = error.path().to_owned();
    DataError::Read { path, source: error.into() }
}

/// What to try instead of a file that is not there.
pub(crate) fn instead_of_missing(file: &Path) -> String {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else { return "name a file".into() };
    let Ok(entries) = folder.read_dir() else { return format!("there is no folder `{}` either", folder.display()) };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    match nearest(&name.to_string_lossy(), names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "correct the path in `journey.yaml`; it is relative to the folder of `journey.yaml`".into(),
    }
}

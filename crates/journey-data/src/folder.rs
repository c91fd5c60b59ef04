//! Finds a programme's folder and its `.journey` files.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::error::DataError;
use crate::manifest::Manifest;
use crate::paths::instead_of_missing;

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

/// A `.journey` file of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it lies, as the user would type it: folders that `..` leads out of again are left out.
    pub path: PathBuf,
    /// The folder that it came with: the programme's, or an included one. The files that it names lie there, too.
    pub root: PathBuf,
}

/// The `.journey` files of a programme: those of the included folders in the order of the manifest, then its own; each
/// folder's as [`journey_files`] has them. The manifest of an included folder is not read.
///
/// # Errors
/// When an included folder is not there, has no such file, or brings one that is in the programme already; and those of
/// [`journey_files`].
pub fn source_files(manifest: &Manifest) -> Result<Vec<SourceFile>, DataError> {
    let mut files = Vec::new();
    // The programme's own are seen first: a folder that brings them again is the one that is wrong.
    let mut seen: Vec<PathBuf> = Vec::new();
    for (_, path) in journey_files(&manifest.folder)? {
        seen.push(fs::canonicalize(&path).map_err(|source| DataError::read(&path, source))?);
    }
    for included in &manifest.include {
        let root = without_detours(&manifest.folder.join(included));
        if !root.is_dir() {
            return Err(DataError::NoFolder { help: instead_of_missing(&root), path: root });
        }
        let wrong = |message, help: &str| DataError::Manifest {
            path: manifest.folder.join(MANIFEST_NAME),
            line: None,
            message,
            help: Some(help.to_owned()),
        };
        let of_folder = journey_files(&root)?;
        if of_folder.is_empty() {
            return Err(wrong(
                format!("`include` names `{included}`, in which there is no `.journey` file"),
                "name the folder that holds the files; folders with a `journey.yaml` below it are not looked into",
            ));
        }
        for (name, path) in of_folder {
            let place = fs::canonicalize(&path).map_err(|source| DataError::read(&path, source))?;
            if seen.contains(&place) {
                return Err(wrong(
                    format!("`include` names `{included}`, but its `{name}` is in the programme already"),
                    "leave the folder out: each file belongs to one folder",
                ));
            }
            seen.push(place);
            files.push(SourceFile { path, root: root.clone() });
        }
    }
    let own = journey_files(&manifest.folder)?.into_iter();
    files.extend(own.map(|(_, path)| SourceFile { path, root: manifest.folder.clone() }));
    Ok(files)
}

/// `programmes/group` for `programmes/club/../group`.
fn without_detours(path: &Path) -> PathBuf {
    let mut short = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if matches!(short.components().next_back(), Some(Component::Normal(_))) => {
                short.pop();
            }
            Component::CurDir => {}
            other => short.push(other),
        }
    }
    // What a link leads to has another folder above it.
    match (fs::canonicalize(&short), fs::canonicalize(path)) {
        (Ok(one), Ok(other)) if one != other => path.to_owned(),
        _ => short,
    }
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

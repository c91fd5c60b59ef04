//! A folder of results that is written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use crate::error::DataError;

/// A folder into which several files are written at once.
///
/// Files grow under hidden names beside their places. [`OutputDir::commit`] makes sure that all of them are on the disk
/// and then renames them, which replaces earlier results; whatever happens before leaves those as they were, and
/// dropping the folder without a commit takes the hidden files away.
#[derive(Debug)]
pub struct OutputDir {
    folder: PathBuf,
    /// Folders that did not exist before, the outermost first.
    made: Vec<PathBuf>,
    files: Vec<Growing>,
    committed: bool,
}

/// One file of an [`OutputDir`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputFile(usize);

#[derive(Debug)]
struct Growing {
    file: File,
    hidden: PathBuf,
    place: PathBuf,
}

impl OutputDir {
    /// Opens the folder; makes it, and those above it, when it is not there.
    ///
    /// # Errors
    /// When it cannot be made, or is a file.
    pub fn open(folder: &Path) -> Result<Self, DataError> {
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
        let made = missing.into_iter().rev().map(Path::to_owned).collect();
        fs::create_dir_all(folder).map_err(|source| DataError::write(folder, source))?;
        Ok(Self { folder: folder.to_owned(), made, files: Vec::new(), committed: false })
    }

    /// Begins a file of that name.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn create(&mut self, name: &str) -> Result<OutputFile, DataError> {
        let place = self.folder.join(name);
        if place.is_dir() {
            return Err(DataError::write(&place, io::ErrorKind::IsADirectory.into()));
        }
        // Two runs into one folder do not write into each other's files: the last to end wins.
        let hidden = self.folder.join(format!(".{name}.{}.part", process::id()));
        let file = OpenOptions::new().write(true).create(true).truncate(true).open(&hidden);
        let file = file.map_err(|source| DataError::write(&place, source))?;
        self.files.push(Growing { file, hidden, place });
        Ok(OutputFile(self.files.len() - 1))
    }

    /// Adds bytes to a file. Large pieces are best: nothing is collected here.
    ///
    /// # Errors
    /// When they cannot be written, as on a full disk.
    pub fn write(&mut self, file: OutputFile, bytes: &[u8]) -> Result<(), DataError> {
        let Some(growing) = self.files.get_mut(file.0) else { return Ok(()) };
        growing.file.write_all(bytes).map_err(|source| DataError::write(&growing.place, source))
    }

    /// Puts all files in their places.
    ///
    /// # Errors
    /// When one cannot be brought onto the disk: then none is put in its place.
    pub fn commit(mut self) -> Result<(), DataError> {
        for growing in &self.files {
            growing.file.sync_all().map_err(|source| DataError::write(&growing.place, source))?;
        }
        for growing in &self.files {
            fs::rename(&growing.hidden, &growing.place).map_err(|source| DataError::write(&growing.place, source))?;
        }
        self.committed = true;
        sync_folder(&self.folder);
        Ok(())
    }
}

impl Drop for OutputDir {
    fn drop(&mut self) {
        if self.committed {
            return;
        }
        // Nothing more can be done about what cannot be removed; the first error has been told already.
        for growing in &self.files {
            let _ = fs::remove_file(&growing.hidden);
        }
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Makes the renames last through a power cut. Systems on which folders cannot be opened do without.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

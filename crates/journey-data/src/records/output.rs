//! A folder of results that is written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::DataError;

/// A folder into which several files are written at once.
///
/// Files grow under hidden names beside their places. [`OutputDir::commit`] makes sure that all of them are on the disk
/// and then renames them, which replaces earlier results; whatever happens before leaves those as they were, and
/// dropping the folder without a commit takes the hidden files away.
#[derive(Debug)]
pub struct OutputDir {
    folder: PathBuf,
    files: Vec<Growing>,
    unfinished: Unfinished,
}

/// What is to be taken away when the run ends before its results are in their places.
#[derive(Clone, Debug, Default)]
pub struct Unfinished(Arc<Mutex<Traces>>);

/// What an unfinished run has made; nothing once it is finished.
#[derive(Debug, Default)]
struct Traces {
    hidden: Vec<PathBuf>,
    /// Folders that did not exist before, the outermost first.
    folders: Vec<PathBuf>,
}

/// How many bytes of a file are collected before they are written.
const COLLECTED: usize = 1 << 16;

/// One file of an [`OutputDir`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputFile(usize);

#[derive(Debug)]
struct Growing {
    file: BufWriter<File>,
    hidden: PathBuf,
    place: PathBuf,
}

impl OutputDir {
    /// Opens the folder; makes it, and those above it, when it is not there.
    ///
    /// # Errors
    /// When it cannot be made, or is a file.
    pub fn open(folder: &Path) -> Result<Self, DataError> {
        Self::open_noting(folder, Unfinished::default())
    }

    /// As [`OutputDir::open`]; what is made is noted in `unfinished`, which somebody else has who may interrupt the run.
    ///
    /// # Errors
    /// When it cannot be made, or is a file.
    pub fn open_noting(folder: &Path, unfinished: Unfinished) -> Result<Self, DataError> {
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
        let mut traces = unfinished.lock();
        traces.folders.extend(missing.into_iter().rev().map(Path::to_owned));
        fs::create_dir_all(folder).map_err(|source| DataError::write(folder, source))?;
        drop(traces);
        Ok(Self { folder: folder.to_owned(), files: Vec::new(), unfinished })
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
        let hidden = hidden(&self.folder, name);
        let mut traces = self.unfinished.lock();
        let file = OpenOptions::new().write(true).create(true).truncate(true).open(&hidden);
        let file = file.map_err(|source| DataError::write(&place, source))?;
        traces.hidden.push(hidden.clone());
        self.files.push(Growing { file: BufWriter::with_capacity(COLLECTED, file), hidden, place });
        Ok(OutputFile(self.files.len() - 1))
    }

    /// Adds bytes to a file. Small pieces are collected first.
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
        for growing in &mut self.files {
            let written = growing.file.flush().and_then(|()| growing.file.get_ref().sync_all());
            written.map_err(|source| DataError::write(&growing.place, source))?;
        }
        // Whoever interrupts the run waits, and finds it finished.
        let mut traces = self.unfinished.lock();
        for growing in &self.files {
            fs::rename(&growing.hidden, &growing.place).map_err(|source| DataError::write(&growing.place, source))?;
        }
        *traces = Traces::default();
        drop(traces);
        sync_folder(&self.folder);
        Ok(())
    }
}

impl Drop for OutputDir {
    fn drop(&mut self) {
        self.unfinished.lock().take_away();
    }
}

impl Unfinished {
    /// Takes away what the run has made so far, and calls `then`, before anything else can be made. Tells it whether the run
    /// was unfinished.
    pub fn take_away<T>(&self, then: impl FnOnce(bool) -> T) -> T {
        let mut traces = self.lock();
        let was_unfinished = !traces.hidden.is_empty();
        traces.take_away();
        then(was_unfinished)
    }

    /// Begins a folder under a hidden name beside its place.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin_folder(&self, place: &Path) -> io::Result<PathBuf> {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let hidden = hidden(place.parent().unwrap_or(place), &name);
        let mut traces = self.lock();
        fs::create_dir(&hidden)?;
        traces.hidden.push(hidden.clone());
        Ok(hidden)
    }

    /// Puts a folder that was begun in its place, instead of one that is there.
    ///
    /// # Errors
    /// When the one there cannot be removed, or the folder not be moved.
    pub fn finish_folder(&self, hidden: &Path, place: &Path) -> io::Result<()> {
        let mut traces = self.lock();
        if place.exists() {
            fs::remove_dir_all(place)?;
        }
        fs::rename(hidden, place)?;
        traces.hidden.retain(|path| path != hidden);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Traces> {
        // What is in it is right at any time.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Traces {
    /// Nothing more can be done about what cannot be removed; the first error has been told already.
    fn take_away(&mut self) {
        for hidden in self.hidden.drain(..) {
            let _ = if hidden.is_dir() { fs::remove_dir_all(hidden) } else { fs::remove_file(hidden) };
        }
        for folder in self.folders.drain(..).rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Two runs into one folder do not write into each other's files: the last to end wins.
fn hidden(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!(".{name}.{}.part", process::id()))
}

/// Makes the renames last through a power cut. Systems on which folders cannot be opened do without.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

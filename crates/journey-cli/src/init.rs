//! `journey init`: a new programme that works as it is.

mod template;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::arguments::Init;
use crate::console::Console;
use crate::failure::Failure;
use crate::programme::shown;
use template::files;

/// Writes the files of the chosen template into a folder that does not exist yet, or is empty: all of them or none.
pub fn run(arguments: &Init, console: &Console) -> Result<(), Failure> {
    let folder = &arguments.folder;
    demand_nothing_there(folder)?;
    let name = name_of(folder)?;
    let mut growing = Growing::beside(folder).map_err(|error| cannot_write(folder, &error))?;
    let files = files(arguments.template, arguments.lang, &name);
    for (path, text) in &files {
        growing.add(path, text).map_err(|error| cannot_write(&folder.join(path), &error))?;
    }
    growing.finish(folder).map_err(|error| cannot_write(folder, &error))?;
    let place = shown(folder);
    let typed = if place.contains(char::is_whitespace) { format!("\"{place}\"") } else { place };
    console.remark(&format!(
        "made the programme `{name}`: {} files in {typed}. Next:\n  journey check {typed}\n  journey test {typed}\n  \
         journey simulate {typed}",
        files.len()
    ));
    Ok(())
}

/// What is there is never touched.
fn demand_nothing_there(folder: &Path) -> Result<(), Failure> {
    let taken = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let message = format!("`{}` is a file", shown(folder));
            return Err(Failure::trouble(message).help("name a folder that does not exist yet"));
        }
        Err(error) => {
            return Err(Failure::trouble(format!("cannot look into `{}`: {error}", shown(folder))));
        }
    };
    if taken {
        let message = format!("the folder `{}` is not empty", shown(folder));
        return Err(Failure::trouble(message).help("name a folder that does not exist yet; nothing was written"));
    }
    Ok(())
}

/// The programme is called like its folder.
fn name_of(folder: &Path) -> Result<String, Failure> {
    let absolute = std::path::absolute(folder).map_err(|error| cannot_write(folder, &error))?;
    let name = absolute.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let good = name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ' ' | '.'));
    if name.is_empty() || !good || name.starts_with([' ', '.', '-']) || name.ends_with(' ') {
        let message = format!("a programme cannot be called `{name}`");
        return Err(
            Failure::trouble(message).help("name a folder of letters, digits, `-` and `_`, such as `club-2026`")
        );
    }
    Ok(name)
}

/// A folder that grows under a hidden name beside its place, and is taken away unless it is finished.
struct Growing(Option<PathBuf>);

impl Growing {
    fn beside(folder: &Path) -> io::Result<Self> {
        let absolute = std::path::absolute(folder)?;
        let name = absolute.file_name().unwrap_or_default().to_string_lossy();
        let hidden = absolute.with_file_name(format!(".{name}.new-{}", std::process::id()));
        if let Some(parent) = absolute.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::create_dir(&hidden)?;
        Ok(Self(Some(hidden)))
    }

    fn add(&mut self, path: &str, text: &str) -> io::Result<()> {
        let Some(folder) = &self.0 else { return Ok(()) };
        let place = folder.join(path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = fs::File::create_new(place)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }

    /// Puts it in its place; an empty folder there gives way.
    fn finish(mut self, folder: &Path) -> io::Result<()> {
        let Some(hidden) = &self.0 else { return Ok(()) };
        match fs::remove_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::rename(hidden, std::path::absolute(folder)?)?,
        }
        self.0 = None;
        Ok(())
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        if let Some(hidden) = &self.0 {
            // Nothing more can be done about what cannot be removed; the error that led here is the one to tell.
            let _ = fs::remove_dir_all(hidden);
        }
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::trouble(format!("cannot write `{}`: {error}", shown(path))).help("nothing was written")
}

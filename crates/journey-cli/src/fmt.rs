//! `journey fmt`: the one style of docs/formatting.md, in place.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use journey_data::{find_programme, journey_files, read_source};
use journey_ir::source::Sources;
use journey_report::findings::human;

use crate::arguments::Fmt;
use crate::console::{Console, print, tell};
use crate::failure::Failure;
use crate::programme::shown;

/// Formats, and prints the names of the files that were not in the style. What has mistakes is left as it is, its findings
/// are shown on standard error, and the others are formatted nevertheless.
pub fn run(arguments: &Fmt, console: &Console) -> Result<(), Failure> {
    if arguments.folder == Path::new("-") {
        return standard_input(arguments.check, console);
    }
    let mut texts = Vec::new();
    for (_, path) in journey_files(&find_programme(&arguments.folder)?)? {
        let text = read_source(&path)?;
        texts.push((path, text));
    }
    let mut all_well = true;
    for (path, text) in &texts {
        let name = shown(path);
        let Some(formatted) = formatted(&name, text, console) else {
            all_well = false;
            continue;
        };
        if formatted == *text {
            continue;
        }
        if arguments.check {
            all_well = false;
        } else {
            replace(path, &formatted).map_err(|error| cannot_write(&name, &error))?;
        }
        print(&format!("{name}\n"))?;
    }
    if all_well { Ok(()) } else { Err(Failure::Findings) }
}

/// Formats what comes in and writes it out; with `--check` says only, by the exit code, whether it is in the style.
fn standard_input(check: bool, console: &Console) -> Result<(), Failure> {
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Failure::trouble(format!("cannot read standard input: {error}")))?;
    let formatted = formatted("<standard input>", &text, console).ok_or(Failure::Findings)?;
    if !check {
        return print(&formatted);
    }
    if formatted == text { Ok(()) } else { Err(Failure::Findings) }
}

/// The text in the style; nothing when it has mistakes, which are then shown.
fn formatted(name: &str, text: &str, console: &Console) -> Option<String> {
    let shown = |findings: Vec<_>| {
        let mut sources = Sources::default();
        sources.add(name, text);
        tell(human(&sources, &findings, console.err()).trim_end_matches('\n'));
    };
    journey_parser::format(text).map_err(shown).ok()
}

/// Puts a text in the place of a file, wholly or not at all; a link stays a link, and permissions stay as they are.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let place = fs::canonicalize(path)?;
    let permissions = fs::metadata(&place)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let growing = place.with_file_name(format!(".{name}.formatted"));
    let done = fill(&growing, text, permissions).and_then(|()| fs::rename(&growing, &place));
    if done.is_err() {
        // Nothing more can be done about what cannot be removed; the first error is the one to tell.
        let _ = fs::remove_file(&growing);
    }
    done
}

fn fill(path: &Path, text: &str, permissions: fs::Permissions) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(permissions)?;
    file.sync_all()
}

fn cannot_write(name: &str, error: &io::Error) -> Failure {
    Failure::trouble(format!("cannot write `{name}`: {error}")).help("the file is as it was")
}

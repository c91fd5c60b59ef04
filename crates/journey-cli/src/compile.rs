//! `journey compile`: the checked programme as one JSON file.

use std::fs;
use std::path::Path;

use journey_data::find_programme;
use journey_ir::source::Sources;
use journey_report::compiled;
use journey_report::findings::{closing_line, human};

use crate::arguments::Compile;
use crate::console::{Console, print, tell};
use crate::failure::Failure;
use crate::programme::{Programme, shown};

/// Compiles the programme, unless something is wrong in it; or writes the schema.
pub fn run(arguments: &Compile, console: &Console) -> Result<(), Failure> {
    let no_json = |error| Failure::trouble(format!("cannot write JSON: {error}"));
    if arguments.schema {
        return print(&compiled::schema().map_err(no_json)?);
    }
    let programme = Programme::load(&arguments.folder, console)?;
    let counts = programme.counts();
    let Some(program) = &programme.program else {
        let findings = human(&programme.sources, &programme.findings, console.err());
        tell(&format!("{findings}{}", closing_line(counts, programme.file_count())));
        return Err(Failure::Findings);
    };
    if counts.warnings > 0 {
        console.remark(&format!("{}: `journey check` shows them", closing_line(counts, programme.file_count())));
    }
    let sources = from_folder(&programme.sources, &find_programme(&arguments.folder)?);
    let text = compiled::write(program, &sources).map_err(no_json)?;
    match &arguments.out {
        None => print(&text),
        Some(file) => {
            write_whole(file, &text)?;
            console.remark(&format!("compiled {} into {}", program.name, file.display()));
            Ok(())
        }
    }
}

/// The sources, called as they are seen from the programme's folder: the result does not depend on where one stands.
fn from_folder(sources: &Sources, folder: &Path) -> Sources {
    let folder = shown(folder);
    let mut renamed = Sources::default();
    for (_, source) in sources.iter() {
        let path = Path::new(&source.path);
        let path = path.strip_prefix(&folder).unwrap_or(path);
        if source.is_template {
            renamed.add_template(shown(path), source.text.as_str());
        } else {
            renamed.add(shown(path), source.text.as_str());
        }
    }
    renamed
}

/// The file is there whole or not at all.
fn write_whole(file: &Path, text: &str) -> Result<(), Failure> {
    let trouble = |error| Failure::trouble(format!("cannot write `{}`: {error}", file.display()));
    let mut beside = file.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, text).map_err(trouble)?;
    fs::rename(&beside, file).map_err(trouble)
}

//! The programme that a `.journey` file of the repository belongs to, and the templates that its messages name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use journey_ir::source::{NoTemplate, TemplateFile, Templates};

/// All `.journey` files of the programme, in the order of their paths: those below the nearest folder that holds a manifest, or,
/// where none does, those beside the file. In the library of examples each file is a programme by itself.
pub fn files(of: &Path) -> io::Result<Vec<PathBuf>> {
    let own = of.parent().unwrap_or(Path::new(""));
    if own.ends_with("journeys/library") {
        return Ok(vec![of.to_path_buf()]);
    }
    let folder = own.ancestors().find(|folder| folder.join("journey.yaml").is_file()).unwrap_or(own);
    let mut found = Vec::new();
    collect(folder, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "journey") {
            found.push(path);
        }
    }
    Ok(())
}

/// Template files, where sources are called by their paths: beside the `.journey` file that names them.
pub struct Beside;

impl Templates for Beside {
    fn template(&self, path: &str, name: &str) -> Result<TemplateFile, NoTemplate> {
        let file = Path::new(path).parent().unwrap_or(Path::new("")).join(name);
        match fs::read(&file) {
            Ok(bytes) => Ok(TemplateFile { path: file.to_string_lossy().into_owned(), bytes }),
            Err(_) => Err(NoTemplate::Missing { near: None }),
        }
    }
}

//! Compiles a case with the templates and tables in its folder, when it has any.

use std::fs;
use std::path::{Path, PathBuf};

use journey_ir::source::{NoTemplate, Sources, TemplateFile, Templates};
use journey_parser::Compiled;

/// With the files of `templates/` and `data/` beside the input, when there are such folders.
pub fn compile(sources: &mut Sources, input: &Path) -> Compiled {
    let is_beside = |folder: &&Path| folder.join("templates").is_dir() || folder.join("data").is_dir();
    match input.parent().filter(is_beside) {
        Some(folder) => journey_parser::compile_with(sources, &Beside(folder.to_owned())),
        None => journey_parser::compile(sources),
    }
}

struct Beside(PathBuf);

impl Templates for Beside {
    fn template(&self, _: &str, name: &str) -> Result<TemplateFile, NoTemplate> {
        match fs::read(self.0.join(name)) {
            Ok(bytes) => Ok(TemplateFile { path: name.to_owned(), bytes }),
            Err(_) => Err(NoTemplate::Missing { near: None }),
        }
    }
}

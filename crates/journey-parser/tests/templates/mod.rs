//! Compiles a case with the templates in its folder, when it has any.

use std::fs;
use std::path::{Path, PathBuf};

use journey_ir::source::{NoTemplate, Sources, TemplateFile, Templates};
use journey_parser::Compiled;

/// With the files of `templates/` beside the input, when there is such a folder.
pub fn compile(sources: &mut Sources, input: &Path) -> Compiled {
    match input.parent().filter(|folder| folder.join("templates").is_dir()) {
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

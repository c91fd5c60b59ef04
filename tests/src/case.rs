//! A programme and one customer's story: what the suites about the engine run.

use std::collections::BTreeMap;

use journey_ir::plain::plain;
use journey_ir::program::Program;
use journey_ir::source::{NoTemplate, Sources, TemplateFile, Templates};
use journey_runner::Run;

use crate::story::{self, Story};

/// A case that is in order.
pub struct Case {
    /// What the programme's text means.
    pub program: Program,
    /// The customer and the time of the run.
    pub story: Story,
}

impl Case {
    /// Compiles the programme, with `club` as its salt, and reads the story.
    ///
    /// # Errors
    /// What is wrong with either.
    pub fn read(programme: &str, story: &str) -> Result<Self, String> {
        Self::with_files("club", BTreeMap::new(), programme, story)
    }

    /// As [`Case::read`], with another salt, and the files of tables that lie beside it: their names, and what stands in
    /// them.
    ///
    /// # Errors
    /// What is wrong with either.
    pub fn with_files(
        salt: &str,
        files: BTreeMap<String, String>,
        programme: &str,
        story: &str,
    ) -> Result<Self, String> {
        let mut sources = Sources::default();
        sources.add("programme.journey", programme);
        let compiled = if files.is_empty() {
            journey_parser::compile(&sources)
        } else {
            journey_parser::compile_with(&mut sources, &Beside(files))
        };
        let program = compiled.program.ok_or_else(|| plain(&sources, &compiled.findings))?;
        let mut program = program.with_manifest(salt, None);
        let story = story::read(&program, story)?;
        program.behaviour = story.behaviour.clone();
        Ok(Self { program, story })
    }

    /// The time of the run.
    #[must_use]
    pub fn run(&self) -> Run {
        Run::new(self.story.from, self.story.until)
    }
}

/// The files beside a programme.
struct Beside(BTreeMap<String, String>);

impl Templates for Beside {
    fn template(&self, _: &str, name: &str) -> Result<TemplateFile, NoTemplate> {
        let text = self.0.get(name).ok_or(NoTemplate::Missing { near: None })?;
        Ok(TemplateFile { path: name.to_owned(), bytes: text.clone().into_bytes() })
    }
}

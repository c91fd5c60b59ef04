//! A programme and one customer's story: what the suites about the engine run.

use journey_ir::plain::plain;
use journey_ir::program::Program;
use journey_ir::source::Sources;
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
        Self::salted("club", programme, story)
    }

    /// As [`Case::read`], with another salt.
    ///
    /// # Errors
    /// What is wrong with either.
    pub fn salted(salt: &str, programme: &str, story: &str) -> Result<Self, String> {
        let mut sources = Sources::default();
        sources.add("programme.journey", programme);
        let compiled = journey_parser::compile(&sources);
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

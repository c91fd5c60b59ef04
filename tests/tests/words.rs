//! The words that customers read: each folder of tests/words is a programme with its template files and one customer's story;
//! the snapshot beside it holds the text of every contact that is sent.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "the test reads its cases, and fails when they are wrong")]

use std::fmt::Write;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use journey_ir::plain::plain;
use journey_ir::program::Program;
use journey_ir::source::{NoTemplate, Sources, TemplateFile, Templates};
use journey_runner::{Effect, Run, Telling, Told};
use journey_tests::readable::shown;
use journey_tests::story;

datatest_stable::harness! {
    { test = words, root = "words", pattern = r"programme\.journey$" },
}

fn words(programme: &Path) -> datatest_stable::Result<()> {
    let folder = programme.parent().ok_or("a case is in a folder")?;
    let text = fs::read_to_string(programme)?;
    let mut sources = Sources::default();
    sources.add("programme.journey", text.as_str());
    let compiled = journey_parser::compile_with(&mut sources, &Beside(folder.to_owned()));
    let findings = plain(&sources, &compiled.findings);
    let program = compiled.program.unwrap_or_else(|| panic!("{findings}")).with_manifest("club", None);
    let story = fs::read_to_string(folder.join("story.txt"))?;
    let said = said(&program, &story)?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fs::canonicalize(folder)?);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("words", format!("{}\n\n{findings}{said}", text.trim())));
    Ok(())
}

fn said(program: &Program, story: &str) -> Result<String, String> {
    let story = story::read(program, story)?;
    let customers = vec![story.customer.clone()];
    let telling = Telling::new(program, Run::new(story.from, story.until), &customers, NonZeroUsize::MIN);
    let told =
        telling.customer(0, &story.customer).map_err(|runaway| format!("does not come to rest at {:?}", runaway.at))?;
    let mut out = String::new();
    for (at, effect) in told {
        let Effect::Told(Told::Said(said)) = effect else { continue };
        let (message, channel) = (&program.messages[said.message].name, &program.channels[said.channel].name);
        let _ = writeln!(out, "── {} {message} by {channel}, {:?}", shown(at, program.zone), said.escape);
        if let Some(subject) = &said.subject {
            let _ = writeln!(out, "subject: {subject}");
        }
        let _ = writeln!(out, "{}", said.body.as_deref().unwrap_or("(no text)"));
    }
    Ok(out)
}

/// The template files beside a case.
struct Beside(PathBuf);

impl Templates for Beside {
    fn template(&self, _: &str, name: &str) -> Result<TemplateFile, NoTemplate> {
        match fs::read(self.0.join(name)) {
            Ok(bytes) => Ok(TemplateFile { path: name.to_owned(), bytes }),
            Err(_) => Err(NoTemplate::Missing { near: None }),
        }
    }
}

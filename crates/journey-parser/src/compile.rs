//! From source files to a validated programme and everything that is wrong with them.

use journey_ir::finding::{Finding, Severity};
use journey_ir::program::Program;
use journey_ir::scenario::Scenarios;
use journey_ir::source::{Sources, Templates};

use crate::lower;
use crate::syntax::parse;
use crate::template_files::TemplateFiles;
use crate::tree;

/// What compiling gives.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The programme: there exactly when no finding is an error. Its salt, and its name when no `programme` block gives
    /// one, are the manifest's: see [`Program::with_manifest`].
    pub program: Option<Program>,
    /// Its scenarios, beside it: they change nothing of what it means. None when there is no programme.
    pub scenarios: Scenarios,
    /// What is wrong or noteworthy, in the order of the files and of the places in them.
    pub findings: Vec<Finding>,
}

/// Compiles all source files of a programme without its template files: what they hold is taken on trust. Never stops at
/// the first mistake; one mistake makes one finding.
#[must_use]
pub fn compile(sources: &Sources) -> Compiled {
    let (trees, findings) = trees(sources);
    lowered(&trees, sources, &TemplateFiles::default(), findings)
}

/// The same with the template files that messages name. They are added to the sources, so that findings can show them.
#[must_use]
pub fn compile_with(sources: &mut Sources, templates: &dyn Templates) -> Compiled {
    let (trees, mut findings) = trees(sources);
    let files = TemplateFiles::read(&trees, sources, templates, &mut findings);
    lowered(&trees, sources, &files, findings)
}

fn trees(sources: &Sources) -> (Vec<tree::File>, Vec<Finding>) {
    let mut findings = Vec::new();
    let trees = sources
        .iter()
        .filter(|(_, source)| !source.is_template)
        .map(|(file, source)| {
            let parsed = parse(file, &source.text);
            findings.extend(parsed.findings);
            parsed.tree
        })
        .collect();
    (trees, findings)
}

fn lowered(trees: &[tree::File], sources: &Sources, templates: &TemplateFiles, mut findings: Vec<Finding>) -> Compiled {
    let (program, scenarios, lowering) = lower::lower(trees, sources, templates);
    findings.extend(lowering);
    findings.sort_by_key(|finding| finding.labels.first().map(|label| label.span));
    let valid = findings.iter().all(|finding| finding.severity != Severity::Error);
    let (program, scenarios) = if valid { (Some(program), scenarios) } else { (None, Scenarios::default()) };
    Compiled { program, scenarios, findings }
}

//! Reads a programme's folder: the manifest, the `.journey` files, and what the parser and the checker say about them.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use journey_data::{
    FolderTemplates, Manifest, SourceFile, events_without_source, find_programme, read_source, source_files,
};
use journey_ir::finding::{Accepted, Finding, Severity};
use journey_ir::program::Program;
use journey_ir::scenario::Scenarios;
use journey_ir::source::Sources;
use journey_report::compiled;
use journey_report::findings::{self, Counts};

use crate::console::Console;
use crate::failure::Failure;

/// A programme as it was found.
pub struct Programme {
    /// What `journey.yaml` says.
    pub manifest: Manifest,
    /// The `.journey` files.
    pub sources: Sources,
    /// What they mean; nothing when they hold errors.
    pub program: Option<Program>,
    /// Their scenarios; none when they hold errors.
    pub scenarios: Scenarios,
    /// What is wrong or noteworthy, in the order of files and places.
    pub findings: Vec<Finding>,
    /// What is found and accepted.
    pub accepted: Vec<Accepted>,
}

impl Programme {
    /// Reads the programme whose folder is `start` or the nearest one above it.
    pub fn load(start: &Path, console: &Console) -> Result<Self, Failure> {
        let folder = find_programme(start)?;
        let manifest = Manifest::read(&folder)?;
        let (mut sources, templates) = read_sources(&manifest, console)?;
        let compiled = journey_parser::compile_with(&mut sources, &templates);
        let mut findings = compiled.findings;
        let program = compiled.program.map(|program| program.with_manifest(&manifest.programme, Some(&manifest.salt)));
        let mut accepted = Vec::new();
        if let Some(program) = &program {
            findings.extend(journey_checker::check(program));
            findings::sort(&mut findings);
            let judged = journey_checker::judge(program, findings);
            (findings, accepted) = (judged.findings, judged.accepted);
        }
        findings::sort(&mut findings);
        let program = program.filter(|_| findings.iter().all(|finding| finding.severity != Severity::Error));
        Ok(Self { manifest, sources, program, scenarios: compiled.scenarios, findings, accepted })
    }

    /// A programme that was compiled before, with the manifest of the folder for its data. The file says everything else, the
    /// programme's name and salt included.
    pub fn compiled(start: &Path, file: &Path) -> Result<Self, Failure> {
        let manifest = Manifest::read(&find_programme(start)?)?;
        let text = read_compiled(file)?;
        let (program, sources) = compiled::read(&text).map_err(|error| {
            let failure = Failure::trouble(format!("`{}` is no compiled programme: {error}", file.display()));
            failure.help("compile it again: `journey compile --out FILE`")
        })?;
        Ok(Self {
            manifest,
            sources,
            program: Some(program),
            scenarios: Scenarios::default(),
            findings: Vec::new(),
            accepted: Vec::new(),
        })
    }

    /// Says which events no source brings: a journey that starts on one of them never starts, which is easily overlooked.
    pub fn tell_of_missing_sources(&self, program: &Program, console: &Console) {
        for event in events_without_source(&self.manifest, program) {
            console.remark(&format!(
                "warning: no source in journey.yaml brings the event `{event}`: nothing starts on it, and it counts as never \
                 having happened"
            ));
        }
    }

    /// How many findings weigh how much.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.findings)
    }

    /// How many `.journey` files there are.
    pub fn file_count(&self) -> usize {
        self.sources.iter().filter(|(_, source)| !source.is_template).count()
    }
}

/// The largest compiled programme, in bytes: 256 MiB, some hundred times what a large programme comes to.
const COMPILED_BYTES_MAX: u64 = 256 << 20;

/// The text of a compiled programme; something endless is not read to its end.
fn read_compiled(file: &Path) -> Result<String, Failure> {
    let trouble = |error: io::Error| Failure::trouble(format!("cannot read `{}`: {error}", file.display()));
    let is_none = |why: &str| Failure::trouble(format!("`{}` is no compiled programme: {why}", file.display()));
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|open| open.take(COMPILED_BYTES_MAX + 1).read_to_end(&mut bytes));
    if u64::try_from(read.map_err(trouble)?).is_ok_and(|length| length > COMPILED_BYTES_MAX) {
        return Err(is_none(&format!("it is larger than {} MiB", COMPILED_BYTES_MAX >> 20)));
    }
    String::from_utf8(bytes).map_err(|_| is_none("it is not written in UTF-8"))
}

/// The `.journey` files, and where the templates are that they name.
fn read_sources(manifest: &Manifest, console: &Console) -> Result<(Sources, FolderTemplates), Failure> {
    let files = source_files(manifest)?;
    if files.is_empty() {
        return Err(Failure::trouble(format!(
            "there is no `.journey` file in `{}` or below",
            manifest.folder.display()
        ))
        .help("a programme needs one at least, such as `welcome.journey`"));
    }
    let mut sources = Sources::default();
    let mut templates = FolderTemplates::default();
    for SourceFile { path, root } in files {
        console.detail(|| format!("reading {}", path.display()));
        templates.add(shown(&path), &path, &root);
        let folder = path.parent().and_then(|folder| folder.strip_prefix(&root).ok()).unwrap_or(Path::new(""));
        sources.add_in(shown(folder), shown(&path), read_source(&path)?);
    }
    Ok((sources, templates))
}

/// A path as it is typed: `schema.journey`, not `./schema.journey`; with `/` on every system.
pub fn shown(path: &Path) -> String {
    let path: PathBuf = path.strip_prefix(".").unwrap_or(path).into();
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

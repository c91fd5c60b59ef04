//! Loads a programme's folder: manifest, text, and the time of its run.

use std::error::Error;
use std::path::Path;

use journey_data::{Dataset, FolderTemplates, Manifest, Options, behaviour, read_source, source_files};
use journey_ir::program::Program;
use journey_ir::source::Sources;
use journey_ir::time::{Moment, TimeOfDay};
use journey_runner::Run;

/// A programme that compiles, with its manifest.
pub struct Folder {
    /// What `journey.yaml` says.
    pub manifest: Manifest,
    /// What the text means.
    pub program: Program,
    /// From the manifest's `simulate`.
    pub run: Run,
}

impl Folder {
    /// Loads a folder.
    ///
    /// # Errors
    /// When anything in it is not in order.
    pub fn load(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut manifest = Manifest::read(folder)?;
        let mut sources = Sources::default();
        let mut templates = FolderTemplates::default();
        for file in source_files(&manifest)? {
            let name = file.path.strip_prefix(folder).unwrap_or(&file.path).to_string_lossy();
            templates.add(&*name, &file.path, &file.root);
            sources.add(&*name, read_source(&file.path)?);
        }
        let compiled = journey_parser::compile_with(&mut sources, &templates);
        let mut program = compiled.program.ok_or_else(|| format!("{}: {:#?}", folder.display(), compiled.findings))?;
        program.salt.clone_from(&manifest.salt);
        program.behaviour = behaviour(&manifest, &program)?;
        let bound = |moment: Option<Moment>| {
            let moment = moment.ok_or_else(|| format!("{}: no time to simulate", folder.display()))?;
            Ok::<_, String>(moment.in_zone(program.zone.table(), TimeOfDay::MIDNIGHT))
        };
        let run = Run::new(bound(manifest.simulate.from)?, bound(manifest.simulate.until)?);
        // From here on the run makes its contacts itself: the reader must know.
        manifest.simulate.from = Some(Moment::Instant(run.from));
        Ok(Self { manifest, program, run })
    }

    /// Reads the data.
    ///
    /// # Errors
    /// When anything in it is not in order; a bad row is enough.
    pub fn data(&self) -> Result<Dataset, Box<dyn Error>> {
        Ok(Dataset::read(&self.manifest, &self.program, Options { deny_bad_rows: true, ..Options::default() })?)
    }
}

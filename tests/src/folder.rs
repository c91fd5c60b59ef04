//! Loads a programme's folder: manifest, text, and the time of its run.

use std::path::Path;

use journey_data::{Dataset, Manifest, Options, journey_files, read_source};
use journey_ir::program::Program;
use journey_ir::source::Sources;
use journey_ir::time::TimeOfDay;
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
    /// Loads a folder that must be in order.
    ///
    /// # Panics
    /// When it is not: says what is wrong.
    #[must_use]
    pub fn load(folder: &Path) -> Self {
        let manifest = Manifest::read(folder).unwrap_or_else(|error| panic!("{error}"));
        let mut sources = Sources::default();
        for (name, path) in journey_files(folder).unwrap_or_else(|error| panic!("{error}")) {
            sources.add(name, read_source(&path).unwrap_or_else(|error| panic!("{error}")));
        }
        let compiled = journey_parser::compile(&sources);
        let Some(mut program) = compiled.program else { panic!("{}: {:#?}", folder.display(), compiled.findings) };
        program.salt.clone_from(&manifest.salt);
        let zone = program.zone.table();
        let bound = |moment: Option<journey_ir::time::Moment>| {
            moment
                .unwrap_or_else(|| panic!("{}: no time to simulate", folder.display()))
                .in_zone(zone, TimeOfDay::MIDNIGHT)
        };
        let run = Run { from: bound(manifest.simulate.from), until: bound(manifest.simulate.until) };
        Self { manifest, program, run }
    }

    /// Reads the data, which must be in order.
    ///
    /// # Panics
    /// When it is not: says what is wrong.
    #[must_use]
    pub fn data(&self) -> Dataset {
        let data = Dataset::read(&self.manifest, &self.program, Options { deny_bad_rows: true });
        data.unwrap_or_else(|error| panic!("{error}"))
    }
}

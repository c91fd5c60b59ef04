//! The peers' Python: an environment of its own in the build folder, with the versions that peers/requirements.txt pins.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Trouble;
use crate::measure::Invocation;
use crate::places::{Places, TABLES};
use crate::programs::{Output, Program, THREADS};

/// A Python that has what the peers need.
pub struct Python {
    interpreter: PathBuf,
    peers: PathBuf,
    /// Where numba keeps what it compiled.
    cache: PathBuf,
}

impl Python {
    /// Installs what is missing. Nothing, said loudly, where it cannot be had: ours and the reference can be measured without.
    pub fn find(places: &Places) -> Option<Self> {
        let python = Self::install(places);
        python
            .inspect_err(|trouble| {
                eprintln!("!!! WITHOUT PEERS, READING AND PARQUET: {trouble}");
                eprintln!(
                    "!!! they need Python 3.11 or later with venv and pip, and a package index that pip can reach"
                );
            })
            .ok()
    }

    fn install(places: &Places) -> Result<Self, Trouble> {
        let folder = places.work.join("python");
        let interpreter = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        let peers = places.kit.join("peers");
        let wanted = peers.join("requirements.txt");
        // A copy tells what is installed.
        let installed = folder.join("requirements.txt");
        if fs::read(&installed).ok() != Some(fs::read(&wanted)?) {
            eprintln!("installing the peers' packages in {}", folder.display());
            let old = "import sys; sys.exit(sys.version_info < (3, 11))";
            step("find Python 3.11 or later (`python3`)", Command::new("python3").args(["-c", old]))?;
            step("make a Python environment", Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            let mut install = Command::new(&interpreter);
            install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&wanted);
            step("install the peers' packages", &mut install)?;
            fs::copy(&wanted, &installed)?;
        }
        Ok(Self { interpreter, peers, cache: places.work.join("numba") })
    }

    /// A peer's script.
    pub fn program(
        &self,
        name: &str,
        script: &str,
        words: impl IntoIterator<Item = String>,
        output: Output,
    ) -> Program {
        let script = self.peers.join(script).display().to_string();
        let mut invocation = Invocation::new(self.interpreter.clone(), std::iter::once(script).chain(words));
        invocation.environment = [
            ("POLARS_MAX_THREADS", THREADS.to_string()),
            ("DUCKDB_THREADS", THREADS.to_string()),
            ("NUMBA_CACHE_DIR", self.cache.display().to_string()),
            ("PYTHONDONTWRITEBYTECODE", "1".to_owned()),
        ]
        .into();
        Program { name: name.into(), invocation, output, once: false }
    }

    /// The data as Parquet, beside the CSV files; made when it is not there.
    pub fn parquet(&self, places: &Places, data: &Path) -> Result<(), Trouble> {
        if TABLES.iter().all(|table| data.join(format!("{table}.parquet")).exists()) {
            return Ok(());
        }
        let script = places.kit.join("peers/to_parquet.py");
        step("write the data as Parquet", Command::new(&self.interpreter).arg(script).arg(data))
    }
}

/// Does something that must succeed; `what` says what cannot be done otherwise.
fn step(what: &str, command: &mut Command) -> Result<(), Trouble> {
    let output = command.stdin(Stdio::null()).env("PYTHONDONTWRITEBYTECODE", "1").output();
    let said = match output {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    let said = said.lines().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("; ");
    Err(format!("cannot {what}: {said}").into())
}

//! Where everything lies: the kit in the repository, the programs beside this one, data and results in the build folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Trouble;

/// The three files of the data.
pub const TABLES: [&str; 3] = ["customers", "purchases", "visits"];

/// The folders of the benchmark.
pub struct Places {
    /// tests/benchmark
    pub kit: PathBuf,
    /// The release programs.
    programs: PathBuf,
    /// Data, results and the Python environment.
    pub work: PathBuf,
}

impl Places {
    /// From the folder that `tests/benchmark/run` starts this in, the top of the repository.
    pub fn find(work: Option<PathBuf>) -> Result<Self, Trouble> {
        let kit = std::path::absolute("tests/benchmark")?;
        if !kit.join("programme/bench.journey").is_file() {
            return Err("start it by `bash tests/benchmark/run`".into());
        }
        let program = std::env::current_exe()?;
        let programs = program.parent().ok_or("this program lies nowhere")?.to_path_buf();
        let build = programs.parent().unwrap_or(&programs);
        let work = std::path::absolute(work.unwrap_or_else(|| build.join("benchmark")))?;
        fs::create_dir_all(work.join("out"))?;
        Ok(Self { kit, programs, work })
    }

    /// A program that the same build made.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The folder with the data of so many customers; made when it is not there.
    pub fn data(&self, customers: u64, by_customer: bool) -> Result<PathBuf, Trouble> {
        let order = if by_customer { "-by-customer" } else { "" };
        let folder = self.work.join("data").join(format!("{customers}{order}"));
        let done = folder.join("done");
        if !done.exists() {
            eprintln!("making the data of {customers} customers");
            let mut command = Command::new(self.program("benchmark-data"));
            command.arg(customers.to_string()).arg(&folder).args(by_customer.then_some("--by-customer"));
            if !command.stdout(Stdio::null()).status()?.success() {
                return Err("the data could not be made".into());
            }
            fs::write(done, "")?;
        }
        Ok(folder)
    }

    /// A programme over the data in `data`: its folder, made anew. `extension` is that of the data's files.
    pub fn programme(&self, name: &str, text: &str, data: &Path, extension: &str) -> Result<PathBuf, Trouble> {
        let manifest = fs::read_to_string(self.kit.join("programme/journey.yaml"))?;
        let manifest = TABLES.iter().fold(manifest, |manifest, table| {
            let path = data.join(format!("{table}.{extension}"));
            manifest.replace(&format!("data/{table}.csv"), &path.display().to_string())
        });
        let folder = self.work.join("programmes").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("journey.yaml"), manifest)?;
        fs::write(folder.join("bench.journey"), text)?;
        Ok(folder)
    }

    /// The text of the benchmark's programme.
    pub fn bench_journey(&self) -> Result<String, Trouble> {
        Ok(fs::read_to_string(self.kit.join("programme/bench.journey"))?)
    }

    /// A file or folder for results, not there yet.
    pub fn out(&self, name: &str) -> Result<PathBuf, Trouble> {
        let path = self.work.join("out").join(name);
        if path.is_dir() {
            fs::remove_dir_all(&path)?;
        } else if path.exists() {
            fs::remove_file(&path)?;
        }
        Ok(path)
    }
}

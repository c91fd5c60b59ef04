//! The result files of a simulation: which are wanted, encoded in chunks, and put in place together.

use std::path::PathBuf;

use journey_data::DataError;
use journey_data::records::{
    CONTACTS_HEADER, DatedRows, ENROLMENTS_HEADER, OutputDir, OutputFile, REFUSALS_HEADER, encode_contacts,
    encode_enrolments, encode_refusals,
};
use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;
use journey_runner::summary::Summary;

use crate::arguments::{Simulate, Sort, Written};
use crate::failure::Failure;

/// The files that have one row for each record.
const TABLES: [Written; 3] = [Written::Contacts, Written::Enrolments, Written::Refusals];

/// What came of some successive customers.
pub struct Encoded {
    /// The rows of each wanted table, in the order of [`TABLES`]; empty for the others.
    rows: [Vec<u8>; TABLES.len()],
    /// The contacts, when they are to be put into one order of time; they are not in `rows` then.
    dated: DatedRows,
    /// Their part of the totals.
    pub totals: Summary,
}

impl Encoded {
    /// Runs on the workers.
    pub fn new(program: &Program, records: &[CustomerRecords], wanted: Wanted) -> Self {
        let mut totals = Summary::new(program);
        for customer in records {
            totals.add(program, customer);
        }
        let by_time = wanted.contacts_by_time();
        let rows = TABLES.map(|table| {
            let now = wanted.includes(table) && !(by_time && table == Written::Contacts);
            if now { encode(table, program, records) } else { Vec::new() }
        });
        let dated = if by_time { DatedRows::new(program, records) } else { DatedRows::default() };
        Self { rows, dated, totals }
    }
}

fn encode(table: Written, program: &Program, records: &[CustomerRecords]) -> Vec<u8> {
    match table {
        Written::Contacts => encode_contacts(program, records),
        Written::Enrolments => encode_enrolments(program, records),
        Written::Refusals => encode_refusals(program, records),
        Written::Summary => Vec::new(),
    }
}

/// Which files are to be written.
#[derive(Clone, Copy)]
pub struct Wanted {
    files: [bool; 4],
    sort: Sort,
}

impl Wanted {
    fn new(arguments: &Simulate) -> Self {
        let all = arguments.write.is_empty();
        let wants = |file| arguments.out.is_some() && (all || arguments.write.contains(&file));
        let files = [Written::Contacts, Written::Enrolments, Written::Refusals, Written::Summary].map(wants);
        Self { files, sort: arguments.sort }
    }

    fn includes(self, file: Written) -> bool {
        let [contacts, enrolments, refusals, summary] = self.files;
        match file {
            Written::Contacts => contacts,
            Written::Enrolments => enrolments,
            Written::Refusals => refusals,
            Written::Summary => summary,
        }
    }

    fn contacts_by_time(self) -> bool {
        self.sort == Sort::At && self.includes(Written::Contacts)
    }
}

/// The files while they grow; nothing is seen of them before [`Results::commit`].
pub struct Results {
    wanted: Wanted,
    folder: Option<OutputDir>,
    /// The wanted tables, in the order of [`TABLES`].
    tables: [Option<OutputFile>; TABLES.len()],
    /// The contacts that wait to be put into one order of time.
    dated: DatedRows,
}

impl Results {
    /// Opens the folder and begins the wanted tables, so that a folder that cannot be written to is known at once.
    pub fn begin(arguments: &Simulate) -> Result<Self, Failure> {
        let wanted = Wanted::new(arguments);
        let mut results = Self { wanted, folder: None, tables: [None; TABLES.len()], dated: DatedRows::default() };
        let Some(folder) = &arguments.out else { return Ok(results) };
        let mut folder = OutputDir::open(folder)?;
        for (table, place) in TABLES.into_iter().zip(&mut results.tables) {
            if wanted.includes(table) {
                let file = folder.create(file_name(table))?;
                folder.write(file, header(table).as_bytes())?;
                *place = Some(file);
            }
        }
        results.folder = Some(folder);
        Ok(results)
    }

    /// Which files are to be written.
    pub fn wanted(&self) -> Wanted {
        self.wanted
    }

    /// Adds the rows of the customers that come next.
    pub fn add(&mut self, encoded: &mut Encoded) -> Result<(), DataError> {
        self.dated.append(&mut encoded.dated);
        let Some(folder) = &mut self.folder else { return Ok(()) };
        for (file, rows) in self.tables.iter().zip(&encoded.rows) {
            if let Some(file) = file {
                folder.write(*file, rows)?;
            }
        }
        Ok(())
    }

    /// Adds the summary, when it is wanted; `text` is only made then.
    pub fn add_summary(&mut self, text: impl FnOnce() -> Result<String, Failure>) -> Result<(), Failure> {
        let Some(folder) = self.folder.as_mut().filter(|_| self.wanted.includes(Written::Summary)) else {
            return Ok(());
        };
        let file = folder.create(file_name(Written::Summary))?;
        Ok(folder.write(file, text()?.as_bytes())?)
    }

    /// Puts all files in their places.
    pub fn commit(mut self) -> Result<(), Failure> {
        if let (Some(folder), [Some(contacts), ..]) = (&mut self.folder, self.tables) {
            for row in self.dated.sorted() {
                folder.write(contacts, &row)?;
            }
        }
        Ok(self.folder.map_or(Ok(()), OutputDir::commit)?)
    }
}

/// Result files in the folder that this run was not asked to write: they tell of another one.
pub fn stale(arguments: &Simulate) -> Vec<PathBuf> {
    let Some(folder) = &arguments.out else { return Vec::new() };
    let wanted = Wanted::new(arguments);
    let others = TABLES.into_iter().chain([Written::Summary]).filter(|&file| !wanted.includes(file));
    others.map(|file| folder.join(file_name(file))).filter(|path| path.exists()).collect()
}

fn file_name(file: Written) -> &'static str {
    match file {
        Written::Contacts => "contacts.csv",
        Written::Enrolments => "enrolments.csv",
        Written::Refusals => "refusals.csv",
        Written::Summary => "summary.json",
    }
}

fn header(table: Written) -> &'static str {
    match table {
        Written::Contacts => CONTACTS_HEADER,
        Written::Enrolments => ENROLMENTS_HEADER,
        Written::Refusals => REFUSALS_HEADER,
        Written::Summary => "",
    }
}

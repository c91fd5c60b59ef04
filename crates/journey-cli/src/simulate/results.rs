//! The result files of a simulation: which are wanted, encoded in chunks, and put in place together.

use std::path::PathBuf;

use journey_data::DataError;
use journey_data::records::{
    ContactsFile, ContactsFormat, DatedRows, ENROLMENTS_HEADER, MEASURES_HEADER, Names, OutputDir, OutputFile,
    REFUSALS_HEADER, TASKS_HEADER, Unfinished, encode_contacts_as, encode_enrolments, encode_measures, encode_refusals,
    encode_tasks,
};
use journey_ir::operation::Operation;
use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;

use crate::arguments::{Simulate, Sort, Written};
use crate::failure::Failure;

/// The files that have one row for each record.
const TABLES: [Written; 5] =
    [Written::Contacts, Written::Enrolments, Written::Refusals, Written::Tasks, Written::Measures];

/// What came of some successive customers.
pub struct Encoded {
    /// The rows of each wanted table, in the order of [`TABLES`]; empty for the others. Those of many may have to wait until they
    /// can be written, so they take no more room than they need.
    rows: [Box<[u8]>; TABLES.len()],
    /// The contacts, when they are to be put into one order of time; they are not in `rows` then.
    dated: DatedRows,
}

impl Encoded {
    /// Runs on the workers.
    pub fn new(program: &Program, names: &Names<'_>, records: &[CustomerRecords], wanted: Wanted) -> Self {
        let by_time = wanted.contacts_by_time();
        let rows = TABLES.map(|table| {
            let now = wanted.includes(table) && !(by_time && table == Written::Contacts);
            let rows = if now { encode(table, wanted.contacts_format, program, names, records) } else { Vec::new() };
            rows.into_boxed_slice()
        });
        let dated = if by_time { DatedRows::new(wanted.contacts_format, names, records) } else { DatedRows::default() };
        Self { rows, dated }
    }
}

fn encode(
    table: Written,
    format: ContactsFormat,
    program: &Program,
    names: &Names<'_>,
    records: &[CustomerRecords],
) -> Vec<u8> {
    match table {
        Written::Contacts => encode_contacts_as(format, names, records),
        Written::Enrolments => encode_enrolments(program, records),
        Written::Refusals => encode_refusals(program, records),
        Written::Tasks => encode_tasks(program, records),
        Written::Measures => encode_measures(program, records),
        Written::Summary => Vec::new(),
    }
}

/// Which files are to be written.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// In the order of [`TABLES`], then the summary.
    files: [bool; TABLES.len() + 1],
    sort: Sort,
    contacts_format: ContactsFormat,
}

impl Wanted {
    fn new(arguments: &Simulate, program: &Program) -> Self {
        let wants = |file| {
            let unasked = arguments.write.is_empty() && has_any(program, file);
            arguments.out.is_some() && (unasked || arguments.write.contains(&file))
        };
        let [contacts, enrolments, refusals, tasks, measures] = TABLES.map(wants);
        let files = [contacts, enrolments, refusals, tasks, measures, wants(Written::Summary)];
        Self { files, sort: arguments.sort, contacts_format: arguments.contacts_format.into() }
    }

    fn includes(self, file: Written) -> bool {
        let [contacts, enrolments, refusals, tasks, measures, summary] = self.files;
        match file {
            Written::Contacts => contacts,
            Written::Enrolments => enrolments,
            Written::Refusals => refusals,
            Written::Tasks => tasks,
            Written::Measures => measures,
            Written::Summary => summary,
        }
    }

    fn contacts_by_time(self) -> bool {
        self.sort == Sort::At && self.includes(Written::Contacts)
    }
}

/// Whether a file can have rows at all: those for what few programmes have are only written where they can.
fn has_any(program: &Program, file: Written) -> bool {
    let mut journeys = program.journeys.as_slice().iter();
    match file {
        Written::Tasks => journeys.any(|journey| journey.operations.iter().any(is_task)),
        Written::Measures => journeys.any(|journey| !journey.measures.is_empty()),
        Written::Contacts | Written::Enrolments | Written::Refusals | Written::Summary => true,
    }
}

fn is_task(operation: &Operation) -> bool {
    matches!(operation, Operation::Task(_))
}

/// The files while they grow; nothing is seen of them before [`Results::commit`].
pub struct Results {
    wanted: Wanted,
    folder: Option<OutputDir>,
    /// The wanted tables, in the order of [`TABLES`].
    tables: [Option<OutputFile>; TABLES.len()],
    contacts: ContactsFile,
    /// The contacts that wait to be put into one order of time.
    dated: DatedRows,
}

impl Results {
    /// Opens the folder and begins the wanted tables, so that a folder that cannot be written to is known at once. What is
    /// made is noted in `unfinished`.
    pub fn begin(arguments: &Simulate, program: &Program, unfinished: Unfinished) -> Result<Self, Failure> {
        let wanted = Wanted::new(arguments, program);
        let contacts = ContactsFile::new(wanted.contacts_format)?;
        let mut results =
            Self { wanted, folder: None, tables: [None; TABLES.len()], contacts, dated: DatedRows::default() };
        let Some(folder) = &arguments.out else { return Ok(results) };
        let mut folder = OutputDir::open_noting(folder, unfinished)?;
        for (table, place) in TABLES.into_iter().zip(&mut results.tables) {
            if wanted.includes(table) {
                let file = folder.create(file_name(table, wanted.contacts_format))?;
                let header = if table == Written::Contacts { results.contacts.header() } else { header(table) };
                folder.write(file, header)?;
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
        for ((table, file), rows) in TABLES.into_iter().zip(self.tables).zip(&encoded.rows) {
            match file {
                Some(file) if table == Written::Contacts => folder.write(file, &self.contacts.add(rows)?)?,
                Some(file) => folder.write(file, rows)?,
                None => {}
            }
        }
        Ok(())
    }

    /// Adds the summary, when it is wanted; `text` is only made then.
    pub fn add_summary(&mut self, text: impl FnOnce() -> Result<String, Failure>) -> Result<(), Failure> {
        let Some(folder) = self.folder.as_mut().filter(|_| self.wanted.includes(Written::Summary)) else {
            return Ok(());
        };
        let file = folder.create(file_name(Written::Summary, self.wanted.contacts_format))?;
        Ok(folder.write(file, text()?.as_bytes())?)
    }

    /// Puts all files in their places.
    pub fn commit(mut self) -> Result<(), Failure> {
        if let (Some(folder), [Some(contacts), ..]) = (&mut self.folder, self.tables) {
            for row in self.dated.sorted() {
                folder.write(contacts, &self.contacts.add(&row)?)?;
            }
            folder.write(contacts, &self.contacts.finish()?)?;
        }
        Ok(self.folder.map_or(Ok(()), OutputDir::commit)?)
    }
}

/// Result files in the folder that this run was not asked to write: they tell of another one.
pub fn stale(arguments: &Simulate, program: &Program) -> Vec<PathBuf> {
    let Some(folder) = &arguments.out else { return Vec::new() };
    let wanted = Wanted::new(arguments, program);
    let others = TABLES.into_iter().chain([Written::Summary]).filter(|&file| !wanted.includes(file));
    let others = others.map(|file| file_name(file, wanted.contacts_format));
    let formats = ContactsFormat::ALL.into_iter().filter(|&format| format != wanted.contacts_format);
    let names = others.chain(formats.map(ContactsFormat::file_name));
    names.map(|name| folder.join(name)).filter(|path| path.exists()).collect()
}

fn file_name(file: Written, format: ContactsFormat) -> &'static str {
    match file {
        Written::Contacts => format.file_name(),
        Written::Enrolments => "enrolments.csv",
        Written::Refusals => "refusals.csv",
        Written::Tasks => "tasks.csv",
        Written::Measures => "measures.csv",
        Written::Summary => "summary.json",
    }
}

fn header(table: Written) -> &'static [u8] {
    match table {
        Written::Enrolments => ENROLMENTS_HEADER.as_bytes(),
        Written::Refusals => REFUSALS_HEADER.as_bytes(),
        Written::Tasks => TASKS_HEADER.as_bytes(),
        Written::Measures => MEASURES_HEADER.as_bytes(),
        // The contacts' file knows its own.
        Written::Contacts | Written::Summary => b"",
    }
}

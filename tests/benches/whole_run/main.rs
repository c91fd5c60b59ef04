//! Whole runs: `cargo bench -p journey-tests --bench whole_run -- --customers 100000 --threads 2 --runs 3`.
//!
//! Generates customers and events (the same for ever), then reads, groups, simulates and writes them, and beside that, in the
//! same rounds, only reads the same files with the `csv` crate: the ratios are what to look at, since machines are noisy.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a benchmark makes files and looks at the clock, stops where it cannot run, and needs few digits"
)]

mod generate;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use journey_data::records::{OutputDir, encode_contacts, encode_enrolments, encode_refusals};
use journey_data::{Options, Ungrouped};
use journey_ir::history::Customers;
use journey_ir::records::CustomerRecords;
use journey_runner::simulate;
use journey_runner::summary::Summary;
use journey_tests::folder::Folder;

/// What one round took, in seconds of the clock; `write` is encoding, added up over the threads, and the files.
#[derive(Clone, Copy, Default)]
struct Round {
    yardstick: f64,
    read: f64,
    group: f64,
    simulate: f64,
    write: f64,
    contacts: u64,
    entries: usize,
}

fn main() {
    let options = Arguments::parse();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole-run").join(options.customers.to_string());
    generate::generate(options.customers, &folder).unwrap();
    let mut rounds: Vec<Round> = (0..options.runs).map(|_| round(&folder, options.threads)).collect();
    rounds.sort_by(|a, b| a.total().total_cmp(&b.total()));
    let median = rounds[rounds.len() / 2];
    let (least, most) = (rounds[0].total(), rounds[rounds.len() - 1].total());
    println!(
        "{} customers, {} events, {} contacts, {} threads; median of {} rounds",
        options.customers, median.entries, median.contacts, options.threads, options.runs
    );
    println!("{:>22} {:>8} {:>16}", "phase", "seconds", "times reading");
    let phases = [
        ("only read (csv crate)", median.yardstick),
        ("read", median.read),
        ("group", median.group),
        ("simulate", median.simulate),
        ("write", median.write),
        ("all but the yardstick", median.total()),
    ];
    for (name, seconds) in phases {
        println!("{name:>22} {seconds:>8.3} {:>16.2}", seconds / median.yardstick);
    }
    println!("all of it from {least:.3} to {most:.3} s; peak memory {}", peak_memory());
}

impl Round {
    fn total(&self) -> f64 {
        self.read + self.group + self.simulate + self.write
    }
}

fn round(folder: &Path, threads: NonZeroUsize) -> Round {
    let mut round = Round::default();
    let programme = Folder::load(folder).unwrap();
    round.yardstick = timed(|| only_read(folder)).1.as_secs_f64();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build().unwrap();
    let options = Options { deny_bad_rows: true };
    let (rows, read) =
        timed(|| pool.install(|| Ungrouped::read(&programme.manifest, &programme.program, options).unwrap()));
    let (data, group) = timed(|| pool.install(|| rows.group()));
    round.read = read.as_secs_f64();
    round.group = group.as_secs_f64();
    round.entries = data.entry_count();

    let program = &programme.program;
    let encoding = AtomicU64::new(0);
    let mut writing = Duration::ZERO;
    let mut totals = Summary::new(program);
    let mut output = OutputDir::open(&folder.join("out")).unwrap();
    let files = ["contacts.csv", "enrolments.csv", "refusals.csv"].map(|name| output.create(name).unwrap());
    let encode = |records: &[CustomerRecords]| {
        let mut summary = Summary::new(program);
        for customer in records {
            summary.add(program, customer);
        }
        let (bytes, took) = timed(|| {
            [encode_contacts(program, records), encode_enrolments(program, records), encode_refusals(program, records)]
        });
        encoding.fetch_add(u64::try_from(took.as_nanos()).unwrap(), Ordering::Relaxed);
        (bytes, summary)
    };
    let (done, took) = timed(|| {
        simulate(program, programme.run, &data, threads, encode, |(bytes, summary)| {
            totals.merge(summary);
            let (result, took) =
                timed(|| files.iter().zip(&bytes).try_for_each(|(file, bytes)| output.write(*file, bytes)));
            writing += took;
            result
        })
    });
    assert!(done.is_ok(), "{done:?}");
    let ((), committing) = timed(|| output.commit().unwrap());
    let encoding = Duration::from_nanos(encoding.into_inner()).as_secs_f64();
    round.write = encoding + (writing + committing).as_secs_f64();
    round.simulate = (took.as_secs_f64() - encoding / threads.get() as f64 - writing.as_secs_f64()).max(0.0);
    round.contacts = totals.sends.sent;
    assert_eq!(data.count() as u64, totals.customers.all);
    round
}

/// Every row of every file through the `csv` crate, cells divided, nothing kept.
fn only_read(folder: &Path) {
    let mut cells = 0_usize;
    for name in ["customers.csv", "joined.csv", "purchases.csv", "visits.csv"] {
        let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap() {
            cells += record.len();
        }
    }
    std::hint::black_box(cells);
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    let result = work();
    (result, began.elapsed())
}

/// What the system says was the most memory at a time; only Linux is asked.
fn peak_memory() -> String {
    let status = std::fs::read_to_string(PathBuf::from("/proc/self/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown on this system".to_owned(), |line| line.trim().to_owned())
}

/// What the command line asks for.
struct Arguments {
    customers: u64,
    threads: NonZeroUsize,
    runs: usize,
}

impl Arguments {
    fn parse() -> Self {
        let mut parsed = Self { customers: 100_000, threads: std::thread::available_parallelism().unwrap(), runs: 3 };
        let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
        while let Some(word) = words.next() {
            let value = words.next().unwrap_or_else(|| panic!("`{word}` needs a number after it"));
            match word.as_str() {
                "--customers" => parsed.customers = value.parse().expect("a number of customers"),
                "--threads" => parsed.threads = value.parse().expect("a number of threads"),
                "--runs" => parsed.runs = value.parse().expect("a number of rounds"),
                _ => panic!("`{word}` is not known: --customers N, --threads N, --runs N"),
            }
        }
        assert!(parsed.runs > 0, "--runs must be 1 or more");
        parsed
    }
}

//! The speed limit: this one programme and this one layout of files, written by hand: `benchmark-reference DATA OUT [THREADS]`.
//!
//! It leans on what benchmark-data promises, and would read nothing else: ids C00000000… in the order of the file, fixed-width fields, logs in
//! the order of time, zones with fixed offsets, no 29 February. It checks nothing, and stops where that does not hold.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    reason = "the yardstick trusts its files, as no program for users may"
)]

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Instant as Clock;

const DAY: i32 = 86_400;
/// Instants are seconds since the beginning of this year, UTC.
const BASE_YEAR: usize = 2022;
const FROM: i32 = (365 + 365 + 366) * DAY;
const UNTIL: i32 = FROM + 365 * DAY;
const OPEN: i32 = 9 * 3600;
const CLOSE: i32 = 21 * 3600;
/// How many customers are handled at a time.
const BUCKET: usize = 1 << 14;
/// Where the birth date and the tier begin in a line of customers.csv.
const BIRTH_DATE: usize = 31;
const TIER: usize = 42;

const CHANNELS: [&str; 3] = ["email", "sms", "push"];
const JOURNEYS: [&str; 4] = ["points_expiry", "birthday", "welcome", "winback"];
/// Journey, message, and the message's place in the order of the alphabet; in the order of the journeys' priority.
const SENDS: [(usize, &str, u8); 6] = [
    (0, "points_expiry_note", 1),
    (1, "birthday_note", 0),
    (2, "welcome_1", 2),
    (2, "welcome_2", 3),
    (2, "welcome_3", 4),
    (3, "winback_note", 5),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, out, threads) = match arguments.as_slice() {
        [folder, out] => (folder, out, 2),
        [folder, out, threads] => (folder, out, threads.parse().unwrap()),
        _ => {
            eprintln!("usage: benchmark-reference DATA OUT [THREADS]");
            return ExitCode::from(2);
        }
    };
    let began = Clock::now();
    let calendar = Calendar::new();
    let data = Data::read(folder, &calendar, threads);
    let read = began.elapsed().as_secs_f64();
    let (contacts, refused) = data.simulate(&calendar, out, threads);
    let all = began.elapsed().as_secs_f64();

    let (purchases, visits) = (data.logs.iter().map(|log| log.purchases), data.logs.iter().map(|log| log.visits));
    let (purchases, visits): (usize, usize) = (purchases.sum(), visits.sum());
    println!("read customers={} purchases={purchases} visits={visits}", data.customers.len());
    for ((journey, contacts), refused) in JOURNEYS.iter().zip(contacts).zip(refused) {
        println!("journey {journey} contacts={contacts} refused={refused}");
    }
    println!("total contacts={} refused={}", contacts.iter().sum::<u64>(), refused.iter().sum::<u64>());
    println!("cost wall={all:.3} (read {read:.3}, the rest {:.3}; {threads} threads)", all - read);
    ExitCode::SUCCESS
}

struct Customer {
    joined: i32,
    /// 09:00 local in 2025, as an instant; 0 for bronze.
    birthday: i32,
    offset: i32,
    channel: u8,
    consent: bool,
}

/// A customer, and `at << 1 | (amount >= 50)`.
type Purchase = (u32, u32);

/// Contacts or refusals of each journey.
type Counts = [u64; JOURNEYS.len()];

/// What stands in the events' files, or in a slice of them.
#[derive(Default)]
struct Log {
    /// By customer / BUCKET.
    buckets: Vec<Vec<Purchase>>,
    purchases: usize,
    visits: usize,
    /// Nothing asks for visits; they are read as the others are, and this keeps the compiler from leaving it out.
    visit_sum: u64,
}

struct Data {
    customers: Vec<Customer>,
    /// One for each thread that read, in the order of the files.
    logs: Vec<Log>,
}

impl Data {
    fn read(folder: &str, calendar: &Calendar, threads: usize) -> Self {
        let parts: Vec<(Vec<Customer>, Log)> = thread::scope(|scope| {
            let readers: Vec<_> = (0..threads)
                .map(|part| {
                    scope.spawn(move || {
                        (read_customers(folder, calendar, part, threads), Log::read(folder, calendar, part, threads))
                    })
                })
                .collect();
            readers.into_iter().map(|reader| reader.join().unwrap()).collect()
        });
        let mut data = Self {
            customers: Vec::with_capacity(parts.iter().map(|part| part.0.len()).sum()),
            logs: Vec::with_capacity(threads),
        };
        for (customers, log) in parts {
            data.customers.extend(customers);
            std::hint::black_box(log.visit_sum);
            data.logs.push(log);
        }
        data
    }

    /// Writes the contacts; gives how many there were, and how many were refused.
    fn simulate(&self, calendar: &Calendar, out: &str, threads: usize) -> (Counts, Counts) {
        let writer = InOrder { file: File::create(out).unwrap(), next: Mutex::new(0), turn: Condvar::new() };
        (&writer.file).write_all(b"customer,at,journey,message,channel\n").unwrap();
        let claim = AtomicUsize::new(0);
        let work = || {
            let mut worker = Worker::default();
            loop {
                let bucket = claim.fetch_add(1, Ordering::Relaxed);
                if bucket * BUCKET >= self.customers.len() {
                    return (worker.contacts, worker.refused);
                }
                worker.simulate(self, calendar, bucket);
                writer.write(bucket, &worker.text);
            }
        };
        let totals: Vec<(Counts, Counts)> = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).collect()
        });
        let sum = |pick: fn(&(Counts, Counts)) -> Counts| {
            totals.iter().map(pick).fold([0; 4], |a, b| std::array::from_fn(|i| a[i] + b[i]))
        };
        (sum(|total| total.0), sum(|total| total.1))
    }
}

fn read_customers(folder: &str, calendar: &Calendar, part: usize, parts: usize) -> Vec<Customer> {
    let mut customers = Vec::new();
    blocks(&format!("{folder}/customers.csv"), part, parts, |block| {
        let mut at = 0;
        while at < block.len() {
            let end = at + 50 + block[at + 50..].iter().position(|&byte| byte == b'\n').unwrap();
            customers.push(Customer::new(calendar, &block[at..end]));
            at = end + 1;
        }
    });
    customers
}

impl Customer {
    /// Of a line: `C00000000,2025-01-01T00:00:00Z,1999-01-31,tier,true,zone,preferred`.
    fn new(calendar: &Calendar, line: &[u8]) -> Self {
        let tier_end = TIER + line[TIER..].iter().position(|&byte| byte == b',').unwrap();
        let consent = line[tier_end + 1] == b't';
        let zone_start = tier_end + if consent { 6 } else { 7 };
        let zone_end = zone_start + line[zone_start..].iter().position(|&byte| byte == b',').unwrap();
        let minutes = match &line[zone_start..zone_end] {
            b"Etc/GMT+8" => -480,
            b"Etc/GMT+5" => -300,
            b"Etc/GMT+3" => -180,
            b"UTC" => 0,
            b"Etc/GMT-1" => 60,
            b"Etc/GMT-2" => 120,
            b"Asia/Kolkata" => 330,
            b"Asia/Tokyo" => 540,
            other => panic!("unknown zone {}", String::from_utf8_lossy(other)),
        };
        let offset = minutes * 60;
        let channel = match line[zone_end + 1] {
            b'e' => 0,
            b's' => 1,
            _ => 2,
        };
        let (month, day) = (two(&line[BIRTH_DATE + 5..]), two(&line[BIRTH_DATE + 8..]));
        let birthday = if line[TIER] == b'b' { 0 } else { calendar.days(2025, month, day) * DAY + OPEN - offset };
        Self { joined: calendar.instant(&line[10..]), birthday, offset, channel, consent }
    }
}

impl Log {
    fn read(folder: &str, calendar: &Calendar, part: usize, parts: usize) -> Self {
        let mut log = Self::default();
        blocks(&format!("{folder}/purchases.csv"), part, parts, |block| {
            let mut at = 0;
            while at < block.len() {
                let end = at + 35 + block[at + 35..].iter().position(|&byte| byte == b'\n').unwrap();
                log.add_purchase(calendar, &block[at..end]);
                at = end + 1;
            }
        });
        blocks(&format!("{folder}/visits.csv"), part, parts, |block| {
            for line in block.chunks_exact(31) {
                log.visits += 1;
                log.visit_sum = log.visit_sum.wrapping_add(u64::from(id(line)) ^ calendar.instant(&line[10..]) as u64);
            }
        });
        log
    }

    fn add_purchase(&mut self, calendar: &Calendar, line: &[u8]) {
        let amount = &line[31..line.len() - 3];
        let fifty = amount.len() > 2 || amount.len() == 2 && amount[0] >= b'5';
        let customer = id(line);
        let bucket = customer as usize / BUCKET;
        if self.buckets.len() <= bucket {
            self.buckets.resize_with(bucket + 1, Vec::new);
        }
        self.buckets[bucket].push((customer, (calendar.instant(&line[10..]) as u32) << 1 | u32::from(fifty)));
        self.purchases += 1;
    }
}

fn two(text: &[u8]) -> usize {
    usize::from(text[0] - b'0') * 10 + usize::from(text[1] - b'0')
}

fn id(line: &[u8]) -> u32 {
    line[1..9].iter().fold(0, |id, digit| id * 10 + u32::from(digit - b'0'))
}

/// Gives the whole lines of the `part`th of `parts` slices of a CSV file, block by block.
fn blocks(path: &str, part: usize, parts: usize, mut each: impl FnMut(&[u8])) {
    let mut file = File::open(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let length = file.metadata().unwrap().len() as usize;
    let mut buffer = vec![0; 1 << 18];
    let mut line_after = |near: usize, buffer: &mut [u8]| {
        let at = near.saturating_sub(1);
        let read = read_at(&mut file, at, &mut buffer[..256]);
        at + buffer[..read].iter().position(|&byte| byte == b'\n').map_or(read, |place| place + 1)
    };
    let mut at = line_after(length * part / parts, &mut buffer);
    let end = if part + 1 == parts { length } else { line_after(length * (part + 1) / parts, &mut buffer) };
    while at < end {
        let want = buffer.len().min(end - at);
        let read = read_at(&mut file, at, &mut buffer[..want]);
        let whole = buffer[..read].iter().rposition(|&byte| byte == b'\n').expect("whole lines, shorter than a block");
        each(&buffer[..=whole]);
        at += whole + 1;
    }
}

fn read_at(file: &mut File, at: usize, buffer: &mut [u8]) -> usize {
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.read(buffer).unwrap()
}

/// The days of the few years that there are.
struct Calendar {
    /// Days since the base, 12 a year.
    month_starts: Vec<i32>,
    /// The days of the run as they are written.
    run_days: Vec<[u8; 10]>,
}

impl Calendar {
    fn new() -> Self {
        let (mut month_starts, mut run_days, mut day) = (vec![], vec![], 0);
        for year in BASE_YEAR..2027 {
            let february = if year % 4 == 0 { 29 } else { 28 };
            let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            for (month, length) in (1..).zip(lengths) {
                month_starts.push(day);
                if year == 2025 {
                    let text = |day: i32| format!("{year}-{month:02}-{day:02}").into_bytes();
                    run_days.extend((1..=length).map(|day| <[u8; 10]>::try_from(text(day)).unwrap()));
                }
                day += length;
            }
        }
        Self { month_starts, run_days }
    }

    fn days(&self, year: usize, month: usize, day: usize) -> i32 {
        self.month_starts[(year - BASE_YEAR) * 12 + month - 1] + day as i32 - 1
    }

    /// Of `2025-01-01T00:00:00Z`.
    fn instant(&self, text: &[u8]) -> i32 {
        let day = self.days(two(text) * 100 + two(&text[2..]), two(&text[5..]), two(&text[8..]));
        day * DAY + (two(&text[11..]) * 3600 + two(&text[14..]) * 60 + two(&text[17..])) as i32
    }
}

/// What a thread needs, kept from bucket to bucket.
#[derive(Default)]
struct Worker {
    contacts: Counts,
    refused: Counts,
    /// Where each customer's purchases begin in `purchases`, and then where they end.
    places: Vec<u32>,
    purchases: Vec<u32>,
    due: Vec<(i32, u8)>,
    /// At, place of the message in the order of the alphabet, send: in the order of the output.
    accepted: Vec<(i32, u8, u8)>,
    /// The bucket's part of the file.
    text: Vec<u8>,
}

impl Worker {
    fn simulate(&mut self, data: &Data, calendar: &Calendar, bucket: usize) {
        self.group(data, bucket);
        self.text.clear();
        let first = bucket * BUCKET;
        let customers = &data.customers[first..data.customers.len().min(first + BUCKET)];
        let mut begin = 0;
        for (number, customer) in customers.iter().enumerate() {
            let end = self.places[number] as usize;
            if customer.consent {
                self.live(customer, begin, end);
                self.write(customer, first + number, calendar);
            }
            begin = end;
        }
    }

    /// Puts the bucket's purchases into the order of customers; for each, the log's order of time stays.
    fn group(&mut self, data: &Data, bucket: usize) {
        let first = bucket * BUCKET;
        let log = || data.logs.iter().filter_map(|log| log.buckets.get(bucket)).flatten();
        self.places.clear();
        self.places.resize(BUCKET + 1, 0);
        for purchase in log() {
            self.places[purchase.0 as usize - first + 1] += 1;
        }
        for place in 0..BUCKET {
            self.places[place + 1] += self.places[place];
        }
        self.purchases.resize(self.places[BUCKET] as usize, 0);
        for purchase in log() {
            let place = &mut self.places[purchase.0 as usize - first];
            self.purchases[*place as usize] = purchase.1;
            *place += 1;
        }
    }

    /// Decides a customer's contacts.
    fn live(&mut self, customer: &Customer, begin: usize, end: usize) {
        due(customer, &self.purchases[begin..end], &mut self.due);
        self.accepted.clear();
        let mut last = [i32::MIN / 2; 3];
        for &(at, send) in &self.due {
            let (journey, _, place) = SENDS[usize::from(send)];
            if last[0] > at - 7 * DAY {
                self.refused[journey] += 1;
                continue;
            }
            last = [last[1], last[2], at];
            let after = self.accepted.iter().rposition(|accepted| (accepted.0, accepted.1) <= (at, place));
            self.accepted.insert(after.map_or(0, |after| after + 1), (at, place, send));
            self.contacts[journey] += 1;
        }
    }

    fn write(&mut self, customer: &Customer, mut number: usize, calendar: &Calendar) {
        let mut name = *b"C00000000,";
        for digit in name[1..9].iter_mut().rev() {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
        for &(at, _, send) in &self.accepted {
            let (day, second) = ((at - FROM) / DAY, (at - FROM) % DAY);
            let (journey, message, _) = SENDS[usize::from(send)];
            self.text.extend_from_slice(&name);
            self.text.extend_from_slice(&calendar.run_days[day as usize]);
            for (sign, part) in [(b'T', second / 3600), (b':', second / 60 % 60), (b':', second % 60)] {
                self.text.extend_from_slice(&[sign, b'0' + (part / 10) as u8, b'0' + (part % 10) as u8]);
            }
            let parts = ["Z,", JOURNEYS[journey], ",", message, ",", CHANNELS[usize::from(customer.channel)], "\n"];
            for part in parts {
                self.text.extend_from_slice(part.as_bytes());
            }
        }
    }
}

/// Fills `due` with the customer's sends, each when its channel is open for it, in the order in which they are decided.
fn due(customer: &Customer, purchases: &[u32], due: &mut Vec<(i32, u8)>) {
    due.clear();
    let mut add = |at: i32, send: u8| {
        if (FROM..UNTIL).contains(&at) {
            let at = next_open(at, customer.offset);
            if at < UNTIL {
                due.push((at, send));
            }
        }
    };
    let mut purchases = purchases.iter().map(|purchase| ((purchase >> 1) as i32, purchase & 1 == 1)).peekable();
    let (mut month, mut quarter) = (0, 0);
    while let Some((at, fifty)) = purchases.next() {
        if fifty && at >= FROM {
            add(at + 173 * DAY, 0);
        }
        if purchases.peek().is_none_or(|next| next.0 > at + 180 * DAY) {
            add(at + 180 * DAY, 5);
        }
        let age = at - customer.joined;
        month += i32::from(age > 0 && age <= 30 * DAY);
        quarter += i32::from(age > 0 && age <= 90 * DAY);
    }
    if customer.birthday > customer.joined {
        add(customer.birthday, 1);
    }
    if (FROM..UNTIL).contains(&customer.joined) {
        add(customer.joined, 2);
        if month < 2 {
            add(customer.joined + 30 * DAY, 3);
        }
        if quarter >= 1 {
            add(customer.joined + 90 * DAY, 4);
        }
    }
    due.sort_unstable();
}

/// The first instant at or after `due` between 09:00 and 21:00 local.
fn next_open(due: i32, offset: i32) -> i32 {
    let local = (due + offset).rem_euclid(DAY);
    if local < OPEN {
        due + OPEN - local
    } else if local >= CLOSE {
        due + DAY - local + OPEN
    } else {
        due
    }
}

/// Lets the buckets' texts into the file one after the other.
struct InOrder {
    file: File,
    next: Mutex<usize>,
    turn: Condvar,
}

impl InOrder {
    fn write(&self, bucket: usize, text: &[u8]) {
        let mut next = self.turn.wait_while(self.next.lock().unwrap(), |next| *next != bucket).unwrap();
        (&self.file).write_all(text).unwrap();
        *next += 1;
        self.turn.notify_all();
    }
}

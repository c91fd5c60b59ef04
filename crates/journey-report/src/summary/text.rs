//! The summary as text: for the marketer who wrote the journeys and the director who answers for them.

use std::collections::BTreeMap;
use std::fmt::Write;

use journey_ir::operation::Operation;
use journey_ir::program::{Journey, Program};
use journey_ir::records::{Reason, RefusedBecause};
use journey_ir::time::{Instant, TimeOfDay, Zone};
use journey_runner::summary::{ArmTotals, GoalTotals, Peak, Sends, Why};

use super::account::{offers, returns, returns_heading, returns_note};
use super::measures::measures;
use super::{BadRows, Run, goal_name};
use crate::look::Look;
use crate::number::{NOTHING, count, money, percent, points};
use crate::printable::printable;
use crate::table::{Column, TextTable};
use crate::texts::TEXTS;

/// The summary, section by section; a section without anything to say is left out. Ends with a line break.
#[must_use]
pub fn text(run: &Run<'_>, look: Look) -> String {
    let mut page = Page { look, text: String::new() };
    page.overview(run);
    page.section(TEXTS.journeys, journeys(run), None);
    page.section(TEXTS.goals, goals(run), Some(TEXTS.goals_note));
    page.section(TEXTS.splits, splits(run), None);
    page.section(TEXTS.measures, measures(run), Some(TEXTS.measures_note));
    page.section(&returns_heading(run), returns(run), Some(&returns_note(run)));
    page.section(TEXTS.offers, offers(run), None);
    page.section(TEXTS.audiences, audiences(run), None);
    page.section(TEXTS.channels, channels(run), None);
    page.section(TEXTS.capacity, capacity(run), None);
    page.section(TEXTS.why_not_sent, reasons(&run.totals.sends), None);
    page.section(TEXTS.by_caps, caps(run), None);
    page.section(TEXTS.why_refused, refusals(run), None);
    page.section(TEXTS.pressure, pressure(run), Some(TEXTS.pressure_note));
    page.data(run);
    page.text
}

struct Page {
    look: Look,
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn overview(&mut self, run: &Run<'_>) {
        let (totals, zone) = (run.totals, run.program.zone.table());
        let until = last_moment(zone, run.until);
        let headline = (TEXTS.run)(&run.program.name, &moment(zone, run.from), &until);
        self.line(&self.look.bold(&headline));
        let customers = totals.customers;
        let sends = &totals.sends;
        let mut contacted = TEXTS.customers.counted(customers.contacted);
        if customers.all > 0 {
            let _ = write!(contacted, " ({})", percent(customers.contacted, customers.all));
        }
        let reached = (TEXTS.reached)(
            &TEXTS.contacts.counted(sends.sent),
            &contacted,
            &money(sends.cost, run.program.currency.as_deref()),
        );
        let not_reached = (TEXTS.not_reached)(&TEXTS.contacts.counted(sends.skipped()), &count(sends.pending()));
        self.line(&reached);
        self.line(&not_reached);
    }

    fn section(&mut self, heading: &str, table: TextTable, note: Option<&str>) {
        if table.is_empty() {
            return;
        }
        self.line("");
        self.line(&self.look.bold(heading));
        let rows = table.render(self.look);
        self.text.push_str(&rows);
        if let Some(note) = note {
            self.line(&format!("  {note}"));
        }
    }

    fn data(&mut self, run: &Run<'_>) {
        self.line("");
        self.line(&self.look.bold(TEXTS.data));
        let read = (TEXTS.rows_read)(&TEXTS.rows.counted(run.rows));
        self.line(&format!("  {}, {read}", TEXTS.customers.counted(run.totals.customers.all)));
        let bad = run.bad_rows_count();
        if bad == 0 {
            return;
        }
        let warning = (TEXTS.bad_rows)(&TEXTS.rows.counted(bad));
        self.line(&format!("  {}", self.look.alarming(&warning)));
        for bad in run.bad_rows {
            self.line(&format!("    {}", bad_row(bad)));
        }
    }
}

fn journeys(run: &Run<'_>) -> TextTable {
    let currency = run.program.currency.as_deref();
    let gives_tasks = run.journeys.iter().any(|&id| gives_tasks(&run.program.journeys[id]));
    let mut columns = vec![
        Column::words(TEXTS.journey),
        Column::words(TEXTS.owner),
        Column::number(TEXTS.started),
        Column::number(TEXTS.sent),
        Column::number(TEXTS.not_sent),
        Column::words(TEXTS.mostly_because),
        Column::number(TEXTS.waiting),
    ];
    columns.extend(gives_tasks.then(|| Column::number(TEXTS.tasks)));
    columns.push(Column::number(TEXTS.cost));
    let mut table = TextTable::new(columns);
    for &id in run.journeys {
        let (journey, totals) = (&run.program.journeys[id], &run.totals.journeys[id]);
        let mut row = vec![
            journey.title.clone().unwrap_or_else(|| journey.name.clone()),
            journey.owner.clone().unwrap_or_default(),
            count(totals.enrolments),
            count(totals.sends.sent),
            count(totals.sends.skipped()),
            main_reason(&totals.sends),
            count(totals.sends.pending()),
        ];
        row.extend(gives_tasks.then(|| count(totals.tasks)));
        row.push(money(totals.sends.cost, currency));
        table.row(row);
    }
    table
}

/// The audiences of which a size is assumed, and what was seen.
fn audiences(run: &Run<'_>) -> TextTable {
    let columns =
        vec![Column::words(TEXTS.journey), Column::number(TEXTS.assumed), Column::number(TEXTS.customers_entered)];
    let mut table = TextTable::new(columns);
    for &id in run.journeys {
        let (journey, totals) = (&run.program.journeys[id], &run.totals.journeys[id]);
        if let Some(about) = run.program.assumptions.audience(id) {
            let name = journey.title.clone().unwrap_or_else(|| journey.name.clone());
            table.row(vec![name, count(u64::from(about)), count(totals.customers)]);
        }
    }
    table
}

fn gives_tasks(journey: &Journey) -> bool {
    journey.operations.iter().any(|operation| matches!(operation, Operation::Task(_)))
}

/// What kept most contacts from going, with its share; of two reasons with as many, the one that comes first in the order
/// of precedence.
fn main_reason(sends: &Sends) -> String {
    let mut by_reason: BTreeMap<Reason, u64> = BTreeMap::new();
    for (why, contacts) in &sends.skipped {
        *by_reason.entry(why.deciding()).or_default() += contacts;
    }
    let most = by_reason.iter().rev().max_by_key(|&(_, contacts)| contacts);
    most.map_or_else(String::new, |(&reason, &contacts)| {
        format!("{} ({})", (TEXTS.reason_short)(reason), percent(contacts, sends.skipped()))
    })
}

fn goals(run: &Run<'_>) -> TextTable {
    let currency = run.program.currency.as_deref();
    let mut table = TextTable::new(vec![
        Column::words(TEXTS.journey),
        Column::words(TEXTS.goal),
        Column::number(TEXTS.goal_reached),
        Column::number(TEXTS.rate),
        Column::number(TEXTS.control_rate),
        Column::number(TEXTS.lift),
        Column::number(TEXTS.worth),
    ]);
    for &id in run.journeys {
        let (journey, totals) = (&run.program.journeys[id], &run.totals.journeys[id]);
        let (treated, held_out) = (totals.enrolments - totals.holdouts, totals.holdouts);
        for (goal, reached) in journey.goals.iter().zip(&totals.goals) {
            let worth = goal.worth.as_ref().map(|_| money(reached.treated.worth, currency));
            table.row(vec![
                journey.title.clone().unwrap_or_else(|| journey.name.clone()),
                goal_name(run.program, goal),
                share_of(reached.treated.count, treated),
                percent(reached.treated.count, treated),
                with_base(reached.holdout.count, held_out),
                difference(reached, treated, held_out),
                worth.unwrap_or_else(|| NOTHING.to_owned()),
            ]);
        }
    }
    table
}

/// A row for each arm and goal: the rates of those who were not held out, side by side.
fn splits(run: &Run<'_>) -> TextTable {
    let mut table = TextTable::new(vec![
        Column::words(TEXTS.journey),
        Column::words(TEXTS.arm),
        Column::number(TEXTS.started),
        Column::words(TEXTS.goal),
        Column::number(TEXTS.goal_reached),
        Column::number(TEXTS.rate),
    ]);
    for &id in run.journeys {
        let (journey, totals) = (&run.program.journeys[id], &run.totals.journeys[id]);
        for (split, arms) in journey.splits.iter().zip(&totals.splits) {
            for (arm, totals) in split.arms.iter().zip(arms) {
                let name = format!("{}: {}", split.name, arm.name);
                for row in arm_rows(run.program, journey, &name, totals) {
                    table.row(row);
                }
            }
        }
    }
    table
}

fn arm_rows(program: &Program, journey: &Journey, arm: &str, totals: &ArmTotals) -> Vec<Vec<String>> {
    let begin = || {
        let title = journey.title.clone().unwrap_or_else(|| journey.name.clone());
        vec![title, arm.to_owned(), count(totals.enrolments)]
    };
    if journey.goals.is_empty() {
        return vec![[begin(), vec![NOTHING.to_owned(); 3]].concat()];
    }
    let treated = totals.enrolments - totals.holdouts;
    let goals = journey.goals.iter().zip(&totals.goals).map(|(goal, reached)| {
        let reached = reached.treated.count;
        [begin(), vec![goal_name(program, goal), share_of(reached, treated), percent(reached, treated)]].concat()
    });
    goals.collect()
}

/// How much better the enrolments outside the control group did, in percentage points.
fn difference(goal: &GoalTotals, treated: u64, held_out: u64) -> String {
    let points = points(goal.treated.count, treated, goal.holdout.count, held_out);
    points.map_or_else(|| NOTHING.to_owned(), |points| (TEXTS.points)(&points))
}

/// `12 / 345`
fn share_of(part: u64, whole: u64) -> String {
    format!("{} / {}", count(part), count(whole))
}

/// `4.1% (5 / 123)`: the rate of a control group is worth little without its size.
fn with_base(part: u64, whole: u64) -> String {
    if whole == 0 {
        return NOTHING.to_owned();
    }
    format!("{} ({})", percent(part, whole), share_of(part, whole))
}

fn channels(run: &Run<'_>) -> TextTable {
    let mut table = TextTable::new(vec![
        Column::words(TEXTS.channel),
        Column::number(TEXTS.sent),
        Column::number(TEXTS.not_sent),
        Column::number(TEXTS.cost),
    ]);
    for (id, channel) in run.program.channels.iter() {
        let sends = &run.totals.channels[id];
        table.row(vec![
            channel.name.clone(),
            count(sends.sent),
            count(sends.skipped()),
            money(sends.cost, run.program.currency.as_deref()),
        ]);
    }
    table
}

/// What channels that have a capacity did, at most and on how many days.
fn capacity(run: &Run<'_>) -> TextTable {
    let mut table = TextTable::new(vec![
        Column::words(TEXTS.channel),
        Column::number(TEXTS.days_used),
        Column::number(TEXTS.sent),
        Column::words(TEXTS.fullest_day),
    ]);
    for (id, channel) in run.program.channels.iter() {
        let days = || run.totals.capacity.iter().filter(|((used, _), _)| *used == id);
        // Of days as full as one another the first.
        let fullest = days().max_by_key(|((_, date), used)| (**used, std::cmp::Reverse(*date)));
        if let Some(((_, date), used)) = fullest {
            table.row(vec![
                channel.name.clone(),
                count(u64::try_from(days().count()).unwrap_or(u64::MAX)),
                count(days().map(|(_, used)| used).sum()),
                (TEXTS.used_on)(&count(*used), &date.to_string()),
            ]);
        }
    }
    table
}

fn reasons(sends: &Sends) -> TextTable {
    let mut table = counted_words();
    for (why, &contacts) in by_count(&sends.skipped) {
        table.row(vec![count(contacts), percent(contacts, sends.skipped()), in_words(why)]);
    }
    table
}

fn in_words(why: Why) -> String {
    let reason = (TEXTS.reason)(why.reason);
    match why.last_refusal {
        Some(last) => (TEXTS.waited_in_vain)(reason, (TEXTS.reason_short)(last)),
        None => reason.to_owned(),
    }
}

fn caps(run: &Run<'_>) -> TextTable {
    let mut table = counted_words();
    let refused: BTreeMap<_, _> =
        run.totals.caps.iter().filter(|&(_, &refused)| refused > 0).map(|(id, &n)| (id, n)).collect();
    for (id, &refused) in by_count(&refused) {
        let cap = &run.program.caps[id];
        table.row(vec![count(refused), percent(refused, run.totals.sends.skipped()), cap.text.clone()]);
    }
    table
}

fn refusals(run: &Run<'_>) -> TextTable {
    let mut counts: BTreeMap<RefusedBecause, u64> = BTreeMap::new();
    for &id in run.journeys {
        for (&because, starts) in &run.totals.journeys[id].refused {
            *counts.entry(because).or_default() += starts;
        }
    }
    let all = counts.values().sum();
    let mut table = counted_words();
    for (because, &starts) in by_count(&counts) {
        table.row(vec![count(starts), percent(starts, all), (TEXTS.refused)(because).to_owned()]);
    }
    table
}

/// A number, its share, and what it counts in words.
fn counted_words() -> TextTable {
    TextTable::new(vec![Column::number(""), Column::number(""), Column::words("")])
}

/// The largest count first; of equal ones, the key that comes first.
fn by_count<K: Copy + Ord>(counts: &BTreeMap<K, u64>) -> Vec<(K, &u64)> {
    let mut sorted: Vec<_> = counts.iter().map(|(&key, count)| (key, count)).collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1));
    sorted
}

fn pressure(run: &Run<'_>) -> TextTable {
    let mut table = TextTable::new(vec![Column::words(""), Column::words("")]);
    let pressure = &run.totals.pressure;
    for (days, peak) in [(7, &pressure.week), (30, &pressure.month)] {
        if let Some(peak) = peak {
            table.row(vec![(TEXTS.within_days)(days), peak_in_words(peak)]);
        }
    }
    table
}

fn peak_in_words(peak: &Peak) -> String {
    let date = peak.zone.table().date(peak.at).to_string();
    (TEXTS.peak)(&TEXTS.contacts.counted(peak.contacts), &printable(&peak.customer), &date)
}

fn bad_row(bad: &BadRows) -> String {
    let lines: Vec<String> = bad.lines.iter().map(u64::to_string).collect();
    let noun = if bad.rows == 1 { TEXTS.line } else { TEXTS.lines };
    let more = if (bad.lines.len() as u64) < bad.rows { TEXTS.and_more } else { "" };
    let what = (TEXTS.bad_row)(&bad.file, &TEXTS.rows.counted(bad.rows), &bad.reason, &bad.sample);
    format!("{what} ({noun} {}{more})", lines.join(", "))
}

/// A date, with the time where it is not midnight.
fn moment(zone: &Zone, instant: Instant) -> String {
    let wall = zone.wall(instant);
    if wall.time == TimeOfDay::MIDNIGHT { wall.date.to_string() } else { format!("{} {}", wall.date, wall.time) }
}

/// The last day of a run that ends at midnight; else the instant that it stops short of.
fn last_moment(zone: &Zone, until: Instant) -> String {
    let wall = zone.wall(until);
    if wall.time == TimeOfDay::MIDNIGHT { wall.date.plus_days(-1).to_string() } else { moment(zone, until) }
}

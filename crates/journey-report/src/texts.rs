//! Every text that this crate shows, in one catalogue, so that a second language is a second table.
//!
//! Words of the file formats (`capped`, `completed`) are not here: they are the same in every language.

use journey_ir::finding::Severity;
use journey_ir::records::{Reason, RefusedBecause};

use crate::number::count;

/// The texts in use.
pub static TEXTS: &Texts = &ENGLISH;

/// A noun for one and for several.
#[derive(Clone, Copy)]
pub struct Noun {
    one: &'static str,
    many: &'static str,
}

impl Noun {
    /// With its number: `1 error`, `2,000 customers`.
    pub fn counted(self, number: u64) -> String {
        let noun = if number == 1 { self.one } else { self.many };
        format!("{} {noun}", count(number))
    }
}

/// The catalogue. Each text says what it is by its English form below.
pub struct Texts {
    pub thousands_separator: &'static str,
    pub decimal_point: &'static str,

    pub severity: fn(Severity) -> &'static str,
    pub elsewhere: &'static str,
    pub errors: Noun,
    pub warnings: Noun,
    pub infos: Noun,
    pub files: Noun,
    pub no_findings: &'static str,
    pub accepted: fn(until: &str, finding: &str, because: &str) -> String,
    pub owner_of_finding: fn(owner: &str) -> String,
    pub in_files: fn(&str) -> String,

    pub customers: Noun,
    pub contacts: Noun,
    pub rows: Noun,
    pub run: fn(programme: &str, from: &str, until: &str) -> String,
    pub reached: fn(contacts: &str, customers: &str, cost: &str) -> String,
    pub not_reached: fn(not_sent: &str, waiting: &str) -> String,

    pub journeys: &'static str,
    pub journey: &'static str,
    pub owner: &'static str,
    pub started: &'static str,
    pub sent: &'static str,
    pub not_sent: &'static str,
    pub waiting: &'static str,
    pub tasks: &'static str,
    pub mostly_because: &'static str,
    pub cost: &'static str,

    pub goals: &'static str,
    pub goal: &'static str,
    pub goal_reached: &'static str,
    pub rate: &'static str,
    pub control_rate: &'static str,
    pub lift: &'static str,
    pub points: fn(difference: &str) -> String,
    pub worth: &'static str,
    pub goals_note: &'static str,

    pub splits: &'static str,
    pub arm: &'static str,

    pub measures: &'static str,
    pub measure: &'static str,
    pub measure_after: fn(name: &str, after: &str) -> String,
    pub measured: &'static str,
    pub value: &'static str,
    pub of: fn(value: &str, whole: &str) -> String,
    pub measures_note: &'static str,

    pub returns: &'static str,
    pub contacts_cost: &'static str,
    pub offers_cost: &'static str,
    pub returned: &'static str,
    pub control_size: &'static str,
    pub extra_worth: &'static str,
    pub extra_return: &'static str,
    pub own_cost: &'static str,
    pub total: &'static str,
    pub returns_note: &'static str,
    pub extra_note: &'static str,

    pub offers: &'static str,
    pub offer: &'static str,
    pub given: &'static str,
    pub used: &'static str,

    pub channels: &'static str,
    pub channel: &'static str,
    pub audiences: &'static str,
    pub assumed: &'static str,
    pub customers_entered: &'static str,
    pub capacity: &'static str,
    pub days_used: &'static str,
    pub fullest_day: &'static str,
    pub used_on: fn(used: &str, date: &str) -> String,

    pub why_not_sent: &'static str,
    pub reason: fn(Reason) -> &'static str,
    pub reason_short: fn(Reason) -> &'static str,
    pub waited_in_vain: fn(reason: &str, last: &str) -> String,
    pub by_caps: &'static str,
    pub why_refused: &'static str,
    pub refused: fn(RefusedBecause) -> &'static str,

    pub pressure: &'static str,
    pub pressure_note: &'static str,
    pub within_days: fn(u32) -> String,
    pub peak: fn(contacts: &str, customer: &str, date: &str) -> String,

    pub data: &'static str,
    pub rows_read: fn(rows: &str) -> String,
    pub bad_rows: fn(rows: &str) -> String,
    pub bad_row: fn(file: &str, rows: &str, reason: &str, sample: &str) -> String,
    pub scenarios: Noun,
    pub all_passed: fn(scenarios: &str) -> String,
    pub some_failed: fn(failed: &str, scenarios: &str) -> String,
    pub expected: fn(exactly: bool, journey: Option<&str>) -> String,
    pub what_happened: &'static str,
    pub nothing: &'static str,
    pub out_of_order: &'static str,
    pub sent_by: fn(message: &str, channel: &str) -> String,
    pub skipped: fn(message: &str, reason: &str) -> String,
    pub enters: fn(journey: &str) -> String,
    pub leaves: fn(journey: &str, how: &str) -> String,
    pub task: fn(text: &str) -> String,
    pub why_skipped: fn(message: &str, when: &str, journey: &str, reason: &str) -> String,
    pub why_waiting: fn(message: &str, when: &str, journey: &str, reason: &str) -> String,
    pub because_of: fn(reason: &str, about: &str) -> String,
    pub also: fn(causes: &str) -> String,
    pub refused_start: fn(journey: &str, when: &str, reason: &str) -> String,
    pub clause: fn(condition: &str, holds: bool, values: &str) -> String,
    pub is: fn(what: &str, value: &str) -> String,
    pub would_hold: fn(when: &str) -> String,
    pub where_false: fn(trigger: &str, because: &str) -> String,
    pub not_in_audience: fn(reason: &str, because: &str) -> String,
    pub and_again: fn(reason: &str, times: usize) -> String,
    pub inactive: &'static str,
    pub never_started: fn(journey: &str, trigger: &str, why: &str) -> String,
    pub no_event: &'static str,
    pub not_true: fn(because: &str) -> String,
    pub true_before: fn(because: &str) -> String,
    pub inactive_then: &'static str,
    pub no_date: fn(attribute: &str) -> String,
    pub not_due: fn(value: &str) -> String,
    pub never_moved: fn(value: &str) -> String,
    pub not_enrolled: &'static str,
    pub because_it_started: fn(what: &str, journey: &str, when: &str, trigger: &str, because: &str) -> String,
    pub no_sender: fn(what: &str, journey: Option<&str>) -> String,
    pub why_not_held: fn(condition: &str, when: &str, because: &str) -> String,
    pub left_without: fn(journey: &str, started: &str, left: &str, how: &str, what: &str) -> String,
    pub still_there: fn(journey: &str, started: &str, what: &str) -> String,
    pub not_never: fn(selector: &str, until: Option<&str>) -> String,
    pub made_nevertheless: fn(when: &str, what: &str, journey: &str) -> String,
    pub did_not_hold: fn(condition: &str, when: &str) -> String,
    pub no_rest: fn(when: &str, journeys: &str) -> String,
    pub ran: fn(from: &str, until: &str) -> String,
    pub passed: &'static str,
    pub failed: &'static str,

    pub line: &'static str,
    pub lines: &'static str,
    pub and_more: &'static str,
}

static ENGLISH: Texts = Texts {
    thousands_separator: ",",
    decimal_point: ".",

    severity: |severity| match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    },
    elsewhere: "it has to do with this",
    errors: Noun { one: "error", many: "errors" },
    warnings: Noun { one: "warning", many: "warnings" },
    infos: Noun { one: "remark", many: "remarks" },
    files: Noun { one: "file", many: "files" },
    no_findings: "no errors, no warnings",
    accepted: |until, finding, because| format!("accepted until {until}: {finding}, because \u{201c}{because}\u{201d}"),
    owner_of_finding: |owner| format!("owner: {owner}"),
    in_files: |files| format!("in {files}"),

    customers: Noun { one: "customer", many: "customers" },
    contacts: Noun { one: "contact", many: "contacts" },
    rows: Noun { one: "row", many: "rows" },
    run: |programme, from, until| format!("{programme}, {from} to {until}"),
    reached: |contacts, customers, cost| format!("{contacts} sent to {customers}, cost {cost}"),
    not_reached: |not_sent, waiting| format!("{not_sent} not sent, {waiting} still waiting at the end"),

    journeys: "Journeys",
    journey: "journey",
    owner: "owner",
    started: "started",
    sent: "sent",
    not_sent: "not sent",
    waiting: "waiting",
    tasks: "tasks",
    mostly_because: "mostly because",
    cost: "cost",

    goals: "Goals",
    goal: "goal",
    goal_reached: "reached",
    rate: "rate",
    control_rate: "control group",
    lift: "difference",
    points: |difference| format!("{difference} pts"),
    worth: "worth",
    goals_note: "Rates are over all that started, also those whose time for the goal was not over at the end of the run.",

    splits: "Splits",
    arm: "arm",

    measures: "Measures",
    measure: "measure",
    measure_after: |name, after| format!("{name} (after {after})"),
    measured: "measured",
    value: "value",
    of: |value, whole| format!("{value} (of {whole})"),
    measures_note: "A share of those measured, or the average of the values that are known.",

    returns: "Return",
    contacts_cost: "cost of contacts",
    offers_cost: "of offers",
    returned: "return",
    control_size: "control group",
    extra_worth: "extra worth",
    extra_return: "extra return",
    own_cost: "the programme itself",
    total: "all together",
    returns_note: "Worth and costs are those outside control groups. One purchase counts once for a journey, and once in all together.",
    extra_note: "Extra is what they brought beyond what the control group did, scaled to their number. A small control group tells little.",

    offers: "Offers",
    offer: "offer",
    given: "given",
    used: "used",

    channels: "Channels",
    channel: "channel",
    audiences: "Audiences",
    assumed: "assumed, about",
    customers_entered: "customers who entered",
    capacity: "Capacity",
    days_used: "days with contacts",
    fullest_day: "most on a day",
    used_on: |used, date| format!("{used} ({date})"),

    why_not_sent: "Why contacts were not sent",
    reason: |reason| match reason {
        Reason::Holdout => "the customer is in a control group",
        Reason::Suppressed => "the customer must not be contacted (`suppress`)",
        Reason::Excluded => "a journey or `pressure` excludes such contacts for a time",
        Reason::Rule => "a rule keeps it away from another contact",
        Reason::NoContent => "the message has nothing for the channel",
        Reason::NoAddress => "the customer's address for the channel is not known",
        Reason::NoConsent => "the customer has not agreed to the channel",
        Reason::Closed => "the channel was closed (`hours`)",
        Reason::Capped => "the customer has had as many contacts as a cap allows",
        Reason::Reserved => "the place under a cap is kept for a send of higher priority (`look ahead`)",
        Reason::OverCapacity => "the channel could do no more (`capacity`)",
        Reason::Expired => "the time for sending was over",
        Reason::Left => "the customer left the journey before it could go",
    },
    reason_short: |reason| match reason {
        Reason::Holdout => "control group",
        Reason::Suppressed => "suppressed",
        Reason::Excluded => "excluded",
        Reason::Rule => "a rule",
        Reason::NoContent => "no content",
        Reason::NoAddress => "no address",
        Reason::NoConsent => "no consent",
        Reason::Closed => "closed",
        Reason::Capped => "cap full",
        Reason::Reserved => "place reserved",
        Reason::OverCapacity => "no capacity left",
        Reason::Expired => "time over",
        Reason::Left => "left the journey",
    },
    waited_in_vain: |reason, last| format!("{reason} (until then: {last})"),
    by_caps: "Caps that held contacts back",
    why_refused: "Why starts were refused",
    refused: |because| match because {
        RefusedBecause::Audience => "the customer is not in the audience (`for`)",
        RefusedBecause::Enrolled => "the customer was still in the journey",
        RefusedBecause::Never => "the customer had been in the journey before (`again never`)",
        RefusedBecause::TooSoon => "the last start was too recent (`again after`)",
        RefusedBecause::SameValue => "the value had started the journey before (`again per`)",
        RefusedBecause::NoValue => "there is no value to start the journey for (`again per`)",
    },

    pressure: "Most contacts of one customer",
    pressure_note: "Service contacts and contacts before the run are not counted.",
    within_days: |days| format!("within {days} days"),
    peak: |contacts, customer, date| format!("{contacts}: customer {customer}, up to {date}"),

    data: "Data",
    rows_read: |rows| format!("{rows} read"),
    bad_rows: |rows| format!("{rows} left out as unusable:"),
    bad_row: |file, rows, reason, sample| match sample {
        "" => format!("{file}: {rows}, {reason}"),
        sample => format!("{file}: {rows}, {reason}: `{sample}`"),
    },
    scenarios: Noun { one: "scenario", many: "scenarios" },
    all_passed: |scenarios| format!("{scenarios} passed"),
    some_failed: |failed, scenarios| format!("{failed} of {scenarios} failed"),
    expected: |exactly, journey| {
        let exactly = if exactly { " exactly" } else { "" };
        let journey = journey.map(|journey| format!(" in `{journey}`")).unwrap_or_default();
        format!("expected{exactly}{journey}")
    },
    what_happened: "what happened",
    nothing: "nothing",
    out_of_order: "  (in another order)",
    sent_by: |message, channel| format!("{message} by {channel}"),
    skipped: |message, reason| format!("{message} skipped {reason}"),
    enters: |journey| format!("enters {journey}"),
    leaves: |journey, how| format!("leaves {journey} {how}"),
    task: |text| format!("task \"{text}\""),
    why_skipped: |message, when, journey, reason| format!("`{message}` of `{journey}` was not sent, {when}: {reason}"),
    why_waiting: |message, when, journey, reason| {
        let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
        format!("`{message}` of `{journey}`, due {when}, still waited at the end{reason}")
    },
    because_of: |reason, about| if about.is_empty() { reason.to_owned() } else { format!("{reason} ({about})") },
    also: |causes| format!("; besides, {causes}"),
    refused_start: |journey, when, reason| format!("`{journey}` did not start, {when}: {reason}"),
    clause: |condition, holds, values| {
        let holds = if holds { "holds" } else { "does not hold" };
        if values.is_empty() { format!("`{condition}` {holds}") } else { format!("`{condition}` {holds} ({values})") }
    },
    is: |what, value| format!("{what} is {value}"),
    would_hold: |when| format!("it would hold from {when}"),
    where_false: |trigger, because| format!("`{trigger}`: {because}"),
    not_in_audience: |reason, because| format!("{reason}: {because}"),
    and_again: |reason, times| match times {
        0 => reason.to_owned(),
        1 => format!("{reason}; and once more so"),
        times => format!("{reason}; and {times} times more so"),
    },
    inactive: "the journey was not active",
    never_started: |journey, trigger, why| format!("`{journey}` did not start: `{trigger}`: {why}"),
    no_event: "it did not happen in the time of the scenario",
    not_true: |because| format!("at the end {because}"),
    true_before: |because| format!("it was true from the beginning, and did not become true: {because}"),
    inactive_then: "the journey was not active when this became true",
    no_date: |attribute| format!("{attribute} is missing"),
    not_due: |value| match value {
        "" => "it did not come in the time of the scenario".to_owned(),
        value => format!("it did not come in the time of the scenario: {value}"),
    },
    never_moved: |value| format!("this did not happen in the time of the scenario: at the end {value}"),
    not_enrolled: "no journey enrolled the customer",
    because_it_started: |what, journey, when, trigger, because| {
        let because = if because.is_empty() { String::new() } else { format!(": {because}") };
        format!("{what} came from `{journey}`, which started {when} by `{trigger}`{because}")
    },
    no_sender: |what, journey| match journey {
        Some(journey) => format!("`{journey}` has no step that gives {what}"),
        None => format!("no journey has a step that gives {what}"),
    },
    why_not_held: |condition, when, because| format!("`{condition}` did not hold at {when}: {because}"),
    left_without: |journey, started, left, how, what| {
        format!("`{journey}` started {started} and ended {left} ({how}) without {what}")
    },
    still_there: |journey, started, what| {
        format!("`{journey}` started {started} and was still under way at the end, without {what}")
    },
    not_never: |selector, until| match until {
        Some(until) => format!("never {selector} until {until}"),
        None => format!("never {selector}"),
    },
    made_nevertheless: |when, what, journey| format!("{when}  {what}, of `{journey}`"),
    did_not_hold: |condition, when| format!("expected `{condition}` at {when}, and it did not hold"),
    no_rest: |when, journeys| format!("{when} does not come to rest: {journeys} start one another without end"),
    ran: |from, until| format!("The scenario ran from {from} to {until}, excluded."),
    passed: "passed",
    failed: "FAILED",

    line: "line",
    lines: "lines",
    and_more: ", …",
};

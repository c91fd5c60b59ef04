//! The summary as JSON: summary.json, a stable contract.

use std::collections::BTreeMap;

use journey_ir::measure;
use journey_ir::offer;
use journey_ir::pressure::Cap;
use journey_ir::program::{self, Program};
use journey_ir::records::{End, Reason, RefusedBecause};
use journey_ir::table::JourneyId;
use journey_runner::summary::{
    self, Amount, ArmTotals, GoalTotals, MeasureTotals, Measured, OfferTotals, Peak, Reached, Sends,
};
use serde::Serialize;

use super::exact::Exact;
use super::{Run, goal_name};

/// The version of the format; it changes when a reader would have to.
const VERSION: u32 = 1;

/// The summary as one JSON object that ends with a line break. Keys come in a fixed order, lists in that of the
/// programme (days: of the calendar). The same input gives the same bytes.
///
/// - `run`: `programme`, `salt`, `zone`, `currency`, `from` and `until` (RFC 3339 in that zone), `rows_read`, `bad_rows`
///   (a number), `bad_rows_by_reason` (`file`, `reason`, `sample`: what was found
///   in the first, `rows`, `lines`: the first line numbers)
/// - `customers`: `all`, `enrolled` (in one journey at least), `addressed` (for whom a send came up), `contacted`
/// - `contacts`: `sent`, `skipped`, `pending`, `cost`; `skipped_because`, a list of `reason`, `last_refusal` (of an
///   expired or left one: what held it back last) and `contacts`; `pending_because`, a list of `last_refusal` (null
///   before the first attempt) and `contacts`
/// - `journeys`: `journey`, `title`, `owner`, `priority`, `enrolments`, `holdouts` (those in a control group),
///   `customers` and `contacted` (different ones), `assumed_customers` (null where nothing is assumed), `tasks`, `refused` (starts by reason), `ended` (`open`, `completed`, `stopped`,
///   `goal`, `replaced`), `goals`, `measures`, `splits`, `account`, and everything of `contacts`. A goal has `goal`, `treated` and `holdout`, each
///   with `enrolments`, `reached`, `rate` (null without enrolments) and `worth`. A split has `split` and `arms`, each with
///   `arm`, `share`, `enrolments`, `holdouts`, `goals` and `measures`. A measure has `measure`, `after`, `kind` (`share` or
///   `average`), `treated` and `holdout`, each with `measured`, `known` and `value` (null when nothing is known). An account
///   (null where nothing in the programme has a worth or a cost beside its contacts) has `treated` and `holdout`, each with
///   `worth`, `contacts`, `offers` (costs) and `return`, and `extra` (null without a control group): `worth` and `return`
///   beyond those of the control group, scaled to the number of those outside it
/// - `offers`: `offer`, `title`, `given`, `used`, `cost`; of those that say what they cost
/// - `account`: of everything outside control groups, `worth`, `contacts`, `offers`, `programme` (costs) and `return`; null
///   as above
/// - `messages` and `channels`: the name, and everything of `contacts`
/// - `days`: `date` (of the customer's own calendar), `sent`, `skipped`, `cost`
/// - `capacity`: `channel`, `date` (of the programme's calendar), `used`; for channels that have one, days without use left
///   out
/// - `caps`: `cap`, `refused` (the contacts that it held back for good)
/// - `peak_pressure`: `within_7_days` and `within_30_days`, each `contacts`, `customer`, `at` (of the last of them), or null
///
/// # Errors
///
/// Never for a run and its own programme; the serializer's error otherwise.
pub fn json(run: &Run<'_>) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&Document::new(run))?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    run: RunFacts<'a>,
    customers: Customers,
    contacts: Contacts,
    journeys: Vec<Journey<'a>>,
    messages: Vec<Message<'a>>,
    channels: Vec<Channel<'a>>,
    days: Vec<Day>,
    offers: Vec<Offer<'a>>,
    account: Option<WholeAccount>,
    capacity: Vec<CapacityUse<'a>>,
    caps: Vec<CapUse<'a>>,
    peak_pressure: Pressure<'a>,
}

#[derive(Serialize)]
struct RunFacts<'a> {
    programme: &'a str,
    salt: &'a str,
    zone: &'static str,
    currency: Option<&'a str>,
    from: String,
    until: String,
    rows_read: u64,
    bad_rows: u64,
    bad_rows_by_reason: Vec<BadRows<'a>>,
}

#[derive(Serialize)]
struct BadRows<'a> {
    file: &'a str,
    reason: &'a str,
    sample: &'a str,
    rows: u64,
    lines: &'a [u64],
}

#[derive(Serialize)]
struct Customers {
    all: u64,
    enrolled: u64,
    addressed: u64,
    contacted: u64,
}

#[derive(Serialize)]
struct Contacts {
    sent: u64,
    skipped: u64,
    pending: u64,
    cost: Exact,
    skipped_because: Vec<SkippedBecause>,
    pending_because: Vec<PendingBecause>,
}

#[derive(Serialize)]
struct SkippedBecause {
    reason: &'static str,
    last_refusal: Option<&'static str>,
    contacts: u64,
}

#[derive(Serialize)]
struct PendingBecause {
    last_refusal: Option<&'static str>,
    contacts: u64,
}

#[derive(Serialize)]
struct Journey<'a> {
    #[serde(rename = "journey")]
    name: &'a str,
    title: Option<&'a str>,
    owner: Option<&'a str>,
    priority: u8,
    enrolments: u64,
    holdouts: u64,
    customers: u64,
    assumed_customers: Option<u32>,
    contacted: u64,
    tasks: u64,
    refused: BTreeMap<&'static str, u64>,
    ended: Ended,
    goals: Vec<Goal>,
    measures: Vec<Measure<'a>>,
    splits: Vec<Split<'a>>,
    account: Option<JourneyAccount>,
    #[serde(flatten)]
    contacts: Contacts,
}

#[derive(Serialize)]
struct Ended {
    open: u64,
    completed: u64,
    stopped: u64,
    goal: u64,
    replaced: u64,
}

#[derive(Serialize)]
struct Goal {
    #[serde(rename = "goal")]
    name: String,
    treated: GoalGroup,
    holdout: GoalGroup,
}

#[derive(Serialize)]
struct Split<'a> {
    #[serde(rename = "split")]
    name: &'a str,
    arms: Vec<Arm<'a>>,
}

#[derive(Serialize)]
struct Arm<'a> {
    #[serde(rename = "arm")]
    name: &'a str,
    share: Exact,
    enrolments: u64,
    holdouts: u64,
    goals: Vec<Goal>,
    measures: Vec<Measure<'a>>,
}

#[derive(Serialize)]
struct Measure<'a> {
    #[serde(rename = "measure")]
    name: &'a str,
    after: String,
    kind: &'static str,
    treated: MeasureGroup,
    holdout: MeasureGroup,
}

#[derive(Serialize)]
struct MeasureGroup {
    measured: u64,
    known: u64,
    value: Option<Exact>,
}

#[derive(Serialize)]
struct JourneyAccount {
    treated: Account,
    holdout: Account,
    extra: Option<Extra>,
}

#[derive(Serialize)]
struct Account {
    worth: Exact,
    contacts: Exact,
    offers: Exact,
    #[serde(rename = "return")]
    net: Exact,
}

#[derive(Serialize)]
struct Extra {
    worth: Exact,
    #[serde(rename = "return")]
    net: Exact,
}

#[derive(Serialize)]
struct WholeAccount {
    worth: Exact,
    contacts: Exact,
    offers: Exact,
    programme: Exact,
    #[serde(rename = "return")]
    net: Exact,
}

#[derive(Serialize)]
struct Offer<'a> {
    #[serde(rename = "offer")]
    name: &'a str,
    title: Option<&'a str>,
    given: u64,
    used: u64,
    cost: Exact,
}

#[derive(Serialize)]
struct GoalGroup {
    enrolments: u64,
    reached: u64,
    rate: Option<Exact>,
    worth: Exact,
}

#[derive(Serialize)]
struct Message<'a> {
    #[serde(rename = "message")]
    name: &'a str,
    title: Option<&'a str>,
    #[serde(flatten)]
    contacts: Contacts,
}

#[derive(Serialize)]
struct Channel<'a> {
    #[serde(rename = "channel")]
    name: &'a str,
    #[serde(flatten)]
    contacts: Contacts,
}

#[derive(Serialize)]
struct Day {
    date: String,
    sent: u64,
    skipped: u64,
    cost: Exact,
}

#[derive(Serialize)]
struct CapacityUse<'a> {
    channel: &'a str,
    date: String,
    used: u64,
}

#[derive(Serialize)]
struct CapUse<'a> {
    cap: &'a str,
    refused: u64,
}

#[derive(Serialize)]
struct Pressure<'a> {
    within_7_days: Option<PeakOf<'a>>,
    within_30_days: Option<PeakOf<'a>>,
}

#[derive(Serialize)]
struct PeakOf<'a> {
    contacts: u64,
    customer: &'a str,
    at: String,
}

impl<'a> Document<'a> {
    fn new(run: &Run<'a>) -> Self {
        let (program, totals) = (run.program, run.totals);
        let messages = program.messages.iter().zip(totals.messages.as_slice());
        let channels = program.channels.iter().zip(totals.channels.as_slice());
        let caps = program.caps.as_slice().iter().zip(totals.caps.as_slice());
        Self {
            version: VERSION,
            run: RunFacts::new(run),
            customers: Customers {
                all: totals.customers.all,
                enrolled: totals.customers.enrolled,
                addressed: totals.customers.addressed,
                contacted: totals.customers.contacted,
            },
            contacts: Contacts::new(&totals.sends),
            journeys: run.journeys.iter().map(|&id| Journey::new(run, id)).collect(),
            messages: messages
                .map(|((_, message), sends)| Message {
                    name: &message.name,
                    title: message.title.as_deref(),
                    contacts: Contacts::new(sends),
                })
                .collect(),
            channels: channels
                .map(|((_, channel), sends)| Channel { name: &channel.name, contacts: Contacts::new(sends) })
                .collect(),
            days: totals.days.iter().map(|(date, day)| Day::new(date.to_string(), day)).collect(),
            offers: run.costly_offers().map(Offer::new).collect(),
            account: run.has_account().then(|| WholeAccount::new(run)),
            capacity: totals
                .capacity
                .iter()
                .map(|((channel, date), &used)| CapacityUse {
                    channel: &program.channels[*channel].name,
                    date: date.to_string(),
                    used,
                })
                .collect(),
            caps: caps.map(|(cap, &refused)| CapUse::new(cap, refused)).collect(),
            peak_pressure: Pressure {
                within_7_days: totals.pressure.week.as_ref().map(PeakOf::new),
                within_30_days: totals.pressure.month.as_ref().map(PeakOf::new),
            },
        }
    }
}

impl<'a> RunFacts<'a> {
    fn new(run: &Run<'a>) -> Self {
        let zone = run.program.zone;
        let bad_rows = run.bad_rows.iter().map(|bad| BadRows {
            file: &bad.file,
            reason: &bad.reason,
            sample: &bad.sample,
            rows: bad.rows,
            lines: &bad.lines,
        });
        Self {
            programme: &run.program.name,
            salt: &run.program.salt,
            zone: zone.name(),
            currency: run.program.currency.as_deref(),
            from: zone.table().rfc3339(run.from),
            until: zone.table().rfc3339(run.until),
            rows_read: run.rows,
            bad_rows: run.bad_rows_count(),
            bad_rows_by_reason: bad_rows.collect(),
        }
    }
}

impl Contacts {
    fn new(sends: &Sends) -> Self {
        let skipped_because = sends.skipped.iter().map(|(why, &contacts)| SkippedBecause {
            reason: why.reason.name(),
            last_refusal: why.last_refusal.map(Reason::name),
            contacts,
        });
        let pending_because = sends
            .pending
            .iter()
            .map(|(reason, &contacts)| PendingBecause { last_refusal: reason.map(Reason::name), contacts });
        Self {
            sent: sends.sent,
            skipped: sends.skipped(),
            pending: sends.pending(),
            cost: Exact::amount(sends.cost),
            skipped_because: skipped_because.collect(),
            pending_because: pending_because.collect(),
        }
    }
}

impl<'a> Journey<'a> {
    fn new(run: &Run<'a>, id: JourneyId) -> Self {
        let (journey, totals) = (&run.program.journeys[id], &run.totals.journeys[id]);
        let ended = |end: End| totals.ended.get(&end).copied().unwrap_or(0);
        let splits = journey.splits.iter().zip(&totals.splits);
        let refused = RefusedBecause::ALL.into_iter().filter_map(|because| {
            let count = totals.refused.get(&because)?;
            Some((because.name(), *count))
        });
        Self {
            name: &journey.name,
            title: journey.title.as_deref(),
            owner: journey.owner.as_deref(),
            priority: journey.priority,
            enrolments: totals.enrolments,
            holdouts: totals.holdouts,
            customers: totals.customers,
            assumed_customers: run.program.assumptions.audience(id),
            contacted: totals.contacted,
            tasks: totals.tasks,
            refused: refused.collect(),
            ended: Ended {
                open: totals.open,
                completed: ended(End::Completed),
                stopped: ended(End::Stopped),
                goal: ended(End::Goal),
                replaced: ended(End::Replaced),
            },
            goals: Goal::all(run.program, &journey.goals, totals.enrolments, totals.holdouts, &totals.goals),
            measures: Measure::all(&journey.measures, &totals.measures),
            account: run.has_account().then(|| JourneyAccount::new(run, id)),
            splits: splits.map(|(split, arms)| Split::new(run.program, journey, split, arms)).collect(),
            contacts: Contacts::new(&totals.sends),
        }
    }
}

impl Goal {
    fn all(
        program: &Program,
        goals: &[program::Goal],
        enrolments: u64,
        holdouts: u64,
        totals: &[GoalTotals],
    ) -> Vec<Self> {
        let goals = goals.iter().zip(totals).map(|(goal, reached)| Self {
            name: goal_name(program, goal),
            treated: GoalGroup::new(enrolments - holdouts, reached.treated),
            holdout: GoalGroup::new(holdouts, reached.holdout),
        });
        goals.collect()
    }
}

impl<'a> Split<'a> {
    fn new(program: &Program, journey: &'a program::Journey, split: &'a program::Split, arms: &[ArmTotals]) -> Self {
        let arms = split.arms.iter().zip(arms).map(|(arm, totals)| Arm {
            name: &arm.name,
            share: Exact::rate(u64::from(arm.share.0), 10_000).unwrap_or_else(|| Exact::amount(Amount::default())),
            enrolments: totals.enrolments,
            holdouts: totals.holdouts,
            goals: Goal::all(program, &journey.goals, totals.enrolments, totals.holdouts, &totals.goals),
            measures: Measure::all(&journey.measures, &totals.measures),
        });
        Self { name: &split.name, arms: arms.collect() }
    }
}

impl<'a> Measure<'a> {
    fn all(measures: &'a [measure::Measure], totals: &[MeasureTotals]) -> Vec<Self> {
        let measures = measures.iter().zip(totals).map(|(measure, totals)| Self {
            name: &measure.name,
            after: measure.after.to_string(),
            kind: match measure.what {
                measure::Measured::Share(_) => "share",
                measure::Measured::Average(_) => "average",
            },
            treated: MeasureGroup::new(totals.treated),
            holdout: MeasureGroup::new(totals.holdout),
        });
        measures.collect()
    }
}

impl MeasureGroup {
    fn new(measured: Measured) -> Self {
        Self { measured: measured.taken, known: measured.known, value: measured.average().map(Exact::amount) }
    }
}

impl JourneyAccount {
    fn new(run: &Run<'_>, id: JourneyId) -> Self {
        let accounts = run.totals.journeys[id].accounts;
        let extra =
            run.extra(id).map(|extra| Extra { worth: Exact::amount(extra.worth), net: Exact::amount(extra.net) });
        Self { treated: Account::new(accounts.treated), holdout: Account::new(accounts.holdout), extra }
    }
}

impl Account {
    fn new(account: summary::Account) -> Self {
        Self {
            worth: Exact::amount(account.worth),
            contacts: Exact::amount(account.contacts),
            offers: Exact::amount(account.offers),
            net: Exact::amount(account.net()),
        }
    }
}

impl WholeAccount {
    fn new(run: &Run<'_>) -> Self {
        let account = run.totals.account;
        Self {
            worth: Exact::amount(account.worth),
            contacts: Exact::amount(account.contacts),
            offers: Exact::amount(account.offers),
            programme: Exact::amount(run.own_cost().unwrap_or_default()),
            net: Exact::amount(run.net()),
        }
    }
}

impl<'a> Offer<'a> {
    fn new((offer, totals): (&'a offer::Offer, &OfferTotals)) -> Self {
        Self {
            name: &offer.name,
            title: offer.title.as_deref(),
            given: totals.given,
            used: totals.used,
            cost: Exact::amount(totals.cost),
        }
    }
}

impl GoalGroup {
    fn new(enrolments: u64, reached: Reached) -> Self {
        Self {
            enrolments,
            reached: reached.count,
            rate: Exact::rate(reached.count, enrolments),
            worth: Exact::amount(reached.worth),
        }
    }
}

impl Day {
    fn new(date: String, day: &summary::Day) -> Self {
        Self { date, sent: day.sent, skipped: day.skipped, cost: Exact::amount(day.cost) }
    }
}

impl<'a> CapUse<'a> {
    fn new(cap: &'a Cap, refused: u64) -> Self {
        Self { cap: &cap.text, refused }
    }
}

impl<'a> PeakOf<'a> {
    fn new(peak: &'a Peak) -> Self {
        Self { contacts: peak.contacts, customer: &peak.customer, at: peak.zone.table().rfc3339(peak.at) }
    }
}

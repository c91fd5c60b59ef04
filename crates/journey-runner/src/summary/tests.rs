//! Summaries of records made by hand.

mod account;

use journey_ir::decimal::Decimal;
use journey_ir::expression::Condition;
use journey_ir::pressure::{Cap, CapUnit, CapWindow, Purpose, Selector};
use journey_ir::program::{Active, Channel, Goal, Journey, Message, Program, ReEntry, Reached as GoalReached, Share};
use journey_ir::records::{
    Cause, Contact, CustomerRecords, Detail, End, Enrolment, GoalHit, Key, Outcome, Reason, Refusal, RefusedBecause,
};
use journey_ir::span::{FileId, Span};
use journey_ir::table::{CapId, ChannelId, JourneyId, MessageId};
use journey_ir::time::{Instant, Period, TimeOfDay, Unit, ZoneId, parse_moment};
use journey_ir::value::Value;

use super::{Summary, Totals, Why};

const SPAN: Span = Span::new(FileId(0), 0, 0);

fn program() -> Program {
    let channel = |name: &str, cost: i64| Channel { cost: Decimal(cost), ..Channel::new(name, SPAN) };
    let message = |name: &str| Message {
        name: name.into(),
        title: None,
        purpose: None,
        offer: None,
        topic: None,
        tags: Vec::new(),
        language: None,
        no_inserts: false,
        choices: Vec::new(),
        contents: Vec::new(),
        span: SPAN,
    };
    let goal = Goal {
        name: None,
        reached: GoalReached::Becomes(Condition::Constant(true)),
        within: None,
        after: None,
        worth: None,
        span: SPAN,
    };
    let journey = |name: &str, goals: Vec<Goal>| Journey {
        name: name.into(),
        title: None,
        owner: None,
        priority: 50,
        tags: Vec::new(),
        active: Active::default(),
        starts: Vec::new(),
        audience: None,
        reentry: ReEntry::Never,
        stops: Vec::new(),
        goals,
        measures: Vec::new(),
        stop_on_goal: false,
        holdout: Share(0),
        protections: Vec::new(),
        operations: Vec::new(),
        origins: Vec::new(),
        slots: 0,
        counters: 0,
        text: SPAN,
        pause: None,
        splits: Vec::new(),
        span: SPAN,
    };
    let cap = Cap {
        limit: 1,
        unit: CapUnit::Contacts,
        selector: Selector {
            purposes: Purpose::ALL.to_vec(),
            channel: None,
            message: None,
            tag: None,
            topic: None,
            journey: None,
            except: Vec::new(),
        },
        window: CapWindow::Sliding(Period::of(7, Unit::Day)),
        applies: None,
        text: "at most 1 any per 7 days".into(),
        span: SPAN,
    };
    Program {
        name: "test".into(),
        salt: "test".into(),
        zone: ZoneId::UTC,
        patience: Period::ZERO,
        channels: [channel("email", 20), channel("sms", 450)].into_iter().collect(),
        messages: [message("hello"), message("again")].into_iter().collect(),
        caps: std::iter::once(cap).collect(),
        journeys: [journey("welcome", vec![goal]), journey("sales", Vec::new())].into_iter().collect(),
        ..Program::default()
    }
}

fn paris() -> ZoneId {
    ZoneId::parse("Europe/Paris").unwrap()
}

fn instant(text: &str) -> Instant {
    parse_moment(text).unwrap().in_zone(paris().table(), TimeOfDay::MIDNIGHT)
}

fn contact(at: &str, outcome: Outcome) -> Contact {
    let pending = matches!(outcome, Outcome::Pending(_));
    Contact {
        journey: JourneyId(0),
        started: instant(at),
        started_zone: paris(),
        key: Key::None,
        step: 0,
        message: MessageId(0),
        purpose: Purpose::Commercial,
        channel: Some(ChannelId(0)),
        due: instant(at),
        at: (!pending).then(|| instant(at)),
        outcome,
        zone: paris(),
    }
}

fn sent(at: &str) -> Contact {
    contact(at, Outcome::Sent)
}

fn cause(reason: Reason, detail: Detail) -> Cause {
    Cause { reason, detail }
}

fn customer(id: &str, contacts: Vec<Contact>) -> CustomerRecords {
    CustomerRecords { customer: id.into(), contacts, ..CustomerRecords::default() }
}

fn summary_of(customers: &[CustomerRecords]) -> Summary {
    summary_from(0, customers)
}

/// As if there were so many customers before them.
fn summary_from(before: usize, customers: &[CustomerRecords]) -> Summary {
    let program = program();
    let mut summary = Summary::new(&program);
    for (place, records) in (before..).zip(customers) {
        summary.add(&program, place, records);
    }
    summary
}

#[test]
fn sends_are_counted_by_what_became_of_them() {
    let capped = cause(Reason::Capped, Detail::Cap(CapId(0)));
    let summary = summary_of(&[customer(
        "a",
        vec![
            sent("2025-01-05 23:30"),
            contact("2025-01-06", Outcome::Skipped(vec![capped])),
            contact("2025-01-07", Outcome::Skipped(vec![cause(Reason::Expired, Detail::None), capped])),
            contact("2025-01-08", Outcome::Skipped(vec![cause(Reason::Left, Detail::None)])),
            contact("2025-01-09", Outcome::Pending(vec![capped])),
            contact("2025-01-09", Outcome::Pending(Vec::new())),
        ],
    )]);
    let sends = &summary.sends;
    assert_eq!((sends.sent, sends.skipped(), sends.pending()), (1, 3, 2));
    assert_eq!(sends.cost.to_string(), "0.002");
    let why = |reason, last_refusal| Why { reason, last_refusal };
    let skipped: Vec<_> = sends.skipped.iter().map(|(&why, &count)| (why, count)).collect();
    assert_eq!(
        skipped,
        [(why(Reason::Capped, None), 1), (why(Reason::Expired, Some(Reason::Capped)), 1), (why(Reason::Left, None), 1)]
    );
    assert_eq!(sends.pending[&Some(Reason::Capped)], 1);
    assert_eq!(sends.pending[&None], 1);
    assert_eq!(summary.caps[CapId(0)], 2, "pending sends have not been refused for good");
    assert_eq!(summary.messages[MessageId(0)], *sends);
    assert_eq!(summary.messages[MessageId(1)].sent, 0);
}

#[test]
fn a_day_is_the_date_that_the_customer_saw() {
    let mut far = sent("2025-01-05 23:30");
    far.zone = ZoneId::parse("Indian/Reunion").unwrap();
    let summary = summary_of(&[customer("a", vec![sent("2025-01-05 23:30"), far])]);
    let days: Vec<_> = summary.days.iter().map(|(date, day)| (date.to_string(), day.sent)).collect();
    assert_eq!(days, [("2025-01-05".into(), 1), ("2025-01-06".into(), 1)]);
}

#[test]
fn goals_are_told_apart_by_control_group() {
    let enrolment = |holdout, worth: Option<Value>| Enrolment {
        journey: JourneyId(0),
        key: Key::None,
        started: instant("2025-01-01"),
        ended: Some((instant("2025-01-02"), End::Completed)),
        holdout,
        arms: Vec::new(),
        goals: vec![worth.map(|worth| GoalHit { at: instant("2025-01-02"), worth })],
        measures: Vec::new(),
        zone: paris(),
    };
    let mut one = customer("a", Vec::new());
    one.enrolments = vec![
        enrolment(false, Some(Value::Integer(12))),
        enrolment(false, Some(Value::Decimal(Decimal(5_000)))),
        enrolment(false, None),
        Enrolment { ended: None, ..enrolment(true, Some(Value::Missing)) },
    ];
    one.refusals = vec![Refusal {
        journey: JourneyId(1),
        at: instant("2025-01-01"),
        key: Key::None,
        because: RefusedBecause::TooSoon,
        zone: paris(),
    }];
    let summary = summary_of(&[one]);
    let journey = &summary.journeys[JourneyId(0)];
    assert_eq!((journey.enrolments, journey.holdouts, journey.customers, journey.open), (4, 1, 1, 1));
    assert_eq!(journey.ended[&End::Completed], 3);
    let goal = journey.goals[0];
    assert_eq!((goal.treated.count, goal.treated.worth.to_string()), (2, "12.5".into()));
    assert_eq!((goal.holdout.count, goal.holdout.worth.to_string()), (1, "0".into()));
    assert_eq!(summary.journeys[JourneyId(1)].refused[&RefusedBecause::TooSoon], 1);
    assert_eq!((summary.customers.enrolled, summary.customers.contacted), (1, 0));
}

#[test]
fn windows_of_peak_pressure_are_half_open_and_keep_the_clock_on_the_wall() {
    // Exactly seven days apart, over the change to summer time: not in one window. One second less: they are.
    let apart = customer("apart", vec![sent("2025-03-28 09:00:00"), sent("2025-04-04 09:00:00")]);
    let close = customer("close", vec![sent("2025-03-28 09:00:00"), sent("2025-04-04 08:59:59")]);
    let peak = |customers: &[CustomerRecords]| summary_of(customers).pressure.week.unwrap();
    assert_eq!(peak(std::slice::from_ref(&apart)).contacts, 1);
    let both = peak(&[apart, close]);
    assert_eq!((both.contacts, both.customer.as_str()), (2, "close"));
    assert_eq!(both.at, instant("2025-04-04 08:59:59"));
}

#[test]
fn service_and_contacts_that_did_not_go_put_no_pressure_on_anyone() {
    let service = Contact { purpose: Purpose::Service, ..sent("2025-01-01") };
    let held_back = contact("2025-01-01", Outcome::Skipped(vec![cause(Reason::Holdout, Detail::Programme)]));
    let summary = summary_of(&[customer("a", vec![service, held_back])]);
    assert_eq!(summary.pressure.week, None);
    assert_eq!(summary.customers.contacted, 1);
}

#[test]
fn of_equal_peaks_the_first_customer_in_the_file_is_named_however_the_customers_were_cut() {
    let customers: Vec<_> = ["a", "b", "c", "d"]
        .map(|id| customer(id, vec![sent("2025-01-01"), sent("2025-01-02"), sent("2025-02-02")]))
        .into();
    let whole = summary_of(&customers);
    assert_eq!(whole.pressure.month.as_ref().map(|peak| peak.customer.as_str()), Some("a"));
    for cut in 0..=customers.len() {
        let (first, second) = customers.split_at(cut);
        let (mut merged, second) = (summary_of(first), summary_from(cut, second));
        let mut backwards = second.clone();
        merged.merge(second);
        assert_eq!(merged, whole);
        backwards.merge(summary_of(first));
        assert_eq!(backwards, whole);
        let program = program();
        let totals = Totals::new(&program);
        totals.add(cut, &customers[cut..]);
        totals.add(0, first);
        assert_eq!(totals.whole(), whole);
    }
}

//! Both renderings of a summary, over records made by hand.

use journey_ir::cost::RunningCost;
use journey_ir::decimal::Decimal;
use journey_ir::expression::{Condition, Expression};
use journey_ir::measure::{Measure, Measured};
use journey_ir::offer::Offer;
use journey_ir::operation::Operation;
use journey_ir::pressure::{Cap, CapUnit, CapWindow, Purpose, Selector};
use journey_ir::program::{
    Active, Channel, Event, Goal, Journey, Message, Program, ReEntry, Reached, Share, Split, SplitArm,
};
use journey_ir::records::{
    Cause, Contact, CustomerRecords, Detail, End, Enrolment, GoalHit, Key, MeasureTaken, Outcome, Reason, Refusal,
    RefusedBecause, Task,
};
use journey_ir::span::{FileId, Span};
use journey_ir::table::{CapId, ChannelId, EventId, JourneyId, MessageId, OfferId, Table};
use journey_ir::task;
use journey_ir::template::{Escape, Piece, Template};
use journey_ir::time::{CalendarUnit, Instant, Period, TimeOfDay, Unit, ZoneId, parse_moment};
use journey_ir::value::Value;
use journey_runner::summary::Summary;

use super::{BadRows, Run, json, text};
use crate::look::Look;

const SPAN: Span = Span::new(FileId(0), 0, 0);
const WELCOME: JourneyId = JourneyId(0);
const RETURN: JourneyId = JourneyId(1);

fn program() -> Program {
    let purchase = Event { name: "purchase".into(), fields: Table::default(), span: SPAN };
    let by_purchase = Goal {
        name: None,
        reached: Reached::Event { event: EventId(0), filter: None },
        within: Some(Period::of(60, Unit::Day)),
        after: None,
        worth: Some(Expression::Constant(Value::Missing)),
        span: SPAN,
    };
    let opt_in = Goal {
        name: Some("accord e-mail".into()),
        reached: Reached::Becomes(Condition::Constant(true)),
        within: None,
        after: None,
        worth: None,
        span: SPAN,
    };
    Program {
        name: "Club".into(),
        salt: "club-2025".into(),
        zone: paris(),
        currency: Some("EUR".into()),
        holdout: Share(200),
        events: std::iter::once(purchase).collect(),
        channels: [channel("email", 20), channel("sms", 450)].into_iter().collect(),
        messages: std::iter::once(message("bonjour")).collect(),
        caps: std::iter::once(cap()).collect(),
        offers: std::iter::once(offer()).collect(),
        cost: Some(RunningCost { amount: Decimal(120_000_000), per: CalendarUnit::Year }),
        journeys: [welcome(vec![by_purchase, opt_in]), journey("relance", None, Vec::new())].into_iter().collect(),
        ..Program::default()
    }
}

fn offer() -> Offer {
    Offer {
        name: "dix".into(),
        title: Some("10 € offerts".into()),
        benefit: None,
        lasts: Some(Period::of(30, Unit::Day)),
        valid: Active::default(),
        cost: Some(Decimal(80_000)),
        span: SPAN,
    }
}

fn channel(name: &str, cost: i64) -> Channel {
    Channel { cost: Decimal(cost), ..Channel::new(name, SPAN) }
}

fn message(name: &str) -> Message {
    Message {
        name: name.into(),
        title: Some("Bonjour !".into()),
        purpose: None,
        offer: Some(OfferId(0)),
        topic: None,
        tags: Vec::new(),
        language: None,
        no_inserts: false,
        choices: Vec::new(),
        contents: Vec::new(),
        span: SPAN,
    }
}

fn cap() -> Cap {
    Cap {
        limit: 1,
        unit: CapUnit::Contacts,
        selector: Selector::of(&[Purpose::Commercial]),
        window: CapWindow::Sliding(Period::of(7, Unit::Day)),
        applies: None,
        text: "at most 1 commercial per 7 days".into(),
        span: SPAN,
    }
}

/// With measures, and a task.
fn welcome(goals: Vec<Goal>) -> Journey {
    let measure = |name: &str, what| Measure { name: name.into(), what, after: Period::of(90, Unit::Day), span: SPAN };
    let text = Template { pieces: vec![Piece::Text("Rappeler".into())], escape: Escape::None };
    Journey {
        measures: vec![
            measure("accord", Measured::Share(Condition::Constant(true))),
            measure("achats", Measured::Average(Expression::Constant(Value::Integer(3)))),
        ],
        operations: vec![Operation::Task(task::Task { text, whose: None, within: None, purpose: Purpose::Service })],
        ..journey("bienvenue", Some("Bienvenue au Club"), goals)
    }
}

fn journey(name: &str, title: Option<&str>, goals: Vec<Goal>) -> Journey {
    Journey {
        name: name.into(),
        title: title.map(Into::into),
        owner: Some("Service fidélité".into()),
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
        splits: vec![delay()],
        span: SPAN,
    }
}

fn delay() -> Split {
    let arm = |name: &str, share| SplitArm { name: name.into(), share: Share(share) };
    Split { name: "délai".into(), arms: vec![arm("court", 6_667), arm("long", 3_333)], span: SPAN }
}

fn paris() -> ZoneId {
    ZoneId::parse("Europe/Paris").unwrap()
}

fn instant(text: &str) -> Instant {
    parse_moment(text).unwrap().in_zone(paris().table(), TimeOfDay::MIDNIGHT)
}

fn contact(journey: JourneyId, channel: u16, at: &str, outcome: Outcome) -> Contact {
    let pending = matches!(outcome, Outcome::Pending(_));
    Contact {
        journey,
        started: instant("2025-01-05"),
        started_zone: paris(),
        key: Key::None,
        step: 0,
        message: MessageId(0),
        purpose: Purpose::Commercial,
        channel: Some(ChannelId(channel)),
        due: instant(at),
        at: (!pending).then(|| instant(at)),
        outcome,
        zone: paris(),
    }
}

fn skipped(causes: &[(Reason, Detail)]) -> Outcome {
    Outcome::Skipped(causes.iter().map(|&(reason, detail)| Cause { reason, detail }).collect())
}

fn enrolment(holdout: bool, ended: Option<End>, reached: &[bool]) -> Enrolment {
    let taken = |value| Some(MeasureTaken { at: instant("2025-04-05"), value });
    let hit = || GoalHit { at: instant("2025-01-20"), worth: Value::Decimal(Decimal(499_500)) };
    Enrolment {
        journey: WELCOME,
        key: Key::None,
        started: instant("2025-01-05"),
        ended: ended.map(|end| (instant("2025-02-05"), end)),
        holdout,
        arms: vec![Some(u16::from(holdout))],
        goals: reached.iter().map(|&reached| reached.then(hit)).collect(),
        measures: [Value::Boolean(!holdout), Value::Integer(3)].map(taken).into(),
        zone: paris(),
    }
}

fn task() -> Task {
    Task {
        journey: WELCOME,
        started: instant("2025-01-05"),
        started_zone: paris(),
        key: Key::None,
        step: 0,
        at: instant("2025-01-08"),
        text: "Rappeler".into(),
        whose: "Dupont".into(),
        due: None,
        zone: paris(),
    }
}

/// Three customers, among whom everything happens once.
fn customers() -> [CustomerRecords; 3] {
    let full = (Reason::Capped, Detail::Cap(CapId(0)));
    [
        CustomerRecords {
            customer: "c-1".into(),
            contacts: vec![
                contact(WELCOME, 0, "2025-01-05 09:00", Outcome::Sent),
                contact(WELCOME, 0, "2025-01-06 09:00", skipped(&[full])),
                contact(RETURN, 1, "2025-01-07 09:00", skipped(&[(Reason::Expired, Detail::None), full])),
                contact(WELCOME, 1, "2025-01-08 09:00", Outcome::Sent),
                contact(WELCOME, 1, "2025-12-30 09:00", Outcome::Pending(Vec::new())),
            ],
            enrolments: vec![enrolment(false, Some(End::Completed), &[true, false])],
            refusals: Vec::new(),
            tasks: vec![task()],
        },
        CustomerRecords {
            customer: "c-2".into(),
            contacts: vec![contact(WELCOME, 0, "2025-01-05 09:00", skipped(&[(Reason::Holdout, Detail::Programme)]))],
            enrolments: vec![enrolment(true, None, &[false, true])],
            refusals: vec![Refusal {
                journey: WELCOME,
                at: instant("2025-01-09"),
                key: Key::None,
                because: RefusedBecause::Audience,
                zone: paris(),
            }],
            tasks: Vec::new(),
        },
        CustomerRecords { customer: "c-3".into(), ..CustomerRecords::default() },
    ]
}

fn with_run<T>(bad_rows: &[BadRows], render: impl FnOnce(&Run<'_>) -> T) -> T {
    let program = program();
    let mut totals = Summary::new(&program);
    for (place, records) in customers().iter().enumerate() {
        totals.add(&program, place, records);
    }
    render(&Run {
        program: &program,
        journeys: &[WELCOME, RETURN],
        from: instant("2025-01-01"),
        until: instant("2026-01-01"),
        rows: 10_423,
        bad_rows,
        totals: &totals,
    })
}

fn bad_rows() -> [BadRows; 2] {
    [
        BadRows {
            file: "data/achats.csv".into(),
            reason: "`montant` is not a decimal number such as 12.50".into(),
            sample: "12,50".into(),
            rows: 7,
            lines: vec![3, 9, 17],
        },
        BadRows {
            file: "data/clients.csv".into(),
            reason: "the customer is there already".into(),
            sample: String::new(),
            rows: 1,
            lines: vec![12],
        },
    ]
}

#[test]
fn for_people() {
    insta::assert_snapshot!(with_run(&bad_rows(), |run| text(run, Look::PLAIN)));
}

#[test]
fn for_people_on_a_narrow_terminal_with_colours() {
    let look = Look { color: true, width: 60 };
    insta::assert_snapshot!(with_run(&[], |run| text(run, look)).replace('\x1b', "␛"));
}

#[test]
fn for_machines() {
    insta::assert_snapshot!(with_run(&bad_rows(), |run| json(run).unwrap()));
}

#[test]
fn a_run_over_nobody_says_so_without_dividing_by_nothing() {
    let program = program();
    let totals = Summary::new(&program);
    let run = Run {
        program: &program,
        journeys: &[WELCOME],
        from: instant("2025-01-01 08:00"),
        until: instant("2025-01-02 20:00"),
        rows: 0,
        bad_rows: &[],
        totals: &totals,
    };
    insta::assert_snapshot!(text(&run, Look::PLAIN));
}

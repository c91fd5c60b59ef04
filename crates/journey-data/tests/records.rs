//! The files that a run writes: their rows, and that they are there whole or not at all.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail, and makes files"
)]

mod common;

use std::fs;

use journey_data::records::{
    CONTACTS_HEADER, ContactsFile, ContactsFormat, ENROLMENTS_HEADER, MEASURES_HEADER, Names, OutputDir,
    REFUSALS_HEADER, TASKS_HEADER, encode_contacts, encode_contacts_as, encode_enrolments, encode_measures,
    encode_refusals, encode_tasks,
};
use journey_ir::decimal::Decimal;
use journey_ir::expression::Condition;
use journey_ir::history::{Entry, Input};
use journey_ir::measure::{Measure, Measured};
use journey_ir::pressure::{Cap, CapUnit, CapWindow, Purpose, Selector};
use journey_ir::program::Program;
use journey_ir::records::{
    Cause, Contact, CustomerRecords, Detail, End, Enrolment, GoalHit, Key, MeasureTaken, Outcome, Reason, Refusal,
    RefusedBecause, Task,
};
use journey_ir::span::{FileId, Span};
use journey_ir::table::{CapId, ChannelId, JourneyId, MessageId};
use journey_ir::time::{Moment, Period, TimeOfDay, Unit, ZoneId, parse_moment};
use journey_ir::value::Value;

const SPAN: Span = Span::new(FileId(0), 0, 0);

fn program() -> Program {
    let selector = Selector::of(&[Purpose::Commercial]);
    let mut program = common::program();
    program.caps.push(Cap {
        limit: 3,
        unit: CapUnit::Contacts,
        selector,
        window: CapWindow::Sliding(Period::of(7, Unit::Day)),
        applies: None,
        text: "at most 3 commercial per 7 days".into(),
        span: SPAN,
    });
    program
}

fn at(text: &str) -> journey_ir::time::Instant {
    let moment: Moment = parse_moment(text).unwrap();
    moment.in_zone(paris().table(), TimeOfDay::MIDNIGHT)
}

fn paris() -> ZoneId {
    ZoneId::parse("Europe/Paris").unwrap()
}

fn contact(outcome: Outcome) -> Contact {
    let decided = !matches!(outcome, Outcome::Pending(_));
    Contact {
        journey: JourneyId(0),
        started: at("2026-01-05 09:00"),
        started_zone: paris(),
        key: Key::Text("a,b".into()),
        step: 0,
        message: MessageId(0),
        purpose: Purpose::Commercial,
        channel: Some(ChannelId(1)),
        due: at("2026-01-12 09:00"),
        at: decided.then(|| at("2026-07-12 09:00")),
        outcome,
        zone: paris(),
    }
}

fn records() -> CustomerRecords {
    let cause = |reason, detail| Cause { reason, detail };
    let capped = cause(Reason::Capped, Detail::Cap(CapId(0)));
    let enrolment = |journey, goals: Vec<Option<GoalHit>>, ended| Enrolment {
        journey: JourneyId(journey),
        key: Key::Number(Decimal::from_integer(12).unwrap()),
        started: at("2026-01-05 09:00"),
        ended,
        holdout: journey == 1,
        arms: Vec::new(),
        goals,
        measures: Vec::new(),
        zone: paris(),
    };
    let hit = |worth| Some(GoalHit { at: at("2026-02-01"), worth });
    let refusal = |because| Refusal {
        journey: JourneyId(1),
        at: at("2026-01-05 09:00"),
        key: Key::None,
        because,
        zone: ZoneId::UTC,
    };
    CustomerRecords {
        customer: "C \"1\"".into(),
        contacts: vec![
            contact(Outcome::Sent),
            contact(Outcome::Skipped(vec![capped, cause(Reason::NoConsent, Detail::Channel(ChannelId(1)))])),
            contact(Outcome::Skipped(vec![cause(Reason::Expired, Detail::None), capped])),
            contact(Outcome::Skipped(vec![cause(Reason::Holdout, Detail::Journey(JourneyId(0)))])),
            contact(Outcome::Skipped(vec![cause(Reason::Left, Detail::None)])),
            Contact { channel: None, ..contact(Outcome::Pending(vec![capped])) },
            contact(Outcome::Pending(Vec::new())),
        ],
        enrolments: vec![
            enrolment(0, vec![hit(Value::Missing), hit(Value::Integer(3))], Some((at("2026-03-01"), End::Goal))),
            enrolment(0, vec![None, None], None),
            enrolment(1, vec![hit(Value::Decimal(Decimal::parse(b"12.50").unwrap()))], None),
        ],
        refusals: RefusedBecause::ALL.into_iter().map(refusal).collect(),
        tasks: Vec::new(),
    }
}

#[test]
fn rows_are_as_the_contract_says() {
    let (program, records) = (program(), records());
    let text = |header: &str, rows: Vec<u8>| header.to_owned() + &String::from_utf8(rows).unwrap();
    let contacts = text(CONTACTS_HEADER, encode_contacts(&program, [&records]));
    let enrolments = text(ENROLMENTS_HEADER, encode_enrolments(&program, [&records]));
    let refusals = text(REFUSALS_HEADER, encode_refusals(&program, [&records]));
    for file in [&contacts, &enrolments, &refusals] {
        // The reader refuses rows that have not as many cells as the header.
        let rows: Vec<_> = csv::Reader::from_reader(file.as_bytes()).into_records().collect::<Result<_, _>>().unwrap();
        assert!(rows.iter().all(|row| row.get(0) == Some("C \"1\"")));
    }
    insta::assert_snapshot!([contacts, enrolments, refusals].join("\n"));
}

#[test]
fn tasks_and_measures_are_as_the_contract_says() {
    let mut program = program();
    let measure = |name: &str| Measure {
        name: name.into(),
        what: Measured::Share(Condition::Constant(true)),
        after: Period::of(90, Unit::Day),
        span: SPAN,
    };
    program.journeys[JourneyId(0)].measures = vec![measure("opt-in"), measure("panier, moyen"), measure("rien")];
    let mut records = records();
    let taken = |value| Some(MeasureTaken { at: at("2026-04-05 09:00"), value });
    let average = Value::Decimal(Decimal::parse(b"12.50").unwrap());
    records.enrolments[0].measures = vec![taken(Value::Boolean(true)), taken(average), taken(Value::Missing)];
    records.enrolments[1].measures = vec![taken(Value::Boolean(false)), None, None];
    let task = |whose: &str, due: Option<&str>| Task {
        journey: JourneyId(0),
        started: at("2026-01-05 09:00"),
        started_zone: paris(),
        key: Key::Text("a,b".into()),
        step: 0,
        at: at("2026-07-12 09:00"),
        text: "Rappeler \"Camille\",\nvite".into(),
        whose: whose.into(),
        due: due.map(at),
        zone: ZoneId::UTC,
    };
    records.tasks = vec![task("Dupont", Some("2026-07-13 09:00")), task("", None)];
    let text = |header: &str, rows: Vec<u8>| header.to_owned() + &String::from_utf8(rows).unwrap();
    let tasks = text(TASKS_HEADER, encode_tasks(&program, [&records]));
    let measures = text(MEASURES_HEADER, encode_measures(&program, [&records]));
    insta::assert_snapshot!([tasks, measures].join("\n"));
}

#[test]
fn json_lines_are_objects_with_the_columns_as_keys() {
    let rows = encode_contacts_as(ContactsFormat::JsonLines, &Names::new(&program()), [&records()]);
    let rows = String::from_utf8(rows).unwrap();
    assert_eq!(rows.lines().count(), 7);
    insta::assert_snapshot!(rows.lines().next().unwrap(), @r#"{"customer":"C \"1\"","journey":"bienvenue","started":"2026-01-05T09:00:00+01:00","key":"a,b","step":"3.else.1","message":"welcome","purpose":"commercial","channel":"sms","due":"2026-01-12T09:00:00+01:00","at":"2026-07-12T09:00:00+02:00","outcome":"sent","reason":null,"detail":null,"priority":80,"cost":0.045}"#);
    let pending: serde_json::Value = serde_json::from_str(rows.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&pending["at"], &pending["outcome"], &pending["priority"]),
        (&serde_json::Value::Null, &"pending".into(), &80.into())
    );
}

#[test]
fn chunks_are_the_same_as_the_whole() {
    let (program, records) = (program(), records());
    let whole = encode_contacts(&program, [&records, &records]);
    assert_eq!(whole, encode_contacts(&program, [&records]).repeat(2));
    assert!(encode_contacts(&program, []).is_empty());
}

#[test]
fn results_are_there_whole_or_not_at_all() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("out/2026");
    let names = || fs::read_dir(&folder).map(Iterator::count).unwrap_or_default();

    let mut output = OutputDir::open(&folder).unwrap();
    let file = output.create("contacts.csv").unwrap();
    output.write(file, b"half").unwrap();
    drop(output);
    assert!(!root.path().join("out").exists(), "nothing is left of a run that failed");

    let mut output = OutputDir::open(&folder).unwrap();
    let (one, other) = (output.create("a.csv").unwrap(), output.create("b.csv").unwrap());
    output.write(one, b"a").unwrap();
    output.write(other, b"b").unwrap();
    output.write(one, b"a").unwrap();
    output.commit().unwrap();
    assert_eq!(fs::read(folder.join("a.csv")).unwrap(), b"aa");
    assert_eq!(names(), 2);

    let mut output = OutputDir::open(&folder).unwrap();
    let file = output.create("a.csv").unwrap();
    output.write(file, b"new").unwrap();
    drop(output);
    assert_eq!(fs::read(folder.join("a.csv")).unwrap(), b"aa", "earlier results are as they were");
    assert_eq!(names(), 2);
}

#[test]
fn a_folder_that_cannot_be_is_named() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("file"), "").unwrap();
    let error = OutputDir::open(&root.path().join("file/below")).unwrap_err();
    assert_eq!(error.help().unwrap(), "name a folder, not a file");
    fs::create_dir(root.path().join("contacts.csv")).unwrap();
    let mut output = OutputDir::open(root.path()).unwrap();
    assert!(output.create("contacts.csv").is_err());
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_named() {
    // /dev/full is a file on a disk that is always full: large pieces are written at once, small ones in the end.
    for rows in [vec![b'x'; 1 << 20], b"rows".to_vec()] {
        let root = tempfile::tempdir().unwrap();
        let mut output = OutputDir::open(root.path()).unwrap();
        let hidden = format!(".full.csv.{}.part", std::process::id());
        std::os::unix::fs::symlink("/dev/full", root.path().join(hidden)).unwrap();
        let file = output.create("full.csv").unwrap();
        let error = output.write(file, &rows).and_then(|()| output.commit()).unwrap_err();
        assert!(error.help().unwrap().starts_with("the disk is full"));
        assert!(!root.path().join("full.csv").exists());
    }
}

/// What a run has sent is history for the next one (language reference 7.4).
#[test]
fn contacts_are_read_back_as_contacts_of_the_past() {
    for format in ContactsFormat::ALL {
        read_back(format);
    }
}

fn read_back(format: ContactsFormat) {
    let program = program();
    let mut records = records();
    "a".clone_into(&mut records.customer);
    let folder = tempfile::tempdir().unwrap();
    let mut file = ContactsFile::new(format).unwrap();
    let mut contacts = file.header().to_vec();
    contacts.extend(&*file.add(&encode_contacts_as(format, &Names::new(&program), [&records])).unwrap());
    contacts.extend(file.finish().unwrap());
    fs::write(folder.path().join(format.file_name()), contacts).unwrap();
    fs::write(
        folder.path().join("customers.csv"),
        "id,name,joined,tier,points,spend,optin,zone,preferred,seen\na,,,none,,,yes,,,\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("journey.yaml"),
        format!(
            "programme: test\ndata: {{customers: {{path: customers.csv}}, contacts: [{{path: {}}}]}}",
            format.file_name()
        ),
    )
    .unwrap();
    let dataset =
        common::read(folder.path(), journey_data::Options { deny_bad_rows: true, ..Default::default() }).unwrap();
    let sent = &records.contacts[0];
    let expected = Entry {
        at: sent.at.unwrap(),
        input: Input::Contact {
            journey: Some(sent.journey),
            message: Some(sent.message),
            channel: sent.channel.unwrap(),
            purpose: sent.purpose,
        },
    };
    assert_eq!(common::customers(&dataset)[0].entries, [expected]);
    assert_eq!((dataset.files()[1].rows, records.contacts.len()), (7, 7));
}

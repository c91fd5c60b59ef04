//! Programmes that hold together, and ones that do not. What the compiler makes is tried in `tests/`.

use super::Flaw;
use super::references::count;
use crate::calendar::{Calendar, Closed, DayRule, Opening, Valid};
use crate::expression::{Condition, Expression, Segment};
use crate::program::{Channel, Program, Share};
use crate::source::Sources;
use crate::span::{FileId, Span};
use crate::table::{AttributeId, CalendarId, ID_TYPES, SegmentId};
use crate::time::TimeOfDay;

const NOWHERE: Span = Span::new(FileId::LIBRARY, 0, 0);

fn flaw(program: &Program) -> Option<String> {
    program.sound(&Sources::default()).err().map(|flaw| flaw.to_string())
}

fn segment(condition: Condition) -> Segment {
    Segment { name: "s".into(), condition, span: NOWHERE }
}

#[test]
fn every_kind_of_identifier_is_known() {
    for kind in ID_TYPES {
        assert!(*kind == "FieldId" || count(&Program::default(), kind).is_some(), "{kind} is not looked at");
    }
}

#[test]
fn a_programme_in_which_nothing_is_said_is_sound() {
    assert_eq!(flaw(&Program::default()), None);
}

#[test]
fn an_identifier_names_what_there_is() {
    let mut program = Program::default();
    let mut email = Channel::new("email", NOWHERE);
    email.address = Some(AttributeId(0));
    email.hours = vec![CalendarId(1)];
    program.channels.push(email);
    assert_eq!(flaw(&program).unwrap(), "`channels[0].address` is 0, and there are 0 attributes");
    program.segments.push(segment(Condition::Any(vec![Condition::Known(Expression::Attribute(AttributeId(7)))])));
    program.channels[crate::table::ChannelId(0)].address = None;
    assert_eq!(
        flaw(&program).unwrap(),
        "`segments[0].condition.any[0].known.attribute` is 7, and there are 0 attributes"
    );
}

#[test]
fn a_place_in_the_text_is_a_piece_of_it() {
    let mut sources = Sources::default();
    let file = sources.add("été.journey", "été");
    let at = |file, start, end| {
        let mut program = Program::default();
        program.channels.push(Channel::new("email", Span::new(file, start, end)));
        program.sound(&sources).map_err(|flaw| flaw.to_string())
    };
    assert_eq!(at(file, 0, 5), Ok(()));
    assert_eq!(
        at(file, 1, 5).unwrap_err(),
        "`channels[0].span` goes from byte 1 to 5, which is no piece of `été.journey`"
    );
    assert!(at(file, 0, 6).is_err() && at(file, 3, 2).is_err());
    assert_eq!(at(FileId(1), 0, 0).unwrap_err(), "`channels[0].span` is in file 1, which is not there");
}

#[test]
fn segments_come_to_an_end() {
    let refer = |to: u16| segment(Condition::Segment(SegmentId(to)));
    let mut circle = Program::default();
    circle.segments.push(refer(1));
    circle.segments.push(refer(0));
    assert_eq!(flaw(&circle), Some("`segments[0]` refers to itself".into()));

    // Each asks the one before it twice.
    let mut doubled = Program::default();
    doubled.segments.push(segment(Condition::Constant(true)));
    for before in 0..40 {
        doubled.segments.push(segment(Condition::All(vec![Condition::Segment(SegmentId(before)); 2])));
    }
    assert!(flaw(&doubled).unwrap().contains("comes to more than"), "{:?}", flaw(&doubled));

    let mut chain = Program::default();
    for next in 1..400 {
        chain.segments.push(refer(next));
    }
    chain.segments.push(segment(Condition::Constant(true)));
    assert!(flaw(&chain).unwrap().contains("a chain of more than"), "{:?}", flaw(&chain));
}

#[test]
fn numbers_lie_in_their_ranges() {
    let program = Program { holdout: Share(10_001), ..Program::default() };
    assert_eq!(flaw(&program), Some("`holdout` is 10001, more than the 10000 basis points that there are".into()));
    let calendar = |openings: &[(u32, u32)], closed: Option<DayRule>| {
        let opening = |&(from, until): &(u32, u32)| Opening { from: TimeOfDay(from), until };
        let monday: Vec<_> = openings.iter().map(opening).collect();
        let mut program = Program::default();
        program.calendars.push(Calendar {
            name: None,
            text: String::new(),
            kind: None,
            source: None,
            valid: Valid::default(),
            week: [monday, vec![], vec![], vec![], vec![], vec![], vec![]],
            closed: closed.into_iter().map(Closed::Days).collect(),
            span: NOWHERE,
        });
        flaw(&program)
    };
    assert_eq!(calendar(&[(0, 86_400)], None), None);
    assert_eq!(calendar(&[(0, 10), (10, 20)], Some(DayRule::EveryYear { month: 2, day: 29 })), None);
    for openings in [&[(5, 5)][..], &[(0, 86_401)], &[(0, 10), (5, 20)], &[(10, 20), (0, 5)]] {
        assert!(calendar(openings, None).unwrap().contains("no openings of a day"), "{openings:?}");
    }
    for rule in
        [DayRule::EveryYear { month: 2, day: 30 }, DayRule::EveryYear { month: 13, day: 1 }, DayRule::Easter(-400)]
    {
        assert!(calendar(&[], Some(rule)).is_some(), "{rule:?}");
    }
}

#[test]
fn a_flaw_says_where() {
    assert_eq!(Flaw::new("journeys[3]", "has no channel").to_string(), "`journeys[3]` has no channel");
}

//! Worth, costs and measures (language reference 9.9).

use journey_ir::measure::{Measure, Measured as What};
use journey_ir::offer::Offer;
use journey_ir::records::MeasureTaken;
use journey_ir::table::{EventId, OfferId};

use super::*;
use crate::summary::{Account, Amount};

/// Two journeys whose goals a purchase reaches; the message of both carries an offer of 8.00 that is alive for 10 days.
fn shop() -> Program {
    let mut program = program();
    let by_purchase = |name: &str| Goal {
        name: Some(name.into()),
        reached: GoalReached::Event { event: EventId(0), filter: None },
        within: None,
        after: None,
        worth: Some(journey_ir::expression::Expression::Now),
        span: SPAN,
    };
    let measure = Measure {
        name: "opt-in".into(),
        what: What::Share(Condition::Constant(true)),
        after: Period::of(1, Unit::Day),
        span: SPAN,
    };
    program.journeys[JourneyId(0)].goals = vec![by_purchase("first"), by_purchase("second")];
    program.journeys[JourneyId(0)].measures = vec![measure];
    program.journeys[JourneyId(1)].goals = vec![by_purchase("first")];
    program.offers = std::iter::once(Offer {
        name: "ten".into(),
        title: None,
        benefit: None,
        lasts: Some(Period::of(10, Unit::Day)),
        valid: Active::default(),
        cost: Some(Decimal(80_000)),
        span: SPAN,
    })
    .collect();
    program.messages[MessageId(0)].offer = Some(OfferId(0));
    program
}

fn enrolled(journey: u16, holdout: bool, hits: &[Option<(&str, i64)>]) -> Enrolment {
    let hit = |(at, worth): &(&str, i64)| GoalHit { at: instant(at), worth: Value::Integer(*worth) };
    Enrolment {
        journey: JourneyId(journey),
        key: Key::None,
        started: instant("2025-01-01"),
        ended: None,
        holdout,
        arms: Vec::new(),
        goals: hits.iter().map(|found| found.as_ref().map(hit)).collect(),
        measures: Vec::new(),
        zone: paris(),
    }
}

/// Sent by the enrolment of the first journey.
fn offered(at: &str) -> Contact {
    Contact { started: instant("2025-01-01"), ..sent(at) }
}

fn living(enrolments: Vec<Enrolment>, contacts: Vec<Contact>) -> Summary {
    let program = shop();
    let mut summary = Summary::new(&program);
    summary.add(&program, 0, &CustomerRecords { enrolments, contacts, ..customer("a", Vec::new()) });
    summary
}

#[test]
fn what_one_event_is_worth_counts_once_for_a_journey_and_once_for_all() {
    let purchase = Some(("2025-01-05", 40));
    let summary = living(
        vec![
            enrolled(0, false, &[purchase, Some(("2025-01-05", 100))]),
            enrolled(1, false, &[purchase]),
            enrolled(1, false, &[Some(("2025-01-06", 5))]),
        ],
        Vec::new(),
    );
    let worth = |journey| summary.journeys[JourneyId(journey)].accounts.treated.worth.to_string();
    assert_eq!((worth(0), worth(1)), ("100".into(), "45".into()), "of one event the largest worth");
    assert_eq!(summary.account.worth.to_string(), "105");
}

#[test]
fn control_groups_have_an_account_of_their_own() {
    let summary = living(vec![enrolled(0, true, &[Some(("2025-01-05", 40)), None])], vec![offered("2025-01-02")]);
    let accounts = summary.journeys[JourneyId(0)].accounts;
    assert_eq!(accounts.treated, Account::default());
    assert_eq!(
        (accounts.holdout.worth.to_string(), accounts.holdout.net().to_string()),
        ("40".into(), "31.998".into())
    );
    assert_eq!(summary.account, Account::default());
}

#[test]
fn an_offer_is_used_by_a_goal_after_its_sending_while_it_is_alive_and_once() {
    let uses = |hits: &[Option<(&str, i64)>], sends: &[&str]| {
        let contacts = sends.iter().map(|at| offered(at)).collect();
        let summary = living(vec![enrolled(0, false, hits)], contacts);
        let offer = summary.offers[OfferId(0)];
        let spent = summary.journeys[JourneyId(0)].accounts.treated;
        assert_eq!(spent.offers, offer.cost);
        assert_eq!(spent.contacts, Amount(20 * i128::try_from(sends.len()).unwrap()));
        (offer.given, offer.used, offer.cost.to_string())
    };
    let once = (1, 1, "8".to_owned());
    let never = (1, 0, "0".to_owned());
    let at = |moment| [Some((moment, 40)), None];
    assert_eq!(uses(&at("2025-01-12 08:59:59"), &["2025-01-02 09:00"]), once);
    assert_eq!(uses(&at("2025-01-12 09:00"), &["2025-01-02 09:00"]), never, "its end is excluded");
    assert_eq!(
        uses(&at("2025-01-02 09:00"), &["2025-01-02 09:00"]),
        never,
        "what comes at the sending is no answer to it"
    );
    assert_eq!(uses(&at("2025-01-02 09:00:01"), &["2025-01-02 09:00"]), once);
    assert_eq!(uses(&[Some(("2025-01-03", 1)), Some(("2025-01-04", 1))], &["2025-01-02"]), once, "two goals");
    assert_eq!(uses(&at("2025-01-14"), &["2025-01-02", "2025-01-05"]), once, "sent again, it is alive for longer");
    assert_eq!(uses(&at("2025-01-14"), &[]), (0, 0, "0".into()));
}

#[test]
fn measures_are_added_up_beside_control_groups_however_customers_were_cut() {
    let measured = |holdout, value| Enrolment {
        measures: vec![value]
            .into_iter()
            .map(|value| Some(MeasureTaken { at: instant("2025-01-02"), value }))
            .collect(),
        ..enrolled(0, holdout, &[None, None])
    };
    let yes = |yes| Value::Boolean(yes);
    let one = living(vec![measured(false, yes(true)), measured(true, yes(false))], Vec::new());
    let mut all = living(vec![measured(false, yes(false)), measured(false, yes(true))], Vec::new());
    all.merge(one);
    let measure = all.journeys[JourneyId(0)].measures[0];
    let shown = |measured: crate::summary::Measured| (measured.taken, measured.average().unwrap().to_string());
    assert_eq!(shown(measure.treated), (3, "0.6667".into()));
    assert_eq!(shown(measure.holdout), (1, "0".into()));
    let numbers = living(
        vec![measured(false, Value::Integer(4)), measured(false, Value::Missing), measured(false, Value::Integer(5))],
        Vec::new(),
    );
    let measure = numbers.journeys[JourneyId(0)].measures[0].treated;
    assert_eq!((measure.taken, measure.known, measure.average().unwrap().to_string()), (3, 2, "4.5".into()));
}

#[test]
fn scaling_rounds_half_to_even_below_zero_too() {
    let scaled = |amount, times, over| Amount(amount).times_over(times, over).map(|scaled| scaled.0);
    assert_eq!(scaled(5, 1, 2), Some(2));
    assert_eq!(scaled(7, 1, 2), Some(4));
    assert_eq!(scaled(-5, 1, 2), Some(-2));
    assert_eq!(scaled(-7, 1, 2), Some(-4));
    assert_eq!(scaled(-10, 2, 3), Some(-7));
    assert_eq!(scaled(1, 1, 0), None);
}

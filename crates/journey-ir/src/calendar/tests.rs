//! Boundaries by hand, everything else against chrono and a clock that is read every minute.

use chrono::{DateTime, Datelike, Timelike};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::capacity::CapacityPeriod;
use crate::span::FileId;
use crate::time::{Moment, ZoneId, parse_moment};

fn nowhere() -> Span {
    Span::new(FileId(0), 0, 0)
}

fn zone(name: &str) -> &'static Zone {
    ZoneId::parse(name).unwrap().table()
}

fn at(text: &str) -> Instant {
    match parse_moment(text) {
        Some(Moment::Instant(instant)) => instant,
        other => panic!("{text} gives {other:?}"),
    }
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Such as `10:00-13:00`.
fn opening(text: &str) -> Opening {
    let (from, until) = text.split_once('-').unwrap();
    let until = if until == "24:00" { 86_400 } else { TimeOfDay::parse(until).unwrap().0 };
    Opening { from: TimeOfDay::parse(from).unwrap(), until }
}

/// The same hours from Monday to the weekday with that index.
fn calendar(days: usize, hours: &[&str]) -> Calendar {
    let open: Vec<Opening> = hours.iter().map(|hours| opening(hours)).collect();
    let week = std::array::from_fn(|day| if day < days { open.clone() } else { Vec::new() });
    Calendar {
        name: None,
        text: String::new(),
        kind: None,
        source: None,
        valid: Valid::default(),
        week,
        closed: Vec::new(),
        span: nowhere(),
    }
}

fn next(calendar: &Calendar, zone_name: &str, from: &str) -> String {
    let zone = zone(zone_name);
    let next = calendar.next_open(&Table::default(), at(from), zone);
    next.map_or_else(|| "never".to_owned(), |next| zone.rfc3339(next))
}

#[test]
fn hours_include_their_beginning_and_exclude_their_end() {
    let telephone = calendar(5, &["10:00-13:00", "14:00-20:00"]);
    for (from, to) in [
        ("2026-01-05T09:59:59+01:00", "2026-01-05T10:00:00+01:00"),
        ("2026-01-05T10:00:00+01:00", "2026-01-05T10:00:00+01:00"),
        ("2026-01-05T12:59:59+01:00", "2026-01-05T12:59:59+01:00"),
        ("2026-01-05T13:00:00+01:00", "2026-01-05T14:00:00+01:00"),
        ("2026-01-05T19:59:59+01:00", "2026-01-05T19:59:59+01:00"),
        ("2026-01-05T20:00:00+01:00", "2026-01-06T10:00:00+01:00"),
        ("2026-01-09T20:00:00+01:00", "2026-01-12T10:00:00+01:00"),
    ] {
        assert_eq!(next(&telephone, "Europe/Paris", from), to, "from {from}");
    }
    let night = calendar(1, &["22:00-24:00"]);
    assert_eq!(next(&night, "Europe/Paris", "2026-01-05T23:59:59+01:00"), "2026-01-05T23:59:59+01:00");
    assert_eq!(next(&night, "Europe/Paris", "2026-01-06T00:00:00+01:00"), "2026-01-12T22:00:00+01:00");
}

#[test]
fn in_spring_hours_that_the_clock_skips_do_not_open() {
    // 02:00 becomes 03:00 on 29 March 2026.
    let in_gap = calendar(7, &["02:00-03:00"]);
    assert_eq!(next(&in_gap, "Europe/Paris", "2026-03-29T01:59:59+01:00"), "2026-03-30T02:00:00+02:00");
    let over_gap = calendar(7, &["02:30-04:00"]);
    assert_eq!(next(&over_gap, "Europe/Paris", "2026-03-29T01:59:59+01:00"), "2026-03-29T03:00:00+02:00");
}

#[test]
fn in_autumn_hours_that_the_clock_shows_twice_open_twice() {
    // 03:00 becomes 02:00 on 25 October 2026.
    let twice = calendar(7, &["02:30-02:45"]);
    assert_eq!(next(&twice, "Europe/Paris", "2026-10-25T02:29:00+02:00"), "2026-10-25T02:30:00+02:00");
    assert_eq!(next(&twice, "Europe/Paris", "2026-10-25T02:45:00+02:00"), "2026-10-25T02:30:00+01:00");
    assert_eq!(next(&twice, "Europe/Paris", "2026-10-25T02:45:00+01:00"), "2026-10-26T02:30:00+01:00");
}

#[test]
fn outside_its_dates_a_calendar_is_open() {
    let mut telephone = calendar(5, &["10:00-13:00"]);
    telephone.valid = Valid { from: Some(date("2023-03-01")), until: Some(date("2023-03-11")) };
    assert_eq!(next(&telephone, "Europe/Paris", "2023-02-28T23:59:59+01:00"), "2023-02-28T23:59:59+01:00");
    assert_eq!(next(&telephone, "Europe/Paris", "2023-03-01T00:00:00+01:00"), "2023-03-01T10:00:00+01:00");
    // 10 March 2023 is a Friday; the Saturday after it is outside.
    assert_eq!(next(&telephone, "Europe/Paris", "2023-03-10T13:00:00+01:00"), "2023-03-11T00:00:00+01:00");
}

#[test]
fn what_does_not_open_for_ten_years_never_opens() {
    let mut shut = calendar(0, &[]);
    assert_eq!(next(&shut, "Europe/Paris", "2026-01-05T09:00:00+01:00"), "never");
    shut.week = calendar(7, &["10:00-11:00"]).week;
    let between = |first, last| Closed::Days(DayRule::Between { first: date(first), last: date(last) });
    shut.closed = vec![between("2026-01-01", "2028-12-31")];
    assert_eq!(next(&shut, "Europe/Paris", "2026-01-05T09:00:00+01:00"), "2029-01-01T10:00:00+01:00");
    shut.closed = vec![between("2026-01-01", "2099-12-31")];
    assert_eq!(next(&shut, "Europe/Paris", "2026-01-05T09:00:00+01:00"), "never");
}

#[test]
fn easter_is_when_the_published_tables_say() {
    let published = "2000-04-23 2001-04-15 2002-03-31 2003-04-20 2004-04-11 2005-03-27 2006-04-16 2007-04-08 \
         2008-03-23 2009-04-12 2010-04-04 2011-04-24 2012-04-08 2013-03-31 2014-04-20 2015-04-05 2016-03-27 \
         2017-04-16 2018-04-01 2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20 \
         2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 2032-03-28 2033-04-17 2034-04-09 \
         2035-03-25 2036-04-13 2037-04-05 2038-04-25 2039-04-10 2040-04-01 2041-04-21 2042-04-06 2043-03-29 \
         2044-04-17 2045-04-09 2046-03-25 2047-04-14 2048-04-05 2049-04-18 2050-04-10";
    let computed: Vec<String> = (2000..=2050).map(|year| Date::easter(year).unwrap().to_string()).collect();
    assert_eq!(computed, published.split(' ').collect::<Vec<_>>());
    assert_eq!(Date::easter(1799), None);
    assert_eq!(Date::easter(2201), None);
}

#[test]
fn days_that_follow_easter() {
    let monday = DayRule::Easter(1);
    assert!(monday.contains(date("2026-04-06")));
    assert!(!monday.contains(date("2026-04-05")));
    assert!(DayRule::Easter(-2).contains(date("2026-04-03")));
    assert!(DayRule::Easter(39).contains(date("2026-05-14")));
    assert!(DayRule::Easter(-100).contains(date("2025-12-26")), "the year is that of Easter");
}

#[test]
fn a_day_of_every_year_is_only_in_years_that_have_it() {
    let leap_day = DayRule::EveryYear { month: 2, day: 29 };
    assert!(leap_day.contains(date("2028-02-29")));
    assert!(!leap_day.contains(date("2026-02-28")));
    assert!(!leap_day.contains(date("2026-03-01")));
}

#[test]
fn all_calendars_of_a_channel_must_be_open() {
    let mut program = Program::default();
    let morning = program.calendars.push(calendar(5, &["08:00-12:00"]));
    let late = program.calendars.push(calendar(7, &["10:00-20:00"]));
    let sunday = {
        let mut sunday = calendar(7, &["00:00-24:00"]);
        sunday.week[..6].fill(Vec::new());
        program.calendars.push(sunday)
    };
    let paris = zone("Europe/Paris");
    let friday = at("2026-01-09T12:00:00+01:00");
    assert_eq!(program.next_open(&[morning, late], friday, paris), Some(at("2026-01-12T10:00:00+01:00")));
    assert_eq!(program.closed_by(&[morning, late], friday, paris), Some(morning));
    assert_eq!(program.next_open(&[], friday, paris), Some(friday));
    assert_eq!(program.next_open(&[morning, sunday], friday, paris), None);
}

#[test]
fn periods_of_capacity() {
    let paris = zone("Europe/Paris");
    let end = |per: CapacityPeriod, t: &str| paris.rfc3339(per.end(at(t), paris));
    assert_eq!(end(CapacityPeriod::Hour, "2026-01-05T09:59:59+01:00"), "2026-01-05T10:00:00+01:00");
    assert_eq!(end(CapacityPeriod::Hour, "2026-01-05T10:00:00+01:00"), "2026-01-05T11:00:00+01:00");
    assert_eq!(end(CapacityPeriod::Hour, "2026-10-25T02:30:00+02:00"), "2026-10-25T02:00:00+01:00");
    assert_eq!(end(CapacityPeriod::Day, "2026-01-05T23:59:59+01:00"), "2026-01-06T00:00:00+01:00");
    assert_eq!(end(CapacityPeriod::Day, "2026-01-06T00:00:00+01:00"), "2026-01-07T00:00:00+01:00");
    assert_eq!(end(CapacityPeriod::Week, "2026-01-11T23:59:59+01:00"), "2026-01-12T00:00:00+01:00");
    assert_eq!(end(CapacityPeriod::Week, "2026-01-12T00:00:00+01:00"), "2026-01-19T00:00:00+01:00");
    let kolkata = zone("Asia/Kolkata");
    assert_eq!(CapacityPeriod::Hour.end(at("2026-01-05T10:10:00+05:30"), kolkata), at("2026-01-05T11:00:00+05:30"));
    // The clock goes back by half an hour at 02:00 on 5 April 2026.
    let lord_howe = zone("Australia/Lord_Howe");
    let end = |t: &str| lord_howe.rfc3339(CapacityPeriod::Hour.end(at(t), lord_howe));
    assert_eq!(end("2026-04-05T01:45:00+11:00"), "2026-04-05T01:30:00+10:30");
    assert_eq!(end("2026-04-05T01:45:00+10:30"), "2026-04-05T02:00:00+10:30");
}

/// Zones in which clocks change in all manners: by an hour, by half an hour, at midnight, by a whole day.
const ZONES: [Tz; 5] =
    [Tz::Europe__Paris, Tz::Australia__Lord_Howe, Tz::America__Sao_Paulo, Tz::Pacific__Apia, Tz::Indian__Reunion];

/// Whether it is open, read from chrono's clock.
fn is_open(calendar: &Calendar, holidays: &[Date], t: i64, zone: Tz) -> bool {
    let local = DateTime::from_timestamp(t, 0).unwrap().with_timezone(&zone);
    let day = Date::from_ymd(local.year(), local.month(), local.day()).unwrap();
    if !calendar.valid.contains(day) {
        return true;
    }
    let second = local.num_seconds_from_midnight();
    let openings = &calendar.week[local.weekday().num_days_from_monday() as usize];
    let is_holiday = holidays.contains(&day);
    !is_holiday && openings.iter().any(|opening| opening.from.0 <= second && second < opening.until)
}

fn openings() -> impl Strategy<Value = Vec<Opening>> {
    prop::collection::btree_set(0_u32..=48, 0..=2).prop_map(|halves| {
        let times: Vec<u32> = halves.into_iter().map(|half| half * 1800).collect();
        let pairs = times.chunks_exact(2);
        pairs.map(|pair| Opening { from: TimeOfDay(pair[0]), until: pair[1] }).collect()
    })
}

proptest! {
    #[test]
    fn the_next_opening_is_the_first_open_minute(
        week in prop::array::uniform7(openings()),
        zone in prop::sample::select(&ZONES),
        change in 0_usize..30,
        seconds in -500_000_i64..100_000,
        holidays in prop::collection::vec(-10_i32..20, 0..4),
        valid in prop::option::of((-8_i32..8, 0_i32..10)),
    ) {
        let table = ZoneId::parse(zone.name()).unwrap().table();
        // Around the changes of the clock since 2005.
        let mut around = at("2005-01-01T00:00:00Z");
        for _ in 0..change {
            around = table.next_change(around).unwrap_or(around);
        }
        let t = around.plus_seconds(seconds);
        let today = table.date(t);
        let holidays: Vec<Date> = holidays.into_iter().map(|days| today.plus_days(days)).collect();
        let mut calendar = calendar(0, &[]);
        calendar.week = week;
        let one = |date: &Date| Closed::Days(DayRule::Between { first: *date, last: *date });
        calendar.closed = holidays.iter().map(one).collect();
        if let Some((from, days)) = valid {
            let from = today.plus_days(from);
            calendar.valid = Valid { from: Some(from), until: Some(from.plus_days(days)) };
        }
        let open = |second: i64| is_open(&calendar, &holidays, second, zone);
        prop_assert_eq!(calendar.is_open(&Table::default(), t, table), open(t.0));
        let full_minute = t.0 - t.0.rem_euclid(60);
        let minutes = (1..30 * 24 * 60).map(|minute| full_minute + minute * 60);
        let expected = if open(t.0) { Some(t.0) } else { minutes.clone().find(|&second| open(second)) };
        let found = calendar.next_open(&Table::default(), t, table).map(|found| found.0);
        match expected {
            Some(_) => prop_assert_eq!(found, expected),
            None => prop_assert!(found.is_none_or(|found| found > full_minute + 30 * 24 * 3600 - 60)),
        }
    }
}

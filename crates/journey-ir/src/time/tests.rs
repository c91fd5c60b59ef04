//! Boundaries by hand, everything else against chrono.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;

use super::*;

fn zone(name: &str) -> &'static Zone {
    ZoneId::parse(name).unwrap().table()
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).unwrap()
}

/// The instant of an RFC 3339 text.
fn at(text: &str) -> Instant {
    match parse_moment(text) {
        Some(Moment::Instant(instant)) => instant,
        other => panic!("{text} gives {other:?}"),
    }
}

fn plus(zone_name: &str, from: &str, count: i64, unit: Unit) -> String {
    let zone = zone(zone_name);
    zone.rfc3339(zone.plus(at(from), Period::of(count, unit)))
}

#[test]
fn the_supported_range_is_what_it_says() {
    assert_eq!(Date::from_ymd(YEAR_MIN, 1, 1), Some(Date::MIN));
    assert_eq!(Date::from_ymd(YEAR_MAX, 12, 31), Some(Date::MAX));
    assert_eq!(Date::from_ymd(YEAR_MIN - 1, 12, 31), None);
    assert_eq!(Date::from_ymd(YEAR_MAX + 1, 1, 1), None);
    assert_eq!(
        format!("{:?} {:?}", Instant::MIN, Instant::MAX),
        "Instant(1800-01-01T00:00:00Z) Instant(2200-12-31T23:59:59Z)"
    );
    assert_eq!(Date::MAX.plus(Period::of(1, Unit::Day)), Date::MAX);
    assert_eq!(Date::MAX.plus(Period::of(i64::MAX, Unit::Year)), Date::MAX);
    assert_eq!(Date::MIN.plus(Period::of(i64::MIN, Unit::Month)), Date::MIN);
    assert_eq!(zone("Europe/Paris").plus(Instant::MAX, Period::of(i64::MAX, Unit::Hour)), Instant::MAX);
    assert_eq!(zone("America/New_York").rfc3339(Instant::MIN), "1799-12-31T19:00:00-05:00");
}

#[test]
fn utc_is_utc_and_zones_keep_their_index() {
    assert_eq!(ZoneId::UTC.name(), "UTC");
    for (index, tz) in TZ_VARIANTS.iter().enumerate() {
        let id = ZoneId::parse(tz.name()).unwrap();
        assert_eq!((usize::from(id.0), id.name()), (index, tz.name()));
    }
    assert_eq!(ZoneId::parse("Europe/Pari"), None);
    assert_eq!(ZoneId(u16::MAX).name(), "UTC");
    assert_eq!(ZoneId::all().len(), TZ_VARIANTS.len());
}

#[test]
fn spring_in_paris_skips_an_hour() {
    let paris = zone("Europe/Paris");
    let day = date("2026-03-29");
    assert_eq!(paris.rfc3339(paris.instant(day, time("01:59:59"))), "2026-03-29T01:59:59+01:00");
    for skipped in ["02:00", "02:30", "02:59:59", "03:00"] {
        assert_eq!(paris.rfc3339(paris.instant(day, time(skipped))), "2026-03-29T03:00:00+02:00", "{skipped}");
    }
    assert_eq!(plus("Europe/Paris", "2026-03-28T02:30:00+01:00", 1, Unit::Day), "2026-03-29T03:00:00+02:00");
    assert_eq!(plus("Europe/Paris", "2026-03-28T02:30:00+01:00", 24, Unit::Hour), "2026-03-29T03:30:00+02:00");
    assert_eq!(plus("Europe/Paris", "2026-03-28T09:00:00+01:00", 1, Unit::Week), "2026-04-04T09:00:00+02:00");
}

#[test]
fn autumn_in_paris_shows_an_hour_twice() {
    let paris = zone("Europe/Paris");
    let day = date("2026-10-25");
    assert_eq!(paris.rfc3339(paris.instant(day, time("02:30"))), "2026-10-25T02:30:00+02:00");
    assert_eq!(paris.rfc3339(paris.instant(day, time("03:00"))), "2026-10-25T03:00:00+01:00");
    assert_eq!(plus("Europe/Paris", "2026-10-24T02:30:00+02:00", 1, Unit::Day), "2026-10-25T02:30:00+02:00");
    assert_eq!(plus("Europe/Paris", "2026-10-25T02:30:00+01:00", 1, Unit::Day), "2026-10-26T02:30:00+01:00");
    let second = at("2026-10-25T02:30:00+01:00");
    assert_eq!(paris.plus(second, Period::ZERO), second, "nothing added moves nothing");
    assert_eq!(paris.rfc3339(paris.next_time_of_day(second, time("02:30"))), "2026-10-26T02:30:00+01:00");
    assert_eq!(paris.rfc3339(paris.next_time_of_day(second, time("02:45"))), "2026-10-26T02:45:00+01:00");
}

#[test]
fn lord_howe_changes_by_half_an_hour() {
    let howe = zone("Australia/Lord_Howe");
    assert_eq!(howe.rfc3339(howe.instant(date("2026-10-04"), time("02:10"))), "2026-10-04T02:30:00+11:00");
    assert_eq!(howe.rfc3339(howe.instant(date("2026-04-05"), time("01:45"))), "2026-04-05T01:45:00+11:00");
    assert_eq!(howe.rfc3339(at("2026-04-04T15:15:00Z")), "2026-04-05T01:45:00+10:30");
}

#[test]
fn a_skipped_day_ends_at_the_first_instant_after_it() {
    let samoa = zone("Pacific/Apia");
    let after = at("2011-12-31T00:00:00+14:00");
    assert_eq!(samoa.instant(date("2011-12-30"), time("09:00")), after);
    assert_eq!(samoa.midnight(date("2011-12-30")), after);
    assert_eq!(samoa.next_midnight(at("2011-12-29T12:00:00-10:00")), after);
    assert_eq!(samoa.next_time_of_day(after, time("09:00")), after, "the ninth hour of the 30th was skipped up to now");
}

#[test]
fn a_midnight_that_comes_twice_is_the_first() {
    // On 2006-10-29 at 00:01 St John's went back to 23:01 of the day before.
    let johns = zone("America/St_Johns");
    let second_evening = at("2006-10-28T23:30:00-03:30");
    assert_eq!(johns.rfc3339(johns.midnight(date("2006-10-29"))), "2006-10-29T00:00:00-02:30");
    assert_eq!(johns.rfc3339(johns.next_midnight(second_evening)), "2006-10-30T00:00:00-03:30");
}

#[test]
fn months_end_where_they_must() {
    assert_eq!(plus("UTC", "2026-01-31T09:00:00Z", 1, Unit::Month), "2026-02-28T09:00:00Z");
    assert_eq!(plus("UTC", "2028-01-31T09:00:00Z", 1, Unit::Month), "2028-02-29T09:00:00Z");
    assert_eq!(plus("UTC", "2026-01-31T09:00:00Z", 13, Unit::Month), "2027-02-28T09:00:00Z");
    assert_eq!(plus("UTC", "2028-02-29T09:00:00Z", 1, Unit::Year), "2029-02-28T09:00:00Z");
    assert_eq!(plus("UTC", "2028-02-29T09:00:00Z", -4, Unit::Year), "2024-02-29T09:00:00Z");
    assert_eq!(plus("UTC", "2026-03-31T09:00:00Z", -1, Unit::Month), "2026-02-28T09:00:00Z");
    let birthday = date("2024-02-29");
    assert_eq!(birthday.anniversary_in(2025), Some(date("2025-02-28")));
    assert_eq!(birthday.anniversary_in(2028), Some(date("2028-02-29")));
    assert_eq!(birthday.anniversary_in(YEAR_MAX + 1), None);
}

#[test]
fn weekdays_and_times_come_next() {
    let paris = zone("Europe/Paris");
    // 2026-01-05 was a Monday.
    let monday_nine = at("2026-01-05T09:00:00+01:00");
    assert_eq!(date("2026-01-05").weekday(), Weekday::Monday);
    assert_eq!(paris.next_weekday_time(monday_nine, Weekday::Monday, time("09:00")), monday_nine);
    let next = |t: Instant, day, text| paris.rfc3339(paris.next_weekday_time(t, day, time(text)));
    assert_eq!(next(monday_nine.plus_seconds(1), Weekday::Monday, "09:00"), "2026-01-12T09:00:00+01:00");
    assert_eq!(next(monday_nine, Weekday::Sunday, "02:30"), "2026-01-11T02:30:00+01:00");
    assert_eq!(next(at("2026-03-23T09:00:00+01:00"), Weekday::Sunday, "02:30"), "2026-03-29T03:00:00+02:00");
    assert_eq!(paris.rfc3339(paris.next_midnight(at("2026-01-05T00:00:00+01:00"))), "2026-01-06T00:00:00+01:00");
    assert_eq!(paris.next_midnight(Instant::MAX), Instant::MAX);
}

#[test]
fn texts_say_when() {
    let local = |text: &str| match parse_moment(text) {
        Some(Moment::Local(wall)) => wall.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(local("2026-01-05 09:00"), "2026-01-05 09:00");
    assert_eq!(local("2026-01-05T09:00:30.999"), "2026-01-05 09:00:30");
    assert_eq!(parse_moment("2026-01-05"), Some(Moment::Date(date("2026-01-05"))));
    assert_eq!(at("2026-01-05T09:00:00.999999+01:00"), at("2026-01-05T08:00:00Z"));
    assert_eq!(at("2026-01-05 09:00:00+01"), at("2026-01-05t08:00:00z"));
    assert_eq!(at("2026-01-05T09:00-0130"), at("2026-01-05T10:30:00Z"));
    for wrong in [
        "",
        "2026",
        "2026-1-5",
        "2026-13-01",
        "2026-02-29",
        "2026-01-05T",
        "2026-01-05 24:00",
        "2026-01-05 09:60",
        "2026-01-05 9:00",
        "2026-01-05 09:00:00.",
        "2026-01-05T09:00:00+1",
        "2026-01-05T09:00:00*01:00",
        "2026-01-05T09:00:00+24:00",
        "2026-01-05 09:00 ",
        "1799-12-31",
        "2201-01-01",
        "1800-01-01T00:00:00+01:00",
        "05/01/2026",
        "٢٠٢٦-01-05",
        "2026-01-05T09:00:00+01:00x",
    ] {
        assert_eq!(parse_moment(wrong), None, "{wrong}");
    }
    assert_eq!(TimeOfDay::parse("09:00:30").map(|t| t.to_string()), Some("09:00:30".to_owned()));
    assert_eq!(TimeOfDay::parse("09:00:30.5"), None);
}

#[test]
fn periods_read_as_written() {
    let text = |count, unit| Period::of(count, unit).to_string();
    assert_eq!(text(90, Unit::Day), "90 days");
    assert_eq!(text(1, Unit::Month), "1 month");
    assert_eq!(text(2, Unit::Week), "14 days");
    assert_eq!(text(1, Unit::Year), "1 year");
    assert_eq!(text(18, Unit::Month), "18 months");
    assert_eq!(text(48, Unit::Hour), "48 hours");
    assert_eq!(text(90, Unit::Minute), "90 minutes");
    assert_eq!(text(-7, Unit::Day), "-7 days");
    assert_eq!(text(0, Unit::Hour), "0 days");
    assert_eq!(Unit::parse("months"), Some(Unit::Month));
    assert_eq!(Weekday::parse("mon"), Some(Weekday::Monday));
}

#[test]
fn old_offsets_with_seconds_still_name_the_instant() {
    let paris = zone("Europe/Paris");
    let t = at("1905-06-01T12:00:00Z");
    let text = paris.rfc3339(t);
    assert_eq!(text, "1905-06-01T12:09:00+00:09");
    assert_eq!(at(&text), t);
    assert_eq!(paris.wall(t).to_string(), "1905-06-01 12:09:21");
}

#[test]
fn every_hour_of_the_hard_zones_has_chronos_offset() {
    // Two changes of a year close together, half hours, whole days, and rules that go on for ever.
    for name in ["Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "America/Recife", "Africa/Tunis", "Pacific/Apia"]
    {
        let (zone, tz): (_, Tz) = (zone(name), name.parse().unwrap());
        for t in (-2_208_988_800..4_102_444_800_i64).step_by(7200) {
            assert_eq!(zone.offset_at(Instant(t)), chrono_offset(tz, t), "{name} at {t}");
        }
    }
}

fn chrono_offset(tz: Tz, t: i64) -> i32 {
    tz.offset_from_utc_datetime(&utc(t)).fix().local_minus_utc()
}

fn utc(t: i64) -> NaiveDateTime {
    DateTime::from_timestamp(t, 0).unwrap().naive_utc()
}

/// The rule of language reference 2.2 said with chrono.
fn chrono_instant(tz: Tz, wall: NaiveDateTime) -> i64 {
    match tz.from_local_datetime(&wall) {
        LocalResult::Single(t) | LocalResult::Ambiguous(t, _) => t.timestamp(),
        LocalResult::None => {
            // The gap began before `wall`, by a day at most: the first instant that shows a later time ends it.
            let (mut before, mut after) =
                (wall.and_utc().timestamp() - 3 * 86_400, wall.and_utc().timestamp() + 3 * 86_400);
            while after - before > 1 {
                let middle = i64::midpoint(before, after);
                let shown = utc(middle) + TimeDelta::seconds(i64::from(chrono_offset(tz, middle)));
                if shown < wall { before = middle } else { after = middle }
            }
            after
        }
    }
}

fn any_zone() -> impl Strategy<Value = Tz> {
    prop_oneof![
        (0..TZ_VARIANTS.len()).prop_map(|index| TZ_VARIANTS[index]),
        prop::sample::select(vec![Tz::Europe__Paris, Tz::Africa__Casablanca, Tz::Australia__Lord_Howe, Tz::Asia__Gaza]),
    ]
}

/// Any instant of the table, half of them within a day and a half of a clock change.
fn zone_and_instant() -> impl Strategy<Value = (Tz, i64)> {
    (any_zone(), -2_208_988_800..4_102_444_800_i64, -130_000..130_000_i64, any::<bool>()).prop_map(
        |(tz, t, near, on_change)| {
            let mut changed = t;
            while on_change && changed < 4_102_444_800 && chrono_offset(tz, changed) == chrono_offset(tz, t) {
                changed += 43_200;
            }
            (tz, if on_change && changed < 4_102_444_800 { changed + near } else { t })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn dates_are_chronos((year, month, day) in (YEAR_MIN..=YEAR_MAX, 0..14_u32, 0..33_u32)) {
        let expected = NaiveDate::from_ymd_opt(year, month, day);
        let found = Date::from_ymd(year, month, day);
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        prop_assert_eq!(found.map(|d| i64::from(d.0)), expected.map(|d| (d - epoch).num_days()));
        if let (Some(found), Some(expected)) = (found, expected) {
            prop_assert_eq!(found.ymd(), (year, month, day));
            prop_assert_eq!(u32::from(found.weekday().index()), expected.weekday().num_days_from_monday());
            prop_assert_eq!(found.to_string(), expected.to_string());
            prop_assert_eq!(Date::parse(found.to_string()), Some(found));
        }
    }

    #[test]
    fn months_are_chronos(days in -60_000..80_000_i32, months in -600..600_i32) {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let start = epoch + TimeDelta::days(i64::from(days));
        let moved = if months < 0 {
            start.checked_sub_months(chrono::Months::new(months.unsigned_abs()))
        } else {
            start.checked_add_months(chrono::Months::new(months.unsigned_abs()))
        };
        let expected = (moved.unwrap() - epoch).num_days();
        let edges = i64::from(Date::MIN.0)..=i64::from(Date::MAX.0);
        let found = i64::from(Date(days).plus(Period { months, ..Period::ZERO }).0);
        prop_assert_eq!(found, expected.clamp(*edges.start(), *edges.end()));
    }

    #[test]
    fn walls_are_chronos((tz, t) in zone_and_instant()) {
        let wall = zone(tz.name()).wall(Instant(t));
        let expected = tz.from_utc_datetime(&utc(t)).naive_local();
        prop_assert_eq!(wall.date.to_string(), expected.date().to_string());
        prop_assert_eq!(wall.time.0, expected.time().num_seconds_from_midnight());
    }

    #[test]
    fn instants_are_chronos((tz, t) in zone_and_instant()) {
        // A wall time near a change, also one that does not exist or comes twice.
        let shown = utc(t);
        let wall_date = Date::parse(shown.date().to_string()).unwrap();
        let found = zone(tz.name()).instant(wall_date, TimeOfDay(shown.time().num_seconds_from_midnight()));
        prop_assert_eq!(found, Instant(chrono_instant(tz, shown)), "{} in {}", shown, tz);
    }

    #[test]
    fn calendar_units_keep_the_wall_clock((tz, t) in zone_and_instant(), months in -500..500_i32, days in -900..900_i32) {
        let zone = zone(tz.name());
        for period in [Period { months, ..Period::ZERO }, Period { days, ..Period::ZERO }] {
            let wall = zone.wall(Instant(t));
            let expected = if period.is_zero() { Instant(t) } else { zone.instant(wall.date.plus(period), wall.time) };
            prop_assert_eq!(zone.plus(Instant(t), period), expected);
        }
    }

    #[test]
    fn what_is_written_is_read((tz, t) in zone_and_instant()) {
        let mut bytes = Vec::new();
        zone(tz.name()).push_rfc3339(Instant(t), &mut bytes);
        prop_assert_eq!(parse_moment(&bytes), Some(Moment::Instant(Instant(t))));
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), zone(tz.name()).rfc3339(Instant(t)));
    }

    #[test]
    fn next_times_are_the_first((tz, t) in zone_and_instant(), seconds in 0..86_400_u32) {
        let (zone, time) = (zone(tz.name()), TimeOfDay(seconds));
        let found = zone.next_time_of_day(Instant(t), time);
        prop_assert!(found >= Instant(t));
        let day = zone.date(Instant(t));
        let naive = (-3..=3).map(|n| zone.instant(day.plus_days(n), time)).filter(|&x| x >= Instant(t)).min();
        prop_assert_eq!(Some(found), naive);
        let weekday = zone.date(Instant(t)).plus_days(3).weekday();
        let naive = (-20..=20).map(|n| day.plus_days(n)).filter(|d| d.weekday() == weekday);
        let naive = naive.map(|d| zone.instant(d, time)).filter(|&x| x >= Instant(t)).min();
        prop_assert_eq!(Some(zone.next_weekday_time(Instant(t), weekday, time)), naive);
    }

    #[test]
    fn any_bytes_are_read_or_refused(text in prop::collection::vec(any::<u8>(), 0..30)) {
        let _ = parse_moment(&text);
    }
}

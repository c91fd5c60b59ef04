//! Starts that the calendar brings: dates of attributes, anniversaries, schedules (language reference 2.6, 5.1).
//!
//! Each has *bases*, the days or instants from which its starts are reckoned; a base starts once, also when the attribute or
//! the zone moves so that it would come again.

use journey_ir::program::{Dated, Program, Schedule, Trigger};
use journey_ir::time::{Date, Instant, Period, TimeOfDay, Zone, days_in_month};
use journey_ir::value::Value;
use smallvec::SmallVec;

use super::scope::Scope;
use super::state::State;

/// The bases from which a start has come, ascending. Few: kept in place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Fired(SmallVec<[i64; 2]>);

impl Fired {
    /// Notes a base. Of a schedule only the last day counts: days do not come back.
    pub(super) fn note(&mut self, base: i64, trigger: &Trigger) {
        if matches!(trigger, Trigger::Every(..)) {
            self.0.clear();
        }
        if let Err(place) = self.0.binary_search(&base) {
            self.0.insert(place, base);
        }
    }

    fn is_over(&self, base: i64, trigger: &Trigger) -> bool {
        match trigger {
            Trigger::Every(..) => self.0.last().is_some_and(|&last| base <= last),
            _ => self.0.binary_search(&base).is_ok(),
        }
    }
}

/// A start on the calendar.
#[derive(Clone, Copy)]
struct Occasion {
    base: i64,
    at: Instant,
}

/// Whether a trigger is the calendar's.
pub(super) fn is_clocked(trigger: &Trigger) -> bool {
    matches!(trigger, Trigger::Dated(_) | Trigger::Every(..) | Trigger::At(_))
}

/// The base from which a start comes now, unless it has come from it.
pub(super) fn comes_now(program: &Program, state: &State, trigger: &Trigger, fired: &Fired) -> Option<i64> {
    let now = first(program, state, trigger, |occasion| occasion.at == state.now)?;
    (!fired.is_over(now.base, trigger)).then_some(now.base)
}

/// When a start comes next after now.
pub(super) fn comes_next(program: &Program, state: &State, trigger: &Trigger, fired: &Fired) -> Option<Instant> {
    let is_open = |occasion: &Occasion| occasion.at > state.now && !fired.is_over(occasion.base, trigger);
    first(program, state, trigger, is_open).map(|occasion| occasion.at)
}

/// The first of the starts around now that is wanted: all that can come now, and the next one after it, in their order.
fn first(
    program: &Program,
    state: &State,
    trigger: &Trigger,
    is_wanted: impl Fn(&Occasion) -> bool,
) -> Option<Occasion> {
    let zone = state.clock();
    match trigger {
        Trigger::Dated(dated) => match &*Scope::of(program, state).attribute(dated.attribute) {
            Value::Date(date) => dated_by_date(dated, *date, state.now, zone, is_wanted),
            Value::Instant(instant) => dated_by_instant(dated, *instant, state.now, zone, is_wanted),
            _ => None,
        },
        Trigger::Every(schedule, time) => {
            let today = zone.date(state.now);
            scheduled(*schedule, today).map(|day| on_day(day, *time, zone)).find(is_wanted)
        }
        Trigger::At(wall) => Some(on_day(wall.date, wall.time, zone)).filter(is_wanted),
        _ => None,
    }
}

fn on_day(day: Date, time: TimeOfDay, zone: &Zone) -> Occasion {
    Occasion { base: i64::from(day.0), at: zone.instant(day, time) }
}

fn dated_by_date(
    dated: &Dated,
    date: Date,
    now: Instant,
    zone: &Zone,
    is_wanted: impl Fn(&Occasion) -> bool,
) -> Option<Occasion> {
    let offset = signed_offset(dated);
    let time = dated.time.unwrap_or(dated.date_time);
    let on = |base: Date| {
        let calendar = Period { seconds: 0, ..offset };
        let at = zone.instant(base.plus(calendar), time).plus_seconds(offset.seconds);
        Occasion { base: i64::from(base.0), at }
    };
    if !dated.every_year {
        return Some(on(date)).filter(is_wanted);
    }
    anniversaries_around(date, now, offset, zone).map(on).find(is_wanted)
}

fn dated_by_instant(
    dated: &Dated,
    instant: Instant,
    now: Instant,
    zone: &Zone,
    is_wanted: impl Fn(&Occasion) -> bool,
) -> Option<Occasion> {
    let offset = signed_offset(dated);
    let shifted = |base: Instant| {
        let at = zone.plus(base, offset);
        dated.time.map_or(at, |time| zone.instant(zone.date(at), time))
    };
    if !dated.every_year {
        return Some(Occasion { base: instant.0, at: shifted(instant) }).filter(is_wanted);
    }
    let wall = zone.wall(instant);
    let on = |date: Date| Occasion { base: i64::from(date.0), at: shifted(zone.instant(date, wall.time)) };
    anniversaries_around(wall.date, now, offset, zone).map(on).find(is_wanted)
}

fn signed_offset(dated: &Dated) -> Period {
    match dated.offset {
        None => Period::ZERO,
        Some(offset) if offset.before => offset.period.negated(),
        Some(offset) => offset.period,
    }
}

/// The anniversaries whose starts can lie around now, ascending: those a year before and two years after it, too, for an offset
/// may lead into another year. The day itself is none.
fn anniversaries_around(date: Date, now: Instant, offset: Period, zone: &Zone) -> impl Iterator<Item = Date> {
    let unshifted = zone.date(zone.plus(now, offset.negated()));
    let age = unshifted.ymd().0 - date.ymd().0;
    date.anniversaries((age - 1).max(1)..=age + 2)
}

/// The days of a schedule around a day: the one or two before it that may still be now on some clock, and those to come up
/// to the second one, since a schedule's next day may be over already on this clock.
fn scheduled(schedule: Schedule, today: Date) -> Box<dyn Iterator<Item = Date>> {
    let yesterday = today.plus_days(-1);
    match schedule {
        Schedule::Day => Box::new((0..4).map(move |days| yesterday.plus_days(days))),
        Schedule::Weekday(weekday) => {
            let ahead = (i32::from(weekday.index()) - i32::from(yesterday.weekday().index())).rem_euclid(7);
            Box::new((0..3).map(move |weeks| yesterday.plus_days(ahead + 7 * weeks)))
        }
        Schedule::MonthDay(day) => {
            let (year, month, _) = yesterday.ymd();
            Box::new((0..4).filter_map(move |months| {
                let index = i32::try_from(month).ok()? - 1 + months;
                let (year, month) = (year + index.div_euclid(12), u32::try_from(index.rem_euclid(12)).ok()? + 1);
                Date::from_ymd(year, month, u32::from(day).min(days_in_month(year, month)))
            }))
        }
    }
}

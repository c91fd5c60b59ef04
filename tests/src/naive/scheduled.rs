//! Starts at dates and on days that come again (language reference 2.6, 5.1): every date that could be meant is tried.

use journey_ir::program::{Dated, Offset, Schedule, Start, Trigger};
use journey_ir::table::JourneyId;
use journey_ir::time::{Date, Instant, Period, Unit, days_in_month};
use journey_ir::value::Value;

use super::world::World;

/// A start that has come: which, and for which value, anniversary or day.
pub struct Came {
    journey: JourneyId,
    start: usize,
    base: Value,
}

impl World<'_> {
    /// Whether a dated or scheduled start comes at this very instant, for the first time.
    pub fn comes_now(&mut self, journey: JourneyId, index: usize, start: &Start) -> bool {
        let mut any = false;
        for base in self.bases_of_now(start) {
            let came = Came { journey, start: index, base };
            let days_do_not_come_back = |before: &&Came| match (&start.trigger, &before.base, &came.base) {
                (Trigger::Every(..), Value::Date(before), Value::Date(day)) => day <= before,
                (_, before, base) => before == base,
            };
            let of_this_start = self.came.iter().filter(|before| (before.journey, before.start) == (journey, index));
            if !of_this_start.into_iter().any(|before| days_do_not_come_back(&before)) {
                self.came.push(came);
                any = true;
            }
        }
        any
    }

    /// For which values, anniversaries or days the start is now.
    fn bases_of_now(&self, start: &Start) -> Vec<Value> {
        let zone = self.zone().table();
        match &start.trigger {
            Trigger::Dated(dated) => {
                let meant = self.bases(dated).into_iter().filter(|(_, day)| self.instant(dated, day) == Some(self.now));
                meant.map(|(base, _)| base).collect()
            }
            Trigger::Every(schedule, time) => {
                let near = (-1..=1).map(|days| zone.date(self.now).plus_days(days));
                near.filter(|&date| falls_on(*schedule, date) && zone.instant(date, *time) == self.now)
                    .map(Value::Date)
                    .collect()
            }
            Trigger::At(wall) if zone.instant(wall.date, wall.time) == self.now => vec![Value::Missing],
            _ => Vec::new(),
        }
    }

    /// The attribute's value, or its anniversaries: what they are known by, and the date or instant.
    fn bases(&self, dated: &Dated) -> Vec<(Value, Value)> {
        let zone = self.zone().table();
        let value = self.eye().attribute(dated.attribute);
        if !dated.every_year {
            return vec![(value.clone(), value)];
        }
        let years = 1..=self.years_since(&value, dated);
        match value {
            Value::Date(date) => {
                let of = |years| Value::Date(date.plus(Period::of(years, Unit::Year)));
                years.map(|years| (of(years), of(years))).collect()
            }
            Value::Instant(instant) => {
                let of = |years| zone.plus(instant, Period::of(years, Unit::Year));
                years.map(|years| (Value::Date(zone.date(of(years))), Value::Instant(of(years)))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// How many anniversaries there can have been by now, with the offset.
    fn years_since(&self, value: &Value, dated: &Dated) -> i64 {
        let zone = self.zone().table();
        let date = match value {
            Value::Date(date) => *date,
            Value::Instant(instant) => zone.date(*instant),
            _ => return 0,
        };
        let before = dated.offset.map_or(Period::ZERO, |offset| offset.period);
        let (then, now) = (date.ymd().0, zone.date(zone.plus(self.now, before)).ymd().0);
        i64::from(now - then) + 2
    }

    /// When the journey starts for a base.
    fn instant(&self, dated: &Dated, base: &Value) -> Option<Instant> {
        let zone = self.zone().table();
        let period = dated.offset.map_or(Period::ZERO, signed);
        match base {
            Value::Date(date) => Some(zone.instant(date.plus(period), dated.time.unwrap_or(dated.date_time))),
            Value::Instant(instant) => {
                let moved = zone.plus(*instant, period);
                Some(dated.time.map_or(moved, |time| zone.instant(zone.date(moved), time)))
            }
            _ => None,
        }
    }
}

fn signed(offset: Offset) -> Period {
    if offset.before { offset.period.negated() } else { offset.period }
}

fn falls_on(schedule: Schedule, date: Date) -> bool {
    let (year, month, day) = date.ymd();
    match schedule {
        Schedule::Day => true,
        Schedule::Weekday(weekday) => date.weekday() == weekday,
        Schedule::MonthDay(wanted) => day == u32::from(wanted).min(days_in_month(year, month)),
    }
}

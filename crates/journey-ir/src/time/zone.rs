//! A time zone as a table of its clock changes, and all that calendars ask of it (language reference 2.2).

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

use super::{DAY_SECONDS, Date, Instant, Period, TimeOfDay, WallTime, Weekday};

/// The clock changes of one zone from 1900 to 2100; before and after, its nearest offset holds.
///
/// Clocks are followed as far as the IANA database knows them, which for rules without an end is the year 2099.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The instants at which the offset changes, ascending, in UTC seconds.
    changes: Box<[i64]>,
    /// The offset before each change, in seconds east of Greenwich.
    offsets_before: Box<[i32]>,
    /// The wall clock, in seconds, that each change would have shown without it. Ascending, because changes lie a
    /// week apart at least and no clock jumps by more than a day.
    wall_before: Box<[i64]>,
    /// For each stretch of [`STRETCH`] from [`TABLE_FROM`] on, how many changes lie before it: a change is found by walking from
    /// there.
    before: Box<[u16]>,
    /// The offset after the last change; the only one of most zones without summer time.
    offset_last: i32,
    /// Whether this is UTC itself, whose moments are written with `Z`.
    pub(super) is_utc: bool,
}

impl Zone {
    /// Seconds east of Greenwich at that instant.
    #[must_use]
    pub fn offset_at(&self, t: Instant) -> i32 {
        self.offset_before(self.index_at(t))
    }

    /// How many changes there are up to `t`.
    fn index_at(&self, t: Instant) -> usize {
        self.walk(&self.changes, t.0, t.0)
    }

    /// How many of these ascending `ends` are over at `t`, where all before the stretch of `from` are.
    fn walk(&self, ends: &[i64], t: i64, from: i64) -> usize {
        let stretch = usize::try_from((from - TABLE_FROM) >> STRETCH).unwrap_or_default();
        let before = self.before.get(stretch).or(self.before.last()).copied().unwrap_or_default();
        let mut index = usize::from(before);
        while ends.get(index).is_some_and(|&end| end <= t) {
            index += 1;
        }
        index
    }

    /// The first instant after `t` at which the offset changes.
    #[must_use]
    pub fn next_change(&self, t: Instant) -> Option<Instant> {
        self.changes.get(self.index_at(t)).copied().map(Instant)
    }

    /// What the clock on the wall shows. Instants outside the supported range count as its edge.
    #[must_use]
    pub fn wall(&self, t: Instant) -> WallTime {
        let t = t.clamp(Instant::MIN, Instant::MAX);
        WallTime::from_seconds(t.0 + i64::from(self.offset_at(t)))
    }

    /// The instant at which the clock on the wall shows that time: the first of two, and the first instant after the
    /// gap for a time that the clock skips (language reference 2.2).
    #[must_use]
    pub fn instant(&self, date: Date, time: TimeOfDay) -> Instant {
        let wall = WallTime { date, time }.seconds();
        // No clock is a day away from UTC.
        self.instant_in(self.walk(&self.wall_before, wall, wall - DAY_SECONDS), wall)
    }

    /// The instant of a wall time; `index` is the first stretch between two changes whose clock has not passed `wall` at
    /// its end. If that clock started later than `wall`, the change before it skipped `wall`.
    fn instant_in(&self, index: usize, wall: i64) -> Instant {
        let t = wall - i64::from(self.offset_before(index));
        let start = index.checked_sub(1).and_then(|before| self.changes.get(before));
        Instant(start.map_or(t, |&start| t.max(start)))
    }

    /// t ⊕ D: calendar units keep the wall-clock time, end-of-month clamped, then hours, minutes and seconds exactly
    /// (language reference 2.2). Stops at the edges of the supported range.
    #[must_use]
    pub fn plus(&self, t: Instant, period: Period) -> Instant {
        // Also when nothing is added: in the second of two equal hours the wall clock would lead back to the first.
        if period.is_exact() {
            return t.plus_seconds(period.seconds);
        }
        let t = t.clamp(Instant::MIN, Instant::MAX);
        let mut index = self.index_at(t);
        if let Some(near) = self.plus_days_near(t, period, index) {
            return near;
        }
        let wall = WallTime::from_seconds(t.0 + i64::from(self.offset_before(index)));
        let target = WallTime { date: wall.date.plus(period), time: wall.time }.seconds();
        // The target is mostly a few changes away: walking there is faster than searching again.
        while self.wall_before.get(index).is_some_and(|&end| end <= target) {
            index += 1;
        }
        while let Some(before) = index.checked_sub(1)
            && self.wall_before.get(before).is_some_and(|&end| end > target)
        {
            index = before;
        }
        self.instant_in(index, target).plus_seconds(period.seconds)
    }

    /// The same for days ahead up to which no clock changes, which is what most windows ask for: no date has to be made of them.
    /// `index` is the stretch between two changes in which `t` lies.
    fn plus_days_near(&self, t: Instant, period: Period, index: usize) -> Option<Instant> {
        let days = i64::from(period.days) * DAY_SECONDS;
        let end = Instant(t.0 + days);
        let no_change = self.changes.get(index).is_none_or(|&change| end.0 < change);
        let before = index.checked_sub(1).and_then(|before| self.wall_before.get(before));
        // The first of two equal times on the wall counts, which the stretch before may have shown.
        let not_shown = || before.is_none_or(|&shown| shown <= end.0 + i64::from(self.offset_before(index)));
        let is_near = period.months == 0 && days >= 0 && no_change && end < NEAR_UNTIL && not_shown();
        is_near.then(|| end.plus_seconds(period.seconds))
    }

    /// t ⊕ −D. Not the inverse of [`Zone::plus`]: 31 March minus 1 month is 28 February. Windows are defined by ⊕
    /// alone (language reference 2.3).
    #[must_use]
    pub fn minus(&self, t: Instant, period: Period) -> Instant {
        self.plus(t, period.negated())
    }

    /// The date on the wall.
    #[must_use]
    pub fn date(&self, t: Instant) -> Date {
        self.wall(t).date
    }

    /// The first instant of that date.
    #[must_use]
    pub fn midnight(&self, date: Date) -> Instant {
        self.instant(date, TimeOfDay::MIDNIGHT)
    }

    /// The first midnight after `t`; `t` itself does not count. [`Instant::MAX`] when there is none.
    #[must_use]
    pub fn next_midnight(&self, t: Instant) -> Instant {
        self.next_time_of_day(t.plus_seconds(1), TimeOfDay::MIDNIGHT)
    }

    /// The first instant at or after `t` that is `time` on its date (the gap and overlap rule of
    /// [`Zone::instant`] included). [`Instant::MAX`] when there is none.
    #[must_use]
    pub fn next_time_of_day(&self, t: Instant, time: TimeOfDay) -> Instant {
        let today = self.date(t);
        // From yesterday, whose time may have been skipped up to now; to the day after tomorrow, since the first of
        // tomorrow's two times may already be over.
        self.first_from(t, time, (-1..=2).map(|days| today.plus_days(days)))
    }

    /// The first instant at or after `t` that is `time` on such a weekday. [`Instant::MAX`] when there is none.
    #[must_use]
    pub fn next_weekday_time(&self, t: Instant, weekday: Weekday, time: TimeOfDay) -> Instant {
        let yesterday = self.date(t).plus_days(-1);
        let ahead = (i32::from(weekday.index()) - i32::from(yesterday.weekday().index())).rem_euclid(7);
        self.first_from(t, time, (0..3).map(|weeks| yesterday.plus_days(ahead + 7 * weeks)))
    }

    /// The first of these dates, ascending, whose `time` is not before `t`: [`Zone::instant`] never goes back when its
    /// date goes on.
    fn first_from(&self, t: Instant, time: TimeOfDay, dates: impl Iterator<Item = Date>) -> Instant {
        let mut instants = dates.map(|date| self.instant(date, time));
        instants.find(|&instant| instant >= t).unwrap_or(Instant::MAX)
    }

    fn offset_before(&self, index: usize) -> i32 {
        self.offsets_before.get(index).copied().unwrap_or(self.offset_last)
    }

    /// Walks the zone in steps and closes in on each change found: `chrono-tz` keeps its own table to itself.
    pub(super) fn build(tz: Tz) -> Self {
        let offset_at = |t: i64| {
            let utc = DateTime::from_timestamp(t, 0).unwrap_or_default().naive_utc();
            tz.offset_from_utc_datetime(&utc).fix().local_minus_utc()
        };
        let (mut changes, mut offsets_before) = (Vec::new(), Vec::new());
        let mut offset = offset_at(TABLE_FROM);
        let mut t = TABLE_FROM;
        while t < TABLE_UNTIL {
            let next = t + STEP;
            let offset_next = offset_at(next);
            if offset_next != offset {
                let (mut unchanged, mut after) = (t, next);
                while after - unchanged > 1 {
                    let middle = i64::midpoint(unchanged, after);
                    if offset_at(middle) == offset {
                        unchanged = middle;
                    } else {
                        after = middle;
                    }
                }
                changes.push(after);
                offsets_before.push(offset);
                offset = offset_next;
            }
            t = next;
        }
        let wall_before = changes.iter().zip(&offsets_before).map(|(&t, &offset)| t + i64::from(offset)).collect();
        let stretches = (TABLE_FROM..TABLE_UNTIL).step_by(1 << STRETCH);
        let before = stretches.map(|start| changes.partition_point(|&change| change < start));
        Self {
            before: before.map(|count| u16::try_from(count).unwrap_or(u16::MAX)).collect(),
            changes: changes.into(),
            offsets_before: offsets_before.into(),
            wall_before,
            offset_last: offset,
            is_utc: matches!(tz.name().rsplit('/').next(), Some("UTC" | "UCT" | "Zulu" | "Universal")),
        }
    }
}

/// A little before the edge of the supported range, at which dates stop.
const NEAR_UNTIL: Instant = Instant(Instant::MAX.0 - 400 * DAY_SECONDS);
/// 1900-01-01T00:00:00Z.
const TABLE_FROM: i64 = -2_208_988_800;
/// 2100-01-01T00:00:00Z.
const TABLE_UNTIL: i64 = 4_102_444_800;
/// Some 388 days: 2 to this power, in seconds.
const STRETCH: u32 = 25;
/// No two changes of a zone lie closer than 6.9 days (Recife in 2000, Gaza in years to come), so none is stepped over.
const STEP: i64 = 3 * DAY_SECONDS;

//! What a channel can do: its hours and its capacity, for a customer without others (language reference 2.5, 3.3).

use journey_ir::calendar::{Calendar, Closed, DayRule};
use journey_ir::capacity::CapacityPeriod;
use journey_ir::operation::Send;
use journey_ir::pressure::Purpose;
use journey_ir::records::Outcome;
use journey_ir::table::{CalendarId, ChannelId};
use journey_ir::time::{Date, Instant, Weekday};
use journey_ir::value::Value;

use super::world::World;

/// How far ahead an opening is looked for, for what is booked: four weeks.
const LOOKED_FOR_HALF_HOURS: i64 = 28 * 48;

impl World<'_> {
    /// The first calendar of the channel that is closed now.
    pub fn closed_calendar(&self, send: &Send, channel: ChannelId) -> Option<CalendarId> {
        let hours = self.program.channels[channel].hours.iter().copied();
        let mut closed = hours.filter(|id| !self.is_open(&self.program.calendars[*id], self.now));
        if send.purpose == Purpose::Service { None } else { closed.next() }
    }

    fn is_open(&self, calendar: &Calendar, at: Instant) -> bool {
        let clock = self.zone().table().wall(at);
        let too_early = calendar.valid.from.is_some_and(|from| clock.date < from);
        let too_late = calendar.valid.until.is_some_and(|until| clock.date >= until);
        if too_early || too_late {
            return true;
        }
        let closed = calendar.closed.iter().any(|closed| match closed {
            Closed::Holidays(list) => self.program.holidays[*list].days.iter().any(|rule| falls_on(*rule, clock.date)),
            Closed::Days(rule) => falls_on(*rule, clock.date),
        });
        let today = Weekday::ALL.into_iter().zip(&calendar.week).find(|(day, _)| *day == clock.date.weekday());
        let hours = today.map_or(&[][..], |(_, hours)| hours);
        !closed && hours.iter().any(|hours| (hours.from.0..hours.until).contains(&clock.time.0))
    }

    /// Whether the channel has done all that it can in the present period.
    pub fn is_used_up(&self, channel: ChannelId) -> bool {
        let Some(capacity) = self.program.channels[channel].capacity else { return false };
        let worker = self.worker(channel);
        let made = self.made.iter().zip(&self.workers);
        let sent = made.filter(|(contact, by)| {
            let is_theirs = !capacity.per_assignee || **by == worker;
            contact.outcome == Outcome::Sent && contact.channel == Some(channel) && is_theirs
        });
        let same = sent.filter_map(|(contact, _)| contact.at).filter(|at| self.is_in_present(capacity.per, *at));
        same.count() >= usize::try_from(capacity.limit).unwrap_or(usize::MAX)
    }

    /// Who does the work of a channel for the customer now; missing where nobody is named.
    pub fn worker(&self, channel: ChannelId) -> Value {
        let assignee = self.program.channels[channel].assign.as_ref();
        assignee.map(|assignee| self.eye().value(&assignee.who)).unwrap_or_default()
    }

    /// The first time at or after `from` at which all hours of the channel are open: whoever waits for them looks at the clock
    /// every half hour, and at every second of the first hour.
    pub fn opens(&self, channel: ChannelId, from: Instant) -> Option<Instant> {
        let seconds = (0..3_600).map(|seconds| from.plus_seconds(seconds));
        let next = Instant(from.0 - from.0.rem_euclid(1_800));
        let half_hours = (1..=LOOKED_FOR_HALF_HOURS).map(|count| next.plus_seconds(1_800 * count));
        let hours = &self.program.channels[channel].hours;
        let is_open = |at: &Instant| hours.iter().all(|id| self.is_open(&self.program.calendars[*id], *at));
        seconds.chain(half_hours).find(is_open)
    }

    fn is_in_present(&self, period: CapacityPeriod, at: Instant) -> bool {
        let zone = self.program.zone.table();
        let (then, now) = (zone.wall(at), zone.wall(self.now));
        let monday = |date: Date| date.0 - i32::from(date.weekday().index());
        match period {
            CapacityPeriod::Hour => {
                let hour = |seconds: u32| seconds / 3600;
                (then.date, hour(then.time.0), zone.offset_at(at))
                    == (now.date, hour(now.time.0), zone.offset_at(self.now))
            }
            CapacityPeriod::Day => then.date == now.date,
            CapacityPeriod::Week => monday(then.date) == monday(now.date),
        }
    }
}

fn falls_on(rule: DayRule, date: Date) -> bool {
    let (year, month, day) = date.ymd();
    match rule {
        DayRule::EveryYear { month: its_month, day: its_day } => (month, day) == (its_month.into(), its_day.into()),
        DayRule::Easter(days) => [year - 1, year, year + 1]
            .into_iter()
            .any(|year| easter(year).is_some_and(|easter| easter.0 + days == date.0)),
        DayRule::Between { first, last } => first <= date && date <= last,
    }
}

/// Gauss's rule, with the corrections that hold from 1900 to 2099.
fn easter(year: i32) -> Option<Date> {
    let golden = year % 19;
    let moon = (19 * golden + 24) % 30;
    let sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7;
    // Days of March.
    let days = match (moon, sunday) {
        (29, 6) => 50,
        (28, 6) if golden > 10 => 49,
        _ => 22 + moon + sunday,
    };
    Date::from_ymd(year, 3, 1).map(|march| march.plus_days(days - 1))
}

//! Whether numbers lie where they must: shares, days of the year, openings.

use super::Flaw;
use crate::calendar::{Closed, DayRule, Opening};
use crate::decimal::Decimal;
use crate::program::{Program, Share};
use crate::time::days_in_month;

/// All customers, in basis points.
const WHOLE: u32 = 10_000;

/// The first number that is out of its range.
pub(super) fn check(program: &Program) -> Result<(), Flaw> {
    share("holdout", program.holdout)?;
    for (place, supposition) in program.behaviour.suppositions.iter().enumerate() {
        share(&format!("behaviour.suppositions[{place}].share"), supposition.share)?;
    }
    for (id, channel) in program.channels.iter() {
        if channel.cost < Decimal::ZERO {
            return Err(Flaw::new(format!("channels[{}].cost", id.0), "is less than nothing"));
        }
    }
    for (id, calendar) in program.calendars.iter() {
        for (day, openings) in calendar.week.iter().enumerate() {
            openings_of_a_day(&format!("calendars[{}].week[{day}]", id.0), openings)?;
        }
        for (place, closed) in calendar.closed.iter().enumerate() {
            if let Closed::Days(rule) = closed {
                days(&format!("calendars[{}].closed[{place}]", id.0), *rule)?;
            }
        }
    }
    for (id, holidays) in program.holidays.iter() {
        for (place, rule) in holidays.days.iter().enumerate() {
            days(&format!("holidays[{}].days[{place}]", id.0), *rule)?;
        }
    }
    Ok(())
}

/// At most all customers.
pub(super) fn share(path: &str, share: Share) -> Result<(), Flaw> {
    if u32::from(share.0) <= WHOLE {
        return Ok(());
    }
    Err(Flaw::new(path, format!("is {}, more than the {WHOLE} basis points that there are", share.0)))
}

/// Shares that take all customers.
pub(super) fn shares(path: &str, shares: impl Iterator<Item = Share>) -> Result<(), Flaw> {
    let sum: u32 = shares.map(|share| u32::from(share.0)).sum();
    if sum == WHOLE { Ok(()) } else { Err(Flaw::new(path, format!("comes to {sum} of {WHOLE} basis points"))) }
}

fn openings_of_a_day(path: &str, openings: &[Opening]) -> Result<(), Flaw> {
    let in_order = openings.is_sorted_by(|one, next| one.until <= next.from.0);
    let each = openings.iter().all(|opening| opening.from.0 < opening.until && opening.until <= Opening::ALL_DAY.until);
    if in_order && each { Ok(()) } else { Err(Flaw::new(path, "are no openings of a day, one after the other")) }
}

fn days(path: &str, rule: DayRule) -> Result<(), Flaw> {
    // 2024 has a 29 February.
    match rule {
        DayRule::EveryYear { month, day } if !(1..=days_in_month(2024, month.into())).contains(&day.into()) => {
            Err(Flaw::new(path, format!("is day {day} of month {month}, which no year has")))
        }
        DayRule::Easter(offset) if offset.unsigned_abs() > 366 => {
            Err(Flaw::new(path, format!("is {offset} days from Easter, and not of its year")))
        }
        _ => Ok(()),
    }
}

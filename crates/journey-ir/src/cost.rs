//! What the programme costs by itself, whatever it sends (language reference 9.9).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::time::{CalendarUnit, Date};

/// `cost 12000 per year` of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct RunningCost {
    /// How much, in the programme's currency.
    pub amount: Decimal,
    /// In which time.
    pub per: CalendarUnit,
}

impl RunningCost {
    /// What the days from `first` to before `after` cost: of each year (month, …) its share by days, rounded half to even
    /// at the fourth place. So a whole year costs what a year costs, however many days it has.
    #[must_use]
    pub fn of_days(self, first: Date, after: Date) -> i128 {
        let mut sum = 0;
        let mut day = first;
        while day < after {
            let end = day.start_of_next(self.per);
            let begin = start_of(day, self.per);
            let days = i128::from(after.min(end).0 - day.0);
            let of = u64::try_from(end.0 - begin.0).unwrap_or(1);
            sum += Decimal::average(i128::from(self.amount.0) * days, of).map_or(0, |part| i128::from(part.0));
            if end <= day {
                break;
            }
            day = end;
        }
        sum
    }
}

/// The first date of the unit in which a date lies.
fn start_of(date: Date, unit: CalendarUnit) -> Date {
    let (year, month, _) = date.ymd();
    let first = |month| Date::from_ymd(year, month, 1).unwrap_or(Date::MIN);
    match unit {
        CalendarUnit::Day => date,
        CalendarUnit::Week => date.plus_days(-i32::from(date.weekday().index())),
        CalendarUnit::Month => first(month),
        CalendarUnit::Quarter => first(month - (month - 1) % 3),
        CalendarUnit::Year => first(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(amount: &str, per: CalendarUnit, first: &str, after: &str) -> i128 {
        let amount = Decimal::parse(amount.as_bytes()).unwrap();
        let date = |text: &str| Date::parse(text).unwrap();
        RunningCost { amount, per }.of_days(date(first), date(after))
    }

    #[test]
    fn a_whole_year_costs_a_year_whether_it_is_a_leap_year_or_not() {
        assert_eq!(cost("12000", CalendarUnit::Year, "2026-01-01", "2027-01-01"), 120_000_000);
        assert_eq!(cost("12000", CalendarUnit::Year, "2024-01-01", "2025-01-01"), 120_000_000);
        assert_eq!(cost("12000", CalendarUnit::Year, "2024-01-01", "2026-01-01"), 240_000_000);
    }

    #[test]
    fn a_part_of_a_year_costs_its_share_by_days() {
        // 181 of 365 days; 182 of 366 in a leap year.
        assert_eq!(cost("365", CalendarUnit::Year, "2026-01-01", "2026-07-01"), 1_810_000);
        assert_eq!(cost("366", CalendarUnit::Year, "2024-01-01", "2024-07-01"), 1_820_000);
        assert_eq!(cost("1000", CalendarUnit::Year, "2026-03-01", "2026-03-02"), 27_397, "1000 / 365 = 2.73972…");
    }

    #[test]
    fn a_run_over_several_units_takes_its_share_of_each() {
        // 1 of 31 days, all of February, 1 of 31 days.
        assert_eq!(cost("31", CalendarUnit::Month, "2026-01-31", "2026-03-02"), 330_000);
        assert_eq!(cost("7", CalendarUnit::Week, "2026-01-04", "2026-01-13"), 90_000);
        assert_eq!(cost("2.5", CalendarUnit::Day, "2026-01-04", "2026-01-13"), 225_000);
        assert_eq!(cost("90", CalendarUnit::Quarter, "2026-02-01", "2026-02-11"), 100_000);
    }

    #[test]
    fn no_days_cost_nothing() {
        assert_eq!(cost("12000", CalendarUnit::Year, "2026-01-01", "2026-01-01"), 0);
        assert_eq!(cost("12000", CalendarUnit::Year, "2026-01-02", "2026-01-01"), 0);
    }
}

//! The clauses of channels and calendars, and the days of holiday lists.

use super::Statement;
use crate::syntax::grammar::Rule;

pub(super) const CHANNEL: &[Statement] = &[
    Statement(Rule::kw_address, Rule::address, "address ATTRIBUTE"),
    Statement(Rule::kw_consent, Rule::consent, "consent CONDITION"),
    Statement(Rule::kw_cost, Rule::cost, "cost 0.045"),
    Statement(Rule::kw_weight, Rule::weight, "weight 1"),
    Statement(Rule::kw_kind, Rule::channel_kind, "kind human"),
    Statement(Rule::kw_hours, Rule::hours, "hours CALENDAR` or `hours mon..fri 10:00-18:00"),
    Statement(Rule::kw_capacity, Rule::capacity, "capacity 200 per day"),
    Statement(Rule::kw_assign, Rule::assign, "assign ATTRIBUTE"),
    Statement(Rule::kw_moment, Rule::moment, "moment EVENT"),
];

/// The ways to name days of a holiday list.
pub(super) const DAYS: &str = "`12-25`, `easter + 1`, `2026-06-30` or `2026-08-01 to 2026-08-15`";

pub(super) const CALENDAR: &[Statement] = &[
    Statement(Rule::kw_open, Rule::open, "open mon..fri 10:00-13:00, 14:00-20:00"),
    Statement(Rule::kw_closed, Rule::closed, "closed holidays france` or `closed 12-24"),
    Statement(Rule::kw_kind, Rule::calendar_kind, "kind policy"),
    Statement(Rule::kw_source, Rule::calendar_source, "source \"…\""),
    Statement(Rule::kw_valid, Rule::valid_dates, "valid from 2026-01-01"),
];

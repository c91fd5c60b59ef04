//! The statements of each place and how they are written, and the parts that can stand at the end of one.

use super::{More, Statement};
use crate::syntax::grammar::Rule;

const ALLOW_FORM: &str = "allow RULE because \"WHY\" until 2026-12-31";

pub(super) const FILE: &[Statement] = &[
    Statement(Rule::kw_programme, Rule::programme_head, "programme \"NAME\" { … }"),
    Statement(Rule::kw_customer, Rule::customer_head, "customer { … }"),
    Statement(Rule::kw_event, Rule::event_head, "event NAME { … }"),
    Statement(Rule::kw_segment, Rule::segment_head, "segment NAME = CONDITION"),
    Statement(Rule::kw_state, Rule::state_head, "state NAME = from EVENT until EVENT"),
    Statement(Rule::kw_table, Rule::table_head, "table NAME \"FILE.csv\" { COLUMN -> COLUMN TYPE }"),
    Statement(Rule::kw_channel, Rule::channel_head, "channel NAME { … }"),
    Statement(Rule::kw_message, Rule::message_head, "message NAME \"TITLE\" { … }"),
    Statement(Rule::kw_calendar, Rule::calendar_head, "calendar NAME { … }"),
    Statement(Rule::kw_holidays, Rule::holidays_head, "holidays NAME { … }"),
    Statement(Rule::kw_offer, Rule::offer_head, "offer NAME { … }"),
    Statement(Rule::kw_pressure, Rule::pressure_head, "pressure { … }"),
    Statement(Rule::kw_rules, Rule::rules_head, "rules { … }"),
    Statement(Rule::kw_journey, Rule::journey_head, "journey NAME \"TITLE\" { … }"),
    Statement(Rule::kw_scenario, Rule::scenario_head, "scenario \"TITLE\" { … }"),
    Statement(Rule::kw_blueprint, Rule::blueprint_head, "blueprint NAME { … }"),
    Statement(Rule::kw_allow, Rule::allow_rest, ALLOW_FORM),
    Statement(Rule::kw_assume, Rule::assume_head, "assume { EVENT at most 3 per day }"),
    Statement(Rule::kw_insert, Rule::insert_head, "insert NAME \"FILE.html\"` or `insert NAME { CHANNEL text \"…\" }"),
    Statement(Rule::kw_defaults, Rule::defaults_head, "defaults tagged TAG { … }"),
    Statement(Rule::kw_steps, Rule::steps_head, "steps NAME(PARAMETER: TYPE) { … }"),
];

pub(super) const PROGRAMME: &[Statement] = &[
    Statement(Rule::kw_timezone, Rule::timezone, "timezone Europe/Paris"),
    Statement(Rule::kw_currency, Rule::currency, "currency EUR"),
    Statement(Rule::kw_language, Rule::language, "language fr"),
    Statement(Rule::kw_holdout, Rule::programme_holdout, "holdout 2%"),
    Statement(Rule::kw_dates, Rule::dates_at, "dates at 09:00"),
    Statement(Rule::kw_patience, Rule::patience, "patience 7 days"),
    Statement(Rule::kw_suppress, Rule::suppress, "suppress when CONDITION"),
    Statement(Rule::kw_cost, Rule::programme_cost, "cost 12000 per year"),
];

pub(super) const MESSAGE: &[Statement] = &[
    Statement(Rule::kw_purpose, Rule::purpose, "purpose commercial"),
    Statement(Rule::kw_topic, Rule::topic, "topic NAME"),
    Statement(Rule::kw_language, Rule::language, "language fr"),
    Statement(Rule::kw_offer, Rule::message_offer, "offer NAME"),
    Statement(Rule::kw_tags, Rule::tags, "tags NAME, NAME"),
    Statement(Rule::kw_allow, Rule::allow, ALLOW_FORM),
    Statement(Rule::kw_no, Rule::no_inserts, "no inserts"),
    Statement(Rule::kw_match, Rule::message_match, "match VALUE { a { email { … } } else { … } }"),
];

pub(super) const VARIANT: &[Statement] = &[Statement(Rule::kw_language, Rule::language, "language es")];

pub(super) const CONTENT: &[Statement] = &[
    Statement(Rule::kw_subject, Rule::subject, "subject \"…\""),
    Statement(Rule::kw_body, Rule::body, "body \"file.html\"` or `body text \"…\""),
];

pub(super) const OFFER: &[Statement] = &[
    Statement(Rule::kw_benefit, Rule::benefit, "benefit \"10 %\""),
    Statement(Rule::kw_valid, Rule::valid_for, "valid 30 days"),
    Statement(Rule::kw_valid, Rule::valid_dates, "valid until 2026-12-31"),
    Statement(Rule::kw_cost, Rule::offer_cost, "cost 8.00 per use"),
];

pub(super) const CAP_FORM: &str = "at most 3 commercial per 7 days";

pub(super) const PRESSURE: &[Statement] = &[
    Statement(Rule::kw_at, Rule::cap, CAP_FORM),
    Statement(Rule::kw_at, Rule::cap_calendar, "at most 1 commercial per calendar day"),
    Statement(Rule::kw_at, Rule::spacing, "at least 2 days between commercial email"),
    Statement(Rule::kw_no, Rule::forbid, "no commercial within 90 days after EVENT"),
    Statement(Rule::kw_look, Rule::look_ahead, "look ahead 7 days"),
];

pub(super) const RULES: &[Statement] = &[
    Statement(Rule::kw_never, Rule::never_rule, "never MESSAGE and MESSAGE within 14 days"),
    Statement(Rule::kw_exclusive, Rule::exclusive, "exclusive OFFER, OFFER"),
];

/// The rule that begins with what it is about, not with a keyword.
pub(super) const NOT_WITHIN_FORM: &str = "MESSAGE not within 7 days after MESSAGE";

pub(super) const SEND: Statement = Statement(Rule::kw_send, Rule::send, "send MESSAGE by CHANNEL");
pub(super) const WAIT: Statement =
    Statement(Rule::kw_wait, Rule::wait, "wait 3 days` or `wait up to 3 days for EVENT { … } else { … }");
pub(super) const IF: Statement = Statement(Rule::kw_if, Rule::if_step, "if CONDITION { … } else { … }");
pub(super) const AT: Statement = Statement(Rule::kw_at, Rule::at_block, "at DATE { … }");
pub(super) const EXIT: Statement = Statement(Rule::kw_exit, Rule::exit, "exit");
pub(super) const MATCH: Statement =
    Statement(Rule::kw_match, Rule::match_step, "match VALUE { … }` or `match { CONDITION { … } else { … } }");
pub(super) const SPLIT: Statement =
    Statement(Rule::kw_split, Rule::split, "split \"NAME\" { 50% a { … } 50% b { … } }");
pub(super) const REPEAT: Statement = Statement(Rule::kw_repeat, Rule::repeat, "repeat up to 3 times { … }");
pub(super) const SET: Statement = Statement(Rule::kw_set, Rule::set, "set ATTRIBUTE = VALUE");
pub(super) const EMIT: Statement = Statement(Rule::kw_emit, Rule::emit, "emit EVENT");
pub(super) const ENROL: Statement = Statement(Rule::kw_enrol, Rule::enrol, "enrol JOURNEY");
pub(super) const LABEL: Statement = Statement(Rule::kw_label, Rule::label, "label \"NAME\"");
pub(super) const TASK: Statement = Statement(Rule::kw_task, Rule::task, "task \"TEXT\" for ATTRIBUTE within 1 day");
pub(super) const DO: Statement = Statement(Rule::kw_do, Rule::do_steps, "do STEPS(PARAMETER = VALUE)");

pub(super) const STEPS: &[Statement] =
    &[SEND, WAIT, IF, AT, EXIT, MATCH, SPLIT, REPEAT, SET, EMIT, ENROL, LABEL, TASK, DO];

pub(super) const FLEX: &[Statement] = &[Statement(
    Rule::kw_flex,
    Rule::flex_statement,
    "flex NAME: duration = 7 days`, `flex NAME { … }` or `flex priority 80",
)];

pub(super) const CLAUSES: &[Statement] = &[
    Statement(Rule::kw_start, Rule::start, "start on EVENT"),
    Statement(Rule::kw_for, Rule::audience, "for CONDITION"),
    Statement(Rule::kw_again, Rule::again, "again never"),
    Statement(Rule::kw_stop, Rule::stop, "stop on EVENT"),
    Statement(Rule::kw_goal, Rule::goal, "goal EVENT within 30 days"),
    Statement(Rule::kw_priority, Rule::priority, "priority 50"),
    Statement(Rule::kw_active, Rule::active, "active 2026-01-01 to 2026-12-31"),
    Statement(Rule::kw_holdout, Rule::holdout, "holdout 5%"),
    Statement(Rule::kw_owner, Rule::owner, "owner \"NAME\""),
    Statement(Rule::kw_purpose, Rule::purpose, "purpose commercial"),
    Statement(Rule::kw_tags, Rule::tags, "tags NAME, NAME"),
    Statement(Rule::kw_patience, Rule::patience, "patience 7 days"),
    Statement(Rule::kw_protect, Rule::protect, "protect from commercial for 90 days"),
    Statement(Rule::kw_pause, Rule::pause, "pause while CONDITION"),
    Statement(Rule::kw_measure, Rule::measure, "measure \"NAME\" VALUE after 90 days"),
    Statement(Rule::kw_allow, Rule::allow, ALLOW_FORM),
];

pub(super) const ASSUME: &[Statement] =
    &[Statement(Rule::kw_audience, Rule::assumed_audience, "audience JOURNEY about 40000")];

pub(super) const DEFAULTS: &[Statement] =
    &[Statement(Rule::kw_channels, Rule::default_channels, "channels CHANNEL, CHANNEL")];

const MOVES_FORM: &str = "start on ATTRIBUTE rises";

pub(super) const DATED_FORM: &str = "2026-01-05 09:00 EVENT { FIELD VALUE }";
pub(super) const EXPECTED_FORM: &str = "2026-01-05 09:00 MESSAGE by CHANNEL";

pub(super) const SCENARIO: &[Statement] = &[
    Statement(Rule::kw_customer, Rule::scenario_customer, "customer { ATTRIBUTE VALUE }"),
    Statement(Rule::kw_from, Rule::scenario_from, "from 2026-01-01"),
    Statement(Rule::kw_until, Rule::scenario_until, "until 2026-06-30"),
    Statement(Rule::kw_holdout, Rule::scenario_holdout, "holdout yes"),
    Statement(Rule::kw_arm, Rule::scenario_arm, "arm SPLIT = ARM"),
    Statement(Rule::kw_expect, Rule::expect_lines, "expect { … }` or `expect CONDITION at 2026-01-05"),
    Statement(Rule::kw_expect, Rule::expect_condition, "expect { … }` or `expect CONDITION at 2026-01-05"),
    Statement(Rule::kw_never, Rule::never, "never MESSAGE until 2026-06-30"),
    Statement(Rule::kw_never, Rule::never_until, "never MESSAGE until 2026-06-30"),
];

pub(super) const EXPECT: &[Statement] = &[];

pub(super) const MORE: &[More] = &[
    More(Rule::kw_and, Rule::more_and, "CONDITION and CONDITION", "`and` stands between two conditions"),
    More(
        Rule::kw_or,
        Rule::more_or,
        "by CHANNEL or CHANNEL",
        "`or` stands between two conditions, or two channels of a `send`",
    ),
    More(Rule::kw_is, Rule::is_known, "ATTRIBUTE is known", "`is` stands behind an attribute: `ATTRIBUTE is known`"),
    More(Rule::kw_in, Rule::in_list, "ATTRIBUTE in (a, b)", "`in` stands behind a value: `ATTRIBUTE in (a, b)`"),
    More(
        Rule::kw_ended,
        Rule::has_ended,
        "STATE ended within 7 days",
        "`ended` stands behind a state: `STATE ended within 7 days`",
    ),
    More(Rule::kw_rises, Rule::kw_rises, MOVES_FORM, "`rises` stands behind an attribute: `start on ATTRIBUTE rises`"),
    More(Rule::kw_falls, Rule::kw_falls, MOVES_FORM, "`falls` stands behind an attribute: `start on ATTRIBUTE falls`"),
    More(
        Rule::kw_changes,
        Rule::kw_changes,
        MOVES_FORM,
        "`changes` stands behind an attribute: `start on ATTRIBUTE changes`",
    ),
    More(
        Rule::kw_where,
        Rule::r#where,
        "EVENT where CONDITION",
        "`where` stands behind an event: `on EVENT where CONDITION`",
    ),
    More(
        Rule::kw_by,
        Rule::send_by,
        "send MESSAGE by CHANNEL",
        "`by` stands behind the message: `send MESSAGE by CHANNEL`",
    ),
    More(
        Rule::kw_within,
        Rule::send_within,
        "within 3 days",
        "`within` stands behind the channels of a `send`, or in a `goal`",
    ),
    More(
        Rule::kw_after,
        Rule::goal_after,
        "goal EVENT within 30 days after MESSAGE",
        "`after` and a message stand behind the `within` of a `goal`",
    ),
    More(Rule::kw_worth, Rule::goal_worth, "goal EVENT worth EVENT.FIELD", "`worth` stands at the end of a `goal`"),
    More(Rule::kw_else, Rule::more_else, "else { … }", "`else` stands behind the `}` of an `if` or a `wait up to`"),
    More(
        Rule::kw_until,
        Rule::more_until,
        "until DATE",
        "`until` stands behind `wait`, or behind the channels of a `send`",
    ),
    More(Rule::kw_at, Rule::more_at, "at 09:00", "`at` and a time stand behind the channels of a `send`, or a `start`"),
    More(Rule::kw_for, Rule::more_for, "for CONDITION", "`for` stands behind a cap, or among the clauses of a journey"),
    More(Rule::kw_per, Rule::again_per, "per FIELD", "`per` stands in a cap, or behind `again`"),
    More(Rule::kw_except, Rule::selector, "except SELECTOR", "`except` stands in a cap, before `per`"),
];

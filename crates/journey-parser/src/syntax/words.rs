//! From rules of the grammar to words for people.
//!
//! The grammar's keyword table is the only one: `Rule::kw_send` is the keyword whose canonical word is `send`.

use super::grammar::Rule;
use super::parse_rule;
use std::borrow::Cow;

/// Whether the rule is a keyword, or a sign that says as little.
pub(crate) fn is_keyword(rule: Rule) -> bool {
    (Rule::kw_active..=Rule::sign_percent).contains(&rule)
}

/// The canonical word of a keyword.
pub(crate) fn word(keyword: Rule) -> String {
    format!("{keyword:?}").trim_start_matches("kw_").to_owned()
}

/// Whether `text` begins with this keyword, in any surface.
pub(crate) fn begins_with(text: &str, keyword: Rule) -> bool {
    parse_rule(keyword, first_token(text)).is_some()
}

/// Whether `text` is the beginning of an item beyond doubt.
pub(crate) fn begins_item(text: &str) -> bool {
    // Only the line is shown to pest: a failure costs it a look at all of the text that it was given.
    let line = text.split('\n').next().unwrap_or_default();
    line.starts_with(char::is_alphabetic) && parse_rule(Rule::item_begins, line).is_some()
}

/// Whether `text` begins a `customer` block.
pub(crate) fn begins_customer(text: &str) -> bool {
    begins_with(text, Rule::kw_customer)
}

/// Whether `text` begins a scenario.
pub(crate) fn begins_scenario(text: &str) -> bool {
    begins_with(text, Rule::kw_scenario)
}

/// The first word, number, text or sign of `text`.
pub(crate) fn first_token(text: &str) -> &str {
    let Some(first) = text.chars().next() else { return "" };
    let end = if is_word(first) {
        text.find(|c| !is_word(c))
    } else if first == '"' {
        let line = text.lines().next().unwrap_or_default();
        Some(line.get(1..).and_then(|rest| rest.find('"')).map_or(line.trim_end().len(), |at| at + 2))
    } else if is_sign(first) {
        text.find(|c| !is_sign(c))
    } else {
        Some(first.len_utf8())
    };
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// The last word, number or sign of `text`.
pub(crate) fn last_token(text: &str) -> &str {
    let text = text.trim_end();
    let Some(last) = text.chars().next_back() else { return "" };
    let start = if is_word(last) {
        text.rfind(|c| !is_word(c)).and_then(|at| Some(at + text.get(at..)?.chars().next()?.len_utf8()))
    } else if is_sign(last) {
        text.rfind(|c| !is_sign(c)).and_then(|at| Some(at + text.get(at..)?.chars().next()?.len_utf8()))
    } else if last == '"' {
        text.get(..text.len() - 1).and_then(|before| before.rfind('"'))
    } else {
        Some(text.len() - last.len_utf8())
    };
    text.get(start.unwrap_or(0)..).unwrap_or(text)
}

/// The name that an item seems to declare: its second word.
pub(crate) fn declared_name(text: &str) -> Option<(&str, usize)> {
    let behind = text.get(first_token(text).len()..)?;
    let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let name = first_token(behind.get(blanks..)?);
    let is_name = name.starts_with(|c: char| c == '_' || c.is_alphabetic());
    is_name.then_some((name, text.len() - behind.len() + blanks))
}

pub(crate) fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

fn is_sign(c: char) -> bool {
    matches!(c, '=' | '<' | '>' | '!' | '&' | '|')
}

/// What was expected, for people: `None` for what is never worth saying (an operator that could go on).
/// `before` is the word that stands before the place.
#[expect(clippy::match_same_arms, reason = "a table of words, in the order of their subjects")]
pub(crate) fn describe(rule: Rule, before: &str) -> Option<Cow<'static, str>> {
    let words = match rule {
        Rule::kw_by => "`by` and a channel",
        Rule::kw_per if before != "again" => "`per` and a period such as `7 days`",
        Rule::sign_open => "`(`",
        Rule::sign_close => "`)`",
        Rule::sign_comma => "`,`",
        Rule::sign_colon => "`:`",
        Rule::sign_dash => "`-`",
        Rule::sign_percent => "`%`",
        rule if (Rule::kw_monday..=Rule::kw_sunday).contains(&rule) => "a day of the week such as `monday`",
        rule if is_keyword(rule) => return Some(Cow::Owned(format!("`{}`", word(rule)))),
        Rule::name | Rule::zone_name | Rule::selector_name => name_after(before),
        Rule::expr | Rule::path | Rule::list_value | Rule::paren | Rule::plain_value | Rule::plain_word => "a value",
        Rule::text => "a text in quotes",
        Rule::number | Rule::decimal_comma => "a number",
        Rule::percent => "a percentage such as `5%`",
        Rule::period | Rule::amount => "a period such as `3 days`",
        Rule::date | Rule::date_iso => "a date such as `2026-11-27`",
        Rule::time | Rule::time_of_day | Rule::time_hms => "a time such as `09:00`",
        Rule::match_value => "a value",
        Rule::arrow => "`->`",
        Rule::turn => "an event",
        Rule::table_key | Rule::table_columns => "a column",
        Rule::value_match => "`match`",
        Rule::alternative => "an event, `opened(…)` or `nothing`",
        Rule::emit_field => "a field",
        Rule::wait_body | Rule::wait_many => "`{`",
        Rule::block
        | Rule::match_body
        | Rule::variant
        | Rule::value_variants
        | Rule::condition_variants
        | Rule::case_body
        | Rule::value_cases
        | Rule::value_arms
        | Rule::value_block
        | Rule::split_body
        | Rule::emit_body
        | Rule::brace
        | Rule::skipped_block
        | Rule::content_block
        | Rule::event_body
        | Rule::channel_body
        | Rule::scenario_values
        | Rule::expect_block => "`{`",
        Rule::equals => "`=`",
        Rule::rule_name | Rule::allow_rest => "a rule such as `no-content`",
        Rule::steps_parameters | Rule::do_arguments => "`(`",
        Rule::parameter_type => "a type such as `duration`, `message`, `channel` or `integer`",
        Rule::type_ref | Rule::type_one_of => "a type such as `text`, `integer`, `date?` or `one of a, b`",
        Rule::enum_value => "a value such as `gold`",
        Rule::purpose_word => "a purpose (`commercial`, `relational`, `requested` or `service`)",
        Rule::body_text => "`text \"…\"`",
        Rule::body_file => "a file in quotes",
        Rule::selector | Rule::selector_plain | Rule::line_selector | Rule::line_plain | Rule::term_name => {
            "what it counts, such as `commercial` or a channel"
        }
        Rule::schedule | Rule::open_days | Rule::day_span => "days such as `mon..fri`",
        Rule::open_time => "hours such as `10:00-13:00`",
        Rule::day_rule => "a day such as `12-25`",
        Rule::easter_day => "`easter`",
        Rule::counted_weight => "`weight`",
        Rule::forbid_while => "`while` and a condition",
        Rule::forbid_within => "`within` and a period",
        Rule::calendar_unit => "`day`, `week`, `month`, `quarter` or `year`",
        Rule::start_on | Rule::stop_on => "`on` and an event",
        Rule::start_when | Rule::stop_when | Rule::goal_when => "`when` and a condition",
        Rule::start_while => "`while` and a condition",
        Rule::start_every => "`every`",
        Rule::start_at | Rule::send_at | Rule::more_at => "`at`",
        Rule::start_subject => "an event or a date attribute",
        Rule::goal_event | Rule::awaited => "an event",
        Rule::again_after | Rule::goal_after => "`after`",
        Rule::again_per => "`per`",
        Rule::active_end => "`to` or `until` and a date",
        Rule::send_by => "`by` and a channel",
        Rule::channel_choice => "a channel",
        Rule::wait_up_to => "`up to`",
        Rule::wait_until | Rule::send_until => "`until`",
        Rule::wait_date => "a date",
        Rule::wait_for => "`for` and an event",
        Rule::wait_cond => "`until` and a condition",
        Rule::send_within | Rule::goal_within => "`within`",
        Rule::month_day => "`month on day N`",
        Rule::happening => "an event",
        Rule::past_contact => "`contact`",
        Rule::engaged => "`opened`",
        Rule::scenario_set => "`set`",
        Rule::expected_contact => "a message",
        Rule::expected_enters => "`enters`",
        Rule::expected_leaves => "`leaves`",
        Rule::when => "a date such as `2026-11-27`",
        Rule::arm_split => "a split",
        Rule::r#where => "`where`",
        rule if is_unit(rule) => "a unit such as `days`",
        _ => return None,
    };
    Some(Cow::Borrowed(words))
}

/// What a name is the name of, by the word before it.
fn name_after(before: &str) -> &'static str {
    match before {
        "send" | "message" | "contact" | "opened" | "clicked" | "bounced" | "unsubscribed" => "a message",
        "by" | "or" | "busy" | "channel" => "a channel",
        "offer" => "an offer",
        "hours" => "a calendar",
        "holidays" => "a holiday list",
        "on" | "for" | "event" | "count" | "emit" => "an event",
        "journey" | "enrol" | "enters" | "leaves" => "a journey",
        "skipped" => "a reason such as `capped`",
        "address" | "set" => "an attribute",
        "->" => "the column with the answers",
        "from" => "a blueprint",
        "do" => "a `steps` block",
        "timezone" => "a time zone such as `Europe/Paris`",
        "currency" => "a currency such as `EUR`",
        "language" => "a language such as `fr`",
        _ if before.ends_with(|c: char| c.is_ascii_digit()) => "an event or a message",
        _ => "a name",
    }
}

fn is_unit(rule: Rule) -> bool {
    (Rule::unit_second..=Rule::slip_unit).contains(&rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::grammar::Grammar;
    use crate::syntax::grammar::pest::Parser;

    #[test]
    fn every_keyword_reads_its_canonical_word_and_only_keywords_lie_between_the_first_and_the_last() {
        for rule in Rule::all_rules() {
            let named = format!("{rule:?}").starts_with("kw_");
            let sign = format!("{rule:?}").starts_with("sign_");
            assert_eq!(named || sign, is_keyword(*rule), "{rule:?}");
            if named {
                assert!(begins_with(&word(*rule), *rule), "{rule:?}");
                assert!(!begins_with(&format!("{}x", word(*rule)), *rule), "{rule:?} looks ahead");
            }
        }
    }

    #[test]
    fn what_is_looked_at_before_keywords_lets_each_of_them_pass() {
        use Rule as R;
        let places: [(Rule, &[Rule]); 11] = [
            (R::begins_s, &[R::kw_start, R::kw_stop, R::kw_send, R::kw_set, R::kw_split]),
            (
                R::begins_n_to_z,
                &[R::kw_priority, R::kw_tags, R::kw_owner, R::kw_purpose, R::kw_patience, R::kw_protect],
            ),
            (R::begins_n_to_z, &[R::kw_pause, R::kw_wait, R::kw_task, R::kw_repeat]),
            (R::begins_a_to_m, &[R::kw_goal, R::kw_again, R::kw_for, R::kw_allow, R::kw_active, R::kw_holdout]),
            (R::begins_a_to_m, &[R::kw_measure, R::kw_if, R::kw_exit, R::kw_at, R::kw_match, R::kw_emit, R::kw_enrol]),
            (R::begins_a_to_m, &[R::kw_label, R::kw_do, R::kw_flex]),
            (R::message_word, &[R::kw_purpose, R::kw_topic, R::kw_offer, R::kw_language, R::kw_tags, R::kw_match]),
            (R::message_word, &[R::kw_no, R::kw_allow]),
            (R::send_word, &[R::kw_within, R::kw_until, R::kw_at]),
            (R::operator_word, &[R::kw_and, R::kw_or, R::kw_starts, R::kw_not, R::kw_in, R::kw_is, R::kw_ended]),
            (R::value_word, &[R::kw_start, R::kw_today, R::kw_now, R::kw_yes, R::kw_no, R::kw_month, R::kw_day]),
        ];
        let more: [(Rule, &[Rule]); 6] = [
            (R::prefix_word, &[R::kw_not]),
            (R::no_path_word, &[R::kw_and, R::kw_or, R::kw_not, R::kw_in, R::kw_is, R::kw_where]),
            (R::contact_word, &[R::kw_sent, R::kw_opened, R::kw_clicked, R::kw_bounced, R::kw_unsubscribed]),
            (
                R::statement_word,
                &[R::kw_send, R::kw_wait, R::kw_start, R::kw_stop, R::kw_goal, R::kw_label, R::kw_task],
            ),
            (
                R::statement_word,
                &[R::kw_again, R::kw_priority, R::kw_flex, R::kw_segment, R::kw_journey, R::kw_message],
            ),
            (R::statement_word, &[R::kw_channel, R::kw_event]),
        ];
        for (ahead, keywords) in places.into_iter().chain(more) {
            for keyword in keywords {
                assert!(Grammar::parse(ahead, &word(*keyword)).is_ok(), "{ahead:?} stops {keyword:?}");
            }
        }
        for sign in
            ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "=>", "=<", "<>", "≥", "≤", "≠", "=", "&&", "||"]
        {
            assert!(Grammar::parse(Rule::operator_word, sign).is_ok(), "operator_word stops {sign}");
        }
    }

    #[test]
    fn tokens() {
        assert_eq!(first_token("send x"), "send");
        assert_eq!(first_token("\"a b\" c"), "\"a b\"");
        assert_eq!(first_token("<> 1"), "<>");
        assert_eq!(first_token("«x»"), "«");
        assert_eq!(last_token("send bienvenue_été "), "bienvenue_été");
        assert_eq!(last_token("tier =="), "==");
        assert_eq!(declared_name("journey été {"), Some(("été", 8)));
    }
}

//! Why an arm of a `match`, `split` or wait, a field of an emitted event, or the columns of a table cannot be read.

use super::statements::{MORE, STEPS};
use super::{Explained, Place, explain_stuck, inside, near, quoted, singular, stuck};
use crate::syntax::grammar::Rule;
use crate::syntax::words::{begins_with, first_token, word};

/// The rule of an arm or field, and how it is written.
fn form(place: Place) -> Option<(Rule, &'static str)> {
    Some(match place {
        Place::MatchArms => (Rule::match_arm, "VALUE { … }"),
        Place::ValueVariants => (Rule::value_variant, "VALUE { email { … } }"),
        Place::ConditionVariants => (Rule::condition_variant, "CONDITION { email { … } }"),
        Place::CaseArms => (Rule::case_arm, "CONDITION { … }"),
        Place::ValueArms => (Rule::value_arm, "WORD { VALUE }"),
        Place::ValueCases => (Rule::value_case, "CONDITION { VALUE }"),
        Place::ValueBlock => (Rule::expr, "VALUE"),
        Place::Table => (Rule::table_columns, "COLUMN, COLUMN -> COLUMN TYPE"),
        Place::SplitArms => (Rule::split_arm, "50% NAME { … }"),
        Place::WaitArms => (Rule::wait_arm, "on EVENT { … }"),
        Place::Emit => (Rule::emit_field, "FIELD VALUE"),
        _ => return None,
    })
}

/// Explains what stands at the beginning of `text`, where that should be an arm or a field.
pub(super) fn explain(text: &str, place: Place) -> Option<Explained> {
    let (rule, form) = form(place)?;
    let token = first_token(text);
    let explained = as_comparison(token, place)
        .or_else(|| as_range(text, place))
        .or_else(|| as_rest(token, place))
        .or_else(|| as_opening(token, place))
        .or_else(|| as_step(text, token, place, form))
        .or_else(|| stuck(rule, text).map(|stuck| explain_stuck(text, &stuck, place, token, form)));
    Some(explained.unwrap_or_else(|| {
        let message = format!("{} is not {} {}", quoted(token), singular(place), super::of(place));
        Explained::new(message, 0..token.len()).help(format!("write `{form}`"))
    }))
}

/// `> 3 { … }`
fn as_comparison(token: &str, place: Place) -> Option<Explained> {
    let compares = token.starts_with(['<', '>', '=', '!', '≤', '≥', '≠']) || token == "in";
    let of_values = matches!(place, Place::MatchArms | Place::ValueArms | Place::ValueVariants);
    (compares && of_values).then(|| {
        let message = format!("an arm of a `match` is a value, not a comparison with {}", quoted(token));
        Explained::new(message, 0..token.len()).help(
            "write the values, joined by `,`; for comparisons leave out what stands behind `match`: each arm then begins with a \
             condition",
        )
    })
}

/// `1..5 { … }`
fn as_range(text: &str, place: Place) -> Option<Explained> {
    let head = text.split(['{', '\n']).next().unwrap_or_default().trim_end();
    let range = head.contains("..") || head.split_whitespace().any(|word| matches!(word, "to" | "à" | "-" | "–"));
    (range && place == Place::MatchArms).then(|| {
        Explained::new(format!("an arm of a `match` is for single values, and `{head}` is a range"), 0..head.len())
            .help("write the values, joined by `,`; for a range write `if CONDITION { … } else if … { … }`")
    })
}

/// `else { … }` in a split.
fn as_rest(token: &str, place: Place) -> Option<Explained> {
    let rest = matches!(token, "else" | "rest" | "others" | "default" | "reste");
    (rest && place == Place::SplitArms).then(|| {
        let message = format!("`{token}` is no share: the arms of a `split` say theirs, and come to 100 %");
        Explained::new(message, 0..token.len()).help("write the share and a name, such as `50% rest { … }`")
    })
}

/// A misspelt or foreign word at the beginning of an arm of a wait.
fn as_opening(token: &str, place: Place) -> Option<Explained> {
    if place != Place::WaitArms || matches!(token, "on" | "until" | "else" | "or") {
        return None;
    }
    let meant = match token {
        "when" | "if" | "quand" | "si" => "until".to_owned(),
        _ => near(token, ["on", "until", "else"].map(str::to_owned).into_iter())?,
    };
    let message = format!("`{token}` begins no arm of a wait: did you mean `{meant}`?");
    Some(Explained::new(message, 0..token.len()).help(format!("write `{meant}`")))
}

/// A step without the arm that it belongs to.
fn as_step(text: &str, token: &str, place: Place, form: &str) -> Option<Explained> {
    let is_step = STEPS.iter().any(|step| begins_with(text, step.0) && stuck(step.1, text).is_none());
    let behind_on = MORE.iter().any(|more| word(more.0) == token);
    (is_step && !behind_on).then(|| {
        let message = format!("`{token}` is a step, and stands {} without the braces of one", inside(place));
        let help = match place {
            Place::WaitArms => {
                "say what is awaited: `wait up to 3 days for EVENT { … }`, or `on EVENT { … }` around it"
            }
            _ => &format!("write `{form}` around it"),
        };
        let explained = Explained::new(message, 0..token.len()).help(help);
        // All steps of such a block stand there for the same reason.
        Explained { quiet_for: if place == Place::WaitArms { end_of_block(text) } else { 0 }, ..explained }
    })
}

/// Where the block ends in which `text` begins, as far as braces tell.
fn end_of_block(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, next) in text.char_indices() {
        match next {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

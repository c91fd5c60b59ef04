//! What is wrong with a `flex`: mostly that its clause is misspelt, which alone looks like a parameter without a type.

use super::statements::CLAUSES;
use super::{Explained, Place, behind_first_token, near};
use crate::syntax::grammar::Rule;
use crate::syntax::words::{begins_with, first_token, word};

/// `flex prority 80`: near a clause, and neither `flex NAME: …` nor `flex NAME { … }`.
pub(super) fn explain(text: &str, place: Place) -> Option<Explained> {
    if place != Place::Blueprint || !begins_with(text, Rule::kw_flex) {
        return None;
    }
    let at = behind_first_token(text);
    let rest = text.get(at..)?;
    let token = first_token(rest);
    let declares = rest.get(token.len()..).is_some_and(|behind| behind.trim_start().starts_with([':', '{', '=']));
    let clauses = CLAUSES.iter().map(|clause| word(clause.0));
    let meant = near(token, clauses).filter(|meant| meant != token && !declares)?;
    let message = format!("`{token}` is not a clause of a journey: did you mean `{meant}`?");
    Some(Explained::new(message, at..at + token.len()).help(format!("write `flex {meant}`")))
}

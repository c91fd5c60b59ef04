//! Bare names that are values: opposite a `one of` or a channel, a name of its domain is the value (language reference 1).

use journey_ir::expression::Expression;
use journey_ir::finding::Finding;
use journey_ir::time::ZoneId;
use journey_ir::value::{Type, Value};

use super::path::Meaning;
use super::{Scope, Typed};
use crate::lower::Lowering;
use crate::lower::lookup::{list, suggestion};
use crate::tree::{Expr, ExprKind, Path};

/// How many values of a list are named in a help.
const LISTED_MAX: usize = 12;

impl Lowering<'_> {
    /// The value that an expression names, opposite an operand of type `kind`; nothing when the expression is no word or
    /// not in the domain.
    pub(in crate::lower) fn word_of(&self, expr: &Expr, kind: &Type) -> Option<Typed> {
        let word = word(expr).filter(|word| self.parameter(word, expr.span).is_none())?;
        let value = match kind {
            Type::OneOf(words) => {
                let place = words.iter().position(|known| **known == *word)?;
                Value::OneOf(u16::try_from(place).ok()?)
            }
            Type::Channel if !is_text(expr) => Value::Channel(self.names.channels.id(word)?),
            Type::Zone if is_text(expr) => Value::Zone(ZoneId::parse(word)?),
            _ => return None,
        };
        Some(Typed { expression: Expression::Constant(value), kind: kind.clone(), span: expr.span })
    }

    /// Whether an expression is a single bare name that means something here without an opposite.
    pub(super) fn means_something(&self, path: &Path, scope: &Scope) -> bool {
        path.single().is_some_and(|name| match self.known_name(name, scope) {
            Some(Meaning::Value(_) | Meaning::Holds(_)) => true,
            None => self.names.events.id(&name.text).is_some(),
        })
    }

    /// Says that a word is not in the domain of what stands opposite.
    pub(in crate::lower) fn report_not_in_domain(&mut self, expr: &Expr, opposite: &Typed) {
        let Some(word) = word(expr) else { return };
        if self.names.may_exist(word) {
            return;
        }
        let subject = self.text(opposite.span);
        let (message, help) = match &opposite.kind {
            Type::OneOf(words) => {
                let known: Vec<&str> = words.iter().map(|word| &**word).collect();
                let help = suggestion(word, &known)
                    .or_else(|| (known.len() <= LISTED_MAX).then(|| format!("its values are {}", list(&known))));
                (format!("`{word}` is not a value of `{subject}`"), help)
            }
            Type::Zone => {
                let known: Vec<&str> = ZoneId::all().map(ZoneId::name).collect();
                let help = suggestion(word, &known);
                (
                    format!("there is no time zone `{word}`"),
                    help.or(Some("write an IANA name such as \"Europe/Paris\"".into())),
                )
            }
            _ => {
                let known: Vec<&str> = self.names.channels.names().collect();
                let help = suggestion(word, &known).unwrap_or_else(|| format!("the channels are {}", list(&known)));
                (format!("there is no channel `{word}`"), Some(help))
            }
        };
        self.report_unknown(Finding::error("unknown-name", message).at(expr.span, "").maybe_help(help));
    }
}

/// Whether a type has words of its own.
pub(super) fn has_words(kind: &Type) -> bool {
    matches!(kind, Type::OneOf(_) | Type::Channel | Type::Zone)
}

/// The word that an expression is, if it is one. Keywords of the expression language can be words, too.
pub(super) fn word(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Path(path) => path.single().map(|name| name.text.as_str()),
        ExprKind::Text(text) => Some(&text.value),
        ExprKind::Boolean(true) => Some("yes"),
        ExprKind::Boolean(false) => Some("no"),
        ExprKind::Today => Some("today"),
        ExprKind::Now => Some("now"),
        ExprKind::Start => Some("start"),
        _ => None,
    }
}

/// The path that an expression is, when it is a single bare name.
pub(super) fn bare_name(expr: &Expr) -> Option<&Path> {
    match &expr.kind {
        ExprKind::Path(path) if path.rest.is_empty() => Some(path),
        _ => None,
    }
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Text(_))
}

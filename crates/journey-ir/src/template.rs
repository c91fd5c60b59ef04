//! What messages say: texts with values in them, lowered from template files and texts in place (language reference 3.4).
//!
//! Everything in a template is resolved and typed like the rest of the programme: its values are [`Expression`]s and its
//! `{% if … %}` are [`Condition`]s, read at the send by whoever knows the customer. So filling one in cannot fail.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::{Condition, Expression};
use crate::language::Language;
use crate::time::{Instant, Zone};
use crate::value::{Type, Value};

/// A template.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Template {
    /// What it consists of, in order.
    pub pieces: Vec<Piece>,
    /// How values are written into it.
    pub escape: Escape,
}

/// How values are written into a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Escape {
    /// As they are.
    None,
    /// With `<`, `>`, `&` and quotes as entities.
    Html,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Text, as it is.
    Text(String),
    /// `{{ … }}`
    Value(Phrase),
    /// `{% if … %} … {% elif … %} … {% else %} … {% endif %}`
    If {
        /// The first whose condition holds is written.
        arms: Vec<(Condition, Vec<Piece>)>,
        /// What is written when none holds.
        otherwise: Vec<Piece>,
    },
    /// `{{ inserts }}`: what goes into this content of the message, for this customer (language reference 9.7).
    Inserts {
        /// Whether each begins on a line of its own: where the text leaves no place for them, at its end.
        apart: bool,
    },
}

/// What a placeholder writes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phrase {
    /// A text that is known when the programme is compiled.
    Text(String),
    /// A value of the customer.
    Value {
        /// What is read.
        of: Expression,
        /// Its type.
        kind: Type,
        /// How it is written.
        form: Form,
    },
    /// `{{ offer.until }}`: the last day on which the message's offer, sent now, can be used.
    OfferUntil(Form),
    /// `a ~ b`
    Joined(Vec<Phrase>),
    /// `a | default(b)`: b where a is missing.
    Default(Box<Phrase>, Box<Phrase>),
    /// `a if C else b`
    Choice {
        /// C.
        condition: Condition,
        /// a.
        then: Box<Phrase>,
        /// b.
        otherwise: Box<Phrase>,
    },
    /// A filter that changes letters.
    Letters(Letters, Box<Phrase>),
    /// `a | safe`: not escaped.
    Safe(Box<Phrase>),
}

/// How a date or a number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// As the language does: `5 janvier 2026`, `1 234,5`.
    #[default]
    Usual,
    /// A date in digits: `05/01/2026`.
    Short,
    /// A date with its weekday: `lundi 5 janvier 2026`.
    Full,
    /// A date without its year: `5 janvier`.
    Day,
    /// The time of day of an instant: `09:00`.
    Time,
    /// A number with so many decimal places.
    Places(u8),
    /// An amount in the programme's currency: `12,50 €`.
    Money,
}

/// What a filter does to letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Letters {
    /// `upper`
    Upper,
    /// `lower`
    Lower,
    /// `capitalize`: the first letter large, the others as they are
    Capitalised,
    /// `title`: the first letter of every word large, the others small
    Title,
    /// `trim`
    Trimmed,
}

/// Who knows the values: a customer at the instant of a send.
pub trait Reader {
    /// What an expression is worth.
    fn value(&self, expression: &Expression) -> Value;
    /// Whether a condition holds.
    fn holds(&self, condition: &Condition) -> bool;
    /// The customer's zone.
    fn zone(&self) -> &Zone;
    /// The first instant at which the message's offer, sent now, is no longer alive.
    fn offer_until(&self) -> Option<Instant>;
    /// What goes into the body of the message.
    fn inserts(&self) -> Vec<&Template>;
    /// How channels are called.
    fn channel(&self, channel: crate::table::ChannelId) -> &str;
}

/// In whose words values are written.
#[derive(Clone, Copy, Debug)]
pub struct Words<'p> {
    /// The language.
    pub language: Language,
    /// The programme's currency.
    pub currency: Option<&'p str>,
}

impl Template {
    /// Fills the template in.
    #[must_use]
    pub fn fill(&self, reader: &dyn Reader, words: Words<'_>) -> String {
        let mut out = String::new();
        Filling { reader, words, escape: self.escape }.pieces(&self.pieces, &mut out);
        out
    }
}

struct Filling<'a> {
    reader: &'a dyn Reader,
    words: Words<'a>,
    escape: Escape,
}

impl Filling<'_> {
    fn pieces(&self, pieces: &[Piece], out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Value(phrase) => {
                    let text = self.phrase(phrase).unwrap_or_default();
                    if self.escape == Escape::None || matches!(phrase, Phrase::Safe(_)) {
                        out.push_str(&text);
                    } else {
                        push_escaped(&text, out);
                    }
                }
                Piece::If { arms, otherwise } => {
                    let arm = arms.iter().find(|(condition, _)| self.reader.holds(condition));
                    self.pieces(arm.map_or(otherwise, |(_, pieces)| pieces), out);
                }
                Piece::Inserts { apart } => {
                    for insert in self.reader.inserts() {
                        self.insert(insert, *apart, out);
                    }
                }
            }
        }
    }

    fn insert(&self, insert: &Template, apart: bool, out: &mut String) {
        let text = insert.fill(self.reader, self.words);
        if apart && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        if self.escape == Escape::Html && insert.escape == Escape::None {
            push_escaped(&text, out);
        } else {
            out.push_str(&text);
        }
    }

    /// The words of a phrase; nothing when its value is missing.
    fn phrase(&self, phrase: &Phrase) -> Option<String> {
        match phrase {
            Phrase::Text(text) => Some(text.clone()),
            Phrase::Value { of, kind, form } => self.value(&self.reader.value(of), kind, *form),
            Phrase::OfferUntil(form) => {
                // The offer is no longer alive at that instant: its last day is the one before.
                let last = self.reader.offer_until()?.plus_seconds(-1);
                let date = self.reader.zone().wall(last).date;
                Some(self.words.language.date(date, *form))
            }
            Phrase::Joined(parts) => Some(parts.iter().filter_map(|part| self.phrase(part)).collect()),
            Phrase::Default(first, second) => {
                self.phrase(first).filter(|text| !text.is_empty()).or_else(|| self.phrase(second))
            }
            Phrase::Choice { condition, then, otherwise } => {
                self.phrase(if self.reader.holds(condition) { then } else { otherwise })
            }
            Phrase::Letters(letters, of) => self.phrase(of).map(|text| letters.of(&text)),
            Phrase::Safe(of) => self.phrase(of),
        }
    }

    fn value(&self, value: &Value, kind: &Type, form: Form) -> Option<String> {
        let language = self.words.language;
        Some(match value {
            Value::Missing => return None,
            Value::Boolean(yes) => language.yes_or_no(*yes).to_owned(),
            Value::Integer(_) | Value::Decimal(_) => {
                let number = value.number()?;
                match (form, self.words.currency) {
                    (Form::Money, Some(currency)) => language.money(number, currency),
                    (Form::Money, None) => language.number(number, Some(2)),
                    (Form::Places(places), _) => language.number(number, Some(places)),
                    _ => language.number(number, None),
                }
            }
            Value::Text(text) => text.to_string(),
            Value::Date(date) => language.date(*date, form),
            Value::Instant(instant) => language.moment(self.reader.zone().wall(*instant), form),
            Value::OneOf(place) => match kind {
                Type::OneOf(words) => words.get(usize::from(*place))?.to_string(),
                _ => return None,
            },
            Value::Channel(channel) => self.reader.channel(*channel).to_owned(),
            Value::Zone(zone) => zone.name().to_owned(),
        })
    }
}

impl Letters {
    fn of(self, text: &str) -> String {
        match self {
            Self::Upper => text.to_uppercase(),
            Self::Lower => text.to_lowercase(),
            Self::Trimmed => text.trim().to_owned(),
            Self::Capitalised => {
                let mut letters = text.chars();
                let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
                first + letters.as_str()
            }
            Self::Title => {
                let mut out = String::with_capacity(text.len());
                let mut begins = true;
                for letter in text.chars() {
                    if begins {
                        out.extend(letter.to_uppercase());
                    } else {
                        out.extend(letter.to_lowercase());
                    }
                    begins = !letter.is_alphanumeric();
                }
                out
            }
        }
    }
}

fn push_escaped(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
}

//! The languages of messages: how they write dates, numbers and amounts (language reference 3.4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::decimal::{Decimal, SCALE};
use crate::template::Form;
use crate::time::{Date, WallTime, Weekday};

/// A language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// `fr`
    #[default]
    French,
    /// `en`
    English,
    /// `es`
    Spanish,
    /// `it`
    Italian,
    /// `de`
    German,
    /// `pt`
    Portuguese,
    /// `nl`
    Dutch,
}

/// A blank at which no line is broken.
const HARD_BLANK: char = '\u{A0}';
/// The same, narrow: French groups digits with it.
const NARROW_BLANK: char = '\u{202F}';

impl Language {
    /// All.
    pub const ALL: [Self; 7] =
        [Self::French, Self::English, Self::Spanish, Self::Italian, Self::German, Self::Portuguese, Self::Dutch];

    /// The code that is written in the language.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
            Self::Spanish => "es",
            Self::Italian => "it",
            Self::German => "de",
            Self::Portuguese => "pt",
            Self::Dutch => "nl",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// A truth value.
    #[must_use]
    pub fn yes_or_no(self, yes: bool) -> &'static str {
        let (affirmed, denied) = match self {
            Self::French => ("oui", "non"),
            Self::English => ("yes", "no"),
            Self::Spanish => ("sí", "no"),
            Self::Italian => ("sì", "no"),
            Self::German => ("ja", "nein"),
            Self::Portuguese => ("sim", "não"),
            Self::Dutch => ("ja", "nee"),
        };
        if yes { affirmed } else { denied }
    }

    /// A day. Forms that are no form of a day are the usual one.
    #[must_use]
    pub fn date(self, date: Date, form: Form) -> String {
        let (year, month, day) = date.ymd();
        match form {
            Form::Short => match self {
                Self::German => format!("{day:02}.{month:02}.{year:04}"),
                Self::Dutch => format!("{day:02}-{month:02}-{year:04}"),
                _ => format!("{day:02}/{month:02}/{year:04}"),
            },
            Form::Day => self.day_and_month(day, month),
            Form::Full => {
                let weekday = self.weekday(date.weekday());
                let comma = if matches!(self, Self::French | Self::Italian | Self::Dutch) { "" } else { "," };
                format!("{weekday}{comma} {}", self.date(date, Form::Usual))
            }
            _ => {
                let of = if matches!(self, Self::Spanish | Self::Portuguese) { " de" } else { "" };
                format!("{}{of} {year}", self.day_and_month(day, month))
            }
        }
    }

    /// A date and a time of day.
    #[must_use]
    pub fn moment(self, wall: WallTime, form: Form) -> String {
        let (hour, minute, _) = wall.time.hms();
        let time = format!("{hour:02}:{minute:02}");
        match form {
            Form::Time => time,
            Form::Day => self.date(wall.date, form),
            _ => {
                let at = match self {
                    Self::French => " à ",
                    Self::English => " at ",
                    Self::Spanish => " a las ",
                    Self::Italian => " alle ",
                    Self::German => " um ",
                    Self::Portuguese => " às ",
                    Self::Dutch => " om ",
                };
                format!("{}{at}{time}", self.date(wall.date, form))
            }
        }
    }

    /// A number, with as many decimal places as it has, or with so many: then rounded half away from zero, as on a bill.
    #[must_use]
    pub fn number(self, number: Decimal, places: Option<u8>) -> String {
        let scaled = number.0.unsigned_abs();
        let scale = SCALE.unsigned_abs();
        let (whole, fraction) = match places {
            None => {
                let digits = format!("{:04}", scaled % scale);
                (scaled / scale, digits.trim_end_matches('0').to_owned())
            }
            Some(places) => {
                let places = u32::from(places.min(4));
                let unit = 10_u64.pow(4 - places);
                let rounded = scaled.saturating_add(unit / 2) / unit;
                let split = 10_u64.pow(places);
                let width = usize::try_from(places).unwrap_or_default();
                let fraction = if places == 0 { String::new() } else { format!("{:0width$}", rounded % split) };
                (rounded / split, fraction)
            }
        };
        let sign = if number.0 < 0 && (whole > 0 || fraction.bytes().any(|digit| digit != b'0')) { "-" } else { "" };
        let whole = self.grouped(whole);
        let point = if self == Self::English { '.' } else { ',' };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{point}{fraction}") }
    }

    /// An amount of money, with two decimal places.
    #[must_use]
    pub fn money(self, amount: Decimal, currency: &str) -> String {
        let symbol = match currency {
            "EUR" => "€",
            "GBP" => "£",
            "USD" => "$",
            other => other,
        };
        let number = self.number(amount, Some(2));
        let letters = symbol.len() == 3 && symbol.is_ascii();
        match self {
            Self::English if letters => format!("{symbol}{HARD_BLANK}{number}"),
            Self::English => match number.strip_prefix('-') {
                Some(number) => format!("-{symbol}{number}"),
                None => format!("{symbol}{number}"),
            },
            Self::Dutch => format!("{symbol}{HARD_BLANK}{number}"),
            _ => format!("{number}{HARD_BLANK}{symbol}"),
        }
    }

    fn grouped(self, whole: u64) -> String {
        let digits = whole.to_string();
        let separator = match self {
            Self::French => NARROW_BLANK,
            Self::English => ',',
            Self::Portuguese => HARD_BLANK,
            Self::Spanish | Self::Italian | Self::German | Self::Dutch => '.',
        };
        // Spanish and Portuguese leave four digits together.
        let together = if matches!(self, Self::Spanish | Self::Portuguese) { 4 } else { 3 };
        if digits.len() <= together {
            return digits;
        }
        let mut out = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    fn day_and_month(self, day: u32, month: u32) -> String {
        let name = self.month(month);
        match self {
            Self::French if day == 1 => format!("1er {name}"),
            Self::Spanish | Self::Portuguese => format!("{day} de {name}"),
            Self::German => format!("{day}. {name}"),
            _ => format!("{day} {name}"),
        }
    }

    fn month(self, month: u32) -> &'static str {
        let names = match self {
            Self::French => "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            Self::English => "January February March April May June July August September October November December",
            Self::Spanish => "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            Self::Italian => {
                "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
            }
            Self::German => "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            Self::Portuguese => {
                "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
            }
            Self::Dutch => "januari februari maart april mei juni juli augustus september oktober november december",
        };
        nth(names, month.saturating_sub(1))
    }

    fn weekday(self, day: Weekday) -> &'static str {
        let names = match self {
            Self::French => "lundi mardi mercredi jeudi vendredi samedi dimanche",
            Self::English => "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
            Self::Spanish => "lunes martes miércoles jueves viernes sábado domingo",
            Self::Italian => "lunedì martedì mercoledì giovedì venerdì sabato domenica",
            Self::German => "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
            Self::Portuguese => "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
            Self::Dutch => "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        };
        let place = match day {
            Weekday::Monday => 0,
            Weekday::Tuesday => 1,
            Weekday::Wednesday => 2,
            Weekday::Thursday => 3,
            Weekday::Friday => 4,
            Weekday::Saturday => 5,
            Weekday::Sunday => 6,
        };
        nth(names, place)
    }
}

/// A word of a list, counted from 0.
fn nth(words: &'static str, place: u32) -> &'static str {
    words.split(' ').nth(usize::try_from(place).unwrap_or(usize::MAX)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_language_does() {
        let day = Date::parse("2026-03-01").unwrap();
        assert_eq!(Language::French.date(day, Form::Usual), "1er mars 2026");
        assert_eq!(Language::French.date(day, Form::Full), "dimanche 1er mars 2026");
        assert_eq!(Language::French.date(day, Form::Short), "01/03/2026");
        assert_eq!(Language::English.date(day, Form::Full), "Sunday, 1 March 2026");
        assert_eq!(Language::Spanish.date(day, Form::Usual), "1 de marzo de 2026");
        assert_eq!(Language::German.date(day, Form::Day), "1. März");
    }

    #[test]
    fn numbers_are_grouped_and_rounded_as_on_a_bill() {
        let number = Decimal(12_345_675_000);
        assert_eq!(Language::French.number(number, None), "1\u{202F}234\u{202F}567,5");
        assert_eq!(Language::English.number(number, Some(2)), "1,234,567.50");
        assert_eq!(Language::Spanish.number(Decimal(12_340_000), None), "1234");
        assert_eq!(Language::French.money(Decimal(125_050), "EUR"), "12,51\u{A0}€");
        assert_eq!(Language::French.money(Decimal(-125_050), "EUR"), "-12,51\u{A0}€");
        assert_eq!(Language::English.money(Decimal(-125_000), "GBP"), "-£12.50");
        assert_eq!(Language::French.number(Decimal(-4), Some(2)), "0,00");
        assert_eq!(Language::French.number(Decimal(0), None), "0");
    }
}

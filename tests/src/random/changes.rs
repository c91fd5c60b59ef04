//! Random steps that change something: `set`, `emit` and `enrol`.

use super::choices::Choices;
use super::condition::Scope;
use super::schema::{CHANNELS, Event, period};

impl Scope<'_> {
    /// `set points = points + 1`
    pub fn set(self, choices: &mut Choices<'_>) -> String {
        let (attribute, value) = match choices.below(13) {
            0 | 1 => ("points", choices.one(&["points + 1", "2", "count(purchase)", "points * 2 - 1", "worth"]).into()),
            2 => (
                "flag",
                if choices.chance(40) { self.condition(choices, 1) } else { choices.one(&["yes", "no"]).into() },
            ),
            3 => ("maybe", choices.one(&["missing", "yes", "no"]).into()),
            4 => ("tier", choices.one(&["high", "low", "mid", "level"]).into()),
            5 => {
                ("score", choices.one(&["score + points", "10.5", "missing", "sum(purchase.amount)", "points"]).into())
            }
            6 => ("birth", format!("today {} {} days", choices.one(&["+", "-"]), choices.one(&[1, 2, 0, 7]))),
            7 => ("birth", self.season.day(choices)),
            8 => ("due", format!("{} + {}", choices.one(&["now", "start", "due", "last(visit)"]), period(choices))),
            9 => ("zone", choices.one(&["\"Europe/Paris\"", "missing", "\"America/New_York\"", "\"UTC\""]).into()),
            10 => ("preferred", choices.one(&["missing", "way"]).to_owned()),
            11 => ("preferred", choices.one(CHANNELS).to_owned()),
            _ => (choices.one(&["ok_email", "ok_sms"]), choices.one(&["no", "yes"]).into()),
        };
        format!("set {attribute} = {value}")
    }

    /// `emit purchase { amount 10  place web }`; mostly not what started the journey, or nothing would come to rest.
    pub fn emit(self, choices: &mut Choices<'_>) -> String {
        let drawn = if choices.chance(25) { Event::draw(choices) } else { self.emitted };
        let event = match self.start {
            Some(start) if start == drawn && !choices.chance(10) => start.another(),
            _ => drawn,
        };
        match event {
            Event::Purchase => {
                let amount = choices.one(&["10", "points", "10.5", "points * 5", "score"]);
                let items =
                    choices.one(&["", "  items 2", "  items points", "  items missing", "  items count(visit)"]);
                let order = choices.one(&["", "  order \"a1\"", "  order email"]);
                format!("emit purchase {{ amount {amount}  place {}{items}{order} }}", choices.one(&["store", "web"]))
            }
            Event::Visit => "emit visit".into(),
            Event::Claim => {
                let ticket = choices.one(&["", "  ticket points", "  ticket 2"]);
                format!("emit claim {{ status {}{ticket} }}", choices.one(&["opened", "closed"]))
            }
        }
    }

    /// `enrol delta`, or something else where no journey may be enrolled into.
    pub fn enrol(self, choices: &mut Choices<'_>) -> String {
        if self.enrollable.is_empty() { self.emit(choices) } else { format!("enrol {}", choices.one(self.enrollable)) }
    }
}

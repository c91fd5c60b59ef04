//! What follows from attributes and history: computed attributes, states, a table (language reference 9.1 to 9.3), and what
//! the rest of a programme makes of them. Every programme declares the same names; what they mean is random.

use std::collections::BTreeMap;

use super::choices::Choices;
use super::condition::{Scope, filter};
use super::schema::{Event, period};

/// The states.
const STATES: &[&str] = &["troubled", "busy"];

/// The files of the table, by their names.
#[must_use]
pub fn files() -> BTreeMap<String, String> {
    let rates = "tier,phone,rate\nlow,,1\nlow,06,2\nmid,0611,3\nhigh,061,\nhigh,,0\n";
    BTreeMap::from([("rates.csv".to_owned(), rates.to_owned())])
}

/// The declarations. Conditions in them name nothing that is declared here, or one would lead back to itself.
pub fn write(scope: Scope<'_>, choices: &mut Choices<'_>) -> String {
    let plain = choices.one(&["tier == high", "points >= 2", "maybe and flag", "phone is known", "score > points"]);
    let worth = match choices.below(9) {
        0 => "points".to_owned(),
        1 => format!("count(visit, last {})", period(choices)),
        2 => format!("sum(purchase.items, last {}) - points", period(choices)),
        3 => "today - birth".to_owned(),
        4 => "rates(tier, phone)".to_owned(),
        5 => format!("max(purchase.items, last {})", period(choices)),
        6 => "count(claim where lucky) * 2 - points".to_owned(),
        7 => "rates(level, email) + points".to_owned(),
        _ => format!("match {{ {} {{ points }}  lucky {{ count(visit) }} }}", scope.condition(choices, 1)),
    };
    let level = match choices.below(4) {
        0 => "match tier { low { high }  mid { missing }  else { tier } }".to_owned(),
        1 => format!("match {{ {} {{ low }}  else {{ tier }} }}", scope.condition(choices, 1)),
        _ => {
            let (one, other) = (scope.condition(choices, 1), scope.condition(choices, 1));
            format!("match {{ {one} {{ low }}  {other} {{ mid }}  lucky {{ high }} }}")
        }
    };
    let soon = match choices.below(4) {
        0 => "birth + 3 days".to_owned(),
        1 => "birth".to_owned(),
        2 => {
            format!("match {{ {} {{ {} }}  else {{ birth }} }}", scope.condition(choices, 1), scope.season.day(choices))
        }
        _ => "match { worth > 2 { today + 2 days }  else { missing } }".to_owned(),
    };
    let next = match choices.below(3) {
        0 => format!("last(visit) + {}", period(choices)),
        1 => format!("due - {}", period(choices)),
        _ => format!("first(purchase, last {}) + 1 day", period(choices)),
    };
    let way = scope.condition(choices, 1);
    let mut text = format!(
        "table rates \"rates.csv\" {{ tier, phone prefix -> rate integer? }}\n\
         customer {{\n  lucky  boolean = {plain}\n  worth  integer? = {worth}\n  twice  decimal? = worth * 2 - score\n\
         \x20 level  one of low, mid, high? = {level}\n  soon   date? = {soon}\n  next   datetime? = {next}\n\
         \x20 way    channel? = match {{ {way} {{ sms }}  lucky {{ push }}  else {{ preferred }} }}\n\
         \x20 reach  text? = match {{ lucky {{ phone }}  worth is missing {{ phone }}  else {{ email }} }}\n}}\n"
    );
    for name in STATES {
        text += &format!("state {name} = {}\n", state(choices));
    }
    text
}

/// `from claim where status == opened until visit`, mostly of one kind of event, so that it can be told apart by a field.
fn state(choices: &mut Choices<'_>) -> String {
    let from = choices.one(&[Event::Claim, Event::Purchase, Event::Visit]);
    let until = if choices.chance(40) { from.another() } else { from };
    let turn = |event: Event, first: &str, choices: &mut Choices<'_>| match choices.below(4) {
        0 => first.to_owned(),
        1 => String::new(),
        _ => format!(" where {}", filter(event, choices)),
    };
    let (opens, closes) = match from {
        Event::Claim => (" where status == opened", " where status == closed"),
        Event::Purchase => (" where place == web", " where place == store"),
        Event::Visit => (" where lucky", " where not lucky"),
    };
    let closes = if until == from { closes } else { "" };
    let (opens, closes) = (turn(from, opens, choices), turn(until, closes, choices));
    let by = match (from, until) {
        (Event::Claim, Event::Claim) => choices.one(&["", " by ticket", " by ticket"]),
        (Event::Purchase, Event::Purchase) => choices.one(&["", " by order", " by items", " by place"]),
        _ => "",
    };
    format!("from {}{opens} until {}{closes}{by}", from.name(), until.name())
}

/// A condition on what is declared here.
pub fn condition(choices: &mut Choices<'_>) -> String {
    let comparison = choices.one(&[">=", "<", "==", "!="]);
    match choices.below(12) {
        0 => "lucky".into(),
        1 | 2 => format!("worth {comparison} {}", choices.one(&["2", "1", "points", "0"])),
        3 => format!("level {comparison} mid"),
        4 => format!("soon {comparison} today"),
        5 => format!("now {} next", choices.one(&[">=", "<"])),
        6 => format!("twice {comparison} 4"),
        7 => "rates(tier, phone) is known".into(),
        8 => "way == sms".into(),
        9 | 10 => choices.one(STATES).into(),
        _ => format!("{} ended within {}", choices.one(STATES), period(choices)),
    }
}

/// `on worth rises`
pub fn watch(choices: &mut Choices<'_>) -> String {
    let ordered = choices.one(&["worth", "level", "points", "tier", "soon", "twice", "next", "birth", "score"]);
    match choices.below(4) {
        0 | 1 => format!("on {ordered} rises"),
        2 => format!("on {ordered} falls"),
        _ => format!("on {} changes", choices.one(&[ordered, "lucky", "way", "zone", "maybe", "reach"])),
    }
}

/// `moment purchase where place == store`
pub fn moment(choices: &mut Choices<'_>) -> String {
    let event = Event::draw(choices);
    let filter = if choices.chance(40) { format!(" where {}", filter(event, choices)) } else { String::new() };
    format!("moment {}{filter}", event.name())
}

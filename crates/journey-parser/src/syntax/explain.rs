//! Why a statement cannot be read, in words.
//!
//! The grammar only says *that* a statement is unreadable. Here its text is read once more with the one rule that its first
//! word names; where that rule gets stuck is the place, and what it wanted there is the message.

mod arms;
mod channel;
mod flex;
mod french;
mod statements;

use self::channel::{CALENDAR, CHANNEL, DAYS};
use self::statements::{
    ASSUME, CLAUSES, CONTENT, DATED_FORM, DEFAULTS, EXPECT, EXPECTED_FORM, FILE, FLEX, MESSAGE, MORE, NOT_WITHIN_FORM,
    OFFER, PRESSURE, PROGRAMME, RULES, SCENARIO, STEPS, VARIANT,
};
use super::grammar::pest::Parser;
use super::grammar::pest::error::{ErrorVariant, InputLocation};
use super::grammar::{Grammar, Rule};
use super::layout::line_end;
use super::words::{begins_with, declared_name, describe, first_token, is_word, last_token, word};
use std::ops::Range;

/// Where a statement stands, which decides what it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    File,
    Programme,
    Customer,
    Event,
    Channel,
    Message,
    Content,
    /// What a message says in one case.
    Variant,
    /// The arms of a message's `match VALUE`.
    ValueVariants,
    /// The arms of a message's `match` without a value.
    ConditionVariants,
    Offer,
    Calendar,
    Holidays,
    Pressure,
    Rules,
    Journey,
    /// A journey that is made from a blueprint.
    Made,
    Blueprint,
    Defaults,
    Insert,
    Assume,
    Block,
    Scenario,
    /// The lines of an `expect`.
    Expect,
    /// Values in braces in a scenario.
    Values,
    MatchArms,
    /// The arms of a `match` without a value.
    CaseArms,
    /// The arms of a `match` that has values.
    ValueArms,
    /// The same, without a value to look at.
    ValueCases,
    /// The value of an arm.
    ValueBlock,
    Table,
    SplitArms,
    WaitArms,
    Emit,
}

/// Why a statement cannot be read. Offsets count from its beginning.
pub(crate) struct Explained {
    pub message: String,
    pub label: String,
    pub help: Option<String>,
    pub range: Range<usize>,
    /// Unreadable statements that begin before this offset belong to the same mistake.
    pub quiet_for: usize,
    /// The keyword that was meant.
    pub keyword: Option<String>,
    /// The name that is declared, and where.
    pub name: Option<(String, usize)>,
}

impl Explained {
    fn new(message: String, range: Range<usize>) -> Self {
        let label = "not understood".to_owned();
        Self { message, label, help: None, range, quiet_for: 0, keyword: None, name: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn declaring(mut self, keyword: Option<String>, text: &str) -> Self {
        self.keyword = keyword;
        self.name = declared_name(text).map(|(name, at)| (name.to_owned(), at));
        self
    }
}

/// A statement: its keyword, the rule that reads it, and how it is written.
struct Statement(Rule, Rule, &'static str);

/// Explains the statement at the beginning of `text`; `on_line` when something stands before it on its line.
pub(crate) fn explain(text: &str, place: Place, on_line: bool) -> Explained {
    if let Some(explained) = arms::explain(text, place) {
        return explained;
    }
    let token = first_token(text);
    let explained = as_whole_statement_of_elsewhere(text, token, place)
        .or_else(|| flex::explain(text, place))
        .or_else(|| as_statement(text, place))
        .or_else(|| as_dated(text, place))
        .or_else(|| as_declaration(text, place, on_line))
        .or_else(|| as_more(text, place))
        .or_else(|| as_near_miss(text, token, place, on_line))
        .or_else(|| as_statement_of_elsewhere(text, token, place))
        .or_else(|| as_operator(text, token, place))
        .or_else(|| as_sign(token, place));
    explained.unwrap_or_else(|| {
        let found = quoted(token);
        let message = match place {
            Place::File => format!("{found} begins nothing that can stand at the top of a file"),
            _ => format!("{found} is not {} {}", singular(place), of(place)),
        };
        let help = listed(place).unwrap_or_else(|| match place {
            Place::Holidays => format!("write days such as {DAYS}"),
            _ => "write one declaration a line: `NAME TYPE`".to_owned(),
        });
        Explained::new(message, 0..token.len()).help(help).declaring(None, text)
    })
}

/// Where the second token begins.
fn behind_first_token(text: &str) -> usize {
    let token = first_token(text).len();
    let behind = text.get(token..).unwrap_or_default();
    token + behind.len() - behind.trim_start_matches([' ', '\t', '\u{A0}', '\u{202F}']).len()
}

/// The name that an unreadable statement probably declares, and where.
pub(crate) fn declared(text: &str, place: Place) -> Option<(&str, usize)> {
    match place {
        Place::File => declared_name(text),
        Place::Customer | Place::Event => Some((first_token(text), 0)),
        _ => None,
    }
}

/// Explains what is wrong before the `{` of an item: `text` begins behind its keyword.
pub(crate) fn explain_head(text: &str, keyword: &str, head: Rule) -> Explained {
    let form = FILE.iter().find(|statement| statement.1 == head).map_or("", |statement| statement.2);
    match stuck(head, text) {
        Some(stuck) => explain_stuck(text, &stuck, Place::File, keyword, form),
        None => Explained::new(format!("this cannot stand behind `{keyword}`"), 0..first_token(text).len()),
    }
}

/// The item that a keyword begins: its rule, and the rule of what follows the keyword.
pub(crate) fn item_rest(keyword: &str) -> Option<(Rule, Rule)> {
    Some(match keyword {
        "programme" => (Rule::programme, Rule::programme_rest),
        "customer" => (Rule::customer, Rule::customer_rest),
        "event" => (Rule::event, Rule::event_rest),
        "segment" => (Rule::segment, Rule::segment_rest),
        "state" => (Rule::state, Rule::state_rest),
        "table" => (Rule::table, Rule::table_rest),
        "channel" => (Rule::channel, Rule::channel_rest),
        "message" => (Rule::message, Rule::message_rest),
        "calendar" => (Rule::calendar, Rule::calendar_rest),
        "holidays" => (Rule::holidays, Rule::holidays_rest),
        "offer" => (Rule::offer, Rule::offer_rest),
        "pressure" => (Rule::pressure, Rule::pressure_rest),
        "rules" => (Rule::rules, Rule::rules_rest),
        "journey" => (Rule::journey, Rule::journey_rest),
        "scenario" => (Rule::scenario, Rule::scenario_rest),
        "blueprint" => (Rule::blueprint, Rule::blueprint_rest),
        "steps" => (Rule::steps, Rule::steps_rest),
        "insert" => (Rule::insert, Rule::insert_rest),
        "allow" => (Rule::allow, Rule::allow_rest),
        "assume" => (Rule::assume, Rule::assume_rest),
        _ => return None,
    })
}

/// Whether an unreadable piece goes on with the statement before it, so that this one is only half read: it begins with a
/// word or sign that never begins a statement.
pub(crate) fn continues(text: &str, place: Place, on_line: bool) -> bool {
    let token = first_token(text);
    if statements(place).any(|statement| begins_with(text, statement.0)) {
        return false;
    }
    let sign = token.starts_with(['=', '<', '>', '!', '&', '|', '+', '-', '*', '/', '(', ',', '%', '.']);
    let goes_on = |more: &&More| more.0 != Rule::kw_else;
    sign || MORE.iter().filter(goes_on).any(|more| begins_with(text, more.0))
        || meant(token, place, on_line).is_some_and(|near| MORE.iter().filter(goes_on).any(|more| word(more.0) == near))
}

fn as_statement(text: &str, place: Place) -> Option<Explained> {
    let behind_keyword = place == Place::File;
    let mut furthest: Option<(Stuck, &Statement, usize)> = None;
    for statement in statements(place).filter(|statement| begins_with(text, statement.0)) {
        let skip = if behind_keyword { behind_first_token(text) } else { 0 };
        let Some(stuck) = stuck_statement(statement.1, text.get(skip..)?, place) else { continue };
        if furthest.as_ref().is_none_or(|(best, ..)| best.at < stuck.at) {
            furthest = Some((stuck, statement, skip));
        }
    }
    let (stuck, statement, skip) = furthest?;
    let keyword = first_token(text);
    let form = if statement.1 == Rule::start { start_form(text) } else { statement.2 };
    let mut explained = explain_stuck(text.get(skip..)?, &stuck, place, keyword, form);
    explained.range = explained.range.start + skip..explained.range.end + skip;
    explained.quiet_for += skip;
    let declares = (place == Place::File).then(|| word(statement.0));
    Some(if declares.is_some() { explained.declaring(declares, text) } else { explained })
}

/// In a scenario and its `expect` a line begins with when it is.
fn as_dated(text: &str, place: Place) -> Option<Explained> {
    let (rule, form) = match place {
        Place::Scenario => (Rule::dated, DATED_FORM),
        Place::Expect => (Rule::expected, EXPECTED_FORM),
        _ => return None,
    };
    let stuck = stuck(rule, text).filter(|_| begins_dated(text))?;
    Some(explain_stuck(text, &stuck, place, first_token(text), form))
}

fn begins_dated(text: &str) -> bool {
    text.starts_with(|c: char| c == '+' || c.is_ascii_digit())
}

/// How the kind of start is written that `text` seems to be.
fn start_form(text: &str) -> &'static str {
    let second = first_token(text.get(behind_first_token(text)..).unwrap_or_default());
    match second {
        "every" => "start every monday at 09:00` or `start every month on day 5 at 09:00",
        "at" => "start at 2026-11-27 09:00",
        "by" => "start by enrolment",
        "when" => "start when CONDITION",
        "while" => "start while CONDITION",
        number if number.starts_with(|c: char| c.is_ascii_digit()) => "start 30 days before DATE",
        _ => "start on EVENT",
    }
}

/// Whether an unreadable statement seems to be an `emit`, whose braces hold fields.
pub(crate) fn means_emit(text: &str, place: Place) -> bool {
    matches!(place, Place::Journey | Place::Block)
        && meant(first_token(text), place, false).is_some_and(|near| near == "emit")
}

/// In some places a statement begins with a name that is declared there.
fn as_declaration(text: &str, place: Place, on_line: bool) -> Option<Explained> {
    let token = first_token(text);
    if !token.starts_with(|c: char| is_word(c) && !c.is_numeric()) {
        return None;
    }
    let (rule, form) = match place {
        Place::Customer => (Rule::attribute, "NAME TYPE"),
        Place::Values => (Rule::scenario_value, "NAME VALUE"),
        Place::Event => (Rule::field, "NAME TYPE"),
        Place::Rules if meant(token, place, on_line).is_none() && elsewhere(text, place).is_none() => {
            (Rule::not_within, NOT_WITHIN_FORM)
        }
        Place::Message | Place::Variant | Place::Insert
            if meant(token, place, on_line).is_none() && elsewhere(text, place).is_none() =>
        {
            (Rule::content, "CHANNEL { subject \"…\" body \"file.html\" }")
        }
        Place::Assume if meant(token, place, on_line).is_none() && elsewhere(text, place).is_none() => {
            (Rule::assumed_rate, "EVENT at most 3 per day")
        }
        Place::Made if is_argument(text, token) => (Rule::argument, "PARAMETER = VALUE"),
        _ => return None,
    };
    if place == Place::Event && matches!(token, "fixed" | "growing") {
        let message = format!("fields cannot be `{token}`: an event's fields never change, only attributes do");
        return Some(Explained::new(message, 0..token.len()).help(format!("remove `{token}`")));
    }
    if on_line && matches!(place, Place::Customer | Place::Event) {
        let message = format!("`{token}` cannot follow here: the line says already what it declares");
        let ends = ["fixed", "growing"].map(str::to_owned).into_iter().filter(|_| place == Place::Customer);
        let near = near(token, ends);
        let help =
            near.map_or_else(|| "write one declaration a line: `NAME TYPE`".to_owned(), |near| did_you_mean(&near));
        return Some(Explained::new(message, 0..token.len()).help(help));
    }
    if on_line && place == Place::Rules {
        let message = format!("`{token}` cannot follow here: the rule before it is over");
        let help = "write one rule a line; offers are joined by `,`";
        return Some(Explained::new(message, 0..token.len()).help(help));
    }
    let stuck = stuck(rule, text)?;
    let mut explained = explain_stuck(text, &stuck, place, token, form);
    explained.name = matches!(place, Place::Customer | Place::Event).then(|| (token.to_owned(), 0));
    Some(explained)
}

/// Whether a statement that begins with a name is meant to say what a parameter is.
fn is_argument(text: &str, token: &str) -> bool {
    text.get(token.len()..).is_some_and(|behind| behind.trim_start().starts_with(['=', ':']))
}

/// A part that should have stood at the end of the statement before.
fn as_more(text: &str, place: Place) -> Option<Explained> {
    let more = MORE.iter().find(|more| begins_with(text, more.0))?;
    let token = first_token(text);
    let stuck = stuck(more.1, text);
    if let Some(stuck) = stuck.as_ref().filter(|stuck| !stuck.wanted.is_empty()) {
        return Some(explain_stuck(text, stuck, place, token, more.2));
    }
    let message = match stuck {
        Some(_) => format!("something is missing after `{token}`"),
        None => format!("`{token}` cannot stand here"),
    };
    Some(Explained::new(message, 0..token.len()).help(more.3))
}

fn as_near_miss(text: &str, token: &str, place: Place, on_line: bool) -> Option<Explained> {
    let near = meant(token, place, on_line)?;
    let is_more = MORE.iter().any(|more| word(more.0) == near);
    let message = if is_more {
        format!("`{token}` is not a word of the language here: did you mean `{near}`?")
    } else {
        format!("`{token}` is not {} {}: did you mean `{near}`?", singular(place), of(place))
    };
    let explained = Explained::new(message, 0..token.len()).help(format!("write `{near}`"));
    let explained = if place == Place::File { explained.declaring(Some(near), text) } else { explained };
    Some(explained)
}

/// A statement that is right in itself, and in the wrong place. One of this place that begins with the same word goes before,
/// when it has understood as much.
fn as_whole_statement_of_elsewhere(text: &str, token: &str, place: Place) -> Option<Explained> {
    let here = statements(place).filter(|statement| begins_with(text, statement.0));
    let understood = here.filter_map(|statement| stuck(statement.1, text)).map(|stuck| stuck.at).max();
    let whole = |statement: &Statement| {
        let read = begins_with(text, statement.0).then(|| Grammar::parse(statement.1, text).ok()).flatten();
        read.is_some_and(|read| understood.is_none_or(|at| at < read.as_str().trim_end().len()))
    };
    let home = PLACES.into_iter().filter(|home| *home != Place::File && *home != place);
    // Steps are in journeys: what is right there is meant for there.
    let home = (place == Place::Block).then_some(Place::Journey).into_iter().chain(home);
    let mut home = home.filter(|home| statements(*home).any(whole));
    let home = home.next()?;
    Some(misplaced(token, home, place))
}

fn as_statement_of_elsewhere(text: &str, token: &str, place: Place) -> Option<Explained> {
    elsewhere(text, place).map(|home| misplaced(token, home, place))
}

/// Where a statement with this keyword can stand, when it cannot stand here.
fn elsewhere(text: &str, place: Place) -> Option<Place> {
    let known = |home: &Place| statements(*home).any(|statement| begins_with(text, statement.0));
    PLACES.into_iter().filter(|home| *home != place).find(known)
}

const PLACES: [Place; 11] = [
    Place::File,
    Place::Programme,
    Place::Channel,
    Place::Message,
    Place::Content,
    Place::Offer,
    Place::Calendar,
    Place::Pressure,
    Place::Rules,
    Place::Journey,
    Place::Blueprint,
];

/// Whether a text begins with a clause or step of journeys: at the top of a file it has fallen out of one.
pub(crate) fn is_of_journey(text: &str) -> bool {
    let mut known = statements(Place::Journey).chain(statements(Place::Block));
    let is_item = statements(Place::File).any(|Statement(keyword, ..)| begins_with(text, *keyword));
    begins_with(text, Rule::kw_else) || !is_item && known.any(|Statement(keyword, ..)| begins_with(text, *keyword))
}

fn misplaced(token: &str, home: Place, place: Place) -> Explained {
    let message = match (home, place) {
        (Place::File, _) => format!("`{token}` begins an item at the top of a file; it cannot stand {}", inside(place)),
        (Place::Journey, Place::Block) => {
            format!("`{token}` is a clause of the whole journey; it cannot stand in a block")
        }
        _ => format!("`{token}` belongs {}; it cannot stand {}", inside(home), inside(place)),
    };
    let help = match (home, place) {
        (Place::File, _) => "close the block before it with `}`".to_owned(),
        (Place::Journey, Place::Block) => "move it out of the braces, to the top of the journey".to_owned(),
        (Place::Journey, _) => "move it into `journey NAME { … }`".to_owned(),
        _ => format!("move it {}", inside(home).replacen("in ", "into ", 1)),
    };
    Explained::new(message, 0..token.len()).help(help)
}

/// An operator behind a value, with nothing to compare or compute with.
fn as_operator(text: &str, token: &str, place: Place) -> Option<Explained> {
    let stuck = stuck(Rule::more_operator, text).filter(|stuck| stuck.at > 0)?;
    Some(explain_stuck(text, &stuck, place, token, "VALUE == VALUE"))
}

fn as_sign(token: &str, place: Place) -> Option<Explained> {
    let help = match token.chars().next()? {
        '=' if place == Place::Customer => "behind one `=` stands what the attribute is computed from",
        '=' if place == Place::Event => "a field is what the data says of the event: write `NAME TYPE` alone",
        '{' if place != Place::Emit => {
            "a block stands behind `if`, `at`, `wait up to …` and the like: remove the braces"
        }
        '(' => "steps and clauses stand without parentheses: remove them",
        ';' => "statements need no `;`: remove it",
        ',' => "remove the `,`; channels of a `send` are joined by `or`, as in `by email or sms`",
        '\'' | '‘' | '’' => "texts stand in double quotes: `\"…\"`",
        '/' => "comments begin with `#`",
        '%' => "a percentage is a number and `%`, as in `5%`",
        _ => return None,
    };
    let message = format!("{} cannot stand here", quoted(token));
    Some(Explained::new(message, 0..token.len()).help(help))
}

/// Where a rule got stuck, and what it wanted there.
struct Stuck {
    at: usize,
    wanted: Vec<Rule>,
}

fn stuck(rule: Rule, text: &str) -> Option<Stuck> {
    let error = Grammar::parse(rule, text).err()?;
    let InputLocation::Pos(at) = error.location else { return None };
    let ErrorVariant::ParsingError { positives, .. } = error.variant else { return None };
    Some(Stuck { at, wanted: positives })
}

/// The same for a whole statement of a place. Where something is missing at the end of its line, and the next line is another
/// statement, what is missing is said, not what would have to go on in that one.
fn stuck_statement(rule: Rule, text: &str, place: Place) -> Option<Stuck> {
    let found = stuck(rule, text)?;
    let lines = text.get(..found.at).into_iter().flat_map(|read| read.match_indices('\n'));
    let mut ends = lines.map(|(at, _)| text.split_at(at)).take_while(|(line, _)| !line.contains('{'));
    let Some((line, rest)) = ends.find(|(_, rest)| begins_statement(rest.trim_start(), place)) else {
        return Some(found);
    };
    let next = text.len() - rest.trim_start().len();
    Some(
        stuck(rule, line)
            .map_or(found, |earlier| Stuck { at: if earlier.at < line.len() { earlier.at } else { next }, ..earlier }),
    )
}

fn explain_stuck(text: &str, stuck: &Stuck, place: Place, keyword: &str, form: &str) -> Explained {
    let head = text.get(..stuck.at).unwrap_or(text).trim_end();
    let rest = text.get(stuck.at..).unwrap_or_default();
    let before = if head.is_empty() { keyword } else { last_token(head) };
    let wanted = wanted(stuck, before);
    let found = first_token(rest);
    let next_line = text.get(head.len()..stuck.at).is_some_and(|gap| gap.contains('\n'));
    let rest_is_fine = found.is_empty() || found == "}" || begins_statement(rest, place) || declares(place);
    let after = quoted(before);
    if found.is_empty() || found == "}" || (next_line && rest_is_fine) {
        let explained = Explained::new(format!("expected {wanted} after {after}"), last_range(head));
        let label = "something is missing after this".to_owned();
        return Explained { label, ..explained }.help(format!("write `{form}`"));
    }
    if let Some(explained) = several_at_once(found, stuck, head, keyword) {
        return Explained { quiet_for: line_end(text, stuck.at), ..explained };
    }
    let message = format!("expected {wanted} after {after}, found {}", quoted(found));
    let mut explained = Explained::new(message, stuck.at..stuck.at + found.len());
    explained.label = format!("expected {wanted}");
    explained.quiet_for = line_end(text, stuck.at);
    if rest.get(found.len()..).is_some_and(|behind| behind.starts_with('(')) && wanted == "a value" {
        return explained.help(FUNCTIONS);
    }
    let near = near(found, stuck.wanted.iter().filter(|rule| super::words::is_keyword(**rule)).map(|rule| word(*rule)));
    explained.help(near.map_or_else(|| format!("write `{form}`"), |near| did_you_mean(&near)))
}

/// `commercial or relational`: a selector is about one kind of contact.
fn several_at_once(word: &str, stuck: &Stuck, head: &str, keyword: &str) -> Option<Explained> {
    if keyword == "never" && stuck.wanted.contains(&Rule::kw_and) && matches!(word, "or" | ",") {
        let message = format!("the two sides of `never` are joined by `and`, not by `{word}`");
        return Some(Explained::new(message, stuck.at..stuck.at + word.len()).help("write `and`"));
    }
    let behind_except = stuck.wanted.contains(&Rule::kw_per) && head.contains(" except ");
    let in_selector = behind_except || stuck.wanted.contains(&Rule::kw_except);
    if !in_selector || !matches!(word, "or" | "and" | ",") {
        return None;
    }
    let clause = if keyword == "at" { "a cap".to_owned() } else { format!("`{keyword}`") };
    let (message, help) = if behind_except {
        (format!("what an `except` takes away is joined by `,`, not by `{word}`"), "write `,`")
    } else if word == "or" {
        let help = "leave the purpose out: that means commercial and relational; for other kinds write two of them";
        (format!("{clause} is about one kind of contact: `{word}` cannot join two"), help)
    } else {
        let help =
            "write words that must all apply side by side, as in `commercial email`; for two kinds write two of them";
        (format!("{clause} is about one kind of contact: `{word}` cannot join two"), help)
    };
    Some(Explained::new(message, stuck.at..stuck.at + word.len()).help(help))
}

const FUNCTIONS: &str = "the functions are `count`, `sum`, `min`, `max`, `average`, `first`, `last`, `since`, `in_journey`, \
                         `ever_in`, `sent`, `opened`, `clicked` and `bounced`";

/// The place of the last word before a gap; at the very beginning, an empty one.
fn last_range(head: &str) -> Range<usize> {
    head.len() - last_token(head).len()..head.len()
}

fn wanted(stuck: &Stuck, before: &str) -> String {
    // Where a cap can go on with `per`, the other things it could count are beside the point.
    if stuck.wanted.contains(&Rule::kw_per) && before != "again" {
        return describe(Rule::kw_per, before).unwrap_or_default().into_owned();
    }
    // Behind the message of a `send`, what could follow one whose channels `defaults` names.
    if stuck.wanted.contains(&Rule::kw_do) && stuck.wanted.contains(&Rule::kw_within) {
        return describe(Rule::kw_by, before).unwrap_or_default().into_owned();
    }
    // Likewise where a selector can be over.
    if stuck.wanted.contains(&Rule::kw_except) {
        let over = [
            (Rule::kw_and, "`and` and the other side"),
            (Rule::kw_not, "`not within` and a period"),
            (Rule::kw_within, "`within` and a period such as `14 days`"),
            (Rule::forbid_while, "`while` and a condition, or `within` and a period"),
            (Rule::kw_while, "`for` and a period, or `while enrolled`"),
        ];
        if let Some((_, words)) = over.into_iter().find(|(rule, _)| stuck.wanted.contains(rule)) {
            return words.to_owned();
        }
    }
    if stuck.wanted.contains(&Rule::text) && stuck.wanted.contains(&Rule::kw_now) {
        return "a value".to_owned();
    }
    let worth_saying: Vec<Rule> = stuck.wanted.iter().copied().filter(|rule| !may_always_follow(*rule)).collect();
    let rules = if worth_saying.is_empty() { &stuck.wanted } else { &worth_saying };
    let mut words: Vec<String> = Vec::new();
    for rule in rules {
        if let Some(description) = describe(*rule, before)
            && !words.iter().any(|word| *word == description)
        {
            words.push(description.into_owned());
        }
    }
    words.truncate(WANTED_MAX);
    match words.split_last() {
        None => "something else".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

const WANTED_MAX: usize = 6;

/// An operator that could go on with the value before it, as after any value.
fn may_always_follow(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::kw_and | Rule::kw_or | Rule::kw_is | Rule::kw_in | Rule::kw_not | Rule::kw_starts | Rule::kw_ended
    )
}

/// The keyword of this place that a misspelt word probably means; the parts of statements only behind one.
fn meant(token: &str, place: Place, on_line: bool) -> Option<String> {
    let here = statements(place).map(|statement| word(statement.0));
    let parts = match place {
        Place::File => on_line,
        Place::Message | Place::Content | Place::Variant | Place::Insert => false,
        _ => true,
    };
    let more = MORE.iter().map(|more| word(more.0)).filter(|_| parts);
    near(token, here.chain(more))
}

/// The candidate that `token` is the French for; else the one that differs from it by a letter or two, the nearest one; the
/// first among equals.
fn near(token: &str, mut candidates: impl Iterator<Item = String>) -> Option<String> {
    let token = token.to_lowercase();
    let length = token.chars().count();
    if let Some(translated) = french::keyword(&token) {
        return candidates.find(|candidate| candidate == translated);
    }
    if length < 2 || !token.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let limit = match length {
        ..=3 => 1,
        4..=6 => 2,
        _ => 3,
    };
    candidates
        .map(|candidate| (strsim::osa_distance(&token, &candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance * 2 <= candidate.chars().count().max(2))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn did_you_mean(near: &str) -> String {
    format!("did you mean `{near}`?")
}

fn begins_statement(text: &str, place: Place) -> bool {
    let dated = matches!(place, Place::Scenario | Place::Expect) && begins_dated(text);
    dated || statements(place).any(|statement| begins_with(text, statement.0))
}

fn declares(place: Place) -> bool {
    matches!(place, Place::Customer | Place::Event | Place::Message | Place::Variant | Place::Insert | Place::Values)
}

fn quoted(token: &str) -> String {
    match token {
        "" => "the end of the file".to_owned(),
        "`" => "a backtick".to_owned(),
        token => format!("`{token}`"),
    }
}

#[expect(clippy::match_same_arms, reason = "a table of words, in the order of their subjects")]
fn singular(place: Place) -> &'static str {
    match place {
        Place::File => "an item",
        Place::Programme => "a setting",
        Place::Customer => "an attribute",
        Place::Event => "a field",
        Place::Channel | Place::Message | Place::Offer | Place::Calendar => "a clause",
        Place::Holidays => "a day",
        Place::Content | Place::Variant | Place::Insert => "a part",
        Place::Pressure | Place::Rules => "a rule",
        Place::Journey | Place::Made | Place::Blueprint => "a clause or step",
        Place::Defaults => "a clause",
        Place::Assume => "a part",
        Place::Block => "a step",
        Place::Scenario => "a part",
        Place::Expect => "a line",
        Place::Values => "a value",
        Place::MatchArms
        | Place::CaseArms
        | Place::ValueArms
        | Place::ValueCases
        | Place::SplitArms
        | Place::WaitArms
        | Place::ValueVariants
        | Place::ConditionVariants => "an arm",
        Place::ValueBlock => "a part",
        Place::Table => "a part",
        Place::Emit => "a field",
    }
}

fn of(place: Place) -> &'static str {
    match place {
        Place::File => "of a file",
        Place::Programme => "of the programme",
        Place::Customer => "of the customer",
        Place::Event => "of an event",
        Place::Channel => "of a channel",
        Place::Message => "of a message",
        Place::Content => "of a message's content",
        Place::Variant => "of a message's variant",
        Place::ValueVariants | Place::ConditionVariants => "of a message's `match`",
        Place::Offer => "of an offer",
        Place::Calendar => "of a calendar",
        Place::Holidays => "of a holiday list",
        Place::Pressure => "of contact pressure",
        Place::Rules => "of the `rules` block",
        Place::Journey | Place::Made | Place::Block => "of a journey",
        Place::Blueprint => "of a blueprint",
        Place::Defaults => "of `defaults`",
        Place::Insert => "of an insert",
        Place::Assume => "of `assume`",
        Place::Scenario => "of a scenario",
        Place::Expect => "of `expect`",
        Place::Values => "in a scenario",
        Place::MatchArms | Place::CaseArms | Place::ValueArms | Place::ValueCases => "of a `match`",
        Place::ValueBlock => "of a value",
        Place::Table => "of a table",
        Place::SplitArms => "of a `split`",
        Place::WaitArms => "of a wait",
        Place::Emit => "of an emitted event",
    }
}

fn inside(place: Place) -> &'static str {
    match place {
        Place::File => "at the top of a file",
        Place::Programme => "in `programme { … }`",
        Place::Customer => "in `customer { … }`",
        Place::Event => "in an event",
        Place::Channel => "in a channel",
        Place::Message => "in a message",
        Place::Content => "in a message's content",
        Place::Variant => "in a message's variant",
        Place::ValueVariants | Place::ConditionVariants => "among the arms of a message's `match`",
        Place::Offer => "in an offer",
        Place::Calendar => "in a calendar",
        Place::Holidays => "in a holiday list",
        Place::Pressure => "in `pressure { … }`",
        Place::Rules => "in `rules { … }`",
        Place::Journey | Place::Made => "in a journey",
        Place::Blueprint => "in a blueprint",
        Place::Defaults => "in `defaults { … }`",
        Place::Insert => "in an insert",
        Place::Assume => "in `assume { … }`",
        Place::Block => "in a block of steps",
        Place::Scenario => "in a scenario",
        Place::Expect => "in `expect { … }`",
        Place::Values => "among values",
        Place::MatchArms | Place::CaseArms | Place::ValueArms | Place::ValueCases => "among the arms of a `match`",
        Place::ValueBlock => "in a value",
        Place::Table => "in a table",
        Place::SplitArms => "among the arms of a `split`",
        Place::WaitArms => "among the arms of a wait",
        Place::Emit => "among the fields of an emitted event",
    }
}

/// What can stand here, where that begins with a keyword.
fn listed(place: Place) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for statement in statements(place) {
        let by_form = matches!(place, Place::Pressure | Place::Rules);
        let word = if by_form { statement.2.to_owned() } else { word(statement.0) };
        let word = format!("`{word}`");
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if place == Place::Rules {
        words.push(format!("`{NOT_WITHIN_FORM}`"));
    }
    (!words.is_empty()).then(|| format!("possible here: {}", words.join(", ")))
}

fn statements(place: Place) -> impl Iterator<Item = &'static Statement> {
    let flex = if place == Place::Blueprint { FLEX } else { &[] };
    let own = match place {
        Place::File => FILE,
        Place::Programme => PROGRAMME,
        Place::Customer
        | Place::Event
        | Place::Values
        | Place::Holidays
        | Place::MatchArms
        | Place::CaseArms
        | Place::ValueArms
        | Place::ValueCases
        | Place::ValueBlock
        | Place::Table
        | Place::SplitArms
        | Place::WaitArms
        | Place::ValueVariants
        | Place::ConditionVariants
        | Place::Insert
        | Place::Emit => &[],
        Place::Scenario => SCENARIO,
        Place::Expect => EXPECT,
        Place::Channel => CHANNEL,
        Place::Message => MESSAGE,
        Place::Content => CONTENT,
        Place::Variant => VARIANT,
        Place::Offer => OFFER,
        Place::Calendar => CALENDAR,
        Place::Pressure => PRESSURE,
        Place::Rules => RULES,
        Place::Journey | Place::Made | Place::Blueprint => CLAUSES,
        Place::Defaults => DEFAULTS,
        Place::Assume => ASSUME,
        Place::Block => STEPS,
    };
    let more = match place {
        Place::Journey | Place::Made | Place::Blueprint => STEPS,
        Place::Defaults => CLAUSES,
        _ => &[],
    };
    flex.iter().chain(own).chain(more)
}

/// A part of a statement: its keyword, the rule that reads it, how it is written, where it belongs.
struct More(Rule, Rule, &'static str, &'static str);

//! Random conditions, well typed by construction.

use std::cell::Cell;

use super::choices::Choices;
use super::derived;
use super::schema::{Event, MESSAGES, SEGMENTS, engagement, period};
use super::story::Season;

/// What a condition may name.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "what may be named are independent things")]
pub struct Scope<'s> {
    /// The season of the run, for dates.
    pub season: Season,
    /// How many segments there are.
    pub segments: usize,
    /// The journeys.
    pub journeys: &'s [&'s str],
    /// Those among them that this one may enrol into.
    pub enrollable: &'s [&'s str],
    /// How many names of splits and labels have been given.
    pub named: &'s Cell<usize>,
    /// Whether there is an enrolment.
    pub enrolment: bool,
    /// The event that starts the journey, when that is certain.
    pub start: Option<Event>,
    /// The event that ended the wait in whose block this is.
    pub awaited: Option<Event>,
    /// Whether computed attributes and states may be named.
    pub derived: bool,
    /// Whether defaults say the channels of a `send` that says none.
    pub channels_by_default: bool,
    /// What steps mostly emit, and journeys mostly do not start on: few programmes come to rest in which each thing leads to
    /// the other.
    pub emitted: Event,
    /// Whether journeys compete: their priorities differ, they begin with a wait for a send, and there is room for few.
    pub crowded: bool,
    /// How many `steps` there are to `do`.
    pub steps: usize,
}

impl Scope<'_> {
    /// A condition with at most `depth` levels of `and`, `or` and `not`.
    pub fn condition(self, choices: &mut Choices<'_>, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(choices);
        }
        match choices.below(8) {
            0..=4 => self.leaf(choices),
            5 => format!("not ({})", self.condition(choices, depth - 1)),
            operator => {
                let (left, right) = (self.condition(choices, depth - 1), self.condition(choices, depth - 1));
                let word = if operator == 6 { "and" } else { "or" };
                format!("({left}) {word} ({right})")
            }
        }
    }

    fn leaf(self, choices: &mut Choices<'_>) -> String {
        match choices.below(11) {
            9 | 10 if self.derived => derived::condition(choices),
            0 => attribute(choices),
            1 => self.date_or_time(choices),
            2 | 3 => self.count(choices),
            4 => self.total(choices),
            5 => self.pick(choices),
            6 => since(choices),
            7 => self.other_journey(choices),
            _ => self.of_the_enrolment(choices),
        }
    }

    fn date_or_time(self, choices: &mut Choices<'_>) -> String {
        let (day, period) = (self.season.day(choices), period(choices));
        let comparison = choices.one(&[">=", "<", ">", "<="]);
        match choices.below(11) {
            0 => format!("now {comparison} due"),
            1 => format!("today {comparison} birth"),
            2 => format!("today {comparison} {day}"),
            3 => format!("now {comparison} {day} {}", super::schema::time(choices)),
            4 => format!("birth + 3 days {comparison} today"),
            5 => format!("since(due) {comparison} {period}"),
            6 => format!("due + {period} {comparison} now"),
            7 => format!("month of birth {comparison} 3"),
            8 => format!("today - birth {comparison} 2"),
            9 => format!("month of today {comparison} 4"),
            _ => format!("day of birth {comparison} 15"),
        }
    }

    fn count(self, choices: &mut Choices<'_>) -> String {
        let event = Event::draw(choices);
        let comparison = choices.one(&[">=", "==", "<", ">", "!="]);
        let number = choices.one(&[1, 2, 0, 3]);
        if choices.chance(10) {
            return "count(claim where status == opened) > count(claim where status == closed)".into();
        }
        format!("count({}) {comparison} {number}", self.occurrences(event, "", choices))
    }

    fn total(self, choices: &mut Choices<'_>) -> String {
        let function = choices.one(&["sum", "max", "min", "average"]);
        let field = choices.one(&[".amount", ".items"]);
        let comparison = choices.one(&[">=", "<", ">", "<=", "=="]);
        let right = choices.one(&["10", "10.5", "20", "1", "points", "score", "40 / 3", "points * 2 - 1"]);
        let divided = if choices.chance(20) { " / 2" } else { "" };
        let seen = self.occurrences(Event::Purchase, field, choices);
        format!("{function}({seen}){divided} {comparison} {right}")
    }

    fn pick(self, choices: &mut Choices<'_>) -> String {
        let which = choices.one(&["last", "first"]);
        match choices.below(6) {
            0 => format!("{which}({}).place == web", self.occurrences(Event::Purchase, "", choices)),
            1 => format!("{which}({}).amount >= 10", self.occurrences(Event::Purchase, "", choices)),
            2 => format!("{which}({}).status == opened", self.occurrences(Event::Claim, "", choices)),
            3 => format!("{which}({}).items is known", self.occurrences(Event::Purchase, "", choices)),
            4 => format!("{which}({}) is known", self.occurrences(Event::Visit, "", choices)),
            _ => format!("{which}({}).order starts with \"a\"", self.occurrences(Event::Purchase, "", choices)),
        }
    }

    fn other_journey(self, choices: &mut Choices<'_>) -> String {
        let journey = choices.one(self.journeys);
        match choices.below(6) {
            0 => format!("sent({})", choices.one(MESSAGES)),
            4 | 5 => engagement(choices),
            1 => format!("ever_in({journey})"),
            2 => format!("in_journey({journey})"),
            _ => self.segment(choices),
        }
    }

    fn segment(self, choices: &mut Choices<'_>) -> String {
        let segments = SEGMENTS.get(..self.segments).unwrap_or_default();
        if segments.is_empty() { "flag".into() } else { choices.one(segments).to_owned() }
    }

    fn of_the_enrolment(self, choices: &mut Choices<'_>) -> String {
        if !self.enrolment {
            return attribute(choices);
        }
        let comparison = choices.one(&[">=", "<"]);
        match (choices.below(3), self.awaited, self.start) {
            (0, ..) => format!("since(start) {comparison} {}", period(choices)),
            (1, Some(event), _) => field_of(event.name(), event, choices),
            (_, _, Some(event)) => field_of("start", event, choices),
            _ => format!("count({}, since start) {comparison} 1", Event::draw(choices).name()),
        }
    }

    /// `purchase.amount where place == web, last 3 days`
    fn occurrences(self, event: Event, field: &str, choices: &mut Choices<'_>) -> String {
        let name = event.name();
        let filter = if choices.chance(30) { format!(" where {}", filter(event, choices)) } else { String::new() };
        let window = match choices.below(5) {
            0 | 1 => String::new(),
            4 if self.enrolment => ", since start".into(),
            _ => format!(", last {}", period(choices)),
        };
        format!("{name}{field}{filter}{window}")
    }

    /// A filter of a start, stop, goal or wait: the event's fields, and what may be asked of the customer.
    pub fn event_filter(self, event: Event, choices: &mut Choices<'_>) -> String {
        let scope = Scope { awaited: None, ..self };
        match (choices.below(6), event, self.start) {
            (0..=2, ..) => filter(event, choices),
            (3, Event::Claim, Some(Event::Claim)) => "ticket == start.ticket".into(),
            (3, Event::Purchase, Some(Event::Purchase)) => "amount > start.amount".into(),
            _ => scope.condition(choices, 1),
        }
    }
}

/// A condition on an event's own fields and on attributes: what may stand in a history `where`.
pub fn filter(event: Event, choices: &mut Choices<'_>) -> String {
    match (choices.below(5), event) {
        (0 | 1, Event::Purchase) => format!("amount {} 10", choices.one(&[">=", "<", "=="])),
        (2, Event::Purchase) => format!("place == {}", choices.one(&["store", "web"])),
        (3, Event::Purchase) => choices.one(&["items is missing", "items >= 2", "purchase.amount > points"]).into(),
        (0 | 1, Event::Claim) => format!("status == {}", choices.one(&["opened", "closed"])),
        (2 | 3, Event::Claim) => choices.one(&["ticket == points", "lucky"]).into(),
        _ => attribute(choices),
    }
}

fn since(choices: &mut Choices<'_>) -> String {
    let which = choices.one(&["last", "first"]);
    let event = Event::draw(choices);
    let comparison = choices.one(&[">=", "<", ">", "<="]);
    let filter = if choices.chance(30) { format!(" where {}", filter(event, choices)) } else { String::new() };
    format!("since({which}({}{filter})) {comparison} {}", event.name(), period(choices))
}

fn field_of(name: &str, event: Event, choices: &mut Choices<'_>) -> String {
    match event {
        Event::Purchase => format!(
            "{name}.{}",
            choices.one(&["amount >= 10", "place == web", "items is missing", "items > 1", "order == \"a1\""])
        ),
        Event::Visit => "flag".into(),
        Event::Claim => format!("{name}.{}", choices.one(&["status == opened", "ticket >= 2"])),
    }
}

fn attribute(choices: &mut Choices<'_>) -> String {
    let comparison = choices.one(&[">=", "<", "==", "!="]);
    match choices.below(11) {
        0 => "flag".into(),
        1 => format!("points {comparison} 2"),
        2 => format!("tier {comparison} mid"),
        3 => "tier in (low, high)".into(),
        4 => format!("score {comparison} 10.5"),
        5 => "maybe".into(),
        6 => "not maybe".into(),
        7 => choices.one(&["score is known", "due is missing", "zone is known"]).into(),
        8 => "email starts with \"a\"".into(),
        9 => format!("score + points {comparison} 12"),
        _ => "preferred == sms".into(),
    }
}

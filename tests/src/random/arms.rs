//! Random steps with arms: `split`, `match`, `repeat`, and waits for one of several things.

use super::choices::Choices;
use super::condition::Scope;
use super::schema::{Event, engagement, period};

impl Scope<'_> {
    /// `split "s1" { 50% a { … } 50% b { … } }`
    pub fn split(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let shares = choices.one(&[&[50, 50][..], &[10, 90], &[30, 30, 40], &[100], &[1, 99]]);
        let name = self.new_name();
        let mut text = format!("split \"s{name}\" {{\n");
        for (arm, share) in ["a", "b", "c"].iter().zip(shares) {
            let block = self.block(choices, depth, indent + 2);
            text += &format!("{}{share}% {arm} {block}\n", " ".repeat(indent + 2));
        }
        format!("{text}{}}}", " ".repeat(indent))
    }

    /// `match tier { low { … } else { … } }`
    pub fn match_value(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let (value, arms) = choices.one(&[
            ("tier", &["low", "mid, high"][..]),
            ("points", &["2", "0, 1", "else"]),
            ("score", &["10.5", "missing"]),
            ("last(purchase).place", &["store", "web", "missing"]),
            ("first(purchase, last 2 days).place", &["web, missing", "else"]),
            ("maybe", &["yes", "no, missing"]),
            ("preferred", &["email", "sms, push", "else"]),
            ("level", &["low", "mid, missing", "else"]),
            ("rates(tier, phone)", &["1", "2, 3", "missing"]),
        ]);
        let mut text = format!("match {value} {{\n");
        for arm in arms {
            text += &format!("{}{arm} {}\n", " ".repeat(indent + 2), self.block(choices, depth, indent + 2));
        }
        format!("{text}{}}}", " ".repeat(indent))
    }

    /// `match { C { … } … else { … } }`
    pub fn cases(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let margin = " ".repeat(indent + 2);
        let mut text = "match {\n".to_owned();
        for _ in 0..=choices.below(2) {
            let condition = self.condition(choices, 1);
            text += &format!("{margin}{condition} {}\n", self.block(choices, depth, indent + 2));
        }
        if choices.chance(50) {
            text += &format!("{margin}else {}\n", self.block(choices, depth, indent + 2));
        }
        format!("{text}{}}}", " ".repeat(indent))
    }

    /// `repeat up to 3 times until C { … }`
    pub fn repeat(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let times = choices.one(&[2, 3, 1, 4]);
        let until = if choices.chance(50) { format!(" until {}", self.condition(choices, 1)) } else { String::new() };
        format!("repeat up to {times} times{until} {}", self.block(choices, depth, indent))
    }

    /// `wait up to 2 days { on purchase { … } opened(news) or nothing { … } }`
    pub fn wait_many(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let since = if choices.chance(35) { " since start" } else { "" };
        let head = format!("wait up to {}{since}", period(choices));
        let margin = " ".repeat(indent + 2);
        let mut events = vec![Event::Purchase, Event::Visit, Event::Claim];
        let mut arms = String::new();
        let mut nothing = false;
        for index in 0..=choices.below(3) {
            let (first, inner) = self.alternative(choices, &mut events);
            if index > 0 && first.starts_with("until") {
                arms += &format!("{margin}{first} {}\n", self.block(choices, depth, indent + 2));
                continue;
            }
            let second = match choices.below(5) {
                3 if !nothing => {
                    nothing = true;
                    " or nothing".into()
                }
                4 => format!(" or {}", engagement(choices)),
                _ => String::new(),
            };
            let first = if first.starts_with("until") { engagement(choices) } else { first };
            arms += &format!("{margin}on {first}{second} {}\n", inner.block(choices, depth, indent + 2));
        }
        if !nothing && choices.chance(60) {
            arms += &format!("{margin}else {}\n", self.block(choices, depth, indent + 2));
        }
        format!("{head} {{\n{arms}{}}}", " ".repeat(indent))
    }

    /// What an arm waits for, each event once; and what its block may name.
    fn alternative(self, choices: &mut Choices<'_>, events: &mut Vec<Event>) -> (String, Self) {
        let drawn = Event::draw(choices);
        match choices.below(6) {
            0..=2 if events.contains(&drawn) => {
                events.retain(|event| *event != drawn);
                let filter = if choices.chance(40) {
                    format!(" where ({})", self.event_filter(drawn, choices))
                } else {
                    String::new()
                };
                (format!("{}{filter}", drawn.name()), Scope { awaited: Some(drawn), ..self })
            }
            3 => (format!("until {}", self.condition(choices, 1)), self),
            _ => (engagement(choices), self),
        }
    }

    /// A number that no split or label of the programme has had.
    pub fn new_name(self) -> usize {
        self.named.set(self.named.get() + 1);
        self.named.get()
    }
}

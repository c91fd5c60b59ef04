//! Random steps.

use super::choices::Choices;
use super::condition::Scope;
use super::schema::{CHANNELS, Event, OFTEN, engagement, period, time};

impl Scope<'_> {
    /// One step, with at most `depth` levels of blocks, indented.
    pub fn step(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let margin = " ".repeat(indent);
        let kinds = if depth == 0 { 14 } else { 30 };
        let text = match choices.below(kinds) {
            5 | 6 => format!("wait {}", period(choices)),
            7 => self.wait_until(choices),
            8 => self.set(choices),
            9 => self.emit(choices),
            10 => self.enrol(choices),
            11 => task(choices),
            12 | 25 => self.later(choices, &margin),
            13 => self.named_steps(choices),
            14 => self.at(choices, depth, indent),
            15 | 16 => self.wait_for(choices, depth, indent),
            17 => self.split(choices, depth, indent),
            18 => self.match_value(choices, depth, indent),
            19 => self.repeat(choices, depth, indent),
            20 | 21 => self.wait_many(choices, depth, indent),
            22 => self.cases(choices, depth, indent),
            23 | 24 => self.branch(choices, depth, indent),
            _ => self.send(choices),
        };
        let label = if choices.chance(5) { format!("{margin}label \"l{}\"\n", self.new_name()) } else { String::new() };
        format!("{label}{margin}{text}\n")
    }

    pub fn block(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let mut steps = String::new();
        for _ in 0..choices.below(3) {
            steps += &self.step(choices, depth - 1, indent + 2);
        }
        if choices.chance(8) {
            steps += &format!("{}exit\n", " ".repeat(indent + 2));
        }
        if steps.is_empty() { "{ }".into() } else { format!("{{\n{steps}{}}}", " ".repeat(indent)) }
    }

    fn send(self, choices: &mut Choices<'_>) -> String {
        let message = choices.one(OFTEN);
        let by = choices.one(&[
            "email",
            "sms",
            "push",
            "email or sms",
            "sms or email or push",
            "email or if busy sms",
            "email or if busy sms or push",
            "preferred",
            "preferred or email",
            "sms or if busy push or if busy email",
            "way",
            "way or email",
        ]);
        let deadline = match choices.below(10) {
            0..=3 => String::new(),
            4..=8 => format!(" within {}", period(choices)),
            _ => format!(" until {}", self.moment(choices)),
        };
        let by = if self.channels_by_default && choices.chance(40) { String::new() } else { format!(" by {by}") };
        let at = if choices.chance(15) { format!(" at {}", time(choices)) } else { String::new() };
        format!("send {message}{by}{deadline}{at}")
    }

    /// A send that others can see coming.
    pub fn later(self, choices: &mut Choices<'_>, margin: &str) -> String {
        let wait = if choices.chance(50) { format!("wait {}", period(choices)) } else { self.wait_until(choices) };
        format!("{wait}\n{margin}{}", self.send(choices))
    }

    /// `do shared1(script = news, delay = 2 days)`, or something else where there are no such steps.
    fn named_steps(self, choices: &mut Choices<'_>) -> String {
        if self.steps == 0 {
            return self.send(choices);
        }
        let number = choices.below(self.steps) + 1;
        let delay = if choices.chance(50) { format!(", delay = {}", period(choices)) } else { String::new() };
        let how = if choices.chance(30) { format!(", how = {}", choices.one(CHANNELS)) } else { String::new() };
        format!("do shared{number}(script = {}{delay}{how})", choices.one(OFTEN))
    }

    fn wait_until(self, choices: &mut Choices<'_>) -> String {
        match choices.below(4) {
            0 => format!("wait until {}", time(choices)),
            1 => format!("wait until {} {}", choices.one(&["monday", "sunday", "friday"]), time(choices)),
            _ => format!("wait until {}", self.moment(choices)),
        }
    }

    fn at(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let moment = self.moment(choices);
        format!("at {moment} {}", self.block(choices, depth, indent))
    }

    fn wait_for(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let period = period(choices);
        let since = if choices.chance(35) { " since start" } else { "" };
        let (awaited, inner) = if choices.chance(30) {
            (format!("until {}", self.condition(choices, 1)), self)
        } else if choices.chance(20) {
            (format!("for {}", engagement(choices)), self)
        } else {
            let event = Event::draw(choices);
            let filter = if choices.chance(40) {
                format!(" where {}", self.event_filter(event, choices))
            } else {
                String::new()
            };
            let inner = Scope { awaited: Some(event), ..self };
            (format!("for {}{filter}", event.name()), inner)
        };
        let then = inner.block(choices, depth, indent);
        let otherwise = self.block(choices, depth, indent);
        format!("wait up to {period}{since} {awaited} {then} else {otherwise}")
    }

    fn branch(self, choices: &mut Choices<'_>, depth: usize, indent: usize) -> String {
        let first = format!("if {} {}", self.condition(choices, 2), self.block(choices, depth, indent));
        match choices.below(3) {
            0 => first,
            1 => format!("{first} else {}", self.block(choices, depth, indent)),
            _ => {
                let second = self.condition(choices, 1);
                let (then, otherwise) = (self.block(choices, depth, indent), self.block(choices, depth, indent));
                format!("{first} else if {second} {then} else {otherwise}")
            }
        }
    }

    /// A date expression, perhaps with a time.
    fn moment(self, choices: &mut Choices<'_>) -> String {
        let day = self.season.day(choices);
        let moment = match choices.below(12) {
            9 => "soon".into(),
            10 => format!("next + {}", period(choices)),
            0 => "due".into(),
            1 => "birth".into(),
            2 => format!("birth {} 3 days", choices.one(&["+", "-"])),
            3 => format!("due {} {}", choices.one(&["+", "-"]), period(choices)),
            4 => day,
            5 => format!("{day} {}", time(choices)),
            6 => format!("start + {}", period(choices)),
            7 => format!("last({}) + {}", Event::draw(choices).name(), period(choices)),
            8 => "first(visit) + 1 week".into(),
            _ => format!("last(purchase, last 2 days) + {}", period(choices)),
        };
        if choices.chance(20) && !moment.contains(':') { format!("{moment} {}", time(choices)) } else { moment }
    }
}

/// Something for a person to do.
fn task(choices: &mut Choices<'_>) -> String {
    let text = choices.one(&["call", "write to {{ tier }}", "{{ phone | default('nobody') }} {{ points }}"]);
    let whose = choices.one(&["", " for tier", " for email", " for points", " for last(claim).ticket"]);
    let within = if choices.chance(50) { format!(" within {}", period(choices)) } else { String::new() };
    format!("task \"{text}\"{whose}{within}")
}

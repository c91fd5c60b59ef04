//! What the engine decided, in words.

use journey_ir::operation::{Awaited, Operation, Place, Wake};
use journey_ir::records::{Key, Outcome, RefusedBecause};
use journey_ir::table::JourneyId;
use journey_ir::time::Instant;
use journey_ir::value::Value;
use journey_ir::written;
use journey_runner::{Clause, Effect, Told};

use super::Teller;

impl Teller<'_> {
    /// A decision of a journey that is told of.
    pub(super) fn decision(&mut self, at: Instant, id: JourneyId, effect: &Effect) {
        let program = self.program();
        let journey = &program.journeys[id];
        match effect {
            Effect::Enrolled { key, holdout, .. } => {
                let key = if *key == Key::None { String::new() } else { format!(" (key {key})") };
                self.line(at, "start", Some(id), format!("enters{key}"));
                if *holdout {
                    self.note("control group: nothing but service is sent to this customer".to_owned());
                }
            }
            Effect::Ended { end, .. } => self.line(at, "end", Some(id), format!("leaves: {}", end.name())),
            Effect::Arm { split, arm, .. } => {
                let Some(split) = journey.splits.get(usize::from(*split)) else { return };
                let arm = split.arms.get(usize::from(*arm)).map_or("", |arm| arm.name.as_str());
                self.line(at, "arm", Some(id), format!("split \"{}\": arm {arm}", split.name));
            }
            Effect::Goal { goal, worth, .. } => {
                let name = journey.goals.get(*goal).and_then(|goal| goal.name.clone());
                let name = name.map_or_else(|| "the goal".to_owned(), |name| format!("the goal \"{name}\""));
                let worth = match worth {
                    Value::Missing => String::new(),
                    worth => format!(
                        ", worth {}",
                        written::value(program, &journey_ir::expression::Expression::Now, worth, self.zone)
                    ),
                };
                self.line(at, "goal", Some(id), format!("reaches {name}{worth}"));
            }
            Effect::Refused(refusal) => {
                let why = match refusal.because {
                    RefusedBecause::Audience => "`for` does not hold",
                    RefusedBecause::Enrolled => "an enrolment is under way",
                    RefusedBecause::Never => "`again never`, and there was one before",
                    RefusedBecause::TooSoon => "`again after`, and that time is not over",
                    RefusedBecause::SameValue => "`again per`, and this value has started one before",
                    RefusedBecause::NoValue => "`again per`, and there is no value",
                };
                self.refused(at, id, why);
            }
            Effect::Told(Told::Audience { because, .. }) => {
                // Told before the refusal itself: kept for it.
                self.refused(at, id, "`for` does not hold");
                self.clauses(because);
            }
            Effect::Told(Told::Branch { place, condition, held, because, .. }) => {
                let answer = if *held { "yes" } else { "no" };
                let asked = written::condition(program, condition);
                self.line(at, "branch", Some(id), format!("`{asked}`? {answer}"));
                self.at_step(id, *place);
                self.clauses(because);
            }
            Effect::Told(Told::Rests { place, until, .. }) => self.rests(at, id, *place, *until),
            Effect::Told(Told::GoesOn { from, to, .. }) => self.goes_on(at, id, *from, *to),
            Effect::Contact(contact) => self.contact(at, id, contact),
            Effect::Told(Told::Refused { .. } | Told::Said(_)) => {}
        }
    }

    /// A refused start; the engine tells why `for` does not hold just before it refuses.
    fn refused(&mut self, at: Instant, id: JourneyId, why: &str) {
        let name = &self.program().journeys[id].name;
        let text = format!("does not enter: {why}");
        let told = self.lines.last().is_some_and(|line| {
            line.what == "refused" && line.at == at && line.text == text && line.journey.as_ref() == Some(name)
        });
        if !told {
            self.line(at, "refused", Some(id), text);
        }
    }

    /// The step that the line told last is about.
    pub(super) fn at_step(&mut self, id: JourneyId, place: Place) {
        let step = self.program().journeys[id].origins.get(place).map(|origin| origin.path.clone());
        if let Some(line) = self.lines.last_mut() {
            line.step = step;
        }
    }

    /// The clauses that decided, with the values that they read.
    pub(super) fn clauses(&mut self, because: &[Clause]) {
        let program = self.program();
        for clause in because {
            let text = written::condition(program, &clause.condition);
            let holds = if clause.holds { "holds" } else { "does not hold" };
            let reads: Vec<_> = clause
                .reads
                .iter()
                .map(|(of, value)| {
                    format!("{} is {}", written::expression(program, of), written::value(program, of, value, self.zone))
                })
                .collect();
            let reads = if reads.is_empty() { String::new() } else { format!(": {}", reads.join(", ")) };
            self.note(format!("`{text}` {holds}{reads}"));
        }
    }

    fn rests(&mut self, at: Instant, id: JourneyId, place: Place, until: Option<Instant>) {
        let program = self.program();
        let Some(operation) = program.journeys[id].operations.get(place) else { return };
        let until = until.map(|until| self.moment(until));
        let text = match (operation, until) {
            (Operation::Await { arms, .. }, until) => {
                let awaited: Vec<_> = arms.iter().map(|arm| self.awaited(&arm.awaited)).collect();
                let until = until.map_or_else(String::new, |until| format!(", until {until}"));
                format!("waits for {}{until}", awaited.join(" or "))
            }
            (Operation::At { moment, .. } | Operation::Sleep(Wake::Moment(moment)), None) => {
                format!("waits: `{}` is missing", written::expression(program, &moment.of))
            }
            (_, Some(until)) => format!("waits until {until}"),
            (_, None) => "waits".to_owned(),
        };
        self.line(at, "wait", Some(id), text);
        self.at_step(id, place);
    }

    fn awaited(&self, awaited: &Awaited) -> String {
        let program = self.program();
        match awaited {
            Awaited::Event { event, filter, .. } => {
                let filter = filter.as_ref().map(|filter| format!(" where {}", written::condition(program, filter)));
                format!("{}{}", program.events[*event].name, filter.unwrap_or_default())
            }
            Awaited::Engagement(engagement) => {
                format!("{}({})", engagement.kind.name(), program.messages[engagement.message].name)
            }
            Awaited::Until(condition) => format!("`{}`", written::condition(program, condition)),
        }
    }

    fn goes_on(&mut self, at: Instant, id: JourneyId, from: Place, to: Place) {
        let operation = self.program().journeys[id].operations.get(from);
        let text = match operation {
            Some(Operation::Await { arms, otherwise, .. }) => {
                let arm = arms.iter().find(|arm| arm.then == to && arm.then != *otherwise);
                match arm {
                    Some(arm) => format!("what it waited for came: {}", self.awaited(&arm.awaited)),
                    None if to == *otherwise => "the wait is over".to_owned(),
                    None => "goes on".to_owned(),
                }
            }
            Some(Operation::At { otherwise, .. }) if to == *otherwise => {
                "the moment has passed or is missing: its block is skipped".to_owned()
            }
            Some(Operation::Sleep(_) | Operation::At { .. }) => "goes on".to_owned(),
            _ => return,
        };
        self.line(at, "goes on", Some(id), text);
        self.at_step(id, from);
    }

    fn contact(&mut self, at: Instant, id: JourneyId, contact: &journey_ir::records::Contact) {
        let program = self.program();
        let message = &program.messages[contact.message].name;
        let channel = contact.channel.map_or_else(String::new, |id| format!(" by {}", program.channels[id].name));
        let due = if contact.due < at { format!(", due since {}", self.moment(contact.due)) } else { String::new() };
        let (what, text, causes) = match &contact.outcome {
            Outcome::Sent => ("sent", format!("sends {message}{channel} ({}){due}", contact.purpose.name()), None),
            Outcome::Skipped(causes) => ("skipped", format!("does not send {message}{channel}{due}"), Some(causes)),
            Outcome::Pending(causes) => {
                ("pending", format!("still waits to send {message}{channel}{due}"), Some(causes))
            }
        };
        self.line(at, what, Some(id), text);
        self.at_step(id, contact.step);
        self.send_told = true;
        for cause in causes.into_iter().flatten() {
            self.cause(at, contact, *cause);
        }
    }
}

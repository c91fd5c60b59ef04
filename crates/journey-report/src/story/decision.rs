//! What the engine decided, in words.

use journey_ir::expression::Expression;
use journey_ir::history::Input;
use journey_ir::operation::{Awaited, Operation, Place};
use journey_ir::records::{Contact, Outcome};
use journey_ir::table::JourneyId;
use journey_ir::time::Instant;
use journey_ir::value::Value;
use journey_ir::written;
use journey_runner::engine::draw;
use journey_runner::{Effect, Told};

use super::start::percent;
use super::{Teller, What};
use crate::because::values;

impl Teller<'_> {
    /// A decision of a journey that is told of.
    pub(super) fn decision(&mut self, at: Instant, id: JourneyId, effect: &Effect) {
        match effect {
            Effect::Enrolled { number, holdout, zone, .. } => self.enters(at, id, *number, *holdout, *zone),
            Effect::Ended { end, .. } => self.line(at, What::End, Some(id), format!("leaves: {}", end.name())),
            Effect::Arm { split, arm, .. } => self.arm(at, id, *split, *arm),
            Effect::Goal { number, goal, worth, .. } => self.reaches(at, id, *number, *goal, worth),
            Effect::Task { task, .. } => self.task(at, id, task),
            Effect::Measured { measure, value, .. } => self.measured(at, id, *measure, value),
            Effect::Refused(refusal) => self.refusal_recorded(id, refusal),
            Effect::Contact(contact) => self.contact(at, id, contact),
            Effect::Told(told) => self.explanation(at, id, told),
        }
    }

    fn explanation(&mut self, at: Instant, id: JourneyId, told: &Told) {
        let program = self.program();
        match told {
            Told::Starts { trigger, because, .. } => self.starts(trigger, because),
            Told::Filtered { start, because, .. } => self.filtered(at, id, *start, because),
            Told::Inactive { from, .. } => self.inactive(at, id, *from),
            Told::Refusal { .. } => self.refusal(at, id, told),
            Told::Never { starts, .. } => self.never(at, id, starts),
            Told::Stopped { stop, because, .. } => {
                self.note(format!("`stop {}`", written::stop(program, stop)));
                self.note(self.because(because));
            }
            Told::Branch { place, condition, held, because, .. } => {
                let answer = if *held { "yes" } else { "no" };
                let asked = written::condition(program, condition);
                self.step_line(at, What::Branch, id, *place, format!("`{asked}`? {answer}"));
                for clause in because {
                    // Of the question itself the answer says all but the values.
                    let note = if clause.condition == *condition {
                        values(program, clause, self.clock())
                    } else {
                        self.because(std::slice::from_ref(clause))
                    };
                    self.note(note);
                }
            }
            Told::Pass { place, pass, times, because, .. } => {
                let text = match pass {
                    Some(pass) => format!("repeat: pass {pass} of at most {times}"),
                    None => format!("repeat (at most {times} times): over"),
                };
                self.step_line(at, What::Pass, id, *place, text);
                self.note(self.because(because));
            }
            Told::Makes { place, input, .. } => {
                let text = match input {
                    Input::Event(_) => format!("emits {}", self.happens(input)),
                    _ => self.happens(input),
                };
                self.step_line(at, What::Made, id, *place, text);
                if let Input::Change { attribute, value } = input {
                    self.move_to(*attribute, value);
                }
            }
            Told::Enrols { place, journey, .. } => {
                let text = format!("enrols in {}", program.journeys[*journey].name);
                self.step_line(at, What::Made, id, *place, text);
            }
            Told::Rests { place, until, date, .. } => {
                self.rests(at, id, *place, *until);
                self.date(date.as_ref());
            }
            Told::Pauses { place, because, .. } => {
                self.step_line(at, What::Pause, id, *place, "pauses".to_owned());
                self.note(self.because(because));
            }
            Told::GoesOn { from, to, came, at_once, date, because, .. } => {
                if self.goes_on(at, id, (*from, *to), *came, *at_once) {
                    self.date(date.as_ref());
                    self.note(self.because(because));
                }
            }
            Told::NotAwaited { place, because, .. } => {
                self.step_line(
                    at,
                    What::Ignored,
                    id,
                    *place,
                    "waits on: what came is not what it waits for".to_owned(),
                );
                self.note(self.because(because));
            }
            Told::Waits { place, message, .. } => {
                let text = format!("cannot send {} yet, and waits", program.messages[*message].name);
                self.step_line(at, What::Waiting, id, *place, text);
                self.about = Some(*message);
            }
            Told::Supposed { .. } | Told::Obstacle { .. } | Told::Said(_) => {}
        }
    }

    fn step_line(&mut self, at: Instant, what: What, id: JourneyId, place: Place, text: String) {
        self.line(at, what, Some(id), text);
        self.at_step(id, place);
    }

    fn arm(&mut self, at: Instant, id: JourneyId, split: u16, arm: u16) {
        let program = self.program();
        let journey = &program.journeys[id];
        let Some(split) = journey.splits.get(usize::from(split)) else { return };
        let name = split.arms.get(usize::from(arm)).map_or("", |arm| arm.name.as_str());
        self.line(at, What::Arm, Some(id), format!("split \"{}\": arm {name}", split.name));
        let drawn = draw(&program.salt, &format!("{}/{}", journey.name, split.name), &self.story.history.id);
        let mut from = 0;
        let shares = split.arms.iter().map(|arm| {
            let begins = from;
            from += arm.share.0;
            format!("{} from {} to {}", arm.name, percent(begins), percent(from))
        });
        let shares: Vec<String> = shares.collect();
        self.note(format!("draws {}: {}", percent(drawn), shares.join(", ")));
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
            (_, Some(until)) => format!("waits until {until}"),
            (_, None) => "waits for a date that is missing".to_owned(),
        };
        self.step_line(at, What::Wait, id, place, text);
    }

    /// What a wait for a date reads.
    fn date(&mut self, date: Option<&(Expression, Value)>) {
        if let Some((of, value)) = date {
            let program = self.program();
            let value = written::value(program, of, value, self.clock());
            self.note(format!("`{}` is {value}", written::expression(program, of)));
        }
    }

    fn awaited(&self, awaited: &Awaited) -> String {
        let program = self.program();
        match awaited {
            Awaited::Event { event, filter, .. } => {
                let filter = filter.as_ref().map(|filter| format!(" where {}", written::condition(program, filter)));
                format!("`{}{}`", program.events[*event].name, filter.unwrap_or_default())
            }
            Awaited::Engagement(engagement) => format!("`{}`", engagement.text(program)),
            Awaited::Until(condition) => format!("`{}`", written::condition(program, condition)),
        }
    }

    /// Whether there is anything to tell of it.
    fn goes_on(
        &mut self,
        at: Instant,
        id: JourneyId,
        (from, to): (Place, Place),
        came: Option<usize>,
        at_once: bool,
    ) -> bool {
        let operation = self.program().journeys[id].operations.get(from);
        let text = match operation {
            _ if from == to => "the pause is over".to_owned(),
            Some(Operation::Await { arms, otherwise, .. }) => match came.and_then(|came| arms.get(came)) {
                Some(arm) if at_once => format!("does not wait: there is {} already", self.awaited(&arm.awaited)),
                Some(arm) => format!("what it waited for came: {}", self.awaited(&arm.awaited)),
                None if to == *otherwise && at_once => "does not wait: its time is over".to_owned(),
                None if to == *otherwise => "its time is over, and nothing came".to_owned(),
                None => "goes on".to_owned(),
            },
            Some(Operation::At { otherwise, .. }) if to == *otherwise => {
                "skips its block: the moment has passed or is missing".to_owned()
            }
            Some(Operation::Sleep(_) | Operation::At { .. }) if at_once => {
                "does not wait: the moment is now or has passed".to_owned()
            }
            Some(Operation::Sleep(_) | Operation::At { .. }) => "goes on".to_owned(),
            // What follows a send that was decided needs no line.
            _ => return false,
        };
        self.step_line(at, What::GoesOn, id, from, text);
        true
    }

    fn contact(&mut self, at: Instant, id: JourneyId, contact: &Contact) {
        let program = self.program();
        let message = &program.messages[contact.message].name;
        let channel = contact.channel.map_or_else(String::new, |id| format!(" by {}", program.channels[id].name));
        let due = if contact.due < at { format!(", due since {}", self.moment(contact.due)) } else { String::new() };
        let purpose = contact.purpose.name();
        let (what, text, open) = match &contact.outcome {
            Outcome::Sent => (What::Sent, format!("sends {message}{channel} ({purpose}){due}"), None),
            Outcome::Skipped(_) => (What::Skipped, format!("does not send {message}{channel} ({purpose}){due}"), None),
            Outcome::Pending(causes) => {
                let text = format!("still waits to send {message}{channel} ({purpose}){due}");
                (What::Pending, text, Some(causes))
            }
        };
        self.step_line(at, what, id, contact.step, text);
        self.about = Some(contact.message);
        for cause in open.into_iter().flatten() {
            self.obstacle(at, contact.message, *cause, None, &[]);
        }
    }
}

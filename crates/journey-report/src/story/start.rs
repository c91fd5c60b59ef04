//! Starts: those that came about, those that did not, and those of which nothing came at all.

use journey_ir::expression::Expression;
use journey_ir::pressure::{Protection, ProtectionTime};
use journey_ir::program::Trigger;
use journey_ir::records::{Refusal, RefusedBecause};
use journey_ir::table::JourneyId;
use journey_ir::time::{Instant, ZoneId};
use journey_ir::written;
use journey_runner::engine::draw;
use journey_runner::{Clause, NoStart, Told};

use super::{Teller, What};

impl Teller<'_> {
    /// What starts a journey: kept for the enrolment that follows.
    pub(super) fn starts(&mut self, trigger: &Trigger, because: &[Clause]) {
        let start = format!("`start {}`", written::trigger(self.program(), trigger));
        self.starting = std::iter::once(start).chain(self.each(because)).collect();
    }

    /// Each clause in words.
    fn each(&self, because: &[Clause]) -> Vec<String> {
        because.iter().map(|clause| self.because(std::slice::from_ref(clause))).collect()
    }

    pub(super) fn enters(&mut self, at: Instant, id: JourneyId, number: u64, holdout: bool, zone: ZoneId) {
        self.line(at, What::Start, Some(id), "enters".to_owned());
        for note in std::mem::take(&mut self.starting) {
            self.note(note);
        }
        if holdout {
            self.note(format!("{}: nothing but service is sent", self.control_group(id)));
        }
        for protection in &self.program().journeys[id].protections {
            self.note(self.protects(at, protection, zone));
        }
        self.pursue(at, id, number, zone);
        self.again.remove(&id);
    }

    fn protects(&self, at: Instant, protection: &Protection, zone: ZoneId) -> String {
        let from = written::selector(self.program(), &protection.selector);
        let until = match protection.lasts {
            ProtectionTime::For(period) => format!("until {}", self.moment(zone.table().plus(at, period))),
            ProtectionTime::WhileEnrolled => "while the customer is in it".to_owned(),
        };
        format!("protects from {from} of other journeys {until}")
    }

    /// Which control group a customer is in for a journey, and by which draw.
    fn control_group(&self, id: JourneyId) -> String {
        let program = self.program();
        let drawn = draw(&program.salt, "holdout", &self.story.history.id);
        if drawn < program.holdout.0 { self.global_control_group() } else { self.own_control_group(id) }
    }

    pub(super) fn global_control_group(&self) -> String {
        let program = self.program();
        let drawn = draw(&program.salt, "holdout", &self.story.history.id);
        format!("control group of the programme ({})", share(drawn, program.holdout.0))
    }

    pub(super) fn own_control_group(&self, id: JourneyId) -> String {
        let program = self.program();
        let journey = &program.journeys[id];
        let drawn = draw(&program.salt, &format!("{}/holdout", journey.name), &self.story.history.id);
        format!("control group of {} ({})", journey.name, share(drawn, journey.holdout.0))
    }

    /// A start that does not come about because the `where` does not hold.
    pub(super) fn filtered(&mut self, at: Instant, id: JourneyId, start: usize, because: &[Clause]) {
        let Some(start) = self.program().journeys[id].starts.get(start) else { return };
        let Trigger::Event { event, .. } = &start.trigger else { return };
        let event = &self.program().events[*event].name;
        let text = format!("does not start on {event}: {}", self.because(because));
        self.line(at, What::Refused, Some(id), text);
    }

    pub(super) fn inactive(&mut self, at: Instant, id: JourneyId, from: Option<Instant>) {
        let active = self.program().journeys[id].active;
        let why = match from {
            Some(from) if self.story.history.exists_from == Some(from) => {
                format!("the customer exists only from {}", self.moment(from))
            }
            Some(from) => format!("it is active only from {}", self.moment(from)),
            None => match active.until {
                Some(until) => format!("it was active until {until}"),
                None => "it is not active".to_owned(),
            },
        };
        self.refused(at, id, format!("does not start: {why}"), Vec::new());
    }

    /// A start that `for` or `again` refuses; the engine tells of it just before it records it.
    pub(super) fn refusal(&mut self, at: Instant, id: JourneyId, told: &Told) {
        let Told::Refusal { trigger, because, before, again, .. } = told else { return };
        let trigger = format!("`start {}`", written::trigger(self.program(), trigger));
        let mut notes = vec![trigger];
        notes.extend(self.each(because));
        let text = match (before, again) {
            (_, Some(again)) => format!("`again after`, it may start again from {}", self.moment(*again)),
            (Some(before), None) => format!("the customer entered it on {}", self.moment(*before)),
            (None, None) => "`for` does not hold".to_owned(),
        };
        self.refused(at, id, format!("does not start: {text}"), notes);
    }

    /// The record of a refused start: it names the reason.
    pub(super) fn refusal_recorded(&mut self, id: JourneyId, refusal: &Refusal) {
        let why = match refusal.because {
            RefusedBecause::Audience | RefusedBecause::TooSoon => return,
            RefusedBecause::Enrolled => "still in it, ".to_owned(),
            RefusedBecause::Never => "`again never`, ".to_owned(),
            RefusedBecause::SameValue => format!("`again per`, {} has started it before", refusal.key),
            RefusedBecause::NoValue => {
                let key = self.program().journeys[id].starts.iter().find_map(|start| start.key.as_ref());
                let key = key.map_or_else(|| "the value".to_owned(), |key| self.name(key));
                format!("`again per`, {key} is missing")
            }
        };
        let Some(line) = self.lines.last_mut().filter(|line| line.what == What::Refused) else { return };
        line.text = match line.text.split_once(": ") {
            Some((what, before)) if why.ends_with(' ') => format!("{what}: {why}{before}"),
            Some((what, _)) => format!("{what}: {why}"),
            None => return,
        };
    }

    fn name(&self, of: &Expression) -> String {
        written::expression(self.program(), of)
    }

    /// One that comes again and again in the same way is told once.
    fn refused(&mut self, at: Instant, id: JourneyId, text: String, notes: Vec<String>) {
        if let Some((place, times)) = self.again.get_mut(&id)
            && let Some(line) = self.lines.get(*place)
            && line.text == text
            && line.notes == notes
        {
            *times += 1;
            return;
        }
        self.again.insert(id, (self.lines.len(), 0));
        self.line(at, What::Refused, Some(id), text);
        for note in notes {
            self.note(note);
        }
    }

    /// Adds how often a start did not come about for the same reason as the first time.
    pub(super) fn tell_how_often(&mut self) {
        for (place, times) in self.again.values() {
            if let Some(line) = self.lines.get_mut(*place).filter(|_| *times > 0) {
                line.notes.push(format!("and so {times} more {}", if *times == 1 { "time" } else { "times" }));
            }
        }
    }

    /// A journey that never started.
    pub(super) fn never(&mut self, at: Instant, id: JourneyId, starts: &[(usize, NoStart)]) {
        for (place, why) in starts {
            let Some(start) = self.program().journeys[id].starts.get(*place) else { continue };
            let trigger = written::trigger(self.program(), &start.trigger);
            let why = self.no_start(&start.trigger, why);
            self.line(at, What::Never, Some(id), format!("`start {trigger}`: {why}"));
        }
    }

    fn no_start(&self, trigger: &Trigger, why: &NoStart) -> String {
        match why {
            NoStart::NoEvent => "it did not happen in the run".to_owned(),
            NoStart::NotTrue(because) => format!("at the end {}", self.because(because)),
            NoStart::TrueBefore(because) => {
                format!("it was true before the run already and never became true anew: {}", self.because(because))
            }
            NoStart::Inactive => "it was not active when this became true".to_owned(),
            NoStart::NoDate => format!("{} is missing", self.dated(trigger)),
            NoStart::NotDue(Some(value)) => match trigger {
                Trigger::Dated(dated) => {
                    let of = Expression::Attribute(dated.attribute);
                    let value = written::value(self.program(), &of, value, self.clock());
                    format!("it does not come in the run: {} is {value}", self.name(&of))
                }
                _ => "it does not come in the run".to_owned(),
            },
            NoStart::NotDue(None) => "it does not come in the run".to_owned(),
            NoStart::NeverMoved(value) => match trigger {
                Trigger::Moves(attribute, _) => {
                    let of = Expression::Attribute(*attribute);
                    let value = written::value(self.program(), &of, value, self.clock());
                    format!("this did not happen in the run: at the end {} is {value}", self.name(&of))
                }
                _ => "this did not happen in the run".to_owned(),
            },
            NoStart::NotEnrolled => "no journey enrolled the customer".to_owned(),
        }
    }

    fn dated(&self, trigger: &Trigger) -> &str {
        match trigger {
            Trigger::Dated(dated) => &self.program().attributes[dated.attribute].name,
            _ => "the date",
        }
    }
}

/// `draws 1.37, the group takes those below 5`
fn share(drawn: u16, share: u16) -> String {
    format!("draws {}, and those below {} are in it", percent(drawn), percent(share))
}

/// Basis points as a percentage.
pub(super) fn percent(points: u16) -> String {
    let (whole, rest) = (points / 100, points % 100);
    match (rest, rest % 10) {
        (0, _) => format!("{whole} %"),
        (rest, 0) => format!("{whole}.{} %", rest / 10),
        (rest, _) => format!("{whole}.{rest:02} %"),
    }
}

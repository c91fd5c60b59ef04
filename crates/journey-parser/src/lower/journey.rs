//! `journey bienvenue "…" { … }` (language reference 5).

use journey_ir::finding::Finding;
use journey_ir::operation::Operation;
use journey_ir::pressure::Purpose;
use journey_ir::program::{Active, Dated, Journey, ReEntry, Share, Trigger};
use journey_ir::span::Span;
use journey_ir::table::TagId;
use journey_ir::time::{Date, TimeOfDay, WallTime};

use super::expression::Scope;
use super::{Lowering, Once, literal};
use crate::tree::{self, AgainKind, Clause, ClauseKind, Name, Path, StartKind, StepKind};

/// The priority of a journey that says none (language reference 4.5).
const PRIORITY_DEFAULT: u8 = 50;

/// What the clauses of a journey are lowered with.
struct Context<'t> {
    /// For stops and goals.
    enrolment: Scope,
    /// For the audience.
    audience: Scope,
    /// What `again per FIELD` names.
    key: Option<&'t Path>,
    /// Whether only events start the journey.
    by_event: bool,
}

impl Lowering<'_> {
    /// Lowers all journeys.
    pub(super) fn journeys(&mut self) {
        for written in self.names.journeys.items.clone() {
            let journey = self.journey_or_made(written);
            self.program.journeys.push(journey);
        }
    }

    /// Lowers the clauses and steps of a journey.
    pub(super) fn lower_journey(&mut self, written: &tree::Journey) -> Journey {
        let starts = self.starting_events(written);
        let context = Context {
            enrolment: Scope::enrolment(starts.clone()),
            audience: Scope::audience(starts),
            key: key(written),
            by_event: written.clauses.iter().all(|clause| self.starts_on_event_if_at_all(clause)),
        };
        let mut journey = empty_journey(written);
        let mut purpose = Purpose::Commercial;
        let mut once = Once::default();
        let findings = self.findings.len();
        for clause in &written.clauses {
            if let ClauseKind::Purpose(word) = &clause.kind {
                once.note(self, "purpose", clause.span);
                purpose = literal::purpose(*word);
            } else {
                self.clause(clause, &mut journey, &context, &mut once);
            }
        }
        self.demand_start(written);
        self.demand_steps(written);
        self.goal_to_stop_on(written);
        self.distinct_goals(&journey);
        self.lower_steps(written, &mut journey, purpose, context.enrolment);
        self.set_patience(&mut journey, written);
        if once.span("again").is_none() && journey.starts.iter().any(|start| is_regular(&start.trigger)) {
            journey.reentry = ReEntry::Always;
        }
        if findings == self.findings.len() && !has_bad_step(written, "send") {
            self.demand_sends_of_goals(written, &journey);
        }
        journey
    }

    fn clause(&mut self, clause: &Clause, journey: &mut Journey, context: &Context<'_>, once: &mut Once) {
        let span = clause.span;
        match &clause.kind {
            ClauseKind::Start(start) => {
                let start = self.start(start, context.key);
                journey.starts.extend(start);
            }
            ClauseKind::For(condition) => {
                once.note(self, "for", span);
                journey.audience = self.condition(condition, &context.audience);
            }
            ClauseKind::Again(again) => {
                once.note(self, "again", span);
                journey.reentry = self.again(again, context.by_event);
            }
            ClauseKind::Stop(stop) => self.stop(stop, journey, &context.enrolment),
            ClauseKind::Goal(goal) => {
                let goal = self.goal(goal, &context.enrolment);
                journey.goals.extend(goal);
            }
            ClauseKind::Priority(number) => {
                once.note(self, "priority", span);
                let priority = self.whole_number(*number, "a priority", 0, 100);
                journey.priority =
                    priority.and_then(|priority| u8::try_from(priority).ok()).unwrap_or(PRIORITY_DEFAULT);
            }
            ClauseKind::Active(active) => {
                once.note(self, "active", span);
                journey.active = self.active(*active, "the journey is active on no day");
            }
            ClauseKind::Holdout(percent) => {
                once.note(self, "holdout", span);
                journey.holdout = literal::share(*percent);
            }
            ClauseKind::Patience(_) => once.note(self, "patience", span),
            ClauseKind::Owner(owner) => {
                once.note(self, "owner", span);
                journey.owner = Some(owner.value.clone());
            }
            ClauseKind::Protect(protection) => {
                let protection = self.protection(protection, span);
                journey.protections.extend(protection);
            }
            ClauseKind::Tags(tags) => self.tags(tags, &mut journey.tags),
            ClauseKind::Pause(condition) => {
                once.note(self, "pause", span);
                journey.pause = self.condition(condition, &context.enrolment);
            }
            ClauseKind::Measure(measure) => self.measure(measure, journey, &context.enrolment),
            ClauseKind::Purpose(_) | ClauseKind::Allow(_) | ClauseKind::Bad(_) => {}
        }
    }

    pub(super) fn tags(&mut self, written: &[Name], tags: &mut Vec<TagId>) {
        for id in written.iter().filter_map(|tag| self.names.tags.id(&tag.text)) {
            if !tags.contains(&id) {
                tags.push(id);
            }
        }
    }

    /// Days without a time are their first instant here; `to B` includes B, `until B` does not (language reference 2.4).
    pub(super) fn active(&mut self, active: tree::Active, never: &str) -> Active {
        let from = active.from.and_then(|date| self.date(date));
        let until = active.until.and_then(|date| self.date(date));
        let until = until.map(|date| if active.until_included { date.plus_days(1) } else { date });
        if let (Some(from), Some(until)) = (from, until)
            && from >= until
        {
            let message = format!("{never}: its end is before its beginning");
            self.report(Finding::error("impossible-date", message).at(active.span, ""));
        }
        Active { from: from.map(midnight), until: until.map(midnight) }
    }

    fn starts_on_event_if_at_all(&self, clause: &Clause) -> bool {
        let ClauseKind::Start(start) = &clause.kind else { return true };
        match &start.kind {
            StartKind::On { subject, offset, every_year, at, .. } => {
                let dated = subject.customer.is_some() || offset.is_some() || every_year.is_some() || at.is_some();
                !dated && self.names.events.id(&subject.name.text).is_some()
                    || self.names.attributes.id(&subject.name.text).is_none()
            }
            _ => false,
        }
    }

    /// A journey's `patience` takes the place of the programme's (language reference 4.4).
    fn set_patience(&mut self, journey: &mut Journey, written: &tree::Journey) {
        let patience = written.clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::Patience(period) => Some(*period),
            _ => None,
        });
        let Some(patience) = patience.map(|patience| self.period(patience)) else { return };
        for operation in &mut journey.operations {
            if let Operation::Send(send) = operation {
                send.hold = patience;
            }
        }
    }

    fn demand_start(&mut self, journey: &tree::Journey) {
        let may_start = journey.clauses.iter().any(|clause| match &clause.kind {
            ClauseKind::Start(_) => true,
            ClauseKind::Bad(bad) => bad.keyword.as_deref().is_none_or(|keyword| keyword == "start"),
            _ => false,
        });
        if !may_start && !has_bad_step(journey, "start") {
            let message = format!("nothing starts the journey `{}`", journey.name.text);
            let help = "add a start, such as `start on EVENT` or `start when CONDITION`";
            self.report(Finding::error("no-start", message).at(journey.name.span, "").help(help));
        }
    }

    fn demand_steps(&mut self, journey: &tree::Journey) {
        let may_have_steps = journey.clauses.iter().any(|clause| matches!(&clause.kind, ClauseKind::Bad(_)));
        if journey.steps.is_empty() && !may_have_steps {
            let message = format!("the journey `{}` has no steps", journey.name.text);
            let help = "add what it does, such as `send MESSAGE by CHANNEL`";
            self.report(Finding::error("no-steps", message).at(journey.name.span, "").help(help));
        }
    }

    fn distinct_goals(&mut self, journey: &Journey) {
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for goal in &journey.goals {
            let Some(name) = &goal.name else { continue };
            match seen.iter().find(|(known, _)| known == name) {
                Some((_, first)) => self.given_twice(&format!("the goal \"{name}\""), goal.span, *first),
                None => seen.push((name, goal.span)),
            }
        }
    }
}

fn empty_journey(written: &tree::Journey) -> Journey {
    Journey {
        name: written.name.text.clone(),
        title: written.title.as_ref().map(|title| title.value.clone()),
        owner: None,
        priority: PRIORITY_DEFAULT,
        tags: Vec::new(),
        active: Active::default(),
        starts: Vec::new(),
        audience: None,
        reentry: ReEntry::Never,
        stops: Vec::new(),
        goals: Vec::new(),
        measures: Vec::new(),
        stop_on_goal: false,
        holdout: Share::default(),
        protections: Vec::new(),
        operations: Vec::new(),
        origins: Vec::new(),
        slots: 0,
        counters: 0,
        pause: None,
        splits: Vec::new(),
        text: written.span,
        span: written.name.span,
    }
}

fn key(journey: &tree::Journey) -> Option<&Path> {
    journey.clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::Again(again) => match &again.kind {
            AgainKind::PerField(path) => Some(path),
            _ => None,
        },
        _ => None,
    })
}

/// Whether a start comes again and again by itself: then so does the journey, when it does not say (language reference 5.3).
fn is_regular(trigger: &Trigger) -> bool {
    matches!(trigger, Trigger::Every(..) | Trigger::Dated(Dated { every_year: true, .. }))
}

/// Whether something unreadable among the steps may have been this clause.
fn has_bad_step(journey: &tree::Journey, keyword: &str) -> bool {
    journey.steps.iter().any(|step| match &step.kind {
        StepKind::Bad(bad) => bad.keyword.as_deref().is_none_or(|found| found == keyword),
        _ => false,
    })
}

fn midnight(date: Date) -> WallTime {
    WallTime { date, time: TimeOfDay::MIDNIGHT }
}

//! `start …` and `again …` (language reference 5.1, 5.3).

use journey_ir::expression::Expression;
use journey_ir::finding::Finding;
use journey_ir::program::{Change, Direction, ReEntry, Start, Trigger};
use journey_ir::span::Span;
use journey_ir::table::EventId;
use journey_ir::value::Type;

use super::Lowering;
use super::dated::DatedWords;
use super::expression::{Scope, engagement_kind, noun};
use crate::tree::{self, Again, AgainKind, EngagementOf, Expr, Path, StartKind, StartSubject};

/// Where a start's own conditions stand.
const PLACE: &str = "the start of a journey";

impl Lowering<'_> {
    /// The events that start a journey, each once: their names read the starting event (language reference 5.9).
    pub(super) fn starting_events(&self, journey: &tree::Journey) -> Vec<EventId> {
        let mut events = Vec::new();
        for clause in &journey.clauses {
            let tree::ClauseKind::Start(start) = &clause.kind else { continue };
            if let StartKind::On { subject, .. } = &start.kind
                && subject.customer.is_none()
                && let Some(event) = self.names.events.id(&subject.name.text)
                && !events.contains(&event)
            {
                events.push(event);
            }
        }
        events
    }

    /// Lowers one start, with the key that `again per FIELD` asks of it.
    pub(super) fn start(&mut self, start: &tree::Start, key: Option<&Path>) -> Option<Start> {
        let outside = Scope::outside(PLACE);
        let trigger = match &start.kind {
            StartKind::On { subject, filter, offset, every_year, at } => {
                let words = DatedWords { offset: *offset, every_year: every_year.is_some(), at: *at };
                self.start_on(subject, filter.as_ref(), words)
            }
            StartKind::Engagement(engagement) => self.start_on_engagement(engagement),
            StartKind::When(condition) => self.condition(condition, &outside).map(Trigger::Becomes),
            StartKind::While(condition) => self.condition(condition, &outside).map(Trigger::Holds),
            StartKind::Every { schedule, at } => self.start_every(*schedule, *at),
            StartKind::At { date, time } => self.start_at(*date, *time),
            StartKind::ByEnrolment => Some(Trigger::Enrolment),
            StartKind::Moves { subject, direction } => self.start_moves(subject, *direction),
        }?;
        let key = match key {
            Some(path) => Some(self.key(path, &trigger, start.span)?),
            None => None,
        };
        Some(Start { trigger, key })
    }

    /// `on E [where …]`; of an event and an attribute with one name the event is meant.
    fn start_on(&mut self, subject: &StartSubject, filter: Option<&Expr>, words: DatedWords) -> Option<Trigger> {
        let name = &subject.name;
        let certainly_a_date = subject.customer.is_some() || words.any();
        let event = self.names.events.id(&name.text).filter(|_| !certainly_a_date);
        if let Some(event) = event {
            let scope = Scope::outside(PLACE).at_event(event);
            let filter = self.filter(filter, &scope)?;
            return Some(Trigger::Event { event, filter });
        }
        if certainly_a_date || self.names.attributes.id(&name.text).is_some() {
            if let Some(filter) = filter {
                self.refuse_filter_of_date(filter.span);
                return None;
            }
            return self.start_dated(name, words);
        }
        let known: Vec<&str> = self.names.events.names().collect();
        self.unknown(name, "event", &known);
        None
    }

    /// `on A rises`, `falls` or `changes` (language reference 9.1).
    fn start_moves(&mut self, subject: &StartSubject, direction: Direction) -> Option<Trigger> {
        let (name, word) = (&subject.name, direction.name());
        let Some(attribute) = self.names.attributes.id(&name.text) else {
            if self.names.events.id(&name.text).is_some() {
                let message = format!("`{}` is an event, which happens: it has no value that {word}", name.text);
                let help = format!("write `start on {}`, or name an attribute", name.text);
                self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
                return None;
            }
            let known: Vec<&str> = self.names.attributes.names().collect();
            self.unknown(name, "attribute", &known);
            return None;
        };
        let declared = &self.program.attributes[attribute];
        let ordered =
            matches!(declared.kind, Type::Integer | Type::Decimal | Type::Date | Type::DateTime | Type::OneOf(_));
        if direction != Direction::Changes && !ordered {
            let message = format!("`{}` is {}, which never {word}", name.text, noun(&declared.kind));
            let help = format!("numbers, dates and `one of` have an order; write `start on {} changes`", name.text);
            self.report(Finding::error("type-mismatch", message).at(name.span, "").help(help));
            return None;
        }
        if declared.change == Change::Fixed {
            let message = format!("`{}` is `fixed`: it never {word}", name.text);
            let finding =
                Finding::error("fixed-attribute", message).at(name.span, "").at(declared.span, "declared here");
            self.report(finding.help(format!("leave `fixed` out of the declaration of `{}`", name.text)));
            return None;
        }
        Some(Trigger::Moves(attribute, direction))
    }

    /// `on opened(M)`
    fn start_on_engagement(&mut self, of: &EngagementOf) -> Option<Trigger> {
        let Some(kind) = engagement_kind(of.kind) else {
            self.message(&of.message)?;
            let name = &of.message.text;
            let text = format!("`sent({name})` is no start: it is journeys that send");
            let help = format!("write `start when sent({name})`, or `enrol` this journey behind the `send`");
            self.report(Finding::error("out-of-place", text).at(of.span, "").help(help));
            return None;
        };
        self.engagement_with(kind, &of.message).map(Trigger::Engagement)
    }

    /// The value that may start once: a field of the starting event, or an attribute.
    fn key(&mut self, path: &Path, trigger: &Trigger, start: Span) -> Option<Expression> {
        if self.lacks_key(path, trigger) {
            let key = self.text(path.span).to_owned();
            let message = format!("`again per {key}` is for every start, and `{}` has no `{key}`", self.text(start));
            let finding = Finding::error("out-of-place", message).at(path.span, "").at(start, "the start without it");
            let help = "name a field that all starting events have, or an attribute, or make two journeys of it";
            self.report(finding.help(help));
            return None;
        }
        let outside = Scope::outside("`again per`");
        let scope = match trigger {
            Trigger::Event { event, .. } => outside.at_event(*event),
            _ => outside,
        };
        let expr = Expr { span: path.span, kind: tree::ExprKind::Path(path.clone()) };
        self.value(&expr, &scope).map(|typed| typed.expression)
    }

    /// Whether the key is a field of some event, and not of the one that starts here.
    fn lacks_key(&self, path: &Path, trigger: &Trigger) -> bool {
        let starting = trigger.event();
        let has =
            |event: EventId, field: &str| self.names.fields(event).is_some_and(|fields| fields.id(field).is_some());
        match path.rest.as_slice() {
            [] => {
                let key = &path.first.text;
                let elsewhere = self.names.event_with_field(key).is_some();
                elsewhere && self.names.attributes.id(key).is_none() && !starting.is_some_and(|event| has(event, key))
            }
            [field] => {
                let of = self.names.events.id(&path.first.text);
                of.is_some_and(|of| starting != Some(of) && has(of, &field.text))
            }
            _ => false,
        }
    }

    /// Lowers `again …`; `by_event`: every start is an event.
    pub(super) fn again(&mut self, again: &Again, by_event: bool) -> ReEntry {
        match &again.kind {
            AgainKind::Never => ReEntry::Never,
            AgainKind::Always => ReEntry::Always,
            AgainKind::After(period) => ReEntry::After(self.period(*period)),
            AgainKind::Restart => ReEntry::Restart,
            AgainKind::PerField(_) => ReEntry::PerValue,
            AgainKind::PerEvent => {
                if !by_event {
                    let message = "`again per event` wants a journey that only events start";
                    let help = "write `start on EVENT`, or `again always`";
                    self.report(Finding::error("out-of-place", message).at(again.span, "").help(help));
                }
                ReEntry::PerEvent
            }
        }
    }
}

//! `state complaining = from … until …` (language reference 9.2), and the occasions of channels with a `moment` (9.5).

use journey_ir::expression::Condition;
use journey_ir::finding::Finding;
use journey_ir::occasion::Occasion;
use journey_ir::span::Span;
use journey_ir::state::{State, Turn};
use journey_ir::table::{EventId, FieldId, Id, StateId};

use super::Lowering;
use super::expression::{Scope, noun};
use super::lookup::{list, suggestion};
use super::names::Names;
use crate::tree::{self, Expr, ExprKind, Name};

impl Lowering<'_> {
    /// Lowers all states. One that is wrong stands all the same, for what names it.
    pub(super) fn states(&mut self) {
        for written in self.names.states.items.clone() {
            let from = self.turn(&written.from, "the `where` of a state");
            let until = self.turn(&written.until, "the `where` of a state");
            let event = |turn: &Option<(EventId, Option<Condition>)>| turn.as_ref().map(|(event, _)| *event);
            let by = self.told_apart(written, event(&from), event(&until));
            if let (Some(from), Some(until)) = (&from, &until) {
                self.warn_if_idle(written, from, until);
            }
            let turn = |turn: Option<(EventId, Option<Condition>)>, by: Option<FieldId>| {
                let (event, filter) = turn.unwrap_or((EventId::from_index(0), None));
                Turn { event, filter, by }
            };
            self.program.states.push(State {
                name: written.name.text.clone(),
                from: turn(from, by.map(|(from, _)| from)),
                until: turn(until, by.map(|(_, until)| until)),
                span: written.span,
            });
        }
    }

    /// An event with a `where` that is decided when it happens, like that of a history function.
    fn turn(&mut self, written: &tree::Turn, place: &'static str) -> Option<(EventId, Option<Condition>)> {
        let event = self.event(&written.event)?;
        let scope = Scope { place, ..Scope::in_history(event) };
        let filter = self.filter(written.filter.as_ref(), &scope)?;
        Some((event, filter))
    }

    /// `moment purchase where channel == store`
    pub(super) fn occasion(&mut self, written: &tree::Turn) -> Option<Occasion> {
        let (event, filter) = self.turn(written, "the `where` of a `moment`")?;
        Some(Occasion { event, filter, text: format!("moment {}", written.event.text) })
    }

    /// `by FIELD`: a field of both events, of one type.
    fn told_apart(
        &mut self,
        written: &tree::State,
        from: Option<EventId>,
        until: Option<EventId>,
    ) -> Option<(FieldId, FieldId)> {
        let by = written.by.as_ref()?;
        let (from, until) = (from?, until?);
        let first = self.field(from, by)?;
        let last = if until == from { first } else { self.field(until, by)? };
        let kind = |event: EventId, field: FieldId| &self.program.events[event].fields[field].kind;
        let (one, other) = (kind(from, first), kind(until, last));
        if one != other {
            let message = format!(
                "`{0}` of `{1}` is {2}, and `{0}` of `{3}` is {4}: they cannot be the same",
                by.text,
                self.event_name(from),
                noun(one),
                self.event_name(until),
                noun(other)
            );
            let finding = Finding::error("type-mismatch", message).at(by.span, "");
            self.report(finding.help("give both fields one type"));
            return None;
        }
        Some((first, last))
    }

    /// An event that both begins and ends a state ends it: where all that begin it do, it never holds.
    fn warn_if_idle(
        &mut self,
        written: &tree::State,
        from: &(EventId, Option<Condition>),
        until: &(EventId, Option<Condition>),
    ) {
        if from.0 == until.0 && (until.1.is_none() || from.1 == until.1) {
            let name = &written.name.text;
            let message = format!("the state `{name}` never holds: every event that begins it ends it, too");
            let help = "tell the two apart with `where`, as in `from complaint where status == opened until complaint where \
                        status == closed`";
            self.report(Finding::warning("idle-state", message).at(written.name.span, "").help(help));
        }
    }

    /// `complaining ended within 7 days`
    pub(super) fn ended(&mut self, state: &Expr, within: tree::Period, span: Span, scope: &Scope) -> Option<Condition> {
        self.refuse_in_history("a state", span, scope)?;
        let within = self.some_period(within, "nothing has ended in it");
        let name = match &state.kind {
            ExprKind::Path(path) => path.single(),
            _ => None,
        };
        let Some(name) = name else {
            let message = format!("only a state ends, and `{}` is none", self.text(state.span));
            let help = "name a state: `STATE ended within 7 days`";
            self.report(Finding::error("type-mismatch", message).at(state.span, "").help(help));
            return None;
        };
        let state = self.state(name)?;
        Some(Condition::Ended { state, within })
    }

    fn state(&mut self, name: &Name) -> Option<StateId> {
        let id = self.names.states.id(&name.text);
        if id.is_none() && self.names.segments.id(&name.text).is_some() {
            let states: Vec<&str> = self.names.states.names().collect();
            let message = format!("`{}` is a segment: when it ceased to hold is not kept, only states end", name.text);
            let help = suggestion(&name.text, &states).or_else(|| known_states(&self.names));
            self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").maybe_help(help));
            return None;
        }
        if id.is_none() {
            let known: Vec<&str> = self.names.states.names().collect();
            self.unknown(name, "state", &known);
        }
        id
    }
}

fn known_states(names: &Names<'_>) -> Option<String> {
    let states: Vec<&str> = names.states.names().take(8).collect();
    (!states.is_empty()).then(|| format!("the states are {}", list(&states)))
}

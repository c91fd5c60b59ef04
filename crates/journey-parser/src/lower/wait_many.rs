//! `wait up to D { on E { … } on opened(M) or nothing { … } until C { … } }` (language reference 5.8).

use journey_ir::finding::Finding;
use journey_ir::operation::{Arm, Awaited, From, Operation};
use journey_ir::span::Span;
use journey_ir::table::EventId;

use super::Lowering;
use super::expression::{Scope, engagement_kind};
use super::steps::{Layout, OPEN};
use crate::tree::{Alternative, AlternativeKind, Happening, WaitMany};

/// What the arms of a wait await so far.
#[derive(Default)]
struct Seen {
    /// Events without a `where`: no later arm gets them.
    events: Vec<(EventId, Span)>,
    /// `nothing`.
    nothing: Option<Span>,
}

impl Lowering<'_> {
    pub(super) fn wait_many(
        &mut self,
        wait: &WaitMany,
        (path, span): (&str, Span),
        layout: &mut Layout,
        scope: &Scope,
    ) {
        let since_start = wait.since_start.is_some();
        let operation = Operation::Await {
            arms: Vec::new(),
            period: self.period(wait.period),
            from: if since_start { From::Start } else { From::Here },
            otherwise: OPEN,
        };
        let head = layout.push(operation, path, span);
        let mut seen = Seen::default();
        let mut arms = Vec::new();
        let mut at_deadline = None;
        let mut ends = Vec::new();
        for (index, arm) in wait.arms.iter().enumerate() {
            let then = layout.here();
            let mut inner = scope.clone();
            for alternative in &arm.alternatives {
                self.alternative_once(alternative, &mut seen);
                if alternative.kind == AlternativeKind::Nothing {
                    at_deadline = at_deadline.or(Some(then));
                } else if let Some(awaited) = self.alternative(alternative, since_start, layout, scope) {
                    if let Awaited::Event { event, slot, .. } = &awaited {
                        inner = inner.after(*event, *slot);
                    }
                    arms.push(Arm { awaited, then });
                }
            }
            self.block(&arm.block, path, &format!("arm{}", index + 1), layout, &inner);
            if index + 1 < wait.arms.len() {
                ends.push(layout.jump(path, span));
            }
        }
        layout.set_awaited(head, arms, at_deadline);
        for end in ends {
            layout.land(end);
        }
    }

    fn alternative(
        &mut self,
        alternative: &Alternative,
        since_start: bool,
        layout: &mut Layout,
        scope: &Scope,
    ) -> Option<Awaited> {
        match &alternative.kind {
            AlternativeKind::Happens(happening) => self.awaited_happening(happening, since_start, layout, scope),
            AlternativeKind::Condition(condition) => self.condition(condition, scope).map(Awaited::Until),
            AlternativeKind::Nothing => None,
        }
    }

    /// Reports what an arm before it has taken already.
    fn alternative_once(&mut self, alternative: &Alternative, seen: &mut Seen) {
        match &alternative.kind {
            AlternativeKind::Nothing => match seen.nothing {
                Some(first) => self.given_twice("what follows when nothing comes", alternative.span, first),
                None => seen.nothing = Some(alternative.span),
            },
            AlternativeKind::Happens(Happening::Event { event, filter }) => {
                let Some(id) = self.names.events.id(&event.text) else { return };
                if let Some((_, first)) = seen.events.iter().find(|(known, _)| *known == id) {
                    let message = format!("an arm before this one takes every `{}`", event.text);
                    let finding = Finding::error("duplicate", message).at(alternative.span, "never reached");
                    let finding = finding.at(*first, "the arm before");
                    self.report(finding.help("put the arm with the `where` first"));
                } else if filter.is_none() {
                    seen.events.push((id, alternative.span));
                }
            }
            AlternativeKind::Happens(Happening::Engagement(_)) | AlternativeKind::Condition(_) => {}
        }
    }

    /// An event or engagement that a wait awaits.
    pub(super) fn awaited_happening(
        &mut self,
        happening: &Happening,
        since_start: bool,
        layout: &mut Layout,
        scope: &Scope,
    ) -> Option<Awaited> {
        match happening {
            Happening::Event { event, filter } => {
                let event = self.event(event)?;
                // The slot is given even when the condition is wrong: the block may read the event.
                let slot = layout.slot();
                let filter = self.filter(filter.as_ref(), &scope.at_event(event)).unwrap_or_default();
                Some(Awaited::Event { event, filter, slot, since_start })
            }
            Happening::Engagement(of) => match engagement_kind(of.kind) {
                Some(kind) => self.engagement_with(kind, &of.message).map(Awaited::Engagement),
                None => self.engagement(of.kind, &of.message, of.span, scope).map(Awaited::Until),
            },
        }
    }
}

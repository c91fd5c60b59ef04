//! What journeys say that do not say it themselves.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Clause, ClauseKind, DefaultChannels, Defaults, DefaultsScope};
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn defaults(&mut self, span: Span, keyword: &Node<'t>, rest: Node<'t>) -> Defaults {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let mut defaults =
            Defaults { span, keyword: self.name(keyword), scope: None, clauses: Vec::new(), channels: Vec::new() };
        defaults.scope = kids.take(Rule::defaults_scope).and_then(|node| self.defaults_scope(node));
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::defaults_head);
        }
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::missing_close => {}
                Rule::default_channels => {
                    let span = self.span(&node);
                    defaults.channels.push(DefaultChannels { span, names: self.names(node) });
                }
                Rule::bad => {
                    if self.goes_on(&node, Place::Defaults) {
                        super::journey::spoil_clause(defaults.clauses.last_mut());
                    }
                    let span = self.span(&node);
                    let bad = self.bad(&node, Place::Defaults);
                    defaults.clauses.push(Clause { span, kind: ClauseKind::Bad(bad) });
                }
                _ => {
                    let clause = self.clause(node);
                    defaults.clauses.push(clause);
                }
            }
        }
        defaults
    }

    fn defaults_scope(&mut self, node: Node<'t>) -> Option<DefaultsScope> {
        let mut kids = Kids::of(node);
        let tagged = kids.take(Rule::kw_tagged).is_some();
        let what = kids.after_keywords()?;
        Some(if tagged { DefaultsScope::Tagged(self.name(&what)) } else { DefaultsScope::Folder(self.text(what)?) })
    }
}

//! Tables and states.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{State, Table, TableColumns, TableKey, Turn};
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn state(&mut self, span: Span, rest: Node<'t>) -> Option<State> {
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        kids.take(Rule::equals);
        let from = self.turn(kids.after_keywords()?)?;
        let until = self.turn(kids.after_keywords()?)?;
        let by = kids.after_keywords().map(|field| self.name(&field));
        Some(State { span, name, from, until, by })
    }

    /// An event, and its `where`.
    pub(super) fn turn(&mut self, node: Node<'t>) -> Option<Turn> {
        let mut kids = Kids::of(node);
        Some(Turn { event: self.name(&kids.after_keywords()?), filter: self.filter(&mut kids) })
    }

    pub(super) fn table(&mut self, span: Span, rest: Node<'t>) -> Option<Table> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        let file = self.text(kids.next()?)?;
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::table_head);
        }
        let mut table = Table { span, name, file, columns: Vec::new(), bad: Vec::new() };
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::table_columns => table.columns.extend(self.table_columns(node)),
                Rule::bad => table.bad.push(self.bad(&node, Place::Table)),
                _ => {}
            }
        }
        Some(table)
    }

    fn table_columns(&mut self, node: Node<'t>) -> Option<TableColumns> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let mut keys = Vec::new();
        while let Some(node) = kids.next_if(|rule| matches!(rule, Rule::table_key | Rule::sign_comma)) {
            if node.as_rule() == Rule::table_key {
                let mut key = Kids::of(node);
                let name = self.name(&key.next()?);
                keys.push(TableKey { name, prefix: key.take(Rule::kw_prefix).map(|word| self.span(&word)) });
            }
        }
        kids.take(Rule::arrow);
        let value = self.name(&kids.next()?);
        Some(TableColumns { span, keys, value, ty: self.type_ref(kids.next()?)? })
    }
}

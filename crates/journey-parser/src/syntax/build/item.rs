//! Items: programme, customer, event, segment, channel.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{
    Attribute, Bad, Change, Channel, ChannelClause, ChannelClauseKind, ChannelKind, Customer, EnumValue, Event, Field,
    Programme, Purpose, PurposeWord, Segment, Setting, SettingKind, Text, TypeKind, TypeRef,
};
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn programme(&mut self, span: Span, rest: Node<'t>) -> Option<Programme> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = match kids.take(Rule::text) {
            Some(text) => self.text(text)?,
            None => Text { value: String::new(), span: self.range(start..start) },
        };
        let unnamed = name.span.start == name.span.end;
        if kids.take(Rule::bad_head).is_some() || unnamed {
            self.bad_head(start, Rule::programme_head);
        }
        let settings = self.each(kids, |builder, node| {
            let span = builder.span(&node);
            let kind = match node.as_rule() {
                Rule::bad => SettingKind::Bad(builder.bad(&node, Place::Programme)),
                _ => builder.setting(node)?,
            };
            Some(Setting { span, kind })
        });
        Some(Programme { span, name, settings })
    }

    fn setting(&mut self, node: Node<'t>) -> Option<SettingKind> {
        if node.as_rule() == Rule::programme_cost {
            return Some(SettingKind::Cost(self.running_cost(node)?));
        }
        let rule = node.as_rule();
        let value = Kids::of(node).after_keywords()?;
        Some(match rule {
            Rule::timezone => SettingKind::Timezone(self.name(&value)),
            Rule::currency => SettingKind::Currency(self.name(&value)),
            Rule::language => SettingKind::Language(self.name(&value)),
            Rule::programme_holdout => SettingKind::Holdout(self.percent(value)?),
            Rule::dates_at => SettingKind::DatesAt(self.time(value)?),
            Rule::patience => SettingKind::Patience(self.period(value)?),
            Rule::suppress => SettingKind::SuppressWhen(self.expr(value)?),
            _ => return None,
        })
    }

    pub(super) fn customer(&mut self, span: Span, rest: Node<'t>) -> Customer {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::customer_head);
        }
        let mut attributes: Vec<Attribute> = Vec::new();
        let mut bad = Vec::new();
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::attribute => attributes.extend(self.attribute(node)),
                Rule::bad => {
                    let this = self.bad(&node, Place::Customer);
                    self.take_back(&this, &node, &mut attributes, &mut bad, |attribute| {
                        (attribute.span, attribute.name.clone())
                    });
                    bad.push(this);
                }
                _ => {}
            }
        }
        Customer { span, attributes, bad }
    }

    /// When an unreadable line goes on with the declaration before it, that one is half read: it becomes bad, too.
    fn take_back<T>(
        &self,
        this: &Bad,
        node: &Node<'t>,
        declared: &mut Vec<T>,
        bad: &mut Vec<Bad>,
        of: impl Fn(&T) -> (Span, crate::tree::Name),
    ) {
        let goes_on = this.name.is_none() && self.same_line_as_last(node, declared.last().map(|last| of(last).0));
        if goes_on && let Some(last) = declared.pop() {
            let (span, name) = of(&last);
            bad.push(Bad { span, keyword: None, name: Some(name) });
        }
    }

    fn same_line_as_last(&self, node: &Node<'t>, last: Option<Span>) -> bool {
        let between = last.and_then(|last| {
            let end = usize::try_from(last.end).ok()?.checked_sub(self.base)?;
            self.text.get(end..node.as_span().start())
        });
        between.is_some_and(|between| !between.contains('\n'))
    }

    fn attribute(&mut self, node: Node<'t>) -> Option<Attribute> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let name = self.name(&kids.next()?);
        let ty = self.type_ref(kids.next()?)?;
        let fixed = kids.take(Rule::kw_fixed).map(|word| (Change::Fixed, self.span(&word)));
        let growing = kids.take(Rule::kw_growing).map(|word| (Change::Growing, self.span(&word)));
        let computed = kids.take(Rule::computed).and_then(|node| Kids::of(node).next());
        let computed = computed.map(|node| self.computed(node));
        Some(Attribute { span, name, ty, change: fixed.or(growing), computed })
    }

    pub(super) fn type_ref(&mut self, node: Node<'t>) -> Option<TypeRef> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let word = kids.next()?;
        let kind = match word.as_rule() {
            Rule::kw_text => TypeKind::Text,
            Rule::kw_integer => TypeKind::Integer,
            Rule::kw_decimal => TypeKind::Decimal,
            Rule::kw_boolean => TypeKind::Boolean,
            Rule::kw_date => TypeKind::Date,
            Rule::kw_datetime => TypeKind::DateTime,
            Rule::kw_channel => TypeKind::Channel,
            Rule::kw_timezone => TypeKind::Timezone,
            Rule::kw_duration => TypeKind::Duration,
            _ => TypeKind::OneOf(self.enum_values(word)),
        };
        Some(TypeRef { span, kind, optional: kids.take(Rule::may_be_missing).is_some() })
    }

    fn enum_values(&mut self, node: Node<'t>) -> Vec<EnumValue> {
        let mut kids = Kids::of(node);
        kids.skip_keywords();
        self.each(kids, |builder, node| {
            let span = builder.span(&node);
            let inner = Kids::of(node).next()?;
            let quoted = inner.as_rule() == Rule::text;
            let text = if quoted { builder.text(inner)?.value } else { inner.as_str().to_owned() };
            Some(EnumValue { text, quoted, span })
        })
    }

    pub(super) fn event(&mut self, span: Span, rest: Node<'t>) -> Option<Event> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::event_head);
        }
        let mut fields: Vec<Field> = Vec::new();
        let mut bad = Vec::new();
        let mut body = kids.take(Rule::event_body).map(Kids::of);
        while let Some(node) = body.as_mut().and_then(Kids::next) {
            match node.as_rule() {
                Rule::field => fields.extend(self.field(node)),
                Rule::bad => {
                    let this = self.bad(&node, Place::Event);
                    self.take_back(&this, &node, &mut fields, &mut bad, |field| (field.span, field.name.clone()));
                    bad.push(this);
                }
                _ => {}
            }
        }
        Some(Event { span, name, fields, bad })
    }

    fn field(&mut self, node: Node<'t>) -> Option<Field> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        Some(Field { span, name: self.name(&kids.next()?), ty: self.type_ref(kids.next()?)? })
    }

    pub(super) fn segment(&mut self, span: Span, rest: Node<'t>) -> Option<Segment> {
        let mut kids = Kids::of(rest);
        Some(Segment { span, name: self.name(&kids.next()?), condition: self.expr(kids.next()?)? })
    }

    pub(super) fn channel(&mut self, span: Span, rest: Node<'t>) -> Option<Channel> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::channel_head);
        }
        let mut clauses: Vec<ChannelClause> = Vec::new();
        let mut body = kids.take(Rule::channel_body).map(Kids::of);
        while let Some(node) = body.as_mut().and_then(Kids::next) {
            let span = self.span(&node);
            let kind = match node.as_rule() {
                Rule::bad => {
                    let bad = self.bad(&node, Place::Channel);
                    if self.goes_on(&node, Place::Channel)
                        && let Some(last) = clauses.last_mut()
                    {
                        last.kind = ChannelClauseKind::Bad(half_read(last.span));
                    }
                    Some(ChannelClauseKind::Bad(bad))
                }
                Rule::missing_close => None,
                _ => self.channel_clause(node),
            };
            clauses.extend(kind.map(|kind| ChannelClause { span, kind }));
        }
        Some(Channel { span, name, clauses })
    }

    fn channel_clause(&mut self, node: Node<'t>) -> Option<ChannelClauseKind> {
        let rule = node.as_rule();
        if rule == Rule::moment {
            return Some(ChannelClauseKind::Moment(self.turn(node)?));
        }
        if matches!(rule, Rule::hours | Rule::capacity | Rule::assign) {
            return self.work(node);
        }
        let mut kids = Kids::of(node);
        if rule == Rule::channel_kind {
            kids.take(Rule::kw_kind);
            let word = kids.next()?;
            let kind = match word.as_rule() {
                Rule::kw_human => ChannelKind::Human,
                Rule::kw_physical => ChannelKind::Physical,
                _ => ChannelKind::Digital,
            };
            return Some(ChannelClauseKind::Kind(kind, self.span(&word)));
        }
        let value = kids.after_keywords()?;
        Some(match rule {
            Rule::address => ChannelClauseKind::Address(self.name(&value)),
            Rule::consent => ChannelClauseKind::Consent(self.expr(value)?),
            Rule::cost => ChannelClauseKind::Cost(self.number(&value)),
            Rule::weight => ChannelClauseKind::Weight(self.number(&value)),
            _ => return None,
        })
    }

    pub(super) fn purpose_word(&mut self, node: Node<'t>) -> Option<PurposeWord> {
        let span = self.span(&node);
        let purpose = match Kids::of(node).next()?.as_rule() {
            Rule::kw_relational => Purpose::Relational,
            Rule::kw_requested => Purpose::Requested,
            Rule::kw_service => Purpose::Service,
            _ => Purpose::Commercial,
        };
        Some(PurposeWord { purpose, span })
    }

    /// The names of a list, behind its keyword.
    pub(super) fn names(&mut self, node: Node<'t>) -> Vec<crate::tree::Name> {
        let mut kids = Kids::of(node);
        kids.skip_keywords();
        self.each(kids, |builder, name| Some(builder.name(&name)))
    }

    /// Builds every child but the mark of a missing brace.
    pub(super) fn each<T>(
        &mut self,
        mut kids: Kids<'t>,
        mut build: impl FnMut(&mut Self, Node<'t>) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        while let Some(node) = kids.next() {
            if node.as_rule() != Rule::missing_close {
                all.extend(build(self, node));
            }
        }
        all
    }
}

/// A statement whose end is unreadable: nothing is concluded from its beginning.
pub(super) fn half_read(span: Span) -> Bad {
    Bad { span, keyword: None, name: None }
}

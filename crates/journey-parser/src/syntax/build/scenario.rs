//! Scenarios.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{
    ArmChoice, Dated, DatedKind, Day, ExpectLines, Expected, ExpectedKind, Expr, ExprKind, Given, GivenValue, Name,
    Path, Scenario, ScenarioItem, ScenarioItemKind, Text, When, WhenDay,
};
use journey_ir::program::EngagementKind;
use journey_ir::records::End;
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn scenario(&mut self, span: Span, rest: Node<'t>) -> Option<Scenario> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let title = match kids.take(Rule::text) {
            Some(text) => self.text(text)?,
            None => Text { value: String::new(), span: self.range(start..start) },
        };
        let untitled = title.span.start == title.span.end;
        if kids.take(Rule::bad_head).is_some() || untitled {
            self.bad_head(start, Rule::scenario_head);
        }
        let items = self.each(kids, |builder, node| {
            let span = builder.span(&node);
            let whole = node.clone();
            let kind = match node.as_rule() {
                Rule::bad => ScenarioItemKind::Bad(builder.bad(&node, Place::Scenario)),
                _ => builder.scenario_item(node).unwrap_or_else(|| ScenarioItemKind::Bad(builder.internal(&whole))),
            };
            Some(ScenarioItem { span, kind })
        });
        Some(Scenario { span, title, items })
    }

    fn scenario_item(&mut self, node: Node<'t>) -> Option<ScenarioItemKind> {
        let rule = node.as_rule();
        if rule == Rule::dated {
            return self.dated(node).map(ScenarioItemKind::Dated);
        }
        let mut kids = Kids::of(node);
        if rule == Rule::scenario_holdout {
            kids.take(Rule::kw_holdout);
            return Some(ScenarioItemKind::Holdout(kids.next()?.as_rule() == Rule::kw_yes));
        }
        kids.skip_keywords();
        Some(match rule {
            Rule::scenario_customer => ScenarioItemKind::Customer(self.given(kids.next()?)),
            Rule::scenario_from => ScenarioItemKind::From(self.day(&mut kids)?),
            Rule::scenario_until => ScenarioItemKind::Until(self.day(&mut kids)?),
            Rule::scenario_arm => ScenarioItemKind::Arm(self.arm_choice(&mut kids)?),
            Rule::never => ScenarioItemKind::Never(self.selector(kids.next()?), None),
            Rule::never_until => {
                let selector = self.selector(kids.next()?);
                let mut end = Kids::of(kids.next()?);
                end.skip_keywords();
                ScenarioItemKind::Never(selector, Some(self.day(&mut end)?))
            }
            Rule::expect_lines => ScenarioItemKind::Lines(self.expect_lines(kids)?),
            Rule::expect_condition => {
                let condition = self.expr(kids.next()?)?;
                ScenarioItemKind::Condition(condition, self.when(kids.after_keywords()?)?)
            }
            _ => return None,
        })
    }

    fn day(&mut self, kids: &mut Kids<'t>) -> Option<Day> {
        let date = self.date(kids.next()?)?;
        Some(Day { date, time: kids.next().and_then(|time| self.time(time)) })
    }

    fn when(&mut self, node: Node<'t>) -> Option<When> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let day = match kids.take(Rule::later) {
            Some(_) => WhenDay::Later(self.period(kids.next()?)?),
            None => WhenDay::Date(self.date(kids.next()?)?),
        };
        let time = kids.next().and_then(|time| self.time(time));
        Some(When { span, day, time })
    }

    fn arm_choice(&mut self, kids: &mut Kids<'t>) -> Option<ArmChoice> {
        let mut names = kids.next()?.into_inner();
        let (first, second) = (self.name_or_text(names.next()?)?, names.next());
        let (journey, split) = match second {
            Some(split) => (Some(first), self.name_or_text(split)?),
            None => (None, first),
        };
        kids.take(Rule::equals);
        Some(ArmChoice { journey, split, arm: self.name_or_text(kids.next()?)? })
    }

    fn name_or_text(&mut self, node: Node<'t>) -> Option<Name> {
        if node.as_rule() == Rule::text {
            return self.text(node).map(|text| Name { text: text.value, span: text.span });
        }
        Some(self.name(&node))
    }

    fn given(&mut self, node: Node<'t>) -> Given {
        let mut given = Given::default();
        for node in node.into_inner() {
            match node.as_rule() {
                Rule::scenario_value => given.values.extend(self.given_value(node)),
                Rule::bad => given.bad.push(self.bad(&node, Place::Values)),
                _ => {}
            }
        }
        given
    }

    fn given_value(&mut self, node: Node<'t>) -> Option<GivenValue> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let name = self.name(&kids.next()?);
        Some(GivenValue { span, name, value: self.plain_value(kids.next()?)? })
    }

    /// A literal or a word, as the expression that it would be.
    fn plain_value(&mut self, node: Node<'t>) -> Option<Expr> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let negative = kids.take(Rule::minus).is_some();
        let value = kids.next()?;
        let inner = self.span(&value);
        let kind = match value.as_rule() {
            Rule::plain_word => ExprKind::Path(self.word_path(&value)),
            Rule::text => ExprKind::Text(self.text(value)?),
            Rule::datetime => ExprKind::DateTime(self.datetime(value)?),
            Rule::date => ExprKind::Date(self.date(value)?),
            Rule::time_of_day => ExprKind::Time(self.time(value)?),
            _ => ExprKind::Number(self.number(&value)),
        };
        let kind = if negative { ExprKind::Negate(Box::new(Expr { span: inner, kind })) } else { kind };
        Some(Expr { span, kind })
    }

    fn word_path(&self, node: &Node<'t>) -> Path {
        Path { first: self.name(node), rest: Vec::new(), span: self.span(node) }
    }

    fn dated(&mut self, node: Node<'t>) -> Option<Dated> {
        let mut kids = Kids::of(node);
        let when = self.when(kids.next()?)?;
        let what = kids.next()?;
        let rule = what.as_rule();
        let mut kids = Kids::of(what);
        let what = match rule {
            Rule::past_contact => {
                let message = kids.after_keywords().map(|name| self.name(&name))?;
                let channel = kids.after_keywords().map(|name| self.name(&name))?;
                DatedKind::Contact { message, channel }
            }
            Rule::engaged => {
                let word = kids.next()?;
                let kind = match word.as_rule() {
                    Rule::kw_opened => EngagementKind::Opened,
                    Rule::kw_clicked => EngagementKind::Clicked,
                    Rule::kw_bounced => EngagementKind::Bounced,
                    _ => EngagementKind::Unsubscribed,
                };
                DatedKind::Engaged { kind, message: self.name(&kids.next()?) }
            }
            Rule::scenario_set => {
                let name = kids.after_keywords().map(|name| self.name(&name))?;
                kids.take(Rule::equals);
                DatedKind::Set(name, self.plain_value(kids.next()?)?)
            }
            _ => {
                let name = self.name(&kids.next()?);
                DatedKind::Event(name, kids.next().map(|values| self.given(values)).unwrap_or_default())
            }
        };
        Some(Dated { when, what })
    }

    fn expect_lines(&mut self, mut kids: Kids<'t>) -> Option<ExpectLines> {
        let exactly = kids.take(Rule::expect_exactly);
        let is_exact = exactly.is_some();
        let journey = exactly.and_then(|node| Kids::of(node).after_keywords()).map(|name| self.name(&name));
        let mut lines = ExpectLines { exactly: is_exact, journey, lines: Vec::new(), bad: Vec::new() };
        for node in kids.next()?.into_inner() {
            match node.as_rule() {
                Rule::expected => lines.lines.extend(self.expected(node)),
                Rule::bad => lines.bad.push(self.bad(&node, Place::Expect)),
                _ => {}
            }
        }
        Some(lines)
    }

    fn expected(&mut self, node: Node<'t>) -> Option<Expected> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let when = self.when(kids.next()?)?;
        let what = kids.next()?;
        let rule = what.as_rule();
        let mut kids = Kids::of(what);
        if rule == Rule::expected_task {
            let text = self.text(kids.after_keywords()?)?;
            return Some(Expected { span, when, what: ExpectedKind::Task(text) });
        }
        let name = kids.after_keywords().map(|name| self.name(&name))?;
        let what = match rule {
            Rule::expected_enters => ExpectedKind::Enters(name),
            Rule::expected_leaves => ExpectedKind::Leaves(name, ending(kids.next()?.as_rule())),
            _ => {
                let skipped = kids.next()?.as_rule() == Rule::kw_skipped;
                let other = self.name(&kids.next()?);
                if skipped { ExpectedKind::Skipped(name, other) } else { ExpectedKind::Sent(name, other) }
            }
        };
        Some(Expected { span, when, what })
    }
}

fn ending(how: Rule) -> End {
    match how {
        Rule::kw_goal => End::Goal,
        Rule::kw_stopped => End::Stopped,
        Rule::kw_replaced => End::Replaced,
        _ => End::Completed,
    }
}

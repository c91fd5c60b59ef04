//! Steps with arms, and steps that change something.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{
    Alternative, AlternativeKind, Bad, Case, Cases, Emit, EmitField, EngagementOf, Expr, Happening, Match, MatchArm,
    Name, Pattern, PatternKind, Patterns, Period, Repeat, SetAttribute, Split, SplitArm, StepKind, WaitArm, WaitMany,
};
use journey_ir::finding::Finding;
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    /// Something that happens: an event with its `where`, or `opened(M)` and the like.
    pub(super) fn happening(&mut self, node: Node<'t>) -> Option<Happening> {
        let mut kids = Kids::of(node);
        let first = kids.next()?;
        if first.as_rule() == Rule::engagement {
            return Some(Happening::Engagement(self.engagement_of(first)?));
        }
        Some(Happening::Event { event: self.name(&first), filter: self.filter(&mut kids) })
    }

    pub(super) fn engagement_of(&mut self, node: Node<'t>) -> Option<EngagementOf> {
        let span = self.span(&node);
        let (kind, message) = self.engagement(node)?;
        Some(EngagementOf { span, kind, message })
    }

    /// The many-way wait; `node` is what follows the length of time.
    pub(super) fn wait_many(&mut self, period: Period, since_start: Option<Span>, node: Node<'t>) -> Option<StepKind> {
        let mut kids = Kids::of(node);
        let (arms, bad) = self.wait_body(kids.next()?);
        if let Some(late) = kids.next() {
            let at = self.span(&late);
            let finding = Finding::error("syntax", "the `else` of a wait with arms is one of its arms")
                .at(at, "behind the braces")
                .help("move it into the braces, behind the last arm");
            self.report(finding);
            self.blocks_inside(late);
        }
        Some(StepKind::WaitMany(WaitMany { period, since_start, arms, bad }))
    }

    /// `wait up to D for A or B`
    pub(super) fn one_thing_awaited(&mut self, others: &Node<'t>) {
        let finding = Finding::error("syntax", "`wait up to … for` waits for one thing")
            .at(self.span(others), "another one")
            .help("for several write arms: `wait up to 3 days { on EVENT or on EVENT { … } else { … } }`");
        self.report(finding);
    }

    fn wait_body(&mut self, node: Node<'t>) -> (Vec<WaitArm>, Vec<Bad>) {
        self.arms(node, Place::WaitArms, Self::wait_arm)
    }

    /// The arms of a body, and what is none.
    fn arms<T>(
        &mut self,
        body: Node<'t>,
        place: Place,
        arm: impl Fn(&mut Self, Node<'t>) -> Option<T>,
    ) -> (Vec<T>, Vec<Bad>) {
        let (mut arms, mut bad) = (Vec::new(), Vec::new());
        for node in body.into_inner() {
            match node.as_rule() {
                Rule::missing_close => {}
                Rule::bad_arm => bad.push(self.bad_step(node, place)),
                _ => {
                    let whole = node.clone();
                    match arm(self, node) {
                        Some(arm) => arms.push(arm),
                        None => bad.push(self.internal(&whole)),
                    }
                }
            }
        }
        (arms, bad)
    }

    fn wait_arm(&mut self, node: Node<'t>) -> Option<WaitArm> {
        let span = self.head_span(&node);
        let mut kids = Kids::of(node);
        let mut alternatives = Vec::new();
        if let Some(word) = kids.take(Rule::kw_else) {
            alternatives.push(Alternative { span: self.span(&word), kind: AlternativeKind::Nothing });
        } else if kids.take(Rule::kw_until).is_some() {
            let condition = self.expr(kids.next()?)?;
            alternatives.push(Alternative { span: condition.span, kind: AlternativeKind::Condition(condition) });
        } else {
            let slip = kids.take(Rule::kw_or);
            let has_on = kids.take(Rule::kw_on).is_some();
            let or_nothing = slip.is_some()
                && kids
                    .0
                    .peek()
                    .is_some_and(|next| next.into_inner().next().is_some_and(|it| it.as_rule() == Rule::nothing));
            if !or_nothing && (slip.is_some() || !has_on) {
                self.report_missing_on(slip.as_ref(), span);
            }
            while let Some(node) = kids.next_if(|rule| matches!(rule, Rule::alternative | Rule::kw_or | Rule::kw_on)) {
                if node.as_rule() == Rule::alternative {
                    alternatives.push(self.alternative(node)?);
                }
            }
        }
        self.slip_arrow(&mut kids);
        Some(WaitArm { span, alternatives, block: self.block(kids.next()?) })
    }

    fn report_missing_on(&mut self, slip: Option<&Node<'t>>, arm: Span) {
        let finding = Finding::error("syntax", "an arm of a wait begins with `on`, `until` or `else`");
        let finding = match slip {
            Some(word) => finding.at(self.span(word), "an arm of its own").help("write `on`"),
            None => finding.at(arm, "`on` is missing before it").help("write `on EVENT { … }`"),
        };
        self.report(finding);
    }

    fn alternative(&mut self, node: Node<'t>) -> Option<Alternative> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let first = kids.next()?;
        let kind = match first.as_rule() {
            Rule::nothing => AlternativeKind::Nothing,
            Rule::engagement => AlternativeKind::Happens(Happening::Engagement(self.engagement_of(first)?)),
            _ => {
                let filter = kids.take(Rule::arm_where).and_then(|node| Kids::of(node).after_keywords());
                let filter = filter.and_then(|filter| self.expr(filter));
                AlternativeKind::Happens(Happening::Event { event: self.name(&first), filter })
            }
        };
        Some(Alternative { span, kind })
    }

    /// `match VALUE { … }`; one without a value has conditions for arms.
    pub(super) fn match_step(&mut self, node: Node<'t>) -> Option<StepKind> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_match);
        let Some(value) = kids.take(Rule::expr) else {
            let (arms, bad) = self.arms(kids.next()?, Place::CaseArms, Self::case_arm);
            return Some(StepKind::Cases(Cases { arms, bad }));
        };
        let value = self.expr(value)?;
        let (arms, bad) = self.match_body(kids.next()?);
        Some(StepKind::Match(Match { value, arms, bad }))
    }

    fn match_body(&mut self, node: Node<'t>) -> (Vec<MatchArm>, Vec<Bad>) {
        self.arms(node, Place::MatchArms, Self::match_arm)
    }

    fn case_arm(&mut self, node: Node<'t>) -> Option<Case> {
        let span = self.head_span(&node);
        let mut kids = Kids::of(node);
        if let Some(case) = kids.take(Rule::slip_case) {
            self.needless(&case, "an arm of a `match` without a value begins with its condition");
        }
        let condition = match kids.take(Rule::expr) {
            Some(condition) => Some(self.expr(condition)?),
            None => None,
        };
        kids.take(Rule::kw_else);
        self.slip_arrow(&mut kids);
        Some(Case { span, condition, block: self.block(kids.next()?) })
    }

    fn match_arm(&mut self, node: Node<'t>) -> Option<MatchArm> {
        let span = self.head_span(&node);
        let mut kids = Kids::of(node);
        let patterns = self.patterns(&mut kids)?;
        Some(MatchArm { span, patterns, block: self.block(kids.next()?) })
    }

    /// What stands before the braces of an arm of a `match`.
    pub(super) fn patterns(&mut self, kids: &mut Kids<'t>) -> Option<Patterns> {
        let case = kids.take(Rule::slip_case);
        if let Some(case) = &case {
            self.needless(case, "an arm of a `match` begins with its value");
        }
        let mut values = Vec::new();
        let otherwise = kids.take(Rule::kw_else).is_some();
        while let Some(node) =
            kids.next_if(|rule| matches!(rule, Rule::match_value | Rule::sign_comma | Rule::slip_comma))
        {
            match node.as_rule() {
                Rule::match_value => values.push(self.pattern(node)?),
                Rule::slip_comma => {
                    let finding = Finding::error("syntax", "the values of an arm are joined by `,`, not by `or`")
                        .at(self.span(&node), "here")
                        .help("write `,`");
                    self.report(finding);
                }
                _ => {}
            }
        }
        // `case gold:` is one habit, and one finding.
        if case.is_some() {
            kids.take(Rule::slip_arrow);
        }
        self.slip_arrow(kids);
        Some(if otherwise { Patterns::Else } else { Patterns::Values(values) })
    }

    pub(super) fn pattern(&mut self, node: Node<'t>) -> Option<Pattern> {
        let span = self.span(&node);
        let inner = Kids::of(node).next()?;
        let kind = match inner.as_rule() {
            Rule::kw_missing => PatternKind::Missing,
            _ => PatternKind::Value(self.list_value(inner)?),
        };
        Some(Pattern { span, kind })
    }

    pub(super) fn split(&mut self, node: Node<'t>) -> Option<StepKind> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_split);
        let name = self.text(kids.next()?)?;
        let (arms, bad) = self.split_body(kids.next()?);
        Some(StepKind::Split(Split { name, arms, bad }))
    }

    fn split_body(&mut self, node: Node<'t>) -> (Vec<SplitArm>, Vec<Bad>) {
        self.arms(node, Place::SplitArms, Self::split_arm)
    }

    fn split_arm(&mut self, node: Node<'t>) -> Option<SplitArm> {
        let span = self.head_span(&node);
        let mut kids = Kids::of(node);
        let (share, name) = match kids.take(Rule::slip_share) {
            Some(turned) => {
                let mut kids = Kids::of(turned.clone());
                let (name, share) = (kids.next()?, kids.next()?);
                let meant = format!("{} {}", share.as_str().trim_end(), name.as_str());
                let finding = Finding::error("syntax", format!("the share stands before the name: `{meant}`"))
                    .at(self.span(&turned), "the wrong way round")
                    .help(format!("write `{meant} {{ … }}`"));
                self.report(finding);
                (share, name)
            }
            None => (kids.next()?, kids.next()?),
        };
        let (share, name) = (self.percent(share)?, self.name(&name));
        self.slip_arrow(&mut kids);
        Some(SplitArm { span, share, name, block: self.block(kids.next()?) })
    }

    pub(super) fn repeat(&mut self, node: Node<'t>) -> Option<StepKind> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_repeat);
        let bounded = kids.take(Rule::kw_up).is_some();
        kids.take(Rule::kw_to);
        let number = kids.next()?;
        let times = self.number(&number);
        if !bounded {
            let written = number.as_str().trim_end();
            let finding = Finding::error("syntax", "a `repeat` says `up to`: something may end it earlier")
                .at(self.span(&number), "`up to` is missing before it")
                .help(format!("write `repeat up to {written} times {{ … }}`"));
            self.report(finding);
        }
        let until = kids.next_expr().and_then(|until| self.expr(until));
        Some(StepKind::Repeat(Repeat { times, until, block: self.block(kids.after_keywords()?) }))
    }

    pub(super) fn set(&mut self, node: Node<'t>) -> Option<StepKind> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_set);
        kids.take(Rule::kw_customer);
        let attribute = self.name(&kids.next()?);
        let sign = kids.next()?;
        if sign.as_rule() != Rule::equals {
            let written = sign.as_str().trim();
            let message = match written {
                "==" => "`==` compares; something is given its value by `=`".to_owned(),
                _ => format!("something is given its value by `=`, not by `{written}`"),
            };
            self.report(Finding::error("operator-slip", message).at(self.span(&sign), "here").help("write `=`"));
        }
        let value = self.value_or_missing(kids)?;
        Some(StepKind::Set(SetAttribute { attribute, value }))
    }

    /// The outer nothing: the builder does not understand the grammar.
    #[expect(clippy::option_option, reason = "`missing` and what is not understood are two things")]
    fn value_or_missing(&mut self, mut kids: Kids<'t>) -> Option<Option<Expr>> {
        let node = kids.next()?;
        if node.as_rule() == Rule::kw_missing { Some(None) } else { self.expr(node).map(Some) }
    }

    pub(super) fn emit(&mut self, node: Node<'t>) -> Option<StepKind> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_emit);
        let event = self.name(&kids.next()?);
        let mut emit = Emit { event, fields: Vec::new(), bad: Vec::new() };
        let Some(body) = kids.next() else { return Some(StepKind::Emit(emit)) };
        if body.as_rule() == Rule::slip_arguments {
            let at = self.span(&body);
            let finding = Finding::error("syntax", "the fields of an emitted event stand in braces")
                .at(at, "parentheses")
                .help(format!("write `emit {} {{ FIELD VALUE … }}`", emit.event.text));
            self.report(finding);
            emit.bad.push(super::item::half_read(at));
            return Some(StepKind::Emit(emit));
        }
        for node in body.into_inner() {
            match node.as_rule() {
                Rule::emit_field => emit.fields.push(self.emit_field(node)?),
                Rule::bad => emit.bad.push(self.bad(&node, Place::Emit)),
                _ => {}
            }
        }
        Some(StepKind::Emit(emit))
    }

    fn emit_field(&mut self, node: Node<'t>) -> Option<EmitField> {
        let mut kids = Kids::of(node);
        let name = self.name(&kids.next()?);
        if let Some(sign) = kids.next_if(|rule| matches!(rule, Rule::slip_sets | Rule::slip_equals)) {
            let written = sign.as_str().trim();
            let message = format!("the value of a field stands right behind its name, without `{written}`");
            let finding = Finding::error("operator-slip", message).at(self.span(&sign), "here");
            self.report(finding.help(format!("remove `{written}`")));
        }
        Some(EmitField { name, value: self.value_or_missing(kids)? })
    }

    pub(super) fn enrol(&mut self, node: Node<'t>) -> Option<Name> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_enrol);
        if let Some(word) = kids.take(Rule::slip_in) {
            self.needless(&word, "the journey follows `enrol`");
        }
        Some(self.name(&kids.next()?))
    }

    /// The blocks of an unreadable step that has arms are read for what is wrong in them, and dropped.
    pub(super) fn arms_inside(&mut self, body: Node<'t>) {
        match body.as_rule() {
            Rule::wait_body => drop(self.wait_body(body)),
            Rule::match_body => drop(self.match_body(body)),
            Rule::split_body => drop(self.split_body(body)),
            _ => {}
        }
    }

    /// `a: { … }`, `a => { … }`
    pub(super) fn slip_arrow(&mut self, kids: &mut Kids<'t>) {
        if let Some(arrow) = kids.take(Rule::slip_arrow) {
            self.needless(&arrow, "the block follows at once");
        }
    }

    /// A word or sign that other languages have and this one does without.
    fn needless(&mut self, node: &Node<'t>, why: &str) {
        let written = node.as_str().trim();
        let finding = Finding::error("syntax", format!("`{written}` is not needed: {why}"))
            .at(self.span(node), "not part of the language")
            .help(format!("remove `{written}`"));
        self.report(finding);
    }

    /// The place of an arm up to its block.
    pub(super) fn head_span(&self, node: &Node<'t>) -> Span {
        let start = node.as_span().start();
        let end = node.clone().into_inner().last().map_or(start, |block| block.as_span().start());
        let head = node.as_str().get(..end - start).unwrap_or_default();
        self.range(start..start + head.trim_end().len())
    }
}

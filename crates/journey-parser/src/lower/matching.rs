//! `match VALUE { a { … } b, c { … } missing { … } else { … } }`: conditions on one value, asked in turn (language
//! reference 5.8).

use journey_ir::expression::{Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::operation::Operation;
use journey_ir::span::Span;
use journey_ir::value::Type;

use super::Lowering;
use super::expression::{Scope, Typed};
use super::nearest::nearest;
use super::steps::{Layout, OPEN};
use crate::tree::{Cases, Expr, ExprKind, Match, Pattern, PatternKind, Patterns};

/// Words of other languages for `else`.
const ELSE_WORDS: &[&str] = &["_", "default", "otherwise", "other", "others", "sinon", "autre", "autres", "any"];

/// The values that the arms so far are for, each with its place; nothing for `missing`.
pub(super) type Taken = Vec<(Option<Expression>, Span)>;

impl Lowering<'_> {
    pub(super) fn match_value(
        &mut self,
        found: &Match,
        (path, span): (&str, Span),
        layout: &mut Layout,
        scope: &Scope,
    ) {
        let subject = self.matched_value(&found.value, scope);
        let mut taken = Taken::new();
        let mut otherwise = None;
        let mut ends = Vec::new();
        for (index, arm) in found.arms.iter().enumerate() {
            if let Some(otherwise) = otherwise {
                self.report_behind_else(arm.span, otherwise);
                self.block(&arm.block, path, "else", layout, scope);
                continue;
            }
            let last = index + 1 == found.arms.len();
            let Patterns::Values(patterns) = &arm.patterns else {
                otherwise = Some(arm.span);
                self.block(&arm.block, path, "else", layout, scope);
                continue;
            };
            // An arm that is wrong still has its block looked at.
            let condition = self.arm_condition(patterns, subject.as_ref(), &mut taken, scope);
            let branch = Operation::Branch { condition, otherwise: OPEN };
            let branch = layout.push(branch, path, arm.span);
            self.block(&arm.block, path, &format!("arm{}", index + 1), layout, scope);
            if !last {
                ends.push(layout.push(Operation::Jump(OPEN), path, span));
            }
            layout.land(branch);
        }
        for end in ends {
            layout.land(end);
        }
    }

    /// `match { C { … } … else { … } }`: the first arm whose condition holds.
    pub(super) fn cases(&mut self, found: &Cases, (path, span): (&str, Span), layout: &mut Layout, scope: &Scope) {
        let mut otherwise = None;
        let mut ends = Vec::new();
        for (index, arm) in found.arms.iter().enumerate() {
            if let Some(otherwise) = otherwise {
                self.report_behind_else(arm.span, otherwise);
                self.block(&arm.block, path, "else", layout, scope);
                continue;
            }
            let Some(condition) = &arm.condition else {
                otherwise = Some(arm.span);
                self.block(&arm.block, path, "else", layout, scope);
                continue;
            };
            // A condition that is wrong still has its block looked at.
            let condition = self.condition(condition, scope).unwrap_or(Condition::Constant(false));
            let branch = Operation::Branch { condition, otherwise: OPEN };
            let branch = layout.push(branch, path, arm.span);
            self.block(&arm.block, path, &format!("arm{}", index + 1), layout, scope);
            if index + 1 < found.arms.len() {
                ends.push(layout.push(Operation::Jump(OPEN), path, span));
            }
            layout.land(branch);
        }
        for end in ends {
            layout.land(end);
        }
    }

    /// What is looked at: a value, not a condition.
    pub(super) fn matched_value(&mut self, value: &Expr, scope: &Scope) -> Option<Typed> {
        if value.kind.is_condition() {
            let written = self.text(value.span);
            let message = format!("`match` looks at a value, and `{written}` holds or not");
            let help = format!("write `match {{ {written} {{ … }} else {{ … }} }}`");
            self.report(Finding::error("type-mismatch", message).at(value.span, "").help(help));
            return None;
        }
        self.value(value, scope)
    }

    pub(super) fn arm_condition(
        &mut self,
        patterns: &[Pattern],
        subject: Option<&Typed>,
        taken: &mut Taken,
        scope: &Scope,
    ) -> Condition {
        let mut values = Vec::new();
        let mut missing = false;
        for pattern in patterns {
            let value = match &pattern.kind {
                PatternKind::Missing => None,
                PatternKind::Value(value) => {
                    let Some(value) = self.arm_value(value, subject, scope) else { continue };
                    Some(value)
                }
            };
            let expression = value.as_ref().map(|value| value.expression.clone());
            if let Some((_, first)) = taken.iter().find(|(known, _)| *known == expression) {
                let message = format!("`{}` is in two arms, and the first one takes it", self.text(pattern.span));
                let finding = Finding::error("duplicate", message).at(pattern.span, "again here");
                self.report(finding.at(*first, "first here").help("keep one of the two"));
            } else {
                taken.push((expression, pattern.span));
            }
            missing |= value.is_none();
            values.extend(value);
        }
        let Some(subject) = subject else { return Condition::Constant(false) };
        let is_missing = || Condition::Not(Box::new(Condition::Known(subject.expression.clone())));
        match (values.is_empty(), missing) {
            (true, true) => is_missing(),
            (true, false) => Condition::Constant(false),
            (false, true) => Condition::Any(vec![Self::is_any(subject, values), is_missing()]),
            (false, false) => Self::is_any(subject, values),
        }
    }

    fn arm_value(&mut self, value: &Expr, subject: Option<&Typed>, scope: &Scope) -> Option<Typed> {
        let name = match &value.kind {
            ExprKind::Path(path) => path.single(),
            _ => None,
        };
        if let (Some(name), Some(subject)) = (name, subject)
            && let Type::OneOf(words) = &subject.kind
            && let Some(near) = nearest(&name.text, ["missing", "else"])
            && nearest(&name.text, words.iter().map(|word| &**word)).is_none()
        {
            let message = format!("`{}` is not a value of `{}`", name.text, self.text(subject.span));
            let finding = Finding::error("unknown-name", message).at(name.span, "");
            self.report(finding.help(format!("did you mean `{near}`?")));
            return None;
        }
        if let (Some(name), Some(subject)) = (name, subject)
            && ELSE_WORDS.contains(&name.text.as_str())
            && !matches!(&subject.kind, Type::OneOf(words) if words.iter().any(|word| **word == *name.text))
            && !self.names.may_exist(&name.text)
        {
            let message = format!("`{}` is not a value of `{}`", name.text, self.text(subject.span));
            let help = "for all values that no arm names write `else { … }`, as the last arm";
            self.report(Finding::error("unknown-name", message).at(name.span, "").help(help));
            return None;
        }
        self.written_out(value, subject, scope)
    }

    pub(super) fn report_behind_else(&mut self, arm: Span, otherwise: Span) {
        let message = "no value is left for an arm behind `else`";
        let finding = Finding::error("out-of-place", message).at(arm, "this arm").at(otherwise, "takes all the others");
        self.report(finding.help("make `else` the last arm"));
    }
}

//! `match` in a message: what it says is chosen when it is sent (language reference 3.6).

use journey_ir::expression::Condition;
use journey_ir::finding::Finding;
use journey_ir::program::{Message, VariantOf};

use super::Lowering;
use super::expression::Scope;
use super::matching::Taken;
use crate::template_files::TemplateFiles;
use crate::tree::{self, Name, Patterns, Variant, Variants};

/// Where a variant is chosen, for messages.
pub(super) const PLACE: &str = "a message";

impl<'t> Lowering<'t> {
    /// Lowers the variants of a message; `seen` are the channels for which it has content whatever is chosen here.
    pub(super) fn variants(
        &mut self,
        written: &'t Variants,
        files: &TemplateFiles,
        message: &mut Message,
        seen: &mut Vec<&'t Name>,
    ) {
        let choice = u16::try_from(message.choices.len()).unwrap_or(u16::MAX);
        let scope = Scope::outside(PLACE);
        let subject = written.value.as_ref().map(|value| self.matched_value(value, &scope));
        let mut taken = Taken::new();
        let mut otherwise = None;
        let mut conditions = Vec::new();
        let mut others: Vec<&'t Name> = Vec::new();
        for (index, arm) in written.arms.iter().enumerate() {
            if let Some(otherwise) = otherwise {
                self.report_behind_else(arm.span, otherwise);
            }
            let condition = match &arm.of {
                tree::VariantOf::Condition(condition) => {
                    self.condition(condition, &scope).unwrap_or(Condition::Constant(false))
                }
                tree::VariantOf::Values(Patterns::Values(patterns)) => {
                    self.arm_condition(patterns, subject.as_ref().and_then(Option::as_ref), &mut taken, &scope)
                }
                tree::VariantOf::Values(Patterns::Else) => {
                    otherwise = otherwise.or(Some(arm.span));
                    Condition::Constant(true)
                }
            };
            conditions.push(condition);
            let variant = VariantOf { choice, arm: u16::try_from(index).unwrap_or(u16::MAX) };
            self.variant(arm, variant, files, message, seen, &mut others);
        }
        if written.arms.is_empty() && written.bad.is_empty() {
            let message = format!("the `match` of `{}` has no arm", message.name);
            let help = "write what is said in each case: `VALUE { email { … } }`, and `else { … }` for all others";
            let at = written.value.as_ref().map_or(others.first().map(|name| name.span), |value| Some(value.span));
            let finding = Finding::error("no-steps", message);
            self.report(at.into_iter().fold(finding, |finding, at| finding.at(at, "")).help(help));
        }
        message.choices.push(conditions);
        seen.extend(others);
    }

    fn variant(
        &mut self,
        arm: &'t Variant,
        variant: VariantOf,
        files: &TemplateFiles,
        message: &mut Message,
        seen: &[&'t Name],
        others: &mut Vec<&'t Name>,
    ) {
        let language = match arm.languages.as_slice() {
            [] => None,
            [one] => self.language(one),
            [first, again, ..] => {
                self.given_twice("`language`", again.span, first.span);
                None
            }
        };
        let mut own: Vec<&Name> = Vec::new();
        for content in &arm.contents {
            let name = &content.channel;
            if let Some(first) = seen.iter().find(|first| first.text == name.text) {
                let text = format!(
                    "`{}` would have two contents for `{}` at once: this one is beside another",
                    message.name, name.text
                );
                let finding = Finding::error("duplicate", text).at(name.span, "in this variant");
                let finding = finding.at(first.span, "and whatever is chosen here");
                self.report(finding.help("move the other one into the arms for which it is meant, such as `else`"));
                continue;
            }
            if !self.is_first_content(name, &mut own) {
                continue;
            }
            if !others.iter().any(|other| other.text == name.text) {
                others.push(name);
            }
            self.say(content, files, message, Some(variant), language);
        }
    }
}

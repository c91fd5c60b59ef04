//! `split "name" { 50% a { … } 50% b { … } }` (language reference 5.8, 7.2).

use journey_ir::finding::Finding;
use journey_ir::program::{Split, SplitArm};
use journey_ir::span::Span;

use super::expression::Scope;
use super::steps::Layout;
use super::{Lowering, literal};
use crate::tree;

/// 100 % in basis points.
const WHOLE: u32 = 10_000;

impl Lowering<'_> {
    pub(super) fn split(
        &mut self,
        split: &tree::Split,
        (path, span): (&str, Span),
        layout: &mut Layout,
        scope: &Scope,
    ) {
        let name = self.name_this_time(&split.name);
        self.check_split_name(split, &name, layout);
        self.check_arms(split);
        let lowered = Split {
            name,
            arms: split
                .arms
                .iter()
                .map(|arm| SplitArm { name: arm.name.text.clone(), share: literal::share(arm.share) })
                .collect(),
            span: split.name.span,
        };
        let head = layout.split(lowered, path, span);
        let mut places = Vec::new();
        let mut ends = Vec::new();
        for (index, arm) in split.arms.iter().enumerate() {
            places.push(layout.here());
            self.block(&arm.block, path, &arm.name.text, layout, scope);
            if index + 1 < split.arms.len() {
                ends.push(layout.jump(path, span));
            }
        }
        layout.set_arms(head, places);
        for end in ends {
            layout.land(end);
        }
    }

    /// A name that the draw needs: unlike the one of the control group, and unlike all others of the journey.
    fn check_split_name(&mut self, split: &tree::Split, this_time: &str, layout: &Layout) {
        let name = &split.name;
        if name.value == "holdout" {
            let message = "no split can be called \"holdout\": that is the name of the control group";
            self.report(Finding::error("reserved-name", message).at(name.span, "").help("give it another name"));
        } else if name.value.is_empty() {
            let message = "a split needs a name: it stands in results, and customers are drawn by it";
            self.report(
                Finding::error("reserved-name", message).at(name.span, "").help("write `split \"NAME\" { … }`"),
            );
        } else if let Some(first) = layout.split_named(this_time) {
            self.given_twice(&format!("the split \"{this_time}\""), name.span, first);
        }
    }

    fn check_arms(&mut self, split: &tree::Split) {
        for (index, arm) in split.arms.iter().enumerate() {
            let first = split.arms.iter().take(index).find(|earlier| earlier.name.text == arm.name.text);
            if let Some(first) = first {
                self.given_twice(&format!("the arm `{}`", arm.name.text), arm.name.span, first.name.span);
            }
        }
        let sum: u32 = split.arms.iter().map(|arm| arm.share.basis_points).sum();
        if sum == WHOLE || !split.bad.is_empty() {
            return;
        }
        let message =
            format!("the shares of the split \"{}\" come to {}, not to 100 %", split.name.value, percent(sum));
        let mut finding = Finding::error("split-shares", message).at(split.name.span, "");
        for arm in &split.arms {
            finding = finding.at(arm.share.span, "");
        }
        self.report(finding.help(help_with_shares(split, sum)));
    }
}

/// What the last arm would have to be, where that is possible.
fn help_with_shares(split: &tree::Split, sum: u32) -> String {
    let last = split.arms.last().and_then(|last| {
        let others = sum - last.share.basis_points;
        let share = WHOLE.checked_sub(others).filter(|share| *share > 0)?;
        Some(format!("with `{} {}` they would come to 100 %", percent(share), last.name.text))
    });
    last.unwrap_or_else(|| "write shares that come to 100 %, such as `50% a { … } 50% b { … }`".to_owned())
}

/// Basis points as one writes them: `49.5%`.
fn percent(basis_points: u32) -> String {
    let (whole, part) = (basis_points / 100, basis_points % 100);
    match part {
        0 => format!("{whole}%"),
        _ if part.is_multiple_of(10) => format!("{whole}.{}%", part / 10),
        _ => format!("{whole}.{part:02}%"),
    }
}

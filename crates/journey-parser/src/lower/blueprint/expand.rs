//! The journey that a blueprint and a journey's own words amount to, as a tree (language reference 6.1).

use journey_ir::finding::Finding;

use crate::tree::{Blueprint, BlueprintClause, Clause, ClauseKind, Journey, Made, Name, Slot, Step, StepKind};

/// Puts a journey together. What the journey says against what its blueprint fixes is reported and left out.
pub(super) fn expand(blueprint: &Blueprint, journey: &Journey, made: &Made, findings: &mut Vec<Finding>) -> Journey {
    let mut expanded = journey.clone();
    expanded.clauses = clauses(blueprint, journey, findings);
    let slots = Slots::of(blueprint);
    expanded.steps = fill_slots(blueprint.steps.clone(), &made.fills);
    let (unreadable, own): (Vec<&Step>, Vec<&Step>) =
        journey.steps.iter().partition(|step| matches!(step.kind, StepKind::Bad(_)));
    if let Some(first) = own.first() {
        findings.push(refused_steps(blueprint, journey, first, &slots));
    }
    // They may be anything: nothing is said to be missing.
    expanded.steps.extend(unreadable.into_iter().cloned());
    expanded
}

/// The blueprint by itself, as a journey: with all of its clauses, and what stands in its slots by default.
pub(super) fn plain(blueprint: &Blueprint) -> Journey {
    Journey {
        span: blueprint.span,
        name: blueprint.name.clone(),
        title: None,
        made: None,
        clauses: blueprint.clauses.iter().map(|written| written.clause.clone()).collect(),
        steps: fill_slots(blueprint.steps.clone(), &[]),
        channels: Vec::new(),
    }
}

/// The slots of a blueprint.
#[derive(Default)]
pub(super) struct Slots<'b> {
    /// In source order.
    pub names: Vec<&'b Name>,
    /// Those that stand in another one.
    pub nested: Vec<&'b Name>,
}

impl<'b> Slots<'b> {
    pub fn of(blueprint: &'b Blueprint) -> Self {
        let mut slots = Self::default();
        slots.collect(&blueprint.steps, false);
        slots
    }

    fn collect(&mut self, steps: &'b [Step], inside: bool) {
        for step in steps {
            let is_slot = if let StepKind::Slot(slot) = &step.kind {
                let list = if inside { &mut self.nested } else { &mut self.names };
                list.push(&slot.name);
                true
            } else {
                false
            };
            for block in step.kind.blocks() {
                self.collect(&block.steps, inside || is_slot);
            }
        }
    }
}

/// The steps with what fills each slot, or its default, in place of it.
fn fill_slots(steps: Vec<Step>, fills: &[Slot]) -> Vec<Step> {
    let mut filled = Vec::with_capacity(steps.len());
    for mut step in steps {
        if let StepKind::Slot(slot) = step.kind {
            match fills.iter().find(|fill| fill.name.text == slot.name.text) {
                Some(fill) => filled.extend(fill.block.steps.iter().cloned()),
                None => filled.extend(fill_slots(slot.block.steps, fills)),
            }
            continue;
        }
        for block in step.kind.blocks_mut() {
            block.steps = fill_slots(std::mem::take(&mut block.steps), fills);
        }
        filled.push(step);
    }
    filled
}

/// The clauses of a blueprint, with those of the journey in place of the `flex` ones of their kind, and beside the others
/// where the blueprint has none of their kind.
fn clauses(blueprint: &Blueprint, journey: &Journey, findings: &mut Vec<Finding>) -> Vec<Clause> {
    // What is accepted is so in a text of its own.
    let clauses_of = |clause: &Clause| !matches!(clause.kind, ClauseKind::Allow(_));
    let said = |keyword: Option<&str>| {
        keyword.is_some() && journey.clauses.iter().any(|clause| clause.kind.keyword() == keyword)
    };
    let kept = |written: &&BlueprintClause| written.flex.is_none() || !said(written.clause.kind.keyword());
    let mut clauses: Vec<Clause> =
        blueprint.clauses.iter().filter(kept).map(|written| written.clause.clone()).collect();
    for clause in journey.clauses.iter().filter(|clause| clauses_of(clause)) {
        let same = |written: &&BlueprintClause| {
            clause.kind.keyword().is_some() && written.clause.kind.keyword() == clause.kind.keyword()
        };
        let fixed = blueprint.clauses.iter().find(same);
        let may_be_said = blueprint.clauses.iter().filter(same).any(|written| written.flex.is_some());
        match fixed {
            Some(fixed) if !may_be_said => findings.push(refused_clause(blueprint, clause, &fixed.clause)),
            _ => clauses.push(clause.clone()),
        }
    }
    clauses
}

fn refused_clause(blueprint: &Blueprint, clause: &Clause, fixed: &Clause) -> Finding {
    let keyword = clause.kind.keyword().unwrap_or_default();
    let name = &blueprint.name.text;
    Finding::error(
        "fixed",
        format!("the blueprint `{name}` fixes `{keyword}`: a journey made from it cannot say another"),
    )
    .at(clause.span, "")
    .at(fixed.span, "fixed here")
    .help(format!(
        "leave it out; what journeys may say for themselves has `flex` before it in the blueprint: `flex {keyword} …`"
    ))
}

fn refused_steps(blueprint: &Blueprint, journey: &Journey, first: &Step, slots: &Slots<'_>) -> Finding {
    let (name, blueprint_name) = (&journey.name.text, &blueprint.name.text);
    let message = format!("the steps of `{name}` are those of the blueprint `{blueprint_name}`: it cannot have others");
    let finding = Finding::error("fixed", message).at(first.span, "");
    match slots.names.first() {
        Some(slot) => finding
            .at(slot.span, "the blueprint leaves this place open")
            .help(format!("write the steps for that place in braces: `{} {{ … }}`", slot.text)),
        None => finding
            .at(blueprint.name.span, "leaves no place open")
            .help("leave them out; a blueprint leaves a place open with `flex NAME { }` among its steps"),
    }
}

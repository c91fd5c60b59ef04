//! `steps NAME(…) { … }` and `do NAME(…)`: the steps stand where they are done, as if written out there (language reference
//! 9.8).
//!
//! Names in their text mean what they mean in blueprints: parameters come first, and nothing of the place where the steps are
//! done is seen but its events. The text is looked at by itself, too, so that a mistake in it is one finding.

use std::collections::BTreeSet;

use journey_ir::finding::Finding;
use journey_ir::table::{Id, Table};

use super::Lowering;
use super::blueprint::Use;
use super::chains::{Chains, DEPTH_MAX};
use super::expression::Scope;
use super::lookup::{list, suggestion};
use super::steps::Layout;
use crate::tree::{self, Do, Journey, Name, ParameterKind, Step, StepKind, Text};

/// A `steps` block: the place of its declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StepsId(usize);

impl Id for StepsId {
    fn from_index(index: usize) -> Self {
        Self(index)
    }

    fn index(self) -> usize {
        self.0
    }
}

/// How many steps a block may come to, with those that it does.
const SIZE_MAX: u64 = 10_000;

/// How many operations a journey may have come to before it does more steps.
const OPERATIONS_MAX: usize = 20_000;

impl Lowering<'_> {
    /// Lays out the steps that a `do` names; `number` steps come before them in the block whose path is `prefix`.
    pub(super) fn do_steps(
        &mut self,
        done: &Do,
        (prefix, number): (&str, &mut usize),
        layout: &mut Layout,
        scope: &Scope,
    ) {
        let Some(id) = self.steps_named(&done.steps) else { return };
        let Some(steps) = self.names.steps.items.get(id.index()).copied() else { return };
        self.check_arguments(steps, done);
        let given = Use { arguments: &done.arguments, at: done.steps.span, bad: false };
        let mut binding = self.bind(steps.into(), Some(&given));
        if self.endless_steps.contains(&id) {
            return;
        }
        if layout.here() > OPERATIONS_MAX {
            let message = format!("with the steps that it does, a journey comes to more than {OPERATIONS_MAX} steps");
            let finding = Finding::error("limit", message).at(done.steps.span, "one too many");
            self.report_unknown(finding.help("do them in a `repeat`, or in a journey of their own"));
            return;
        }
        let times = layout.done.entry(id).or_default();
        *times += 1;
        binding.time = *times;
        self.blueprints.note_use(steps.span);
        self.blueprints.enter(binding);
        self.steps_from(&steps.steps, prefix, number, layout, scope);
        self.blueprints.leave();
    }

    fn steps_named(&mut self, name: &Name) -> Option<StepsId> {
        let id = self.names.steps.id(&name.text);
        if id.is_none() {
            let known: Vec<&str> = self.names.steps.names().collect();
            self.unknown(name, "`steps` block", &known);
        }
        id
    }

    /// Every argument of a `do` is one of the parameters, and is given once.
    fn check_arguments(&mut self, steps: &tree::Steps, done: &Do) {
        let known: Vec<&str> = steps.parameters.iter().map(|parameter| parameter.name.text.as_str()).collect();
        let mut seen: Vec<&Name> = Vec::new();
        for argument in &done.arguments {
            let name = &argument.name;
            if known.contains(&name.text.as_str()) {
                self.once("the parameter", name, &mut seen);
            } else if !self.names.may_exist(&name.text) {
                let message = format!("the steps `{}` have no parameter `{}`", steps.name.text, name.text);
                let help = suggestion(&name.text, &known).unwrap_or_else(|| match known.as_slice() {
                    [] => format!("they have none: write `do {}`", steps.name.text),
                    _ => format!("they have {}", list(&known)),
                });
                let finding =
                    Finding::error("unknown-name", message).at(name.span, "").at(steps.name.span, "the steps");
                self.report_unknown(finding.help(help));
            }
        }
    }

    /// How a label or split is called this time: from the second time on that a journey does the same steps, the number is
    /// added, since names are unique in a journey.
    pub(super) fn name_this_time(&self, name: &Text) -> String {
        match self.blueprints.time(name.span) {
            0 | 1 => name.value.clone(),
            time => format!("{} {time}", name.value),
        }
    }

    /// Finds the steps that do themselves: they are done nowhere.
    pub(super) fn steps_without_end(&mut self) {
        let steps: Table<StepsId, &tree::Steps> = self.names.steps.items.iter().copied().collect();
        let uses: Table<StepsId, Vec<StepsId>> = steps
            .iter()
            .map(|(_, block)| {
                let mut uses = Vec::new();
                each_do(&block.steps, &mut |done| uses.extend(self.names.steps.id(&done.steps.text)));
                uses
            })
            .collect();
        let chains = Chains::of(&uses);
        for circle in &chains.circles {
            self.report_circle_of_steps(&steps, circle);
        }
        if let Some(deep) = chains.too_deep {
            let name = &steps[deep].name;
            let message = format!("the steps `{}` stand on a chain of more than {DEPTH_MAX} others", name.text);
            self.report(Finding::error("limit", message).at(name.span, "").help("write some of them out"));
        }
        if !chains.circles.is_empty() || chains.too_deep.is_some() {
            // Whatever could lead into a circle is not followed.
            self.endless_steps = steps.ids().filter(|id| !uses[*id].is_empty()).collect();
            return;
        }
        let mut sizes = steps.filled(None);
        for id in steps.ids() {
            if size(id, &steps, &uses, &mut sizes) > SIZE_MAX {
                if self.endless_steps.is_empty() {
                    let name = &steps[id].name;
                    let message = format!(
                        "the steps `{}` are too many: with those that they do, they come to more than {SIZE_MAX}",
                        name.text
                    );
                    let finding = Finding::error("limit", message).at(name.span, "");
                    self.report(finding.help("do them in a `repeat`"));
                }
                self.endless_steps.insert(id);
            }
        }
    }

    fn report_circle_of_steps(&mut self, steps: &Table<StepsId, &tree::Steps>, circle: &[StepsId]) {
        let names: Vec<String> =
            circle.iter().chain(circle.first()).map(|id| format!("`{}`", steps[*id].name.text)).collect();
        let message = match circle {
            [only] => format!("the steps `{}` do themselves, without end", steps[*only].name.text),
            _ => format!("steps do one another in a circle, without end: {}", names.join(" → ")),
        };
        let mut finding = Finding::error("steps-circle", message);
        for id in circle {
            finding = finding.at(steps[*id].name.span, "");
        }
        self.report(finding.help("for doing something several times write `repeat up to N times { … }`"));
    }

    /// Looks at all `steps` by themselves.
    pub(super) fn all_steps(&mut self) {
        let mut done = BTreeSet::new();
        let written = self.names.steps.items.iter().map(|steps| &steps.steps);
        let written = written.chain(self.names.journeys.items.iter().map(|journey| &journey.steps));
        for steps in written.chain(self.blueprints.steps()) {
            each_do(steps, &mut |of| {
                done.insert(of.steps.text.as_str());
            });
        }
        for steps in self.names.steps.items.clone() {
            self.check_parameters(steps);
            self.shared_text(steps.into(), &plain(steps), false);
            if !done.contains(steps.name.text.as_str()) {
                let message = format!("nothing does the steps `{}`", steps.name.text);
                let help = format!("write `do {}` where they are to be done, or delete them", steps.name.text);
                self.report(Finding::info("unused", message).at(steps.name.span, "").help(help));
            }
            if steps.steps.is_empty() {
                let message = format!("the steps `{}` are none", steps.name.text);
                let help = "write them in the braces, such as `send MESSAGE by CHANNEL`";
                self.report(Finding::error("no-steps", message).at(steps.name.span, "").help(help));
            }
        }
    }

    /// Every parameter has a name of its own and a type that is one of parameters.
    fn check_parameters(&mut self, steps: &tree::Steps) {
        let mut seen: Vec<&Name> = Vec::new();
        for parameter in &steps.parameters {
            self.once("the parameter", &parameter.name, &mut seen);
            if let ParameterKind::Value(kind) = &parameter.kind {
                self.check_kind(kind);
            }
        }
    }
}

/// Steps by themselves, as a journey.
fn plain(steps: &tree::Steps) -> Journey {
    Journey {
        span: steps.span,
        name: steps.name.clone(),
        title: None,
        made: None,
        clauses: Vec::new(),
        steps: steps.steps.clone(),
        channels: Vec::new(),
    }
}

/// Visits every `do` among steps and in their blocks.
fn each_do<'s>(steps: &'s [Step], visit: &mut dyn FnMut(&'s Do)) {
    for step in steps {
        if let StepKind::Do(done) = &step.kind {
            visit(done);
        }
        for block in step.kind.blocks() {
            each_do(&block.steps, visit);
        }
    }
}

/// How many steps a block comes to, with those that it does; there are no circles.
fn size(
    id: StepsId,
    steps: &Table<StepsId, &tree::Steps>,
    uses: &Table<StepsId, Vec<StepsId>>,
    known: &mut Table<StepsId, Option<u64>>,
) -> u64 {
    if let Some(size) = known[id] {
        return size;
    }
    let others = uses[id].iter().fold(0_u64, |sum, other| sum.saturating_add(size(*other, steps, uses, known)));
    let size = own_size(&steps[id].steps).saturating_add(others);
    known[id] = Some(size);
    size
}

fn own_size(steps: &[Step]) -> u64 {
    let inside = |step: &Step| step.kind.blocks().iter().map(|block| own_size(&block.steps)).sum::<u64>();
    steps.iter().map(|step| 1 + inside(step)).sum()
}

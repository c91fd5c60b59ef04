//! `arm SPLIT = x`: a choice that is otherwise left to the hash.

use journey_ir::finding::Finding;
use journey_ir::program::Split;
use journey_ir::scenario::ChosenArm;
use journey_ir::span::Span;
use journey_ir::table::JourneyId;

use crate::lower::Lowering;
use crate::lower::lookup::{list, suggestion};
use crate::tree::{ArmChoice, Name};

impl Lowering<'_> {
    /// The chosen arm; `others` are those chosen before.
    pub(super) fn arm(&mut self, choice: &ArmChoice, span: Span, others: &[ChosenArm]) -> Option<ChosenArm> {
        let journey = match &choice.journey {
            Some(name) => Some(self.journey(name)?),
            None => None,
        };
        let (journey, place) = self.split_named(&choice.split, journey)?;
        let split = self.program.journeys[journey].splits.get(place)?.clone();
        let arm = self.arm_named(&choice.arm, &split)?;
        let chosen = ChosenArm { journey, split: u16::try_from(place).ok()?, arm: u16::try_from(arm).ok()? };
        if others.iter().any(|other| (other.journey, other.split) == (chosen.journey, chosen.split)) {
            let message = format!("an arm of the split \"{}\" is chosen twice", split.name);
            self.report(Finding::error("duplicate", message).at(span, "again here").help("keep one of the two"));
            return None;
        }
        Some(chosen)
    }

    /// The split of that name, of this journey or of the only one that has it.
    fn split_named(&mut self, name: &Name, journey: Option<JourneyId>) -> Option<(JourneyId, usize)> {
        let splits: Vec<(JourneyId, usize, String)> = self
            .program
            .journeys
            .iter()
            .filter(|(id, _)| journey.is_none_or(|only| only == *id))
            .flat_map(|(id, journey)| {
                journey.splits.iter().enumerate().map(move |(place, split)| (id, place, split.name.clone()))
            })
            .collect();
        let found: Vec<_> = splits.iter().filter(|(.., known)| *known == name.text).collect();
        match found.as_slice() {
            [(journey, place, _)] => return Some((*journey, *place)),
            [(first, ..), (second, ..), ..] => {
                let (first, second) = (&self.program.journeys[*first].name, &self.program.journeys[*second].name);
                let message = format!("`{first}` and `{second}` both have a split \"{}\"", name.text);
                let help = format!("say which one: `arm {first}/{} = …`", self.text(name.span));
                self.report(Finding::error("ambiguous-name", message).at(name.span, "").help(help));
            }
            [] if self.names.may_exist(&name.text) => {}
            [] => {
                let known: Vec<&str> = splits.iter().map(|(.., known)| known.as_str()).collect();
                let message = match journey {
                    Some(journey) => {
                        format!("the journey `{}` has no split \"{}\"", self.program.journeys[journey].name, name.text)
                    }
                    None => format!("there is no split \"{}\"", name.text),
                };
                let help = suggestion(&name.text, &known).unwrap_or_else(|| match known.as_slice() {
                    [] => "splits stand in journeys: `split \"NAME\" { 50% a { … } 50% b { … } }`".to_owned(),
                    _ => format!("the splits are {}", list(&known)),
                });
                self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
            }
        }
        None
    }

    fn arm_named(&mut self, name: &Name, split: &Split) -> Option<usize> {
        let found = split.arms.iter().position(|arm| arm.name == name.text);
        if found.is_none() {
            let known: Vec<&str> = split.arms.iter().map(|arm| arm.name.as_str()).collect();
            let message = format!("the split \"{}\" has no arm `{}`", split.name, name.text);
            let help = suggestion(&name.text, &known).unwrap_or_else(|| format!("its arms are {}", list(&known)));
            self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
        }
        found
    }
}

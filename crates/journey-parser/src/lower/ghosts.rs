//! Names that may have been declared where the text could not be read, so that one mistake makes one finding.

use std::collections::BTreeSet;

use journey_ir::source::Sources;

use crate::tree::{self, Bad, Item, StepKind};

/// All words of what could not be read: its finding is made, and a use of such a name is not reported as unknown.
pub(super) fn collect<'t>(files: &'t [tree::File], sources: &'t Sources) -> BTreeSet<&'t str> {
    let mut ghosts = BTreeSet::new();
    for item in files.iter().flat_map(|file| &file.items) {
        match item {
            Item::Bad(bad) => add_words(&mut ghosts, bad, sources),
            Item::Customer(customer) => customer.bad.iter().for_each(|bad| add_words(&mut ghosts, bad, sources)),
            Item::Event(event) => event.bad.iter().for_each(|bad| add_words(&mut ghosts, bad, sources)),
            Item::Blueprint(blueprint) => add_parts(&mut ghosts, &blueprint.steps, sources),
            Item::Programme(_)
            | Item::Scenario(_)
            | Item::Segment(_)
            | Item::State(_)
            | Item::Table(_)
            | Item::Channel(_)
            | Item::Message(_)
            | Item::Offer(_)
            | Item::Calendar(_)
            | Item::Holidays(_)
            | Item::Pressure(_)
            | Item::Rules(_)
            | Item::Steps(_)
            | Item::Defaults(_)
            | Item::Insert(_)
            | Item::Allow(_)
            | Item::Assume(_)
            | Item::Journey(_) => {}
        }
    }
    ghosts
}

/// What could not be read of a blueprint may be a parameter or a slot.
fn add_parts<'t>(ghosts: &mut BTreeSet<&'t str>, steps: &'t [tree::Step], sources: &'t Sources) {
    for step in steps {
        match &step.kind {
            StepKind::Bad(bad) if sources.text(bad.span).starts_with("flex") => add_words(ghosts, bad, sources),
            _ => {}
        }
    }
}

fn add_words<'t>(ghosts: &mut BTreeSet<&'t str>, bad: &'t Bad, sources: &'t Sources) {
    ghosts.extend(bad.name.as_ref().map(|name| name.text.as_str()));
    ghosts.extend(
        sources
            .text(bad.span)
            .split(|character: char| !character.is_alphanumeric() && character != '_')
            .filter(|word| !word.is_empty()),
    );
}

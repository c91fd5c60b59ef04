//! `rules { … }`: contacts that keep away from each other (language reference 4).

use journey_ir::finding::Finding;
use journey_ir::pressure::{Purpose, Selector};
use journey_ir::rules::{ContactRule, Distance, RuleKind};
use journey_ir::span::Span;
use journey_ir::table::OfferId;

use super::Lowering;
use crate::tree::{self, Apart, Exclusive, SelectorTerm};

impl Lowering<'_> {
    /// Lowers the blocks of rules, which add up in the order of the files.
    pub(super) fn rules<'b>(&mut self, blocks: impl Iterator<Item = &'b tree::Rules>) {
        for rule in blocks.flat_map(|block| &block.rules) {
            let rule = match rule {
                tree::ContactRule::Apart(apart) => self.apart(apart),
                tree::ContactRule::Exclusive(exclusive) => self.exclusive(exclusive),
                tree::ContactRule::Bad(_) => None,
            };
            if let Some(rule) = rule {
                self.program.rules.push(rule);
            }
        }
    }

    fn apart(&mut self, written: &Apart) -> Option<ContactRule> {
        let one = self.side(&written.one);
        let other = self.side(&written.other);
        let period = self.some_period(written.period, "nothing would be kept apart");
        let (one, other) = (one?, other?);
        let mut distances = vec![Distance { held_back: one.held_back, from: other.from }];
        if written.either_order {
            distances.push(Distance { held_back: other.held_back, from: one.from });
        }
        let kind = RuleKind::Apart { distances, period };
        Some(ContactRule { kind, text: self.one_line(written.span), span: written.span })
    }

    fn exclusive(&mut self, written: &Exclusive) -> Option<ContactRule> {
        let mut offers: Vec<(OfferId, Span)> = Vec::new();
        let mut whole = true;
        for name in &written.offers {
            let Some(offer) = self.offer(name) else {
                whole = false;
                continue;
            };
            match offers.iter().find(|(known, _)| *known == offer) {
                Some((_, first)) => {
                    let first = *first;
                    self.given_twice(&format!("the offer `{}`", name.text), name.span, first);
                    whole = false;
                }
                None => offers.push((offer, name.span)),
            }
        }
        if whole && offers.len() < 2 {
            let message = "one offer alone excludes none";
            let help = "name those of which a customer never has two: `exclusive OFFER, OFFER`";
            self.report(Finding::error("out-of-range", message).at(written.span, "").help(help));
            whole = false;
        }
        let kind = RuleKind::Exclusive(offers.into_iter().map(|(offer, _)| offer).collect());
        whole.then(|| ContactRule { kind, text: self.one_line(written.span), span: written.span })
    }

    /// One side of a rule, as what is held back and as what the other side keeps away from: there a message that is named
    /// counts whatever its purpose.
    fn side(&mut self, written: &tree::Selector) -> Option<Distance> {
        let held_back = self.selector(written)?;
        let says_purpose =
            written.terms.iter().any(|term| matches!(term, SelectorTerm::Any(_) | SelectorTerm::Purpose(_)));
        let mut from = held_back.clone();
        if held_back.message.is_some() && !says_purpose {
            from = Selector { purposes: Purpose::ALL.to_vec(), ..from };
        }
        Some(Distance { held_back, from })
    }
}

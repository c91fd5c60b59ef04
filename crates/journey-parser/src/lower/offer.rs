//! `offer welcome10 { benefit "…"  valid 30 days }` (language reference 3).

use journey_ir::offer::Offer;
use journey_ir::program::Active;

use super::{Lowering, Once};
use crate::tree::{OfferClause, OfferClauseKind};

impl Lowering<'_> {
    /// Lowers all offers.
    pub(super) fn offers(&mut self) {
        for written in self.names.offers.items.clone() {
            let mut offer = Offer {
                name: written.name.text.clone(),
                title: written.title.as_ref().map(|title| title.value.clone()),
                benefit: None,
                lasts: None,
                valid: Active::default(),
                cost: None,
                span: written.name.span,
            };
            let mut once = Once::default();
            for clause in &written.clauses {
                self.offer_clause(clause, &mut offer, &mut once);
            }
            self.program.offers.push(offer);
        }
    }

    fn offer_clause(&mut self, clause: &OfferClause, offer: &mut Offer, once: &mut Once) {
        let span = clause.span;
        match &clause.kind {
            OfferClauseKind::Benefit(benefit) => {
                once.note(self, "benefit", span);
                offer.benefit = Some(benefit.value.clone());
            }
            OfferClauseKind::ValidFor(period) => {
                once.note(self, "valid", span);
                offer.lasts = Some(self.some_period(*period, "the offer would never be alive"));
            }
            OfferClauseKind::ValidDates(dates) => {
                // `valid 30 days` and `valid until 2026-12-31` may stand together: the first end counts.
                once.note(self, "valid from", span);
                offer.valid = self.active(*dates, "the offer is alive on no day");
            }
            OfferClauseKind::Cost(number) => {
                once.note(self, "cost", span);
                offer.cost = Some(self.cost(*number));
            }
            OfferClauseKind::Bad(_) => {}
        }
    }
}

//! `protect from …` of a journey (language reference 5.7).

use journey_ir::pressure::{Protection, ProtectionTime};
use journey_ir::span::Span;

use super::Lowering;
use crate::tree;

impl Lowering<'_> {
    pub(super) fn protection(&mut self, written: &tree::Protection, span: Span) -> Option<Protection> {
        let selector = self.selector(&written.selector);
        let lasts = match written.period {
            Some(period) => ProtectionTime::For(self.some_period(period, "nobody would be protected")),
            None => ProtectionTime::WhileEnrolled,
        };
        Some(Protection { selector: selector?, lasts, span })
    }
}

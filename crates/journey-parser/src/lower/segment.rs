//! `segment vip = …`

use journey_ir::expression::{Condition, Segment};

use super::Lowering;
use super::expression::Scope;

impl Lowering<'_> {
    /// Lowers all segments. One that is wrong stands as never.
    pub(super) fn segments(&mut self) {
        for segment in self.names.segments.items.clone() {
            let condition = self.condition(&segment.condition, &Scope::outside("a segment"));
            self.program.segments.push(Segment {
                name: segment.name.text.clone(),
                condition: condition.unwrap_or(Condition::Constant(false)),
                span: segment.span,
            });
        }
    }
}

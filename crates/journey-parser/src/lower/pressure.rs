//! `pressure { at most N … per D }` (language reference 4.2).

use journey_ir::pressure::{Cap, CapUnit, Purpose, Selector};
use journey_ir::span::Span;

use super::Lowering;
use super::expression::Scope;
use crate::tree::{self, Counted, PressureRule};

impl Lowering<'_> {
    /// Lowers a pressure block. The blocks of several files add up, in the order of the files.
    pub(super) fn pressure(&mut self, pressure: &tree::Pressure) {
        for rule in &pressure.rules {
            let PressureRule::Cap(cap) = rule else { continue };
            if let Some(cap) = self.cap(cap) {
                self.program.caps.push(cap);
            }
        }
    }

    fn cap(&mut self, written: &tree::Cap) -> Option<Cap> {
        let limit = self.whole_number(written.limit, "the number of a cap", 0, u32::MAX);
        let counted = match &written.counted {
            Counted::Contacts(selector) => self.selector(selector).map(|selector| (CapUnit::Contacts, selector)),
            Counted::Weight(_) => Some((CapUnit::Weight, without_service())),
        };
        let period = self.some_period(written.per, "a cap counts over a stretch of time");
        let scope = Scope::outside("the `for` of a cap");
        let applies = match &written.audience {
            Some(audience) => Some(self.condition(audience, &scope)?),
            None => None,
        };
        let (unit, selector) = counted?;
        Some(Cap {
            limit: limit?,
            unit,
            selector,
            period,
            applies,
            text: self.one_line(written.span),
            span: written.span,
        })
    }

    /// A text of the source on one line, without its comments.
    fn one_line(&self, span: Span) -> String {
        let lines = self.text(span).lines().map(|line| line.split('#').next().unwrap_or(""));
        lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }
}

/// What a cap by weight counts: everything that is counted without a purpose.
fn without_service() -> Selector {
    Selector {
        purposes: vec![Purpose::Commercial, Purpose::Relational],
        channel: None,
        message: None,
        tag: None,
        topic: None,
        journey: None,
        except: Vec::new(),
    }
}

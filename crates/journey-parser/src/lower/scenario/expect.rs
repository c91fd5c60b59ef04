//! What a scenario expects.

use journey_ir::finding::Finding;
use journey_ir::pressure::Purpose;
use journey_ir::records::Reason;
use journey_ir::scenario::{Expectation, Expected, Fact, When};
use journey_ir::span::Span;

use super::when::Clock;
use crate::lower::Lowering;
use crate::lower::expression::Scope;
use crate::lower::lookup::{list, suggestion};
use crate::tree::{self, Day, ExpectLines, ExpectedKind, Expr, Name};

impl Lowering<'_> {
    pub(super) fn expected_lines(&mut self, written: &ExpectLines, span: Span, clock: &mut Clock) -> Expectation {
        let journey = written.journey.as_ref().and_then(|name| self.journey(name));
        let mut lines = Vec::new();
        for line in &written.lines {
            let when = self.when(line.when, clock, false);
            let what = self.expected(&line.what);
            lines.extend(when.zip(what).map(|(when, what)| Expected { when, what, span: line.span }));
        }
        Expectation::Lines { exactly: written.exactly, journey, lines, span }
    }

    fn expected(&mut self, written: &ExpectedKind) -> Option<Fact> {
        match written {
            ExpectedKind::Sent(message, channel) => {
                let (message, channel) = (self.message(message), self.channel(channel));
                Some(Fact::Sent(message?, channel?))
            }
            ExpectedKind::Skipped(message, reason) => {
                let (message, reason) = (self.message(message), self.reason(reason));
                Some(Fact::Skipped(message?, reason?))
            }
            ExpectedKind::Enters(journey) => self.journey(journey).map(Fact::Enters),
            ExpectedKind::Task(text) => Some(Fact::Task(text.value.as_str().into())),
            ExpectedKind::Leaves(journey, end) => self.journey(journey).map(|journey| Fact::Leaves(journey, *end)),
        }
    }

    fn reason(&mut self, name: &Name) -> Option<Reason> {
        let found = Reason::ALL.into_iter().find(|reason| reason.name() == name.text);
        if found.is_none() {
            let known = Reason::ALL.map(Reason::name);
            let message = format!("`{}` is no reason for skipping a send", name.text);
            let help = suggestion(&name.text, &known).unwrap_or_else(|| format!("the reasons are {}", list(&known)));
            self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
        }
        found
    }

    pub(super) fn expected_condition(
        &mut self,
        written: &Expr,
        when: tree::When,
        span: Span,
        clock: &mut Clock,
    ) -> Option<Expectation> {
        let condition = self.condition(written, &Scope::outside("a scenario"));
        let when = self.when(when, clock, false);
        let text = one_line(self.text(written.span));
        Some(Expectation::Holds { condition: condition?, when: when?, text, span })
    }

    /// Without a purpose `never` is about all of them: who writes `never sms` means every SMS.
    pub(super) fn never(&mut self, written: &tree::Selector, until: Option<Day>, span: Span) -> Option<Expectation> {
        let selector = self.selector_of(written, &Purpose::ALL);
        let until = match until {
            Some(day) => Some(self.day(day).map(When::first)?),
            None => None,
        };
        Some(Expectation::Never { selector: selector?, until, text: one_line(self.text(written.span)), span })
    }
}

/// As it is written, on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! What goes into every message (language reference 9.7).

use super::Bad;
use super::expr::Expr;
use super::item::{Body, Content};
use super::literal::Name;
use journey_ir::span::Span;

/// `insert banner for member "banner.html"`, `insert banner { email "banner.html"  sms text "…" }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insert {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// For whom; nothing: for all.
    pub condition: Option<Expr>,
    /// What goes into messages whatever the channel.
    pub body: Option<Body>,
    /// What goes into messages on some channels, in source order.
    pub contents: Vec<Content>,
    /// What could not be read.
    pub bad: Vec<Bad>,
}

impl Insert {
    /// The bodies in it.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.body.iter().chain(self.contents.iter().filter_map(|content| content.body.as_ref()))
    }
}

//! What journeys say that do not say it themselves (language reference 9.6).

use super::journey::Clause;
use super::literal::{Name, Text};
use journey_ir::span::Span;

/// `defaults tagged animation { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// The whole item.
    pub span: Span,
    /// Its first word, as what it is called.
    pub keyword: Name,
    /// For which journeys; nothing: for all.
    pub scope: Option<DefaultsScope>,
    /// The clauses, in source order.
    pub clauses: Vec<Clause>,
    /// `channels email, sms`, each time that it is said.
    pub channels: Vec<DefaultChannels>,
}

/// For which journeys defaults are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultsScope {
    /// `tagged animation`
    Tagged(Name),
    /// `folder "web"`
    Folder(Text),
}

/// `channels email, sms`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultChannels {
    /// The whole clause.
    pub span: Span,
    /// In the order of preference; one or more.
    pub names: Vec<Name>,
}

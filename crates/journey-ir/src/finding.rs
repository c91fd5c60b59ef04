//! What is wrong, or noteworthy, in a programme: plain data, rendered elsewhere.

use crate::span::Span;
use crate::time::Date;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The programme cannot run.
    Error,
    /// It can run, but probably does not do what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// One place that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What this place adds to the message.
    pub text: String,
}

/// What a finding of an analysis claims; findings of reading and typing are simply so and have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// A concrete customer shows it.
    Confirmed,
    /// It holds for every customer that the schema allows.
    Proved,
    /// It could not be decided.
    Unknown,
}

impl Verdict {
    /// The word in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Proved => "proved",
            Self::Unknown => "unknown",
        }
    }
}

/// One mistake or remark. The message makes sense alone on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's kebab-case name.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in the user's words.
    pub message: String,
    /// Where; the first label is the primary one.
    pub labels: Vec<Label>,
    /// What to type instead.
    pub help: Option<String>,
    /// What an analysis claims.
    pub verdict: Option<Verdict>,
    /// Who answers for the journey that it is about, where that says so.
    pub owner: Option<String>,
}

/// A finding that is accepted where it is found (language reference 9.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What is found.
    pub finding: Finding,
    /// Why it is accepted.
    pub because: String,
    /// To be looked at again from this day on.
    pub until: Date,
}

impl Finding {
    /// An error without a place yet.
    #[must_use]
    pub fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, message)
    }

    /// A warning without a place yet.
    #[must_use]
    pub fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, message)
    }

    /// A remark without a place yet.
    #[must_use]
    pub fn info(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Info, message)
    }

    /// The same, pointing (also) at `span`.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The same, saying what to type.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The same, saying what to type if that is known.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }

    /// The same, claimed by an analysis.
    #[must_use]
    pub fn verdict(mut self, verdict: Verdict) -> Self {
        self.verdict = Some(verdict);
        self
    }

    fn new(rule: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self { rule, severity, message: message.into(), labels: Vec::new(), help: None, verdict: None, owner: None }
    }
}

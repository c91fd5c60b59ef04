//! What a driver decides in the place of the hash: a scenario says who is held out and which arm is taken (language
//! reference 8.1).

use journey_ir::scenario::ChosenArm;

/// Choices that are made rather than drawn. What is not chosen here is drawn (language reference 7.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Whether the customer is in the control groups, the global one and the journeys' own.
    pub holdout: Option<bool>,
    /// Arms of splits.
    pub arms: Vec<ChosenArm>,
}

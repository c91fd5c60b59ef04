//! Analyses of a validated programme; one file per rule.

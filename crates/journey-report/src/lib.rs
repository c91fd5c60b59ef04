//! Renders findings and summaries for people and machines; the only place that knows miette.

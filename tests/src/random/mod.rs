//! Random small programmes and the random history of one customer, as the texts that a person would write.
//!
//! Both are made from lists of numbers that proptest draws and shrinks (see [`choices`]): every programme is well typed by
//! construction, and what is left of one that fails still reads well. All instants of interest are on the grid that
//! [`crate::naive`] visits: events, periods, times of day and zones keep to half hours, and times that depend on an
//! enrolment's start are not compared with `>` or `<=`, which would begin to differ a second later.

#![expect(
    clippy::format_push_string,
    reason = "texts for tests: one allocation more costs nothing, and the text stays readable"
)]

mod arms;
mod changes;
pub mod choices;
mod condition;
mod derived;
mod journey;
mod pressure;
mod programme;
mod schema;
mod shared;
mod starts;
mod steps;
mod story;

pub use derived::files;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

use choices::Choices;
use journey::JourneyChoices;

/// A programme and a customer to try it on.
#[derive(Clone, Debug)]
pub struct Case {
    /// The `.journey` file.
    pub programme: String,
    /// The run and the customer, in the format of [`crate::story`].
    pub story: String,
}

/// All cases; the simplest first.
pub fn cases() -> impl Strategy<Value = Case> {
    let numbers = |length: usize| vec(any::<u16>(), length / 2..=length);
    let journeys = vec((numbers(80), vec(numbers(60), 1..7)), 1..=4);
    let caps = vec(numbers(30), 0..6);
    let rules = vec(numbers(20), 0..3);
    let segments = vec(numbers(30), 0..3);
    let lines = vec(numbers(12), 0..40);
    let heads = (numbers(100), numbers(120), numbers(60));
    (numbers(2), heads, segments, caps, rules, journeys, numbers(40), lines).prop_map(
        |(season, (head, derived, shared), segments, caps, rules, journeys, customer, lines)| {
            let season = story::Season::draw(&mut Choices::new(&season));
            let journeys: Vec<_> =
                journeys.into_iter().map(|(clauses, steps)| JourneyChoices { clauses, steps }).collect();
            Case {
                programme: programme::write(season, (&head, &derived, &shared), &segments, &caps, &rules, &journeys),
                story: story::write(season, journeys.len(), &customer, &lines),
            }
        },
    )
}

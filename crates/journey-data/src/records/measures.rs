//! measures.csv: one row per measure that was taken (language reference 9.9).

use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;
use journey_ir::value::{Shown, Type};

use super::enrolments::each_arm;
use super::rows::Rows;
use super::sink::Sink as _;

/// The first line of measures.csv.
pub const MEASURES_HEADER: &str = "customer,journey,started,key,name,at,value,holdout,arms\n";

/// The rows of these customers' measures, without the header: enrolments in the order of enrolments.csv, the measures of
/// each in the order of its journey's text. `value` is `yes`, `no` or a number; empty when there was none.
#[must_use]
pub fn encode_measures<'a>(program: &Program, customers: impl IntoIterator<Item = &'a CustomerRecords>) -> Vec<u8> {
    let mut rows = Rows::new();
    let mut arms = String::new();
    for customer in customers {
        for enrolment in &customer.enrolments {
            let journey = &program.journeys[enrolment.journey];
            let taken = journey.measures.iter().zip(&enrolment.measures);
            for (measure, taken) in taken.filter_map(|(measure, taken)| Some((measure, taken.as_ref()?))) {
                rows.text(&customer.customer);
                rows.text(&journey.name);
                rows.instant(enrolment.started, enrolment.zone);
                rows.key(&enrolment.key);
                rows.text(&measure.name);
                rows.instant(taken.at, enrolment.zone);
                // Booleans and numbers are shown the same whatever type stands beside them.
                rows.shown(Shown { value: &taken.value, kind: &Type::Decimal, channel: &|_| "" });
                rows.text(if enrolment.holdout { "yes" } else { "no" });
                each_arm(&journey.splits, enrolment, &mut arms);
                rows.text(&arms);
                rows.end();
            }
        }
    }
    rows.into_bytes()
}

//! refusals.csv: one row per start that was refused.

use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;

use super::rows::Rows;
use super::sink::Sink as _;

/// The first line of refusals.csv.
pub const REFUSALS_HEADER: &str = "customer,journey,at,key,reason\n";

/// The rows of these customers' refused starts, without the header.
#[must_use]
pub fn encode_refusals<'a>(program: &Program, customers: impl IntoIterator<Item = &'a CustomerRecords>) -> Vec<u8> {
    let mut rows = Rows::new();
    for customer in customers {
        for refusal in &customer.refusals {
            rows.text(&customer.customer);
            rows.text(&program.journeys[refusal.journey].name);
            rows.instant(refusal.at, refusal.zone);
            rows.key(&refusal.key);
            rows.text(refusal.because.name());
            rows.end();
        }
    }
    rows.into_bytes()
}

//! tasks.csv: one row per task (language reference 9.4).

use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;

use super::rows::Rows;
use super::sink::Sink as _;

/// The first line of tasks.csv.
pub const TASKS_HEADER: &str = "customer,journey,started,key,at,text,for,due\n";

/// The rows of these customers' tasks, without the header.
#[must_use]
pub fn encode_tasks<'a>(program: &Program, customers: impl IntoIterator<Item = &'a CustomerRecords>) -> Vec<u8> {
    let mut rows = Rows::new();
    for customer in customers {
        for task in &customer.tasks {
            rows.text(&customer.customer);
            rows.text(&program.journeys[task.journey].name);
            rows.instant(task.started, task.started_zone);
            rows.key(&task.key);
            rows.instant(task.at, task.zone);
            rows.text(&task.text);
            rows.text(&task.whose);
            match task.due {
                Some(due) => rows.instant(due, task.zone),
                None => rows.empty(),
            }
            rows.end();
        }
    }
    rows.into_bytes()
}

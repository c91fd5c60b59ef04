//! Tasks and measures in a story (language reference 9.4, 9.9).

use journey_ir::expression::Expression;
use journey_ir::measure::Measured;
use journey_ir::records::Task;
use journey_ir::table::JourneyId;
use journey_ir::time::Instant;
use journey_ir::value::Value;
use journey_ir::written;

use super::{Teller, What};

impl Teller<'_> {
    pub(super) fn task(&mut self, at: Instant, id: JourneyId, task: &Task) {
        let whose = if task.whose.is_empty() { String::new() } else { format!(" for {}", task.whose) };
        let due = task.due.map_or(String::new(), |due| format!(", due {}", self.moment(due)));
        self.line(at, What::Task, Some(id), format!("task{whose}: \"{}\"{due}", task.text));
        self.at_step(id, task.step);
    }

    pub(super) fn measured(&mut self, at: Instant, id: JourneyId, measure: usize, value: &Value) {
        let program = self.program();
        let Some(measure) = program.journeys[id].measures.get(measure) else { return };
        let of = match &measure.what {
            Measured::Share(condition) => written::condition(program, condition),
            Measured::Average(number) => written::expression(program, number),
        };
        let value = written::value(program, &Expression::Now, value, self.clock());
        self.line(at, What::Measure, Some(id), format!("measures \"{}\": {value}", measure.name));
        self.note(format!("`{of}` after {}", measure.after));
    }
}

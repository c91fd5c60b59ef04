//! Computed attributes and tables (language reference 9.1, 9.3).

use journey_ir::lookup::{LookupArgument, LookupRow};
use journey_ir::table::{AttributeId, LookupId};
use journey_ir::value::{Shown, Value};

use super::eye::Eye;
use super::remembered::ComputedAsked;
use super::world::World;

impl Eye<'_> {
    /// What an attribute is now; a computed one knows no enrolment and no event.
    pub fn attribute(&self, id: AttributeId) -> Value {
        match &self.past.program.attributes[id].computed {
            None => self.past.attribute(id),
            Some(computed) => {
                let decided = self.world.map(World::decided);
                let (log, now, clock, zone) = (self.past.log.len(), self.now, self.clock, self.zone);
                let asked = ComputedAsked { attribute: id, log, now, clock, zone, decided };
                let answer = || Eye { begin: None, life: None, current: None, ..*self }.value(computed);
                self.past.remembered.computed.to(asked, answer)
            }
        }
    }

    /// What a table says: of the rows that fit, the one with the longest beginning.
    pub fn looked_up(&self, table: LookupId, arguments: &[LookupArgument]) -> Value {
        let table = &self.past.program.lookups[table];
        let keys: Vec<Option<String>> = arguments.iter().map(|argument| self.as_written(argument)).collect();
        let fits = |row: &&LookupRow| {
            let mut columns = table.keys.iter().zip(row.keys.iter()).zip(&keys);
            columns.all(|((column, cell), key)| {
                key.as_deref().is_some_and(|key| if column.prefix { key.starts_with(&**cell) } else { key == &**cell })
            })
        };
        let length = |row: &&LookupRow| row.keys.iter().map(|cell| cell.len()).sum::<usize>();
        table.rows.iter().filter(fits).max_by_key(length).map(|row| row.value.clone()).unwrap_or_default()
    }

    fn as_written(&self, argument: &LookupArgument) -> Option<String> {
        let value = self.value(&argument.value);
        let channel = |id| self.past.program.channels[id].name.as_str();
        value.is_known().then(|| Shown { value: &value, kind: &argument.kind, channel: &channel }.to_string())
    }
}

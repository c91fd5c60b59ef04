//! Tasks for people and measures (language reference 9.4, 9.9).

use journey_ir::measure::Measured;
use journey_ir::pressure::Purpose;
use journey_ir::records::{MeasureTaken, Task};
use journey_ir::task;
use journey_ir::template::{Phrase, Piece};
use journey_ir::time::Instant;
use journey_ir::value::{Type, Value};

use super::draw;
use super::eye::Eye;
use super::world::{LifeId, World};

impl World<'_> {
    /// The step is reached: somebody gets something to do, unless the customer is left alone for comparison.
    pub fn give_task(&mut self, id: LifeId, step: usize, task: &task::Task) {
        let (journey, customer) = (self.journey_of(id), &self.history.id);
        let compared =
            draw::held_out_globally(self.program, customer) || draw::held_out_of(journey, self.program, customer);
        if compared && matches!(task.purpose, Purpose::Commercial | Purpose::Relational) {
            return;
        }
        let eye = self.eye_of(id);
        let whose = task.whose.as_ref().map_or_else(String::new, |whose| word(&eye.value(&whose.who), &whose.kind));
        let life = &self.lives[id];
        let given = Task {
            journey: life.journey,
            started: life.begin.at,
            started_zone: life.begin.zone,
            key: life.key.clone(),
            step,
            at: self.now,
            text: text(&eye, &task.text.pieces).into(),
            whose: whose.into(),
            due: task.within.map(|within| self.zone().table().plus(self.now, within)),
            zone: self.zone(),
        };
        self.tasks.push(given);
    }

    /// When a measure of an enrolment is taken.
    pub fn measured_at(&self, id: LifeId, measure: usize) -> Option<Instant> {
        let begin = &self.lives[id].begin;
        let measure = self.journey_of(id).measures.get(measure)?;
        Some(begin.zone.table().plus(begin.at, measure.after))
    }

    /// Everything at this instant is decided: what is to be measured now is.
    pub fn measure(&mut self) {
        for id in self.in_order() {
            for (index, measure) in self.journey_of(id).measures.iter().enumerate() {
                if self.measured_at(id, index) != Some(self.now) {
                    continue;
                }
                let eye = self.eye_of(id);
                let value = match &measure.what {
                    Measured::Share(condition) => Value::Boolean(eye.holds(condition)),
                    Measured::Average(number) => eye.value(number),
                };
                let taken = MeasureTaken { at: self.now, value };
                if let Some(slot) = self.lives[id].measures.get_mut(index) {
                    *slot = Some(taken);
                }
            }
        }
    }

    /// The next instant at which anything is measured.
    pub fn next_measure(&self) -> Option<Instant> {
        let ids = self.lives.ids();
        let all = ids.flat_map(|id| {
            (0..self.journey_of(id).measures.len()).filter_map(move |index| self.measured_at(id, index))
        });
        all.filter(|at| *at > self.now).min()
    }
}

/// A text, filled in: values as texts show them, which is all that the suites put into tasks.
fn text(eye: &Eye<'_>, pieces: &[Piece]) -> String {
    let written = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Value(phrase) => phrase_text(eye, phrase).unwrap_or_default(),
        Piece::If { arms, otherwise } => {
            let arm = arms.iter().find(|(condition, _)| eye.holds(condition)).map(|(_, pieces)| pieces);
            text(eye, arm.unwrap_or(otherwise))
        }
        // Inserts go into messages; the text of a task has no place for them.
        Piece::Inserts { .. } => String::new(),
    });
    written.collect()
}

fn phrase_text(eye: &Eye<'_>, phrase: &Phrase) -> Option<String> {
    match phrase {
        Phrase::Text(text) => Some(text.clone()),
        Phrase::Value { of, kind, .. } => {
            let value = eye.value(of);
            let word = if let Value::Integer(number) = value { in_french(number) } else { word(&value, kind) };
            Some(word).filter(|word| !word.is_empty())
        }
        Phrase::Default(first, second) => phrase_text(eye, first).or_else(|| phrase_text(eye, second)),
        other => Some(format!("what the naive evaluator does not write: {other:?}")),
    }
}

/// A whole number as French texts show it: in groups of three.
fn in_french(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    let groups: Vec<String> =
        digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into()).collect();
    format!("{sign}{}", groups.join("\u{202F}"))
}

fn word(value: &Value, kind: &Type) -> String {
    match (value, kind) {
        (Value::Missing, _) => String::new(),
        (Value::Text(text), _) => text.to_string(),
        (Value::Integer(number), _) => number.to_string(),
        (Value::OneOf(place), Type::OneOf(words)) => {
            words.get(usize::from(*place)).map_or_else(String::new, ToString::to_string)
        }
        (value, _) => format!("what the naive evaluator does not write: {value:?}"),
    }
}

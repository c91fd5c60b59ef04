//! Whether an insert goes into messages, and not into inserts.

use super::Flaw;
use crate::program::Program;
use crate::template::Piece;

/// The first insert that leaves a place for inserts.
pub(super) fn check(program: &Program) -> Result<(), Flaw> {
    for (id, insert) in program.inserts.iter() {
        let templates = insert.texts.iter().filter_map(|text| text.body.template.as_ref());
        if templates.into_iter().any(|template| has_place(&template.pieces)) {
            return Err(Flaw::new(format!("inserts[{}]", id.0), "leaves a place for inserts"));
        }
    }
    Ok(())
}

fn has_place(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Inserts { .. } => true,
        Piece::If { arms, otherwise } => arms.iter().any(|(_, pieces)| has_place(pieces)) || has_place(otherwise),
        Piece::Text(_) | Piece::Value(_) => false,
    })
}

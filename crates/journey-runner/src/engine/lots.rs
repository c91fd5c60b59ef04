//! Stable random choice: a hash, never a generator (language reference 7.2).

use journey_ir::program::{Program, Share, Split};
use journey_ir::table::JourneyId;
use xxhash_rust::xxh3::xxh3_64;

use super::choices::Choices;

/// The symbol between the parts that are hashed.
const SEPARATOR: char = '\u{1F}';

/// The number that a customer draws under a name, 0 to 9,999: `(h · 10000) >> 64`.
#[must_use]
pub fn draw(salt: &str, name: &str, customer: &str) -> u16 {
    let hash = xxh3_64(format!("{salt}{SEPARATOR}{name}{SEPARATOR}{customer}").as_bytes());
    let drawn = (u128::from(hash) * 10_000) >> 64;
    u16::try_from(drawn).unwrap_or(u16::MAX)
}

/// Whether a customer falls into the share of a control group. Nobody is hashed for a share of nothing.
pub(crate) fn falls_into(share: Share, program: &Program, name: &str, customer: &str) -> bool {
    share.0 > 0 && draw(&program.salt, name, customer) < share.0
}

/// For each split of a journey the place of the arm that a customer takes: chosen, else drawn, arms taking their shares in
/// turn.
pub(crate) fn arms(program: &Program, id: JourneyId, choices: &Choices, customer: &str) -> Vec<u16> {
    let journey = &program.journeys[id];
    let arm = |(index, split): (u16, &Split)| {
        let chosen = choices.arms.iter().find(|chosen| chosen.journey == id && chosen.split == index);
        chosen.map_or_else(
            || drawn_arm(split, draw(&program.salt, &format!("{}/{}", journey.name, split.name), customer)),
            |chosen| chosen.arm,
        )
    };
    (0..).zip(&journey.splits).map(arm).collect()
}

fn drawn_arm(split: &Split, drawn: u16) -> u16 {
    let mut sum = 0;
    let ends = split.arms.iter().map(|arm| {
        sum += u32::from(arm.share.0);
        sum
    });
    (0..).zip(ends).find(|(_, end)| u32::from(drawn) < *end).map_or(0, |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn a_draw_never_changes() {
        // Computed with the reference implementation of XXH3: these numbers are a promise to running programmes.
        assert_eq!(draw("club", "holdout", "C1"), 7292);
        assert_eq!(draw("club", "bienvenue/holdout", "C1"), 4710);
        assert_eq!(draw("club", "holdout", "été 42"), 8224);
    }

    #[test]
    fn draws_spread_evenly() {
        let low = (0..10_000).filter(|id| draw("club", "bienvenue/holdout", &id.to_string()) < 500).count();
        assert!((400..600).contains(&low), "{low} of 10,000 in a share of 5 %");
    }
}

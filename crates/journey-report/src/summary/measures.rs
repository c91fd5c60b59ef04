//! What measures gave, beside control groups (language reference 9.9).

use journey_ir::measure;
use journey_ir::program::Journey;
use journey_runner::summary::{Amount, MeasureTotals, Measured};

use super::Run;
use crate::number::{NOTHING, count, decimal, percent, points};
use crate::table::{Column, TextTable};
use crate::texts::TEXTS;

/// A row for each measure of each journey, then one for each arm of its splits.
pub(super) fn measures(run: &Run<'_>) -> TextTable {
    let mut table = TextTable::new(vec![
        Column::words(TEXTS.journey),
        Column::words(TEXTS.measure),
        Column::words(TEXTS.arm),
        Column::number(TEXTS.measured),
        Column::number(TEXTS.value),
        Column::number(TEXTS.control_rate),
        Column::number(TEXTS.lift),
    ]);
    for &id in run.journeys {
        let (journey, totals) = (&run.program.journeys[id], &run.totals.journeys[id]);
        for (index, measure) in journey.measures.iter().enumerate() {
            let arms = journey.splits.iter().zip(&totals.splits).flat_map(|(split, arms)| {
                let names = split.arms.iter().map(move |arm| format!("{}: {}", split.name, arm.name));
                names.zip(arms.iter().map(|arm| &arm.measures))
            });
            for (arm, totals) in std::iter::once((String::new(), &totals.measures)).chain(arms) {
                if let Some(totals) = totals.get(index) {
                    table.row(row(journey, measure, arm, totals));
                }
            }
        }
    }
    table
}

fn row(journey: &Journey, measure: &measure::Measure, arm: String, totals: &MeasureTotals) -> Vec<String> {
    let is_share = matches!(measure.what, measure::Measured::Share(_));
    let control = match totals.holdout.taken {
        0 => NOTHING.to_owned(),
        taken => (TEXTS.of)(&value(totals.holdout, is_share), &count(taken)),
    };
    vec![
        journey.title.clone().unwrap_or_else(|| journey.name.clone()),
        (TEXTS.measure_after)(&measure.name, &measure.after.to_string()),
        arm,
        count(totals.treated.taken),
        value(totals.treated, is_share),
        control,
        difference(totals, is_share),
    ]
}

fn value(measured: Measured, is_share: bool) -> String {
    if is_share {
        return percent(yes(measured), measured.taken);
    }
    measured.average().map_or_else(|| NOTHING.to_owned(), decimal)
}

/// How many said yes.
fn yes(measured: Measured) -> u64 {
    u64::try_from(measured.sum.0 / Amount::ONE.0).unwrap_or_default()
}

fn difference(totals: &MeasureTotals, is_share: bool) -> String {
    let (with, without) = (totals.treated, totals.holdout);
    let difference = if is_share {
        points(yes(with), with.taken, yes(without), without.taken).map(|points| (TEXTS.points)(&points))
    } else {
        let difference = with.average().zip(without.average()).map(|(with, without)| Amount(with.0 - without.0));
        difference.map(|difference| format!("{}{}", if difference.0 < 0 { "" } else { "+" }, decimal(difference)))
    };
    difference.unwrap_or_else(|| NOTHING.to_owned())
}

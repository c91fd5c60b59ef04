//! What journeys brought in, what they cost, and what is left (language reference 9.9).

use journey_ir::offer::Offer;
use journey_ir::table::JourneyId;
use journey_runner::summary::{Account, Accounts, Amount, OfferTotals, has_account};

use super::Run;
use crate::number::{NOTHING, count, money, percent};
use crate::table::{Column, TextTable};
use crate::texts::TEXTS;

/// What the enrolments outside control groups brought beyond what those in them did, scaled to the number of the former.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extra {
    /// Of what goals are worth.
    pub worth: Amount,
    /// Of what is left after contacts and offers.
    pub net: Amount,
}

impl Run<'_> {
    /// Whether there is anything to account for.
    pub(super) fn has_account(&self) -> bool {
        has_account(self.program)
    }

    /// What the programme itself cost in the days of the run: those that it begins in the programme's zone.
    pub(super) fn own_cost(&self) -> Option<Amount> {
        let zone = self.program.zone.table();
        let after = zone.date(self.until.plus_seconds(-1)).plus_days(1);
        self.program.cost.map(|cost| Amount(cost.of_days(zone.date(self.from), after)))
    }

    /// What is left of everything.
    pub(super) fn net(&self) -> Amount {
        Amount(self.totals.account.net().0 - self.own_cost().unwrap_or_default().0)
    }

    /// What a journey brought about; nothing without a control group, or without anyone outside it.
    pub(super) fn extra(&self, journey: JourneyId) -> Option<Extra> {
        let totals = &self.totals.journeys[journey];
        let treated = totals.enrolments - totals.holdouts;
        let Accounts { treated: with, holdout: without } = totals.accounts;
        let beyond =
            |with: Amount, without: Amount| Some(Amount(with.0 - without.times_over(treated, totals.holdouts)?.0));
        if treated == 0 {
            return None;
        }
        Some(Extra { worth: beyond(with.worth, without.worth)?, net: beyond(with.net(), without.net())? })
    }
}

impl<'a> Run<'a> {
    /// The offers that cost something, with how they went.
    pub(super) fn costly_offers(&self) -> impl Iterator<Item = (&'a Offer, &'a OfferTotals)> + use<'a> {
        let offers = self.program.offers.as_slice().iter().zip(self.totals.offers.as_slice());
        offers.filter(|(offer, _)| offer.cost.is_some())
    }
}

/// A row for each journey that brought in or cost something; then what the programme cost by itself, and all together.
pub(super) fn returns(run: &Run<'_>) -> TextTable {
    let shown: Vec<JourneyId> = if run.has_account() {
        run.journeys.iter().copied().filter(|&id| run.totals.journeys[id].accounts != Accounts::default()).collect()
    } else {
        Vec::new()
    };
    let columns = Columns { offers: run.costly_offers().next().is_some(), extra: has_extra(run) };
    let mut table = TextTable::new(columns.headings());
    for &id in &shown {
        let journey = &run.program.journeys[id];
        let name = journey.title.clone().unwrap_or_else(|| journey.name.clone());
        let account = &run.totals.journeys[id].accounts.treated;
        let extra = run.extra(id).map(|extra| (run.totals.journeys[id].holdouts, extra));
        table.row(columns.row(name, account, account.net(), extra));
    }
    if let Some(cost) = run.own_cost() {
        let none = Amount(-cost.0);
        let mut row = columns.row(TEXTS.own_cost.to_owned(), &Account::default(), none, None);
        row.iter_mut().skip(1).filter(|cell| **cell == money(Amount::default(), None)).for_each(|cell| {
            NOTHING.clone_into(cell);
        });
        table.row(row);
    }
    if run.program.cost.is_some() || shown.len() > 1 {
        table.row(columns.row(TEXTS.total.to_owned(), &run.totals.account, run.net(), None));
    }
    table
}

/// What stands above the returns: the currency stands there once, as the table is wide.
pub(super) fn returns_heading(run: &Run<'_>) -> String {
    run.currency().map_or_else(|| TEXTS.returns.to_owned(), |currency| format!("{} ({currency})", TEXTS.returns))
}

/// What stands below the returns.
pub(super) fn returns_note(run: &Run<'_>) -> String {
    if has_extra(run) {
        format!("{}\n  {}", TEXTS.returns_note, TEXTS.extra_note)
    } else {
        TEXTS.returns_note.to_owned()
    }
}

fn has_extra(run: &Run<'_>) -> bool {
    run.journeys.iter().any(|&id| run.extra(id).is_some())
}

/// Which columns there is something for.
struct Columns {
    offers: bool,
    extra: bool,
}

impl Columns {
    fn headings(&self) -> Vec<Column> {
        let offers = self.offers.then(|| Column::number(TEXTS.offers_cost));
        let extra = self.extra.then(|| [TEXTS.control_size, TEXTS.extra_worth, TEXTS.extra_return].map(Column::number));
        let first = [Column::words(TEXTS.journey), Column::number(TEXTS.worth), Column::number(TEXTS.contacts_cost)];
        first
            .into_iter()
            .chain(offers)
            .chain([Column::number(TEXTS.returned)])
            .chain(extra.into_iter().flatten())
            .collect()
    }

    fn row(&self, name: String, account: &Account, net: Amount, extra: Option<(u64, Extra)>) -> Vec<String> {
        let money = |amount| money(amount, None);
        let mut row = vec![name, money(account.worth), money(account.contacts)];
        row.extend(self.offers.then(|| money(account.offers)));
        row.push(money(net));
        if self.extra {
            let cells = extra.map_or([NOTHING, NOTHING, NOTHING].map(str::to_owned), |(holdouts, extra)| {
                [count(holdouts), money(extra.worth), money(extra.net)]
            });
            row.extend(cells);
        }
        row
    }
}

/// The offers that cost something: how many were given and used.
pub(super) fn offers(run: &Run<'_>) -> TextTable {
    let mut table = TextTable::new(vec![
        Column::words(TEXTS.offer),
        Column::number(TEXTS.given),
        Column::number(TEXTS.used),
        Column::number(TEXTS.rate),
        Column::number(TEXTS.cost),
    ]);
    for (offer, totals) in run.costly_offers() {
        table.row(vec![
            offer.title.clone().unwrap_or_else(|| offer.name.clone()),
            count(totals.given),
            count(totals.used),
            percent(totals.used, totals.given),
            money(totals.cost, run.currency()),
        ]);
    }
    table
}

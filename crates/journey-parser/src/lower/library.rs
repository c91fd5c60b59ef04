//! The standard library: calendars and lists of holidays that every programme may name (language reference 3.5).
//!
//! They are written in the language, in the folder `library` of the project.

use std::sync::LazyLock;

use journey_ir::span::FileId;

use crate::syntax::parse;
use crate::tree::{self, Item};

/// The files of the library: what each is called, and what stands in it.
pub(crate) const FILES: [(&str, &str); 1] =
    [("library/france.journey", include_str!("../../../../library/france.journey"))];

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| FILES.iter().flat_map(|(_, text)| parse(FileId::LIBRARY, text).tree.items).collect());

/// A calendar of the library.
pub(super) fn calendar(name: &str) -> Option<&'static tree::Calendar> {
    all_calendars().find(|calendar| calendar.name.text == name)
}

/// The names of its calendars.
pub(super) fn calendars() -> impl Iterator<Item = &'static str> {
    all_calendars().map(|calendar| calendar.name.text.as_str())
}

/// A list of holidays of the library.
pub(super) fn holiday_list(name: &str) -> Option<&'static tree::Holidays> {
    all_holiday_lists().find(|holidays| holidays.name.text == name)
}

/// The names of its lists of holidays.
pub(super) fn holiday_lists() -> impl Iterator<Item = &'static str> {
    all_holiday_lists().map(|holidays| holidays.name.text.as_str())
}

fn all_calendars() -> impl Iterator<Item = &'static tree::Calendar> {
    ITEMS.iter().filter_map(|item| match item {
        Item::Calendar(calendar) => Some(calendar),
        _ => None,
    })
}

fn all_holiday_lists() -> impl Iterator<Item = &'static tree::Holidays> {
    ITEMS.iter().filter_map(|item| match item {
        Item::Holidays(holidays) => Some(holidays),
        _ => None,
    })
}

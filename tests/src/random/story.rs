//! The run and the history of a random customer, in the format of [`crate::story`].

use journey_ir::time::{DAY_SECONDS, Date, Instant, Period, Unit, ZoneId};

use super::choices::Choices;
use super::schema::{CHANNELS, Event, JOURNEYS, MESSAGES, OFTEN, period, zone};

/// The weeks in which everything happens.
#[derive(Clone, Copy, Debug)]
pub struct Season {
    first_day: Date,
}

impl Season {
    /// Weeks in which clocks change, or months end.
    pub fn draw(choices: &mut Choices<'_>) -> Self {
        let (year, month, day) = choices.one(&[
            (2026, 3, 26),  // Europe forward on 29 March, Lord Howe back on 5 April
            (2026, 10, 22), // Europe back on 25 October, New York on 1 November
            (2026, 3, 5),   // New York forward on 8 March
            (2026, 10, 1),  // Lord Howe forward on 4 October
            (2028, 1, 28),  // a short month and a leap day ahead
            (2026, 2, 20),  // the end of a February without one
        ]);
        Self { first_day: Date::from_ymd(year, month, day).unwrap_or_default() }
    }

    /// A day of the run, or a little before.
    pub fn day(self, choices: &mut Choices<'_>) -> String {
        let days = choices.one(&[2, 3, 0, 1, 4, 7, -1, 10, 14]);
        self.first_day.plus_days(days).to_string()
    }

    /// A day of the run, perhaps some years before.
    fn birthday(self, choices: &mut Choices<'_>) -> String {
        let days = choices.one(&[2, 3, 0, 1, 4, 7, -1, 10, 14]);
        match choices.one(&[0, -1, -4, 0, 1, 2]) {
            1 => "2024-02-29".into(),
            2 => "1999-12-31".into(),
            years => self.first_day.plus_days(days).plus(Period::of(years, Unit::Year)).to_string(),
        }
    }

    fn first_instant(self) -> Instant {
        Instant(i64::from(self.first_day.0) * DAY_SECONDS)
    }
}

/// Writes the run, the customer's attributes, and what happens.
pub fn write(season: Season, journeys: usize, customer: &[u16], lines: &[Vec<u16>]) -> String {
    let choices = &mut Choices::new(customer);
    let from = season.first_instant().plus_seconds(1800 * choices.one(&[0, 16, 17, 47]));
    let days = choices.one(&[12, 20, 6, 34]);
    let mut text = format!("from {}\nuntil {}\n", shown(from), shown(from.plus_seconds(DAY_SECONDS * days)));
    text += &format!("customer c{}\n", choices.below(40));
    if choices.chance(10) {
        text += &format!("exists {}\n", shown(from.plus_seconds(DAY_SECONDS * choices.one(&[2, 5, -2]))));
    }
    for attribute in ATTRIBUTES {
        let value = value(attribute, season, choices);
        if value != MISSING {
            text += &format!("{attribute} = {value}\n");
        }
    }
    if choices.chance(70) {
        for _ in 0..=choices.below(3) {
            text += &supposition(choices);
        }
    }
    let mut at = from.plus_seconds(-DAY_SECONDS * choices.one(&[4, 2, 0, 9]));
    let mut before = Vec::new();
    for numbers in lines {
        let choices = &mut Choices::new(numbers);
        at = at.plus_seconds(gap(choices));
        text += &format!("{} {}\n", shown(at), line((season, journeys, &before), choices));
        before.push(at);
    }
    text
}

const MISSING: &str = "missing";

const ATTRIBUTES: &[&str] = &[
    "flag",
    "maybe",
    "points",
    "score",
    "tier",
    "birth",
    "due",
    "zone",
    "email",
    "phone",
    "ok_email",
    "ok_sms",
    "preferred",
];

/// Seconds since the line before: often none, often exactly as long as a period of the programme.
fn gap(choices: &mut Choices<'_>) -> i64 {
    let half_hours = choices.one(&[0, 48, 96, 1, 24, 0, 2, 47, 49, 46, 50, 72, 144, 17, 5, 96, 33, 336, 48, 23]);
    half_hours * 1800
}

/// The season, how many journeys there are, and when something happened before.
type Context<'c> = (Season, usize, &'c [Instant]);

fn line((season, journeys, before): Context<'_>, choices: &mut Choices<'_>) -> String {
    match choices.below(15) {
        0..=4 => purchase(choices),
        5 | 6 => Event::Visit.name().into(),
        7 | 8 => claim(choices),
        9 | 10 => {
            let attribute = choices.one(ATTRIBUTES);
            format!("set {attribute} = {}", value(attribute, season, choices))
        }
        11 => contact(journeys, choices),
        _ => engagement(journeys, before, choices),
    }
}

/// `opened news`, perhaps of an enrolment that starts with something that happened before.
fn engagement(journeys: usize, before: &[Instant], choices: &mut Choices<'_>) -> String {
    let text = format!("{} {}", kind(choices), choices.one(OFTEN));
    let back = choices.below(5);
    match before.iter().rev().nth(back) {
        Some(started) if choices.chance(40) => {
            let journey = choices.one(JOURNEYS.get(..journeys).unwrap_or_default());
            let key = choices.one(&["", " 1", " 2", " web"]);
            format!("{text} of {journey} {}{key}", shown(*started))
        }
        _ => text,
    }
}

/// `suppose opened 50% of news by email after 2 hours`
fn supposition(choices: &mut Choices<'_>) -> String {
    let (kind, share) = (kind(choices), choices.one(&[50, 100, 30, 100]));
    let of = if choices.chance(40) { format!(" of {}", choices.one(MESSAGES)) } else { String::new() };
    let by = if choices.chance(30) { format!(" by {}", choices.one(CHANNELS)) } else { String::new() };
    let after = if choices.chance(75) { format!(" after {}", period(choices)) } else { String::new() };
    format!("suppose {kind} {share}%{of}{by}{after}\n")
}

fn kind(choices: &mut Choices<'_>) -> &'static str {
    choices.one(&["opened", "opened", "clicked", "unsubscribed", "bounced"])
}

fn purchase(choices: &mut Choices<'_>) -> String {
    let amount = choices.one(&["10", "5", "10.5", "20", "0.3333"]);
    let place = choices.one(&["store", "web"]);
    let mut text = format!("purchase amount={amount} place={place}");
    match choices.below(4) {
        1 => text += " items=2",
        2 => text += " items=1 order=a1",
        3 => text += " items=3 order=b2",
        _ => {}
    }
    text
}

fn claim(choices: &mut Choices<'_>) -> String {
    let status = choices.one(&["opened", "closed"]);
    match choices.below(4) {
        3 => format!("claim status={status}"),
        ticket => format!("claim status={status} ticket={}", ticket + 1),
    }
}

fn contact(journeys: usize, choices: &mut Choices<'_>) -> String {
    let journey = choices.one(JOURNEYS.get(..journeys).unwrap_or_default());
    let (message, channel) = (choices.one(MESSAGES), choices.one(CHANNELS));
    let purpose = choices.one(&["commercial", "relational", "requested", "service"]);
    format!("contact {journey} {message} {channel} {purpose}")
}

fn value(attribute: &str, season: Season, choices: &mut Choices<'_>) -> String {
    let optional = !matches!(attribute, "flag" | "points" | "tier" | "ok_email" | "ok_sms");
    if optional && choices.chance(15) {
        return MISSING.into();
    }
    match attribute {
        "points" => choices.one(&["2", "0", "1", "3", "12"]).into(),
        "score" => choices.one(&["10.5", "0", "-3", "12.25"]).into(),
        "tier" => choices.one(&["mid", "low", "high"]).into(),
        "birth" => season.birthday(choices),
        "due" => {
            let half_hours = choices.one(&[20, 100, 0, 160, 205, 300, 16, 145]);
            let due = season.first_instant().plus_seconds(1800 * half_hours);
            let years = Period::of(choices.one(&[0, 0, -1, -3]), Unit::Year);
            shown(ZoneId::UTC.table().plus(due, years))
        }
        "zone" => zone(choices).into(),
        "email" => choices.one(&["a@example.org", "b@example.org"]).into(),
        "phone" => choices.one(&["0611", "0622"]).into(),
        "preferred" => choices.one(CHANNELS).into(),
        "ok_email" | "ok_sms" => choices.one(&["yes", "yes", "yes", "no"]).into(),
        _ => choices.one(&["yes", "no"]).into(),
    }
}

fn shown(instant: Instant) -> String {
    ZoneId::UTC.table().rfc3339(instant)
}

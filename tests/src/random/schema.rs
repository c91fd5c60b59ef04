//! What every random programme declares: one customer type, three events, three channels. Only their use is random.

use super::choices::Choices;

/// The attributes, events and channels.
pub const TEXT: &str = "\
customer {
  flag      boolean
  maybe     boolean?
  points    integer
  score     decimal?
  tier      one of low, mid, high
  birth     date?
  due       datetime?
  zone      timezone?
  email     text?
  phone     text?
  ok_email  boolean
  ok_sms    boolean
  preferred channel?
}

event purchase { amount decimal  items integer?  place one of store, web  order text? }
event visit
event claim { status one of opened, closed  ticket integer? }

offer gift    { valid 2 days }
offer voucher { valid 1 week  valid until 2026-11-01 }
";

/// The names of journeys, by place: neither in the order of names nor of their use.
pub const JOURNEYS: &[&str] = &["delta", "alpha", "charlie", "bravo"];

/// The names of messages.
pub const MESSAGES: &[&str] = &["news", "hello", "offer", "receipt"];

/// Messages as journeys send them: one more often than the others, so that several enrolments have sent what is opened.
pub const OFTEN: &[&str] = &["news", "hello", "news", "offer", "news", "receipt"];

/// The names of channels.
pub const CHANNELS: &[&str] = &["email", "sms", "push"];

/// The names of segments, by place.
pub const SEGMENTS: &[&str] = &["loyal", "asleep"];

/// A kind of event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Event {
    /// The one with all kinds of fields.
    #[default]
    Purchase,
    /// The one without fields.
    Visit,
    /// The one that opens and closes.
    Claim,
}

impl Event {
    /// Any.
    pub fn draw(choices: &mut Choices<'_>) -> Self {
        choices.one(&[Self::Purchase, Self::Purchase, Self::Visit, Self::Claim])
    }

    /// Another one.
    pub fn another(self) -> Self {
        match self {
            Self::Purchase => Self::Visit,
            Self::Visit => Self::Claim,
            Self::Claim => Self::Purchase,
        }
    }

    /// Its name in the language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Visit => "visit",
            Self::Claim => "claim",
        }
    }
}

/// Lengths of time, all in half hours; short ones are frequent so that things happen at the boundaries.
pub fn period(choices: &mut Choices<'_>) -> &'static str {
    choices.one(&[
        "1 day",
        "2 days",
        "24 hours",
        "12 hours",
        "1 hour",
        "30 minutes",
        "3 days",
        "1 day",
        "2 days",
        "36 hours",
        "1 week",
        "48 hours",
        "10 days",
        "1 month",
    ])
}

/// Times of day on half hours; some are skipped or doubled when clocks change.
pub fn time(choices: &mut Choices<'_>) -> &'static str {
    choices.one(&["09:00", "00:00", "02:30", "02:00", "03:00", "01:30", "18:30", "23:30"])
}

/// Time zones whose offsets are half hours; Lord Howe's clocks change by half an hour.
pub fn zone(choices: &mut Choices<'_>) -> &'static str {
    choices.one(&["UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
}

/// What customers do with a contact.
pub fn engagement(choices: &mut Choices<'_>) -> String {
    let kind = choices.one(&["opened", "opened", "clicked", "unsubscribed", "bounced"]);
    format!("{kind}({})", choices.one(OFTEN))
}

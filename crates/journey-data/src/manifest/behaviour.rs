//! The behaviour model of a manifest: what a simulation supposes that customers do with their contacts.

use journey_ir::decimal::{Decimal, SCALE};
use journey_ir::program::{EngagementKind, Share};
use journey_ir::time::{Period, Unit};

use super::context::Context;
use super::raw::{RawBehaviour, RawKinds, RawText};
use crate::error::DataError;

/// One supposition, as [`journey_ir::behaviour::Supposition`] with names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supposed {
    /// What customers do.
    pub kind: EngagementKind,
    /// Only with this message.
    pub message: Option<String>,
    /// Only on this channel.
    pub channel: Option<String>,
    /// How many of the contacts.
    pub share: Share,
    /// How long after the contact was sent.
    pub after: Period,
}

/// What a share is of: whole numbers of a hundredth of a percent.
const WHOLE: i64 = 10_000;

impl Context<'_> {
    /// The suppositions, those that say more before those that say less.
    pub(super) fn behaviour(&self, raw: &RawBehaviour) -> Result<Vec<Supposed>, DataError> {
        let mut all = Vec::new();
        for (message, of_message) in &raw.messages {
            for (channel, kinds) in &of_message.channels {
                self.kinds(Some(message), Some(channel), kinds.each(), &mut all)?;
            }
        }
        for (message, of_message) in &raw.messages {
            let kinds = [&of_message.opened, &of_message.clicked, &of_message.bounced, &of_message.unsubscribed];
            self.kinds(Some(message), None, kinds, &mut all)?;
        }
        for (channel, kinds) in &raw.channels {
            self.kinds(None, Some(channel), kinds.each(), &mut all)?;
        }
        Ok(all)
    }

    fn kinds(
        &self,
        message: Option<&String>,
        channel: Option<&String>,
        kinds: [&Option<RawText>; 4],
        all: &mut Vec<Supposed>,
    ) -> Result<(), DataError> {
        for (kind, text) in EngagementKind::ALL.into_iter().zip(kinds) {
            let Some(text) = text else { continue };
            let text = text.shown();
            let (share, after) = supposition(&text).ok_or_else(|| {
                self.wrong(
                    format!("`behaviour` says `{}: {text}`, which is no share of the contacts", kind.name()),
                    Some(format!("type it as `{0}: 35%` or `{0}: 35% after 6 hours`", kind.name())),
                )
            })?;
            all.push(Supposed { kind, message: message.cloned(), channel: channel.cloned(), share, after });
        }
        Ok(())
    }
}

/// `35%`, which means an hour later, or `0.25% after 6 hours`.
fn supposition(text: &str) -> Option<(Share, Period)> {
    let (share, after) = match text.split_once(" after ") {
        Some((share, after)) => (share, Period::parse(after)?),
        None => (text, Period::of(1, Unit::Hour)),
    };
    let percent = Decimal::parse(share.trim().strip_suffix('%')?.trim_end().as_bytes())?;
    // Ten-thousandths of a percent; a hundredth of a percent is the smallest share.
    let hundredths = percent.0.checked_mul(100)? / SCALE;
    let exact = hundredths.checked_mul(SCALE)? == percent.0.checked_mul(100)?;
    let fits = exact && (0..=WHOLE).contains(&hundredths) && !after.is_zero();
    fits.then_some((Share(u16::try_from(hundredths).ok()?), after))
}

impl RawKinds {
    /// In the order of [`EngagementKind::ALL`].
    fn each(&self) -> [&Option<RawText>; 4] {
        [&self.opened, &self.clicked, &self.bounced, &self.unsubscribed]
    }
}

impl RawText {
    fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_percentages_with_two_places() {
        let hours = |count| Period::of(count, Unit::Hour);
        for (text, share, after) in [
            ("35%", 3500, hours(1)),
            ("0.25% after 6 hours", 25, hours(6)),
            ("100 % after 1 day", 10_000, Period::of(1, Unit::Day)),
            ("0%", 0, hours(1)),
        ] {
            assert_eq!(supposition(text), Some((Share(share), after)), "{text}");
        }
        for text in [
            "",
            "35",
            "0.35",
            "101%",
            "-1%",
            "0.255%",
            "35% after 0 hours",
            "35% after",
            "35% after soon",
            "35% 6 hours",
        ] {
            assert_eq!(supposition(text), None, "{text}");
        }
    }
}

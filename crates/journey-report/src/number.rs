//! Numbers as people read them: grouped by thousands, rounded, in integer arithmetic throughout.

use journey_runner::summary::Amount;

use crate::texts::TEXTS;

/// A count: `12,345`.
pub fn count(number: u64) -> String {
    group(&number.to_string())
}

/// An amount of money, to the cent and rounded half to even: `12,345.60 EUR`.
pub fn money(amount: Amount, currency: Option<&str>) -> String {
    const TEN_THOUSANDTHS_PER_CENT: u128 = 100;
    let cents = round(amount.0.unsigned_abs(), TEN_THOUSANDTHS_PER_CENT);
    let sign = if amount.0 < 0 && cents > 0 { "-" } else { "" };
    let whole = group(&(cents / 100).to_string());
    let number = format!("{sign}{whole}{}{:02}", TEXTS.decimal_point, cents % 100);
    currency.map_or(number.clone(), |currency| format!("{number} {currency}"))
}

/// A number of any kind, to two places and rounded half to even: `12,345.60`.
pub fn decimal(number: Amount) -> String {
    money(number, None)
}

/// A share of a whole: `46.8%`; a dash when the whole is nothing.
pub fn percent(part: u64, whole: u64) -> String {
    per_mille(part, whole).map_or_else(|| NOTHING.to_owned(), |share| format!("{}%", tenths(share)))
}

/// How much one share is above another, in percentage points: `+11.8`; nothing when either whole is nothing.
pub fn points(part: u64, whole: u64, other_part: u64, other_whole: u64) -> Option<String> {
    let (share, other) = (per_mille(part, whole)?, per_mille(other_part, other_whole)?);
    Some(if share >= other { format!("+{}", tenths(share - other)) } else { format!("-{}", tenths(other - share)) })
}

/// What stands in a table where there is nothing to say.
pub const NOTHING: &str = "-";

/// Tenths of a percent.
fn per_mille(part: u64, whole: u64) -> Option<u128> {
    (whole > 0).then(|| round(u128::from(part) * 1000, u128::from(whole)))
}

fn tenths(number: u128) -> String {
    format!("{}{}{}", group(&(number / 10).to_string()), TEXTS.decimal_point, number % 10)
}

/// `numerator / denominator`, rounded half to even; the denominator is not zero.
pub fn round(numerator: u128, denominator: u128) -> u128 {
    let (quotient, twice) = (numerator / denominator, numerator % denominator * 2);
    let up = twice > denominator || (twice == denominator && quotient % 2 == 1);
    quotient + u128::from(up)
}

fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(TEXTS.thousands_separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{Amount, count, money, percent, points};

    #[test]
    fn counts_are_grouped_by_thousands() {
        let grouped = [0, 999, 1_000, 12_345, 1_234_567].map(count);
        assert_eq!(grouped, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn money_is_rounded_half_to_even_at_the_cent() {
        let amounts = [0, 50, 150, 151, -50, -151, 123_456_700].map(|amount| money(Amount(amount), None));
        assert_eq!(amounts, ["0.00", "0.00", "0.02", "0.02", "0.00", "-0.02", "12,345.67"]);
        assert_eq!(money(Amount(10_000), Some("EUR")), "1.00 EUR");
    }

    #[test]
    fn shares_are_rounded_to_tenths_of_a_percent() {
        assert_eq!(percent(1, 3), "33.3%");
        assert_eq!(percent(5, 5), "100.0%");
        assert_eq!(percent(0, 0), "-");
        assert_eq!(points(1, 2, 1, 4).as_deref(), Some("+25.0"));
        assert_eq!(points(1, 4, 1, 3).as_deref(), Some("-8.3"));
        assert_eq!(points(1, 4, 0, 0), None);
    }
}

//! Programmes made from the benchmark's: with many journeys, and with a channel of limited capacity.

use std::fmt::Write as _;

use crate::Trouble;

/// Journeys of the benchmark's four kinds, each with its own message, thresholds and windows.
pub fn many(bench: &str, journeys: usize) -> Result<String, Trouble> {
    let mut text = head(bench)?;
    for number in 0..journeys {
        text.push_str(&one(number));
    }
    Ok(text)
}

/// The same in files of a size that a `.journey` file may have: the declarations, then journeys.
pub fn many_in_files(bench: &str, journeys: usize) -> Result<Vec<String>, Trouble> {
    const JOURNEYS_IN_A_FILE: usize = 500;
    let numbers: Vec<usize> = (0..journeys).collect();
    let files = numbers.chunks(JOURNEYS_IN_A_FILE).map(|numbers| numbers.iter().copied().map(one).collect());
    Ok(std::iter::once(head(bench)?).chain(files).collect())
}

/// Win-backs are calls; `capacity` is how many of them a day.
pub fn calls(bench: &str, capacity: Option<u64>) -> Result<String, Trouble> {
    let capacity = capacity.map_or_else(String::new, |calls| format!("  capacity {calls} per day"));
    let channel = format!("channel call {{ kind human  consent consent  hours daytime{capacity} }}\n");
    replaced(bench, "channel email", &format!("{channel}channel email"))
        .and_then(|text| replaced(&text, "Come back and see what is new.\" }", "Come back.\" }  call \"Come back.\""))
        .and_then(|text| replaced(&text, "send winback_note by preferred", "send winback_note by call"))
}

fn replaced(text: &str, from: &str, to: &str) -> Result<String, Trouble> {
    if !text.contains(from) {
        return Err(format!("programme/bench.journey does not say `{from}` any more").into());
    }
    Ok(text.replacen(from, to, 1))
}

/// What is declared before the journeys, but for the messages.
fn head(bench: &str) -> Result<String, Trouble> {
    let place =
        |part: &str| bench.find(part).ok_or_else(|| format!("programme/bench.journey has no `{}`", part.trim()));
    let (messages, pressure, journeys) = (place("\nmessage ")?, place("\npressure ")?, place("\njourney ")?);
    Ok([bench.get(..messages), bench.get(pressure..journeys)].into_iter().flatten().collect())
}

fn one(number: usize) -> String {
    let mut text = format!(
        r#"
message note_{number} "Note {number}" {{
  email {{ subject "Note {number}"  body text "What we wanted to tell you." }}
  sms  "What we wanted to tell you."
  push "What we wanted to tell you."
}}
"#
    );
    let priority = 99 - number % 100;
    let round = number / 4;
    let (days, tier) = (30 + round % 60, if round.is_multiple_of(2) { "silver" } else { "gold" });
    let _ = match number % 4 {
        0 => write!(
            text,
            r"
journey points_{number} {{
  priority {priority}
  start on purchase where amount >= {low} and amount < {high}
  again per event

  wait {wait} days
  if count(purchase, last {days} days) < {few} {{ send note_{number} by preferred }}
}}
",
            low = 5 + round * 5 % 250,
            high = 15 + round * 5 % 250,
            wait = 173 - round % 90,
            few = 1 + round % 4,
        ),
        1 => write!(
            text,
            r"
journey birthday_{number} {{
  priority {priority}
  start {days} days before birth_date every year at {hour:02}:{minute:02}
  for   tier == {tier} and sum(purchase.amount, last {year} days) >= {sum}
  again always

  send note_{number} by preferred
}}
",
            hour = 9 + round % 12,
            minute = round % 60,
            year = 300 + round,
            sum = 10 * round,
        ),
        2 => write!(
            text,
            r"
journey welcome_{number} {{
  priority {priority}
  start on joined
  for   tier == {tier}

  at joined + {days} days {{
    if count(purchase, last {days} days) < {few} {{ send note_{number} by preferred }}
  }}
  at joined + {later} days {{
    if count(visit, last {later} days) >= {few} {{ send note_{number} by preferred }}
  }}
}}
",
            later = days + 60,
            few = 1 + round % 4,
        ),
        _ => write!(
            text,
            r"
journey winback_{number} {{
  priority {priority}
  start when since(last(purchase)) >= {silence} days and sum(purchase.amount, last {year} days) >= {sum}
  again always

  send note_{number} by preferred
}}
",
            silence = 120 + round % 120,
            year = 300 + round,
            sum = 100 + 10 * (round % 50),
        ),
    };
    text
}

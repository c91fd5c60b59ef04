//! How fast text becomes a tree: a programme of 500 journeys, and texts made to hurt.

use divan::Bencher;
use divan::counter::BytesCount;
use journey_ir::span::FileId;
use std::fmt::Write;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 10)]
fn five_hundred_journeys(bencher: Bencher) {
    measure(bencher, &programme(500));
}

#[divan::bench(sample_count = 3, args = ["((((", "{{{{", "not not ", "- - - ", "a + ", "\"{{a", "send x ", "if a {", "wait 2 dayz\n", "in (", "«", "x }\n"])]
fn hostile(bencher: Bencher, part: &str) {
    let head = "journey x {\n  for ";
    measure(bencher, &format!("{head}{}", part.repeat((1_000_000 - head.len()) / part.len())));
}

fn measure(bencher: Bencher, text: &str) {
    bencher.counter(BytesCount::of_str(text)).bench(|| journey_parser::parse(FileId(0), divan::black_box(text)));
}

/// Journeys of the usual shape, each with its message.
fn programme(journeys: usize) -> String {
    let mut text = String::new();
    for number in 0..journeys {
        let days = number % 28 + 1;
        write!(
            text,
            r#"
# Journey {number}: what a member of the tier hears after buying.
message offer_{number} "Offer {number}" {{
  purpose commercial
  email {{ subject "Hello {{{{ first_name | default('you') }}}}"  body text "Something new is waiting for you in the shop." }}
  sms text "Something new is waiting for you."
}}

journey journey_{number} "Journey {number}" {{
  owner    "Loyalty"
  priority {priority}
  tags     onboarding, spring
  start    on purchase where amount >= {days}.50 and channel == store
  for      country in (fr, es) and tier != gold and not lapsed
  again    after {days} days
  stop     on complaint where status == opened
  goal     purchase within 90 days worth purchase.amount

  send offer_{number} by email or sms within {days} days
  wait {days} days
  if count(purchase, last 30 days) >= 2 and since(last(purchase)) < 20 days {{
    send offer_{number} by preferred
  }} else if spend > 100 * {days} {{
    wait until joined + {days} days
    send offer_{number} by sms
  }} else {{
    exit
  }}
  wait up to {days} days for purchase where amount > 10 {{ send offer_{number} by email }}
  else {{ send offer_{number} by sms or email }}
}}
"#,
            priority = number % 100,
        )
        .unwrap_or_default();
    }
    text
}

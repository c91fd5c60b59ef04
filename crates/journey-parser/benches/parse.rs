//! How fast text becomes a tree, and a validated programme: 500 and 20,000 journeys, and texts made to hurt.

use divan::Bencher;
use divan::counter::BytesCount;
use journey_ir::source::Sources;
use journey_ir::span::FileId;
use std::fmt::Write;
use std::ops::Range;

fn main() {
    divan::main();
}

/// Text to tree.
#[divan::bench(sample_count = 10)]
fn tree_of_five_hundred_journeys(bencher: Bencher) {
    measure(bencher, &journeys(0..500));
}

/// Text to validated programme; the time of a journey must not grow with their number.
#[divan::bench(sample_count = 5, args = [500, 2_000, 20_000])]
fn programme(bencher: Bencher, count: usize) {
    compile(bencher, count, journeys);
}

/// The same with journeys that are made from a blueprint.
#[divan::bench(sample_count = 5, args = [500, 2_000, 20_000])]
fn programme_from_a_blueprint(bencher: Bencher, count: usize) {
    compile(bencher, count, journeys_from_a_blueprint);
}

fn compile(bencher: Bencher, count: usize, journeys: impl Fn(Range<usize>) -> String) {
    let mut sources = Sources::default();
    sources.add("schema.journey", SCHEMA);
    // A file has 1 MiB at most.
    for first in (0..count).step_by(500) {
        sources.add(format!("journeys-{first}.journey"), journeys(first..count.min(first + 500)));
    }
    let bytes: usize = sources.iter().map(|(_, source)| source.text.len()).sum();
    let compiled = journey_parser::compile(&sources);
    assert!(compiled.program.is_some(), "{:?}", compiled.findings.first());
    bencher.counter(BytesCount::new(bytes)).bench(|| journey_parser::compile(divan::black_box(&sources)));
}

#[divan::bench(sample_count = 3, args = ["((((", "{{{{", "not not ", "- - - ", "a + ", "\"{{a", "send x ", "if a {", "wait 2 dayz\n", "in (", "«", "x }\n"])]
fn hostile(bencher: Bencher, part: &str) {
    let head = "journey x {\n  for ";
    measure(bencher, &format!("{head}{}", part.repeat((1_000_000 - head.len()) / part.len())));
}

fn measure(bencher: Bencher, text: &str) {
    bencher.counter(BytesCount::of_str(text)).bench(|| journey_parser::parse(FileId(0), divan::black_box(text)));
}

/// What the journeys name.
const SCHEMA: &str = r#"
programme "Benchmark" { timezone Europe/Paris  currency EUR }
customer {
  first_name text?
  email      text?
  phone      text?
  joined     date? fixed
  country    text?
  tier       one of none, bronze, silver, gold
  spend      decimal growing
  optin      boolean
  preferred  channel?
}
event purchase  { amount decimal  channel one of store, web }
event complaint { status one of opened, closed }
segment lapsed = since(last(purchase)) >= 180 days
channel email { address email  consent optin }
channel sms   { address phone  consent optin }
pressure { at most 2 commercial per 7 days }
defaults tagged spring { owner "Loyalty" }
blueprint follow_up {
  flex script: message
  flex delay:  duration = 7 days
  tags  onboarding
  start on purchase where amount >= 20
  flex goal purchase within 90 days

  send script by email or sms within delay
  wait delay
  flex more { }
  if count(purchase, last 30 days) >= 2 { send script by preferred }
}
"#;

/// Journeys of the usual shape, each with its message.
fn journeys(numbers: Range<usize>) -> String {
    let mut text = String::new();
    for number in numbers {
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
  for      country in ("fr", "es") and tier != gold and not lapsed
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

/// Each with its message, its parameters, and something of its own.
fn journeys_from_a_blueprint(numbers: Range<usize>) -> String {
    let mut text = String::new();
    for number in numbers {
        let days = number % 28 + 1;
        write!(
            text,
            r#"
message offer_{number} "Offer {number}" {{
  email {{ subject "Hello {{{{ first_name | default('you') }}}}"  body text "Something new is waiting for you in the shop." }}
  sms text "Something new is waiting for you."
}}

journey journey_{number} "Journey {number}" from follow_up {{
  script = offer_{number}
  delay  = {days} days
  for    tier != gold and spend > {number}
  more {{ wait {days} days  if not lapsed {{ send offer_{number} by sms }} }}
}}
"#,
        )
        .unwrap_or_default();
    }
    text
}

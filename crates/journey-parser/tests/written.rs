//! Conditions and expressions that are written back as text (`journey_ir::written`): over every construct of language reference
//! 1.2, what is written means the same again.
#![allow(clippy::panic, clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fmt::Write;

use journey_ir::expression::{Aggregate, Condition};
use journey_ir::operation::Operation;
use journey_ir::plain::plain;
use journey_ir::program::Program;
use journey_ir::source::Sources;
use journey_ir::written;
use proptest::prelude::*;

const PROGRAMME: &str = r#"
programme "Club" { timezone Europe/Paris  dates at 09:00 }
customer {
  first_name text?
  tier       one of none, bronze, "très haut"
  points     integer?
  spend      decimal
  member     boolean
  birthday   date?
  renewal    datetime?
  preferred  channel?
  zone       timezone?
}
event joined
event purchase { amount decimal  channel one of store, web  quantity integer  order text?  paid_at datetime? }
event complaint { status one of opened, closed }
channel email
channel sms
message welcome { email "Bienvenue"  sms text "Bienvenue" }
segment rich = points >= 1000
segment lapsed = since(last(purchase)) >= 180 days
journey other { start on joined  send welcome by email or sms }
"#;

/// A condition of each kind.
const CONDITIONS: &str = r#"
member
not member
member == yes
first_name is known
first_name is missing
first_name == "Zoé"
first_name != "Zoé"
first_name in ("Zoé", "Anne-Marie")
first_name starts with "Z"
tier == bronze
tier == "très haut"
tier != none
tier > none
tier in (none, "très haut")
tier not in (none, bronze)
points >= 1000
points + 2 * points - 3 > 10
(points + 2) * 3 > 10
points - (2 - points) == 0
spend / 3 < 12.5
spend >= 19.99
spend * points != 0
birthday == 1980-02-29
birthday < 1980-02-29
birthday + 1 month > today
today - birthday >= 6575
today - 2 weeks == birthday
month of birthday == 2
day of today == 29
month of today in (6, 7)
renewal > 2026-01-01 09:00
renewal >= 2026-01-01
renewal + 36 hours < now
now >= 2026-06-01 12:30
renewal == birthday
today in (2026-01-01, 2026-12-25)
preferred == email
preferred in (email, sms)
zone == "Europe/Paris"
since(renewal) >= 30 days
since(last(purchase)) < 1 year
since(first(purchase where amount >= 20).paid_at) > 2 hours
count(purchase) == 0
count(purchase, last 90 days) >= 2
count(purchase where amount >= 20 and channel == store, since start) > 0
count(purchase where channel == store or quantity > 2) <= 3
count(purchase where not (channel == store)) <= 3
sum(purchase.amount, last 1 year) >= 500.5
sum(purchase.quantity) == 12
min(purchase.amount) < 5
max(purchase.amount where channel == web, last 12 months) > 100
average(purchase.amount) >= 42
first(purchase).channel == store
last(purchase).amount > first(purchase).amount
last(purchase) > first(joined)
last(purchase).order is missing
last(complaint).status == opened
purchase.amount >= 60
purchase.channel == web
purchase.order starts with "A"
start.amount >= 60
start.channel in (store, web)
start >= 2026-01-01
since(start) >= 3 days
renewal - 2 hours > start
rich
not rich
lapsed
in_journey(other)
ever_in(other)
not ever_in(other)
sent(welcome)
opened(welcome)
clicked(welcome)
bounced(welcome)
unsubscribed(welcome)
"#;

/// A condition, asked in a journey that a purchase starts; and the functions of history that it reads.
fn read(text: &str) -> (Program, Condition, Vec<Aggregate>) {
    let mut sources = Sources::default();
    sources.add("club.journey", PROGRAMME);
    let journey =
        format!("journey asks {{ start on purchase  again per event  if {text} {{ exit }}  send welcome by email }}");
    sources.add("asks.journey", journey);
    let compiled = journey_parser::compile(&sources);
    let Some(program) = compiled.program else { panic!("{text}\n{}", plain(&sources, &compiled.findings)) };
    let journey = program.journeys.iter().find(|(_, journey)| journey.name == "asks").unwrap().1;
    let Some(Operation::Branch { condition, .. }) = journey.operations.first() else { panic!("{text}: no branch") };
    let (condition, aggregates) = (condition.clone(), program.aggregates.as_slice().to_vec());
    (program, condition, aggregates)
}

/// What is written of a condition; it means the same as the condition.
fn there_and_back(text: &str) -> String {
    let (program, condition, aggregates) = read(text);
    let back = written::condition(&program, &condition);
    let (_, again, aggregates_again) = read(&back);
    assert_eq!(again, condition, "\n{text}\n{back}");
    assert_eq!(aggregates_again, aggregates, "\n{text}\n{back}");
    back
}

#[test]
fn every_construct_is_written_as_it_means() {
    let mut table = String::new();
    for text in CONDITIONS.lines().filter(|line| !line.is_empty()) {
        let back = there_and_back(text);
        let _ = if back == text { writeln!(table, "{text}") } else { writeln!(table, "{text}\n    {back}") };
    }
    insta::assert_snapshot!(table);
}

/// What starts, stops and measures a journey, and from what it protects.
#[test]
fn clauses_of_journeys_are_written_as_they_mean() {
    let clauses = r"
  start on purchase where amount >= 60
  start on opened(welcome)
  start when rich and not lapsed
  start while tier == bronze
  start 7 days before birthday every year at 10:00
  start 2 hours after renewal
  start on birthday
  start every day at 08:00
  start every monday at 08:00
  start every month on day 31 at 08:30:15
  start at 2026-11-27 09:00
  start by enrolment
  stop on complaint where status == opened
  stop on clicked(welcome)
  stop when points < 0
  goal purchase where amount >= 20 within 60 days after welcome
  goal opened(welcome) within 2 days
  goal when rich
  protect from commercial for 90 days
  protect from any sms except journey other for 1 month
  protect from relational email tagged club while enrolled
  protect from topic news except welcome for 1 day
";
    let compile = |clauses: &str| {
        let mut sources = Sources::default();
        sources.add("club.journey", PROGRAMME);
        let tagged = "journey tagged { tags club  start on joined  send gazette by email }\n\
             message gazette { topic news  email \"Gazette\" }\n";
        sources.add("asks.journey", format!("journey asks {{\n{clauses}\n  send welcome by email }}\n{tagged}"));
        let compiled = journey_parser::compile(&sources);
        compiled.program.unwrap_or_else(|| panic!("{clauses}\n{}", plain(&sources, &compiled.findings)))
    };
    let write = |program: &Program| {
        let journey = program.journeys.iter().find(|(_, journey)| journey.name == "asks").unwrap().1;
        let starts = journey.starts.iter().map(|start| format!("start {}", written::trigger(program, &start.trigger)));
        let stops = journey.stops.iter().map(|stop| format!("stop {}", written::stop(program, stop)));
        let goals = journey.goals.iter().map(|goal| format!("goal {}", written::reached(program, goal)));
        let from = |selector| format!("protect from {} for 1 day", written::selector(program, selector));
        let protections = journey.protections.iter().map(|protection| from(&protection.selector));
        starts.chain(stops).chain(goals).chain(protections).collect::<Vec<_>>().join("\n")
    };
    let once = write(&compile(clauses));
    assert_eq!(write(&compile(&once)), once);
    insta::assert_snapshot!(once);
}

/// Conditions of conditions, three deep.
fn conditions() -> impl Strategy<Value = String> {
    let single: Vec<&str> = CONDITIONS.lines().filter(|line| !line.is_empty()).collect();
    let single = proptest::sample::select(single).prop_map(str::to_owned);
    single.prop_recursive(3, 12, 3, |inner| {
        let several = proptest::collection::vec(inner.clone(), 2..=3);
        prop_oneof![
            several.clone().prop_map(|parts| format!("({})", parts.join(" and "))),
            several.prop_map(|parts| format!("({})", parts.join(" or "))),
            inner.prop_map(|part| format!("not ({part})")),
        ]
    })
}

/// Calculations with numbers of every kind.
fn numbers() -> impl Strategy<Value = String> {
    let single = prop_oneof![
        Just("points".to_owned()),
        Just("spend".to_owned()),
        Just("start.quantity".to_owned()),
        Just("count(purchase, last 30 days)".to_owned()),
        (0..1000_u32).prop_map(|number| number.to_string()),
        (0..1000_u32).prop_map(|number| format!("{number}.25")),
    ];
    single.prop_recursive(3, 8, 2, |inner| {
        (inner.clone(), proptest::sample::select(vec!["+", "-", "*", "/"]), inner)
            .prop_map(|(left, sign, right)| format!("({left} {sign} {right})"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn conditions_of_conditions_come_back(text in conditions()) {
        there_and_back(&text);
    }

    #[test]
    fn calculations_come_back(left in numbers(), sign in "(==|!=|<|<=|>|>=)", right in numbers()) {
        there_and_back(&format!("spend {sign} {left} or points {sign} {right}"));
    }
}

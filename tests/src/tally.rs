//! What random cases contain and what comes of them: so that nobody thins them out without noticing.

use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use journey_ir::program::{Program, Trigger};
use journey_ir::records::{CustomerRecords, Outcome};
use journey_ir::value::Value;

/// In how many cases each thing was found.
#[derive(Default)]
pub struct Tally(BTreeMap<String, u32>);

impl Tally {
    /// Counts a case: the words of its programme, and what became of the customer.
    pub fn add(&mut self, text: &str, program: &Program, records: &CustomerRecords) {
        let words = WORDS.iter().filter(|word| text.contains(**word)).map(|word| format!("programme: {}", word.trim()));
        let mut found: Vec<String> = words.collect();
        found.extend(of_contacts(program, records));
        found.extend(of_enrolments(program, records));
        found.extend(records.refusals.iter().map(|refusal| format!("refused: {}", refusal.because.name())));
        found.extend(records.tasks.iter().map(|_| "task".to_owned()));
        found.sort_unstable();
        found.dedup();
        for thing in found {
            self.count(&thing);
        }
        self.count("cases");
    }

    /// Counts one thing.
    pub fn count(&mut self, thing: &str) {
        *self.0.entry(thing.to_owned()).or_default() += 1;
    }

    /// Takes another one in.
    pub fn merge(&mut self, other: Self) {
        for (thing, count) in other.0 {
            *self.0.entry(thing).or_default() += count;
        }
    }

    /// Which of the things that every run should come upon were found in fewer than so many cases.
    #[must_use]
    pub fn rarer_than(&self, cases: u32) -> Vec<String> {
        let words = WORDS.iter().map(|word| format!("programme: {}", word.trim()));
        let count = |thing: &String| self.0.get(thing).copied().unwrap_or_default();
        let outcomes = OUTCOMES.iter().map(|outcome| (*outcome).to_owned());
        words.chain(outcomes).filter(|thing| count(thing) < cases).collect()
    }
}

impl Display for Tally {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        self.0.iter().try_for_each(|(thing, count)| writeln!(formatter, "{count:>7} {thing}"))
    }
}

fn of_contacts(program: &Program, records: &CustomerRecords) -> Vec<String> {
    let mut found = Vec::new();
    for contact in &records.contacts {
        let (outcome, causes) = match &contact.outcome {
            Outcome::Sent => ("sent", &[][..]),
            Outcome::Skipped(causes) => ("skipped", causes.as_slice()),
            Outcome::Pending(causes) => ("pending", causes.as_slice()),
        };
        let channel = contact.channel.map_or("no channel", |channel| &program.channels[channel].name);
        found.push(format!("{outcome}: by {channel}"));
        found.push(format!("{outcome}: {}", contact.purpose.name()));
        if outcome == "sent" && contact.at != Some(contact.due) {
            found.push("sent: after waiting".to_owned());
        }
        for cause in causes {
            let detail = match cause.detail {
                journey_ir::records::Detail::Moment(_) => " by a moment",
                journey_ir::records::Detail::Journey(_) => " by a journey",
                _ => "",
            };
            found.push(format!("{outcome}: {}{detail}", cause.reason.name()));
        }
    }
    found
}

fn of_enrolments(program: &Program, records: &CustomerRecords) -> Vec<String> {
    let mut found = Vec::new();
    for enrolment in &records.enrolments {
        let journey = &program.journeys[enrolment.journey];
        found.push(format!("enrolment: {}", enrolment.ended.map_or("open", |(_, end)| end.name())));
        if let [start] = journey.starts.as_slice() {
            found.push(format!("started: {}", name_of(&start.trigger)));
        }
        let reached = journey.goals.iter().zip(&enrolment.goals).filter(|(_, hit)| hit.is_some());
        for (goal, _) in reached {
            let after = if goal.after.is_some() { " after a message" } else { "" };
            found.push(format!("goal: {}{after}", goal.name.as_deref().unwrap_or("unnamed")));
        }
        for (measure, taken) in journey.measures.iter().zip(&enrolment.measures) {
            let taken = match taken.as_ref().map(|taken| &taken.value) {
                None => "not taken",
                Some(Value::Missing) => "missing",
                Some(Value::Boolean(true)) => "yes",
                Some(Value::Boolean(false)) => "no",
                Some(_) => "known",
            };
            found.push(format!("measure: {} {taken}", measure.name));
        }
        found.extend(enrolment.arms.iter().flatten().map(|arm| format!("arm: {arm}")));
    }
    found
}

fn name_of(trigger: &Trigger) -> &'static str {
    match trigger {
        Trigger::Event { .. } => "on an event",
        Trigger::Becomes(_) => "when",
        Trigger::Holds(_) => "while",
        Trigger::Engagement(_) => "on an engagement",
        Trigger::Dated(dated) if dated.every_year => "every year",
        Trigger::Dated(_) => "at a date",
        Trigger::Every(..) => "every day, weekday or month",
        Trigger::At(_) => "at one instant",
        Trigger::Enrolment => "by enrolment",
        Trigger::Moves(..) => "as a value moves",
    }
}

/// Words that stand for constructs of the language.
const WORDS: &[&str] = &[
    "\nsegment ",
    " holdout ",
    " suppress when ",
    " look ahead ",
    " per calendar ",
    " at least ",
    " while ",
    " within ",
    " before ",
    " weight per ",
    " exclusive ",
    " never ",
    " not within ",
    " hours ",
    " capacity ",
    " per assignee",
    " moment ",
    " priority ",
    " active ",
    " again restart",
    " again after ",
    " again per event",
    " again per ",
    " start on ",
    " start when ",
    " start while ",
    " start every ",
    " start at ",
    " start by enrolment",
    " every year",
    " rises",
    " falls",
    " changes",
    " stop on ",
    " stop when ",
    " stop on goal",
    " goal ",
    " worth ",
    " measure ",
    " protect from ",
    " while enrolled",
    " pause while ",
    " wait until ",
    " wait up to ",
    " since start",
    " or nothing",
    " at due",
    " split ",
    " match {",
    " match tier {",
    "\ndefaults {",
    "\ndefaults tagged ",
    " channels ",
    "\nsteps ",
    " do ",
    " patience ",
    " missing {",
    " repeat up to ",
    " set ",
    " emit ",
    " enrol ",
    " task ",
    " label ",
    " exit",
    " by preferred",
    " by way",
    " or if busy ",
    " until ",
    "opened(",
    "sent(",
    "ever_in(",
    "in_journey(",
    "rates(",
    "lucky",
    "worth ",
    "level",
    "twice",
    "soon",
    "next",
    "troubled",
    "ended within",
];

/// What comes of programmes.
const OUTCOMES: &[&str] = &[
    "sent: by email",
    "sent: by sms",
    "sent: by push",
    "sent: after waiting",
    "sent: service",
    "sent: requested",
    "sent: relational",
    "sent: commercial",
    "skipped: holdout",
    "skipped: holdout by a journey",
    "skipped: suppressed",
    "skipped: excluded",
    "skipped: excluded by a journey",
    "skipped: rule",
    "skipped: no_content",
    "skipped: no_address",
    "skipped: no_consent",
    "skipped: closed",
    "skipped: closed by a moment",
    "skipped: capped",
    "skipped: reserved by a journey",
    "skipped: over_capacity",
    "skipped: expired",
    "skipped: left",
    "pending: excluded",
    "pending: rule",
    "pending: no_consent",
    "pending: closed",
    "pending: closed by a moment",
    "pending: capped",
    "pending: over_capacity",
    "enrolment: open",
    "enrolment: completed",
    "enrolment: stopped",
    "enrolment: goal",
    "enrolment: replaced",
    "started: on an event",
    "started: when",
    "started: while",
    "started: on an engagement",
    "started: every year",
    "started: at a date",
    "started: every day, weekday or month",
    "started: at one instant",
    "started: by enrolment",
    "started: as a value moves",
    "refused: audience",
    "refused: already_enrolled",
    "refused: again_never",
    "refused: again_after",
    "refused: same_value",
    "refused: no_value",
    "goal: first",
    "goal: second",
    "goal: third",
    "goal: default",
    "goal: first after a message",
    "measure: share yes",
    "measure: share no",
    "measure: number known",
    "measure: number missing",
    "measure: by default yes",
    "arm: 0",
    "arm: 1",
    "arm: 2",
    "task",
];

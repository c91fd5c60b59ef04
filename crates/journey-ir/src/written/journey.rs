//! What starts, stops and measures a journey, and which contacts something is about, in the language's own words.

use crate::expression::Condition;
use crate::pressure::{Purpose, Selector};
use crate::program::{Dated, Goal, Program, Reached, Schedule, Stop, Trigger};
use crate::table::EventId;

use super::condition;

/// What starts a journey: `on purchase where amount >= 60`, `7 days before birthday every year at 09:00`.
#[must_use]
pub fn trigger(program: &Program, trigger: &Trigger) -> String {
    match trigger {
        Trigger::Event { event, filter } => format!("on {}", happens(program, *event, filter.as_ref())),
        Trigger::Becomes(becomes) => format!("when {}", condition(program, becomes)),
        Trigger::Holds(holds) => format!("while {}", condition(program, holds)),
        Trigger::Engagement(engagement) => format!("on {}", engagement.text(program)),
        Trigger::Dated(date) => dated(program, date),
        Trigger::Every(Schedule::Day, time) => format!("every day at {time}"),
        Trigger::Every(Schedule::Weekday(weekday), time) => format!("every {} at {time}", weekday.name()),
        Trigger::Every(Schedule::MonthDay(day), time) => format!("every month on day {day} at {time}"),
        Trigger::At(wall) => format!("at {wall}"),
        Trigger::Enrolment => "by enrolment".to_owned(),
        Trigger::Moves(attribute, direction) => {
            format!("on {} {}", program.attributes[*attribute].name, direction.name())
        }
    }
}

/// What stops an enrolment: `on complaint where status == opened`, `when tier == gold`.
#[must_use]
pub fn stop(program: &Program, stop: &Stop) -> String {
    match stop {
        Stop::Event { event, filter } => format!("on {}", happens(program, *event, filter.as_ref())),
        Stop::Engagement(engagement) => format!("on {}", engagement.text(program)),
        Stop::When(when) => format!("when {}", condition(program, when)),
    }
}

/// What reaches a goal, and in which time: `purchase where amount >= 20 within 60 days after welcome`.
#[must_use]
pub fn reached(program: &Program, goal: &Goal) -> String {
    let mut text = match &goal.reached {
        Reached::Event { event, filter } => happens(program, *event, filter.as_ref()),
        Reached::Engagement(engagement) => engagement.text(program),
        Reached::Becomes(becomes) => format!("when {}", condition(program, becomes)),
    };
    if let Some(within) = goal.within {
        text = format!("{text} within {within}");
    }
    match goal.after {
        Some(message) => format!("{text} after {}", program.messages[message].name),
        None => text,
    }
}

/// Which contacts: `commercial sms tagged promo except welcome`.
#[must_use]
pub fn selector(program: &Program, selector: &Selector) -> String {
    let mut words = purposes(&selector.purposes, &[Purpose::Commercial, Purpose::Relational]);
    words.extend(narrowed(program, selector));
    if words.is_empty() {
        words.push("commercial and relational".to_owned());
    }
    for except in &selector.except {
        let mut out = purposes(&except.purposes, &Purpose::ALL);
        out.extend(narrowed(program, except));
        words.push(format!("except {}", out.join(" ")));
    }
    words.join(" ")
}

/// The purposes, unless they are those that are meant without a word.
fn purposes(purposes: &[Purpose], unsaid: &[Purpose]) -> Vec<String> {
    if purposes == unsaid {
        Vec::new()
    } else if purposes == Purpose::ALL {
        vec!["any".to_owned()]
    } else {
        purposes.iter().map(|purpose| purpose.name().to_owned()).collect()
    }
}

fn narrowed(program: &Program, selector: &Selector) -> Vec<String> {
    let channel = selector.channel.map(|id| program.channels[id].name.clone());
    let message = selector.message.map(|id| program.messages[id].name.clone());
    let tag = selector.tag.map(|id| format!("tagged {}", program.tags[id]));
    let topic = selector.topic.map(|id| format!("topic {}", program.topics[id]));
    let journey = selector.journey.map(|id| format!("journey {}", program.journeys[id].name));
    [channel, message, tag, topic, journey].into_iter().flatten().collect()
}

fn happens(program: &Program, event: EventId, filter: Option<&Condition>) -> String {
    let name = &program.events[event].name;
    filter.map_or_else(|| name.clone(), |filter| format!("{name} where {}", condition(program, filter)))
}

fn dated(program: &Program, dated: &Dated) -> String {
    let attribute = &program.attributes[dated.attribute].name;
    let mut text = match dated.offset {
        None => format!("on {attribute}"),
        Some(offset) => format!("{} {} {attribute}", offset.period, if offset.before { "before" } else { "after" }),
    };
    if dated.every_year {
        text.push_str(" every year");
    }
    dated.time.map_or_else(|| text.clone(), |time| format!("{text} at {time}"))
}

//! What programmes are lowered to: each folder of tests/lowering shows one part of the language, with the programme's
//! tables and operations in the snapshot beside it.
#![allow(clippy::disallowed_methods, reason = "the test reads its cases")]

mod templates;

use std::fmt::{Debug, Write};
use std::fs;
use std::path::Path;

use journey_ir::plain::plain;
use journey_ir::program::{Content, Journey, Message, Origin, Program};
use journey_ir::source::Sources;
use journey_ir::template::Piece;

use templates::compile;

datatest_stable::harness! {
    { test = lowering, root = "../../tests/lowering", pattern = r"input\.journey$" },
}

fn lowering(input: &Path) -> datatest_stable::Result<()> {
    let text = fs::read_to_string(input)?;
    let mut sources = Sources::default();
    sources.add("input.journey", text.as_str());
    let compiled = compile(&mut sources, input);
    let findings = plain(&sources, &compiled.findings);
    let program = compiled.program.ok_or(findings.clone())?;
    let mut shown = findings;
    for (index, line) in text.lines().enumerate() {
        writeln!(shown, "{:3} {line}", index + 1)?;
    }
    show(&mut shown, &program)?;
    let folder = input.parent().ok_or("a case is in a folder")?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fs::canonicalize(folder)?);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("programme", shown));
    Ok(())
}

/// What is not as in an empty programme, one line each, without places in the source.
fn show(out: &mut String, program: &Program) -> std::fmt::Result {
    line(out, "zone", &program.zone)?;
    line(out, "dates at", &program.dates_at)?;
    line(out, "suppress", &program.suppress)?;
    for (id, aggregate) in program.aggregates.iter() {
        line(out, &format!("{id:?}"), aggregate)?;
    }
    for (_, segment) in program.segments.iter() {
        line(out, &format!("segment {}", segment.name), &segment.condition)?;
    }
    for (id, holidays) in program.holidays.iter() {
        line(out, &format!("{id:?} {}", holidays.name), &holidays.days)?;
    }
    for (id, calendar) in program.calendars.iter() {
        line(out, &format!("{id:?} {}", calendar.text), &(calendar.kind, &calendar.source, calendar.valid))?;
        line(out, "  open", &calendar.week)?;
        line(out, "  closed", &calendar.closed)?;
    }
    for (_, channel) in program.channels.iter() {
        line(
            out,
            &format!("channel {}", channel.name),
            &(&channel.address, &channel.consent, channel.cost, channel.weight),
        )?;
        if (&channel.hours, channel.capacity, &channel.assign) != (&Vec::new(), None, &None) {
            line(out, "  work", &(&channel.hours, channel.capacity, &channel.assign))?;
        }
    }
    for (_, offer) in program.offers.iter() {
        line(out, &format!("offer {}", offer.name), &(&offer.title, &offer.benefit, offer.lasts, offer.valid))?;
    }
    for (_, message) in program.messages.iter().filter(|(_, message)| is_remarkable(message)) {
        let tags: Vec<_> = message.tags.iter().map(|tag| &program.tags[*tag]).collect();
        line(out, &format!("message {}", message.name), &(message.purpose, message.offer, tags))?;
        for content in &message.contents {
            show_content(out, content)?;
        }
    }
    for (_, cap) in program.caps.iter() {
        line(out, &cap.text, &(cap.limit, cap.unit, &cap.selector, cap.window, &cap.applies))?;
    }
    for (_, exclusion) in program.exclusions.iter() {
        line(out, &exclusion.text, &(&exclusion.selector, &exclusion.when))?;
    }
    if let Some(period) = program.look_ahead {
        line(out, "look ahead", &period)?;
    }
    for (_, rule) in program.rules.iter() {
        line(out, &rule.text, &rule.kind)?;
    }
    for (_, journey) in program.journeys.iter() {
        show_journey(out, journey)?;
    }
    Ok(())
}

/// What a content says, one piece a line; plain text in place is nothing to show.
fn show_content(out: &mut String, content: &Content) -> std::fmt::Result {
    let subject = content.subject.as_ref().map(|subject| ("subject", subject));
    let body = content.body.as_ref().and_then(|body| body.template.as_ref()).map(|body| ("body", body));
    for (what, template) in subject.into_iter().chain(body) {
        if !matches!(template.pieces.as_slice(), [Piece::Text(_)]) {
            writeln!(out, "  {what}, {:?}", template.escape)?;
            for piece in &template.pieces {
                writeln!(out, "    {piece:?}")?;
            }
        }
    }
    Ok(())
}

/// Whether a message says more of itself than its content.
fn is_remarkable(message: &Message) -> bool {
    message.purpose.is_some() || message.offer.is_some() || !message.tags.is_empty()
}

fn show_journey(out: &mut String, journey: &Journey) -> std::fmt::Result {
    writeln!(out, "\njourney {}, priority {}, {} slots", journey.name, journey.priority, journey.slots)?;
    line(out, "active", &journey.active)?;
    for start in &journey.starts {
        line(out, "start", start)?;
    }
    line(out, "for", &journey.audience)?;
    line(out, "again", &journey.reentry)?;
    for stop in &journey.stops {
        line(out, "stop", stop)?;
    }
    for goal in &journey.goals {
        line(out, "goal", &(&goal.name, &goal.reached, goal.within, &goal.worth))?;
    }
    for protection in &journey.protections {
        line(out, "protect", &(&protection.selector, protection.lasts))?;
    }
    if journey.pause.is_some() {
        line(out, "pause", &journey.pause)?;
    }
    for goal in journey.goals.iter().filter(|goal| goal.after.is_some()) {
        line(out, "goal after", &goal.after)?;
    }
    for split in &journey.splits {
        line(out, &format!("split {}", split.name), &split.arms)?;
    }
    for (place, (operation, origin)) in journey.operations.iter().zip(&journey.origins).enumerate() {
        line(out, &format!("{place:2} [{}]", shown_origin(origin)), operation)?;
    }
    Ok(())
}

fn shown_origin(origin: &Origin) -> String {
    match &origin.label {
        Some(label) => format!("{} \"{label}\"", origin.path),
        None => origin.path.clone(),
    }
}

fn line(out: &mut String, what: &str, value: &dyn Debug) -> std::fmt::Result {
    writeln!(out, "{what}: {value:?}")
}

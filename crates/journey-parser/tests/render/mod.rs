//! Shows source, tree and findings as plain text, for snapshots.

#![expect(clippy::unwrap_used, reason = "writing to a string does not fail")]
#![expect(clippy::needless_for_each, reason = "one line for each kind of child reads as a table")]

use journey_ir::finding::{Finding, Severity};
use journey_ir::span::Span;
use journey_parser::Parsed;
use journey_parser::tree::{
    Bad, Block, CalendarClauseKind, ChannelClauseKind, ClauseKind, ContactRule, DatedKind, File, Given, Item,
    MessageClauseKind, OfferClauseKind, PressureRule, ScenarioItem, ScenarioItemKind, SettingKind, Slot, Step,
    StepKind,
};
use std::fmt::Write;

/// What the outline of a tree has on one line: a statement, or what could not be read.
pub struct Seen {
    /// `step`, `clause`, `bad` …
    pub kind: String,
    /// The whole of it.
    pub span: Span,
}

/// The source with line numbers, the outline of its tree, and its findings.
pub fn render(source: &str, parsed: &Parsed) -> String {
    let mut out = String::new();
    for (at, line) in source.lines().enumerate() {
        writeln!(out, "{:>3} | {line}", at + 1).unwrap();
    }
    out.push_str("\ntree\n");
    Outline { source, out: &mut out, depth: 1, seen: Vec::new() }.file(&parsed.tree);
    writeln!(out, "\nfindings: {}", parsed.findings.len()).unwrap();
    for finding in &parsed.findings {
        self::finding(source, finding, &mut out);
    }
    out
}

/// Everything in the outline of a tree.
pub fn outline(source: &str, parsed: &Parsed) -> Vec<Seen> {
    let mut outline = Outline { source, out: &mut String::new(), depth: 1, seen: Vec::new() };
    outline.file(&parsed.tree);
    outline.seen
}

fn finding(source: &str, finding: &Finding, out: &mut String) {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let primary = finding.labels.first().map_or_else(String::new, |label| place(source, label.span));
    writeln!(out, "\n{primary} {severity}[{}] {}", finding.rule, finding.message).unwrap();
    for label in &finding.labels {
        let text = slice(source, label.span);
        writeln!(out, "    {} `{text}` {}", place(source, label.span), label.text).unwrap();
    }
    if let Some(help) = &finding.help {
        writeln!(out, "    help: {help}").unwrap();
    }
}

fn place(source: &str, span: Span) -> String {
    let position = |offset: u32| {
        let before = &source[..offset as usize];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{line}:{column}")
    };
    format!("{}-{}", position(span.start), position(span.end))
}

fn slice(source: &str, span: Span) -> &str {
    &source[span.start as usize..span.end as usize]
}

struct Outline<'a> {
    source: &'a str,
    out: &'a mut String,
    depth: usize,
    seen: Vec<Seen>,
}

impl Outline<'_> {
    fn file(&mut self, file: &File) {
        for item in &file.items {
            self.item(item);
        }
    }

    fn line(&mut self, kind: &str, span: Span) {
        self.seen.push(Seen { kind: kind.to_owned(), span });
        let first = slice(self.source, span).lines().next().unwrap_or_default().trim_end();
        writeln!(self.out, "{}{kind}: {first}", "  ".repeat(self.depth)).unwrap();
    }

    fn inside(&mut self, show: impl FnOnce(&mut Self)) {
        self.depth += 1;
        show(self);
        self.depth -= 1;
    }

    fn bad(&mut self, bad: &Bad) {
        self.line("bad", bad.span);
    }

    #[expect(clippy::too_many_lines, reason = "a table: one line for each kind of item")]
    fn item(&mut self, item: &Item) {
        match item {
            Item::Programme(programme) => {
                self.line("programme", programme.span);
                self.inside(|this| {
                    for setting in &programme.settings {
                        match &setting.kind {
                            SettingKind::Bad(bad) => this.bad(bad),
                            _ => this.line("setting", setting.span),
                        }
                    }
                });
            }
            Item::Customer(customer) => {
                self.line("customer", customer.span);
                self.inside(|this| {
                    for attribute in &customer.attributes {
                        this.line("attribute", attribute.span);
                    }
                    customer.bad.iter().for_each(|bad| this.bad(bad));
                });
            }
            Item::Event(event) => {
                self.line("event", event.span);
                self.inside(|this| {
                    event.fields.iter().for_each(|field| this.line("field", field.span));
                    event.bad.iter().for_each(|bad| this.bad(bad));
                });
            }
            Item::Segment(segment) => self.line("segment", segment.span),
            Item::State(state) => self.line("state", state.span),
            Item::Table(table) => {
                self.line("table", table.span);
                self.inside(|this| {
                    table.columns.iter().for_each(|columns| this.line("columns", columns.span));
                    table.bad.iter().for_each(|bad| this.bad(bad));
                });
            }
            Item::Channel(channel) => {
                self.line("channel", channel.span);
                self.inside(|this| {
                    for clause in &channel.clauses {
                        match &clause.kind {
                            ChannelClauseKind::Bad(bad) => this.bad(bad),
                            _ => this.line("clause", clause.span),
                        }
                    }
                });
            }
            Item::Message(message) => {
                self.line("message", message.span);
                self.inside(|this| {
                    for clause in &message.clauses {
                        match &clause.kind {
                            MessageClauseKind::Bad(bad) => this.bad(bad),
                            MessageClauseKind::Variants(variants) => {
                                this.line("variants", clause.span);
                                this.inside(|this| {
                                    variants.arms.iter().for_each(|arm| this.line("variant", arm.span));
                                    let bad = variants.arms.iter().flat_map(|arm| &arm.bad).chain(&variants.bad);
                                    bad.for_each(|bad| this.bad(bad));
                                });
                            }
                            MessageClauseKind::Content(content) => {
                                this.line("content", clause.span);
                                this.inside(|this| content.bad.iter().for_each(|bad| this.bad(bad)));
                            }
                            _ => this.line("clause", clause.span),
                        }
                    }
                });
            }
            Item::Calendar(calendar) => {
                self.line("calendar", calendar.span);
                self.inside(|this| {
                    for clause in &calendar.clauses {
                        match &clause.kind {
                            CalendarClauseKind::Bad(bad) => this.bad(bad),
                            _ => this.line("clause", clause.span),
                        }
                    }
                });
            }
            Item::Holidays(holidays) => {
                self.line("holidays", holidays.span);
                self.inside(|this| {
                    holidays.days.iter().for_each(|day| this.line("day", day.span));
                    holidays.bad.iter().for_each(|bad| this.bad(bad));
                });
            }
            Item::Offer(offer) => {
                self.line("offer", offer.span);
                self.inside(|this| {
                    for clause in &offer.clauses {
                        match &clause.kind {
                            OfferClauseKind::Bad(bad) => this.bad(bad),
                            _ => this.line("clause", clause.span),
                        }
                    }
                });
            }
            Item::Pressure(pressure) => {
                self.line("pressure", pressure.span);
                self.inside(|this| {
                    for rule in &pressure.rules {
                        match rule {
                            PressureRule::Cap(cap) => this.line("cap", cap.span),
                            PressureRule::Bad(bad) => this.bad(bad),
                            _ => this.line("pressure rule", rule.span()),
                        }
                    }
                });
            }
            Item::Rules(rules) => {
                self.line("rules", rules.span);
                self.inside(|this| {
                    for rule in &rules.rules {
                        match rule {
                            ContactRule::Bad(bad) => this.bad(bad),
                            _ => this.line("rule", rule.span()),
                        }
                    }
                });
            }
            Item::Journey(journey) => {
                self.line("journey", journey.span);
                self.inside(|this| {
                    for clause in &journey.clauses {
                        match &clause.kind {
                            ClauseKind::Bad(bad) => this.bad(bad),
                            _ => this.line("clause", clause.span),
                        }
                    }
                    if let Some(made) = &journey.made {
                        made.arguments.iter().for_each(|argument| this.line("argument", argument.span));
                        made.fills.iter().for_each(|fill| this.slot(fill));
                    }
                    journey.steps.iter().for_each(|step| this.step(step));
                });
            }
            Item::Scenario(scenario) => {
                self.line("scenario", scenario.span);
                self.inside(|this| scenario.items.iter().for_each(|item| this.scenario_item(item)));
            }
            Item::Blueprint(blueprint) => {
                self.line("blueprint", blueprint.span);
                self.inside(|this| {
                    blueprint.parameters.iter().for_each(|parameter| this.line("parameter", parameter.span));
                    for written in &blueprint.clauses {
                        match &written.clause.kind {
                            ClauseKind::Bad(bad) => this.bad(bad),
                            _ if written.flex.is_some() => this.line("flex clause", written.clause.span),
                            _ => this.line("clause", written.clause.span),
                        }
                    }
                    blueprint.steps.iter().for_each(|step| this.step(step));
                });
            }
            Item::Steps(steps) => {
                self.line("steps", steps.span);
                self.inside(|this| {
                    steps.parameters.iter().for_each(|parameter| this.line("parameter", parameter.span));
                    steps.steps.iter().for_each(|step| this.step(step));
                });
            }
            Item::Insert(insert) => {
                self.line("insert", insert.span);
                self.inside(|this| {
                    insert.contents.iter().for_each(|content| this.line("content", content.channel.span));
                    insert.bad.iter().for_each(|bad| this.bad(bad));
                });
            }
            Item::Defaults(defaults) => {
                self.line("defaults", defaults.span);
                self.inside(|this| {
                    for clause in &defaults.clauses {
                        match &clause.kind {
                            ClauseKind::Bad(bad) => this.bad(bad),
                            _ => this.line("clause", clause.span),
                        }
                    }
                    defaults.channels.iter().for_each(|channels| this.line("channels", channels.span));
                });
            }
            Item::Allow(allow) => self.line("allow", allow.span),
            Item::Assume(assume) => {
                self.line("assume", assume.span);
                self.inside(|this| {
                    assume.rates.iter().for_each(|rate| this.line("rate", rate.span));
                    assume.audiences.iter().for_each(|audience| this.line("audience", audience.span));
                    assume.bad.iter().for_each(|bad| this.bad(bad));
                });
            }
            Item::Bad(bad) => self.bad(bad),
        }
    }

    fn scenario_item(&mut self, item: &ScenarioItem) {
        match &item.kind {
            ScenarioItemKind::Bad(bad) => self.bad(bad),
            ScenarioItemKind::Customer(given) => {
                self.line("customer", item.span);
                self.given(given);
            }
            ScenarioItemKind::Dated(dated) => {
                self.line("dated", item.span);
                if let DatedKind::Event(_, given) = &dated.what {
                    self.given(given);
                }
            }
            ScenarioItemKind::Lines(lines) => {
                self.line("expect", item.span);
                self.inside(|this| {
                    lines.lines.iter().for_each(|line| this.line("expected", line.span));
                    lines.bad.iter().for_each(|bad| this.bad(bad));
                });
            }
            _ => self.line("scenario item", item.span),
        }
    }

    fn given(&mut self, given: &Given) {
        self.inside(|this| {
            given.values.iter().for_each(|value| this.line("value", value.span));
            given.bad.iter().for_each(|bad| this.bad(bad));
        });
    }

    fn slot(&mut self, slot: &Slot) {
        self.line("slot", slot.name.span);
        self.block(&slot.block);
    }

    fn step(&mut self, step: &Step) {
        match &step.kind {
            StepKind::Bad(bad) => self.bad(bad),
            StepKind::Slot(slot) => self.slot(slot),
            _ => self.line("step", step.span),
        }
        match &step.kind {
            StepKind::If { arms, otherwise } => {
                arms.iter().for_each(|arm| self.block(&arm.block));
                otherwise.iter().for_each(|block| self.block(block));
            }
            StepKind::At { block, .. } => self.block(block),
            StepKind::WaitFor(wait) => {
                wait.then.iter().for_each(|block| self.block(block));
                wait.otherwise.iter().for_each(|block| self.block(block));
            }
            StepKind::WaitMany(wait) => {
                self.arms(wait.arms.iter().map(|arm| (arm.span, &arm.block)), &wait.bad);
            }
            StepKind::Match(found) => {
                self.arms(found.arms.iter().map(|arm| (arm.span, &arm.block)), &found.bad);
            }
            StepKind::Cases(found) => {
                self.arms(found.arms.iter().map(|arm| (arm.span, &arm.block)), &found.bad);
            }
            StepKind::Split(split) => {
                self.arms(split.arms.iter().map(|arm| (arm.span, &arm.block)), &split.bad);
            }
            StepKind::Repeat(repeat) => self.block(&repeat.block),
            StepKind::Emit(emit) => self.inside(|this| {
                emit.fields.iter().for_each(|field| this.line("field", field.name.span));
                emit.bad.iter().for_each(|bad| this.bad(bad));
            }),
            _ => {}
        }
    }

    fn arms<'b>(&mut self, arms: impl Iterator<Item = (Span, &'b Block)>, bad: &[Bad]) {
        self.inside(|this| {
            arms.for_each(|(span, block)| {
                this.line("arm", span);
                this.block(block);
            });
            bad.iter().for_each(|bad| this.bad(bad));
        });
    }

    fn block(&mut self, block: &Block) {
        self.inside(|this| block.steps.iter().for_each(|step| this.step(step)));
    }
}

//! Journeys: their clauses and steps.

use super::item::half_read;
use super::{Builder, Kids};
use crate::syntax::explain::{self, Place};
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{
    Active, Again, AgainKind, Arm, Awaited, AwaitedKind, Block, ChannelChoice, Clause, ClauseKind, Deadline, Goal,
    GoalTarget, Journey, Schedule, Send, Start, StartKind, StartOffset, StartSubject, Step, StepKind, Stop, StopKind,
    WaitFor, WaitUntil,
};
use journey_ir::finding::Finding;
use journey_ir::program::Direction;
use journey_ir::span::Span;

/// What the statement before an unreadable one is.
enum Last {
    Clause,
    Step,
    Argument,
}

impl<'t> Builder<'t> {
    pub(super) fn journey(&mut self, span: Span, rest: Node<'t>) -> Option<Journey> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        let title = kids.take(Rule::text).and_then(|title| self.text(title));
        let made = self.made(&mut kids);
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::journey_head);
        }
        let place = if made.is_some() { Place::Made } else { Place::Journey };
        let mut journey =
            Journey { span, name, title, made, clauses: Vec::new(), steps: Vec::new(), channels: Vec::new() };
        let mut last = Last::Clause;
        while let Some(node) = kids.next() {
            if matches!(node.as_rule(), Rule::argument | Rule::fill) {
                last = if node.as_rule() == Rule::fill { Last::Step } else { Last::Argument };
                self.made_part(&node, journey.made.as_mut());
            } else if node.as_rule() == Rule::bad_step && self.goes_on(&node, place) {
                match last {
                    Last::Step => spoil_step(journey.steps.last_mut()),
                    Last::Clause => spoil_clause(journey.clauses.last_mut()),
                    // What is half read is not used.
                    Last::Argument => drop(journey.made.as_mut().and_then(|made| made.arguments.pop())),
                }
                let step = self.step(node, place);
                journey.steps.push(step);
            } else if is_step(node.as_rule()) {
                let step = self.step(node, place);
                journey.steps.push(step);
                last = Last::Step;
            } else if node.as_rule() != Rule::missing_close {
                let clause = self.clause(node);
                journey.clauses.push(clause);
                last = Last::Clause;
            }
        }
        Some(journey)
    }

    pub(super) fn clause(&mut self, node: Node<'t>) -> Clause {
        let span = self.span(&node);
        let whole = node.clone();
        let kind = self.clause_kind(node).unwrap_or_else(|| ClauseKind::Bad(self.internal(&whole)));
        Clause { span, kind }
    }

    fn clause_kind(&mut self, node: Node<'t>) -> Option<ClauseKind> {
        let span = self.span(&node);
        Some(match node.as_rule() {
            Rule::protect => ClauseKind::Protect(self.protection(node)?),
            Rule::measure => ClauseKind::Measure(self.measure(span, node)?),
            Rule::allow => ClauseKind::Allow(self.allow(span, Kids::of(node).after_keywords()?)?),
            Rule::start => ClauseKind::Start(Start { span, kind: self.start(Kids::of(node).after_keywords()?)? }),
            Rule::again => ClauseKind::Again(Again { span, kind: self.again(node)? }),
            Rule::stop => ClauseKind::Stop(Stop { span, kind: self.stop(Kids::of(node).after_keywords()?)? }),
            Rule::goal => ClauseKind::Goal(self.goal(span, node)?),
            Rule::active => ClauseKind::Active(self.active(span, node)?),
            Rule::tags => ClauseKind::Tags(self.names(node)),
            rule => {
                let value = Kids::of(node).after_keywords()?;
                match rule {
                    Rule::audience => ClauseKind::For(self.expr(value)?),
                    Rule::priority => ClauseKind::Priority(self.number(&value)),
                    Rule::holdout => ClauseKind::Holdout(self.percent(value)?),
                    Rule::patience => ClauseKind::Patience(self.period(value)?),
                    Rule::pause => ClauseKind::Pause(self.expr(value)?),
                    Rule::owner => ClauseKind::Owner(self.text(value)?),
                    Rule::purpose => ClauseKind::Purpose(self.purpose_word(value)?),
                    _ => return None,
                }
            }
        })
    }

    fn start(&mut self, node: Node<'t>) -> Option<StartKind> {
        let rule = node.as_rule();
        let mut kids = Kids::of(node);
        Some(match rule {
            Rule::start_watch => {
                let subject = self.start_subject(kids.after_keywords()?)?;
                let direction = match kids.next()?.as_rule() {
                    Rule::kw_rises => Direction::Rises,
                    Rule::kw_falls => Direction::Falls,
                    _ => Direction::Changes,
                };
                StartKind::Moves { subject, direction }
            }
            Rule::start_on | Rule::start_offset => self.start_on(kids)?,
            Rule::start_when => StartKind::When(self.expr(kids.after_keywords()?)?),
            Rule::start_while => StartKind::While(self.expr(kids.after_keywords()?)?),
            Rule::start_every => self.start_every(kids)?,
            Rule::start_at => {
                let date = self.date(kids.after_keywords()?)?;
                StartKind::At { date, time: self.optional_time(&mut kids) }
            }
            Rule::start_by => StartKind::ByEnrolment,
            _ => return None,
        })
    }

    fn start_on(&mut self, mut kids: Kids<'t>) -> Option<StartKind> {
        kids.take(Rule::kw_on);
        if let Some(engagement) = kids.take(Rule::engagement) {
            return Some(StartKind::Engagement(self.engagement_of(engagement)?));
        }
        let offset = match kids.take(Rule::period) {
            Some(period) => {
                let period = self.period(period)?;
                let before = kids.next()?.as_rule() == Rule::kw_before;
                Some(StartOffset { period, before })
            }
            None => None,
        };
        let subject = self.start_subject(kids.next()?)?;
        let filter = self.filter(&mut kids);
        let every_year = kids.take(Rule::every_year).map(|node| self.span(&node));
        let at = self.optional_time(&mut kids);
        Some(StartKind::On { subject, filter, offset, every_year, at })
    }

    /// An event or an attribute, where either can stand.
    pub(super) fn start_subject(&mut self, node: Node<'t>) -> Option<StartSubject> {
        let mut kids = Kids::of(node);
        let customer = kids.take(Rule::kw_customer).map(|word| self.span(&word));
        Some(StartSubject { customer, name: self.name(&kids.next()?) })
    }

    fn start_every(&mut self, mut kids: Kids<'t>) -> Option<StartKind> {
        kids.take(Rule::kw_every);
        let day = kids.next()?;
        let schedule = match day.as_rule() {
            Rule::kw_day => Schedule::Day,
            Rule::month_day => Schedule::MonthDay(self.number(&Kids::of(day).after_keywords()?)),
            _ => Schedule::Weekday(self.weekday(&day)?),
        };
        Some(StartKind::Every { schedule, at: self.optional_time(&mut kids) })
    }

    fn optional_time(&mut self, kids: &mut Kids<'t>) -> Option<crate::tree::Time> {
        kids.after_keywords().and_then(|time| self.time(time))
    }

    fn again(&mut self, node: Node<'t>) -> Option<AgainKind> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_again);
        let node = kids.next()?;
        Some(match node.as_rule() {
            Rule::kw_never => AgainKind::Never,
            Rule::kw_always => AgainKind::Always,
            Rule::kw_restart => AgainKind::Restart,
            Rule::again_after => AgainKind::After(self.period(Kids::of(node).after_keywords()?)?),
            _ => match Kids::of(node).after_keywords() {
                Some(path) => AgainKind::PerField(self.path(path)?),
                None => AgainKind::PerEvent,
            },
        })
    }

    fn stop(&mut self, node: Node<'t>) -> Option<StopKind> {
        let rule = node.as_rule();
        let mut kids = Kids::of(node);
        kids.skip_keywords();
        Some(match rule {
            Rule::stop_on_goal => StopKind::OnGoal,
            Rule::stop_when => StopKind::When(self.expr(kids.next()?)?),
            _ => StopKind::On(self.happening(kids.next()?)?),
        })
    }

    fn goal(&mut self, span: Span, node: Node<'t>) -> Option<Goal> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_goal);
        let name = kids.take(Rule::text).and_then(|text| self.text(text));
        let target = kids.next()?;
        let condition = target.as_rule() == Rule::goal_when;
        let first = Kids::of(target).after_keywords()?;
        let target =
            if condition { GoalTarget::When(self.expr(first)?) } else { GoalTarget::Happens(self.happening(first)?) };
        let value = |kids: &mut Kids<'t>, rule| kids.take(rule).and_then(|node| Kids::of(node).after_keywords());
        let within = value(&mut kids, Rule::goal_within).and_then(|node| self.period(node));
        let after_node = kids.take(Rule::goal_after);
        let after = after_node.clone().and_then(|node| Kids::of(node).after_keywords()).map(|node| self.name(&node));
        let worth_node = kids.take(Rule::goal_worth);
        let before = after_node.filter(|_| within.is_none()).or_else(|| worth_node.clone());
        let worth = worth_node.and_then(|node| Kids::of(node).after_keywords()).and_then(|node| self.expr(node));
        let mut goal = Goal { span, name, target, within, after, worth };
        while let Some(late) = kids.next() {
            let part = Kids::of(late.clone()).next()?;
            let within = part.as_rule() == Rule::goal_within;
            let again = if within { goal.within.is_some() } else { goal.after.is_some() };
            self.late(before.as_ref(), &late, again);
            let value = Kids::of(part).after_keywords()?;
            if within {
                goal.within = goal.within.or(self.period(value));
            } else {
                goal.after = goal.after.or(Some(self.name(&value)));
            }
        }
        Some(goal)
    }

    /// `active …` of a journey, `valid …` of an offer.
    pub(super) fn active(&mut self, span: Span, node: Node<'t>) -> Option<Active> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_active);
        kids.take(Rule::kw_valid);
        let mut active = Active { span, from: None, until: None, until_included: false };
        if kids.take(Rule::kw_until).is_some() {
            active.until = Some(self.date(kids.next()?)?);
            return Some(active);
        }
        active.from = Some(self.date(kids.after_keywords()?)?);
        if let Some(end) = kids.take(Rule::active_end) {
            let mut end = Kids::of(end);
            active.until_included = end.take(Rule::kw_to).is_some();
            active.until = Some(self.date(end.after_keywords()?)?);
        }
        Some(active)
    }

    pub(super) fn block(&mut self, node: Node<'t>) -> Block {
        let span = self.span(&node);
        let mut steps = Vec::new();
        for node in node.into_inner() {
            if node.as_rule() == Rule::missing_close {
                continue;
            }
            if node.as_rule() == Rule::bad_step && self.goes_on(&node, Place::Block) {
                spoil_step(steps.last_mut());
            }
            let step = self.step(node, Place::Block);
            steps.push(step);
        }
        Block { span, steps }
    }

    pub(super) fn step(&mut self, node: Node<'t>, place: Place) -> Step {
        let span = self.span(&node);
        if node.as_rule() == Rule::bad_step {
            return Step { span, kind: StepKind::Bad(self.bad_step(node, place)) };
        }
        let whole = node.clone();
        let kind = self.step_kind(node).unwrap_or_else(|| StepKind::Bad(self.internal(&whole)));
        Step { span, kind }
    }

    /// The blocks behind an unreadable head are read for what is wrong in them, and dropped.
    pub(super) fn bad_step(&mut self, node: Node<'t>, place: Place) -> crate::tree::Bad {
        let bad = self.bad(&node, place);
        // What stands in the braces of an `emit` are fields.
        if !explain::means_emit(node.as_str(), place) {
            self.blocks_inside(node);
        }
        bad
    }

    pub(super) fn blocks_inside(&mut self, node: Node<'t>) {
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::block => drop(self.block(inner)),
                Rule::bad_else => self.blocks_inside(inner),
                _ => self.arms_inside(inner),
            }
        }
    }

    fn step_kind(&mut self, node: Node<'t>) -> Option<StepKind> {
        Some(match node.as_rule() {
            Rule::match_step => self.match_step(node)?,
            Rule::split => self.split(node)?,
            Rule::repeat => self.repeat(node)?,
            Rule::set => self.set(node)?,
            Rule::emit => self.emit(node)?,
            Rule::enrol => StepKind::Enrol(self.enrol(node)?),
            Rule::task => StepKind::Task(self.task(node)?),
            Rule::label => StepKind::Label(self.text(Kids::of(node).after_keywords()?)?),
            Rule::send => StepKind::Send(self.send(node)?),
            Rule::wait => self.wait(node)?,
            Rule::if_step => self.if_step(node)?,
            Rule::at_block => self.at_block(node)?,
            Rule::exit => StepKind::Exit,
            Rule::flex_slot => self.flex_slot(node)?,
            Rule::do_steps => StepKind::Do(self.do_steps(node)?),
            _ => return None,
        })
    }

    fn send(&mut self, node: Node<'t>) -> Option<Send> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_send);
        let first = kids.next()?;
        // Without `by`: the channels are those of `defaults`.
        let by_default = first.as_rule() == Rule::send_by_default;
        let message = self.name(&if by_default { Kids::of(first).next()? } else { first });
        let channels = if by_default { None } else { Some(Kids::of(kids.take(Rule::send_by)?)) };
        let channels = channels.map_or_else(Vec::new, |channels| self.channel_choices(channels));
        let early = matches!(kids.peek(), Some(Rule::send_within | Rule::send_until)).then(|| kids.next()).flatten();
        let mut deadline = early.and_then(|node| self.deadline(node));
        let at_node = kids.take(Rule::send_at);
        let at = at_node.clone().and_then(|node| self.optional_time(&mut Kids::of(node)));
        if let (Some(at), Some(late)) = (at_node, kids.take(Rule::send_late)) {
            self.late(Some(&at), &late, deadline.is_some());
            deadline = deadline.or(self.deadline(Kids::of(late).next()?));
        }
        Some(Send { message, channels, deadline, at })
    }

    fn channel_choices(&mut self, choices: Kids<'t>) -> Vec<ChannelChoice> {
        self.each(choices, |builder, node| {
            if node.as_rule() != Rule::channel_choice {
                return None;
            }
            let mut kids = Kids::of(node);
            let condition = kids.take(Rule::kw_if).map(|word| builder.span(&word));
            let busy = kids.take(Rule::kw_busy).map(|word| builder.span(&word));
            let if_busy = condition.zip(busy).map(|(from, to)| from.to(to));
            Some(ChannelChoice { name: builder.name(&kids.next()?), if_busy })
        })
    }

    fn deadline(&mut self, node: Node<'t>) -> Option<Deadline> {
        let within = node.as_rule() == Rule::send_within;
        let mut kids = Kids::of(node);
        let value = kids.after_keywords()?;
        if within {
            return Some(Deadline::Within(self.period(value)?));
        }
        let date = self.expr(value)?;
        Some(Deadline::Until { date, time: self.optional_time(&mut kids) })
    }

    /// Right words in the wrong order: `late` belongs before `before`, unless something like it is there already.
    pub(super) fn late(&mut self, before: Option<&Node<'t>>, late: &Node<'t>, again: bool) {
        let at = self.span(late);
        let late = late.as_str().trim_end();
        let finding = match before.map(|node| node.as_str().trim_end()) {
            Some(before) if !again => Finding::error("syntax", format!("`{late}` belongs before `{before}`"))
                .at(at, "in the wrong place")
                .help(format!("write `{late} {before}`")),
            _ => Finding::error("syntax", format!("`{late}` is one too many: the like of it is there already"))
                .at(at, "once more")
                .help("leave one of them out"),
        };
        self.report(finding);
    }

    fn wait(&mut self, node: Node<'t>) -> Option<StepKind> {
        let inner = Kids::of(node).after_keywords()?;
        Some(match inner.as_rule() {
            Rule::period => StepKind::Wait(self.period(inner)?),
            Rule::wait_until => StepKind::WaitUntil(self.wait_until(Kids::of(inner).after_keywords()?)?),
            _ => self.wait_up_to(inner)?,
        })
    }

    fn wait_until(&mut self, node: Node<'t>) -> Option<WaitUntil> {
        let rule = node.as_rule();
        if rule == Rule::time {
            return Some(WaitUntil::Time(self.time(node)?));
        }
        let mut kids = Kids::of(node);
        let first = kids.next()?;
        if rule == Rule::wait_date {
            let date = self.expr(first)?;
            return Some(WaitUntil::Date { date, time: self.optional_time(&mut kids) });
        }
        let weekday = self.weekday(&first)?;
        let weekday_span = self.span(&first);
        Some(WaitUntil::Weekday { weekday, weekday_span, time: self.optional_time(&mut kids) })
    }

    fn wait_up_to(&mut self, node: Node<'t>) -> Option<StepKind> {
        let mut kids = Kids::of(node);
        let period = self.period(kids.after_keywords()?)?;
        let since_start = kids.take(Rule::since_start).map(|node| self.span(&node));
        let node = kids.next()?;
        if node.as_rule() == Rule::wait_many {
            return self.wait_many(period, since_start, node);
        }
        let condition = node.as_rule() == Rule::wait_cond;
        let mut kids = Kids::of(node);
        kids.skip_keywords();
        let awaited = kids.next()?;
        let span = self.span(&awaited);
        let kind = if condition {
            AwaitedKind::Condition(self.expr(awaited)?)
        } else {
            AwaitedKind::Happens(self.happening(awaited)?)
        };
        if let Some(others) = kids.take(Rule::slip_awaited) {
            self.one_thing_awaited(&others);
        }
        let then = kids.take(Rule::block).map(|block| self.block(block));
        let otherwise = kids.take(Rule::else_block).and_then(|node| self.else_block(node));
        Some(StepKind::WaitFor(WaitFor { period, since_start, awaited: Awaited { span, kind }, then, otherwise }))
    }

    fn at_block(&mut self, node: Node<'t>) -> Option<StepKind> {
        let mut kids = Kids::of(node);
        let date = self.expr(kids.after_keywords()?)?;
        let time = kids.take(Rule::time).and_then(|time| self.time(time));
        Some(StepKind::At { date, time, block: self.block(kids.next()?) })
    }

    fn if_step(&mut self, node: Node<'t>) -> Option<StepKind> {
        let mut arms = Vec::new();
        let mut otherwise = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::if_arm => {
                    let mut kids = Kids::of(part);
                    let condition = self.expr(kids.after_keywords()?)?;
                    if let Some(then) = kids.take(Rule::slip_then) {
                        let message = format!("`{}` is not needed: the block follows the condition", then.as_str());
                        let finding =
                            Finding::error("syntax", message).at(self.span(&then), "not a word of the language");
                        self.report(finding.help(format!("remove `{}`", then.as_str())));
                    }
                    arms.push(Arm { condition, block: self.block(kids.next()?) });
                }
                Rule::else_block => otherwise = self.else_block(part),
                _ => {}
            }
        }
        Some(StepKind::If { arms, otherwise })
    }

    fn else_block(&mut self, node: Node<'t>) -> Option<Block> {
        Kids::of(node).after_keywords().map(|block| self.block(block))
    }
}

/// Whether a rule reads a step.
pub(super) fn is_step(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::send
            | Rule::wait
            | Rule::if_step
            | Rule::at_block
            | Rule::exit
            | Rule::match_step
            | Rule::split
            | Rule::repeat
            | Rule::set
            | Rule::emit
            | Rule::enrol
            | Rule::label
            | Rule::task
            | Rule::do_steps
            | Rule::flex_slot
            | Rule::bad_step
    )
}

/// A clause whose end is unreadable is not used.
pub(super) fn spoil_clause(clause: Option<&mut Clause>) {
    if let Some(clause) = clause {
        clause.kind = ClauseKind::Bad(half_read(clause.span));
    }
}

/// The same for a step.
pub(super) fn spoil_step(step: Option<&mut Step>) {
    if let Some(step) = step {
        step.kind = StepKind::Bad(half_read(step.span));
    }
}

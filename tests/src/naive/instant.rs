//! The order of things at one instant (language reference 7.1).

use journey_ir::history::{Happening, Input};
use journey_ir::program::{Reached, Stop};
use journey_ir::records::End;
use journey_ir::time::Instant;

use super::GivenUp;
use super::early::Asked;
use super::world::World;

impl World<'_> {
    /// Everything that happens at `now`, which is later than all instants before.
    pub fn live_through(&mut self, now: Instant) -> Result<(), GivenUp> {
        self.now = now;
        self.remembered.functions.forget();
        self.remembered.computed.forget();
        self.steps = 0;
        self.stirred = false;
        if self.is_something_to_take_in() {
            self.early = self.true_now();
        }
        let mut any = self.behave();
        let history = self.history;
        while let Some(entry) = history.entries.get(self.read).filter(|entry| entry.at <= now) {
            any = true;
            self.read += 1;
            self.take_in(entry.clone());
            match &entry.input {
                Input::Event(happening) => self.event(happening),
                Input::Engagement { engagement, of } => {
                    let sender = self.sender(*engagement, of.as_ref());
                    self.engagement(*engagement, sender);
                }
                Input::Change { .. } | Input::Contact { .. } => {}
            }
        }
        if any {
            self.ask_conditions();
        }
        self.early.clear();
        self.pass_time();
        self.come_to_rest()?;
        for id in self.live_in_order() {
            self.follow_moment(id);
        }
        self.measure();
        Ok(())
    }

    /// Whether phase (a) has anything to do.
    fn is_something_to_take_in(&self) -> bool {
        let data = self.history.entries.get(self.read).is_some_and(|entry| entry.at <= self.now);
        data || self.supposed.iter().any(|supposed| supposed.at <= self.now)
    }

    /// (c) and (d): what was made takes effect, then sends are decided and conditions asked again, until nothing moves; then
    /// what ran out of time is given up.
    fn come_to_rest(&mut self) -> Result<(), GivenUp> {
        loop {
            while self.take_effect() {
                self.count_step()?;
                self.ask_conditions();
            }
            self.count_step()?;
            self.decide_sends();
            if self.moved {
                self.ask_conditions();
            } else if !self.give_up_sends() {
                return Ok(());
            }
        }
    }

    fn count_step(&mut self) -> Result<(), GivenUp> {
        self.steps += 1;
        if self.steps > self.patience.steps {
            Err(GivenUp::Endless(self.now))
        } else if self.lives.len() > self.patience.enrolments {
            Err(GivenUp::TooMany)
        } else {
            Ok(())
        }
    }

    /// One event: stops, goals, waits, starts.
    pub fn event(&mut self, happening: &Happening) {
        for id in self.live_in_order() {
            let stops = self.journey_of(id).stops.iter().any(|stop| match stop {
                Stop::Event { event, filter } => self.eye_of(id).sees(*event, filter.as_ref(), happening),
                Stop::When(_) | Stop::Engagement(_) => false,
            });
            if stops {
                self.end(id, End::Stopped);
            }
        }
        for id in self.in_order() {
            for (index, goal) in self.journey_of(id).goals.iter().enumerate() {
                if let Reached::Event { event, filter } = &goal.reached
                    && self.eye_of(id).sees(*event, filter.as_ref(), happening)
                {
                    self.reach_goal(id, index, Some(happening));
                }
            }
        }
        for id in self.live_in_order() {
            self.show_to_wait(id, happening);
        }
        self.start_on(happening);
    }

    /// The end of (a), and what follows from decisions: conditions are asked.
    fn ask_conditions(&mut self) {
        self.moved = false;
        self.stop_when();
        self.reach_goals_when();
        for id in self.live_in_order() {
            self.pass_if_condition_holds(id);
        }
        self.start_when(false);
    }

    /// (b): what time alone brings.
    fn pass_time(&mut self) {
        self.stop_when();
        self.reach_goals_when();
        for id in self.live_in_order() {
            self.pass_if_over(id);
        }
        self.start_when(true);
    }

    fn stop_when(&mut self) {
        for id in self.live_in_order() {
            if !self.early.contains(&Asked::Stop(id)) && self.is_stopped_by_condition(id) {
                self.end(id, End::Stopped);
            }
        }
    }

    /// Goals `when C`: C holds and did not when it was last asked.
    fn reach_goals_when(&mut self) {
        for id in self.in_order() {
            for (index, goal) in self.journey_of(id).goals.iter().enumerate() {
                let Reached::Becomes(condition) = &goal.reached else {
                    continue;
                };
                if self.early.contains(&Asked::Goal(id, index)) {
                    continue;
                }
                let holds = self.eye_of(id).holds(condition);
                let held =
                    self.lives[id].goal_truths.get_mut(index).is_none_or(|truth| std::mem::replace(truth, holds));
                if holds && !held {
                    self.reach_goal(id, index, None);
                }
            }
        }
    }
}

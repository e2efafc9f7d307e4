//! When a duty is due: its limits counted from the events that start them, by the counting rule that governs.

use super::course::{Course, event_of};
use super::evaluator::{Env, Evaluator};
use super::failure::{Failure, Uncalculable};
use super::found::{Found, Known, Rest};
use super::method::Method;
use super::reason::{Counting, ReasonKind};
use super::several::{either, extended, first_of};
use crate::resolve::{Limit, Term, Timing};
use crate::time::{Counted, Moment, TimeLimit};
use crate::value::{Truth, Value};
use std::sync::Arc;

/// Terms that could be worked out while one limit is counted.
const STEPS_OF_A_COUNT: usize = 50;

/// When a duty is due.
pub(super) enum Due {
    /// No event that starts a limit has happened yet.
    NotStarted(Found),
    /// It has no limit.
    Unlimited,
    /// Not known; the moments of which it is one, where they are known.
    Unknown(Found, Vec<Moment>),
    /// The limit stands still.
    Paused(Found, Arc<Counting>),
    /// Known.
    At(Moment, Found, Arc<Counting>),
}

impl Evaluator<'_> {
    /// Whether the assessment lies in the window of a permission or bar: its event has happened and its
    /// limit has not run out.
    pub fn window(&mut self, limits: &[Limit], env: &Env) -> Found {
        let last = self.last_in_time(limits, None, env);
        match self.due(limits, env) {
            Due::Unlimited => Found::yes(true),
            Due::NotStarted(found) => found.with_truth(Truth::No),
            Due::Paused(found, _) => found.with_truth(Truth::Yes),
            Due::Unknown(found, possible) => match self.at {
                Some(at) if !possible.is_empty() && possible.iter().all(|due| at <= last(*due)) => {
                    found.with_truth(Truth::Yes)
                }
                Some(at) if !possible.is_empty() && possible.iter().all(|due| at > last(*due)) => {
                    found.with_truth(Truth::No)
                }
                Some(_) | None => found,
            },
            Due::At(due, mut found, _) => match self.at {
                Some(at) => {
                    self.edge(Moment::from_seconds(last(due).seconds() + 1));
                    found.with_truth(Truth::from(at <= last(due)))
                }
                None => {
                    let wanting = self.wanting_assessment();
                    for number in &wanting.wants {
                        self.hint_value(*number, &Value::Moment(due));
                    }
                    found.rest_on(&wanting);
                    found.with_truth(Truth::Unknown)
                }
            },
        }
    }

    /// The last second that is in time for each due moment of some limits.
    pub fn last_in_time(
        &self,
        limits: &[Limit],
        done: Option<&Term>,
        env: &Env,
    ) -> impl Fn(Moment) -> Moment + Copy + use<> {
        let matter = self.case.matter();
        let to_the_minute = self
            .plan
            .to_the_minute(self.program, matter, limits, done, env.parent);
        move |due: Moment| due.last_in_time(to_the_minute)
    }

    /// The earliest of some limits.
    pub fn due(&mut self, limits: &[Limit], env: &Env) -> Due {
        let parts = limits.iter().map(|limit| self.limit(limit, env)).collect();
        first_of(parts, false)
    }

    /// The moment at which a limit ends, as a value; what stands still has none.
    pub fn counted(&mut self, limit: &Limit, env: &Env) -> Found {
        match self.limit_of(limit, env, true) {
            Due::At(due, mut found, _) => {
                found.known = Known::Value(Value::Moment(due));
                found
            }
            Due::Unknown(mut found, _) => {
                found.known = Known::Unknown;
                found
            }
            Due::NotStarted(mut found) | Due::Paused(mut found, _) => {
                found.known = Known::Value(Value::None);
                found
            }
            Due::Unlimited => Found::none(),
        }
    }

    fn limit(&mut self, limit: &Limit, env: &Env) -> Due {
        self.limit_of(limit, env, false)
    }

    /// One limit. Events after the assessment start nothing, except where the end of a limit is asked for as such.
    fn limit_of(&mut self, limit: &Limit, env: &Env, planned: bool) -> Due {
        let course = self.course(limit, env);
        let extensions: Vec<(Found, Found, bool)> = limit
            .extensions
            .iter()
            .map(|longer| {
                let when = self.term(&longer.when, env);
                (when, self.term(&longer.length, env), longer.added)
            })
            .collect();
        // to count takes longer than to work out a term
        self.steps += STEPS_OF_A_COUNT * limit.timings.len();
        let mut parts = Vec::new();
        for timing in &limit.timings {
            let length = self.term(&timing.length, env);
            let lengths = extended(length, &extensions);
            let ends = lengths
                .into_iter()
                .map(|length| self.timing((limit, timing), length, &course, env, planned))
                .collect();
            let choice: Vec<&Found> = extensions.iter().map(|(when, _, _)| when).collect();
            parts.push(either(ends, &choice));
        }
        first_of(parts, limit.latest)
    }

    fn timing(
        &mut self,
        (limit, timing): (&Limit, &Timing),
        length: Found,
        course: &Course,
        env: &Env,
        planned: bool,
    ) -> Due {
        let from = self.term(&timing.from, env);
        let mut found = Found::strict(&[&from, &length]);
        let method = self.method(&limit.governed);
        if found.is_open() && !from.is_nothing() && !length.is_nothing() {
            self.hint_limit(limit, timing, &length, &method, env);
            found.rest_on(&course.found);
            return Due::Unknown(found, Vec::new());
        }
        let (Some(start), Some(Value::Duration(duration))) = (from.something(), length.something()) else {
            return Due::NotStarted(found);
        };
        let not_yet = !limit.backwards && !planned && self.is_later(start);
        let Some(event) = event_of(start).filter(|_| !not_yet) else {
            return Due::NotStarted(found);
        };
        found.rest_on(&course.found);
        if course.found.is_open() {
            found.known = Known::Unknown;
            let wants = found.wants.clone();
            self.mark_open(&wants);
            return Due::Unknown(found, Vec::new());
        }
        let limit = TimeLimit {
            event,
            length: duration,
            backwards: limit.backwards,
            round: limit.round,
            pauses: &course.pauses,
            restarts: &course.restarts,
        };
        match self.count_by(&method, &limit) {
            Ok(counted) => self.ended(found, counted, &method),
            Err(error) => {
                found.rests.insert(Rest::Uncountable(error));
                found.fail(Failure {
                    span: timing.length.span,
                    why: Uncalculable::Uncountable(error),
                });
                Due::Unknown(found, Vec::new())
            }
        }
    }

    fn ended(&mut self, mut found: Found, counted: Counted, method: &Method) -> Due {
        if let (Some(day), Some(calendar)) = (counted.uncertain, method.calendar) {
            found.rests.insert(Rest::Calendar(calendar, day));
        }
        let mut steps = counted.steps;
        if method.provision.is_none() {
            steps.push("no counting rule is declared here: counted as is usual".to_owned());
        }
        let counting = Arc::new(Counting {
            due: counted.due,
            last_day: counted.last_day,
            rule: method.provision,
            steps,
        });
        let reason = counting.clone();
        match counted.due {
            Some(due) => {
                found.known = Known::Value(Value::Moment(due));
                self.edge(Moment::from_seconds(due.seconds() + 1));
                Due::At(due, self.because(found, |_| ReasonKind::Due(reason)), counting)
            }
            None => {
                found.known = Known::Value(Value::None);
                Due::Paused(self.because(found, |_| ReasonKind::Due(reason)), counting)
            }
        }
    }
}

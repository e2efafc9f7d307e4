//! The course of a limit until the assessment: what has stopped it and started it anew.

use super::evaluator::{Env, Evaluator};
use super::found::{Found, Known};
use crate::resolve::{Base, Limit, Pausing, Term};
use crate::time::{Event, Pause};
use crate::value::Value;

/// What stops a limit and starts it anew.
pub(super) struct Course {
    pub pauses: Vec<Pause>,
    pub restarts: Vec<Event>,
    pub found: Found,
}

impl Evaluator<'_> {
    /// What has stopped a limit and started it anew until the assessment.
    pub fn course(&mut self, limit: &Limit, env: &Env) -> Course {
        let mut course = Course {
            pauses: Vec::new(),
            restarts: Vec::new(),
            found: Found::none(),
        };
        for pause in &limit.pauses {
            match pause {
                Pausing::During(periods) => {
                    let found = self.term(periods, env);
                    self.pauses_during(&found, &mut course);
                    course.take(&found);
                }
                Pausing::From(from, until) => {
                    let (from, until) = (
                        self.term(from, env),
                        until.as_ref().map(|until| self.term(until, env)),
                    );
                    self.between_events(&from, until.as_ref(), &mut course);
                }
            }
        }
        for restart in &limit.restarts {
            self.restarted(restart, env, &mut course);
        }
        course
    }

    fn pauses_during(&mut self, found: &Found, course: &mut Course) {
        let Some(Value::Periods(periods)) = found.something() else {
            return;
        };
        for period in periods.periods() {
            if self.is_later(&Value::Date(period.from)) {
                continue;
            }
            let resumes = period.until.and_then(|until| until.succ_opt());
            let resumed = resumes.filter(|day| !self.is_later(&Value::Date(*day)));
            course.pauses.push(Pause {
                from: Event::Date(period.from),
                until: resumed.map(Event::Date),
            });
        }
    }

    /// From one event to another. Where the first has not come, the second does not matter.
    fn between_events(&mut self, from: &Found, until: Option<&Found>, course: &mut Course) {
        course.take(from);
        let comes = |evaluator: &mut Self, found: &Found| {
            let value = found.something().filter(|value| !evaluator.is_later(value));
            value.and_then(event_of)
        };
        let begins = comes(self, from);
        if begins.is_none() && !from.is_open() {
            return;
        }
        if let Some(until) = until {
            course.take(until);
        }
        if let Some(begins) = begins {
            let ends = until.and_then(|until| comes(self, until));
            course.pauses.push(Pause {
                from: begins,
                until: ends,
            });
        }
    }

    fn restarted(&mut self, restart: &Term, env: &Env, course: &mut Course) {
        let founds = match &restart.ty.base {
            Base::List(_) => self.items(restart, env),
            _ => vec![self.term(restart, env)],
        };
        for found in founds {
            course.take(&found);
            let event = found.something().filter(|value| !self.is_later(value));
            course.restarts.extend(event.and_then(event_of));
        }
    }
}

impl Course {
    fn take(&mut self, found: &Found) {
        let open = self.found.is_open() || found.is_open();
        self.found.rest_on(found);
        if open {
            self.found.known = Known::Unknown;
        }
    }
}

pub(super) fn event_of(value: &Value) -> Option<Event> {
    match value {
        Value::Moment(moment) => Some(Event::Moment(*moment)),
        Value::Date(date) => Some(Event::Date(*date)),
        _ => None,
    }
}

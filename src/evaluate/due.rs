//! When a duty is due: its limits counted from the events that start them.

use super::evaluator::{Env, Evaluator};
use super::found::{Found, Known};
use super::reason::ReasonKind;
use crate::resolve::Limit;
use crate::time::{Duration, Moment, MonthEnd, add_duration_to_date, end_of_day};
use crate::value::{Truth, Value};

/// When a duty is due.
pub(super) enum Due {
    /// No event that starts a limit has happened yet.
    NotStarted(Found),
    /// It has no limit.
    Unlimited,
    /// Not known.
    Unknown(Found),
    /// Known.
    At(Moment, Found),
}

impl Evaluator<'_> {
    /// Whether the assessment lies in the window of a permission or bar: its event has happened and its
    /// limit has not run out.
    pub fn window(&mut self, limits: &[Limit], env: &Env) -> Found {
        match self.due(limits, env) {
            Due::Unlimited => Found::yes(true),
            Due::NotStarted(found) => found.with_truth(Truth::No),
            Due::Unknown(found) => found,
            Due::At(due, mut found) => match self.at {
                Some(at) => found.with_truth(Truth::from(at <= due)),
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

    /// The earliest of some limits.
    pub fn due(&mut self, limits: &[Limit], env: &Env) -> Due {
        let mut earliest: Option<(Moment, Found)> = None;
        let mut waiting: Option<Found> = None;
        let mut open: Option<Found> = None;
        for limit in limits {
            match self.limit(limit, env) {
                Due::At(moment, found) => {
                    if earliest.as_ref().is_none_or(|(known, _)| moment < *known) {
                        earliest = Some((moment, found));
                    }
                }
                Due::Unknown(found) => match &mut open {
                    Some(open) => open.rest_on(&found),
                    None => open = Some(found),
                },
                Due::NotStarted(found) => waiting = waiting.or(Some(found)),
                Due::Unlimited => {}
            }
        }
        match (open, earliest, waiting) {
            (Some(found), _, _) => Due::Unknown(found),
            (None, Some((moment, found)), _) => Due::At(moment, found),
            (None, None, Some(found)) => Due::NotStarted(found),
            (None, None, None) => Due::Unlimited,
        }
    }

    fn limit(&mut self, limit: &Limit, env: &Env) -> Due {
        let from = self.term(&limit.from, env);
        let length = self.term(&limit.duration, env);
        let mut found = Found::strict(&[&from, &length]);
        if from.is_nothing() || length.is_nothing() {
            return Due::NotStarted(found);
        }
        if found.is_open() {
            self.hint_limit(limit, &length, env);
            return Due::Unknown(found);
        }
        let (Some(start), Some(Value::Duration(duration))) = (from.something(), length.something()) else {
            return Due::NotStarted(found);
        };
        if !limit.backwards && self.is_later(start) {
            return Due::NotStarted(found);
        }
        match self.counted(start, duration, limit.backwards) {
            Some((due, steps)) => {
                found.known = Known::Value(Value::Moment(due));
                Due::At(due, self.because(found, |_| ReasonKind::Due { due, steps }))
            }
            None => Due::NotStarted(found),
        }
    }

    /// The assessment is compared with start and limit: these starts make a difference.
    fn hint_limit(&mut self, limit: &Limit, length: &Found, env: &Env) {
        let Some(at) = self.at else {
            return;
        };
        let Some(Value::Duration(duration)) = length.something().cloned() else {
            let wants = length.wants.clone();
            return self.mark_open(&wants);
        };
        let back = if limit.backwards {
            duration
        } else {
            duration.negated()
        };
        let today = self.zone.date_of(at);
        let targets = match (&limit.from.ty.base, &back) {
            (crate::resolve::Base::Date, _) => {
                let start = add_duration_to_date(today, &back, MonthEnd::Down);
                let around = [-1, 1].map(|days| {
                    start.and_then(|start| add_duration_to_date(start, &Duration::days(days), MonthEnd::Down))
                });
                start
                    .into_iter()
                    .chain(around.into_iter().flatten())
                    .chain([today])
                    .map(Value::Date)
                    .collect()
            }
            (_, Duration::Clock(_)) => at
                .plus_clock(&back)
                .into_iter()
                .chain([at])
                .map(Value::Moment)
                .collect::<Vec<_>>(),
            (_, _) => {
                let start = add_duration_to_date(today, &back, MonthEnd::Down);
                let edge = start.map(|start| self.zone.start_of(start));
                edge.into_iter().chain([at]).map(Value::Moment).collect()
            }
        };
        for target in targets {
            self.hint(&limit.from, &target, env);
        }
    }

    /// A due moment and the steps of its count. Hours are elapsed time from the moment. In days and
    /// months the day of the event is not counted and the limit ends at 24:00 of the last day; a month
    /// without that day ends on its last one. No counting rule of a code is declared yet, so these hold
    /// for all.
    fn counted(&self, start: &Value, duration: &Duration, backwards: bool) -> Option<(Moment, Vec<String>)> {
        let zone = self.zone;
        let signed = if backwards {
            duration.negated()
        } else {
            duration.clone()
        };
        let direction = if backwards { "before" } else { "from" };
        if let (Value::Moment(moment), Duration::Clock(_)) = (start, duration) {
            let due = moment.plus_clock(&signed)?;
            let steps = vec![
                format!("{duration} {direction} {}", zone.words(*moment)),
                format!("elapsed time, without interruption: {}", zone.words(due)),
            ];
            return Some((due, steps));
        }
        let date = match start {
            Value::Moment(moment) => zone.date_of(*moment),
            Value::Date(date) => *date,
            _ => return None,
        };
        let last = add_duration_to_date(date, &signed, MonthEnd::Down)?;
        let due = end_of_day(zone, last)?;
        let steps = vec![
            format!("{duration} {direction} {date}"),
            format!("the day of the event is not counted; the last day is {last}"),
            format!("it ends at 24:00 of {last}"),
        ];
        Some((due, steps))
    }
}

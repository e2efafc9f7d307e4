//! Limits: when they end, for all the lengths that they may have.

use super::super::course::event_of;
use super::super::method::Method;
use super::{Around, Naive, Result, Seen};
use crate::resolve::{Base, Extension, Limit, Pausing, Term, Timing};
use crate::time::{Event, Moment, Pause, TimeLimit};
use crate::value::{Truth, Value};

/// When a limit ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// There is no limit.
    Never,
    /// No event that starts it has happened.
    NotStarted,
    /// It stands still.
    Paused,
    /// Not known; where it is one of some moments, those.
    Open(Vec<Moment>),
    /// Then.
    At(Moment),
}

/// What has stopped a limit and started it anew.
struct Course {
    pauses: Vec<Pause>,
    restarts: Vec<Event>,
    open: bool,
}

/// Every length that a limit may have is tried, up to so many.
const MOST_LENGTHS: usize = 4_096;

impl Naive<'_> {
    /// The earliest of some limits.
    pub fn ends(&mut self, limits: &[Limit], around: &Around) -> Result<End> {
        let ends: Result<Vec<End>> = limits
            .iter()
            .map(|limit| self.end(limit, around, false))
            .collect();
        Ok(one_end(&ends?, false))
    }

    /// The end of one limit. Where it is `planned`, events that are to come start it too.
    pub fn end(&mut self, limit: &Limit, around: &Around, planned: bool) -> Result<End> {
        let course = self.course(limit, around)?;
        let mut ends = Vec::new();
        for timing in &limit.timings {
            let from = self.term(&timing.from, around)?;
            let mut perhaps = Vec::new();
            for length in self.lengths(timing, &limit.extensions, around)? {
                perhaps.push(self.counted(limit, (&from, &length), &course, planned));
            }
            ends.push(one_of(perhaps));
        }
        Ok(one_end(&ends, limit.latest))
    }

    /// Whether limits are kept to the minute.
    pub fn to_the_minute(&self, limits: &[Limit], done: Option<&Term>, around: &Around) -> bool {
        let matter = self.case.matter();
        self.plan
            .to_the_minute(self.program, matter, limits, done, around.parent)
    }

    /// Whether the assessment lies before the end of a window that has begun.
    pub fn in_window(&mut self, limits: &[Limit], around: &Around) -> Result<Truth> {
        let end = self.ends(limits, around)?;
        let at = self.at;
        let minute = self.to_the_minute(limits, None, around);
        Ok(match (end, at) {
            (End::Never | End::Paused, _) => Truth::Yes,
            (End::NotStarted, _) => Truth::No,
            (End::At(due), Some(at)) => Truth::from(at <= due.last_in_time(minute)),
            (End::Open(perhaps), Some(at)) => {
                let truths: Vec<Truth> = perhaps
                    .iter()
                    .map(|due| Truth::from(at <= due.last_in_time(minute)))
                    .collect();
                match truths.as_slice() {
                    [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
                    _ => Truth::Unknown,
                }
            }
            (End::At(_) | End::Open(_), None) => Truth::Unknown,
        })
    }

    /// The lengths that a limit may have: what is not known to make it longer may, and may not.
    fn lengths(&mut self, timing: &Timing, extensions: &[Extension], around: &Around) -> Result<Vec<Seen>> {
        let mut lengths = vec![self.term(&timing.length, around)?];
        for longer in extensions {
            let when = self.term(&longer.when, around)?.truth();
            let more = self.term(&longer.length, around)?;
            let without = if when == Truth::Yes {
                Vec::new()
            } else {
                lengths.clone()
            };
            let with = lengths.iter().map(|length| extended(length, &more, longer.added));
            let with: Vec<Seen> = if when == Truth::No {
                Vec::new()
            } else {
                with.collect()
            };
            let mut all: Vec<Seen> = Vec::new();
            for length in without.into_iter().chain(with) {
                if !all.contains(&length) {
                    all.push(length);
                }
            }
            lengths = all;
            // each unknown may double them
            if lengths.len() > MOST_LENGTHS {
                lengths = vec![Seen::Open(Vec::new())];
            }
        }
        Ok(lengths)
    }

    fn counted(
        &mut self,
        limit: &Limit,
        (from, length): (&Seen, &Seen),
        course: &Course,
        planned: bool,
    ) -> End {
        if from.is_nothing() || length.is_nothing() {
            return End::NotStarted;
        }
        let (Seen::Is(from), Seen::Is(Value::Duration(length))) = (from, length) else {
            return if from.is_open() || length.is_open() {
                End::Open(Vec::new())
            } else {
                End::NotStarted
            };
        };
        let to_come = !limit.backwards && !planned && self.is_later(from);
        let Some(event) = event_of(from).filter(|_| !to_come) else {
            return End::NotStarted;
        };
        if course.open {
            return End::Open(Vec::new());
        }
        let time_limit = TimeLimit {
            event,
            length,
            backwards: limit.backwards,
            round: limit.round,
            pauses: &course.pauses,
            restarts: &course.restarts,
        };
        let method = Method::of(self.program, self.plan, &limit.governed, self.case.matter());
        let counted = method.count(self.program, self.zone, &time_limit);
        match counted.map(|counted| counted.due) {
            Ok(Some(due)) => End::At(due),
            Ok(None) => End::Paused,
            Err(_) => End::Open(Vec::new()),
        }
    }

    fn course(&mut self, limit: &Limit, around: &Around) -> Result<Course> {
        let mut course = Course {
            pauses: Vec::new(),
            restarts: Vec::new(),
            open: false,
        };
        for pause in &limit.pauses {
            match pause {
                Pausing::During(periods) => {
                    let periods = self.term(periods, around)?;
                    course.open |= periods.is_open();
                    self.pauses_during(&periods, &mut course);
                }
                Pausing::From(from, until) => {
                    let from = self.term(from, around)?;
                    course.open |= from.is_open();
                    let begins = self.come(&from);
                    if begins.is_none() && !from.is_open() {
                        continue;
                    }
                    let until = match until {
                        Some(until) => self.term(until, around)?,
                        None => Seen::Undefined,
                    };
                    course.open |= until.is_open();
                    if let Some(from) = begins {
                        let until = self.come(&until);
                        course.pauses.push(Pause { from, until });
                    }
                }
            }
        }
        for restart in &limit.restarts {
            let events = match &restart.ty.base {
                Base::List(_) => self.items(restart, around)?,
                _ => vec![self.term(restart, around)?],
            };
            for event in events {
                course.open |= event.is_open();
                course.restarts.extend(self.come(&event));
            }
        }
        Ok(course)
    }

    fn pauses_during(&self, periods: &Seen, course: &mut Course) {
        let Seen::Is(Value::Periods(periods)) = periods else {
            return;
        };
        for period in periods.periods() {
            if self.is_later(&Value::Date(period.from)) {
                continue;
            }
            let resumes = period.until.and_then(|until| until.succ_opt());
            let resumes = resumes.filter(|day| !self.is_later(&Value::Date(*day)));
            course.pauses.push(Pause {
                from: Event::Date(period.from),
                until: resumes.map(Event::Date),
            });
        }
    }

    /// An event that has come by the assessment.
    fn come(&self, seen: &Seen) -> Option<Event> {
        match seen {
            Seen::Is(value) if !self.is_later(value) => event_of(value),
            _ => None,
        }
    }
}

fn extended(length: &Seen, more: &Seen, added: bool) -> Seen {
    match (length, more) {
        (Seen::Undefined, _) | (_, Seen::Undefined) => Seen::Undefined,
        (length, more) if length.is_open() || more.is_open() => Seen::Open(Vec::new()),
        (Seen::Is(Value::Duration(length)), Seen::Is(Value::Duration(more))) => {
            let sum = if added {
                length.plus(more)
            } else {
                Some(more.clone())
            };
            sum.map_or(Seen::Undefined, |sum| Seen::Is(Value::Duration(sum)))
        }
        _ => Seen::Is(Value::None),
    }
}

/// One end of several that are possible.
fn one_of(mut perhaps: Vec<End>) -> End {
    if perhaps.len() <= 1 {
        return perhaps.pop().unwrap_or(End::Never);
    }
    if perhaps.iter().all(|end| *end == End::NotStarted) {
        return End::NotStarted;
    }
    let mut moments = Vec::new();
    for end in &perhaps {
        match end {
            End::At(due) => moments.push(*due),
            End::Open(some) if !some.is_empty() => moments.extend(some),
            _ => return End::Open(Vec::new()),
        }
    }
    moments.sort();
    moments.dedup();
    End::Open(moments)
}

/// The earliest or latest of some ends. What has not started is passed over, and what is not known leaves it open.
fn one_end(ends: &[End], latest: bool) -> End {
    let known = ends.iter().filter_map(|end| match end {
        End::At(due) => Some(*due),
        _ => None,
    });
    let best = if latest { known.max() } else { known.min() };
    let paused = ends.contains(&End::Paused);
    let open: Vec<&Vec<Moment>> = ends
        .iter()
        .filter_map(|end| match end {
            End::Open(perhaps) => Some(perhaps),
            _ => None,
        })
        .collect();
    match (open.as_slice(), best) {
        ([perhaps], best) if !paused => {
            let bounded = |due: &Moment| match best {
                Some(best) if latest => best.max(*due),
                Some(best) => best.min(*due),
                None => *due,
            };
            End::Open(perhaps.iter().map(bounded).collect())
        }
        ([_, ..], _) => End::Open(Vec::new()),
        ([], Some(_)) if latest && paused => End::Paused,
        ([], Some(best)) => End::At(best),
        ([], None) if paused => End::Paused,
        ([], None) if ends.contains(&End::NotStarted) => End::NotStarted,
        ([], None) => End::Never,
    }
}

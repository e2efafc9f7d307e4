//! Counting time limits: from an event, a length and a counting rule to the moment at which the limit ends, with
//! the steps of the count.

use super::calendar::Calendar;
use super::counting_rule::{CountingRule, FirstHour};
use super::{Date, Duration, Moment, MonthEnd, Zone};
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// The event from which a limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Known to the second.
    Moment(Moment),
    /// Known to the day.
    Date(Date),
}

impl Event {
    pub(super) fn date(self, zone: Zone) -> Date {
        match self {
            Event::Moment(moment) => zone.date_of(moment),
            Event::Date(date) => date,
        }
    }

    /// The first day of what begins, or ends, at this event: the next one where it is the end of a day.
    pub(super) fn first_day(self, zone: Zone) -> Date {
        match self {
            Event::Moment(moment) => zone.date_from(moment),
            Event::Date(date) => date,
        }
    }

    /// The second from which hours are counted.
    fn seconds(self, zone: Zone) -> i64 {
        match self {
            Event::Moment(moment) => zone.counted_from(moment),
            Event::Date(date) => zone.start_of(date).seconds(),
        }
    }

    /// The moment; of a date its beginning.
    fn moment(self, zone: Zone) -> Moment {
        match self {
            Event::Moment(moment) => moment,
            Event::Date(date) => zone.start_of(date),
        }
    }

    fn words(self, zone: Zone) -> String {
        match self {
            Event::Moment(moment) => zone.words(moment),
            Event::Date(date) => date.to_string(),
        }
    }
}

/// A stretch in which a limit does not run: from an event to just before another; without one it still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// The event that stops it.
    pub from: Event,
    /// The event with which it runs on.
    pub until: Option<Event>,
}

/// A time limit to be counted.
#[derive(Debug, Clone)]
pub struct TimeLimit<'a> {
    /// The event it is counted from.
    pub event: Event,
    /// How long it is.
    pub length: &'a Duration,
    /// Whether it is counted backwards.
    pub backwards: bool,
    /// How a fraction of a day is rounded.
    pub round: MonthEnd,
    /// Stretches in which it does not run.
    pub pauses: &'a [Pause],
    /// Events that start it anew, if it is still running.
    pub restarts: &'a [Event],
}

/// What a count gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// When the limit ends: the last second that is in time, 23:59:59 where it ends at 24:00. Nothing while it stands
    /// still.
    pub due: Option<Moment>,
    /// The last day of a limit in days or longer.
    pub last_day: Option<Date>,
    /// The event from which it was counted in the end.
    pub start: Event,
    /// The steps in words.
    pub steps: Vec<String>,
    /// A day that was looked up in the calendar and is not certain there.
    pub uncertain: Option<Date>,
}

/// Why a limit cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum CountError {
    /// Beyond the years 1 to 9999.
    #[error("the limit ends outside the years 1 to 9999")]
    OutOfRange,
    /// The month has no such day and the rule refuses to choose one.
    #[error("the last month has no such day, and the counting rule gives none instead")]
    Refused,
    /// A portion of a day or second without a rounding.
    #[error("the limit ends within a day, and no rounding is written")]
    NotWhole,
    /// Working days without a calendar.
    #[error("no calendar says which days are worked")]
    NoCalendar,
    /// More events than are read.
    #[error("more than {MOST_EVENTS} events suspend it or start it anew")]
    TooManyEvents,
    /// Hours from a date.
    #[error("hours cannot be counted from a date without a time of day")]
    HoursFromDate,
}

/// Events that suspend a limit or start it anew, at most.
pub(super) const MOST_EVENTS: usize = 1_000;

/// Counts limits in one zone by one rule and calendar.
#[derive(Debug, Clone, Copy)]
pub struct Counter<'a> {
    /// Where days begin and end.
    pub zone: Zone,
    /// How limits are counted.
    pub rule: &'a CountingRule,
    /// Which days are worked.
    pub calendar: Option<&'a Calendar>,
}

impl Counter<'_> {
    /// When a limit ends. Events that start it anew count while it runs; then the stretches in which it stood still
    /// are added; the last day is moved to a working day at the very end.
    pub fn count(&self, limit: &TimeLimit<'_>) -> Result<Counted, CountError> {
        if limit.pauses.len() > MOST_EVENTS || limit.restarts.len() > MOST_EVENTS {
            return Err(CountError::TooManyEvents);
        }
        let mut from = limit.event;
        let mut counted = self.count_from(from, limit)?;
        let mut restarts: Vec<Event> = limit.restarts.to_vec();
        restarts.sort_by_key(|event| event.moment(self.zone));
        let mut restarted = Vec::new();
        for event in restarts {
            let (at, start) = (event.moment(self.zone), from.moment(self.zone));
            if at > start && counted.due.is_none_or(|due| at <= due) {
                restarted.push(format!("it starts anew with {}", event.words(self.zone)));
                from = event;
                counted = self.count_from(from, limit)?;
            }
        }
        restarted.append(&mut counted.steps);
        counted.steps = restarted;
        Ok(counted)
    }

    fn count_from(&self, event: Event, limit: &TimeLimit<'_>) -> Result<Counted, CountError> {
        let mut counted = Counted {
            due: None,
            last_day: None,
            start: event,
            steps: vec![format!(
                "{} {} {}",
                limit.length,
                if limit.backwards { "before" } else { "from" },
                event.words(self.zone)
            )],
            uncertain: None,
        };
        match limit.length {
            Duration::Clock(seconds) => self.clock(event, seconds, limit, &mut counted)?,
            Duration::Days(_) | Duration::WorkingDays(_) | Duration::Calendar { .. } => {
                if let Some(last) = self.last_day(event.date(self.zone), limit, &mut counted)? {
                    self.close(last, limit, &mut counted)?;
                }
            }
        }
        Ok(counted)
    }

    fn clock(
        &self,
        event: Event,
        seconds: &BigRational,
        limit: &TimeLimit<'_>,
        counted: &mut Counted,
    ) -> Result<(), CountError> {
        let Event::Moment(moment) = event else {
            return Err(CountError::HoursFromDate);
        };
        // a moment has whole seconds: a fraction of one is dropped
        let length = whole(seconds, MonthEnd::Down)?;
        let past_hour = i64::from(self.zone.seconds_past_hour(moment));
        let start = match (self.rule.hours, limit.backwards) {
            (FirstHour::Moment, _) => self.zone.counted_from(moment),
            (FirstHour::NotCounted, false) => moment.seconds() - past_hour + 3600,
            (FirstHour::NotCounted, true) => moment.seconds() - past_hour,
        };
        let mut due = if limit.backwards {
            start.checked_sub(length)
        } else {
            start.checked_add(length)
        }
        .ok_or(CountError::OutOfRange)?;
        if self.rule.hours == FirstHour::NotCounted {
            let begin = Moment::from_seconds(start).ok_or(CountError::OutOfRange)?;
            let step = format!(
                "the hour of the event is not counted: from {}",
                self.zone.words(begin)
            );
            counted.steps.push(step);
        }
        if !self.clock_pauses(start, &mut due, limit, counted)? {
            return Ok(());
        }
        let due = Moment::from_seconds(due)
            .and_then(|due| self.zone.in_calendar(due))
            .ok_or(CountError::OutOfRange)?;
        let how = if limit.pauses.is_empty() {
            "elapsed time, without interruption"
        } else {
            "elapsed time"
        };
        counted.steps.push(format!("{how}: {}", self.zone.words(due)));
        counted.due = Some(due);
        Ok(())
    }

    /// Adds the time in which a limit stood still; false where it still does.
    fn clock_pauses(
        &self,
        start: i64,
        due: &mut i64,
        limit: &TimeLimit<'_>,
        counted: &mut Counted,
    ) -> Result<bool, CountError> {
        for pause in self.pauses(limit) {
            let from = pause.from.seconds(self.zone).max(start);
            if from >= *due {
                continue;
            }
            let Some(until) = pause.until.map(|until| until.seconds(self.zone)) else {
                counted.steps.push(self.stands_still(pause));
                return Ok(false);
            };
            if until > from {
                *due = due.checked_add(until - from).ok_or(CountError::OutOfRange)?;
                let stood = Duration::seconds(until - from);
                counted
                    .steps
                    .push(format!("it stood still for {stood}{}", self.between(pause)));
            }
        }
        Ok(true)
    }

    pub(super) fn look_up(&self, calendar: &Calendar, day: Date, counted: &mut Counted) {
        if counted.uncertain.is_none() && !calendar.is_certain(day) {
            counted.uncertain = Some(day);
        }
    }

    /// The stretches in which the limit stands still, by their beginning, none within another.
    pub(super) fn pauses(&self, limit: &TimeLimit<'_>) -> Vec<Pause> {
        let mut pauses = limit.pauses.to_vec();
        pauses.sort_by_key(|pause| pause.from.moment(self.zone));
        let mut kept: Vec<Pause> = Vec::new();
        for pause in pauses {
            let end = |pause: &Pause| pause.until.map(|until| until.moment(self.zone));
            match kept.last_mut() {
                Some(last) if end(last).is_none_or(|end| pause.from.moment(self.zone) <= end) => {
                    let longer = match (end(last), end(&pause)) {
                        (Some(a), Some(b)) => b > a,
                        (Some(_), None) => true,
                        (None, _) => false,
                    };
                    if longer {
                        last.until = pause.until;
                    }
                }
                Some(_) | None => kept.push(pause),
            }
        }
        kept
    }

    pub(super) fn stands_still(&self, pause: Pause) -> String {
        let from = pause.from.words(self.zone);
        format!("it stands still since {from}")
    }

    pub(super) fn between(&self, pause: Pause) -> String {
        let until = pause
            .until
            .map(|until| until.words(self.zone))
            .unwrap_or_default();
        format!(" ({} to {until})", pause.from.words(self.zone))
    }
}

pub(super) fn whole(number: &BigRational, round: MonthEnd) -> Result<i64, CountError> {
    let rounded = match round {
        MonthEnd::Up => number.ceil(),
        MonthEnd::Down => number.floor(),
        MonthEnd::Refuse if number.is_integer() => number.clone(),
        MonthEnd::Refuse => return Err(CountError::NotWhole),
    };
    rounded
        .to_integer()
        .to_i64()
        .filter(|number| number.abs() < 1_000_000_000_000)
        .ok_or(CountError::OutOfRange)
}

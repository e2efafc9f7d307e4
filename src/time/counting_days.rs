//! Limits in days, working days, months and years: their last day, and how it is moved.

use super::add::{month_length_after, shift};
use super::counting::{CountError, Counted, Counter, TimeLimit, whole};
use super::counting_rule::{DayEnd, FirstDay, Roll};
use super::duration::small;
use super::{Date, Duration, MonthEnd};
use chrono::Days;
use num_rational::BigRational;
use num_traits::Zero;

/// Working days that are counted at most.
const MOST_WORKING_DAYS: i64 = 50_000;

impl Counter<'_> {
    /// The last day of a limit in days or longer, before it is moved; nothing while the limit stands still.
    pub(super) fn last_day(
        &self,
        day: Date,
        limit: &TimeLimit<'_>,
        counted: &mut Counted,
    ) -> Result<Option<Date>, CountError> {
        let sign = if limit.backwards { -1 } else { 1 };
        let (last, first) = match limit.length {
            Duration::WorkingDays(days) => {
                let count = whole(days, limit.round)?;
                let last = self.working(day, count, limit, counted)?;
                return Ok(last);
            }
            Duration::Days(days) => {
                let days = whole(days, limit.round)?;
                let last = plus_days(day, sign * (days + ends(self.rule.days, days)))?;
                (last, self.rule.days)
            }
            Duration::Calendar { months, days } => {
                (self.last_of_months(day, months, days, limit)?, self.rule.months)
            }
            Duration::Clock(_) => return Err(CountError::HoursFromDate),
        };
        counted
            .steps
            .push(format!("{}; the last day is {last}", first_day_words(first)));
        if limit.backwards {
            return Ok(Some(last));
        }
        self.after_pauses(day, last, limit, counted)
    }

    fn last_of_months(
        &self,
        day: Date,
        months: &BigRational,
        days: &BigRational,
        limit: &TimeLimit<'_>,
    ) -> Result<Date, CountError> {
        let sign: i64 = if limit.backwards { -1 } else { 1 };
        let full = months.floor();
        let part = months - &full;
        let full = small(&full).ok_or(CountError::OutOfRange)?;
        let extra = if part.is_zero() {
            whole(days, limit.round)?
        } else {
            let length = match self.rule.month_of {
                Some(days) => i64::from(days),
                None => month_length_after(day, sign * full, sign).ok_or(CountError::OutOfRange)?,
            };
            let length = BigRational::from_integer(length.into());
            whole(&(part * length + days), limit.round)?
        };
        let shifted = shift(day, 0, sign * full, 0, self.rule.month_end).ok_or_else(|| {
            match shift(day, 0, sign * full, 0, MonthEnd::Down) {
                Some(_) => CountError::Refused,
                None => CountError::OutOfRange,
            }
        })?;
        // where the month lacks the day, its last day ends a limit whose first day counts, too
        let clamped = full != 0
            && self.rule.month_end == MonthEnd::Down
            && shift(day, 0, sign * full, 0, MonthEnd::Refuse).is_none();
        let all = extra + full.abs();
        let end = match self.rule.months {
            FirstDay::Counted if clamped && extra == 0 => 0,
            first => ends(first, all),
        };
        plus_days(shifted, sign * (extra + end))
    }

    /// The last day after stretches in which the limit stood still.
    fn after_pauses(
        &self,
        start: Date,
        mut last: Date,
        limit: &TimeLimit<'_>,
        counted: &mut Counted,
    ) -> Result<Option<Date>, CountError> {
        for pause in self.pauses(limit) {
            let from = pause.from.first_day(self.zone).max(start);
            if from > last {
                continue;
            }
            let Some(until) = pause.until.map(|until| until.first_day(self.zone)) else {
                counted.steps.push(self.stands_still(pause));
                return Ok(None);
            };
            let days = (until - from).num_days();
            if days > 0 {
                last = plus_days(last, days)?;
                let stood = Duration::days(days);
                counted.steps.push(format!(
                    "it stood still for {stood}{}; the last day is {last}",
                    self.between(pause)
                ));
            }
        }
        Ok(Some(last))
    }

    /// Working days, counted one by one; days in which the limit stands still are passed over.
    fn working(
        &self,
        day: Date,
        count: i64,
        limit: &TimeLimit<'_>,
        counted: &mut Counted,
    ) -> Result<Option<Date>, CountError> {
        let calendar = self.calendar.ok_or(CountError::NoCalendar)?;
        if count > MOST_WORKING_DAYS {
            return Err(CountError::OutOfRange);
        }
        let sign = if limit.backwards { -1 } else { 1 };
        let first = self.rule.working_days;
        let mut last = match first {
            FirstDay::Counted if count > 0 => plus_days(day, -sign)?,
            _ => day,
        };
        let pauses = self.pauses(limit);
        let mut left = if first == FirstDay::Clear {
            count + 1
        } else {
            count
        };
        while left > 0 {
            last = plus_days(last, sign)?;
            self.look_up(calendar, last, counted);
            let paused = pauses.iter().find(|pause| {
                let from = pause.from.first_day(self.zone);
                last >= from && pause.until.is_none_or(|until| last < until.first_day(self.zone))
            });
            match paused {
                Some(pause) if pause.until.is_none() => {
                    counted.steps.push(self.stands_still(*pause));
                    return Ok(None);
                }
                Some(_) => {}
                None if calendar.is_working(last) => left -= 1,
                None => {}
            }
        }
        counted.steps.push(format!(
            "{}; the last working day is {last}",
            first_day_words(first)
        ));
        Ok(Some(last))
    }

    /// Moves the last day to a working day where the rule says so, and closes it.
    pub(super) fn close(
        &self,
        last: Date,
        limit: &TimeLimit<'_>,
        counted: &mut Counted,
    ) -> Result<(), CountError> {
        let roll = if limit.backwards {
            self.rule.roll_back
        } else {
            self.rule.roll
        };
        let mut day = last;
        if roll != Roll::Stays {
            let calendar = self.calendar.ok_or(CountError::NoCalendar)?;
            self.look_up(calendar, day, counted);
            if let Some(off) = calendar.day_off(day) {
                day = calendar
                    .nearest_working(day, roll == Roll::Next)
                    .ok_or(CountError::OutOfRange)?;
                let which = if roll == Roll::Next { "next" } else { "last" };
                counted
                    .steps
                    .push(format!("{last} is {off}; the {which} working day is {day}"));
                self.look_up(calendar, day, counted);
            }
        }
        if !limit.backwards {
            day = self.with_least_working(day, limit, counted)?;
        }
        let (due, time) = match self.rule.end {
            DayEnd::Midnight => (super::end_of_day(self.zone, day), "24:00".to_owned()),
            DayEnd::At(time) => (
                Some(self.zone.at_or_after(day, time)),
                time.format("%H:%M").to_string(),
            ),
        };
        counted.due = Some(due.ok_or(CountError::OutOfRange)?);
        counted.last_day = Some(day);
        counted.steps.push(format!("it ends at {time} of {day}"));
        Ok(())
    }

    fn with_least_working(
        &self,
        last: Date,
        limit: &TimeLimit<'_>,
        counted: &mut Counted,
    ) -> Result<Date, CountError> {
        let Some((least, of_days)) = self.rule.least_working else {
            return Ok(last);
        };
        let start = counted.start.date(self.zone);
        let long = match limit.length {
            Duration::Days(days) => *days >= BigRational::from_integer(of_days.into()),
            Duration::Calendar { .. } => true,
            Duration::Clock(_) | Duration::WorkingDays(_) => false,
        };
        let calendar = self.calendar.ok_or(CountError::NoCalendar)?;
        // a limit that is longer than any row of days off has them anyway
        if !long || (last - start).num_days() > 60 {
            return Ok(last);
        }
        let first = match self.rule.days {
            FirstDay::Counted => start,
            FirstDay::NotCounted | FirstDay::Clear => plus_days(start, 1)?,
        };
        let mut day = first;
        let mut found = 0;
        while day <= last {
            self.look_up(calendar, day, counted);
            found += i64::from(calendar.is_working(day));
            day = plus_days(day, 1)?;
        }
        let mut end = last;
        while found < least {
            end = plus_days(end, 1)?;
            self.look_up(calendar, end, counted);
            found += i64::from(calendar.is_working(end));
        }
        if end != last {
            counted.steps.push(format!(
                "it has at least {least} working days; the last day is {end}"
            ));
        }
        Ok(end)
    }
}

/// Days by which the end lies beside event and length.
fn ends(first: FirstDay, length: i64) -> i64 {
    match first {
        FirstDay::Counted if length == 0 => 0,
        FirstDay::Counted => -1,
        FirstDay::NotCounted => 0,
        FirstDay::Clear => 1,
    }
}

fn first_day_words(first: FirstDay) -> &'static str {
    match first {
        FirstDay::Counted => "the day of the event is the first day",
        FirstDay::NotCounted => "the day of the event is not counted",
        FirstDay::Clear => "clear days: neither the day of the event nor that of the act is counted",
    }
}

fn plus_days(date: Date, days: i64) -> Result<Date, CountError> {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        date.checked_sub_days(by)
    } else {
        date.checked_add_days(by)
    };
    moved
        .filter(|date| (1..=9999).contains(&chrono::Datelike::year(date)))
        .ok_or(CountError::OutOfRange)
}

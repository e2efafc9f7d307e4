//! Windows of days, questions over periods, quotas, and the ends of days.

use super::evaluator::{Env, Evaluator};
use super::failure::Uncalculable;
use super::found::{Found, Known};
use super::sum::add_to_date;
use crate::resolve::{DateRounding, Measure, Term};
use crate::syntax::tree::{Period as CalendarPeriod, Side};
use crate::time::{
    Date, Duration, Moment, MonthEnd, Period, Periods, add_duration_to_date, calendar_period, end_of_day,
    most_dates_in_any,
};
use crate::value::Value;
use std::collections::HashMap;

impl Evaluator<'_> {
    /// A value made of two; unknown parts leave it unknown.
    fn of_two(
        &mut self,
        a: &Term,
        b: &Term,
        env: &Env,
        make: impl FnOnce(&mut Self, &Value, &Value) -> Option<Value>,
    ) -> Found {
        let (a, b) = (self.term(a, env), self.term(b, env));
        let found = Found::strict(&[&a, &b]);
        if found.is_open() {
            let wants = found.wants.clone();
            self.mark_open(&wants);
        } else if let (Some(a), Some(b)) = (a.something(), b.something()) {
            let made = make(self, a, b).ok_or(Uncalculable::OutsideCalendar);
            return self.calculated(found, made);
        }
        found
    }

    pub fn stretch(&mut self, length: &Term, side: Side, day: &Term, env: &Env) -> Found {
        self.of_two(length, day, env, |_, length, day| match (length, day) {
            (Value::Duration(length), Value::Date(day)) => stretch(length, side, *day),
            _ => None,
        })
    }

    pub fn calendar_of(&mut self, period: CalendarPeriod, day: &Term, env: &Env) -> Found {
        let found = self.term(day, env);
        self.mapped(found, |value| match (period, value) {
            (CalendarPeriod::Day, Value::Date(day)) => Some(days(*day, Some(*day))),
            (period, Value::Date(day)) => {
                let (first, last) = calendar_period(*day, period == CalendarPeriod::Month)?;
                Some(days(first, Some(last)))
            }
            _ => None,
        })
    }

    /// From one day to another; without the second it goes on.
    pub fn period_of(&mut self, from: &Term, until: &Term, env: &Env) -> Found {
        let from = self.term(from, env);
        if from.is_nothing() {
            return from;
        }
        let until = self.term(until, env);
        let mut found = match (from.is_open(), until.is_nothing()) {
            // what is known to have no end only waits for its beginning
            (true, true) => from.clone(),
            _ => Found::strict(&[&from, &until]),
        };
        if found.is_open() {
            let wants = found.wants.clone();
            self.mark_open(&wants);
            return found;
        }
        let last = match until.something() {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        if let Some(Value::Date(first)) = from.something() {
            found.known = Known::Value(days(*first, last));
        }
        found
    }

    pub fn during(&mut self, day: &Term, periods: &Term, env: &Env) -> Found {
        self.of_two(day, periods, env, |_, day, periods| match (day, periods) {
            (Value::Date(day), Value::Periods(periods)) => Some(Value::Yes(periods.contains(*day))),
            _ => None,
        })
    }

    pub fn throughout(&mut self, periods: &Term, window: &Term, env: &Env) -> Found {
        self.of_two(periods, window, env, |_, periods, window| {
            match (periods, window) {
                (Value::Periods(periods), Value::Periods(window)) => Some(Value::Yes(periods.covers(window))),
                _ => None,
            }
        })
    }

    pub fn overlaps(&mut self, a: &Term, b: &Term, env: &Env) -> Found {
        self.of_two(a, b, env, |_, a, b| match (a, b) {
            (Value::Periods(a), Value::Periods(b)) => Some(Value::Yes(!a.common(b).periods().is_empty())),
            _ => None,
        })
    }

    /// How many days of periods, or dates of a list, fall into a window.
    pub fn quota(&mut self, of: &Term, measure: &Measure, env: &Env) -> Found {
        let (mut found, dates) = match &of.ty.base {
            crate::resolve::Base::List(_) => self.dates(of, env),
            _ => (self.term(of, env), None),
        };
        let periods = match found.something() {
            Some(Value::Periods(periods)) => Some(self.until_now(&periods.clone(), &mut found)),
            _ => None,
        };
        let window = match measure {
            Measure::In(window) => Some(self.term(window, env)),
            Measure::AnyDays(_) | Measure::AnyCalendar(_) => None,
        };
        if let Some(window) = &window {
            found = Found {
                reasons: found.reasons.iter().chain(&window.reasons).cloned().collect(),
                ..Found::strict(&[&found, window])
            };
        }
        if found.is_open() {
            let wants = found.wants.clone();
            self.mark_open(&wants);
            return found;
        }
        let within = window.as_ref().and_then(|window| match window.something() {
            Some(Value::Periods(window)) => Some(window),
            _ => None,
        });
        let number = match (measure, &periods, &dates) {
            (Measure::In(_), Some(periods), _) => within.and_then(|window| periods.common(window).days()),
            (Measure::AnyDays(window), Some(periods), _) => Some(periods.most_in_any(*window)),
            (Measure::AnyCalendar(CalendarPeriod::Day), Some(periods), _) => {
                Some(i64::from(!periods.periods().is_empty()))
            }
            (Measure::AnyCalendar(period), Some(periods), _) => {
                periods.most_in_calendar(*period == CalendarPeriod::Month)
            }
            (measure, None, Some(dates)) => {
                most_dates(measure, within, dates).and_then(|most| i64::try_from(most).ok())
            }
            (_, None, None) => None,
        };
        match number.and_then(|number| usize::try_from(number).ok()) {
            Some(number) => found.known = Known::Value(Self::count(number)),
            None if found.is_nothing() => {}
            None => return self.failing(found, Uncalculable::Endless),
        }
        found
    }

    /// What goes on has gone on until the assessment, and counts one day more with every day.
    fn until_now(&mut self, periods: &Periods, found: &mut Found) -> Periods {
        if !periods.goes_on() {
            return periods.clone();
        }
        match self.at {
            Some(at) => {
                let today = self.zone.date_of(at);
                let tomorrow = today.succ_opt().map(|day| self.zone.start_of(day));
                self.edge(tomorrow);
                periods.ended_by(today)
            }
            None => {
                let wanting = self.wanting_assessment();
                found.rest_on(&wanting);
                found.known = Known::Unknown;
                periods.clone()
            }
        }
    }

    /// The dates of a list.
    fn dates(&mut self, list: &Term, env: &Env) -> (Found, Option<Vec<Date>>) {
        let items = self.items(list, env);
        let mut found = Found::none();
        let mut dates = Vec::new();
        let mut open = false;
        for item in &items {
            found.rest_on(item);
            open |= item.is_open();
            match item.something() {
                Some(Value::Date(date)) => dates.push(*date),
                Some(Value::Moment(moment)) => dates.push(self.zone.date_of(*moment)),
                _ => {}
            }
        }
        found.known = if open {
            Known::Unknown
        } else {
            Known::Value(Self::count(dates.len()))
        };
        (found, Some(dates))
    }

    pub fn at_time(&mut self, date: &Term, time: &Term, env: &Env) -> Found {
        self.of_two(date, time, env, |evaluator, date, time| match (date, time) {
            (Value::Date(date), Value::Time(time)) => {
                Some(Value::Moment(evaluator.zone.at_or_after(*date, *time)))
            }
            _ => None,
        })
    }

    pub fn time_of(&mut self, moment: &Term, env: &Env) -> Found {
        let found = self.term(moment, env);
        let zone = self.zone;
        self.mapped(found, |value| match value {
            Value::Moment(moment) => Some(Value::Time(zone.local(*moment).time())),
            _ => None,
        })
    }

    /// The beginning of a date, or its end: 24:00.
    pub fn edge_of(&mut self, end: bool, date: &Term, env: &Env) -> Found {
        let found = self.term(date, env);
        let zone = self.zone;
        self.mapped(found, |value| {
            let Value::Date(date) = value else {
                return None;
            };
            let moment: Option<Moment> = if end {
                end_of_day(zone, *date)
            } else {
                Some(zone.start_of(*date))
            };
            moment.map(Value::Moment)
        })
    }

    /// Terms that follow one another from a date: the date on which the last of them has been served.
    pub fn in_a_row(&mut self, list: &Term, from: &Term, rounding: &DateRounding, env: &Env) -> Found {
        let from = self.term(from, env);
        if from.is_nothing() {
            return from;
        }
        let items = self.items(list, env);
        let mut parts: Vec<&Found> = vec![&from];
        // a term that does not exist is not served, and hides none that is not known
        parts.extend(items.iter().filter(|item| !item.is_nothing()));
        let found = Found::strict(&parts);
        if found.is_open() {
            return found;
        }
        let Some(Value::Date(begin)) = from.something() else {
            return found;
        };
        let rounding = self.rounding(rounding);
        let end = items
            .iter()
            .filter_map(Found::something)
            .try_fold(*begin, |begin, term| match term {
                Value::Duration(term) => add_to_date(begin, term, rounding),
                _ => Err(Uncalculable::Unlike),
            });
        self.calculated(found, end.map(Value::Date))
    }
}

pub(super) fn days(first: Date, last: Option<Date>) -> Value {
    Value::Periods(Periods::of(Period::new(first, last).into_iter().collect()))
}

pub(super) fn stretch(length: &Duration, side: Side, day: Date) -> Option<Value> {
    let shifted = |length: &Duration| add_duration_to_date(day, length, MonthEnd::Down);
    let (first, last) = match side {
        Side::Before => (shifted(&length.negated())?, day.pred_opt()?),
        Side::To => (shifted(&length.negated())?.succ_opt()?, day),
        Side::After => (day.succ_opt()?, shifted(length)?),
    };
    Some(days(first, Some(last)))
}

pub(super) fn most_dates(measure: &Measure, window: Option<&Periods>, dates: &[Date]) -> Option<usize> {
    match measure {
        Measure::In(_) => {
            let window = window?;
            Some(dates.iter().filter(|date| window.contains(**date)).count())
        }
        Measure::AnyDays(days) => Some(most_dates_in_any(dates, *days)),
        Measure::AnyCalendar(period) => {
            let mut counts: HashMap<Date, usize> = HashMap::new();
            for date in dates {
                let first = match period {
                    CalendarPeriod::Day => *date,
                    period => calendar_period(*date, *period == CalendarPeriod::Month)?.0,
                };
                *counts.entry(first).or_default() += 1;
            }
            Some(counts.values().copied().max().unwrap_or(0))
        }
    }
}

//! Days, windows and quotas.

use super::super::window::{days, most_dates, stretch};
use super::{Around, Naive, Result, Seen};
use crate::resolve::{Base, DateRounding, Measure, Term};
use crate::syntax::tree::Period as CalendarPeriod;
use crate::time::{Date, Periods, add_to_date, calendar_period};
use crate::value::{Number, Value};

impl Naive<'_> {
    /// A value made of two: undefined when one is, else unknown when one is, else none when one is. Unknown where it
    /// cannot be calculated.
    pub fn of_two(
        &mut self,
        a: &Term,
        b: &Term,
        around: &Around,
        make: impl FnOnce(&Value, &Value) -> Option<Value>,
    ) -> Result<Seen> {
        let (a, b) = (self.term(a, around)?, self.term(b, around)?);
        Ok(match (&a, &b) {
            (Seen::Undefined, _) | (_, Seen::Undefined) => Seen::Undefined,
            (a, b) if a.is_open() || b.is_open() => Seen::Open(Vec::new()),
            (Seen::Is(Value::None), _) | (_, Seen::Is(Value::None)) => Seen::Is(Value::None),
            (Seen::Is(a), Seen::Is(b)) => make(a, b).map_or(Seen::open(), Seen::Is),
            _ => Seen::Undefined,
        })
    }

    /// The days before, up to or after a day.
    pub fn stretch(
        &mut self,
        (length, day): (&Term, &Term),
        side: crate::syntax::tree::Side,
        around: &Around,
    ) -> Result<Seen> {
        self.of_two(length, day, around, |length, day| match (length, day) {
            (Value::Duration(length), Value::Date(day)) => stretch(length, side, *day),
            _ => None,
        })
    }

    /// From one day to another; what has no last day goes on.
    pub fn period_of(&mut self, from: &Term, until: &Term, around: &Around) -> Result<Seen> {
        let (from, until) = (self.term(from, around)?, self.term(until, around)?);
        Ok(match (from, until) {
            (from, _) if from.is_nothing() => from,
            (from, until) if from.is_open() || until.is_open() => Seen::Open(Vec::new()),
            (Seen::Is(Value::Date(first)), Seen::Is(Value::Date(last))) => Seen::Is(days(first, Some(last))),
            (Seen::Is(Value::Date(first)), _) => Seen::Is(days(first, None)),
            _ => Seen::Undefined,
        })
    }

    /// How many days of periods, or dates of a list, fall into a window.
    pub fn quota(&mut self, of: &Term, measure: &Measure, around: &Around) -> Result<Seen> {
        let window = match measure {
            Measure::In(window) => Some(self.term(window, around)?),
            Measure::AnyDays(_) | Measure::AnyCalendar(_) => None,
        };
        let within = match &window {
            Some(Seen::Is(Value::Periods(periods))) => Some(periods),
            _ => None,
        };
        if matches!(of.ty.base, Base::List(_)) {
            let items = self.items(of, around)?;
            if window == Some(Seen::Undefined) {
                return Ok(Seen::Undefined);
            }
            if items.iter().chain(&window).any(Seen::is_open) {
                return Ok(Seen::Open(Vec::new()));
            }
            let most = most_dates(measure, within, &self.dates(&items));
            return Ok(counted(most.and_then(|most| i64::try_from(most).ok()), window));
        }
        let periods = match self.term(of, around)? {
            Seen::Is(Value::Periods(periods)) if periods.goes_on() => match self.at {
                Some(at) => periods.ended_by(self.zone.date_of(at)),
                None if window == Some(Seen::Undefined) => return Ok(Seen::Undefined),
                None => return Ok(Seen::Open(Vec::new())),
            },
            Seen::Is(Value::Periods(periods)) => periods,
            nothing if nothing.is_nothing() && window.as_ref().is_some_and(Seen::is_open) => {
                return Ok(if nothing == Seen::Undefined {
                    nothing
                } else {
                    Seen::Open(Vec::new())
                });
            }
            _ if window == Some(Seen::Undefined) => return Ok(Seen::Undefined),
            other => return Ok(other),
        };
        if window.as_ref().is_some_and(Seen::is_open) {
            return Ok(Seen::Open(Vec::new()));
        }
        Ok(counted(of_periods(measure, &periods, within), window))
    }

    /// Terms that follow one another from a date.
    pub fn in_a_row(
        &mut self,
        list: &Term,
        from: &Term,
        rounding: &DateRounding,
        around: &Around,
    ) -> Result<Seen> {
        let rounding = self.rounding(rounding);
        let from = self.term(from, around)?;
        let items = self.items(list, around)?;
        if from.is_nothing() {
            return Ok(from);
        }
        if from.is_open() || items.iter().any(Seen::is_open) {
            return Ok(Seen::Open(Vec::new()));
        }
        let Seen::Is(Value::Date(begin)) = from else {
            return Ok(Seen::Undefined);
        };
        let mut end = begin;
        for item in items.iter().filter(|item| !item.is_nothing()) {
            let Seen::Is(Value::Duration(term)) = item else {
                return Ok(Seen::Undefined);
            };
            match add_to_date(end, term, rounding) {
                Some(next) => end = next,
                None => return Ok(Seen::open()),
            }
        }
        Ok(Seen::Is(Value::Date(end)))
    }

    fn dates(&self, items: &[Seen]) -> Vec<Date> {
        let date = |item: &Seen| match item {
            Seen::Is(Value::Date(date)) => Some(*date),
            Seen::Is(Value::Moment(moment)) => Some(self.zone.date_of(*moment)),
            _ => None,
        };
        items.iter().filter_map(date).collect()
    }
}

fn of_periods(measure: &Measure, periods: &Periods, within: Option<&Periods>) -> Option<i64> {
    match measure {
        Measure::In(_) => periods.common(within?).days(),
        Measure::AnyDays(window) => Some(periods.most_in_any(*window)),
        Measure::AnyCalendar(CalendarPeriod::Day) => Some(i64::from(!periods.periods().is_empty())),
        Measure::AnyCalendar(period) => periods.most_in_calendar(*period == CalendarPeriod::Month),
    }
}

/// What cannot be counted is not known, and nothing where the window is nothing.
fn counted(number: Option<i64>, window: Option<Seen>) -> Seen {
    match (number.filter(|number| *number >= 0), window) {
        (Some(number), _) => Seen::Is(Value::Number(Number::whole(number))),
        (None, Some(window)) if window.is_nothing() => window,
        (None, _) => Seen::open(),
    }
}

/// The calendar day, month or year of a day.
pub(super) fn calendar_of(period: CalendarPeriod, day: &Value) -> Option<Value> {
    match (period, day) {
        (CalendarPeriod::Day, Value::Date(day)) => Some(days(*day, Some(*day))),
        (period, Value::Date(day)) => {
            let (first, last) = calendar_period(*day, period == CalendarPeriod::Month)?;
            Some(days(first, Some(last)))
        }
        _ => None,
    }
}

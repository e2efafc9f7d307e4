//! Terms, one by one.

use super::super::compare::orders_of;
use super::super::sum::{add, multiply, rounded};
use super::limit::End;
use super::period::calendar_of;
use super::{Around, Naive, Read, Result, Seen};
use crate::law::Citation;
use crate::plan::{Outcome, holds};
use crate::resolve::{ActionId, ParameterId, State, Term, TermKind};
use crate::syntax::tree::{Comparison, Period, SpanUnit};
use crate::time::{Date, Duration, Zone, end_of_day, months_between, years_between};
use crate::value::{Truth, Value};
use chrono::Datelike;
use std::cmp::Ordering;

impl Naive<'_> {
    /// What is seen of a term.
    pub fn term(&mut self, term: &Term, around: &Around) -> Result<Seen> {
        self.step()?;
        Ok(match &term.kind {
            TermKind::Wrong | TermKind::List { .. } => Seen::Undefined,
            TermKind::Value(value) => Seen::Is(value.clone()),
            TermKind::Fact(place) => match self.read(&self.spot(place, around))? {
                Read::Seen(seen) => seen,
                Read::Record | Read::List(_) => Seen::yes(true),
            },
            TermKind::Definition { id, own, under } => {
                let own = own.as_ref().map(|place| self.spot(place, around));
                self.definition(*id, own, under.as_ref())?
            }
            TermKind::Parameter(id, on) => self.parameter(*id, on.as_deref(), around)?,
            TermKind::ParentDue => self.parent_due(around)?,
            TermKind::ParentDone => self.parent_done(around)?,
            TermKind::All(parts) => Seen::of(self.folded(parts, around, Truth::Yes, Truth::and)?),
            TermKind::Any(parts) => Seen::of(self.folded(parts, around, Truth::No, Truth::or)?),
            TermKind::Not(inner) => Seen::of(self.term(inner, around)?.truth().negate()),
            TermKind::Compare(order, a, b) => {
                let (a, b) = (self.term(a, around)?, self.term(b, around)?);
                Seen::of(compared(*order, &a, &b))
            }
            TermKind::OneOf(subject, values) => {
                let subject = self.term(subject, around)?;
                let mut holds = Truth::No;
                for value in values {
                    holds = holds.or(compared(Comparison::Equal, &subject, &self.term(value, around)?));
                }
                Seen::of(holds)
            }
            TermKind::IsNone(inner) => Seen::of(exists(&self.term(inner, around)?).negate()),
            TermKind::Happened(inner) => Seen::of(exists(&self.term(inner, around)?)),
            TermKind::State(action, state, under) => self.state(*action, *state, under.as_ref())?,
            TermKind::Stood(date, inner) => self.stood(*date, inner, around)?,
            TermKind::InPeriod(period, a, b) => {
                let (a, b) = (self.term(a, around)?, self.term(b, around)?);
                in_period(*period, &a, &b)
            }
            TermKind::Sum(parts, round) => {
                let zone = self.zone;
                let rounding = self.rounding(round);
                self.strict(parts, around, |turned, a, b| {
                    add(a, b, turned, rounding, zone).ok()
                })?
            }
            TermKind::Product(parts) => {
                self.strict(parts, around, |turned, a, b| multiply(a, b, turned).ok())?
            }
            TermKind::Minus(inner) => mapped(self.term(inner, around)?, |value| match value {
                Value::Number(number) => Some(Value::Number(number.negated())),
                Value::Money(number, currency) => Some(Value::Money(number.negated(), *currency)),
                Value::Duration(duration) => Some(Value::Duration(duration.negated())),
                _ => None,
            }),
            TermKind::DateOf(inner) => {
                let zone = self.zone;
                mapped(self.term(inner, around)?, |value| match value {
                    Value::Moment(moment) => Some(Value::Date(zone.date_of(*moment))),
                    Value::Date(date) => Some(Value::Date(*date)),
                    _ => None,
                })
            }
            TermKind::Round(way, step, inner) => {
                mapped(self.term(inner, around)?, |value| rounded(value, *way, step))
            }
            TermKind::Several(aggregate, terms) => {
                let parts: Result<Vec<Seen>> = terms.iter().map(|term| self.term(term, around)).collect();
                self.gathered(*aggregate, &parts?)
            }
            TermKind::Aggregate(aggregate, list) => self.aggregate(*aggregate, list, around)?,
            TermKind::Quantified {
                quantifier,
                place,
                body,
                ..
            } => self.quantified(*quantifier, place, body, around)?,
            TermKind::Between(unit, of, from, to) => {
                let missing_day = self.missing_day(*of);
                let ends = [(false, (**from).clone()), (false, (**to).clone())];
                let zone = self.zone;
                self.strict(&ends, around, |_, from, to| {
                    between(zone, *unit, from, to, missing_day)
                })?
            }
            TermKind::Counted(limit) => match self.end(limit, around, true)? {
                End::At(due) => Seen::Is(Value::Moment(due)),
                End::Open(_) => Seen::Open(Vec::new()),
                End::Never | End::NotStarted | End::Paused => Seen::Is(Value::None),
            },
            TermKind::Stretch(length, side, day) => self.stretch((length, day), *side, around)?,
            TermKind::CalendarOf(period, day) => {
                mapped(self.term(day, around)?, |day| calendar_of(*period, day))
            }
            TermKind::PeriodOf(from, until) => self.period_of(from, until, around)?,
            TermKind::Quota(of, measure) => self.quota(of, measure, around)?,
            TermKind::During(day, periods) => self.of_two(day, periods, around, during)?,
            TermKind::Throughout(periods, window) => self.of_two(periods, window, around, throughout)?,
            TermKind::Overlaps(a, b) => self.of_two(a, b, around, overlaps)?,
            TermKind::At(..) | TermKind::TimeOf(_) | TermKind::Edge(..) => self.time(term, around)?,
            TermKind::InARow(list, from, round) => self.in_a_row(list, from, round, around)?,
        })
    }

    fn folded(
        &mut self,
        parts: &[Term],
        around: &Around,
        start: Truth,
        join: impl Fn(Truth, Truth) -> Truth,
    ) -> Result<Truth> {
        parts.iter().try_fold(start, |holds, part| {
            Ok(join(holds, self.term(part, around)?.truth()))
        })
    }

    /// An operation over parts: undefined when a part is, else unknown when one is, else none when one is. Unknown where it
    /// cannot be calculated.
    fn strict(
        &mut self,
        parts: &[(bool, Term)],
        around: &Around,
        join: impl Fn(bool, &Value, &Value) -> Option<Value>,
    ) -> Result<Seen> {
        let mut seen = Vec::new();
        for (turned, part) in parts {
            seen.push((*turned, self.term(part, around)?));
        }
        if seen.iter().any(|(_, part)| *part == Seen::Undefined) {
            return Ok(Seen::Undefined);
        }
        if seen.iter().any(|(_, part)| part.is_open()) {
            return Ok(Seen::open());
        }
        if seen.iter().any(|(_, part)| part.is_nothing()) {
            return Ok(Seen::Is(Value::None));
        }
        let mut so_far: Option<Value> = None;
        for (turned, part) in &seen {
            let Seen::Is(value) = part else {
                return Ok(Seen::open());
            };
            let made = match &so_far {
                None => Some(value.clone()),
                Some(before) => join(*turned, before, value),
            };
            match made {
                Some(made) => so_far = Some(made),
                None => return Ok(Seen::open()),
            }
        }
        Ok(so_far.map_or(Seen::Undefined, Seen::Is))
    }

    fn state(&mut self, action: ActionId, state: State, under: Option<&Citation>) -> Result<Seen> {
        let wanted: &[Outcome] = match state {
            State::Valid => return Ok(Seen::of(self.valid(action)?)),
            State::Permitted => &[Outcome::Permitted],
            State::Forbidden => &[Outcome::Forbidden],
            State::Unregulated => &[Outcome::Unregulated],
            State::NotApplicable => &[Outcome::NotApplicable],
            State::Pending => &[Outcome::Pending],
            State::Fulfilled => &[Outcome::Fulfilled],
            State::FulfilledLate => &[Outcome::FulfilledLate],
            State::Overdue => &[Outcome::Overdue],
            State::Breached => &[Outcome::Overdue, Outcome::FulfilledLate],
        };
        let outcome = match state {
            State::Permitted | State::Forbidden | State::Unregulated => self.action(action, under)?,
            _ => self.duties(action, under)?.outcome,
        };
        Ok(match outcome {
            Outcome::Unknown | Outcome::Conflict => Seen::Open(Vec::new()),
            outcome => Seen::yes(wanted.contains(&outcome)),
        })
    }

    /// A parameter at the date of the law, or on a date; what the law leaves open the case may say.
    fn parameter(&mut self, id: ParameterId, on: Option<&Term>, around: &Around) -> Result<Seen> {
        let date = match on {
            None => self.plan.date(),
            Some(on) => match self.term(on, around)? {
                Seen::Is(Value::Date(date)) => date,
                seen if seen.is_open() => return Ok(Seen::Open(Vec::new())),
                _ => return Ok(Seen::Is(Value::None)),
            },
        };
        let made = self.program.parameters.get(id.0);
        let by_law = made.and_then(|made| made.on(date)).map(|(_, value)| value);
        let value = by_law.or_else(|| self.case.parameters.get(&id.0));
        Ok(value.map_or(Seen::Open(Vec::new()), |value| Seen::Is(value.clone())))
    }

    /// Under the law of another date.
    fn stood(&mut self, date: Date, inner: &Term, around: &Around) -> Result<Seen> {
        let Some(plan) = self.asked_plan.stood(date) else {
            return Ok(Seen::Undefined);
        };
        let outer = std::mem::replace(&mut self.plan, plan);
        let seen = self.term(inner, around);
        self.plan = outer;
        seen
    }

    /// A moment of a date and a time, the time of a moment, the beginning or end of a date.
    fn time(&mut self, term: &Term, around: &Around) -> Result<Seen> {
        let zone = self.zone;
        match &term.kind {
            TermKind::At(date, time) => {
                self.of_two(date, time, around, move |date, time| match (date, time) {
                    (Value::Date(date), Value::Time(time)) => {
                        Some(Value::Moment(zone.at_or_after(*date, *time)))
                    }
                    _ => None,
                })
            }
            TermKind::TimeOf(moment) => Ok(mapped(self.term(moment, around)?, |moment| match moment {
                Value::Moment(moment) => Some(Value::Time(zone.local(*moment).time())),
                _ => None,
            })),
            TermKind::Edge(end, date) => Ok(mapped(self.term(date, around)?, |date| match date {
                Value::Date(date) if *end => end_of_day(zone, *date).map(Value::Moment),
                Value::Date(date) => Some(Value::Moment(zone.start_of(*date))),
                _ => None,
            })),
            _ => Ok(Seen::Undefined),
        }
    }
}

fn during(day: &Value, periods: &Value) -> Option<Value> {
    match (day, periods) {
        (Value::Date(day), Value::Periods(periods)) => Some(Value::Yes(periods.contains(*day))),
        _ => None,
    }
}

fn throughout(periods: &Value, window: &Value) -> Option<Value> {
    match (periods, window) {
        (Value::Periods(periods), Value::Periods(window)) => Some(Value::Yes(periods.covers(window))),
        _ => None,
    }
}

fn overlaps(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Periods(a), Value::Periods(b)) => Some(Value::Yes(!a.common(b).periods().is_empty())),
        _ => None,
    }
}

/// Whether each value that it may have is something, or none of them is.
fn exists(seen: &Seen) -> Truth {
    let Some(possible) = seen.candidates() else {
        return Truth::Unknown;
    };
    let none = possible.iter().filter(|value| **value == Value::None).count();
    match none {
        0 => Truth::Yes,
        _ if none == possible.len() => Truth::No,
        _ => Truth::Unknown,
    }
}

/// A value made of another; nothing stays nothing. Not known where it cannot be calculated.
fn mapped(seen: Seen, make: impl Fn(&Value) -> Option<Value>) -> Seen {
    let made = |value: &Value| match value {
        Value::None => Some(Value::None),
        value => make(value),
    };
    match seen {
        Seen::Open(possible) => {
            let possible: Option<Vec<Value>> = possible.iter().map(made).collect();
            Seen::Open(possible.unwrap_or_default())
        }
        Seen::Is(value) => made(&value).map_or(Seen::open(), Seen::Is),
        other => other,
    }
}

/// What every pair of values that two sides may have agrees on.
fn compared(order: Comparison, a: &Seen, b: &Seen) -> Truth {
    let equality = matches!(order, Comparison::Equal | Comparison::Different);
    if !equality && (a.is_nothing() || b.is_nothing()) {
        return Truth::No;
    }
    let (Some(left), Some(right)) = (a.candidates(), b.candidates()) else {
        return Truth::Unknown;
    };
    let mut truths = Vec::new();
    for a in &left {
        for b in &right {
            truths.push(if equality {
                same(order, a, b)
            } else {
                ordered(order, a, b)
            });
        }
    }
    match truths.as_slice() {
        [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
        _ => Truth::Unknown,
    }
}

fn same(order: Comparison, a: &Value, b: &Value) -> Truth {
    let equal = match (a, b) {
        (Value::None, Value::None) => Truth::Yes,
        (Value::None, _) | (_, Value::None) => Truth::No,
        (a, b) => in_all_orders(a, b, |order| order == Ordering::Equal),
    };
    if order == Comparison::Equal {
        equal
    } else {
        equal.negate()
    }
}

fn ordered(order: Comparison, a: &Value, b: &Value) -> Truth {
    match (a, b) {
        (Value::None, _) | (_, Value::None) => Truth::No,
        (a, b) => in_all_orders(a, b, |found| holds(order, found)),
    }
}

/// Known where it is the same in all orders that two values can be in.
fn in_all_orders(a: &Value, b: &Value, holds: impl Fn(Ordering) -> bool) -> Truth {
    let each: Vec<bool> = orders_of(a, b).possible().map(holds).collect();
    match each.as_slice() {
        [first, rest @ ..] if rest.iter().all(|other| other == first) => Truth::from(*first),
        _ => Truth::Unknown,
    }
}

fn in_period(period: Period, a: &Seen, b: &Seen) -> Seen {
    match (a, b) {
        (Seen::Is(Value::Date(a)), Seen::Is(Value::Date(b))) => Seen::yes(match period {
            Period::Day => a == b,
            Period::Month => (a.year(), a.month()) == (b.year(), b.month()),
            Period::Year => a.year() == b.year(),
        }),
        _ if *a == Seen::Undefined || *b == Seen::Undefined => Seen::yes(false),
        _ if a.is_open() || b.is_open() => Seen::Open(Vec::new()),
        _ => Seen::yes(false),
    }
}

fn between(
    zone: Zone,
    unit: SpanUnit,
    from: &Value,
    to: &Value,
    missing_day: crate::time::MonthEnd,
) -> Option<Value> {
    Some(Value::Duration(match (unit, from, to) {
        (SpanUnit::Time, Value::Moment(from), Value::Moment(to)) => {
            Duration::seconds(zone.seconds_between(*from, *to))
        }
        (SpanUnit::Days, Value::Date(from), Value::Date(to)) => Duration::days((*to - *from).num_days()),
        (SpanUnit::Months, Value::Date(from), Value::Date(to)) => {
            Duration::calendar(0, months_between(*from, *to, missing_day))
        }
        (SpanUnit::Years, Value::Date(from), Value::Date(to)) => {
            Duration::calendar(years_between(*from, *to, missing_day), 0)
        }
        _ => return None,
    }))
}

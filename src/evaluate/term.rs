//! Terms evaluated.

use super::evaluator::{Env, Evaluator, Read};
use super::failure::Uncalculable;
use super::found::{Found, Known};
use super::reason::{Reason, ReasonKind};
use super::resting::Support;
use super::sum::rounded;
use crate::case::{Spot, Step};
use crate::law::InstrumentId;
use crate::resolve::{ParameterId, Place, Term, TermKind};
use crate::syntax::tree::SpanUnit;
use crate::time::{Duration, months_between, years_between};
use crate::value::{Number, Truth, Value};
use std::sync::Arc;

impl Evaluator<'_> {
    /// A term's value.
    pub fn term(&mut self, term: &Term, env: &Env) -> Found {
        self.steps += 1;
        let outer = self.here.replace(term.span);
        let found = if self.is_exhausted() {
            self.failing(Found::none(), Uncalculable::TooLong)
        } else {
            self.form(term, env)
        };
        self.here = outer;
        found
    }

    fn form(&mut self, term: &Term, env: &Env) -> Found {
        let found = match &term.kind {
            TermKind::Wrong => Found::of(Known::Undefined),
            TermKind::Value(value) => return Found::value(value.clone()),
            TermKind::Fact(place) => return self.fact(place, env),
            TermKind::Definition { id, own, under } => {
                let own = own.as_ref().map(|place| self.spot(place, env));
                return (*self.definition(*id, own, under.as_ref())).clone();
            }
            TermKind::Parameter(id, on) => return self.parameter(*id, on.as_deref(), env),
            TermKind::ParentDue => return self.parent_due(env),
            TermKind::ParentDone => return self.parent_done(env),
            TermKind::All(parts) => {
                let parts: Vec<Found> = parts.iter().map(|part| self.term(part, env)).collect();
                return Found::all(&parts);
            }
            TermKind::Any(parts) => {
                let parts: Vec<Found> = parts.iter().map(|part| self.term(part, env)).collect();
                return Found::any(&parts);
            }
            TermKind::Not(inner) => {
                let found = self.term(inner, env).negate();
                return if inner.span == term.span {
                    said_of_the_contrary(found)
                } else {
                    found
                };
            }
            TermKind::Compare(order, left, right) => self.compare(*order, left, right, env),
            TermKind::IsNone(inner) => self.exists(inner, env).negate(),
            TermKind::Happened(inner) => self.exists(inner, env),
            TermKind::OneOf(subject, values) => self.one_of(subject, values, env),
            TermKind::Stood(date, inner) => self.enter(*date, |evaluator| evaluator.term(inner, env)),
            TermKind::State(action, state, under) => self.state(*action, *state, under.as_ref()),
            TermKind::InPeriod(period, left, right) => self.in_period(*period, left, right, env),
            TermKind::Sum(parts, round) => return self.sum(parts, round, env),
            TermKind::Product(parts) => return self.product(parts, env),
            TermKind::Minus(inner) => {
                let found = self.term(inner, env);
                return self.mapped(found, |value| match value {
                    Value::Number(number) => Some(Value::Number(number.negated())),
                    Value::Money(number, currency) => Some(Value::Money(number.negated(), *currency)),
                    Value::Duration(duration) => Some(Value::Duration(duration.negated())),
                    _ => None,
                });
            }
            TermKind::DateOf(inner) => {
                let found = self.term(inner, env);
                let zone = self.zone;
                return self.mapped(found, |value| match value {
                    Value::Moment(moment) => Some(Value::Date(zone.date_of(*moment))),
                    Value::Date(date) => Some(Value::Date(*date)),
                    _ => None,
                });
            }
            TermKind::Round(way, step, inner) => {
                let found = self.term(inner, env);
                return self.mapped(found, |value| rounded(value, *way, step));
            }
            TermKind::List { .. } => Found::of(Known::Undefined),
            TermKind::Aggregate(aggregate, list) => return self.aggregate(*aggregate, list, env),
            TermKind::Several(aggregate, terms) => {
                let parts = terms.iter().map(|term| self.term(term, env)).collect();
                return self.gathered(*aggregate, parts);
            }
            TermKind::Quantified {
                quantifier,
                place,
                body,
                ..
            } => self.quantified(*quantifier, place, body, env),
            TermKind::Between(unit, of, from, to) => return self.between((*unit, *of), from, to, env),
            TermKind::Counted(limit) => return self.counted(limit, env),
            TermKind::Stretch(length, side, day) => return self.stretch(length, *side, day, env),
            TermKind::CalendarOf(period, day) => return self.calendar_of(*period, day, env),
            TermKind::PeriodOf(from, until) => return self.period_of(from, until, env),
            TermKind::Quota(of, measure) => return self.quota(of, measure, env),
            TermKind::At(date, time) => return self.at_time(date, time, env),
            TermKind::TimeOf(moment) => return self.time_of(moment, env),
            TermKind::Edge(end, date) => return self.edge_of(*end, date, env),
            TermKind::InARow(list, from, round) => return self.in_a_row(list, from, round, env),
            TermKind::During(day, periods) => self.during(day, periods, env),
            TermKind::Throughout(periods, window) => self.throughout(periods, window, env),
            TermKind::Overlaps(a, b) => self.overlaps(a, b, env),
        };
        let span = term.span;
        if !self.records_more() {
            return found;
        }
        self.because(found, |known| ReasonKind::Said {
            span,
            known: known.clone(),
        })
    }

    /// Whether as many terms were worked out as may be.
    pub fn is_exhausted(&self) -> bool {
        self.steps > self.most_steps
    }

    /// A value made of another; nothing stays nothing. Of one of a few values, one of what is made of them. What cannot
    /// be made lies outside the calendar.
    pub fn mapped(&self, mut found: Found, make: impl Fn(&Value) -> Option<Value>) -> Found {
        let each = |value: &Value| match value {
            Value::None => Some(Value::None),
            value => make(value),
        };
        let possible: Option<Vec<Value>> = found.possible.iter().map(each).collect();
        if let Some(value) = found.something() {
            let made = make(value).ok_or(Uncalculable::OutsideCalendar);
            return self.calculated(found, made);
        }
        match possible {
            Some(possible) => found.possible = possible,
            None => return self.failing(found, Uncalculable::OutsideCalendar),
        }
        found
    }

    /// A fact; of a record, that it exists.
    pub fn fact(&mut self, place: &Place, env: &Env) -> Found {
        let spot = self.spot(place, env);
        match self.read(&spot, env) {
            Read::Found(found) => *found,
            Read::Record | Read::List(_) => Found::yes(true),
        }
    }

    /// Whether something exists or has happened.
    fn exists(&mut self, inner: &Term, env: &Env) -> Found {
        let mut found = self.term(inner, env);
        if let (true, Some(possible)) = (found.is_open(), found.candidates()) {
            return found.with_truth(exists_in_all(&possible));
        }
        if found.is_open() {
            return found;
        }
        let exists = !found.is_nothing();
        found.known = Known::Value(Value::Yes(exists));
        found
    }

    fn parameter(&mut self, id: ParameterId, on: Option<&Term>, env: &Env) -> Found {
        let program = self.program;
        let Some(made) = program.parameters.get(id.0) else {
            return Found::of(Known::Undefined);
        };
        let dated = on.map(|on| self.term(on, env));
        let date = match dated.as_ref().map(|found| &found.known) {
            None => Some(self.plan.date()),
            Some(Known::Value(Value::Date(date))) => Some(*date),
            Some(_) => None,
        };
        let mut found = match (date, &dated) {
            (Some(date), _) => match made.on(date) {
                Some(_) if made.has_remarks() && self.leans_on(Support::Parameter(id)) => {
                    Found::of(Known::Unknown)
                }
                Some((_, value)) => Found::value(value.clone()),
                None => self.open_parameter(id),
            },
            (None, Some(dated)) if dated.is_open() => self.any_parameter_value(id, on, dated, env),
            (None, _) => Found::none(),
        };
        if let Some(dated) = &dated
            && !found.is_open()
        {
            found.rests.extend(dated.rests.iter().cloned());
            found.reasons.extend(dated.reasons.iter().cloned());
        }
        self.because(found, |known| ReasonKind::Parameter {
            id,
            known: known.clone(),
        })
    }

    /// A parameter on an unknown date: it matters on which side of a change of its values the date lies.
    fn any_parameter_value(&mut self, id: ParameterId, on: Option<&Term>, dated: &Found, env: &Env) -> Found {
        let mut found = dated.clone();
        found.known = Known::Unknown;
        if let (Some(made), Some(on)) = (self.program.parameters.get(id.0), on) {
            for edge in made.values.iter().flat_map(|(interval, _, _)| interval.edges()) {
                self.hint(on, &Value::Date(edge), env);
            }
        }
        found
    }

    /// A parameter without a value: the case may give it.
    fn open_parameter(&mut self, id: ParameterId) -> Found {
        let spot: Spot = [Step::Parameter(id.0)].into();
        let supposed = self
            .supposed
            .get(&spot)
            .or_else(|| self.case.parameters.get(&id.0));
        match supposed.cloned() {
            Some(value) => Found::value(value),
            None => self.wanting(&spot),
        }
    }

    fn between(
        &mut self,
        (unit, instrument): (SpanUnit, InstrumentId),
        from: &Term,
        to: &Term,
        env: &Env,
    ) -> Found {
        let missing_day = self.anniversary(instrument);
        let (from, to) = (self.term(from, env), self.term(to, env));
        let found = Found::strict(&[&from, &to]);
        let (Some(from), Some(to)) = (from.something(), to.something()) else {
            if found.known == Known::Unknown {
                let wants = found.wants.clone();
                self.mark_open(&wants);
            }
            return found;
        };
        let measured = match (unit, from, to) {
            (SpanUnit::Time, Value::Moment(from), Value::Moment(to)) => {
                Some(Duration::seconds(self.zone.seconds_between(*from, *to)))
            }
            (SpanUnit::Days, Value::Date(from), Value::Date(to)) => {
                Some(Duration::days((*to - *from).num_days()))
            }
            (SpanUnit::Months, Value::Date(from), Value::Date(to)) => {
                Some(Duration::calendar(0, months_between(*from, *to, missing_day)))
            }
            (SpanUnit::Years, Value::Date(from), Value::Date(to)) => {
                Some(Duration::calendar(years_between(*from, *to, missing_day), 0))
            }
            _ => None,
        };
        let measured = measured.map(Value::Duration).ok_or(Uncalculable::Unlike);
        self.calculated(found, measured)
    }

    /// A number of something.
    pub fn count(number: usize) -> Value {
        Value::Number(Number::whole(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

/// `is not ...` is one condition as it is written: its reason says what came of it, not of `is ...`.
fn said_of_the_contrary(mut found: Found) -> Found {
    if let [reason] = found.reasons.as_slice()
        && let ReasonKind::Said { span, .. } = &reason.kind
    {
        let kind = ReasonKind::Said {
            span: *span,
            known: found.known.clone(),
        };
        found.reasons = vec![Arc::new(Reason {
            kind,
            because: reason.because.clone(),
        })];
    }
    found
}

/// Whether each of some possible values is something, or none of them is.
fn exists_in_all(possible: &[Value]) -> Truth {
    let none = possible.iter().filter(|value| **value == Value::None).count();
    match none {
        0 => Truth::Yes,
        _ if none == possible.len() => Truth::No,
        _ => Truth::Unknown,
    }
}

//! Terms compiled.

use super::super::code::{Lane, Op, Sort, state};
use super::{Beyond, Compiler, Cond, Env, Made, Val};
use crate::resolve::{ParameterId, State, Term, TermKind};
use crate::syntax::tree::{Comparison, Quantifier};
use crate::value::{Truth, Value};

impl Compiler<'_> {
    /// A term.
    pub fn term(&mut self, term: &Term, env: &Env) -> Result<Made, Beyond> {
        self.deeper(|compiler| compiler.form(term, env))
    }

    fn form(&mut self, term: &Term, env: &Env) -> Result<Made, Beyond> {
        Ok(match &term.kind {
            TermKind::Wrong => Made::Val(undefined()),
            TermKind::Value(value) => Made::Val(self.constant(value)?),
            TermKind::Fact(place) => Made::Val(self.fact(place, env)?),
            TermKind::Definition { id, own, under } => {
                let own = own.as_ref().map(|place| self.at(place, env)).transpose()?;
                Made::Val(self.definition(*id, own, under.as_ref())?)
            }
            TermKind::Parameter(id, on) => Made::Val(self.parameter(*id, on.as_deref(), env)?),
            TermKind::ParentDue => Made::Val(self.parent_due(env)?),
            TermKind::ParentDone => Made::Val(self.parent_done(env)?),
            TermKind::All(parts) => {
                let parts = self.conds(parts, env)?;
                Made::Cond(self.all(&parts))
            }
            TermKind::Any(parts) => {
                let parts = self.conds(parts, env)?;
                Made::Cond(self.any(&parts))
            }
            TermKind::Not(inner) => {
                let inner = self.cond(inner, env)?;
                Made::Cond(self.not(inner))
            }
            TermKind::Compare(order, a, b) => Made::Cond(self.compare(*order, a, b, env)?),
            TermKind::IsNone(inner) => {
                let exists = self.exists(inner, env)?;
                Made::Cond(self.not(exists))
            }
            TermKind::Happened(inner) => Made::Cond(self.exists(inner, env)?),
            TermKind::OneOf(subject, values) => Made::Cond(self.one_of(subject, values, env)?),
            TermKind::Stood(date, inner) => self.stood(*date, inner, env)?,
            TermKind::State(action, state, under) => {
                Made::Cond(self.state(*action, *state, under.as_ref())?)
            }
            TermKind::InPeriod(period, a, b) => {
                let (a, b) = (self.val(a, env)?, self.val(b, env)?);
                let (domain, [a, b]) = self.together([a.operand, b.operand]);
                Made::Cond(Cond::Held(
                    self.make_truth(domain, |to| Op::InPeriod(*period, a, b, to)),
                ))
            }
            TermKind::Sum(parts, round) => Made::Val(self.sum(parts, round, env)?),
            TermKind::Product(parts) => Made::Val(self.product(parts, env)?),
            TermKind::Minus(inner) => {
                let value = self.val(inner, env)?;
                Made::Val(self.scaled(value, -1, 1)?)
            }
            TermKind::DateOf(inner) => {
                let value = self.val(inner, env)?;
                Made::Val(self.date_of(value))
            }
            TermKind::Round(way, step, inner) => Made::Val(self.round(*way, step, inner, env)?),
            TermKind::Aggregate(aggregate, list) => Made::Val(self.aggregate(*aggregate, list, env)?),
            TermKind::Several(aggregate, terms) => Made::Val(self.several(*aggregate, terms, env)?),
            TermKind::Quantified {
                quantifier,
                place,
                body,
                ..
            } => {
                let every = *quantifier == Quantifier::Every;
                Made::Cond(self.quantified(every, place, body, env)?)
            }
            TermKind::Between(unit, instrument, from, to) => {
                Made::Val(self.between(*unit, *instrument, from, to, env)?)
            }
            TermKind::Counted(limit) => Made::Val(self.counted(limit, env)?),
            TermKind::List { .. } => return Err(Beyond("a list as a value")),
            TermKind::Stretch(..)
            | TermKind::CalendarOf(..)
            | TermKind::PeriodOf(..)
            | TermKind::During(..)
            | TermKind::Throughout(..)
            | TermKind::Overlaps(..)
            | TermKind::Quota(..) => return Err(Beyond("periods and quotas")),
            TermKind::At(..) | TermKind::TimeOf(_) | TermKind::Edge(..) => {
                return Err(Beyond("times of day"));
            }
            TermKind::InARow(..) => return Err(Beyond("terms in a row")),
        })
    }

    pub fn conds(&mut self, terms: &[Term], env: &Env) -> Result<Vec<Cond>, Beyond> {
        terms.iter().map(|term| self.cond(term, env)).collect()
    }

    /// Whether something exists or has happened.
    fn exists(&mut self, inner: &Term, env: &Env) -> Result<Cond, Beyond> {
        let value = self.val(inner, env)?;
        Ok(match value.constant() {
            Some(lane) => Cond::Fixed(match lane.state & state::BITS {
                state::UNKNOWN => Truth::Unknown,
                found => Truth::from(found == state::VALUE),
            }),
            None => {
                let (domain, [of]) = self.together([value.operand]);
                Cond::Held(self.make_truth(domain, |to| Op::Exists(of, value.perhaps, to)))
            }
        })
    }

    fn one_of(&mut self, subject: &Term, values: &[Term], env: &Env) -> Result<Cond, Beyond> {
        let subject = self.val(subject, env)?;
        let mut parts = Vec::new();
        let mut among: Vec<i64> = Vec::new();
        let mut simple = true;
        for value in values {
            let value = self.val(value, env)?;
            let fixed = value.constant().filter(|lane| lane.state == state::VALUE);
            match fixed.and_then(|_| self.count_in(&value, subject.fraction)) {
                Some(count) if value.sort == subject.sort => among.push(count),
                _ => simple = false,
            }
            parts.push(value);
        }
        among.sort_unstable();
        among.dedup();
        if simple && subject.constant().is_none() && among.len() > 1 {
            let (domain, [of]) = self.together([subject.operand]);
            return Ok(Cond::Held(self.make_truth(domain, |to| Op::Among {
                of,
                values: among.into(),
                perhaps: subject.perhaps,
                to,
            })));
        }
        let equals: Result<Vec<Cond>, Beyond> = parts
            .iter()
            .map(|value| self.compared(Comparison::Equal, &subject, value))
            .collect();
        Ok(self.any(&equals?))
    }

    /// Under the law as it stood on a date.
    fn stood(&mut self, date: crate::time::Date, inner: &Term, env: &Env) -> Result<Made, Beyond> {
        let Some(plan) = self.asked.stood(date) else {
            return Ok(Made::Val(undefined()));
        };
        let outer = std::mem::replace(&mut self.plan, plan);
        let made = self.term(inner, env);
        self.plan = outer;
        made
    }

    fn parameter(&mut self, id: ParameterId, on: Option<&Term>, env: &Env) -> Result<Val, Beyond> {
        let program = self.program;
        let Some(made) = program.parameters.get(id.0) else {
            return Ok(undefined());
        };
        let Some(on) = on else {
            return match made.on(self.plan.date()) {
                Some((_, value)) => self.constant(value),
                None => self.open_parameter(id),
            };
        };
        let date = self.val(on, env)?;
        let mut edges: Vec<crate::time::Date> = made
            .values
            .iter()
            .flat_map(|(interval, _, _)| interval.edges())
            .collect();
        edges.push(crate::time::Date::MIN);
        edges.sort();
        edges.dedup();
        let mut steps = Vec::new();
        let open = self.open_parameter(id)?;
        let mut most = open.most;
        for edge in edges {
            let value = match made.on(edge) {
                Some((_, value)) => Some(self.constant(value)?),
                None => None,
            };
            let count = match &value {
                Some(value) => Some(
                    self.count_in(value, open.fraction)
                        .ok_or(Beyond("a parameter of many digits"))?,
                ),
                None => None,
            };
            most = most.max(i128::from(count.unwrap_or(0)).abs());
            steps.push((super::time::day_number(edge), count));
        }
        let (domain, [date, held]) = self.together([date.operand, open.operand]);
        let steps = steps.into_boxed_slice();
        let to = self.make(domain, |to| Op::ByDate {
            date,
            steps,
            open: held,
            to,
        });
        Ok(Val::held(to, open.sort, open.fraction, most))
    }

    /// Whether an action or duty is in a state.
    fn state(
        &mut self,
        action: crate::resolve::ActionId,
        asked: State,
        under: Option<&crate::law::Citation>,
    ) -> Result<Cond, Beyond> {
        use super::super::Outcome;
        let outcomes: &[Outcome] = match asked {
            State::Valid => return self.valid(action),
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
        let outcome = match asked {
            State::Permitted | State::Forbidden | State::Unregulated => self.action(action, under)?,
            _ => self.duties_of(action, under)?.outcome,
        };
        Ok(self.outcome_is(outcome, outcomes))
    }
}

/// What no provision gives a value.
pub(super) fn undefined() -> Val {
    Val::fixed(Lane::of(state::UNDEFINED), Sort::Truth, 1)
}

/// Known not to exist.
pub(super) fn none(sort: Sort, fraction: i64) -> Val {
    Val::fixed(Lane::of(state::NONE), sort, fraction)
}

/// The value of a constant, where it needs no number.
pub(super) fn plain(value: &Value) -> Option<(i64, Sort)> {
    use chrono::Timelike;
    Some(match value {
        Value::Yes(yes) => (i64::from(*yes), Sort::Truth),
        Value::Date(date) => (super::time::day_number(*date), Sort::Date),
        Value::Moment(moment) => (moment.seconds(), Sort::Moment),
        Value::Time(time) if time.nanosecond() == 0 => {
            (i64::from(time.num_seconds_from_midnight()), Sort::Time)
        }
        Value::Country(country) => (country_number(*country), Sort::Country),
        _ => return None,
    })
}

/// The number of a country: its letters.
pub fn country_number(country: crate::value::Country) -> i64 {
    country
        .code()
        .bytes()
        .fold(0, |number, letter| (number << 8) | i64::from(letter))
}

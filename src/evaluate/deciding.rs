//! The deciding facts of an unknown answer.
//!
//! An absent fact decides when some values of it and of other absent facts give a known outcome that would
//! still be unknown without it. Every absent fact that evaluation wants is tried: values of other absent
//! facts are supposed, one after another, each of them also left out, until the fact makes the difference
//! or nothing is left to suppose. The search is exact while it stays within [`Limits::splits`] evaluations and
//! all values that matter are known; beyond that the fact is listed and the answer says that the list may
//! be wide.

use super::compare::{order_of, sorted};
use super::decision::Inquiry;
use super::evaluator::Supposed;
use super::failure::Failure;
use super::hint::Hints;
use crate::case::{Spot, Step};
use crate::plan::Outcome;
use crate::resolve::{Base, EnumType, Type};
use crate::time::{
    Date, Duration, DurationKind, Moment, MonthEnd, Period, Periods, TimeOfDay, add_duration_to_date,
};
use crate::value::{Country, Number, Rounding, Value};
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The facts that an unknown answer is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missing {
    /// The facts, in the order in which evaluation asks for them.
    pub spots: Vec<Spot>,
    /// Whether more facts may be listed than really decide.
    pub wide: bool,
}

/// What one evaluation with supposed facts gave.
pub(super) struct Run {
    pub known: bool,
    pub answer: (Outcome, Option<Value>),
    pub wants: Vec<Spot>,
    pub hints: HashMap<Spot, Hints>,
    /// What could not be calculated with the supposed facts.
    pub failures: BTreeSet<Failure>,
    pub steps: usize,
}

/// More wanted facts than this are listed as they are.
const MOST_FACTS: usize = 200;

/// Finds the deciding facts of a question whose outcome is unknown, and what could not be calculated with facts that were
/// supposed on the way.
pub(super) fn deciding(inquiry: &Inquiry<'_>) -> (Missing, BTreeSet<Failure>) {
    let limits = inquiry.limits;
    let mut probe = Probe::of(inquiry);
    let first = probe.run(&Supposed::new());
    if first.known {
        return Default::default();
    }
    if first.wants.len() > MOST_FACTS {
        let missing = Missing {
            spots: first.wants,
            wide: true,
        };
        return (missing, probe.failures);
    }
    let mut missing = Missing::default();
    let share = limits.splits / first.wants.len().max(1);
    for spot in first.wants.clone() {
        probe.inexact = false;
        let budget = probe.runs + share;
        let found = probe.decides(&spot, &mut Supposed::new(), &mut HashSet::new(), &first, budget);
        if found || probe.inexact {
            missing.wide |= !found;
            missing.spots.push(spot);
        }
    }
    (missing, probe.failures)
}

pub(super) struct Probe<'a> {
    inquiry: &'a Inquiry<'a>,
    runs: usize,
    steps: usize,
    /// Whether a difference may have been overlooked.
    inexact: bool,
    /// What could not be calculated with supposed facts.
    failures: BTreeSet<Failure>,
}

impl<'a> Probe<'a> {
    pub fn of(inquiry: &'a Inquiry<'a>) -> Probe<'a> {
        Probe {
            inquiry,
            runs: 0,
            steps: 0,
            inexact: false,
            failures: BTreeSet::new(),
        }
    }

    fn run(&mut self, supposed: &Supposed) -> Run {
        self.runs += 1;
        let run = self.inquiry.run(supposed);
        self.steps += run.steps;
        self.failures.extend(run.failures.iter().cloned());
        run
    }

    fn spent(&self, budget: usize) -> bool {
        self.runs >= budget || self.steps >= self.inquiry.limits.splits.saturating_mul(100)
    }

    /// Whether `spot` makes the difference under some values of other facts.
    fn decides(
        &mut self,
        spot: &Spot,
        supposed: &mut Supposed,
        left_out: &mut HashSet<Spot>,
        run: &Run,
        budget: usize,
    ) -> bool {
        if run.known {
            return false;
        }
        if self.spent(budget) {
            self.inexact = true;
            return false;
        }
        if run.wants.contains(spot) {
            for value in self.candidates(spot, run) {
                supposed.insert(spot.clone(), value);
                let decided = self.run(supposed).known;
                supposed.remove(spot);
                if decided {
                    return true;
                }
            }
        }
        let Some(next) = run
            .wants
            .iter()
            .find(|other| *other != spot && !left_out.contains(*other) && !supposed.contains_key(*other))
            .cloned()
        else {
            return false;
        };
        for value in self.candidates(&next, run) {
            supposed.insert(next.clone(), value);
            let inner = self.run(supposed);
            let found = self.decides(spot, supposed, left_out, &inner, budget);
            supposed.remove(&next);
            if found {
                return true;
            }
        }
        left_out.insert(next.clone());
        let found = self.decides(spot, supposed, left_out, run, budget);
        left_out.remove(&next);
        found
    }

    /// Values of a fact of which one stands for each way in which it can matter.
    fn candidates(&mut self, spot: &Spot, run: &Run) -> Vec<Value> {
        let hints = run.hints.get(spot).cloned().unwrap_or_default();
        self.inexact |= hints.open;
        let ty = self.type_of(spot);
        let mut values = match &ty.base {
            Base::Truth | Base::Enum(_) => self.listed(&ty),
            Base::Country => countries(&hints.values),
            Base::Text => hints
                .values
                .iter()
                .cloned()
                .chain([Value::Text("\u{fffd}".into())])
                .collect(),
            Base::List(_) => {
                self.inexact = true;
                hints
                    .values
                    .iter()
                    .cloned()
                    .chain([Value::List(Vec::new()), Value::List(vec![Value::Yes(true)])])
                    .collect()
            }
            Base::Record(_) => vec![Value::Yes(true)],
            Base::Periods => {
                self.inexact = true;
                whole_time()
            }
            base if hints.open => around(base, &hints.values, self.inquiry.plan.date(), self.inquiry.at),
            base => regions(base, &hints.values, self.inquiry.plan.date(), self.inquiry.at),
        };
        if ty.optional {
            values.push(Value::None);
        }
        values
    }

    /// The values of a type, where they can be listed.
    pub fn listed(&self, ty: &Type) -> Vec<Value> {
        let made = |id| self.inquiry.program.enum_type(id);
        match &ty.base {
            Base::Truth => vec![Value::Yes(true), Value::Yes(false)],
            Base::Enum(id) => made(*id).map(EnumType::all).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// The type of what is at a spot.
    pub fn type_of(&self, spot: &Spot) -> Type {
        match spot.first() {
            Some(Step::Assessment) => Type::plain(Base::Moment),
            Some(Step::Parameter(number)) => self
                .inquiry
                .program
                .parameters
                .get(*number)
                .map_or_else(Type::wrong, |made| made.ty.clone()),
            _ => self.type_in_matter(spot),
        }
    }

    fn type_in_matter(&self, spot: &Spot) -> Type {
        let Some(mut shape) = self.inquiry.program.matter(self.inquiry.case.matter()) else {
            return Type::wrong();
        };
        let mut ty = Type::wrong();
        for step in spot.iter() {
            match step {
                Step::Slot(number) => {
                    if let Base::Record(id) = &ty.base
                        && let Some(record) = self.inquiry.program.record(*id)
                    {
                        shape = record;
                    }
                    ty = shape
                        .slots
                        .get(*number)
                        .map_or_else(Type::wrong, |slot| slot.ty.clone());
                }
                Step::Index(_) => {
                    if let Base::List(of) = ty.base {
                        ty = Type::plain(*of);
                    }
                }
                Step::Parameter(_) | Step::Assessment => {}
            }
        }
        ty
    }
}

fn countries(hints: &[Value]) -> Vec<Value> {
    let others = crate::value::country_codes()
        .filter_map(Country::parse)
        .map(Value::Country);
    let other = others.filter(|value| !hints.contains(value)).take(2);
    hints.iter().cloned().chain(other).collect()
}

/// One value for each region that the values hinted at cut out: each of them, one between every two, one
/// before the first and one after the last.
fn regions(base: &Base, hints: &[Value], law_date: Date, at: Option<Moment>) -> Vec<Value> {
    let mut points: Vec<Value> = hints.to_vec();
    points.sort_by(sorted);
    points.dedup();
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return far(base, law_date, at).into_iter().nth(1).into_iter().collect();
    };
    let mut values: Vec<Value> = beside(first).into_iter().nth(1).into_iter().collect();
    values.extend(beside(last).into_iter().nth(2));
    for pair in points.windows(2) {
        if let [a, b] = pair {
            let next = beside(a)
                .into_iter()
                .nth(2)
                .filter(|next| order_of(next, b) == Some(Ordering::Less));
            values.extend(next);
        }
    }
    values.extend(midpoints(&points));
    values.extend(points);
    values
}

/// The values hinted at, what lies just beside them, between them, and far away on both sides.
fn around(base: &Base, hints: &[Value], law_date: Date, at: Option<Moment>) -> Vec<Value> {
    let mut points: Vec<Value> = hints.to_vec();
    points.extend(far(base, law_date, at));
    let mut values: Vec<Value> = Vec::new();
    for point in &points {
        for value in beside(point) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    values.extend(midpoints(&points));
    values
}

fn far(base: &Base, law_date: Date, at: Option<Moment>) -> Vec<Value> {
    let dates = [
        Date::from_ymd_opt(1700, 1, 1),
        Some(law_date),
        Date::from_ymd_opt(2500, 1, 1),
    ];
    let dates = dates.into_iter().flatten();
    match base {
        Base::Number => [-1_000_000_000, 0, 1_000_000_000]
            .map(|number| Value::Number(Number::whole(number)))
            .to_vec(),
        Base::Money(currency) => [-1_000_000_000, 0, 1_000_000_000]
            .map(|number| Value::Money(Number::whole(number), *currency))
            .to_vec(),
        Base::Duration(kind, _) => [0, 1, 1_000_000]
            .map(|number| Value::Duration(units(*kind, number)))
            .to_vec(),
        Base::Date => dates.map(Value::Date).collect(),
        Base::TimeOfDay => [0, 12, 23]
            .iter()
            .filter_map(|hour| TimeOfDay::from_hms_opt(*hour, 0, 0))
            .map(Value::Time)
            .collect(),
        Base::Moment => dates
            .map(|date| crate::time::Zone::UTC.start_of(date))
            .chain(at)
            .map(Value::Moment)
            .collect(),
        _ => Vec::new(),
    }
}

fn units(kind: DurationKind, number: i64) -> Duration {
    match kind {
        DurationKind::Clock => Duration::hours(number),
        DurationKind::Days => Duration::days(number),
        DurationKind::WorkingDays => Duration::working_days(number),
        DurationKind::Calendar => Duration::calendar(0, number),
    }
}

/// No day at all, and all days.
fn whole_time() -> Vec<Value> {
    let always = Date::from_ymd_opt(1700, 1, 1).and_then(|from| Period::new(from, None));
    [Vec::new(), always.into_iter().collect()]
        .map(|periods| Value::Periods(Periods::of(periods)))
        .to_vec()
}

/// A value, and the nearest ones before and after it.
fn beside(value: &Value) -> Vec<Value> {
    let ratio = |number: &Number, by: i64| number.plus(&Number::whole(by));
    let near: Vec<Value> = match value {
        Value::Number(number) => [-1, 1].map(|by| Value::Number(ratio(number, by))).to_vec(),
        Value::Money(number, currency) => [-1, 1]
            .map(|by| Value::Money(ratio(number, by), *currency))
            .to_vec(),
        Value::Date(date) => [-1, 1]
            .iter()
            .filter_map(|by| add_duration_to_date(*date, &Duration::days(*by), MonthEnd::Down))
            .map(Value::Date)
            .collect(),
        Value::Moment(moment) => [-60, 60]
            .iter()
            .filter_map(|by| Moment::from_seconds(moment.seconds() + by))
            .map(Value::Moment)
            .collect(),
        Value::Time(time) => [-1, 1]
            .map(|by| time.overflowing_add_signed(chrono::TimeDelta::minutes(by)))
            .iter()
            .filter(|(_, wrapped)| *wrapped == 0)
            .map(|(near, _)| Value::Time(*near))
            .collect(),
        Value::Duration(duration) => [-1, 1]
            .map(|by| Value::Duration(beside_duration(duration, by)))
            .to_vec(),
        _ => Vec::new(),
    };
    std::iter::once(value.clone()).chain(near).collect()
}

fn beside_duration(duration: &Duration, by: i64) -> Duration {
    let step = BigRational::from_integer(by.into());
    match duration {
        Duration::Clock(seconds) => Duration::Clock(seconds + step * BigRational::from_integer(60.into())),
        Duration::Days(days) => Duration::Days(days + step),
        Duration::WorkingDays(days) => Duration::WorkingDays(days + step),
        Duration::Calendar { months, days } => Duration::Calendar {
            months: months.clone(),
            days: days + step,
        },
    }
}

/// Numbers halfway between two points that are close together.
fn midpoints(points: &[Value]) -> Vec<Value> {
    let mut numbers: Vec<(&Number, &Value)> = points
        .iter()
        .filter_map(|point| match point {
            Value::Number(number) | Value::Money(number, _) => Some((number, point)),
            _ => None,
        })
        .collect();
    numbers.sort_by(|a, b| a.0.cmp(b.0));
    let half = Number::from_ratio(BigRational::new(num_bigint::BigInt::one(), 2.into()));
    numbers
        .windows(2)
        .filter_map(|pair| match pair {
            [(a, _), (b, point)] if !b.minus(a).ratio().is_zero() => {
                let middle = a.plus(b).times(&half);
                match point {
                    Value::Money(_, currency) => Some(Value::Money(middle, *currency)),
                    _ => Some(Value::Number(
                        middle
                            .rounded(Rounding::Down, &Number::whole(1))
                            .filter(|whole| whole > *a)
                            .unwrap_or(middle),
                    )),
                }
            }
            _ => None,
        })
        .collect()
}

//! Lists: which elements, and what of them.

use super::compare::{open_order, orders_of, sorted};
use super::evaluator::{Env, Evaluator, Read};
use super::failure::Uncalculable;
use super::found::{Found, Known};
use super::sum::add;
use crate::case::{Spot, Step};
use crate::resolve::{Place, Term, TermKind};
use crate::syntax::tree::{Aggregate, Quantifier};
use crate::time::{DayRounding, Duration};
use crate::value::{Number, Truth, Value};
use std::cmp::Ordering;

/// Elements that are found in the time of about one term.
const ELEMENTS_OF_A_STEP: usize = 1;

/// An element that may belong to a filtered list.
struct Member {
    belongs: Found,
    item: Found,
}

impl Evaluator<'_> {
    /// The spots of a list's elements, or what stands in their place.
    fn elements(&mut self, place: &Place, env: &Env) -> Result<Vec<Spot>, Box<Found>> {
        let spot = self.spot(place, env);
        match self.read(&spot, env) {
            Read::List(count) => {
                self.steps += count / ELEMENTS_OF_A_STEP;
                Ok((0..count)
                    .map(|number| {
                        spot.iter()
                            .copied()
                            .chain(std::iter::once(Step::Index(number)))
                            .collect()
                    })
                    .collect())
            }
            Read::Record => Err(Box::new(Found::of(Known::Undefined))),
            Read::Found(found) => Err(found),
        }
    }

    fn with_element(env: &Env, depth: usize, element: Spot) -> Env {
        let mut inner = env.clone();
        inner.elements.truncate(depth);
        inner.elements.push(element);
        inner
    }

    fn members(&mut self, list: &Term, env: &Env) -> Result<Vec<Member>, Box<Found>> {
        let TermKind::List {
            place,
            filter,
            item,
            depth,
        } = &list.kind
        else {
            return Err(Box::new(self.term(list, env)));
        };
        let mut members = Vec::new();
        for element in self.elements(place, env)? {
            if self.is_exhausted() {
                return Err(Box::new(self.failing(Found::none(), Uncalculable::TooLong)));
            }
            let inner = Self::with_element(env, *depth, element.clone());
            let belongs = match filter {
                Some(filter) => self.term(filter, &inner),
                None => Found::yes(true),
            };
            let item = match item {
                Some(item) => self.term(item, &inner),
                None => match self.read(&element, env) {
                    Read::Found(found) => *found,
                    Read::Record | Read::List(_) => Found::yes(true),
                },
            };
            members.push(Member { belongs, item });
        }
        Ok(members)
    }

    /// What is found of each item of a list of plain values; of those that may belong to it, unknown.
    pub fn items(&mut self, list: &Term, env: &Env) -> Vec<Found> {
        match self.members(list, env) {
            Ok(members) => those_that_may_belong(members),
            Err(found) => vec![*found],
        }
    }

    pub fn aggregate(&mut self, aggregate: Aggregate, list: &Term, env: &Env) -> Found {
        let members = match self.members(list, env) {
            Ok(members) => members,
            Err(mut found) => {
                if !found.is_open() {
                    found.known = if aggregate == Aggregate::Count {
                        Known::Value(Self::count(0))
                    } else {
                        found.known
                    };
                }
                return *found;
            }
        };
        if aggregate == Aggregate::Count {
            return counted(&members);
        }
        let unsure = members.iter().any(|member| member.belongs.is_open());
        let parts = those_that_may_belong(members);
        let mut found = self.gathered(aggregate, parts);
        if unsure {
            let wants = found.wants.clone();
            self.mark_open(&wants);
        }
        if found.is_nothing() && aggregate == Aggregate::Sum {
            found.known = Known::Value(zero_of(list));
        }
        found
    }

    /// One value of several; what does not exist is passed over, except in a sum, where it counts nothing.
    pub fn gathered(&mut self, aggregate: Aggregate, parts: Vec<Found>) -> Found {
        let mut found = Found::none();
        for part in &parts {
            found.rest_on(part);
        }
        if aggregate == Aggregate::Count {
            let known = parts.iter().filter(|part| !part.is_nothing()).count();
            found.known = Known::Value(Self::count(known));
            return Self::closed_unless_open(found, &parts);
        }
        let values = parts.iter().filter_map(Found::something);
        let gathered = match aggregate {
            Aggregate::Sum => total(values, self.zone),
            Aggregate::Earliest | Aggregate::Minimum => extreme(&values.collect::<Vec<_>>(), Ordering::Less),
            Aggregate::Latest | Aggregate::Maximum => extreme(&values.collect::<Vec<_>>(), Ordering::Greater),
            Aggregate::Count => Ok(None),
        };
        let found = Self::closed_unless_open(found, &parts);
        if found.is_open() {
            return found;
        }
        self.calculated(found, gathered.map(|value| value.unwrap_or(Value::None)))
    }

    /// Not known where a part is not, else without anything left open.
    fn closed_unless_open(mut found: Found, parts: &[Found]) -> Found {
        if parts.iter().any(Found::is_open) {
            found.known = Known::Unknown;
        } else {
            found.settle();
        }
        found
    }

    pub fn quantified(&mut self, quantifier: Quantifier, place: &Place, body: &Term, env: &Env) -> Found {
        let depth = env.elements.len();
        let elements = match self.elements(place, env) {
            Ok(elements) => elements,
            Err(found) if found.is_open() => return *found,
            Err(_) => Vec::new(),
        };
        let mut parts = Vec::new();
        for element in elements {
            parts.push(self.term(body, &Self::with_element(env, depth, element)));
            if self.is_exhausted() {
                parts.push(self.failing(Found::none(), Uncalculable::TooLong));
                break;
            }
        }
        match quantifier {
            Quantifier::Every => Found::all(&parts),
            Quantifier::Exists => Found::any(&parts),
        }
    }
}

/// The items of members that belong; of one that may belong, unknown.
fn those_that_may_belong(members: Vec<Member>) -> Vec<Found> {
    let perhaps = members
        .into_iter()
        .filter(|member| member.belongs.truth() != Truth::No);
    let item = |member: Member| {
        let mut item = member.item;
        item.rest_on(&member.belongs);
        if member.belongs.is_open() {
            item.known = Known::Unknown;
        }
        item
    };
    perhaps.map(item).collect()
}

/// How many belong; known when every membership is.
fn counted(members: &[Member]) -> Found {
    let mut found = Found::none();
    for member in members {
        found.rest_on(&member.belongs);
    }
    let number = members
        .iter()
        .filter(|member| member.belongs.truth() == Truth::Yes)
        .count();
    if members.iter().any(|member| member.belongs.is_open()) {
        found.known = Known::Unknown;
    } else {
        found.settle();
        found.known = Known::Value(Evaluator::count(number));
    }
    found
}

fn total<'v>(
    mut values: impl Iterator<Item = &'v Value>,
    zone: crate::time::Zone,
) -> Result<Option<Value>, Uncalculable> {
    let Some(first) = values.next().cloned() else {
        return Ok(None);
    };
    let sum = values.try_fold(first, |a, b| add(&a, b, false, DayRounding::NONE, zone))?;
    Ok(Some(sum))
}

/// The first of some values that is known to be behind none of the others. Nothing where there are no values.
fn extreme(values: &[&Value], wanted: Ordering) -> Result<Option<Value>, Uncalculable> {
    let best = values
        .iter()
        .copied()
        .reduce(|best, value| match sorted(value, best) {
            order if order == wanted => value,
            _ => best,
        });
    let Some(best) = best else {
        return Ok(None);
    };
    // one that is first in all orders is first on average too, so no other can be
    let holds = |order: Ordering| order == wanted || order == Ordering::Equal;
    let open = values
        .iter()
        .find(|other| orders_of(best, other).agree(holds) != Some(true));
    match open {
        None => Ok(Some(best.clone())),
        Some(other) => Err(open_order(best, other).unwrap_or(Uncalculable::Unlike)),
    }
}

/// Nothing, in the unit of a list's items.
fn zero_of(list: &Term) -> Value {
    use crate::resolve::Base;
    let Base::List(of) = &list.ty.base else {
        return Value::Number(Number::whole(0));
    };
    match &**of {
        Base::Money(currency) => Value::Money(Number::whole(0), *currency),
        Base::Duration(kind, _) => Value::Duration(Duration::zero(*kind)),
        _ => Value::Number(Number::whole(0)),
    }
}

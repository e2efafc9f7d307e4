//! Lists: which elements, and what of them.

use super::super::compare::orders_of;
use super::super::sum::add;
use super::{Around, Naive, Read, Result, Seen};
use crate::case::{Spot, Step};
use crate::resolve::{Base, Place, Term, TermKind};
use crate::syntax::tree::{Aggregate, Quantifier};
use crate::time::{DayRounding, Duration};
use crate::value::{Number, Truth, Value};
use std::cmp::Ordering;

impl Naive<'_> {
    /// The spots of a list's elements, or what stands in its place.
    fn elements(&mut self, place: &Place, around: &Around) -> Result<std::result::Result<Vec<Spot>, Seen>> {
        let spot = self.spot(place, around);
        Ok(match self.read(&spot)? {
            Read::List(count) => Ok((0..count)
                .map(|number| spot.iter().copied().chain([Step::Index(number)]).collect())
                .collect()),
            Read::Record => Err(Seen::Undefined),
            Read::Seen(seen) => Err(seen),
        })
    }

    /// Every element, or some element.
    pub fn quantified(
        &mut self,
        quantifier: Quantifier,
        place: &Place,
        body: &Term,
        around: &Around,
    ) -> Result<Seen> {
        let elements = match self.elements(place, around)? {
            Ok(elements) => elements,
            Err(seen) if seen.is_open() => return Ok(seen),
            Err(_) => Vec::new(),
        };
        let every = quantifier == Quantifier::Every;
        let mut holds = Truth::from(every);
        for element in elements {
            let truth = self
                .term(body, &within(around, around.elements.len(), element))?
                .truth();
            holds = if every { holds.and(truth) } else { holds.or(truth) };
        }
        Ok(Seen::of(holds))
    }

    /// One value of the elements that belong.
    pub fn aggregate(&mut self, aggregate: Aggregate, list: &Term, around: &Around) -> Result<Seen> {
        let items = match self.belonging(list, around)? {
            Ok(items) => items,
            Err(seen) => return Ok(of_no_list(aggregate, seen)),
        };
        if aggregate == Aggregate::Count {
            // an element counts whatever its item is
            let truths = || items.iter().map(|(belongs, _)| *belongs);
            let known = truths().all(Truth::is_known);
            let count = truths().filter(|belongs| *belongs == Truth::Yes).count();
            return Ok(if known {
                number(count)
            } else {
                Seen::Open(Vec::new())
            });
        }
        Ok(match self.gathered(aggregate, &those_that_may_belong(items)) {
            seen if seen.is_nothing() && aggregate == Aggregate::Sum => Seen::Is(zero_of(list)),
            seen => seen,
        })
    }

    /// The items of the elements that belong; of those that may belong, that they are not known.
    pub fn items(&mut self, list: &Term, around: &Around) -> Result<Vec<Seen>> {
        Ok(match self.belonging(list, around)? {
            Ok(items) => those_that_may_belong(items),
            Err(seen) => vec![seen],
        })
    }

    /// Whether each element of a list belongs, and its item; or what stands in the place of the list.
    fn belonging(
        &mut self,
        list: &Term,
        around: &Around,
    ) -> Result<std::result::Result<Vec<(Truth, Seen)>, Seen>> {
        let TermKind::List {
            place,
            filter,
            item,
            depth,
        } = &list.kind
        else {
            return Ok(Err(self.term(list, around)?));
        };
        Ok(match self.elements(place, around)? {
            Ok(elements) => {
                Ok(self.members((filter.as_deref(), item.as_deref(), *depth), elements, around)?)
            }
            Err(seen) => Err(seen),
        })
    }

    /// Whether each element belongs, and its item.
    fn members(
        &mut self,
        (filter, item, depth): (Option<&Term>, Option<&Term>, usize),
        elements: Vec<Spot>,
        around: &Around,
    ) -> Result<Vec<(Truth, Seen)>> {
        let mut items: Vec<(Truth, Seen)> = Vec::new();
        for element in elements {
            let inner = within(around, depth, element.clone());
            let belongs = match filter {
                Some(filter) => self.term(filter, &inner)?.truth(),
                None => Truth::Yes,
            };
            let item = match item {
                Some(item) => self.term(item, &inner)?,
                None => match self.read(&element)? {
                    Read::Seen(seen) => seen,
                    Read::Record | Read::List(_) => Seen::yes(true),
                },
            };
            items.push((belongs, item));
        }
        Ok(items)
    }

    /// One value of several; what does not exist is passed over.
    pub fn gathered(&self, aggregate: Aggregate, parts: &[Seen]) -> Seen {
        if parts.iter().any(Seen::is_open) {
            return Seen::Open(Vec::new());
        }
        let values: Vec<&Value> = parts
            .iter()
            .filter_map(|part| match part {
                Seen::Is(value) if *value != Value::None => Some(value),
                _ => None,
            })
            .collect();
        if aggregate == Aggregate::Count {
            return number(values.len());
        }
        let zone = self.zone;
        if aggregate == Aggregate::Sum {
            let mut sum: Option<Value> = None;
            for value in values {
                let next = match &sum {
                    None => Ok(value.clone()),
                    Some(sum) => add(sum, value, false, DayRounding::NONE, zone),
                };
                match next {
                    Ok(next) => sum = Some(next),
                    Err(_) => return Seen::open(),
                }
            }
            return Seen::Is(sum.unwrap_or(Value::None));
        }
        let wanted = match aggregate {
            Aggregate::Earliest | Aggregate::Minimum => Ordering::Less,
            _ => Ordering::Greater,
        };
        // the first that is known to be behind none of the others
        let behind = |value: &Value, other: &Value| {
            orders_of(value, other)
                .possible()
                .all(|order| order == wanted || order == Ordering::Equal)
        };
        let extreme = values
            .iter()
            .find(|value| values.iter().all(|other| behind(value, other)));
        match extreme {
            Some(value) => Seen::Is((*value).clone()),
            None if values.is_empty() => Seen::Is(Value::None),
            None => Seen::open(),
        }
    }
}

fn within(around: &Around, depth: usize, element: Spot) -> Around {
    let mut inner = around.clone();
    inner.elements.truncate(depth);
    inner.elements.push(element);
    inner
}

fn those_that_may_belong(items: Vec<(Truth, Seen)>) -> Vec<Seen> {
    let belong = items.into_iter().filter(|(belongs, _)| *belongs != Truth::No);
    let seen = belong.map(|(belongs, item)| match belongs {
        Truth::Yes => item,
        _ => Seen::Open(Vec::new()),
    });
    seen.collect()
}

fn number(count: usize) -> Seen {
    Seen::Is(Value::Number(Number::whole(
        i64::try_from(count).unwrap_or(i64::MAX),
    )))
}

/// What is said of a list that is none: there are no elements.
fn of_no_list(aggregate: Aggregate, seen: Seen) -> Seen {
    match aggregate {
        Aggregate::Count if !seen.is_open() => number(0),
        _ => seen,
    }
}

/// Nothing, in the unit of a list's items.
fn zero_of(list: &Term) -> Value {
    match &list.ty.base {
        Base::List(of) => match &**of {
            Base::Money(currency) => Value::Money(Number::whole(0), *currency),
            Base::Duration(kind, _) => Value::Duration(Duration::zero(*kind)),
            _ => Value::Number(Number::whole(0)),
        },
        _ => Value::Number(Number::whole(0)),
    }
}

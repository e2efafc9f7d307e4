//! The deciding facts of an unknown answer.
//!
//! An absent fact decides when some values of it and of other absent facts give a known outcome that would
//! still be unknown without it. Every absent fact that evaluation wants is tried: values of other absent
//! facts are supposed, one after another, each of them also left out, until the fact makes the difference
//! or nothing is left to suppose. The search is exact while it stays within [`Limits::splits`] evaluations and
//! all values that matter are known; beyond that the fact is listed and the answer says that the list may
//! be wide.

use super::decision::Inquiry;
use super::evaluator::Supposed;
use super::failure::Failure;
use super::hint::Hints;
use super::kept::{Chance, Kept};
use super::tried::{around, countries, regions, whole_time};
use crate::case::{Spot, Step};
use crate::plan::Outcome;
use crate::resolve::{Base, EnumType, Type};
use crate::value::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// The facts that an unknown answer is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missing {
    /// The facts, in the order in which evaluation asks for them.
    pub spots: Vec<Spot>,
    /// Whether more facts may be listed than really decide.
    pub wide: bool,
}

/// How well a value serves: the greater, the better.
type Rank = (bool, usize, usize);

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

/// Evaluations with which each fact is first looked for.
const FEW: usize = 50;

/// So often in a row may the search for what many facts decide together show nothing new.
const MOST_IN_VAIN: usize = 6;

/// Values of one fact among which the most promising is taken.
const MOST_LOOKED_AT: usize = 8;

/// Terms worked out for each evaluation that a search may make, on average.
const STEPS_OF_A_SPLIT: usize = 50;

/// Known outcomes are reduced to the facts that they rest on so many times in one search.
const MOST_REDUCED: usize = 400;

/// Facts supposed at once, at most.
const MOST_SUPPOSED: usize = 200;

/// What the search for missing facts has found and spent so far, where it looks under the law of several dates.
#[derive(Debug, Default)]
pub struct Searched {
    /// The facts that are listed already.
    pub listed: HashSet<Spot>,
    /// Terms worked out for the answers themselves.
    pub worked: usize,
    runs: usize,
    steps: usize,
}

/// Finds the deciding facts of a question whose outcome is unknown, and what could not be calculated with facts that were
/// supposed on the way. Facts that are listed already are not looked for.
///
/// Most are found soon: a little is tried for each, then values are supposed for all until the outcome is known. What is
/// left is looked for until nothing is left to suppose.
pub(super) fn deciding(inquiry: &Inquiry<'_>, searched: &mut Searched) -> (Missing, BTreeSet<Failure>) {
    let mut probe = Probe::of(inquiry);
    (probe.runs, probe.steps) = (searched.runs, searched.steps);
    let missing = probe.deciding(&searched.listed);
    (searched.runs, searched.steps) = (probe.runs, probe.steps);
    searched.listed.extend(missing.spots.iter().cloned());
    (missing, probe.failures)
}

impl Probe<'_> {
    fn deciding(&mut self, listed: &HashSet<Spot>) -> Missing {
        let first = self.run(&Supposed::new());
        if first.known {
            return Missing::default();
        }
        if first.wants.len() > MOST_FACTS {
            return Missing {
                spots: first.wants.clone(),
                wide: true,
            };
        }
        let open = first.wants.iter().filter(|spot| !listed.contains(*spot));
        self.open = open.cloned().collect();
        for spot in &first.wants {
            self.settle(spot, &first, FEW);
        }
        self.dive(&first);
        let mut missing = Missing::default();
        for spot in &first.wants {
            let left = self.inquiry.limits.splits.saturating_sub(self.runs);
            let share = left / self.open.len().max(1);
            let settled = self.settle(spot, &first, share);
            self.open.remove(spot);
            if listed.contains(spot) || self.found.contains(spot) || !settled {
                missing.wide |= !settled;
                missing.spots.push(spot.clone());
            }
        }
        missing
    }

    /// Whether it is known after so many evaluations whether a fact decides.
    fn settle(&mut self, spot: &Spot, first: &Run, runs: usize) -> bool {
        if self.found.contains(spot) || !self.open.contains(spot) {
            return true;
        }
        self.inexact = false;
        let budget = self.runs + runs;
        let found = self.decides(spot, &mut Supposed::new(), &mut HashSet::new(), first, budget);
        if found || !self.inexact {
            self.open.remove(spot);
        }
        found || !self.inexact
    }

    /// Supposes one fact after another until the outcome is known, and sees what that rests on; again and again, each time
    /// with other values, while that shows more facts to decide.
    fn dive(&mut self, first: &Rc<Run>) {
        let budget = self.runs + self.inquiry.limits.splits / 8;
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
        let mut in_vain = 0;
        while !self.open.is_empty() && in_vain < MOST_IN_VAIN && !self.spent(budget) {
            let before = self.open.len();
            let mut supposed = Supposed::new();
            let mut run = first.clone();
            while !run.known && supposed.len() < MOST_SUPPOSED && !self.spent(budget) {
                let wanted = run.wants.iter().find(|spot| !supposed.contains_key(*spot));
                let Some(next) = wanted.cloned() else {
                    break;
                };
                let Some((value, then)) = self.step_down(&next, &mut supposed, &run, &mut chance) else {
                    break;
                };
                supposed.insert(next, value);
                run = then;
            }
            let found = &self.found;
            self.open.retain(|spot| !found.contains(spot));
            in_vain = if self.open.len() < before { 0 } else { in_vain + 1 };
        }
    }

    /// A value of a fact, and what comes of it: of some values the one that leaves most to be found, for it leads to what
    /// rests on many facts.
    fn step_down(
        &mut self,
        next: &Spot,
        supposed: &mut Supposed,
        run: &Run,
        chance: &mut Chance,
    ) -> Option<(Value, Rc<Run>)> {
        let mut values = self.candidates(next, run);
        let mut best: Option<(Rank, Value, Rc<Run>)> = None;
        for _ in 0..MOST_LOOKED_AT.min(values.len()) {
            let value = values.swap_remove(chance.below(values.len()));
            supposed.insert(next.clone(), value.clone());
            let then = self.run(supposed);
            if then.known {
                self.note(next, supposed);
            }
            supposed.remove(next);
            let open = then.wants.iter().filter(|spot| self.open.contains(*spot)).count();
            let rank = (!then.known, open, then.wants.len());
            if best.as_ref().is_none_or(|(known, _, _)| rank > *known) {
                best = Some((rank, value, then));
            }
        }
        best.map(|(_, value, then)| (value, then))
    }
}

pub(super) struct Probe<'a> {
    inquiry: &'a Inquiry<'a>,
    runs: usize,
    steps: usize,
    /// Whether a difference may have been overlooked.
    inexact: bool,
    /// What could not be calculated with supposed facts.
    failures: BTreeSet<Failure>,
    /// Facts that were shown to decide.
    found: HashSet<Spot>,
    /// Facts of which it is still to be shown whether they decide.
    open: HashSet<Spot>,
    reduced: usize,
    kept: Kept,
}

impl<'a> Probe<'a> {
    pub fn of(inquiry: &'a Inquiry<'a>) -> Probe<'a> {
        Probe {
            inquiry,
            runs: 0,
            steps: 0,
            inexact: false,
            failures: BTreeSet::new(),
            found: HashSet::new(),
            open: HashSet::new(),
            reduced: 0,
            kept: Kept::default(),
        }
    }

    fn run(&mut self, supposed: &Supposed) -> Rc<Run> {
        let key = self.kept.key(supposed);
        if let Some(run) = self.kept.runs.get(&key) {
            self.steps += 1;
            return run.clone();
        }
        self.runs += 1;
        let run = Rc::new(self.inquiry.run(supposed));
        self.steps += run.steps;
        if self.failures.len() < MOST_FACTS {
            self.failures.extend(run.failures.iter().cloned());
        }
        self.kept.keep(key, &run);
        run
    }

    fn spent(&self, budget: usize) -> bool {
        self.runs >= budget || self.steps >= self.inquiry.limits.splits.saturating_mul(STEPS_OF_A_SPLIT)
    }

    /// Whether `spot` makes the difference under some values of other facts. With those supposed so far the outcome is
    /// unknown.
    fn decides(
        &mut self,
        spot: &Spot,
        supposed: &mut Supposed,
        left_out: &mut HashSet<Spot>,
        run: &Run,
        budget: usize,
    ) -> bool {
        if run.wants.contains(spot) {
            for value in self.candidates(spot, run) {
                if self.spent(budget) {
                    self.inexact = true;
                    return false;
                }
                supposed.insert(spot.clone(), value);
                let decided = self.run(supposed).known;
                if decided {
                    self.note(spot, supposed);
                }
                supposed.remove(spot);
                if decided {
                    return true;
                }
            }
        }
        if supposed.len() >= MOST_SUPPOSED {
            self.inexact = true;
            return false;
        }
        // each other fact is supposed, and then left out while those after it are
        let others: Vec<&Spot> = run
            .wants
            .iter()
            .filter(|other| *other != spot && !left_out.contains(*other) && !supposed.contains_key(*other))
            .collect();
        let mut found = false;
        for next in &others {
            found = self.decides_beside(next, spot, supposed, left_out, run, budget);
            if found || self.spent(budget) {
                self.inexact |= !found;
                break;
            }
            left_out.insert((*next).clone());
        }
        for next in others {
            left_out.remove(next);
        }
        found
    }

    /// Whether `spot` makes the difference where another fact has one of its values. Values that leave `spot` wanted
    /// come first: they show it sooner where it does.
    fn decides_beside(
        &mut self,
        next: &Spot,
        spot: &Spot,
        supposed: &mut Supposed,
        left_out: &mut HashSet<Spot>,
        run: &Run,
        budget: usize,
    ) -> bool {
        let mut later = Vec::new();
        for value in self.candidates(next, run) {
            if self.spent(budget) {
                self.inexact = true;
                return false;
            }
            supposed.insert(next.clone(), value.clone());
            let inner = self.run(supposed);
            let mut found = false;
            if inner.known {
                self.note(next, supposed);
                found = self.found.contains(spot);
            } else if inner.wants.contains(spot) {
                found = self.decides(spot, supposed, left_out, &inner, budget);
            } else {
                later.push((value, inner));
            }
            supposed.remove(next);
            if found {
                return true;
            }
        }
        for (value, inner) in later {
            supposed.insert(next.clone(), value);
            let found = self.decides(spot, supposed, left_out, &inner, budget);
            supposed.remove(next);
            if found {
                return true;
            }
        }
        false
    }

    /// A known outcome that was unknown without `last`: that fact decides. So do the others that are supposed and
    /// without which it would be unknown, once those without which it would still be known are left out.
    fn note(&mut self, last: &Spot, supposed: &Supposed) {
        self.found.insert(last.clone());
        let settled = |spot: &Spot| self.found.contains(spot) || !self.open.contains(spot);
        if self.reduced >= MOST_REDUCED || supposed.keys().all(settled) {
            return;
        }
        self.reduced += 1;
        let mut left = supposed.clone();
        let (known, open): (Vec<&Spot>, Vec<&Spot>) = supposed.keys().partition(|spot| settled(spot));
        let mut order: Vec<Spot> = known.into_iter().cloned().collect();
        order.sort();
        let mut open: Vec<Spot> = open.into_iter().cloned().collect();
        open.sort();
        order.extend(open);
        for spot in order {
            let Some(value) = left.remove(&spot) else {
                continue;
            };
            if !self.run(&left).known {
                left.insert(spot, value);
            }
        }
        self.found.extend(left.into_keys());
    }

    /// Values of a fact of which one stands for each way in which it can matter.
    fn candidates(&mut self, spot: &Spot, run: &Run) -> Vec<Value> {
        let mut hints = run.hints.get(spot).cloned().unwrap_or_default();
        self.inexact |= hints.open;
        let ty = self.type_of(spot);
        hints.values.retain(|value| may_be(&ty.base, value));
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

/// Whether a value may be one of a type; lists are of anything.
fn may_be(base: &Base, value: &Value) -> bool {
    match (base, value) {
        (Base::Number, Value::Number(_))
        | (Base::Date, Value::Date(_))
        | (Base::Moment, Value::Moment(_))
        | (Base::TimeOfDay, Value::Time(_))
        | (Base::Duration(..), Value::Duration(_))
        | (Base::Country, Value::Country(_))
        | (Base::Text, Value::Text(_))
        | (Base::List(_), Value::List(_)) => true,
        (Base::Money(expected), Value::Money(_, currency)) => expected == currency,
        _ => false,
    }
}

//! An unknown answer turned into conditional ones: the smallest sets of missing facts under which it is known.
//!
//! Only facts of which the values can be listed are conditions: yes or no, the values of an enum, none. What rests on a
//! number, a date or a text stays unknown. Sets of up to [`MOST`] facts are tried, the small ones first, within
//! [`RUNS`] evaluations and [`STEPS`] terms worked out.

use super::deciding::Probe;
use super::decision::Inquiry;
use super::evaluator::Supposed;
use crate::case::Spot;
use crate::plan::Outcome;
use crate::value::Value;
use std::collections::HashSet;

/// Facts in one condition, at most.
pub const MOST: usize = 3;
/// Evaluations of one search, at most.
pub const RUNS: usize = 2_000;
/// Terms worked out in one search, at most.
pub const STEPS: usize = 1_000_000;

/// What the answer is under a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The outcome.
    pub outcome: Outcome,
    /// The value, where there is one.
    pub value: Option<Value>,
    /// The facts that must be so, in the order in which they are asked for.
    pub facts: Vec<(Spot, Value)>,
}

/// Conditional answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provided {
    /// The ways, those with fewer facts first; no one holds all facts of another with the same answer.
    pub ways: Vec<Way>,
    /// Whether the search was cut short.
    pub cut_short: bool,
}

/// The conditions under which an unknown answer is known.
pub fn provided(inquiry: &Inquiry<'_>) -> Provided {
    let mut search = Search {
        inquiry,
        probe: Probe::of(inquiry),
        found: Provided::default(),
        runs: 0,
        steps: 0,
        seen: HashSet::new(),
    };
    for size in 1..=MOST {
        search.seen.clear();
        search.look(&mut Vec::new(), size);
    }
    search.found
}

struct Search<'a> {
    inquiry: &'a Inquiry<'a>,
    probe: Probe<'a>,
    found: Provided,
    runs: usize,
    steps: usize,
    /// Conditions that were looked at, in any order of their facts.
    seen: HashSet<String>,
}

impl Search<'_> {
    fn look(&mut self, facts: &mut Vec<(Spot, Value)>, left: usize) {
        if self.within_a_way(facts) || !self.seen.insert(key(facts)) {
            return;
        }
        if self.runs >= RUNS || self.steps >= STEPS {
            self.found.cut_short = true;
            return;
        }
        self.runs += 1;
        let supposed: Supposed = facts.iter().cloned().collect();
        let run = self.inquiry.run(&supposed);
        self.steps += run.steps;
        if run.known {
            let (outcome, value) = run.answer;
            self.found.ways.push(Way {
                outcome,
                value,
                facts: facts.clone(),
            });
            return;
        }
        if left == 0 {
            return;
        }
        for spot in run.wants {
            for value in self.listed(&spot) {
                facts.push((spot.clone(), value));
                self.look(facts, left - 1);
                facts.pop();
            }
        }
    }

    /// Whether a smaller condition that is known already holds.
    fn within_a_way(&self, facts: &[(Spot, Value)]) -> bool {
        let holds = |way: &Way| way.facts.iter().all(|fact| facts.contains(fact));
        self.found.ways.iter().any(holds)
    }

    /// The values of a fact, where they can be listed.
    fn listed(&self, spot: &Spot) -> Vec<Value> {
        let ty = self.probe.type_of(spot);
        let mut values = self.probe.listed(&ty);
        if ty.optional {
            values.push(Value::None);
        }
        values
    }
}

fn key(facts: &[(Spot, Value)]) -> String {
    let mut parts: Vec<String> = facts.iter().map(|fact| format!("{fact:?}")).collect();
    parts.sort();
    parts.join(";")
}

//! What a search for deciding facts keeps: runs with supposed facts, so that none is made twice.

use super::deciding::Run;
use super::evaluator::Supposed;
use crate::case::Spot;
use crate::value::Value;
use std::collections::HashMap;
use std::rc::Rc;

/// Wanted facts and values kept in runs that may be asked for again.
const MOST_KEPT: usize = 200_000;

/// Runs that may be asked for again, by the facts supposed in them.
#[derive(Default)]
pub(super) struct Kept {
    numbers: HashMap<(Spot, Value), u32>,
    pub runs: HashMap<Vec<u32>, Rc<Run>>,
    /// Wanted facts and values in these runs.
    size: usize,
}

impl Kept {
    /// The same key for the same facts, in whichever order they were supposed.
    pub fn key(&mut self, supposed: &Supposed) -> Vec<u32> {
        let mut key = Vec::with_capacity(supposed.len());
        for (spot, value) in supposed {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            key.push(*self.numbers.entry((spot.clone(), value.clone())).or_insert(next));
        }
        key.sort_unstable();
        key
    }

    pub fn keep(&mut self, key: Vec<u32>, run: &Rc<Run>) {
        let hinted: usize = run.hints.values().map(|hints| hints.values.len() + 1).sum();
        let size = 1 + key.len() + run.wants.len() + hinted;
        if self.size + size <= MOST_KEPT {
            self.size += size;
            self.runs.insert(key, run.clone());
        }
    }
}

/// Numbers that look like chance and are the same on every run.
pub(super) struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or(0)
    }
}

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

#[cfg(test)]
mod tests {
    use super::{Chance, Kept, MOST_KEPT, Run};
    use crate::evaluate::hint::Hints;
    use crate::plan::Outcome;
    use crate::value::{Number, Value};
    use std::collections::{BTreeSet, HashMap};
    use std::rc::Rc;

    /// A run in which a fact is wanted that was compared with so many numbers.
    fn run(hinted: i64) -> Rc<Run> {
        let spot: crate::case::Spot = [crate::case::Step::Slot(0)].into();
        let hints = Hints {
            values: (0..hinted)
                .map(|number| Value::Number(Number::whole(number)))
                .collect(),
            open: false,
        };
        Rc::new(Run {
            known: false,
            answer: (Outcome::Unknown, None),
            wants: vec![spot.clone()],
            hints: HashMap::from([(spot, hints)]),
            failures: BTreeSet::new(),
            steps: 0,
        })
    }

    /// A run counts for itself, for each fact supposed, each wanted, each of which values are noted, and each value.
    #[test]
    fn what_is_kept_is_bounded_by_its_size_to_the_last_run() {
        for (hinted, supposed, size) in [(0, 1, 4), (6, 1, 10), (0, 7, 10), (4, 3, 10)] {
            let mut kept = Kept::default();
            let run = run(hinted);
            let fit = u32::try_from(MOST_KEPT / size).unwrap();
            for number in 0..fit + 3 {
                let mut key = vec![0; supposed];
                key[0] = number;
                kept.keep(key, &run);
            }
            assert_eq!(kept.runs.len(), fit as usize, "{hinted} {supposed}");
            // what is smaller and does not fit either is not kept
            kept.keep(vec![u32::MAX], &run);
            assert_eq!(kept.runs.len(), fit as usize, "{hinted} {supposed}");
        }
    }

    /// The shifts 13, 7 and 17 (Marsaglia, Xorshift RNGs, 2003); the numbers were worked out apart from this.
    #[test]
    fn numbers_that_look_like_chance_are_those_of_the_known_generator() {
        let mut chance = Chance(88_172_645_463_325_252);
        let mut next = || {
            chance.below(1);
            chance.0
        };
        assert_eq!(next(), 8_748_534_153_485_358_512);
        assert_eq!(next(), 3_040_900_993_826_735_515);
        let mut chance = Chance(88_172_645_463_325_252);
        // 8748534153485358512 leaves 2 when divided by ten
        assert_eq!(chance.below(10), 2);
        assert_eq!(chance.below(0), 0);
    }
}

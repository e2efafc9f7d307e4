//! Code made shorter without changing what it says: contraries are read where they are needed, conjunctions within
//! conjunctions are joined, yes/no facts are read as conditions, and what nothing reads is left out.

use super::super::code::{CASES, Code, Op, Output, Sort, TruthId, ValueId};
use crate::syntax::tree::Comparison;
use std::collections::{BTreeSet, HashMap};

pub(super) fn optimized(mut code: Code) -> Code {
    turn_comparisons(&mut code);
    join(&mut code);
    drop_unread(&mut code);
    read_conditions(&mut code);
    drop_unread(&mut code);
    note_comparisons(&mut code);
    code
}

/// The places of the steps that make each truth.
fn makers(code: &Code) -> HashMap<TruthId, usize> {
    let mut makers = HashMap::new();
    for (place, (_, op)) in code.steps.iter().enumerate() {
        for truth in op.makes().truths {
            makers.insert(truth, place);
        }
    }
    makers
}

/// The contrary of an equality is a difference.
fn turn_comparisons(code: &mut Code) {
    let makers = makers(code);
    for place in 0..code.steps.len() {
        let Some((_, Op::Not(inner, to))) = code.steps.get(place) else {
            continue;
        };
        let (inner, to) = (*inner, *to);
        let maker = makers.get(&inner).and_then(|place| code.steps.get(*place));
        let Some((
            _,
            Op::CompareWith {
                order,
                of,
                with,
                perhaps,
                ..
            },
        )) = maker
        else {
            continue;
        };
        let order = match order {
            Comparison::Equal => Comparison::Different,
            Comparison::Different => Comparison::Equal,
            // what does not exist is neither before nor after: these have no contrary comparison
            _ => continue,
        };
        let turned = Op::CompareWith {
            order,
            of: *of,
            with: *with,
            perhaps: *perhaps,
            to,
        };
        if let Some((_, op)) = code.steps.get_mut(place) {
            *op = turned;
        }
    }
}

/// Conjunctions take in those within them that nothing else reads, and read contraries where they are made.
fn join(code: &mut Code) {
    let makers = makers(code);
    let mut uses: HashMap<TruthId, usize> = HashMap::new();
    for (_, op) in &code.steps {
        for truth in op.reads().truths {
            *uses.entry(truth).or_default() += 1;
        }
    }
    for place in 0..code.steps.len() {
        let Some((_, op)) = code.steps.get(place) else {
            continue;
        };
        let (all, parts) = match op {
            Op::All(parts, _) => (true, parts.clone()),
            Op::Any(parts, _) => (false, parts.clone()),
            _ => continue,
        };
        let joined = taken_in(code, &makers, &uses, all, &parts);
        if let Some((_, Op::All(parts, _) | Op::Any(parts, _))) = code.steps.get_mut(place) {
            *parts = joined.into();
        }
    }
}

fn taken_in(
    code: &Code,
    makers: &HashMap<TruthId, usize>,
    uses: &HashMap<TruthId, usize>,
    all: bool,
    parts: &[(TruthId, bool)],
) -> Vec<(TruthId, bool)> {
    let mut taken = Vec::new();
    for (part, contrary) in parts {
        let maker = makers.get(part).and_then(|place| code.steps.get(*place));
        match maker.map(|(_, op)| op) {
            Some(Op::Not(inner, _)) => taken.push((*inner, !contrary)),
            // steps come in order, so what stands within has been joined already
            Some(Op::All(inner, _)) if uses.get(part) == Some(&1) && all != *contrary => {
                taken.extend(inner.iter().map(|(part, turned)| (*part, turned ^ contrary)));
            }
            Some(Op::Any(inner, _)) if uses.get(part) == Some(&1) && all == *contrary => {
                taken.extend(inner.iter().map(|(part, turned)| (*part, turned ^ contrary)));
            }
            _ => taken.push((*part, *contrary)),
        }
    }
    taken
}

/// A yes/no fact that is read as a condition is put there when it is read.
fn read_conditions(code: &mut Code) {
    let Code { inputs, steps, .. } = code;
    for input in inputs.iter_mut().filter(|input| input.sort == Sort::Truth) {
        let place = steps
            .iter()
            .position(|(_, op)| matches!(op, Op::Truth(of, _) if *of == input.to));
        if let Some((_, Op::Truth(_, to))) = place.map(|place| steps.remove(place)) {
            input.truth = Some(to);
        }
    }
}

/// Notes which steps compare an input with constants, and whether anything else reads it.
fn note_comparisons(code: &mut Code) {
    let Code {
        inputs,
        steps,
        outputs,
        ..
    } = code;
    for input in inputs {
        input.compared.clear();
        input.read_otherwise = outputs.iter().any(|output| output.value() == input.to);
        for (place, (_, op)) in steps.iter().enumerate() {
            match op {
                Op::CompareWith { of, .. } | Op::Among { of, .. } if *of == input.to => {
                    input.compared.push(place)
                }
                op => input.read_otherwise |= op.reads().values.contains(&input.to),
            }
        }
    }
}

/// Leaves out steps and inputs that no answer rests on.
fn drop_unread(code: &mut Code) {
    let mut values: BTreeSet<usize> = BTreeSet::new();
    let mut truths: BTreeSet<usize> = BTreeSet::new();
    for output in &code.outputs {
        match output {
            Output::Outcome(id, due) => values.extend(std::iter::once(id.0).chain(due.map(|due| due.0))),
            Output::Value(id, ..) => {
                values.insert(id.0);
            }
        }
    }
    let mut kept = Vec::new();
    for (domain, op) in std::mem::take(&mut code.steps).into_iter().rev() {
        let made = op.makes();
        let read = |ids: &BTreeSet<usize>, id: usize| ids.contains(&id);
        let is_read = made.values.iter().any(|ValueId(id)| read(&values, *id))
            || made.truths.iter().any(|TruthId(id)| read(&truths, *id));
        if is_read {
            let reads = op.reads();
            values.extend(reads.values.iter().map(|id| id.0));
            truths.extend(reads.truths.iter().map(|id| id.0));
            kept.push((domain, op));
        }
    }
    kept.reverse();
    code.steps = kept;
    for input in &mut code.inputs {
        input.is_read = values.contains(&input.to.0);
        if input.truth.is_some_and(|truth| !truths.contains(&truth.0)) {
            input.truth = None;
        }
    }
    // a list says how many elements there are, whether or not it is read itself
    code.inputs.retain(|input| {
        input.is_read
            || input.truth.is_some()
            || matches!(input.from, super::super::code::Origin::List(..))
            || input.domain != CASES
    });
}

//! What one resolving leaves for the next: a norm whose words and surroundings stayed the same means the same, and is
//! taken over with another place in the order of norms.
//!
//! A norm is resolved again when anything was found in it, when it cites provisions, or when more of the law than its
//! words and the declarations says what it means. When a declaration changes, everything is resolved again.

use super::limits::{CountingCase, CountingType};
use super::program::{
    ActionType, DefinitionId, DefinitionType, EnumType, NormId, ParameterType, Program, Shape, Slot,
};
use super::resolved_norm::{Chain, Norm};
use crate::law::{Law, ProvisionId};
use crate::syntax::tree::{self, Name};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Which norms of a program hold as long as their words and the declarations stay.
#[derive(Debug, Default)]
pub struct Lasting {
    /// By the order of the written norm: what it became.
    pub(super) norms: Vec<Option<Range<usize>>>,
    /// By the number of the definition: the norms that define it.
    pub(super) definitions: Vec<Option<Range<usize>>>,
}

/// A program, and which of its norms may be taken over.
#[derive(Debug)]
pub struct Kept {
    program: Arc<Program>,
    lasting: Lasting,
}

impl Kept {
    /// What a program leaves for the next.
    pub fn new(program: Arc<Program>, lasting: Lasting) -> Kept {
        Kept { program, lasting }
    }

    /// A definition as it was.
    fn definition(&self, id: DefinitionId) -> Option<&DefinitionType> {
        self.program.definitions.get(id.0)
    }
}

/// What may be taken over into the program that is being made.
pub(super) struct TakenOver {
    kept: Arc<Kept>,
    /// By the order of the norm now: its order then.
    before: Vec<Option<usize>>,
}

impl TakenOver {
    /// Compares what was resolved with what is to be resolved; the declarations are made by now.
    pub fn of(kept: &Arc<Kept>, program: &Program, written: &[Written]) -> Option<TakenOver> {
        if !same_declarations(&kept.program, program) {
            return None;
        }
        let old = &kept.program.law;
        let mut before = same_words(&old.norms, written);
        for (place, (provision, _)) in before.iter_mut().zip(written) {
            let then = place.and_then(|place| old.norms.get(place));
            if !then.is_some_and(|(then, _)| same_surroundings((old, *then), (&program.law, *provision))) {
                *place = None;
            }
        }
        Some(TakenOver {
            kept: kept.clone(),
            before,
        })
    }

    /// The definition as it was, with the norms that define it, where all of them stayed.
    pub fn definition(&self, id: DefinitionId, orders: &[usize]) -> Option<(&DefinitionType, &[Norm])> {
        let range = self.kept.lasting.definitions.get(id.0)?.clone()?;
        let norms = self.kept.program.norms.get(range)?;
        let same = norms.len() == orders.len()
            && norms
                .iter()
                .zip(orders)
                .all(|(norm, order)| self.before.get(*order) == Some(&Some(norm.order)));
        same.then_some((self.kept.definition(id)?, norms))
    }

    /// Whether a definition has the type and the height that it had.
    pub fn as_before(&self, id: DefinitionId, now: &DefinitionType) -> bool {
        self.kept
            .definition(id)
            .is_some_and(|then| then.ty == now.ty && then.height == now.height)
    }

    /// What a written norm became, and the number of the first of these norms then.
    pub fn norms(&self, order: usize) -> Option<(&[Norm], usize)> {
        let then = (*self.before.get(order)?)?;
        let range = self.kept.lasting.norms.get(then)?.clone()?;
        let first = range.start;
        Some((self.kept.program.norms.get(range)?, first))
    }
}

/// A chain whose norms have other numbers now.
pub(super) fn moved(chain: Chain, first_then: usize, first_now: usize) -> Chain {
    Chain {
        parent: NormId(
            chain
                .parent
                .0
                .saturating_sub(first_then)
                .saturating_add(first_now),
        ),
        ..chain
    }
}

/// A norm as it is written, in its provision.
type Written = (ProvisionId, Arc<tree::Norm>);

/// By the order of each norm now, the order of the same tree before.
fn same_words(old: &[Written], new: &[Written]) -> Vec<Option<usize>> {
    let same = |(a, b): &(&Written, &Written)| Arc::ptr_eq(&a.1, &b.1);
    let shorter = old.len().min(new.len());
    let head = old.iter().zip(new).take_while(same).count();
    let ends = old.iter().rev().zip(new.iter().rev());
    let tail = ends.take_while(same).count().min(shorter - head);
    // what was edited lies between, and whatever amendments moved there
    let between: HashMap<*const tree::Norm, usize> = old
        .iter()
        .enumerate()
        .take(old.len() - tail)
        .skip(head)
        .map(|(place, (_, norm))| (Arc::as_ptr(norm), place))
        .collect();
    new.iter()
        .enumerate()
        .map(|(place, (_, norm))| {
            if place < head {
                Some(place)
            } else if place >= new.len() - tail {
                Some(place + old.len() - new.len())
            } else {
                between.get(&Arc::as_ptr(norm)).copied()
            }
        })
        .collect()
}

/// Whether nothing around a norm says more than before: it speaks of the same matters, and no heading gives it
/// priority or limits its application.
fn same_surroundings((old, then): (&Law, ProvisionId), (new, now): (&Law, ProvisionId)) -> bool {
    let instrument = |law: &Law, id| law.provision(id).map(|provision| provision.instrument);
    let plain = new.with_parents(now).all(|(_, provision)| {
        provision.despite.is_empty()
            && provision.subject_to.is_empty()
            && provision.applies.is_empty()
            && provision.applies_from.is_none()
    });
    plain
        && instrument(old, then) == instrument(new, now)
        && same(old.matters_of(then), new.matters_of(now), named)
}

fn same<T>(a: &[T], b: &[T], alike: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
}

fn named(a: &Name, b: &Name) -> bool {
    a.text == b.text
}

fn both(a: &Option<Name>, b: &Option<Name>) -> bool {
    a.as_ref().map(|name| &name.text) == b.as_ref().map(|name| &name.text)
}

/// Whether everything that norms can name is the same, wherever it is written.
fn same_declarations(old: &Program, new: &Program) -> bool {
    same(&old.law.roles, &new.law.roles, |a, b| named(&a.0, &b.0))
        && same(&old.law.instruments, &new.law.instruments, |a, b| {
            named(&a.name, &b.name) && both(&a.jurisdiction, &b.jurisdiction)
        })
        && same(&old.enums, &new.enums, same_enum)
        && same(&old.records, &new.records, same_shape)
        && same(&old.matters, &new.matters, same_shape)
        && same(&old.parameters, &new.parameters, same_parameter)
        && same(&old.actions, &new.actions, same_action)
        && same(&old.definitions, &new.definitions, |a, b| {
            named(&a.name, &b.name) && a.owner == b.owner
        })
        && same(&old.calendars, &new.calendars, |a, b| named(&a.name, &b.name))
        && same(&old.counting, &new.counting, same_counting)
        && same(&old.readings, &new.readings, |a, b| named(&a.name, &b.name))
        && old.regions == new.regions
}

fn same_enum(a: &EnumType, b: &EnumType) -> bool {
    let EnumType {
        name,
        labels: _,
        values,
        ordered,
    } = a;
    named(name, &b.name)
        && *ordered == b.ordered
        && same(values, &b.values, |a, b| named(&a.0, &b.0) && both(&a.1, &b.1))
}

fn same_shape(a: &Shape, b: &Shape) -> bool {
    let Shape {
        name,
        labels: _,
        slots,
        by_name: _,
        definitions,
        governed_by,
        jurisdiction,
        zone,
        counted_by,
        calendar,
    } = a;
    named(name, &b.name)
        && same(slots, &b.slots, same_slot)
        && *definitions == b.definitions
        && *governed_by == b.governed_by
        && *jurisdiction == b.jurisdiction
        && *zone == b.zone
        && *counted_by == b.counted_by
        && *calendar == b.calendar
}

fn same_slot(a: &Slot, b: &Slot) -> bool {
    let Slot {
        name,
        ty,
        labels: _,
        judged_by,
        presumed,
        to_the_minute,
    } = a;
    named(name, &b.name)
        && *ty == b.ty
        && *judged_by == b.judged_by
        && *presumed == b.presumed
        && *to_the_minute == b.to_the_minute
}

fn same_parameter(a: &ParameterType, b: &ParameterType) -> bool {
    named(&a.name, &b.name) && a.ty == b.ty
}

fn same_action(a: &ActionType, b: &ActionType) -> bool {
    named(&a.name, &b.name) && a.matter == b.matter
}

fn same_counting(a: &CountingType, b: &CountingType) -> bool {
    let CountingType {
        provision: _,
        of,
        general,
        of_names,
        of_matters,
    } = a;
    let case = |a: &CountingCase, b: &CountingCase| a.calendar == b.calendar;
    *of == b.of
        && case(general, &b.general)
        && same(of_names, &b.of_names, |a, b| a.0 == b.0 && case(&a.1, &b.1))
        && same(of_matters, &b.of_matters, |a, b| a.0 == b.0 && case(&a.1, &b.1))
}

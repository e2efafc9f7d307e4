//! `unused-fact` and `unused-action`: declared, and no norm speaks of it.
//!
//! Wrong: `relative_told : yes/no` in a matter whose norms only read `relative_informed_at`. Right: take it out, or
//! write the norm that needs it.

use crate::finding::Finding;
use crate::resolve::{Base, Kind, MatterId, Norm, Owner, Place, Program, RecordId, Root, Term, TermKind};
use std::collections::HashSet;

#[derive(Default)]
struct Used {
    /// Slots of matters and records: whose, which.
    slots: HashSet<(Owner, usize)>,
    actions: HashSet<usize>,
}

pub fn check(program: &Program) -> Vec<Finding> {
    let mut used = Used::default();
    for norm in &program.norms {
        mark_norm(program, norm, &mut used);
    }
    for (number, matter) in program.matters.iter().enumerate() {
        if let Some(fields) = &matter.governed_by {
            let place = Place {
                root: Root::Case,
                fields: fields.clone(),
            };
            mark_place(program, Owner::Matter(MatterId(number)), &[], &place, &mut used);
        }
    }
    let mut findings = unused_facts(program, &used);
    findings.extend(unused_actions(program, &used));
    findings
}

fn unused_facts(program: &Program, used: &Used) -> Vec<Finding> {
    let matters = program.matters.iter().enumerate();
    let matters = matters.map(|(number, shape)| (Owner::Matter(MatterId(number)), shape));
    let records = program.records.iter().enumerate();
    let records = records.map(|(number, shape)| (Owner::Record(RecordId(number)), shape));
    let mut findings = Vec::new();
    for (owner, shape) in matters.chain(records) {
        for (slot, fact) in shape.slots.iter().enumerate() {
            if !used.slots.contains(&(owner, slot)) {
                let message = format!("no norm asks for `{}`", fact.name.text);
                findings.push(
                    Finding::warning("unused-fact", fact.name.span, message)
                        .label("asked for nowhere")
                        .help("take it out, or write the norm that needs it"),
                );
            }
        }
    }
    findings
}

fn unused_actions(program: &Program, used: &Used) -> Vec<Finding> {
    let actions = program.actions.iter().enumerate();
    actions
        .filter(|(number, _)| !used.actions.contains(number))
        .map(|(_, action)| {
            let message = format!("no norm says anything of `{}`", action.name.text);
            Finding::warning("unused-action", action.name.span, message)
                .label("regulated nowhere")
                .help("take it out, or write `may`, `must` or `must not` for it")
        })
        .collect()
}

fn mark_norm(program: &Program, norm: &Norm, used: &mut Used) {
    match &norm.kind {
        Kind::Permission(action) | Kind::Bar(action) | Kind::Validity(action, _) | Kind::Duty(action, _) => {
            used.actions.insert(action.0);
        }
        Kind::Definition(..) => {}
        Kind::Deem { fields, .. } => {
            let place = Place {
                root: Root::Case,
                fields: fields.clone(),
            };
            mark_place(program, norm.owner, &[], &place, used);
        }
    }
    for term in norm.terms() {
        mark(program, norm.owner, term, &mut Vec::new(), used);
    }
}

/// Marks the facts of a term; `elements` are the records of the lists at hand.
fn mark(program: &Program, owner: Owner, term: &Term, elements: &mut Vec<Option<Owner>>, used: &mut Used) {
    match &term.kind {
        TermKind::Fact(place) | TermKind::Definition { own: Some(place), .. } => {
            mark_place(program, owner, elements, place, used);
        }
        TermKind::State(action, _, _) => {
            used.actions.insert(action.0);
        }
        TermKind::List { place, .. } | TermKind::Quantified { place, .. } => {
            let record = mark_place(program, owner, elements, place, used);
            elements.push(record);
            for child in term.children() {
                mark(program, owner, child, elements, used);
            }
            elements.pop();
            return;
        }
        _ => {}
    }
    for child in term.children() {
        mark(program, owner, child, elements, used);
    }
}

/// Marks every slot on the way to a place; returns the record that lies at its end, also as a list's element.
fn mark_place(
    program: &Program,
    owner: Owner,
    elements: &[Option<Owner>],
    place: &Place,
    used: &mut Used,
) -> Option<Owner> {
    let mut at = match place.root {
        Root::Case | Root::Own => Some(owner),
        Root::Element(number) => elements.get(number).copied().flatten(),
    };
    for field in &place.fields {
        let here = at?;
        used.slots.insert((here, *field));
        let slot = program.shape(here)?.slots.get(*field)?;
        at = match &slot.ty.base {
            Base::Record(id) => Some(Owner::Record(*id)),
            Base::List(of) => match &**of {
                Base::Record(id) => Some(Owner::Record(*id)),
                _ => None,
            },
            _ => None,
        };
    }
    at
}

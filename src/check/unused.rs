//! `unused-fact` and `unused-action`: declared, and no norm speaks of it.
//!
//! Wrong: `relative_told : yes/no` in a matter whose norms only read `relative_informed_at`. Right: take it out, or
//! write the norm that needs it.

use crate::finding::Finding;
use crate::resolve::{MatterId, Owner, Program, RecordId, Shape, Subject};

/// What some norm speaks of.
struct Used {
    /// By the number of the matter: which of its facts.
    matters: Vec<Vec<bool>>,
    /// By the number of the record: which of its fields.
    records: Vec<Vec<bool>>,
    actions: Vec<bool>,
}

impl Used {
    fn nothing(program: &Program) -> Used {
        let unused = |shapes: &[Shape]| {
            shapes
                .iter()
                .map(|shape| vec![false; shape.slots.len()])
                .collect()
        };
        Used {
            matters: unused(&program.matters),
            records: unused(&program.records),
            actions: vec![false; program.actions.len()],
        }
    }

    fn slots(&self, owner: Owner) -> Option<&Vec<bool>> {
        match owner {
            Owner::Matter(id) => self.matters.get(id.0),
            Owner::Record(id) => self.records.get(id.0),
        }
    }

    fn slot(&mut self, (owner, slot): (Owner, usize)) {
        let slots = match owner {
            Owner::Matter(id) => self.matters.get_mut(id.0),
            Owner::Record(id) => self.records.get_mut(id.0),
        };
        if let Some(used) = slots.and_then(|slots| slots.get_mut(slot)) {
            *used = true;
        }
    }

    fn subject(&mut self, subject: Subject) {
        if let Subject::Action(id) = subject
            && let Some(used) = self.actions.get_mut(id.0)
        {
            *used = true;
        }
    }
}

pub fn check(program: &Program) -> Vec<Finding> {
    let mut used = Used::nothing(program);
    for norm in &program.norms {
        norm.subject()
            .into_iter()
            .for_each(|subject| used.subject(subject));
        norm.reads.rests.iter().for_each(|rest| used.subject(rest.on));
        norm.reads.slots.iter().for_each(|slot| used.slot(*slot));
    }
    for number in 0..program.matters.len() {
        let governing = program.governing_slots(MatterId(number));
        governing.into_iter().for_each(|slot| used.slot(slot));
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
            let known = used.slots(owner).and_then(|slots| slots.get(slot));
            if known == Some(&false) {
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
        .filter(|(number, _)| used.actions.get(*number) == Some(&false))
        .map(|(_, action)| {
            let message = format!("no norm says anything of `{}`", action.name.text);
            Finding::warning("unused-action", action.name.span, message)
                .label("regulated nowhere")
                .help("take it out, or write `may`, `must` or `must not` for it")
        })
        .collect()
}

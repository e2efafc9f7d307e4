//! `judges-nothing`: a norm says whose judgement a fact is that it does not read.
//!
//! Wrong: `must not remand when charged, judged by court: danger`. Right: the same in the norm that reads `danger`.

use crate::finding::Finding;
use crate::resolve::{Judging, Norm, Program};
use crate::source::Span;
use std::collections::BTreeMap;

pub fn check(program: &Program) -> Vec<Finding> {
    // a norm that stands for several matters is one
    let mut read: BTreeMap<Span, bool> = BTreeMap::new();
    for norm in &program.norms {
        for judging in norm.judged.as_deref().unwrap_or(&[]) {
            *read.entry(judging.span).or_insert(false) |= reads(program, norm, judging);
        }
    }
    let silent = read.into_iter().filter(|(_, read)| !read);
    silent
        .map(|(span, _)| {
            Finding::warning("judges-nothing", span, "this norm itself reads no such fact")
                .label("is judged elsewhere")
                .help("say it in the norm that reads the fact: a definition is judged as its own norm says")
        })
        .collect()
}

/// Whether a norm reads all facts that are named, or else one that is somebody's judgement.
fn reads(program: &Program, norm: &Norm, judging: &Judging) -> bool {
    let mine = |slot| {
        program
            .judging_in(norm, slot)
            .is_some_and(|found| found.span == judging.span)
    };
    if judging.facts.is_empty() {
        return norm.reads.slots.iter().any(|slot| mine(*slot));
    }
    let mut facts = judging.facts.iter();
    facts.all(|fields| program.slot_after(norm.owner, fields).is_some_and(mine))
}

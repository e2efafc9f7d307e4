//! `duty-without-done`: a duty with a limit that no fact can show to be fulfilled.
//!
//! Wrong: `must inform_relative within 12 hours of arrested_at`. Right: the same with `done relative_informed_at`.

use crate::finding::Finding;
use crate::resolve::{Kind, Program};
use std::collections::HashSet;

pub fn check(program: &Program) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    for norm in &program.norms {
        let Kind::Duty(_, duty) = &norm.kind else {
            continue;
        };
        if duty.done.is_none() && !duty.limits.is_empty() && seen.insert(norm.span) {
            findings.push(
                Finding::warning(
                    "duty-without-done",
                    norm.span,
                    "no fact shows whether this duty was fulfilled",
                )
                .label("will count as not done")
                .help("add `done`, and the fact that says when it was done"),
            );
        }
    }
    findings
}

//! `duplicate-citation` and `overlapping-versions`: two provisions with one address at one time.
//!
//! Wrong: two `article 138` of one code, both in force on a day. Right: each with `in force from … until …`, so
//! that on every day one of them stands.

use crate::finding::Finding;
use crate::law::{Citation, Provision};
use crate::resolve::Program;
use std::collections::HashMap;

pub fn check(program: &Program) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: HashMap<&Citation, Vec<&Provision>> = HashMap::new();
    // what an ended version goes on to apply to stands beside the next one
    let all = program.law.provisions.iter();
    for provision in all.filter(|provision| provision.stood.is_none()) {
        let others = seen.entry(&provision.citation).or_default();
        for other in others
            .iter()
            .filter(|other| other.in_force.overlaps(&provision.in_force))
        {
            findings.push(finding(other, provision));
        }
        // a provision that stands often is reported a few times, not once for every pair
        if others.len() < 8 {
            others.push(provision);
        }
    }
    findings
}

fn finding(first: &Provision, second: &Provision) -> Finding {
    let dated = first.in_force_span.is_some() || second.in_force_span.is_some();
    if !dated {
        return Finding::error("duplicate-citation", second.span, format!("{} stands twice", second.citation))
            .label("stands again here")
            .related(first.span, "first stands here")
            .help("give one of them another number; two versions of one provision each say `in force from ... until ...`");
    }
    let both = first.in_force.within(&second.in_force);
    Finding::error(
        "overlapping-versions",
        second.in_force_span.unwrap_or(second.span),
        format!("two versions of {} are both in force {both}", second.citation),
    )
    .label(format!("in force {}", second.in_force))
    .related(
        first.in_force_span.unwrap_or(first.span),
        format!("in force {}", first.in_force),
    )
    .help("end the earlier one the day before the later one begins: `until` names the last day in force")
}

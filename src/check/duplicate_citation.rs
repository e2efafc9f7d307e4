//! `duplicate-citation` and `overlapping-versions`: two provisions with one address at one time.
//!
//! Wrong: two `article 138` of one code, both in force on a day. Right: each with `in force from … until …`, so
//! that on every day one of them stands.

use crate::finding::Finding;
use crate::law::Provision;

pub fn check(together: &[Vec<&Provision>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for group in together {
        for (place, provision) in group.iter().enumerate() {
            // with the first of those beside which it stands; one that stands very often is held against the first few
            let mut others = group.iter().take(place.min(8));
            let both = others.find(|other| other.in_force.overlaps(&provision.in_force));
            findings.extend(both.map(|other| finding(other, provision)));
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

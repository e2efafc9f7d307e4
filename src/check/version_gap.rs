//! `gap-between-versions`: between two versions of a provision no version is in force.
//!
//! Wrong: `until 2011-01-17`, then `from 2011-02-01`. Right: `until 2011-01-31`, or a remark why nothing stood.

use crate::finding::Finding;
use crate::law::Provision;

pub fn check(together: &[Vec<&Provision>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for group in together {
        let stood = group.iter().filter(|version| !version.in_force.is_empty());
        let mut versions: Vec<&Provision> = stood.copied().collect();
        versions.sort_by_key(|version| version.in_force.from());
        for pair in versions.windows(2) {
            if let [first, second] = pair {
                findings.extend(gap(first, second));
            }
        }
    }
    findings
}

fn gap(first: &Provision, second: &Provision) -> Option<Finding> {
    // what was repealed, suspended or has expired leaves a gap that is meant
    if first.ended.is_some() {
        return None;
    }
    let ends = first.in_force.until()?;
    let begins = second.in_force.from()?;
    let next = ends.succ_opt()?;
    if begins <= next {
        return None;
    }
    let last = begins.pred_opt()?;
    let finding = Finding::warning(
        "gap-between-versions",
        second.in_force_span.unwrap_or(second.span),
        format!(
            "from {next} until {last} no version of {} is in force",
            second.citation
        ),
    )
    .label(format!("begins on {begins}"))
    .related(
        first.in_force_span.unwrap_or(first.span),
        format!("ends on {ends}"),
    )
    .help(format!(
        "if nothing was meant to change in between, end the earlier version on {last}"
    ));
    Some(finding)
}

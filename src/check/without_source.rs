//! `without-source`: a norm of an instrument whose provision names no source.
//!
//! Wrong: an article with a norm and nothing that says where it comes from. Right: `source "CAT/C/KAZ/3" para 258` under
//! its heading, or under that of its instrument.

use crate::finding::Finding;
use crate::resolve::Program;
use std::collections::HashSet;

pub fn check(program: &Program) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    // a rule set without any source does not work with sources; one that does names all of them
    if program
        .law
        .provisions
        .iter()
        .all(|provision| provision.sources.is_empty())
    {
        return findings;
    }
    for norm in &program.norms {
        let sourced = program
            .law
            .with_parents(norm.provision)
            .any(|(_, provision)| !provision.sources.is_empty());
        if !sourced && seen.insert(norm.provision) {
            let citation = program
                .citation(norm)
                .map(ToString::to_string)
                .unwrap_or_default();
            findings.push(
                Finding::warning(
                    "without-source",
                    norm.span,
                    format!("{citation} names no source for its norm"),
                )
                .label("where does it come from?")
                .help("write `source \"document\" para 258` under the heading"),
            );
        }
    }
    findings
}

//! `effect-before-adoption`: law takes effect before it was adopted, and does not say that it reaches back.
//!
//! Wrong: `adopted 2011-01-18, in force from 2010-01-18`. Right: `in force from 2011-01-18`, or `in force from 2010-01-18, reaching
//! back` where that is meant.

use crate::finding::Finding;
use crate::law::{Law, Provision, ProvisionId};
use crate::resolve::Program;
use crate::source::Span;
use crate::time::Date;
use std::collections::HashSet;

pub fn check(program: &Program) -> Vec<Finding> {
    let law = &program.law;
    let mut seen: HashSet<Span> = HashSet::new();
    let mut findings = Vec::new();
    for (number, provision) in law.provisions.iter().enumerate() {
        if let Some((from, adopted)) = early(law, ProvisionId(number), provision) {
            let span = provision
                .made_at
                .or(provision.in_force_span)
                .unwrap_or(provision.span);
            if seen.insert(span) {
                findings.push(finding(span, provision, from, adopted));
            }
        }
    }
    findings
}

/// The first day of a version and the day of its adoption, where that is later and it does not say that it reaches back.
fn early(law: &Law, id: ProvisionId, provision: &Provision) -> Option<(Date, Date)> {
    let instrument = law.instrument_of(provision.made_by.unwrap_or(id))?;
    let (from, adopted) = (provision.in_force.from()?, instrument.adopted?);
    // parts take their days from what contains them, where that is reported
    let own = provision.made_at.is_some() || provision.in_force_span.is_some();
    let early = from < adopted && !provision.in_force.is_empty();
    (own && early && !provision.reaching_back).then_some((from, adopted))
}

fn finding(span: Span, provision: &Provision, from: Date, adopted: Date) -> Finding {
    Finding::warning(
        "effect-before-adoption",
        span,
        format!(
            "this version of {} is in force from {from}, and was adopted only on {adopted}",
            provision.citation
        ),
    )
    .label("in force before it was adopted")
    .help(format!(
        "if it reaches back, say so: `from {from}, reaching back`; if not, correct one of the dates"
    ))
}

//! `missing-day-not-settled`: months or years are added to a date, and nothing says which day counts in a month that
//! does not have the day.
//!
//! Wrong: `define of_age_on as born + 18 years`. Right: the same with `, rounded up to a day`, or under a counting rule.

use crate::finding::Finding;
use crate::law::{InstrumentId, Interval, uncovered};
use crate::resolve::{Alternative, Body, Kind, MatterId, Norm, Owner, Program, counted_names};
use crate::source::Span;
use std::collections::HashSet;

pub fn check(program: &Program) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    for norm in &program.norms {
        let matter = match norm.owner {
            Owner::Matter(id) => Some(id),
            Owner::Record(_) => None,
        };
        for (span, instrument) in &norm.reads.months_added {
            let days = without_rule(program, *instrument, matter, program.in_force(norm));
            if !days.is_empty() && seen.insert(*span) {
                findings.push(finding(*span, norm, &days));
            }
        }
    }
    findings
}

/// The days on which no counting rule is in force that could say it.
fn without_rule(
    program: &Program,
    instrument: InstrumentId,
    matter: Option<MatterId>,
    needed: Interval,
) -> Vec<Interval> {
    let names = counted_names(program, instrument, matter);
    let rules = program.counting.iter();
    let governing = rules.filter(|rule| rule.of.iter().any(|name| names.contains(name)));
    let in_force = governing.filter_map(|rule| Some(program.law.provision(rule.provision)?.in_force));
    uncovered(&[needed], &in_force.collect::<Vec<_>>())
}

fn finding(span: Span, norm: &Norm, days: &[Interval]) -> Finding {
    let days: Vec<String> = days.iter().map(Interval::to_string).collect();
    let finding = Finding::warning(
        "missing-day-not-settled",
        span,
        format!(
            "nothing says which day counts where the month does not have the day (in force {})",
            days.join(" and ")
        ),
    )
    .label("cannot be calculated from 31 January or 29 February, say");
    if is_alternative(norm, span) {
        finding.help(
            "write `, rounded up to a day` (then 1 March) or `, rounded down to a day` (then 28 February) behind it, as the \
             law has it, or declare a counting rule with a line `months`",
        )
    } else {
        finding.help(
            "declare a counting rule with a line `months`, or define the date by itself, `, rounded up to a day` (then 1 \
             March) or `, rounded down to a day` (then 28 February), and use its name here",
        )
    }
}

/// Whether the sum is the whole value of an alternative, which a rounding can follow.
fn is_alternative(norm: &Norm, span: Span) -> bool {
    let whole = |alternative: &Alternative| alternative.value.span == span;
    matches!(&norm.kind, Kind::Definition(_, Body::Alternatives(alternatives)) if alternatives.iter().any(whole))
}

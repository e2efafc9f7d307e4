//! Checks over the whole resolved law. One file per finding: its name, words, a wrong and a right example.
//!
//! In: the resolved law. Out: findings. What cannot be resolved at all is found in
//! `resolve`; here is what resolves and is still wrong.

mod circular_definition;
mod confusable_name;
mod dangling_reference;
mod despite_higher_rank;
mod divisor_may_be_zero;
mod duplicate_citation;
mod duty_without_done;
mod effect_before_adoption;
mod judges_nothing;
mod missing_day_not_settled;
mod undefined_for_a_time;
mod unused;
mod version_gap;
mod versions;
mod without_source;

use crate::finding::Finding;
use crate::resolve::Program;
use crate::source::Limits;

/// All checks, in the order of their names. A rule set with many mistakes is checked no further once it
/// has more findings than are shown.
pub fn check(program: &Program, limits: &Limits) -> Vec<Finding> {
    let together = versions::standing_together(&program.law);
    let mut findings = circular_definition::check(program, limits);
    findings.extend(confusable_name::check(program));
    findings.extend(dangling_reference::check(program));
    findings.extend(despite_higher_rank::check(program));
    findings.extend(divisor_may_be_zero::check(program));
    findings.extend(duplicate_citation::check(&together));
    findings.extend(duty_without_done::check(program));
    findings.extend(effect_before_adoption::check(program));
    findings.extend(judges_nothing::check(program));
    findings.extend(missing_day_not_settled::check(program));
    findings.extend(undefined_for_a_time::check(program));
    findings.extend(unused::check(program));
    findings.extend(version_gap::check(&together));
    findings.extend(without_source::check(program));
    findings
}

//! What could not be calculated and was needed to decide: provision, place and reason.

use super::answer::Context;
use crate::evaluate::{Decision, Failure};
use crate::resolve::Norm;
use crate::time::Date;
use serde_json::{Value as Json, json};

/// A calculation that has no result in a case, and on which the answer hangs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Undetermined {
    /// The provision it stands in.
    pub citation: Option<String>,
    /// Why it has no result.
    pub why: String,
    /// The expression, as it is written.
    pub expression: String,
    /// File, line and column.
    pub place: String,
}

impl Undetermined {
    /// `born + 18 years` in A art. 2: why.
    pub fn words(&self) -> String {
        match &self.citation {
            Some(citation) => format!("`{}` in {citation}: {}", self.expression, self.why),
            None => format!("`{}`: {}", self.expression, self.why),
        }
    }

    /// As JSON: `citation`, `why`, `expression`, `place`.
    pub fn json(&self) -> Json {
        json!({
            "citation": self.citation,
            "why": self.why,
            "expression": self.expression,
            "place": self.place,
        })
    }
}

/// What a decision hangs on that cannot be calculated.
pub(crate) fn undetermined(decision: &Decision, context: &Context<'_>) -> Vec<Undetermined> {
    let failures = decision.undetermined.iter();
    let told = failures.map(|failure| of_failure(failure, decision.law_on, context));
    let told: std::collections::BTreeSet<Undetermined> = told.collect();
    told.into_iter().collect()
}

/// One calculation that failed, under the law of a date.
pub(super) fn of_failure(failure: &Failure, law_on: Date, context: &Context<'_>) -> Undetermined {
    let written = context.sources.text(failure.span);
    Undetermined {
        citation: norm_around(failure, law_on, context)
            .and_then(|norm| context.program.citation(norm))
            .map(ToString::to_string),
        why: failure.why.to_string(),
        expression: written.split_whitespace().collect::<Vec<_>>().join(" "),
        place: context.sources.locate(failure.span),
    }
}

/// The norm in which it stands: of several versions with the same words, the one in force.
fn norm_around<'a>(failure: &Failure, law_on: Date, context: &Context<'a>) -> Option<&'a Norm> {
    let program = context.program;
    let around = |norm: &&Norm| {
        norm.span.file() == failure.span.file()
            && norm.span.start() <= failure.span.start()
            && failure.span.end() <= norm.span.end()
    };
    let mut norms = program.norms.iter().filter(around);
    let first = norms.next()?;
    let in_force = std::iter::once(first)
        .chain(norms)
        .find(|norm| program.in_force(norm).contains(law_on));
    in_force.or(Some(first))
}

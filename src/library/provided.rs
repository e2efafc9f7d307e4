//! Conditional answers to a question.

use super::ask::Ask;
use crate::case::Case;
use crate::evaluate::{Inquiry, provided};
use crate::explain::{Condition, ConditionalAnswers, Context, conditional};
use crate::time::Moment;

impl Ask {
    /// The conditions under which an unknown answer is known; none where it is known, or where the date of the law is not.
    pub fn provided(&self, case: &Case, at: impl Into<Option<Moment>>, language: &str) -> ConditionalAnswers {
        let at = at.into().or(case.at());
        let Some(date) = self.matter().law_date_at(case, at) else {
            return ConditionalAnswers::default();
        };
        let library = self.matter().snapshot().library();
        let plan = library.plan(date, case.readings());
        let found = provided(&Inquiry {
            program: library.program(),
            plan: &plan,
            case,
            at,
            question: self.question(),
            limits: library.limits(),
        });
        let context = Context {
            program: library.program(),
            sources: library.sources(),
            case,
            zone: case.zone().unwrap_or(self.matter().zone()),
            language,
        };
        // without any fact supposed the answer is known: there is no condition
        let known = found.ways.iter().any(|way| way.facts.is_empty());
        ConditionalAnswers {
            answers: if known {
                Vec::new()
            } else {
                found
                    .ways
                    .iter()
                    .map(|way| conditional(way, &context))
                    .collect::<Vec<Condition>>()
            },
            cut_short: found.cut_short,
        }
    }
}

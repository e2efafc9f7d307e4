//! The timeline of a case.

use super::snapshot::Matter;
use crate::case::Case;
use crate::evaluate::agenda;
use crate::explain::{CaseTimeline, Context, timeline};
use crate::time::{Date, Moment};

impl Matter {
    /// All duties and limits of a case in the order in which they are due, at a moment of assessment (that of the case,
    /// where none is given). `None` where the date of the law is not known.
    pub fn timeline(&self, case: &Case, at: impl Into<Option<Moment>>) -> Option<CaseTimeline> {
        let at = at.into().or(case.at());
        let law_on = self.law_date_at(case, at)?;
        Some(self.timeline_in(case, at, law_on, "en"))
    }

    /// The same under the law of a date, with labels in a language.
    pub(crate) fn timeline_in(
        &self,
        case: &Case,
        at: Option<Moment>,
        law_on: Date,
        language: &str,
    ) -> CaseTimeline {
        let library = self.snapshot().library();
        let plan = library.plan(law_on, case.readings());
        let entries = agenda(library.program(), &plan, case, at);
        let context = Context {
            program: library.program(),
            sources: library.sources(),
            case,
            zone: case.zone().unwrap_or(self.zone()),
            language,
        };
        timeline(&entries, law_on, at, &context).in_language(language)
    }
}

//! A question put to cases. Here the date of the law is settled: what the snapshot or the case states,
//! else the matter's governing date, else the day of the assessment, else what all versions agree on.

use super::law_date::LawDate;
use super::snapshot::Matter;
use crate::case::{Case, Spot};
use crate::evaluate::{Brief, Decision, Inquiry, Outcome, Question, Searched};
use crate::explain::{Answer, Context, MissingFact, MissingKind, Undetermined, explain};
use crate::plan::LawOf;
use crate::time::{Date, Moment};
use crate::value::Value;

/// A question of a matter at a date of the law.
#[derive(Debug, Clone)]
pub struct Ask {
    matter: Matter,
    question: Question,
}

/// A part of the terms that one question may ask for is worked out under the law of several dates together.
const STEPS_OF_ALL_DATES: usize = 8;

/// The decisions under the law of several dates.
pub(super) struct OnDates {
    pub decisions: Vec<Decision>,
    /// How many dates were not looked at any more.
    pub left_out: usize,
}

impl Ask {
    pub(super) fn new(matter: Matter, question: Question) -> Ask {
        Ask { matter, question }
    }

    /// The question.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The date of the law that will be applied to a case at its own moment of assessment; `None` where it is not known.
    pub fn law_date(&self, case: &Case) -> Option<Date> {
        self.matter.law_date(case)
    }

    /// The date of the law that will be applied to a case at a moment of assessment; `None` where it is not known.
    pub fn law_date_at(&self, case: &Case, at: Option<Moment>) -> Option<Date> {
        self.matter.law_date_at(case, at)
    }

    /// Decides a case at a moment of assessment (that of the case, where none is given).
    pub fn decide(&self, case: &Case, at: impl Into<Option<Moment>>) -> Answer {
        self.decide_in(case, at, "en")
    }

    /// The same, with labels in a language.
    pub fn decide_in(&self, case: &Case, at: impl Into<Option<Moment>>, language: &str) -> Answer {
        let at = at.into().or(case.at());
        let answer = self.decide_on_its_readings(case, at, language);
        self.with_other_readings(answer, case, at, language)
            .in_language(language)
    }

    /// The answer on the readings of the case alone.
    pub(super) fn decide_on_its_readings(&self, case: &Case, at: Option<Moment>, language: &str) -> Answer {
        if let Some(answer) = self.by_milder_law(case, at, language) {
            return answer;
        }
        match self.matter.date_for(case, at) {
            LawDate::On(date) => {
                let answer = self.explained(&self.decision(case, at, date), case, language);
                match self.stated(case) {
                    Some(date) => answer.without_milder_law(date, self.milder_law_left_out(case, at, date)),
                    None => answer,
                }
            }
            LawDate::OfAssessment(date) => {
                let decision = self.decision(case, at, date);
                let (changes, perhaps) = self.next_change(&decision, case, at, date);
                let decision = Decision {
                    changes_at: changes,
                    changes_perhaps: perhaps,
                    ..decision
                };
                self.explained(&decision, case, language)
            }
            LawDate::Open(spot) => self.over_all_versions(case, at, spot.as_ref(), language),
        }
    }

    /// The outcome and value alone, for many cases: no reasons and no missing facts. Where the date of the law is not
    /// known the outcome is that of [`Ask::decide`].
    pub fn outcome(&self, case: &Case, at: impl Into<Option<Moment>>) -> (Outcome, Option<Value>) {
        let (outcome, value, _) = self.outcome_and_due(case, at);
        (outcome, value)
    }

    /// The same, with the due moment of a duty.
    pub fn outcome_and_due(
        &self,
        case: &Case,
        at: impl Into<Option<Moment>>,
    ) -> (Outcome, Option<Value>, Option<Moment>) {
        let brief = self.brief(case, at.into());
        (brief.outcome, brief.value, brief.due_at)
    }

    /// The same, with the last day of a duty whose limit is in days or longer.
    pub(crate) fn brief(&self, case: &Case, at: Option<Moment>) -> Brief {
        let at = at.or(case.at());
        if let Some(date) = self.one_date(case, at) {
            return self.inquire(case, at, &LawOf::Date(date), |inquiry| inquiry.brief());
        }
        let answer = self.decide_on_its_readings(case, at, "en");
        Brief {
            outcome: answer.outcome(),
            value: answer.value().cloned(),
            due_at: answer.due_at(),
            due_on: answer.due_on(),
        }
    }

    /// The outcome, value and due moment as the naive reference interpreter has them, which every other way of answering is held to; an
    /// error says what in the question is beyond it. Only where the date of the law is known.
    #[cfg(feature = "naive")]
    pub fn naively(
        &self,
        case: &Case,
        at: impl Into<Option<Moment>>,
    ) -> Result<crate::evaluate::NaiveAnswer, crate::evaluate::BeyondNaive> {
        let at = at.into().or(case.at());
        match self.one_date(case, at) {
            Some(date) => {
                let zone = case.zone().unwrap_or(self.matter.zone());
                self.inquire(case, at, &LawOf::Date(date), |inquiry| inquiry.naively(zone))
            }
            None => Err(crate::evaluate::BeyondNaive::OpenDate),
        }
    }

    /// The decisions that the answer to a case rests on: one, or where milder law or an open date of the law calls for it,
    /// one for each version.
    pub(crate) fn decisions(&self, case: &Case) -> Vec<Decision> {
        let at = case.at();
        let dates: Vec<Date> = match self.one_date(case, at) {
            Some(date) => vec![date],
            None => self.matter.snapshot().library().dates().collect(),
        };
        dates
            .into_iter()
            .map(|date| self.decision(case, at, date))
            .collect()
    }

    pub(super) fn matter(&self) -> &Matter {
        &self.matter
    }

    /// The date of the law, where it is known and no milder law is looked for.
    fn one_date(&self, case: &Case, at: Option<Moment>) -> Option<Date> {
        self.matter
            .law_date_at(case, at)
            .filter(|_| self.milder_rules(case, at).is_empty())
    }

    pub(super) fn decision(&self, case: &Case, at: Option<Moment>, date: Date) -> Decision {
        self.decision_under(case, at, &LawOf::Date(date))
    }

    pub(super) fn decision_under(&self, case: &Case, at: Option<Moment>, law: &LawOf) -> Decision {
        self.inquire(case, at, law, |inquiry| inquiry.decide())
    }

    /// When an answer under the law of the day of assessment changes by itself: within the time of that law, or because
    /// other law comes into force that answers otherwise; and whether the search for it ended early.
    fn next_change(
        &self,
        now: &Decision,
        case: &Case,
        at: Option<Moment>,
        today: Date,
    ) -> (Option<Moment>, bool) {
        let zone = case.zone().unwrap_or(self.matter.zone());
        let (mut changes, mut perhaps) = (now.changes_at, now.changes_perhaps);
        let mut searched = Searched::default();
        for date in self.matter.snapshot().library().dates() {
            let begins = zone.start_of(date);
            if date <= today || at.is_none_or(|at| begins <= at) {
                continue;
            }
            if changes.is_some_and(|changes| changes < begins) {
                break;
            }
            let law = LawOf::Date(date);
            let then = self.inquire(case, Some(begins), &law, |inquiry| {
                inquiry.decide_briefly(&mut searched)
            });
            let same = then.outcome == now.outcome
                && then.value == now.value
                && then.due_at == now.due_at
                && then.done_at == now.done_at;
            if !same {
                return (Some(begins), false);
            }
            if self.is_too_much(&searched) {
                return (Some(begins), true);
            }
            (changes, perhaps) = (then.changes_at, then.changes_perhaps);
        }
        (changes, perhaps)
    }

    /// The decisions under some states of the law. A fact that was found missing under one of them is not looked for again.
    /// Reasons are kept of the last alone, where not those of each are wanted.
    pub(super) fn decisions_on(
        &self,
        mut laws: impl Iterator<Item = LawOf>,
        (case, at): (&Case, Option<Moment>),
        reasons_of_each: bool,
    ) -> OnDates {
        let mut searched = Searched::default();
        let mut decisions: Vec<Decision> = Vec::new();
        for law in laws.by_ref() {
            let decision = self.inquire(case, at, &law, |inquiry| inquiry.decide_beside(&mut searched));
            if let Some(before) = decisions.last_mut().filter(|_| !reasons_of_each) {
                before.reasons.clear();
            }
            decisions.push(decision);
            if self.is_too_much(&searched) {
                break;
            }
        }
        // the list is one for all of them: it may be wide for want of any
        let wide = decisions.iter().any(|decision| decision.missing.wide);
        for decision in &mut decisions {
            decision.missing.wide = wide && decision.outcome == Outcome::Unknown;
        }
        OnDates {
            decisions,
            left_out: laws.count(),
        }
    }

    /// Whether more was worked out under the law of several dates than may be.
    fn is_too_much(&self, searched: &Searched) -> bool {
        let limits = self.matter.snapshot().library().limits();
        searched.worked > limits.steps / STEPS_OF_ALL_DATES
    }

    fn inquire<T>(
        &self,
        case: &Case,
        at: Option<Moment>,
        law: &LawOf,
        put: impl FnOnce(&Inquiry<'_>) -> T,
    ) -> T {
        let library = self.matter.snapshot().library();
        let plan = library.plan_of(law, case.readings());
        put(&Inquiry {
            program: library.program(),
            plan: &plan,
            case,
            at,
            question: &self.question,
            limits: library.limits(),
        })
    }

    pub(super) fn explained(&self, decision: &Decision, case: &Case, language: &str) -> Answer {
        explain(decision, &self.context(case, language))
    }

    /// What some decisions hang on that cannot be calculated.
    pub(super) fn undetermined(
        &self,
        decisions: &[Decision],
        case: &Case,
        language: &str,
    ) -> Vec<Undetermined> {
        let context = self.context(case, language);
        let each = decisions.iter();
        each.flat_map(|decision| crate::explain::undetermined(decision, &context))
            .collect()
    }

    fn context<'c>(&'c self, case: &'c Case, language: &'c str) -> Context<'c> {
        let library = self.matter.snapshot().library();
        Context {
            program: library.program(),
            sources: library.sources(),
            case,
            zone: case.zone().unwrap_or(self.matter.zone()),
            language,
        }
    }

    /// The date of the law is not known: what all versions agree on is the answer; else it is unknown for
    /// want of the date.
    pub(super) fn over_all_versions(
        &self,
        case: &Case,
        at: Option<Moment>,
        spot: Option<&Spot>,
        language: &str,
    ) -> Answer {
        let library = self.matter.snapshot().library();
        let dates = library.inner.timeline.dates().map(LawOf::Date);
        let OnDates { decisions, left_out } = self.decisions_on(dates, (case, at), false);
        let same =
            |a: &Decision, b: &Decision| a.outcome == b.outcome && a.value == b.value && a.due_at == b.due_at;
        let agree = decisions.windows(2).all(|pair| match pair {
            [a, b] => same(a, b),
            _ => true,
        });
        let Some(last) = decisions.last() else {
            return self.explained(&self.decision(case, at, Date::MIN), case, language);
        };
        if agree && last.outcome != Outcome::Unknown && left_out == 0 {
            let changes = decisions.iter().filter_map(|decision| decision.changes_at);
            return self.explained(last, case, language).changing_at(changes.min());
        }
        let mut last = last.clone();
        last.missing.wide = decisions.iter().any(|decision| decision.missing.wide);
        let answer = self.explained(&last, case, language);
        let mut wanted: Vec<MissingFact> = vec![self.wanted_date(case, spot, language)];
        for decision in &decisions {
            let spots = decision.missing.spots.iter();
            wanted.extend(
                spots.map(|spot| crate::explain::missing_fact(library.program(), case, spot, language)),
            );
        }
        let failed = self.undetermined(&decisions, case, language);
        // where every version is unknown, the date is listed though it may not decide
        answer
            .for_want_of(wanted, agree && left_out == 0)
            .hanging_on(failed)
            .without_dates(left_out)
    }

    pub(super) fn wanted_assessment(&self, case: &Case, language: &str) -> MissingFact {
        let spot = [crate::case::Step::Assessment];
        crate::explain::missing_fact(self.matter.program(), case, &spot, language)
    }

    fn wanted_date(&self, case: &Case, spot: Option<&Spot>, language: &str) -> MissingFact {
        match spot {
            Some(spot) => crate::explain::missing_fact(self.matter.program(), case, spot, language),
            None => MissingFact {
                kind: MissingKind::LawDate,
                fact: "on".into(),
                type_name: "date".into(),
                label: Some("date of the law".into()),
                set: None,
            },
        }
    }
}

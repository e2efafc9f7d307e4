//! Milder law reaches back: of all versions of the law from the act to the assessment the mildest one applies, whole.
//!
//! Each version answers the question by itself; parts of two versions are never combined. A rule speaks for its own
//! instrument: all other law is that of the day of the act.

use super::ask::{Ask, OnDates};
use crate::case::{Case, Spot, Step};
use crate::evaluate::{Decision, Outcome, order_of};
use crate::explain::{Answer, ComparedLaw, ComparedVersion};
use crate::law::InstrumentId;
use crate::plan::LawOf;
use crate::resolve::MilderRule;
use crate::syntax::tree::{Instrument, InstrumentKind, Mildness};
use crate::time::{Date, Moment};
use crate::value::Value;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What a comparison of versions comes to.
enum Mildest {
    /// The number of the version.
    Is(usize),
    /// Some versions are not decided.
    Open,
    /// Two versions cannot be compared.
    Incomparable,
}

/// Rules of mildness that say the same, each for its own instrument.
struct Reaching<'a> {
    /// The first of them.
    rule: &'a MilderRule,
    /// The instruments for which they speak.
    instruments: BTreeSet<InstrumentId>,
}

impl Ask {
    /// The rules by which milder law reaches back for this question and that stand on the last date that counts.
    pub(super) fn milder_rules(&self, case: &Case, at: Option<Moment>) -> Vec<&MilderRule> {
        // who states a date asks for the law of that date
        if self.stated(case).is_some() {
            return Vec::new();
        }
        self.milder_rules_of(case, self.last_date(case, at))
    }

    /// The rules that would speak for this question, did the case not state the date of its law.
    pub(super) fn milder_law_left_out(
        &self,
        case: &Case,
        at: Option<Moment>,
        stated: Date,
    ) -> BTreeSet<String> {
        let rules = self.milder_rules_of(case, self.last_date(case, at).or(Some(stated)));
        rules.into_iter().filter_map(|rule| self.citation(rule)).collect()
    }

    fn milder_rules_of(&self, case: &Case, last: Option<Date>) -> Vec<&MilderRule> {
        let program = self.matter().program();
        let rules = program.milder.iter().filter(|rule| {
            rule.matter == case.matter()
                && rule.action == self.question().action()
                && rule.definition == self.question().definition()
        });
        let standing = rules.filter(|rule| {
            let provision = program.law.provision(rule.provision);
            provision.is_some_and(|provision| match last {
                Some(date) => provision.in_force.contains(date),
                None => !provision.in_force.is_empty(),
            })
        });
        standing.collect()
    }

    /// The date that the snapshot or the case states.
    pub(super) fn stated(&self, case: &Case) -> Option<Date> {
        self.matter().snapshot().date().or(case.on())
    }

    /// The instruments for which a rule speaks: that in which it stands; from a constitution, all of its jurisdiction.
    fn instruments_of(&self, rule: &MilderRule) -> BTreeSet<InstrumentId> {
        let law = &self.matter().program().law;
        let own = law.provision(rule.provision).map(|found| found.instrument);
        let Some((own, made)) = own.and_then(|id| Some((id, law.instruments.get(id.0)?))) else {
            return BTreeSet::new();
        };
        if made.kind != InstrumentKind::Constitution {
            return BTreeSet::from([own]);
        }
        let jurisdiction = |made: &Instrument| made.jurisdiction.as_ref().map(|name| name.text.clone());
        let here = jurisdiction(made);
        let all = law.instruments.iter().enumerate();
        all.filter(|(_, other)| jurisdiction(other) == here)
            .map(|(number, _)| InstrumentId(number))
            .collect()
    }

    /// The answer of the mildest law, where a rule lets milder law reach back for this question.
    pub(super) fn by_milder_law(&self, case: &Case, at: Option<Moment>, language: &str) -> Option<Answer> {
        let mut reaching: Vec<Reaching<'_>> = Vec::new();
        for rule in self.milder_rules(case, at) {
            let instruments = self.instruments_of(rule);
            let alike =
                |known: &&mut Reaching<'_>| known.rule.from == rule.from && known.rule.way == rule.way;
            match reaching.iter_mut().find(alike) {
                Some(known) => known.instruments.extend(instruments),
                None => reaching.push(Reaching { rule, instruments }),
            }
        }
        let answers = reaching
            .iter()
            .map(|reaching| self.mildest(reaching, case, at, language));
        let mut answers: Vec<Answer> = answers.collect();
        let others = answers.split_off(1.min(answers.len()));
        let first = answers.pop()?;
        if others.iter().all(|other| other.says_as(&first)) {
            return Some(first);
        }
        let cited = reaching
            .iter()
            .filter_map(|reaching| self.citation(reaching.rule));
        Some(first.with_rules_apart(&cited.collect::<Vec<_>>()))
    }

    /// The last date whose law counts: that of the assessment.
    fn last_date(&self, case: &Case, at: Option<Moment>) -> Option<Date> {
        let zone = case.zone().unwrap_or(self.matter().zone());
        at.map(|at| zone.date_of(at))
    }

    /// The answer of the mildest version.
    fn mildest(&self, reaching: &Reaching<'_>, case: &Case, at: Option<Moment>, language: &str) -> Answer {
        let rule = reaching.rule;
        let spot: Spot = rule.from.iter().map(|field| Step::Slot(*field)).collect();
        let Some(act) = self.matter().date_at(case, &spot) else {
            return self.over_all_versions(case, at, Some(&spot), language);
        };
        let last = self.last_date(case, at);
        // assessed before the act: the law of that day alone answers
        if let Some(last) = last.filter(|last| *last < act) {
            return self.explained(&self.decision(case, at, last), case, language);
        }
        let (dates, later) = self.dates_from(act, last);
        // the law of the act governs; later law counts in the instruments of the rule alone
        let law_of = |date: Date| LawOf::Instruments {
            instruments: reaching.instruments.clone(),
            on: date,
            others: act,
        };
        let laws = dates.iter().map(|date| law_of(*date));
        let OnDates { decisions, left_out } = self.decisions_on(laws, (case, at), true);
        if left_out > 0 {
            return self.open(&decisions, case, language).without_dates(left_out);
        }
        let compared = ComparedLaw {
            citation: self.citation(rule).unwrap_or_default(),
            versions: self.versions(&dates, last, &decisions, case, language),
        };
        match mildest(&decisions, rule.way) {
            Mildest::Is(number) => {
                let Some((decision, chosen)) = decisions.get(number).zip(dates.get(number)) else {
                    return self.over_all_versions(case, at, Some(&spot), language);
                };
                let answer = self.explained(decision, case, language);
                if last.is_none() && compared.versions.len() > 1 {
                    // a later assessment may reach a milder version
                    let wanted = self.wanted_assessment(case, language);
                    return answer.for_want_of(vec![wanted], false);
                }
                let changes = self.milder_to_come(rule.way, (case, at), decision, &later, &law_of);
                let answer = answer.mildest_of(compared, *chosen);
                let sooner = answer.changes_at().into_iter().chain(changes).min();
                answer.changing_at(sooner)
            }
            Mildest::Open => self.open(&decisions, case, language),
            Mildest::Incomparable => match decisions.first() {
                Some(first) => self.explained(first, case, language).not_comparable(compared),
                None => self.over_all_versions(case, at, Some(&spot), language),
            },
        }
    }

    /// The day of the act and those on which the law changed since, until the last that counts; and all on which it changes
    /// after the act.
    fn dates_from(&self, act: Date, last: Option<Date>) -> (Vec<Date>, Vec<Date>) {
        let all = self.matter().snapshot().library().dates();
        let later: Vec<Date> = all.filter(|date| *date > act).collect();
        let until = |date: &Date| last.is_none_or(|last| *date <= last);
        let dates = std::iter::once(act).chain(later.iter().copied().filter(until));
        (dates.collect(), later)
    }

    /// The answer where some versions are not decided: what each of them wants.
    fn open(&self, decisions: &[Decision], case: &Case, language: &str) -> Answer {
        let program = self.matter().program();
        let wanted = decisions.iter().flat_map(|decision| &decision.missing.spots);
        let wanted = wanted.map(|spot| crate::explain::missing_fact(program, case, spot, language));
        let wanted = wanted.collect();
        let unknown = |decision: &&Decision| decision.outcome == Outcome::Unknown;
        match decisions.iter().find(unknown).or(decisions.first()) {
            Some(open) => {
                let failed = self.undetermined(decisions, case, language);
                let answer = self.explained(open, case, language);
                answer.for_want_of(wanted, false).hanging_on(failed)
            }
            None => self.over_all_versions(case, case.at(), None, language),
        }
    }

    fn citation(&self, rule: &MilderRule) -> Option<String> {
        let provision = self.matter().program().law.provision(rule.provision)?;
        Some(provision.citation.to_string())
    }

    /// What each version comes to; versions after one another that come to the same are one.
    fn versions(
        &self,
        dates: &[Date],
        last: Option<Date>,
        decisions: &[Decision],
        case: &Case,
        language: &str,
    ) -> Vec<ComparedVersion> {
        let mut versions: Vec<ComparedVersion> = Vec::new();
        for (number, (date, decision)) in dates.iter().zip(decisions).enumerate() {
            let next = dates.get(number + 1).and_then(|next| next.pred_opt()).or(last);
            let words = crate::explain::outcome_words(&self.explained(decision, case, language));
            match versions.last_mut() {
                Some(before) if before.words == words => before.until = next,
                _ => versions.push(ComparedVersion {
                    from: *date,
                    until: next,
                    words,
                }),
            }
        }
        versions
    }

    /// When a version comes that is milder than the mildest so far.
    fn milder_to_come(
        &self,
        way: Mildness,
        (case, at): (&Case, Option<Moment>),
        now: &Decision,
        later: &[Date],
        law_of: &impl Fn(Date) -> LawOf,
    ) -> Option<Moment> {
        let zone = case.zone().unwrap_or(self.matter().zone());
        let today = zone.date_of(at?);
        later.iter().filter(|date| **date > today).find_map(|date| {
            let then = zone.start_of(*date);
            let decision = self.decision_under(case, Some(then), &law_of(*date));
            let milder = milder(&decision, now, way) == Some(Ordering::Less);
            milder.then_some(then)
        })
    }
}

fn mildest(decisions: &[Decision], way: Mildness) -> Mildest {
    let mut best: Option<usize> = None;
    let mut open = false;
    for (number, decision) in decisions.iter().enumerate() {
        match decision.outcome {
            Outcome::Unknown | Outcome::Conflict => open = true,
            // a version that says nothing of the question is neither milder nor harsher
            Outcome::Undefined => {}
            _ => match best.and_then(|best| decisions.get(best)) {
                None => best = Some(number),
                Some(so_far) => match milder(decision, so_far, way) {
                    Some(Ordering::Less) => best = Some(number),
                    Some(_) => {}
                    None => return Mildest::Incomparable,
                },
            },
        }
    }
    match best {
        Some(best) if open && !decisions.get(best).is_some_and(|found| is_extreme(found, way)) => {
            Mildest::Open
        }
        Some(best) => Mildest::Is(best),
        None if open => Mildest::Open,
        None => Mildest::Is(0),
    }
}

/// Whether nothing can be milder.
fn is_extreme(decision: &Decision, way: Mildness) -> bool {
    match way {
        Mildness::Yes => decision.value == Some(Value::Yes(true)),
        Mildness::No => decision.value == Some(Value::Yes(false)),
        Mildness::Permitted => decision.outcome == Outcome::Permitted,
        Mildness::Forbidden => decision.outcome == Outcome::Forbidden,
        Mildness::Lower | Mildness::Higher => false,
    }
}

/// `Less` where the first is milder.
fn milder(a: &Decision, b: &Decision, way: Mildness) -> Option<Ordering> {
    let values = || order_of(a.value.as_ref()?, b.value.as_ref()?);
    let outcome = |wanted: Outcome| (b.outcome == wanted).cmp(&(a.outcome == wanted));
    match way {
        Mildness::Lower | Mildness::No => values(),
        Mildness::Higher | Mildness::Yes => values().map(Ordering::reverse),
        Mildness::Permitted => Some(outcome(Outcome::Permitted)),
        Mildness::Forbidden => Some(outcome(Outcome::Forbidden)),
    }
}

//! What scenarios exercise of the law: norms applied and not applied, lettered points, outcomes of duties, bounds.
//!
//! A norm is looked at when the answer to a question that a scenario expects something of rests on it. Only what is
//! expected counts: an answer that nobody checks exercises nothing.

use super::run::Read;
use crate::evaluate::{
    Decision, Entry, Known, Outcome, Reason, ReasonKind, Standing, agenda, bounds, on_bound,
};
use crate::law::ProvisionId;
use crate::library::Library;
use crate::resolve::{Base, Body, Condition, Duty, Kind, Norm, NormId, Program};
use crate::source::Span;
use crate::time::Date;
use crate::value::Truth;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// What scenarios exercise of one norm of one version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exercised {
    /// It applied.
    pub applied: bool,
    /// It was found not to apply.
    pub not_applied: bool,
    /// Lettered points that were looked at.
    pub points: BTreeSet<Arc<str>>,
    /// How it stood, where it is a duty.
    pub standings: BTreeSet<&'static str>,
    /// Whether it was done at the very moment at which it was due.
    pub done_when_due: bool,
    /// Bounds on which a case lay.
    pub bounds: BTreeSet<Span>,
}

/// What the scenarios of some files exercise.
#[derive(Debug)]
pub struct Coverage {
    norms: BTreeMap<NormId, Exercised>,
}

/// One norm of one version, and what is exercised of it.
#[derive(Debug, Clone)]
pub struct NormCoverage {
    /// Its provision.
    pub provision: ProvisionId,
    /// Where it stands.
    pub span: Span,
    /// Its place in its provision, from one.
    pub ordinal: usize,
    /// What is exercised.
    pub exercised: Exercised,
    /// What is not, in words.
    pub lacks: Vec<String>,
    /// Its lettered points.
    pub points: Vec<Arc<str>>,
    /// Whether it was looked at, and found to apply or not to.
    pub looked_at: bool,
}

impl Coverage {
    /// What scenarios exercise of a library.
    pub fn of(library: &Library, scenarios: &[Read]) -> Coverage {
        let mut coverage = Coverage {
            norms: BTreeMap::new(),
        };
        for one in scenarios {
            coverage.scenario(library, one);
        }
        coverage
    }

    fn scenario(&mut self, library: &Library, one: &Read) {
        let mut dates: BTreeSet<Date> = BTreeSet::new();
        let mut looked: HashSet<NormId> = HashSet::new();
        for expectation in &one.scenario.expect {
            let Ok(ask) = one.matter.ask(&expectation.question.text()) else {
                continue;
            };
            for decision in ask.decisions(&one.case) {
                dates.insert(decision.law_on);
                self.decision(&decision, &mut looked);
            }
        }
        for date in dates {
            self.standings(library, one, date, &looked);
        }
    }

    fn decision(&mut self, decision: &Decision, looked: &mut HashSet<NormId>) {
        for because in &decision.because {
            looked.insert(because.norm);
            let norm = self.norms.entry(because.norm).or_default();
            norm.points.extend(because.points.iter().cloned());
        }
        let mut seen = HashSet::new();
        for reason in &decision.reasons {
            self.reason(reason, &[], &mut seen, looked, 0);
        }
    }

    /// A reason and what it rests on; points belong to the innermost norms around them.
    fn reason(
        &mut self,
        reason: &Arc<Reason>,
        within: &[NormId],
        seen: &mut HashSet<*const Reason>,
        looked: &mut HashSet<NormId>,
        depth: usize,
    ) {
        if depth > 1_000 || !seen.insert(Arc::as_ptr(reason)) {
            return;
        }
        let mut own: Option<Vec<NormId>> = None;
        match &reason.kind {
            ReasonKind::Norm {
                norm,
                applies,
                points,
                ..
            } => {
                looked.insert(*norm);
                let exercised = self.norms.entry(*norm).or_default();
                exercised.points.extend(points.iter().cloned());
                exercised.applied |= *applies == Truth::Yes;
                exercised.not_applied |= *applies == Truth::No;
                own = Some(vec![*norm]);
            }
            ReasonKind::Definition { norms, known, .. } => {
                for norm in norms {
                    looked.insert(*norm);
                    self.norms.entry(*norm).or_default().applied |= *known != Known::Unknown;
                }
                own = Some(norms.clone());
            }
            ReasonKind::Point { mark, .. } => {
                for norm in within {
                    self.norms.entry(*norm).or_default().points.insert(mark.clone());
                }
            }
            _ => {}
        }
        let within = own.as_deref().unwrap_or(within);
        for inner in &reason.because {
            self.reason(inner, within, seen, looked, depth + 1);
        }
    }

    /// How the duties among the norms looked at stand each by itself, and the bounds on which the case lies.
    fn standings(&mut self, library: &Library, one: &Read, date: Date, looked: &HashSet<NormId>) {
        let (program, at) = (library.program(), one.case.at());
        let plan = library.plan(date, one.case.readings());
        for entry in agenda(program, &plan, &one.case, at) {
            let Standing::Duty(outcome) = entry.standing else {
                continue;
            };
            if !looked.contains(&entry.norm) {
                continue;
            }
            let exercised = self.norms.entry(entry.norm).or_default();
            exercised.standings.insert(outcome.word());
            exercised.applied |= arisen(outcome);
            exercised.not_applied |= outcome == Outcome::NotApplicable;
            exercised.done_when_due |= done_when_due(program, &entry, one);
        }
        for id in looked {
            let Some(norm) = program.norms.get(id.0) else {
                continue;
            };
            for bound in bounds(norm) {
                if on_bound(program, &plan, &one.case, at, bound) {
                    self.norms.entry(*id).or_default().bounds.insert(bound.span);
                }
            }
        }
    }

    /// Every norm of the law, in reading order, and what is exercised of it. A norm that stands for several matters or
    /// records is one.
    pub fn norms(&self, library: &Library) -> Vec<NormCoverage> {
        let program = library.program();
        let mut all: BTreeMap<(Span, ProvisionId), (Vec<&Norm>, Exercised, bool)> = BTreeMap::new();
        for (number, norm) in program.norms.iter().enumerate() {
            if program.in_force(norm).is_empty() {
                continue;
            }
            let slot = all.entry((norm.span, norm.provision)).or_default();
            slot.0.push(norm);
            if let Some(exercised) = self.norms.get(&NormId(number)) {
                slot.1.add(exercised);
                slot.2 |= exercised.applied || exercised.not_applied;
            }
        }
        let told = all
            .into_iter()
            .filter_map(|((span, provision), (norms, exercised, looked_at))| {
                let norm = norms.first()?;
                let points = points_of(norm);
                Some(NormCoverage {
                    provision,
                    span,
                    ordinal: norm.ordinal,
                    lacks: lacks(norm, &points, &exercised, looked_at),
                    points,
                    exercised,
                    looked_at,
                })
            });
        told.collect()
    }
}

impl Exercised {
    fn add(&mut self, other: &Exercised) {
        self.applied |= other.applied;
        self.not_applied |= other.not_applied;
        self.done_when_due |= other.done_when_due;
        self.points.extend(other.points.iter().cloned());
        self.standings.extend(&other.standings);
        self.bounds.extend(&other.bounds);
    }
}

fn arisen(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Pending | Outcome::Fulfilled | Outcome::FulfilledLate | Outcome::Overdue
    )
}

/// The lettered points of a norm.
fn points_of(norm: &Norm) -> Vec<Arc<str>> {
    let clauses = norm
        .when
        .iter()
        .chain(&norm.if_)
        .chain(&norm.only_if)
        .chain(&norm.unless);
    let mut conditions: Vec<&Condition> = clauses.collect();
    match &norm.kind {
        Kind::Definition(_, Body::Points(condition)) | Kind::Validity(_, condition) => {
            conditions.push(condition)
        }
        _ => {}
    }
    let mut marks = Vec::new();
    for condition in conditions {
        if let Condition::Points { points, .. } = condition {
            marks.extend(points.iter().map(|(mark, _)| mark.clone()));
        }
    }
    marks
}

/// What no scenario exercises of a norm.
fn lacks(norm: &Norm, points: &[Arc<str>], exercised: &Exercised, looked_at: bool) -> Vec<String> {
    if !looked_at {
        return vec!["no scenario".to_owned()];
    }
    let clauses = [&norm.when, &norm.if_, &norm.only_if, &norm.unless];
    let conditional = clauses.iter().any(|clauses| !clauses.is_empty());
    let mut lacks = Vec::new();
    if !matches!(norm.kind, Kind::Definition(..) | Kind::Deem { .. }) {
        if !exercised.applied {
            lacks.push("where it applies".to_owned());
        }
        if conditional && !exercised.not_applied {
            lacks.push("where it does not apply".to_owned());
        }
    }
    if let Kind::Duty(_, duty) = &norm.kind {
        lacks.extend(standings_lacking(duty, exercised));
    }
    let open = points.iter().filter(|mark| !exercised.points.contains(*mark));
    lacks.extend(open.map(|mark| format!("point ({mark})")));
    let drawn = bounds(norm);
    let off = drawn
        .iter()
        .filter(|bound| !exercised.bounds.contains(&bound.span))
        .count();
    if off > 0 {
        lacks.push(format!("{off} of {} bounds, exactly on it", drawn.len()));
    }
    lacks
}

/// Whether a duty was done at the last moment of its limit, to the minute; what is known to the day, on its last day.
fn done_when_due(program: &Program, entry: &Entry, one: &Read) -> bool {
    let (Some(due), Some(done)) = (entry.due, entry.done) else {
        return false;
    };
    let norm = program.norms.get(entry.norm.0);
    let to_the_day = norm.is_some_and(|norm| match &norm.kind {
        Kind::Duty(_, duty) => duty.done.as_ref().is_some_and(|done| done.ty.base == Base::Date),
        _ => false,
    });
    let matter = program.matter(one.case.matter());
    let zone = one.case.zone().or(matter.map(|matter| matter.zone));
    match zone.filter(|_| to_the_day) {
        Some(zone) => zone.date_of(due) == zone.date_of(done),
        None => due == done || due.to_the_minute() == done,
    }
}

/// How a duty can stand and does in no scenario, and whether it was done at the last moment.
fn standings_lacking(duty: &Duty, exercised: &Exercised) -> Vec<String> {
    let limited = !duty.limits.is_empty() || duty.recurring.is_some();
    let once = duty.recurring.is_none();
    let timed = duty
        .done
        .as_ref()
        .is_some_and(|done| !matches!(done.ty.base, Base::Truth));
    let wanted = [
        (duty.done.is_some(), Outcome::Fulfilled),
        (limited, Outcome::Overdue),
        (limited && timed && once, Outcome::FulfilledLate),
    ];
    let mut lacks: Vec<String> = wanted
        .iter()
        .filter(|(wanted, outcome)| *wanted && !exercised.standings.contains(outcome.word()))
        .map(|(_, outcome)| outcome.word().replace('_', " "))
        .collect();
    if limited && timed && once && !exercised.done_when_due {
        lacks.push("done at the last moment".to_owned());
    }
    lacks
}

//! To what a limit is kept: to the second, or to the minute where one of its facts is. One limit has one resolution.

use super::Plan;
use crate::resolve::{Base, Kind, Limit, MatterId, NormId, Owner, Program, Subject, Term, TermKind};
use crate::time::{DayEnd, DurationKind};
use std::collections::BTreeSet;

/// What a term rests on is looked for through definitions, each once.
struct Search<'a> {
    plan: &'a Plan,
    program: &'a Program,
    owner: Owner,
    seen: BTreeSet<NormId>,
}

impl Plan {
    /// Whether limits are kept to the minute: one is in hours, and the event that starts one of them, or the fact that
    /// shows fulfilment, is a `moment to the minute`. A limit that ends at a time of day such as 18:00 is kept to the
    /// second, since the law gives that time itself.
    pub fn to_the_minute(
        &self,
        program: &Program,
        matter: MatterId,
        limits: &[Limit],
        done: Option<&Term>,
        parent: Option<NormId>,
    ) -> bool {
        let in_hours = |limit: &&Limit| {
            let hours = |term: &Term| matches!(term.ty.base, Base::Duration(DurationKind::Clock, _));
            limit.timings.iter().any(|timing| hours(&timing.length))
        };
        if !limits.iter().any(|limit| in_hours(&limit)) {
            return false;
        }
        let ends_within_a_day = |limit: &Limit| {
            let rule = self.counting(program, &limit.governed, matter);
            let within = rule.is_some_and(|(_, case)| matches!(case.rule.end, DayEnd::At(_)));
            within
                && !limit
                    .timings
                    .iter()
                    .all(|timing| matches!(timing.length.ty.base, Base::Duration(DurationKind::Clock, _)))
        };
        if limits.iter().any(ends_within_a_day) {
            return false;
        }
        let mut search = Search {
            plan: self,
            program,
            owner: Owner::Matter(matter),
            seen: BTreeSet::new(),
        };
        let events = limits.iter().filter(in_hours).flat_map(|limit| &limit.timings);
        let mut terms = events.map(|timing| &timing.from).chain(done);
        terms.any(|term| search.term(term, parent))
    }
}

impl Search<'_> {
    /// Whether a term that is a moment rests on one that is kept to the minute.
    fn term(&mut self, term: &Term, parent: Option<NormId>) -> bool {
        if term.ty.base != Base::Moment {
            return false;
        }
        let reads = self.program.reads_of(self.owner, term);
        self.any_slot(&reads.slots)
            || reads.rests.iter().any(|rest| self.definition(rest.on))
            || self.of_parent(term, parent)
    }

    fn any_slot(&self, slots: &[(Owner, usize)]) -> bool {
        slots.iter().any(|(owner, slot)| {
            let shape = self.program.shape(*owner);
            let slot = shape.and_then(|shape| shape.slots.get(*slot));
            slot.is_some_and(|slot| slot.to_the_minute)
        })
    }

    fn definition(&mut self, subject: Subject) -> bool {
        let Subject::Definition(id) = subject else {
            return false;
        };
        let plan = self.plan;
        plan.defining(id).iter().any(|norm| {
            let Some(made) = self.program.norms.get(norm.0).filter(|_| self.seen.insert(*norm)) else {
                return false;
            };
            self.any_slot(&made.reads.slots) || made.reads.rests.iter().any(|rest| self.definition(rest.on))
        })
    }

    /// `due_at` and `done_at` are kept as the duty before is.
    fn of_parent(&mut self, term: &Term, parent: Option<NormId>) -> bool {
        let reads_parent = matches!(term.kind, TermKind::ParentDue | TermKind::ParentDone)
            || term
                .children()
                .into_iter()
                .any(|child| matches!(child.kind, TermKind::ParentDue | TermKind::ParentDone));
        let norm = parent
            .filter(|_| reads_parent)
            .and_then(|parent| self.program.norms.get(parent.0));
        let Some(norm) = norm else {
            return false;
        };
        let Kind::Duty(_, duty) = &norm.kind else {
            return false;
        };
        let before = norm.chain.map(|chain| chain.parent);
        let events = duty.limits.iter().flat_map(|limit| &limit.timings);
        let mut terms = events.map(|timing| &timing.from).chain(&duty.done);
        terms.any(|term| self.term(term, before))
    }
}

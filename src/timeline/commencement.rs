//! Commencement by another instrument: what says `in force when commenced` waits until something commences it, perhaps
//! for some cases first and for all later.

use super::enact::{Dated, Enactor};
use super::trouble;
use crate::law::{Citation, EndReason, Interval, Operation, Provision, ProvisionId};
use crate::syntax::tree::{AmendmentKind, Application, CitationText};
use crate::time::Date;

/// One commencement.
pub(super) struct Commencement {
    /// What comes into force.
    citation: Citation,
    date: Date,
    assumed: Option<String>,
    /// For which cases; for all where nothing is said.
    applies: Vec<Application>,
}

impl Enactor {
    /// All commencements, in the order of their days.
    pub(super) fn commencements(&self, operations: &[Operation]) -> Vec<Commencement> {
        let mut found: Vec<Commencement> = operations
            .iter()
            .filter_map(|operation| {
                let AmendmentKind::Commence(cited) = &operation.amendment.kind else {
                    return None;
                };
                let dated = self.dated(operation)?;
                Some(Commencement {
                    citation: self.cited(&dated, cited)?,
                    date: dated.date,
                    assumed: dated.assumed,
                    applies: dated.applies,
                })
            })
            .collect();
        found.sort_by_key(|commencement| commencement.date);
        found
    }

    /// Whether a provision, or what contains it, waits for its commencement.
    pub(super) fn awaits(&self, id: ProvisionId) -> bool {
        let mut within = self.versions.law.with_parents(id);
        within.any(|(_, provision)| provision.awaits)
    }

    /// An amendment of an act that waits, with the day of its first commencement and the cases for which it comes then.
    pub(super) fn commenced(&self, operation: Operation, own: Option<Dated>) -> Option<Dated> {
        let act = self.versions.citation(operation.act)?;
        let first = self
            .commencing
            .iter()
            .find(|commencement| commencement.citation.covers(&act))?;
        let mut dated = match own {
            Some(dated) => dated,
            None => {
                let mut from = operation.clone();
                from.amendment.from = Some(first.date);
                self.dated(&from)?
            }
        };
        dated.operation = operation;
        dated.assumed = dated.assumed.or(first.assumed.clone());
        dated.applies.extend(first.applies.iter().cloned());
        Some(dated)
    }

    /// Provisions come into force; where they did for some cases before, they now do for all.
    pub(super) fn commence(&mut self, dated: &Dated, written: &CitationText) {
        let Some(citation) = self.cited(dated, written) else {
            return;
        };
        let earlier: Vec<Application> = self
            .commencing
            .iter()
            .filter(|other| other.citation.covers(&citation) && other.date < dated.date)
            .flat_map(|other| other.applies.iter().cloned())
            .collect();
        let waiting = self.waiting(&citation);
        for id in &waiting {
            self.versions.bring_into_force(*id, dated);
        }
        let lifted = self.lift(dated, &citation, &earlier);
        let amends = self.versions.law.provisions.iter().any(|provision| {
            let made_by = provision.made_by.and_then(|act| self.versions.citation(act));
            made_by.is_some_and(|act| citation.covers(&act))
        });
        if waiting.is_empty() && !lifted && !amends && !self.has_amendments(&citation) {
            let span = dated.operation.amendment.span;
            self.findings.push(trouble::commences_nothing(span, &citation));
        }
    }

    /// The outermost provisions at a citation that wait.
    fn waiting(&self, citation: &Citation) -> Vec<ProvisionId> {
        let law = &self.versions.law;
        let waits = |id: ProvisionId| {
            let found = law.provision(id);
            found.is_some_and(|found| found.in_force.is_empty() && citation.covers(&found.citation))
                && self.awaits(id)
        };
        let outermost = |id: &ProvisionId| {
            let parent = law.provision(*id).and_then(|found| found.parent);
            waits(*id) && !parent.is_some_and(waits)
        };
        (0..law.provisions.len())
            .map(ProvisionId)
            .filter(outermost)
            .collect()
    }

    /// Whether something cited waits that holds amendments alone.
    fn has_amendments(&self, citation: &Citation) -> bool {
        let law = &self.versions.law;
        let cited = |id: ProvisionId| {
            law.provision(id)
                .is_some_and(|provision| citation.covers(&provision.citation))
        };
        (0..law.provisions.len())
            .map(ProvisionId)
            .any(|id| cited(id) && self.awaits(id))
    }

    /// What had come for some cases now comes for all: the next versions apply without that condition.
    fn lift(&mut self, dated: &Dated, citation: &Citation, earlier: &[Application]) -> bool {
        if earlier.is_empty() || !dated.applies.is_empty() {
            return false;
        }
        let restricted = |provision: &Provision, contrary: bool| {
            let by = |applied: &crate::law::Applied| {
                applied.contrary == contrary && earlier.contains(&applied.application)
            };
            provision.in_force.contains(dated.date) && provision.applies.iter().any(by)
        };
        let law = &self.versions.law;
        let of_it = |provision: &Provision| {
            let act = provision.made_by.and_then(|act| self.versions.citation(act));
            citation.covers(&provision.citation) || act.is_some_and(|act| citation.covers(&act))
        };
        let all = || law.provisions.iter().enumerate();
        let open: Vec<ProvisionId> = all()
            .filter(|(_, found)| found.stood.is_none() && restricted(found, false) && of_it(found))
            .map(|(number, _)| ProvisionId(number))
            .collect();
        let saved: Vec<ProvisionId> = all()
            .filter(|(_, found)| found.stood.is_some() && restricted(found, true))
            .map(|(number, _)| ProvisionId(number))
            .collect();
        for id in &open {
            let copy = self.versions.copy(*id, dated.date);
            self.versions.end(*id, dated, EndReason::Amended);
            if let Some(copy) = self.versions.law.provisions.get_mut(copy.0) {
                copy.applies
                    .retain(|applied| !earlier.contains(&applied.application));
            }
        }
        for id in &saved {
            self.versions.end_whole(*id, dated, EndReason::Amended);
        }
        !open.is_empty()
    }
}

impl super::versions::Versions {
    /// Puts what waited in force, with what it contains, from the day of a commencement.
    fn bring_into_force(&mut self, id: ProvisionId, dated: &Dated) {
        let parent = self.law.provision(id).and_then(|provision| provision.parent);
        let until = parent
            .and_then(|parent| self.law.provision(parent))
            .filter(|parent| !parent.in_force.is_empty())
            .and_then(|parent| parent.in_force.until());
        for part in self.whole(id) {
            // what came before, or was made by an act, has its own days
            if let Some(provision) = self.law.provisions.get_mut(part.0)
                && provision.made_by.is_none()
                && provision.in_force.is_empty()
            {
                provision.in_force = Interval::new(Some(dated.date), until);
                provision.assumed = provision.assumed.take().or(dated.assumed.clone());
            }
        }
        self.log.made.push(id);
    }
}

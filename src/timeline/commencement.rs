//! Commencement by another instrument: what says `in force when commenced` waits until something commences it, perhaps
//! for some cases first and for all later.

use super::enact::{Dated, Enactor};
use super::trouble;
use crate::law::{Applied, Citation, EndReason, Interval, Operation, Provision, ProvisionId};
use crate::syntax::tree::{AmendmentKind, Application, CitationText};
use crate::time::Date;
use std::collections::{BTreeSet, HashMap};

/// One commencement.
pub(super) struct Commencement {
    date: Date,
    assumed: Option<String>,
    /// For which cases; for all where nothing is said.
    applies: Vec<Application>,
}

/// All commencements by what they bring into force, each in the order of the days.
#[derive(Default)]
pub(super) struct Commencements {
    of: HashMap<Citation, Vec<Commencement>>,
}

impl Commencements {
    /// Those of a provision and of what contains it.
    fn covering(&self, citation: &Citation) -> impl Iterator<Item = &Commencement> {
        let plain = Citation {
            points: Vec::new(),
            ..citation.clone()
        };
        let article = Citation {
            paragraph: None,
            ..plain.clone()
        };
        let instrument = Citation {
            article: None,
            ..article.clone()
        };
        let keys: BTreeSet<Citation> = BTreeSet::from([plain, article, instrument]);
        let mut found: Vec<&Commencement> =
            keys.iter().filter_map(|key| self.of.get(key)).flatten().collect();
        found.sort_by_key(|commencement| commencement.date);
        found.into_iter()
    }
}

impl Enactor {
    /// All commencements that are written.
    pub(super) fn commencements(&self, operations: &[Operation]) -> Commencements {
        let mut found = Commencements::default();
        for operation in operations {
            if let AmendmentKind::Commence(cited) = &operation.amendment.kind
                && let Some(dated) = self.dated(operation)
                && let Some(citation) = self.cited(&dated, cited)
            {
                found.of.entry(citation).or_default().push(Commencement {
                    date: dated.date,
                    assumed: dated.assumed,
                    applies: dated.applies,
                });
            }
        }
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
        let first = self.commencing.covering(&act).next()?;
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
        let cited: Vec<ProvisionId> = self
            .versions
            .of_citation(&citation)
            .into_iter()
            .filter(|id| self.awaits(*id))
            .collect();
        if cited.is_empty() {
            let span = dated.operation.amendment.span;
            self.findings.push(trouble::commences_nothing(span, &citation));
            return;
        }
        let before = self.commencing.covering(&citation);
        let earlier: Vec<Application> = before
            .filter(|other| other.date < dated.date)
            .flat_map(|other| other.applies.iter().cloned())
            .collect();
        for id in &cited {
            let waits = self.versions.law.provision(*id);
            if waits.is_some_and(|provision| provision.in_force.is_empty()) {
                self.versions.bring_into_force(*id, dated);
            }
        }
        self.lift(dated, &cited, &earlier);
    }

    /// What had come for some cases now comes for all: the next versions apply without that condition.
    fn lift(&mut self, dated: &Dated, cited: &[ProvisionId], earlier: &[Application]) {
        if earlier.is_empty() || !dated.applies.is_empty() {
            return;
        }
        let restricted = |provision: &Provision, contrary: bool| {
            let by =
                |applied: &Applied| applied.contrary == contrary && earlier.contains(&applied.application);
            provision.in_force.contains(dated.date)
                && provision.stood.is_some() == contrary
                && provision.applies.iter().any(by)
        };
        let versions = &self.versions;
        let own: Vec<ProvisionId> = cited.iter().flat_map(|id| versions.whole(*id)).collect();
        let made = own.iter().flat_map(|act| versions.made_by(*act));
        let is = |id: ProvisionId, contrary: bool| {
            let found = versions.law.provision(id);
            found.is_some_and(|provision| restricted(provision, contrary))
        };
        let open: BTreeSet<ProvisionId> = own
            .iter()
            .chain(made)
            .copied()
            .filter(|id| is(*id, false))
            .collect();
        let citations: BTreeSet<Citation> = open.iter().filter_map(|id| versions.citation(*id)).collect();
        // the old version may have stood under another number
        let old = open.iter().filter_map(|id| {
            let provision = versions.law.provision(*id)?;
            provision.renumbered_from.as_deref().cloned()
        });
        let citations = citations.into_iter().chain(old);
        let saved: BTreeSet<ProvisionId> = citations
            .flat_map(|citation| versions.of_citation(&citation))
            .filter(|id| is(*id, true))
            .collect();
        for id in open {
            let copy = self.versions.copy(id, dated.date);
            self.versions.end(id, dated, EndReason::Amended);
            if let Some(copy) = self.versions.law.provisions.get_mut(copy.0) {
                copy.applies
                    .retain(|applied| !earlier.contains(&applied.application));
            }
        }
        for id in saved {
            self.versions.end_whole(id, dated, EndReason::Amended);
        }
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

//! Versions and the stretches between the days on which the law changes.

#[cfg(feature = "cli")]
use crate::law::{Citation, ProvisionId};
use crate::law::{Interval, Law};
use crate::time::Date;
use std::collections::BTreeSet;

/// A stretch of days on which the same provisions and parameters are in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stretch(usize);

/// The days on which the law changes, in order.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    edges: Vec<Date>,
}

impl Timeline {
    /// The timeline of all provisions and parameters.
    pub fn of(law: &Law) -> Timeline {
        let provisions = law
            .provisions
            .iter()
            .flat_map(|provision| provision.in_force.edges().chain(provision.applies_from));
        let values = law.parameters.iter().flat_map(|parameter| &parameter.values);
        let parameters = values.flat_map(|value| Interval::new(Some(value.from), value.until).edges());
        // beyond the day up to which an instrument is known, answers carry a note
        let instruments = law.instruments.iter();
        let known = instruments.filter_map(|made| made.known_complete?.succ_opt());
        let edges: BTreeSet<Date> = provisions.chain(parameters).chain(known).collect();
        Timeline {
            edges: edges.into_iter().collect(),
        }
    }

    /// The stretch in which a date lies.
    pub fn stretch(&self, date: Date) -> Stretch {
        Stretch(self.edges.partition_point(|edge| *edge <= date))
    }

    /// One date of every stretch, in order.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        let before = self.edges.first().and_then(|first| first.pred_opt());
        let eternal = self.edges.is_empty().then_some(Date::MIN);
        before
            .into_iter()
            .chain(self.edges.iter().copied())
            .chain(eternal)
    }
}

/// The versions of one provision, by their first day.
#[cfg(feature = "cli")]
pub fn versions_of(law: &Law, citation: &Citation) -> Vec<ProvisionId> {
    let mut versions: Vec<ProvisionId> = law
        .provisions
        .iter()
        .enumerate()
        .filter(|(_, provision)| !provision.in_force.is_empty() && provision.stood.is_none())
        .filter(|(_, provision)| provision.citation.covers(citation) && citation.covers(&provision.citation))
        .map(|(number, _)| ProvisionId(number))
        .collect();
    versions.sort_by_key(|id| law.provision(*id).and_then(|provision| provision.in_force.from()));
    versions
}

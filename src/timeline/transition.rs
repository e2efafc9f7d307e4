//! Transition: to which cases a new version applies, and to which the old one goes on applying.
//!
//! A version that went on applying is kept as a copy that is in force after the end of the version itself, for the cases
//! that the new one does not reach. Nothing that looks for the version in force on a date finds it.

use super::enact::{Dated, Enactor};
use super::versions::Versions;
use crate::law::{Applied, EndReason, Interval, Provision, ProvisionId};
use crate::syntax::tree::Application;
use crate::time::Date;

/// Conditions on which one version applies, and versions of one provision that go on applying beside it, at most.
pub(super) const MOST_BESIDE: usize = 64;

impl Enactor {
    /// Gives what an amendment has made and ended the cases to which each applies.
    pub(super) fn apply(&mut self, dated: &Dated) {
        let log = std::mem::take(&mut self.versions.log);
        if dated.applies.is_empty() {
            return;
        }
        for (old, stood, reason) in &log.ended {
            for application in &dated.applies {
                let version = (*old, *stood, *reason);
                self.versions.goes_on_beside(version, dated.date, application);
            }
        }
        for new in &log.made {
            for application in &dated.applies {
                self.versions.applies(*new, application);
            }
            self.versions.note_many(*new);
        }
        for (old, ..) in &log.ended {
            self.versions.note_many(*old);
        }
    }

    /// Versions that say themselves to which cases they go on applying.
    pub(super) fn go_on(&mut self) {
        for number in 0..self.versions.law.provisions.len() {
            let id = ProvisionId(number);
            let Some(provision) = self.versions.law.provision(id) else {
                continue;
            };
            let stood = provision.in_force;
            if let (Some(application), Some(until)) = (provision.goes_on.clone(), stood.until())
                && !stood.is_empty()
                && let Some(next) = until.succ_opt()
            {
                let copy = self.versions.goes_on(id, stood, Interval::new(Some(next), None));
                if let Some(copy) = self.versions.law.provisions.get_mut(copy.0) {
                    copy.applies.push(Applied {
                        application: *application,
                        contrary: false,
                    });
                }
            }
        }
    }
}

impl Versions {
    fn applies(&mut self, id: ProvisionId, application: &Application) {
        let Some(provision) = self.law.provisions.get_mut(id.0) else {
            return;
        };
        match application {
            Application::From(date, _) => provision.applies_from = Some(*date),
            Application::To(_) | Application::When(_) => {
                if !provision.applies_only_to(application) {
                    provision.applies.push(Applied {
                        application: application.clone(),
                        contrary: false,
                    });
                }
            }
        }
    }

    /// Notes a provision that hangs on too many transitions: conditions, or versions that go on.
    fn note_many(&mut self, id: ProvisionId) {
        let Some(provision) = self.law.provision(id) else {
            return;
        };
        let citation = provision.citation.clone();
        let goes_on = |other: &&ProvisionId| {
            let other = self.law.provision(**other);
            other.is_some_and(|other| other.stood.is_some() && !other.in_force.is_empty())
        };
        let conditions = provision.applies.len();
        let versions = self.of_citation(&citation).iter().filter(goes_on).count();
        if conditions > MOST_BESIDE || versions > MOST_BESIDE {
            self.log.beside = Some(citation);
        }
    }

    /// The ended version goes on for the cases that the new one does not reach.
    fn goes_on_beside(
        &mut self,
        (old, stood, reason): (ProvisionId, Interval, EndReason),
        date: Date,
        application: &Application,
    ) {
        let until = match application {
            Application::From(date, _) => date.pred_opt(),
            Application::To(_) | Application::When(_) => stood.until(),
        };
        // what another act of the same day made stood on that day
        let stood = Interval::new(stood.from(), date.pred_opt().max(stood.from()));
        // a renumbered provision goes on under its old number
        let (applies_from, reached) = self.law.provision(old).map_or((None, false), |provision| {
            (provision.applies_from, provision.applies_only_to(application))
        });
        let days = Interval::new(applies_from.max(Some(date)), until);
        // one that applies to the same cases as the new one goes on for none
        if reached || days.is_empty() || reason == EndReason::StruckDown {
            return;
        }
        let copy = self.goes_on(old, stood, days);
        if let (Application::To(_) | Application::When(_), Some(copy)) =
            (application, self.law.provisions.get_mut(copy.0))
        {
            copy.applies.push(Applied {
                application: application.clone(),
                contrary: true,
            });
        }
    }

    /// A copy that carries on a version on some days after its end.
    fn goes_on(&mut self, id: ProvisionId, stood: Interval, days: Interval) -> ProvisionId {
        let ended = self.law.provision(id).and_then(|provision| provision.ended);
        let copy = self.copy_open(id, days.from().unwrap_or(Date::MIN));
        for part in self.whole(copy) {
            if let Some(provision) = self.law.provisions.get_mut(part.0) {
                provision.in_force = provision.in_force.within(&days);
                provision.stood = Some(stood);
                provision.goes_on = None;
                provision.ended = ended;
            }
        }
        copy
    }
}

/// Whether a part of a version ended with it. One that ended on its first day has no day left: the same amendment has
/// ended both.
pub(super) fn ended_together(version: &Provision, part: &Provision) -> bool {
    if version.in_force.is_empty() {
        part.in_force.is_empty() && part.ended_at == version.ended_at
    } else {
        !part.in_force.is_empty() && part.in_force.until() == version.in_force.until()
    }
}

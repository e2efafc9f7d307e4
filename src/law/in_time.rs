//! When a provision is in force and to which cases it applies, as its clauses say.

use super::{Applied, EndReason, Interval, Provision, ProvisionId};
use crate::syntax::tree::{Application, InForce, Item};

/// What awaits its commencement is in force at no time until then.
pub(super) fn await_commencement(provision: &mut Provision, force: &InForce) {
    if force.awaits {
        provision.awaits = true;
        provision.in_force = Interval::never();
    }
}

/// When a provision is in force, and to which cases it applies.
pub(super) fn in_time(provision: &mut Provision, id: ProvisionId, item: &Item) {
    match item {
        Item::InForce(force) => {
            let own = Interval::new(force.from, force.until);
            // what waits as a whole may have parts with days of their own
            provision.in_force = if provision.in_force == Interval::never() && force.from.is_some() {
                own
            } else {
                provision.in_force.within(&own)
            };
            provision.in_force_span = Some(force.span);
            provision.reaching_back = force.reaching_back;
            await_commencement(provision, force);
            provision.assumed = force.assumed.as_ref().map(|why| why.text.to_string());
            provision.applies_from = force
                .applies_from
                .map(|(date, _)| date)
                .or(provision.applies_from);
        }
        Item::Expires(date, span) => {
            let until = Interval::new(None, Some(*date));
            provision.in_force = provision.in_force.within(&until);
            provision.in_force_span = Some(*span);
            provision.ended = Some((EndReason::Expired, id));
        }
        Item::Applies(Application::From(date, _)) => provision.applies_from = Some(*date),
        Item::Applies(application) => provision.applies.push(Applied {
            application: application.clone(),
            contrary: false,
        }),
        Item::GoesOn(application) => provision.goes_on = Some(Box::new(application.clone())),
        Item::Stood(days) => provision.stood = Some(Interval::new(days.from, days.until)),
        _ => {}
    }
}

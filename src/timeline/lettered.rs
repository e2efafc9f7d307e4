//! The lettered points of a norm.

use super::versions::Versions;
use crate::law::ProvisionId;
use crate::syntax::tree::{Body, Clauses, Condition, Norm, NormBody, Point, Points};
use std::sync::Arc;

impl Versions {
    /// The lettered points of the one norm of a version that has some.
    pub fn points(&mut self, id: ProvisionId) -> Option<&mut Vec<Point>> {
        let with_points = |place: &&usize| {
            let norm = self.norms.get(**place);
            norm.is_some_and(|norm| !lists_of(&mut (**norm).clone()).is_empty())
        };
        let places = self.norms.places(id).iter();
        let [place] = places.filter(with_points).copied().collect::<Vec<_>>()[..] else {
            return None;
        };
        let mut lists = lists_of(Arc::make_mut(self.norms.get_mut(place)?));
        match lists.len() {
            1 => lists.pop().map(|points| &mut points.points),
            _ => None,
        }
    }
}

/// How many lettered points a norm has.
pub(super) fn points_of(norm: &Norm) -> usize {
    let count = |condition: &Condition| match condition {
        Condition::Points(points) => points.points.len(),
        Condition::Expression(_) => 0,
    };
    match &norm.body {
        NormBody::Act { clauses, .. } => {
            let whens = clauses.when.iter().chain(&clauses.if_);
            let others = clauses.only_if.iter().chain(&clauses.unless);
            whens.chain(others).map(count).sum()
        }
        NormBody::Define(made) => match &made.body {
            Some(Body::Points(points)) => points.points.len(),
            _ => 0,
        },
        NormBody::Valid(_, condition, _) => count(condition),
        NormBody::Deem(_) => 0,
    }
}

/// The lists of lettered points in a norm.
fn lists_of(norm: &mut Norm) -> Vec<&mut Points> {
    match &mut norm.body {
        NormBody::Act { clauses, .. } => points_in(clauses).collect(),
        NormBody::Define(made) => match &mut made.body {
            Some(Body::Points(points)) => vec![points],
            _ => Vec::new(),
        },
        NormBody::Valid(_, Condition::Points(points), _) => vec![points],
        NormBody::Valid(..) | NormBody::Deem(_) => Vec::new(),
    }
}

fn points_in(clauses: &mut Clauses) -> impl Iterator<Item = &mut Points> {
    let conditions = clauses
        .when
        .iter_mut()
        .chain(&mut clauses.if_)
        .chain(&mut clauses.only_if)
        .chain(&mut clauses.unless);
    conditions.filter_map(|condition| match condition {
        Condition::Points(points) => Some(points),
        Condition::Expression(_) => None,
    })
}

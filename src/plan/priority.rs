//! Which of two norms prevails: what they say themselves, then rank; within one instrument a bar over a
//! permission.

use crate::law::{ProvisionId, rank};
use crate::resolve::{Norm, NormId, Program};
use std::cmp::Ordering;

/// On what ground one norm prevails over another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// It says `despite` the other, or the other says `subject to` it.
    Declared,
    /// Its instrument is of higher rank.
    Rank,
    /// It is later law of equal rank, where a provision says that later law prevails.
    Later,
    /// A bar limits a permission of the same instrument.
    Bar,
}

impl Ground {
    /// The ground in words.
    pub fn words(self) -> &'static str {
        match self {
            Ground::Declared => "it is declared to prevail (despite, subject to)",
            Ground::Rank => "its instrument is of higher rank",
            Ground::Later => "it is later law of equal rank",
            Ground::Bar => "a bar limits a permission of the same instrument",
        }
    }

    /// The ground as JSON spells it.
    pub fn word(self) -> &'static str {
        match self {
            Ground::Declared => "declared",
            Ground::Rank => "rank",
            Ground::Later => "later",
            Ground::Bar => "bar",
        }
    }
}

fn declared(program: &Program, winner: &Norm, loser: &Norm) -> bool {
    let covers = |list: &[crate::law::Citation], norm: &Norm| {
        let cited = || program.citation(norm);
        !list.is_empty() && cited().is_some_and(|citation| list.iter().any(|cited| cited.covers(citation)))
    };
    covers(&winner.despite, loser) || covers(&loser.subject_to, winner)
}

/// Whether `winner` prevails over `loser` by declaration or rank. Two declarations against each other
/// cancel out.
pub fn prevails(program: &Program, winner: NormId, loser: NormId) -> Option<Ground> {
    let (winner, loser) = (program.norms.get(winner.0)?, program.norms.get(loser.0)?);
    match (declared(program, winner, loser), declared(program, loser, winner)) {
        (true, false) => return Some(Ground::Declared),
        (false, true) | (true, true) => return None,
        (false, false) => {}
    }
    let instrument = |norm: &Norm| {
        program
            .law
            .provision(norm.provision)
            .map(|found| found.instrument)
    };
    if instrument(winner) == instrument(loser) {
        // one rank, and none of them is later law
        return None;
    }
    let rank_of = |norm: &Norm| {
        program
            .law
            .instrument_of(norm.provision)
            .map(|made| rank(made.kind))
    };
    match rank_of(winner)?.cmp(&rank_of(loser)?) {
        Ordering::Less => Some(Ground::Rank),
        Ordering::Equal if is_later(program, winner, loser) => Some(Ground::Later),
        Ordering::Equal | Ordering::Greater => None,
    }
}

/// Whether one duty displaces another to do the same. Both can be met whatever their rank, so only a declaration decides.
pub fn displaces(program: &Program, winner: NormId, loser: NormId) -> bool {
    let norm = |id: NormId| program.norms.get(id.0);
    let declares = norm(winner).is_some_and(|norm| !norm.despite.is_empty())
        || norm(loser).is_some_and(|norm| !norm.subject_to.is_empty());
    declares && prevails(program, winner, loser) == Some(Ground::Declared)
}

/// Whether a norm began later than one of another instrument, at a time when a provision of their jurisdiction said
/// that later law prevails.
fn is_later(program: &Program, winner: &Norm, loser: &Norm) -> bool {
    let law = &program.law;
    let begins = |norm: &Norm| law.provision(norm.provision)?.in_force.from();
    let of = |id: ProvisionId| law.instrument_of(id).map(|made| made.jurisdiction.as_ref());
    let jurisdiction = |id: ProvisionId| of(id).map(|name| name.map(|name| name.text.clone()));
    let instrument = |norm: &Norm| law.provision(norm.provision).map(|found| found.instrument);
    let (Some(began), other) = (begins(winner), begins(loser)) else {
        return false;
    };
    let here = jurisdiction(winner.provision);
    other.is_none_or(|other| other < began)
        && instrument(winner) != instrument(loser)
        && here == jurisdiction(loser.provision)
        && law.later_law.iter().any(|rule| {
            jurisdiction(*rule) == here
                && law
                    .provision(*rule)
                    .is_some_and(|provision| provision.in_force.contains(began))
        })
}

/// Whether two norms stand in one instrument and neither is declared to prevail.
pub fn one_instrument(program: &Program, a: NormId, b: NormId) -> bool {
    let (Some(a), Some(b)) = (program.norms.get(a.0), program.norms.get(b.0)) else {
        return false;
    };
    let instrument = |norm: &Norm| {
        program
            .law
            .provision(norm.provision)
            .map(|provision| provision.instrument)
    };
    instrument(a) == instrument(b) && !declared(program, a, b) && !declared(program, b, a)
}

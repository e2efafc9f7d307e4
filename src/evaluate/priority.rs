//! Which of two norms prevails: what they say themselves, then rank; within one instrument a bar over a
//! permission.

use crate::law::rank;
use crate::resolve::{Norm, NormId, Program};

/// On what ground one norm prevails over another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// It says `despite` the other, or the other says `subject to` it.
    Declared,
    /// Its instrument is of higher rank.
    Rank,
    /// A bar limits a permission of the same instrument.
    Bar,
}

impl Ground {
    /// The ground in words.
    pub fn words(self) -> &'static str {
        match self {
            Ground::Declared => "it is declared to prevail (despite, subject to)",
            Ground::Rank => "its instrument is of higher rank",
            Ground::Bar => "a bar limits a permission of the same instrument",
        }
    }

    /// The ground as JSON spells it.
    pub fn word(self) -> &'static str {
        match self {
            Ground::Declared => "declared",
            Ground::Rank => "rank",
            Ground::Bar => "bar",
        }
    }
}

fn declared(program: &Program, winner: &Norm, loser: &Norm) -> bool {
    let covers = |list: &[crate::law::Citation], norm: &Norm| {
        program
            .citation(norm)
            .is_some_and(|citation| list.iter().any(|cited| cited.covers(citation)))
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
    let rank_of = |norm: &Norm| {
        program
            .law
            .instrument_of(norm.provision)
            .map(|made| rank(made.kind))
    };
    (rank_of(winner)? < rank_of(loser)?).then_some(Ground::Rank)
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

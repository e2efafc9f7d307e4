//! Several duties to do one thing: each that stands must be met, so the gravest standing counts, of equal ones that with
//! the earliest due moment.

use super::duty::{DutyFound, nothing};
use super::found::{Found, Known};
use super::reason::Because;
use super::rivals::{Rival, Rivals};
use super::weigh::standing;
use crate::plan::{Ground, Outcome};
use crate::resolve::NormId;
use crate::time::Moment;
use crate::value::Truth;
use std::cmp::Reverse;
use std::rc::Rc;

/// So many duties of which it is not known whether their conditions hold are tried both ways.
pub(super) const MOST_TRIED: usize = 6;

/// How all duties to do one thing stand together.
pub(super) fn together(all: &[Rc<DutyFound>], rivals: &Rivals) -> DutyFound {
    let (least, most) = gravities(all, rivals);
    let outcome = if least == most {
        Outcome::graded(least)
    } else {
        Outcome::Unknown
    };
    let certain = all.iter().filter(|duty| duty.outcome == outcome);
    let worst = certain.max_by_key(|duty| Reverse(duty.due.map_or(i64::MAX, Moment::seconds)));
    // those of which it is not known whether they stand, and which stand no other way
    let perhaps: Vec<&Rc<DutyFound>> = match outcome {
        Outcome::Unknown => Vec::new(),
        _ => all
            .iter()
            .filter(|duty| duty.outcome == Outcome::Unknown && duty.if_stands.1 == most)
            .collect(),
    };
    let mut joined = match worst {
        Some(worst) => (**worst).clone(),
        None => nothing(),
    };
    if worst.is_none() && !perhaps.is_empty() {
        joined = one_of(outcome, &perhaps);
    } else if !earlier(joined.due, &perhaps) {
        joined.due = None;
        joined.counting = None;
    }
    joined.found = gathered(all, outcome);
    let counts = |duty: &&Rc<DutyFound>| {
        duty.outcome == outcome || perhaps.iter().any(|other| other.norm == duty.norm)
    };
    let because = all
        .iter()
        .filter(counts)
        .flat_map(|duty| duty.because.iter().cloned());
    joined.because = because.map(|because| with_displaced(because, rivals)).collect();
    joined
}

/// Whether a due moment comes no later than those of duties that may stand too.
fn earlier(due: Option<Moment>, perhaps: &[&Rc<DutyFound>]) -> bool {
    let Some(due) = due else {
        return perhaps.iter().all(|duty| duty.dues.is_empty());
    };
    let no_later =
        |duty: &&Rc<DutyFound>| !duty.dues.is_empty() && duty.dues.iter().all(|other| due <= *other);
    perhaps.iter().all(no_later)
}

/// One of some duties stands, it is not known which; all of them stand alike.
fn one_of(outcome: Outcome, perhaps: &[&Rc<DutyFound>]) -> DutyFound {
    let Some((first, rest)) = perhaps.split_first() else {
        return nothing();
    };
    let one_due = match first.dues.as_slice() {
        [due] if rest.iter().all(|other| other.dues == first.dues) => Some(*due),
        _ => None,
    };
    let one_done = rest.iter().all(|other| other.done == first.done);
    DutyFound {
        outcome,
        due: one_due,
        done: first.done.filter(|_| one_done),
        possible: super::standing::reachable(outcome, one_due.is_some()),
        ..nothing()
    }
}

/// What a standing rests on, and what is wanted where it is not known.
fn gathered(all: &[Rc<DutyFound>], outcome: Outcome) -> Found {
    let mut found = Found::of(match outcome {
        Outcome::Unknown => Known::Unknown,
        _ => Known::Undefined,
    });
    for duty in all {
        if duty.outcome == outcome || duty.outcome != Outcome::NotApplicable {
            found.rests.extend(duty.found.rests.iter().cloned());
        }
        if duty.outcome == Outcome::Unknown && outcome == Outcome::Unknown {
            found.hang_on(&duty.found);
        }
        found.reasons.extend(duty.found.reasons.iter().cloned());
    }
    found
}

/// A provision that decides, with the duties that it displaced.
fn with_displaced(mut because: Because, rivals: &Rivals) -> Because {
    let displaced = |rival: &Rival| match rival.displaced {
        Some((by, ground)) if by == because.norm => Some((rival.norm, ground)),
        Some(_) | None => None,
    };
    let over: Vec<(NormId, Ground)> = rivals.duties.iter().filter_map(displaced).collect();
    because.over.extend(over);
    because
}

/// The least and the greatest gravity that all duties together can have.
fn gravities(all: &[Rc<DutyFound>], rivals: &Rivals) -> (u8, u8) {
    let tried = tried(rivals);
    let mut bounds: Option<(u8, u8)> = None;
    for world in 0..1_usize << tried.len() {
        let stands = in_world(rivals, &tried, world);
        let (mut least, mut most) = (0, 0);
        for (duty, stands) in all.iter().zip(stands) {
            if stands != Truth::No {
                most = most.max(duty.if_stands.1);
            }
            if stands == Truth::Yes {
                least = least.max(duty.if_stands.0);
            }
        }
        bounds = Some(match bounds {
            Some((before, after)) => (least.min(before), most.max(after)),
            None => (least, most),
        });
    }
    bounds.unwrap_or((0, 0))
}

/// The duties whose conditions are tried both ways: they are not known, and displace or are displaced.
fn tried(rivals: &Rivals) -> Vec<usize> {
    let duties = rivals.duties.iter().zip(&rivals.over).enumerate();
    let open = duties.filter(|(place, (duty, over))| {
        let related = !over.is_empty() || rivals.over.iter().any(|over| over.contains(place));
        duty.own == Truth::Unknown && duty.applies.truth() != Truth::No && related
    });
    open.map(|(place, _)| place).take(MOST_TRIED).collect()
}

/// Which duties stand if those that are tried hold or not, by the bits of a number.
fn in_world(rivals: &Rivals, tried: &[usize], world: usize) -> Vec<Truth> {
    let own = |(place, duty): (usize, &Rival)| match tried.iter().position(|tried| *tried == place) {
        Some(bit) => Truth::from(world >> bit & 1 == 1),
        None => duty.own,
    };
    let holds: Vec<Truth> = rivals.duties.iter().enumerate().map(own).collect();
    match tried {
        [] => rivals.duties.iter().map(|duty| duty.applies.truth()).collect(),
        _ => standing(&holds, &rivals.over),
    }
}

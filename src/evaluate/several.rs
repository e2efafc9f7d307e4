//! Several limits, or several lengths that one limit may have, made one.

use super::due::Due;
use super::found::{Found, Known};
use super::reason::Counting;
use crate::time::{Duration, Moment};
use crate::value::{Truth, Value};
use std::cmp::Ordering;
use std::sync::Arc;

/// The lengths that a limit may have: one, unless it is not known whether it is extended. Equal ones are one; beyond a few
/// the least and the most stand for all, since a limit that is over either way is over with every length between.
pub(super) fn extended(length: Found, extensions: &[(Found, Found, bool)]) -> Vec<Found> {
    let mut lengths = vec![length];
    for (when, longer, added) in extensions {
        let truth = when.truth();
        let mut next: Vec<Found> = Vec::new();
        for length in lengths {
            let mut with = Found::strict(&[&length, longer]);
            if let (Some(Value::Duration(was)), Some(Value::Duration(more))) =
                (length.something(), longer.something())
            {
                let sum = if *added {
                    was.plus(more)
                } else {
                    Some(more.clone())
                };
                with.known = sum.map_or(Known::Unknown, |sum| Known::Value(Value::Duration(sum)));
            }
            if truth != Truth::Yes {
                keep_apart(&mut next, length);
            }
            if truth != Truth::No {
                keep_apart(&mut next, with);
            }
        }
        if truth.is_known() {
            next.iter_mut().for_each(|length| length.rest_on(when));
        }
        lengths = if next.len() > MOST_LENGTHS {
            least_and_most(&next).unwrap_or_else(|| vec![one_of_many(&next, when)])
        } else {
            next
        };
    }
    lengths
}

/// More lengths than this are not kept apart.
pub(super) const MOST_LENGTHS: usize = 16;

/// Adds a length to those that are possible; where it is one of them, what it rests on alone.
fn keep_apart(lengths: &mut Vec<Found>, length: Found) {
    match lengths.iter_mut().find(|known| known.known == length.known) {
        Some(known) => known.rest_once_on(&length),
        None => lengths.push(length),
    }
}

/// The shortest and the longest of lengths that are all known, where it is known which these are.
fn least_and_most(lengths: &[Found]) -> Option<Vec<Found>> {
    let mut least: Option<(&Duration, &Found)> = None;
    let mut most: Option<(&Duration, &Found)> = None;
    for length in lengths {
        let Some(Value::Duration(duration)) = length.something() else {
            return None;
        };
        match least {
            Some((so_far, _)) if duration.compare(so_far)? != Ordering::Less => {}
            Some(_) | None => least = Some((duration, length)),
        }
        match most {
            Some((so_far, _)) if duration.compare(so_far)? != Ordering::Greater => {}
            Some(_) | None => most = Some((duration, length)),
        }
    }
    Some(vec![least?.1.clone(), most?.1.clone()])
}

fn one_of_many(lengths: &[Found], when: &Found) -> Found {
    let mut all = Found::of(Known::Unknown);
    for length in lengths {
        all.rest_once_on(length);
    }
    all.rest_once_on(when);
    all.known = Known::Unknown;
    all
}

/// One end of several that are possible, for want of what would choose between them.
pub(super) fn either(mut ends: Vec<Due>, choice: &[&Found]) -> Due {
    if ends.len() <= 1 {
        return ends.pop().unwrap_or(Due::Unlimited);
    }
    let mut all = Found::of(Known::Unknown);
    for open in choice {
        all.rest_on(open);
    }
    let mut possible = Vec::new();
    let mut complete = true;
    for end in &ends {
        match end {
            Due::At(due, found, _) => {
                possible.push(*due);
                all.rest_on(found);
            }
            Due::Unknown(found, some) => {
                complete &= !some.is_empty();
                possible.extend(some);
                all.rest_on(found);
            }
            Due::NotStarted(found) | Due::Paused(found, _) => {
                complete = false;
                all.rest_on(found);
            }
            Due::Unlimited => complete = false,
        }
    }
    if ends.iter().all(|end| matches!(end, Due::NotStarted(_))) {
        return ends.pop().unwrap_or(Due::Unlimited);
    }
    if !complete {
        possible.clear();
    }
    possible.sort();
    possible.dedup();
    Due::Unknown(all, possible)
}

/// The earliest (or latest) of some limits. One that is not known leaves it open; one that has not started is passed
/// over.
pub(super) fn first_of(parts: Vec<Due>, latest: bool) -> Due {
    let mut best: Option<(Moment, Found, Arc<Counting>)> = None;
    let mut waiting: Option<Found> = None;
    let mut paused: Option<(Found, Arc<Counting>)> = None;
    let mut open: Option<(Found, Vec<Moment>)> = None;
    for part in parts {
        match part {
            Due::At(moment, found, counting) => {
                let better = best
                    .as_ref()
                    .is_none_or(|(known, _, _)| if latest { moment > *known } else { moment < *known });
                if better {
                    best = Some((moment, found, counting));
                }
            }
            Due::Unknown(found, possible) => match &mut open {
                Some((open, some)) => {
                    open.rest_on(&found);
                    some.clear();
                }
                None => open = Some((found, possible)),
            },
            Due::NotStarted(found) => waiting = waiting.or(Some(found)),
            Due::Paused(found, counting) => paused = paused.or(Some((found, counting))),
            Due::Unlimited => {}
        }
    }
    if let Some((found, possible)) = open {
        let bounded = |due: Moment| match &best {
            Some((known, _, _)) if latest => due.max(*known),
            Some((known, _, _)) => due.min(*known),
            None => due,
        };
        let possible = possible.into_iter().map(bounded).collect();
        return Due::Unknown(found, if paused.is_some() { Vec::new() } else { possible });
    }
    match (best, paused, waiting) {
        (Some(_), Some((found, counting)), _) if latest => Due::Paused(found, counting),
        (Some((moment, found, counting)), _, _) => Due::At(moment, found, counting),
        (None, Some((found, counting)), _) => Due::Paused(found, counting),
        (None, None, Some(found)) => Due::NotStarted(found),
        (None, None, None) => Due::Unlimited,
    }
}

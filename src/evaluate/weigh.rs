//! Which norms stand of some that prevail over one another.

use crate::value::Truth;

/// Which norms stand: those that hold and over which none that stands prevails. `holds` says whether each holds, `over`
/// which of the others prevail over it.
///
/// In rounds, the least and the most that can stand draw together. What they leave open stands in a circle or behind
/// one. A circle with nothing open above it cancels out: all in it that hold stand. What is behind it is then weighed.
pub(super) fn standing(holds: &[Truth], over: &[Vec<usize>]) -> Vec<Truth> {
    let mut settled: Vec<Option<Truth>> = vec![None; holds.len()];
    // each turn settles at least one circle
    for _ in 0..=holds.len() {
        let (least, most) = rounds(holds, over, &settled);
        let bounds = least.iter().zip(&most).enumerate();
        let open: Vec<usize> = bounds
            .filter(|(_, (least, most))| least != most)
            .map(|(place, _)| place)
            .collect();
        if open.is_empty() {
            return least;
        }
        for circle in circles(&open, over) {
            // whether there is a circle hangs on each norm in it
            let truth = |place: &usize| most.get(*place).copied().unwrap_or(Truth::No);
            let cancelled = circle.iter().map(truth).fold(Truth::Yes, Truth::and);
            for place in circle {
                if let Some(slot) = settled.get_mut(place) {
                    *slot = Some(cancelled);
                }
            }
        }
    }
    holds.to_vec()
}

/// The least and the most that can stand, once nothing moves.
fn rounds(holds: &[Truth], over: &[Vec<usize>], settled: &[Option<Truth>]) -> (Vec<Truth>, Vec<Truth>) {
    let next = |stands: &[Truth]| -> Vec<Truth> {
        let stood = |place: &usize| stands.get(*place).copied().unwrap_or(Truth::No);
        let each = holds
            .iter()
            .zip(over)
            .zip(settled)
            .map(|((holds, over), settled)| {
                let weighed = || {
                    over.iter()
                        .fold(*holds, |truth, place| truth.and(stood(place).negate()))
                };
                settled.unwrap_or_else(weighed)
            });
        each.collect()
    };
    let mut least: Vec<Truth> = settled
        .iter()
        .map(|settled| settled.unwrap_or(Truth::No))
        .collect();
    let mut most = next(&least);
    for _ in holds {
        let more = next(&most);
        let fewer = next(&more);
        if more == least && fewer == most {
            break;
        }
        (least, most) = (more, fewer);
    }
    (least, most)
}

/// The circles among open norms over which no other open norm prevails.
fn circles(open: &[usize], over: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); over.len()];
    for place in open {
        let found = all_above(*place, open, over);
        if let Some(slot) = above.get_mut(*place) {
            *slot = found;
        }
    }
    let count = |place: &usize| above.get(*place).map_or(0, Vec::len);
    let mut found: Vec<Vec<usize>> = Vec::new();
    for place in open {
        let Some(mine) = above.get(*place) else {
            continue;
        };
        // as many stand above each of them: they are the same
        if mine.contains(place)
            && mine.iter().all(|other| count(other) == mine.len())
            && !found.contains(mine)
        {
            found.push(mine.clone());
        }
    }
    found
}

/// The open norms that prevail over one, also by way of others, in order.
fn all_above(start: usize, open: &[usize], over: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; over.len()];
    let mut next = vec![start];
    while let Some(place) = next.pop() {
        for other in over.get(place).into_iter().flatten() {
            if let Some(slot) = seen.get_mut(*other)
                && !*slot
                && open.binary_search(other).is_ok()
            {
                *slot = true;
                next.push(*other);
            }
        }
    }
    let places = seen.into_iter().enumerate();
    places.filter(|(_, seen)| *seen).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::standing;
    use crate::value::Truth::{self, No, Unknown, Yes};

    fn weighed(holds: &[Truth], over: &[&[usize]]) -> Vec<Truth> {
        let over: Vec<Vec<usize>> = over.iter().map(|over| over.to_vec()).collect();
        standing(holds, &over)
    }

    #[test]
    fn what_is_displaced_displaces_nothing() {
        assert_eq!(weighed(&[Yes, Yes, Yes], &[&[1], &[2], &[]]), [Yes, No, Yes]);
        assert_eq!(
            weighed(&[Yes, Yes, Unknown], &[&[1], &[2], &[]]),
            [Unknown, Unknown, Unknown]
        );
        assert_eq!(weighed(&[Yes, No, Yes], &[&[1], &[2], &[]]), [Yes, No, Yes]);
    }

    #[test]
    fn a_circle_cancels_out_and_displaces_what_stands_behind_it() {
        let over: &[&[usize]] = &[&[1], &[2], &[0], &[0]];
        assert_eq!(weighed(&[Yes, Yes, Yes, Yes], over), [Yes, Yes, Yes, No]);
        assert_eq!(weighed(&[Yes, Yes, No, Yes], over), [No, Yes, No, Yes]);
        assert_eq!(weighed(&[Yes, Yes, Unknown, Yes], over), [Unknown; 4]);
    }

    #[test]
    fn two_circles_do_not_hang_on_one_another() {
        let over: &[&[usize]] = &[&[1], &[2], &[0], &[4], &[5], &[3]];
        assert_eq!(
            weighed(&[Yes, Yes, Yes, Yes, Yes, Unknown], over),
            [Yes, Yes, Yes, Unknown, Unknown, Unknown]
        );
    }

    #[test]
    fn a_circle_behind_another_is_weighed_once_that_one_is_settled() {
        // 0 and 1 prevail over one another, so do 2 and 3, and 0 prevails over 2 as well
        let over: &[&[usize]] = &[&[1], &[0], &[3, 0], &[2]];
        // 0 stands in a circle and displaces 2, so that nothing displaces 3
        assert_eq!(weighed(&[Yes; 4], over), [Yes, Yes, No, Yes]);
        // without 0 the second circle is one
        assert_eq!(weighed(&[No, Yes, Yes, Yes], over), [No, Yes, Yes, Yes]);
        assert_eq!(
            weighed(&[Unknown, Yes, Yes, Yes], over),
            [Unknown, Unknown, Unknown, Unknown]
        );
    }
}

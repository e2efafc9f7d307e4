//! Which norms stand of some that prevail over one another.

use crate::value::Truth;

/// Whether each stands: it holds, and none that stands prevails over it. Where that has no answer, since they prevail over
/// one another in a circle, all in it stand; what is behind the circle is weighed after it.
pub(super) fn stand(holds: &[Truth], over: &[Vec<usize>]) -> Vec<Truth> {
    let mut cancelled: Vec<(usize, Truth)> = Vec::new();
    loop {
        let after = |stands: &[Truth]| -> Vec<Truth> {
            let one = |place: usize, holds: &Truth| {
                let fixed = cancelled.iter().find(|(other, _)| *other == place);
                let above = over.get(place).into_iter().flatten();
                let above = above.filter_map(|other| stands.get(*other));
                fixed.map_or_else(
                    || above.fold(*holds, |holds, stands| holds.and(stands.negate())),
                    |(_, stands)| *stands,
                )
            };
            holds
                .iter()
                .enumerate()
                .map(|(place, holds)| one(place, holds))
                .collect()
        };
        let nothing = vec![Truth::No; holds.len()];
        let fixed = |(place, no): (usize, &Truth)| {
            let fixed = cancelled.iter().find(|(other, _)| *other == place);
            fixed.map_or(*no, |(_, stands)| *stands)
        };
        let mut at_least: Vec<Truth> = nothing.iter().enumerate().map(fixed).collect();
        let mut at_most = after(&at_least);
        for _ in holds {
            at_least = after(&at_most);
            at_most = after(&at_least);
        }
        let open: Vec<usize> = (0..holds.len())
            .filter(|place| at_least.get(*place) != at_most.get(*place))
            .collect();
        // one that no other open one prevails over but those over which it prevails itself: a circle that comes first
        let first = open
            .iter()
            .map(|place| above(*place, &open, over))
            .min_by_key(Vec::len);
        let Some(circle) = first else {
            return at_least;
        };
        // a circle of norms that all hold; with one of which that is not known, it is not known whether there is one
        let all = circle.iter().filter_map(|place| at_most.get(*place));
        let all = all.fold(Truth::Yes, |all, most| all.and(*most));
        cancelled.extend(circle.into_iter().map(|place| (place, all)));
    }
}

/// Those of some that prevail over one, also by way of others.
fn above(place: usize, open: &[usize], over: &[Vec<usize>]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut last = vec![place];
    while let Some(place) = last.pop() {
        let more = over.get(place).into_iter().flatten();
        for other in more.filter(|other| open.contains(other)) {
            if !found.contains(other) {
                found.push(*other);
                last.push(*other);
            }
        }
    }
    found
}

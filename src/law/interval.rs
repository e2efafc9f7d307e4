//! A stretch of days: first and last day in force, either of them open.

use crate::time::Date;
use std::fmt;

/// First and last day, both included; open where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Interval {
    from: Option<Date>,
    until: Option<Date>,
}

impl Interval {
    /// From and until, both included.
    pub fn new(from: Option<Date>, until: Option<Date>) -> Interval {
        Interval { from, until }
    }

    /// No day at all.
    pub fn never() -> Interval {
        Interval {
            from: Some(Date::MAX),
            until: Some(Date::MIN),
        }
    }

    /// The first day.
    pub fn from(&self) -> Option<Date> {
        self.from
    }

    /// The last day.
    pub fn until(&self) -> Option<Date> {
        self.until
    }

    /// Whether the day lies in it.
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// The days that lie in both; may be empty.
    pub fn within(&self, other: &Interval) -> Interval {
        Interval {
            from: self.from.max(other.from),
            until: match (self.until, other.until) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// Whether no day lies in it.
    pub fn is_empty(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until < from)
    }

    /// The days before and after another.
    fn without(&self, other: &Interval) -> Vec<Interval> {
        if !self.overlaps(other) {
            return vec![*self];
        }
        let before = other.from.and_then(|from| from.pred_opt());
        let after = other.until.and_then(|until| until.succ_opt());
        let before = before.map(|last| self.within(&Interval::new(None, Some(last))));
        let after = after.map(|first| self.within(&Interval::new(Some(first), None)));
        before
            .into_iter()
            .chain(after)
            .filter(|days| !days.is_empty())
            .collect()
    }

    /// Whether some day lies in both.
    pub fn overlaps(&self, other: &Interval) -> bool {
        !self.within(other).is_empty()
    }

    /// The days on which something changes: the first day, and the day after the last.
    pub fn edges(&self) -> impl Iterator<Item = Date> + use<> {
        let days = [self.from, self.until.and_then(|until| until.succ_opt())];
        let some = !self.is_empty();
        days.into_iter().flatten().filter(move |_| some)
    }
}

/// The days of some intervals that lie in none of others, in order.
pub fn uncovered(needed: &[Interval], standing: &[Interval]) -> Vec<Interval> {
    let mut left: Vec<Interval> = union(needed);
    for other in standing.iter().filter(|other| !other.is_empty()) {
        left = left.iter().flat_map(|days| days.without(other)).collect();
    }
    left
}

/// Intervals joined where they meet or share a day.
fn union(intervals: &[Interval]) -> Vec<Interval> {
    let mut sorted: Vec<Interval> = intervals
        .iter()
        .copied()
        .filter(|days| !days.is_empty())
        .collect();
    sorted.sort_by_key(|days| days.from);
    let mut joined: Vec<Interval> = Vec::new();
    for days in sorted {
        match joined.last_mut() {
            Some(last)
                if last
                    .until
                    .is_none_or(|until| until.succ_opt() >= days.from || days.from.is_none()) =>
            {
                last.until = last.until.zip(days.until).map(|(a, b)| a.max(b));
            }
            _ => joined.push(days),
        }
    }
    joined
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.until) {
            (Some(from), Some(until)) => write!(f, "from {from} until {until}"),
            (Some(from), None) => write!(f, "from {from}"),
            (None, Some(until)) => write!(f, "until {until}"),
            (None, None) => f.write_str("at any date"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, until: &str) -> Interval {
        let date = |text: &str| text.parse().ok();
        Interval::new(date(from), date(until))
    }

    #[test]
    fn what_is_not_covered_is_told_from_when_to_when() {
        let always = [Interval::default()];
        assert_eq!(uncovered(&always, &[]), always);
        assert_eq!(uncovered(&always, &always), []);
        assert_eq!(
            uncovered(
                &always,
                &[days("2001-01-01", "2001-12-31"), days("2003-01-01", "")]
            ),
            [days("", "2000-12-31"), days("2002-01-01", "2002-12-31")]
        );
        // intervals that meet are one
        assert_eq!(
            uncovered(
                &[days("2001-01-01", "2001-12-31"), days("2002-01-01", "2002-12-31")],
                &[]
            ),
            [days("2001-01-01", "2002-12-31")]
        );
        assert_eq!(
            uncovered(
                &[days("2001-01-01", "")],
                &[days("2001-01-01", "2001-06-30"), days("2001-07-01", "")]
            ),
            []
        );
    }
}

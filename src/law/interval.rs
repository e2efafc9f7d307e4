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

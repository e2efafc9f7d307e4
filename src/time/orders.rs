//! The orders that two values can be in, where it may hang on more than they say.

use std::cmp::Ordering;

/// The orders that two values can be in: one where it is known, several where it is open, none where there is no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Orders {
    less: bool,
    equal: bool,
    greater: bool,
}

impl Orders {
    /// This order alone.
    pub fn only(order: Ordering) -> Orders {
        Orders::default().or(order)
    }

    /// This order too.
    pub fn or(mut self, order: Ordering) -> Orders {
        match order {
            Ordering::Less => self.less = true,
            Ordering::Equal => self.equal = true,
            Ordering::Greater => self.greater = true,
        }
        self
    }

    /// The orders that are possible.
    pub fn possible(self) -> impl Iterator<Item = Ordering> {
        let all = [
            (self.less, Ordering::Less),
            (self.equal, Ordering::Equal),
            (self.greater, Ordering::Greater),
        ];
        all.into_iter().filter(|(may, _)| *may).map(|(_, order)| order)
    }

    /// The one order, where it is known.
    pub fn single(self) -> Option<Ordering> {
        let mut possible = self.possible();
        possible.next().filter(|_| possible.next().is_none())
    }

    /// Whether more than one is possible.
    pub fn are_open(self) -> bool {
        self.possible().count() > 1
    }

    /// What all possible orders agree on; nothing where they differ or there is no order.
    pub fn agree(self, holds: impl Fn(Ordering) -> bool) -> Option<bool> {
        let mut each = self.possible().map(holds);
        let first = each.next()?;
        each.all(|other| other == first).then_some(first)
    }
}

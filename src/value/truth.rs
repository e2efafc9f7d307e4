//! Three-valued truth after Kleene: what is unknown stays unknown unless it cannot matter.

/// Yes, no or unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    /// Known to hold.
    Yes,
    /// Known not to hold.
    No,
    /// Not known.
    Unknown,
}

impl Truth {
    /// Both hold. `No` decides whatever the other is.
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        }
    }

    /// At least one holds. `Yes` decides whatever the other is.
    pub fn or(self, other: Truth) -> Truth {
        self.negate().and(other.negate()).negate()
    }

    /// The contrary.
    pub fn negate(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }

    /// Whether it is known.
    pub fn is_known(self) -> bool {
        self != Truth::Unknown
    }

    /// `yes`, `no` or `unknown`.
    pub fn word(self) -> &'static str {
        match self {
            Truth::Yes => "yes",
            Truth::No => "no",
            Truth::Unknown => "unknown",
        }
    }
}

impl From<bool> for Truth {
    fn from(yes: bool) -> Truth {
        if yes { Truth::Yes } else { Truth::No }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, No, Unknown, Yes};

    #[test]
    fn unknown_or_yes_is_yes() {
        assert_eq!(Unknown.or(Yes), Yes);
        assert_eq!(Unknown.and(No), No);
        assert_eq!(Unknown.and(Yes), Unknown);
    }

    #[test]
    fn the_tables_are_commutative_associative_and_monotone() {
        let all = [Yes, No, Unknown];
        let below = |a: Truth, b: Truth| a == Unknown || a == b;
        for a in all {
            for b in all {
                assert_eq!(a.and(b), b.and(a));
                assert_eq!(a.or(b), b.or(a));
                for c in all {
                    assert_eq!(a.and(b).and(c), a.and(b.and(c)));
                    assert_eq!(a.and(b.or(c)), a.and(b).or(a.and(c)));
                    if below(a, b) {
                        assert!(below(a.and(c), b.and(c)) && below(a.or(c), b.or(c)));
                    }
                }
            }
        }
    }
}

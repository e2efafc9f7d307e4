//! What a question can come to.

/// The outcomes of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// A permission holds and every bar is known not to.
    Permitted,
    /// A bar holds.
    Forbidden,
    /// No provision speaks.
    Unregulated,
    /// Not known; the missing facts say for want of what.
    Unknown,
    /// Provisions contradict one another and none prevails.
    Conflict,
    /// The duty has not arisen.
    NotApplicable,
    /// The duty may still be fulfilled in time.
    Pending,
    /// Fulfilled in time.
    Fulfilled,
    /// Fulfilled after the due moment.
    FulfilledLate,
    /// Not fulfilled at the due moment.
    Overdue,
    /// The value is known.
    Known,
    /// No provision gives it a value.
    Undefined,
}

/// All outcomes, by number.
const ALL: [Outcome; 12] = [
    Outcome::Permitted,
    Outcome::Forbidden,
    Outcome::Unregulated,
    Outcome::Unknown,
    Outcome::Conflict,
    Outcome::NotApplicable,
    Outcome::Pending,
    Outcome::Fulfilled,
    Outcome::FulfilledLate,
    Outcome::Overdue,
    Outcome::Known,
    Outcome::Undefined,
];

impl Outcome {
    /// The outcome as JSON spells it.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Permitted => "permitted",
            Outcome::Forbidden => "forbidden",
            Outcome::Unregulated => "unregulated",
            Outcome::Unknown => "unknown",
            Outcome::Conflict => "conflict",
            Outcome::NotApplicable => "not_applicable",
            Outcome::Pending => "pending",
            Outcome::Fulfilled => "fulfilled",
            Outcome::FulfilledLate => "fulfilled_late",
            Outcome::Overdue => "overdue",
            Outcome::Known => "known",
            Outcome::Undefined => "undefined",
        }
    }

    /// All outcomes.
    pub fn all() -> impl Iterator<Item = Outcome> {
        ALL.into_iter()
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The outcome with a number.
    pub fn numbered(number: i64) -> Option<Outcome> {
        usize::try_from(number)
            .ok()
            .and_then(|number| ALL.get(number))
            .copied()
    }

    /// The standing of a gravity.
    pub fn graded(gravity: u8) -> Outcome {
        let graded = ALL
            .into_iter()
            .find(|outcome| outcome.gravity() == gravity && gravity > 0);
        graded.unwrap_or(Outcome::NotApplicable)
    }

    /// How grave a standing is; the gravest of several duties to do one thing is the standing of all.
    pub fn gravity(self) -> u8 {
        match self {
            Outcome::Conflict => 6,
            Outcome::Overdue => 5,
            Outcome::Unknown => 4,
            Outcome::FulfilledLate => 3,
            Outcome::Pending => 2,
            Outcome::Fulfilled => 1,
            _ => 0,
        }
    }
}

//! What evaluation finds: a value or not, the facts it wants, what it rests on, and why.

use super::failure::Failure;
use super::reason::Reason;
use crate::case::Spot;
use crate::law::Citation;
use crate::resolve::{CalendarId, NormId};
use crate::time::{CountError, Date};
use crate::value::{Truth, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Not known.
    Unknown,
    /// No provision gives it one.
    Undefined,
    /// Provisions of equal rank give it different ones.
    Conflict,
    /// A value, which may be none.
    Value(Value),
}

/// What an answer rests on beside facts and provisions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rest {
    /// A fact that is somebody's judgement.
    Judgement(Spot, Arc<str>),
    /// A fact that the law presumes.
    Presumption(Spot, Citation),
    /// A fact that the law deems.
    Deemed(Spot, NormId),
    /// A value on which provisions contradict one another.
    Contradiction(Vec<NormId>),
    /// A day that was looked up in a calendar which is not certain of it.
    Calendar(CalendarId, Date),
    /// A limit that cannot be counted.
    Uncountable(CountError),
}

/// The numbers of wanted facts.
pub(super) type Wants = BTreeSet<u32>;

/// What was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub known: Known,
    /// Where it is unknown but can only be one of some values, those values (none for no value); else empty.
    pub possible: Vec<Value>,
    /// Absent facts that could decide it; empty when it is known.
    pub wants: Wants,
    /// What it hangs on that cannot be calculated; empty when it is known.
    pub failures: BTreeSet<Failure>,
    pub rests: BTreeSet<Rest>,
    pub reasons: Vec<Arc<Reason>>,
}

impl Found {
    pub fn value(value: Value) -> Found {
        Found {
            known: Known::Value(value),
            possible: Vec::new(),
            wants: Wants::new(),
            failures: BTreeSet::new(),
            rests: BTreeSet::new(),
            reasons: Vec::new(),
        }
    }

    pub fn yes(yes: bool) -> Found {
        Found::value(Value::Yes(yes))
    }

    pub fn none() -> Found {
        Found::value(Value::None)
    }

    pub fn of(known: Known) -> Found {
        Found {
            known,
            ..Found::none()
        }
    }

    pub fn unknown(wants: Wants) -> Found {
        Found {
            known: Known::Unknown,
            wants,
            ..Found::none()
        }
    }

    /// The same, not known since something in it cannot be calculated.
    pub fn fail(&mut self, failure: Failure) {
        self.known = Known::Unknown;
        self.possible.clear();
        self.failures.insert(failure);
    }

    /// Not known for the same reasons, but that is all that is taken over.
    pub fn as_open(&self) -> Found {
        Found {
            failures: self.failures.clone(),
            ..Found::unknown(self.wants.clone())
        }
    }

    /// Nothing is left open: neither a fact that is wanted nor a calculation that failed.
    pub fn settle(&mut self) {
        self.wants.clear();
        self.failures.clear();
    }

    /// Hangs on what another one hangs on as well.
    pub fn hang_on(&mut self, other: &Found) {
        self.wants.extend(&other.wants);
        self.failures.extend(other.failures.iter().cloned());
    }

    /// The values that it may have, where they are few and known.
    pub fn candidates(&self) -> Option<Vec<Value>> {
        match &self.known {
            Known::Value(value) => Some(vec![value.clone()]),
            Known::Undefined => Some(vec![Value::None]),
            Known::Unknown if !self.possible.is_empty() => Some(self.possible.clone()),
            Known::Unknown | Known::Conflict => None,
        }
    }

    /// As a condition: what does not exist or is undefined does not hold; a contradiction is unknown.
    pub fn truth(&self) -> Truth {
        match &self.known {
            Known::Unknown | Known::Conflict => Truth::Unknown,
            Known::Value(Value::Yes(yes)) => Truth::from(*yes),
            Known::Undefined | Known::Value(_) => Truth::No,
        }
    }

    /// Known not to exist, or without a value.
    pub fn is_nothing(&self) -> bool {
        matches!(self.known, Known::Undefined | Known::Value(Value::None))
    }

    /// Neither known nor undefined.
    pub fn is_open(&self) -> bool {
        matches!(self.known, Known::Unknown | Known::Conflict)
    }

    /// Its value, where it has one that is not none.
    pub fn something(&self) -> Option<&Value> {
        match &self.known {
            Known::Value(Value::None) | Known::Unknown | Known::Undefined | Known::Conflict => None,
            Known::Value(value) => Some(value),
        }
    }

    /// The same, as a truth.
    pub fn with_truth(mut self, truth: Truth) -> Found {
        self.known = match truth {
            Truth::Yes => Known::Value(Value::Yes(true)),
            Truth::No => Known::Value(Value::Yes(false)),
            Truth::Unknown => Known::Unknown,
        };
        self.possible.clear();
        if truth.is_known() {
            self.settle();
        }
        self
    }

    /// The contrary.
    pub fn negate(self) -> Found {
        let truth = self.truth().negate();
        self.with_truth(truth)
    }

    /// Takes over what another one rests on.
    pub fn rest_on(&mut self, other: &Found) {
        self.hang_on(other);
        self.rests.extend(other.rests.iter().cloned());
        self.reasons.extend(other.reasons.iter().cloned());
    }

    /// The same; a reason that is there already is not repeated.
    pub fn rest_once_on(&mut self, other: &Found) {
        self.hang_on(other);
        self.rests.extend(other.rests.iter().cloned());
        for reason in &other.reasons {
            if !self.reasons.iter().any(|known| Arc::ptr_eq(known, reason)) {
                self.reasons.push(reason.clone());
            }
        }
    }

    /// All hold. What decides is kept and the rest left out, whatever the order of the parts.
    pub fn all(parts: &[Found]) -> Found {
        Found::joined(parts, Truth::No)
    }

    /// At least one holds.
    pub fn any(parts: &[Found]) -> Found {
        Found::joined(parts, Truth::Yes)
    }

    /// A conjunction (`decisive` is no) or disjunction (`decisive` is yes).
    fn joined(parts: &[Found], decisive: Truth) -> Found {
        let truths: Vec<Truth> = parts.iter().map(Found::truth).collect();
        let truth = if truths.contains(&decisive) {
            decisive
        } else if truths.contains(&Truth::Unknown) {
            Truth::Unknown
        } else {
            decisive.negate()
        };
        let mut found = Found::none();
        for part in parts.iter().filter(|part| part.truth() == truth) {
            found.rest_on(part);
        }
        found.with_truth(truth)
    }

    /// A strict operation over parts: undefined when a part is, else unknown when one is, else none when one is.
    pub fn strict(parts: &[&Found]) -> Found {
        let undefined = parts.iter().any(|part| part.known == Known::Undefined);
        let mut found = Found::none();
        for part in parts
            .iter()
            .filter(|part| !undefined || part.known == Known::Undefined)
        {
            found.rest_on(part);
        }
        if undefined {
            found.known = Known::Undefined;
        } else if parts.iter().any(|part| part.is_open()) {
            found.known = Known::Unknown;
            return found;
        }
        found.settle();
        found
    }
}

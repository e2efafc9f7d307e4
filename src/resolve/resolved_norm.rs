//! Norms in which every name is bound.

use super::interpretation::ReadingId;
use super::limits::{Limit, Recurring};
use super::program::{ActionId, Body, Condition, DefinitionId, NormId, Owner};
use super::reads::Reads;
use super::term::Term;
use super::uses::Use;
use crate::law::{Citation, ProvisionId};
use crate::source::Span;
use crate::time::Date;
use std::ops::Deref;
use std::sync::Arc;

/// Whether a chained norm starts at breach or at fulfilment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// `otherwise`.
    Breach,
    /// `whereupon`.
    Fulfilment,
}

/// The duty that starts another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chain {
    /// That duty.
    pub parent: NormId,
    /// What of it starts this one.
    pub link: Link,
}

/// A sanction in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanction {
    /// Who is in breach.
    pub by: Option<Arc<str>>,
    /// What it is.
    pub words: Option<String>,
}

/// What a duty adds to its hypothesis.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Its limits; the earliest counts.
    pub limits: Vec<Limit>,
    /// That it must be done again and again.
    pub recurring: Option<Recurring>,
    /// `without delay`.
    pub without_delay: bool,
    /// The fact that shows fulfilment.
    pub done: Option<Term>,
    /// What a breach is.
    pub sanction: Option<Sanction>,
}

/// Whose judgement it is in a norm what some facts are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judging {
    /// Whose.
    pub role: Arc<str>,
    /// Which facts, by the fields that lead to them from the matter or record of the norm; none where it is all that are
    /// somebody's judgement.
    pub facts: Vec<Vec<usize>>,
    /// Where that is written.
    pub span: Span,
}

/// What a norm says.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `may`.
    Permission(ActionId),
    /// `must not`.
    Bar(ActionId),
    /// `must`.
    Duty(ActionId, Box<Duty>),
    /// `define`.
    Definition(DefinitionId, Body),
    /// `deem`: the fields of the fact, its value, whether nothing rebuts it.
    Deem {
        /// The fact, from the case.
        fields: Vec<usize>,
        /// What it is deemed to be.
        value: Term,
        /// Whether nothing rebuts it.
        conclusively: bool,
    },
    /// `valid only if`.
    Validity(ActionId, Condition),
}

/// A norm of one version of a provision, for one matter or record: its place among the others, and what it says.
#[derive(Debug, Clone)]
pub struct Norm {
    /// The version of the provision it stands in.
    pub provision: ProvisionId,
    /// The reading on which alone it stands.
    pub reading: Option<ReadingId>,
    /// What started it.
    pub chain: Option<Chain>,
    /// Its place in its provision, from one.
    pub ordinal: usize,
    /// Its place among all norms, in reading order.
    pub order: usize,
    /// What it says, which stays the same wherever it stands among the others.
    pub(super) said: Arc<Said>,
}

impl Deref for Norm {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.said
    }
}

/// What a norm says.
#[derive(Debug, Clone)]
pub struct Said {
    /// Whose names it speaks of.
    pub owner: Owner,
    /// Its modality, and what that needs.
    pub kind: Kind,
    /// The cases to which its version applies; contrary where true. All must be met.
    pub applies: Vec<(Condition, bool)>,
    /// From which law date on it applies, where that is after it comes into force.
    pub applies_from: Option<Date>,
    /// `when`: all must hold.
    pub when: Vec<Condition>,
    /// `if`: all must hold.
    pub if_: Vec<Condition>,
    /// `only if`: a bar where one does not hold.
    pub only_if: Vec<Condition>,
    /// `unless`: none may hold.
    pub unless: Vec<Condition>,
    /// The window in which a permission or bar holds, from an event to a limit counted from it.
    pub window: Vec<Limit>,
    /// It prevails over these.
    pub despite: Vec<Citation>,
    /// These prevail over it.
    pub subject_to: Vec<Citation>,
    /// Who acts.
    pub by: Vec<Arc<str>>,
    /// Towards whom.
    pub to: Vec<Arc<str>>,
    /// Whose judgement the facts are that it reads itself.
    pub judged: Option<Arc<[Judging]>>,
    /// The provisions that its own clauses cite, each with the place.
    pub cites: Vec<(Span, Citation)>,
    /// The names it uses.
    pub uses: Box<[Use]>,
    /// What it rests on.
    pub reads: Reads,
    /// Where it stands.
    pub span: Span,
}

impl Said {
    /// A norm without anything said in it yet.
    pub(super) fn nothing(owner: Owner, span: Span) -> Said {
        Said {
            owner,
            kind: Kind::Definition(DefinitionId(usize::MAX), Body::Delegated),
            applies: Vec::new(),
            applies_from: None,
            when: Vec::new(),
            if_: Vec::new(),
            only_if: Vec::new(),
            unless: Vec::new(),
            window: Vec::new(),
            despite: Vec::new(),
            subject_to: Vec::new(),
            by: Vec::new(),
            to: Vec::new(),
            judged: None,
            cites: Vec::new(),
            uses: Box::default(),
            reads: Reads::default(),
            span,
        }
    }

    /// All terms of it, in no particular order.
    pub fn terms(&self) -> Vec<&Term> {
        let conditions = self
            .when
            .iter()
            .chain(&self.if_)
            .chain(&self.only_if)
            .chain(&self.unless)
            .chain(self.applies.iter().map(|(condition, _)| condition));
        let mut terms: Vec<&Term> = conditions.flat_map(Condition::terms).collect();
        terms.extend(self.window.iter().flat_map(Limit::terms));
        match &self.kind {
            Kind::Permission(_) | Kind::Bar(_) => {}
            Kind::Duty(_, duty) => {
                terms.extend(duty.limits.iter().flat_map(Limit::terms));
                terms.extend(duty.recurring.iter().flat_map(Recurring::terms));
                terms.extend(&duty.done);
            }
            Kind::Definition(_, body) => terms.extend(body.terms()),
            Kind::Deem { value, .. } => terms.push(value),
            Kind::Validity(_, condition) => terms.extend(condition.terms()),
        }
        terms
    }
}

//! Norms as written: hypothesis, disposition, sanction.

use super::{Body, CitationText, Expression, Name, Path, Period, Points, RoundingClause, Text, TypeName};
use crate::source::Span;

/// A norm and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Norm {
    /// What it says.
    pub body: NormBody,
    /// The reading of the source on which alone it stands.
    pub reading: Option<Name>,
    /// The whole norm.
    pub span: Span,
}

/// What a norm says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NormBody {
    /// `may`, `must not`, `must`.
    Act {
        /// The norm verb.
        verb: Verb,
        /// What is done.
        act: Act,
        /// Its clauses.
        clauses: Box<Clauses>,
    },
    /// `define`.
    Define(Box<Definition>),
    /// `deem`.
    Deem(Box<Deeming>),
    /// `resolution valid only if …`, and who judges in it.
    Valid(Name, Condition, Vec<Judging>),
}

/// The norm verbs about conduct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// A permission.
    May,
    /// A prohibition, or bar.
    MustNot,
    /// A duty.
    Must,
}

impl Verb {
    /// The verb as written.
    pub fn word(self) -> &'static str {
        match self {
            Verb::May => "may",
            Verb::MustNot => "must not",
            Verb::Must => "must",
        }
    }
}

/// What is permitted, barred or required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The action.
    pub name: Name,
    /// `of every decision`: a kind of act.
    pub of_every: Option<Name>,
}

/// A condition: lettered points or an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Lettered points.
    Points(Points),
    /// An expression.
    Expression(Expression),
}

/// The clauses of a norm, each in the order written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clauses {
    /// `when`: the hypothesis.
    pub when: Vec<Condition>,
    /// `if`.
    pub if_: Vec<Condition>,
    /// `only if`.
    pub only_if: Vec<Condition>,
    /// `unless`.
    pub unless: Vec<Condition>,
    /// `by`: who acts; any of them.
    pub by: Vec<Name>,
    /// `to`: towards whom.
    pub to: Vec<Name>,
    /// `within … of`, `at least … before`.
    pub within: Vec<Within>,
    /// `at least 2 times in every calendar year from …`.
    pub recurring: Option<Recurring>,
    /// `without delay`.
    pub without_delay: Option<Span>,
    /// `done`: the fact that shows fulfilment.
    pub done: Option<Path>,
    /// `judged by`: whose judgement its facts are.
    pub judged: Vec<Judging>,
    /// `despite`.
    pub despite: Vec<CitationText>,
    /// `subject to`.
    pub subject_to: Vec<CitationText>,
    /// `otherwise`: what a breach starts.
    pub otherwise: Vec<Consequence>,
    /// `whereupon`: what fulfilment starts.
    pub whereupon: Vec<Consequence>,
}

/// `judged by court`, `judged by procurator: danger, grounds`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judging {
    /// Whose judgement it is.
    pub role: Name,
    /// Of which facts; none where it is of all that are somebody's judgement.
    pub facts: Vec<Path>,
    /// The whole clause.
    pub span: Span,
}

/// A time limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// Lengths and events; more than one for `…, whichever is later`. Never empty.
    pub timings: Vec<Timing>,
    /// Whether the latest of them counts.
    pub latest: bool,
    /// True for `at least … before`: counted backwards.
    pub backwards: bool,
    /// How a limit that ends within a day is rounded.
    pub rounding: Option<RoundingClause>,
    /// `extended to …`, `extended by …`.
    pub extensions: Vec<Extension>,
    /// `suspended …`.
    pub pauses: Vec<Pausing>,
    /// `restarted by …`: events that start it anew.
    pub restarts: Vec<Expression>,
    /// The whole clause.
    pub span: Span,
}

/// A length and the event it is counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    /// How long.
    pub length: Expression,
    /// From which event.
    pub from: Expression,
}

/// A limit made longer (or shorter) where a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The new length, or what is added to it.
    pub length: Expression,
    /// Whether the length is added; else it is the new one in total.
    pub added: bool,
    /// When.
    pub when: Expression,
    /// The whole clause.
    pub span: Span,
}

/// A stretch in which a limit does not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pausing {
    /// `suspended during stays`.
    During(Path),
    /// `suspended from … until …`.
    From(Box<Expression>, Option<Box<Expression>>),
}

/// What must be done again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurring {
    /// How often in each period.
    pub times: u32,
    /// The periods.
    pub every: Every,
    /// From when on.
    pub from: Expression,
    /// Until when.
    pub until: Option<Expression>,
    /// The whole clause.
    pub span: Span,
}

/// The periods of a recurring duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Every {
    /// Calendar months or years that lie wholly within the time of the duty.
    Calendar(Period),
    /// Lengths that follow one another from the beginning.
    Length(Expression),
}

/// What follows from breach or fulfilment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consequence {
    /// `breach by investigator "unlawful detention"`.
    Breach(Breach),
    /// Another duty.
    Norm(Box<Norm>),
}

/// A sanction in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Who is in breach.
    pub by: Option<Name>,
    /// What it is.
    pub words: Option<Text>,
    /// The whole clause.
    pub span: Span,
}

/// `define … as …`, or `define … set by order of …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What is defined: a name, or `Record.name`.
    pub target: Path,
    /// Its type, where written.
    pub type_name: Option<TypeName>,
    /// What it says; nothing when delegated.
    pub body: Option<Body>,
    /// Who may define it by order.
    pub delegated_to: Option<Name>,
    /// `when`, `unless`, `despite`, `subject to`.
    pub clauses: Clauses,
}

/// `deem fact as value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deeming {
    /// The fact.
    pub target: Path,
    /// What it is deemed to be.
    pub value: Expression,
    /// Whether nothing rebuts it.
    pub conclusively: bool,
    /// `when`, `unless`.
    pub clauses: Clauses,
}

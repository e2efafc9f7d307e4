//! The resolver: what is known so far, and the order of work.

use super::interpretation::ReadingId;
use super::kept::{Lasting, TakenOver, moved};
use super::program::{DefinitionId, DefinitionType, Owner, Program, Shape};
use super::resolved_norm::Norm;
use super::term::{Place, Root, Term};
use super::types::{Base, Type};
use super::uses::{Declared, Use};
use super::{Kept, Resolved, trouble};
use crate::finding::{Finding, nearest};
use crate::law::{Law, ProvisionId};
use crate::source::{Limits, Span};
use crate::syntax::tree::{self, Name, NormBody};
use crate::time::{Date, MonthEnd};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// An instrument and an article of it, by their names.
pub(super) type ArticleOf = (Arc<str>, Option<Arc<str>>);

/// How far a definition has been resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Waiting,
    Under,
    Done,
}

/// What resolving knows.
pub(super) struct Resolver {
    pub program: Program,
    pub limits: Limits,
    pub findings: Vec<Finding>,
    /// Roles by name: where each is declared, and its place among them.
    pub roles: HashMap<Arc<str>, (Span, usize)>,
    pub enum_names: HashMap<Arc<str>, usize>,
    pub record_names: HashMap<Arc<str>, usize>,
    pub matter_names: HashMap<Arc<str>, usize>,
    pub parameter_names: HashMap<Arc<str>, usize>,
    pub action_names: HashMap<Arc<str>, Vec<usize>>,
    /// Enum values by name: which enums have one.
    pub enum_values: HashMap<Arc<str>, Vec<usize>>,
    /// Per definition: the law's norms that define it.
    pub defined_by: Vec<Vec<usize>>,
    pub progress: Vec<Progress>,
    /// Definitions that are being resolved, each for the one before it.
    pub under_way: Vec<DefinitionId>,
    /// Inside `as it stood on`: the date, and the type that is expected there.
    pub stood: Option<(Date, Option<Type>)>,
    pub suggestions: usize,
    /// The names that were used since the last norm was added.
    pub uses: Vec<Use>,
    /// What may be taken over of resolving the law before some of it was edited.
    pub taken_over: Option<Arc<TakenOver>>,
    /// What may be taken over when it is resolved again.
    pub lasting: Lasting,
    /// Whether what is being resolved must be resolved again each time, since more than its words and the
    /// declarations says what it means, or something was found in it.
    pub passing: bool,
    /// Per definition: the norms that define it, resolved.
    pub defined: Vec<Vec<Norm>>,
    /// Per definition: whether it must be resolved again each time.
    pub passing_definitions: Vec<bool>,
    /// The reading on which alone a norm stands, by order.
    pub readings: HashMap<usize, ReadingId>,
    /// The norms as written, by order.
    pub sources: Arc<[(ProvisionId, Arc<tree::Norm>)]>,
    /// The place of each norm in its provision, from one.
    pub ordinals: Vec<usize>,
    /// Provisions by instrument and article, once something is cited.
    pub articles: OnceCell<HashSet<ArticleOf>>,
}

/// An element of a list at hand.
#[derive(Debug, Clone)]
pub(super) struct Element {
    /// Its name; in a `where` it has none and its fields are named directly.
    pub name: Option<Arc<str>>,
    pub base: Base,
}

/// Where a term stands.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub owner: Owner,
    pub provision: ProvisionId,
    pub elements: Vec<Element>,
    /// Inside a norm that another one started.
    pub chained: bool,
    /// A name for a fact: `decision` in `of every decision`.
    pub alias: Option<(Arc<str>, Place, Type)>,
    /// How a fraction of a day is rounded in a date; nothing when not written.
    pub round: Option<MonthEnd>,
    pub depth: usize,
}

impl Scope {
    pub fn new(owner: Owner, provision: ProvisionId) -> Scope {
        Scope {
            owner,
            provision,
            elements: Vec::new(),
            chained: false,
            alias: None,
            round: None,
            depth: 0,
        }
    }

    pub fn root(&self) -> Root {
        match self.owner {
            Owner::Matter(_) => Root::Case,
            Owner::Record(_) => Root::Own,
        }
    }
}

impl Resolver {
    pub fn new(law: Law, limits: &Limits) -> Resolver {
        Resolver {
            program: Program {
                law,
                ..Program::default()
            },
            limits: *limits,
            findings: Vec::new(),
            roles: HashMap::new(),
            enum_names: HashMap::new(),
            record_names: HashMap::new(),
            matter_names: HashMap::new(),
            parameter_names: HashMap::new(),
            action_names: HashMap::new(),
            enum_values: HashMap::new(),
            defined_by: Vec::new(),
            progress: Vec::new(),
            under_way: Vec::new(),
            stood: None,
            suggestions: 0,
            uses: Vec::new(),
            taken_over: None,
            lasting: Lasting::default(),
            passing: false,
            defined: Vec::new(),
            passing_definitions: Vec::new(),
            sources: Arc::from([]),
            ordinals: Vec::new(),
            articles: OnceCell::new(),
            readings: HashMap::new(),
        }
    }

    pub fn run(mut self, kept: Option<&Arc<Kept>>) -> Resolved {
        self.sources = std::mem::take(&mut self.program.law.norms).into();
        self.count_ordinals();
        self.declare();
        self.declare_interpretations();
        self.register_definitions();
        self.declare_counting();
        self.program.declaring_uses.append(&mut self.uses);
        self.taken_over = kept
            .and_then(|kept| TakenOver::of(kept, &self.program, &self.sources))
            .map(Arc::new);
        self.resolve_definitions();
        self.resolve_norms();
        self.declare_milder();
        self.check_provision_citations();
        self.program.law.norms = self.sources.to_vec();
        self.program.declaring_uses.append(&mut self.uses);
        self.program.cited.sort();
        self.program.cited.dedup();
        self.program.note_instruments();
        self.program.note_interpretations();
        Resolved {
            program: self.program,
            findings: self.findings,
            lasting: self.lasting,
        }
    }

    /// Norms about conduct, deemed facts and conditions of validity, in reading order.
    fn resolve_norms(&mut self) {
        let sources = self.sources.clone();
        self.lasting.norms = vec![None; sources.len()];
        for (order, (provision, norm)) in sources.iter().enumerate() {
            if self.findings.len() > self.limits.findings {
                break;
            }
            if matches!(norm.body, NormBody::Define(_)) {
                continue;
            }
            let first = self.program.norms.len();
            self.passing = false;
            if !self.take_over(*provision, order) {
                self.norm(*provision, norm, order);
            }
            self.end_of_uses();
            let made = first..self.program.norms.len();
            if let (false, Some(lasting)) = (self.passing, self.lasting.norms.get_mut(order)) {
                *lasting = Some(made);
            }
        }
    }

    /// Takes over what a norm became before, where it stayed the same.
    fn take_over(&mut self, provision: ProvisionId, order: usize) -> bool {
        let Some(taken) = self.taken_over.clone() else {
            return false;
        };
        let Some((norms, first_then)) = taken.norms(order) else {
            return false;
        };
        let first_now = self.program.norms.len();
        for norm in norms {
            let chain = norm.chain.map(|chain| moved(chain, first_then, first_now));
            let norm = self.placed(norm.said.clone(), provision, order, chain);
            self.program.norms.push(norm);
        }
        true
    }

    /// Uses of names by what became no norm, which only happens beside an error.
    pub fn end_of_uses(&mut self) {
        if !self.uses.is_empty() {
            self.passing = true;
            self.program.declaring_uses.append(&mut self.uses);
        }
    }

    fn count_ordinals(&mut self) {
        let mut seen = vec![0; self.program.law.provisions.len()];
        for (provision, _) in self.sources.iter() {
            if let Some(count) = seen.get_mut(provision.0) {
                *count += 1;
                self.ordinals.push(*count);
            }
        }
    }

    pub fn note(&mut self, finding: Finding) {
        self.passing = true;
        self.findings.push(finding);
    }

    /// The nearest of some names; after many findings no more are sought, so that a file full of
    /// wrong names cannot hold the check.
    pub fn near(&mut self, word: &str, candidates: &[Arc<str>]) -> Option<Arc<str>> {
        self.suggestions += 1;
        if self.suggestions > self.limits.findings || word.len() > 64 {
            return None;
        }
        nearest(word, candidates.iter().map(|name| &**name)).map(Into::into)
    }

    /// The matters of a provision, by number; unknown names are noted once, where they are written.
    pub fn owners(&mut self, provision: ProvisionId, span: Span) -> Vec<Owner> {
        let names: Vec<Name> = self.program.law.matters_of(provision).to_vec();
        if names.is_empty() {
            self.note(trouble::no_matter(span));
        }
        names
            .iter()
            .filter_map(|name| self.matter_names.get(&name.text).copied())
            .map(|number| Owner::Matter(super::program::MatterId(number)))
            .collect()
    }

    pub fn shape(&self, owner: Owner) -> Option<&Shape> {
        self.program.shape(owner)
    }

    fn register_definitions(&mut self) {
        let sources = self.sources.clone();
        for (order, (provision, norm)) in sources.iter().enumerate() {
            if let NormBody::Define(made) = &norm.body {
                self.register(order, *provision, &made.target.names, norm.span);
            }
        }
    }

    fn register(&mut self, order: usize, provision: ProvisionId, names: &[Name], span: Span) {
        let (owners, name) = match names {
            [name] => (self.owners(provision, span), name),
            [record, name] => match self.record_names.get(&record.text) {
                Some(number) => {
                    let id = super::program::RecordId(*number);
                    self.used_record(record.span, id);
                    (vec![Owner::Record(id)], name)
                }
                None => {
                    let known: Vec<Arc<str>> = self.record_names.keys().cloned().collect();
                    let near = self.near(&record.text, &known);
                    self.note(trouble::unknown_record(record, near.as_deref()));
                    return;
                }
            },
            _ => {
                self.note(trouble::definition_target(span));
                return;
            }
        };
        for owner in owners {
            self.register_for(owner, name, order);
        }
    }

    fn register_for(&mut self, owner: Owner, name: &Name, order: usize) {
        let taken = self.shape(owner).and_then(|shape| {
            let slot = shape.by_name.get(&name.text)?;
            shape.slots.get(*slot).map(|slot| slot.name.span)
        });
        if let Some(first) = taken {
            self.note(trouble::duplicate_name("a fact and a definition", name, first));
            return;
        }
        if let Some(action) = self.action_named(owner, &name.text)
            && let Some(action) = self.program.actions.get(action.0)
        {
            let finding = trouble::duplicate_name("an action and a definition", name, action.name.span);
            self.note(finding);
            return;
        }
        let known = self
            .shape(owner)
            .and_then(|shape| shape.definitions.get(&name.text).copied());
        let id = match known {
            Some(id) => id,
            None => {
                let id = DefinitionId(self.program.definitions.len());
                self.program.definitions.push(DefinitionType {
                    name: name.clone(),
                    owner,
                    ty: Type::wrong(),
                    delegated: None,
                    height: 1,
                });
                self.defined_by.push(Vec::new());
                self.progress.push(Progress::Waiting);
                self.defined.push(Vec::new());
                self.passing_definitions.push(false);
                let shape = match owner {
                    Owner::Matter(id) => self.program.matters.get_mut(id.0),
                    Owner::Record(id) => self.program.records.get_mut(id.0),
                };
                if let Some(shape) = shape {
                    shape.definitions.insert(name.text.clone(), id);
                }
                id
            }
        };
        self.used(name.span, Declared::Definition(id));
        if let Some(list) = self.defined_by.get_mut(id.0) {
            list.push(order);
        }
    }

    /// Bounds the height of a term.
    pub fn bounded(&mut self, term: Term) -> Term {
        if term.height > self.limits.height {
            self.note(trouble::too_deep(term.span, self.limits.height));
            return Term::wrong(term.span);
        }
        term
    }
}

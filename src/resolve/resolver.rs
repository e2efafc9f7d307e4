//! The resolver: what is known so far, and the order of work.

use super::interpretation::ReadingId;
use super::program::{DefinitionId, DefinitionType, Owner, Program, Shape};
use super::term::{Place, Root, Term};
use super::trouble;
use super::types::{Base, Type};
use crate::finding::{Finding, nearest};
use crate::law::{Law, ProvisionId};
use crate::source::{Limits, Span};
use crate::syntax::tree::{self, Name, NormBody};
use crate::time::{Date, MonthEnd};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
    pub roles: HashMap<Arc<str>, Span>,
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
    /// The reading on which alone a norm stands, by order.
    pub readings: HashMap<usize, ReadingId>,
    /// The norms as written, by order.
    pub sources: Arc<[(ProvisionId, Arc<tree::Norm>)]>,
    /// The place of each norm in its provision, from one.
    pub ordinals: Vec<usize>,
    /// Provisions by instrument and article, for citations.
    pub articles: HashSet<(Arc<str>, Option<Arc<str>>)>,
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
            sources: Arc::from([]),
            ordinals: Vec::new(),
            articles: HashSet::new(),
            readings: HashMap::new(),
        }
    }

    pub fn run(mut self) -> (Program, Vec<Finding>) {
        self.sources = std::mem::take(&mut self.program.law.norms).into();
        self.count_ordinals();
        self.declare();
        self.declare_interpretations();
        self.register_definitions();
        self.declare_counting();
        let sources = self.sources.clone();
        for (order, (provision, norm)) in sources.iter().enumerate() {
            if self.findings.len() > self.limits.findings {
                break;
            }
            match &norm.body {
                NormBody::Define(_) => {}
                NormBody::Act { .. } | NormBody::Deem(_) | NormBody::Valid(..) => {
                    self.norm(*provision, norm, order);
                }
            }
        }
        for number in 0..self.program.definitions.len() {
            self.definition(DefinitionId(number), None);
        }
        self.declare_milder();
        self.check_provision_citations();
        self.program.law.norms = sources.to_vec();
        self.program.uses.sort_unstable();
        self.program.uses.dedup();
        self.program.cited.sort();
        self.program.cited.dedup();
        self.program.note_instruments();
        self.program.note_interpretations();
        (self.program, self.findings)
    }

    fn count_ordinals(&mut self) {
        let mut seen: HashMap<ProvisionId, usize> = HashMap::new();
        let sources = self.sources.clone();
        for (provision, _) in sources.iter() {
            let count = seen.entry(*provision).or_insert(0);
            *count += 1;
            self.ordinals.push(*count);
        }
    }

    pub fn note(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Notes that a name is used here which is declared there.
    pub fn used(&mut self, here: Span, declared: Span) {
        self.program.uses.push((here, declared));
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
                    if let Some(declared) = self.program.record(id).map(|made| made.name.span) {
                        self.used(record.span, declared);
                    }
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
        if let Some(first) = self.program.definitions.get(id.0).map(|made| made.name.span) {
            self.used(name.span, first);
        }
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

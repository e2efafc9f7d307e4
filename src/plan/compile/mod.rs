//! Questions compiled: from the terms of the norms in force to a flat program over registers.
//!
//! In: the resolved law, a plan, some questions of one matter. Out: code that holds only what they need, each thing once,
//! with the parameters of the day as constants; or the word for what it cannot hold. What it cannot hold is answered by
//! the evaluator of terms.

mod action;
mod builder;
mod compare;
mod definition;
mod duty;
mod fact;
mod hypothesis;
mod limit;
mod list;
mod number;
mod optimize;
mod reads;
mod term;
mod time;

pub use compare::holds;
#[cfg(feature = "columns")]
pub use fact::slot_below;
pub use fact::{fraction_of, sort_of};
pub use number::{count_of, duration_of};
pub use term::country_number;
pub use time::{date_numbered, day_number};

use super::Plan;
use super::code::{Code, DomainId, Op, Operand, Output, Sort, TruthId, ValueId};
use crate::law::Citation;
use crate::resolve::{ActionId, DefinitionId, MatterId, NormId, Program, Term};
use crate::time::Date;
use crate::value::Truth;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Whether an action is permitted.
    Action(ActionId),
    /// How a duty stands.
    Duty(ActionId),
    /// The value of a definition of the matter, or of the record at some fields.
    Value(DefinitionId, Option<Vec<usize>>),
    /// Whether an act is valid.
    Validity(ActionId),
}

/// What code cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond(pub &'static str);

/// A place in a case while compiling: the row of a domain, and fields below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct At {
    pub domain: DomainId,
    pub fields: Vec<usize>,
}

/// A condition that is compiled: constant, or in a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Cond {
    Fixed(Truth),
    Held(TruthId),
}

/// A value that is compiled: what it is, and of what fraction it is a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Val {
    pub operand: Operand,
    pub sort: Sort,
    pub fraction: i64,
    /// The greatest count that it can have, either way.
    pub most: i128,
    /// Whether it can be unknown and yet one of a few known values.
    pub perhaps: bool,
}

/// A term that is compiled.
#[derive(Debug, Clone, Copy)]
pub(super) enum Made {
    Cond(Cond),
    Val(Val),
}

/// The names at hand where a term is compiled.
#[derive(Debug, Clone, Default)]
pub(super) struct Env {
    /// The record that a definition speaks of.
    pub own: Option<At>,
    /// Whether that record cannot be read here, since the element at hand is one of another list.
    pub own_out_of_reach: bool,
    /// The lists of the elements at hand, outermost first; nothing where its element cannot be read here.
    pub elements: Vec<Option<DomainId>>,
    pub parent: Option<NormId>,
}

/// How a duty is compiled: outcome, due moment, fulfilment.
#[derive(Debug, Clone, Copy)]
pub(super) struct DutyMade {
    pub outcome: ValueId,
    pub due: ValueId,
    pub done: ValueId,
}

type DefinitionKey = (Date, DefinitionId, Option<At>, Option<Citation>);

/// What is compiled so far.
pub(super) struct Compiler<'a> {
    pub program: &'a Program,
    pub plan: &'a Plan,
    /// The plan of the question, which holds those of `as it stood on`.
    pub asked: &'a Plan,
    pub matter: MatterId,
    pub code: Code,
    /// Domains of registers.
    pub value_domains: Vec<DomainId>,
    pub truth_domains: Vec<DomainId>,
    /// What was made of what, so that nothing is made twice.
    pub known_truths: HashMap<String, TruthId>,
    pub known_values: HashMap<String, ValueId>,
    pub facts: HashMap<(Date, At), Val>,
    pub lists: HashMap<(Date, At), (DomainId, ValueId)>,
    pub definitions: HashMap<DefinitionKey, Val>,
    pub actions: HashMap<(Date, ActionId, Option<Citation>), ValueId>,
    pub duties: HashMap<(Date, NormId, Option<Citation>), DutyMade>,
    pub rivals: HashMap<(Date, ActionId, Option<Citation>), Rc<[duty::Rival]>>,
    /// Facts whose deeming is at hand, and those among them that were read.
    pub deeming: Vec<At>,
    /// Whether a register was read in a domain none of whose rows belongs to one of its own: such code is not used.
    pub mixed: bool,
    /// What is being compiled, against circles.
    pub open: BTreeSet<(u8, usize)>,
    pub depth: usize,
    pub most_depth: usize,
}

/// Why code of elements that belong to no row in common is refused.
pub(super) const SIDE_BY_SIDE: &str = "elements of two lists side by side";

/// Steps beyond which code is not worth holding.
const MOST_STEPS: usize = 20_000;

/// Compiles some questions of a matter.
pub fn compile(
    program: &Program,
    plan: &Plan,
    matter: MatterId,
    questions: &[Wanted],
    most_depth: usize,
) -> Result<Code, Beyond> {
    let mut compiler = Compiler {
        program,
        plan,
        asked: plan,
        matter,
        code: Code::default(),
        value_domains: Vec::new(),
        truth_domains: Vec::new(),
        known_truths: HashMap::new(),
        known_values: HashMap::new(),
        facts: HashMap::new(),
        lists: HashMap::new(),
        definitions: HashMap::new(),
        actions: HashMap::new(),
        duties: HashMap::new(),
        rivals: HashMap::new(),
        deeming: Vec::new(),
        mixed: false,
        open: BTreeSet::new(),
        depth: 0,
        most_depth,
    };
    for question in questions {
        let output = compiler.question(question)?;
        compiler.code.outputs.push(output);
    }
    if compiler.mixed {
        return Err(Beyond(SIDE_BY_SIDE));
    }
    Ok(optimize::optimized(compiler.code))
}

impl Compiler<'_> {
    fn question(&mut self, wanted: &Wanted) -> Result<Output, Beyond> {
        match wanted {
            Wanted::Action(action) => Ok(Output::Outcome(self.action(*action, None)?, None)),
            Wanted::Duty(action) => {
                let duty = self.duties_of(*action, None)?;
                Ok(Output::Outcome(duty.outcome, Some(duty.due)))
            }
            Wanted::Value(definition, own) => {
                let own = own.clone().map(|fields| At {
                    domain: super::code::CASES,
                    fields,
                });
                let value = self.definition(*definition, own, None)?;
                self.answer(value)
            }
            Wanted::Validity(action) => {
                let valid = self.valid(*action)?;
                let value = self.value_of(valid);
                self.answer(value)
            }
        }
    }

    fn answer(&mut self, value: Val) -> Result<Output, Beyond> {
        if self.domain_of(value.operand) != super::code::CASES {
            return Err(Beyond("an answer for each element of a list"));
        }
        Ok(Output::Value(
            self.held(value.operand, super::code::CASES),
            value.sort,
            value.fraction,
        ))
    }

    /// One level down; refused where it goes on too long.
    pub fn deeper<T>(&mut self, make: impl FnOnce(&mut Self) -> Result<T, Beyond>) -> Result<T, Beyond> {
        if self.depth >= self.most_depth || self.code.steps.len() > MOST_STEPS {
            return Err(Beyond("more steps than are worth holding"));
        }
        self.depth += 1;
        let made = make(self);
        self.depth -= 1;
        made
    }

    /// A term as a condition.
    pub fn cond(&mut self, term: &Term, env: &Env) -> Result<Cond, Beyond> {
        let made = self.term(term, env)?;
        Ok(self.cond_of(made))
    }

    /// A term as a value.
    pub fn val(&mut self, term: &Term, env: &Env) -> Result<Val, Beyond> {
        Ok(match self.term(term, env)? {
            Made::Val(value) => value,
            Made::Cond(cond) => self.value_of(cond),
        })
    }

    /// The number of a text.
    pub fn text(&mut self, text: &Arc<str>) -> i64 {
        let place = self.code.texts.iter().position(|known| known == text);
        let place = place.unwrap_or_else(|| {
            self.code.texts.push(text.clone());
            self.code.texts.len() - 1
        });
        i64::try_from(place).unwrap_or(i64::MAX)
    }

    /// Adds a step.
    pub fn step(&mut self, domain: DomainId, op: Op) {
        self.code.steps.push((domain, op));
    }
}

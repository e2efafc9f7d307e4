//! Definitions compiled: what each norm says of a name, and which of them prevails.

use super::super::code::{Lane, Op, Operand, Sort, TruthId, state};
use super::super::cover::{Cover, always_has_value};
use super::super::priority::prevails;
use super::fact::sort_of;
use super::term::undefined;
use super::{At, Beyond, Compiler, Cond, Env, Val};
use crate::law::Citation;
use crate::resolve::{Alternative, Base, Body, DefinitionId, Guard, Kind, Norm, NormId, TableBody, Term};
use crate::syntax::tree::Comparison;
use crate::value::{Truth, Value};

/// What one norm says of a name.
struct Statement {
    norm: NormId,
    value: Val,
    /// Whether it says anything.
    speaks: Cond,
}

impl Compiler<'_> {
    /// The value of a definition, of a record or of the matter; perhaps as one provision alone concludes.
    pub fn definition(
        &mut self,
        id: DefinitionId,
        own: Option<At>,
        under: Option<&Citation>,
    ) -> Result<Val, Beyond> {
        let key = (self.plan.date(), id, own.clone(), under.cloned());
        if let Some(known) = self.definitions.get(&key) {
            return Ok(*known);
        }
        if !self.open.insert((1, id.0)) && own.is_none() {
            return Err(Beyond("a definition that rests on itself"));
        }
        let (program, plan) = (self.program, self.plan);
        let env = Env {
            own,
            ..Env::default()
        };
        let mut statements = Vec::new();
        for (norm_id, norm) in self.norms_under(plan.defining(id), under) {
            if let Kind::Definition(_, body) = &norm.kind
                && !matches!(body, Body::Delegated)
            {
                let statement = self.deeper(|compiler| compiler.statement(norm_id, norm, body, &env))?;
                statements.push(statement);
            }
        }
        let mut value = self.prevailing(statements)?;
        let made = program
            .definitions
            .get(id.0)
            .and_then(|made| sort_of(&made.ty.base));
        if let (Some(sort), true) = (
            made,
            value.constant().is_some() || matches!(value.sort, Sort::Enum(_)),
        ) {
            value.sort = sort;
        }
        self.open.remove(&(1, id.0));
        self.definitions.insert(key, value);
        Ok(value)
    }

    fn statement(&mut self, id: NormId, norm: &Norm, body: &Body, env: &Env) -> Result<Statement, Beyond> {
        let applies = self.hypothesis(norm, env)?;
        if applies == Cond::Fixed(Truth::No) {
            return Ok(Statement {
                norm: id,
                value: undefined(),
                speaks: applies,
            });
        }
        let said = match body {
            Body::Alternatives(alternatives) => self.alternatives(alternatives, env)?,
            Body::Points(condition) => {
                let holds = self.condition(condition, env)?;
                self.value_of(holds)
            }
            Body::Table(table) => self.table(table, env)?,
            Body::Delegated => undefined(),
        };
        let domain = self.innermost([self.domain_of_cond(applies), self.domain_of(said.operand)]);
        let truth = self.held_cond(applies, domain);
        let value = if applies == Cond::Fixed(Truth::Yes) {
            said
        } else {
            let operand = self.operand_in(said.operand, domain);
            let to = self.make(domain, |to| Op::Stated(truth, operand, to));
            Val {
                operand: Operand::Held(to),
                ..said
            }
        };
        let body = self.held(said.operand, domain);
        let speaks = Cond::Held(self.make_truth(domain, |to| Op::Says(truth, body, to)));
        Ok(Statement {
            norm: id,
            value,
            speaks,
        })
    }

    /// What all statements come to, after those that prevail have set others aside.
    fn prevailing(&mut self, statements: Vec<Statement>) -> Result<Val, Beyond> {
        match statements.as_slice() {
            [] => return Ok(undefined()),
            [only] => return Ok(only.value),
            _ => {}
        }
        let (operands, like) = self.alike(statements.iter().map(|statement| statement.value).collect())?;
        let domains: Vec<_> = operands
            .iter()
            .map(|operand| self.domain_of(*operand))
            .chain(
                statements
                    .iter()
                    .map(|statement| self.domain_of_cond(statement.speaks)),
            )
            .collect();
        let domain = self.innermost(domains);
        let mut parts = Vec::new();
        for (statement, operand) in statements.iter().zip(operands) {
            let over = statements
                .iter()
                .enumerate()
                .filter(|(_, other)| prevails(self.program, other.norm, statement.norm).is_some())
                .map(|(place, _)| place)
                .collect();
            let value = self.held(operand, domain);
            parts.push((value, self.held_cond(statement.speaks, domain), over));
        }
        let parts = parts.into_boxed_slice();
        let to = self.make(domain, |to| Op::Prevail(parts, to));
        Ok(Val {
            operand: Operand::Held(to),
            perhaps: false,
            ..like
        })
    }

    /// Guarded alternatives: the first that holds.
    fn alternatives(&mut self, alternatives: &[Alternative], env: &Env) -> Result<Val, Beyond> {
        let mut choice = Vec::new();
        for alternative in alternatives {
            let guard = match &alternative.guard {
                Guard::Always => Cond::Fixed(Truth::Yes),
                Guard::If(guard) => self.cond(guard, env)?,
            };
            choice.push((guard, self.val(&alternative.value, env)?));
        }
        let guards = alternatives
            .iter()
            .filter_map(|alternative| match &alternative.guard {
                Guard::If(guard) => Some(guard),
                Guard::Always => None,
            });
        let cover = Cover::of_guards(self.program, guards);
        self.covered(&mut choice, &cover)?;
        self.chosen(choice)
    }

    /// Lets the last of the guards that cover all values of one fact hold also where that is not known. Where more than
    /// one fact has a part in it, the evaluator of terms says.
    fn covered(&mut self, choice: &mut [(Cond, Val)], cover: &Cover<'_>) -> Result<(), Beyond> {
        if choice.iter().any(|(guard, _)| *guard == Cond::Fixed(Truth::Yes)) {
            return Ok(());
        }
        if let Some(last) = cover.complete_alone() {
            // what stands behind them counts in the evaluator of terms while the fact is not known
            if last + 1 < choice.len() {
                return Err(Beyond("alternatives behind those that cover all values"));
            }
            if let Some((guard @ Cond::Held(_), _)) = choice.last_mut() {
                let contrary = self.not(*guard);
                let domain = self.domain_of_cond(contrary);
                let contrary = self.held_cond(contrary, domain);
                *guard = Cond::Held(self.make_truth(domain, |to| Op::NotKnown(contrary, to)));
            }
            return Ok(());
        }
        if cover.may_be_complete() {
            return Err(Beyond("alternatives that may cover the values of several facts"));
        }
        Ok(())
    }

    /// The first alternative that holds, nothing where none does.
    fn chosen(&mut self, mut choice: Vec<(Cond, Val)>) -> Result<Val, Beyond> {
        choice.retain(|(guard, _)| *guard != Cond::Fixed(Truth::No));
        if let Some(certain) = choice
            .iter()
            .position(|(guard, _)| *guard == Cond::Fixed(Truth::Yes))
        {
            choice.truncate(certain + 1);
        }
        if let [(Cond::Fixed(Truth::Yes), only)] = choice.as_slice() {
            return Ok(*only);
        }
        let (operands, like) = self.alike(choice.iter().map(|(_, value)| *value).collect())?;
        let domains: Vec<_> = operands
            .iter()
            .map(|operand| self.domain_of(*operand))
            .chain(choice.iter().map(|(guard, _)| self.domain_of_cond(*guard)))
            .collect();
        let domain = self.innermost(domains);
        let mut parts: Vec<(Option<TruthId>, Operand)> = Vec::new();
        for ((guard, _), operand) in choice.iter().zip(operands) {
            let guard = match guard {
                Cond::Fixed(Truth::Yes) => None,
                guard => Some(self.held_cond(*guard, domain)),
            };
            parts.push((guard, self.operand_in(operand, domain)));
        }
        let parts = parts.into_boxed_slice();
        let to = self.make(domain, |to| Op::Choose(parts, to));
        Ok(Val {
            operand: Operand::Held(to),
            perhaps: true,
            ..like
        })
    }

    fn table(&mut self, table: &TableBody, env: &Env) -> Result<Val, Beyond> {
        let mut keys = Vec::new();
        for key in &table.keys {
            keys.push(self.val(key, env)?);
        }
        let mut choice = Vec::new();
        for row in &table.rows {
            let mut parts = Vec::new();
            for ((values, key), term) in row.keys.iter().zip(&keys).zip(&table.keys) {
                parts.push(self.matches_key(values, key, term)?);
            }
            let guard = self.all(&parts);
            choice.push((guard, self.val(&row.value, env)?));
        }
        self.covered(&mut choice, &Cover::of_table(self.program, table))?;
        self.chosen(choice)
    }

    /// Whether a key of a table is one of the values of a row. All values that it can have match though it is unknown.
    fn matches_key(&mut self, values: &[Value], key: &Val, term: &Term) -> Result<Cond, Beyond> {
        let all = match &term.ty.base {
            Base::Truth => 2,
            Base::Enum(id) => self
                .program
                .enum_type(*id)
                .map_or(usize::MAX, |made| made.values.len()),
            _ => usize::MAX,
        };
        if always_has_value(term) && values.len() >= all {
            // what has no value matches none
            let nothing = Val::fixed(Lane::of(state::NONE), Sort::Truth, 1);
            let is_nothing = self.compared(Comparison::Equal, key, &nothing)?;
            return Ok(match is_nothing {
                Cond::Fixed(truth) => Cond::Fixed(Truth::from(truth != Truth::Yes)),
                Cond::Held(is_nothing) => {
                    let domain = self.domain_of(key.operand);
                    Cond::Held(self.make_truth(domain, |to| Op::NotKnown(is_nothing, to)))
                }
            });
        }
        let mut parts = Vec::new();
        for value in values {
            let value = self.constant(value)?;
            // a row names values, so one that may be several is simply unknown
            let key = Val {
                perhaps: false,
                ..*key
            };
            parts.push(self.compared(Comparison::Equal, &key, &value)?);
        }
        Ok(self.any(&parts))
    }
}

//! Duties compiled.

use super::super::code::{CASES, DutyCode, Lane, Op, Operand, Sort, ValueId, state};
use super::super::outcome::Outcome;
use super::super::priority::{displaces, prevails};
use super::action::Claim;
use super::{Beyond, Compiler, Cond, DutyMade, Env, Val};
use crate::law::Citation;
use crate::resolve::{ActionId, Kind, Link, Norm, NormId};
use crate::value::Truth;
use std::collections::HashMap;
use std::rc::Rc;

/// The greatest number of seconds of a moment.
const MOST_SECONDS: i128 = 320_000_000_000;

/// Duties that prevail over one another in a row, at most.
const MOST_OVER: usize = 8;

/// One of the duties to do one thing, before they are weighed.
#[derive(Debug, Clone, Copy)]
pub(in crate::plan) struct Rival {
    norm: NormId,
    /// Whether its own conditions hold.
    own: Cond,
    /// Whether a bar stands against it that neither prevails nor yields.
    tied: Cond,
}

impl Compiler<'_> {
    /// How all duties to do one thing stand together.
    pub fn duties_of(&mut self, action: ActionId, under: Option<&Citation>) -> Result<DutyMade, Beyond> {
        let rivals = self.rivals(action, under)?;
        let mut all = Vec::new();
        for place in 0..rivals.len() {
            all.push(self.duty_among(&rivals, place, under)?);
        }
        match all.as_slice() {
            [] => {
                let outcome = self.fixed(Lane::value(i64::from(Outcome::NotApplicable.number())));
                let nothing = self.fixed(Lane::of(state::NONE));
                return Ok(DutyMade {
                    outcome,
                    due: nothing,
                    done: nothing,
                });
            }
            [only] => return Ok(*only),
            _ => {}
        }
        let duties: Box<[(ValueId, ValueId, ValueId)]> = all
            .iter()
            .map(|duty| (duty.outcome, duty.due, duty.done))
            .collect();
        let (to, to_due) = (self.new_value(CASES), self.new_value(CASES));
        let done = all.first().map_or(to_due, |duty| duty.done);
        self.step(CASES, Op::Gravest { duties, to, to_due });
        Ok(DutyMade {
            outcome: to,
            due: to_due,
            done,
        })
    }

    /// The duties to do one thing, each with whether its own conditions hold: its hypothesis, what started it, no bar
    /// over it.
    fn rivals(&mut self, action: ActionId, under: Option<&Citation>) -> Result<Rc<[Rival]>, Beyond> {
        let key = (self.plan.date(), action, under.cloned());
        if let Some(known) = self.rivals.get(&key) {
            return Ok(known.clone());
        }
        if !self.open.insert((2, action.0)) {
            return Err(Beyond("a duty that rests on itself"));
        }
        let plan = self.plan;
        let claims = self.claims(action, under)?;
        let mut rivals = Vec::new();
        for (id, norm) in self.norms_under(plan.about(action), under) {
            if let Kind::Duty(_, duty) = &norm.kind {
                if duty.recurring.is_some() {
                    return Err(Beyond("a duty that recurs"));
                }
                rivals.push(self.rival(id, norm, &claims)?);
            }
        }
        self.open.remove(&(2, action.0));
        let rivals: Rc<[Rival]> = rivals.into();
        self.rivals.insert(key, rivals.clone());
        Ok(rivals)
    }

    fn rival(&mut self, id: NormId, norm: &Norm, claims: &[Claim]) -> Result<Rival, Beyond> {
        let env = Env {
            parent: norm.chain.map(|chain| chain.parent),
            ..Env::default()
        };
        let mut parts = vec![self.hypothesis(norm, &env)?];
        if let Some(chain) = norm.chain {
            parts.push(self.started(chain.parent, chain.link)?);
        }
        let mut tied = Vec::new();
        for claim in claims.iter().filter(|claim| !claim.permits) {
            if prevails(self.program, claim.norm, id).is_some() {
                parts.push(self.not(claim.holds));
            } else if prevails(self.program, id, claim.norm).is_none() {
                tied.push(claim.holds);
            }
        }
        Ok(Rival {
            norm: id,
            own: self.all(&parts),
            tied: self.any(&tied),
        })
    }

    /// Whether a duty stands beside those that are declared to prevail over it.
    fn stands(
        &mut self,
        rivals: &[Rival],
        place: usize,
        known: &mut HashMap<usize, Cond>,
        depth: usize,
    ) -> Result<Cond, Beyond> {
        if let Some(known) = known.get(&place) {
            return Ok(*known);
        }
        let Some(rival) = rivals.get(place) else {
            return Ok(Cond::Fixed(Truth::No));
        };
        if depth > MOST_OVER {
            return Err(Beyond(
                "many duties that prevail over one another, or a circle of them",
            ));
        }
        let mut parts = vec![rival.own];
        for (other, over) in rivals.iter().enumerate() {
            if displaces(self.program, over.norm, rival.norm) {
                let over = self.stands(rivals, other, known, depth + 1)?;
                parts.push(self.not(over));
            }
        }
        let stands = self.all(&parts);
        known.insert(place, stands);
        Ok(stands)
    }

    /// One duty, with the other norms on the same action that may stand against it.
    fn duty_among(
        &mut self,
        rivals: &[Rival],
        place: usize,
        under: Option<&Citation>,
    ) -> Result<DutyMade, Beyond> {
        let Some(rival) = rivals.get(place) else {
            return Err(Beyond("a duty that is not there"));
        };
        let key = (self.plan.date(), rival.norm, under.cloned());
        if let Some(known) = self.duties.get(&key) {
            return Ok(*known);
        }
        let program = self.program;
        let Some(norm) = program.norms.get(rival.norm.0) else {
            return Err(Beyond("a duty that is not there"));
        };
        let Kind::Duty(_, duty) = &norm.kind else {
            return Err(Beyond("a duty that is none"));
        };
        let env = Env {
            parent: norm.chain.map(|chain| chain.parent),
            ..Env::default()
        };
        let applies = self.stands(rivals, place, &mut HashMap::new(), 0)?;
        let due = self.due(&duty.limits, &env)?;
        let done = match &duty.done {
            Some(done) => {
                let done = self.val(done, &env)?;
                Some((self.held(done.operand, CASES), done.sort))
            }
            None => None,
        };
        let matter = self.matter;
        let to_the_minute =
            self.plan
                .to_the_minute(self.program, matter, &duty.limits, duty.done.as_ref(), env.parent);
        let made = self.weighed_duty(applies, rival.tied, due, (done, to_the_minute))?;
        self.duties.insert(key, made);
        Ok(made)
    }

    fn weighed_duty(
        &mut self,
        applies: Cond,
        tied: Cond,
        due: ValueId,
        (done, to_the_minute): (Option<(ValueId, Sort)>, bool),
    ) -> Result<DutyMade, Beyond> {
        let (applies, tied) = (self.held_cond(applies, CASES), self.held_cond(tied, CASES));
        let (at, today) = (self.assessment(), self.today());
        let made = DutyMade {
            outcome: self.new_value(CASES),
            due: self.new_value(CASES),
            done: self.new_value(CASES),
        };
        let code = DutyCode {
            applies,
            tied,
            due,
            done,
            to_the_minute,
            at,
            today,
            to: made.outcome,
            to_due: made.due,
            to_done: made.done,
        };
        self.step(CASES, Op::Duty(Box::new(code)));
        Ok(made)
    }

    /// Whether the duty before this one was breached or fulfilled.
    fn started(&mut self, parent: NormId, link: Link) -> Result<Cond, Beyond> {
        let before = self.before(parent)?;
        let wanted = match link {
            Link::Breach => [Outcome::Overdue, Outcome::FulfilledLate],
            Link::Fulfilment => [Outcome::Fulfilled, Outcome::FulfilledLate],
        };
        Ok(self.outcome_is(before.outcome, &wanted))
    }

    fn before(&mut self, parent: NormId) -> Result<DutyMade, Beyond> {
        let program = self.program;
        let action = program.norms.get(parent.0).and_then(|norm| match &norm.kind {
            Kind::Duty(action, _) => Some(*action),
            _ => None,
        });
        let rivals = match action {
            Some(action) => self.rivals(action, None)?,
            None => Rc::from([]),
        };
        let place = rivals.iter().position(|rival| rival.norm == parent);
        self.duty_among(&rivals, place.unwrap_or(usize::MAX), None)
    }

    /// When the duty before this one was due.
    pub fn parent_due(&mut self, env: &Env) -> Result<Val, Beyond> {
        self.of_parent(env, |made| made.due)
    }

    /// When the duty before this one was fulfilled.
    pub fn parent_done(&mut self, env: &Env) -> Result<Val, Beyond> {
        self.of_parent(env, |made| made.done)
    }

    fn of_parent(&mut self, env: &Env, part: impl FnOnce(&DutyMade) -> ValueId) -> Result<Val, Beyond> {
        match env.parent {
            None => Ok(super::term::none(Sort::Moment, 1)),
            Some(parent) => {
                let before = self.before(parent)?;
                let held = part(&before);
                Ok(Val {
                    operand: Operand::Held(held),
                    ..Val::held(held, Sort::Moment, 1, MOST_SECONDS)
                })
            }
        }
    }
}

//! Duties compiled.

use super::super::code::{CASES, DutyCode, Lane, Op, Operand, Sort, ValueId, state};
use super::super::outcome::Outcome;
use super::super::priority::prevails;
use super::action::Claim;
use super::{Beyond, Compiler, Cond, DutyMade, Env, Val};
use crate::law::Citation;
use crate::resolve::{ActionId, Duty, Kind, Link, Norm, NormId};

/// The greatest number of seconds of a moment.
const MOST_SECONDS: i128 = 320_000_000_000;

impl Compiler<'_> {
    /// How all duties to do one thing stand together.
    pub fn duties_of(&mut self, action: ActionId, under: Option<&Citation>) -> Result<DutyMade, Beyond> {
        let plan = self.plan;
        let claims = self.claims(action, under)?;
        let mut all = Vec::new();
        for (id, norm) in self.norms_under(plan.about(action), under) {
            if matches!(norm.kind, Kind::Duty(..)) {
                all.push(self.duty(id, &claims)?);
            }
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

    /// One duty, with the bars on the same action that may stand against it.
    fn duty(&mut self, id: NormId, claims: &[Claim]) -> Result<DutyMade, Beyond> {
        let key = (self.plan.date(), id);
        if let Some(known) = self.duties.get(&key) {
            return Ok(*known);
        }
        let program = self.program;
        let Some(norm) = program.norms.get(id.0) else {
            return Err(Beyond("a duty that is not there"));
        };
        let Kind::Duty(_, duty) = &norm.kind else {
            return Err(Beyond("a duty that is none"));
        };
        if !self.open.insert((2, id.0)) {
            return Err(Beyond("a duty that rests on itself"));
        }
        let made = self.duty_of(id, norm, duty, claims)?;
        self.open.remove(&(2, id.0));
        self.duties.insert(key, made);
        Ok(made)
    }

    fn duty_of(
        &mut self,
        id: NormId,
        norm: &Norm,
        duty: &Duty,
        claims: &[Claim],
    ) -> Result<DutyMade, Beyond> {
        if duty.recurring.is_some() {
            return Err(Beyond("a duty that recurs"));
        }
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
        let (applies, tied) = (self.all(&parts), self.any(&tied));
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
        self.weighed_duty(applies, tied, due, (done, to_the_minute))
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
        let claims = match action {
            Some(action) => self.claims(action, None)?,
            None => Vec::new(),
        };
        self.duty(parent, &claims)
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

//! Time limits compiled.

use super::super::code::{CASES, Lane, LimitCode, Op, Operand, Sort, TruthId, ValueId, state};
use super::{Beyond, Compiler, Cond, Env, Val};
use crate::resolve::{Limit, Timing};
use crate::value::Truth;

/// The greatest number of seconds of a moment.
const MOST_SECONDS: i128 = 320_000_000_000;

impl Compiler<'_> {
    /// Whether the assessment lies in a window.
    pub fn window(&mut self, limits: &[Limit], env: &Env) -> Result<Cond, Beyond> {
        let due = self.due(limits, env)?;
        let at = self.assessment();
        let domain = self.value_domains.get(due.0).copied().unwrap_or(CASES);
        let at = self.held(Operand::Held(at), domain);
        let to_the_minute = self
            .plan
            .to_the_minute(self.program, self.matter, limits, None, env.parent);
        let window: TruthId = self.make_truth(domain, |to| Op::Window(due, at, to_the_minute, to));
        Ok(Cond::Held(window))
    }

    /// When the earliest of some limits ends: undefined where there is none, none where none has started.
    pub fn due(&mut self, limits: &[Limit], env: &Env) -> Result<ValueId, Beyond> {
        let mut parts = Vec::new();
        for limit in limits {
            parts.push(self.limit(limit, env, false)?);
        }
        Ok(self.first_of(parts, false))
    }

    fn first_of(&mut self, parts: Vec<ValueId>, latest: bool) -> ValueId {
        match parts.as_slice() {
            [] => return self.fixed(Lane::of(state::UNDEFINED)),
            [only] => return *only,
            _ => {}
        }
        let domains: Vec<_> = parts
            .iter()
            .map(|part| self.domain_of(Operand::Held(*part)))
            .collect();
        let domain = self.innermost(domains);
        let limits: Box<[ValueId]> = parts
            .into_iter()
            .map(|part| self.held(Operand::Held(part), domain))
            .collect();
        self.make(domain, |to| Op::FirstOf { limits, latest, to })
    }

    /// The moment at which a limit ends, as a value.
    pub fn counted(&mut self, limit: &Limit, env: &Env) -> Result<Val, Beyond> {
        let due = self.limit(limit, env, true)?;
        let domain = self.domain_of(Operand::Held(due));
        // no limit is no moment
        let to = self.make(domain, |to| Op::FirstOf {
            limits: [due].into(),
            latest: limit.latest,
            to,
        });
        Ok(Val::held(to, Sort::Moment, 1, MOST_SECONDS))
    }

    fn limit(&mut self, limit: &Limit, env: &Env, planned: bool) -> Result<ValueId, Beyond> {
        if !limit.pauses.is_empty() || !limit.restarts.is_empty() {
            return Err(Beyond("a limit that is suspended or starts anew"));
        }
        let mut parts = Vec::new();
        for timing in &limit.timings {
            parts.push(self.timing(limit, timing, env, planned)?);
        }
        Ok(self.first_of(parts, limit.latest))
    }

    fn timing(
        &mut self,
        limit: &Limit,
        timing: &Timing,
        env: &Env,
        planned: bool,
    ) -> Result<ValueId, Beyond> {
        let length = self.length(limit, timing, env)?;
        let from = self.val(&timing.from, env)?;
        let (Sort::Duration(kind), true) = (length.sort, matches!(from.sort, Sort::Date | Sort::Moment))
        else {
            return Err(Beyond("a limit of no length or event"));
        };
        let domain = self.innermost([self.domain_of(length.operand), self.domain_of(from.operand)]);
        let event_is_date = from.sort == Sort::Date;
        let at = if event_is_date {
            self.today()
        } else {
            self.assessment()
        };
        let (rule, calendar) = self.method(&limit.governed);
        let code = LimitCode {
            event: self.held(from.operand, domain),
            event_is_date,
            length: self.operand_in(length.operand, domain),
            unit: (kind, length.fraction),
            backwards: limit.backwards,
            planned,
            round: limit.round,
            rule,
            calendar,
            at: self.held(Operand::Held(at), domain),
        };
        let code = Box::new(code);
        Ok(self.make(domain, |to| Op::Limit(code, to)))
    }

    /// The length of a limit, with what makes it longer.
    fn length(&mut self, limit: &Limit, timing: &Timing, env: &Env) -> Result<Val, Beyond> {
        let mut length = self.val(&timing.length, env)?;
        for longer in &limit.extensions {
            let when = self.cond(&longer.when, env)?;
            let other = self.val(&longer.length, env)?;
            if when == Cond::Fixed(Truth::No) {
                continue;
            }
            let (operands, like) = self.alike(vec![length, other])?;
            let [was, more] = operands.as_slice() else {
                return Err(Beyond("a limit made longer"));
            };
            let domain = self.innermost([
                self.domain_of(*was),
                self.domain_of(*more),
                self.domain_of_cond(when),
            ]);
            let (was, more) = (self.operand_in(*was, domain), self.operand_in(*more, domain));
            let (when, added) = (self.held_cond(when, domain), longer.added);
            let to = self.make(domain, |to| Op::Extended {
                length: was,
                when,
                longer: more,
                added,
                to,
            });
            length = Val {
                operand: Operand::Held(to),
                most: like.most.saturating_mul(2),
                perhaps: false,
                ..like
            };
        }
        Ok(length)
    }
}

//! Comparisons compiled.

use super::super::code::{Op, Operand, Sort, state};
use super::{Beyond, Compiler, Cond, Env, Val};
use crate::resolve::Term;
use crate::syntax::tree::Comparison;
use crate::value::Truth;
use std::cmp::Ordering;

impl Compiler<'_> {
    /// A comparison of two terms.
    pub fn compare(&mut self, order: Comparison, a: &Term, b: &Term, env: &Env) -> Result<Cond, Beyond> {
        let (a, b) = (self.val(a, env)?, self.val(b, env)?);
        self.compared(order, &a, &b)
    }

    /// A comparison of two values. What does not exist is equal to nothing alone, and neither before nor after anything.
    pub fn compared(&mut self, order: Comparison, a: &Val, b: &Val) -> Result<Cond, Beyond> {
        match (a.constant(), b.constant()) {
            (Some(_), Some(_)) => self.folded(order, a, b),
            (Some(_), None) => self.compared_with(mirrored(order), b, a),
            (None, Some(_)) => self.compared_with(order, a, b),
            (None, None) => self.compared_both(order, a, b),
        }
    }

    fn folded(&self, order: Comparison, a: &Val, b: &Val) -> Result<Cond, Beyond> {
        let (Some(x), Some(y)) = (a.constant(), b.constant()) else {
            return Err(Beyond("a comparison"));
        };
        let open = |state: u8| state & state::BITS == state::UNKNOWN;
        let nothing = |state: u8| matches!(state & state::BITS, state::NONE | state::UNDEFINED);
        let equality = matches!(order, Comparison::Equal | Comparison::Different);
        let truth = if !equality && (nothing(x.state) || nothing(y.state)) {
            Truth::No
        } else if open(x.state) || open(y.state) {
            Truth::Unknown
        } else if nothing(x.state) || nothing(y.state) {
            let same = nothing(x.state) && nothing(y.state);
            Truth::from(same == (order == Comparison::Equal))
        } else {
            let (x, y) = (
                i128::from(x.value) * i128::from(b.fraction),
                i128::from(y.value) * i128::from(a.fraction),
            );
            Truth::from(holds(order, x.cmp(&y)))
        };
        Ok(Cond::Fixed(truth))
    }

    /// A comparison of a register with a constant.
    fn compared_with(&mut self, order: Comparison, a: &Val, b: &Val) -> Result<Cond, Beyond> {
        let Some(lane) = b.constant() else {
            return Err(Beyond("a comparison"));
        };
        let (domain, [of]) = self.together([a.operand]);
        match (lane.state & state::BITS, order) {
            (state::VALUE, _) => {}
            (state::UNKNOWN, _) => return Err(Beyond("a comparison with what is never known")),
            (_, Comparison::Equal) => {
                let exists = Cond::Held(self.make_truth(domain, |to| Op::Exists(of, a.perhaps, to)));
                return Ok(self.not(exists));
            }
            (_, Comparison::Different) => {
                return Ok(Cond::Held(
                    self.make_truth(domain, |to| Op::Exists(of, a.perhaps, to)),
                ));
            }
            _ => return Ok(Cond::Fixed(Truth::No)),
        }
        self.compared_with_count(order, a, b, lane.value)
    }

    fn compared_with_count(
        &mut self,
        order: Comparison,
        a: &Val,
        b: &Val,
        value: i64,
    ) -> Result<Cond, Beyond> {
        let (domain, [of]) = self.together([a.operand]);
        comparable(a, b, order)?;
        // a <= 7/2 of a whole number is a <= 3; a = 7/2 never holds, and `nothing` keeps what is unknown unknown
        let (count, fraction) = (
            i128::from(value) * i128::from(a.fraction),
            i128::from(b.fraction.max(1)),
        );
        let (floor, exact) = (count.div_euclid(fraction), count.rem_euclid(fraction) == 0);
        let (order, with) = match order {
            _ if exact => (order, floor),
            Comparison::Less | Comparison::AtMost => (Comparison::AtMost, floor),
            Comparison::More | Comparison::AtLeast => (Comparison::More, floor),
            Comparison::Equal => {
                let values = Box::default();
                let perhaps = a.perhaps;
                return Ok(Cond::Held(self.make_truth(domain, |to| Op::Among {
                    of,
                    values,
                    perhaps,
                    to,
                })));
            }
            Comparison::Different => {
                let equal = self.compared_with(Comparison::Equal, a, b)?;
                return Ok(self.not(equal));
            }
        };
        let with = i64::try_from(with).map_err(|_| Beyond("a constant of many digits"))?;
        let perhaps = a.perhaps;
        Ok(Cond::Held(self.make_truth(domain, |to| Op::CompareWith {
            order,
            of,
            with,
            perhaps,
            to,
        })))
    }

    fn compared_both(&mut self, order: Comparison, a: &Val, b: &Val) -> Result<Cond, Beyond> {
        comparable(a, b, order)?;
        if a.sort == Sort::Text {
            return Err(Beyond("texts of a case compared with one another"));
        }
        let (_, factors) = self.common(&[a, b])?;
        let (x, y) = match factors.as_slice() {
            [x, y] => (*x, *y),
            _ => return Err(Beyond("a comparison")),
        };
        let (domain, [left, right]) = self.together([a.operand, b.operand]);
        let perhaps = a.perhaps || b.perhaps;
        let fits = fits(a.most.saturating_mul(i128::from(x))) && fits(b.most.saturating_mul(i128::from(y)));
        Ok(Cond::Held(self.make_truth(domain, |to| Op::Compare {
            order,
            a: (left, x),
            b: (right, y),
            fits,
            perhaps,
            to,
        })))
    }

    /// Values of one sort and fraction: what alternatives have in common.
    pub fn alike(&mut self, values: Vec<Val>) -> Result<(Vec<Operand>, Val), Beyond> {
        let speaking = |value: &&Val| {
            let constant = value.constant();
            constant.is_none_or(|lane| lane.state & state::BITS == state::VALUE)
        };
        let Some(first) = values.iter().find(speaking).copied() else {
            let fixed = values.first().copied().unwrap_or_else(super::term::undefined);
            return Ok((values.iter().map(|value| value.operand).collect(), fixed));
        };
        for value in values.iter().filter(speaking) {
            comparable(&first, value, Comparison::Equal)?;
        }
        if first.sort == Sort::Text && values.iter().any(|value| value.constant().is_none()) {
            return Err(Beyond("a text of the case as a value"));
        }
        let speaking: Vec<&Val> = values.iter().filter(speaking).collect();
        let (fraction, _) = self.common(&speaking)?;
        let mut most = 0;
        let mut operands = Vec::new();
        for value in &values {
            let constant = value.constant();
            let value = match constant {
                Some(lane) if lane.state & state::BITS != state::VALUE => *value,
                _ => self.refined(*value, fraction)?,
            };
            most = most.max(value.most);
            operands.push(value.operand);
        }
        let sort = values
            .iter()
            .map(|value| value.sort)
            .find(|sort| matches!(sort, Sort::Enum(id) if id.0 != usize::MAX))
            .unwrap_or(first.sort);
        Ok((
            operands,
            Val {
                sort,
                fraction,
                most,
                ..first
            },
        ))
    }
}

fn comparable(a: &Val, b: &Val, order: Comparison) -> Result<(), Beyond> {
    let alike = match (a.sort, b.sort) {
        (Sort::Enum(_), Sort::Enum(_)) => true,
        (Sort::Text, Sort::Text) => matches!(order, Comparison::Equal | Comparison::Different),
        (a, b) => a == b,
    };
    if alike {
        Ok(())
    } else {
        Err(Beyond("a comparison of unlike things"))
    }
}

/// Whether an order of two is what a comparison asks for.
pub fn holds(order: Comparison, ordering: Ordering) -> bool {
    match order {
        Comparison::Less => ordering == Ordering::Less,
        Comparison::AtMost => ordering != Ordering::Greater,
        Comparison::More => ordering == Ordering::Greater,
        Comparison::AtLeast => ordering != Ordering::Less,
        Comparison::Equal => ordering == Ordering::Equal,
        Comparison::Different => ordering != Ordering::Equal,
    }
}

/// Whether counts up to a most fit into 64 bits.
pub(super) fn fits(most: i128) -> bool {
    most.abs() <= i128::from(i64::MAX)
}

fn mirrored(order: Comparison) -> Comparison {
    match order {
        Comparison::Less => Comparison::More,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::More => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::Equal | Comparison::Different => order,
    }
}

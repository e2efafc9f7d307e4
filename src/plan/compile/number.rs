//! Numbers, money and durations: counts of a fixed fraction, so that sums and products by constants stay exact in 64 bits.
//!
//! A count of thirds (fraction 3) that is 5 is five thirds. Fractions are known when code is made, only counts vary.

use super::super::code::{Lane, MOST, Op, Operand, Sort, state};
use super::compare::fits;
use super::term::{none, plain, undefined};
use super::{Beyond, Compiler, Env, Val};
use crate::resolve::{DateRounding, RoundStep, Term};
use crate::time::{DayRounding, Duration, DurationKind};
use crate::value::{Number, Rounding, Value};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

/// A fraction beyond which counts would soon not fit.
const FINEST: i64 = 1_000_000_000;

impl Compiler<'_> {
    /// A constant.
    pub fn constant(&mut self, value: &Value) -> Result<Val, Beyond> {
        if let Some((count, sort)) = plain(value) {
            return Ok(Val::fixed(Lane::value(count), sort, 1));
        }
        match value {
            Value::None => Ok(none(Sort::Truth, 1)),
            Value::Number(number) => ratio(number.ratio(), Sort::Number),
            Value::Money(number, currency) => ratio(number.ratio(), Sort::Money(*currency)),
            Value::Duration(duration) => {
                let sort = Sort::Duration(duration.kind());
                ratio(count_of(duration).ok_or(Beyond("months beside odd days"))?, sort)
            }
            Value::Enum(place, _) => {
                let lane = Lane::value(i64::from(*place));
                // which enum it is of does not matter: its type has been checked
                Ok(Val::fixed(
                    lane,
                    Sort::Enum(crate::resolve::EnumId(usize::MAX)),
                    1,
                ))
            }
            Value::Text(text) => Ok(Val::fixed(Lane::value(self.text(text)), Sort::Text, 1)),
            _ => Err(Beyond("a constant list or periods")),
        }
    }

    /// The count of a constant in another fraction, where it is whole there.
    pub fn count_in(&self, value: &Val, fraction: i64) -> Option<i64> {
        let lane = value.constant()?;
        let count = i128::from(lane.value) * i128::from(fraction);
        let own = i128::from(value.fraction);
        (count % own == 0)
            .then(|| i64::try_from(count / own).ok())
            .flatten()
    }

    /// A value times a portion. The contrary is the same times -1.
    pub fn scaled(&mut self, value: Val, above: i64, below: i64) -> Result<Val, Beyond> {
        let common = above.gcd(&below).max(1);
        let (above, below) = (above / common, below / common);
        let shared = above.unsigned_abs().gcd(&value.fraction.unsigned_abs()).max(1);
        let shared = i64::try_from(shared).unwrap_or(1);
        let (above, own) = (above / shared, value.fraction / shared);
        let fraction = own
            .checked_mul(below)
            .filter(|fraction| *fraction <= FINEST)
            .ok_or(Beyond("a number of fine fractions"))?;
        let most = value.most.saturating_mul(i128::from(above).abs());
        let counted = match value.operand {
            Operand::Fixed(lane) if lane.state == state::VALUE => {
                let count = lane
                    .value
                    .checked_mul(above)
                    .ok_or(Beyond("a number of many digits"))?;
                Operand::Fixed(Lane::value(count))
            }
            Operand::Fixed(_) => value.operand,
            Operand::Held(_) if above == 1 => value.operand,
            Operand::Held(id) => {
                let domain = self.domain_of(value.operand);
                Operand::Held(self.make(domain, |to| Op::Sum([(id, above)].into(), fits(most), to)))
            }
        };
        Ok(Val {
            operand: counted,
            fraction,
            most,
            ..value
        })
    }

    /// Values as counts of one fraction, as factors by which each is multiplied for it.
    pub fn common(&self, values: &[&Val]) -> Result<(i64, Vec<i64>), Beyond> {
        let mut fraction = 1_i64;
        for value in values {
            // both are small, so that their product fits
            fraction = fraction.lcm(&value.fraction.max(1));
            if fraction > FINEST {
                return Err(Beyond("a number of fine fractions"));
            }
        }
        Ok((
            fraction,
            values
                .iter()
                .map(|value| fraction / value.fraction.max(1))
                .collect(),
        ))
    }

    /// A value as a count of a finer fraction.
    pub fn refined(&mut self, value: Val, fraction: i64) -> Result<Val, Beyond> {
        let factor = fraction / value.fraction.max(1);
        if factor == 1 {
            return Ok(Val { fraction, ..value });
        }
        let scaled = match value.operand {
            Operand::Fixed(lane) if lane.state == state::VALUE => Operand::Fixed(Lane::value(
                lane.value
                    .checked_mul(factor)
                    .ok_or(Beyond("a number of many digits"))?,
            )),
            Operand::Fixed(_) => value.operand,
            Operand::Held(id) => {
                let domain = self.domain_of(value.operand);
                let fits = fits(value.most.saturating_mul(i128::from(factor)));
                Operand::Held(self.make(domain, |to| Op::Sum([(id, factor)].into(), fits, to)))
            }
        };
        Ok(Val {
            operand: scaled,
            fraction,
            most: value.most.saturating_mul(i128::from(factor)),
            ..value
        })
    }

    /// A sum, from the left.
    pub fn sum(&mut self, parts: &[(bool, Term)], rounding: &DateRounding, env: &Env) -> Result<Val, Beyond> {
        let round = self.rounding(rounding);
        let mut sum: Option<Val> = None;
        for (minus, part) in parts {
            let part = self.val(part, env)?;
            sum = Some(match sum {
                None => part,
                Some(sum) => self.added(sum, part, *minus, round)?,
            });
        }
        Ok(sum.unwrap_or_else(undefined))
    }

    fn added(&mut self, a: Val, b: Val, minus: bool, round: DayRounding) -> Result<Val, Beyond> {
        if let Some(strict) = strict_constant(&a, &b) {
            return Ok(strict);
        }
        match (a.sort, b.sort) {
            (Sort::Date, Sort::Duration(kind)) => self.date_plus(a, b, kind, minus, round),
            (Sort::Duration(kind), Sort::Date) if !minus => self.date_plus(b, a, kind, false, round),
            (Sort::Moment, Sort::Duration(kind)) => self.moment_plus(a, b, kind, minus, round),
            (Sort::Duration(kind), Sort::Moment) if !minus => self.moment_plus(b, a, kind, false, round),
            (Sort::Date, Sort::Date) if minus => self.linear(a, b, -1, Sort::Duration(DurationKind::Days)),
            (Sort::Moment, Sort::Moment) if minus => Ok(self.time_between(b, a)),
            (Sort::Number, Sort::Number) | (Sort::Money(_), Sort::Money(_)) => {
                self.linear(a, b, if minus { -1 } else { 1 }, a.sort)
            }
            (Sort::Duration(x), Sort::Duration(y)) if x == y => {
                self.linear(a, b, if minus { -1 } else { 1 }, a.sort)
            }
            _ => Err(Beyond("a sum of unlike things")),
        }
    }

    fn linear(&mut self, a: Val, b: Val, sign: i64, sort: Sort) -> Result<Val, Beyond> {
        let (fraction, factors) = self.common(&[&a, &b])?;
        let (x, y) = match factors.as_slice() {
            [x, y] => (*x, *y * sign),
            _ => return Err(Beyond("a sum of unlike things")),
        };
        let part = |value: &Val, factor: i64| value.most.saturating_mul(i128::from(factor).abs());
        let most = part(&a, x).saturating_add(part(&b, y));
        if let (Some(a), Some(b)) = (a.constant(), b.constant()) {
            let sum = i128::from(a.value) * i128::from(x) + i128::from(b.value) * i128::from(y);
            let sum = i64::try_from(sum).map_err(|_| Beyond("a number of many digits"))?;
            return Ok(Val::fixed(Lane::value(sum), sort, fraction));
        }
        let (domain, [a, b]) = self.together([a.operand, b.operand]);
        let to = self.make(domain, |to| Op::Sum([(a, x), (b, y)].into(), fits(most), to));
        Ok(Val::held(to, sort, fraction, most))
    }

    /// A product, from the left; divisors are constants.
    pub fn product(&mut self, parts: &[(bool, Term)], env: &Env) -> Result<Val, Beyond> {
        let mut product: Option<Val> = None;
        for (divides, part) in parts {
            let part = self.val(part, env)?;
            product = Some(match product {
                None => part,
                Some(product) => self.multiplied(product, part, *divides)?,
            });
        }
        Ok(product.unwrap_or_else(undefined))
    }

    fn multiplied(&mut self, a: Val, b: Val, divides: bool) -> Result<Val, Beyond> {
        if let Some(strict) = strict_constant(&a, &b) {
            return Ok(strict);
        }
        if divides {
            let Some(by) = b.constant().filter(|_| b.sort == Sort::Number) else {
                return Err(Beyond("a division by what is not constant"));
            };
            if by.value <= 0 {
                return Err(Beyond("a division by nothing or less"));
            }
            return self.scaled(a, b.fraction, by.value);
        }
        let (value, factor) = match (a.sort, b.sort) {
            (_, Sort::Number) => (a, b),
            (Sort::Number, _) => (b, a),
            _ => return Err(Beyond("a product of unlike things")),
        };
        if let Some(factor_lane) = factor.constant() {
            return self.scaled(value, factor_lane.value, factor.fraction);
        }
        if let Some(lane) = value.constant().filter(|_| value.sort == Sort::Number) {
            return self.scaled(factor, lane.value, value.fraction);
        }
        let fraction = value
            .fraction
            .checked_mul(factor.fraction)
            .filter(|fraction| *fraction <= FINEST)
            .ok_or(Beyond("a number of fine fractions"))?;
        let most = value.most.saturating_mul(factor.most);
        let (domain, [x, y]) = self.together([value.operand, factor.operand]);
        let to = self.make(domain, |to| Op::Product(x, y, fits(most), to));
        Ok(Val::held(
            to,
            value.sort,
            fraction,
            most.min(i128::from(i64::MAX)),
        ))
    }

    /// Rounded to a step.
    pub fn round(&mut self, way: Rounding, step: &RoundStep, inner: &Term, env: &Env) -> Result<Val, Beyond> {
        let value = self.val(inner, env)?;
        let step = match step {
            RoundStep::Number(step) => step.clone(),
            RoundStep::Units(units) => Number::whole(*units),
        };
        let (Some(above), Some(below)) = (step.ratio().numer().to_i64(), step.ratio().denom().to_i64())
        else {
            return Err(Beyond("a step of many digits"));
        };
        if above <= 0 || below > FINEST || above > MOST {
            return Err(Beyond("a step of many digits"));
        }
        if !matches!(value.sort, Sort::Number | Sort::Money(_) | Sort::Duration(_)) {
            return Err(Beyond("rounding of what is no number"));
        }
        let (domain, [of]) = self.together([value.operand]);
        let to = self.make(domain, |to| Op::Round {
            way,
            of,
            fraction: value.fraction,
            step: (above, below),
            to,
        });
        let steps = (value.most / i128::from(value.fraction.max(1))).saturating_add(i128::from(above) + 1);
        let most = steps.saturating_mul(i128::from(below));
        Ok(Val {
            perhaps: value.perhaps,
            ..Val::held(to, value.sort, below, most)
        })
    }
}

/// The result where a constant is none or has no value and so decides alone.
fn strict_constant(a: &Val, b: &Val) -> Option<Val> {
    let undefined_one = [a, b].into_iter().any(|value| {
        value
            .constant()
            .is_some_and(|lane| lane.state == state::UNDEFINED)
    });
    undefined_one.then(undefined)
}

fn ratio(ratio: &BigRational, sort: Sort) -> Result<Val, Beyond> {
    let count = ratio.numer().to_i64().filter(|count| count.abs() <= MOST);
    let fraction = ratio.denom().to_i64().filter(|fraction| *fraction <= FINEST);
    match (count, fraction) {
        (Some(count), Some(fraction)) => Ok(Val::fixed(Lane::value(count), sort, fraction)),
        _ => Err(Beyond("a constant of many digits")),
    }
}

/// What a duration counts: seconds, days or months without odd days.
pub fn count_of(duration: &Duration) -> Option<&BigRational> {
    match duration {
        Duration::Clock(count) | Duration::Days(count) | Duration::WorkingDays(count) => Some(count),
        Duration::Calendar { months, days } => days.is_zero().then_some(months),
    }
}

/// A duration of so many of a fraction of its unit.
pub fn duration_of(kind: DurationKind, count: i64, fraction: i64) -> Duration {
    let count = BigRational::new(count.into(), fraction.max(1).into());
    match kind {
        DurationKind::Clock => Duration::Clock(count),
        DurationKind::Days => Duration::Days(count),
        DurationKind::WorkingDays => Duration::WorkingDays(count),
        DurationKind::Calendar => Duration::Calendar {
            months: count,
            days: BigRational::zero(),
        },
    }
}

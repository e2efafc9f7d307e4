//! Steps over known values that fit into 32 bits, and outcomes as bytes: what most columns are, at a quarter of the width.
//!
//! A register is narrow where every row holds a known value and its bounds are within 32 bits; the bounds are those of
//! the rows at hand, so nothing is lost. A step that finds all it reads narrow, and its result within the bounds, is
//! done here; before any other step what it reads is widened.

use super::duty::weighed;
use super::lanes::widely;
use super::registers::Registers;
use super::single_code::bounds_of;
use crate::plan::code::{DomainId, Lane, NO, Op, Operand, TruthId, ValueId, YES, state};
use crate::syntax::tree::Comparison;

/// Known values of some rows.
#[derive(Debug, Clone, Default)]
pub struct Narrow {
    /// The values.
    pub values: Vec<i32>,
    /// No value is lower.
    pub least: i64,
    /// No value is higher.
    pub most: i64,
}

/// In which form a register of values holds its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// A state and 64 bits.
    #[default]
    Wide,
    /// Known values of 32 bits.
    Narrow,
    /// Numbers of outcomes in bytes.
    Outcome,
}

/// Bounds of some numbers, at most twice as wide as they need be: those of all numbers with as many bits. Cheaper than the
/// least and the greatest.
#[cfg(feature = "columns")]
pub fn reach(values: &[i32]) -> (i64, i64) {
    let (magnitude, sign) = widely(
        #[inline(always)]
        move || {
            values.iter().fold((0, 0), |(magnitude, sign), value| {
                (magnitude | (value ^ (value >> 31)), sign | value)
            })
        },
    );
    let most = i64::from(u32::MAX.checked_shr(magnitude.leading_zeros()).unwrap_or(0));
    (if sign < 0 { -most - 1 } else { 0 }, most)
}

/// Does a step on narrow registers; false where it must be done on wide ones.
pub(super) fn step(domain: DomainId, op: &Op, registers: &mut Registers) -> bool {
    let done = match op {
        Op::Weigh {
            permitted,
            barred,
            to,
        } => {
            weigh(registers, domain, (*permitted, *barred), *to);
            Some(())
        }
        Op::Choose(parts, to) => choose(registers, domain, parts, *to),
        Op::Product(a, b, _, to) => product(registers, domain, (*a, *b), *to),
        Op::Sum(parts, _, to) => sum(registers, domain, parts, *to),
        Op::Compare { order, a, b, to, .. } => compare(registers, domain, *order, (*a, *b), *to),
        Op::CompareWith {
            order, of, with, to, ..
        } => compare_with(registers, domain, (*order, *with), *of, *to),
        _ => None,
    };
    done.is_some()
}

/// A number of 32 bits.
fn small(value: i64) -> Option<i32> {
    i32::try_from(value).ok()
}

/// Bounds in order, where both fit.
fn fitting(a: i64, b: i64) -> Option<(i64, i64)> {
    small(a)?;
    small(b)?;
    Some((a.min(b), a.max(b)))
}

/// Bounds of values times a factor.
fn times(of: &Narrow, factor: i64) -> Option<(i64, i64)> {
    small(factor)?;
    // both are products of numbers of 32 bits
    fitting(of.least.checked_mul(factor)?, of.most.checked_mul(factor)?)
}

fn weigh(registers: &mut Registers, domain: DomainId, (permitted, barred): (TruthId, TruthId), to: ValueId) {
    registers.make_outcomes(domain, to, |registers, out| {
        let (permitted, barred) = (registers.truth(permitted), registers.truth(barred));
        each(out, permitted, barred, |_, permitted, barred| {
            weighed(permitted, barred)
        });
    });
}

/// The first alternative that holds, where each guard is known and the last has none.
fn choose(
    registers: &mut Registers,
    domain: DomainId,
    parts: &[(Option<TruthId>, Operand)],
    to: ValueId,
) -> Option<()> {
    let (last, guarded) = parts.split_last()?;
    if last.0.is_some() {
        return None;
    }
    let (mut least, mut most) = (i64::MAX, i64::MIN);
    for (guard, operand) in parts {
        // an open guard leaves open which it is
        let certain = guard.is_none_or(|guard| {
            let truths = registers.truth(guard);
            widely(
                #[inline(always)]
                || truths.iter().fold(true, |all, truth| all & (*truth != 0)),
            )
        });
        let (low, high) = match operand {
            _ if !certain => return None,
            Operand::Held(id) => registers.narrow(*id).map(|of| (of.least, of.most))?,
            Operand::Fixed(lane) if lane.state == state::VALUE => fitting(lane.value, lane.value)?,
            Operand::Fixed(_) => return None,
        };
        (least, most) = (least.min(low), most.max(high));
    }
    registers.make_narrow(domain, to, (least, most), |registers, out| {
        if choose_fixed(registers, guarded, last.1, out) {
            return;
        }
        match last.1 {
            Operand::Fixed(lane) => out.fill(small(lane.value).unwrap_or(0)),
            Operand::Held(id) => copy(registers, id, out),
        }
        for (guard, operand) in guarded.iter().rev() {
            let guard = guard.map_or(&[][..], |guard| registers.truth(guard));
            match operand {
                Operand::Fixed(lane) => put_where(guard, *lane, out),
                Operand::Held(id) => {
                    let own = registers.narrow(*id).map_or(&[][..], |of| &of.values);
                    each(out, own, guard, |out, own, guard| select(guard == YES, own, out));
                }
            }
        }
    })
}

/// One or two guarded constants before a third: without reading what is written, which is slow on some processors where
/// it is done under a mask.
fn choose_fixed(
    registers: &Registers,
    guarded: &[(Option<TruthId>, Operand)],
    last: Operand,
    out: &mut [i32],
) -> bool {
    let fixed = |operand: Operand| match operand {
        Operand::Fixed(lane) => small(lane.value),
        Operand::Held(_) => None,
    };
    let part =
        |(guard, operand): (Option<TruthId>, Operand)| Some((registers.truth(guard?), fixed(operand)?));
    let (first, second) = match *guarded {
        [one] => (part(one), part(one)),
        [one, other] => (part(one), part(other)),
        _ => return false,
    };
    let (Some((x, a)), Some((y, b)), Some(c)) = (first, second, fixed(last)) else {
        return false;
    };
    each(out, x, y, move |_, x, y| {
        select(x == YES, a, select(y == YES, b, c))
    });
    true
}

fn copy(registers: &Registers, id: ValueId, out: &mut [i32]) {
    let own = registers.narrow(id).map_or(&[][..], |of| &of.values);
    for (out, own) in out.iter_mut().zip(own) {
        *out = *own;
    }
}

fn put_where(guard: &[u8], lane: Lane, out: &mut [i32]) {
    let value = small(lane.value).unwrap_or(0);
    each(out, guard, guard, move |out, guard, _| {
        select(guard == YES, value, out)
    });
}

/// One of two without a branch, so that many rows are made at once.
#[inline(always)]
fn select(first: bool, one: i32, other: i32) -> i32 {
    let mask = -i32::from(first);
    other.wrapping_add(one.wrapping_sub(other) & mask)
}

/// Makes each row anew from what stands there and in two others.
fn each<T: Copy, A: Copy, B: Copy>(out: &mut [T], a: &[A], b: &[B], make: impl Fn(T, A, B) -> T) {
    widely(
        #[inline(always)]
        move || {
            for (out, (a, b)) in out.iter_mut().zip(a.iter().zip(b)) {
                *out = make(*out, *a, *b);
            }
        },
    );
}

fn product(
    registers: &mut Registers,
    domain: DomainId,
    (a, b): (ValueId, ValueId),
    to: ValueId,
) -> Option<()> {
    let (x, y) = (registers.narrow(a)?, registers.narrow(b)?);
    let (low, high) = (times(x, y.least)?, times(x, y.most)?);
    let bounds = (low.0.min(high.0), low.1.max(high.1));
    registers.make_narrow(domain, to, bounds, |registers, out| {
        let (Some(x), Some(y)) = (registers.narrow(a), registers.narrow(b)) else {
            return;
        };
        each(out, &x.values, &y.values, |_, x, y| x.wrapping_mul(y));
    })
}

fn sum(registers: &mut Registers, domain: DomainId, parts: &[(ValueId, i64)], to: ValueId) -> Option<()> {
    // what is added up before the last is within the bounds too
    let mut bounds = (0_i64, 0_i64);
    for (part, factor) in parts {
        let (least, most) = times(registers.narrow(*part)?, *factor)?;
        bounds = fitting(bounds.0.checked_add(least)?, bounds.1.checked_add(most)?)?;
    }
    registers.make_narrow(domain, to, bounds, |registers, out| {
        out.fill(0);
        for (part, factor) in parts {
            let own = registers.narrow(*part).map_or(&[][..], |of| &of.values);
            let factor = small(*factor).unwrap_or(0);
            each(out, own, own, move |out, own, _| {
                out.wrapping_add(own.wrapping_mul(factor))
            });
        }
    })
}

/// A comparison of two, each times a factor.
fn compare(
    registers: &mut Registers,
    domain: DomainId,
    order: Comparison,
    ((a, x), (b, y)): ((ValueId, i64), (ValueId, i64)),
    to: TruthId,
) -> Option<()> {
    times(registers.narrow(a)?, x)?;
    times(registers.narrow(b)?, y)?;
    let (x, y) = (small(x)?, small(y)?);
    registers.make_truths(domain, to, |registers, out| {
        let (Some(a), Some(b)) = (registers.narrow(a), registers.narrow(b)) else {
            return;
        };
        let (a, b) = ((&*a.values, x), (&*b.values, y));
        match order {
            Comparison::Less => pairs(a, b, out, move |a, b| a < b),
            Comparison::AtMost => pairs(a, b, out, move |a, b| a <= b),
            Comparison::More => pairs(a, b, out, move |a, b| a > b),
            Comparison::AtLeast => pairs(a, b, out, move |a, b| a >= b),
            Comparison::Equal => pairs(a, b, out, move |a, b| a == b),
            Comparison::Different => pairs(a, b, out, move |a, b| a != b),
        }
    });
    Some(())
}

fn pairs((a, x): (&[i32], i32), (b, y): (&[i32], i32), out: &mut [u8], holds: impl Fn(i32, i32) -> bool) {
    // a factor of one is most common, and a product is dear
    match (x, y) {
        (1, 1) => each(out, a, b, move |_, a, b| NO - u8::from(holds(a, b))),
        (_, 1) => each(out, a, b, move |_, a, b| {
            NO - u8::from(holds(a.wrapping_mul(x), b))
        }),
        _ => each(out, a, b, move |_, a, b| {
            NO - u8::from(holds(a.wrapping_mul(x), b.wrapping_mul(y)))
        }),
    }
}

fn compare_with(
    registers: &mut Registers,
    domain: DomainId,
    (order, with): (Comparison, i64),
    of: ValueId,
    to: TruthId,
) -> Option<()> {
    registers.narrow(of)?;
    let (least, most, turned) = bounds_of(order, with)?;
    // what turns a truth into its contrary
    let turn = if turned { YES | NO } else { 0 };
    let clamp = |bound: i64| small(bound.clamp(i64::from(i32::MIN), i64::from(i32::MAX)));
    // a bound beyond 32 bits is as good as their end, unless all values lie outside
    let none = least > i64::from(i32::MAX) || most < i64::from(i32::MIN);
    let (least, most) = (clamp(least)?, clamp(most)?);
    registers.make_truths(domain, to, |registers, out| {
        let own = registers.narrow(of).map_or(&[][..], |of| &of.values);
        if none {
            return out.fill(NO ^ turn);
        }
        each(out, own, own, move |_, own, _| {
            (NO - u8::from((own >= least) & (own <= most))) ^ turn
        });
    });
    Some(())
}

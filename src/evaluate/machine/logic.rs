//! Truths: comparisons, conjunctions, disjunctions. Tight loops without branches, so that they run many rows at once.

use super::lanes::widely;
use super::registers::{Column, Registers};
use crate::plan::code::{DomainId, Lane, NO, Op, TruthId, YES, state};
use crate::plan::holds;
use crate::syntax::tree::Comparison;

pub(super) fn step(domain: DomainId, op: &Op, registers: &mut Registers) {
    match op {
        Op::FillTruth(byte, to) => registers.make_truths(domain, *to, |_, out| out.fill(*byte)),
        Op::Truth(of, to) => registers.make_truths(domain, *to, |registers, out| {
            test(registers.column(*of), out, NO, move |value| value == 1);
        }),
        Op::Not(of, to) => registers.make_truths(domain, *to, |registers, out| {
            each(out, registers.truth(*of), |_, truth| contrary(truth));
        }),
        Op::NotKnown(of, to) => registers.make_truths(domain, *to, |registers, out| {
            let turn = |_, truth| if truth == YES { NO } else { YES };
            each(out, registers.truth(*of), turn);
        }),
        Op::All(parts, to) => registers.make_truths(domain, *to, |registers, out| {
            joined(registers, parts, out, YES, move |a, b| {
                (a & b & YES) | ((a | b) & NO)
            });
        }),
        Op::Any(parts, to) => registers.make_truths(domain, *to, |registers, out| {
            joined(registers, parts, out, NO, |a, b| ((a | b) & YES) | (a & b & NO));
        }),
        Op::CompareWith { of, perhaps, .. } | Op::Among { of, perhaps, .. } => {
            if *perhaps {
                registers.put_off_perhaps(domain, *of);
            }
            with_constant(domain, op, registers);
        }
        Op::Compare {
            order,
            a,
            b,
            fits,
            perhaps,
            to,
        } => {
            if *perhaps {
                registers.put_off_perhaps(domain, a.0);
                registers.put_off_perhaps(domain, b.0);
            }
            registers.make_truths(domain, *to, |registers, out| {
                let (x, y) = (registers.column(a.0), registers.column(b.0));
                compare(*order, (x, a.1), (y, b.1), *fits, out);
            });
        }
        Op::Exists(of, perhaps, to) => {
            if *perhaps {
                registers.put_off_perhaps(domain, *of);
            }
            registers.make_truths(domain, *to, |registers, out| {
                for (out, lane) in out.iter_mut().zip(registers.column(*of).lanes()) {
                    *out = exists(lane);
                }
            });
        }
        Op::Says(applies, body, to) => registers.make_truths(domain, *to, |registers, out| {
            let rows = registers
                .truth(*applies)
                .iter()
                .zip(&registers.column(*body).states);
            for (out, (applies, body)) in out.iter_mut().zip(rows) {
                *out = says(*applies, body & state::BITS);
            }
        }),
        _ => {}
    }
}

fn with_constant(domain: DomainId, op: &Op, registers: &mut Registers) {
    match op {
        Op::CompareWith {
            order, of, with, to, ..
        } => registers.make_truths(domain, *to, |registers, out| {
            let (column, with) = (registers.column(*of), *with);
            match order {
                Comparison::Less => test(column, out, NO, move |value| value < with),
                Comparison::AtMost => test(column, out, NO, move |value| value <= with),
                Comparison::More => test(column, out, NO, move |value| value > with),
                Comparison::AtLeast => test(column, out, NO, move |value| value >= with),
                Comparison::Equal => test(column, out, NO, move |value| value == with),
                Comparison::Different => test(column, out, YES, move |value| value != with),
            }
        }),
        Op::Among { of, values, to, .. } => registers.make_truths(domain, *to, |registers, out| {
            let column = registers.column(*of);
            match &**values {
                [a, b] => test(column, out, NO, move |value| (value == *a) | (value == *b)),
                [a, b, c] => test(column, out, NO, move |value| {
                    (value == *a) | (value == *b) | (value == *c)
                }),
                values => test(column, out, NO, move |value| values.binary_search(&value).is_ok()),
            }
        }),
        _ => {}
    }
}

#[inline(always)]
pub(super) fn contrary(truth: u8) -> u8 {
    (truth.wrapping_add(truth) | (truth >> 1)) & (YES | NO)
}

/// Whether a definition says anything: its norm applies, its body is something.
pub(super) fn says(applies: u8, body: u8) -> u8 {
    match (applies, body) {
        (NO, _) | (_, state::UNDEFINED) => NO,
        (YES, state::NONE | state::VALUE) => YES,
        _ => 0,
    }
}

/// The truth of a test of each row; what does not exist has the truth given.
fn test(column: &Column, out: &mut [u8], nothing: u8, holds: impl Fn(i64) -> bool) {
    if column.known {
        return widely(
            #[inline(always)]
            move || {
                for (out, value) in out.iter_mut().zip(&column.values) {
                    *out = NO - u8::from(holds(*value));
                }
            },
        );
    }
    let rows = column.values.iter().zip(&column.states);
    for (out, (value, state)) in out.iter_mut().zip(rows) {
        let known = NO - u8::from(holds(*value));
        *out = match state & state::BITS {
            state::VALUE => known,
            state::UNKNOWN => 0,
            _ => nothing,
        };
    }
}

fn joined(
    registers: &Registers,
    parts: &[(TruthId, bool)],
    out: &mut [u8],
    neutral: u8,
    join: impl Fn(u8, u8) -> u8 + Copy,
) {
    let truths = |part: &(TruthId, bool)| registers.truth(part.0);
    let rest = match parts {
        [] => return out.fill(neutral),
        [one] => {
            let turn = |_, truth| if one.1 { contrary(truth) } else { truth };
            return each(out, truths(one), turn);
        }
        [a, b, rest @ ..] => {
            let (x, y) = (truths(a), truths(b));
            match (a.1, b.1) {
                (false, false) => both(x, y, out, join),
                (true, false) => both(x, y, out, move |x, y| join(contrary(x), y)),
                (false, true) => both(x, y, out, move |x, y| join(x, contrary(y))),
                (true, true) => both(x, y, out, move |x, y| join(contrary(x), contrary(y))),
            }
            rest
        }
    };
    for part in rest {
        if part.1 {
            each(out, truths(part), move |so_far, truth| {
                join(so_far, contrary(truth))
            });
        } else {
            each(out, truths(part), join);
        }
    }
}

fn both(a: &[u8], b: &[u8], out: &mut [u8], make: impl Fn(u8, u8) -> u8) {
    widely(
        #[inline(always)]
        move || {
            for (out, (a, b)) in out.iter_mut().zip(a.iter().zip(b)) {
                *out = make(*a, *b);
            }
        },
    );
}

fn each(out: &mut [u8], truths: &[u8], make: impl Fn(u8, u8) -> u8) {
    widely(
        #[inline(always)]
        move || {
            for (out, truth) in out.iter_mut().zip(truths) {
                *out = make(*out, *truth);
            }
        },
    );
}

/// A comparison of two columns, each times a factor.
fn compare(order: Comparison, (a, x): (&Column, i64), (b, y): (&Column, i64), fits: bool, out: &mut [u8]) {
    if a.known && b.known && fits {
        return match order {
            Comparison::Less => pairs(a, b, out, move |a, b| a * x < b * y),
            Comparison::AtMost => pairs(a, b, out, move |a, b| a * x <= b * y),
            Comparison::More => pairs(a, b, out, move |a, b| a * x > b * y),
            Comparison::AtLeast => pairs(a, b, out, move |a, b| a * x >= b * y),
            Comparison::Equal => pairs(a, b, out, move |a, b| a * x == b * y),
            Comparison::Different => pairs(a, b, out, move |a, b| a * x != b * y),
        };
    }
    for (out, (a, b)) in out.iter_mut().zip(a.lanes().zip(b.lanes())) {
        *out = compared(order, (a, x), (b, y));
    }
}

fn pairs(a: &Column, b: &Column, out: &mut [u8], holds: impl Fn(i64, i64) -> bool) {
    widely(
        #[inline(always)]
        move || {
            for (out, (a, b)) in out.iter_mut().zip(a.values.iter().zip(&b.values)) {
                *out = NO - u8::from(holds(*a, *b));
            }
        },
    );
}

/// A comparison of two, each times a factor. What does not exist is equal to nothing alone, and neither before nor after
/// anything.
pub(super) fn compared(order: Comparison, (a, x): (Lane, i64), (b, y): (Lane, i64)) -> u8 {
    let equality = matches!(order, Comparison::Equal | Comparison::Different);
    let nothing = |state: u8| matches!(state, state::NONE | state::UNDEFINED);
    let (s, t) = (a.state & state::BITS, b.state & state::BITS);
    if s == state::VALUE && t == state::VALUE {
        let (a, b) = (
            i128::from(a.value) * i128::from(x),
            i128::from(b.value) * i128::from(y),
        );
        NO - u8::from(holds(order, a.cmp(&b)))
    } else if !equality && (nothing(s) || nothing(t)) {
        NO
    } else if s == state::UNKNOWN || t == state::UNKNOWN {
        0
    } else {
        let same = nothing(s) && nothing(t);
        NO - u8::from(same == (order == Comparison::Equal))
    }
}

/// The truth of a comparison of one value with a constant.
pub(super) fn compared_with(order: Comparison, lane: Lane, with: i64) -> u8 {
    match lane.state & state::BITS {
        state::VALUE => NO - u8::from(holds(order, lane.value.cmp(&with))),
        state::UNKNOWN => 0,
        _ if order == Comparison::Different => YES,
        _ => NO,
    }
}

/// Whether a value exists.
pub(super) fn exists(lane: Lane) -> u8 {
    match lane.state & state::BITS {
        state::VALUE => YES,
        state::UNKNOWN => 0,
        _ => NO,
    }
}

/// Whether a value is one of some.
pub(super) fn among(lane: Lane, values: &[i64]) -> u8 {
    match lane.state & state::BITS {
        state::VALUE => NO - u8::from(values.contains(&lane.value)),
        state::UNKNOWN => 0,
        _ => NO,
    }
}

/// The truth and the register of a step that compares with constants, for one value.
#[cfg(feature = "columns")]
pub fn compared_once(op: &Op, lane: Lane) -> Option<(u8, TruthId)> {
    match op {
        Op::CompareWith { order, with, to, .. } => Some((compared_with(*order, lane, *with), *to)),
        Op::Among { values, to, .. } => Some((among(lane, values), *to)),
        _ => None,
    }
}

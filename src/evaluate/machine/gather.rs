//! Lists: from each case to its elements, and from the elements back to their case.

use super::registers::{Column, Registers, pairs};
use super::values::fitting;
use crate::plan::code::{DomainId, Lane, NO, Op, TruthId, ValueId, YES, state};
use crate::syntax::tree::Aggregate;

pub(super) fn step(domain: DomainId, op: &Op, registers: &mut Registers) {
    match op {
        Op::Spread(from, to) => registers.make_values(domain, *to, |registers, out, _| {
            let column = registers.column(*from);
            for (row, (from, to)) in pairs(registers.offsets(domain)).enumerate() {
                let lane = column.lane(row);
                (from..to).for_each(|element| out.put(element, lane));
            }
            out.note_known();
        }),
        Op::SpreadTruth(from, to) => registers.make_truths(domain, *to, |registers, out| {
            let truths = registers.truth(*from);
            for ((from, to), truth) in pairs(registers.offsets(domain)).zip(truths) {
                if let Some(part) = out.get_mut(from..to) {
                    part.fill(*truth);
                }
            }
        }),
        Op::Quantify {
            every,
            elements,
            body,
            list,
            to,
        } => registers.make_truths(domain, *to, |registers, out| {
            quantify(registers, *elements, (*every, *body, *list), out);
        }),
        Op::Gather {
            aggregate,
            elements,
            belongs,
            item,
            list,
            zero,
            to,
        } => {
            registers.make_values(domain, *to, |registers, out, put_off| {
                let (list, item) = (registers.column(*list), registers.column(*item));
                let gathering = Gathering {
                    aggregate: *aggregate,
                    belongs: belongs.map(|belongs| registers.truth(belongs)),
                    item,
                    zero: *zero,
                };
                let rows = pairs(registers.offsets(*elements)).zip(put_off.iter_mut());
                for (row, ((from, to), put_off)) in rows.enumerate() {
                    out.put(row, gathering.of(list.lane(row), from..to, put_off));
                }
                out.note_known();
            });
        }
        Op::Join(aggregate, parts, to) => registers.make_values(domain, *to, |registers, out, put_off| {
            for (row, put_off) in put_off.iter_mut().enumerate() {
                let lanes = parts.iter().map(|part| registers.column(*part).lane(row));
                out.put(row, joined(*aggregate, lanes, Lane::of(state::NONE), put_off));
            }
            out.note_known();
        }),
        _ => {}
    }
}

fn quantify(
    registers: &Registers,
    elements: DomainId,
    (every, body, list): (bool, TruthId, ValueId),
    out: &mut [u8],
) {
    let (body, list) = (registers.truth(body), registers.column(list));
    let rows = out
        .iter_mut()
        .zip(pairs(registers.offsets(elements)))
        .zip(list.lanes());
    for ((out, (from, to)), list) in rows {
        let part = body.get(from..to).unwrap_or(&[]);
        let (decisive, other) = if every { (NO, YES) } else { (YES, NO) };
        *out = if list.state & state::BITS == state::UNKNOWN {
            0
        } else if part.contains(&decisive) {
            decisive
        } else if part.contains(&0) {
            0
        } else {
            other
        };
    }
}

/// How the elements of a list are made one value.
struct Gathering<'a> {
    aggregate: Aggregate,
    belongs: Option<&'a [u8]>,
    item: &'a Column,
    zero: Lane,
}

impl Gathering<'_> {
    fn of(&self, list: Lane, elements: std::ops::Range<usize>, put_off: &mut u8) -> Lane {
        let counts = self.aggregate == Aggregate::Count;
        match list.state & state::BITS {
            state::VALUE => {}
            state::UNKNOWN => return Lane::of(state::UNKNOWN),
            _ if counts => return Lane::value(0),
            state => return Lane::of(state),
        }
        let belongs = |element: usize| {
            self.belongs
                .map_or(YES, |belongs| belongs.get(element).copied().unwrap_or(0))
        };
        if counts {
            if elements.clone().any(|element| belongs(element) == 0) {
                return Lane::of(state::UNKNOWN);
            }
            let number = elements.filter(|element| belongs(*element) == YES).count();
            return fitting(i64::try_from(number).ok(), put_off);
        }
        let members = elements.filter(|element| belongs(*element) != NO);
        let lanes = members.map(|element| match belongs(element) {
            YES => self.item.lane(element),
            _ => Lane::of(state::UNKNOWN),
        });
        joined(self.aggregate, lanes, self.zero, put_off)
    }
}

/// One value of several; what does not exist is passed over. Nothing at all is `zero`.
pub(super) fn joined(
    aggregate: Aggregate,
    lanes: impl Iterator<Item = Lane>,
    zero: Lane,
    put_off: &mut u8,
) -> Lane {
    let mut found: Option<i64> = None;
    let mut number = 0;
    let mut open = false;
    for lane in lanes {
        match lane.state & state::BITS {
            state::UNKNOWN => open = true,
            state::VALUE => {
                number += 1;
                found = Some(match (found, aggregate) {
                    (None, _) => lane.value,
                    (Some(so_far), Aggregate::Sum) => fitting(so_far.checked_add(lane.value), put_off).value,
                    (Some(so_far), Aggregate::Earliest | Aggregate::Minimum) => so_far.min(lane.value),
                    (Some(so_far), Aggregate::Latest | Aggregate::Maximum) => so_far.max(lane.value),
                    (Some(so_far), Aggregate::Count) => so_far,
                });
            }
            _ => {}
        }
    }
    if open {
        return Lane::of(state::UNKNOWN);
    }
    if aggregate == Aggregate::Count {
        return Lane::value(number);
    }
    found.map_or(zero, Lane::value)
}

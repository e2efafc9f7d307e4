//! Values: sums and products, events, alternatives, and what several norms say of one name.

use super::registers::{Column, Registers};
use crate::plan::code::{DomainId, Lane, NO, Op, Operand, Statement, TruthId, ValueId, YES, state};
use crate::value::Rounding;

pub(super) fn step(domain: DomainId, op: &Op, registers: &mut Registers) {
    match op {
        Op::Fill(lane, to) => registers.make_values(domain, *to, |_, out, _| {
            out.states.fill(lane.state);
            out.values.fill(lane.value);
            out.known = lane.state == state::VALUE;
        }),
        Op::Value(of, to) => registers.make_values(domain, *to, |registers, out, _| {
            let rows = out.states.iter_mut().zip(&mut out.values);
            for ((state, value), truth) in rows.zip(registers.truth(*of)) {
                *value = i64::from(truth & YES);
                *state = if *truth == 0 { state::UNKNOWN } else { state::VALUE };
            }
            out.note_known();
        }),
        Op::Event(of, reference, to) => map2(registers, domain, (*of, *reference), *to, |event, at, _| {
            event_by(event, at)
        }),
        Op::Else(of, other, to) => registers.make_values(domain, *to, |registers, out, _| {
            let (of, other) = (registers.column(*of), Source::of(registers, *other));
            for (row, lane) in of.lanes().enumerate() {
                out.put(row, or_else(lane, other.lane(row)));
            }
            out.note_known();
        }),
        Op::Deemed { .. } => deemed(domain, op, registers),
        Op::Sum(parts, fits, to) => registers.make_values(domain, *to, |registers, out, put_off| {
            let known = parts.iter().all(|(part, _)| registers.column(*part).known);
            if *fits && known {
                known_sum(registers, parts, out);
            } else {
                sum(registers, parts, out, put_off);
            }
        }),
        Op::Product(a, b, fits, to) => {
            let known = registers.column(*a).known && registers.column(*b).known;
            if *fits && known {
                registers.make_values(domain, *to, |registers, out, _| {
                    let (a, b) = (&registers.column(*a).values, &registers.column(*b).values);
                    for (out, (a, b)) in out.values.iter_mut().zip(a.iter().zip(b)) {
                        *out = a * b;
                    }
                    out.states.fill(state::VALUE);
                    out.known = true;
                });
            } else {
                map2(registers, domain, (*a, *b), *to, product);
            }
        }
        Op::Round {
            way,
            of,
            fraction,
            step,
            to,
        } => map2(registers, domain, (*of, *of), *to, |lane, _, put_off| {
            round(lane, *fraction, *step, *way, put_off)
        }),
        Op::Choose(parts, to) => {
            let mut flags = std::mem::take(&mut registers.flags);
            registers.make_values(domain, *to, |registers, out, _| {
                choose(registers, parts, out, &mut flags)
            });
            registers.flags = flags;
        }
        Op::Stated(applies, body, to) => registers.make_values(domain, *to, |registers, out, _| {
            let body = Source::of(registers, *body);
            for (row, applies) in registers.truth(*applies).iter().enumerate() {
                let lane = body.lane(row);
                out.put(row, stated(*applies, lane));
            }
            out.note_known();
        }),
        Op::Prevail(parts, to) => registers.make_values(domain, *to, |registers, out, _| {
            for row in 0..out.states.len() {
                let value = |id| registers.column(id).lane(row);
                let truth = |id| registers.truth(id).get(row).copied().unwrap_or(0);
                out.put(row, prevailing(parts, value, truth));
            }
            out.note_known();
        }),
        Op::ByDate {
            date,
            steps,
            open,
            to,
        } => map2(registers, domain, (*date, *open), *to, |date, open, _| {
            by_date(date, steps, open)
        }),
        _ => {}
    }
}

/// The state of what is made of two: the lower one.
pub(super) fn strict(a: u8, b: u8) -> u8 {
    (a & state::BITS).min(b & state::BITS)
}

/// A count, put off where it does not fit.
pub(super) fn fitting(count: Option<i64>, put_off: &mut u8) -> Lane {
    match count {
        Some(count) => Lane::value(count),
        None => {
            *put_off = 1;
            Lane::of(state::UNKNOWN)
        }
    }
}

/// A column made of two, row by row.
pub(super) fn map2(
    registers: &mut Registers,
    domain: DomainId,
    (a, b): (ValueId, ValueId),
    to: ValueId,
    make: impl Fn(Lane, Lane, &mut u8) -> Lane,
) {
    registers.make_values(domain, to, |registers, out, put_off| {
        let (a, b) = (registers.column(a), registers.column(b));
        let rows = out.states.iter_mut().zip(&mut out.values).zip(put_off.iter_mut());
        for (((state, value), put_off), (a, b)) in rows.zip(a.lanes().zip(b.lanes())) {
            let lane = make(a, b, put_off);
            *state = lane.state;
            *value = lane.value;
        }
        out.note_known();
    });
}

/// An operand ready to be read.
pub(super) enum Source<'a> {
    Held(&'a Column),
    Fixed(Lane),
}

impl<'a> Source<'a> {
    pub fn of(registers: &'a Registers, operand: Operand) -> Source<'a> {
        match operand {
            Operand::Held(id) => Source::Held(registers.column(id)),
            Operand::Fixed(lane) => Source::Fixed(lane),
        }
    }

    pub fn lane(&self, row: usize) -> Lane {
        match self {
            Source::Held(column) => column.lane(row),
            Source::Fixed(lane) => *lane,
        }
    }
}

/// An event: none where it lies after a point in time.
pub(super) fn event_by(event: Lane, at: Lane) -> Lane {
    let later = event.state == state::VALUE && at.state == state::VALUE && event.value > at.value;
    if later { Lane::of(state::NONE) } else { event }
}

/// A product of two.
pub(super) fn product(a: Lane, b: Lane, put_off: &mut u8) -> Lane {
    let state = strict(a.state, b.state);
    if state != state::VALUE {
        return Lane::of(state);
    }
    fitting(a.value.checked_mul(b.value), put_off)
}

/// Rounded to a multiple of a step.
pub(super) fn round(lane: Lane, fraction: i64, step: (i64, i64), way: Rounding, put_off: &mut u8) -> Lane {
    if lane.state != state::VALUE {
        return lane;
    }
    fitting(rounded(lane.value, fraction, step, way), put_off)
}

/// The value on a date.
pub(super) fn by_date(date: Lane, steps: &[(i64, Option<i64>)], open: Lane) -> Lane {
    match date.state & state::BITS {
        state::VALUE => {
            let after = steps.partition_point(|(from, _)| *from <= date.value);
            let found = after.checked_sub(1).and_then(|place| steps.get(place));
            match found.and_then(|(_, value)| *value) {
                Some(value) => Lane::value(value),
                None => open,
            }
        }
        state::UNKNOWN => Lane::of(state::UNKNOWN),
        _ => Lane::of(state::NONE),
    }
}

/// What the law deems, where it may apply; else the other.
pub(super) fn deem(applies: u8, said: Lane, absent: Option<Lane>, other: Lane) -> Lane {
    let given = absent.is_some_and(|raw| raw.state & state::BITS != state::UNKNOWN);
    match applies {
        _ if given => other,
        NO => other,
        YES => said,
        _ => Lane::of(state::UNKNOWN),
    }
}

/// A value, or another where it is absent.
pub(super) fn or_else(lane: Lane, other: Lane) -> Lane {
    if lane.state & state::BITS == state::UNKNOWN {
        other
    } else {
        lane
    }
}

fn deemed(domain: DomainId, op: &Op, registers: &mut Registers) {
    let Op::Deemed {
        applies,
        said,
        absent,
        other,
        to,
    } = op
    else {
        return;
    };
    registers.make_values(domain, *to, |registers, out, _| {
        let said = Source::of(registers, *said);
        let absent = absent.map(|raw| registers.column(raw));
        let other = registers.column(*other);
        for (row, applies) in registers.truth(*applies).iter().enumerate() {
            let absent = absent.map(|raw| raw.lane(row));
            out.put(row, deem(*applies, said.lane(row), absent, other.lane(row)));
        }
        out.note_known();
    });
}

/// A sum of known values that surely fits.
fn known_sum(registers: &Registers, parts: &[(ValueId, i64)], out: &mut Column) {
    out.values.fill(0);
    for (part, factor) in parts {
        for (sum, value) in out.values.iter_mut().zip(&registers.column(*part).values) {
            *sum += value * factor;
        }
    }
    out.states.fill(state::VALUE);
    out.known = true;
}

fn sum(registers: &Registers, parts: &[(ValueId, i64)], out: &mut Column, put_off: &mut [u8]) {
    let [(first, factor), rest @ ..] = parts else {
        return;
    };
    let column = registers.column(*first);
    scale(column, *factor, out, put_off);
    for (part, factor) in rest {
        let column = registers.column(*part);
        let rows = out.states.iter_mut().zip(&mut out.values).zip(put_off.iter_mut());
        for (((state, value), put_off), lane) in rows.zip(column.lanes()) {
            *state = strict(*state, lane.state);
            if *state == state::VALUE {
                let sum = lane
                    .value
                    .checked_mul(*factor)
                    .and_then(|more| value.checked_add(more));
                let lane = fitting(sum, put_off);
                (*state, *value) = (lane.state, lane.value);
            }
        }
    }
    out.note_known();
}

/// A column times a factor; states stay as they are.
fn scale(column: &Column, factor: i64, out: &mut Column, put_off: &mut [u8]) {
    let rows = out.states.iter_mut().zip(&mut out.values).zip(put_off.iter_mut());
    for (((state, value), put_off), lane) in rows.zip(column.lanes()) {
        *state = lane.state;
        match lane.value.checked_mul(factor) {
            Some(count) => *value = count,
            None if lane.state == state::VALUE => *put_off = 1,
            None => {}
        }
    }
    out.known = column.known;
}

/// A count of a fraction rounded to a multiple of a step, as a count of the fraction of the step.
fn rounded(count: i64, fraction: i64, (above, below): (i64, i64), way: Rounding) -> Option<i64> {
    let (number, unit) = (
        i128::from(count) * i128::from(below),
        i128::from(fraction) * i128::from(above),
    );
    let (floor, rest) = (number.div_euclid(unit), number.rem_euclid(unit));
    let up = match way {
        Rounding::Up => rest > 0,
        Rounding::Down => false,
        Rounding::HalfUp => 2 * rest >= unit,
        Rounding::HalfEven => 2 * rest > unit || 2 * rest == unit && floor % 2 != 0,
    };
    let steps = floor + i128::from(up);
    i64::try_from(steps * i128::from(above)).ok()
}

/// The first alternative that holds; where that is not known, what all that may be the one agree on.
fn choose(
    registers: &Registers,
    parts: &[(Option<TruthId>, Operand)],
    out: &mut Column,
    flags: &mut Vec<u8>,
) {
    let certain = parts
        .iter()
        .all(|(guard, _)| guard.is_none_or(|guard| registers.truth(guard).iter().all(|truth| *truth != 0)));
    if certain {
        choose_certainly(registers, parts, out);
    } else {
        choose_perhaps(registers, parts, out, flags);
    }
    out.note_known();
}

/// The same where each guard is known: the last alternatives are overwritten by those before them.
fn choose_certainly(registers: &Registers, parts: &[(Option<TruthId>, Operand)], out: &mut Column) {
    out.states.fill(state::UNDEFINED);
    for (guard, value) in parts.iter().rev() {
        match (guard, Source::of(registers, *value)) {
            (Some(guard), Source::Fixed(lane)) => {
                let guard = registers.truth(*guard);
                for (value, guard) in out.values.iter_mut().zip(guard) {
                    *value = if *guard == YES { lane.value } else { *value };
                }
                for (state, guard) in out.states.iter_mut().zip(guard) {
                    *state = if *guard == YES { lane.state } else { *state };
                }
            }
            (Some(guard), Source::Held(column)) => {
                let guard = registers.truth(*guard);
                for ((value, own), guard) in out.values.iter_mut().zip(&column.values).zip(guard) {
                    *value = if *guard == YES { *own } else { *value };
                }
                for ((state, own), guard) in out.states.iter_mut().zip(&column.states).zip(guard) {
                    *state = if *guard == YES { *own } else { *state };
                }
            }
            (None, Source::Fixed(lane)) => {
                out.states.fill(lane.state);
                out.values.fill(lane.value);
            }
            (None, Source::Held(column)) => {
                out.states.clone_from(&column.states);
                out.values.clone_from(&column.values);
            }
        }
    }
}

/// The alternative is certain.
const SETTLED: u8 = 1;
/// There is an alternative that may be the one.
const FOUND: u8 = 2;
/// Alternatives say different things.
const DIFFER: u8 = 4;
/// One of them is wholly unknown.
const OPEN: u8 = 8;

fn choose_perhaps(
    registers: &Registers,
    parts: &[(Option<TruthId>, Operand)],
    out: &mut Column,
    flags: &mut Vec<u8>,
) {
    flags.clear();
    flags.resize(out.states.len(), 0);
    for (guard, value) in parts {
        let source = Source::of(registers, *value);
        let guard = guard.map(|guard| registers.truth(guard));
        for (row, flag) in flags.iter_mut().enumerate() {
            let guard = guard.map_or(YES, |guard| guard.get(row).copied().unwrap_or(0));
            if *flag & SETTLED == 0 && guard != NO {
                let mut so_far = out.lane(row);
                consider(source.lane(row), &mut so_far, flag);
                out.put(row, so_far);
                *flag |= guard & SETTLED;
            }
        }
    }
    for (row, flag) in flags.iter_mut().enumerate() {
        let lane = concluded(out.lane(row), flag);
        out.put(row, lane);
    }
}

/// What a choice comes to in the end.
fn concluded(mut lane: Lane, flag: &mut u8) -> Lane {
    if *flag & SETTLED == 0 {
        consider(Lane::of(state::UNDEFINED), &mut lane, flag);
    }
    let known = lane.state & (state::BITS | state::CONFLICT) != state::UNKNOWN;
    match (*flag & DIFFER == 0 && known, *flag & OPEN == 0) {
        (true, _) => lane,
        (false, true) => Lane::of(state::UNKNOWN | state::PERHAPS),
        (false, false) => Lane::of(state::UNKNOWN),
    }
}

/// The first alternative that holds, of one case.
pub(super) fn choice(alternatives: impl Iterator<Item = (u8, Lane)>) -> Lane {
    let (mut lane, mut flag) = (Lane::of(state::UNDEFINED), 0);
    for (guard, value) in alternatives {
        if guard != NO {
            consider(value, &mut lane, &mut flag);
        }
        if guard == YES {
            flag |= SETTLED;
            break;
        }
    }
    concluded(lane, &mut flag)
}

/// Takes an alternative that may be the one.
fn consider(lane: Lane, so_far: &mut Lane, flag: &mut u8) {
    if lane.state & state::BITS == state::UNKNOWN && lane.state & state::PERHAPS == 0 {
        *flag |= OPEN;
    }
    if *flag & FOUND == 0 {
        *flag |= FOUND;
        *so_far = lane;
    } else if !same(*so_far, lane) {
        *flag |= DIFFER;
    }
}

/// Whether the same is known of two.
fn same(a: Lane, b: Lane) -> bool {
    let known = |lane: Lane| lane.state & (state::BITS | state::CONFLICT);
    known(a) == known(b) && (known(a) != state::VALUE || a.value == b.value)
}

/// What one norm says: its body where it applies.
pub(super) fn stated(applies: u8, body: Lane) -> Lane {
    match applies {
        NO => Lane::of(state::UNDEFINED),
        YES => body,
        _ if body.state & state::BITS == state::UNDEFINED => body,
        _ => Lane::of(state::UNKNOWN),
    }
}

/// What all statements come to, after those that prevail have set others aside.
pub(super) fn prevailing(
    parts: &[Statement],
    value: impl Fn(ValueId) -> Lane,
    truth: impl Fn(TruthId) -> u8,
) -> Lane {
    let speaks = |place: usize| parts.get(place).map_or(0, |(_, speaks, _)| truth(*speaks));
    let mut found: Option<Lane> = None;
    let (mut unsure, mut agree) = (false, true);
    for (place, (id, _, over)) in parts.iter().enumerate() {
        let set_aside = over.iter().fold(NO, |truth, other| {
            let other = speaks(*other);
            ((truth | other) & YES) | (truth & other & NO)
        });
        if set_aside == YES || speaks(place) == NO {
            continue;
        }
        let lane = value(*id);
        unsure |= set_aside != NO || lane.state & state::BITS == state::UNKNOWN;
        match found {
            None => found = Some(lane),
            Some(first) => agree &= same(first, lane),
        }
    }
    match found {
        None => Lane::of(state::UNDEFINED),
        Some(_) if unsure => Lane::of(state::UNKNOWN),
        Some(lane) if agree => lane,
        Some(_) => Lane::of(state::UNKNOWN | state::CONFLICT),
    }
}

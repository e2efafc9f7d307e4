//! Dates and moments, by the calendar and the zone.

use super::Setting;
use super::registers::Registers;
use super::values::{Source, map2, strict};
use crate::plan::code::{DomainId, Lane, NO, Op, Operand, ValueId, YES, state};
use crate::plan::{date_numbered, day_number, duration_of};
use crate::syntax::tree::{Period, SpanUnit};
use crate::time::{
    Date, DayRounding, DurationKind, Moment, MonthEnd, Zone, months_between, shift, shift_by_months,
};
use chrono::Datelike;

pub(super) fn step(domain: DomainId, op: &Op, setting: &Setting<'_>, registers: &mut Registers) {
    let zone = setting.zone;
    match op {
        Op::InPeriod(period, a, b, to) => registers.make_truths(domain, *to, |registers, out| {
            let pairs = registers.column(*a).lanes().zip(registers.column(*b).lanes());
            for (out, (a, b)) in out.iter_mut().zip(pairs) {
                *out = in_period(*period, a, b);
            }
        }),
        Op::DateOf(of, to) => map2(registers, domain, (*of, *of), *to, |lane, _, _| {
            made(lane, || local_date(zone, lane.value).map(day_number))
        }),
        Op::Between(unit, missing_day, from, to, result) => {
            map2(registers, domain, (*from, *to), *result, |from, to, _| {
                let state = strict(from.state, to.state);
                made(Lane::of(state), || {
                    between(zone, (*unit, *missing_day), from.value, to.value)
                })
            });
        }
        Op::AddToDate {
            date,
            length,
            unit,
            round,
            to,
        } => with_length(domain, registers, (*date, *length), *to, |date, length| {
            add_to_date(date, length, *unit, *round)
        }),
        Op::AddToMoment {
            moment,
            length,
            unit,
            round,
            to,
        } => with_length(domain, registers, (*moment, *length), *to, |moment, length| {
            add_to_moment(zone, moment, length, *unit, *round)
        }),
        _ => {}
    }
}

/// A value where there is one to make it of; not known where it cannot be calculated.
pub(super) fn made(of: Lane, make: impl FnOnce() -> Option<i64>) -> Lane {
    if of.state & state::BITS != state::VALUE {
        return of;
    }
    make().map_or(Lane::of(state::UNKNOWN), Lane::value)
}

fn with_length(
    domain: DomainId,
    registers: &mut Registers,
    (of, length): (ValueId, Operand),
    to: ValueId,
    make: impl Fn(i64, i64) -> Option<i64>,
) {
    registers.make_values(domain, to, |registers, out, _| {
        let length = Source::of(registers, length);
        for (row, lane) in registers.column(of).lanes().enumerate() {
            let length = length.lane(row);
            let state = strict(lane.state, length.state);
            out.put(row, made(Lane::of(state), || make(lane.value, length.value)));
        }
        out.note_known();
    });
}

pub(super) fn local_date(zone: Zone, seconds: i64) -> Option<Date> {
    Moment::from_seconds(seconds).map(|moment| zone.date_of(moment))
}

pub(super) fn in_period(period: Period, a: Lane, b: Lane) -> u8 {
    let (s, t) = (a.state & state::BITS, b.state & state::BITS);
    if s != state::VALUE || t != state::VALUE {
        let undefined = s == state::UNDEFINED || t == state::UNDEFINED;
        let open = s == state::UNKNOWN || t == state::UNKNOWN;
        return if open && !undefined { 0 } else { NO };
    }
    let same = match period {
        Period::Day => a.value == b.value,
        Period::Month | Period::Year => match (date_numbered(a.value), date_numbered(b.value)) {
            (Some(a), Some(b)) => a.year() == b.year() && (period == Period::Year || a.month() == b.month()),
            _ => false,
        },
    };
    if same { YES } else { NO }
}

pub(super) fn between(
    zone: Zone,
    (unit, missing_day): (SpanUnit, MonthEnd),
    from: i64,
    to: i64,
) -> Option<i64> {
    let months = || {
        Some(months_between(
            date_numbered(from)?,
            date_numbered(to)?,
            missing_day,
        ))
    };
    match unit {
        SpanUnit::Time => {
            let (from, to) = (Moment::from_seconds(from)?, Moment::from_seconds(to)?);
            Some(zone.seconds_between(from, to))
        }
        SpanUnit::Days => to.checked_sub(from),
        SpanUnit::Months => months(),
        SpanUnit::Years => months().map(|months| months / 12 * 12),
    }
}

/// A date and a count of days or months; whole ones need no exact arithmetic.
pub(super) fn add_to_date(
    date: i64,
    count: i64,
    (kind, fraction): (DurationKind, i64),
    round: DayRounding,
) -> Option<i64> {
    let date = date_numbered(date)?;
    let whole = count % fraction.max(1) == 0;
    let units = count / fraction.max(1);
    let small = units.abs() < 1_000_000_000;
    let sum = match kind {
        DurationKind::Days if whole && small => shift(date, 0, 0, units, MonthEnd::Down)?,
        DurationKind::Calendar if whole && small => shift_by_months(date, units, 0, round.missing)?,
        _ => crate::time::add_to_date(date, &duration_of(kind, count, fraction), round)?,
    };
    Some(day_number(sum))
}

pub(super) fn add_to_moment(
    zone: Zone,
    moment: i64,
    count: i64,
    (kind, fraction): (DurationKind, i64),
    round: DayRounding,
) -> Option<i64> {
    let sum = crate::evaluate::sum::add_to_moment(
        Moment::from_seconds(moment)?,
        &duration_of(kind, count, fraction),
        round,
        zone,
    )
    .ok()?;
    Some(sum.seconds())
}

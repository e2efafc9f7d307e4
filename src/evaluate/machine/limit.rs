//! Time limits: nothing where one has not started, undefined where there is none.

use super::Setting;
use super::registers::Registers;
use super::values::{Source, fitting, strict};
use crate::plan::code::{DomainId, Lane, LimitCode, NO, Op, YES, state};
use crate::plan::{date_numbered, duration_of};
use crate::time::{Counter, Event, FirstHour, Moment, TimeLimit};

pub(super) fn step(domain: DomainId, op: &Op, setting: &Setting<'_>, registers: &mut Registers) {
    match op {
        Op::Limit(code, to) => registers.make_values(domain, *to, |registers, out, _| {
            let (events, at) = (registers.column(code.event), registers.column(code.at));
            let length = Source::of(registers, code.length);
            for (row, event) in events.lanes().enumerate() {
                let lane = ends(code, setting, event, length.lane(row), at.lane(row));
                out.put(row, lane);
            }
            out.note_known();
        }),
        Op::Extended {
            length,
            when,
            longer,
            added,
            to,
        } => registers.make_values(domain, *to, |registers, out, put_off| {
            let (length, longer) = (Source::of(registers, *length), Source::of(registers, *longer));
            let rows = registers.truth(*when).iter().zip(put_off.iter_mut());
            for (row, (when, put_off)) in rows.enumerate() {
                let lane = extended(*when, (length.lane(row), longer.lane(row)), *added, put_off);
                out.put(row, lane);
            }
            out.note_known();
        }),
        Op::FirstOf { limits, latest, to } => registers.make_values(domain, *to, |registers, out, _| {
            for row in 0..out.states.len() {
                let lanes = limits.iter().map(|limit| registers.column(*limit).lane(row));
                out.put(row, first_of(lanes, *latest));
            }
            out.note_known();
        }),
        Op::Window(due, at, to_the_minute, to) => registers.make_truths(domain, *to, |registers, out| {
            let pairs = registers.column(*due).lanes().zip(registers.column(*at).lanes());
            for (out, (due, at)) in out.iter_mut().zip(pairs) {
                *out = window(due, at, *to_the_minute);
            }
        }),
        _ => {}
    }
}

/// The last second that is in time.
pub(super) fn last_in_time(due: i64, to_the_minute: bool) -> i64 {
    if to_the_minute {
        due - due.rem_euclid(60) + 59
    } else {
        due
    }
}

/// Whether the assessment lies before the end of a limit.
pub(super) fn window(due: Lane, at: Lane, to_the_minute: bool) -> u8 {
    match (due.state & state::BITS, at.state & state::BITS) {
        (state::UNDEFINED, _) => YES,
        (state::NONE, _) => NO,
        (state::VALUE, state::VALUE) => NO - u8::from(at.value <= last_in_time(due.value, to_the_minute)),
        _ => 0,
    }
}

/// When one limit ends.
pub(super) fn ends(code: &LimitCode, setting: &Setting<'_>, event: Lane, length: Lane, at: Lane) -> Lane {
    match strict(event.state, length.state) {
        state::VALUE => {}
        state::UNKNOWN => return Lane::of(state::UNKNOWN),
        _ => return Lane::of(state::NONE),
    }
    let later = at.state == state::VALUE && event.value > at.value;
    if later && !code.backwards && !code.planned {
        return Lane::of(state::NONE);
    }
    if let Some(end) = plain_hours(code, setting, event, length) {
        return end;
    }
    counted(code, setting, event, length).map_or(Lane::of(state::UNKNOWN), |end| Lane::value(end.seconds()))
}

/// Hours from a moment, by far the most frequent limits: elapsed time.
fn plain_hours(code: &LimitCode, setting: &Setting<'_>, event: Lane, length: Lane) -> Option<Lane> {
    use crate::time::DurationKind::Clock;
    if code.unit != (Clock, 1) || code.event_is_date || code.rule.hours != FirstHour::Moment {
        return None;
    }
    let length = if code.backwards {
        length.value.checked_neg()?
    } else {
        length.value
    };
    let start = setting.zone.counted_from(Moment::from_seconds(event.value)?);
    let end = Moment::from_seconds(start.checked_add(length)?)?;
    Some(Lane::value(end.seconds()))
}

fn counted(code: &LimitCode, setting: &Setting<'_>, event: Lane, length: Lane) -> Option<Moment> {
    let event = if code.event_is_date {
        Event::Date(date_numbered(event.value)?)
    } else {
        Event::Moment(Moment::from_seconds(event.value)?)
    };
    let calendar = code.calendar.and_then(|id| setting.program.calendars.get(id.0));
    let counter = Counter {
        zone: setting.zone,
        rule: &code.rule,
        calendar: calendar.map(|made| &made.calendar),
    };
    let counted = counter.count(&TimeLimit {
        event,
        length: &duration_of(code.unit.0, length.value, code.unit.1),
        backwards: code.backwards,
        round: code.round,
        pauses: &[],
        restarts: &[],
    });
    counted.ok()?.due
}

/// A length, or the longer one. Where it is not known which, several ends are possible: the row is put off.
pub(super) fn extended(when: u8, (length, longer): (Lane, Lane), added: bool, put_off: &mut u8) -> Lane {
    match when {
        NO => length,
        YES => {
            let state = strict(length.state, longer.state);
            if state != state::VALUE {
                return Lane::of(state);
            }
            if !added {
                return longer;
            }
            fitting(length.value.checked_add(longer.value), put_off)
        }
        _ => {
            *put_off = 1;
            Lane::of(state::UNKNOWN)
        }
    }
}

/// The earliest or latest of some limits. One that is not known leaves it open; one that has not started is passed over.
pub(super) fn first_of(limits: impl Iterator<Item = Lane>, latest: bool) -> Lane {
    let mut best: Option<i64> = None;
    let mut waiting = false;
    for limit in limits {
        match limit.state & state::BITS {
            state::UNKNOWN => return Lane::of(state::UNKNOWN),
            state::VALUE => {
                let better = |so_far: i64| {
                    if latest {
                        limit.value > so_far
                    } else {
                        limit.value < so_far
                    }
                };
                if best.is_none_or(better) {
                    best = Some(limit.value);
                }
            }
            state::NONE => waiting = true,
            _ => {}
        }
    }
    match best {
        Some(end) => Lane::value(end),
        None => Lane::of(if waiting { state::NONE } else { state::UNDEFINED }),
    }
}

//! What permissions and bars come to, and how duties stand at the assessment.

use super::Setting;
use super::dates::local_date;
use super::limit::last_in_time;
use super::registers::Registers;
use crate::plan::code::{
    CASES, DutyCode, Lane, NO, Op, Outcomes, Sort, TruthId, ValueId, YES, outcome_bit, state,
};
use crate::plan::{Outcome, day_number};
use crate::time::Zone;

pub(super) fn step(op: &Op, setting: &Setting<'_>, registers: &mut Registers) {
    match op {
        Op::Is(of, wanted, to) => registers.make_truths(CASES, *to, |registers, out| {
            for (out, value) in out.iter_mut().zip(&registers.column(*of).values) {
                *out = is_one_of(*value, *wanted);
            }
        }),
        Op::Duty(code) => duty(code, setting, registers),
        Op::Gravest { duties, to, to_due } => {
            for row in 0..registers.rows(CASES) {
                // duties that are not known may agree, or leave one of two: the evaluator of terms says
                let known = |(outcome, _, _): &(ValueId, ValueId, ValueId)| {
                    is_known(registers.column(*outcome).lane(row))
                };
                if !duties.iter().all(known) {
                    registers.put_off(CASES, row);
                }
                let lanes = duties.iter().map(|(outcome, due, _)| {
                    (
                        registers.column(*outcome).lane(row),
                        registers.column(*due).lane(row),
                    )
                });
                let worst = gravest(lanes);
                if let Some((outcome, due)) = worst {
                    put(registers, *to, row, outcome);
                    put(registers, *to_due, row, due);
                }
            }
        }
        _ => {}
    }
}

fn put(registers: &mut Registers, to: ValueId, row: usize, lane: Lane) {
    let rows = registers.rows(CASES);
    if let Some(column) = registers.column_mut(to) {
        column.fit(rows);
        column.put(row, lane);
    }
}

/// Whether an outcome is one of some; unknown and in conflict are unknown.
pub(super) fn is_one_of(outcome: i64, wanted: Outcomes) -> u8 {
    let bit = 1_u16 << (outcome & 15);
    let open = bit & (outcome_bit(Outcome::Unknown) | outcome_bit(Outcome::Conflict)) != 0;
    if open { 0 } else { NO - u8::from(bit & wanted != 0) }
}

/// Whether it is known how a duty stands.
pub(super) fn is_known(outcome: Lane) -> bool {
    outcome.value != i64::from(Outcome::Unknown.number())
}

/// The gravest of some duties, with its due moment.
pub(super) fn gravest(duties: impl Iterator<Item = (Lane, Lane)>) -> Option<(Lane, Lane)> {
    duties.max_by_key(|(outcome, due)| {
        let gravity = Outcome::numbered(outcome.value).map_or(0, Outcome::gravity);
        let due = if due.state == state::VALUE {
            due.value
        } else {
            i64::MAX
        };
        (gravity, std::cmp::Reverse(due))
    })
}

/// The number of the outcome: what stands among permissions, and among bars. Without branches.
#[inline(always)]
pub(super) fn weighed(permitted: u8, barred: u8) -> u8 {
    const UNKNOWN: u8 = Outcome::Unknown.number();
    const CONFLICT: u8 = Outcome::Conflict.number();
    const PERMITTED: u8 = Outcome::Permitted.number();
    const FORBIDDEN: u8 = Outcome::Forbidden.number();
    const UNREGULATED: u8 = Outcome::Unregulated.number();
    let when_barred = if permitted == YES { CONFLICT } else { FORBIDDEN };
    let when_not = if permitted == YES { PERMITTED } else { UNREGULATED };
    let known = if barred == YES { when_barred } else { when_not };
    if (permitted == 0) | (barred == 0) {
        UNKNOWN
    } else {
        known
    }
}

/// Whether a duty was fulfilled.
#[derive(Clone, Copy)]
enum Done {
    At(i64),
    On(i64),
    Yes,
    No,
    Unknown,
}

fn duty(code: &DutyCode, setting: &Setting<'_>, registers: &mut Registers) {
    for row in 0..registers.rows(CASES) {
        let value = |id| registers.column(id).lane(row);
        let truth = |id| registers.truth(id).get(row).copied().unwrap_or(0);
        let [outcome, due, done] = stands(code, setting, value, truth);
        put(registers, code.to, row, outcome);
        put(registers, code.to_due, row, due);
        put(registers, code.to_done, row, done);
    }
}

/// How a duty stands in one case: outcome, due moment, fulfilment.
pub(super) fn stands(
    code: &DutyCode,
    setting: &Setting<'_>,
    value: impl Fn(ValueId) -> Lane,
    truth: impl Fn(TruthId) -> u8,
) -> [Lane; 3] {
    let (at, today) = (value(code.at), value(code.today));
    let done = fulfilment(code.done.map(|(done, sort)| (value(done), sort)), at, today);
    let arisen = (truth(code.applies), truth(code.tied));
    let limit = (value(code.due), code.to_the_minute);
    let standing = standing(setting.zone, arisen, limit, done, at);
    let outcome = Lane::value(i64::from(standing.outcome.number()));
    [outcome, standing.due, standing.done]
}

fn fulfilment(done: Option<(Lane, Sort)>, at: Lane, today: Lane) -> Done {
    let Some((lane, sort)) = done else {
        return Done::No;
    };
    let later = |reference: Lane| reference.state == state::VALUE && lane.value > reference.value;
    match (lane.state & state::BITS, sort) {
        (state::UNKNOWN, _) => Done::Unknown,
        (state::VALUE, Sort::Moment) if !later(at) => Done::At(lane.value),
        (state::VALUE, Sort::Date) if !later(today) => Done::On(lane.value),
        (state::VALUE, Sort::Truth) if lane.value == 1 => Done::Yes,
        _ => Done::No,
    }
}

/// How a duty stands.
struct Standing {
    outcome: Outcome,
    due: Lane,
    done: Lane,
}

impl Standing {
    fn settled(outcome: Outcome) -> Standing {
        Standing {
            outcome,
            due: Lane::of(state::NONE),
            done: Lane::of(state::NONE),
        }
    }
}

fn standing(
    zone: Zone,
    (applies, tied): (u8, u8),
    (due, to_the_minute): (Lane, bool),
    done: Done,
    at: Lane,
) -> Standing {
    if applies == YES && tied == YES {
        return Standing::settled(Outcome::Conflict);
    }
    let not_begun = due.state & state::BITS == state::NONE;
    // before its event a duty does not arise, unless it may be that it contradicts a bar
    if applies == NO || not_begun && tied == NO {
        return Standing::settled(Outcome::NotApplicable);
    }
    let outcome = match due.state & state::BITS {
        state::VALUE => against(zone, done, (due.value, to_the_minute), at),
        state::UNKNOWN => Outcome::Unknown,
        _ => match done {
            Done::At(_) | Done::On(_) | Done::Yes => Outcome::Fulfilled,
            Done::No => Outcome::Pending,
            Done::Unknown => Outcome::Unknown,
        },
    };
    let certain = applies == YES && tied == NO;
    let outcome = if certain { outcome } else { Outcome::Unknown };
    let open = || Lane::of(state::UNKNOWN);
    let due = match due.state & state::BITS {
        state::VALUE if applies == YES => due,
        state::VALUE | state::UNKNOWN => open(),
        _ if outcome == Outcome::Unknown => open(),
        _ => Lane::of(state::NONE),
    };
    let done = match done {
        Done::At(moment) => Lane::value(moment),
        Done::On(date) => crate::plan::date_numbered(date).map_or(Lane::of(state::NONE), |date| {
            Lane::value(zone.start_of(date).seconds())
        }),
        _ if outcome == Outcome::Unknown => open(),
        _ => Lane::of(state::NONE),
    };
    Standing { outcome, due, done }
}

/// How a duty with a due moment stands.
fn against(zone: Zone, done: Done, (due, to_the_minute): (i64, bool), at: Lane) -> Outcome {
    let last = last_in_time(due, to_the_minute);
    let late = |late: bool| {
        if late {
            Outcome::FulfilledLate
        } else {
            Outcome::Fulfilled
        }
    };
    match done {
        Done::At(moment) => late(moment > last),
        // known to the day only: the day of the due moment is the last one
        Done::On(date) => late(local_date(zone, due).is_none_or(|last| date > day_number(last))),
        Done::Yes => Outcome::Fulfilled,
        Done::No if at.state == state::VALUE => {
            if at.value <= last {
                Outcome::Pending
            } else {
                Outcome::Overdue
            }
        }
        Done::No | Done::Unknown => Outcome::Unknown,
    }
}

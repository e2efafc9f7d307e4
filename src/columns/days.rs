//! The last day of a duty's limit, told from its due moment: what the limit is counted in says whether it has one.

use super::Columns;
use crate::evaluate::Registers;
use crate::library::{Ask, Matter};
use crate::plan::code::{CASES, Code, Output, state};
use crate::resolve::{Base, Duty, Kind};
use crate::time::{Date, DurationKind, Moment, Zone};

/// Whether the limits of a duty end with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LastDay {
    /// They are counted in hours, or there are none.
    Never,
    /// They are counted in days or longer.
    Always,
    /// Some are, some are not: only the count itself tells.
    Mixed,
}

/// What a due moment says of the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DueOn {
    /// There is none.
    None,
    /// It is this day.
    Day(Date),
    /// Only the count itself tells.
    Unsure,
}

impl LastDay {
    /// That of a question, over all versions of the law.
    pub fn of(matter: &Matter, ask: &Ask) -> LastDay {
        let Some(action) = ask.question().duty() else {
            return LastDay::Never;
        };
        let norms = matter.program().norms.iter();
        let duties = norms.filter_map(|norm| match &norm.kind {
            Kind::Duty(of, duty) if *of == action => Some(duty.as_ref()),
            _ => None,
        });
        let ends: Vec<bool> = duties.flat_map(ends_with_a_day).collect();
        match (ends.contains(&true), ends.contains(&false)) {
            (false, _) => LastDay::Never,
            (true, false) => LastDay::Always,
            (true, true) => LastDay::Mixed,
        }
    }

    /// The last day of a limit that ends at a moment.
    pub fn of_due(self, due: Moment, zone: Zone) -> DueOn {
        let day = zone.date_of(due);
        // where a zone passed over the next day, the limit may have ended with that one
        let follows = Moment::from_seconds(due.seconds() + 1).map(|next| zone.date_of(next));
        let passed_over = follows.is_some_and(|next| next > day && day.succ_opt() != Some(next));
        match self {
            LastDay::Never => DueOn::None,
            LastDay::Always if !passed_over => DueOn::Day(day),
            LastDay::Always | LastDay::Mixed => DueOn::Unsure,
        }
    }
}

/// The due moment of a row that ran through the steps.
pub(super) fn due(registers: &Registers, output: &Output, row: usize) -> Option<Moment> {
    let Output::Outcome(_, Some(due)) = output else {
        return None;
    };
    let lane = registers.column(*due).lane(row);
    (lane.state == state::VALUE)
        .then(|| Moment::from_seconds(lane.value))
        .flatten()
}

/// Of the rows that have an answer (all, where none are named) those whose last days can be told.
pub(super) fn told(
    columns: &Columns,
    code: &Code,
    registers: &Registers,
    settled: Option<Vec<usize>>,
) -> Option<Vec<usize>> {
    let has_due = |output: &Output| matches!(output, Output::Outcome(_, Some(_)));
    if !code.outputs.iter().any(has_due) {
        return settled;
    }
    let zone = columns.matter.zone();
    let unsure = |row: usize| {
        let mut outputs = code.outputs.iter().enumerate();
        outputs.any(|(question, output)| {
            let due = due(registers, output, row);
            due.is_some_and(|due| columns.last_day(question).of_due(due, zone) == DueOn::Unsure)
        })
    };
    let all = 0..registers.rows(CASES);
    match settled {
        None if !all.clone().any(unsure) => None,
        None => Some(all.filter(|row| !unsure(*row)).collect()),
        Some(rows) => Some(rows.into_iter().filter(|row| !unsure(*row)).collect()),
    }
}

/// Of each length that a duty may last, whether it ends with a day.
fn ends_with_a_day(duty: &Duty) -> Vec<bool> {
    let lengths = duty.limits.iter().flat_map(|limit| {
        let timings = limit.timings.iter().map(|timing| &timing.length);
        timings.chain(limit.extensions.iter().map(|longer| &longer.length))
    });
    let ends = lengths.map(|length| !matches!(length.ty.base, Base::Duration(DurationKind::Clock, _)));
    ends.chain(duty.recurring.as_ref().map(|_| true)).collect()
}

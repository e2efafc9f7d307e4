//! The machine that runs compiled questions: each step for all rows of a chunk, one case being a chunk of one row.
//!
//! In: code and the rows of its inputs. Out: registers that hold the answers, and the rows that are put off because a
//! number, a date or a contradiction among possible values does not fit. It records no reasons.

mod dates;
mod duty;
mod facts;
mod gather;
mod lanes;
mod limit;
mod logic;
mod narrow;
mod one;
mod registers;
mod single_code;
mod values;

pub use facts::{fill, lane_of, value_of};
#[cfg(feature = "columns")]
pub use lanes::widely;
#[cfg(feature = "columns")]
pub use logic::compared_once;
#[cfg(feature = "columns")]
pub use narrow::reach;
pub use one::Single;
#[cfg(feature = "columns")]
pub use registers::Column;
pub use registers::Registers;
pub use single_code::SingleCode;
#[cfg(feature = "columns")]
pub use single_code::bounds_of;

use crate::plan::code::{CASES, Code, DomainId, Op, Output, Sort};
use crate::resolve::Program;
use crate::time::Zone;

/// What steps know beside their registers.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The resolved law, for its calendars.
    pub program: &'a Program,
    /// Where days begin and end.
    pub zone: Zone,
}

/// Runs all steps over the rows that the registers hold.
pub fn run(code: &Code, setting: &Setting<'_>, registers: &mut Registers) {
    run_but(code, setting, registers, &[]);
    registers.widen_answers(code, true);
}

/// Runs all steps but those whose results stand in the registers already, by their places. Outcomes may be left as bytes.
pub fn run_but(code: &Code, setting: &Setting<'_>, registers: &mut Registers, done: &[usize]) {
    for (place, (domain, op)) in code.steps.iter().enumerate() {
        if done.contains(&place) || narrow::step(*domain, op, registers) {
            continue;
        }
        registers.widen_for(place);
        step(*domain, op, setting, registers);
    }
    registers.widen_answers(code, false);
    // what is put off for an element is put off for its case
    for number in (1..=code.parents.len()).rev() {
        let outer = code.parents.get(number - 1).copied().unwrap_or(CASES);
        registers.put_off_outer(DomainId(number), outer);
    }
    put_off_texts(code, registers);
}

/// Puts off the cases in which a text of their own is an answer: registers hold the texts of the law alone.
fn put_off_texts(code: &Code, registers: &mut Registers) {
    let texts = code
        .outputs
        .iter()
        .filter(|output| matches!(output, Output::Value(_, Sort::Text, _)));
    for output in texts {
        let column = registers.column(output.value());
        let rows = (0..column.states.len()).filter(|row| output.is_elsewhere(column.lane(*row)));
        for row in rows.collect::<Vec<_>>() {
            registers.put_off(CASES, row);
        }
    }
}

fn step(domain: DomainId, op: &Op, setting: &Setting<'_>, registers: &mut Registers) {
    match op {
        Op::Fill(..)
        | Op::Value(..)
        | Op::Event(..)
        | Op::Else(..)
        | Op::Deemed { .. }
        | Op::Sum(..)
        | Op::Product(..)
        | Op::Round { .. }
        | Op::Choose(..)
        | Op::Stated(..)
        | Op::Prevail(..)
        | Op::ByDate { .. } => values::step(domain, op, registers),
        Op::FillTruth(..)
        | Op::Truth(..)
        | Op::Not(..)
        | Op::NotKnown(..)
        | Op::All(..)
        | Op::Any(..)
        | Op::CompareWith { .. }
        | Op::Compare { .. }
        | Op::Among { .. }
        | Op::Exists(..)
        | Op::Says(..) => logic::step(domain, op, registers),
        Op::InPeriod(..)
        | Op::AddToDate { .. }
        | Op::AddToMoment { .. }
        | Op::DateOf(..)
        | Op::Between(..) => dates::step(domain, op, setting, registers),
        Op::Limit(..) | Op::Extended { .. } | Op::FirstOf { .. } | Op::Window(..) => {
            limit::step(domain, op, setting, registers);
        }
        Op::Weigh { .. } | Op::Is(..) | Op::Duty(_) | Op::Gravest { .. } => {
            duty::step(op, setting, registers);
        }
        Op::Spread(..) | Op::SpreadTruth(..) | Op::Quantify { .. } | Op::Gather { .. } | Op::Join(..) => {
            gather::step(domain, op, registers);
        }
    }
}

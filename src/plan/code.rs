//! Compiled questions: a flat program over registers, without branches, run over one case or over many.
//!
//! Each register holds one thing per row. A truth is a byte: [`YES`], [`NO`] or neither, for unknown. A value is a state
//! and 64 bits: numbers, money and durations as a count of a fixed fraction, dates as days, moments as seconds, enums as
//! places, countries as letters. What does not fit is put off: that row is answered by the evaluator of terms instead.

use super::outcome::Outcome;
use crate::resolve::{CalendarId, EnumId};
use crate::syntax::tree::{Aggregate, Comparison, Period, SpanUnit};
use crate::time::{CountingRule, DayRounding, DurationKind, MonthEnd};
use crate::value::{Currency, Rounding, Truth};
use std::sync::Arc;

/// A truth that holds.
pub const YES: u8 = 1;
/// A truth that does not hold.
pub const NO: u8 = 2;

/// The byte of a truth.
pub fn byte(truth: Truth) -> u8 {
    match truth {
        Truth::Yes => YES,
        Truth::No => NO,
        Truth::Unknown => 0,
    }
}

/// What is known of a value. The lower of two is the state of what is made of both.
pub mod state {
    /// No provision gives it a value.
    pub const UNDEFINED: u8 = 0;
    /// Not known.
    pub const UNKNOWN: u8 = 1;
    /// Known not to exist.
    pub const NONE: u8 = 2;
    /// Known.
    pub const VALUE: u8 = 3;
    /// The bits of the four.
    pub const BITS: u8 = 3;
    /// Beside unknown: it is one of a few values that are known.
    pub const PERHAPS: u8 = 4;
    /// Beside unknown: provisions contradict one another.
    pub const CONFLICT: u8 = 8;
}

/// A register of truths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TruthId(pub usize);

/// A register of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ValueId(pub usize);

/// Whose rows a register has: the cases (0), or the elements of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DomainId(pub usize);

/// The cases themselves.
pub const CASES: DomainId = DomainId(0);

/// What the 64 bits of a value mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Yes is 1.
    Truth,
    /// A count of a fraction of one.
    Number,
    /// A count of a fraction of the currency's unit.
    Money(Currency),
    /// A count of a fraction of a second, a day or a month.
    Duration(DurationKind),
    /// Days since the year 1.
    Date,
    /// Seconds since 1970-01-01 00:00 UTC.
    Moment,
    /// Seconds since midnight.
    Time,
    /// Its place.
    Enum(EnumId),
    /// Its two letters.
    Country,
    /// The number of a text that the rules write; -1 for any other.
    Text,
}

/// A known value, none or no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lane {
    /// What is known.
    pub state: u8,
    /// The value.
    pub value: i64,
}

impl Lane {
    /// A known value.
    pub fn value(value: i64) -> Lane {
        Lane {
            state: state::VALUE,
            value,
        }
    }

    /// A state without a value.
    pub fn of(state: u8) -> Lane {
        Lane { state, value: 0 }
    }
}

/// A value that stands in a register or is the same in every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operand {
    /// In a register.
    Held(ValueId),
    /// Everywhere the same.
    Fixed(Lane),
}

/// Which outcomes count as yes; unknown and in conflict are unknown.
pub type Outcomes = u16;

/// The bit of an outcome.
pub fn outcome_bit(outcome: Outcome) -> Outcomes {
    1 << outcome.number()
}

/// What one norm says of a name: its value, whether it speaks, and which of the others prevail over it.
pub type Statement = (ValueId, TruthId, Box<[usize]>);

/// How one limit is counted.
#[derive(Debug, Clone)]
pub struct LimitCode {
    /// The event.
    pub event: ValueId,
    /// Whether it is known to the day.
    pub event_is_date: bool,
    /// The length.
    pub length: Operand,
    /// What it counts, and of what fraction.
    pub unit: (DurationKind, i64),
    /// Counted backwards.
    pub backwards: bool,
    /// Whether events after the assessment count too.
    pub planned: bool,
    /// How a fraction of a day is rounded.
    pub round: MonthEnd,
    /// The counting rule.
    pub rule: CountingRule,
    /// The calendar.
    pub calendar: Option<CalendarId>,
    /// The assessment.
    pub at: ValueId,
}

/// How a duty is weighed.
#[derive(Debug, Clone)]
pub struct DutyCode {
    /// Whether it has arisen.
    pub applies: TruthId,
    /// Whether a bar of equal rank stands against it.
    pub tied: TruthId,
    /// When it is due.
    pub due: ValueId,
    /// What shows fulfilment, and what that is.
    pub done: Option<(ValueId, Sort)>,
    /// Whether its limits are kept to the minute.
    pub to_the_minute: bool,
    /// The assessment.
    pub at: ValueId,
    /// Its local date.
    pub today: ValueId,
    /// The outcome.
    pub to: ValueId,
    /// The due moment.
    pub to_due: ValueId,
    /// When it was done.
    pub to_done: ValueId,
}

/// One step. It is done for all rows of the domain of what it makes.
#[derive(Debug, Clone)]
pub enum Op {
    /// The same in every row.
    Fill(Lane, ValueId),
    /// The same truth in every row.
    FillTruth(u8, TruthId),
    /// A value as a condition: what does not exist does not hold.
    Truth(ValueId, TruthId),
    /// A truth as a value.
    Value(TruthId, ValueId),
    /// The contrary.
    Not(TruthId, TruthId),
    /// Yes where the truth is no or unknown, no where it is yes.
    NotKnown(TruthId, TruthId),
    /// All hold; of those that are marked, the contrary.
    All(Box<[(TruthId, bool)]>, TruthId),
    /// At least one holds; of those that are marked, the contrary.
    Any(Box<[(TruthId, bool)]>, TruthId),
    /// A comparison with a constant.
    CompareWith {
        /// How.
        order: Comparison,
        /// What.
        of: ValueId,
        /// With what.
        with: i64,
        /// Whether an unknown one may be one of a few values.
        perhaps: bool,
        /// The result.
        to: TruthId,
    },
    /// A comparison of two, each times a factor.
    Compare {
        /// How.
        order: Comparison,
        /// The first.
        a: (ValueId, i64),
        /// The second.
        b: (ValueId, i64),
        /// Whether the products surely fit into 64 bits.
        fits: bool,
        /// Whether an unknown one may be one of a few values.
        perhaps: bool,
        /// The result.
        to: TruthId,
    },
    /// One of some values.
    Among {
        /// What.
        of: ValueId,
        /// The values, in order.
        values: Box<[i64]>,
        /// Whether an unknown one may be one of a few values.
        perhaps: bool,
        /// The result.
        to: TruthId,
    },
    /// Exists or has happened; the row is put off where it may be one of a few known values, and that is so of the register.
    Exists(ValueId, bool, TruthId),
    /// Known to be in no such state: a definition that says something.
    Says(TruthId, ValueId, TruthId),
    /// The same calendar day, month or year.
    InPeriod(Period, ValueId, ValueId, TruthId),
    /// An event: none where it lies after the second.
    Event(ValueId, ValueId, ValueId),
    /// The first, or the second where that is absent.
    Else(ValueId, Operand, ValueId),
    /// What the law deems: where the truth may hold the first, else the second.
    Deemed {
        /// Whether it is deemed.
        applies: TruthId,
        /// What.
        said: Operand,
        /// Only while this is absent.
        absent: Option<ValueId>,
        /// Else.
        other: ValueId,
        /// The result.
        to: ValueId,
    },
    /// A sum of registers, each times a factor; whether it surely fits into 64 bits.
    Sum(Box<[(ValueId, i64)]>, bool, ValueId),
    /// A product; whether it surely fits into 64 bits.
    Product(ValueId, ValueId, bool, ValueId),
    /// Rounded to a multiple: of which fraction it is a count, the step above and below the line.
    Round {
        /// Which way.
        way: Rounding,
        /// What.
        of: ValueId,
        /// Of which fraction that is a count.
        fraction: i64,
        /// The step.
        step: (i64, i64),
        /// The result.
        to: ValueId,
    },
    /// A date and a duration in days or months.
    AddToDate {
        /// The date.
        date: ValueId,
        /// The duration.
        length: Operand,
        /// What it counts, and of what fraction.
        unit: (DurationKind, i64),
        /// How a fraction of a day is rounded.
        round: DayRounding,
        /// The result.
        to: ValueId,
    },
    /// A moment and a duration.
    AddToMoment {
        /// The moment.
        moment: ValueId,
        /// The duration.
        length: Operand,
        /// What it counts, and of what fraction.
        unit: (DurationKind, i64),
        /// How a fraction of a day is rounded.
        round: DayRounding,
        /// The result.
        to: ValueId,
    },
    /// The local date of a moment.
    DateOf(ValueId, ValueId),
    /// What lies between two points in time.
    Between(SpanUnit, MonthEnd, ValueId, ValueId, ValueId),
    /// A value by date: from which day on which.
    ByDate {
        /// The date.
        date: ValueId,
        /// First days, in order, and the value from each on; nothing where the law leaves it open.
        steps: Box<[(i64, Option<i64>)]>,
        /// Where the law leaves it open.
        open: ValueId,
        /// The result.
        to: ValueId,
    },
    /// The first alternative whose truth holds; without a truth it always does.
    Choose(Box<[(Option<TruthId>, Operand)]>, ValueId),
    /// What one norm says of a name: its value where the truth holds, else nothing.
    Stated(TruthId, Operand, ValueId),
    /// What several norms say of a name: value, whether it speaks, and which of the others prevail over it.
    Prevail(Box<[Statement]>, ValueId),
    /// What permissions and bars come to.
    Weigh {
        /// Some permission stands.
        permitted: TruthId,
        /// Some bar stands.
        barred: TruthId,
        /// The outcome.
        to: ValueId,
    },
    /// Whether an outcome is one of some.
    Is(ValueId, Outcomes, TruthId),
    /// When a limit ends: nothing where it has not started, undefined where there is none.
    Limit(Box<LimitCode>, ValueId),
    /// A length made longer where a truth holds; added to it, or in its stead.
    Extended {
        /// The length.
        length: Operand,
        /// When.
        when: TruthId,
        /// The other length.
        longer: Operand,
        /// Whether it is added.
        added: bool,
        /// The result.
        to: ValueId,
    },
    /// The earliest or latest of some limits.
    FirstOf {
        /// Which.
        limits: Box<[ValueId]>,
        /// Whether the latest.
        latest: bool,
        /// The result.
        to: ValueId,
    },
    /// Whether the assessment lies before the end of a limit.
    Window(ValueId, ValueId, bool, TruthId),
    /// How a duty stands.
    Duty(Box<DutyCode>),
    /// The gravest of some duties: outcome, due moment and fulfilment of each.
    Gravest {
        /// The duties.
        duties: Box<[(ValueId, ValueId, ValueId)]>,
        /// The outcome.
        to: ValueId,
        /// The due moment.
        to_due: ValueId,
    },
    /// A value of an outer row for each of its elements.
    Spread(ValueId, ValueId),
    /// A truth of an outer row for each of its elements.
    SpreadTruth(TruthId, TruthId),
    /// Every element, or some element.
    Quantify {
        /// Whether every.
        every: bool,
        /// The domain of the elements.
        elements: DomainId,
        /// What is said of each.
        body: TruthId,
        /// The list.
        list: ValueId,
        /// The result.
        to: TruthId,
    },
    /// One value of the elements that belong.
    Gather {
        /// Which.
        aggregate: Aggregate,
        /// The domain of the elements.
        elements: DomainId,
        /// Whether each belongs.
        belongs: Option<TruthId>,
        /// The item.
        item: ValueId,
        /// The list.
        list: ValueId,
        /// What a sum of nothing is.
        zero: Lane,
        /// The result.
        to: ValueId,
    },
    /// One value of several.
    Join(Aggregate, Box<[ValueId]>, ValueId),
}

/// Where an input comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A fact: fields from the row of its domain.
    Fact(Vec<usize>),
    /// Whether a record exists.
    Record(Vec<usize>),
    /// A parameter that the law leaves open.
    Parameter(usize),
    /// The moment of assessment.
    Assessment,
    /// Whether a list is known: its elements are the rows of a domain.
    List(Vec<usize>, DomainId),
}

/// What is read of a case before the steps run.
#[derive(Debug, Clone)]
pub struct Input {
    /// Whose rows.
    pub domain: DomainId,
    /// Where it comes from.
    pub from: Origin,
    /// What it is.
    pub sort: Sort,
    /// The register that takes it.
    pub to: ValueId,
    /// The register that takes it as a condition.
    pub truth: Option<TruthId>,
    /// Whether it is read as a value.
    pub is_read: bool,
    /// The steps that compare it with constants.
    pub compared: Vec<usize>,
    /// Whether other steps or answers read it as a value.
    pub read_otherwise: bool,
}

/// How the answer to a question is read.
#[derive(Debug, Clone)]
pub enum Output {
    /// An outcome, and the due moment of a duty.
    Outcome(ValueId, Option<ValueId>),
    /// A value: its kind and of what fraction it is a count.
    Value(ValueId, Sort, i64),
}

impl Output {
    /// Whether a lane is no answer: a text of the case that is handed on is not held in registers, only that it is none of
    /// the texts of the law.
    pub fn is_elsewhere(&self, lane: Lane) -> bool {
        matches!(self, Output::Value(_, Sort::Text, _))
            && lane.state & state::BITS == state::VALUE
            && lane.value == OTHER_TEXT
    }

    /// The register that says what it comes to.
    pub fn value(&self) -> ValueId {
        match self {
            Output::Outcome(id, _) | Output::Value(id, ..) => *id,
        }
    }
}

/// Registers, steps and answers of some questions under one law.
#[derive(Debug, Clone, Default)]
pub struct Code {
    /// Domains beside the cases: the domain in which each list stands.
    pub parents: Vec<DomainId>,
    /// Inputs.
    pub inputs: Vec<Input>,
    /// Steps, each in the domain whose rows it makes.
    pub steps: Vec<(DomainId, Op)>,
    /// How many registers of values there are.
    pub values: usize,
    /// How many registers of truths there are.
    pub truths: usize,
    /// Texts by number.
    pub texts: Vec<Arc<str>>,
    /// The answers, in the order of the questions.
    pub outputs: Vec<Output>,
}

/// What stands in a register for a text of the case that is none of the law's: it is compared with those, and no more.
pub const OTHER_TEXT: i64 = -1;

/// Of one unit a fact that is a number or money counts this many.
pub const FACT_FRACTION: i64 = 1_000;

/// A greater count is put off.
pub const MOST: i64 = 1 << 42;

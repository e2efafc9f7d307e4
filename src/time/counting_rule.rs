//! What a counting rule can say: first and last day or hour, month ends, days that are not worked.

use super::{MonthEnd, TimeOfDay};

/// Which of the first and last day belong to a limit in days, weeks, months or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstDay {
    /// The day of the event is the first day of the limit.
    Counted,
    /// The day of the event is not counted.
    NotCounted,
    /// Clear days: neither the day of the event nor the day of the act is counted.
    Clear,
}

/// Where a limit in hours starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstHour {
    /// At the moment of the event.
    Moment,
    /// At the next full hour: the hour of the event is not counted.
    NotCounted,
}

/// At what time of the last day a limit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayEnd {
    /// At 24:00.
    Midnight,
    /// At a time of day.
    At(TimeOfDay),
}

/// What happens where the last day is not a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Roll {
    /// Nothing: the limit ends on it.
    Stays,
    /// It ends on the next working day.
    Next,
    /// It ends on the working day before.
    Previous,
}

/// How time limits are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountingRule {
    /// Where limits in hours start.
    pub hours: FirstHour,
    /// First and last day of limits in days and weeks.
    pub days: FirstDay,
    /// First and last day of limits in working days.
    pub working_days: FirstDay,
    /// First and last day of limits in months and years.
    pub months: FirstDay,
    /// Where a limit ends whose last month has no such day.
    pub month_end: MonthEnd,
    /// Days that a part of a month is taken of; the days of the month it falls in where none are written.
    pub month_of: Option<u32>,
    /// At what time of the last day it ends.
    pub end: DayEnd,
    /// Where the last day is not a working day.
    pub roll: Roll,
    /// The same for limits counted backwards.
    pub roll_back: Roll,
    /// A limit of so many days or more has at least so many working days.
    pub least_working: Option<(i64, i64)>,
    /// On which day of a year without 29 February (or a month without the day) a whole year is complete.
    pub anniversary: MonthEnd,
}

impl CountingRule {
    /// What holds where no rule is declared: hours from the moment, the day of the event not counted, the end at
    /// 24:00 of the last day, a month without the day ends on its last day, no day moves.
    pub const DEFAULT: CountingRule = CountingRule {
        hours: FirstHour::Moment,
        days: FirstDay::NotCounted,
        working_days: FirstDay::NotCounted,
        months: FirstDay::NotCounted,
        month_end: MonthEnd::Down,
        month_of: None,
        end: DayEnd::Midnight,
        roll: Roll::Stays,
        roll_back: Roll::Stays,
        least_working: None,
        anniversary: MonthEnd::Up,
    };
}

//! Calendars and counting rules as written.

use super::{Labels, Name};
use crate::source::Span;
use crate::time::{Calendar, DayEnd, FirstDay, FirstHour, MonthEnd, Roll};

/// A calendar: which days are worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarItem {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// Its days.
    pub calendar: Calendar,
    /// The whole item.
    pub span: Span,
}

/// How an instrument, or all instruments of a jurisdiction, count time limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountingItem {
    /// Instruments or jurisdictions whose limits it counts.
    pub of: Vec<Name>,
    /// What it says of limits in general.
    pub settings: Settings,
    /// What it says of some limits.
    pub exceptions: Vec<CountingException>,
    /// The whole item.
    pub span: Span,
}

/// Settings that hold for some limits only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountingException {
    /// Names of actions, or of matters.
    pub names: Vec<Name>,
    /// Whether the names are those of matters.
    pub matters: bool,
    /// What holds for them.
    pub settings: Settings,
}

/// What a counting rule says; what is not written is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// `hours : …`.
    pub hours: Option<FirstHour>,
    /// `days : …`, also of weeks.
    pub days: Option<FirstDay>,
    /// `working days : …`; those of days where it is not written.
    pub working_days: Option<FirstDay>,
    /// `months : …`, also of years; those of days where it is not written.
    pub months: Option<FirstDay>,
    /// Where a limit ends whose last month lacks the day.
    pub month_end: Option<MonthEnd>,
    /// `part of a month : 30 days`.
    pub month_of: Option<u32>,
    /// `ends at 24:00 of the last day`.
    pub end: Option<DayEnd>,
    /// `last day not a working day -> …`.
    pub roll: Option<Roll>,
    /// `last day not a working day, counted backwards -> …`.
    pub roll_back: Option<Roll>,
    /// `2 days or more : at least 2 working days`: the working days, and the days from which on.
    pub least_working: Option<(i64, i64)>,
    /// `anniversary of 29 february : 1 march`.
    pub anniversary: Option<MonthEnd>,
    /// `by calendar …`.
    pub calendar: Option<Name>,
}

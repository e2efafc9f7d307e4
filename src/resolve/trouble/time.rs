//! The words of what can be wrong with time: kinds mixed, calendars and counting rules amiss.

use super::names::unknown;
use crate::finding::Finding;
use crate::source::Span;
use crate::syntax::tree::Name;

pub fn mixed_durations(span: Span, left: &str, right: &str) -> Finding {
    Finding::error(
        "mixed-durations",
        span,
        format!("{left} and {right} have no fixed ratio"),
    )
    .label(format!("{left} against {right}"))
    .help("anchor both at a date or moment: `begun_on + 30 days <= begun_on + 1 month`")
}

pub fn date_and_hours(span: Span) -> Finding {
    Finding::error(
        "mixed-durations",
        span,
        "a date has no time of day, so hours cannot be added to it",
    )
    .label("hours on a date")
    .help(
        "anchor the date at a time of day: `start of ...`, `end of ...` or `... at 09:00`; or count in days",
    )
}

pub fn date_and_moment(span: Span) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        "a date cannot be compared with a moment: a date is a whole day",
    )
    .label("a day against a moment")
    .help("compare days, with `date of ...` before the moment; or anchor the date: `start of ...`, `end of ...`, `... at 09:00`")
}

pub fn moment_and_time_of_day(span: Span) -> Finding {
    Finding::error("wrong-type", span, "a moment has a date, a time of day has none")
        .label("a moment against a time of day")
        .help(
            "write `time of day of ...` before the moment, or put the time of day on a date: `... at 09:00`",
        )
}

pub fn rounding_not_written(span: Span) -> Finding {
    Finding::error(
        "rounding-not-written",
        span,
        "a portion of a term may end within a day, and no rounding is written",
    )
    .label("which day, when it ends within one?")
    .help("add `, rounded up to a day` or `, rounded down to a day`")
}

pub fn working_days_need_a_calendar(span: Span) -> Finding {
    Finding::error(
        "working-days-need-a-calendar",
        span,
        "working days cannot be counted: no calendar says which days are worked",
    )
    .label("working days")
    .help("declare a `calendar` and say `by calendar NAME` in the counting rule of this instrument, or `working days of NAME` in the matter")
}

pub fn working_days_are_counted(span: Span) -> Finding {
    Finding::error(
        "working-days-need-a-calendar",
        span,
        "working days cannot be added: which days are worked is for a counting rule to say",
    )
    .label("working days")
    .help("write `10 working days counted from ...`; the counting rule of this instrument then says how")
}

pub fn counting_without_calendar(span: Span) -> Finding {
    Finding::error(
        "counting-rule-without-calendar",
        span,
        "this counting rule asks for working days and names no calendar",
    )
    .label("which days are worked?")
    .help("add `by calendar NAME`, or let each matter say `working days of NAME`")
}

pub fn two_counting_rules(span: Span, first: Span) -> Finding {
    Finding::error(
        "two-counting-rules",
        span,
        "two counting rules of one instrument are in force on the same day",
    )
    .label("the second rule")
    .related(first, "the first rule")
    .help("end the first with `in force until ...`, or count other instruments with the second")
}

pub fn no_counting_rule(name: &Name) -> Finding {
    Finding::error(
        "no-counting-rule",
        name.span,
        format!("`{}` has no counting rule", name.text),
    )
    .label("counts nothing")
    .help(format!(
        "write `counting rule of {}` in the provision that says how time limits are counted",
        name.text
    ))
}

pub fn unknown_instrument(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-instrument",
        name.span,
        format!("there is no instrument or jurisdiction `{}`", name.text),
        near,
        "name an instrument by its short name, such as CCP, or a jurisdiction",
    )
}

pub fn unknown_calendar(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-calendar",
        name.span,
        format!("there is no calendar `{}`", name.text),
        near,
        format!(
            "declare it: `calendar {} \"...\"`, then `weekend saturday, sunday` and its holidays",
            name.text
        )
        .as_str(),
    )
}

pub fn unknown_limit(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-action",
        name.span,
        format!("`{}` is neither an action nor defined anywhere", name.text),
        near,
        "an exception names actions or definitions, as in `except for remand_in_custody`, or matters, as in `except in matters of Custody`",
    )
}

pub fn duplicate_region(name: &Name) -> Finding {
    Finding::error(
        "duplicate-name",
        name.span,
        format!("two regions have the name `{}`", name.text),
    )
    .label("named again")
    .help("give each region a name of its own")
}

pub fn extension_of_another_kind(span: Span, was: &str, is: &str) -> Finding {
    Finding::error(
        "mixed-durations",
        span,
        format!("a limit in {was} cannot be extended by {is}"),
    )
    .label(format!("{is} on {was}"))
    .help("write the new length in total, `extended to ... in total when ...`, or extend in the unit of the limit")
}

pub fn backwards_with_pauses(span: Span) -> Finding {
    Finding::error(
        "backwards-limit",
        span,
        "a limit counted backwards cannot be suspended or restarted",
    )
    .label("counted backwards")
    .help("count it forwards from an event, or leave the suspension out")
}

pub fn recurring_without_duty(span: Span) -> Finding {
    Finding::error(
        "recurring-without-duty",
        span,
        "only what must be done can be due again and again",
    )
    .label("not a duty")
    .help("for a permission write a quota: `if count of visits.on in the calendar month of visit.on < 3`")
}

pub fn periods_as_value(span: Span) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        "periods cannot be compared with one another",
    )
    .label("periods")
    .help("ask `day in periods`, `periods throughout ...`, `periods overlaps periods`, or `days of periods in ...`")
}

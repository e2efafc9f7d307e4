//! Calendars and counting rules.

use super::{Node, Notes, labels, literal, names, text};
use crate::finding::Finding;
use crate::syntax::parse::Rule;
use crate::syntax::tree::{CalendarItem, CountingException, CountingItem, Item, Settings};
use crate::time::{
    Calendar, Date, DayEnd, Easter, FirstDay, FirstHour, Holiday, HolidayOn, MonthEnd, MovedDay, Roll,
    Weekday, parse_time_of_day,
};

/// A calendar.
pub fn calendar(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    let mut calendar = Calendar::default();
    let clauses: Vec<Node<'_>> = node
        .all(Rule::calendar_clause)
        .filter_map(|clause| clause.first())
        .collect();
    notes.check_operands(clauses.len(), node.span());
    for clause in &clauses {
        match clause.rule() {
            Rule::certain => {
                let (first, last) = two_dates(clause, notes)?;
                if last < first {
                    notes.note(turned_round(clause, first, last));
                }
                calendar.certain.push((first, last));
            }
            Rule::weekend => calendar
                .weekend
                .extend(clause.all(Rule::weekday).filter_map(|day| weekday(day.text()))),
            Rule::substitutes => calendar.substitutes = true,
            Rule::moved_day => {
                let (worked, free) = two_dates(clause, notes)?;
                let by = clause.child(Rule::string).and_then(|part| text(&part));
                calendar.moved.push(MovedDay {
                    worked,
                    free,
                    by: by.map(|by| by.text.to_string()),
                });
            }
            _ => holiday(clause, &mut calendar, notes)?,
        }
    }
    all_days_off(node, &calendar, notes);
    Some(Item::Calendar(Box::new(CalendarItem {
        name: node.child(Rule::name)?.name(),
        labels: labels(node),
        calendar,
        span: node.span(),
    })))
}

fn all_days_off(node: &Node<'_>, calendar: &Calendar, notes: &mut Notes) {
    let mut days = calendar.weekend.clone();
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
    if days.len() == 7 {
        notes.note(
            Finding::error(
                "calendar-without-working-days",
                node.span(),
                "this calendar has no working day",
            )
            .label("all seven days are rest days")
            .help("leave the days that are worked out of `weekend`"),
        );
    }
}

fn turned_round(node: &Node<'_>, first: Date, last: Date) -> Finding {
    Finding::error(
        "ends-before-it-begins",
        node.span(),
        format!("this ends on {last}, before it begins on {first}"),
    )
    .label("no day at all")
    .help("exchange the dates if they were turned round")
}

fn two_dates(node: &Node<'_>, notes: &mut Notes) -> Option<(Date, Date)> {
    let mut dates = node.all(Rule::date);
    let (first, second) = (dates.next()?, dates.next()?);
    Some((literal::date(&first, notes)?, literal::date(&second, notes)?))
}

fn holiday(node: &Node<'_>, calendar: &mut Calendar, notes: &mut Notes) -> Option<()> {
    let name = node.child(Rule::string).and_then(|part| text(&part));
    let (mut from, mut until) = (None, None);
    if let Some(span) = node.child(Rule::holiday_span) {
        let mut dates = Vec::new();
        for date in span.all(Rule::date) {
            dates.push(literal::date(&date, notes)?);
        }
        let begins = span.text().starts_with("from");
        (from, until) = match dates.as_slice() {
            [first, last] => (Some(*first), Some(*last)),
            [first] if begins => (Some(*first), None),
            [last] => (None, Some(*last)),
            _ => (None, None),
        };
        if let (Some(first), Some(last)) = (from, until)
            && last < first
        {
            notes.note(turned_round(&span, first, last));
        }
    }
    for written in node.all(Rule::holiday_on) {
        calendar.holidays.push(Holiday {
            on: holiday_on(&written.first()?, notes)?,
            from,
            until,
            substituted: node.child(Rule::never_moved).is_none(),
            name: name.as_ref().map(|name| name.text.to_string()),
        });
    }
    Some(())
}

fn holiday_on(node: &Node<'_>, notes: &mut Notes) -> Option<HolidayOn> {
    Some(match node.rule() {
        Rule::date => HolidayOn::Once(literal::date(node, notes)?),
        Rule::month_day => {
            let text = node.text().trim();
            let (month, day) = text.split_once('-')?;
            let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
            // in a leap year, so that 29 February is a day
            if Date::from_ymd_opt(2000, month, day).is_none() {
                notes.note(
                    Finding::error(
                        "impossible-date",
                        node.span(),
                        format!("`{text}` is not a day of any year"),
                    )
                    .label("no such day")
                    .help("write the month and day as in 12-16"),
                );
                return None;
            }
            HolidayOn::Yearly(month, day)
        }
        Rule::easter_day => easter_day(node, notes)?,
        _ => {
            let nth = match node.child(Rule::which)?.text().trim() {
                "first" => 1,
                "second" => 2,
                "third" => 3,
                "fourth" => 4,
                "fifth" => 5,
                _ => 0,
            };
            let day = weekday(node.child(Rule::weekday)?.text())?;
            HolidayOn::Weekday(nth, day, month(node.child(Rule::month_name)?.text())?)
        }
    })
}

/// `easter + 1 day`, `orthodox easter`.
fn easter_day(node: &Node<'_>, notes: &mut Notes) -> Option<HolidayOn> {
    let easter = if node.text().starts_with("orthodox") {
        Easter::Orthodox
    } else {
        Easter::Western
    };
    let days: Option<i64> = node
        .child(Rule::digits)
        .map_or(Some(0), |days| days.text().trim().replace('_', "").parse().ok());
    let Some(days) = days.filter(|days| *days <= 250) else {
        notes.note(
            Finding::error(
                "wrong-number",
                node.span(),
                "a holiday lies at most 250 days beside Easter",
            )
            .label("too far")
            .help("write as in `easter + 39 days`"),
        );
        return None;
    };
    let minus = node
        .child(Rule::sum_sign)
        .is_some_and(|sign| sign.text().trim() == "-");
    Some(HolidayOn::Easter(easter, if minus { -days } else { days }))
}

fn weekday(word: &str) -> Option<Weekday> {
    word.trim().parse().ok()
}

fn month(word: &str) -> Option<u32> {
    word.trim()
        .parse::<chrono::Month>()
        .ok()
        .map(|month| month.number_from_month())
}

/// A counting rule.
pub fn counting(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    let mut made = CountingItem {
        of: names(node),
        settings: Settings::default(),
        exceptions: Vec::new(),
        span: node.span(),
    };
    for clause in node.all(Rule::counting_clause) {
        let clause = clause.first()?;
        if let Some(exception) = clause.child(Rule::exception_names) {
            made.exceptions.push(CountingException {
                names: names(&exception),
                matters: false,
                settings: Settings {
                    roll: Some(Roll::Stays),
                    ..Settings::default()
                },
            });
        }
        setting(&clause, &mut made.settings, notes)?;
    }
    for written in node.all(Rule::counting_exception) {
        let named = written.first()?;
        let mut settings = Settings::default();
        for clause in written.all(Rule::counting_clause) {
            setting(&clause.first()?, &mut settings, notes)?;
        }
        made.exceptions.push(CountingException {
            names: names(&named),
            matters: named.rule() == Rule::in_these_matters,
            settings,
        });
    }
    Some(Item::Counting(Box::new(made)))
}

/// Sets what is written; saying one thing twice is noted.
fn set<T>(place: &mut Option<T>, value: T, node: &Node<'_>, notes: &mut Notes) {
    if place.replace(value).is_some() {
        notes.note(
            Finding::error("said-twice", node.span(), "this counting rule says this twice")
                .label("said before")
                .help("leave one of them out, or put it under `except for ...`"),
        );
    }
}

fn setting(node: &Node<'_>, into: &mut Settings, notes: &mut Notes) -> Option<()> {
    match node.rule() {
        Rule::hours_rule => {
            let hours = match node.first()?.rule() {
                Rule::hour_not_counted => FirstHour::NotCounted,
                _ => FirstHour::Moment,
            };
            set(&mut into.hours, hours, node, notes);
        }
        Rule::days_rule => {
            set(&mut into.days, first_day(node)?, node, notes);
            if let Some(end) = node.child(Rule::day_end) {
                set(&mut into.end, day_end(&end, notes)?, node, notes);
            }
        }
        Rule::working_days_rule => set(&mut into.working_days, first_day(node)?, node, notes),
        Rule::months_rule => {
            if node.child(Rule::first_day).is_some() {
                set(&mut into.months, first_day(node)?, node, notes);
            }
            let missing = node.child(Rule::month_end)?.child(Rule::missing_day)?.first()?;
            let end = match missing.rule() {
                Rule::or_last_day => MonthEnd::Down,
                Rule::or_first_of_next => MonthEnd::Up,
                _ => MonthEnd::Refuse,
            };
            set(&mut into.month_end, end, node, notes);
        }
        Rule::part_of_month => {
            let days: u32 = node.child(Rule::digits)?.text().trim().parse().ok()?;
            set(&mut into.month_of, days, node, notes);
        }
        Rule::least_rule => {
            let mut numbers = node
                .all(Rule::digits)
                .map(|digits| digits.text().trim().parse::<i64>().ok());
            let (of_days, least) = (numbers.next()??, numbers.next()??);
            if least > of_days || least > 60 {
                notes.note(
                    Finding::error(
                        "wrong-number",
                        node.span(),
                        format!("a limit of {of_days} days cannot have {least} working days"),
                    )
                    .label("more working days than days")
                    .help("write as in `2 days or more : at least 2 working days`; 60 working days at most"),
                );
            }
            set(&mut into.least_working, (least, of_days), node, notes);
        }
        Rule::anniversary => {
            let march = node.child(Rule::anniversary_day)?.text().contains("march");
            let end = if march { MonthEnd::Up } else { MonthEnd::Down };
            set(&mut into.anniversary, end, node, notes);
        }
        Rule::roll_rule => {
            let roll = match node
                .children()
                .find(|child| {
                    matches!(
                        child.rule(),
                        Rule::next_working_day | Rule::working_day_before | Rule::stays
                    )
                })?
                .rule()
            {
                Rule::next_working_day => Roll::Next,
                Rule::working_day_before => Roll::Previous,
                _ => Roll::Stays,
            };
            if node.child(Rule::counted_backwards).is_some() {
                set(&mut into.roll_back, roll, node, notes);
            } else {
                set(&mut into.roll, roll, node, notes);
            }
        }
        _ => set(&mut into.calendar, node.child(Rule::name)?.name(), node, notes),
    }
    Some(())
}

fn first_day(node: &Node<'_>) -> Option<FirstDay> {
    let words = node.child(Rule::first_day)?.text();
    Some(match words {
        words if words.starts_with("clear") => FirstDay::Clear,
        words if words.contains("not") => FirstDay::NotCounted,
        _ => FirstDay::Counted,
    })
}

fn day_end(node: &Node<'_>, notes: &mut Notes) -> Option<DayEnd> {
    let time = node.child(Rule::time_of_day)?;
    if time.text().trim() == "24:00" {
        return Some(DayEnd::Midnight);
    }
    match parse_time_of_day(time.text()) {
        Ok(time) => Some(DayEnd::At(time)),
        Err(error) => {
            notes.note(
                Finding::error("impossible-time", time.span(), error.to_string())
                    .label("no such time")
                    .help("write it as in 24:00 or 18:00"),
            );
            None
        }
    }
}

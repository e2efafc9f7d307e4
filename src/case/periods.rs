//! Periods as data: a list of first and last days.

use super::typed::Reader;
use super::{Data, Datum};
use crate::time::{Date, Period, Periods, parse_date};
use crate::value::Value;

const FORM: &str =
    "write it as {\"from\": \"2012-01-01\", \"until\": \"2012-01-10\"}; `until` is null while it goes on";

impl Reader<'_> {
    /// A list of periods; those that overlap become one.
    pub(super) fn periods(&mut self, data: &Data, path: &str) -> Datum {
        let Data::List(elements) = data else {
            let message = format!("a list of periods is expected, not {}", data.words());
            self.problem(path, message, Some(FORM.into()));
            return Datum::Absent;
        };
        if elements.len() > self.limits.list {
            let limit = self.limits.list;
            let message = format!(
                "the list has {} periods; at most {limit} are read",
                elements.len()
            );
            self.problem(path, message, None);
            return Datum::Absent;
        }
        let read = elements.iter().enumerate().map(|(number, element)| {
            let here = format!("{path}[{number}]");
            self.period(element, &here)
        });
        let read: Option<Vec<Period>> = read.collect::<Vec<_>>().into_iter().collect();
        read.map_or(Datum::Absent, |periods| {
            Datum::Value(Value::Periods(Periods::of(periods)))
        })
    }

    fn period(&mut self, data: &Data, path: &str) -> Option<Period> {
        let Data::Map(entries) = data else {
            let message = format!("a period is expected, not {}", data.words());
            self.problem(path, message, Some(FORM.into()));
            return None;
        };
        let mut from: Option<Date> = None;
        let mut until: Option<Option<Date>> = None;
        for (key, value) in entries {
            let here = format!("{path}.{key}");
            match (key.as_str(), value) {
                ("from", value) => from = Some(self.day(value, &here)?),
                ("until", Data::Null) => until = Some(None),
                ("until", value) => until = Some(Some(self.day(value, &here)?)),
                (_, _) => {
                    self.problem(&here, format!("a period has no `{key}`"), Some(FORM.into()));
                    return None;
                }
            }
        }
        let (Some(from), Some(until)) = (from, until) else {
            self.problem(
                path,
                "a period has a first and a last day".into(),
                Some(FORM.into()),
            );
            return None;
        };
        let period = Period::new(from, until);
        if period.is_none() {
            let last = until.map(|until| until.to_string()).unwrap_or_default();
            let message = format!("this period ends on {last}, before it begins on {from}");
            self.problem(path, message, None);
        }
        period
    }

    fn day(&mut self, data: &Data, path: &str) -> Option<Date> {
        let read = match data {
            Data::Text(text) => parse_date(text).map_err(|error| error.to_string()),
            other => Err(format!(
                "a date such as \"2012-06-01\" is expected, not {}",
                other.words()
            )),
        };
        read.map_err(|message| self.problem(path, message, None)).ok()
    }
}

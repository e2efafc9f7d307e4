//! Data against types: every mismatch is reported with its path, what was expected, and the nearest name.

use super::document::CaseProblem;
use super::{Data, Datum, Spot, Step};
use crate::finding::nearest;
use crate::resolve::{Base, EnumId, MatterId, ParameterId, Program, Shape, Slot, Type};
use crate::source::Limits;
use crate::time::{
    Duration, DurationKind, Zone, parse_date, parse_duration, parse_moment, parse_moment_noting,
    parse_time_of_day, parse_time_of_day_noting,
};
use crate::value::{Country, Currency, Number, Value, country_codes};
use std::collections::BTreeMap;

/// Reads data for one matter.
pub(super) struct Reader<'a> {
    pub program: &'a Program,
    pub limits: &'a Limits,
    pub zone: Zone,
    pub problems: Vec<CaseProblem>,
    pub remarks: Vec<String>,
    pub parameters: BTreeMap<usize, Value>,
}

impl Reader<'_> {
    pub fn problem(&mut self, path: &str, message: String, help: Option<String>) {
        if self.problems.len() < self.limits.findings {
            self.problems.push(CaseProblem {
                path: path.to_owned(),
                message,
                help,
            });
        }
    }

    /// The facts of a matter, parameters that the law leaves open among them.
    pub fn facts(&mut self, shape: &Shape, data: &Data, path: &str) -> Datum {
        let Data::Map(entries) = data else {
            self.problem(
                path,
                format!("an object of facts is expected, not {}", data.words()),
                None,
            );
            return Datum::Absent;
        };
        let mut fields = BTreeMap::new();
        for (name, value) in entries {
            let here = join(path, name);
            if let Some(number) = shape.by_name.get(name.as_str()) {
                if let Some(slot) = shape.slots.get(*number) {
                    fields.insert(*number, self.slot(slot, value, &here));
                }
            } else if let Some(id) = self.parameter(name) {
                self.parameter_value(id, value, &here);
            } else {
                self.unknown_fact(shape, name, &here, true);
            }
        }
        Datum::Record(fields)
    }

    fn parameter(&self, name: &str) -> Option<ParameterId> {
        let open = |made: &crate::resolve::ParameterType| &*made.name.text == name && made.values.is_empty();
        self.program.parameters.iter().position(open).map(ParameterId)
    }

    fn parameter_value(&mut self, id: ParameterId, value: &Data, path: &str) {
        let Some(ty) = self.program.parameters.get(id.0).map(|made| made.ty.clone()) else {
            return;
        };
        if let Datum::Value(value) = self.value(&ty, value, path, false) {
            self.parameters.insert(id.0, value);
        }
    }

    fn unknown_fact(&mut self, shape: &Shape, name: &str, path: &str, matter: bool) {
        if self.problems.len() >= self.limits.findings {
            return;
        }
        let open = |made: &&crate::resolve::ParameterType| made.values.is_empty();
        let parameters = self
            .program
            .parameters
            .iter()
            .filter(open)
            .map(|made| &*made.name.text);
        let known: Vec<&str> = shape
            .by_name
            .keys()
            .map(|name| &**name)
            .chain(parameters.filter(|_| matter))
            .collect();
        if matter
            && self
                .program
                .parameters
                .iter()
                .any(|made| &*made.name.text == name)
        {
            let message = format!("`{name}` is a parameter whose value the law sets; a case cannot give it");
            return self.problem(path, message, None);
        }
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if shape.definitions.contains_key(name) => {
                format!("`{name}` follows from other facts by definition; give those")
            }
            None => {
                let mut names = known;
                names.sort_unstable();
                format!("known facts are {}", names.join(", "))
            }
        };
        self.problem(
            path,
            format!("`{}` has no fact `{name}`", shape.name.text),
            Some(help),
        );
    }

    fn slot(&mut self, slot: &Slot, data: &Data, path: &str) -> Datum {
        self.value(&slot.ty, data, path, slot.to_the_minute)
    }

    /// Data of a type.
    pub fn value(&mut self, ty: &Type, data: &Data, path: &str, to_the_minute: bool) -> Datum {
        if let Data::Null = data {
            return self.null(ty, path);
        }
        match &ty.base {
            Base::Record(id) => match self.program.record(*id) {
                Some(record) => self.record(record, data, path),
                None => Datum::Absent,
            },
            Base::List(of) => self.list(of, data, path),
            Base::Periods => self.periods(data, path),
            base => match self
                .plain(base, data)
                .inspect(|value| self.note_fraction(value, data, path))
            {
                Ok(Value::Moment(moment)) if to_the_minute && moment.odd_seconds() != 0 => {
                    let whole = moment.to_the_minute();
                    self.remarks.push(format!(
                        "`{path}` is taken to the minute: {} becomes {}",
                        self.zone.words(moment),
                        self.zone.words(whole)
                    ));
                    Datum::Value(Value::Moment(whole))
                }
                Ok(value) => Datum::Value(value),
                Err((message, help)) => {
                    self.problem(path, message, help);
                    Datum::Absent
                }
            },
        }
    }

    /// Says that a fraction of a second was dropped, where one was.
    fn note_fraction(&mut self, value: &Value, data: &Data, path: &str) {
        let Data::Text(text) = data else {
            return;
        };
        let dropped = match value {
            Value::Moment(_) => parse_moment_noting(text, self.zone).is_ok_and(|(_, dropped)| dropped),
            Value::Time(_) => parse_time_of_day_noting(text).is_ok_and(|(_, dropped)| dropped),
            _ => false,
        };
        if dropped {
            self.remarks.push(fraction_dropped(path, text));
        }
    }

    fn null(&mut self, ty: &Type, path: &str) -> Datum {
        if ty.optional {
            return Datum::Value(Value::None);
        }
        let expected = ty.words(self.program);
        let help = match &ty.base {
            Base::List(_) => "an empty list is `[]`; leave the fact out if it is not known".to_owned(),
            _ => "leave the fact out if it is not known; only facts declared `or none` can be known not to exist".to_owned(),
        };
        self.problem(
            path,
            format!("{expected} is expected here; it cannot be null"),
            Some(help),
        );
        Datum::Absent
    }

    fn record(&mut self, record: &Shape, data: &Data, path: &str) -> Datum {
        let Data::Map(entries) = data else {
            self.problem(
                path,
                format!(
                    "an object ({}) is expected, not {}",
                    record.name.text,
                    data.words()
                ),
                None,
            );
            return Datum::Absent;
        };
        let mut fields = BTreeMap::new();
        for (name, value) in entries {
            let here = join(path, name);
            match record
                .by_name
                .get(name.as_str())
                .and_then(|number| Some((*number, record.slots.get(*number)?)))
            {
                Some((number, slot)) => {
                    fields.insert(number, self.slot(slot, value, &here));
                }
                None => self.unknown_fact(record, name, &here, false),
            }
        }
        Datum::Record(fields)
    }

    fn list(&mut self, of: &Base, data: &Data, path: &str) -> Datum {
        let Data::List(elements) = data else {
            self.problem(
                path,
                format!("a list is expected, not {}", data.words()),
                Some("write it as `[...]`".into()),
            );
            return Datum::Absent;
        };
        let limit = self.limits.list;
        if elements.len() > limit {
            self.problem(
                path,
                format!(
                    "the list has {} elements; at most {limit} are read",
                    elements.len()
                ),
                None,
            );
            return Datum::Absent;
        }
        let ty = Type::plain(of.clone());
        let read = elements.iter().enumerate().map(|(number, element)| {
            let here = format!("{path}[{number}]");
            self.value(&ty, element, &here, false)
        });
        Datum::List(read.collect())
    }

    /// A plain value, or why it is none of this type and how to write one.
    fn plain(&self, base: &Base, data: &Data) -> Result<Value, (String, Option<String>)> {
        let wrong = |expected: &str| Err((format!("{expected} is expected, not {}", data.words()), None));
        match (base, data) {
            (Base::Truth, Data::Yes(yes)) => Ok(Value::Yes(*yes)),
            (Base::Truth, _) => wrong("yes or no (true or false in JSON)"),
            (Base::Number, Data::Number(text) | Data::Text(text)) => Number::parse(text)
                .map(Value::Number)
                .map_err(|error| (error.to_string(), None)),
            (Base::Number, _) => wrong("a number"),
            (Base::Money(currency), Data::Text(text) | Data::Number(text)) => money(*currency, text),
            (Base::Money(currency), _) => wrong(&format!("an amount such as \"1413 {currency}\"")),
            (Base::Duration(kind, _), Data::Text(text)) => duration(*kind, text),
            (Base::Duration(kind, _), _) => wrong(&format!(
                "a duration in {} such as {}",
                kind.words(),
                example(*kind)
            )),
            (Base::Date, Data::Text(text)) => parse_date(text)
                .map(Value::Date)
                .map_err(|error| (error.to_string(), None)),
            (Base::Date, _) => wrong("a date such as \"2012-06-01\""),
            (Base::Moment, Data::Text(text)) => parse_moment(text, self.zone)
                .map(Value::Moment)
                .map_err(|error| (error.to_string(), None)),
            (Base::Moment, _) => wrong("a moment such as \"2012-06-01T10:15:00+06:00\""),
            (Base::TimeOfDay, Data::Text(text)) => parse_time_of_day(text)
                .map(Value::Time)
                .map_err(|error| (error.to_string(), None)),
            (Base::TimeOfDay, _) => wrong("a time of day such as \"09:00\""),
            (Base::Text, Data::Text(text)) => Ok(Value::Text(text.as_str().into())),
            (Base::Text, _) => wrong("a text"),
            (Base::Country, Data::Text(text)) => country(text),
            (Base::Country, _) => wrong("a country code such as \"KZ\""),
            (Base::Enum(id), Data::Text(text)) => self.enum_value(*id, text),
            (Base::Enum(id), _) => wrong(&format!("one of {}", self.values_of(*id))),
            (Base::Wrong | Base::Record(_) | Base::List(_) | Base::Periods, _) => {
                wrong("another kind of value")
            }
        }
    }

    fn values_of(&self, id: EnumId) -> String {
        let names = self
            .program
            .enum_type(id)
            .map(|made| made.values.iter().map(|(name, _, _)| name.text.to_string()));
        names
            .map(|names| names.collect::<Vec<_>>().join(", "))
            .unwrap_or_default()
    }

    fn enum_value(&self, id: EnumId, text: &str) -> Result<Value, (String, Option<String>)> {
        let made = self.program.enum_type(id);
        let value = made.and_then(|made| made.value(made.place(text)?));
        value.ok_or_else(|| {
            let names: Vec<&str> = made
                .map(|made| made.values.iter().map(|(name, _, _)| &*name.text).collect())
                .unwrap_or_default();
            let help = nearest(text, names).map(|near| format!("did you mean `{near}`?"));
            (format!("`{text}` is not one of {}", self.values_of(id)), help)
        })
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn example(kind: DurationKind) -> &'static str {
    match kind {
        DurationKind::Clock => "\"PT72H\"",
        DurationKind::Days => "\"P10D\"",
        DurationKind::WorkingDays => "\"10 working days\"",
        DurationKind::Calendar => "\"P5Y6M\"",
    }
}

fn duration(kind: DurationKind, text: &str) -> Result<Value, (String, Option<String>)> {
    let read = parse_duration(text).map_err(|error| (error.to_string(), None))?;
    let odd_days = matches!((&read, kind), (Duration::Days(_), DurationKind::Calendar));
    let read = match read {
        // a sentence of days alone fits where years and months are expected
        Duration::Days(days) if odd_days => Duration::Calendar {
            months: num_traits::Zero::zero(),
            days,
        },
        other => other,
    };
    if read.kind() == kind {
        return Ok(Value::Duration(read));
    }
    let message = format!(
        "a duration in {} is expected, not in {}",
        kind.words(),
        read.kind().words()
    );
    Err((message, Some(format!("write it as in {}", example(kind)))))
}

fn money(currency: Currency, text: &str) -> Result<Value, (String, Option<String>)> {
    let help = || Some(format!("write it as in \"1413 {currency}\""));
    let Some((amount, code)) = text.rsplit_once(' ') else {
        return Err((format!("`{text}` has no currency"), help()));
    };
    match Currency::parse(code) {
        Some(code) if code == currency => Number::parse(amount)
            .map(|number| Value::Money(number, currency))
            .map_err(|error| (error.to_string(), help())),
        Some(code) => Err((
            format!("an amount in {currency} is expected, not in {code}"),
            help(),
        )),
        None => Err((format!("`{code}` is not a currency"), help())),
    }
}

fn country(text: &str) -> Result<Value, (String, Option<String>)> {
    Country::parse(text).map(Value::Country).ok_or_else(|| {
        let help =
            nearest(&text.to_uppercase(), country_codes()).map(|near| format!("did you mean `{near}`?"));
        (format!("`{text}` is not a country of ISO 3166-1"), help)
    })
}

/// The words of a spot: `offence.max_term`, `visits[1].began_at` (elements counted from one).
pub fn spot_path(program: &Program, matter: MatterId, spot: &[Step]) -> String {
    let mut words = String::new();
    let mut shape = program.matter(matter);
    let mut base: Option<&Base> = None;
    for step in spot {
        match step {
            Step::Slot(number) => {
                if let Some(Base::Record(id)) = base {
                    shape = program.record(*id);
                }
                let Some(slot) = shape.and_then(|shape| shape.slots.get(*number)) else {
                    return words;
                };
                if !words.is_empty() {
                    words.push('.');
                }
                words.push_str(&slot.name.text);
                base = Some(&slot.ty.base);
            }
            Step::Index(number) => {
                words.push_str(&format!("[{}]", number + 1));
                if let Some(Base::List(of)) = base {
                    base = Some(of);
                }
            }
            Step::Parameter(number) => {
                words.push_str(
                    program
                        .parameters
                        .get(*number)
                        .map_or("", |made| &*made.name.text),
                );
            }
            Step::Assessment => words.push_str("at"),
        }
    }
    words
}

/// The spot of a path and the slot that it ends at, if there is one.
pub fn spot_of_path<'a>(program: &'a Program, matter: MatterId, path: &str) -> Option<(Spot, &'a Type)> {
    if let Some(number) = program
        .parameters
        .iter()
        .position(|made| &*made.name.text == path)
    {
        let steps: Vec<Step> = vec![Step::Parameter(number)];
        return program
            .parameters
            .get(number)
            .map(|made| (steps.into(), &made.ty));
    }
    let mut steps: Vec<Step> = Vec::new();
    let mut shape = program.matter(matter)?;
    let mut ty: Option<&Type> = None;
    for part in path.split('.') {
        let (name, index) = match part.split_once('[') {
            Some((name, rest)) => (
                name,
                Some(rest.strip_suffix(']')?.parse::<usize>().ok()?.checked_sub(1)?),
            ),
            None => (part, None),
        };
        if let Some(Base::Record(id)) = ty.map(|ty| &ty.base) {
            shape = program.record(*id)?;
        }
        let number = *shape.by_name.get(name)?;
        let slot = shape.slots.get(number)?;
        steps.push(Step::Slot(number));
        ty = Some(&slot.ty);
        if let Some(index) = index {
            steps.push(Step::Index(index));
            if let Base::List(of) = &slot.ty.base
                && let Base::Record(id) = &**of
            {
                shape = program.record(*id)?;
                ty = None;
            }
        }
    }
    Some((steps.into(), ty?))
}

/// What is said where a fraction of a second was dropped.
pub(super) fn fraction_dropped(path: &str, text: &str) -> String {
    format!("`{path}` is taken to the second: the fraction of {text} is dropped")
}

//! A form filled from JSON text at once, without a tree in between. Whatever is not plain is left to the reader of
//! cases, which also says what is wrong.

use super::form::Form;
use super::prepared::Prepared;
use crate::case::CaseErrors;
use crate::plan::code::{CASES, FACT_FRACTION, Lane, MOST, Origin, Sort, state};
use crate::plan::{country_number, day_number};
use crate::resolve::{Base, Program, Shape, Slot};
use crate::time::{DurationKind, parse_date, parse_moment_noting};
use crate::value::Country;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::sync::Arc;

/// The names of a shape, each with what stands under it.
#[derive(Debug)]
pub(super) struct Names {
    by_name: Vec<(Arc<str>, Under)>,
}

#[derive(Debug)]
enum Under {
    /// A fact: its input, where the questions read it.
    Fact(Plain),
    /// A record, and the input that says whether it exists.
    Record(Names, Option<usize>),
    /// Left to the reader of cases.
    Other,
}

#[derive(Debug)]
struct Plain {
    input: Option<usize>,
    sort: Sort,
    optional: bool,
    to_the_minute: bool,
    /// The names of an enum, by place.
    names: Vec<Arc<str>>,
}

impl Names {
    /// The names of the facts of a matter; nothing where there is no code.
    pub fn of(prepared: &Prepared, shape: &Shape) -> Names {
        Names::below(prepared, prepared.program(), shape, &[], 0)
    }

    fn below(prepared: &Prepared, program: &Program, shape: &Shape, before: &[usize], depth: usize) -> Names {
        let slots = shape.slots.iter().enumerate();
        let mut by_name: Vec<(Arc<str>, Under)> = slots
            .map(|(number, slot)| {
                let fields = [before, &[number]].concat();
                (
                    slot.name.text.clone(),
                    Names::under(prepared, program, slot, &fields, depth),
                )
            })
            .collect();
        by_name.sort_by(|(a, _), (b, _)| a.cmp(b));
        Names { by_name }
    }

    fn under(prepared: &Prepared, program: &Program, slot: &Slot, fields: &[usize], depth: usize) -> Under {
        let input = |origin: Origin| {
            let mut inputs = prepared.code()?.inputs.iter();
            inputs.position(|input| input.domain == CASES && input.from == origin)
        };
        if let Base::Record(id) = &slot.ty.base {
            return match program.record(*id) {
                Some(record) if depth < 8 => {
                    let exists = input(Origin::Record(fields.to_vec()));
                    Under::Record(Names::below(prepared, program, record, fields, depth + 1), exists)
                }
                _ => Under::Other,
            };
        }
        let Some(sort) = crate::plan::sort_of(&slot.ty.base) else {
            return Under::Other;
        };
        let names = match &slot.ty.base {
            Base::Enum(id) => program.enum_type(*id).map_or_else(Vec::new, |made| {
                made.values.iter().map(|(name, _, _)| name.text.clone()).collect()
            }),
            _ => Vec::new(),
        };
        Under::Fact(Plain {
            input: input(Origin::Fact(fields.to_vec())),
            sort,
            optional: slot.ty.optional,
            to_the_minute: slot.to_the_minute,
            names,
        })
    }

    fn find(&self, name: &str) -> Option<&Under> {
        let place = self
            .by_name
            .binary_search_by(|(known, _)| (**known).cmp(name))
            .ok()?;
        self.by_name.get(place).map(|(_, under)| under)
    }
}

/// Something that the reader of cases must look at.
struct NotPlain;

impl Form {
    /// The facts of a case in JSON, in the place of those that were there.
    pub fn read_json(&mut self, text: &str) -> Result<&mut Form, CaseErrors> {
        self.clear();
        if self.document(text).is_err() {
            let case = self.prepared().matter().case_from_json(text)?;
            self.read_facts(&case);
        }
        Ok(self)
    }

    fn document(&mut self, text: &str) -> Result<(), NotPlain> {
        let prepared = self.prepared().clone();
        let names = prepared.names().ok_or(NotPlain)?;
        let zone = prepared.matter().zone();
        let mut seen = Vec::new();
        each(text, |name, raw| {
            if seen.contains(&name) {
                return Err(NotPlain);
            }
            match name {
                "matter" if string(raw)? == prepared.matter().name() => seen.push("matter"),
                "at" => {
                    seen.push("at");
                    let (at, dropped) = parse_moment_noting(string(raw)?, zone).map_err(|_| NotPlain)?;
                    if dropped {
                        return Err(NotPlain);
                    }
                    self.at(at);
                }
                // the date of the snapshot comes first
                "on" => {
                    seen.push("on");
                    parse_date(string(raw)?).map_err(|_| NotPlain)?;
                }
                "facts" => {
                    seen.push("facts");
                    self.facts(names, raw)?;
                }
                _ => return Err(NotPlain),
            }
            Ok(())
        })
    }

    fn facts(&mut self, names: &Names, text: &str) -> Result<(), NotPlain> {
        each(text, |name, raw| match names.find(name).ok_or(NotPlain)? {
            Under::Fact(plain) => {
                let lane = lane(plain, raw)?;
                self.put_lane(plain.input, lane)
            }
            Under::Record(inner, exists) if raw.starts_with('{') => {
                self.facts(inner, raw)?;
                self.put_lane(*exists, Lane::value(1))
            }
            Under::Record(..) | Under::Other => Err(NotPlain),
        })
    }

    /// Puts a lane into its place; a name that is written twice is not plain.
    fn put_lane(&mut self, input: Option<usize>, lane: Lane) -> Result<(), NotPlain> {
        if let Some(slot) = input.and_then(|input| self.lanes.get_mut(input)) {
            if slot.state != state::UNKNOWN {
                return Err(NotPlain);
            }
            *slot = lane;
        }
        Ok(())
    }
}

/// Each name of an object with the text of its value, borrowed.
fn each<'t>(
    text: &'t str,
    take: impl FnMut(&'t str, &'t str) -> Result<(), NotPlain>,
) -> Result<(), NotPlain> {
    struct Each<F>(F);
    impl<'t, F: FnMut(&'t str, &'t str) -> Result<(), NotPlain>> Visitor<'t> for Each<F> {
        type Value = ();

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'t>>(mut self, mut map: A) -> Result<(), A::Error> {
            use serde::de::Error;
            while let Some(name) = map.next_key::<&'t str>()? {
                let raw: &'t RawValue = map.next_value()?;
                (self.0)(name, raw.get()).map_err(|_| A::Error::custom(""))?;
            }
            Ok(())
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_map(Each(take)).map_err(|_| NotPlain)?;
    reader.end().map_err(|_| NotPlain)
}

/// The text of a string without escapes.
fn string(raw: &str) -> Result<&str, NotPlain> {
    let inner = raw
        .strip_prefix('"')
        .and_then(|raw| raw.strip_suffix('"'))
        .ok_or(NotPlain)?;
    if inner.contains('\\') {
        Err(NotPlain)
    } else {
        Ok(inner)
    }
}

fn lane(plain: &Plain, raw: &str) -> Result<Lane, NotPlain> {
    let count = match (plain.sort, raw) {
        (_, "null") if plain.optional => return Ok(Lane::of(state::NONE)),
        (Sort::Truth, "true") => 1,
        (Sort::Truth, "false") => 0,
        (Sort::Number, raw) => {
            // whole numbers of a few digits; decimals and longer ones are read exactly by the reader of cases
            let whole: i64 = raw.parse().map_err(|_| NotPlain)?;
            whole
                .checked_mul(FACT_FRACTION)
                .filter(|count| count.abs() <= MOST)
                .ok_or(NotPlain)?
        }
        (Sort::Enum(_), raw) => {
            let name = string(raw)?;
            let place = plain
                .names
                .iter()
                .position(|known| **known == *name)
                .ok_or(NotPlain)?;
            i64::try_from(place).map_err(|_| NotPlain)?
        }
        (Sort::Country, raw) => country_number(Country::parse(string(raw)?).ok_or(NotPlain)?),
        (Sort::Date, raw) => day_number(parse_date(string(raw)?).map_err(|_| NotPlain)?),
        (Sort::Moment, raw) => moment(string(raw)?, plain.to_the_minute)?,
        (Sort::Duration(DurationKind::Calendar), raw) => months(string(raw)?).ok_or(NotPlain)?,
        _ => return Err(NotPlain),
    };
    Ok(Lane::value(count))
}

/// A moment with an offset. One whose seconds are dropped is noted by the reader of cases.
fn moment(text: &str, to_the_minute: bool) -> Result<i64, NotPlain> {
    let moment = chrono::DateTime::parse_from_rfc3339(text).map_err(|_| NotPlain)?;
    let seconds = moment.timestamp();
    let odd = to_the_minute && seconds.rem_euclid(60) != 0;
    let years = crate::time::Moment::from_seconds(seconds).is_some();
    if odd || !years || moment.timestamp_subsec_nanos() != 0 {
        Err(NotPlain)
    } else {
        Ok(seconds)
    }
}

/// `P5Y`, `P2Y6M`, `P18M`: whole years and months.
fn months(text: &str) -> Option<i64> {
    let mut rest = text.strip_prefix('P')?;
    let mut months = 0;
    for (unit, factor) in [('Y', 12), ('M', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            if number.is_empty() || number.len() > 6 || !number.bytes().all(|digit| digit.is_ascii_digit()) {
                return None;
            }
            months += number.parse::<i64>().ok()? * factor;
            rest = after;
        }
    }
    (rest.is_empty() && text.len() > 1).then_some(months)
}

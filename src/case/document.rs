//! A whole case document: matter, dates, facts.

use super::readings::named;
use super::typed::{Reader, fraction_dropped};
use super::{Case, Data, json, yaml};
use crate::finding::nearest;
use crate::resolve::{MatterId, Program, Shape};
use crate::source::Limits;
use crate::time::{Zone, parse_date, parse_moment_noting};
use std::collections::BTreeMap;
use std::fmt;

/// One thing wrong with a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseProblem {
    /// Where: the JSON path, as in `facts.suspect.born_on`.
    pub path: String,
    /// What is wrong, and what was expected.
    pub message: String,
    /// The nearest known name, or how to write it.
    pub help: Option<String>,
}

impl CaseProblem {
    /// The same problem in other words: those of another language.
    pub fn said(&self, say: impl Fn(&str) -> String) -> CaseProblem {
        CaseProblem {
            path: self.path.clone(),
            message: say(&self.message),
            help: self.help.as_deref().map(say),
        }
    }
}

impl fmt::Display for CaseProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// All that is wrong with a case; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct CaseErrors(pub Vec<CaseProblem>);

impl fmt::Display for CaseErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(CaseProblem::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl CaseErrors {
    fn one(path: &str, message: String, help: Option<String>) -> CaseErrors {
        CaseErrors(vec![CaseProblem {
            path: path.to_owned(),
            message,
            help,
        }])
    }
}

/// A case document as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// `matter`.
    pub matter: Option<String>,
    /// `on`: the date of the law.
    pub on: Option<String>,
    /// `at`: the moment of assessment.
    pub at: Option<String>,
    /// `zone`: the region, or the IANA name of the zone, in which local times are read.
    pub zone: Option<String>,
    /// `readings`: the names of the readings that are asked for.
    pub readings: Vec<String>,
    /// `facts`.
    pub facts: Data,
}

const KEYS: [&str; 6] = ["matter", "on", "at", "zone", "readings", "facts"];

impl Document {
    /// From a tree with the keys `matter`, `on`, `at`, `zone`, `readings`, `facts`.
    pub fn from_data(data: Data) -> Result<Document, CaseErrors> {
        let Data::Map(entries) = data else {
            let help = Some("write {\"matter\": ..., \"on\": ..., \"at\": ..., \"facts\": {...}}".to_owned());
            return Err(CaseErrors::one(
                "",
                format!("a case is an object, not {}", data.words()),
                help,
            ));
        };
        let mut document = Document {
            matter: None,
            on: None,
            at: None,
            zone: None,
            readings: Vec::new(),
            facts: Data::Map(Vec::new()),
        };
        let mut problems = Vec::new();
        for (key, value) in entries {
            problems.extend(document.put(key, value).err());
        }
        if problems.is_empty() {
            Ok(document)
        } else {
            Err(CaseErrors(problems))
        }
    }

    /// As JSON, which is read as the same document. Of what it does not hold it says nothing.
    pub fn json(&self) -> serde_json::Value {
        let head = [
            ("matter", &self.matter),
            ("on", &self.on),
            ("at", &self.at),
            ("zone", &self.zone),
        ];
        let head = head
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value.clone()?.into())));
        let readings =
            (!self.readings.is_empty()).then(|| ("readings".to_owned(), self.readings.clone().into()));
        let all = head
            .chain(readings)
            .chain([("facts".to_owned(), self.facts.json())]);
        serde_json::Value::Object(all.collect())
    }

    /// Puts a value under its key.
    fn put(&mut self, key: String, value: Data) -> Result<(), CaseProblem> {
        let text = match &value {
            Data::Text(text) => Some(text.clone()),
            _ => None,
        };
        let expected = |what: &str| CaseProblem {
            path: key.clone(),
            message: format!("{what} is expected, not {}", value.words()),
            help: None,
        };
        match key.as_str() {
            "readings" => self.readings = names(&value).ok_or_else(|| expected("a list of names"))?,
            "facts" => self.facts = value,
            // no date, no moment: as if the key were left out
            "on" | "at" | "zone" if value == Data::Null => {}
            "matter" | "on" | "at" | "zone" if text.is_none() => return Err(expected("a text")),
            "matter" => self.matter = text,
            "on" => self.on = text,
            "at" => self.at = text,
            "zone" => self.zone = text,
            _ => {
                return Err(CaseProblem {
                    message: format!("a case has no key `{key}`"),
                    help: Some(match nearest(&key, KEYS) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("its keys are {}", KEYS.join(", ")),
                    }),
                    path: key,
                });
            }
        }
        Ok(())
    }

    /// The matter that the document names, or the given one.
    pub fn matter_in(&self, program: &Program, given: Option<MatterId>) -> Result<MatterId, CaseErrors> {
        let known = || program.matters.iter().map(|matter| &*matter.name.text);
        match (&self.matter, given) {
            (Some(name), given) => {
                let found = program.matter_named(name).ok_or_else(|| {
                    let help = match nearest(name, known()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("known matters are {}", known().collect::<Vec<_>>().join(", ")),
                    };
                    CaseErrors::one("matter", format!("there is no matter `{name}`"), Some(help))
                })?;
                match given {
                    Some(given) if given != found => Err(CaseErrors::one(
                        "matter",
                        format!("this case is of matter `{name}`, another one is asked"),
                        None,
                    )),
                    _ => Ok(found),
                }
            }
            (None, Some(given)) => Ok(given),
            (None, None) => {
                let help = format!("known matters are {}", known().collect::<Vec<_>>().join(", "));
                Err(CaseErrors::one(
                    "matter",
                    "the case names no matter".to_owned(),
                    Some(help),
                ))
            }
        }
    }

    /// The case, or all that is wrong with it.
    pub fn read(
        &self,
        program: &Program,
        matter: Option<MatterId>,
        limits: &Limits,
    ) -> Result<Case, CaseErrors> {
        let matter = self.matter_in(program, matter)?;
        let Some(shape) = program.matter(matter) else {
            return Ok(Case::empty(matter));
        };
        let zone = match &self.zone {
            None => Ok(None),
            Some(name) => zone_named(program, shape, name).map(Some),
        };
        let here = zone.as_ref().ok().copied().flatten().unwrap_or(shape.zone);
        let mut reader = Reader::of(program, limits, here);
        let on = self
            .on
            .as_deref()
            .map(|text| reader.checked("on", parse_date(text)));
        let at = self.at.as_deref().map(|text| {
            let (at, dropped) = reader.checked("at", parse_moment_noting(text, here))?;
            if dropped {
                reader.remarks.push(fraction_dropped("at", text));
            }
            Some(at)
        });
        if let Err((message, help)) = &zone {
            reader.problem("zone", message.clone(), help.clone());
        }
        let (readings, wrong) = named(program, &self.readings);
        reader.problems.extend(wrong);
        let facts = reader.facts(shape, &self.facts, "facts");
        if !reader.problems.is_empty() {
            return Err(CaseErrors(reader.problems));
        }
        Ok(Case {
            matter,
            on: on.flatten(),
            at: at.flatten(),
            zone: zone.ok().flatten(),
            readings,
            facts,
            parameters: reader.parameters,
            remarks: reader.remarks,
        })
    }
}

/// The zone of a region, or one that a jurisdiction names by its IANA name.
fn zone_named(program: &Program, shape: &Shape, name: &str) -> Result<Zone, (String, Option<String>)> {
    let regions = || {
        let here = program.regions.iter();
        here.filter(|((jurisdiction, _), _)| Some(jurisdiction) == shape.jurisdiction.as_ref())
    };
    if let Some((_, zone)) = regions().find(|((_, region), _)| &**region == name) {
        return Ok(*zone);
    }
    let mut zones: Vec<Zone> = regions().map(|(_, zone)| *zone).collect();
    zones.push(shape.zone);
    if let Some(zone) = zones.iter().find(|zone| zone.name() == name) {
        return Ok(*zone);
    }
    let known: Vec<&str> = regions()
        .map(|((_, region), _)| &**region)
        .chain(zones.iter().map(|zone| zone.name()))
        .collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("regions and zones are {}", known.join(", ")),
    };
    Err((format!("there is no region or zone `{name}` here"), Some(help)))
}

/// A list of names, or one name.
fn names(data: &Data) -> Option<Vec<String>> {
    let name = |data: &Data| match data {
        Data::Text(text) => Some(text.clone()),
        _ => None,
    };
    match data {
        Data::List(all) => all.iter().map(name).collect(),
        one => Some(vec![name(one)?]),
    }
}

impl<'a> Reader<'a> {
    fn of(program: &'a Program, limits: &'a Limits, zone: Zone) -> Reader<'a> {
        Reader {
            program,
            limits,
            zone,
            problems: Vec::new(),
            remarks: Vec::new(),
            parameters: BTreeMap::new(),
        }
    }

    fn checked<T>(&mut self, path: &str, read: Result<T, crate::time::TimeError>) -> Option<T> {
        read.map_err(|error| self.problem(path, error.to_string(), None))
            .ok()
    }
}

/// One fact read by itself: its value, or what is wrong with it.
#[cfg(feature = "columns")]
pub fn read_fact(
    program: &Program,
    limits: &Limits,
    zone: Zone,
    (ty, to_the_minute): (&crate::resolve::Type, bool),
    data: &Data,
) -> Result<super::Datum, CaseErrors> {
    let mut reader = Reader::of(program, limits, zone);
    let datum = reader.value(ty, data, "", to_the_minute);
    if reader.problems.is_empty() {
        Ok(datum)
    } else {
        Err(CaseErrors(reader.problems))
    }
}

/// A case from JSON text.
pub fn from_json(text: &str) -> Result<Document, CaseErrors> {
    let data =
        json::read(text).map_err(|error| CaseErrors::one("", format!("not valid JSON: {error}"), None))?;
    Document::from_data(data)
}

/// A case from YAML text.
pub fn from_yaml(text: &str) -> Result<Document, CaseErrors> {
    let data =
        yaml::read(text).map_err(|error| CaseErrors::one("", format!("not valid YAML: {error}"), None))?;
    Document::from_data(data)
}

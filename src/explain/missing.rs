//! What an unknown answer is missing: facts of the case, the date of the law, the moment of assessment, parameters.

use crate::case::{Case, Step, spot_of_path, spot_path};
use crate::law::Interval;
use crate::resolve::{Base, ParameterType, Program};
use crate::words::Words;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingKind {
    /// A fact of the case.
    Fact,
    /// The date of the law, which no fact gives.
    LawDate,
    /// The moment of assessment.
    Assessment,
    /// The value of a parameter that the law leaves open.
    Parameter,
}

impl MissingKind {
    /// The kind as JSON spells it.
    pub fn word(self) -> &'static str {
        match self {
            MissingKind::Fact => "fact",
            MissingKind::LawDate => "law_date",
            MissingKind::Assessment => "assessment",
            MissingKind::Parameter => "parameter",
        }
    }
}

/// An absent fact that decides, or what else of a case does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFact {
    /// What it is.
    pub kind: MissingKind,
    /// Its path, as in `suspect.born_on`.
    pub fact: String,
    /// Its type in words.
    pub type_name: String,
    /// Its label.
    pub label: Option<String>,
    /// From the first to the last day on which it has a value, where it is a parameter that has none on the date of the law
    /// and has some on others.
    pub set: Option<Interval>,
}

impl MissingFact {
    /// What is missing, in words of a language, without its type.
    pub fn named(&self, words: &Words) -> String {
        let label = self.label.as_ref().map(|label| format!(" ({label})"));
        match self.kind {
            MissingKind::LawDate => words.say("the date of the law"),
            MissingKind::Assessment => words.say("the moment of assessment"),
            MissingKind::Fact | MissingKind::Parameter => {
                format!("{}{}", self.fact, label.unwrap_or_default())
            }
        }
    }

    /// A line that says so: `for want of guilty (guilt): yes/no`.
    pub fn line(&self, words: &Words) -> String {
        let lead = words.say(match self.kind {
            MissingKind::Parameter if self.set.is_some() => "without a value on the date of the law",
            MissingKind::Parameter => "set by nobody yet",
            MissingKind::Fact | MissingKind::LawDate | MissingKind::Assessment => "for want of",
        });
        let named = self.named(words);
        let type_name = words.say(&self.type_name);
        match self.kind {
            MissingKind::LawDate | MissingKind::Assessment => format!("{lead} {named}"),
            MissingKind::Fact => format!("{lead} {named}: {type_name}"),
            MissingKind::Parameter => {
                let set = self.set.map(|days| words.say(&format!("it has one {days}")));
                let set = set.map(|set| format!(" ({set})")).unwrap_or_default();
                format!("{lead}: {named}: {type_name}{set}")
            }
        }
    }
}

/// An absent fact by its spot.
pub(crate) fn missing_fact(program: &Program, case: &Case, spot: &[Step], language: &str) -> MissingFact {
    let fact = spot_path(program, case.matter(), spot);
    match spot.first() {
        Some(Step::Assessment) => MissingFact {
            kind: MissingKind::Assessment,
            fact,
            type_name: "moment".into(),
            label: Some("moment of assessment".into()),
            set: None,
        },
        Some(Step::Parameter(number)) => {
            let made = program.parameters.get(*number);
            MissingFact {
                kind: MissingKind::Parameter,
                fact,
                type_name: made.map(|made| made.ty.words(program)).unwrap_or_default(),
                label: made
                    .and_then(|made| made.labels.pick(language))
                    .map(str::to_owned),
                set: made.and_then(ParameterType::all_days),
            }
        }
        _ => {
            let type_name = spot_of_path(program, case.matter(), &fact)
                .map(|(_, ty)| ty.words(program))
                .unwrap_or_default();
            let label = slot_label(program, case, spot, language);
            MissingFact {
                kind: MissingKind::Fact,
                fact,
                type_name,
                label,
                set: None,
            }
        }
    }
}

fn slot_label(program: &Program, case: &Case, spot: &[Step], language: &str) -> Option<String> {
    let mut shape = program.matter(case.matter())?;
    let mut label = None;
    for step in spot {
        let Step::Slot(number) = step else {
            continue;
        };
        let slot = shape.slots.get(*number)?;
        label = slot.labels.pick(language).map(str::to_owned);
        let base = match &slot.ty.base {
            Base::List(of) => &**of,
            base => base,
        };
        if let Base::Record(id) = base {
            shape = program.record(*id)?;
        }
    }
    label
}

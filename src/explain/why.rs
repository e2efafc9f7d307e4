//! The tree of reasons. Every node has an id that stays the same while the rules do.

use super::answer::{Context, verb};
use super::value::{known_words, value_json, value_words};
use crate::case::{Step, spot_path};
use crate::evaluate::{Counting, Known, Reason, ReasonKind};
use crate::law::Citation;
use crate::resolve::{NormId, Type};
use crate::value::{Truth, Value};
use crate::words::Words;
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// One reason in words.
#[derive(Debug, Clone, PartialEq)]
pub struct WhyNode {
    /// Stable id: the path of keys from the root.
    pub id: String,
    /// `norm`, `clause`, `point`, `condition`, `fact`, `definition`, `parameter`, `due`, `done`.
    pub kind: &'static str,
    /// The provision, of a norm or definition.
    pub citation: Option<String>,
    /// Lettered points that decided.
    pub points: Vec<String>,
    /// The provision's text.
    pub text: Option<String>,
    /// The reason in words.
    pub words: String,
    /// Its value as JSON spells it; null where it is not known.
    pub value: Json,
    /// The type of the value in words.
    pub unit: Option<String>,
    /// The fact's path, of a fact.
    pub fact: Option<String>,
    /// Its own reasons.
    pub because: Vec<WhyNode>,
}

/// Nodes in one tree at most.
const MOST_NODES: usize = 5_000;

/// The tree of some reasons.
pub(super) fn tree(reasons: &[Arc<Reason>], context: &Context<'_>) -> Vec<WhyNode> {
    let mut builder = Builder {
        context,
        shown: HashSet::new(),
        nodes: 0,
    };
    builder.children(reasons, "")
}

struct Builder<'a, 'b> {
    context: &'a Context<'b>,
    /// Definitions already shown with their reasons: shown once.
    shown: HashSet<*const Reason>,
    nodes: usize,
}

impl Builder<'_, '_> {
    fn children(&mut self, reasons: &[Arc<Reason>], parent: &str) -> Vec<WhyNode> {
        let mut keys: HashMap<String, usize> = HashMap::new();
        let mut seen: HashSet<*const Reason> = HashSet::new();
        let mut nodes = Vec::new();
        for reason in reasons {
            if self.nodes >= MOST_NODES || !seen.insert(Arc::as_ptr(reason)) {
                continue;
            }
            self.nodes += 1;
            let key = self.key(&reason.kind);
            let count = keys.entry(key.clone()).or_insert(0);
            *count += 1;
            let key = if *count > 1 { format!("{key}~{count}") } else { key };
            let id = if parent.is_empty() {
                key
            } else {
                format!("{parent}/{key}")
            };
            let node = self.node(reason, id);
            if !nodes.iter().any(|other: &WhyNode| same(other, &node)) {
                nodes.push(node);
            }
        }
        nodes
    }

    fn node(&mut self, reason: &Arc<Reason>, id: String) -> WhyNode {
        let again =
            matches!(reason.kind, ReasonKind::Definition { .. }) && !self.shown.insert(Arc::as_ptr(reason));
        let because = if again {
            Vec::new()
        } else {
            self.children(&reason.because, &id)
        };
        WhyNode {
            id,
            because,
            ..self.described(&reason.kind)
        }
    }

    /// Words of the engine in the language of the reader.
    fn say(&self, english: &str) -> String {
        Words::of(self.context.language).say(english)
    }

    fn key(&self, kind: &ReasonKind) -> String {
        let program = self.context.program;
        match kind {
            ReasonKind::Norm { norm, .. } => self.norm_key(*norm),
            ReasonKind::Clause { word, .. } => word.replace(' ', "-"),
            ReasonKind::Point { mark, .. } => format!("({mark})"),
            ReasonKind::Said { .. } => "condition".into(),
            ReasonKind::Fact { spot, .. } => spot_path(program, self.context.case.matter(), spot),
            ReasonKind::Definition { id, .. } => program
                .definitions
                .get(id.0)
                .map(|made| made.name.text.to_string())
                .unwrap_or_default(),
            ReasonKind::Parameter { id, .. } => program
                .parameters
                .get(id.0)
                .map(|made| made.name.text.to_string())
                .unwrap_or_default(),
            ReasonKind::Due { .. } => "due".into(),
            ReasonKind::Done { .. } => "done".into(),
        }
    }

    fn norm_key(&self, norm: NormId) -> String {
        let ordinal = self
            .context
            .program
            .norms
            .get(norm.0)
            .map_or(1, |norm| norm.ordinal);
        let citation = self
            .context
            .citation(norm)
            .map(Citation::to_string)
            .unwrap_or_default();
        format!("{citation}#{ordinal}")
    }

    fn described(&self, kind: &ReasonKind) -> WhyNode {
        let zone = self.context.zone;
        match kind {
            ReasonKind::Norm {
                norm,
                applies,
                points,
                displaced,
            } => self.norm(*norm, *applies, points, *displaced),
            ReasonKind::Clause { word, truth } => {
                let said = format!("{}: {}", self.say(word), self.say(holds(*truth)));
                plain("clause", said, truth_json(*truth))
            }
            ReasonKind::Point { mark, truth } => WhyNode {
                points: vec![mark.to_string()],
                ..plain(
                    "point",
                    format!(
                        "{}: {}",
                        self.say(&format!("point ({mark})")),
                        self.say(holds(*truth))
                    ),
                    truth_json(*truth),
                )
            },
            ReasonKind::Said { span, known } => {
                let said = one_line(self.context.sources.text(*span));
                plain(
                    "condition",
                    format!("`{said}`: {}", self.say(&known_words(known, zone))),
                    self.json(known),
                )
            }
            ReasonKind::Fact { spot, known, how } => self.fact(spot, known, *how),
            ReasonKind::Definition {
                id,
                norms,
                known,
                possible,
            } => self.definition(*id, norms, known, possible),
            ReasonKind::Parameter { id, known } => self.parameter(*id, known),
            ReasonKind::Due(counting) => self.due(counting),
            ReasonKind::Done { at } => match at {
                Some(at) => plain(
                    "done",
                    self.say(&format!("done at {}", zone.words(*at))),
                    Json::String(zone.rfc3339(*at)),
                ),
                None => plain(
                    "done",
                    self.say("not done at the moment of assessment"),
                    Json::Null,
                ),
            },
        }
    }

    fn json(&self, known: &Known) -> Json {
        match known {
            Known::Value(value) => value_json(value, self.context.zone),
            Known::Unknown | Known::Undefined | Known::Conflict => Json::Null,
        }
    }

    fn norm(
        &self,
        id: NormId,
        applies: Truth,
        points: &[Arc<str>],
        displaced: Option<(NormId, crate::evaluate::Ground)>,
    ) -> WhyNode {
        let program = self.context.program;
        let citation = self
            .context
            .citation(id)
            .map(Citation::to_string)
            .unwrap_or_default();
        let norm = program.norms.get(id.0);
        let says = norm
            .map(|norm| format!("{} {}", self.say(verb(norm)), self.subject(norm)))
            .unwrap_or_default();
        let marks: Vec<String> = points.iter().map(|point| format!("({point})")).collect();
        let at_points = if marks.is_empty() {
            String::new()
        } else {
            format!(", {}", self.say(&format!("point {}", marks.join(" "))))
        };
        let applied = match applies {
            Truth::Yes => "applies",
            Truth::No => "does not apply",
            Truth::Unknown => "not known whether it applies",
        };
        let over = match displaced {
            Some((by, ground)) => {
                let by = self
                    .context
                    .citation(by)
                    .map(Citation::to_string)
                    .unwrap_or_default();
                format!(
                    "; {}",
                    self.say(&format!("{by} prevails over it: {}", ground.words()))
                )
            }
            None => String::new(),
        };
        let text = norm.and_then(|norm| {
            let provisions = program.law.with_parents(norm.provision);
            let mut texts = provisions.filter_map(|(_, provision)| provision.texts.first());
            texts.next().map(|(_, text)| one_line(&text.text))
        });
        WhyNode {
            citation: Some(citation.clone()),
            points: points.iter().map(|point| point.to_string()).collect(),
            text,
            ..plain(
                "norm",
                format!("{citation} ({says}): {}{at_points}{over}", self.say(applied)),
                truth_json(applies),
            )
        }
    }

    /// How a due moment was counted, and by which provision.
    fn due(&self, counting: &Counting) -> WhyNode {
        let zone = self.context.zone;
        let citation = counting.rule.and_then(|rule| self.context.provision(rule));
        let due = match counting.due {
            Some(due) => self.say(&format!("due {}", zone.words(due))),
            None => self.say("not due yet"),
        };
        let steps: Vec<String> = counting.steps.iter().map(|step| self.say(step)).collect();
        let by = citation
            .as_ref()
            .map(|citation| format!(", {}", self.say(&format!("counted by {citation}"))))
            .unwrap_or_default();
        WhyNode {
            citation,
            unit: Some("moment".into()),
            ..plain(
                "due",
                format!("{due}: {}{by}", steps.join("; ")),
                counting
                    .due
                    .map_or(Json::Null, |due| Json::String(zone.rfc3339(due))),
            )
        }
    }

    fn subject(&self, norm: &crate::resolve::Norm) -> String {
        use crate::resolve::Kind;
        let program = self.context.program;
        match &norm.kind {
            Kind::Permission(action)
            | Kind::Bar(action)
            | Kind::Duty(action, _)
            | Kind::Validity(action, _) => program
                .actions
                .get(action.0)
                .map(|made| made.name.text.to_string())
                .unwrap_or_default(),
            Kind::Definition(id, _) => program
                .definitions
                .get(id.0)
                .map(|made| made.name.text.to_string())
                .unwrap_or_default(),
            Kind::Deem { .. } => String::new(),
        }
    }

    fn fact(&self, spot: &[Step], known: &Known, how: Option<&'static str>) -> WhyNode {
        let program = self.context.program;
        let missing = super::missing::missing_fact(program, self.context.case, spot, self.context.language);
        let label = missing
            .label
            .map(|label| format!(" ({label})"))
            .unwrap_or_default();
        let how = how.map(|how| format!(", {}", self.say(how))).unwrap_or_default();
        let words = format!(
            "{}{label}: {}{how}",
            missing.fact,
            self.say(&known_words(known, self.context.zone))
        );
        WhyNode {
            fact: Some(missing.fact),
            unit: Some(missing.type_name).filter(|unit| !unit.is_empty()),
            ..plain("fact", words, self.json(known))
        }
    }

    fn definition(
        &self,
        id: crate::resolve::DefinitionId,
        norms: &[NormId],
        known: &Known,
        possible: &[Value],
    ) -> WhyNode {
        let program = self.context.program;
        let made = program.definitions.get(id.0);
        let name = made.map(|made| made.name.text.to_string()).unwrap_or_default();
        let cited: Vec<String> = norms
            .iter()
            .filter_map(|norm| self.context.citation(*norm))
            .map(Citation::to_string)
            .collect();
        let by = if cited.is_empty() {
            String::new()
        } else {
            format!(", {} {}", self.say("by"), cited.join(", "))
        };
        let zone = self.context.zone;
        let either: Vec<String> = possible.iter().map(|value| value_words(value, zone)).collect();
        let value = match either.as_slice() {
            [] => self.say(&known_words(known, zone)),
            either => {
                let either: Vec<String> = either.iter().map(|value| self.say(value)).collect();
                format!(
                    "{} {}",
                    self.say("not known, but"),
                    either.join(&format!(" {} ", self.say("or")))
                )
            }
        };
        WhyNode {
            citation: cited.first().cloned(),
            unit: made.map(|made| made.ty.words(program)),
            ..plain("definition", format!("{name}: {value}{by}"), self.json(known))
        }
    }

    fn parameter(&self, id: crate::resolve::ParameterId, known: &Known) -> WhyNode {
        let program = self.context.program;
        let made = program.parameters.get(id.0);
        let name = made.map(|made| made.name.text.to_string()).unwrap_or_default();
        let unit = made.map(|made: &crate::resolve::ParameterType| Type::words(&made.ty, program));
        WhyNode {
            unit,
            ..plain(
                "parameter",
                format!("{name}: {}", self.say(&known_words(known, self.context.zone))),
                self.json(known),
            )
        }
    }
}

fn plain(kind: &'static str, words: String, value: Json) -> WhyNode {
    WhyNode {
        id: String::new(),
        kind,
        citation: None,
        points: Vec::new(),
        text: None,
        words,
        value,
        unit: None,
        fact: None,
        because: Vec::new(),
    }
}

/// Whether two nodes say the same, their ids aside.
fn same(a: &WhyNode, b: &WhyNode) -> bool {
    a.words == b.words
        && a.because.len() == b.because.len()
        && a.because.iter().zip(&b.because).all(|(a, b)| same(a, b))
}

fn holds(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "holds",
        Truth::No => "does not hold",
        Truth::Unknown => "not known",
    }
}

fn truth_json(truth: Truth) -> Json {
    match truth {
        Truth::Yes => Json::Bool(true),
        Truth::No => Json::Bool(false),
        Truth::Unknown => Json::Null,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

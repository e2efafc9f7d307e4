//! An answer that owns all its words.

use super::milder::ComparedLaw;
use super::missing::{MissingFact, missing_fact};
use super::notes::{Note, notes};
use super::reading::ReadingTaken;
use super::undetermined::{Undetermined, undetermined};
use super::why::{WhyNode, tree};
use crate::case::Case;
use crate::evaluate::{Because, Decision, Outcome};
use crate::law::{Citation, ProvisionId};
use crate::resolve::{Base, Kind, Norm, NormId, Program, ReadingId, Type};
use crate::source::SourceMap;
use crate::time::{Date, Moment, Zone};
use crate::value::Value;
use crate::words::Words;
use std::collections::BTreeSet;

/// What words are taken from.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The resolved law.
    pub program: &'a Program,
    /// The rule files.
    pub sources: &'a SourceMap,
    /// The case.
    pub case: &'a Case,
    /// The zone in which moments are shown.
    pub zone: Zone,
    /// The language of labels.
    pub language: &'a str,
}

impl Context<'_> {
    /// The label of a role, or its name.
    pub fn role<'a>(&'a self, name: &'a str) -> &'a str {
        let roles = &self.program.law.roles;
        let made = roles.iter().find(|(role, _)| &*role.text == name);
        let label = made.and_then(|(_, labels)| labels.in_language(self.language));
        label.filter(|_| self.language != "en").unwrap_or(name)
    }

    /// The citation of a provision.
    pub(super) fn provision(&self, id: ProvisionId) -> Option<String> {
        self.program
            .law
            .provision(id)
            .map(|provision| provision.citation.to_string())
    }

    pub(super) fn citation(&self, norm: NormId) -> Option<&Citation> {
        self.program
            .norms
            .get(norm.0)
            .and_then(|norm| self.program.citation(norm))
    }
}

/// A provision that an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// `KZ CCP art. 491`.
    pub citation: String,
    /// Lettered points that decided.
    pub points: Vec<String>,
    /// `may`, `must not`, `must`, `define`, `deem`, `valid only if`.
    pub norm: &'static str,
    /// First day in force.
    pub in_force_from: Option<Date>,
    /// Text of the provision, by preference in the language asked for.
    pub text: Option<String>,
    /// Where the text comes from.
    pub source: Option<String>,
    /// The provision of the act that made this version, where it is not the first.
    pub amended_by: Option<String>,
    /// Citations over which it prevailed, each with the ground: `declared`, `rank`, `later`, `bar`.
    pub prevails_over: Vec<(String, &'static str)>,
}

/// The answer to one question.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) words: &'static Words,
    pub(super) question: String,
    pub(super) label: Option<String>,
    pub(super) kind: &'static str,
    pub(super) outcome: Outcome,
    pub(super) value: Option<Value>,
    pub(super) value_label: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) due_at: Option<Moment>,
    pub(super) done_at: Option<Moment>,
    pub(super) because: Vec<Cited>,
    pub(super) missing: Vec<MissingFact>,
    pub(super) missing_may_be_wide: bool,
    pub(super) undetermined: Vec<Undetermined>,
    pub(super) sanction: Option<String>,
    pub(super) notes: Vec<Note>,
    pub(super) why: Vec<WhyNode>,
    pub(super) zone: Zone,
    pub(super) counting: Option<CountedBy>,
    pub(super) still_possible: Vec<Outcome>,
    pub(super) changes_at: Option<Moment>,
    pub(super) compared: Option<ComparedLaw>,
    pub(super) readings: Vec<ReadingTaken>,
    pub(super) readings_seen: BTreeSet<ReadingId>,
}

/// How a due moment was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedBy {
    /// The provision whose counting rule was used; nothing where none is in force.
    pub citation: Option<String>,
    /// The steps of the count, in words.
    pub steps: Vec<String>,
    /// The last day of a limit in days or longer.
    pub last_day: Option<Date>,
}

impl Answer {
    /// The question.
    pub fn question(&self) -> &str {
        &self.question
    }

    /// `action`, `duty` or `value`.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The outcome.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The value of a value question, when it is known.
    pub fn value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// The due moment of a duty.
    pub fn due_at(&self) -> Option<Moment> {
        self.due_at
    }

    /// The last day of a duty whose limit is in days or longer.
    pub fn due_on(&self) -> Option<Date> {
        self.due_at
            .and(self.counting.as_ref())
            .and_then(|counting| counting.last_day)
    }

    /// When a duty was fulfilled.
    pub fn done_at(&self) -> Option<Moment> {
        self.done_at
    }

    /// How the due moment was counted: the provision that says how, and the steps.
    pub fn counting(&self) -> Option<&CountedBy> {
        self.counting.as_ref()
    }

    /// Outcomes of a duty that conduct can still bring about: of a pending one fulfilment, in time or late.
    pub fn still_possible(&self) -> &[Outcome] {
        &self.still_possible
    }

    /// The next moment at which the answer will be another one by itself, without any new fact; the answer at that
    /// moment is the new one. Nothing where it stays for ever, or without a moment of assessment.
    pub fn changes_at(&self) -> Option<Moment> {
        self.changes_at
    }

    /// The provisions it rests on; where the outcome is unknown, those that are undecided.
    pub fn because(&self) -> &[Cited] {
        &self.because
    }

    /// The absent facts that decide.
    pub fn missing(&self) -> &[MissingFact] {
        &self.missing
    }

    /// What could not be calculated and was needed to decide.
    pub fn undetermined(&self) -> &[Undetermined] {
        &self.undetermined
    }

    /// Whether facts may be listed as missing that do not decide.
    pub fn missing_may_be_wide(&self) -> bool {
        self.missing_may_be_wide
    }

    /// What a breach is, where the duty is breached.
    pub fn sanction(&self) -> Option<&str> {
        self.sanction.as_deref()
    }

    /// Notes.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The tree of reasons.
    pub fn why(&self) -> &[WhyNode] {
        &self.why
    }

    /// The zone in which its moments are shown.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The answer with another moment at which it changes, for one that several versions of the law agree on.
    pub(crate) fn changing_at(mut self, changes_at: Option<Moment>) -> Answer {
        self.changes_at = changes_at;
        self
    }

    /// The answer with what other versions of the law hang on that cannot be calculated.
    pub(crate) fn hanging_on(mut self, undetermined: Vec<Undetermined>) -> Answer {
        for other in undetermined {
            if !self.undetermined.contains(&other) {
                self.undetermined.push(other);
            }
        }
        self
    }

    /// The answer where the law of some dates was not looked at any more.
    pub(crate) fn without_dates(mut self, left_out: usize) -> Answer {
        if left_out > 0 {
            self.missing_may_be_wide = true;
            let text = format!(
                "the law changes so often that it was not looked at on {left_out} further dates: state the date of the law"
            );
            self.notes.push(Note {
                kind: "missing",
                text,
                citation: None,
            });
        }
        self
    }

    /// The answer with more missing facts, for a date of the law that is itself unknown.
    pub(crate) fn for_want_of(mut self, facts: Vec<MissingFact>, wide: bool) -> Answer {
        self.missing_may_be_wide |= wide;
        if wide {
            let text =
                "no version of the law decides with these facts: not every fact listed may decide".to_owned();
            self.notes.push(Note {
                kind: "missing",
                text,
                citation: None,
            });
        }
        self.outcome = Outcome::Unknown;
        self.value = None;
        self.value_label = None;
        self.due_at = None;
        self.done_at = None;
        self.sanction = None;
        self.counting = None;
        self.still_possible.clear();
        for fact in facts {
            if !self.missing.contains(&fact) {
                self.missing.push(fact);
            }
        }
        self
    }
}

/// The norm's verb.
pub(super) fn verb(norm: &Norm) -> &'static str {
    match &norm.kind {
        Kind::Permission(_) if !norm.only_if.is_empty() => "may only if",
        Kind::Permission(_) => "may",
        Kind::Bar(_) => "must not",
        Kind::Duty(..) => "must",
        Kind::Definition(..) => "define",
        Kind::Deem { .. } => "deem",
        Kind::Validity(..) => "valid only if",
    }
}

fn cited(because: &Because, context: &Context<'_>) -> Option<Cited> {
    let program = context.program;
    let norm = program.norms.get(because.norm.0)?;
    let provision = program.law.provision(norm.provision)?;
    let text = program
        .law
        .with_parents(norm.provision)
        .find_map(|(_, provision)| {
            let texts = &provision.texts;
            let wanted = texts.iter().find(|(language, _)| {
                language
                    .as_ref()
                    .is_some_and(|name| &*name.text == context.language)
            });
            wanted.or(texts.first()).map(|(_, text)| text.text.to_string())
        });
    let source = program
        .law
        .with_parents(norm.provision)
        .find_map(|(_, provision)| {
            let source = provision.sources.first()?;
            let place = source
                .place
                .as_ref()
                .map(|place| format!(" {place}"))
                .unwrap_or_default();
            Some(format!("{}{place}", source.document.text))
        });
    let over = because
        .over
        .iter()
        .filter_map(|(norm, ground)| Some((context.citation(*norm)?.to_string(), ground.word())));
    let mut points: Vec<String> = because.points.iter().map(|point| point.to_string()).collect();
    points.dedup();
    Some(Cited {
        citation: provision.citation.to_string(),
        points,
        norm: verb(norm),
        in_force_from: provision.stood.unwrap_or(provision.in_force).from(),
        amended_by: program
            .law
            .with_parents(norm.provision)
            .find_map(|(_, provision)| provision.made_by)
            .and_then(|act| context.provision(act)),
        text,
        source,
        prevails_over: over.collect(),
    })
}

/// A decision in words.
pub fn explain(decision: &Decision, context: &Context<'_>) -> Answer {
    let program = context.program;
    let label = match (decision.question.action(), decision.question.definition()) {
        (Some(action), _) => program
            .actions
            .get(action.0)
            .and_then(|made| made.labels.pick(context.language)),
        (None, _) => None,
    };
    let ty = decision
        .question
        .definition()
        .and_then(|id| program.definitions.get(id.0))
        .map(|made| made.ty.clone());
    let breached = matches!(decision.outcome, Outcome::Overdue | Outcome::FulfilledLate);
    let missing = decision
        .missing
        .spots
        .iter()
        .map(|spot| missing_fact(program, context.case, spot, context.language));
    let (notes, readings_seen) = notes(decision, context);
    Answer {
        words: Words::of("en"),
        question: decision.question.name().to_owned(),
        label: label.map(str::to_owned),
        kind: decision.question.kind(),
        outcome: decision.outcome,
        value_label: decision
            .value
            .as_ref()
            .and_then(|value| value_label(value, ty.as_ref(), context)),
        value: decision.value.clone(),
        unit: ty.map(|ty: Type| ty.words(program)),
        due_at: decision.due_at,
        done_at: decision.done_at,
        because: decision
            .because
            .iter()
            .filter_map(|because| cited(because, context))
            .collect(),
        missing: missing.collect(),
        missing_may_be_wide: decision.missing.wide,
        undetermined: undetermined(decision, context),
        sanction: decision
            .duty
            .filter(|_| breached)
            .and_then(|norm| sanction(norm, context)),
        notes,
        why: tree(&decision.reasons, context),
        zone: context.zone,
        counting: decision.counting.as_ref().map(|counting| CountedBy {
            citation: counting.rule.and_then(|rule| context.provision(rule)),
            steps: counting.steps.clone(),
            last_day: counting.last_day,
        }),
        still_possible: decision.possible.clone(),
        changes_at: decision.changes_at,
        compared: None,
        readings: Vec::new(),
        readings_seen,
    }
}

/// The label of a value that has one: a value of an enum.
fn value_label(value: &Value, ty: Option<&Type>, context: &Context<'_>) -> Option<String> {
    let (Value::Enum(place, _), Base::Enum(id)) = (value, &ty?.base) else {
        return None;
    };
    let made = context.program.enum_type(*id)?;
    let (_, _, labels) = made.values.get(usize::try_from(*place).ok()?)?;
    labels.pick(context.language).map(str::to_owned)
}

/// The sanction of a duty in words.
pub(super) fn sanction(norm: NormId, context: &Context<'_>) -> Option<String> {
    let Kind::Duty(_, duty) = &context.program.norms.get(norm.0)?.kind else {
        return None;
    };
    let sanction = duty.sanction.as_ref()?;
    let by = sanction
        .by
        .as_ref()
        .map(|role| format!("breach by {}", context.role(role)))
        .unwrap_or_else(|| "breach".to_owned());
    Some(match &sanction.words {
        Some(words) => format!("{by}: {words}"),
        None => by,
    })
}

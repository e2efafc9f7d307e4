//! Notes: what an answer rests on that the reader should know of.

use super::answer::Context;
use super::open::open;
use super::value::value_words;
use crate::case::spot_path;
use crate::evaluate::{Decision, Known, Outcome, Reason, ReasonKind, Rest, Support};
use crate::law::{Citation, InstrumentId, ProvisionId};
use crate::resolve::{Kind, NormId, ReadingId};
use crate::time::Date;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A note. It never changes an outcome.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// `judgement`, `presumption`, `deemed`, `contradiction`, `calendar`, `counting`, `without_delay`, `assumption`, `transition`, `currency`, `retroactive`, `milder`, `reading`, `not_encoded`,
    /// `parameter`, `input`, `missing`, `changes`, `reasons`, `open`, `undetermined` (in a timeline).
    pub kind: &'static str,
    /// The note in words.
    pub text: String,
    /// The provision it is about.
    pub citation: Option<String>,
}

impl Note {
    /// The note as JSON: `kind`, `text`, `citation`.
    pub fn json(&self) -> Json {
        json!({ "kind": self.kind, "text": self.text, "citation": self.citation })
    }
}

fn note(kind: &'static str, text: String, citation: Option<String>) -> Note {
    Note { kind, text, citation }
}

/// All notes of a decision, each once, in a fixed order, and the readings whose norms were looked at.
pub(super) fn notes(decision: &Decision, context: &Context<'_>) -> (Vec<Note>, BTreeSet<ReadingId>) {
    let mut notes: Vec<Note> = decision
        .rests
        .iter()
        .map(|rest| rest_note(rest, context))
        .collect();
    let mut seen = Seen::default();
    for because in &decision.because {
        seen.norms.insert(because.norm);
    }
    for reason in &decision.reasons {
        seen.look(reason, 0);
    }
    let deciding = Seen::deciding(decision);
    let parameters = deciding.parameters.iter();
    let remarked = parameters.filter(|(id, _)| rests_on(decision, &Support::Parameter(*id)));
    notes.extend(remarked.filter_map(|(id, known)| parameter_note(*id, known, context)));
    notes.extend(assumed(decision, &deciding.norms, context));
    notes.extend(reaches_back(&seen.norms, context));
    notes.extend(goes_on(&seen.norms, context));
    notes.extend(incomplete(decision, &seen.norms, context));
    notes.extend(without_delay(decision, context));
    notes.extend(not_encoded(&seen.norms, context));
    notes.extend(
        context
            .case
            .remarks()
            .iter()
            .map(|remark| note("input", remark.clone(), None)),
    );
    let says_why = |note: &Note| matches!(note.kind, "contradiction" | "counting" | "calendar");
    let explained = notes.iter().any(says_why);
    notes.extend(open(decision, explained, context));
    notes.extend(ended_early(decision));
    let mut once = BTreeSet::new();
    notes.retain(|note| once.insert(note.clone()));
    let norms = seen.norms.iter().filter_map(|id| context.program.norms.get(id.0));
    let readings = norms.filter_map(|norm| norm.reading).collect();
    (notes, readings)
}

/// What was looked for and not to the end.
fn ended_early(decision: &Decision) -> impl Iterator<Item = Note> {
    let found = [
        (
            decision.missing.wide,
            "missing",
            "the search for deciding facts ended early: not every fact listed may decide",
        ),
        (
            decision.reasons_cut,
            "reasons",
            "more facts and conditions were looked at than the reasons show",
        ),
        (
            decision.changes_perhaps,
            "changes",
            "the search for the next change ended early: look again at that moment",
        ),
    ];
    let early = found.into_iter().filter(|(early, ..)| *early);
    early.map(|(_, kind, text)| note(kind, text.to_owned(), None))
}

pub(super) fn rest_note(rest: &Rest, context: &Context<'_>) -> Note {
    let path = |spot: &[crate::case::Step]| spot_path(context.program, context.case.matter(), spot);
    match rest {
        Rest::Judgement(spot, role) => note(
            "judgement",
            format!("rests on the judgement of {}: {}", context.role(role), path(spot)),
            None,
        ),
        Rest::Presumption(spot, citation) => {
            let text = format!("rests on the presumption of {citation}: {}", path(spot));
            note("presumption", text, Some(citation.to_string()))
        }
        Rest::Deemed(spot, norm) => {
            let citation = context.citation(*norm).map(Citation::to_string);
            let by = citation.clone().unwrap_or_default();
            note("deemed", format!("{} is deemed by {by}", path(spot)), citation)
        }
        Rest::Calendar(id, day) => {
            let name = context
                .program
                .calendars
                .get(id.0)
                .map(|made| made.name.text.to_string())
                .unwrap_or_default();
            let text = format!("the calendar {name} is not certain of {day}: a day off may be missing there");
            note("calendar", text, None)
        }
        Rest::Uncountable(error) => note("counting", format!("the limit cannot be counted: {error}"), None),
        Rest::Contradiction(norms) => {
            let cited: Vec<String> = norms
                .iter()
                .filter_map(|norm| context.citation(*norm))
                .map(Citation::to_string)
                .collect();
            note(
                "contradiction",
                format!(
                    "{} contradict one another and neither prevails",
                    cited.join(" and ")
                ),
                None,
            )
        }
    }
}

/// Norms and parameters that were looked at.
#[derive(Default)]
struct Seen {
    norms: BTreeSet<NormId>,
    parameters: Vec<(crate::resolve::ParameterId, Known)>,
    reasons: std::collections::HashSet<*const Reason>,
}

/// Whether a decision rests on something; one that is not known on all that its undecided norms rest on.
fn rests_on(decision: &Decision, support: &Support) -> bool {
    decision.outcome == Outcome::Unknown || decision.supports.contains(support)
}

impl Seen {
    /// What the answer may rest on: of one that is not known, what its undecided norms look at.
    fn deciding(decision: &Decision) -> Seen {
        let mut seen = Seen::default();
        let undecided = |norm: &NormId| decision.because.iter().any(|because| because.norm == *norm);
        seen.norms
            .extend(decision.because.iter().map(|because| because.norm));
        for reason in &decision.reasons {
            match &reason.kind {
                ReasonKind::Norm { norm, .. } if decision.outcome == Outcome::Unknown && !undecided(norm) => {
                }
                _ => seen.look(reason, 0),
            }
        }
        seen
    }

    fn look(&mut self, reason: &Arc<Reason>, depth: usize) {
        if depth > 1_000 || !self.reasons.insert(Arc::as_ptr(reason)) {
            return;
        }
        match &reason.kind {
            ReasonKind::Norm { norm, .. } => {
                self.norms.insert(*norm);
            }
            ReasonKind::Definition { norms, .. } => self.norms.extend(norms),
            ReasonKind::Parameter { id, known } => self.parameters.push((*id, known.clone())),
            ReasonKind::Clause { .. }
            | ReasonKind::Point { .. }
            | ReasonKind::Said { .. }
            | ReasonKind::Fact { .. }
            | ReasonKind::Due(_)
            | ReasonKind::Done { .. } => {}
        }
        for inner in &reason.because {
            self.look(inner, depth + 1);
        }
    }
}

/// A parameter value that has a remark in the rules: how it is known, or what is assumed.
fn parameter_note(id: crate::resolve::ParameterId, known: &Known, context: &Context<'_>) -> Option<Note> {
    let made = context.program.parameters.get(id.0)?;
    let Known::Value(value) = known else {
        return None;
    };
    let (_, _, remark) = made.values.iter().find(|(_, other, _)| other == value)?;
    let remark = remark.as_ref()?;
    let words = value_words(value, context.zone);
    Some(note(
        "parameter",
        format!("the value of {} is {words}: {remark}", made.name.text),
        None,
    ))
}

/// What is assumed by provisions that the answer rests on, and by the rule by which it was counted: their days in force,
/// and what their norms take for granted. Norms that are part of the reasons come first.
fn assumed(decision: &Decision, norms: &BTreeSet<NormId>, context: &Context<'_>) -> Vec<Note> {
    let law = &context.program.law;
    let mut notes = Vec::new();
    let rests = |id: &ProvisionId| rests_on(decision, &Support::Assumption(*id));
    let seen = norms.iter().filter_map(|norm| context.program.norms.get(norm.0));
    let around = seen.flat_map(|norm| law.with_parents(norm.provision));
    let in_reasons = around.map(|(id, _)| id).filter(rests);
    let counting = decision.counting.as_ref().and_then(|counting| counting.rule);
    let counting = counting.into_iter().flat_map(|rule| law.with_parents(rule));
    let others = decision.supports.iter().filter_map(|support| match support {
        Support::Assumption(id) => Some(*id),
        Support::Presumption(..) | Support::Parameter(_) => None,
    });
    let ids = in_reasons.chain(counting.map(|(id, _)| id)).chain(others);
    for provision in ids.filter_map(|id| law.provision(id)) {
        let outer = provision.parent.and_then(|id| law.provision(id));
        // what contains it says so for its parts
        let said = outer
            .is_some_and(|outer| outer.assumed == provision.assumed && outer.in_force == provision.in_force);
        let cited = || Some(provision.citation.to_string());
        if let (Some(why), false) = (&provision.assumed, said) {
            let text = format!(
                "rests on the assumption that {} is in force {}: {why}",
                provision.citation, provision.in_force
            );
            notes.push(note("assumption", text, cited()));
        }
        let said = provision.assumptions.iter();
        notes.extend(said.map(|words| note("assumption", format!("assumed: {}", words.text), cited())));
    }
    notes
}

/// Versions looked at that were made after they took effect.
fn reaches_back(norms: &BTreeSet<NormId>, context: &Context<'_>) -> Vec<Note> {
    let law = &context.program.law;
    let seen = norms.iter().filter_map(|norm| context.program.norms.get(norm.0));
    let provisions = seen.filter_map(|norm| Some((norm, law.provision(norm.provision)?)));
    let notes = provisions.filter_map(|(norm, provision)| {
        let maker = law.instrument_of(provision.made_by.unwrap_or(norm.provision))?;
        let (from, adopted) = (provision.in_force.from()?, maker.adopted?);
        let text = format!(
            "{} is in force from {from} by law adopted on {adopted}: it reaches back",
            provision.citation
        );
        (from < adopted && provision.reaching_back)
            .then(|| note("retroactive", text, Some(provision.citation.to_string())))
    });
    notes.collect()
}

/// Versions looked at that go on applying after their end.
fn goes_on(norms: &BTreeSet<NormId>, context: &Context<'_>) -> Vec<Note> {
    let law = &context.program.law;
    let seen = norms.iter().filter_map(|norm| context.program.norms.get(norm.0));
    let provisions = seen.filter_map(|norm| law.provision(norm.provision));
    let ended = provisions.filter_map(|provision| Some((provision, provision.stood?)));
    let notes = ended.map(|(provision, stood)| {
        let text = format!(
            "{} as it was in force {stood} is looked at: it goes on applying to some cases",
            provision.citation
        );
        note("transition", text, Some(provision.citation.to_string()))
    });
    notes.collect()
}

/// Instruments whose amendments are not known up to the date of the law, among those that speak of the question.
fn incomplete(decision: &Decision, norms: &BTreeSet<NormId>, context: &Context<'_>) -> Vec<Note> {
    let program = context.program;
    let question = &decision.question;
    let of_action = question.action().and_then(|id| program.speak_of_action.get(id.0));
    let of_definition = question
        .definition()
        .and_then(|id| program.speak_of_definition.get(id.0));
    let seen = norms.iter().filter_map(|norm| program.norms.get(norm.0));
    let seen = seen.filter_map(|norm| Some(program.law.provision(norm.provision)?.instrument));
    let spoken = of_action.into_iter().chain(of_definition).flatten().copied();
    currency(&spoken.chain(seen).collect(), decision.law_on, context)
}

/// A note for each of some instruments that is not known to be complete up to the date of the law.
pub(super) fn currency(
    instruments: &BTreeSet<InstrumentId>,
    law_on: Date,
    context: &Context<'_>,
) -> Vec<Note> {
    let law = &context.program.law;
    let instruments = instruments.iter().filter_map(|id| law.instruments.get(id.0));
    let notes = instruments.filter_map(|made| {
        let known = made.known_complete.filter(|known| *known < law_on)?;
        let jurisdiction = made.jurisdiction.as_ref().map(|name| name.text.clone());
        let citation = Citation::instrument(jurisdiction, made.name.text.clone()).to_string();
        let text =
            format!("{citation} is known to be complete until {known} only: later amendments may be missing");
        Some(note("currency", text, Some(citation)))
    });
    notes.collect()
}

/// A duty `without delay`: a limit beside it is only the outer bound, and whether there was delay is a judgement.
fn without_delay(decision: &Decision, context: &Context<'_>) -> Option<Note> {
    let norm = context.program.norms.get(decision.duty?.0)?;
    let Kind::Duty(_, duty) = &norm.kind else {
        return None;
    };
    let text = match (duty.without_delay, decision.due_at) {
        (false, _) => return None,
        (true, Some(_)) => {
            "to be done without delay; the limit is the outer bound, and whether there was delay within it is not decided here"
        }
        (true, None) => {
            "to be done without delay; no limit is set, and whether there was delay is not decided here"
        }
    };
    let stands = !matches!(decision.outcome, Outcome::NotApplicable | Outcome::Unknown);
    stands.then(|| {
        let citation = context.program.citation(norm).map(Citation::to_string);
        note("without_delay", text.to_owned(), citation)
    })
}

/// Parts of the provisions looked at that have no norm here.
fn not_encoded(norms: &BTreeSet<NormId>, context: &Context<'_>) -> Vec<Note> {
    let law = &context.program.law;
    let mut notes = Vec::new();
    for norm in norms.iter().filter_map(|norm| context.program.norms.get(norm.0)) {
        for (_, provision) in law.with_parents(norm.provision) {
            for (cited, words) in &provision.not_encoded {
                let mut citation = provision.citation.clone();
                if let Some(paragraph) = cited.as_ref().and_then(|cited| cited.paragraph.clone()) {
                    citation = citation.with_paragraph(paragraph.text);
                }
                let text = format!("{citation} is not encoded: {}", words.text);
                notes.push(note("not_encoded", text, Some(citation.to_string())));
            }
        }
    }
    notes
}

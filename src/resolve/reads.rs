//! What a norm rests on, found once when it is resolved: checks and indexes look here and not into its terms.

use super::program::{MatterId, Owner, Program};
use super::resolved_norm::{Kind, Said};
use super::subject::Subject;
use super::term::{DateRounding, Place, Root, Term, TermKind};
use super::types::Base;
use crate::law::{Citation, InstrumentId};
use crate::source::Span;
use crate::time::{Date, DurationKind};
use crate::value::Value;
use chrono::Datelike;

/// What a norm rests on.
#[derive(Debug, Clone, Default)]
pub struct Reads {
    /// The definitions and states of actions in its terms.
    pub rests: Box<[Rest]>,
    /// Its facts and their fields, each once: whose, and which of them.
    pub slots: Box<[(Owner, usize)]>,
    /// Dates found by adding months or years, of which the counting rule of an instrument must say which day counts in a
    /// month that does not have the day.
    pub months_added: Box<[(Span, InstrumentId)]>,
    /// Whether it divides.
    pub divides: bool,
    /// How deep its own terms go, without what they rest on; zero where it has none.
    pub height: usize,
}

/// One place at which a norm rests on a definition or on the state of an action.
#[derive(Debug, Clone)]
pub struct Rest {
    /// What it rests on.
    pub on: Subject,
    /// Only what this provision concludes.
    pub under: Option<Citation>,
    /// As it stood on that date.
    pub stood: Option<Date>,
    /// The place.
    pub span: Span,
    /// How deep in its term.
    pub depth: usize,
}

impl Reads {
    /// What some norm rests on; the shapes of the program are known by then.
    pub(super) fn of(said: &Said, program: &Program) -> Reads {
        let mut reader = Reader::of(program, said.owner);
        if let Kind::Deem { fields, .. } = &said.kind {
            reader.path(Some(said.owner), fields);
        }
        for term in said.terms() {
            reader.term(term, None, 1);
        }
        reader.slots.sort_unstable();
        reader.slots.dedup();
        reader.read()
    }
}

impl Program {
    /// What one term of a matter or record rests on.
    pub fn reads_of(&self, owner: Owner, term: &Term) -> Reads {
        let mut reader = Reader::of(self, owner);
        reader.term(term, None, 1);
        reader.read()
    }

    /// The fact from which the date of the governing law is taken, with the fields on the way to it.
    pub fn governing_slots(&self, matter: MatterId) -> Vec<(Owner, usize)> {
        let fields = self.matter(matter).and_then(|shape| shape.governed_by.as_ref());
        let mut reader = Reader::of(self, Owner::Matter(matter));
        reader.path(
            Some(Owner::Matter(matter)),
            fields.map(Vec::as_slice).unwrap_or(&[]),
        );
        reader.slots
    }
}

struct Reader<'a> {
    program: &'a Program,
    owner: Owner,
    rests: Vec<Rest>,
    slots: Vec<(Owner, usize)>,
    months_added: Vec<(Span, InstrumentId)>,
    divides: bool,
    /// The records of the lists at hand, outermost first.
    elements: Vec<Option<Owner>>,
    height: usize,
}

impl<'a> Reader<'a> {
    fn of(program: &'a Program, owner: Owner) -> Reader<'a> {
        Reader {
            program,
            owner,
            rests: Vec::new(),
            slots: Vec::new(),
            months_added: Vec::new(),
            divides: false,
            elements: Vec::new(),
            height: 0,
        }
    }

    /// What was read.
    fn read(self) -> Reads {
        Reads {
            rests: self.rests.into(),
            slots: self.slots.into(),
            months_added: self.months_added.into(),
            divides: self.divides,
            height: self.height,
        }
    }

    /// Reads a term and all inside it; terms are no deeper than the limit of their height.
    fn term(&mut self, term: &Term, stood: Option<Date>, depth: usize) {
        self.height = self.height.max(depth);
        if let Some(instrument) = months_added(term) {
            self.months_added.push((term.span, instrument));
        }
        if let TermKind::Product(parts) = &term.kind {
            self.divides |= parts.iter().any(|(divides, _)| *divides);
        }
        let mut rest = |on: Subject, under: &Option<Citation>| {
            self.rests.push(Rest {
                on,
                under: under.clone(),
                stood,
                span: term.span,
                depth,
            });
        };
        let mut inside = stood;
        let mut listed = false;
        match &term.kind {
            TermKind::Definition { id, own, under } => {
                rest(Subject::Definition(*id), under);
                if let Some(place) = own {
                    self.place(place);
                }
            }
            TermKind::State(action, _, under) => rest(Subject::Action(*action), under),
            TermKind::Stood(date, _) => inside = Some(*date),
            TermKind::Fact(place) => {
                self.place(place);
            }
            TermKind::List { place, .. } | TermKind::Quantified { place, .. } => {
                let record = self.place(place);
                self.elements.push(record);
                listed = true;
            }
            _ => {}
        }
        for child in term.children() {
            self.term(child, inside, depth + 1);
        }
        if listed {
            self.elements.pop();
        }
    }

    fn place(&mut self, place: &Place) -> Option<Owner> {
        let from = match place.root {
            Root::Case | Root::Own => Some(self.owner),
            Root::Element(number) => self.elements.get(number).copied().flatten(),
        };
        self.path(from, &place.fields)
    }

    /// Notes every slot on a way; returns the record at its end, also where that is a list's element.
    fn path(&mut self, from: Option<Owner>, fields: &[usize]) -> Option<Owner> {
        let mut at = from;
        for field in fields {
            let here = at?;
            self.slots.push((here, *field));
            let slot = self.program.shape(here)?.slots.get(*field)?;
            at = match &slot.ty.base {
                Base::Record(id) => Some(Owner::Record(*id)),
                Base::List(of) => match &**of {
                    Base::Record(id) => Some(Owner::Record(*id)),
                    _ => None,
                },
                _ => None,
            };
        }
        at
    }
}

/// The last day that every month has.
const IN_EVERY_MONTH: u32 = 28;

/// The instrument whose counting rule must say which day counts, where months are added to a date that may fall on a day
/// that not every month has.
fn months_added(term: &Term) -> Option<InstrumentId> {
    let months = |term: &Term| matches!(term.ty.base, Base::Duration(DurationKind::Calendar, _));
    match &term.kind {
        TermKind::Sum(parts, DateRounding::Governed(instrument)) => {
            let moves = parts.iter().any(|(_, part)| months(part));
            let dates = |term: &&Term| matches!(term.ty.base, Base::Date | Base::Moment);
            let date = parts.iter().map(|(_, part)| part).find(dates)?;
            (moves && !in_every_month(date)).then_some(*instrument)
        }
        TermKind::InARow(list, from, DateRounding::Governed(instrument)) => {
            let moves = match &list.ty.base {
                Base::List(of) => matches!(**of, Base::Duration(DurationKind::Calendar, _)),
                _ => false,
            };
            (moves && !in_every_month(from)).then_some(*instrument)
        }
        _ => None,
    }
}

/// A written date that every month has.
fn in_every_month(date: &Term) -> bool {
    matches!(&date.kind, TermKind::Value(Value::Date(date)) if date.day() <= IN_EVERY_MONTH)
}

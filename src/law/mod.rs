//! What was enacted: vocabulary, instruments, provisions, norms, with their citations and ranks.
//!
//! In: trees of all files. Out: one [`Law`], in which everything has its citation and its time in force.
//! Names are not resolved here, and nothing is evaluated.

mod amending;
mod citation;
mod consolidated;
mod from_tree;
mod in_time;
mod interval;
mod parts;
mod rank;
mod text;
mod written;

pub use amending::of_instrument;
pub use citation::{Citation, CitationError, parse_citation};
pub use consolidated::{consolidated, natural};
pub use from_tree::from_trees;
pub use interval::{Interval, uncovered};
pub use parts::Parts;
pub use rank::{issues_orders, kind_word, rank};
pub use text::norm_text;
pub use written::find_citation;

use crate::source::Span;
use crate::syntax::tree::{
    Amendment, Application, CalendarItem, CitationText, CountingItem, EnumItem, Field, Instrument,
    Interpretation, Jurisdiction, Labels, Matter, MilderLaw, Name, Norm, Parameter, Record, Source, Text,
};
use crate::time::Date;
use std::sync::Arc;

/// The number of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstrumentId(pub usize);

/// The number of a version of a provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvisionId(pub usize);

/// All that was enacted.
#[derive(Debug, Clone, Default)]
pub struct Law {
    /// Every piece of vocabulary as it was written, in reading order: its kind and name, and the whole item.
    pub vocabulary: Vec<(String, Span)>,
    /// Jurisdictions.
    pub jurisdictions: Vec<Jurisdiction>,
    /// Roles: who acts, judges, issues.
    pub roles: Vec<(Name, Labels)>,
    /// Enums.
    pub enums: Vec<EnumItem>,
    /// What the sources leave open, and its readings.
    pub interpretations: Vec<Interpretation>,
    /// Records.
    pub records: Vec<Record>,
    /// Matters.
    pub matters: Vec<Matter>,
    /// Actions: name, matter, labels.
    pub actions: Vec<(Name, Name, Labels)>,
    /// Facts declared beside the provision that needs them.
    pub facts: Vec<(ProvisionId, Field)>,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Calendars, and the provision in which each stands, if in any.
    pub calendars: Vec<(Option<ProvisionId>, CalendarItem)>,
    /// Counting rules, each in its provision.
    pub counting: Vec<(ProvisionId, CountingItem)>,
    /// Titles of chapters.
    pub chapters: Vec<(InstrumentId, Name, Labels)>,
    /// Instruments.
    pub instruments: Vec<Instrument>,
    /// Every version of every provision, in reading order.
    pub provisions: Vec<Provision>,
    /// Norms, in reading order, each in its provision.
    pub norms: Vec<(ProvisionId, Arc<Norm>)>,
    /// Where milder law reaches back, and the orders of mildness.
    pub milder: Vec<(ProvisionId, MilderLaw)>,
    /// Provisions that say that later law prevails over earlier law of equal rank.
    pub later_law: Vec<ProvisionId>,
    /// Amendments, in reading order, not yet carried out.
    pub operations: Vec<Operation>,
}

/// An amendment in the act or decision that makes it.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The provision that says so.
    pub act: ProvisionId,
    /// The instrument that is amended, where `amends` names it.
    pub target: Option<Name>,
    /// What it does.
    pub amendment: Amendment,
    /// To which cases it applies.
    pub applies: Vec<Application>,
    /// What is put in place: a provision that is in force at no time until the amendment is carried out.
    pub draft: Option<ProvisionId>,
}

/// Why a version of a provision ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndReason {
    /// Another version stands in its place.
    Amended,
    /// Repealed.
    Repealed,
    /// It stands under another number.
    Renumbered,
    /// Suspended.
    Suspended,
    /// Struck down by a court.
    StruckDown,
    /// It expired by itself.
    Expired,
}

impl EndReason {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            EndReason::Amended => "amended",
            EndReason::Repealed => "repealed",
            EndReason::Renumbered => "renumbered",
            EndReason::Suspended => "suspended",
            EndReason::StruckDown => "struck down",
            EndReason::Expired => "expired",
        }
    }
}

/// One version of a provision: an instrument as a whole, an article, a paragraph or a lettered point.
#[derive(Debug, Clone)]
pub struct Provision {
    /// Its citation.
    pub citation: Citation,
    /// The instrument it belongs to.
    pub instrument: InstrumentId,
    /// The provision that contains it.
    pub parent: Option<ProvisionId>,
    /// Chapter and titles, outermost first, for the place of findings.
    pub heading: Labels,
    /// The chapter it stands in.
    pub chapter: Option<Name>,
    /// Official or summarised text, by language.
    pub texts: Vec<(Option<Name>, Text)>,
    /// Where the text comes from.
    pub sources: Vec<Source>,
    /// When it is in force: its own clause within that of what contains it.
    pub in_force: Interval,
    /// Where `in force` is written, if it is.
    pub in_force_span: Option<Span>,
    /// The matters named here; empty to take those of what contains it.
    pub matters: Vec<Name>,
    /// It prevails over these.
    pub despite: Vec<CitationText>,
    /// These prevail over it.
    pub subject_to: Vec<CitationText>,
    /// The delegating provision.
    pub under: Option<Box<CitationText>>,
    /// What its norms take for granted where the source is silent.
    pub assumptions: Vec<Text>,
    /// Parts without a norm here.
    pub not_encoded: Vec<(Option<CitationText>, Text)>,
    /// Its heading's place.
    pub span: Span,
    /// The amendment that made this version.
    pub made_by: Option<ProvisionId>,
    /// The amendment itself, where it is written.
    pub made_at: Option<Span>,
    /// Its citation before it was renumbered, in the first version under its new number.
    pub renumbered_from: Option<Box<Citation>>,
    /// Why it ended, and by which provision of which act.
    pub ended: Option<(EndReason, ProvisionId)>,
    /// The amendment that ended it, where it is written.
    pub ended_at: Option<Span>,
    /// Whether it says that it takes effect before it was adopted.
    pub reaching_back: bool,
    /// Why its days in force are assumed, where they are.
    pub assumed: Option<String>,
    /// Whether another instrument brings it into force.
    pub awaits: bool,
    /// To which cases it applies: all of these must be met.
    pub applies: Vec<Applied>,
    /// From which law date on it applies, where that is after it comes into force.
    pub applies_from: Option<Date>,
    /// To which cases it goes on applying after it has ended.
    pub goes_on: Option<Box<Application>>,
    /// When the version stood of which this one carries on the application after its end.
    pub stood: Option<Interval>,
}

/// To which cases a version applies: those that an application names, or all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// What is written.
    pub application: Application,
    /// To those that it does not name.
    pub contrary: bool,
}

impl Provision {
    /// Whether it applies to no other cases than those that an application names.
    pub fn applies_only_to(&self, application: &Application) -> bool {
        let mut applies = self.applies.iter();
        applies.any(|applied| !applied.contrary && applied.application.is_same(application))
    }
}

impl Law {
    /// The title of a chapter of an instrument.
    pub fn chapter_title(&self, instrument: InstrumentId, number: &Name) -> Option<&Labels> {
        let mut chapters = self.chapters.iter();
        chapters
            .find(|(of, name, _)| *of == instrument && name.text == number.text)
            .map(|(_, _, labels)| labels)
    }

    /// A provision by its number.
    pub fn provision(&self, id: ProvisionId) -> Option<&Provision> {
        self.provisions.get(id.0)
    }

    /// The provision and all that contain it, innermost first.
    pub fn with_parents(&self, id: ProvisionId) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let id = next?;
            let provision = self.provision(id)?;
            next = provision.parent;
            Some((id, provision))
        })
    }

    /// The matters a provision is about: its own, else those of the nearest that contains it.
    pub fn matters_of(&self, id: ProvisionId) -> &[Name] {
        self.with_parents(id)
            .map(|(_, provision)| provision.matters.as_slice())
            .find(|matters| !matters.is_empty())
            .unwrap_or(&[])
    }

    /// The instrument of a provision.
    pub fn instrument_of(&self, id: ProvisionId) -> Option<&Instrument> {
        self.provision(id)
            .and_then(|provision| self.instruments.get(provision.instrument.0))
    }
}

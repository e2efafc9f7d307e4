//! The tree of a rule file as it was written: items in reading order, each with its comments and its
//! place. It says nothing about what the names mean.

mod amendment;
mod application;
mod case;
mod counting;
mod expression;
mod norm;
mod vocabulary;

pub use amendment::{Amendment, AmendmentKind, Inserted};
pub use application::{Application, Facts, Milder, MilderLaw, Mildness};
pub use case::{Assignment, Expectation, Expected, FactPath, GivenValue, PathStep, Scenario, Wanting};
pub use counting::{CalendarItem, CountingException, CountingItem, Settings};
pub use expression::{
    Aggregate, Alternative, AnyWindow, Body, Choice, Comparison, Expression, Form, Guard, Is, Literal,
    Period, Point, Points, Prefix, Quantifier, Quota, RoundingClause, RoundingStep, Row, Side, SpanUnit,
    Table, Window,
};
pub use norm::{
    Act, Breach, Clauses, Condition, Consequence, Deeming, Definition, Every, Extension, Judging, Norm,
    NormBody, Pausing, Recurring, Timing, Verb, Within,
};
pub use vocabulary::{
    DatedValue, EnumItem, EnumValue, Field, InForce, Instrument, InstrumentKind, Interpretation,
    Jurisdiction, Matter, Parameter, Presumed, ReadingWay, Record, RegionZone, TypeName, TypeWord,
};

use crate::source::Span;
use crate::time::Date;
use std::sync::Arc;

/// A name with its place. The text is in Unicode normal form C.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name, normalised.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// Names joined by points, as in `offence.gravity`; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The names.
    pub names: Vec<Name>,
    /// The whole path.
    pub span: Span,
}

impl Path {
    /// The path as it is written.
    pub fn text(&self) -> String {
        self.names
            .iter()
            .map(|name| &*name.text)
            .collect::<Vec<_>>()
            .join(".")
    }
}

/// A quoted text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text without its quotes.
    pub text: Arc<str>,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// The label of a name, by language; the first one has no language of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// The label without a language.
    pub main: Option<Text>,
    /// `label ru "…" kk "…"`.
    pub others: Vec<(Name, Text)>,
}

impl Labels {
    /// The label in a language and no other: the one without a language is English.
    pub fn in_language(&self, language: &str) -> Option<&str> {
        let own = self.others.iter().find(|(name, _)| &*name.text == language);
        let own = own.map(|(_, text)| text);
        let main = self.main.as_ref().filter(|_| language == "en");
        own.or(main).map(|text| &*text.text)
    }

    /// The label in a language, else the one without a language, else any.
    pub fn pick(&self, language: &str) -> Option<&str> {
        self.others
            .iter()
            .find(|(name, _)| &*name.text == language)
            .map(|(_, text)| text)
            .or(self.main.as_ref())
            .or(self.others.first().map(|(_, text)| text))
            .map(|text| &*text.text)
    }
}

/// A comment, kept for the formatter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The words after `--`.
    pub text: String,
    /// Where it stands, dashes included.
    pub span: Span,
}

/// A citation as it is written. Parts that are not written are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationText {
    /// Names before the article: jurisdiction and instrument, or the instrument alone.
    pub names: Vec<Name>,
    /// The article's number.
    pub article: Option<Name>,
    /// The paragraph's number.
    pub paragraph: Option<Name>,
    /// Lettered points, outermost first.
    pub points: Vec<Name>,
    /// The whole citation.
    pub span: Span,
}

/// A file: its items in reading order, and the comments after the last one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// The items.
    pub entries: Vec<Entry>,
    /// Comments after the last item, or in a file without items.
    pub trailing: Vec<Comment>,
    /// Items that could not be read; of a heading its number or name is kept among the items.
    pub failed: Vec<Span>,
}

/// An item, the comments before and inside it, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub item: Item,
    /// Comments before and inside it.
    pub comments: Vec<Comment>,
    /// From its first word to its last.
    pub span: Span,
    /// Of a point: how many points it stands in.
    pub level: usize,
}

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The document.
    pub document: Text,
    /// Paragraph or article in it, as written.
    pub place: Option<String>,
    /// A remark.
    pub remark: Option<Text>,
}

/// An item: what stands between one opening word and the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `jurisdiction kz … zone "Asia/Almaty"`.
    Jurisdiction(Box<Jurisdiction>),
    /// `role investigator "…"`.
    Role(Name, Labels),
    /// `enum gravity: minor < medium`.
    Enum(Box<EnumItem>),
    /// `interpretation`.
    Interpretation(Box<Interpretation>),
    /// `record Person …`.
    Record(Box<Record>),
    /// `matter Custody …`.
    Matter(Box<Matter>),
    /// `action extradite of Extradition`.
    Action {
        /// Its name.
        name: Name,
        /// The matter it belongs to.
        matter: Name,
        /// Its labels.
        labels: Labels,
    },
    /// `fact guilty : yes/no …`: one more fact for the matters at hand.
    Fact(Box<Field>),
    /// `amends CCP`: what follows amends that instrument.
    Amends(Name),
    /// One amendment.
    Amendment(Box<Amendment>),
    /// `calendar kz_working_days …`.
    Calendar(Box<CalendarItem>),
    /// `counting rule of CCP …`.
    Counting(Box<CountingItem>),
    /// `parameter monthly_notional_unit : money KZT …`.
    Parameter(Box<Parameter>),
    /// `code CCP "…" of kz …`.
    Instrument(Box<Instrument>),
    /// `chapter 52 "…"`.
    Chapter(Name, Labels),
    /// `article 141-1 "…"`.
    Article(Name, Labels),
    /// `paragraph 1`.
    Paragraph(Name, Labels),
    /// `point (a)`.
    Point(Name, Labels),
    /// `text en """…"""`: language and text.
    Text(Option<Name>, Text),
    /// `source "CAT/C/KAZ/3" para 258`.
    Source(Box<Source>),
    /// `in force from … until …`.
    InForce(InForce),
    /// `known complete until DATE`.
    KnownComplete(Date),
    /// `expires DATE`: the last day in force, and its place.
    Expires(Date, Span),
    /// `applies to …`, `applies when …`, `applies from …`: to which cases a version applies.
    Applies(Application),
    /// `goes on when …`: to which cases a version goes on applying after it ended.
    GoesOn(Application),
    /// `stood from … until …`: the days of the version that goes on here after its end.
    Stood(InForce),
    /// `milder law applies from …`.
    MilderLaw(Box<MilderLaw>),
    /// `later law prevails`: over earlier law of equal rank.
    LaterLaw,
    /// `in matters of Custody, Extradition`.
    InMatters(Vec<Name>),
    /// `despite article 10`.
    Despite(Vec<CitationText>),
    /// `subject to article 12`.
    SubjectTo(Vec<CitationText>),
    /// `under article 87`: the delegating provision.
    Under(Box<CitationText>),
    /// `assumed "…"`.
    Assumed(Text),
    /// `not encoded paragraph 3 "…"`.
    NotEncoded(Option<CitationText>, Text),
    /// A norm.
    Norm(Arc<Norm>),
}

//! Amendments as written: what an act, or a decision, does to provisions of other instruments.

use super::{CitationText, Labels, Literal, Name, Point, Text};
use crate::source::Span;
use crate::time::Date;

/// An amendment and its place. What it puts in place follows it as items of its own: texts, sources, norms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// What it does.
    pub kind: AmendmentKind,
    /// From when on, where it is not with the commencement of the act.
    pub from: Option<Date>,
    /// Why that day is assumed.
    pub assumed: Option<Text>,
    /// Whether it says that it takes effect before it was adopted.
    pub reaching_back: bool,
    /// The whole item.
    pub span: Span,
}

/// The part of a statute that is inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inserted {
    /// An article.
    Article(Name),
    /// A paragraph of the article that `in` names.
    Paragraph(Name),
    /// A lettered point of the norm of the provision that `in` names.
    Point(Name),
}

/// What an amendment does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmendmentKind {
    /// `insert article 531-1 "…" after article 531`, `in article 532 paragraph 1 insert point (d) (d) …`.
    Insert {
        /// Into which provision; the instrument for an article.
        within: Option<CitationText>,
        /// What.
        part: Inserted,
        /// Its title.
        labels: Labels,
        /// Where it stands in the order of provisions: before (true) or after another.
        place: Option<(bool, CitationText)>,
        /// The point itself.
        point: Option<Point>,
    },
    /// `replace article 169 "…"`, `replace article 532 paragraph 1 point (b) (b) …`.
    Replace {
        /// Which provision or point.
        cited: CitationText,
        /// Its new title.
        labels: Labels,
        /// The point itself.
        point: Option<Point>,
    },
    /// `repeal article 38 paragraph 3`.
    Repeal(Vec<CitationText>),
    /// `renumber article 347-1 as article 141-1 in chapter 3`.
    Renumber {
        /// The old number.
        cited: CitationText,
        /// The new one.
        to: CitationText,
        /// The chapter it moves to.
        chapter: Option<Name>,
    },
    /// `move article 5 to chapter 2`.
    Move(CitationText, Name),
    /// `substitute "a" with "b" in article 5, twice`.
    Substitute {
        /// The words that stand there.
        old: Text,
        /// The words in their place.
        new: Text,
        /// Where.
        cited: CitationText,
        /// How often they stand there.
        times: usize,
    },
    /// `change norm of article 5`: the norms that follow stand in the place of those of the provision; its text stays.
    Change(CitationText),
    /// `set parameter unit to 1512 KZT from 2011-01-01`; the date stands in the amendment.
    SetParameter {
        /// Which.
        name: Name,
        /// Its value.
        value: Literal,
        /// Where the value stands.
        value_span: Span,
        /// Where it comes from.
        note: Option<Text>,
    },
    /// `suspend article 5 from … until …`.
    Suspend(CitationText, Option<Date>),
    /// `postpone article 5 to …`: it comes into force on that date.
    Postpone(CitationText, Date),
    /// `commence LAW_2012`, `commence CODE article 5`: what awaits its commencement comes into force.
    Commence(CitationText),
    /// `reinstate article 5`.
    Reinstate(CitationText),
    /// `strike down article 5 from …`, or from the start.
    Strike {
        /// Which provision.
        cited: CitationText,
        /// Whether it never held.
        from_the_start: bool,
    },
    /// `reading of article 5, reaching back`: the norms that follow say what the text means.
    Reading {
        /// Which provision.
        cited: CitationText,
        /// Whether it has always meant that.
        reaching_back: bool,
    },
}

//! Amendments read: each finds the instrument it amends, and what follows it becomes a draft.

use super::from_tree::{Place, Reader, Section};
use super::{Citation, InstrumentId, Operation, ProvisionId};
use crate::finding::Finding;
use crate::source::Span;
use crate::syntax::tree::{Amendment, AmendmentKind, CitationText, Entry, Inserted, Item, Labels};
use std::sync::Arc;

impl Reader {
    /// Reads what one provision amends in one instrument.
    pub(super) fn amend(&mut self, section: &Section<'_>) {
        self.drafting = true;
        let mut open: Option<usize> = None;
        for entry in &section.entries {
            match &entry.item {
                Item::Amendment(amendment) => open = self.operation(section, amendment),
                _ => self.put(entry, open),
            }
        }
        self.drafting = false;
        self.at = Place::default();
    }

    /// The instrument that a citation in an amendment names, else the one that is amended.
    fn amended(
        &self,
        section: &Section<'_>,
        written: Option<&CitationText>,
    ) -> Option<(InstrumentId, ProvisionId)> {
        let named = written.and_then(|written| written.names.last());
        let name = named.or(section.target)?;
        self.roots.get(&name.text).copied()
    }

    fn operation(&mut self, section: &Section<'_>, amendment: &Amendment) -> Option<usize> {
        let cited = cited_in(&amendment.kind);
        if !matches!(amendment.kind, AmendmentKind::SetParameter { .. })
            && self.amended(section, cited).is_none()
        {
            self.findings.push(unknown_target(amendment.span, section));
            return None;
        }
        let draft = match self.amended(section, cited) {
            Some((instrument, root)) => self.draft((instrument, root), amendment, cited),
            None => None,
        };
        self.law.operations.push(Operation {
            act: section.act,
            target: section.target.cloned(),
            amendment: amendment.clone(),
            draft,
            applies: Vec::new(),
        });
        Some(self.law.operations.len() - 1)
    }

    /// The provision that holds what an amendment puts in place, where it puts anything.
    fn draft(
        &mut self,
        (instrument, root): (InstrumentId, ProvisionId),
        amendment: &Amendment,
        cited: Option<&CitationText>,
    ) -> Option<ProvisionId> {
        let base = self.law.provision(root)?.citation.clone();
        let none = Labels::default();
        let (citation, labels) = match &amendment.kind {
            AmendmentKind::Insert {
                within,
                part,
                labels,
                point,
                ..
            } => {
                let within = within.as_ref().map(|within| of_instrument(&base, within));
                let citation = match part {
                    Inserted::Article(mark) => base.with_article(mark.text.clone()),
                    Inserted::Paragraph(mark) => within?.with_paragraph(mark.text.clone()),
                    Inserted::Point(mark) if point.is_none() => within?.with_point(mark.text.clone()),
                    Inserted::Point(_) => within?,
                };
                (citation, labels)
            }
            AmendmentKind::Replace {
                cited,
                labels,
                point: None,
            } => (of_instrument(&base, cited), labels),
            AmendmentKind::Replace { cited, labels, .. } => {
                (around_point(of_instrument(&base, cited)), labels)
            }
            AmendmentKind::Substitute { .. } | AmendmentKind::Change(_) | AmendmentKind::Reading { .. } => {
                (of_instrument(&base, cited?), &none)
            }
            AmendmentKind::Repeal(all) if all.iter().all(|cited| !cited.points.is_empty()) => {
                (around_point(of_instrument(&base, cited?)), &none)
            }
            AmendmentKind::Repeal(_)
            | AmendmentKind::Renumber { .. }
            | AmendmentKind::Move(..)
            | AmendmentKind::SetParameter { .. }
            | AmendmentKind::Suspend(..)
            | AmendmentKind::Postpone(..)
            | AmendmentKind::Commence(_)
            | AmendmentKind::Reinstate(_)
            | AmendmentKind::Strike { .. } => return None,
        };
        self.at = Place {
            instrument: Some(instrument),
            root: Some(root),
            ..Place::default()
        };
        let paragraph = citation.paragraph.is_some();
        let id = self.provision(citation, labels, Some(root), amendment.span);
        if paragraph {
            self.at.paragraph = Some(id);
        } else {
            self.at.article = Some(id);
        }
        Some(id)
    }

    /// Whether an article is drafted, which may have paragraphs.
    fn drafts_article(&self) -> bool {
        let drafted = self.at.article.and_then(|id| self.law.provision(id));
        drafted.is_some_and(|article| article.citation.points.is_empty())
    }

    /// An item that belongs to an amendment: its commencement, or a part of what it puts in place.
    fn put(&mut self, entry: &Entry, open: Option<usize>) {
        let (item, span) = (&entry.item, entry.span);
        let Some(operation) = open.and_then(|open| self.law.operations.get_mut(open)) else {
            if !matches!(item, Item::Source(_) | Item::Amends(_)) {
                self.findings.push(belongs_to_nothing(span));
            }
            return;
        };
        if let Item::InForce(force) = item {
            operation.amendment.from = force.from.or(operation.amendment.from);
            operation.amendment.assumed = force.assumed.clone();
            operation.amendment.reaching_back |= force.reaching_back;
            return;
        }
        if let Item::Applies(application) = item {
            operation.applies.push(application.clone());
            return;
        }
        let holds = operation.draft.is_some();
        match item {
            Item::Source(_) if !holds => {}
            Item::Paragraph(mark, labels) if holds && self.drafts_article() => {
                self.paragraph(mark, labels, span)
            }
            Item::Point(mark, labels) if holds => self.point(mark, labels, entry),
            Item::Text(..)
            | Item::Source(_)
            | Item::InMatters(_)
            | Item::Despite(_)
            | Item::SubjectTo(_)
            | Item::Under(_)
            | Item::Assumed(_)
            | Item::NotEncoded(..)
            | Item::Fact(_)
            | Item::Counting(_)
            | Item::MilderLaw(_)
            | Item::LaterLaw
            | Item::Expires(..)
            | Item::GoesOn(_)
            | Item::Norm(_)
                if holds =>
            {
                self.part(item, span);
            }
            _ => self.findings.push(belongs_to_nothing(span)),
        }
    }
}

/// What holds a point.
fn around_point(mut citation: Citation) -> Citation {
    citation.points.pop();
    citation
}

/// A citation of a provision of an instrument.
pub fn of_instrument(base: &Citation, written: &CitationText) -> Citation {
    let mark = |name: &Option<crate::syntax::tree::Name>| -> Option<Arc<str>> {
        name.as_ref().map(|name| name.text.clone())
    };
    Citation {
        article: mark(&written.article),
        paragraph: mark(&written.paragraph),
        points: written.points.iter().map(|point| point.text.clone()).collect(),
        ..base.clone()
    }
}

/// The provision that an amendment names first.
fn cited_in(kind: &AmendmentKind) -> Option<&CitationText> {
    match kind {
        AmendmentKind::Insert { within, .. } => within.as_ref(),
        AmendmentKind::Repeal(cited) => cited.first(),
        AmendmentKind::Replace { cited, .. }
        | AmendmentKind::Renumber { cited, .. }
        | AmendmentKind::Move(cited, _)
        | AmendmentKind::Substitute { cited, .. }
        | AmendmentKind::Change(cited)
        | AmendmentKind::Suspend(cited, _)
        | AmendmentKind::Postpone(cited, _)
        | AmendmentKind::Commence(cited)
        | AmendmentKind::Reinstate(cited)
        | AmendmentKind::Strike { cited, .. }
        | AmendmentKind::Reading { cited, .. } => Some(cited),
        AmendmentKind::SetParameter { .. } => None,
    }
}

fn unknown_target(span: Span, section: &Section<'_>) -> Finding {
    let finding = Finding::error(
        "unknown-instrument",
        span,
        "it is not known which instrument this amends",
    );
    match section.target {
        Some(name) => finding
            .related(name.span, format!("there is no instrument `{}`", name.text))
            .label("amends nothing")
            .help("name an instrument of these rules by its short name"),
        None => finding
            .label("amends nothing")
            .help("write `amends CCP` above it, or name the instrument in the citation"),
    }
}

fn belongs_to_nothing(span: Span) -> Finding {
    Finding::error("amendment-form", span, "this belongs to no amendment")
        .label("stands after an amendment that puts nothing in place")
        .help("texts and norms follow `insert`, `replace`, `substitute`, `change norm of` and `reading of`")
}

//! From trees to the law: the flat items of each file find their place in the statute.

use super::in_time::{await_commencement, in_time};
use super::{Citation, InstrumentId, Interval, Law, Provision, ProvisionId};
use crate::finding::Finding;
use crate::source::Span;
use crate::syntax::tree::{Entry, File, InForce, Instrument, Item, Labels, Name};
use std::collections::HashMap;
use std::sync::Arc;

/// The law of all files together.
pub fn from_trees<'a>(files: impl IntoIterator<Item = &'a File>) -> (Law, Vec<Finding>) {
    let files: Vec<&'a File> = files.into_iter().collect();
    let mut reader = Reader {
        headings: headings(&files),
        ..Reader::default()
    };
    reader.reserve(&files);
    let mut amending: Vec<Section<'a>> = Vec::new();
    for file in files {
        reader.at = Place::default();
        let mut open = false;
        for entry in &file.entries {
            open = match (&entry.item, open) {
                (Item::Amends(_) | Item::Amendment(_), _) => true,
                (item, open) => open && !leaves(item),
            };
            if !open {
                reader.entry(entry);
                continue;
            }
            match reader.at.innermost() {
                Some(act) => section(&mut amending, act, entry),
                None => reader.outside("an amendment", entry.span),
            }
        }
    }
    // an act may amend what stands in a file that is read after it
    for section in amending {
        reader.amend(&section);
    }
    (reader.law, reader.findings)
}

/// What one provision amends in one instrument.
pub(super) struct Section<'a> {
    pub act: ProvisionId,
    pub target: Option<&'a Name>,
    pub entries: Vec<&'a Entry>,
}

/// Whether an item stands outside the amendments before it.
fn leaves(item: &Item) -> bool {
    matches!(
        item,
        Item::Instrument(_)
            | Item::Article(..)
            | Item::Chapter(..)
            | Item::Jurisdiction(_)
            | Item::Role(..)
            | Item::Enum(_)
            | Item::Record(_)
            | Item::Matter(_)
            | Item::Action { .. }
            | Item::Parameter(_)
            | Item::Calendar(_)
    )
}

fn section<'a>(sections: &mut Vec<Section<'a>>, act: ProvisionId, entry: &'a Entry) {
    let target = match &entry.item {
        Item::Amends(name) => Some(Some(name)),
        _ => None,
    };
    let same = sections.last().is_some_and(|last| last.act == act);
    match (target, sections.last_mut()) {
        (None, Some(last)) if same => last.entries.push(entry),
        (target, _) => sections.push(Section {
            act,
            target: target.flatten(),
            entries: target.is_none().then_some(entry).into_iter().collect(),
        }),
    }
}

/// Where the reader stands in the file.
#[derive(Debug, Default, Clone)]
pub(super) struct Place {
    pub instrument: Option<InstrumentId>,
    pub root: Option<ProvisionId>,
    pub chapter: Option<Name>,
    pub chapter_matters: Vec<Name>,
    pub chapter_force: Option<InForce>,
    pub article: Option<ProvisionId>,
    pub paragraph: Option<ProvisionId>,
    /// The open points with their marks, outermost first.
    pub points: Vec<(Name, ProvisionId)>,
}

impl Place {
    fn innermost(&self) -> Option<ProvisionId> {
        let point = self.points.last().map(|(_, id)| *id);
        point.or(self.paragraph).or(self.article).or(self.root)
    }

    /// In a chapter, before its first article.
    fn heads_chapter(&self) -> bool {
        self.chapter.is_some() && self.article.is_none()
    }
}

#[derive(Default)]
pub(super) struct Reader {
    pub law: Law,
    pub findings: Vec<Finding>,
    pub at: Place,
    /// While an amendment is read: what it puts in place is in force at no time yet.
    pub drafting: bool,
    pub roots: HashMap<Arc<str>, (InstrumentId, ProvisionId)>,
    /// The first heading of each instrument with its title and dates, and where it stands.
    pub headings: HashMap<Arc<str>, (Instrument, Span)>,
}

/// Whether a heading says more than the kind and name of an instrument, which go on with it in another file.
fn whole(made: &Instrument) -> bool {
    made.labels.main.is_some() || made.adopted.is_some() || made.in_force.is_some()
}

fn headings(files: &[&File]) -> HashMap<Arc<str>, (Instrument, Span)> {
    let mut headings = HashMap::new();
    for entry in files.iter().flat_map(|file| &file.entries) {
        if let Item::Instrument(made) = &entry.item
            && whole(made)
        {
            headings
                .entry(made.name.text.clone())
                .or_insert_with(|| ((**made).clone(), entry.span));
        }
    }
    headings
}

impl Reader {
    /// Makes room for as many provisions and norms as are written, rather than moving them as they grow in number.
    fn reserve(&mut self, files: &[&File]) {
        let (mut provisions, mut norms) = (0, 0);
        for entry in files.iter().flat_map(|file| &file.entries) {
            match entry.item {
                Item::Instrument(_) | Item::Article(..) | Item::Paragraph(..) | Item::Point(..) => {
                    provisions += 1;
                }
                Item::Norm(_) => norms += 1,
                _ => {}
            }
        }
        self.law.provisions.reserve(provisions);
        self.law.norms.reserve(norms);
    }

    fn entry(&mut self, entry: &Entry) {
        let span = entry.span;
        let in_provision = self.at.innermost().is_some() && matches!(entry.item, Item::Calendar(_));
        if let (false, Some(name)) = (in_provision, vocabulary_name(&entry.item)) {
            self.law.vocabulary.push((name, span));
        }
        match &entry.item {
            Item::Jurisdiction(made) => self.law.jurisdictions.push((**made).clone()),
            Item::Role(name, labels) => self.law.roles.push((name.clone(), labels.clone())),
            Item::Enum(made) => self.law.enums.push((**made).clone()),
            Item::Interpretation(made) => self.law.interpretations.push((**made).clone()),
            Item::Record(made) => self.law.records.push((**made).clone()),
            Item::Matter(made) => self.law.matters.push((**made).clone()),
            Item::Action { name, matter, labels } => {
                self.law
                    .actions
                    .push((name.clone(), matter.clone(), labels.clone()));
            }
            Item::Parameter(made) => self.law.parameters.push((**made).clone()),
            Item::Calendar(made) => {
                self.law.calendars.push((self.at.innermost(), (**made).clone()));
            }
            Item::Amends(_) | Item::Amendment(_) => {}
            Item::Instrument(made) => self.instrument(made, span),
            Item::Chapter(mark, labels) => self.chapter(mark, labels, span),
            Item::Article(mark, labels) => self.article(mark, labels, span),
            Item::Paragraph(mark, labels) => self.paragraph(mark, labels, span),
            Item::Point(mark, labels) => self.point(mark, labels, entry),
            Item::Fact(_)
            | Item::Text(..)
            | Item::Source(_)
            | Item::InForce(_)
            | Item::KnownComplete(_)
            | Item::Expires(..)
            | Item::Applies(_)
            | Item::GoesOn(_)
            | Item::Stood(_)
            | Item::MilderLaw(_)
            | Item::LaterLaw
            | Item::InMatters(_)
            | Item::Despite(_)
            | Item::SubjectTo(_)
            | Item::Under(_)
            | Item::Assumed(_)
            | Item::NotEncoded(..)
            | Item::Counting(_)
            | Item::Norm(_) => self.part(&entry.item, span),
        }
    }

    fn instrument(&mut self, made: &Instrument, span: Span) {
        self.at = Place::default();
        let heading = self.headings.get(&made.name.text).cloned();
        let is_heading = heading.as_ref().is_some_and(|(_, first)| *first == span);
        if let Some((instrument, root)) = self.roots.get(&made.name.text).copied() {
            let again = whole(made) && !is_heading;
            let first = self
                .law
                .instruments
                .get(instrument.0)
                .map(|first| first.name.span);
            if let (true, Some(first)) = (again, first) {
                self.findings.push(
                    Finding::error(
                        "duplicate-name",
                        made.name.span,
                        format!("the instrument `{}` is declared twice", made.name.text),
                    )
                    .label("declared again")
                    .related(first, "first declared here")
                    .help(
                        "to go on with it in another file, repeat its kind and name without title and dates",
                    ),
                );
            }
            self.at.instrument = Some(instrument);
            self.at.root = Some(root);
            return;
        }
        // a file that goes on with an instrument may be read before the one that holds its heading
        let (made, span) = match &heading {
            Some((made, span)) => (made, *span),
            None => (made, span),
        };
        let instrument = InstrumentId(self.law.instruments.len());
        self.law.instruments.push(made.clone());
        let jurisdiction = made.jurisdiction.as_ref().map(|name| name.text.clone());
        let citation = Citation::instrument(jurisdiction, made.name.text.clone());
        self.at.instrument = Some(instrument);
        let root = self.provision(citation, &made.labels, None, span);
        self.heading_in_force(root, made);
        self.at.root = Some(root);
        self.roots.insert(made.name.text.clone(), (instrument, root));
    }

    /// From when an instrument is in force and applies, as its heading says.
    fn heading_in_force(&mut self, root: ProvisionId, made: &Instrument) {
        if let (Some(force), Some(root)) = (&made.in_force, self.law.provisions.get_mut(root.0)) {
            root.in_force = Interval::new(force.from, force.until);
            root.in_force_span = Some(force.span);
            root.reaching_back = force.reaching_back;
            await_commencement(root, force);
            root.assumed = force.assumed.as_ref().map(|why| why.text.to_string());
        }
        if let (Some((date, _)), Some(root)) = (made.applies_from, self.law.provisions.get_mut(root.0)) {
            root.applies_from = Some(date);
        }
    }

    fn chapter(&mut self, mark: &Name, labels: &Labels, span: Span) {
        let Some(instrument) = self.at.instrument else {
            return self.outside("a chapter", span);
        };
        self.law.chapters.push((instrument, mark.clone(), labels.clone()));
        self.at = Place {
            instrument: self.at.instrument,
            root: self.at.root,
            chapter: Some(mark.clone()),
            ..Place::default()
        };
    }

    fn article(&mut self, mark: &Name, labels: &Labels, span: Span) {
        let Some(root) = self.at.root else {
            return self.outside("an article", span);
        };
        self.at.paragraph = None;
        self.at.points.clear();
        let citation = self
            .citation_of(root)
            .map(|root| root.with_article(mark.text.clone()));
        self.at.article = citation.map(|citation| self.provision(citation, labels, Some(root), span));
        let article = self.at.article.and_then(|id| self.law.provisions.get_mut(id.0));
        if let Some(article) = article {
            article.matters.clone_from(&self.at.chapter_matters);
            if let Some(force) = &self.at.chapter_force {
                article.in_force = article.in_force.within(&Interval::new(force.from, force.until));
            }
        }
    }

    pub(super) fn paragraph(&mut self, mark: &Name, labels: &Labels, span: Span) {
        let Some(article) = self.at.article.or(self.at.root) else {
            return self.outside("a paragraph", span);
        };
        self.at.points.clear();
        let citation = self
            .citation_of(article)
            .map(|article| article.with_paragraph(mark.text.clone()));
        self.at.paragraph = citation.map(|citation| self.provision(citation, labels, Some(article), span));
    }

    pub(super) fn point(&mut self, mark: &Name, labels: &Labels, entry: &Entry) {
        let span = entry.span;
        if let Some((beside, _)) = self.at.points.get(entry.level)
            && is_number(beside) != is_number(mark)
        {
            self.findings.push(of_two_kinds(mark, beside));
        }
        self.at.points.truncate(entry.level);
        let around = self.at.points.last().map(|(_, id)| *id);
        let Some(parent) = around.or(self.at.paragraph).or(self.at.article) else {
            return self.outside("a point", span);
        };
        let citation = self
            .citation_of(parent)
            .map(|parent| parent.with_point(mark.text.clone()));
        if let Some(citation) = citation {
            let id = self.provision(citation, labels, Some(parent), span);
            self.at.points.push((mark.clone(), id));
        }
    }

    fn citation_of(&self, id: ProvisionId) -> Option<Citation> {
        self.law.provision(id).map(|provision| provision.citation.clone())
    }

    pub(super) fn provision(
        &mut self,
        citation: Citation,
        heading: &Labels,
        parent: Option<ProvisionId>,
        span: Span,
    ) -> ProvisionId {
        let id = ProvisionId(self.law.provisions.len());
        let in_force = parent
            .and_then(|id| self.law.provision(id))
            .map(|parent| parent.in_force)
            .unwrap_or_default();
        let in_force = if self.drafting {
            Interval::never()
        } else {
            in_force
        };
        self.law.provisions.push(Provision {
            citation,
            instrument: self.at.instrument.unwrap_or(InstrumentId(0)),
            parent,
            heading: heading.clone(),
            chapter: self.at.chapter.clone(),
            texts: Vec::new(),
            sources: Vec::new(),
            in_force,
            in_force_span: None,
            matters: Vec::new(),
            despite: Vec::new(),
            subject_to: Vec::new(),
            under: None,
            assumptions: Vec::new(),
            not_encoded: Vec::new(),
            span,
            made_by: None,
            made_at: None,
            ended_at: None,
            reaching_back: false,
            awaits: false,
            renumbered_from: None,
            ended: None,
            assumed: None,
            applies: Vec::new(),
            applies_from: None,
            goes_on: None,
            stood: None,
        });
        id
    }

    fn outside(&mut self, what: &str, span: Span) {
        self.findings.push(
            Finding::error(
                "outside-instrument",
                span,
                format!("{what} stands outside any instrument"),
            )
            .label("belongs to no instrument")
            .help("open one before it, such as `code CCP \"Code of Criminal Procedure\" of kz`"),
        );
    }

    /// An item that belongs to the innermost open provision.
    pub(super) fn part(&mut self, item: &Item, span: Span) {
        if self.at.heads_chapter() {
            match item {
                Item::InMatters(names) => return self.at.chapter_matters.clone_from(names),
                Item::InForce(force) => return self.at.chapter_force = Some(force.clone()),
                _ => {}
            }
        }
        let Some(id) = self.at.innermost() else {
            if matches!(item, Item::Source(_)) {
                return; // the source of a piece of vocabulary
            }
            return self.outside(part_words(item), span);
        };
        match item {
            Item::Norm(norm) => self.law.norms.push((id, norm.clone())),
            Item::Fact(field) => self.law.facts.push((id, (**field).clone())),
            Item::Counting(made) => self.law.counting.push((id, (**made).clone())),
            Item::MilderLaw(made) => self.law.milder.push((id, (**made).clone())),
            Item::LaterLaw => self.law.later_law.push(id),
            _ => {}
        }
        let Some(provision) = self.law.provisions.get_mut(id.0) else {
            return;
        };
        match item {
            Item::Text(language, text) => provision.texts.push((language.clone(), text.clone())),
            Item::Source(source) => provision.sources.push((**source).clone()),
            Item::InForce(InForce {
                known_complete: Some(date),
                ..
            })
            | Item::KnownComplete(date) => {
                in_time(provision, id, item);
                if let Some(made) = self.law.instruments.get_mut(provision.instrument.0) {
                    made.known_complete = Some(*date);
                }
            }
            Item::InForce(_) | Item::Expires(..) | Item::Applies(_) | Item::GoesOn(_) | Item::Stood(_) => {
                in_time(provision, id, item);
            }
            Item::InMatters(names) => provision.matters.clone_from(names),
            Item::Despite(cited) => provision.despite.extend(cited.iter().cloned()),
            Item::SubjectTo(cited) => provision.subject_to.extend(cited.iter().cloned()),
            Item::Under(cited) => provision.under = Some(cited.clone()),
            Item::Assumed(words) => provision.assumptions.push(words.clone()),
            Item::NotEncoded(cited, words) => provision.not_encoded.push((cited.clone(), words.clone())),
            _ => {}
        }
    }
}

fn is_number(mark: &Name) -> bool {
    mark.text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// A point with a letter and one with a number at one level: one of them is likely a part of the other.
fn of_two_kinds(mark: &Name, beside: &Name) -> Finding {
    Finding::error(
        "two-readings",
        mark.span,
        "these points do not say whether one stands inside the other",
    )
    .label("a letter and a number stand side by side")
    .related(beside.span, "the point before it")
    .help("indent a point deeper where it is a part of the point above it")
}

/// The kind and name of a piece of vocabulary. A calendar is one where it stands in no provision.
fn vocabulary_name(item: &Item) -> Option<String> {
    let (kind, name) = match item {
        Item::Jurisdiction(made) => ("jurisdiction", &made.name),
        Item::Role(name, _) => ("role", name),
        Item::Enum(made) => ("enum", &made.name),
        Item::Interpretation(made) => ("interpretation", &made.name),
        Item::Record(made) => ("record", &made.name),
        Item::Matter(made) => ("matter", &made.name),
        Item::Action { name, .. } => ("action", name),
        Item::Parameter(made) => ("parameter", &made.name),
        Item::Calendar(made) => ("calendar", &made.name),
        _ => return None,
    };
    Some(format!("{kind} {}", name.text))
}

fn part_words(item: &Item) -> &'static str {
    match item {
        Item::Norm(_) => "a norm",
        Item::Fact(_) => "a fact",
        Item::Counting(_) => "a counting rule",
        Item::Text(..) => "a text",
        Item::Source(_) => "a source",
        _ => "this",
    }
}

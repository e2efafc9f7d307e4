//! Versions of provisions: found by citation and date, copied, ended, put in force.

use super::content::Content;
use super::enact::Dated;
use super::lettered::points_of;
use super::transition::ended_together;
use crate::law::{Citation, EndReason, Interval, Law, ProvisionId};
use crate::syntax::tree::{CountingItem, MilderLaw, Name, Norm};
use crate::time::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// So many bytes of a text or a norm count as much as a provision.
const BYTES_OF_A_LINE: usize = 64;

/// The law while it is amended, with what is needed to find and copy versions.
pub(super) struct Versions {
    pub law: Law,
    pub(super) norms: Content<Arc<Norm>>,
    counting: Content<CountingItem>,
    milder: Content<MilderLaw>,
    later_law: Content<()>,
    by_citation: HashMap<Citation, Vec<ProvisionId>>,
    children: HashMap<ProvisionId, Vec<ProvisionId>>,
    /// What each provision of an act has made.
    made_by: HashMap<ProvisionId, Vec<ProvisionId>>,
    /// What was copied so far: provisions, their norms, the points and texts in these.
    pub weight: usize,
    /// What the amendment at hand has made, and what it has ended: versions, with the days on which they would have stood.
    pub log: Log,
}

/// What one amendment has done.
#[derive(Default)]
pub(super) struct Log {
    pub made: Vec<ProvisionId>,
    pub ended: Vec<(ProvisionId, Interval, EndReason)>,
    /// A provision of which too many versions go on applying beside one another.
    pub beside: Option<Citation>,
}

impl Versions {
    pub fn of(mut law: Law) -> Versions {
        let later_law = std::mem::take(&mut law.later_law);
        let mut versions = Versions {
            norms: Content::of(std::mem::take(&mut law.norms)),
            counting: Content::of(std::mem::take(&mut law.counting)),
            milder: Content::of(std::mem::take(&mut law.milder)),
            later_law: Content::of(later_law.into_iter().map(|id| (id, ())).collect()),
            law,
            by_citation: HashMap::new(),
            children: HashMap::new(),
            made_by: HashMap::new(),
            weight: 0,
            log: Log::default(),
        };
        for number in 0..versions.law.provisions.len() {
            versions.register(ProvisionId(number));
        }
        versions
    }

    /// The law with all its versions.
    pub fn into_law(mut self) -> Law {
        self.law.norms = self.norms.into_list();
        self.law.counting = self.counting.into_list();
        self.law.milder = self.milder.into_list();
        let later_law = self.later_law.into_list();
        self.law.later_law = later_law.into_iter().map(|(id, ())| id).collect();
        self.law
    }

    fn register(&mut self, id: ProvisionId) {
        let Some(provision) = self.law.provision(id) else {
            return;
        };
        let (citation, parent) = (provision.citation.clone(), provision.parent);
        self.by_citation.entry(citation).or_default().push(id);
        if let Some(parent) = parent {
            self.children.entry(parent).or_default().push(id);
        }
    }

    pub fn citation(&self, id: ProvisionId) -> Option<Citation> {
        self.law.provision(id).map(|provision| provision.citation.clone())
    }

    pub fn of_citation(&self, citation: &Citation) -> Vec<ProvisionId> {
        self.by_citation.get(citation).cloned().unwrap_or_default()
    }

    /// The version in force on a date.
    pub fn at(&self, citation: &Citation, date: Date) -> Option<ProvisionId> {
        let versions = self.by_citation.get(citation)?;
        versions.iter().rev().copied().find(|id| {
            self.law
                .provision(*id)
                .is_some_and(|provision| provision.stood.is_none() && provision.in_force.contains(date))
        })
    }

    fn days(&self, id: ProvisionId) -> Interval {
        let provision = self.law.provision(id);
        provision.map_or_else(Interval::never, |provision| provision.in_force)
    }

    /// A version that comes into force on a date or later.
    pub fn to_come(&self, citation: &Citation, date: Date) -> Option<ProvisionId> {
        let versions = self.by_citation.get(citation)?;
        versions.iter().copied().find(|id| {
            let days = self.days(*id);
            !days.is_empty() && days.from() >= Some(date)
        })
    }

    /// The last version that ended before a date.
    pub fn last_before(&self, citation: &Citation, date: Date) -> Option<ProvisionId> {
        let ended = |id: &ProvisionId| {
            let force = self.law.provision(*id)?.in_force;
            force.until().filter(|until| *until < date && !force.is_empty())
        };
        let versions = self.by_citation.get(citation)?;
        versions
            .iter()
            .copied()
            .filter(|id| ended(id).is_some())
            .max_by_key(ended)
    }

    /// When the versions of a provision stood, in words.
    pub fn history(&self, citation: &Citation) -> Vec<String> {
        let versions = self.by_citation.get(citation).into_iter().flatten();
        let stood = versions
            .filter_map(|id| self.law.provision(*id))
            .filter(|provision| !provision.in_force.is_empty());
        stood.map(|provision| provision.in_force.to_string()).collect()
    }

    /// A provision and all that it contains, outermost first.
    pub fn whole(&self, id: ProvisionId) -> Vec<ProvisionId> {
        let mut all = vec![id];
        let mut next = 0;
        while let Some(id) = all.get(next).copied() {
            all.extend(self.children.get(&id).into_iter().flatten());
            next += 1;
        }
        all
    }

    /// Ends a version, and what it contains, the day before a date.
    pub fn end(&mut self, id: ProvisionId, dated: &Dated, reason: EndReason) {
        if let Some(provision) = self.law.provision(id) {
            self.log.ended.push((id, provision.in_force, reason));
        }
        if reason != EndReason::Amended && reason != EndReason::Renumbered {
            self.end_what_goes_on(id, dated);
        }
        self.end_whole(id, dated, reason);
    }

    /// Where a provision ends for good, what went on of its earlier versions ends as well.
    fn end_what_goes_on(&mut self, id: ProvisionId, dated: &Dated) {
        let versions = self.citation(id).map(|citation| self.of_citation(&citation));
        for other in versions.into_iter().flatten() {
            let ended = self
                .law
                .provision(other)
                .filter(|provision| provision.stood.is_some());
            if let Some((reason, _)) = ended.and_then(|provision| provision.ended) {
                self.end_whole(other, dated, reason);
            }
        }
    }

    pub fn end_whole(&mut self, id: ProvisionId, dated: &Dated, reason: EndReason) {
        let date = dated.date;
        for id in self.whole(id) {
            if let Some(provision) = self.law.provisions.get_mut(id.0)
                && !provision.in_force.is_empty()
                && provision.in_force.until().is_none_or(|until| date <= until)
            {
                let until = date.pred_opt();
                provision.in_force = match provision.in_force.from() {
                    Some(from) if until.is_none_or(|until| until < from) => Interval::never(),
                    from => Interval::new(from, until),
                };
                provision.ended = Some((reason, dated.operation.act));
                provision.ended_at = Some(dated.operation.amendment.span);
            }
        }
    }

    /// A copy of a version, and of what stands in it, in force from a date until the day on which the version would end.
    pub fn copy(&mut self, id: ProvisionId, from: Date) -> ProvisionId {
        self.copied(id, from, false)
    }

    /// A copy without an end, of a version that has ended.
    pub fn copy_open(&mut self, id: ProvisionId, from: Date) -> ProvisionId {
        self.copied(id, from, true)
    }

    fn copied(&mut self, id: ProvisionId, from: Date, open: bool) -> ProvisionId {
        let mut new: HashMap<ProvisionId, ProvisionId> = HashMap::new();
        for old in self.whole(id) {
            let (Some(version), Some(provision)) = (self.law.provision(id), self.law.provision(old)) else {
                continue;
            };
            let stood = if open {
                ended_together(version, provision)
            } else {
                provision.in_force.until().is_none_or(|until| from <= until) && !provision.in_force.is_empty()
            };
            if !stood {
                continue;
            }
            let copy = ProvisionId(self.law.provisions.len());
            let mut provision = provision.clone();
            // what is renumbered and amended on one day still comes from the old number
            if provision.in_force.from() != Some(from) {
                provision.renumbered_from = None;
            }
            let begins = provision.in_force.from().filter(|_| !open);
            let begins = begins.map_or(from, |begins| begins.max(from));
            provision.in_force = Interval::new(Some(begins), provision.in_force.until().filter(|_| !open));
            provision.parent = provision
                .parent
                .map(|parent| new.get(&parent).copied().unwrap_or(parent));
            provision.ended = None;
            provision.ended_at = None;
            self.weight += 1 + provision.applies.len() + self.weight_of_norms(old);
            self.law.provisions.push(provision);
            self.register(copy);
            new.insert(old, copy);
        }
        self.copy_content(&new);
        new.get(&id).copied().unwrap_or(id)
    }

    /// How much the norms of a provision take: their points, and a part for every line of them.
    fn weight_of_norms(&self, id: ProvisionId) -> usize {
        let norms = self
            .norms
            .places(id)
            .iter()
            .filter_map(|place| self.norms.get(*place));
        norms
            .map(|norm| points_of(norm) + (norm.span.end() - norm.span.start()) / BYTES_OF_A_LINE)
            .sum()
    }

    fn copy_content(&mut self, new: &HashMap<ProvisionId, ProvisionId>) {
        self.norms.copy(new);
        self.counting.copy(new);
        self.milder.copy(new);
        self.later_law.copy(new);
    }

    /// Notes who made a version.
    pub fn made(&mut self, id: ProvisionId, dated: &Dated) {
        self.log.made.push(id);
        self.made_by.entry(dated.operation.act).or_default().push(id);
        for id in self.whole(id) {
            if let Some(provision) = self.law.provisions.get_mut(id.0) {
                provision.made_by = Some(dated.operation.act);
                provision.made_at = Some(dated.operation.amendment.span);
                provision.reaching_back = dated.reaching_back;
                provision.assumed.clone_from(&dated.assumed);
            }
        }
    }

    /// The versions that a provision of an act has made.
    pub fn made_by(&self, act: ProvisionId) -> &[ProvisionId] {
        self.made_by.get(&act).map_or(&[], Vec::as_slice)
    }

    /// Puts a draft, and what it contains, in force from a date, within what contains it.
    pub fn put_in_force(&mut self, draft: ProvisionId, parent: ProvisionId, from: Date) {
        let until = self
            .law
            .provision(parent)
            .and_then(|parent| parent.in_force.until());
        if let Some(provision) = self.law.provisions.get_mut(draft.0) {
            provision.parent = Some(parent);
        }
        self.children.entry(parent).or_default().push(draft);
        for id in self.whole(draft) {
            if let Some(provision) = self.law.provisions.get_mut(id.0) {
                provision.in_force = Interval::new(Some(from), until);
            }
        }
    }

    /// The citation of the provision that contains a version; nothing where that is the instrument itself.
    pub fn around(&self, id: ProvisionId) -> Option<Citation> {
        let parent = self.law.provision(id)?.parent?;
        self.citation(parent)
            .filter(|citation| citation.article.is_some())
    }

    /// Puts a version into one of what contains it.
    pub fn put_into(&mut self, id: ProvisionId, parent: ProvisionId) {
        if let Some(provision) = self.law.provisions.get_mut(id.0)
            && provision.parent != Some(parent)
        {
            let before = provision.parent.replace(parent);
            if let Some(children) = before.and_then(|before| self.children.get_mut(&before)) {
                children.retain(|child| *child != id);
            }
            self.children.entry(parent).or_default().push(id);
        }
    }

    /// A new version takes from the old one the title, chapter, matters and priority that it does not state itself.
    pub fn inherit(&mut self, old: ProvisionId, draft: ProvisionId) {
        let Some(old) = self.law.provision(old).cloned() else {
            return;
        };
        if let Some(draft) = self.law.provisions.get_mut(draft.0) {
            if draft.heading.main.is_none() && draft.heading.others.is_empty() {
                draft.heading = old.heading;
            }
            if draft.matters.is_empty() {
                draft.matters = old.matters;
            }
            draft.chapter = old.chapter;
        }
    }

    /// Puts off the commencement of a version and of what it contains.
    pub fn put_off(&mut self, id: ProvisionId, to: Date) {
        for id in self.whole(id) {
            if let Some(provision) = self.law.provisions.get_mut(id.0) {
                provision.in_force = match provision.in_force.until() {
                    Some(until) if until < to => Interval::never(),
                    until => Interval::new(Some(to), until),
                };
            }
        }
    }

    /// Gives a version, and what it contains, another number.
    pub fn renumber(&mut self, id: ProvisionId, from: &Citation, to: &Citation) {
        for id in self.whole(id) {
            if let Some(provision) = self.law.provisions.get_mut(id.0) {
                let old = provision.citation.clone();
                provision.renumbered_from = Some(Box::new(old.clone()));
                provision.citation.article.clone_from(&to.article);
                if from.paragraph.is_some() {
                    provision.citation.paragraph.clone_from(&to.paragraph);
                }
                if let Some(inner) = old.points.get(from.points.len()..) {
                    provision.citation.points = [to.points.as_slice(), inner].concat();
                }
                let new = provision.citation.clone();
                if let Some(versions) = self.by_citation.get_mut(&old) {
                    versions.retain(|other| *other != id);
                }
                self.by_citation.entry(new).or_default().push(id);
            }
        }
    }

    pub fn set_chapter(&mut self, id: ProvisionId, chapter: Name) {
        for id in self.whole(id) {
            if let Some(provision) = self.law.provisions.get_mut(id.0) {
                provision.chapter = Some(chapter.clone());
            }
        }
    }

    /// Whether a version, with what it contains, has a text and a norm.
    pub fn has(&self, id: ProvisionId) -> (bool, bool) {
        let whole = self.whole(id);
        let text = whole.iter().any(|id| {
            self.law
                .provision(*id)
                .is_some_and(|provision| !provision.texts.is_empty())
        });
        let norm = whole.iter().any(|id| self.norms.any(*id));
        (text, norm)
    }

    /// Whether a version says nothing at all.
    pub fn is_empty(&self, id: ProvisionId) -> bool {
        let whole = self.whole(id);
        let silent = |id: &ProvisionId| {
            let noted = self.law.provision(*id).map(|made| made.not_encoded.is_empty());
            noted != Some(false) && !self.counting.any(*id) && !self.milder.any(*id)
        };
        let declares = self.law.facts.iter().any(|(id, _)| whole.contains(id));
        self.has(id) == (false, false) && !declares && whole.iter().all(silent)
    }

    /// Whether a point is lettered in the norm of a version.
    pub fn has_point(&mut self, id: ProvisionId, mark: &str) -> bool {
        self.points(id)
            .is_some_and(|points| points.iter().any(|point| &*point.mark.text == mark))
    }

    /// How often words stand in the texts of a version.
    pub fn count_words(&self, id: ProvisionId, words: &str) -> usize {
        if words.is_empty() {
            return 0;
        }
        let texts = self.law.provision(id).map(|provision| provision.texts.as_slice());
        let texts = texts.unwrap_or(&[]).iter();
        texts.map(|(_, text)| text.text.matches(words).count()).sum()
    }

    pub fn replace_words(&mut self, id: ProvisionId, old: &str, new: &str) {
        if let Some(provision) = self.law.provisions.get_mut(id.0) {
            for (_, text) in &mut provision.texts {
                text.text = text.text.replace(old, new).into();
                self.weight += text.text.len() / BYTES_OF_A_LINE;
            }
        }
    }

    /// Puts the norms of a draft in the place of those of a version; false where it has none.
    pub fn take_norms(&mut self, draft: ProvisionId, version: ProvisionId) -> bool {
        let any = self.norms.any(draft);
        if any {
            self.norms.put_in_place(draft, version);
        }
        self.take_assumptions(draft, version);
        any
    }

    /// What a draft takes for granted stands in the place of what a version did.
    fn take_assumptions(&mut self, draft: ProvisionId, version: ProvisionId) {
        let draft = self.law.provisions.get_mut(draft.0);
        let said = draft
            .map(|draft| std::mem::take(&mut draft.assumptions))
            .unwrap_or_default();
        if let (false, Some(version)) = (said.is_empty(), self.law.provisions.get_mut(version.0)) {
            version.assumptions = said;
        }
    }

    /// Puts the texts of a draft in the place of those of a version in the same language; false where it has none.
    pub fn take_texts(&mut self, draft: ProvisionId, version: ProvisionId) -> bool {
        let texts = match self.law.provisions.get_mut(draft.0) {
            Some(draft) => std::mem::take(&mut draft.texts),
            None => Vec::new(),
        };
        let any = !texts.is_empty();
        if let Some(version) = self.law.provisions.get_mut(version.0) {
            for (language, text) in texts {
                let same = |other: &Option<Name>| {
                    other.as_ref().map(|name| &name.text) == language.as_ref().map(|name| &name.text)
                };
                version.texts.retain(|(other, _)| !same(other));
                version.texts.push((language, text));
            }
        }
        any
    }

    /// Adds the sources of a draft to those of a version: before them where they are those of its text, else behind.
    pub fn take_sources(&mut self, draft: ProvisionId, version: ProvisionId, of_text: bool) {
        let draft = self.law.provisions.get_mut(draft.0);
        let mut given = draft
            .map(|draft| std::mem::take(&mut draft.sources))
            .unwrap_or_default();
        if let Some(version) = self.law.provisions.get_mut(version.0) {
            if of_text {
                given.append(&mut version.sources);
                version.sources = given;
            } else {
                version.sources.append(&mut given);
            }
        }
    }

    /// Takes the norms of a version, and of what it contains, away: its text stands and says nothing.
    pub fn silence(&mut self, id: ProvisionId, act: ProvisionId) {
        let whole = self.whole(id);
        for id in &whole {
            self.norms.take_away(*id);
            self.counting.take_away(*id);
        }
        for id in whole {
            if let Some(provision) = self.law.provisions.get_mut(id.0) {
                provision.ended = Some((EndReason::StruckDown, act));
            }
        }
    }
}

//! What each amendment does to the versions of a provision.

use super::enact::{Change, Dated, Enactor};
use super::trouble;
use crate::law::{Citation, EndReason, ProvisionId};
use crate::syntax::tree::{AmendmentKind, CitationText, DatedValue, Inserted, Point};
use crate::time::Date;

impl Enactor {
    pub(super) fn carry_out(&mut self, dated: &Dated) {
        let amendment = &dated.operation.amendment;
        match &amendment.kind {
            AmendmentKind::Insert {
                within, part, point, ..
            } => self.insert(dated, within.as_ref(), part, point.as_ref()),
            AmendmentKind::Replace { cited, point, .. } => match point {
                Some(point) => self.replace_point(dated, cited, point),
                None => self.replace(dated, cited),
            },
            AmendmentKind::Repeal(cited) => {
                for cited in cited {
                    self.repeal(dated, cited);
                }
            }
            AmendmentKind::Renumber { cited, to, chapter } => {
                self.renumber(dated, cited, to, chapter.as_ref())
            }
            AmendmentKind::Move(cited, chapter) => {
                if let Some(id) = self.next(dated, cited) {
                    self.versions.set_chapter(id, chapter.clone());
                }
            }
            AmendmentKind::Substitute {
                cited,
                old,
                new,
                times,
            } => {
                self.substitute(dated, cited, (&old.text, &new.text, *times));
            }
            AmendmentKind::Change(cited) => self.change(dated, cited, true),
            AmendmentKind::Reading { cited, reaching_back } => self.read(dated, cited, *reaching_back),
            AmendmentKind::SetParameter { .. } => self.set_parameter(dated),
            AmendmentKind::Suspend(cited, until) => self.suspend(dated, cited, *until),
            AmendmentKind::Postpone(cited, to) => self.postpone(dated, cited, *to),
            AmendmentKind::Commence(cited) => self.commence(dated, cited),
            AmendmentKind::Reinstate(cited) => self.reinstate(dated, cited),
            AmendmentKind::Strike {
                cited,
                from_the_start,
            } => self.strike(dated, cited, *from_the_start),
        }
    }

    /// The next version of a provision, like the one before it; that one ends the day before.
    fn next(&mut self, dated: &Dated, written: &CitationText) -> Option<ProvisionId> {
        let old = self.standing_around(dated, written)?;
        Some(self.next_of(dated, old))
    }

    /// The next version after one that stands.
    pub(super) fn next_of(&mut self, dated: &Dated, old: ProvisionId) -> ProvisionId {
        let copy = self.versions.copy(old, dated.date);
        self.versions.end(old, dated, EndReason::Amended);
        self.versions.made(copy, dated);
        copy
    }

    fn insert(
        &mut self,
        dated: &Dated,
        within: Option<&CitationText>,
        part: &Inserted,
        point: Option<&Point>,
    ) {
        if let (Inserted::Point(_), Some(within), Some(point)) = (part, within, point) {
            return self.insert_point(dated, within, point);
        }
        let Some(draft) = dated.operation.draft else {
            return;
        };
        let parent = match within {
            Some(within) => self.standing(dated, within),
            None => self.versions.law.provision(draft).and_then(|draft| draft.parent),
        };
        let Some(parent) = parent else {
            return;
        };
        let span = dated.operation.amendment.span;
        let mut stands = self
            .versions
            .citation(draft)
            .is_some_and(|citation| self.versions.at(&citation, dated.date).is_some());
        if let Inserted::Point(mark) = part {
            if self.versions.is_empty(draft) {
                self.findings.push(trouble::empty_point(span));
                return;
            }
            stands |= self.versions.has_point(parent, &mark.text);
        }
        if let Some(citation) = self.versions.citation(draft).filter(|_| stands) {
            self.findings
                .push(trouble::already_stands(span, &citation, dated.date));
            return;
        }
        self.versions.put_in_force(draft, parent, dated.date);
        self.versions.made(draft, dated);
    }

    fn replace(&mut self, dated: &Dated, cited: &CitationText) {
        let (Some(draft), Some(old)) = (dated.operation.draft, self.standing(dated, cited)) else {
            return;
        };
        let Some(parent) = self.versions.law.provision(old).and_then(|old| old.parent) else {
            return;
        };
        let had = self.versions.has(old);
        self.versions.inherit(old, draft);
        self.versions.put_in_force(draft, parent, dated.date);
        self.versions.end(old, dated, EndReason::Amended);
        self.versions.made(draft, dated);
        self.note_change(dated, draft, self.versions.has(draft), had);
    }

    fn repeal(&mut self, dated: &Dated, cited: &CitationText) {
        if !cited.points.is_empty() && !self.is_provision(dated, cited) {
            return self.repeal_point(dated, cited);
        }
        if let Some(old) = self.standing(dated, cited) {
            self.versions.end(old, dated, EndReason::Repealed);
        }
    }

    fn renumber(
        &mut self,
        dated: &Dated,
        cited: &CitationText,
        to: &CitationText,
        chapter: Option<&crate::syntax::tree::Name>,
    ) {
        let (Some(old), Some(from), Some(to)) = (
            self.standing(dated, cited),
            self.cited(dated, cited),
            self.cited(dated, to),
        ) else {
            return;
        };
        let span = dated.operation.amendment.span;
        if !stays_in_place(&from, &to) {
            self.findings.push(trouble::renumbered_elsewhere(span));
            return;
        }
        if self.versions.at(&to, dated.date).is_some() {
            self.findings.push(trouble::already_stands(span, &to, dated.date));
            return;
        }
        let copy = self.versions.copy(old, dated.date);
        self.versions.end(old, dated, EndReason::Renumbered);
        self.versions.renumber(copy, &from, &to);
        if let Some(chapter) = chapter {
            self.versions.set_chapter(copy, chapter.clone());
        }
        self.versions.made(copy, dated);
    }

    fn substitute(&mut self, dated: &Dated, cited: &CitationText, (old, new, times): (&str, &str, usize)) {
        let Some(version) = self.standing_around(dated, cited) else {
            return;
        };
        let found = self.versions.count_words(version, old);
        if found != times {
            let span = dated.operation.amendment.span;
            self.findings
                .push(trouble::words_not_found(span, old, times, found));
            return;
        }
        let (had_text, had_norm) = self.versions.has(version);
        if let Some(copy) = self.next(dated, cited) {
            self.versions.replace_words(copy, old, new);
            self.take_sources(dated, copy, true);
            let norm = self.take_norms(dated, copy);
            self.changed.push(Change {
                version: copy,
                text: true,
                norm,
                had_text,
                had_norm,
                date: dated.date,
                span: dated.operation.amendment.span,
            });
        }
    }

    /// Norms of the draft stand in the place of those of a version; whether there were any.
    fn take_norms(&mut self, dated: &Dated, version: ProvisionId) -> bool {
        match dated.operation.draft {
            Some(draft) => self.versions.take_norms(draft, version),
            None => false,
        }
    }

    /// Texts of the draft stand in the place of those of a version; whether there were any.
    pub(super) fn take_texts(&mut self, dated: &Dated, version: ProvisionId) -> bool {
        match dated.operation.draft {
            Some(draft) => self.versions.take_texts(draft, version),
            None => false,
        }
    }

    /// The sources that an amendment gives stand in the version that it makes.
    pub(super) fn take_sources(&mut self, dated: &Dated, version: ProvisionId, of_text: bool) {
        if let Some(draft) = dated.operation.draft {
            self.versions.take_sources(draft, version, of_text);
        }
    }

    fn change(&mut self, dated: &Dated, cited: &CitationText, compared: bool) {
        let Some(copy) = self.next(dated, cited) else {
            return;
        };
        let had = self.versions.has(copy);
        let text = self.take_texts(dated, copy);
        self.take_sources(dated, copy, text);
        let norm = self.take_norms(dated, copy);
        if compared {
            self.note_change(dated, copy, (text, norm), had);
        }
    }

    /// What an operation changed of a version, to be checked at the end: whether text and norm were changed, and
    /// whether there were any.
    pub(super) fn note_change(
        &mut self,
        dated: &Dated,
        version: ProvisionId,
        changed: (bool, bool),
        had: (bool, bool),
    ) {
        self.changed.push(Change {
            version,
            text: changed.0,
            norm: changed.1,
            had_text: had.0,
            had_norm: had.1,
            date: dated.date,
            span: dated.operation.amendment.span,
        });
    }

    /// A reading changes what a provision means and leaves its words; reaching back, as if it had always meant that.
    fn read(&mut self, dated: &Dated, cited: &CitationText, reaching_back: bool) {
        let Some(standing) = self.standing_around(dated, cited) else {
            return;
        };
        let begins = self
            .versions
            .law
            .provision(standing)
            .and_then(|provision| provision.in_force.from());
        let date = if reaching_back {
            begins.unwrap_or(dated.date)
        } else {
            dated.date
        };
        let dated = Dated {
            operation: dated.operation.clone(),
            assumed: dated.assumed.clone(),
            date,
            adopted: dated.adopted,
            reaching_back: dated.reaching_back || reaching_back,
            applies: dated.applies.clone(),
        };
        self.change(&dated, cited, false);
    }

    fn set_parameter(&mut self, dated: &Dated) {
        let amendment = &dated.operation.amendment;
        let AmendmentKind::SetParameter {
            name,
            value,
            value_span,
            note,
        } = &amendment.kind
        else {
            return;
        };
        let parameters = &mut self.versions.law.parameters;
        match parameters.iter_mut().find(|made| made.name.text == name.text) {
            Some(made) => made.values.push(DatedValue {
                value: value.clone(),
                value_span: *value_span,
                from: dated.date,
                until: None,
                note: note.clone(),
                span: amendment.span,
            }),
            None => self.findings.push(trouble::unknown_parameter(name)),
        }
    }

    fn suspend(&mut self, dated: &Dated, cited: &CitationText, until: Option<Date>) {
        let Some(old) = self.standing(dated, cited) else {
            return;
        };
        if let Some(resumes) = until.and_then(|until| until.succ_opt()) {
            let copy = self.versions.copy(old, resumes);
            self.versions.made(copy, dated);
        }
        self.versions.end(old, dated, EndReason::Suspended);
    }

    /// A commencement is put off while it has not come: the provision stands from the new day on.
    fn postpone(&mut self, dated: &Dated, cited: &CitationText, to: Date) {
        let Some(citation) = self.cited(dated, cited) else {
            return;
        };
        let span = dated.operation.amendment.span;
        match self.versions.to_come(&citation, dated.date) {
            Some(version) => {
                self.versions.put_off(version, to);
                self.versions.made(version, dated);
            }
            None => {
                let history = self.versions.history(&citation);
                self.findings
                    .push(trouble::not_to_come(span, &citation, dated.date, &history));
            }
        }
    }

    fn reinstate(&mut self, dated: &Dated, cited: &CitationText) {
        let Some(citation) = self.cited(dated, cited) else {
            return;
        };
        let span = dated.operation.amendment.span;
        if self.versions.at(&citation, dated.date).is_some() {
            self.findings
                .push(trouble::already_stands(span, &citation, dated.date));
            return;
        }
        match self.versions.last_before(&citation, dated.date) {
            Some(old) => {
                let around = self.versions.around(old);
                let parent = around
                    .as_ref()
                    .map(|around| (around, self.versions.at(around, dated.date)));
                if let Some((around, None)) = parent {
                    let history = self.versions.history(around);
                    let finding = trouble::amends_nothing(span, around, dated.date, &history);
                    self.findings.push(finding);
                    return;
                }
                let copy = self.versions.copy_open(old, dated.date);
                if let Some((_, Some(parent))) = parent {
                    self.versions.put_into(copy, parent);
                }
                self.versions.made(copy, dated);
            }
            None => {
                let history = self.versions.history(&citation);
                self.findings
                    .push(trouble::amends_nothing(span, &citation, dated.date, &history));
            }
        }
    }

    /// The text goes on standing and says nothing any more.
    fn strike(&mut self, dated: &Dated, cited: &CitationText, from_the_start: bool) {
        let Some(standing) = self.standing(dated, cited) else {
            return;
        };
        if from_the_start {
            let Some(citation) = self.versions.citation(standing) else {
                return;
            };
            for version in self.versions.of_citation(&citation) {
                self.versions.silence(version, dated.operation.act);
            }
            return;
        }
        let copy = self.versions.copy(standing, dated.date);
        self.versions.end(standing, dated, EndReason::StruckDown);
        self.versions.silence(copy, dated.operation.act);
        self.versions.made(copy, dated);
    }
}

/// Whether a point is renumbered among the points beside it: elsewhere another provision would hold it.
fn stays_in_place(from: &Citation, to: &Citation) -> bool {
    let around = |citation: &Citation| {
        let mut around = citation.clone();
        around.points.pop();
        around
    };
    match (from.points.is_empty(), to.points.is_empty()) {
        (true, true) => true,
        (false, false) => around(from) == around(to),
        _ => false,
    }
}

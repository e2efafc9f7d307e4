//! Amending acts carried out: each amendment ends a version and makes the next, and nothing that stood is edited.

use super::trouble;
use super::versions::Versions;
use crate::finding::Finding;
use crate::law::{Citation, EndReason, Law, Operation, ProvisionId, of_instrument};
use crate::source::Span;
use crate::syntax::tree::{AmendmentKind, CitationText, DatedValue, Inserted, Point};
use crate::time::Date;
use std::collections::HashMap;

/// The law with all its amendments carried out, in the order of their dates.
pub fn enact(law: Law) -> (Law, Vec<Finding>) {
    let mut enactor = Enactor {
        versions: Versions::of(law),
        findings: Vec::new(),
        touched: HashMap::new(),
        changed: Vec::new(),
    };
    enactor.run();
    enactor.compare_texts_and_norms();
    (enactor.versions.law, enactor.findings)
}

/// An amendment and the day from which it has effect.
struct Dated {
    operation: Operation,
    date: Date,
    assumed: Option<String>,
    adopted: Option<Date>,
}

/// What one amendment has changed of a provision.
struct Change {
    version: ProvisionId,
    text: bool,
    norm: bool,
    had_text: bool,
    had_norm: bool,
    date: Date,
    span: Span,
}

struct Enactor {
    versions: Versions,
    findings: Vec<Finding>,
    /// Who last touched a provision on a day: the act, its adoption, and where.
    touched: HashMap<(Citation, Date), (ProvisionId, Option<Date>, Span)>,
    changed: Vec<Change>,
}

impl Enactor {
    fn run(&mut self) {
        let mut all = Vec::new();
        for operation in std::mem::take(&mut self.versions.law.operations) {
            match self.dated(&operation) {
                Some(dated) => all.push(dated),
                None => self
                    .findings
                    .push(trouble::without_date(operation.amendment.span)),
            }
        }
        self.put_off_amendments(&mut all);
        // on one day the act adopted later comes later; within an act the order is that of reading
        all.sort_by_key(|dated| (dated.date, dated.adopted));
        for dated in &all {
            self.carry_out(dated);
        }
        self.versions.law.operations = all.into_iter().map(|dated| dated.operation).collect();
    }

    /// Amendments whose commencement another act puts off before it comes have effect from the new day.
    fn put_off_amendments(&mut self, all: &mut Vec<Dated>) {
        let mut postponed: Vec<(Citation, Date, Date)> = Vec::new();
        for dated in all.iter() {
            if let AmendmentKind::Postpone(cited, to) = &dated.operation.amendment.kind
                && let Some(citation) = self.cited(dated, cited)
            {
                postponed.push((citation, dated.date, *to));
            }
        }
        postponed.sort_by_key(|(_, when, _)| *when);
        for (citation, when, to) in postponed {
            let named = |dated: &Dated| {
                let draft = dated
                    .operation
                    .draft
                    .and_then(|draft| self.versions.citation(draft));
                draft.as_ref() == Some(&citation) && dated.date >= when
            };
            let pending: Vec<usize> = (0..all.len())
                .filter(|place| all.get(*place).is_some_and(named))
                .collect();
            if pending.is_empty() {
                continue;
            }
            for place in pending {
                if let Some(dated) = all.get_mut(place) {
                    dated.date = to;
                }
            }
            let done = |dated: &Dated| match &dated.operation.amendment.kind {
                AmendmentKind::Postpone(cited, day) => {
                    *day == to && dated.date == when && self.cited(dated, cited).as_ref() == Some(&citation)
                }
                _ => false,
            };
            all.retain(|dated| !done(dated));
        }
    }

    fn dated(&self, operation: &Operation) -> Option<Dated> {
        let law = &self.versions.law;
        let act = law.provision(operation.act)?;
        let date = operation.amendment.from.or(act.in_force.from())?;
        let written = operation.amendment.assumed.as_ref().map(|why| why.text.clone());
        let of_act = law
            .with_parents(operation.act)
            .find_map(|(_, provision)| provision.assumed.clone());
        let assumed = match operation.amendment.from {
            Some(_) => written,
            None => written.or(of_act),
        };
        Some(Dated {
            date,
            assumed,
            adopted: law.instrument_of(operation.act).and_then(|made| made.adopted),
            operation: operation.clone(),
        })
    }

    /// The citation that is written in an amendment.
    fn cited(&self, dated: &Dated, written: &CitationText) -> Option<Citation> {
        let law = &self.versions.law;
        let name = written.names.last().or(dated.operation.target.as_ref())?;
        let made = law.instruments.iter().find(|made| made.name.text == name.text)?;
        let jurisdiction = made.jurisdiction.as_ref().map(|name| name.text.clone());
        Some(of_instrument(
            &Citation::instrument(jurisdiction, name.text.clone()),
            written,
        ))
    }

    /// The version that is in force when an amendment takes effect; that there is none is noted.
    fn standing(&mut self, dated: &Dated, written: &CitationText) -> Option<ProvisionId> {
        let cited = self.cited(dated, written)?;
        let provision = Citation {
            points: Vec::new(),
            ..cited
        };
        let found = self.versions.at(&provision, dated.date);
        match found {
            Some(id) => {
                self.touch(dated, &provision);
                Some(id)
            }
            None => {
                let history = self.versions.history(&provision);
                self.findings.push(trouble::amends_nothing(
                    written.span,
                    &provision,
                    dated.date,
                    &history,
                ));
                None
            }
        }
    }

    /// Two acts that are equally old cannot both amend one provision on one day: neither is the later.
    fn touch(&mut self, dated: &Dated, provision: &Citation) {
        let act = dated.operation.act;
        let span = dated.operation.amendment.span;
        let key = (provision.clone(), dated.date);
        let now = (act, dated.adopted, span);
        if let Some((other, adopted, first)) = self.touched.insert(key, now)
            && self.instrument(other) != self.instrument(act)
            && adopted == dated.adopted
        {
            self.findings
                .push(trouble::acts_without_order(span, first, provision, dated.date));
        }
    }

    fn instrument(&self, id: ProvisionId) -> Option<crate::law::InstrumentId> {
        self.versions
            .law
            .provision(id)
            .map(|provision| provision.instrument)
    }

    fn carry_out(&mut self, dated: &Dated) {
        let amendment = &dated.operation.amendment;
        match &amendment.kind {
            AmendmentKind::Insert {
                within, part, point, ..
            } => self.insert(dated, within.as_ref(), part, point.as_ref()),
            AmendmentKind::Replace { cited, point, .. } => match point {
                Some(point) => self.point(dated, cited, |points| replace_point(points, point)),
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
            AmendmentKind::Reinstate(cited) => self.reinstate(dated, cited),
            AmendmentKind::Strike {
                cited,
                from_the_start,
            } => self.strike(dated, cited, *from_the_start),
        }
    }

    /// The next version of a provision, like the one before it; that one ends the day before.
    fn next(&mut self, dated: &Dated, written: &CitationText) -> Option<ProvisionId> {
        let old = self.standing(dated, written)?;
        let copy = self.versions.copy(old, dated.date);
        self.versions
            .end(old, dated.date, EndReason::Amended, dated.operation.act);
        self.versions
            .made(copy, dated.operation.act, dated.assumed.as_deref());
        Some(copy)
    }

    fn insert(
        &mut self,
        dated: &Dated,
        within: Option<&CitationText>,
        part: &Inserted,
        point: Option<&Point>,
    ) {
        if let (Inserted::Point(_), Some(within), Some(point)) = (part, within, point) {
            return self.point(dated, within, |points| insert_point(points, point));
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
        let citation = self.versions.citation(draft);
        if let Some(citation) = citation.filter(|citation| self.versions.at(citation, dated.date).is_some()) {
            let span = dated.operation.amendment.span;
            self.findings
                .push(trouble::already_stands(span, &citation, dated.date));
            return;
        }
        self.versions.put_in_force(draft, parent, dated.date);
        self.versions
            .made(draft, dated.operation.act, dated.assumed.as_deref());
    }

    fn replace(&mut self, dated: &Dated, cited: &CitationText) {
        let (Some(draft), Some(old)) = (dated.operation.draft, self.standing(dated, cited)) else {
            return;
        };
        let Some(parent) = self.versions.law.provision(old).and_then(|old| old.parent) else {
            return;
        };
        let (had_text, had_norm) = self.versions.has(old);
        self.versions.inherit(old, draft);
        self.versions.put_in_force(draft, parent, dated.date);
        self.versions
            .end(old, dated.date, EndReason::Amended, dated.operation.act);
        self.versions
            .made(draft, dated.operation.act, dated.assumed.as_deref());
        let (text, norm) = self.versions.has(draft);
        self.changed.push(Change {
            version: draft,
            text,
            norm,
            had_text,
            had_norm,
            date: dated.date,
            span: dated.operation.amendment.span,
        });
    }

    fn repeal(&mut self, dated: &Dated, cited: &CitationText) {
        if let Some(mark) = cited.points.last() {
            let mark = mark.text.clone();
            return self.point(dated, cited, |points| {
                let before = points.len();
                points.retain(|point| point.mark.text != mark);
                points.len() < before
            });
        }
        if let Some(old) = self.standing(dated, cited) {
            self.versions
                .end(old, dated.date, EndReason::Repealed, dated.operation.act);
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
        if self.versions.at(&to, dated.date).is_some() {
            let span = dated.operation.amendment.span;
            self.findings.push(trouble::already_stands(span, &to, dated.date));
            return;
        }
        let copy = self.versions.copy(old, dated.date);
        self.versions
            .end(old, dated.date, EndReason::Renumbered, dated.operation.act);
        self.versions.renumber(copy, &from, &to);
        if let Some(chapter) = chapter {
            self.versions.set_chapter(copy, chapter.clone());
        }
        self.versions
            .made(copy, dated.operation.act, dated.assumed.as_deref());
    }

    fn substitute(&mut self, dated: &Dated, cited: &CitationText, (old, new, times): (&str, &str, usize)) {
        let Some(version) = self.standing(dated, cited) else {
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

    /// Norms and texts of the draft stand in the place of those of a version; whether there were norms.
    fn take_norms(&mut self, dated: &Dated, version: ProvisionId) -> bool {
        match dated.operation.draft {
            Some(draft) => self.versions.take_norms(draft, version),
            None => false,
        }
    }

    fn change(&mut self, dated: &Dated, cited: &CitationText, compared: bool) {
        let Some(copy) = self.next(dated, cited) else {
            return;
        };
        let (had_text, had_norm) = self.versions.has(copy);
        let text = dated
            .operation
            .draft
            .is_some_and(|draft| self.versions.take_texts(draft, copy));
        let norm = self.take_norms(dated, copy);
        if compared {
            self.changed.push(Change {
                version: copy,
                text,
                norm,
                had_text,
                had_norm,
                date: dated.date,
                span: dated.operation.amendment.span,
            });
        }
    }

    /// A reading changes what a provision means and leaves its words; reaching back, as if it had always meant that.
    fn read(&mut self, dated: &Dated, cited: &CitationText, reaching_back: bool) {
        let Some(standing) = self.standing(dated, cited) else {
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
        };
        self.change(&dated, cited, false);
    }

    fn point(&mut self, dated: &Dated, cited: &CitationText, edit: impl FnOnce(&mut Vec<Point>) -> bool) {
        let Some(copy) = self.next(dated, cited) else {
            return;
        };
        let span = dated.operation.amendment.span;
        let (had_text, had_norm) = self.versions.has(copy);
        match self.versions.points(copy) {
            Some(points) => {
                if !edit(points) {
                    self.findings.push(trouble::no_such_point(span));
                }
            }
            None => self.findings.push(trouble::no_points(span)),
        }
        let text = dated
            .operation
            .draft
            .is_some_and(|draft| self.versions.take_texts(draft, copy));
        self.changed.push(Change {
            version: copy,
            text,
            norm: true,
            had_text,
            had_norm,
            date: dated.date,
            span,
        });
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
            self.versions
                .made(copy, dated.operation.act, dated.assumed.as_deref());
        }
        self.versions
            .end(old, dated.date, EndReason::Suspended, dated.operation.act);
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
                self.versions
                    .made(version, dated.operation.act, dated.assumed.as_deref());
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
                let copy = self.versions.copy_open(old, dated.date);
                self.versions
                    .made(copy, dated.operation.act, dated.assumed.as_deref());
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
        self.versions
            .end(standing, dated.date, EndReason::StruckDown, dated.operation.act);
        self.versions.silence(copy, dated.operation.act);
        self.versions
            .made(copy, dated.operation.act, dated.assumed.as_deref());
    }

    /// A text that changes without its norm, or a norm without its text, is likely a slip.
    fn compare_texts_and_norms(&mut self) {
        for change in std::mem::take(&mut self.changed) {
            let Some(citation) = self.versions.citation(change.version) else {
                continue;
            };
            // several amendments of one day may change the one and the other
            if change.text && !change.norm && change.had_norm {
                self.findings
                    .push(trouble::text_without_norm(change.span, &citation, change.date));
            }
            if change.norm && !change.text && change.had_text {
                self.findings
                    .push(trouble::norm_without_text(change.span, &citation, change.date));
            }
        }
    }
}

fn insert_point(points: &mut Vec<Point>, point: &Point) -> bool {
    let new = !points.iter().any(|other| other.mark.text == point.mark.text);
    if new {
        points.push(point.clone());
    }
    new
}

fn replace_point(points: &mut [Point], point: &Point) -> bool {
    match points.iter_mut().find(|other| other.mark.text == point.mark.text) {
        Some(old) => {
            *old = point.clone();
            true
        }
        None => false,
    }
}

//! Amending acts carried out: each amendment ends a version and makes the next, and nothing that stood is edited.

use super::commencement::Commencements;
use super::transition::MOST_BESIDE;
use super::trouble;
use super::versions::Versions;
use crate::finding::Finding;
use crate::law::{Citation, Law, Operation, Provision, ProvisionId, of_instrument};
use crate::source::Span;
use crate::syntax::tree::{AmendmentKind, Application, CitationText};
use crate::time::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// Versions that amendments make, at most: provisions, norms, their points, and a part for every line of a text.
const MOST_VERSIONS: usize = 100_000;

/// The law with all its amendments carried out, in the order of their dates.
pub fn enact(law: Law) -> (Law, Vec<Finding>) {
    let goes_on = |provision: &Provision| provision.goes_on.is_some();
    if law.operations.is_empty() && !law.provisions.iter().any(goes_on) {
        return (law, Vec::new());
    }
    let instruments = law.instruments.iter().enumerate();
    let instruments = instruments.map(|(number, made)| (made.name.text.clone(), number));
    let instruments = instruments.collect();
    let mut enactor = Enactor {
        instruments,
        versions: Versions::of(law),
        findings: Vec::new(),
        touched: HashMap::new(),
        changed: Vec::new(),
        commencing: Commencements::default(),
    };
    enactor.run();
    enactor.compare_texts_and_norms();
    (enactor.versions.into_law(), enactor.findings)
}

/// An amendment and the day from which it has effect.
pub(super) struct Dated {
    pub operation: Operation,
    pub date: Date,
    pub assumed: Option<String>,
    pub adopted: Option<Date>,
    /// Whether it says that it takes effect before it was adopted.
    pub reaching_back: bool,
    /// To which cases it applies.
    pub applies: Vec<Application>,
}

/// What one amendment has changed of a provision.
pub(super) struct Change {
    pub version: ProvisionId,
    pub text: bool,
    pub norm: bool,
    pub had_text: bool,
    pub had_norm: bool,
    pub date: Date,
    pub span: Span,
}

pub(super) struct Enactor {
    pub versions: Versions,
    pub findings: Vec<Finding>,
    /// Who last touched a provision on a day: the act, its adoption, and where.
    touched: HashMap<(Citation, Date), (ProvisionId, Option<Date>, Span)>,
    pub changed: Vec<Change>,
    /// Instruments by their names.
    instruments: HashMap<Arc<str>, usize>,
    /// What is brought into force by another instrument, in the order of the days.
    pub commencing: Commencements,
}

impl Enactor {
    fn run(&mut self) {
        let mut all = Vec::new();
        let operations = std::mem::take(&mut self.versions.law.operations);
        self.commencing = self.commencements(&operations);
        for operation in operations {
            match (self.dated(&operation), self.awaits(operation.act)) {
                (Some(dated), false) => all.push(dated),
                (dated, true) => all.extend(self.commenced(operation, dated)),
                (None, false) => self
                    .findings
                    .push(trouble::without_date(operation.amendment.span)),
            }
        }
        self.put_off_amendments(&mut all);
        // on one day the act adopted later comes later; within an act the order is that of reading
        all.sort_by_key(|dated| (dated.date, dated.adopted));
        for dated in &all {
            self.carry_out(dated);
            self.apply(dated);
            if self.is_too_much(dated) {
                break;
            }
        }
        self.go_on();
        self.versions.law.operations = all.into_iter().map(|dated| dated.operation).collect();
    }

    /// Whether versions have become too many; that is an error, and no amendment is carried out behind it.
    fn is_too_much(&mut self, dated: &Dated) -> bool {
        let span = dated.operation.amendment.span;
        let finding = if self.versions.weight > MOST_VERSIONS {
            Some(trouble::too_many_versions(span, MOST_VERSIONS))
        } else {
            let beside = self.versions.log.beside.take();
            beside.map(|citation| trouble::too_many_beside(span, &citation, MOST_BESIDE))
        };
        let too_much = finding.is_some();
        self.findings.extend(finding);
        too_much
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

    pub fn dated(&self, operation: &Operation) -> Option<Dated> {
        let law = &self.versions.law;
        let act = law.provision(operation.act)?;
        let begins = act.in_force.from().filter(|_| !act.in_force.is_empty());
        let date = operation.amendment.from.or(begins)?;
        let written = operation
            .amendment
            .assumed
            .as_ref()
            .map(|why| why.text.to_string());
        let of_act = law
            .with_parents(operation.act)
            .find_map(|(_, provision)| provision.assumed.clone());
        let assumed = match operation.amendment.from {
            Some(_) => written,
            None => written.or(of_act),
        };
        // `applies from` of the act itself
        let applies_from = law
            .with_parents(operation.act)
            .find_map(|(_, provision)| Some((provision.applies_from?, provision.span)))
            .map(|(date, span)| Application::From(date, span));
        Some(Dated {
            date,
            assumed,
            applies: law
                .with_parents(operation.act)
                .flat_map(|(_, provision)| provision.applies.iter())
                .filter(|applied| !applied.contrary)
                .map(|applied| applied.application.clone())
                .chain(operation.applies.iter().cloned())
                .chain(applies_from)
                .collect(),
            reaching_back: operation.amendment.reaching_back
                || law
                    .with_parents(operation.act)
                    .any(|(_, provision)| provision.reaching_back),
            adopted: law.instrument_of(operation.act).and_then(|made| made.adopted),
            operation: operation.clone(),
        })
    }

    /// The citation that is written in an amendment.
    pub fn cited(&self, dated: &Dated, written: &CitationText) -> Option<Citation> {
        let law = &self.versions.law;
        let name = written.names.last().or(dated.operation.target.as_ref())?;
        let made = law.instruments.get(*self.instruments.get(&name.text)?)?;
        let jurisdiction = made.jurisdiction.as_ref().map(|name| name.text.clone());
        Some(of_instrument(
            &Citation::instrument(jurisdiction, name.text.clone()),
            written,
        ))
    }

    /// The version that is in force when an amendment takes effect; that there is none is noted.
    pub fn standing(&mut self, dated: &Dated, written: &CitationText) -> Option<ProvisionId> {
        let provision = self.cited(dated, written)?;
        self.standing_at(dated, written, provision)
    }

    /// The same of the innermost provision whose norm or text holds a point, where the point is no provision of its own.
    pub fn standing_around(&mut self, dated: &Dated, written: &CitationText) -> Option<ProvisionId> {
        let mut provision = self.cited(dated, written)?;
        while self.versions.at(&provision, dated.date).is_none() && provision.points.pop().is_some() {}
        self.standing_at(dated, written, provision)
    }

    /// The same of the provision in whose norm a point is lettered.
    pub fn standing_below(&mut self, dated: &Dated, written: &CitationText) -> Option<ProvisionId> {
        let mut provision = self.cited(dated, written)?;
        if self.versions.at(&provision, dated.date).is_none() {
            provision.points.pop();
        }
        self.standing_at(dated, written, provision)
    }

    /// Whether a point is a provision of its own when an amendment takes effect, and none of the points in a norm.
    pub fn is_provision(&self, dated: &Dated, written: &CitationText) -> bool {
        let cited = self.cited(dated, written);
        !written.points.is_empty()
            && cited.is_some_and(|cited| self.versions.at(&cited, dated.date).is_some())
    }

    fn standing_at(
        &mut self,
        dated: &Dated,
        written: &CitationText,
        provision: Citation,
    ) -> Option<ProvisionId> {
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

//! Which amendment made what is in force, and from when on the amendments of some files hold.

use super::load::Library;
use crate::law::{Provision, ProvisionId};
use crate::source::Span;
use crate::syntax::tree::AmendmentKind;
use crate::time::Date;
use std::collections::BTreeSet;

/// An amendment: the provision of the act that makes it, and its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AmendmentBy {
    /// The act.
    pub act: String,
    /// What it says, as `repeal article 38 paragraph 3`.
    pub words: String,
}

impl Library {
    /// The last day on which an act of some files begins to amend; `None` where they amend nothing. Of a bill: the day on
    /// which all of it is in force.
    pub fn amended_by(&self, names: &[&str]) -> Option<Date> {
        let law = &self.inner.program.law;
        let files = self.inner.sources.files();
        let of_bill = |span: crate::source::Span| {
            let file = files.iter().find(|file| file.id() == span.file());
            file.is_some_and(|file| names.contains(&file.name()))
        };
        let begins = law.operations.iter().filter_map(|operation| {
            let from = operation.amendment.from;
            of_bill(operation.amendment.span)
                .then(|| from.or(law.provision(operation.act)?.in_force.from()))
                .flatten()
        });
        begins.max()
    }

    /// The amendment that made the version of a provision that is in force on a date; where none is in force any more, the
    /// amendment that ended the last one. `None` where it stands as it was enacted.
    pub fn amendment_of(&self, citation: &str, date: Date) -> Option<AmendmentBy> {
        let law = &self.inner.program.law;
        let versions = || {
            let all = law.provisions.iter();
            all.filter(|provision| provision.stood.is_none() && provision.citation.to_string() == citation)
        };
        let standing = versions().find(|provision| provision.in_force.contains(date));
        match standing {
            Some(provision) => self.amendment(provision.made_by, provision.made_at),
            None => {
                let ended = |provision: &&Provision| {
                    provision.in_force.until().is_some_and(|until| until < date)
                        && !provision.in_force.is_empty()
                };
                let last = versions()
                    .filter(ended)
                    .max_by_key(|provision| provision.in_force.until())?;
                self.amendment(last.ended.map(|(_, act)| act), last.ended_at)
            }
        }
    }

    /// The amendments that made and ended the versions of a provision until a date, those among them of one day included.
    pub fn amendments_of(&self, citation: &str, date: Date) -> BTreeSet<AmendmentBy> {
        let all = self.inner.program.law.provisions.iter();
        let versions: Vec<&Provision> = all
            .filter(|version| version.stood.is_none() && version.citation.to_string() == citation)
            .collect();
        let begun = |version: &Provision| version.in_force.from().is_some_and(|from| from <= date);
        // what another amendment of the same day replaced was in force at no time, and counts with that
        let overtaken = |version: &Provision| {
            let next = versions.iter();
            let mut next = next.filter(|next| next.made_at.is_some() && next.made_at == version.ended_at);
            version.in_force.is_empty() && next.any(|next| begun(next))
        };
        let mut by = BTreeSet::new();
        for version in &versions {
            if begun(version) || overtaken(version) {
                by.extend(self.amendment(version.made_by, version.made_at));
            }
            if version.in_force.until().is_some_and(|until| until < date) && !version.in_force.is_empty() {
                by.extend(self.amendment(version.ended.map(|(_, act)| act), version.ended_at));
            }
        }
        by
    }

    /// The amendments that set the value of a parameter until a date.
    pub fn amendments_of_parameter(&self, parameter: &str, date: Date) -> BTreeSet<AmendmentBy> {
        let law = &self.inner.program.law;
        let setting = law.operations.iter().filter(|operation| {
            let begins = || law.provision(operation.act)?.in_force.from();
            matches!(&operation.amendment.kind, AmendmentKind::SetParameter { name, .. } if &*name.text == parameter)
                && operation.amendment.from.or_else(begins).is_some_and(|from| from <= date)
        });
        let by = setting
            .filter_map(|operation| self.amendment(Some(operation.act), Some(operation.amendment.span)));
        by.collect()
    }

    fn amendment(&self, act: Option<ProvisionId>, place: Option<Span>) -> Option<AmendmentBy> {
        let act = self.inner.program.law.provision(act?)?;
        let words = self.inner.sources.text(place?);
        Some(AmendmentBy {
            act: act.citation.to_string(),
            words: words.lines().next().unwrap_or_default().trim().to_owned(),
        })
    }
}

//! What stands in each version of a provision beside its text, and the same as rule text.

use super::{Law, Provision, ProvisionId, norm_text};
use crate::source::SourceMap;
use crate::syntax::tree::{CalendarItem, CitationText, CountingItem, Field, Norm};
use std::collections::HashMap;

/// The facts, calendars, counting rules and norms of one version.
#[derive(Debug, Default, Clone)]
pub struct PartsOf<'a> {
    /// Facts declared here.
    pub facts: Vec<&'a Field>,
    /// Calendars.
    pub calendars: Vec<&'a CalendarItem>,
    /// Counting rules.
    pub counting: Vec<&'a CountingItem>,
    /// Norms.
    pub norms: Vec<&'a Norm>,
}

/// The parts of every version, found by its number.
#[derive(Debug, Default)]
pub struct Parts<'a> {
    of: HashMap<ProvisionId, PartsOf<'a>>,
}

impl<'a> Parts<'a> {
    /// The parts of all provisions.
    pub fn of(law: &'a Law) -> Parts<'a> {
        let mut of: HashMap<ProvisionId, PartsOf<'a>> = HashMap::new();
        for (id, field) in &law.facts {
            of.entry(*id).or_default().facts.push(field);
        }
        for (id, made) in &law.calendars {
            if let Some(id) = id {
                of.entry(*id).or_default().calendars.push(made);
            }
        }
        for (id, made) in &law.counting {
            of.entry(*id).or_default().counting.push(made);
        }
        for (id, norm) in &law.norms {
            of.entry(*id).or_default().norms.push(norm);
        }
        Parts { of }
    }

    /// The parts of one version.
    pub fn get(&self, id: ProvisionId) -> PartsOf<'a> {
        self.of.get(&id).cloned().unwrap_or_default()
    }
}

impl PartsOf<'_> {
    /// Calendars, counting rules and norms as rule text, each on its own.
    pub fn rules(&self, sources: &SourceMap) -> Vec<String> {
        let calendars = self.calendars.iter().map(|made| made.span);
        let counting = self.counting.iter().map(|made| made.span);
        let items = calendars
            .chain(counting)
            .map(|span| sources.text(span).to_owned());
        let norms = self.norms.iter().map(|norm| norm_text(norm, sources));
        items.chain(norms).collect()
    }

    /// Everything but texts and sources as rule text: what the provision is about, what it yields to, facts, rules.
    pub fn written(&self, provision: &Provision, sources: &SourceMap) -> Vec<String> {
        let mut items = Vec::new();
        let cited = |all: &[CitationText]| -> Vec<&str> {
            all.iter().map(|citation| sources.text(citation.span)).collect()
        };
        if !provision.matters.is_empty() {
            let names: Vec<&str> = provision.matters.iter().map(|name| &*name.text).collect();
            items.push(format!("in matters of {}", names.join(", ")));
        }
        if !provision.despite.is_empty() {
            items.push(format!("despite {}", cited(&provision.despite).join(", ")));
        }
        if !provision.subject_to.is_empty() {
            items.push(format!("subject to {}", cited(&provision.subject_to).join(", ")));
        }
        if let Some(under) = &provision.under {
            items.push(format!("under {}", sources.text(under.span)));
        }
        for words in &provision.assumptions {
            items.push(format!("assumed {}", sources.text(words.span)));
        }
        for (citation, why) in &provision.not_encoded {
            let place = citation
                .as_ref()
                .map(|citation| format!("{} ", sources.text(citation.span)))
                .unwrap_or_default();
            items.push(format!("not encoded {place}{}", sources.text(why.span)));
        }
        for field in &self.facts {
            items.push(format!("fact {}", sources.text(field.span)));
        }
        items.extend(self.rules(sources));
        items
    }
}

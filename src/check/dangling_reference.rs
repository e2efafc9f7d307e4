//! `dangling-reference`: a provision cites another on days on which that one is not in force.
//!
//! Wrong: `despite article 5`, where article 5 was repealed. Right: an act that repeals article 5 takes the reference away as well.

use crate::finding::Finding;
use crate::law::{Citation, Interval, Law, ProvisionId, find_citation, uncovered};
use crate::resolve::Program;
use crate::source::Span;
use crate::time::Date;
use std::collections::{BTreeMap, HashMap};

/// What is cited at a place, and the days on which what cites it is in force.
#[derive(Default)]
struct Reference {
    cited: Option<Citation>,
    needed: Vec<Interval>,
}

pub fn check(program: &Program) -> Vec<Finding> {
    let law = &program.law;
    let mut references: BTreeMap<Span, Reference> = BTreeMap::new();
    let mut note = |span: Span, cited: Citation, days: Interval| {
        let reference = references.entry(span).or_default();
        reference.cited = Some(Citation {
            points: Vec::new(),
            ..cited
        });
        reference.needed.push(days);
    };
    for (number, provision) in law.provisions.iter().enumerate() {
        let cited = provision.despite.iter().chain(&provision.subject_to);
        for written in cited.chain(provision.under.as_deref()) {
            if let Some(found) = find_citation(law, Some(ProvisionId(number)), written) {
                note(written.span, found, known(law, ProvisionId(number)));
            }
        }
    }
    for norm in &program.norms {
        let days = || program.known(norm);
        for (span, cited) in &norm.cites {
            note(*span, cited.clone(), days());
        }
        // what is asked under one provision alone; inside `as it stood on` that day counts
        for rest in &norm.reads.rests {
            if let Some(cited) = &rest.under {
                let that_day = |date| Interval::new(Some(date), Some(date));
                note(rest.span, cited.clone(), rest.stood.map_or_else(days, that_day));
            }
        }
    }
    if references.is_empty() {
        return Vec::new();
    }
    let standing = Standing::of(law);
    let checked = references.into_iter().filter_map(|(span, reference)| {
        let cited = reference.cited?;
        let missing = uncovered(&reference.needed, &standing.days(&cited));
        let ended = || standing.ended_at(&cited);
        (!missing.is_empty()).then(|| finding(span, &cited, &missing, ended()))
    });
    checked.collect()
}

/// The days on which a version is in force, up to the day until which its instrument is known.
fn known(law: &Law, id: ProvisionId) -> Interval {
    let until = law.instrument_of(id).and_then(|made| made.known_complete);
    let in_force = law.provision(id).map(|provision| provision.in_force);
    in_force.unwrap_or_default().within(&Interval::new(None, until))
}

/// Versions by instrument and article.
struct Standing<'a> {
    law: &'a Law,
    by_article: HashMap<(&'a str, Option<&'a str>), Vec<usize>>,
}

impl<'a> Standing<'a> {
    fn of(law: &'a Law) -> Standing<'a> {
        let mut by_article: HashMap<(&str, Option<&str>), Vec<usize>> = HashMap::new();
        for (number, provision) in law.provisions.iter().enumerate() {
            let citation = &provision.citation;
            let key = (&*citation.instrument, citation.article.as_deref());
            by_article.entry(key).or_default().push(number);
        }
        Standing { law, by_article }
    }

    /// The amendment that ended what stood at a citation.
    fn ended_at(&self, cited: &Citation) -> Option<Span> {
        let key = (&*cited.instrument, cited.article.as_deref());
        let found = self.by_article.get(&key).into_iter().flatten();
        let ended = found
            .filter_map(|number| self.law.provisions.get(*number))
            .filter(|provision| provision.citation == *cited && provision.in_force.until().is_some());
        ended.max_by_key(|provision| provision.in_force.until())?.ended_at
    }

    /// The days on which something stands at a citation. A paragraph may stand in the norm of its article.
    fn days(&self, cited: &Citation) -> Vec<Interval> {
        let key = (&*cited.instrument, cited.article.as_deref());
        let found = self.by_article.get(&key).into_iter().flatten();
        let provisions = found.filter_map(|number| self.law.provisions.get(*number));
        let parts = provisions.clone().any(|provision| provision.citation == *cited);
        provisions
            .filter(|provision| !parts || cited.covers(&provision.citation))
            .map(|provision| provision.in_force)
            .filter(|days| !days.is_empty())
            .collect()
    }
}

fn finding(span: Span, cited: &Citation, missing: &[Interval], ended_at: Option<Span>) -> Finding {
    let days: Vec<String> = missing.iter().map(Interval::to_string).collect();
    let ended: Option<Date> = missing.first().and_then(Interval::from);
    let help = match ended {
        Some(date) => format!(
            "an act that ends {cited} on {date} takes this reference away as well: `change norm of` this provision, or `replace` it"
        ),
        None => format!("cite what stood before {cited} did, or let this provision begin later"),
    };
    let finding = Finding::warning(
        "dangling-reference",
        span,
        format!("{} nothing is in force at {cited}", days.join(" and ")),
    )
    .label("cites nothing then")
    .help(help);
    match ended_at {
        Some(place) => finding.related(place, "ended here"),
        None => finding,
    }
}

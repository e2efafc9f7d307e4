//! Citations as written to citations of the law.

use super::resolver::Resolver;
use super::trouble;
use crate::finding::nearest;
use crate::law::{Citation, Law, ProvisionId, find_citation};
use crate::source::Span;
use crate::syntax::tree::CitationText;
use std::sync::Arc;

/// Whether some version of something stands at a citation. A lettered point may stand in a norm, so its
/// provision is enough.
pub fn known_provision(law: &Law, citation: &Citation) -> bool {
    let provision = Citation {
        points: Vec::new(),
        ..citation.clone()
    };
    let stood = |known: &&crate::law::Provision| !known.in_force.is_empty();
    law.provisions.iter().filter(stood).any(|known| {
        provision.covers(&known.citation)
            || (known.citation.covers(&provision)
                && known.citation.article == provision.article
                && known.citation.paragraph == provision.paragraph)
    })
}

impl Resolver {
    /// A citation in a provision; one that cites nothing is noted.
    pub fn citation(&mut self, from: ProvisionId, written: &CitationText) -> Option<Citation> {
        self.checked(Some(from), written)
    }

    /// A citation outside any provision, which must name its instrument.
    pub fn citation_anywhere(&mut self, written: &CitationText) -> Option<Citation> {
        self.checked(None, written)
    }

    fn checked(&mut self, from: Option<ProvisionId>, written: &CitationText) -> Option<Citation> {
        self.passing = true;
        let Some(cited) = find_citation(&self.program.law, from, written) else {
            self.unknown_instrument(written);
            return None;
        };
        let article = (cited.instrument.clone(), cited.article.clone());
        let provisions = &self.program.law.provisions;
        let articles = self.articles.get_or_init(|| {
            let cited = provisions.iter().map(|provision| &provision.citation);
            cited
                .map(|cited| (cited.instrument.clone(), cited.article.clone()))
                .collect()
        });
        if articles.contains(&article)
            && (cited.paragraph.is_none() || known_provision(&self.program.law, &cited))
        {
            self.program.cited.push((written.span, cited.clone()));
            return Some(cited);
        }
        let near = self.near_article(&cited);
        self.note(trouble::unknown_citation(
            written.span,
            &cited.to_string(),
            near.as_deref(),
        ));
        None
    }

    fn unknown_instrument(&mut self, written: &CitationText) {
        let known: Vec<Arc<str>> = self
            .program
            .law
            .instruments
            .iter()
            .map(|made| made.name.text.clone())
            .collect();
        match written.names.last() {
            Some(name) => {
                let near = self.near(&name.text, &known);
                let near = near.map(|near| format!("`{near}`"));
                self.note(trouble::unknown_citation(
                    name.span,
                    &format!("`{}`", name.text),
                    near.as_deref(),
                ));
            }
            None => self.note(trouble::unknown_citation(
                written.span,
                "this place",
                Some("the instrument as well, as in `CCP article 10`"),
            )),
        }
    }

    fn near_article(&mut self, cited: &Citation) -> Option<String> {
        self.suggestions += 1;
        if self.suggestions > self.limits.findings {
            return None;
        }
        let wanted = cited.to_string();
        let known: Vec<String> = self
            .program
            .law
            .provisions
            .iter()
            .filter(|provision| {
                provision.citation.instrument == cited.instrument && provision.citation.article.is_some()
            })
            .map(|provision| provision.citation.to_string())
            .collect();
        nearest(&wanted, known.iter().map(String::as_str)).map(str::to_owned)
    }

    /// `despite`, `subject to`, `not encoded` and `under` of whole provisions.
    pub fn check_provision_citations(&mut self) {
        let mut all = Vec::new();
        let mut under = Vec::new();
        for (number, provision) in self.program.law.provisions.iter().enumerate() {
            let from = ProvisionId(number);
            let cited = provision.despite.iter().chain(&provision.subject_to);
            all.extend(
                cited
                    .chain(provision.under.as_deref())
                    .map(|written| (from, written.clone())),
            );
            under.extend(provision.under.iter().map(|written| (from, (**written).clone())));
        }
        for (from, written) in &all {
            self.citation(*from, written);
        }
        self.check_under(&under);
    }

    /// A provision `under` another must define something that the other delegates.
    fn check_under(&mut self, under: &[(ProvisionId, CitationText)]) {
        let mut wrong: Vec<Span> = Vec::new();
        for (from, written) in under {
            let Some(cited) = find_citation(&self.program.law, Some(*from), written) else {
                continue;
            };
            let carries_out = self.program.norms.iter().any(|norm| {
                let inside = self
                    .program
                    .law
                    .with_parents(norm.provision)
                    .any(|(id, _)| id == *from);
                inside
                    && match &norm.kind {
                        super::resolved_norm::Kind::Definition(id, _) => self
                            .program
                            .definitions
                            .get(id.0)
                            .and_then(|made| made.delegated.as_ref())
                            .is_some_and(|(_, by)| cited.covers(by) || by.covers(&cited)),
                        _ => false,
                    }
            });
            if !carries_out {
                wrong.push(written.span);
            }
        }
        for span in wrong {
            self.note(trouble::under_what(span));
        }
    }
}

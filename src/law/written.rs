//! Citations as written to citations of the law.

use super::{Citation, Law, ProvisionId};
use crate::syntax::tree::CitationText;

/// A citation as it is written in a provision: what it leaves out is taken from there.
pub fn find_citation(law: &Law, from: Option<ProvisionId>, written: &CitationText) -> Option<Citation> {
    let here = from
        .and_then(|id| law.provision(id))
        .map(|provision| &provision.citation);
    let instrument = match written.names.as_slice() {
        [] => None,
        [name] | [_, name] => Some(name.text.clone()),
        _ => return None,
    };
    let mut cited = match &instrument {
        None => {
            let here = here?;
            Citation::instrument(here.jurisdiction.clone(), here.instrument.clone())
        }
        Some(name) => {
            let declared = law.instruments.iter().find(|made| made.name.text == *name)?;
            Citation::instrument(
                declared.jurisdiction.as_ref().map(|name| name.text.clone()),
                name.clone(),
            )
        }
    };
    match (&written.article, &instrument) {
        (Some(article), _) => cited = cited.with_article(article.text.clone()),
        (None, None) => cited.article = here.and_then(|here| here.article.clone()),
        (None, Some(_)) => {}
    }
    if let Some(paragraph) = &written.paragraph {
        cited = cited.with_paragraph(paragraph.text.clone());
    }
    for point in &written.points {
        cited = cited.with_point(point.text.clone());
    }
    Some(cited)
}

//! `despite-higher-rank`: a provision says that it prevails over one of a higher rank.
//!
//! Wrong: an order with `despite CCP article 10`. Right: the code says `subject to ORDER_1 article 2`, if it
//! does.

use crate::finding::Finding;
use crate::law::find_citation;
use crate::law::{ProvisionId, kind_word, rank};
use crate::resolve::Program;

pub fn check(program: &Program) -> Vec<Finding> {
    let law = &program.law;
    let mut findings = Vec::new();
    for (number, provision) in law.provisions.iter().enumerate() {
        let id = ProvisionId(number);
        let Some(own) = law.instruments.get(provision.instrument.0) else {
            continue;
        };
        for written in &provision.despite {
            let other = find_citation(law, Some(id), written).and_then(|cited| {
                law.instruments
                    .iter()
                    .find(|made| made.name.text == cited.instrument)
            });
            if let Some(other) = other.filter(|other| rank(other.kind) < rank(own.kind)) {
                findings.push(
                    Finding::warning(
                        "despite-higher-rank",
                        written.span,
                        format!(
                            "this {} says that it prevails over a {}",
                            kind_word(own.kind),
                            kind_word(other.kind)
                        ),
                    )
                    .label("of a higher rank")
                    .help(
                        "an instrument of lower rank prevails only where the higher one says `subject to` it",
                    ),
                );
            }
        }
    }
    findings
}

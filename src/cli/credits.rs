//! Which amendments a change of an answer goes back to.

use crate::explain::{Answer, WhyNode};
use crate::library::{AmendmentBy, Library};
use crate::time::Date;
use std::collections::BTreeSet;

/// Two states of the law that are compared, each at a date (that of the case, where none is given).
pub struct Compared {
    /// The law before.
    pub before: (Library, Option<Date>),
    /// The law after.
    pub after: (Library, Option<Date>),
}

/// The amendments to which a change goes back: of all that either answer rests on, those that one of the two laws knows of
/// until its date and the other does not.
pub fn amendments(compared: &Compared, old: &Answer, new: &Answer) -> BTreeSet<AmendmentBy> {
    let mut rests = Rests::default();
    for answer in [old, new] {
        let cited = answer.because().iter();
        rests.provisions.extend(cited.map(|cited| cited.citation.clone()));
        for node in answer.why() {
            rests.look(node);
        }
    }
    let known = |(library, date): &(Library, Option<Date>)| -> BTreeSet<AmendmentBy> {
        let Some(date) = *date else {
            return BTreeSet::new();
        };
        let provisions = rests.provisions.iter();
        let of_provisions = provisions.flat_map(|citation| library.amendments_of(citation, date));
        let parameters = rests.parameters.iter();
        let of_parameters = parameters.flat_map(|name| library.amendments_of_parameter(name, date));
        of_provisions.chain(of_parameters).collect()
    };
    let (before, after) = (known(&compared.before), known(&compared.after));
    after.symmetric_difference(&before).cloned().collect()
}

/// The provisions and parameters that answers rest on.
#[derive(Default)]
struct Rests {
    provisions: BTreeSet<String>,
    parameters: BTreeSet<String>,
}

impl Rests {
    fn look(&mut self, node: &WhyNode) {
        self.provisions.extend(node.citation.clone());
        if node.kind == "parameter" {
            let name = node.words.split(':').next();
            self.parameters.extend(name.map(str::to_owned));
        }
        for inner in &node.because {
            self.look(inner);
        }
    }
}

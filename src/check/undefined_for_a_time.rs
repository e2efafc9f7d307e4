//! `undefined-for-a-time`: a norm uses a name on days on which no provision in force defines it.
//!
//! Wrong: `define gravity` in an article in force from 2011, used in one from 1998. Right: the article that defined it before.

use crate::finding::Finding;
use crate::law::{Interval, uncovered};
use crate::resolve::{DefinitionId, Kind, Program, Subject};
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};

pub fn check(program: &Program) -> Vec<Finding> {
    let mut defined: HashMap<DefinitionId, Vec<Interval>> = HashMap::new();
    for norm in &program.norms {
        if let Kind::Definition(id, _) = &norm.kind {
            defined.entry(*id).or_default().push(program.in_force(norm));
        }
    }
    let mut used: BTreeMap<(Span, usize), Vec<Interval>> = BTreeMap::new();
    for norm in program.norms.iter().filter(|norm| !norm.reads.rests.is_empty()) {
        let days = program.known(norm);
        if days.is_empty() {
            continue;
        }
        for rest in &norm.reads.rests {
            if let Subject::Definition(id) = rest.on {
                let that_day = |date| Interval::new(Some(date), Some(date));
                let days = rest.stood.map_or(days, that_day);
                used.entry((rest.span, id.0)).or_default().push(days);
            }
        }
    }
    let found = used.into_iter().filter_map(|((span, number), needed)| {
        let missing = uncovered(&needed, defined.get(&DefinitionId(number))?);
        let name = &program.definitions.get(number)?.name;
        (!missing.is_empty()).then(|| finding(span, name, &missing))
    });
    found.collect()
}

fn finding(span: Span, name: &crate::syntax::tree::Name, missing: &[Interval]) -> Finding {
    let days: Vec<String> = missing.iter().map(Interval::to_string).collect();
    Finding::warning(
        "undefined-for-a-time",
        span,
        format!(
            "{} no provision in force defines `{}`, which is used here",
            days.join(" and "),
            name.text
        ),
    )
    .label("says nothing then")
    .related(name.span, "defined here, for other days")
    .help("write the provision that defined it on those days, or let what uses it begin and end with it")
}

//! `confusable-name`: a name that mixes scripts, or that looks like another one.
//!
//! Wrong: `suspеct` with a Cyrillic `е` beside `suspect`. Right: one script in one name.

use crate::finding::Finding;
use crate::resolve::Program;
use crate::syntax::tree::Name;
use std::collections::HashMap;
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

pub fn check(program: &Program) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: HashMap<String, &Name> = HashMap::new();
    for name in declared(program) {
        if !name.text.as_ref().is_single_script() {
            findings.push(
                Finding::warning(
                    "confusable-name",
                    name.span,
                    format!("`{}` mixes letters of different scripts", name.text),
                )
                .label("letters of more than one script")
                .help("write the name in one script; a Cyrillic letter often looks like a Latin one"),
            );
        }
        let looks: String = skeleton(&name.text).collect();
        match seen.get(&looks) {
            Some(other) if other.text != name.text => findings.push(
                Finding::warning(
                    "confusable-name",
                    name.span,
                    format!("`{}` looks like another name", name.text),
                )
                .label("looks the same, but is another name")
                .related(other.span, "the other one")
                .help("give one of them a name that the eye can tell apart"),
            ),
            Some(_) => {}
            None => {
                seen.insert(looks, name);
            }
        }
    }
    findings
}

fn declared(program: &Program) -> Vec<&Name> {
    let mut names: Vec<&Name> = Vec::new();
    for made in &program.enums {
        names.push(&made.name);
        names.extend(made.values.iter().map(|(name, _, _)| name));
    }
    for shape in program.records.iter().chain(&program.matters) {
        names.push(&shape.name);
        names.extend(shape.slots.iter().map(|slot| &slot.name));
    }
    names.extend(program.parameters.iter().map(|made| &made.name));
    names.extend(program.actions.iter().map(|made| &made.name));
    names.extend(program.definitions.iter().map(|made| &made.name));
    names.extend(program.law.roles.iter().map(|(name, _)| name));
    names
}

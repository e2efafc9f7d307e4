//! The paths of facts, and what may be stated of each.

use crate::resolve::{Base, Program};

/// How deep records are looked into.
const DEPTH: usize = 6;

/// The paths at and below a fact, each with the values that can be listed: of an enum, yes and no.
pub fn paths_below(program: &Program, path: &str, base: &Base) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut open = vec![(path.to_owned(), base.clone(), 0)];
    while let Some((path, base, depth)) = open.pop() {
        match &base {
            Base::Record(id) => {
                let slots = program
                    .record(*id)
                    .map(|record| record.slots.as_slice())
                    .unwrap_or(&[]);
                if depth < DEPTH {
                    open.extend(slots.iter().rev().map(|slot| {
                        (
                            format!("{path}.{}", slot.name.text),
                            slot.ty.base.clone(),
                            depth + 1,
                        )
                    }));
                }
            }
            Base::Enum(id) => {
                let values = program
                    .enum_type(*id)
                    .map(|made| made.values.as_slice())
                    .unwrap_or(&[]);
                let names = values.iter().map(|(name, _, _)| name.text.to_string());
                found.push((path, names.collect()));
            }
            Base::Truth => found.push((path, vec!["yes".to_owned(), "no".to_owned()])),
            _ => found.push((path, vec!["none".to_owned()])),
        }
    }
    found
}

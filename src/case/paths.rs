//! The paths of facts, and what may be stated of each.

use crate::resolve::{Base, Program, Type};

/// How deep records are looked into.
const DEPTH: usize = 6;

/// The paths at and below a fact, each with the values that can be listed: of an enum, yes and no, none where it may be.
pub fn paths_below(program: &Program, path: &str, ty: &Type) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut open = vec![(path.to_owned(), ty.clone(), 0)];
    while let Some((path, ty, depth)) = open.pop() {
        let mut values: Vec<String> = match &ty.base {
            Base::Record(id) => {
                let slots = program
                    .record(*id)
                    .map(|record| record.slots.as_slice())
                    .unwrap_or(&[]);
                if depth < DEPTH {
                    open.extend(
                        slots
                            .iter()
                            .rev()
                            .map(|slot| (format!("{path}.{}", slot.name.text), slot.ty.clone(), depth + 1)),
                    );
                }
                continue;
            }
            Base::Enum(id) => {
                let made = program.enum_type(*id);
                let values = made.map(|made| made.values.as_slice()).unwrap_or(&[]);
                values.iter().map(|(name, _, _)| name.text.to_string()).collect()
            }
            Base::Truth => vec!["yes".to_owned(), "no".to_owned()],
            _ => Vec::new(),
        };
        if ty.optional {
            values.push("none".to_owned());
        }
        found.push((path, values));
    }
    found
}

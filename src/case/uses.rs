//! The names that a scenario uses, each with the place where it is declared.

use crate::resolve::{Base, EnumType, Program, Shape};
use crate::source::Span;
use crate::syntax::tree::{FactPath, GivenValue, Literal, Name, PathStep, Scenario};

/// Where names are used: the place of the use, and the place of the name that is declared.
pub fn names_used(program: &Program, scenario: &Scenario) -> Vec<(Span, Span)> {
    let Some(shape) = program
        .matter_named(&scenario.matter.text)
        .and_then(|id| program.matter(id))
    else {
        return Vec::new();
    };
    let mut uses = vec![(scenario.matter.span, shape.name.span)];
    for given in &scenario.given {
        let base = path(program, shape, &given.path, &mut uses);
        value(program, base.as_ref(), &given.value, &mut uses);
    }
    for reading in &scenario.readings {
        let declared = program
            .readings
            .iter()
            .find(|made| made.name.text == reading.text);
        uses.extend(declared.map(|made| (reading.span, made.name.span)));
    }
    for expected in &scenario.expect {
        if let Some(name) = expected.question.names.first() {
            uses.extend(question(program, shape, name).map(|declared| (name.span, declared)));
        }
        for wanted in expected.wanting.iter().flat_map(|wanting| &wanting.facts) {
            path(program, shape, wanted, &mut uses);
        }
    }
    uses
}

/// Where what is asked is declared: an action, a definition or a fact.
fn question(program: &Program, shape: &Shape, name: &Name) -> Option<Span> {
    let action = program.actions.iter().find(|action| {
        let of = program.matter(action.matter).map(|matter| matter.name.span);
        action.name.text == name.text && of == Some(shape.name.span)
    });
    let defined = shape.definitions.get(&name.text);
    let defined = defined.and_then(|id| program.definitions.get(id.0));
    action
        .map(|made| made.name.span)
        .or(defined.map(|made| made.name.span))
        .or_else(|| slot(shape, name).map(|(declared, _)| declared))
}

fn slot<'a>(shape: &'a Shape, name: &Name) -> Option<(Span, &'a Base)> {
    let slot = shape.slots.get(*shape.by_name.get(&name.text)?)?;
    Some((slot.name.span, &slot.ty.base))
}

/// Notes the names of a path; what lies at its end.
fn path(program: &Program, shape: &Shape, path: &FactPath, uses: &mut Vec<(Span, Span)>) -> Option<Base> {
    let mut at = shape;
    let mut base = None;
    for step in &path.steps {
        let PathStep::Name(name) = step else { continue };
        let (declared, found) = slot(at, name)?;
        uses.push((name.span, declared));
        if let Some(record) = record_of(program, found) {
            at = record;
        }
        base = Some(found.clone());
    }
    base
}

fn record_of<'a>(program: &'a Program, base: &Base) -> Option<&'a Shape> {
    match base {
        Base::Record(id) => program.record(*id),
        Base::List(of) => record_of(program, of),
        _ => None,
    }
}

fn enum_of<'a>(program: &'a Program, base: &Base) -> Option<&'a EnumType> {
    match base {
        Base::Enum(id) => program.enum_type(*id),
        Base::List(of) => enum_of(program, of),
        _ => None,
    }
}

fn value(program: &Program, base: Option<&Base>, given: &GivenValue, uses: &mut Vec<(Span, Span)>) {
    match given {
        GivenValue::Plain(Literal::Name(name), _) => {
            let made = base.and_then(|base| enum_of(program, base));
            let declared =
                made.and_then(|made| made.values.iter().find(|(value, _, _)| value.text == name.text));
            uses.extend(declared.map(|(value, _, _)| (name.span, value.span)));
        }
        GivenValue::Plain(..) | GivenValue::Period(..) => {}
        GivenValue::List(values, _) => values.iter().for_each(|one| value(program, base, one, uses)),
        GivenValue::Record(fields, _) => {
            let Some(record) = base.and_then(|base| record_of(program, base)) else {
                return;
            };
            for (name, given) in fields {
                let found = slot(record, name);
                uses.extend(found.map(|(declared, _)| (name.span, declared)));
                value(program, found.map(|(_, base)| base), given, uses);
            }
        }
    }
}

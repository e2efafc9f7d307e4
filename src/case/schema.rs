//! JSON Schema of a case of one matter.

use crate::resolve::{Base, MatterId, Program, Shape, Slot, Type};
use crate::time::DurationKind;
use crate::value::country_codes;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The JSON Schema (draft 2020-12) of a case of a matter.
pub fn json_schema(program: &Program, matter: MatterId) -> Value {
    let Some(shape) = program.matter(matter) else {
        return Value::Null;
    };
    let mut records = BTreeSet::new();
    let mut facts = properties(program, shape, &mut records);
    for parameter in program
        .parameters
        .iter()
        .filter(|parameter| parameter.values.is_empty())
    {
        let schema = typed(program, &parameter.ty, &mut records);
        facts.insert(
            parameter.name.text.to_string(),
            titled(schema, parameter.labels.pick("en")),
        );
    }
    let mut definitions = Map::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    while let Some(id) = records.iter().copied().find(|id| !done.contains(id)) {
        done.insert(id);
        if let Some(record) = program.records.get(id) {
            let properties = properties(program, record, &mut records);
            let schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
            definitions.insert(
                record.name.text.to_string(),
                titled(schema, record.labels.pick("en")),
            );
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": shape.labels.pick("en").unwrap_or(&shape.name.text),
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "matter": { "const": &*shape.name.text },
            "on": { "type": "string", "format": "date", "title": "date of the law" },
            "at": { "type": "string", "title": "moment of assessment" },
            "zone": { "type": "string", "title": "region or time zone in which local times are read" },
            "facts": { "type": "object", "additionalProperties": false, "properties": facts },
        },
        "required": ["matter", "facts"],
        "$defs": definitions,
    })
}

fn properties(program: &Program, shape: &Shape, records: &mut BTreeSet<usize>) -> Map<String, Value> {
    shape
        .slots
        .iter()
        .map(|slot| (slot.name.text.to_string(), property(program, slot, records)))
        .collect()
}

fn property(program: &Program, slot: &Slot, records: &mut BTreeSet<usize>) -> Value {
    titled(typed(program, &slot.ty, records), slot.labels.pick("en"))
}

fn titled(mut schema: Value, title: Option<&str>) -> Value {
    if let (Some(object), Some(title)) = (schema.as_object_mut(), title) {
        object.insert("title".into(), title.into());
    }
    schema
}

fn typed(program: &Program, ty: &Type, records: &mut BTreeSet<usize>) -> Value {
    let schema = base(program, &ty.base, records);
    if ty.optional {
        json!({ "anyOf": [schema, { "type": "null" }] })
    } else {
        schema
    }
}

fn base(program: &Program, base_type: &Base, records: &mut BTreeSet<usize>) -> Value {
    match base_type {
        Base::Wrong => json!({}),
        Base::Truth => json!({ "type": "boolean" }),
        Base::Number => json!({ "type": ["number", "string"] }),
        Base::Money(currency) => json!({ "type": "string", "pattern": format!("^-?[0-9.]+ {currency}$") }),
        Base::Duration(kind, _) => {
            json!({ "type": "string", "description": format!("a duration in {}", kind.words()),
            "examples": [match kind {
                DurationKind::Clock => "PT72H", DurationKind::Days => "P10D",
                DurationKind::WorkingDays => "10 working days", DurationKind::Calendar => "P5Y6M",
            }] })
        }
        Base::Date => json!({ "type": "string", "format": "date" }),
        Base::Moment => json!({ "type": "string", "examples": ["2012-06-01T10:15:00+06:00"] }),
        Base::TimeOfDay => json!({ "type": "string", "examples": ["09:00"] }),
        Base::Periods => json!({ "type": "array", "items": {
            "type": "object", "additionalProperties": false,
            "properties": {
                "from": { "type": "string", "format": "date" },
                "until": { "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }] },
            },
            "required": ["from", "until"],
        } }),
        Base::Text => json!({ "type": "string" }),
        Base::Country => json!({ "enum": country_codes().collect::<Vec<_>>() }),
        Base::Enum(id) => {
            let values = program
                .enum_type(*id)
                .map(|made| made.values.as_slice())
                .unwrap_or(&[]);
            json!({ "enum": values.iter().map(|(name, _, _)| name.text.to_string()).collect::<Vec<_>>() })
        }
        Base::Record(id) => {
            records.insert(id.0);
            let name = program
                .record(*id)
                .map(|record| record.name.text.to_string())
                .unwrap_or_default();
            json!({ "$ref": format!("#/$defs/{name}") })
        }
        Base::List(of) => json!({ "type": "array", "items": base(program, of, records) }),
    }
}

//! Enums, records, matters, actions, facts, parameters.

use super::{Node, Notes, citation, labels, literal, path, text};
use crate::finding::Finding;
use crate::syntax::parse::Rule;
use crate::syntax::tree::{
    DatedValue, EnumItem, EnumValue, Field, Interpretation, Item, Jurisdiction, Literal, Matter, Name,
    Parameter, Presumed, ReadingWay, Record, RegionZone, TypeName, TypeWord,
};

pub fn jurisdiction(node: &Node<'_>) -> Option<Item> {
    let mut zone = None;
    let mut regions = Vec::new();
    for clause in node.all(Rule::zone_clause) {
        let named = text(&clause.child(Rule::string)?)?;
        match clause.child(Rule::name) {
            Some(name) => regions.push(RegionZone {
                name: name.name(),
                labels: labels(&clause),
                zone: named,
            }),
            None => zone = zone.or(Some(named)),
        }
    }
    Some(Item::Jurisdiction(Box::new(Jurisdiction {
        name: node.child(Rule::name)?.name(),
        labels: labels(node),
        zone,
        regions,
    })))
}

pub fn enum_item(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    let values: Vec<EnumValue> = node
        .all(Rule::enum_value)
        .filter_map(|value| enum_value(&value))
        .collect();
    notes.check_operands(values.len(), node.span());
    let signs: Vec<Node<'_>> = node.all(Rule::enum_separator).collect();
    let ordered = signs.first().is_some_and(|sign| sign.text().trim() == "<");
    if let Some(odd) = signs.iter().find(|sign| (sign.text().trim() == "<") != ordered) {
        let first = if ordered { "<" } else { "," };
        notes.note(
            Finding::error(
                "mixed-enum-order",
                odd.span(),
                "this enum is ordered in one place and not in another",
            )
            .label(format!("the first values are separated by `{first}`"))
            .help("write `<` between all values if they have an order, else `,` between all"),
        );
    }
    Some(Item::Enum(Box::new(EnumItem {
        name: node.child(Rule::name)?.name(),
        labels: labels(node),
        values,
        ordered,
    })))
}

/// `interpretation NAME "question": a "...", b "..." by default`.
pub fn interpretation(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    let ways = node.all(Rule::reading_way);
    let readings: Vec<ReadingWay> = ways
        .filter_map(|way| {
            Some(ReadingWay {
                name: way.child(Rule::name)?.name(),
                labels: labels(&way),
                by_default: way.child(Rule::by_default).is_some(),
            })
        })
        .collect();
    notes.check_operands(readings.len(), node.span());
    Some(Item::Interpretation(Box::new(Interpretation {
        name: node.child(Rule::name)?.name(),
        labels: labels(node),
        readings,
    })))
}

fn enum_value(node: &Node<'_>) -> Option<EnumValue> {
    let mut names = node.all(Rule::name).map(|name| name.name());
    Some(EnumValue {
        name: names.next()?,
        kind: names.next(),
        labels: labels(node),
    })
}

fn fields(node: &Node<'_>, notes: &mut Notes) -> Vec<Field> {
    let fields: Vec<Field> = node
        .all(Rule::field)
        .filter_map(|part| field(&part, notes))
        .collect();
    notes.check_operands(fields.len(), node.span());
    fields
}

pub fn record(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    Some(Item::Record(Box::new(Record {
        name: node.child(Rule::name)?.name(),
        labels: labels(node),
        fields: fields(node, notes),
    })))
}

pub fn matter(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    Some(Item::Matter(Box::new(Matter {
        name: node.child(Rule::name)?.name(),
        labels: labels(node),
        facts: fields(node, notes),
        governed_by: node
            .child(Rule::governed)
            .and_then(|part| part.child(Rule::path))
            .map(|part| path(&part)),
        counted_by: named(node, Rule::counted_by),
        worked_by: named(node, Rule::worked_by),
    })))
}

fn named(node: &Node<'_>, rule: Rule) -> Option<Name> {
    let name = node.child(rule)?.child(Rule::name)?;
    Some(name.name())
}

pub fn action(node: &Node<'_>) -> Option<Item> {
    let mut names = node.all(Rule::name).map(|name| name.name());
    Some(Item::Action {
        name: names.next()?,
        matter: names.next()?,
        labels: labels(node),
    })
}

pub fn field(node: &Node<'_>, notes: &mut Notes) -> Option<Field> {
    Some(Field {
        name: node.child(Rule::name)?.name(),
        type_name: type_name(&node.child(Rule::type_of)?)?,
        labels: labels(node),
        judged_by: node
            .child(Rule::judged)
            .and_then(|part| part.child(Rule::name))
            .map(|name| name.name()),
        presumed: node.child(Rule::presumed).and_then(|part| presumed(&part, notes)),
        span: node.span(),
    })
}

fn presumed(node: &Node<'_>, notes: &mut Notes) -> Option<Presumed> {
    let value = node.first()?;
    Some(Presumed {
        value: literal::token(&value, notes)?,
        span: value.span(),
        citation: citation(&node.child(Rule::citation)?),
    })
}

pub fn type_name(node: &Node<'_>) -> Option<TypeName> {
    let span = node.span();
    let inner = node.first()?;
    if inner.rule() == Rule::list_type {
        let name = inner.child(Rule::name)?.name();
        let word = TypeWord::Named {
            name,
            to_the_minute: false,
            unit: None,
            currency: None,
        };
        return Some(TypeName {
            word,
            list: true,
            or_none: false,
            span,
        });
    }
    let words = inner.child(Rule::type_words)?;
    let word = match words.child(Rule::name) {
        None if words.child(Rule::time_of_day_type).is_some() => TypeWord::TimeOfDay,
        None => TypeWord::YesNo,
        Some(name) => TypeWord::Named {
            name: name.name(),
            to_the_minute: words.child(Rule::to_the_minute).is_some(),
            unit: inner
                .child(Rule::type_unit)
                .map(|unit| unit.text().split_whitespace().collect::<Vec<_>>().join(" ")),
            currency: inner.child(Rule::currency).map(|code| code.name()),
        },
    };
    Some(TypeName {
        word,
        list: false,
        or_none: inner.child(Rule::or_none).is_some(),
        span,
    })
}

pub fn parameter(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    let values: Vec<DatedValue> = node
        .all(Rule::dated_value)
        .filter_map(|part| dated_value(&part, notes))
        .collect();
    notes.check_operands(values.len(), node.span());
    Some(Item::Parameter(Box::new(Parameter {
        name: node.child(Rule::name)?.name(),
        type_name: type_name(&node.child(Rule::type_of)?)?,
        labels: labels(node),
        values,
    })))
}

fn dated_value(node: &Node<'_>, notes: &mut Notes) -> Option<DatedValue> {
    let written = node.child(Rule::literal)?;
    let value: Literal = literal::signed(&written, notes)?;
    let mut dates = node.all(Rule::date);
    let from = literal::date(&dates.next()?, notes)?;
    let until = match dates.next() {
        Some(date) => Some(literal::date(&date, notes)?),
        None => None,
    };
    Some(DatedValue {
        value,
        value_span: written.span(),
        from,
        until,
        note: node.child(Rule::string).and_then(|part| text(&part)),
        span: node.span(),
    })
}

//! Scenarios.

use super::{Node, Notes, citations, literal, path, source, text};
use crate::finding::Finding;
use crate::syntax::parse::Rule;
use crate::syntax::tree::{
    Assignment, Expectation, Expected, FactPath, GivenValue, Name, PathStep, Scenario, Source, Text, Wanting,
};
use crate::time::Date;

/// A whole scenario.
pub fn scenario(node: &Node<'_>, notes: &mut Notes) -> Option<Scenario> {
    let inner = node.child(Rule::scenario)?;
    let given = inner.child(Rule::given)?;
    let mut facts = Vec::new();
    for written in given.all(Rule::assignment) {
        facts.push(Assignment {
            path: fact_path(&written.child(Rule::fact_path)?, notes)?,
            value: given_value(&written.child(Rule::given_value)?, notes)?,
        });
    }
    let mut expect = Vec::new();
    for written in inner
        .child(Rule::expect)
        .iter()
        .flat_map(|part| part.all(Rule::expectation).collect::<Vec<_>>())
    {
        expect.push(expectation(&written, notes)?);
    }
    let head = head(&inner, notes);
    Some(Scenario {
        title: text(&inner.child(Rule::string)?)?,
        source: head.source,
        law_on: head.law_on,
        assessed_at: head.assessed_at,
        zone: head.zone,
        readings: head.readings,
        matter: given.child(Rule::name)?.name(),
        given: facts,
        expect,
    })
}

#[derive(Default)]
struct Head {
    source: Option<Source>,
    law_on: Option<Date>,
    assessed_at: Option<Text>,
    zone: Option<Text>,
    readings: Vec<Name>,
}

fn head(node: &Node<'_>, notes: &mut Notes) -> Head {
    let mut head = Head::default();
    for clause in node
        .all(Rule::scenario_clause)
        .filter_map(|clause| clause.first())
    {
        match clause.rule() {
            Rule::case_source => head.source = source(&clause),
            Rule::law_on => {
                head.law_on = clause
                    .child(Rule::date)
                    .and_then(|date| literal::date(&date, notes))
            }
            Rule::read_as => head
                .readings
                .extend(clause.all(Rule::name).map(|name| name.name())),
            Rule::in_zone => head.zone = clause.child(Rule::string).and_then(|part| text(&part)),
            _ => head.assessed_at = moment_text(&clause),
        }
    }
    head
}

fn moment_text(node: &Node<'_>) -> Option<Text> {
    let written = node
        .children()
        .find(|child| matches!(child.rule(), Rule::moment | Rule::date | Rule::k_none))?;
    Some(Text {
        text: written.text().trim().into(),
        span: written.span(),
    })
}

fn fact_path(node: &Node<'_>, notes: &mut Notes) -> Option<FactPath> {
    let mut steps = Vec::new();
    for part in node.children() {
        steps.push(match part.rule() {
            Rule::name => PathStep::Name(part.name()),
            _ => match part.first()?.text().parse::<usize>() {
                Ok(number) if number >= 1 => PathStep::Index(number),
                Ok(_) | Err(_) => {
                    notes.note(
                        Finding::error(
                            "element-number",
                            part.span(),
                            "elements of a list are counted from 1",
                        )
                        .label("no such element")
                        .help("the first element is `[1]`"),
                    );
                    return None;
                }
            },
        });
    }
    notes.check_depth(steps.len(), node.span());
    Some(FactPath {
        steps,
        span: node.span(),
    })
}

fn given_value(node: &Node<'_>, notes: &mut Notes) -> Option<GivenValue> {
    let inner = node.children().find(|child| child.rule() != Rule::minus)?;
    match inner.rule() {
        Rule::given_list => {
            let mut values = Vec::new();
            for value in inner.all(Rule::given_value) {
                values.push(given_value(&value, notes)?);
            }
            Some(GivenValue::List(values, node.span()))
        }
        Rule::given_record => {
            let mut fields = Vec::new();
            for field in inner.all(Rule::given_field) {
                let value = given_value(&field.child(Rule::given_value)?, notes)?;
                fields.push((field.child(Rule::name)?.name(), value));
            }
            Some(GivenValue::Record(fields, node.span()))
        }
        Rule::given_period => {
            let mut dates = inner.all(Rule::date);
            let from = literal::date(&dates.next()?, notes)?;
            let until = match dates.next() {
                Some(until) => Some(literal::date(&until, notes)?),
                None => None,
            };
            Some(GivenValue::Period(from, until, node.span()))
        }
        _ => literal::signed(node, notes).map(|literal| GivenValue::Plain(literal, node.span())),
    }
}

fn expectation(node: &Node<'_>, notes: &mut Notes) -> Option<Expectation> {
    let written = node.child(Rule::expected)?.first()?;
    let expected = match written.rule() {
        Rule::expected_state if written.text().starts_with("not") => Expected::State("not_applicable"),
        Rule::expected_state => Expected::State("fulfilled_late"),
        _ => Expected::Value(given_value(&written, notes)?),
    };
    let wanting = match node.child(Rule::wanting) {
        Some(written) => {
            let mut facts = Vec::new();
            for fact in written.all(Rule::fact_path) {
                facts.push(fact_path(&fact, notes)?);
            }
            Some(Wanting {
                only: written.child(Rule::only).is_some(),
                facts,
            })
        }
        None => None,
    };
    Some(Expectation {
        question: path(&node.child(Rule::path)?),
        expected,
        by: node
            .all(Rule::expected_by)
            .flat_map(|by| citations(&by))
            .collect(),
        wanting,
        due: node.child(Rule::due_at).and_then(|due| moment_text(&due)),
        changes: node.child(Rule::changes_at).and_then(|at| moment_text(&at)),
        span: node.span(),
    })
}

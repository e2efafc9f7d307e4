//! Answers as JSON: the shapes of the interface.

use super::answer::{Answer, Cited};
use super::missing::MissingFact;
use super::notes::Note;
use super::value::value_json;
use super::why::WhyNode;
use crate::time::Date;
use serde_json::{Map, Value as Json, json};

/// One answer; `why` is added where asked for.
pub fn answer_json(answer: &Answer, with_why: bool) -> Json {
    let zone = answer.zone;
    let mut object = Map::new();
    object.insert("question".into(), json!(answer.question));
    object.insert("kind".into(), json!(answer.kind));
    object.insert("outcome".into(), json!(answer.outcome.word()));
    if answer.kind == "value" {
        object.insert(
            "value".into(),
            answer
                .value
                .as_ref()
                .map_or(Json::Null, |value| value_json(value, zone)),
        );
        object.insert("unit".into(), json!(answer.unit));
    }
    if answer.kind == "duty" {
        object.insert("due_at".into(), json!(answer.due_at.map(|due| zone.rfc3339(due))));
        let last_day = answer.due_on().map(|day| day.to_string());
        object.insert("due_on".into(), json!(last_day));
        object.insert(
            "done_at".into(),
            json!(answer.done_at.map(|done| zone.rfc3339(done))),
        );
        object.insert("sanction".into(), json!(answer.sanction));
        let possible = answer.still_possible.iter().map(|outcome| outcome.word());
        object.insert("still_possible".into(), json!(possible.collect::<Vec<_>>()));
        let counting = answer
            .counting
            .as_ref()
            .map(|counting| json!({ "citation": counting.citation, "steps": counting.steps }));
        object.insert("counting".into(), counting.unwrap_or(Json::Null));
    }
    object.insert(
        "changes_at".into(),
        json!(answer.changes_at.map(|at| zone.rfc3339(at))),
    );
    if let Some(compared) = &answer.compared {
        let versions = compared.versions.iter().map(|version| {
            json!({
                "from": version.from.to_string(),
                "until": version.until.map(|date| date.to_string()),
                "words": version.words,
            })
        });
        let versions: Vec<Json> = versions.collect();
        object.insert(
            "compared".into(),
            json!({ "citation": compared.citation, "versions": versions }),
        );
    }
    if !answer.readings.is_empty() {
        let readings = answer.readings.iter().map(|taken| {
            let others = taken.others.iter().map(
                |other| json!({ "reading": other.reading, "changes": other.changes, "words": other.words }),
            );
            json!({
                "interpretation": taken.interpretation,
                "reading": taken.reading,
                "others": others.collect::<Vec<_>>(),
            })
        });
        object.insert("readings".into(), Json::Array(readings.collect()));
    }
    object.insert(
        "because".into(),
        Json::Array(answer.because.iter().map(cited_json).collect()),
    );
    let missing = answer.missing.iter().map(missing_json);
    object.insert("missing".into(), Json::Array(missing.collect()));
    let undetermined = answer.undetermined.iter().map(|failed| failed.json());
    object.insert("undetermined".into(), Json::Array(undetermined.collect()));
    if answer.missing_may_be_wide {
        object.insert("missing_may_be_wide".into(), json!(true));
    }
    let notes = answer.notes.iter().map(Note::json);
    object.insert("notes".into(), Json::Array(notes.collect()));
    if with_why {
        object.insert(
            "why".into(),
            Json::Array(answer.why.iter().map(why_json).collect()),
        );
    }
    Json::Object(object)
}

fn cited_json(cited: &Cited) -> Json {
    let over = cited
        .prevails_over
        .iter()
        .map(|(citation, ground)| json!({ "citation": citation, "ground": ground }));
    json!({
        "citation": cited.citation,
        "points": cited.points,
        "norm": cited.norm,
        "in_force_from": cited.in_force_from.map(|date| date.to_string()),
        "amended_by": cited.amended_by,
        "prevails_over": over.collect::<Vec<_>>(),
    })
}

/// One node of the tree of reasons.
fn why_json(node: &WhyNode) -> Json {
    json!({
        "id": node.id,
        "kind": node.kind,
        "citation": node.citation,
        "points": node.points,
        "text": node.text,
        "words": node.words,
        "fact": node.fact,
        "value": node.value,
        "unit": node.unit,
        "because": node.because.iter().map(why_json).collect::<Vec<_>>(),
    })
}

/// What is missing: of a parameter that has values on other days, from when until when as `set`.
fn missing_json(fact: &MissingFact) -> Json {
    let mut told =
        json!({ "fact": fact.fact, "kind": fact.kind.word(), "type": fact.type_name, "label": fact.label });
    if let (Some(set), Some(told)) = (fact.set, told.as_object_mut()) {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        told.insert(
            "set".into(),
            json!({ "from": day(set.from()), "until": day(set.until()) }),
        );
    }
    told
}

//! A case as each format writes it.

use super::made::{Chance, Given, Made};
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, ListBuilder, StringBuilder, StructBuilder, TimestampSecondBuilder,
};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
    TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Fields, TimeUnit};
use chrono::Datelike;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

pub fn given_json(given: &Given) -> Json {
    match given {
        Given::None => Json::Null,
        Given::Yes(yes) => json!(yes),
        Given::Number(number) => match number.parse::<serde_json::Number>() {
            Ok(number) => Json::Number(number),
            Err(_) => json!(number),
        },
        Given::Word(text) | Given::Text(text) => json!(text),
        Given::List(elements) => elements.iter().map(given_json).collect(),
        Given::Record(fields) => {
            let fields = fields
                .iter()
                .map(|(name, given)| ((*name).to_owned(), given_json(given)));
            Json::Object(fields.collect())
        }
        Given::Period(from, until) => json!({ "from": from, "until": until }),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// As a scenario has it.
pub fn given_words(given: &Given) -> String {
    let parts = |parts: Vec<String>| parts.join(", ");
    match given {
        Given::None => "none".to_owned(),
        Given::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Given::Number(text) | Given::Word(text) => text.clone(),
        Given::Text(text) => quoted(text),
        Given::List(elements) => format!("[{}]", parts(elements.iter().map(given_words).collect())),
        Given::Record(fields) => {
            let fields = fields
                .iter()
                .map(|(name, given)| format!("{name} = {}", given_words(given)));
            format!("({})", parts(fields.collect()))
        }
        Given::Period(from, until) => format!("{from} to {}", until.as_deref().unwrap_or("ongoing")),
    }
}

fn put(facts: &mut Map<String, Json>, path: &str, value: Json) {
    match path.split_once('.') {
        None => drop(facts.insert(path.to_owned(), value)),
        Some((outer, rest)) => {
            let inner = facts.entry(outer).or_insert_with(|| json!({}));
            put(inner.as_object_mut().unwrap(), rest, value);
        }
    }
}

/// Whether any text of it holds, or is, something.
fn any_text(given: &Given, test: &dyn Fn(&str) -> bool) -> bool {
    match given {
        Given::Text(text) => test(text),
        Given::List(elements) => elements.iter().any(|element| any_text(element, test)),
        Given::Record(fields) => fields.iter().any(|(_, given)| any_text(given, test)),
        _ => false,
    }
}

/// An object of JSON as YAML in block style.
pub fn yaml_block(json: &Json, depth: usize, leaf: &mut dyn FnMut(&Json) -> String) -> String {
    let Json::Object(entries) = json else {
        return format!(" {}\n", leaf(json));
    };
    if entries.is_empty() {
        return " {}\n".to_owned();
    }
    let lines = entries.iter().map(|(name, value)| {
        format!(
            "{}{name}:{}",
            "  ".repeat(depth),
            yaml_block(value, depth + 1, leaf)
        )
    });
    let lines: String = lines.collect();
    if depth == 0 { lines } else { format!("\n{lines}") }
}

impl Made {
    pub fn json(&self) -> Json {
        let mut facts = Map::new();
        for (path, given) in &self.facts {
            put(&mut facts, path, given_json(given));
        }
        let mut document = json!({ "matter": "Claim", "on": self.on, "at": self.at, "facts": facts });
        if self.zone {
            document["zone"] = json!("east");
        }
        if self.wide {
            document["readings"] = json!(["wide"]);
        }
        document
    }

    /// As YAML in block style, with the spellings of its core schema.
    pub fn yaml(&self, chance: &mut Chance) -> String {
        let plain: Vec<&str> = self.facts.values().filter_map(plain_in_yaml).collect();
        let head = [self.on.as_deref(), self.at.as_deref()];
        yaml_block(&self.json(), 0, &mut |json| match json {
            Json::Null => chance.of(&["null", "~", "NULL", "Null"]).to_owned(),
            Json::Bool(true) => chance.of(&["true", "True", "TRUE", "yes"]).to_owned(),
            Json::Bool(false) => chance.of(&["false", "False", "FALSE", "no"]).to_owned(),
            Json::String(text) if plain.contains(&text.as_str()) || head.contains(&Some(text)) => {
                text.clone()
            }
            // JSON is YAML in flow style
            other => other.to_string(),
        })
    }

    /// Whether a scenario can carry it: a text there is one line.
    pub fn in_lines(&self) -> bool {
        let mut facts = self.facts.values();
        !facts.any(|given| any_text(given, &|text| text.contains('\n')))
    }

    pub fn scenario(&self) -> String {
        let head = [
            self.on.as_ref().map(|on| format!("law on {on}")),
            self.at.as_ref().map(|at| format!("assessed at {at}")),
            self.zone.then(|| "zone \"east\"".to_owned()),
            self.wide.then(|| "reading wide".to_owned()),
        ];
        let head: Vec<String> = head.into_iter().flatten().collect();
        let head = if head.is_empty() {
            String::new()
        } else {
            format!("  {}\n", head.join(", "))
        };
        let facts = self.facts.iter();
        let facts = facts.map(|(path, given)| format!("    {path} = {}\n", given_words(given)));
        format!(
            "scenario \"one\"\n{head}  given Claim\n{}",
            facts.collect::<String>()
        )
    }

    /// Whether a table can: its rows have the zone of the matter, and the readings that hold by default.
    fn in_rows(&self) -> bool {
        !self.zone && !self.wide
    }

    /// Whether cells of text can carry it: lists they cannot, nor the texts that say none and nothing, nor that a record is none.
    pub fn in_cells(&self) -> bool {
        let unsaid = |given: &Given| match given {
            Given::Text(text) => text.is_empty() || text == "none",
            Given::List(_) => true,
            _ => false,
        };
        self.in_rows() && !self.facts.contains_key("spouse") && !self.facts.values().any(unsaid)
    }

    /// Whether columns can carry it: in a list they have nothing that is none, nor a period that goes on.
    pub fn in_columns(&self) -> bool {
        fn unsaid(given: &Given) -> bool {
            match given {
                Given::None | Given::Period(_, None) => true,
                Given::List(elements) => elements.iter().any(unsaid),
                Given::Record(fields) => fields.iter().any(|(_, given)| unsaid(given)),
                _ => false,
            }
        }
        let lists = |given: &Given| matches!(given, Given::List(_)) && unsaid(given);
        self.in_rows() && !self.facts.values().any(lists)
    }

    fn cell(&self, path: &str) -> Option<String> {
        match path {
            "on" => self.on.clone(),
            "at" => self.at.clone(),
            path => self.facts.get(path).map(|given| match given {
                Given::Text(text) => text.clone(),
                other => given_words(other),
            }),
        }
    }

    fn list(&self, path: &str) -> Option<&[Given]> {
        match self.facts.get(path) {
            Some(Given::List(elements)) => Some(elements),
            _ => None,
        }
    }
}

/// A word that YAML takes as it stands.
fn plain_in_yaml(given: &Given) -> Option<&str> {
    match given {
        Given::Word(word) if word != "NO" => Some(word),
        _ => None,
    }
}

const CELLS: [&str; 35] = [
    "on",
    "at",
    "person.name",
    "person.born_on",
    "person.country",
    "person.home.street",
    "spouse.name",
    "spouse.home.floor",
    "txt",
    "txn",
    "d",
    "dn",
    "n",
    "nn",
    "cost",
    "term",
    "days",
    "hrs",
    "wd",
    "kind",
    "paper",
    "yn",
    "guess",
    "held",
    "m",
    "mm",
    "tod",
    "rate",
    "stays",
    "dates",
    "names",
    "counts",
    "moments",
    "kinds",
    "visits",
];

/// The columns of one value.
fn scalars() -> impl Iterator<Item = &'static str> {
    CELLS[..28].iter().copied()
}

/// The column that says that a record is none.
const SPOUSE: &str = "spouse__none";

pub fn csv(cases: &[&Made]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(scalars()).unwrap();
    for case in cases {
        let cells = scalars().map(|name| case.cell(name).unwrap_or_default());
        writer.write_record(cells.collect::<Vec<_>>()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn days(text: &str) -> i32 {
    text.parse::<chrono::NaiveDate>().unwrap().num_days_from_ce() - 719_163
}

/// The seconds of a moment; local ones are those of Paris.
fn seconds(text: &str) -> i64 {
    let zone = jargy::Zone::named("Europe/Paris").unwrap();
    jargy::parse_moment(text, zone).unwrap().seconds()
}

fn word(given: &Given) -> &str {
    match given {
        Given::Word(text) | Given::Text(text) | Given::Number(text) => text,
        other => panic!("{other:?} is no word"),
    }
}

/// The cases in the types of columns: one of several types for texts, and native ones for what has them.
pub fn batch(cases: &[&Made], kind: usize) -> RecordBatch {
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for name in scalars() {
        let is_none = |case: &&Made| matches!(case.facts.get(name), Some(Given::None));
        let nones: Vec<bool> = cases.iter().map(is_none).collect();
        let cells = cases
            .iter()
            .map(|case| case.cell(name).filter(|_| !is_none(case)));
        if nones.contains(&true) {
            columns.push((format!("{name}__none"), Arc::new(BooleanArray::from(nones))));
        }
        columns.push((name.to_owned(), column(name, cells.collect(), kind)));
    }
    let alone = cases
        .iter()
        .map(|case| case.facts.get("spouse") == Some(&Given::None));
    columns.push((
        SPOUSE.to_owned(),
        Arc::new(BooleanArray::from(alone.collect::<Vec<_>>())),
    ));
    columns.extend(
        lists(cases)
            .into_iter()
            .map(|(name, array)| (name.to_owned(), array)),
    );
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .unwrap()
}

fn column(name: &str, cells: Vec<Option<String>>, kind: usize) -> ArrayRef {
    let texts = cells.iter().map(Option::as_deref);
    match name {
        "d" | "dn" | "person.born_on" => Arc::new(texts.map(|cell| cell.map(days)).collect::<Date32Array>()),
        "yn" | "guess" | "held" => Arc::new(
            texts
                .map(|cell| cell.map(|cell| cell == "yes"))
                .collect::<BooleanArray>(),
        ),
        "m" | "mm" if kind % 2 == 1 => {
            let counts = texts.map(|cell| cell.map(|cell| seconds(cell) * 1_000_000));
            Arc::new(counts.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
        }
        _ if kind == 1 => Arc::new(LargeStringArray::from(cells)),
        _ if kind == 2 => Arc::new(StringViewArray::from_iter(cells)),
        _ if kind == 3 => {
            Arc::new(texts.collect::<arrow_array::DictionaryArray<arrow_array::types::Int32Type>>())
        }
        _ => Arc::new(StringArray::from(cells)),
    }
}

/// The columns of lists.
fn lists(cases: &[&Made]) -> Vec<(&'static str, ArrayRef)> {
    let mut all: Vec<(&'static str, ArrayRef)> = Vec::new();
    let mut dates = ListBuilder::new(Date32Builder::new());
    for case in cases {
        let elements = case.list("dates");
        elements
            .iter()
            .flat_map(|all| all.iter())
            .for_each(|date| dates.values().append_value(days(word(date))));
        dates.append(elements.is_some());
    }
    all.push(("dates", Arc::new(dates.finish())));
    for name in ["names", "counts", "kinds"] {
        let mut texts = ListBuilder::new(StringBuilder::new());
        for case in cases {
            let elements = case.list(name);
            elements
                .iter()
                .flat_map(|all| all.iter())
                .for_each(|text| texts.values().append_value(word(text)));
            texts.append(elements.is_some());
        }
        all.push((name, Arc::new(texts.finish())));
    }
    let utc = || TimestampSecondBuilder::new().with_timezone("UTC");
    let mut moments = ListBuilder::new(utc());
    for case in cases {
        let elements = case.list("moments");
        elements
            .iter()
            .flat_map(|all| all.iter())
            .for_each(|text| moments.values().append_value(seconds(word(text))));
        moments.append(elements.is_some());
    }
    all.push(("moments", Arc::new(moments.finish())));
    all.push(("visits", visits(cases)));
    all.push(("stays", stays(cases)));
    all
}

fn visits(cases: &[&Made]) -> ArrayRef {
    let moment = DataType::Timestamp(TimeUnit::Second, Some("UTC".into()));
    let fields = Fields::from(vec![
        Field::new("held_on", DataType::Date32, true),
        Field::new("fee", DataType::Utf8, true),
        Field::new("note", DataType::Utf8, true),
        Field::new("begun_at", moment, true),
    ]);
    let mut visits = ListBuilder::new(StructBuilder::from_fields(fields, 0));
    for case in cases {
        let elements = case.list("visits");
        for element in elements.iter().flat_map(|all| all.iter()) {
            let Given::Record(fields) = element else {
                panic!("no record")
            };
            let field = |name: &str| {
                fields
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, given)| word(given))
            };
            let made = visits.values();
            made.field_builder::<Date32Builder>(0)
                .unwrap()
                .append_option(field("held_on").map(days));
            made.field_builder::<StringBuilder>(1)
                .unwrap()
                .append_option(field("fee"));
            made.field_builder::<StringBuilder>(2)
                .unwrap()
                .append_option(field("note"));
            let begun = made.field_builder::<TimestampSecondBuilder>(3).unwrap();
            begun.append_option(field("begun_at").map(seconds));
            made.append(true);
        }
        visits.append(elements.is_some());
    }
    Arc::new(visits.finish())
}

fn stays(cases: &[&Made]) -> ArrayRef {
    let fields = Fields::from(vec![
        Field::new("from", DataType::Date32, true),
        Field::new("until", DataType::Date32, true),
    ]);
    let mut stays = ListBuilder::new(StructBuilder::from_fields(fields, 0));
    for case in cases {
        let elements = case.list("stays");
        for element in elements.iter().flat_map(|all| all.iter()) {
            let Given::Period(from, until) = element else {
                panic!("no period")
            };
            let made = stays.values();
            made.field_builder::<Date32Builder>(0)
                .unwrap()
                .append_value(days(from));
            made.field_builder::<Date32Builder>(1)
                .unwrap()
                .append_option(until.as_deref().map(days));
            made.append(true);
        }
        stays.append(elements.is_some());
    }
    Arc::new(stays.finish())
}

/// An array of any values of JSON, and whether there is one that it cannot carry: none in a list, and lists of several types.
pub fn array_of(values: &[Option<&Json>]) -> Option<ArrayRef> {
    let some: Vec<&Json> = values.iter().filter_map(|value| *value).collect();
    if some.iter().all(|value| value.is_boolean()) {
        let mut yes = BooleanBuilder::new();
        values
            .iter()
            .for_each(|value| yes.append_option(value.and_then(Json::as_bool)));
        return Some(Arc::new(yes.finish()));
    }
    if some.iter().all(|value| value.is_array()) {
        return list_of(values);
    }
    if some.iter().all(|value| value.is_object()) {
        return struct_of(values);
    }
    let texts = values.iter().map(|value| match value {
        None => Some(None),
        Some(Json::String(text)) => Some(Some(text.clone())),
        Some(Json::Number(number)) => Some(Some(number.to_string())),
        Some(_) => None,
    });
    Some(Arc::new(StringArray::from(texts.collect::<Option<Vec<_>>>()?)))
}

fn list_of(values: &[Option<&Json>]) -> Option<ArrayRef> {
    let mut elements = Vec::new();
    let mut lengths = Vec::new();
    for value in values {
        let list = value.and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        lengths.push(list.len());
        elements.extend(list.iter().map(Some));
    }
    if elements.iter().any(|element| element.is_none_or(Json::is_null)) {
        return None;
    }
    let inner = array_of(&elements)?;
    let field = Arc::new(Field::new("item", inner.data_type().clone(), true));
    let nulls = values.iter().map(Option::is_some).collect::<Vec<_>>();
    let offsets = arrow_array::ListArray::from_iter_primitive::<arrow_array::types::Int8Type, _, _>(
        lengths.iter().map(|length| Some(vec![Some(0); *length])),
    )
    .offsets()
    .clone();
    Some(Arc::new(arrow_array::ListArray::new(
        field,
        offsets,
        inner,
        Some(nulls.into()),
    )))
}

fn struct_of(values: &[Option<&Json>]) -> Option<ArrayRef> {
    let mut names: Vec<&String> = values
        .iter()
        .flatten()
        .flat_map(|value| value.as_object().unwrap().keys())
        .collect();
    names.sort();
    names.dedup();
    let columns = names.iter().map(|name| {
        let cells: Vec<Option<&Json>> = values
            .iter()
            .map(|value| value.and_then(|value| value.get(name)))
            .collect();
        let none = cells.iter().flatten().any(|cell| cell.is_null());
        let array = array_of(&cells).filter(|_| !none)?;
        Some((
            Arc::new(Field::new(name.as_str(), array.data_type().clone(), true)),
            array,
        ))
    });
    let columns = columns.collect::<Option<Vec<_>>>()?;
    if columns.is_empty() {
        return None;
    }
    let (fields, arrays): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let nulls = values.iter().map(Option::is_some).collect::<Vec<_>>();
    Some(Arc::new(arrow_array::StructArray::new(
        fields.into(),
        arrays,
        Some(nulls.into()),
    )))
}

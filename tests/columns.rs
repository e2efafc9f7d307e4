//! Cases in columns: every row is answered as the same case would be, whatever its columns are made of.

use crate::properties::{Facts, case, chosen, domains, duties, moments, norms, partial_assignments, text};
use crate::support::law;
use arrow_array::builder::{Int32Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, TimestampSecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int32Array, RecordBatch,
    StringArray, StructArray, TimestampSecondArray,
};
use arrow_schema::{DataType, Field, Fields};
use jargy::{Columns, Library, Matter, Moment, Value};
use proptest::prelude::*;
use std::sync::Arc;

/// The columns of some cases: one for each fact, typed as a table would have it, and where needed one for none.
fn table(names: &[&'static str], cases: &[Facts]) -> RecordBatch {
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for name in names {
        let cells: Vec<Option<&Value>> = cases.iter().map(|facts| facts.get(name)).collect();
        let some = |value: Option<&Value>| value.filter(|value| **value != Value::None).cloned();
        let words = |cell: &Option<&Value>| {
            some(*cell).map(|value| match value {
                Value::Enum(_, name) => name.to_string(),
                Value::Country(country) => country.code().to_owned(),
                other => panic!("{other:?}"),
            })
        };
        let array: ArrayRef = match *name {
            "a" | "b" | "c" => Arc::new(
                cells
                    .iter()
                    .map(|cell| some(*cell).map(|value| value == Value::Yes(true)))
                    .collect::<BooleanArray>(),
            ),
            "k" => Arc::new(cells.iter().map(words).collect::<StringArray>()),
            "where_from" => {
                let words: Vec<Option<String>> = cells.iter().map(words).collect();
                Arc::new(
                    words
                        .iter()
                        .map(Option::as_deref)
                        .collect::<DictionaryArray<Int8Type>>(),
                )
            }
            "n" => {
                let tenths = cells.iter().map(|cell| match some(*cell) {
                    Some(Value::Number(number)) => {
                        number.times(&jargy::Number::whole(10)).to_i64().map(i128::from)
                    }
                    _ => None,
                });
                Arc::new(
                    tenths
                        .collect::<Decimal128Array>()
                        .with_precision_and_scale(20, 1)
                        .unwrap(),
                )
            }
            "d" => {
                let epoch: jargy::Date = "1970-01-01".parse().unwrap();
                let days = cells.iter().map(|cell| match some(*cell) {
                    Some(Value::Date(date)) => Some((date - epoch).num_days() as i32),
                    _ => None,
                });
                Arc::new(days.collect::<Date32Array>())
            }
            _ => {
                let seconds = cells.iter().map(|cell| match some(*cell) {
                    Some(Value::Moment(moment)) => Some(moment.seconds()),
                    _ => None,
                });
                Arc::new(seconds.collect::<TimestampSecondArray>().with_timezone("+00:00"))
            }
        };
        columns.push(((*name).to_owned(), array));
        if cells.contains(&Some(&Value::None)) {
            let none = cells.iter().map(|cell| Some(*cell == Some(&Value::None)));
            columns.push((format!("{name}__none"), Arc::new(none.collect::<BooleanArray>())));
        }
    }
    RecordBatch::try_from_iter(columns).unwrap()
}

fn word(answers: &RecordBatch, column: &str, row: usize) -> String {
    let array = answers
        .column_by_name(column)
        .unwrap()
        .as_dictionary::<Int8Type>();
    let key = array.keys().value(row) as usize;
    array.values().as_string::<i32>().value(key).to_owned()
}

/// Each row of a table beside the same case answered term by term.
pub(crate) fn rows_agree(
    matter: &Matter,
    questions: &[&str],
    cases: &[Facts],
    at: Option<Moment>,
) -> Result<(), TestCaseError> {
    let names: Vec<&'static str> = cases
        .iter()
        .flat_map(|facts| facts.keys().copied())
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    let mut columns = Columns::new(matter, questions).unwrap();
    if let Some(at) = at {
        columns = columns.at(at);
    }
    let answers = columns.decide(&table(&names, cases)).unwrap();
    prop_assert_eq!(answers.num_rows(), cases.len());
    for (row, facts) in cases.iter().enumerate() {
        prop_assert!(answers.column_by_name("__error").unwrap().is_null(row));
        for name in questions {
            let (outcome, value, due) = matter
                .ask(name)
                .unwrap()
                .outcome_and_due(&case(matter, facts), at);
            prop_assert_eq!(
                word(&answers, name, row),
                outcome.word(),
                "{} of {:?}",
                name,
                facts
            );
            if let Some(array) = answers.column_by_name(&format!("{name}__due_at")) {
                let array = array.as_primitive::<TimestampSecondType>();
                let found = array.is_valid(row).then(|| array.value(row));
                prop_assert_eq!(found, due.map(Moment::seconds), "{} of {:?}", name, facts);
            }
            if let Some(array) = answers.column_by_name(&format!("{name}__value")) {
                let array = array.as_string::<i32>();
                let found = array.is_valid(row).then(|| array.value(row).to_owned());
                let expected = value.map(|value| match value {
                    Value::Number(number) => number.to_string(),
                    Value::Enum(_, name) => name.to_string(),
                    other => panic!("{other:?}"),
                });
                prop_assert_eq!(found, expected, "{} of {:?}", name, facts);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_of_generated_norms_are_answered_alike(norms in norms(), givens in prop::collection::vec(0usize..8, 6)) {
        let library = Library::from_texts([("test.law", text(&norms).as_str())]).unwrap();
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let domains = domains();
        let given = chosen(&domains, &givens);
        rows_agree(&matter, &["act", "other", "value", "level"], &partial_assignments(&given, &domains), None)?;
    }

    #[test]
    fn provisions_told_fast_are_those_of_the_reasons(norms in norms(), givens in prop::collection::vec(0usize..8, 6)) {
        let library = Library::from_texts([("test.law", text(&norms).as_str())]).unwrap();
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let domains = domains();
        let cases = partial_assignments(&chosen(&domains, &givens), &domains);
        let names: Vec<&'static str> = domains.iter().map(|(name, _)| *name).collect();
        let (questions, batch) = (["act", "other"], table(&names, &cases));
        let fast = Columns::new(&matter, &questions).unwrap().with_citations();
        prop_assert!(fast.cites_fast());
        let (fast, slow) = (fast.decide(&batch).unwrap(), Columns::new(&matter, &questions).unwrap().with_reasons().decide(&batch).unwrap());
        for name in questions.map(|name| format!("{name}__because")) {
            prop_assert_eq!(fast.column_by_name(&name), slow.column_by_name(&name));
        }
    }

    #[test]
    fn rows_of_generated_duties_stand_alike(norms in duties(), givens in prop::collection::vec(0usize..16, 4)) {
        let facts = "a : yes/no\nm : moment or none\ndone_m : moment or none\ndone_next : moment or none\n";
        let rules = format!("calendar cal weekend saturday, sunday\n{}", law(facts, &norms));
        let library = Library::from_texts([("test.law", rules.as_str())]).unwrap();
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let domains = moments();
        let given = chosen(&domains, &givens);
        let at = Moment::from_seconds(1_338_552_000);
        rows_agree(&matter, &["act", "other", "last_act"], &partial_assignments(&given, &domains), at)?;
    }
}

const CONVICTIONS: &str = "record conviction \"a conviction\"\n  grave : yes/no \"grave\"\n  term : duration \"term\"\n\
    record person \"a person\"\n  born_on : date \"date of birth\"\n  died_on : date or none \"date of death\"\n\
    matter M \"m\"\n  convict : person \"convict\"\n  convictions : list of conviction \"convictions\"\n  fine : money KZT \"fine\"\n  code : text \"code\"\n\
    action act of M\naction other of M\ncode C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n  may act when (every c in convictions where c.grave) and convict.died_on is none\n\
    article 2\n  may other when (count of convictions where (grave)) >= 2 or fine > 10 KZT or code is \"x\"\narticle 3\n  define total as sum of convictions.term\n  define last as count of convictions\n";

fn convictions() -> (Matter, RecordBatch) {
    let library = Library::from_texts([("test.law", CONVICTIONS)]).unwrap_or_else(|error| panic!("{error}"));
    let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let fields: Fields = vec![
        Field::new("grave", DataType::Boolean, true),
        Field::new("term", DataType::Utf8, true),
    ]
    .into();
    let mut list = ListBuilder::new(StructBuilder::from_fields(fields, 8));
    let mut row = |elements: Option<&[(Option<bool>, Option<&str>)]>| {
        for (grave, term) in elements.unwrap_or(&[]) {
            let element = list.values();
            element
                .field_builder::<arrow_array::builder::BooleanBuilder>(0)
                .unwrap()
                .append_option(*grave);
            element
                .field_builder::<StringBuilder>(1)
                .unwrap()
                .append_option(*term);
            element.append(true);
        }
        list.append(elements.is_some());
    };
    row(Some(&[(Some(true), Some("2 years")), (Some(true), Some("P6M"))]));
    row(Some(&[(Some(true), Some("1 year")), (None, Some("1 year"))]));
    row(Some(&[]));
    row(None);
    row(Some(&[(Some(false), None)]));
    row(Some(&[(Some(true), Some("1 year 10 days"))]));
    let list: ArrayRef = Arc::new(list.finish());
    let person = StructArray::from(vec![(
        Arc::new(Field::new("born_on", DataType::Date32, true)),
        Arc::new(Date32Array::from(vec![Some(0); 6])) as ArrayRef,
    )]);
    let mut fine = Int32Builder::new();
    for amount in [Some(5), Some(5), Some(11), None, Some(0), Some(0)] {
        fine.append_option(amount);
    }
    let batch = RecordBatch::try_from_iter([
        (
            "id",
            Arc::new(Int32Array::from(vec![1, 2, 3, 4, 5, 6])) as ArrayRef,
        ),
        ("convict", Arc::new(person)),
        (
            "convict.died_on__none",
            Arc::new(BooleanArray::from(vec![true; 6])),
        ),
        ("convictions", list),
        ("fine", Arc::new(fine.finish())),
        ("code", Arc::new(StringArray::from(vec!["y"; 6]))),
    ])
    .unwrap();
    (matter, batch)
}

#[test]
fn lists_structs_and_money_are_read_from_nested_columns() {
    let (matter, batch) = convictions();
    let columns = Columns::new(&matter, &["act", "other", "total", "last"])
        .unwrap()
        .keep("id");
    let answers = columns.decide(&batch).unwrap();
    assert_eq!(answers.column_by_name("__error").unwrap().null_count(), 6);
    let words = |name: &str| (0..6).map(|row| word(&answers, name, row)).collect::<Vec<_>>();
    assert_eq!(
        words("act"),
        [
            "permitted",
            "unknown",
            "permitted",
            "unknown",
            "unregulated",
            "permitted"
        ]
    );
    assert_eq!(
        words("other"),
        [
            "permitted",
            "unknown",
            "permitted",
            "unknown",
            "unregulated",
            "unregulated"
        ]
    );
    assert_eq!(
        words("last"),
        ["known", "known", "known", "unknown", "known", "known"]
    );
    let total = answers.column_by_name("total__value").unwrap().as_string::<i32>();
    let totals: Vec<Option<&str>> = total.iter().collect();
    assert_eq!(
        totals,
        [
            Some("P2Y6M"),
            Some("P2Y"),
            Some("P0M"),
            None,
            None,
            Some("P1Y10D")
        ]
    );
    assert_eq!(
        answers.column(0).as_ref(),
        batch.column(0).as_ref(),
        "kept columns are handed on"
    );
    assert_eq!(answers.column_by_name("law_digest").unwrap().len(), 6);
}

#[test]
fn a_slice_of_a_batch_is_answered_as_its_rows() {
    let (matter, batch) = convictions();
    let columns = Columns::new(&matter, &["act", "total"]).unwrap().keep("id");
    let whole = columns.decide(&batch).unwrap();
    let part = columns.decide(&batch.slice(1, 4)).unwrap();
    assert_eq!(part, whole.slice(1, 4));
}

#[test]
fn what_is_wrong_with_columns_is_said_at_once() {
    let (matter, _) = convictions();
    let batch = RecordBatch::try_from_iter([
        ("convict.born_no", Arc::new(Int32Array::from(vec![1])) as ArrayRef),
        ("fine", Arc::new(arrow_array::Float64Array::from(vec![1.5]))),
        ("convictions", Arc::new(Int32Array::from(vec![1]))),
        ("code__none", Arc::new(Int32Array::from(vec![1]))),
    ])
    .unwrap();
    let error = Columns::new(&matter, &["act"])
        .unwrap()
        .decide(&batch)
        .unwrap_err();
    insta::assert_snapshot!(error.to_string(), @r"
    column `convict.born_no`: there is no such fact of M; did you mean `convict.born_on`?
    column `fine`: Float64 cannot be read; floating point is not exact; use whole numbers, decimals or text
    column `convictions`: a list is a list column
    column `code__none`: it says of each row whether the fact is none: make it yes/no
    columns that are no facts are handed on where they are kept: --keep COLUMN
    ");
}

#[test]
fn a_row_that_is_no_case_says_why_and_the_others_are_answered() {
    let library =
        Library::from_texts([("test.law", text("article 1\n may act if k is low").as_str())]).unwrap();
    let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let batch = RecordBatch::try_from_iter([
        (
            "k",
            Arc::new(StringArray::from(vec![
                Some("low"),
                Some("lwo"),
                None,
                Some("high"),
            ])) as ArrayRef,
        ),
        (
            "n",
            Arc::new(StringArray::from(vec![
                Some("1"),
                Some("2/3"),
                Some("3"),
                Some("many"),
            ])),
        ),
    ])
    .unwrap();
    let answers = Columns::new(&matter, &["act"]).unwrap().decide(&batch).unwrap();
    let errors = answers
        .column_by_name("__error")
        .unwrap()
        .as_string::<i32>()
        .clone();
    assert!(errors.is_null(0) && errors.is_null(2));
    assert!(
        errors.value(1).contains("lwo") && errors.value(1).contains("did you mean `low`"),
        "{}",
        errors.value(1)
    );
    assert!(answers.column_by_name("act").unwrap().is_null(1));
    assert_eq!(
        (word(&answers, "act", 0), word(&answers, "act", 2)),
        ("permitted".into(), "unknown".into())
    );
}

#[test]
fn rows_are_answered_under_the_law_of_their_own_date() {
    let rules = "matter M \"m\"\n  done_on : date \"day\"\n  governed by law on done_on\n  a : yes/no\naction act of M\ncode C \"c\" in force from 2000-01-01\n  in matters of M\n\
        article 1\n  in force from 2000-01-01 until 2004-12-31\n  may act when a\narticle 1\n  in force from 2005-01-01\n  must not act when a\n";
    let library = Library::from_texts([("test.law", rules)]).unwrap_or_else(|error| panic!("{error}"));
    let matter = library.at_any_date().matter("M").unwrap();
    let batch = RecordBatch::try_from_iter([
        (
            "done_on",
            Arc::new(StringArray::from(vec![
                Some("2004-12-31"),
                Some("2005-01-01"),
                None,
            ])) as ArrayRef,
        ),
        ("a", Arc::new(BooleanArray::from(vec![true; 3]))),
    ])
    .unwrap();
    let answers = Columns::new(&matter, &["act"]).unwrap().decide(&batch).unwrap();
    let words: Vec<String> = (0..3).map(|row| word(&answers, "act", row)).collect();
    assert_eq!(words, ["permitted", "forbidden", "unknown"]);
    let with_reasons = Columns::new(&matter, &["act"])
        .unwrap()
        .with_reasons()
        .decide(&batch)
        .unwrap();
    let because = with_reasons
        .column_by_name("act__because")
        .unwrap()
        .as_string::<i32>()
        .clone();
    let missing = with_reasons
        .column_by_name("act__missing")
        .unwrap()
        .as_string::<i32>()
        .clone();
    assert_eq!((because.value(0), missing.value(2)), ("C art. 1", "done_on"));
}

/// The same rows, whichever question is asked: what it does not read is checked all the same.
#[test]
fn a_row_that_is_no_case_is_none_whatever_is_asked() {
    let (matter, batch) = convictions();
    let mut columns: Vec<(String, ArrayRef)> = batch
        .schema_ref()
        .fields()
        .iter()
        .zip(batch.columns())
        .map(|(field, column)| (field.name().clone(), column.clone()))
        .collect();
    let terms = ["1 KZT", "many KZT", "1 KZT", "1 KZT", "1 KZT", "1 KZT"];
    columns.retain(|(name, _)| name != "fine");
    columns.push(("fine".into(), Arc::new(StringArray::from(terms.to_vec()))));
    let none = [false, false, false, false, true, false];
    columns.push(("code__none".into(), Arc::new(BooleanArray::from(none.to_vec()))));
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    for questions in [&["last"][..], &["other"], &["act", "total"]] {
        let asked = Columns::new(&matter, questions).unwrap().keep("id");
        let answers = asked.decide(&batch).unwrap();
        let errors = answers
            .column_by_name("__error")
            .unwrap()
            .as_string::<i32>()
            .clone();
        let wrong: Vec<usize> = (0..6).filter(|row| errors.is_valid(*row)).collect();
        assert_eq!(wrong, [1, 4], "{questions:?}");
        assert!(errors.value(1).contains("`many` is not a number"), "{errors:?}");
        let why = "facts.code: it has a value, and `code__none` says that there is none";
        assert_eq!(errors.value(4), why);
    }
}

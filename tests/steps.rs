//! Steps of compiled questions: each kind over many rows at once, over one case, and as the evaluator of terms and the
//! naive interpreter answer the same case.

use crate::support::library;
use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, Int32Array, RecordBatch, StringArray};
use jargy::{Columns, Matter, Value};
use std::sync::Arc;

/// The cells of one fact; a row without one does not state the fact.
#[derive(Clone)]
enum Cells {
    Whole(Vec<Option<i32>>),
    Days(Vec<Option<i32>>),
    Yes(Vec<Option<bool>>),
    /// As text: numbers with a point, names of values.
    Words(Vec<Option<&'static str>>),
}

impl Cells {
    fn rows(&self) -> usize {
        match self {
            Cells::Whole(cells) | Cells::Days(cells) => cells.len(),
            Cells::Yes(cells) => cells.len(),
            Cells::Words(cells) => cells.len(),
        }
    }

    fn array(&self) -> ArrayRef {
        match self {
            Cells::Whole(cells) => Arc::new(Int32Array::from(cells.clone())),
            Cells::Days(cells) => Arc::new(Date32Array::from(cells.clone())),
            Cells::Yes(cells) => Arc::new(BooleanArray::from(cells.clone())),
            Cells::Words(cells) => Arc::new(StringArray::from(cells.clone())),
        }
    }

    fn json(&self, row: usize) -> Option<String> {
        match self {
            Cells::Whole(cells) => cells[row].map(|cell| cell.to_string()),
            Cells::Days(cells) => cells[row].map(|days| {
                let epoch: jargy::Date = "1970-01-01".parse().unwrap();
                format!("\"{}\"", epoch + chrono::TimeDelta::days(i64::from(days)))
            }),
            Cells::Yes(cells) => cells[row].map(|cell| cell.to_string()),
            Cells::Words(cells) => cells[row].map(|cell| format!("\"{cell}\"")),
        }
    }
}

type Sheet = Vec<(&'static str, Cells)>;

fn batch(sheet: &Sheet) -> RecordBatch {
    RecordBatch::try_from_iter(sheet.iter().map(|(name, cells)| (*name, cells.array()))).unwrap()
}

fn json(sheet: &Sheet, row: usize) -> String {
    let facts: Vec<String> = sheet
        .iter()
        .filter_map(|(name, cells)| Some(format!("\"{name}\": {}", cells.json(row)?)))
        .collect();
    format!("{{\"facts\": {{{}}}}}", facts.join(", "))
}

/// What columns answer in a row: the value where there is one, else the outcome.
fn told(answers: &RecordBatch, question: &str, row: usize) -> String {
    let values = answers.column_by_name(&format!("{question}__value"));
    if let Some(values) = values.filter(|values| values.is_valid(row)) {
        return match values.as_string_opt::<i32>() {
            Some(texts) => texts.value(row).to_owned(),
            None => truth_or_date(values, row),
        };
    }
    let words = answers
        .column_by_name(question)
        .unwrap()
        .as_dictionary::<Int8Type>();
    let key = words.keys().value(row) as usize;
    words.values().as_string::<i32>().value(key).to_owned()
}

fn truth_or_date(values: &ArrayRef, row: usize) -> String {
    if let Some(truths) = values.as_boolean_opt() {
        return truths.value(row).to_string();
    }
    let days = values.as_primitive::<arrow_array::types::Date32Type>();
    days.value_as_date(row).unwrap().to_string()
}

fn shown(found: (jargy::Outcome, Option<Value>)) -> String {
    match found {
        (_, Some(Value::Number(number))) => number.to_string(),
        (_, Some(Value::Enum(_, name))) => name.to_string(),
        (_, Some(Value::Date(date))) => date.to_string(),
        (_, Some(Value::Yes(yes))) => yes.to_string(),
        (outcome, None | Some(Value::None)) => outcome.word().to_owned(),
        (_, Some(other)) => panic!("{other:?}"),
    }
}

fn matter(rules: &str) -> Matter {
    library(rules)
        .on("2012-06-01".parse().unwrap())
        .matter("M")
        .unwrap()
}

/// Asks each question of some rows in every way, and gives the answers by row and question.
fn agree(matter: &Matter, questions: &[&str], sheet: &Sheet, rows: &[usize]) -> Vec<Vec<String>> {
    let answers = Columns::new(matter, questions)
        .unwrap()
        .decide(&batch(sheet))
        .unwrap();
    let prepared = matter.prepare(questions).unwrap();
    assert_eq!(prepared.beyond(), None);
    let (mut desk, mut form_desk, mut form) = (prepared.desk(), prepared.desk(), prepared.form());
    let mut all = Vec::new();
    for row in rows {
        let case = matter.case_from_json(&json(sheet, *row)).unwrap();
        let outcomes = desk.decide_case(&case, None).to_vec();
        form.read_facts(&case);
        let on_form = form_desk.decide(&form).to_vec();
        let mut line = Vec::new();
        for (number, name) in questions.iter().enumerate() {
            let ask = matter.ask(name).unwrap();
            let (outcome, value, _) = ask.outcome_and_due(&case, None);
            let expected = shown((outcome, value));
            let place = || format!("{name} of {}", json(sheet, *row));
            let naive = ask.naively(&case, None).unwrap();
            assert_eq!(shown((naive.0, naive.1)), expected, "{} naively", place());
            assert_eq!(
                shown((outcomes[number], desk.value(number))),
                expected,
                "{} at a desk",
                place()
            );
            assert_eq!(
                shown((on_form[number], form_desk.value(number))),
                expected,
                "{} on a form",
                place()
            );
            assert_eq!(
                told(&answers, name, *row),
                expected,
                "{} in columns, row {row}",
                place()
            );
            line.push(expected);
        }
        all.push(line);
    }
    all
}

fn rules(facts: &str, norms: &str) -> String {
    format!(
        "enum kind: low < middle < high\nmatter M \"m\"\n{facts}action act of M\naction other of M\n\
         code C \"c\" in force from 2000-01-01\n  in matters of M\n{norms}\n"
    )
}

const NUMBERS: &str = "  a : number\n  b : number\n  c : yes/no\n";

/// Rows run through the steps in chunks, and registers are used again: small numbers, gaps, small numbers, great ones.
#[test]
fn a_chunk_leaves_nothing_behind_for_the_next() {
    let matter = matter(&rules(
        NUMBERS,
        "article 1\n  define total as a + b\n  define area as a * b\n  define chosen as a if c, b otherwise\n\
         article 2\n  may act if area > 10\n  must not act if total < 0\n\
         article 3\n  may other if chosen > 2 and total != 7 and area != 12\n\
         article 4\n  define wide as all of\n    (a) area > 10\n  define narrow as all of\n    (a) area < 10\n  \
           define long as all of\n    (a) total >= 3\n  define short as all of\n    (a) chosen < 3\n",
    ));
    let chunk = 4096;
    let kinds = 5;
    let small = |row: usize, by: usize| Some(i32::try_from(row * by % 13).unwrap() - 4);
    let great = |row: usize| Some(2_000_000_000 - i32::try_from(row).unwrap());
    let cell = |row: usize, by: usize| match row / chunk {
        1 if (row + by).is_multiple_of(3) => None,
        3 => great(row),
        _ => small(row, by),
    };
    let rows = 0..chunk * kinds;
    let (a, b): (Vec<_>, Vec<_>) = rows.clone().map(|row| (cell(row, 3), cell(row, 5))).unzip();
    let c: Vec<Option<bool>> = rows
        .clone()
        .map(|row| (row / chunk != 1 || row % 4 != 0).then_some(row % 2 == 0))
        .collect();
    let sheet = vec![
        ("a", Cells::Whole(a.clone())),
        ("b", Cells::Whole(b.clone())),
        ("c", Cells::Yes(c)),
    ];
    let questions = [
        "total", "area", "chosen", "act", "other", "wide", "narrow", "long", "short",
    ];
    let sample: Vec<usize> = rows
        .clone()
        .filter(|row| row % 41 == 0 || row % chunk < 40)
        .collect();
    agree(&matter, &questions, &sheet, &sample);
    // and what a sum and a product are needs nobody else
    let answers = Columns::new(&matter, &questions)
        .unwrap()
        .decide(&batch(&sheet))
        .unwrap();
    for row in rows {
        let both = a[row].zip(b[row]).map(|(a, b)| (i64::from(a), i64::from(b)));
        let total = both.map_or("unknown".to_owned(), |(a, b)| (a + b).to_string());
        let area = both.map_or("unknown".to_owned(), |(a, b)| (a * b).to_string());
        assert_eq!(told(&answers, "total", row), total, "{row}");
        assert_eq!(told(&answers, "area", row), area, "{row}");
    }
}

/// Numbers just within 32 bits and just outside, with both signs.
#[test]
fn numbers_at_the_end_of_32_bits_are_answered_exactly() {
    let matter = matter(&rules(
        NUMBERS,
        "article 1\n  define gap as a - b\n  define contrary as -a\n  define doubled as 2 * a\n  define area as a * b\n\
           define floor as -2147483.648 if c, a otherwise\n\
         article 2\n  may act if -a > b\n  must not act if gap > 0\n\
         article 3\n  may other if floor <= -2147483.648\n  must not other if floor < -2147483.648\n",
    ));
    // a number stands as a count of thousandths
    let ends = [
        -2_147_484, -2_147_483, -2_097_152, -2_000_000, -1_500_000, -1_000, -1, 0, 1, 1_000, 1_500_000,
        2_000_000, 2_097_151, 2_147_483, 2_147_484,
    ];
    for lowest in [-3_000_000, -2_097_152, -1_048_576, 0] {
        for highest in [0, 1_048_575, 2_097_151, 3_000_000] {
            let ends: Vec<i32> = ends
                .iter()
                .copied()
                .filter(|end| (lowest..=highest).contains(end))
                .collect();
            let pairs = ends
                .iter()
                .flat_map(|a| ends.iter().map(move |b| (Some(*a), Some(*b))));
            let (a, b): (Vec<_>, Vec<_>) = pairs.unzip();
            let c = (0..a.len()).map(|row| Some(row % 3 == 1)).collect();
            let sheet = vec![
                ("a", Cells::Whole(a)),
                ("b", Cells::Whole(b)),
                ("c", Cells::Yes(c)),
            ];
            let rows: Vec<usize> = (0..sheet[0].1.rows()).collect();
            let questions = ["gap", "contrary", "doubled", "area", "floor", "act", "other"];
            agree(&matter, &questions, &sheet, &rows);
            // alone, where no other step needs more than 32 bits
            for question in questions {
                agree(&matter, &[question], &sheet, &rows);
            }
        }
    }
}

/// Alternatives of constants, facts and none, each in every place.
#[test]
fn each_alternative_is_chosen_in_its_place() {
    let facts = format!("{NUMBERS}  k : kind\n  d : date\n");
    let matter = matter(&rules(
        &facts,
        "article 1\n  define by_first as 10 if a < 0, 20 if a < 5, 30 if k is low, 40 otherwise\n\
           define by_second as b if c, 7 if k is low, a if k is middle, 9 otherwise\n\
           define by_third as 5 if c, b if k is low, 6 if k is middle, a otherwise\n\
           define ending as none if c, d otherwise\n  define lowest as 1 if c, none if k is low, a otherwise\n\
         article 2\n  may act if ending is none\n  must not act if ending < 2000-01-01\n\
         article 3\n  may other if lowest <= by_first and by_third != by_second\n  must not other if lowest is none\n",
    ));
    let rows = 0..240_usize;
    let whole = |by: usize| {
        let cells = rows
            .clone()
            .map(|row| Some(i32::try_from(row * by % 11).unwrap() - 3));
        Cells::Whole(cells.collect())
    };
    let kinds = ["low", "middle", "high"];
    let sheet: Sheet = vec![
        ("a", whole(7)),
        ("b", whole(5)),
        (
            "c",
            Cells::Yes(rows.clone().map(|row| Some(row % 5 < 2)).collect()),
        ),
        (
            "k",
            Cells::Words(rows.clone().map(|row| Some(kinds[row / 3 % 3])).collect()),
        ),
        (
            "d",
            Cells::Days(
                rows.clone()
                    .map(|row| Some(i32::try_from(row * 100).unwrap()))
                    .collect(),
            ),
        ),
    ];
    let all: Vec<usize> = rows.collect();
    let questions = [
        "by_first",
        "by_second",
        "by_third",
        "ending",
        "lowest",
        "act",
        "other",
    ];
    let answers = agree(&matter, &questions, &sheet, &all);
    let (Cells::Whole(a), Cells::Yes(c), Cells::Words(k)) = (&sheet[0].1, &sheet[2].1, &sheet[3].1) else {
        panic!("the facts stand in their order");
    };
    for row in all {
        let (a, c, k) = (a[row].unwrap(), c[row].unwrap(), k[row].unwrap());
        let first = match k {
            _ if a < 0 => "10",
            _ if a < 5 => "20",
            "low" => "30",
            _ => "40",
        };
        assert_eq!(answers[row][0], first);
        assert_eq!(answers[row][3] == "known", c, "{:?}", answers[row]);
        let act = if c { "permitted" } else { answers[row][5].as_str() };
        assert_eq!(answers[row][5], act);
        assert!(k != "low" || c || answers[row][6] == "forbidden");
    }
}

/// A value that is one of a few that are known, since it is not known which alternative holds, decides what all agree on.
#[test]
fn one_of_a_few_values_decides_what_they_agree_on() {
    let facts = format!("{NUMBERS}  k : kind\n");
    let said = [
        "share < 3",
        "share >= 3",
        "share is one of (1, 2)",
        "share is one of (1, 2, 5)",
        "share is one of (3, 4, 5, 6)",
        "a < share",
        "a >= share",
        "share > a",
        "share + a > a",
        "share = other_share",
        "other_share < share",
        "level is low or middle",
        "level is low or high",
        "level < high",
        "bonus < 10",
    ];
    let mut norms = String::from(
        "article 1\n  define share as 1 if c, 2 otherwise\n  define other_share as 3 if c, 4 otherwise\n\
           define level as low if c, middle otherwise\n  define bonus as share if k is low, a otherwise\n",
    );
    for (number, said) in said.iter().enumerate() {
        norms += &format!(
            "article {}\n  define x{number} as all of\n    (a) {said}\n",
            number + 2
        );
    }
    let matter = matter(&rules(&facts, &norms));
    let cells = [
        (Some(0), None, None),
        (Some(5), None, Some("low")),
        (Some(1), Some(true), None),
        (Some(2), Some(false), Some("low")),
        (None, None, Some("low")),
        (None, None, None),
        (None, Some(true), Some("high")),
    ];
    let sheet = vec![
        ("a", Cells::Whole(cells.iter().map(|cells| cells.0).collect())),
        ("c", Cells::Yes(cells.iter().map(|cells| cells.1).collect())),
        ("k", Cells::Words(cells.iter().map(|cells| cells.2).collect())),
    ];
    let names: Vec<String> = (0..said.len()).map(|number| format!("x{number}")).collect();
    let questions: Vec<&str> = names.iter().map(String::as_str).collect();
    let answers = agree(&matter, &questions, &sheet, &(0..cells.len()).collect::<Vec<_>>());
    // which of the two shares it is, is not known; that it is less than three is
    let expected = [
        (0, "true"),
        (1, "false"),
        (4, "false"),
        (5, "true"),
        (6, "false"),
        (7, "true"),
        (9, "false"),
        (10, "false"),
        (12, "unknown"),
        (13, "true"),
    ];
    for (number, expected) in expected {
        assert_eq!(answers[0][number], expected, "{}", said[number]);
    }
    // and each question asked alone
    for name in &questions {
        agree(&matter, &[name], &sheet, &(0..cells.len()).collect::<Vec<_>>());
    }
}

/// Only a case that does not fit, or hangs on one of a few values, is left to the evaluator of terms.
#[test]
fn what_fits_is_answered_by_the_steps() {
    let facts = format!("{NUMBERS}  e : number\n  k : kind\n");
    let matter = matter(&rules(
        &facts,
        "article 1\n  define volume as a * b * e\n  define rounded_a as a / 7, rounded up to a whole number\n  define total as a + b + e\n\
           define share as 1 if c, 2 otherwise\n  define open_share as share if k is low, a otherwise\n\
         article 2\n  may act when open_share > 2\n  may other when share > 2\n",
    ));
    let decided = |question: &str, facts: &str| {
        let prepared = matter.prepare(&[question]).unwrap();
        assert_eq!(prepared.beyond(), None);
        let mut desk = prepared.desk();
        let case = matter.case_from_json(&format!("{{\"facts\": {facts}}}")).unwrap();
        let outcome = desk.decide_case(&case, None)[0];
        let found = shown((outcome, desk.value(0)));
        let (outcome, value, _) = matter.ask(question).unwrap().outcome_and_due(&case, None);
        assert_eq!(found, shown((outcome, value)), "{question} of {facts}");
        (found, desk.went_term_by_term())
    };
    let steps = |answer: &str| (answer.to_owned(), false);
    let terms = |answer: &str| (answer.to_owned(), true);
    let small = "{\"a\": 20, \"b\": 3, \"e\": 4, \"c\": true, \"k\": \"low\"}";
    for (question, answer) in [
        ("volume", "240"),
        ("rounded_a", "3"),
        ("total", "27"),
        ("act", "unregulated"),
    ] {
        assert_eq!(decided(question, small), steps(answer), "{question}");
    }
    let great = "{\"a\": 2000000000, \"b\": 2000000000, \"e\": 2000000000}";
    assert_eq!(decided("volume", great), terms("8000000000000000000000000000"));
    // one of two values that are known, and wholly unknown
    assert_eq!(decided("other", "{}"), terms("unregulated"));
    assert_eq!(decided("act", "{\"k\": \"low\"}"), terms("unregulated"));
    assert_eq!(decided("act", "{\"c\": true}"), steps("unknown"));
    assert_eq!(decided("act", "{\"a\": 2, \"c\": true}"), terms("unregulated"));
    assert_eq!(decided("act", "{\"a\": 1, \"c\": true}"), steps("unregulated"));
    assert_eq!(decided("act", "{}"), steps("unknown"));
}

/// A norm that prevails and says nothing leaves the word to the one below it; one that says what is unknown does not.
#[test]
fn a_norm_that_says_nothing_prevails_over_nothing() {
    let text = format!(
        "{}order O \"o\" in force from 2000-01-01\n  in matters of M\narticle 1\n  define value as 3\n  define other_value as 4 if c\n",
        rules(
            NUMBERS,
            "article 1\n  define value as a if c\narticle 2\n  define other_value as a when b > 1\n\
             article 3\n  may act when value = 3\n  may other when other_value >= 4",
        )
    );
    let matter = matter(&text);
    let mut cells = Vec::new();
    for a in [None, Some(1), Some(3)] {
        for b in [None, Some(1), Some(2)] {
            for c in [None, Some(true), Some(false)] {
                cells.push((a, b, c));
            }
        }
    }
    let sheet = vec![
        ("a", Cells::Whole(cells.iter().map(|cells| cells.0).collect())),
        ("b", Cells::Whole(cells.iter().map(|cells| cells.1).collect())),
        ("c", Cells::Yes(cells.iter().map(|cells| cells.2).collect())),
    ];
    let questions = ["value", "other_value", "act", "other"];
    let answers = agree(&matter, &questions, &sheet, &(0..cells.len()).collect::<Vec<_>>());
    for ((a, _, c), answer) in cells.iter().zip(&answers) {
        let value = match (c, a) {
            (Some(false), _) => "3".to_owned(),
            (Some(true), Some(a)) => a.to_string(),
            _ => continue,
        };
        assert_eq!(answer[0], value, "{a:?} {c:?}");
    }
}

/// Every way of rounding, to steps of every kind, on both sides of every half.
#[test]
fn results_are_rounded_as_written() {
    let steps = [
        ("a whole number", 1_000),
        ("0.25", 250),
        ("3", 3_000),
        ("0.3", 300),
    ];
    let ways = ["up", "down", "half up", "half even"];
    let mut norms = String::from("article 1\n");
    let mut names = Vec::new();
    for (way_number, way) in ways.iter().enumerate() {
        for (step_number, (step, _)) in steps.iter().enumerate() {
            let name = format!("x{way_number}_{step_number}");
            norms += &format!("  define {name} as a, rounded {way} to {step}\n");
            names.push(name);
        }
    }
    let matter = matter(&rules("  a : number\n", &norms));
    let texts = [
        "0", "0.001", "0.124", "0.125", "0.126", "0.15", "0.375", "0.45", "0.499", "0.5", "0.501", "1",
        "1.499", "1.5", "1.501", "2.5", "2.7", "3.2", "3.5", "4.5", "7.5", "-0.001", "-0.125", "-0.5",
        "-0.75", "-1.5", "-1.501", "-2.5", "-4.5", "-7.5", "-3", "12.999",
    ];
    let sheet = vec![("a", Cells::Words(texts.iter().copied().map(Some).collect()))];
    let questions: Vec<&str> = names.iter().map(String::as_str).collect();
    let answers = agree(&matter, &questions, &sheet, &(0..texts.len()).collect::<Vec<_>>());
    for (text, answers) in texts.iter().zip(&answers) {
        let thousandths = jargy::Number::parse(text)
            .unwrap()
            .times(&jargy::Number::whole(1_000))
            .to_i64()
            .unwrap();
        for (number, way) in ways.iter().enumerate() {
            for ((step, unit), answer) in steps.iter().zip(&answers[number * steps.len()..]) {
                let (below, rest) = (thousandths.div_euclid(*unit), thousandths.rem_euclid(*unit));
                let up = match *way {
                    "up" => rest > 0,
                    "down" => false,
                    "half up" => 2 * rest >= *unit,
                    _ => 2 * rest > *unit || (2 * rest == *unit && below % 2 != 0),
                };
                let expected = (below + i64::from(up)) * unit;
                let expected = jargy::Number::whole(expected).divided_by(&jargy::Number::whole(1_000));
                assert_eq!(
                    *answer,
                    expected.unwrap().to_string(),
                    "{text}, rounded {way} to {step}"
                );
            }
        }
    }
}

/// Elements of a list against facts of their case, in cases with many elements, few and none.
#[test]
fn elements_are_compared_with_facts_of_their_case() {
    let text = "record item\n  v : number or none\n  since : date\nmatter M \"m\"\n  n : number\n  d : date\n  c : yes/no\n  xs : list of item\n\
        action act of M\naction other of M\ncode C \"c\" in force from 2000-01-01\n  in matters of M\n\
        article 1\n  may act if exists x in xs where x.v > n\n  must not act if every x in xs : x.since < d\n\
        article 2\n  may other if every x in xs : (x.v + n > 3 or c)\n\
        article 3\n  define above as count of xs where (v >= n and not c)\n  define total as sum of xs.v\n  define top as maximum of xs.v\n";
    let matter = matter(text);
    let questions = ["act", "other", "above", "total", "top"];
    let lists = [
        "[]",
        "[{\"v\": 1, \"since\": \"2012-01-01\"}]",
        "[{\"v\": 1, \"since\": \"2012-01-01\"}, {\"v\": 5, \"since\": \"2012-03-01\"}, {\"v\": null, \"since\": \"2012-05-01\"}]",
        "[{\"v\": 3, \"since\": \"2012-02-01\"}, {\"since\": \"2012-02-01\"}]",
        "[{\"v\": 4}, {\"v\": 2}, {\"v\": 2.5}, {\"v\": 0}]",
    ];
    let mut desk = matter.prepare(&questions).unwrap().desk();
    let mut seen = std::collections::BTreeSet::new();
    for list in lists {
        for n in ["\"n\": 0, ", "\"n\": 2, ", "\"n\": 4.5, ", ""] {
            for d in [
                "\"d\": \"2011-02-01\", ",
                "\"d\": \"2012-02-01\", ",
                "\"d\": \"2013-01-01\", ",
                "",
            ] {
                for c in ["\"c\": true, ", "\"c\": false, ", ""] {
                    let facts = format!("{{\"facts\": {{{n}{d}{c}\"xs\": {list}}}}}");
                    let case = matter.case_from_json(&facts).unwrap();
                    let outcomes = desk.decide_case(&case, None).to_vec();
                    for (number, name) in questions.iter().enumerate() {
                        let ask = matter.ask(name).unwrap();
                        let (outcome, value, _) = ask.outcome_and_due(&case, None);
                        let expected = shown((outcome, value));
                        let naive = ask.naively(&case, None).unwrap();
                        assert_eq!(shown((naive.0, naive.1)), expected, "{name} of {facts} naively");
                        let found = shown((outcomes[number], desk.value(number)));
                        assert_eq!(found, expected, "{name} of {facts}");
                        seen.insert((number, expected));
                    }
                    assert!(!desk.went_term_by_term());
                }
            }
        }
    }
    for word in ["permitted", "forbidden", "unregulated", "unknown"] {
        assert!(seen.contains(&(0, word.to_owned())), "{word}");
    }
}

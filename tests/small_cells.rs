//! Columns of whole numbers, months and days without gaps: they run in 32 bits where they fit, and answer as cases do.

use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Int32Array, IntervalYearMonthArray, RecordBatch,
};
use jargy::{Columns, Library, Matter};
use proptest::prelude::*;
use std::sync::Arc;

const LEVELS: [&str; 5] = ["one", "two", "three", "four", "five"];

/// Rules of every kind of step that runs in 32 bits, with one, two and three guarded constants.
fn rules(order: &str, factor: i32, portions: [i32; 3], bound: i32) -> String {
    let [p, q, r] = portions;
    format!(
        "enum level: one < two < three < four < five\nmatter M \"m\"\n  a : number \"a\"\n  b : number \"b\"\n  s : duration \"s\"\n  \
         t : duration \"t\"\n  d : date \"d\"\n  e : date \"e\"\n  level : level \"level\"\n  sure : yes/no \"sure\"\n\
         action act of M\naction other of M\naction third of M\naction fourth of M\ncode C \"c\" in force from 2000-01-01\n  in matters of M\n\
         article 1\n  define portion as {p} if level is one or four, {q} if sure, {r} otherwise\n  may act if a {order} portion * b\n\
         article 2\n  define share as {p}/7 if sure, {q}/3 otherwise\n  may other if s {order} share * t and level is not three\n\
         article 3\n  define least as b if sure, a if level <= two, {p} if level is five, {r} otherwise\n  \
         may third if {factor} * a + b {order} least\n  must not third if a {order} {bound}\n\
         article 4\n  may fourth if d {order} e and not (s {order} {portion} months and level is two or five)\n",
        portion = p.abs(),
    )
}

#[derive(Debug, Clone)]
struct Row {
    a: i32,
    b: i32,
    s: i32,
    t: i32,
    d: i32,
    e: i32,
    level: usize,
    yes: bool,
}

fn number() -> impl Strategy<Value = i32> {
    prop_oneof![
        -3..8_i32,
        -3_000_000..3_000_000_i32,
        Just(i32::MAX),
        Just(i32::MIN),
        any::<i32>()
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let months = || prop_oneof![0..300_i32, Just(999_999_999), 0..1_000_000_000_i32];
    let days = || prop_oneof![-3..4_i32, -719_162..2_932_896_i32];
    let levels = 0..LEVELS.len();
    (
        number(),
        number(),
        months(),
        months(),
        days(),
        days(),
        levels,
        any::<bool>(),
    )
        .prop_map(|(a, b, s, t, d, e, level, yes)| Row {
            a,
            b,
            s,
            t,
            d,
            e,
            level,
            yes,
        })
}

fn batch(rows: &[Row]) -> RecordBatch {
    let whole = |of: fn(&Row) -> i32| Int32Array::from_iter_values(rows.iter().map(of));
    let months = |of: fn(&Row) -> i32| IntervalYearMonthArray::from_iter_values(rows.iter().map(of));
    let days = |of: fn(&Row) -> i32| Date32Array::from_iter_values(rows.iter().map(of));
    let levels: DictionaryArray<Int8Type> = rows.iter().map(|row| LEVELS[row.level]).collect();
    let yes: Vec<bool> = rows.iter().map(|row| row.yes).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("a", Arc::new(whole(|row| row.a))),
        ("b", Arc::new(whole(|row| row.b))),
        ("s", Arc::new(months(|row| row.s))),
        ("t", Arc::new(months(|row| row.t))),
        ("d", Arc::new(days(|row| row.d))),
        ("e", Arc::new(days(|row| row.e))),
        ("level", Arc::new(levels)),
        ("sure", Arc::new(BooleanArray::from(yes))),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn json(row: &Row) -> String {
    let date = |days: i32| {
        let epoch: jargy::Date = "1970-01-01".parse().unwrap();
        epoch
            .checked_add_signed(chrono::TimeDelta::days(i64::from(days)))
            .unwrap()
    };
    format!(
        "{{\"facts\":{{\"a\":{},\"b\":{},\"s\":\"P{}M\",\"t\":\"P{}M\",\"d\":\"{}\",\"e\":\"{}\",\"level\":\"{}\",\"sure\":{}}}}}",
        row.a,
        row.b,
        row.s,
        row.t,
        date(row.d),
        date(row.e),
        LEVELS[row.level],
        row.yes
    )
}

fn agree(matter: &Matter, rows: &[Row]) -> Result<(), TestCaseError> {
    let questions = ["act", "other", "third", "fourth"];
    let answers = Columns::new(matter, &questions)
        .unwrap()
        .decide(&batch(rows))
        .unwrap();
    for name in questions {
        let ask = matter.ask(name).unwrap();
        let column = answers.column_by_name(name).unwrap().as_dictionary::<Int8Type>();
        let words = column.values().as_string::<i32>();
        for (number, row) in rows.iter().enumerate() {
            let case = matter.case_from_json(&json(row)).unwrap();
            let expected = ask.outcome_and_due(&case, None).0.word();
            let found = words.value(column.keys().value(number) as usize);
            prop_assert_eq!(found, expected, "{} of {:?}", name, row);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn small_cells_are_answered_as_cases(
        order in prop::sample::select(vec!["<", "<=", ">", ">=", "is", "is not"]),
        factor in prop_oneof![-3..4_i32, any::<i32>()],
        portions in prop::array::uniform3(prop_oneof![1..5_i32, 1..100_000_i32]),
        bound in number(),
        rows in prop::collection::vec(row(), 1..70),
        small in prop::collection::vec(row(), 1..70),
    ) {
        let library = Library::from_texts([("test.law", rules(order, factor, portions, bound).as_str())]);
        let library = library.unwrap_or_else(|error| panic!("{error}"));
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        agree(&matter, &rows)?;
        // one great number among many would keep them all from running in 32 bits
        let small: Vec<Row> = small.into_iter().map(|row| Row {
            a: row.a % 1_000, b: row.b % 1_000, s: row.s % 300, t: row.t % 300, ..row
        }).collect();
        agree(&matter, &small)?;
    }
}

#[test]
fn an_interval_that_no_case_can_have_is_refused_in_its_row() {
    let matter = Library::from_texts([("test.law", rules("<=", 2, [1, 2, 3], 5).as_str())]).unwrap();
    let matter = matter.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let plain = Row {
        a: 1,
        b: 1,
        s: 3,
        t: 3,
        d: 0,
        e: 1,
        level: 0,
        yes: true,
    };
    let rows = [-3, 7, 1_000_000_000, i32::MIN].map(|s| Row { s, ..plain.clone() });
    for questions in [&["other"][..], &["act"], &["fourth"]] {
        let answers = Columns::new(&matter, questions)
            .unwrap()
            .decide(&batch(&rows))
            .unwrap();
        let errors = answers.column_by_name("__error").unwrap().as_string::<i32>();
        let said: Vec<Option<&str>> = errors.iter().collect();
        assert_eq!(said[1], None);
        for (row, months) in [(0, "P-3M"), (2, "P1000000000M"), (3, "P-2147483648M")] {
            assert!(
                said[row].is_some_and(|why| why.contains(&format!("`{months}` is not a duration"))),
                "{said:?}"
            );
        }
    }
}

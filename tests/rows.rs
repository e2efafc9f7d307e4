//! Rows of tables beside the same cases as JSON: the last day of a limit, what reading a row leaves out of it, and how long
//! a row may be.

use crate::support::{Folder, said};
use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{
    Array, ArrayRef, Date32Array, ListArray, RecordBatch, StringArray, StructArray,
    TimestampMicrosecondArray, TimestampSecondArray,
};
use arrow_schema::{DataType, Field};
use jargy::{Case, Columns, Library, Matter};
use std::process::Output;
use std::sync::Arc;

const RULES: &str = "jurisdiction j \"J\" zone \"Europe/Paris\"\nrecord Visit\n  held_at : moment\nmatter M \"m\"\n  d : date\n  m : moment\n  kept : moment to the minute or none\n  tod : time of day\n  \
    held_on : list of date\n  visits : list of Visit\n  done_on : date or none\n\
    action by_day of M\naction by_hour of M\naction by_either of M\naction monthly of M\naction by_six of M\naction open of M\naction chain of M\naction free of M\n\
    code C \"c\" of j in force from 2000-01-01\n  in matters of M\n\
    article 1\n  must by_day within 10 days of d done done_on\n\
    article 2\n  must by_hour within 72 hours of m done done_on\n\
    article 3\n  must by_either within 3 days of d or 72 hours of m, whichever is later done done_on\n\
    article 4\n  must monthly at least once in every calendar month from d done held_on\n\
    article 5\n  must by_six within 1 month of d done done_on\n\
    article 6\n  must open done done_on\n\
    article 7\n  must chain within 2 days of d done done_on otherwise must free within 5 hours of due_at done kept\n\
    article 8\n  define at as tod\n  define last as latest of visits.held_at\n  define of_m as m\n  define of_kept as kept\n\
    article 9\n  counting rule of C\n  except for by_six\n    days : first day not counted; ends at 18:00 of the last day\n";

fn library() -> Library {
    crate::support::library(RULES)
}

fn matter() -> Matter {
    library().on("2012-06-01".parse().unwrap()).matter("M").unwrap()
}

const DUTIES: [&str; 8] = [
    "by_day",
    "by_hour",
    "by_either",
    "monthly",
    "by_six",
    "open",
    "chain",
    "free",
];

struct Place(Folder);

impl std::ops::Deref for Place {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

impl Place {
    fn new() -> Place {
        Place(Folder::with(RULES))
    }

    fn batch(&self, input: &str, more: &[&str]) -> Output {
        let fixed = [
            "batch",
            input,
            "--matter",
            "M",
            "--on",
            "2012-06-01",
            "-o",
            "out.csv",
        ];
        self.jargy(&[&fixed, more].concat())
    }

    /// One column of the answers.
    fn column(&self, name: &str) -> Vec<String> {
        let mut reader = csv::Reader::from_path(self.path("out.csv")).unwrap();
        let place = reader
            .headers()
            .unwrap()
            .iter()
            .position(|known| known == name)
            .unwrap();
        reader
            .records()
            .map(|row| row.unwrap()[place].to_owned())
            .collect()
    }
}

/// The last days of all duties as JSON has them.
fn last_days(matter: &Matter, case: &Case) -> Vec<String> {
    let ask = |name: &&str| {
        let json = jargy::answer_json(&matter.ask(name).unwrap().decide(case, None), false);
        json["due_on"].as_str().unwrap_or_default().to_owned()
    };
    DUTIES.iter().map(ask).collect()
}

const DAYS: [&str; 6] = [
    "2012-01-31",
    "2012-02-29",
    "2012-03-24",
    "2012-05-30",
    "2012-10-27",
    "",
];
const MOMENTS: [&str; 6] = [
    "2012-01-31T10:15:00Z",
    "2012-02-28T22:59:59Z",
    "2012-03-24T22:59:59Z",
    "2012-05-30T21:59:59Z",
    "2012-10-25T12:00:00Z",
    "",
];
const AT: [&str; 3] = [
    "2012-02-05T12:00:00Z",
    "2012-06-20T12:00:00Z",
    "2013-01-01T12:00:00Z",
];

#[test]
fn the_last_day_of_a_limit_stands_beside_its_due_moment() {
    let (place, matter) = (Place::new(), matter());
    let mut table = "d,m,at,done_on\n".to_owned();
    let mut lines = String::new();
    let mut expected: Vec<Vec<String>> = Vec::new();
    for d in DAYS {
        for m in MOMENTS {
            for at in AT {
                table += &format!("{d},{m},{at},none\n");
                let mut facts = serde_json::json!({ "done_on": null });
                for (name, value) in [("d", d), ("m", m)] {
                    if !value.is_empty() {
                        facts[name] = value.into();
                    }
                }
                let json = serde_json::json!({ "at": at, "facts": facts }).to_string();
                expected.push(last_days(&matter, &matter.case_from_json(&json).unwrap()));
                lines += &format!("{json}\n");
            }
        }
    }
    place.write("cases.csv", &table);
    place.write("cases.ndjson", &lines);
    let asked: Vec<&str> = DUTIES.iter().flat_map(|duty| ["--ask", duty]).collect();
    for input in ["cases.csv", "cases.ndjson"] {
        for more in [&[][..], &["--why"]] {
            let output = place.batch(input, &[&asked, more].concat());
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
            for (number, duty) in DUTIES.iter().enumerate() {
                let found = place.column(&format!("{duty}__due_on"));
                let wanted: Vec<&String> = expected.iter().map(|row| &row[number]).collect();
                assert_eq!(found.iter().collect::<Vec<_>>(), wanted, "{duty} in {input}");
            }
        }
    }
    // days and hours are told apart, also where either may count
    let days = |duty: &str| {
        expected
            .iter()
            .filter(|row| !row[DUTIES.iter().position(|known| *known == duty).unwrap()].is_empty())
            .count()
    };
    assert!(days("by_day") > 0 && days("by_six") > 0 && days("by_either") > 0);
    assert_eq!((days("by_hour"), days("open"), days("free")), (0, 0, 0));
    assert!(
        days("by_either")
            < place
                .column("by_either__due_at")
                .iter()
                .filter(|due| !due.is_empty())
                .count()
    );
}

#[test]
fn what_recurs_is_due_on_the_last_day_of_its_period() {
    let (place, matter) = (Place::new(), matter());
    let case = |held: &str, at: &str| {
        format!("{{\"at\": \"{at}\", \"facts\": {{\"d\": \"2012-01-10\", \"held_on\": {held}}}}}")
    };
    let lines = [
        case("[]", AT[0]),
        case("[\"2012-02-03\"]", AT[0]),
        case("[\"2012-02-03\", \"2012-03-01\"]", AT[1]),
    ];
    place.write("cases.ndjson", lines.join("\n"));
    place.batch("cases.ndjson", &["--ask", "monthly"]);
    let place_of = DUTIES.iter().position(|known| *known == "monthly").unwrap();
    let wanted = lines
        .each_ref()
        .map(|line| last_days(&matter, &matter.case_from_json(line).unwrap())[place_of].clone());
    assert_eq!(place.column("monthly__due_on"), wanted);
    assert!(wanted.iter().any(|day| !day.is_empty()), "{wanted:?}");
}

#[test]
fn columns_of_arrow_have_the_last_day_as_a_date() {
    let matter = matter();
    let batch = RecordBatch::try_from_iter([
        (
            "d",
            Arc::new(Date32Array::from(vec![Some(15_370), None, Some(15_400)])) as ArrayRef,
        ),
        (
            "m",
            Arc::new(
                TimestampSecondArray::from(vec![1_328_000_000, 1_328_000_000, 1_338_000_000])
                    .with_timezone("UTC"),
            ),
        ),
    ])
    .unwrap();
    let columns = Columns::new(&matter, &["by_day", "by_hour", "by_either"]).unwrap();
    let columns = columns.at(jargy::Moment::from_seconds(1_338_508_800).unwrap());
    let answers = columns.decide(&batch).unwrap();
    let days = |name: &str| {
        let column = answers.column_by_name(name).unwrap();
        assert_eq!(column.data_type(), &DataType::Date32);
        let cells = column.as_primitive::<Date32Type>();
        (0..3)
            .map(|row| cells.is_valid(row).then(|| cells.value(row)))
            .collect::<Vec<_>>()
    };
    assert_eq!(days("by_day__due_on"), [Some(15_380), None, Some(15_410)]);
    assert_eq!(days("by_hour__due_on"), [None; 3]);
    assert_eq!(days("by_either__due_on"), [Some(15_373), None, None]);
}

/// The remarks of the same cases as JSON.
fn remarks(matter: &Matter, cases: &[serde_json::Value]) -> Vec<String> {
    let notes = |case: &serde_json::Value| {
        let case = matter.case_from_json(&case.to_string()).unwrap();
        let answer = matter.ask("of_m").unwrap().decide(&case, None);
        let notes = answer.notes().iter().filter(|note| note.kind == "input");
        notes.map(|note| note.text.clone()).collect::<Vec<_>>().join("; ")
    };
    cases.iter().map(notes).collect()
}

#[test]
fn a_part_of_a_time_that_is_dropped_is_noted_in_its_row() {
    let (place, matter) = (Place::new(), matter());
    let rows = [
        (
            "2012-06-01T10:15:00Z",
            "2012-06-01T10:15:00Z",
            "09:30",
            "2012-06-02T00:00:00Z",
        ),
        (
            "2012-06-01T10:15:59.5Z",
            "2012-06-01T10:15:00Z",
            "09:30:59",
            "2012-06-02T00:00:00Z",
        ),
        (
            "2012-06-01T10:15:59Z",
            "2012-06-01T10:15:01Z",
            "09:30:00.25",
            "2012-06-02T00:00:00Z",
        ),
        (
            "2012-06-01T10:15:59Z",
            "2012-06-01T10:15:00.9Z",
            "09:30",
            "2012-06-02T00:00:00.001Z",
        ),
    ];
    let mut table = "m,kept,tod,at\n".to_owned();
    let mut cases = Vec::new();
    for (m, kept, tod, at) in rows {
        table += &format!("{m},{kept},{tod},{at}\n");
        cases.push(serde_json::json!({ "at": at, "facts": { "m": m, "kept": kept, "tod": tod } }));
    }
    let wanted = remarks(&matter, &cases);
    assert_eq!(
        wanted.iter().map(|note| note.is_empty()).collect::<Vec<_>>(),
        [true, false, false, false]
    );
    assert_eq!(wanted[2].matches("is taken to the").count(), 2, "{}", wanted[2]);
    place.write("cases.csv", &table);
    place.write(
        "cases.ndjson",
        cases.iter().map(|case| format!("{case}\n")).collect::<String>(),
    );
    for input in ["cases.csv", "cases.ndjson"] {
        for more in [
            &["--ask", "of_m"][..],
            &["--ask", "of_m", "--ask", "by_either"],
            &["--ask", "of_m", "--why"],
        ] {
            let output = place.batch(input, more);
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
            // a note is of its row, as an error is
            let mut notes = place.column("__note");
            let mut same = wanted.clone();
            for notes in [&mut notes, &mut same] {
                for note in notes {
                    *note = note.replace("facts.", "");
                }
            }
            assert_eq!(notes, same, "{input} {more:?}");
            let line = "note: a part of a time was dropped in 3 rows: the column `__note` says which";
            assert!(said(&output).contains(line), "{}", said(&output));
        }
    }
    place.write(
        "cases.csv",
        "m,kept\n2012-06-01T10:15:59Z,2012-06-01T10:15:00Z\n2012-06-01T10:15:59.5Z,never\n",
    );
    let output = place.batch("cases.csv", &["--ask", "of_m"]);
    assert!(!said(&output).contains("a part of a time"), "{}", said(&output));
    assert_eq!(place.column("__note"), ["", ""]);
}

#[test]
fn a_part_of_a_time_that_is_dropped_from_a_column_of_timestamps_is_noted() {
    let matter = matter();
    let micros = |of: [i64; 4]| TimestampMicrosecondArray::from(of.to_vec()).with_timezone("UTC");
    let held = micros([
        1_338_545_700_000_000,
        1_338_545_700_000_001,
        1_338_545_700_000_000,
        1_338_545_701_000_000,
    ]);
    let field = Arc::new(Field::new("held_at", held.data_type().clone(), true));
    let visits: ArrayRef = Arc::new(StructArray::from(vec![(field, Arc::new(held) as ArrayRef)]));
    let item = Arc::new(Field::new("item", visits.data_type().clone(), true));
    let offsets =
        arrow_array::ListArray::from_iter_primitive::<Date32Type, _, _>(vec![Some(vec![Some(0)]); 4]);
    let visits = ListArray::new(item, offsets.offsets().clone(), visits, None);
    let batch = RecordBatch::try_from_iter([
        (
            "m",
            Arc::new(micros([
                1_338_545_700_000_000,
                1_338_545_700_000_000,
                1_338_545_759_000_000,
                1_338_545_759_999_999,
            ])) as ArrayRef,
        ),
        (
            "kept",
            Arc::new(micros([
                1_338_545_700_000_000,
                1_338_545_700_000_000,
                1_338_545_701_000_000,
                1_338_545_700_000_000,
            ])) as ArrayRef,
        ),
        ("visits", Arc::new(visits)),
        ("tod", Arc::new(StringArray::from(vec!["09:30"; 4]))),
    ])
    .unwrap();
    let plain = Columns::new(&matter, &["of_m", "last"]).unwrap();
    let why = Columns::new(&matter, &["of_m", "last"]).unwrap().with_reasons();
    let mut all = Vec::new();
    for columns in [plain, why] {
        let answers = columns.decide(&batch).unwrap();
        let notes = answers.column_by_name("__note").unwrap().as_string::<i32>();
        let notes: Vec<String> = notes
            .iter()
            .map(|note| note.unwrap_or_default().to_owned())
            .collect();
        assert!(notes[0].is_empty(), "{notes:?}");
        assert!(
            notes[1].contains("visits[0].held_at") && notes[1].contains("2012-06-01T10:15:00.000001Z"),
            "{notes:?}"
        );
        assert!(
            notes[2].contains("`facts.kept` is taken to the minute"),
            "{notes:?}"
        );
        assert!(
            notes[3].contains("m") && notes[3].contains("10:15:59.999999Z"),
            "{notes:?}"
        );
        all.push(notes);
    }
    assert_eq!(all[0], all[1]);
}

/// Rows answered, and what is wrong with the others.
fn told(place: &Place, text: &str) -> Vec<String> {
    place.write("long.csv", text);
    let output = place.batch("long.csv", &["--ask", "of_kept"]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
    let outcomes = place.column("of_kept").into_iter().zip(place.column("__error"));
    outcomes
        .map(|(outcome, wrong)| format!("{outcome}{wrong}"))
        .collect()
}

#[test]
fn a_row_of_csv_is_as_long_as_one_mebibyte_and_no_longer() {
    let place = Place::new();
    let most = 1 << 20;
    let of_length = |length: usize, fill: &str| {
        let row = "none,".len() + "\n".len();
        format!("kept,tod\nnone,{}\nnone,\n", fill.repeat(length - row))
    };
    // the cell is no time of day, so that a row that is read says so
    let read = |rows: &[String]| rows.len() == 2 && rows[0].starts_with("facts.tod") && rows[1] == "known";
    let rows = told(&place, &of_length(most, "x"));
    assert!(
        read(&rows),
        "{:?}",
        rows.iter()
            .map(|row| row.chars().take(80).collect::<String>())
            .collect::<Vec<_>>()
    );
    assert_eq!(
        told(&place, &of_length(most + 1, "x")),
        ["the row is longer than 1 MiB", "known"]
    );
}

#[test]
fn a_quoted_cell_of_csv_may_end_as_far_as_one_mebibyte_on() {
    let place = Place::new();
    // a cell of two lines, in a row of so many bytes
    let of_length = |length: usize| {
        let row = "none,\"x\n\"\n".len();
        format!("kept,tod\nnone,\"x\n{}\"\nnone,\n", "y".repeat(length - row))
    };
    let rows = told(&place, &of_length(1 << 20));
    assert_eq!(rows.len(), 2);
    assert!(
        rows[0].starts_with("facts.tod"),
        "{}",
        rows[0].chars().take(80).collect::<String>()
    );
    assert_eq!(rows[1], "known");
    // one byte more, and it ends with its line; what follows are rows
    let rows = told(&place, &of_length((1 << 20) + 1));
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0], "a quotation mark is not closed");
    assert!(
        rows[1].starts_with("the row has 1 cells"),
        "{}",
        rows[1].chars().take(80).collect::<String>()
    );
    assert_eq!(rows[2], "known");
}

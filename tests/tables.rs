//! Tables as they come: blank lines, other delimiters, byte order marks, rare types of columns, damaged files. Each row keeps
//! its place, and each answer is right or says what is wrong.

use crate::support::{Folder, said};
use arrow_array::{ArrayRef, RecordBatch};
use std::process::Output;
use std::sync::Arc;

const RULES: &str = "enum kind: low < high\nrecord Person \"person\"\n  name : text\nmatter M \"m\"\n  n : number\n  txt : text\n  tx2 : text\n  d : date\n  term : duration\n  days : duration in days\n  hrs : duration in hours\n  tod : time of day\n  kind : kind\n  \
    person : Person\n  dates : list of date\naction act of M\nparameter rate : number\n  10 from 2000-01-01\nparameter left : number\ncode C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n  may act when n > 10\narticle 2\n  define more as n + 1\n  \
    define handed as txt\n  define by_rate as n * rate\n  define by_left as n * left\n  define on_day as d\n  define for_term as term\n  define for_days as days\n  define for_hrs as hrs\n  define at_time as tod\n  define served as count of dates\n  \
    define chosen as\n    \"fixed\" if n > 10\n    txt otherwise\nact B \"b\" adopted 2011-01-01, in force from 2012-01-01\namends C\n  change norm of article 2\n    define handed as tx2\n";

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

    fn batch(&self, input: &str, question: &str, more: &[&str]) -> Output {
        let fixed = [
            "batch",
            input,
            "--matter",
            "M",
            "--ask",
            question,
            "--on",
            "2010-06-01",
        ];
        let to = ["-o", "-", "--output-format", "csv"];
        let to = if more.contains(&"-o") { &[][..] } else { &to };
        self.jargy(&[&fixed, to, more].concat())
    }

    /// Outcome, value and what is wrong, row by row.
    fn rows(&self, input: &str, question: &str, more: &[&str]) -> Vec<String> {
        let output = self.batch(input, question, more);
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        assert!(!text.is_empty(), "{}", said(&output));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let names = reader.headers().unwrap().clone();
        let value = format!("{question}__value");
        let wanted = [question, value.as_str(), "__error"];
        let rows = reader.records().map(|row| {
            let row = row.unwrap();
            let cells = wanted
                .iter()
                .filter_map(|name| row.get(names.iter().position(|known| known == *name)?));
            cells
                .filter(|cell| !cell.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        });
        rows.collect()
    }

    fn parquet(&self, name: &str, columns: Vec<(&str, ArrayRef)>) {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let file = std::fs::File::create(self.path(name)).unwrap();
        let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }
}

#[test]
fn blank_lines_keep_their_place() {
    let place = Place::new();
    for (text, rows) in [
        ("n\n12\n\n13\n", &["known 13", "unknown", "known 14"][..]),
        (
            "n\r\n12\r\n\r\n13\r\n\r\n",
            &["known 13", "unknown", "known 14", "unknown"],
        ),
        (
            "\n\nn,txt\n12,a\n\n13,b\n\n\n",
            &["known 13", "the line is blank", "known 14"],
        ),
    ] {
        place.write("blank.csv", text);
        assert_eq!(place.rows("blank.csv", "more", &[]), rows, "{text:?}");
    }
    place.write("blank.ndjson", "{\"n\":12}\n\n{\"n\":13}\n\n");
    assert_eq!(
        place.rows("blank.ndjson", "more", &[]),
        ["known 13", "the line is blank", "known 14"]
    );
}

#[test]
fn a_text_of_the_case_is_handed_on_with_and_without_reasons() {
    let place = Place::new();
    place.write("text.csv", "txt,n\nabc,1\nxyz,11\n,1\nfixed,2\n");
    for more in [&[][..], &["--why"]] {
        assert_eq!(
            place.rows("text.csv", "handed", more),
            ["known abc", "known xyz", "unknown", "known fixed"]
        );
        assert_eq!(
            place.rows("text.csv", "chosen", more),
            ["known abc", "known fixed", "unknown", "known fixed"]
        );
    }
    place.write("text.ndjson", "{\"txt\":\"abc\"}\n{\"txt\":\"fixed\"}\n");
    assert_eq!(
        place.rows("text.ndjson", "handed", &[]),
        ["known abc", "known fixed"]
    );
    place.write("im.csv", "txt,tx2\nabc,xyz\nsame,same\n");
    let output = place.jargy(&[
        "impact",
        "im.csv",
        "--from",
        "2011-12-31",
        "--to",
        "2012-01-01",
        "--matter",
        "M",
        "--ask",
        "handed",
    ]);
    assert!(
        said(&output).starts_with("1 of 2 rows change\nhanded: known abc -> known xyz: 1\n"),
        "{}",
        said(&output)
    );
}

/// What a register holds means one thing under the law of one date and another under that of the next.
#[test]
fn rows_of_several_dates_are_each_told_by_their_own_law() {
    let place = Place::new();
    place.write(
        "rules.law",
        RULES
            .replace("define handed as txt", "define handed as n / 2")
            .replace("define handed as tx2", "define handed as n"),
    );
    place.write(
        "dates.csv",
        "on,n\n2010-01-01,4\n2013-01-01,2\n2013-01-01,4\n2010-01-01,8\n",
    );
    let output = place.jargy(&[
        "batch",
        "dates.csv",
        "--matter",
        "M",
        "--ask",
        "handed",
        "-o",
        "out.csv",
    ]);
    assert!(output.status.success(), "{}", said(&output));
    let text = std::fs::read_to_string(place.path("out.csv")).unwrap();
    let values: Vec<&str> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(1).unwrap())
        .collect();
    assert_eq!(values, ["2", "2", "4", "4"]);
}

#[test]
fn another_delimiter_is_recognised_and_can_be_said() {
    let place = Place::new();
    for (delimiter, many, said_so) in [
        (';', "semicolons", "';'"),
        ('\t', "tabs", "tab"),
        ('|', "bars", "'|'"),
    ] {
        place.write(
            "other.csv",
            format!("n{delimiter}txt\n12{delimiter}\"a{delimiter}b\"\n1,5{delimiter}a\n"),
        );
        let output = place.batch("other.csv", "more", &[]);
        assert_eq!(output.status.code(), Some(2));
        let expected = format!("the file is separated by {many}: read it with --delimiter {said_so}");
        assert!(said(&output).contains(&expected), "{}", said(&output));
        let said_so = said_so.trim_matches('\'');
        let rows = place.rows("other.csv", "more", &["--delimiter", said_so]);
        assert_eq!(rows[0], "known 13");
        assert!(rows[1].contains("`1,5` is not a number: a comma"), "{rows:?}");
        assert_eq!(
            place.rows("other.csv", "handed", &["--delimiter", said_so])[0],
            format!("known a{delimiter}b")
        );
    }
    place.write("comma.csv", "n,txt\n1,5,a\n");
    assert!(place.rows("comma.csv", "more", &[])[0].contains("decimals are written with a point"));
    assert!(said(&place.batch("comma.csv", "more", &["--delimiter", ";"])).contains("separated by commas"));
    assert!(
        said(&place.batch("comma.csv", "more", &["--delimiter", "ab"]))
            .contains("--delimiter: one character")
    );
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_table_a_case_or_a_rule_file() {
    let place = Place::new();
    place.write("rules.law", format!("\u{feff}{RULES}"));
    place.write("bom.csv", "\u{feff}\"n\",txt\n12,a\n");
    place.write("bom.ndjson", "\u{feff}{\"n\":12}\n{\"n\":13}\n");
    assert_eq!(place.rows("bom.csv", "more", &[]), ["known 13"]);
    assert_eq!(place.rows("bom.ndjson", "more", &[]), ["known 13", "known 14"]);
    place.write(
        "a.json",
        "\u{feff}{\"matter\":\"M\",\"on\":\"2010-06-01\",\"facts\":{\"n\":12}}",
    );
    place.write("a.yaml", "\u{feff}matter: M\non: 2010-06-01\nfacts:\n  n: 12\n");
    place.write(
        "a.case",
        "\u{feff}scenario \"a\"\n  law on 2010-06-01\n  given M\n    n = 12\n  expect\n    more is 13\n",
    );
    for file in ["a.json", "a.yaml", "a.case"] {
        let output = place.jargy(&["eval", file, "--ask", "more"]);
        assert!(said(&output).contains("more: 13"), "{file}: {}", said(&output));
    }
}

#[test]
fn doubled_columns_and_those_of_set_parameters_are_refused() {
    let place = Place::new();
    let refused = |text: &str, why: &str| {
        place.write("wrong.csv", text);
        let output = place.batch("wrong.csv", "more", &[]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(said(&output).contains(why), "{text}: {}", said(&output));
    };
    refused("n,n\n1,2\n", "column `n`: it occurs twice");
    refused("n,on,on\n1,,\n", "column `on`: it occurs twice");
    refused("n,rate\n1,99\n", "a parameter whose value the law sets");
    refused("n,dates[1]\n1,2012-01-01\n", "an element of a list");
    place.write("open.csv", "n,left\n2,3\n");
    assert_eq!(place.rows("open.csv", "by_left", &[]), ["known 6"]);
    assert_eq!(place.rows("open.csv", "by_left", &["--why"]), ["known 6"]);
    let twice = place.batch("open.csv", "by_left", &["--ask", "by_left"]);
    assert!(
        said(&twice).contains("two columns of the answers"),
        "{}",
        said(&twice)
    );
}

#[test]
fn what_is_set_aside_never_replaces_the_answers_or_another_file() {
    let place = Place::new();
    place.write("cases.csv", "n\n1\nx\n");
    place.write("notes.txt", "mine\n");
    std::fs::hard_link(place.path("cases.csv"), place.path("linked.csv")).unwrap();
    for (rejects, why) in [
        ("out.csv", "is to hold the answers"),
        ("./out.csv", "is to hold the answers"),
        ("cases.csv", "is the table that is read"),
        ("linked.csv", "is the table that is read"),
        ("notes.txt", "holds no rows that were set aside"),
    ] {
        let output = place.batch("cases.csv", "more", &["-o", "out.csv", "--rejects", rejects]);
        assert_eq!(output.status.code(), Some(2), "{rejects}");
        assert!(said(&output).contains(why), "{}", said(&output));
    }
    assert!(!place.path("out.csv").exists());
    assert_eq!(
        std::fs::read_to_string(place.path("notes.txt")).unwrap(),
        "mine\n"
    );
    // rows that an earlier run set aside may be replaced; as a table they may not
    for _ in 0..2 {
        let output = place.batch(
            "cases.csv",
            "more",
            &["-o", "out.csv", "--rejects", "rejects.csv"],
        );
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    }
    let output = place.batch("rejects.csv", "more", &["--keep", "row", "--keep", "why"]);
    assert!(
        said(&output).contains("is the table that is read"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_line_that_is_too_long_is_set_aside_like_any_row() {
    let place = Place::new();
    let long = "x".repeat(16 << 20);
    place.write(
        "long.ndjson",
        format!("{{\"n\":1}}\n{{\"txt\":\"{long}\"}}\n{{\"n\":2}}\n"),
    );
    assert_eq!(
        place.rows("long.ndjson", "more", &[]),
        ["known 2", "the line is longer than 16777216 bytes", "known 3"]
    );
}

#[test]
fn exponents_and_digits_are_bounded_in_every_format() {
    let place = Place::new();
    let long = "a number has at most 64 digits";
    place.write("exp.csv", "n\n1e-2147483648\n1e64\n1e63\n");
    place.write(
        "exp.ndjson",
        "{\"n\":1e-2147483648}\n{\"n\":\"1e64\"}\n{\"n\":1e63}\n",
    );
    for file in ["exp.csv", "exp.ndjson"] {
        let rows = place.rows(file, "more", &[]);
        assert!(rows[0].contains(long) && rows[1].contains(long), "{rows:?}");
        assert_eq!(rows[2], format!("known 1{}1", "0".repeat(62)));
    }
    place.write("exp.yaml", "matter: M\nfacts:\n  n: 1e-2147483648\n");
    assert!(said(&place.jargy(&["eval", "exp.yaml"])).contains(long));
}

#[test]
fn rare_types_of_columns_are_read_or_refused_by_name() {
    use arrow_array::*;
    let place = Place::new();
    let decimals = Decimal128Array::from(vec![12_345_i128])
        .with_precision_and_scale(38, 2)
        .unwrap();
    let read: Vec<(&str, ArrayRef, &str, &str)> = vec![
        (
            "n",
            Arc::new(UInt64Array::from(vec![u64::MAX])),
            "more",
            "known 18446744073709551616",
        ),
        ("n", Arc::new(decimals), "more", "known 124.45"),
        (
            "txt",
            Arc::new(StringViewArray::from(vec!["a view of some text"])),
            "handed",
            "known a view of some text",
        ),
        (
            "txt",
            Arc::new(LargeStringArray::from(vec!["large"])),
            "handed",
            "known large",
        ),
        (
            "tod",
            Arc::new(Time64MicrosecondArray::from(vec![34_200_000_000])),
            "at_time",
            "known 09:30",
        ),
        (
            "tod",
            Arc::new(Time32MillisecondArray::from(vec![34_200_000])),
            "at_time",
            "known 09:30",
        ),
        (
            "hrs",
            Arc::new(DurationMillisecondArray::from(vec![7_200_000])),
            "for_hrs",
            "known PT2H",
        ),
        (
            "hrs",
            Arc::new(DurationNanosecondArray::from(vec![7_200_000_000_000])),
            "for_hrs",
            "known PT2H",
        ),
        (
            "d",
            Arc::new(Date32Array::from(vec![14_610])),
            "on_day",
            "known 2010-01-01",
        ),
    ];
    for (name, array, question, answer) in read {
        let data = array.data_type().clone();
        place.parquet("rare.parquet", vec![(name, array)]);
        assert_eq!(place.rows("rare.parquet", question, &[]), [answer], "{data}");
    }
    let wrong: Vec<(&str, ArrayRef, &str, &str)> = vec![
        (
            "hrs",
            Arc::new(DurationMillisecondArray::from(vec![1])),
            "for_hrs",
            "is not a duration",
        ),
        (
            "tod",
            Arc::new(Time64NanosecondArray::from(vec![1])),
            "at_time",
            "is not a time of day",
        ),
    ];
    for (name, array, question, why) in wrong {
        place.parquet("rare.parquet", vec![(name, array)]);
        let rows = place.rows("rare.parquet", question, &[]);
        assert!(rows[0].contains(why), "{rows:?}");
    }
    let refused: Vec<(&str, ArrayRef)> = vec![
        ("n", Arc::new(Float64Array::from(vec![1.5]))),
        ("txt", Arc::new(BinaryArray::from(vec![&b"a"[..]]))),
        ("at", Arc::new(Float64Array::from(vec![1.5]))),
    ];
    for (name, array) in refused {
        place.parquet("rare.parquet", vec![(name, array)]);
        let output = place.batch("rare.parquet", "more", &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            said(&output).contains(&format!("column `{name}`")),
            "{}",
            said(&output)
        );
    }
}

/// A file that was damaged gives answers, rows that are set aside, or an error; never a panic.
#[test]
fn damaged_parquet_is_an_error() {
    use arrow_array::*;
    let place = Place::new();
    place.parquet(
        "good.parquet",
        vec![
            (
                "n",
                Arc::new(Int64Array::from((0..200).collect::<Vec<_>>())) as ArrayRef,
            ),
            (
                "txt",
                Arc::new(StringArray::from_iter_values(
                    (0..200).map(|row| format!("text {}", row % 7)),
                )),
            ),
        ],
    );
    let good = std::fs::read(place.path("good.parquet")).unwrap();
    let mut seen = [0, 0];
    for flip in 0..60 {
        let mut bytes = good.clone();
        let place_of = (flip * 7919 + 13) % (bytes.len() * 8);
        bytes[place_of / 8] ^= 1 << (place_of % 8);
        place.write("bad.parquet", &bytes);
        let output = place.batch("bad.parquet", "more", &["-o", "out.csv"]);
        let code = output.status.code();
        assert!(
            matches!(code, Some(0..=2)) && !said(&output).contains("panick"),
            "bit {place_of}: {}",
            said(&output)
        );
        seen[usize::from(code == Some(2))] += 1;
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
    for cut in [0, 3, 4, 8, good.len() / 2, good.len() - 1] {
        place.write("bad.parquet", &good[..cut]);
        assert_eq!(
            place
                .batch("bad.parquet", "more", &["-o", "out.csv"])
                .status
                .code(),
            Some(2)
        );
    }
}

/// One text of 400 KB in 16,000 rows is held once.
#[test]
fn a_text_that_occurs_often_is_held_once() {
    use arrow_array::*;
    let place = Place::new();
    let text = "x".repeat(400_000);
    let keys = Int32Array::from(vec![0; 16_000]);
    let texts = DictionaryArray::try_new(keys, Arc::new(StringArray::from(vec![text.as_str()]))).unwrap();
    place.parquet(
        "dict.parquet",
        vec![
            ("txt", Arc::new(texts)),
            ("n", Arc::new(Int32Array::from(vec![1; 16_000]))),
        ],
    );
    let output = place.batch("dict.parquet", "more", &["-o", "out.csv"]);
    assert!(output.status.success(), "{}", said(&output));
}

//! `jargy batch`, as an engineer runs it: tables in, tables out.

use crate::support::said;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const RULES: &str = "enum kind: low < high\nmatter M \"m\"\n  k : kind \"kind\"\n  n : number \"number\"\n  ended_on : date or none \"end\"\n  fine : money KZT \"fine\"\n\
    action act of M \"act\"\naction pay of M\ncode C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n  may act when k is high and ended_on is none\narticle 2\n  must not act when fine > 100 KZT\narticle 3\n  define double as 2 * n\n";

const CASES: &str = "id,k,n,ended_on,fine\na,high,1,none,5\nb,low,2.5,2012-01-01,5 KZT\nc,hihg,3,none,\nd,,4,none,200\n\"e,f\",high,1/3,none,0\n";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place {
            folder: tempfile::tempdir().unwrap(),
        };
        place.write("rules.law", RULES);
        place.write("cases.csv", CASES);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jargy"));
        command
            .current_dir(self.folder.path())
            .args([
                "batch",
                "--rules",
                "rules.law",
                "--matter",
                "M",
                "--on",
                "2012-06-01",
            ])
            .args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}

/// Without the digest of the law, and the notes before it.
fn plain(csv: &str) -> String {
    let before = |line: &str| {
        let mut parts = line.rsplitn(3, ',');
        parts.nth(2).unwrap_or(line).to_owned()
    };
    let lines = csv.lines().map(before);
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_table_is_answered_row_by_row_and_what_is_no_case_is_set_aside() {
    let place = Place::new();
    let output = place.run(&[
        "cases.csv",
        "-o",
        "out.csv",
        "--ask",
        "act",
        "--ask",
        "double",
        "--keep",
        "id",
        "--summary",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    insta::assert_snapshot!(plain(&place.read("out.csv")), @r#"
    id,act,double,double__value,__error
    a,permitted,known,2,
    b,unregulated,known,5,
    c,,,,"facts.k: `hihg` is not one of low, high (did you mean `high`?)"
    d,forbidden,known,8,
    "e,f",permitted,known,2/3,
    "#);
    insta::assert_snapshot!(place.read("out.csv.rejects.csv"), @r#"
    row,why
    3,"facts.k: `hihg` is not one of low, high (did you mean `high`?)"
    "#);
    insta::assert_snapshot!(said(&output), @r"
    4 rows answered, 1 rejected: see out.csv.rejects.csv
    act
      forbidden: 1
      permitted: 2
      rejected: 1
      unregulated: 1
    double
      known: 4
      rejected: 1
    ");
}

#[test]
fn every_spelling_of_a_table_gives_the_same_answers() {
    let place = Place::new();
    let good: String = CASES
        .lines()
        .filter(|line| !line.starts_with('c'))
        .map(|line| format!("{line}\n"))
        .collect();
    place.write("good.csv", &good);
    place.write(
        "good.ndjson",
        "{\"k\": \"high\", \"n\": 1, \"ended_on\": null, \"fine\": \"5 KZT\"}\n{\"facts\": {\"k\": \"low\", \"n\": 2.5, \"ended_on\": \"2012-01-01\", \"fine\": \"5 KZT\"}}\n\
         {\"n\": 4, \"ended_on\": null, \"fine\": \"200 KZT\"}\n{\"k\": \"high\", \"n\": \"1/3\", \"ended_on\": null, \"fine\": \"0 KZT\"}\n",
    );
    let asked = ["--ask", "act", "--ask", "double"];
    let answered = |input: &str, output: &str, more: &[&str]| {
        let found = place.run(&[&[input, "-o", output][..], &asked, more].concat());
        assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    };
    answered("good.csv", "from_csv.csv", &["--keep", "id"]);
    answered("good.ndjson", "from_ndjson.csv", &[]);
    answered("good.csv", "out.parquet", &["--keep", "id"]);
    answered("good.csv", "out.ndjson", &["--keep", "id"]);
    let without_id = |csv: &str| {
        let cells = csv.lines().map(|line| {
            line.rsplitn(6, ',')
                .take(5)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        });
        cells.collect::<Vec<_>>()
    };
    assert_eq!(
        without_id(&place.read("from_csv.csv")),
        without_id(&place.read("from_ndjson.csv"))
    );
    assert_eq!(place.read("out.ndjson").lines().count(), 4);
    let first: serde_json::Value =
        serde_json::from_str(place.read("out.ndjson").lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["id"], &first["act"], &first["double__value"]),
        (&"a".into(), &"permitted".into(), &"2".into())
    );
    // what was written as Parquet holds the same, and Parquet is read like the rest
    let written = parquet_rows(&place.path("out.parquet"));
    let words = |column: &str| (0..4).map(|row| cell(&written, column, row)).collect::<Vec<_>>();
    assert_eq!(words("id"), ["a", "b", "d", "e,f"]);
    assert_eq!(
        words("act"),
        ["permitted", "unregulated", "forbidden", "permitted"]
    );
    write_parquet(&place.path("good.parquet"));
    answered("good.parquet", "from_parquet.csv", &["--keep", "id"]);
    assert_eq!(place.read("from_parquet.csv"), place.read("from_csv.csv"));
}

fn parquet_rows(path: &Path) -> arrow_array::RecordBatch {
    let file = std::fs::File::open(path).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    reader.build().unwrap().next().unwrap().unwrap()
}

fn cell(batch: &arrow_array::RecordBatch, column: &str, row: usize) -> String {
    use arrow_array::cast::AsArray;
    let column = batch.column_by_name(column).unwrap();
    let dictionary = column.as_any_dictionary();
    let key = dictionary.normalized_keys()[row];
    dictionary.values().as_string::<i32>().value(key).to_owned()
}

/// The good cases, in the types of a table.
fn write_parquet(path: &Path) {
    use arrow_array::{ArrayRef, BooleanArray, Date32Array, Int32Array, RecordBatch, StringArray};
    use std::sync::Arc;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(StringArray::from(vec!["a", "b", "d", "e,f"]))),
        (
            "k",
            Arc::new(StringArray::from(vec![
                Some("high"),
                Some("low"),
                None,
                Some("high"),
            ])),
        ),
        ("n", Arc::new(StringArray::from(vec!["1", "2.5", "4", "1/3"]))),
        (
            "ended_on",
            Arc::new(Date32Array::from(vec![None, Some(15_340), None, None])),
        ),
        (
            "ended_on__none",
            Arc::new(BooleanArray::from(vec![true, false, true, true])),
        ),
        ("fine", Arc::new(Int32Array::from(vec![5, 5, 200, 0]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let file = std::fs::File::create(path).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn the_order_of_rows_is_kept_over_many_chunks_and_threads() {
    let place = Place::new();
    let rows: String = (0..50_000)
        .map(|number| format!("{number},{},none\n", number % 7))
        .collect();
    place.write("many.csv", &format!("id,n,ended_on\n{rows}"));
    let output = place.run(&[
        "many.csv",
        "-o",
        "many.out.csv",
        "--ask",
        "double",
        "--keep",
        "id",
        "--threads",
        "3",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = place.read("many.out.csv");
    for (number, line) in text.lines().skip(1).enumerate() {
        assert!(
            line.starts_with(&format!("{number},known,{},", 2 * (number % 7))),
            "{line}"
        );
    }
    assert_eq!(text.lines().count(), 50_001);
}

#[test]
fn columns_that_cannot_be_are_refused_before_anything_is_written() {
    let place = Place::new();
    place.write("wrong.csv", "id,kk,n\n1,low,2\n");
    let output = place.run(&["wrong.csv", "-o", "out.csv", "--ask", "act"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(said(&output), @r"
    error: wrong.csv: column `id`: there is no such fact of M
    column `kk`: there is no such fact of M; did you mean `k`?
    columns that are no facts are handed on where they are kept: --keep COLUMN
    ");
    assert!(!place.path("out.csv").exists() && !place.path("out.csv.partial").exists());
}

#[test]
fn bad_usage_says_the_way_out() {
    let place = Place::new();
    let message = |arguments: &[&str]| {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        said(&output)
    };
    assert!(message(&["cases.csv", "-o", "out.csv", "--ask", "actt"]).contains("did you mean `act`?"));
    assert!(
        message(&["cases.txt", "-o", "out.csv", "--ask", "act"])
            .contains("name the file .csv, .ndjson or .parquet")
    );
    assert!(message(&["missing.csv", "-o", "out.csv", "--ask", "act"]).contains("missing.csv"));
    assert!(message(&["cases.csv", "-o", "./cases.csv", "--ask", "act"]).contains("write to another file"));
    assert_eq!(place.read("cases.csv"), CASES);
    place.write("empty.csv", "");
    assert!(message(&["empty.csv", "-o", "out.csv", "--ask", "act"]).contains("no line of column names"));
    place.write("twice.csv", "k,k\nlow,low\n");
    assert!(message(&["twice.csv", "-o", "out.csv", "--ask", "act"]).contains("occurs twice"));
    place.write("no.parquet", "not parquet");
    assert!(message(&["no.parquet", "-o", "out.csv", "--ask", "act"]).contains("no.parquet"));
    assert!(!place.path("out.csv").exists());
}

#[test]
fn a_table_goes_through_pipes_and_a_closed_one_ends_it_quietly() {
    let place = Place::new();
    let mut child = place
        .command(&[
            "-",
            "-o",
            "-",
            "--input-format",
            "csv",
            "--output-format",
            "ndjson",
            "--ask",
            "act",
            "--keep",
            "id",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let rows: String = (0..100_000).map(|number| format!("{number},high\n")).collect();
    let writer = std::thread::spawn(move || {
        let _ = input.write_all(format!("id,k\n{rows}").as_bytes());
    });
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(!Path::new("rejects.csv").exists());
}

#[test]
fn a_bill_changes_rows_of_a_table_which_are_counted_by_provision() {
    let place = Place::new();
    place.write("bill.law", "act B \"A bill\"\n  adopted 2011-12-01, in force from 2012-01-01\n\namends C\n  change norm of article 2\n    must not act when fine > 3 KZT\n");
    let run = |more: &[&str]| {
        let arguments = [
            &[
                "impact",
                "--rules",
                "rules.law",
                "cases.csv",
                "--with",
                "bill.law",
                "--to",
                "2012-06-01",
            ][..],
            more,
        ]
        .concat();
        Command::new(env!("CARGO_BIN_EXE_jargy"))
            .current_dir(place.folder.path())
            .args(arguments)
            .output()
            .unwrap()
    };
    let output = run(&["--matter", "M", "--ask", "act", "--keep", "id", "--exit-code"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    insta::assert_snapshot!(said(&output), @r"
    2 of 4 rows change
    1 rows are no case; `jargy batch` says why
    act: permitted -> forbidden: 1
      before by C art. 1: 1
      after by C art. 2: 1
      for example row 1
        by B: change norm of article 2
    act: unregulated -> forbidden: 1
      after by C art. 2: 1
      for example row 2
        by B: change norm of article 2
    ");
    assert!(said(&run(&["--ask", "act"])).contains("--matter MATTER"));
    let json = run(&[
        "--matter", "M", "--ask", "act", "--keep", "id", "--format", "json",
    ]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(
        (&json["changed"], &json["rejected"]),
        (&2.into(), &1.into()),
        "{json}"
    );
    for change in json["changes"].as_array().unwrap() {
        assert_eq!(change["by"], serde_json::json!(["B"]), "{change}");
        let operations = serde_json::json!([{ "act": "B", "words": "change norm of article 2" }]);
        assert_eq!(change["operations"], operations, "{change}");
    }
}

#[test]
fn rows_that_cannot_be_read_never_stop_the_run() {
    let place = Place::new();
    std::fs::write(
        place.path("torn.csv"),
        b"id,k,n\n1,high,1\n2,low\n3,\xff\xfe,2\n4,low,2,9\n5,low,3\n",
    )
    .unwrap();
    let output = place.run(&["torn.csv", "-o", "out.csv", "--ask", "double", "--keep", "id"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    insta::assert_snapshot!(plain(&place.read("out.csv")), @r#"
    id,double,double__value,__error
    1,known,2,
    2,,,"the row has 2 cells, there are 3 columns"
    3,,,k: not text: invalid utf-8 sequence of 1 bytes from index 0
    4,,,"the row has 4 cells, there are 3 columns; decimals are written with a point, as in 1.5"
    5,known,6,
    "#);
    std::fs::write(
        place.path("torn.ndjson"),
        b"{\"id\": 7, \"n\": 1}\n{bad\n[]\nnull\n{\"id\": \"\xff\", \"n\": 2}\n{\"n\": 3}\n",
    )
    .unwrap();
    let output = place.run(&[
        "torn.ndjson",
        "-o",
        "lines.csv",
        "--ask",
        "double",
        "--keep",
        "id",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    insta::assert_snapshot!(plain(&place.read("lines.csv")), @r#"
    id,double,double__value,__error
    7,known,2,
    ,,,not valid JSON: key must be a string at line 1 column 2
    ,,,"a case is an object, not a list (write {""matter"": ..., ""on"": ..., ""at"": ..., ""facts"": {...}})"
    ,,,"a case is an object, not null (write {""matter"": ..., ""on"": ..., ""at"": ..., ""facts"": {...}})"
    ,,,not text: invalid utf-8 sequence of 1 bytes from index 8
    ,known,6,
    "#);
}

#[test]
fn what_an_earlier_run_set_aside_is_taken_away() {
    let place = Place::new();
    let run = |table: &str| {
        place.write("cases.csv", table);
        place
            .run(&["cases.csv", "-o", "out.csv", "--ask", "double"])
            .status
            .code()
    };
    assert_eq!(run("k,n\nhihg,1\n"), Some(1));
    assert!(place.path("out.csv.rejects.csv").exists());
    assert_eq!(run("k,n\nhigh,1\n"), Some(0));
    assert!(!place.path("out.csv.rejects.csv").exists());
    // a file of another kind is none of ours: another name is asked for before anything is answered
    place.write("out.csv.rejects.csv", "row by row\n");
    assert_eq!(run("k,n\nhigh,1\n"), Some(2));
    assert_eq!(place.read("out.csv.rejects.csv"), "row by row\n");
}

#[test]
fn a_blank_line_of_ndjson_keeps_its_place_where_another_follows() {
    let place = Place::new();
    place.write("blank.ndjson", "{\"n\": 1}\n\n{\"n\": 2}\n\n");
    let output = place.run(&["blank.ndjson", "-o", "out.csv", "--ask", "double"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    insta::assert_snapshot!(plain(&place.read("out.csv")), @r"
    double,double__value,__error
    known,2,
    ,,the line is blank
    known,4,
    ");
}

#[test]
fn a_quotation_mark_that_is_not_closed_costs_its_row_alone() {
    let place = Place::new();
    let long = "x".repeat(3 << 20);
    place.write(
        "open.csv",
        &format!("id,k,n\n1,\"high\",1\n2,\"low,5\n3,low,2\n4,{long},1\n5,low,3\n"),
    );
    let output = place.run(&["open.csv", "-o", "out.csv", "--ask", "double", "--keep", "id"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    insta::assert_snapshot!(plain(&place.read("out.csv")), @r#"
    id,double,double__value,__error
    1,known,2,
    2,,,a quotation mark is not closed
    3,known,4,
    ,,,the row is longer than 1 MiB
    5,known,6,
    "#);
    place.write("names.csv", "id,\"k,n\n1,high,1\n");
    let output = place.run(&["names.csv", "-o", "out.csv", "--ask", "double", "--keep", "id"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("the line of column names cannot be read: a quotation mark is not closed"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_table_without_rows_is_answered_by_one_without_rows() {
    let place = Place::new();
    place.write("none.csv", "id,k\n");
    for name in ["out.csv", "out.parquet"] {
        let output = place.run(&["none.csv", "-o", name, "--ask", "act", "--keep", "id"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    assert_eq!(place.read("out.csv"), "id,act,__error,__note,law_digest\n");
    assert_eq!(
        parquet_schema(&place.path("out.parquet")),
        ["id", "act", "__error", "__note", "law_digest"]
    );
    let again = place.run(&[
        "none.csv",
        "-o",
        "again.csv",
        "--ask",
        "act",
        "--keep",
        "id",
        "--keep",
        "act",
    ]);
    assert!(
        said(&again).contains("column `act`: an answer has this name"),
        "{}",
        said(&again)
    );
}

fn parquet_schema(path: &Path) -> Vec<String> {
    let file = std::fs::File::open(path).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    reader
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect()
}

#[test]
fn reasons_are_written_where_they_are_asked_for() {
    let place = Place::new();
    let output = place.run(&[
        "cases.csv",
        "-o",
        "out.csv",
        "--ask",
        "act",
        "--keep",
        "id",
        "--why",
        "--summary",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let text = place.read("out.csv");
    assert!(
        text.contains("a,permitted,,,C art. 1,") && text.contains("d,forbidden,,,C art. 2,"),
        "{text}"
    );
    assert!(said(&output).contains("    C art. 1: 2"), "{}", said(&output));
}

/// What the change goes back to may stand behind the norm that decides: in a definition, in a parameter.
#[test]
fn the_change_of_a_row_goes_back_to_what_the_deciding_norm_rests_on() {
    let place = Place::new();
    place.write(
        "rules.law",
        "matter M \"m\"\n  n : number\naction act of M\naction other of M\nparameter rate : number\n  1 from 2000-01-01\ncode C \"c\" in force from 2000-01-01\n  in matters of M\n\
         article 1\n  may act when much\narticle 2\n  define much as n > 3\narticle 3\n  may other when n > rate\n\
         act A \"a\" adopted 2010-01-01, in force from 2010-02-01\namends C\n  change norm of article 2\n    define much as n > 5\n\
         act P \"p\" adopted 2010-01-01, in force from 2010-03-01\namends C\n  set parameter rate to 2 from 2010-03-01\n",
    );
    place.write("n.csv", "n\n2\n4\n6\n");
    let on = |question: &str, to: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_jargy"))
            .current_dir(place.folder.path())
            .args([
                "impact",
                "--rules",
                "rules.law",
                "n.csv",
                "--from",
                "2010-01-31",
                "--to",
                to,
            ])
            .args(["--matter", "M", "--ask", question])
            .output()
            .unwrap();
        said(&output)
    };
    assert!(
        on("act", "2010-02-01").contains("for example row 2\n    by A: change norm of article 2\n"),
        "{}",
        on("act", "2010-02-01")
    );
    assert!(
        on("other", "2010-03-01").contains("for example row 1\n    by P: set parameter rate to 2"),
        "{}",
        on("other", "2010-03-01")
    );
    assert!(on("other", "2010-02-28").contains("0 of 3 rows change"));
}

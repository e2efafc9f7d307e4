//! What each fuzz target does with some bytes: it ends without a panic, and what must agree agrees.

use super::generated;
use jargy::{Library, Limits, Matter, SourceMap, format_cases, format_law, read_scenarios, run_scenario};
use std::path::Path;

/// How a command of `jargy` is run: in this process, or as one of its own. Returns the exit status.
pub type Run<'a> = &'a dyn Fn(&[String]) -> u8;

/// Longer inputs find nothing that shorter ones do not.
const LONGEST: usize = 16 * 1024;

/// Rules that cases, tables and editors speak about.
const RULES: &str = "record person \"person\"\n  born_on : date or none\n  home : country\n  height : number or none\n\
    enum kind: low < middle < high\ncalendar cal weekend saturday, sunday\nmatter M \"matter\"\n  a : yes/no\n  k : kind \"how grave\"\n  n : number\n  t : duration\n  \
    d : date or none\n  m : moment to the minute or none\n  done_at : moment or none\n  f : money KZT\n  who : person\n  others : list of person\n  stays : periods\n  said : text\n\
    action act of M\naction other of M\ncode C \"Code\"\n  in force from 2000-01-01\n  in matters of M\n\
    article 1\n  counting rule of C\n    by calendar cal\n    last day not a working day -> next working day\n\
    article 2\n  define grown as who.born_on < 1990-01-01 and who.home is KZ\n  define many as count of others where height > 1\n  define total as sum of others.height\n\
    article 3\n  may act when grown or k is high and n >= 2.5 and t >= 18 months\n    unless f > 1 KZT\n  must not act when d in stays\n\
    article 4\n  must other within 10 days of d done done_at\n";

/// The law that editors have open.
const OPEN: &str = "code C \"Code\"\n  in force from 2000-01-01\n";

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.len() <= LONGEST)
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// An exit status is 0, 1 or 2; a process that was ended by a signal has none of them.
fn runs(run: Run<'_>, command: &[String]) {
    let status = run(command);
    assert!(status <= 2, "{command:?} ended with {status}");
}

/// Rule text: checked, laid out, shown, asked.
pub fn rules(bytes: &[u8], run: Run<'_>) {
    let Some(text) = text(bytes) else {
        return;
    };
    let limits = Limits::default();
    let mut sources = SourceMap::default();
    let file = sources.add("test.law", text);
    let laid_out = format_law(&file, &limits);
    let again = format_law(&SourceMap::default().add("test.law", &laid_out), &limits);
    assert_eq!(laid_out, again, "laid out twice");
    let checked = Library::check_sources(sources, &limits);
    for finding in checked.findings.iter().take(30) {
        jargy::render(finding, &checked.sources, 100, false);
        jargy::finding_json(finding, &checked.sources);
    }
    let broken = checked.findings.iter().any(|finding| finding.is_error());
    if let Ok(library) = checked.into_library() {
        assert!(!broken, "an error, and yet a library");
        if let Err(error) = Library::from_texts([("test.law", laid_out.as_str())]) {
            panic!("laid out it is refused: {error}");
        }
        ask_all(&library);
        show(text, run);
    }
}

fn show(text: &str, run: Run<'_>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("test.law"), text).unwrap();
    let rules = folder.path().display().to_string();
    for command in [
        words(&["show", "C", "--history", "--rules", &rules]),
        words(&["show", "article 1", "--rules", &rules]),
        words(&["list", "matters", "--rules", &rules]),
    ] {
        runs(run, &command);
    }
}

/// Consolidates the law at each date, and asks a case without facts whatever can be asked.
fn ask_all(library: &Library) {
    for date in library.dates().take(4) {
        if let Some(text) = library.consolidate(None, date)
            && let Err(error) = Library::from_texts([("test.law", text.as_str())])
        {
            panic!("consolidated at {date} it is refused: {error}\n{text}");
        }
    }
    let names: Vec<String> = matters(library);
    for name in names.iter().take(3) {
        let Ok(matter) = library.on("2012-06-01".parse().unwrap()).matter(name) else {
            continue;
        };
        if let Ok(case) = matter.case_from_json("{\"facts\": {}}") {
            ask(&matter, &case, 8);
        }
    }
}

/// The words after `matter` in the sources.
fn matters(library: &Library) -> Vec<String> {
    let mut names = Vec::new();
    for file in library.sources().files() {
        for line in file.text().lines() {
            if let Some(rest) = line.trim_start().strip_prefix("matter ") {
                names.extend(rest.split_whitespace().next().map(str::to_owned));
            }
        }
    }
    names
}

/// Asks some questions, by the evaluator of terms and compiled: one answer.
fn ask(matter: &Matter, case: &jargy::Case, most: usize) {
    for question in matter.questions().iter().take(most) {
        let ask = matter.ask(question.name()).unwrap();
        let answer = ask.decide(case, None);
        jargy::answer_json(&answer, true);
        jargy::answer_text(&answer, 80);
        let expected = ask.outcome_and_due(case, None);
        let prepared = matter.prepare(&[question.name()]).unwrap();
        let mut desk = prepared.desk();
        let outcome = desk.decide_case(case, None)[0];
        assert_eq!(
            (outcome, desk.value(0), desk.due_at(0)),
            expected,
            "{} compiled",
            question.name()
        );
        if let Ok(naive) = ask.naively(case, None) {
            assert_eq!(naive, expected, "{} naively", question.name());
        }
    }
}

fn library() -> &'static Library {
    static LIBRARY: std::sync::OnceLock<Library> = std::sync::OnceLock::new();
    LIBRARY
        .get_or_init(|| Library::from_texts([("rules.law", RULES)]).unwrap_or_else(|error| panic!("{error}")))
}

/// Cases: the first byte says how they are written: `j` JSON, `y` YAML, `c` scenarios.
pub fn cases(bytes: &[u8], _: Run<'_>) {
    let (Some(first), Some(text)) = (bytes.first(), bytes.get(1..).and_then(text)) else {
        return;
    };
    let matter = library().on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    match first {
        b'j' => {
            let prepared = matter.prepare(&["act", "other", "many", "total"]).unwrap();
            let mut form = prepared.form();
            let on_form = form
                .read_json(text)
                .map(|form| prepared.desk().decide(form).to_vec());
            let read = matter.case_from_json(text);
            match (&read, on_form) {
                (Ok(case), Ok(outcomes)) => {
                    assert_eq!(prepared.desk().decide_case(case, None), outcomes, "on a form");
                }
                (Err(error), Err(on_form)) => assert_eq!(error.to_string(), on_form.to_string()),
                (read, on_form) => panic!("read {read:?}, on a form {on_form:?}"),
            }
            if let Ok(case) = read {
                ask(&matter, &case, 8);
            }
        }
        b'y' => {
            if let Ok(case) = matter.case_from_yaml(text) {
                ask(&matter, &case, 8);
            }
        }
        b'c' => {
            let limits = Limits::default();
            let mut sources = SourceMap::default();
            let file = sources.add("test.case", text);
            let laid_out = format_cases(&file, &limits);
            let again = format_cases(&SourceMap::default().add("test.case", &laid_out), &limits);
            assert_eq!(laid_out, again, "laid out twice");
            let (read, findings) = read_scenarios(library(), &file);
            for finding in findings.iter().take(30) {
                jargy::render(finding, &sources, 100, false);
            }
            for scenario in read.iter().take(8) {
                let _ = run_scenario(library(), scenario);
            }
        }
        _ => {}
    }
}

/// Tables: the first byte says how they are written: `c` CSV, `n` NDJSON, `p` Parquet.
pub fn tables(bytes: &[u8], run: Run<'_>) {
    let Some((first, content)) = bytes.split_first().filter(|_| bytes.len() <= LONGEST) else {
        return;
    };
    let ending = match first {
        b'c' => "csv",
        b'n' => "ndjson",
        b'p' => "parquet",
        _ => return,
    };
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).display().to_string();
    let table = format!("table.{ending}");
    std::fs::create_dir(folder.path().join("rules")).unwrap();
    std::fs::write(folder.path().join("rules/test.law"), RULES).unwrap();
    std::fs::write(folder.path().join(&table), content).unwrap();
    let mut command = words(&[
        "batch",
        "--matter",
        "M",
        "--ask",
        "act",
        "--ask",
        "other",
        "--ask",
        "total",
        "--on",
        "2012-06-01",
        "--threads",
        "1",
    ]);
    command.extend([
        "--rules".to_owned(),
        place("rules"),
        "-o".to_owned(),
        place("out.csv"),
        place(&table),
    ]);
    runs(run, &command);
    if ending != "parquet" && folder.path().join("out.csv").exists() {
        rows_are_kept(content, ending, &folder.path().join("out.csv"));
    }
}

/// A row of NDJSON is a line: the answers have as many, and a head.
fn rows_are_kept(content: &[u8], ending: &str, out: &Path) {
    if ending == "ndjson"
        && let Ok(text) = std::str::from_utf8(content)
        && !text.contains('\r')
    {
        let rows = text.lines().filter(|line| !line.trim().is_empty()).count();
        let told = std::fs::read_to_string(out).unwrap();
        assert!(
            told.lines().count() > rows,
            "{rows} rows, and {} lines of answers",
            told.lines().count()
        );
    }
}

/// The text as the formatter lays it out.
fn laid_out(text: &str) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add("test.law", text);
    format_law(&file, &Limits::default())
}

/// Amending acts made from the bytes: whatever they did, the law consolidated at a date answers as the law of that date.
pub fn amendments(bytes: &[u8], _: Run<'_>) {
    let mut bytes = generated::Bytes::of(bytes);
    let mut text = generated::AMENDED.to_owned();
    let mut library =
        Library::from_texts([("test.law", text.as_str())]).unwrap_or_else(|error| panic!("{error}"));
    for number in 0..8 {
        if bytes.is_empty() {
            break;
        }
        let longer = format!("{text}{}", generated::amendment(number, &mut bytes));
        if let Ok(found) = Library::from_texts([("test.law", longer.as_str())]) {
            (text, library) = (longer, found);
        }
    }
    for date in library.dates().collect::<Vec<_>>() {
        let once = library.consolidate(None, date).unwrap();
        let other = match Library::from_texts([("test.law", once.as_str())]) {
            Ok(other) => other,
            Err(error) => panic!("consolidated at {date} it is refused: {error}\n{text}\n{once}"),
        };
        assert_eq!(
            laid_out(&once),
            once,
            "on {date} it is laid out otherwise\n{text}"
        );
        let twice = other.consolidate(None, date).unwrap();
        assert_eq!(
            twice, once,
            "consolidated again at {date} it is another text\n{text}"
        );
        let third = Library::from_texts([("test.law", twice.as_str())]).unwrap();
        for facts in generated::FACTS_AMENDED {
            let json = format!("{{\"facts\": {facts}}}");
            let of = |library: &Library| library.on(date).matter("M").unwrap();
            let (one, others) = (of(&library), [of(&other), of(&third)]);
            let case = one.case_from_json(&json).unwrap();
            for question in one.questions() {
                let answer = one.ask(question.name()).unwrap().outcome(&case, None);
                for two in &others {
                    let again = two.case_from_json(&json).unwrap();
                    let found = two.ask(question.name()).map(|ask| ask.outcome(&again, None));
                    let name = question.name();
                    assert_eq!(
                        Some(&answer),
                        found.as_ref().ok(),
                        "{name} on {date} with {facts}\n{text}"
                    );
                }
            }
        }
    }
}

/// Messages of an editor, one a line, each framed; after `r` the bytes as they are.
pub fn editor(bytes: &[u8], _: Run<'_>) {
    if bytes.len() > LONGEST {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rules.law"), RULES).unwrap();
    std::fs::write(folder.path().join("open.law"), OPEN).unwrap();
    let root = format!("file://{}", folder.path().canonicalize().unwrap().display());
    let mut input = Vec::new();
    let mut frame = |body: &[u8]| {
        input.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
        input.extend_from_slice(body);
    };
    let first = format!(
        "{{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{{\"processId\":null,\"capabilities\":{{}},\"rootUri\":\"{root}\"}}}}"
    );
    frame(first.as_bytes());
    frame(b"{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}");
    match bytes.split_first() {
        Some((b'r', raw)) => input.extend_from_slice(raw),
        _ => {
            // `ROOT` in a message is the folder
            for line in String::from_utf8_lossy(bytes).replace("ROOT", &root).lines() {
                frame(line.as_bytes());
            }
        }
    }
    let mut output = Vec::new();
    jargy::serve_editor(Path::new("."), std::io::Cursor::new(input), &mut output);
    every_frame_is_json(&output);
}

fn every_frame_is_json(mut output: &[u8]) {
    while !output.is_empty() {
        let head = b"Content-Length: ";
        assert!(output.starts_with(head), "no header");
        let end = output
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .unwrap();
        let length: usize = std::str::from_utf8(&output[head.len()..end])
            .unwrap()
            .parse()
            .unwrap();
        let body = &output[end + 4..end + 4 + length];
        serde_json::from_slice::<serde_json::Value>(body).unwrap();
        output = &output[end + 4 + length..];
    }
}

/// Rules and a case made from the bytes: the evaluator of terms, compiled questions and the naive interpreter say the same.
pub fn naive(bytes: &[u8], _: Run<'_>) {
    let mut bytes = generated::Bytes::of(bytes);
    let (rules, facts) = generated::rules(&mut bytes);
    let Ok(library) = Library::from_texts([("test.law", rules.as_str())]) else {
        return;
    };
    let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let case = match matter.case_from_json(&facts) {
        Ok(case) => case,
        Err(error) => panic!("{error}\n{facts}"),
    };
    for question in matter.questions() {
        let name = question.name();
        let ask = matter.ask(name).unwrap();
        let expected = ask.outcome_and_due(&case, None);
        if let Ok(naive) = ask.naively(&case, None) {
            assert_eq!(
                naive, expected,
                "{name} naively (left) and by terms\n{rules}\n{facts}"
            );
        }
        let mut desk = matter.prepare(&[name]).unwrap().desk();
        let outcome = desk.decide_case(&case, None)[0];
        assert_eq!(
            (outcome, desk.value(0), desk.due_at(0)),
            expected,
            "{name} compiled (left) and by terms\n{rules}\n{facts}"
        );
    }
}

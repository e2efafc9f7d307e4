//! The limits of `docs/limits.md` that no other file tries on both sides: what is read up to each, and refused past it.

use crate::support::{Folder, answer, errors, law, library, line, notes};
use jargy::{Library, Limits, SourceMap};

fn with_limits(text: &str, limits: &Limits) -> Library {
    let mut sources = SourceMap::default();
    sources.add("a.law", text);
    Library::check_sources(sources, limits).into_library().unwrap()
}

#[test]
fn an_item_is_read_up_to_its_size() {
    let frame = "article 1\n text en \"\"\"\"\"\"\n may act when a\n";
    let limit = Limits::default().item_bytes;
    let of = |bytes: usize| {
        let text = "x".repeat(bytes - frame.len());
        errors(&law(
            "a : yes/no",
            &format!("article 1\n text en \"\"\"{text}\"\"\"\n may act when a"),
        ))
    };
    assert_eq!(of(limit - 100), Vec::<&str>::new());
    assert_eq!(of(limit + 100), ["item-too-large"]);
}

#[test]
fn prefixes_are_read_up_to_an_eighth_of_the_depth() {
    let of = |count: usize| {
        errors(&law(
            "a : yes/no",
            &format!("article 1\n may act when {}a", "not ".repeat(count)),
        ))
    };
    let limit = Limits::default().depth / 8;
    assert_eq!(of(limit), Vec::<&str>::new());
    assert_eq!(of(limit + 1), ["nested-too-deep"]);
}

#[test]
fn points_and_rows_are_read_up_to_the_number_of_operands() {
    let limit = Limits::default().operands;
    let mark = |number: usize| {
        let letter = |place: usize| char::from(b'a' + u8::try_from(number / place % 26).unwrap());
        format!("{}{}{}", ["x", "q"][number / 676], letter(26), letter(1))
    };
    let points = |count: usize| {
        let all: Vec<String> = (0..count).map(|number| format!("({}) a", mark(number))).collect();
        errors(&law(
            "a : yes/no",
            &format!("article 1\n may act when any of\n  {}", all.join(";\n  ")),
        ))
    };
    assert_eq!(points(limit), Vec::<&str>::new());
    assert_eq!(points(limit + 1), ["too-many-operands"]);
    let rows = |count: usize| {
        let all: String = (0..count).map(|number| format!("  yes : {number}\n")).collect();
        errors(&law(
            "a : yes/no",
            &format!("article 1\n define t as table of a\n{all}"),
        ))
    };
    assert!(!rows(limit).contains(&"too-many-operands"));
    assert!(rows(limit + 1).contains(&"too-many-operands"));
}

#[test]
fn findings_are_shown_up_to_their_number() {
    let limit = Limits::default().findings;
    let of = |count: usize| {
        let norms: String = (0..count)
            .map(|number| format!(" may act when x{number}\n"))
            .collect();
        let checked = Library::check_sources(
            {
                let mut sources = SourceMap::default();
                sources.add("a.law", &law("a : yes/no", &format!("article 1\n{norms}")));
                sources
            },
            &Limits::default(),
        );
        (checked.findings.len(), checked.more)
    };
    // the warning that the fact is used nowhere is one of them
    let (shown, more) = of(limit - 20);
    assert!(shown < limit && more == 0, "{shown} {more}");
    let (shown, more) = of(limit + 20);
    assert!(shown == limit && more > 0, "{shown} {more}");
}

#[test]
fn documents_are_read_up_to_their_depth() {
    let text = law("l : list of date", "article 1\n may act when count of l > 1");
    let matter = library(&text).at_any_date().matter("M").unwrap();
    let json = |depth: usize| {
        let nested = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let error = matter.case_from_json(&format!("{{\"facts\": {{\"l\": {nested}}}}}"));
        error.unwrap_err().to_string()
    };
    // the case and its facts are two levels more
    assert!(!json(125).contains("recursion limit"), "{}", json(125));
    assert!(json(127).contains("recursion limit"), "{}", json(127));
    let yaml = |depth: usize| {
        let nested = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let error = matter.case_from_yaml(&format!("facts:\n  l: {nested}\n"));
        error.unwrap_err().to_string()
    };
    assert!(!yaml(61).contains("nested"), "{}", yaml(61));
    assert!(yaml(64).contains("nested"), "{}", yaml(64));
    let alias = matter
        .case_from_yaml("facts:\n  l: &x [2012-01-01]\n  m: *x\n")
        .unwrap_err();
    assert!(alias.to_string().contains("alias"), "{alias}");
}

#[test]
fn numbers_are_read_up_to_their_digits_in_rules_and_cases() {
    let of = |digits: usize| {
        let number = "9".repeat(digits);
        let rule = errors(&law(
            "n : number",
            &format!("article 1\n may act when n < {number}"),
        ));
        let text = law("n : number", "article 1\n may act when n < 5");
        let matter = library(&text).at_any_date().matter("M").unwrap();
        let case = matter.case_from_json(&format!("{{\"facts\": {{\"n\": {number}}}}}"));
        let part = matter.case_from_json(&format!("{{\"facts\": {{\"n\": \"1/{number}\"}}}}"));
        (rule.is_empty(), case.is_ok(), part.is_ok())
    };
    assert_eq!(of(64), (true, true, true));
    assert_eq!(of(65), (false, false, false));
}

#[test]
fn a_line_of_json_is_read_up_to_its_length() {
    let rules = "matter M \"m\"\n  a : yes/no\n  t : text\naction act of M\ncode C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n  may act when a and t = \"x\"\n";
    let folder = Folder::with(rules);
    let of = |bytes: usize| {
        let frame = "{\"a\":false,\"t\":\"\"}";
        let line = format!("{{\"a\":false,\"t\":\"{}\"}}\n", "x".repeat(bytes - frame.len()));
        folder.write("c.ndjson", format!("{line}{{\"a\":true,\"t\":\"x\"}}\n"));
        let output = folder.jargy(&[
            "batch",
            "--matter",
            "M",
            "--on",
            "2012-01-01",
            "--ask",
            "act",
            "--output-format",
            "ndjson",
            "-o",
            "-",
            "c.ndjson",
        ]);
        String::from_utf8(output.stdout).unwrap()
    };
    let rows = |text: &str| text.lines().count();
    let fits = of(16 << 20);
    assert!(rows(&fits) == 2 && fits.contains("unregulated") && fits.contains("permitted"));
    let long = of((16 << 20) + 1);
    assert!(
        !long.contains("unregulated") && long.contains("permitted"),
        "{long}"
    );
}

#[test]
fn calculated_numbers_have_so_many_bits_and_no_more() {
    // 2^(2^n): the 13th square has 8,193 bits, the 14th 16,385
    let norms: Vec<String> = (1..=14)
        .map(|number| format!(" define d{number} as d{0} * d{0}", number - 1))
        .collect();
    let text = law(
        "n : number",
        &format!(
            "article 1\n define d0 as n\n{}\n may act when d13 > 1\n may other when d14 > 1",
            norms.join("\n")
        ),
    );
    let law = library(&text);
    assert_eq!(line(&law, "act", "{\"n\": 2}", None), "permitted by C art. 1");
    assert_eq!(line(&law, "other", "{\"n\": 2}", None), "unknown by C art. 1");
    let why = answer(&law, "other", "{\"n\": 2}", None).undetermined()[0]
        .why
        .clone();
    assert_eq!(why, "the result has more digits than are calculated with");
}

#[test]
fn working_days_are_counted_up_to_their_number() {
    let of = |days: u32| {
        let law = library(&format!(
            "calendar cal\n  certain from 1700-01-01 until 2200-12-31\n  weekend saturday, sunday\n{}",
            law(
                "e : date\ndone_at : moment or none",
                &format!(
                    "article 1\n counting rule of C\n  by calendar cal\narticle 2\n must act within {days} working days of e\n  done done_at"
                )
            )
        ));
        line(
            &law,
            "act",
            "{\"e\": \"1800-01-01\", \"done_at\": null}",
            Some("1900-01-01T00:00"),
        )
    };
    assert!(of(50_000).starts_with("pending"), "{}", of(50_000));
    assert!(of(50_001).starts_with("unknown"), "{}", of(50_001));
}

#[test]
fn periods_of_a_recurring_duty_are_counted_up_to_their_number() {
    let law = library(&law(
        "d : date\ntimes : list of date",
        "article 1\n must act at least once in every calendar day from d\n done times",
    ));
    let first = jargy::parse_date("2012-06-01").unwrap();
    let of = |days: i64| {
        let from = first - chrono::TimeDelta::days(days);
        line(
            &law,
            "act",
            &format!("{{\"d\": \"{from}\", \"times\": []}}"),
            Some("2012-06-01T00:00"),
        )
    };
    assert_eq!(of(19_990), "overdue by C art. 1");
    assert_eq!(of(20_010), "unknown by C art. 1");
}

#[test]
fn suspensions_and_restarts_are_counted_up_to_their_number() {
    let text = law(
        "m : moment\nagain : list of moment\npauses : periods\ndone_at : moment or none",
        "article 1\n must act within 10 hours of m restarted by again done done_at\n \
         must other within 10 days of m suspended during pauses done done_at",
    );
    let law = library(&text);
    let restarts = |count: usize| {
        let again = vec!["\"2012-06-01T00:00\""; count].join(",");
        line(
            &law,
            "act",
            &format!("{{\"m\": \"2012-06-01T00:00\", \"done_at\": null, \"again\": [{again}]}}"),
            Some("2012-06-01T00:00"),
        )
    };
    assert!(restarts(1_000).starts_with("pending"), "{}", restarts(1_000));
    assert!(restarts(1_001).starts_with("unknown"), "{}", restarts(1_001));
    let pauses = |count: i64| {
        let day =
            |number: i64| jargy::parse_date("2012-06-01").unwrap() + chrono::TimeDelta::days(2 * number);
        let all: Vec<String> = (0..count)
            .map(|number| format!("{{\"from\": \"{0}\", \"until\": \"{0}\"}}", day(number)))
            .collect();
        line(
            &law,
            "other",
            &format!(
                "{{\"m\": \"2012-06-01T00:00\", \"done_at\": null, \"pauses\": [{}]}}",
                all.join(",")
            ),
            Some("2030-06-01T00:00"),
        )
    };
    assert!(pauses(1_000).starts_with("overdue"), "{}", pauses(1_000));
    assert!(pauses(1_001).starts_with("unknown"), "{}", pauses(1_001));
}

#[test]
fn lengths_of_a_limit_are_tried_up_to_their_number() {
    // four extensions have sixteen lengths, five of powers of two thirty-two
    let of = |count: u32| {
        let facts: String = (0..count).map(|number| format!("a{number} : yes/no\n")).collect();
        let clauses: String = (0..count)
            .map(|number| format!(" extended by {} days when a{number}", 1 << number))
            .collect();
        let law = library(&law(
            &format!("d : date\nx : date or none\n{facts}"),
            &format!("article 1\n must act within 10 days of d{clauses}\n done x"),
        ));
        let facts = "{\"d\": \"2012-01-01\", \"x\": null}";
        let missing = answer(&law, "act", facts, Some("2012-01-14T00:00"));
        missing.missing().len()
    };
    assert_eq!((of(4), of(5)), (4, 5));
}

#[test]
fn reasons_are_kept_up_to_their_number() {
    let law = library(&format!(
        "record V\n n : number\n{}",
        law(
            "l : list of V",
            "article 1\n may act when every x in l : (x.n > 0)"
        )
    ));
    let of = |count: usize| {
        let list = vec!["{\"n\": 1}"; count].join(", ");
        notes(&law, "act", &format!("{{\"l\": [{list}]}}"))
            .iter()
            .any(|note| note.contains("more facts and conditions were looked at than the reasons show"))
    };
    // a fact and a condition of each element
    assert!(!of(49_900));
    assert!(of(50_100));
}

#[test]
fn wanted_facts_are_searched_up_to_their_number() {
    let of = |count: usize| {
        let facts: String = (0..count).map(|number| format!("a{number} : yes/no\n")).collect();
        let norms: String = (0..count)
            .map(|number| format!(" may act when a{number}\n"))
            .collect();
        let law = library(&law(&facts, &format!("article 1\n{norms}")));
        let answer = answer(&law, "act", "{}", None);
        (answer.missing().len(), answer.missing_may_be_wide())
    };
    assert_eq!(of(200), (200, false));
    assert_eq!(of(201), (201, true));
}

#[test]
fn the_search_for_facts_ends_at_its_evaluations_and_says_so() {
    // every fact is needed to see that none of them decides alone
    let facts: String = (0..12).map(|number| format!("n{number} : number\n")).collect();
    let sum: Vec<String> = (0..12).map(|number| format!("n{number}")).collect();
    let text = law(
        &facts,
        &format!("article 1\n may act when {} > 3 and n0 + 1 < n0", sum.join(" + ")),
    );
    let wide = |splits: usize| {
        let limits = Limits {
            splits,
            ..Limits::default()
        };
        answer(&with_limits(&text, &limits), "act", "{}", None).missing_may_be_wide()
    };
    assert!(wide(5));
}

#[test]
fn moments_of_change_are_sought_up_to_their_number() {
    let text = format!(
        "record V\n m : moment or none\n{}",
        law(
            "l : list of V\nk : number",
            "article 1\n may act when (count of l where (m)) >= k"
        )
    );
    let limits = Limits {
        splits: 1_000_000,
        ..Limits::default()
    };
    let law = with_limits(&text, &limits);
    let first = jargy::parse_date("2012-06-01").unwrap();
    let events: Vec<String> = (1..=450)
        .map(|number| format!("{{\"m\": \"{}T00:00\"}}", first + chrono::TimeDelta::days(number)))
        .collect();
    let of = |count: usize| {
        let facts = format!("{{\"l\": [{}], \"k\": {count}}}", events.join(","));
        let answer = answer(&law, "act", &facts, Some("2012-06-01T00:00"));
        let early = answer
            .notes()
            .iter()
            .any(|note| note.text.contains("ended early"));
        let days = answer
            .changes_at()
            .map(|then| (answer.zone().date_of(then) - first).num_days());
        (days, early)
    };
    assert_eq!(of(400), (Some(400), false));
    // not the change, but the moment from which on nothing was tried
    assert_eq!(of(402), (Some(401), true));
}

#[test]
fn conditions_of_an_open_answer_are_sought_up_to_their_number() {
    let of = |count: usize| {
        let facts: String = (0..count)
            .map(|number| format!("  a{number} : yes/no\n"))
            .collect();
        let norms: String = (0..count)
            .map(|number| format!("  may act when a{number}\n"))
            .collect();
        let rules = format!(
            "matter M \"m\"\n{facts}action act of M\ncode C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n{norms}"
        );
        let folder = Folder::with(&rules);
        folder.write(
            "c.json",
            "{\"matter\": \"M\", \"on\": \"2012-01-01\", \"facts\": {}}",
        );
        let output = folder.jargy(&["eval", "--provided", "--ask", "act", "c.json"]);
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("other conditions")
    };
    assert!(!of(3));
    assert!(of(40));
}

#[test]
fn versions_beside_one_that_is_shown_are_told_up_to_their_number() {
    let of = |count: usize| {
        let acts: String = (1..count)
            .map(|number| {
                let day = jargy::parse_date("2001-01-01").unwrap() + chrono::TimeDelta::days(number as i64);
                format!(
                    "change norm of article 1 from {day}\n may act when {}a\n",
                    ["", "not "][number % 2]
                )
            })
            .collect();
        let rules = format!(
            "{}act A \"a\"\n in force from 2001-01-01\namends C\n{acts}",
            law("a : yes/no", "article 1\n may act when a")
        );
        let folder = Folder::with(&rules);
        let output = folder.jargy(&["show", "--on", "2001-01-01", "C article 1"]);
        let text = String::from_utf8(output.stdout).unwrap();
        let json = folder.jargy(&["show", "--format", "json", "C article 1"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        let last = json["provisions"].as_array().unwrap().last().unwrap().clone();
        (
            text.matches("version ").count(),
            text.contains("and 1 other versions"),
            last["history"].as_array().unwrap().len(),
            last["versions"].as_u64().unwrap(),
        )
    };
    assert_eq!(of(20), (20, false, 20, 20));
    assert_eq!(of(21), (20, true, 20, 21));
}

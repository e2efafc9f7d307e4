//! Input that wants to do harm: deep, long, huge, broken. Each limit is tested on both sides.

use crate::support::{errors, finding_names, law, library, line};
use jargy::{Library, Limits, LoadError, SourceMap};
use std::time::{Duration, Instant};

fn nested(depth: usize) -> String {
    law(
        "a : yes/no",
        &format!(
            "article 1\n may act when {}a{}",
            "(".repeat(depth),
            ")".repeat(depth)
        ),
    )
}

#[test]
fn brackets_up_to_the_limit_are_read_and_one_more_is_refused() {
    let limit = Limits::default().depth;
    assert_eq!(errors(&nested(limit)), Vec::<&str>::new());
    assert_eq!(errors(&nested(limit + 1)), ["nested-too-deep"]);
}

#[test]
fn a_hundred_thousand_brackets_do_not_overflow_the_stack() {
    assert_eq!(errors(&nested(100_000)), ["nested-too-deep"]);
    let open = law(
        "a : yes/no",
        &format!("article 1\n may act when {}", "(".repeat(100_000)),
    );
    assert_eq!(errors(&open), ["nested-too-deep"]);
    let list = format!("{{\"facts\": {{\"a\": {}}}}}", "[".repeat(100_000));
    let matter = library(&nested(1)).at_any_date().matter("M").unwrap();
    assert!(matter.case_from_json(&list).is_err());
    assert!(matter.case_from_yaml(&"- ".repeat(50_000)).is_err());
}

#[test]
fn a_hundred_thousand_prefixes_and_chains_are_refused() {
    let not = law(
        "a : yes/no",
        &format!("article 1\n may act when {}a", "not ".repeat(20_000)),
    );
    assert!(errors(&not).contains(&"nested-too-deep"));
    let chain = law(
        "m : moment",
        &format!(
            "article 1\n must act within 1 hour of m done m {}",
            "otherwise must other done m ".repeat(2_000)
        ),
    );
    assert!(errors(&chain).contains(&"nested-too-deep"));
}

#[test]
fn a_long_list_of_judged_facts_is_bounded() {
    let limit = Limits::default().operands;
    let clauses = |count: usize| " judged by court: a\n".repeat(count);
    let facts = |count: usize| format!(" judged by court: a{}", ", a".repeat(count - 1));
    for (written, found) in [
        (clauses(10_000), "said-twice"),
        (facts(limit), "said-twice"),
        (facts(limit + 1), "too-many-operands"),
        (facts(60_000), "too-many-operands"),
    ] {
        let text = law("a : yes/no", &format!("article 1\n may act when a\n{written}"));
        assert!(errors(&text).contains(&found), "{found}");
    }
    let many: Vec<String> = (0..limit).map(|number| format!("f{number}")).collect();
    let declared = many.join(" : yes/no\n") + " : yes/no";
    let norm = format!(
        "may act when {}\n judged by court: {}",
        many.join(" and "),
        many.join(", ")
    );
    assert_eq!(
        errors(&law(&declared, &format!("article 1\n {norm}"))),
        Vec::<&str>::new()
    );
}

#[test]
fn a_long_chain_of_operands_is_bounded() {
    let limit = Limits::default().operands;
    let of = |count: usize| {
        law(
            "a : yes/no\nn : number",
            &format!("article 1\n may act when a and n < {}1", "1 + ".repeat(count - 1)),
        )
    };
    assert_eq!(errors(&of(limit)), Vec::<&str>::new());
    assert_eq!(errors(&of(limit + 1)), ["too-many-operands"]);
}

#[test]
fn a_long_chain_of_definitions_is_bounded() {
    let chain = |count: usize| {
        let norms: Vec<String> = (1..count)
            .map(|number| format!(" define d{number} as d{} + 1", number - 1))
            .collect();
        law(
            "n : number",
            &format!("article 1\n define d0 as n\n{}", norms.join("\n")),
        )
    };
    assert_eq!(
        line(&library(&chain(60)), "d59", "{\"n\": 1}", None),
        "60 by C art. 1"
    );
    assert!(errors(&chain(5_000)).contains(&"nested-too-deep"));
}

#[test]
fn definitions_that_share_their_parts_are_not_worked_out_twice() {
    let norms: Vec<String> = (1..50)
        .map(|number| format!(" define d{number} as d{0} + d{0}", number - 1))
        .collect();
    let law = library(&law(
        "n : number",
        &format!("article 1\n define d0 as n\n{}", norms.join("\n")),
    ));
    let started = Instant::now();
    assert_eq!(
        line(&law, "d49", "{\"n\": 1}", None),
        "562949953421312 by C art. 1"
    );
    assert_eq!(line(&law, "d49", "{}", None), "unknown by C art. 1 want n");
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn an_item_past_its_size_is_refused_and_the_rest_is_read() {
    let long = "x".repeat(Limits::default().item_bytes);
    let text = law(
        "a : yes/no",
        &format!("article 1\n text en \"\"\"{long}\"\"\"\n may act when a"),
    );
    assert_eq!(errors(&text), ["item-too-large"]);
}

#[test]
fn a_file_past_its_size_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.law");
    let limits = Limits {
        file_bytes: 1_000,
        ..Limits::default()
    };
    std::fs::write(&path, "-".repeat(1_000)).unwrap();
    assert!(Library::check(&[&path], &limits).is_ok());
    std::fs::write(&path, "-".repeat(1_001)).unwrap();
    assert!(matches!(
        Library::check(&[&path], &limits),
        Err(LoadError::TooLarge { bytes: 1_001, .. })
    ));
}

#[test]
fn a_folder_past_its_number_of_files_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits {
        files: 3,
        ..Limits::default()
    };
    for number in 0..3 {
        std::fs::write(folder.path().join(format!("{number}.law")), "-- empty").unwrap();
    }
    assert!(Library::check(&[folder.path()], &limits).is_ok());
    std::fs::write(folder.path().join("4.law"), "-- empty").unwrap();
    assert!(matches!(
        Library::check(&[folder.path()], &limits),
        Err(LoadError::TooMany { limit: 3, .. })
    ));
}

#[test]
fn a_term_up_to_its_height_is_read() {
    // each definition adds two steps: the reference and the sum
    let chain = |count: usize| {
        let norms: Vec<String> = (1..count)
            .map(|number| format!(" define d{number} as d{} + 1", number - 1))
            .collect();
        errors(&law(
            "n : number",
            &format!("article 1\n define d0 as n\n{}", norms.join("\n")),
        ))
    };
    let most = (1..200).take_while(|count| chain(*count).is_empty()).count();
    assert!(
        most * 2 <= Limits::default().height && most * 4 > Limits::default().height,
        "{most}"
    );
    assert_eq!(chain(most + 1), ["nested-too-deep"]);
}

#[test]
fn a_file_that_is_not_text_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("binary.law");
    std::fs::write(&path, b"-- one\n-- two\n\xff\xfe").unwrap();
    assert!(matches!(
        Library::check(&[&path], &Limits::default()),
        Err(LoadError::NotText { line: 3, .. })
    ));
}

/// A code with an article for each amendment of one act.
fn amendments(count: usize, one: impl Fn(usize) -> String) -> String {
    let articles: String = (0..count)
        .map(|n| format!("article {n}\n may act when a\n"))
        .collect();
    let operations: String = (0..count).map(one).collect();
    format!(
        "{}act A \"a\"\n in force from 2001-01-01\namends C\n{operations}",
        law("a : yes/no", &articles)
    )
}

#[test]
fn ten_megabytes_of_anything_end_soon() {
    // a tenth of it without optimisation; the gate runs this test optimised as well
    let part = if cfg!(debug_assertions) { 10 } else { 1 };
    let heaps = [
        "article 1\n".repeat(1_000_000 / part),
        "a ".repeat(5_000_000 / part),
        "(".repeat(10_000_000 / part),
        "\"".repeat(10_000_000 / part),
        "\n".repeat(10_000_000 / part),
        law("a : yes/no", &" may act when a\n".repeat(600_000 / part)),
        law(
            "a : yes/no",
            &(0..300_000 / part)
                .map(|n| format!("article {n}\n may act when x{n}\n"))
                .collect::<String>(),
        ),
        format!("enum e: {}", "value, ".repeat(1_400_000 / part)),
        "-- \n".repeat(2_500_000 / part),
        "іс ".repeat(2_000_000 / part),
        amendments(90_000 / part, |n| {
            format!("change norm of article {n}\n applies when a\n may other when a\n")
        }),
        amendments(200_000 / part, |_| "repeal article 1\n".to_owned()),
        amendments(200_000 / part, |n| format!("commence C article {n}\n")),
        amendments(20_000 / part, |n| {
            format!(
                "renumber article {n} as article {n}-1 from 2002-01-01\nstrike down article {n}-1 from 2003-01-01\n"
            )
        }),
    ];
    for (number, heap) in heaps.iter().enumerate() {
        let started = Instant::now();
        let names = finding_names(heap);
        assert!(names.len() <= Limits::default().findings);
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "heap {number} took {:?}",
            started.elapsed()
        );
    }
}

#[test]
fn findings_are_bounded_and_the_rest_counted() {
    let text = law("a : yes/no", &" may act when x\n".repeat(1_000));
    let mut sources = jargy::SourceMap::default();
    sources.add("test.law", &text);
    let checked = Library::check_sources(sources, &Limits::default());
    assert_eq!(checked.findings.len(), Limits::default().findings);
    assert!(checked.more > 0);
}

#[test]
fn a_list_past_its_length_is_refused() {
    let rules = "record Stay\n nights : number\n".to_owned()
        + &law(
            "stays : list of Stay",
            "article 1\n define all as count of stays where (nights > 1)",
        );
    let law = library(&rules);
    let limit = Limits::default().list;
    let matter = law.at_any_date().matter("M").unwrap();
    let of = |count: usize| {
        let list = vec!["{}"; count].join(",");
        matter.case_from_json(&format!(
            "{{\"on\": \"2012-06-01\", \"facts\": {{\"stays\": [{list}]}}}}"
        ))
    };
    assert!(of(limit).is_ok());
    assert!(of(limit + 1).is_err());
    let started = Instant::now();
    let answer = matter.ask("all").unwrap().decide(&of(2_000).unwrap(), None);
    assert_eq!(answer.outcome().word(), "unknown");
    assert!(answer.missing_may_be_wide());
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn absurd_values_are_refused_in_words() {
    let law = library(&law(
        "d : date\nm : moment\nn : number\nterm : duration",
        "article 1\n define x as d + term\n define y as n * n\n define z as m + 1 hour",
    ));
    let matter = law.at_any_date().matter("M").unwrap();
    for facts in [
        "{\"d\": \"9999-99-99\"}",
        "{\"d\": \"-1\"}",
        "{\"d\": 5}",
        "{\"m\": \"2012-06-01\"}",
        "{\"m\": \"2012-06-01T25:00:00Z\"}",
        "{\"n\": 1e999999999}",
        "{\"n\": \"0/0\"}",
        "{\"term\": \"P99999999999Y\"}",
        "{\"term\": \"PT5H\"}",
        "{\"n\": null}",
        "{\"q\": 1}",
        "[]",
    ] {
        let error = matter
            .case_from_json(&format!("{{\"facts\": {facts}}}"))
            .unwrap_err();
        assert!(error.to_string().starts_with("facts"), "{error}");
    }
    let far = "{\"d\": \"9999-12-31\", \"term\": \"P999999Y\"}";
    assert!(
        line(&law, "x", far, None).starts_with("unknown"),
        "{}",
        line(&law, "x", far, None)
    );
}

#[test]
fn a_chain_of_squares_does_not_exhaust_memory() {
    let norms: Vec<String> = (1..60)
        .map(|number| format!(" define d{number} as d{0} * d{0}", number - 1))
        .collect();
    let law = library(&law(
        "n : number",
        &format!("article 1\n define d0 as n\n{}", norms.join("\n")),
    ));
    assert!(line(&law, "d59", "{\"n\": 7}", None).starts_with("unknown"));
    assert_eq!(line(&law, "d3", "{\"n\": 7}", None), "5764801 by C art. 1");
}

#[test]
fn quotas_over_a_hundred_thousand_periods_are_quick() {
    let law = library(&law(
        "stays : periods\nothers : periods\nd : date",
        "article 1\n define x as days of stays in any 180 days\n define y as days of stays in any calendar month\n \
         define z as stays throughout (from 0001-01-01 to d)\n define o as stays overlaps others",
    ));
    let period = |number: i64| {
        let day = jargy::parse_date("1000-01-01").unwrap() + chrono::TimeDelta::days(number * 3);
        format!("{{\"from\": \"{day}\", \"until\": \"{day}\"}}")
    };
    let stays: Vec<String> = (0..100_000).map(period).collect();
    let facts = format!(
        "{{\"stays\": [{0}], \"others\": [{0}], \"d\": \"9999-12-31\"}}",
        stays.join(",")
    );
    let start = std::time::Instant::now();
    for (question, expected) in [("x", "60"), ("y", "11"), ("z", "false"), ("o", "true")] {
        let found = line(&law, question, &facts, Some("2012-06-01T00:00"));
        assert!(
            found.starts_with(expected),
            "{question}: {}",
            found.get(..60).unwrap_or(&found)
        );
    }
    assert!(start.elapsed().as_secs() < 60);
}

#[test]
fn events_without_number_leave_a_limit_uncounted() {
    let law = library(&law(
        "m : moment\nagain : list of moment\ndone_at : moment or none",
        "article 1\n must act within 10 hours of m restarted by again done done_at",
    ));
    let again: Vec<String> = (0..5_000).map(|_| "\"2012-06-01T00:00\"".to_owned()).collect();
    let facts = format!(
        "{{\"m\": \"2012-06-01T00:00\", \"done_at\": null, \"again\": [{}]}}",
        again.join(",")
    );
    assert_eq!(
        line(&law, "act", &facts, Some("2012-06-01T00:00")),
        "unknown by C art. 1"
    );
}

#[test]
fn a_duty_that_recurs_every_day_for_ages_is_counted_or_refused() {
    let law = library(&law(
        "d : date\ntimes : list of date",
        "article 1\n must act at least once in every calendar day from d\n done times",
    ));
    let facts = |from: &str| format!("{{\"d\": \"{from}\", \"times\": []}}");
    assert_eq!(
        line(&law, "act", &facts("2012-01-01"), Some("2012-06-01T00:00")),
        "overdue by C art. 1"
    );
    assert_eq!(
        line(&law, "act", &facts("0001-01-01"), Some("9999-06-01T00:00")),
        "unknown by C art. 1"
    );
}

#[test]
fn limits_at_the_ends_of_the_calendar_are_refused() {
    let law = library(&law(
        "m : moment\ndone_at : moment or none",
        "article 1\n must act within 100 years of m done done_at\narticle 2\n must other within 999999 hours of m done done_at",
    ));
    let facts = "{\"m\": \"9999-12-31T23:59\", \"done_at\": null}";
    assert_eq!(
        line(&law, "act", facts, Some("9999-12-31T23:59")),
        "unknown by C art. 1"
    );
    assert_eq!(
        line(&law, "other", facts, Some("9999-12-31T23:59")),
        "unknown by C art. 2"
    );
}

/// So long may one answer or check take on a slow machine; without optimisation longer.
const SOON: Duration = Duration::from_secs(if cfg!(debug_assertions) { 40 } else { 5 });

/// Definitions each of which is said once in terms of the one before.
fn rising(count: usize, one: impl Fn(usize) -> String) -> String {
    let norms: Vec<String> = (1..count)
        .map(|number| format!(" define d{number} as\n{}", one(number - 1)))
        .collect();
    law(
        "a : yes/no\nn : number",
        &format!("article 1\n define d0 as n\n{}", norms.join("\n")),
    )
}

#[test]
fn alternatives_over_the_definition_before_are_searched_soon() {
    let law = library(&rising(26, |before| {
        format!("  d{before} + 1 if d{before} > 3\n  d{before} otherwise")
    }));
    let started = Instant::now();
    assert_eq!(line(&law, "d25", "{}", None), "unknown by C art. 1 want n");
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn brackets_around_a_fact_are_turned_back_soon() {
    let depth = 20;
    let sum = format!("{}d{}", "(".repeat(depth), " + 1 day)".repeat(depth));
    let law = library(&law(
        "d : date",
        &format!("article 1\n may act when {sum} > 2012-06-01"),
    ));
    let started = Instant::now();
    assert_eq!(line(&law, "act", "{}", None), "unknown by C art. 1 want d");
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn fourteen_ordinary_definitions_are_not_too_high() {
    let text = rising(14, |before| {
        format!("  d{before} + 5 if a\n  d{before} otherwise")
    });
    assert_eq!(errors(&text), Vec::<&str>::new());
    assert_eq!(
        line(&library(&text), "d13", "{\"a\": true, \"n\": 1}", None),
        "66 by C art. 1"
    );
}

/// Actions each of which is permitted where another one is; their names as given.
fn links(count: usize, name: impl Fn(usize) -> String) -> String {
    let actions: String = (0..count)
        .map(|number| format!("action {} of M\n", name(number)))
        .collect();
    let norms: String = (1..count)
        .map(|number| format!(" may {} when {} is permitted\n", name(number), name(number - 1)))
        .collect();
    format!(
        "matter M \"m\"\n a : yes/no\n{actions}code C \"c\" in force from 2000-01-01\n in matters of M\narticle 1\n may {} when a\n{norms}",
        name(0)
    )
}

#[test]
fn norms_that_read_states_of_others_are_as_high_whatever_their_names() {
    let rising = |count: usize| links(count, |number| format!("x{number:04}"));
    let falling = |count: usize| links(count, |number| format!("x{:04}", 9_999 - number));
    // each link adds the norm and the state that it reads
    let most = Limits::default().height / 2;
    for (fits, count) in [
        (true, most - 1),
        (true, most),
        (false, most + 1),
        (false, 260),
        (false, 1_000),
    ] {
        let expected = if fits { vec![] } else { vec!["nested-too-deep"] };
        assert_eq!(errors(&rising(count)), expected, "{count}, names that ascend");
        assert_eq!(errors(&falling(count)), expected, "{count}, names that descend");
    }
}

#[test]
fn the_highest_law_is_answered_on_the_stack_of_a_program() {
    let most = Limits::default().height / 2;
    let text = links(most, |number| format!("x{number:04}"));
    let last = format!("x{:04}", most - 1);
    // as large as the stack of a main thread is
    let stack = std::thread::Builder::new().stack_size(8 << 20);
    let answer = stack.spawn(move || {
        let law = library(&text);
        let given = line(&law, &last, "{\"a\": true}", None);
        (given, line(&law, &last, "{}", None))
    });
    let (given, open) = answer.unwrap().join().unwrap();
    assert_eq!(given, "permitted by C art. 1");
    assert_eq!(open, "unknown by C art. 1 want a");
}

/// A duty of ten days, extended once for each of some facts.
fn extensions(count: usize, days: impl Fn(usize) -> u64) -> jargy::Library {
    let facts: String = (0..count).map(|number| format!("a{number} : yes/no\n")).collect();
    let clauses: String = (0..count)
        .map(|number| format!(" extended by {} days when a{number}", days(number)))
        .collect();
    library(&law(
        &format!("d : date\nx : date or none\n{facts}"),
        &format!("article 1\n must act within 10 days of d{clauses}\n done x"),
    ))
}

#[test]
fn a_limit_that_may_be_extended_often_is_over_where_the_longest_is() {
    let facts = "{\"d\": \"2012-01-01\", \"x\": null}";
    // alike: five of ten days each; unlike: every sum of the powers of two up to 2^9
    for law in [extensions(5, |_| 10), extensions(10, |number| 1 << number)] {
        assert_eq!(
            line(&law, "act", facts, Some("2030-01-01T00:00")),
            "overdue by C art. 1"
        );
        assert_eq!(
            line(&law, "act", facts, Some("2012-01-05T00:00")),
            "pending by C art. 1"
        );
        let open = line(&law, "act", facts, Some("2012-02-05T00:00"));
        assert!(open.starts_with("unknown by C art. 1 want a0"), "{open}");
    }
}

#[test]
fn twenty_four_extensions_are_bounded() {
    let law = extensions(24, |number| 1 << number);
    let started = Instant::now();
    let open = line(
        &law,
        "act",
        "{\"d\": \"2012-01-01\", \"x\": null}",
        Some("2013-01-01T00:00"),
    );
    assert!(open.starts_with("unknown by C art. 1 want"), "{open}");
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn missing_facts_under_an_open_date_of_the_law_are_found_soon_and_exactly() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/faults/slow-missing");
    let law = jargy::Library::load(folder).unwrap();
    let matter = law.at_any_date().matter("H").unwrap();
    let case = matter.case_from_json("{\"facts\": {}}").unwrap();
    let started = Instant::now();
    let answer = matter.ask("due").unwrap().decide(&case, None);
    let mut missing: Vec<&str> = answer.missing().iter().map(|fact| fact.fact.as_str()).collect();
    missing.sort_unstable();
    assert_eq!(
        missing,
        ["base", "c1", "c2", "children", "day", "each", "resources"]
    );
    assert!(!answer.missing_may_be_wide());
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn a_table_of_many_columns_is_searched_soon() {
    let facts: String = (0..24).map(|number| format!("b{number} : yes/no\n")).collect();
    let names: Vec<String> = (0..24).map(|number| format!("b{number}")).collect();
    let row = |row: usize| {
        let keys: Vec<&str> = (0..24)
            .map(|column| match (row * 7 + column * 5) % 3 {
                0 => "yes",
                1 => "no",
                _ => "yes or no",
            })
            .collect();
        format!("  {} : {row}\n", keys.join(", "))
    };
    let rows: String = (0..200).map(row).collect();
    let law = library(&law(
        &facts,
        &format!("article 1\n define t as table of {}\n{rows}", names.join(", ")),
    ));
    let started = Instant::now();
    assert!(line(&law, "t", "{}", None).starts_with("unknown"));
    assert!(started.elapsed() < SOON * 2, "{:?}", started.elapsed());
}

#[test]
fn a_moment_after_the_last_day_of_the_calendar_cannot_be_calculated() {
    let law = library(&law("m : moment", "article 1\n define later as m + 30 minutes"));
    let last = |time: &str| line(&law, "later", &format!("{{\"m\": \"9999-12-31T{time}\"}}"), None);
    assert!(
        last("23:29").starts_with("\"9999-12-31T23:59"),
        "{}",
        last("23:29")
    );
    assert!(last("23:59").starts_with("unknown"), "{}", last("23:59"));
}

/// Amendments of one article, each from the next day and with a condition of its own.
fn transitions(count: usize, condition: impl Fn(usize) -> String) -> String {
    let base = law("a : yes/no\nd : date\nn : number", "article 1\n define x as 0");
    let operations: String = (0..count)
        .map(|number| {
            let day = jargy::Date::from_ymd_opt(2001, 1, 1).unwrap() + chrono::Days::new(number as u64);
            format!(
                "change norm of article 1 from {day}\n applies {}\n define x as {}\n",
                condition(number),
                number + 1
            )
        })
        .collect();
    format!("{base}act A \"a\"\n in force from 2001-01-01\namends C\n{operations}")
}

#[test]
fn so_many_versions_go_on_beside_one_another_and_no_more() {
    let own = |number: usize| format!("when n > {number}");
    assert_eq!(errors(&transitions(64, own)), Vec::<&str>::new());
    assert_eq!(errors(&transitions(65, own)), ["too-many-versions"]);
    let started = Instant::now();
    assert_eq!(errors(&transitions(4_000, own)), ["too-many-versions"]);
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn amendments_that_apply_to_the_same_facts_leave_one_version_to_the_others() {
    let law = library(&transitions(2_000, |_| "to d from 2001-01-01".to_owned()));
    let started = Instant::now();
    let x = |d: &str, on: &str| {
        let case = format!("{{\"d\": \"{d}\", \"a\": true, \"n\": 1}}");
        let snapshot = law.on(on.parse().unwrap()).matter("M").unwrap();
        let case = snapshot
            .case_from_json(&format!("{{\"facts\": {case}}}"))
            .unwrap();
        let answer = snapshot.ask("x").unwrap().decide(&case, None);
        answer
            .value()
            .map(|_| jargy::answer_json(&answer, false)["value"].to_string())
    };
    assert_eq!(x("2000-12-31", "2020-01-01").as_deref(), Some("0"));
    assert_eq!(x("2001-01-01", "2020-01-01").as_deref(), Some("2000"));
    assert_eq!(x("2001-01-01", "2001-01-03").as_deref(), Some("3"));
    assert_eq!(x("2000-12-31", "2001-01-03").as_deref(), Some("0"));
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn amendments_make_so_many_versions_and_no_more() {
    // a version of this article weighs 1,000 points and some lines
    let points: Vec<String> = (0..1_000)
        .map(|number| {
            let letter = |place: usize| char::from(b'a' + u8::try_from(number / place % 26).unwrap());
            format!("  ({}{}{}) a", ["x", "q"][number / 676], letter(26), letter(1))
        })
        .collect();
    let text = |changes: usize| {
        let base = law(
            "a : yes/no",
            &format!("article 1\n may act when any of\n{}", points.join(";\n")),
        );
        let operations: String = (0..changes)
            .map(|number| {
                let day = jargy::Date::from_ymd_opt(2001, 1, 1).unwrap() + chrono::Days::new(number as u64);
                format!("replace article 1 point (xaa) from {day}\n (xaa) not a\n")
            })
            .collect();
        format!("{base}act A \"a\"\n in force from 2001-01-01\namends C\n{operations}")
    };
    assert_eq!(errors(&text(60)), Vec::<&str>::new());
    let started = Instant::now();
    assert_eq!(errors(&text(120)), ["too-many-versions"]);
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn a_provision_that_stands_a_hundred_thousand_times_is_told_soon() {
    let started = Instant::now();
    let names = finding_names(&law("a : yes/no", &"article 1\n".repeat(50_000)));
    assert_eq!(names.len(), Limits::default().findings);
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

/// The answer to a question with so many steps allowed.
fn within(steps: usize, articles: &str, facts: &str) -> String {
    let mut sources = SourceMap::default();
    let text = format!(
        "record V\n n : number\n{}",
        law("l : list of V\nm : list of V", articles)
    );
    sources.add("a.law", &text);
    let limits = Limits {
        steps,
        ..Limits::default()
    };
    line(
        &Library::check_sources(sources, &limits).into_library().unwrap(),
        "act",
        facts,
        None,
    )
}

#[test]
fn a_question_is_worked_out_within_so_many_steps_and_no_more() {
    let articles = "article 1\n may act when exists x in l where (exists y in m where x.n + y.n = 1)";
    let elements: Vec<String> = (0..40).map(|n| format!("{{\"n\": {}}}", 2 * n)).collect();
    let facts = format!("{{\"l\": [{0}], \"m\": [{0}]}}", elements.join(", "));
    let needed = (0..100_000)
        .step_by(100)
        .find(|steps| within(*steps, articles, &facts) == "unregulated")
        .unwrap();
    assert!(needed > 1_600, "{needed}");
    assert_eq!(within(needed - 100, articles, &facts), "unknown by C art. 1");
    // every element may be one that is not looked at any more: it is never yes or no by what was left out
    let every = "article 1\n may act when every x in l : (every y in m : x.n + y.n != 1)";
    assert_eq!(within(needed, every, &facts), "permitted by C art. 1");
    for steps in (1..needed - 100).step_by(97) {
        assert_eq!(within(steps, every, &facts), "unknown by C art. 1", "{steps}");
    }
}

#[test]
fn nested_lists_are_given_up_by_name_and_soon() {
    let articles = "article 1\n may act when exists x in l where (exists y in m where x.n + y.n = 1)";
    let elements: Vec<String> = (0..20_000).map(|n| format!("{{\"n\": {}}}", 2 * n)).collect();
    let facts = format!("{{\"l\": [{0}], \"m\": [{0}]}}", elements.join(", "));
    let started = Instant::now();
    let law = library(&format!(
        "record V\n n : number\n{}",
        law("l : list of V\nm : list of V", articles)
    ));
    let answer = crate::support::answer(&law, "act", &facts, None);
    let said: Vec<String> = answer
        .undetermined()
        .iter()
        .map(|found| found.why.clone())
        .collect();
    assert_eq!(
        said,
        ["the question asks for more steps than are worked out: fewer elements, or fewer lists within lists"]
    );
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

//! One meaning: prepared questions answer every case as the evaluator of terms does, which alone gives reasons.

use crate::properties::{case, chosen, domains, duties, moments, norms, partial_assignments, text};
use crate::support::law;
use jargy::{
    BeyondNaive, Case, Library, Matter, Moment, Number, Outcome, Prepared, SourceMap, Value, read_scenarios,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn rules() -> &'static Library {
    static RULES: std::sync::OnceLock<Library> = std::sync::OnceLock::new();
    RULES.get_or_init(|| Library::load(root().join("rules")).unwrap())
}

/// Scenarios of the rule library with a date of the law, which is stated in each.
fn scenarios() -> Vec<(Matter, Case)> {
    let library = rules();
    let mut paths = Vec::new();
    let mut folders = vec![root().join("rules")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("case") => paths.push(path),
                _ => {}
            }
        }
    }
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let file = SourceMap::default().add("a.case", &std::fs::read_to_string(path).unwrap());
        let (read, _) = read_scenarios(library, &file);
        for scenario in read {
            if let Some(date) = scenario.matter.law_date(&scenario.case) {
                found.push((
                    library.on(date).matter(scenario.matter.name()).unwrap(),
                    scenario.case,
                ));
            }
        }
    }
    found
}

/// All questions of a matter under the law of a date, each prepared by itself.
fn prepared(matter: &Matter) -> Vec<(Prepared, String)> {
    let questions = matter.questions();
    let prepare = |name: &str| (matter.prepare(&[name]).unwrap(), name.to_owned());
    questions
        .iter()
        .map(|question| prepare(question.name()))
        .collect()
}

#[test]
fn every_question_of_every_scenario_is_answered_alike() {
    let (mut compared, mut compiled, mut naive) = (0, 0, 0);
    let mut known: BTreeMap<(String, jargy::Date), Vec<(Prepared, String)>> = BTreeMap::new();
    for (matter, case) in scenarios() {
        let key = (matter.name().to_owned(), matter.law_date(&case).unwrap());
        for (prepared, name) in known.entry(key).or_insert_with(|| prepared(&matter)) {
            let mut desk = prepared.desk();
            let outcome = desk.decide_case(&case, None)[0];
            let answer = matter.ask(name).unwrap().outcome_and_due(&case, None);
            let found = (outcome, desk.value(0), desk.due_at(0));
            assert_eq!(&found, &answer, "{name} of {}: {case:?}", matter.name());
            compared += 1;
            if let Ok(found) = matter.ask(name).unwrap().naively(&case, None) {
                assert_eq!(found, answer, "{name} of {} naively: {case:?}", matter.name());
                naive += 1;
            }
            compiled += usize::from(!desk.went_term_by_term());
        }
    }
    println!(
        "{compared} answers compared, {compiled} of compiled questions, {naive} with the naive interpreter"
    );
    assert!(naive * 10 > compared * 9, "{naive} of {compared}");
    assert!(
        compared > 20_000 && compiled * 10 > compared * 8,
        "{compiled} of {compared}"
    );
}

/// Answers of prepared questions, one case at a desk and one on a form, beside those of the evaluator of terms.
pub fn answers_agree(
    matter: &Matter,
    questions: &[&str],
    cases: &[Case],
    at: Option<Moment>,
) -> Result<(), TestCaseError> {
    for name in questions {
        let prepared = matter.prepare(&[name]).unwrap();
        let ask = matter.ask(name).unwrap();
        let (mut desk, mut form) = (prepared.desk(), prepared.form());
        for case in cases {
            let expected = ask.outcome_and_due(case, at);
            if let Ok(naive) = ask.naively(case, at) {
                prop_assert_eq!(&naive, &expected, "{} naively: {:?}", name, case);
            }
            let outcome = desk.decide_case(case, at)[0];
            let found = (outcome, desk.value(0), desk.due_at(0));
            prop_assert_eq!(&found, &expected, "{} at a desk: {:?}", name, case);
            form.read_facts(case);
            if let Some(at) = at {
                form.at(at);
            }
            let outcome = desk.decide(&form)[0];
            let found = (outcome, desk.value(0), desk.due_at(0));
            prop_assert_eq!(&found, &expected, "{} on a form: {:?}", name, case);
        }
    }
    Ok(())
}

/// Cases in JSON, plain and not: a form reads each as the reader of cases does, and refuses what it refuses.
#[test]
fn a_form_reads_json_as_the_reader_of_cases_does() {
    let rules = "record person \"p\"\n  born_on : date or none\n  home : country\nenum kind: low < high\nmatter M \"m\"\n  who : person\n  k : kind\n  n : number\n  t : duration\n  m : moment to the minute or none\n  f : money KZT\naction act of M\n\
        code C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n  may act when who.born_on < 1990-01-01 and who.home is KZ and k is high and n >= 2.5 and t >= 18 months and (m is none or f > 1 KZT)\n";
    let library = Library::from_texts([("test.law", rules)]).unwrap_or_else(|error| panic!("{error}"));
    let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let prepared = matter.prepare(&["act"]).unwrap();
    let (mut form, mut desk) = (prepared.form(), prepared.desk());
    let facts = [
        r#"{"who": {"born_on": "1980-01-01", "home": "KZ"}, "k": "high", "n": 3, "t": "P18M", "m": null}"#,
        r#"{"who": {"born_on": null, "home": "KZ"}, "k": "high", "n": 3, "t": "P1Y6M", "m": null}"#,
        r#"{"who": {"born_on": "1980-01-01", "home": "KZ"}, "k": "high", "n": 2.5, "t": "2 years", "m": "2012-01-01T10:00:00+06:00", "f": "2 KZT"}"#,
        r#"{"who": {"home": "KZ"}, "k": "high", "n": "5/2", "t": "P1Y7M"}"#,
        r#"{"k": "low"}"#,
        r#"{"k": "h\u0069gh", "n": 1e3}"#,
        r#"{"who": null}"#,
        r#"{"k": "high", "k": "low"}"#,
        r#"{"m": "2012-01-01T10:00:30+06:00"}"#,
        r#"{"n": 99999999999999999999}"#,
        r#"{"t": "P1Y10D"}"#,
        r#"{"t": "P"}"#,
        r#"{"who": {"born_on": "2012-02-30"}}"#,
        r#"{"kk": 1}"#,
        r#"{"who": {"home": "XX"}}"#,
        r#"{"n": true}"#,
        r#"[]"#,
    ];
    for facts in facts {
        for text in [
            format!(r#"{{"facts": {facts}}}"#),
            format!(r#"{{"matter": "M", "at": "2012-06-01T09:00:00Z", "facts": {facts}}}"#),
        ] {
            let expected = matter
                .case_from_json(&text)
                .map(|case| matter.ask("act").unwrap().outcome(&case, None).0);
            let found = form.read_json(&text).map(|form| desk.decide(form)[0]);
            assert_eq!(
                found.map_err(|error| error.to_string()),
                expected.map_err(|error| error.to_string()),
                "{text}"
            );
        }
    }
}

/// The naive interpreter remembers nothing, so it says where it would go on for ever.
#[test]
fn the_naive_interpreter_ends() {
    let doubled: String = (1..=40)
        .map(|number| {
            let before = number - 1;
            format!("article {number}-1\n define x{number} as x{before} + x{before}\n")
        })
        .collect();
    let doubled = law("n : number", &format!("article 1\n define x0 as n\n{doubled}"));
    let library =
        Library::from_texts([("test.law", doubled.as_str())]).unwrap_or_else(|error| panic!("{error}"));
    let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let case = matter.case_from_json(r#"{"facts": {"n": 1}}"#).unwrap();
    let ask = matter.ask("x40").unwrap();
    assert_eq!(ask.naively(&case, None), Err(BeyondNaive::Steps));
    let twice = Value::Number(Number::whole(1 << 40));
    assert_eq!(ask.outcome(&case, None).1, Some(twice));
}

/// Two declarations against each other cancel out, and so does a longer circle of them.
#[test]
fn a_circle_of_priorities_cancels_out() {
    let circle = law(
        "a : yes/no\nb : yes/no",
        "article 1\n may act when a despite article 2\narticle 2\n must not act when a despite article 3\n\
        article 3\n may act when a despite article 4\narticle 4\n must not act when b despite article 1\n\
        article 5\n define x as 1 despite article 6\narticle 6\n define x as 2 despite article 7\narticle 7\n define x as 3 despite article 5\n",
    );
    let library =
        Library::from_texts([("test.law", circle.as_str())]).unwrap_or_else(|error| panic!("{error}"));
    let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let prepared = matter.prepare(&["act", "x"]).unwrap();
    for (facts, outcome) in [
        (r#"{"a": true, "b": true}"#, Outcome::Conflict),
        (r#"{"a": true, "b": false}"#, Outcome::Permitted),
        (r#"{"a": true}"#, Outcome::Unknown),
        (r#"{"a": false, "b": true}"#, Outcome::Forbidden),
    ] {
        let case = matter
            .case_from_json(&format!(r#"{{"facts": {facts}}}"#))
            .unwrap();
        for (number, (name, outcome)) in [("act", outcome), ("x", Outcome::Conflict)]
            .into_iter()
            .enumerate()
        {
            let ask = matter.ask(name).unwrap();
            assert_eq!(ask.outcome(&case, None).0, outcome, "{name} {facts}");
            assert_eq!(
                ask.naively(&case, None).map(|found| found.0),
                Ok(outcome),
                "{name} {facts}"
            );
            assert_eq!(
                prepared.desk().decide_case(&case, None)[number],
                outcome,
                "{name} {facts}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Generated norms over every partial case, none and unknown included.
    #[test]
    fn generated_norms_are_answered_alike(norms in norms(), givens in prop::collection::vec(0usize..8, 6)) {
        let library = Library::from_texts([("test.law", text(&norms).as_str())]).unwrap();
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let domains = domains();
        let given = chosen(&domains, &givens);
        let cases: Vec<Case> = partial_assignments(&given, &domains).iter().map(|facts| case(&matter, facts)).collect();
        answers_agree(&matter, &["act", "other", "value", "level"], &cases, None)?;
    }

    /// Generated duties and their limits.
    #[test]
    fn generated_duties_stand_alike(norms in duties(), givens in prop::collection::vec(0usize..16, 4), assessed in any::<bool>()) {
        let facts = "a : yes/no\nm : moment or none\ndone_m : moment or none\ndone_next : moment or none\n";
        let rules = format!("calendar cal weekend saturday, sunday\n{}", law(facts, &norms));
        let library = Library::from_texts([("test.law", rules.as_str())]).unwrap();
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let domains = moments();
        let given = chosen(&domains, &givens);
        let cases: Vec<Case> = partial_assignments(&given, &domains).iter().map(|facts| case(&matter, facts)).collect();
        let at = assessed.then(|| Moment::from_seconds(1_338_552_000).unwrap());
        answers_agree(&matter, &["act", "other", "last_act"], &cases, at)?;
    }
}

/// Conditions over more than the generators of other tests have: definitions, lists, dates, durations.
fn rich_condition() -> impl Strategy<Value = String> {
    let atoms = [
        "a",
        "k >= middle",
        "n < 3",
        "n * 1/3 > 1",
        "-n <= -2",
        "d is none",
        "d < e",
        "value >= 3",
        "value = 4",
        "level is low or high",
        "age >= 1 year",
        "t * 2/3 >= 8 months",
        "t + 6 months < 2 years",
        "many >= 2",
        "total > 4",
        "top is none",
        "top <= 3",
        "(every x in xs where x.g)",
        "(exists x in xs where x.v > 2)",
        "d in the calendar month of e",
        "d + 1 month > e",
        "served_on <= 2012-06-01",
        "other is permitted",
        "other is forbidden",
        "either_day < 2012-01-02",
    ];
    let atom = prop::sample::select(atoms.to_vec()).prop_map(str::to_owned);
    atom.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| format!("not ({one})")),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| format!("({})", parts.join(") and ("))),
            prop::collection::vec(inner, 2..4).prop_map(|parts| format!("({})", parts.join(") or ("))),
        ]
    })
}

const PLAIN: [&str; 6] = ["a", "not a", "k is low", "n >= 2", "d is none", "a or n < 2"];

pub fn rich_rules() -> impl Strategy<Value = String> {
    let plain = || prop::sample::select(PLAIN.to_vec());
    let rich = rich_condition;
    ((plain(), plain(), plain(), plain()), (rich(), rich(), rich(), rich())).prop_map(|((p, q, r, s), (c, x, y, z))| {
        format!(
            "record item \"i\"\n  g : yes/no\n  v : number or none\nenum kind: low < middle < high\nmatter M \"m\"\n  a : yes/no\n  k : kind\n  n : number\n  \
             d : date or none\n  e : date\n  t : duration\n  xs : list of item\n  served_on : date or none\naction act of M\naction other of M\n\
             code C \"c\" in force from 2000-01-01\n  in matters of M\n\
             article 1\n  define value as n + 1 if {p}, 2 * n otherwise\n  when {q}\n  define level as low if {r}, middle if k is high, high otherwise\n\
             article 2\n  deem served_on as d + 2 days unless {s}\n  define either_day as earliest of (d, e)\n\
             article 3\n  define many as count of xs where (g and v > 2)\n  define total as sum of xs.v\n  define top as maximum of xs.v\n  define age as years from e to d\n\
             article 4\n  may other when {p} or many > 1\n  must not other when total > 6 unless {q}\n\
             article 5\n  may act if {c} unless {x}\n  must not act if any of\n    (a) {y};\n    (b) {z}\n\
             order O \"o\" in force from 2000-01-01\n  in matters of M\narticle 1\n  define value as 3 if {r}\n\
             code D \"d\" in force from 2000-01-01\n  in matters of M\narticle 1\n  define value as 4 when {s}\n"
        )
    })
}

/// A fact in JSON: one of some values, none where it may be none, or nothing.
fn given(name: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.75, prop::sample::select(values))
        .prop_map(move |value| value.map(|value| format!("\"{name}\": {value}")))
}

pub fn rich_case() -> impl Strategy<Value = String> {
    let item = (
        given("g", &["true", "false"]),
        given("v", &["1", "2.5", "3", "null"]),
    )
        .prop_map(|(g, v)| {
            let fields: Vec<String> = g.into_iter().chain(v).collect();
            format!("{{{}}}", fields.join(", "))
        });
    let list = prop::option::weighted(0.8, prop::collection::vec(item, 0..4))
        .prop_map(|items| items.map(|items| format!("\"xs\": [{}]", items.join(", "))));
    let facts = (
        given("a", &["true", "false"]),
        given("k", &["\"low\"", "\"middle\"", "\"high\""]),
        given("n", &["1", "2", "3.5", "\"1/3\"", "-2", "99999999999999999999"]),
        given(
            "d",
            &["\"2012-01-01\"", "\"2012-05-31\"", "\"2012-07-01\"", "null"],
        ),
        given("e", &["\"2008-02-29\"", "\"2012-01-31\""]),
        given("t", &["\"P1Y\"", "\"P13M\"", "\"1 year 10 days\"", "\"P0M\""]),
        given("served_on", &["\"2012-05-01\"", "null"]),
        list,
        prop::bool::ANY,
    );
    facts.prop_map(|(a, k, n, d, e, t, served, list, assessed)| {
        let facts: Vec<String> = [a, k, n, d, e, t, served, list].into_iter().flatten().collect();
        let at = if assessed {
            "\"at\": \"2012-06-01T12:00:00Z\", "
        } else {
            ""
        };
        format!("{{{at}\"facts\": {{{}}}}}", facts.join(", "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Definitions of several instruments that prevail and contradict one another, deemed facts, lists, dates, portions.
    #[test]
    fn rich_rules_are_answered_alike(rules in rich_rules(), texts in prop::collection::vec(rich_case(), 24)) {
        let library = Library::from_texts([("test.law", rules.as_str())]).unwrap_or_else(|error| panic!("{error}\n{rules}"));
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let cases: Vec<Case> = texts.iter().map(|text| matter.case_from_json(text).unwrap()).collect();
        let questions = ["act", "other", "value", "level", "many", "total", "top", "age", "either_day"];
        answers_agree(&matter, &questions, &cases, None)?;
    }
}

/// Numbers that grow past any register, and portions finer than any: answered, and as the evaluator answers them.
#[test]
fn numbers_past_all_bounds_are_answered_alike() {
    let big = ["1000000007"; 12].join(" * ");
    let fine: String = [1009, 1013, 1019, 1021, 1031]
        .map(|number| format!("n / {number}"))
        .join(" + ");
    let rules = format!(
        "matter M \"m\"\n  n : number\n  a : yes/no\naction act of M\ncode C \"c\" in force from 2000-01-01\n  in matters of M\n\
         article 1\n  define big as n * {big}\n  define fine as {fine}\n  define least as n * -4398046511104 * 2097152\n  define step as n * {big}, rounded up to 0.3\n\
         article 2\n  may act if big + big > 1 and least < 0 and -least > 0 and step > big\n"
    );
    let library =
        Library::from_texts([("test.law", rules.as_str())]).unwrap_or_else(|error| panic!("{error}"));
    let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let texts = ["0", "1", "-1", "4398046511", "99999999999999999999", "\"1/7\""];
    let read = |number: &str| {
        matter
            .case_from_json(&format!("{{\"facts\": {{\"n\": {number}}}}}"))
            .unwrap()
    };
    let cases: Vec<Case> = texts.iter().map(|number| read(number)).collect();
    answers_agree(&matter, &["act", "big", "fine", "least", "step"], &cases, None).unwrap();
}

/// A record in a list, with a list of its own.
fn holder() -> impl Strategy<Value = String> {
    let part = given("w", &["0", "1", "2"]).prop_map(|w| format!("{{{}}}", w.unwrap_or_default()));
    let parts = prop::option::weighted(0.9, prop::collection::vec(part, 0..3))
        .prop_map(|parts| parts.map(|parts| format!("\"parts\": [{}]", parts.join(", "))));
    (given("n", &["0", "1", "2", "3"]), parts).prop_map(|(n, parts)| {
        let fields: Vec<String> = n.into_iter().chain(parts).collect();
        format!("{{{}}}", fields.join(", "))
    })
}

fn two_lists() -> impl Strategy<Value = String> {
    let list = |name: &'static str| {
        prop::option::weighted(0.95, prop::collection::vec(holder(), 0..3))
            .prop_map(move |items| items.map(|items| format!("\"{name}\": [{}]", items.join(", "))))
    };
    (list("l"), list("m"), given("k", &["1", "2"])).prop_map(|(l, m, k)| {
        let facts: Vec<String> = [l, m, k].into_iter().flatten().collect();
        format!("{{\"facts\": {{{}}}}}", facts.join(", "))
    })
}

/// Conditions in which elements of two lists meet, of one list twice, and of a list within an element.
const MEETINGS: [&str; 14] = [
    "exists x in l where (exists y in m where x.n + y.n = k)",
    "every x in l : (exists y in m where x.n = y.n)",
    "exists y in m where (every x in l : x.n <= y.n)",
    "every x in l : (every y in l : x.n + y.n < 6)",
    "exists x in l where (exists p in x.parts where p.w = x.n)",
    "exists x in l where (exists y in m where (exists p in x.parts where p.w = y.n))",
    "exists x in l where (exists p in x.parts where (exists y in m where p.w + y.n = x.n))",
    "exists x in l where (count of m where (n >= x.n)) >= 2",
    "exists x in l where (sum of x.parts.w) = x.n",
    "exists x in l where x.n = (maximum of m.n)",
    "(count of l where (exists y in m where y.n = n)) >= k",
    "exists x in l where x.met",
    "every x in l : x.heaviest <= k",
    "(sum of l.n) > (count of m where (exists x in l where x.n = n))",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Elements of several lists in one condition: compiled where each row belongs to one row of the other, refused else.
    #[test]
    fn elements_of_several_lists_meet_alike(texts in prop::collection::vec(two_lists(), 12)) {
        let (mut actions, mut norms) = (String::new(), String::new());
        for (number, meeting) in MEETINGS.iter().enumerate() {
            actions += &format!("action act{number} of M\n");
            norms += &format!("article {}\n  may act{number} when {meeting}\n", number + 2);
        }
        let rules = format!(
            "record part\n  w : number\nrecord holder\n  n : number\n  parts : list of part\nmatter M \"m\"\n  l : list of holder\n  m : list of holder\n  k : number\n{actions}\
             code C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n  define holder.met as exists p in parts where p.w = n + 1\n  \
             define holder.heaviest as maximum of parts.w\n{norms}"
        );
        let library = Library::from_texts([("test.law", rules.as_str())]).unwrap_or_else(|error| panic!("{error}\n{rules}"));
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let cases: Vec<Case> = texts.iter().map(|text| matter.case_from_json(text).unwrap()).collect();
        let names: Vec<String> = (0..MEETINGS.len()).map(|number| format!("act{number}")).collect();
        let questions: Vec<&str> = names.iter().map(String::as_str).collect();
        answers_agree(&matter, &questions, &cases, None)?;
    }
}

//! What cannot be calculated decides nothing: a day that a month does not have, a division by zero, a result outside the
//! calendar or of too many digits. Where it is needed the answer is unknown and says why; where the rest decides, it does
//! not matter.

use crate::support::{answer, law, library, line};
use jargy::{Answer, Library, Moment};
use proptest::prelude::*;
use proptest::sample::select;

const FACTS: &str = "a : date\nd : date\ne : date or none\nn : number\nz : number\nb : yes/no\nlength : duration\n\
     owed : money KZT\ndone_on : date or none\n";

fn rules(norms: &str) -> Library {
    library(&law(FACTS, &format!("article 1\n{norms}")))
}

/// The reasons for which an unknown answer cannot be told.
fn why(answer: &Answer) -> Vec<String> {
    answer
        .undetermined()
        .iter()
        .map(|failed| failed.words())
        .collect()
}

/// The outcome or value, and what cannot be calculated.
fn told(norms: &str, question: &str, facts: &str) -> String {
    let law = rules(norms);
    let answer = answer(&law, question, facts, None);
    let reasons: String = why(&answer).iter().map(|why| format!(", {why}")).collect();
    format!(
        "{}{reasons}",
        line(&law, question, facts, None).split(" by ").next().unwrap()
    )
}

const LEAP: &str = "{\"a\": \"2020-01-31\", \"d\": \"2020-05-05\", \"b\": true}";
const NO_DAY: &str =
    "`a + 1 month` in C art. 1: 2020-02 has no day 31, and nothing says which day counts instead";

#[test]
fn a_day_that_the_month_does_not_have_decides_nothing() {
    for said in [
        "u < d",
        "u >= d",
        "u < d or u >= d",
        "not (u < d)",
        "u = u",
        "u != d",
        "u is none",
        "u is not none",
        "u is one of (d, a)",
        "u in the calendar month of d",
        "b and u < d",
        "d in (from a to u)",
    ] {
        let norms = format!(" define u as a + 1 month\n define x as {said}");
        assert_eq!(told(&norms, "x", LEAP), format!("unknown, {NO_DAY}"), "{said}");
    }
}

#[test]
fn where_the_rest_decides_it_does_not_matter() {
    for (said, value) in [
        ("b or u < d", "true"),
        ("not b and u < d", "false"),
        ("d = 2020-05-05 or u < d", "true"),
    ] {
        let norms = format!(" define u as a + 1 month\n define x as {said}");
        assert_eq!(told(&norms, "x", LEAP), value, "{said}");
    }
    let bar = " must not act when not b\n may act when b or a + 1 month > d";
    assert_eq!(told(bar, "act", LEAP), "permitted");
    let same = " define x as\n  5 if a + 1 month > d\n  5 otherwise";
    assert_eq!(told(same, "x", LEAP), "5");
}

#[test]
fn the_earliest_and_the_latest_pass_over_what_has_not_happened_and_not_over_what_failed() {
    let norms = " define u as a + 1 month\n define first as earliest of (d, e)\n define last as latest of (d, e)\n \
        define first_failed as earliest of (d, u)\n define last_failed as latest of (d, u)";
    let facts = "{\"a\": \"2020-01-31\", \"d\": \"2020-05-05\", \"e\": null}";
    assert_eq!(told(norms, "first", facts), "\"2020-05-05\"");
    assert_eq!(told(norms, "last", facts), "\"2020-05-05\"");
    assert_eq!(told(norms, "first_failed", facts), format!("unknown, {NO_DAY}"));
    assert_eq!(told(norms, "last_failed", facts), format!("unknown, {NO_DAY}"));
}

#[test]
fn a_bar_that_cannot_be_calculated_leaves_the_permission_open() {
    let norms = " must not act when owed / n > 2 KZT\n may act";
    let bar = "unknown, `owed / n` in C art. 1: division by zero";
    assert_eq!(told(norms, "act", "{\"owed\": \"6 KZT\", \"n\": 0}"), bar);
    assert_eq!(told(norms, "act", "{\"owed\": \"6 KZT\", \"n\": 3}"), "permitted");
    assert_eq!(told(norms, "act", "{\"owed\": \"7 KZT\", \"n\": 3}"), "forbidden");
    let guarded = " must not act when n = 0 or owed / n > 2 KZT\n may act";
    assert_eq!(
        told(guarded, "act", "{\"owed\": \"6 KZT\", \"n\": 0}"),
        "forbidden"
    );
    let not_guarded = " must not act when n != 0 and owed / n > 2 KZT\n may act";
    assert_eq!(
        told(not_guarded, "act", "{\"owed\": \"6 KZT\", \"n\": 0}"),
        "permitted"
    );
}

#[test]
fn a_duty_whose_limit_cannot_be_calculated_is_unknown() {
    let norms = " define u as a + 1 month\n must act within 3 days of u done done_on";
    let facts = "{\"a\": \"2020-01-31\", \"done_on\": null}";
    assert_eq!(told(norms, "act", facts), format!("unknown, {NO_DAY}"));
    let day = "{\"a\": \"2020-02-28\", \"done_on\": null}";
    assert_eq!(told(norms, "act", day), "unknown");
}

#[test]
fn facts_that_cannot_help_are_not_missing() {
    let norms = " must not act when owed / n > 2 KZT\n may act when b";
    // whatever `b` is, the bar cannot be told
    assert_eq!(
        told(norms, "act", "{\"owed\": \"6 KZT\", \"n\": 0}"),
        "unknown, `owed / n` in C art. 1: division by zero"
    );
    // another bar can decide without it
    let second = format!("{norms}\n must not act when d > 2020-01-01");
    let law = rules(&second);
    let answer = answer(&law, "act", "{\"owed\": \"6 KZT\", \"n\": 0}", None);
    let missing: Vec<&str> = answer.missing().iter().map(|fact| fact.fact.as_str()).collect();
    assert_eq!(missing, ["d"]);
    assert_eq!(why(&answer).len(), 1);
}

#[test]
fn what_lies_outside_the_calendar_or_the_digits_says_so() {
    let norms = " define x as d + 1 day\n define y as d - 2 days\n define big as n * n * n * n";
    let last = "{\"d\": \"9999-12-31\"}";
    let outside = "the result lies outside the years 1 to 9999";
    assert_eq!(
        told(norms, "x", last),
        format!("unknown, `d + 1 day` in C art. 1: {outside}")
    );
    assert_eq!(told(norms, "x", "{\"d\": \"9999-12-30\"}"), "\"9999-12-31\"");
    assert_eq!(told(norms, "y", "{\"d\": \"0001-01-03\"}"), "\"0001-01-01\"");
    assert_eq!(
        told(norms, "y", "{\"d\": \"0001-01-02\"}"),
        format!("unknown, `d - 2 days` in C art. 1: {outside}")
    );
}

#[test]
fn the_kinds_of_rounding_of_a_sum_that_is_a_date() {
    let norms = " define up as a + 1 month, rounded up to a day\n define down as a + 1 month, rounded down to a day\n \
        define up_years as a + 18 years, rounded up to a day\n define back as a - 1 month, rounded up to a day";
    let at = |question: &str, day: &str| told(norms, question, &format!("{{\"a\": \"{day}\"}}"));
    assert_eq!(at("up", "2019-01-31"), "\"2019-03-01\"");
    assert_eq!(at("up", "2019-01-28"), "\"2019-02-28\"");
    assert_eq!(at("up", "2020-01-29"), "\"2020-02-29\"");
    assert_eq!(at("up", "2020-01-30"), "\"2020-03-01\"");
    assert_eq!(at("down", "2019-01-31"), "\"2019-02-28\"");
    assert_eq!(at("down", "2020-01-31"), "\"2020-02-29\"");
    assert_eq!(at("up_years", "2000-02-29"), "\"2018-03-01\"");
    assert_eq!(at("up_years", "2002-02-28"), "\"2020-02-28\"");
    assert_eq!(at("back", "2019-03-31"), "\"2019-03-01\"");
}

/// What `a + length` comes to under a counting rule with some lines.
fn under_rule(lines: &str, length: &str, day: &str) -> String {
    let norms = format!(" counting rule of C\n{lines}\narticle 2\n define x as a + {length}");
    told(&norms, "x", &format!("{{\"a\": \"{day}\"}}"))
}

#[test]
fn the_counting_rule_that_governs_settles_the_rounding() {
    let last_day = "  months : end on the same day of the month, or on its last day";
    let next = "  months : end on the same day of the month, or on the first day of the next";
    let none = "  months : end on the same day of the month, or not at all";
    assert_eq!(under_rule(last_day, "1 month", "2019-01-31"), "\"2019-02-28\"");
    assert_eq!(under_rule(next, "1 month", "2019-01-31"), "\"2019-03-01\"");
    assert!(under_rule(none, "1 month", "2019-01-31").starts_with("unknown, `a + 1 month`"));
    // whole years from 29 February follow the line on anniversaries, all else the line on months
    let february = format!("{last_day}\n  anniversary of 29 february : 28 february");
    let march = format!("{last_day}\n  anniversary of 29 february : 1 march");
    assert_eq!(under_rule(&february, "18 years", "2000-02-29"), "\"2018-02-28\"");
    assert_eq!(under_rule(&march, "18 years", "2000-02-29"), "\"2018-03-01\"");
    assert_eq!(under_rule(&march, "12 months", "2000-02-29"), "\"2001-03-01\"");
    assert_eq!(under_rule(&march, "13 months", "2000-01-31"), "\"2001-02-28\"");
    assert_eq!(under_rule(&march, "4 years", "2000-02-29"), "\"2004-02-29\"");
}

#[test]
fn the_answer_as_json_says_provision_reason_expression_and_place() {
    let law = rules(" define x as n / z");
    let answer = answer(&law, "x", "{\"n\": 1, \"z\": 0}", None);
    let json = jargy::answer_json(&answer, false);
    assert_eq!(json["outcome"], "unknown");
    assert_eq!(json["missing"], serde_json::json!([]));
    assert_eq!(
        json["undetermined"],
        serde_json::json!([{
            "citation": "C art. 1",
            "why": "division by zero",
            "expression": "n / z",
            "place": "test.law:21:14",
        }])
    );
}

#[test]
fn the_timeline_says_what_cannot_be_calculated() {
    let law = rules(
        " define u as a + 1 month\n define ends_at as 3 days counted from u\n must act within 3 days of u done done_on\n \
         may other within 3 days of u",
    );
    let matter = law.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let case = matter
        .case_from_json("{\"facts\": {\"a\": \"2020-01-31\", \"done_on\": null}}")
        .unwrap();
    let at = Moment::from_seconds(1_590_000_000);
    let rows = matter.timeline(&case, at).unwrap();
    let told: Vec<(&str, &str, bool)> = rows
        .rows()
        .iter()
        .map(|row| {
            let said = row.notes.iter().any(|note| note.text.ends_with(NO_DAY));
            (row.question.as_str(), row.status, said)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("ends_at", "unknown", true),
            ("act", "unknown", true),
            ("other", "unknown", true)
        ]
    );
}

#[test]
fn the_check_warns_of_a_day_that_may_be_missing() {
    let names = |norms: &str| crate::support::finding_names(&law(FACTS, &format!("article 1\n{norms}")));
    let warned = |norms: &str| names(norms).contains(&"missing-day-not-settled");
    assert!(warned(" define x as a + 1 month\n may act when x > d"));
    assert!(warned(" may act when a + 18 years > d"));
    assert!(warned(" may act when 2012-01-29 + 1 month > d"));
    assert!(!warned(" may act when 2012-01-28 + 1 month > d"));
    assert!(!warned(" may act when a + 30 days > d"));
    assert!(!warned(
        " define x as a + 1 month, rounded down to a day\n may act when x > d"
    ));
    assert!(!warned(" must act within 1 month of a done done_on"));
    let rule = "  months : end on the same day of the month, or on its last day";
    assert!(!warned(&format!(
        " counting rule of C\n{rule}\narticle 2\n may act when a + 1 month > d"
    )));
    // a rule that begins later leaves the days before it open
    assert!(warned(&format!(
        " in force from 2005-01-01\n counting rule of C\n{rule}\narticle 2\n may act when a + 1 month > d"
    )));
}

#[test]
fn the_check_warns_of_a_divisor_that_may_be_zero() {
    let warned = |norms: &str| {
        let names = crate::support::finding_names(&law(FACTS, &format!("article 1\n{norms}")));
        names.contains(&"divisor-may-be-zero")
    };
    for open in [
        "n / z > 2",
        "z >= 0 and n / z > 2",
        "z = 0 and n / z > 2",
        "z != 0 or n / z > 2",
        "n / (z + 1) > 2",
        "b and n / z > 2",
    ] {
        assert!(warned(&format!(" may act when {open}")), "{open}");
    }
    for settled in [
        "n / 2 > 2",
        "z != 0 and n / z > 2",
        "z > 0 and n / z > 2",
        "z < 0 and n / z > 2",
        "0 < z and n / z > 2",
        "z = 0 or n / z > 2",
        "not (z = 0) and n / z > 2",
        "n / maximum of (z, 1) > 2",
    ] {
        assert!(!warned(&format!(" may act when {settled}")), "{settled}");
    }
    assert!(!warned(" may act\n when z > 0\n unless n / z > 2"));
    assert!(!warned(
        " define x as\n  0 if z = 0\n  n / z otherwise\n may act when x > 1"
    ));
    assert!(warned(
        " define x as\n  0 if z = 1\n  n / z otherwise\n may act when x > 1"
    ));
    assert!(!warned(" define x as n / z if z != 0\n may act when x > 1"));
}

/// Expressions with a result in every case but some.
const SUMS: &[&str] = &[
    "a + 1 month",
    "a + length",
    "d - 3 months",
    "a + 12 months",
    "latest of (a + 1 month, d)",
    "earliest of (a + 1 year, d, e)",
    "a + 1 month, rounded up to a day",
    "date of (3 days counted from a + 1 month)",
    "e + 1 month",
];

const NUMBERS: &[&str] = &[
    "n / z",
    "n / z + z",
    "minimum of (n, n / z)",
    "n * 2 / (z - 1)",
    "-(n / z)",
    "count of (a + 1 month, d)",
    "n / z / z",
];

fn norms_of(sum: &str, number: &str, order: &str, rule: &str) -> String {
    format!(
        "article 1\n define u as {sum}\n define k as {number}\n\
         article 2\n define is_before as u < d\n define not_before as u >= d\n define is_after as u > d\n define not_after as u <= d\n\
         define is_less as k < 1\n define not_less as k >= 1\n define equal as u = d\n define different as u != d\n\
         define both as u {order} d and k >= 1\n define one as u {order} d or k >= 1\n define neither as not (u {order} d or b)\n\
         define chosen as\n  1 if u {order} d\n  2 if k < 1\n  3 otherwise\n\
         article 3\n may act when b\n must not act when u {order} d unless k < 1\n must other within 5 days of u done done_on\n\
         article 4\n may last_act only if k >= 1 and u {order} d\n{rule}"
    )
}

fn rule_sets() -> impl Strategy<Value = String> {
    let rules = select(vec![
        "",
        "article 9\n counting rule of C\n  months : end on the same day of the month, or on its last day",
        "article 9\n counting rule of C\n  months : end on the same day of the month, or not at all",
        "article 9\n counting rule of C\n  months : end on the same day of the month, or on the first day of the next\n  anniversary of 29 february : 28 february",
    ]);
    let orders = select(vec!["<", "<=", ">", ">=", "=", "!="]);
    (select(SUMS), select(NUMBERS), orders, rules)
        .prop_map(|(sum, number, order, rule)| norms_of(sum, number, order, rule))
}

fn cases() -> impl Strategy<Value = String> {
    let day = || {
        select(vec![
            "",
            "\"2020-01-31\"",
            "\"2020-02-29\"",
            "\"2012-03-30\"",
            "\"9999-12-31\"",
            "\"0001-01-15\"",
        ])
    };
    let end = select(vec!["", "null", "\"2020-05-31\"", "\"2012-04-15\""]);
    let number = || select(vec!["", "0", "1", "3", "-2"]);
    let yes = select(vec!["", "true", "false"]);
    let length = select(vec!["", "\"P1M\"", "\"P1Y\"", "\"P10D\"", "\"P1M5D\""]);
    (day(), day(), end, number(), number(), yes, length).prop_map(|(a, d, e, n, z, yes, length)| {
        let all = [
            ("a", a),
            ("d", d),
            ("e", e),
            ("n", n),
            ("z", z),
            ("b", yes),
            ("length", length),
        ];
        let given = all.iter().filter(|(_, value)| !value.is_empty());
        let given: Vec<String> = given
            .map(|(name, value)| format!("\"{name}\": {value}"))
            .collect();
        format!("{{\"facts\": {{{}}}}}", given.join(", "))
    })
}

const QUESTIONS: [&str; 17] = [
    "u",
    "k",
    "is_before",
    "not_before",
    "is_after",
    "not_after",
    "is_less",
    "not_less",
    "equal",
    "different",
    "both",
    "one",
    "neither",
    "chosen",
    "act",
    "other",
    "last_act",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_cannot_be_calculated_is_answered_alike_and_never_decides(
        norms in rule_sets(),
        texts in prop::collection::vec(cases(), 3),
        assessed in prop::option::of(select(vec![1_580_500_800, 1_590_000_000])),
    ) {
        let library = library(&law(FACTS, &norms));
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let at = assessed.and_then(Moment::from_seconds);
        for text in &texts {
            let case = matter.case_from_json(text).unwrap();
            for name in QUESTIONS {
                let ask = matter.ask(name).unwrap();
                let expected = ask.outcome_and_due(&case, at);
                let naive = ask.naively(&case, at);
                prop_assert_eq!(naive.as_ref(), Ok(&expected), "{} naively: {}\n{}", name, text, norms);
                let prepared = matter.prepare(&[name]).unwrap();
                let mut desk = prepared.desk();
                let outcome = desk.decide_case(&case, at)[0];
                let found = (outcome, desk.value(0), desk.due_at(0));
                prop_assert_eq!(&found, &expected, "{} at a desk: {}\n{}", name, text, norms);
                let answer = ask.decide(&case, at);
                // an unknown answer says what it hangs on
                let unknown = answer.outcome() == jargy::Outcome::Unknown;
                let said = !answer.missing().is_empty() || !answer.undetermined().is_empty();
                prop_assert!(!unknown || said, "{} is unknown without a word: {}\n{}", name, text, norms);
                prop_assert!(unknown || answer.undetermined().is_empty(), "{}: {}\n{}", name, text, norms);
            }
            let holds = |name: &str| {
                let answer = matter.ask(name).unwrap().decide(&case, at);
                answer.value().and_then(jargy::Value::truth)
            };
            for (one, other, of) in [("is_before", "not_before", "u"), ("is_after", "not_after", "u"), ("is_less", "not_less", "k")] {
                let both_no = holds(one) == Some(false) && holds(other) == Some(false);
                let nothing = of == "u" && matter.ask(of).unwrap().decide(&case, at).value() == Some(&jargy::Value::None);
                prop_assert!(!both_no || nothing, "{} and {} are both no: {}\n{}", one, other, text, norms);
                let both_yes = holds(one) == Some(true) && holds(other) == Some(true);
                prop_assert!(!both_yes, "{} and {} are both yes: {}\n{}", one, other, text, norms);
            }
        }
    }
}

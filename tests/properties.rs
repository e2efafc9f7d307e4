//! Properties over generated rule sets and texts: missing facts against trying every completion, decided
//! answers that stay decided, the order of operands, a parser that never falls over.

use crate::support::{answer, law};
use jargy::{Case, Country, Date, Library, Limits, Matter, Number, Outcome, SourceMap, Value};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const FACTS: &str = "a : yes/no\nb : yes/no\nk : kind\nn : number\nd : date or none\nwhere_from : country\n";

/// The facts and for each the values of which one stands for each way in which it can matter below.
pub(crate) fn domains() -> Vec<(&'static str, Vec<Value>)> {
    let kind = |place, name: &str| Value::Enum(place, name.into());
    let number = |text: &str| Value::Number(Number::parse(text).unwrap());
    let date = |text: &str| Value::Date(text.parse::<Date>().unwrap());
    vec![
        ("a", vec![Value::Yes(true), Value::Yes(false)]),
        ("b", vec![Value::Yes(true), Value::Yes(false)]),
        ("k", vec![kind(0, "low"), kind(1, "middle"), kind(2, "high")]),
        (
            "n",
            ["0", "1", "2", "3", "3.5", "4", "4.5", "5", "6"]
                .map(number)
                .to_vec(),
        ),
        ("d", vec![Value::None, date("2011-12-31"), date("2012-01-01")]),
        (
            "where_from",
            ["KZ", "UZ"]
                .map(|code| Value::Country(Country::parse(code).unwrap()))
                .to_vec(),
        ),
    ]
}

fn atom() -> impl Strategy<Value = String> {
    let atoms = [
        "a",
        "b",
        "k is low",
        "k is middle or high",
        "k >= middle",
        "n < 3",
        "n >= 5",
        "n = 4",
        "d is none",
        "d < 2012-01-01",
        "d is not none",
        "where_from is KZ",
        "n + 1 > 5",
        "2 * n <= 6",
    ];
    prop::sample::select(atoms.to_vec()).prop_map(str::to_owned)
}

fn condition() -> impl Strategy<Value = String> {
    atom().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| format!("not ({one})")),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| format!("({})", parts.join(") and ("))),
            prop::collection::vec(inner, 2..4).prop_map(|parts| format!("({})", parts.join(") or ("))),
        ]
    })
}

pub(crate) fn norms() -> impl Strategy<Value = String> {
    let permission =
        (condition(), condition()).prop_map(|(c, x)| format!("article 1\n may act if {c} unless {x}"));
    let bar = condition().prop_map(|c| format!("article 2\n must not act if {c}"));
    let only =
        (condition(), condition()).prop_map(|(w, c)| format!("article 3\n may act when {w} only if {c}"));
    let other = condition().prop_map(|c| {
        format!("order O \"o\" in force from 2000-01-01\n in matters of M\narticle 1\n must not act if {c}")
    });
    let code = condition().prop_map(|c| {
        format!("code D \"d\" in force from 2000-01-01\n in matters of M\narticle 1\n must not act if {c}")
    });
    let values = prop_oneof![Just("1"), Just("2"), Just("n")];
    let define = (condition(), condition(), values.clone(), values).prop_map(|(c, w, x, y)| {
        format!("article 4\n define value as {x} if {c}, {y} otherwise\n  when {w}")
    });
    let through = (condition(), condition(), condition()).prop_map(|(x, y, z)| {
        // the same guard twice is an error of its own
        let y = if x == y { format!("not ({y})") } else { y };
        format!("article 5\n define level as low if {x}, middle if {y}, high otherwise\n must not other when level is middle or high and ({z})")
    });
    (permission, bar, only, define, through, prop_oneof![other, code])
        .prop_map(|(a, b, c, d, e, f)| [a, b, c, d, e, f].join("\n"))
}

pub(crate) fn text(norms: &str) -> String {
    format!("enum kind: low < middle < high\n{}", law(FACTS, norms))
}

/// Of each fact the value with a number, where there is one; the others are not given.
pub(crate) fn chosen(domains: &[(&'static str, Vec<Value>)], numbers: &[usize]) -> Facts {
    let pairs = domains.iter().zip(numbers);
    pairs
        .filter_map(|((name, values), number)| Some((*name, values.get(*number)?.clone())))
        .collect()
}

pub(crate) type Facts = BTreeMap<&'static str, Value>;

pub(crate) fn case(matter: &Matter, facts: &Facts) -> Case {
    let builder = matter.case().on("2012-06-01".parse().unwrap());
    facts
        .iter()
        .fold(builder, |builder, (name, value)| builder.set(name, value.clone()))
        .build()
        .unwrap()
}

/// All assignments of values to some facts, each fact also left out.
pub(crate) fn partial_assignments(given: &Facts, facts: &[(&'static str, Vec<Value>)]) -> Vec<Facts> {
    let mut all = vec![given.clone()];
    for (name, values) in facts {
        if given.contains_key(name) {
            continue;
        }
        let more: Vec<Facts> = all
            .iter()
            .flat_map(|facts| {
                values.iter().map(move |value| {
                    let mut facts = facts.clone();
                    facts.insert(name, value.clone());
                    facts
                })
            })
            .collect();
        all.extend(more);
    }
    all
}

type Known = (Outcome, Option<Value>);

/// For every partial assignment its outcome; and the facts that by definition are missing from `given`.
pub(crate) fn by_trying(
    outcomes: &BTreeMap<Vec<(&'static str, String)>, Known>,
    all: &[Facts],
    facts: &[(&'static str, Vec<Value>)],
) -> BTreeSet<&'static str> {
    let mut missing = BTreeSet::new();
    for assignment in all {
        if outcomes[&key(assignment)].0 != Outcome::Unknown {
            continue;
        }
        for (name, values) in facts {
            if assignment.contains_key(name) || missing.contains(name) {
                continue;
            }
            let decides = values.iter().any(|value| {
                let mut more = assignment.clone();
                more.insert(name, value.clone());
                outcomes[&key(&more)].0 != Outcome::Unknown
            });
            if decides {
                missing.insert(*name);
            }
        }
    }
    missing
}

/// A decided answer stays as it is, whatever is added.
pub(crate) fn stays_decided(
    outcomes: &BTreeMap<Vec<(&'static str, String)>, Known>,
    all: &[Facts],
    domains: &[(&'static str, Vec<Value>)],
    norms: &str,
) -> Result<(), TestCaseError> {
    for facts in all {
        let decided = &outcomes[&key(facts)];
        if decided.0 == Outcome::Unknown {
            continue;
        }
        for (name, values) in domains.iter().filter(|(name, _)| !facts.contains_key(name)) {
            for value in values {
                let mut more = facts.clone();
                more.insert(name, value.clone());
                prop_assert_eq!(
                    &outcomes[&key(&more)],
                    decided,
                    "{} {:?} + {}",
                    norms,
                    facts,
                    name
                );
            }
        }
    }
    Ok(())
}

pub(crate) fn key(facts: &Facts) -> Vec<(&'static str, String)> {
    facts
        .iter()
        .map(|(name, value)| (*name, format!("{value:?}")))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// The table *Meaning*: missing facts, decided answers that stay decided.
    #[test]
    fn missing_is_what_trying_every_completion_says(norms in norms(), question in prop::sample::select(vec!["act", "other", "value", "level"]), givens in prop::collection::vec(0usize..8, 6)) {
        let library = Library::from_texts([("test.law", text(&norms).as_str())]).unwrap();
        let matter = library.at_any_date().matter("M").unwrap();
        let ask = matter.ask(question).unwrap();
        let domains = domains();
        let mut given = Facts::new();
        for ((name, values), choice) in domains.iter().zip(&givens) {
            // half of the facts are given, so that the rest can be tried in full
            if let Some(value) = values.get(*choice) {
                given.insert(name, value.clone());
            }
        }
        let all = partial_assignments(&given, &domains);
        let outcomes: BTreeMap<_, Known> = all.iter().map(|facts| (key(facts), ask.outcome(&case(&matter, facts), None))).collect();

        stays_decided(&outcomes, &all, &domains, &norms)?;

        let answer = ask.decide(&case(&matter, &given), None);
        prop_assert_eq!(answer.outcome(), outcomes[&key(&given)].0);
        let said: BTreeSet<&str> = answer.missing().iter().map(|fact| fact.fact.as_str()).collect();
        let tried = by_trying(&outcomes, &all, &domains);
        if answer.missing_may_be_wide() {
            prop_assert!(tried.is_subset(&said), "{} {:?}: {:?} is short of {:?}", &norms, &given, said, tried);
        } else {
            prop_assert_eq!(said, tried, "{} {:?}", &norms, &given);
        }
    }

    /// The order of operands does not matter, for the outcome or for what is missing.
    #[test]
    fn operands_may_change_places(parts in prop::collection::vec(condition(), 2..5), all in any::<bool>()) {
        let joined = |parts: &[String]| {
            let word = if all { ") and (" } else { ") or (" };
            format!("({})", parts.join(word))
        };
        let turned: Vec<String> = parts.iter().rev().cloned().collect();
        let rules = text(&format!("article 1\n may act if {}\n may other if {}", joined(&parts), joined(&turned)));
        let library = Library::from_texts([("test.law", rules.as_str())]).unwrap();
        for facts in ["{}", "{\"a\": true}", "{\"a\": false, \"n\": 3}", "{\"k\": \"low\", \"d\": null}"] {
            let (one, two) = (answer(&library, "act", facts, None), answer(&library, "other", facts, None));
            prop_assert_eq!(one.outcome(), two.outcome());
            let names = |answer: &jargy::Answer| answer.missing().iter().map(|fact| fact.fact.clone()).collect::<BTreeSet<_>>();
            prop_assert_eq!(names(&one), names(&two));
        }
    }

    /// The same input gives the same bytes.
    #[test]
    fn answers_are_the_same_every_time(norms in norms()) {
        let rules = text(&norms);
        let bytes = || {
            let library = Library::from_texts([("test.law", rules.as_str())]).unwrap();
            jargy::answer_json(&answer(&library, "act", "{\"n\": 4}", None), true).to_string()
        };
        prop_assert_eq!(bytes(), bytes());
    }
}

/// Duties: at a fixed assessment, moments on a grid around it.
pub(crate) fn moments() -> Vec<(&'static str, Vec<Value>)> {
    let at = 1_338_552_000; // 2012-06-01 12:00 UTC
    let hour = |hours: i64| Value::Moment(jargy::Moment::from_seconds(at + hours * 3_600).unwrap());
    let grid: Vec<Value> = [-30, -13, -12, -11, -1, 0, 1]
        .map(hour)
        .into_iter()
        .chain([Value::None])
        .collect();
    vec![
        ("a", vec![Value::Yes(true), Value::Yes(false)]),
        ("m", grid.clone()),
        ("done_m", grid.clone()),
        ("done_next", grid),
    ]
}

pub(crate) fn duties() -> impl Strategy<Value = String> {
    let condition = prop::sample::select(vec![
        "a",
        "not a",
        "m is not none",
        "done_m is none",
        "a or m is none",
        "other is overdue",
        "other is pending or_not",
    ]);
    let limit = prop::sample::select(vec![
        "within 12 hours of m",
        "within 12 hours of m, within 1 day of m",
        "at least 1 hour before m",
        "within 1 hour of earliest_of_both",
        "within 12 hours of m, extended to 24 hours in total when a",
        "within 12 hours of m, extended by 1 hour when done_next is none",
        "within 12 hours of m, suspended from done_next until done_m",
        "within 12 hours of m, restarted by done_next",
        "within 12 hours of m or 1 hour of done_next, whichever is later",
        "within 12 hours of m or 1 day of done_next, whichever is earlier",
        "within 1 working day of m",
        "",
    ]);
    let rule = prop::sample::select(vec![
        "by calendar cal",
        "by calendar cal hours : first hour not counted days : first day counted",
        "by calendar cal last day not a working day -> next working day",
        "by calendar cal days : clear days; ends at 18:00 of the last day 2 days or more : at least 2 working days",
    ]);
    (condition, limit.clone(), limit, rule).prop_map(|(c, first, second, rule)| {
        let c = if c.ends_with("or_not") { "not (other is pending)" } else { c };
        format!(
            "article 1\n define earliest_of_both as earliest of (m, done_m)\n must act when {c} {first} done done_m otherwise must last_act within 2 hours of due_at done done_next\narticle 2\n must other {second} done done_next\narticle 9\n counting rule of C {rule}"
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same for duties: their missing facts, and standings that stay as they are.
    #[test]
    fn duties_want_what_trying_every_completion_says(norms in duties(), question in prop::sample::select(vec!["act", "other", "last_act"]), givens in prop::collection::vec(0usize..16, 4)) {
        let facts = "a : yes/no\nm : moment or none\ndone_m : moment or none\ndone_next : moment or none\n";
        let rules = format!("calendar cal weekend saturday, sunday\n{}", law(facts, &norms));
        let library = Library::from_texts([("test.law", rules.as_str())]).unwrap_or_else(|error| panic!("{error}"));
        let matter = library.at_any_date().matter("M").unwrap();
        let ask = matter.ask(question).unwrap();
        let at = jargy::Moment::from_seconds(1_338_552_000);
        let domains = moments();
        let given = chosen(&domains, &givens);
        let all = partial_assignments(&given, &domains);
        let outcomes: BTreeMap<_, Known> = all.iter().map(|facts| (key(facts), ask.outcome(&case(&matter, facts), at))).collect();
        stays_decided(&outcomes, &all, &domains, &norms)?;
        let answer = ask.decide(&case(&matter, &given), at);
        let said: BTreeSet<&str> = answer.missing().iter().map(|fact| fact.fact.as_str()).collect();
        let tried = by_trying(&outcomes, &all, &domains);
        // the grid is coarser than all moments, so it may find fewer facts, never more
        prop_assert!(tried.is_subset(&said), "{} {:?}: {:?} is short of {:?}", &norms, &given, said, tried);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// No text makes the parser fall over.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        check_text(&text);
    }

    /// Nor does any heap of the language's own words.
    #[test]
    fn any_words_are_read_or_refused(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..60)) {
        check_text(&words.join(" "));
        check_text(&words.join("\n"));
    }

    /// Nor a real rule with some of it cut away.
    #[test]
    fn any_cut_of_a_rule_is_read_or_refused(from in 0usize..1_400, length in 0usize..300, put in prop::sample::select(WORDS.to_vec())) {
        let whole = text("article 1\n text en \"\"\"a\"\"\"\n must act when a and n <= 3 within 12 hours of d or 3 days of d, whichever is later extended by 1 day when b suspended from d done d otherwise must other done b\n must other at least 2 times in every calendar year from d done ds\n may act if days of p in the 180 days before d <= 90 or d in p\n counting rule of C days : first day not counted; ends at 24:00 of the last day last day not a working day -> next working day\ncalendar cal weekend saturday, sunday holiday easter + 1 day, last monday of may \"x\" from 2012-01-01\n define value as table of k, a\n low or middle, yes : 1\n otherwise : 2");
        let letters: Vec<char> = whole.chars().collect();
        let start = from.min(letters.len());
        let end = (start + length).min(letters.len());
        let cut: String = letters[..start].iter().copied().chain(put.chars()).chain(letters[end..].iter().copied()).collect();
        check_text(&cut);
    }
}

const WORDS: &[&str] = &[
    "article",
    "1",
    "may",
    "must",
    "not",
    "act",
    "(",
    ")",
    "(a)",
    ";",
    "when",
    "unless",
    "if",
    "any",
    "of",
    "all",
    "define",
    "as",
    "otherwise",
    "within",
    "12 hours",
    "2012-06-01",
    "\"",
    "\"\"\"",
    "--",
    "enum",
    "record",
    "matter",
    "M",
    "code",
    "C",
    ":",
    "yes/no",
    "table",
    "count",
    "where",
    "in",
    "force",
    "from",
    "text",
    "source",
    "is",
    "none",
    "[",
    "]",
    "<=",
    "+",
    "*",
    "deem",
    "valid",
    "only",
    "іс",
    "calendar",
    "counting",
    "rule",
    "days",
    "first day not counted",
    "weekend",
    "holiday",
    "01-01",
    "moved",
    "->",
    "extended",
    "suspended",
    "restarted",
    "at",
    "least",
    "every",
    "counted",
    "the",
    "any",
    "180 days",
    "before",
    "throughout",
    "overlaps",
    "09:00",
    "start",
    "end",
    "to",
];

fn check_text(text: &str) {
    let mut sources = SourceMap::default();
    sources.add("test.law", text);
    let checked = Library::check_sources(sources, &Limits::default());
    for finding in &checked.findings {
        assert!(!finding.message.is_empty());
        assert!(!jargy::render(finding, &checked.sources, 80, false).is_empty());
    }
}

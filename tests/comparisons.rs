//! Comparisons agree with one another: of `x < k` and `x >= k` a decided answer has one yes and one no, unless a side is none or
//! undefined. Over every type of value that can be compared and every form in which the language can say one, with facts
//! that are absent, by the evaluator of terms, compiled questions and the naive interpreter.

use crate::support::law;
use jargy::{Case, Library, Matter, Moment, Outcome, Value};
use proptest::prelude::*;
use proptest::sample::select;

const BEFORE: &str = "calendar cal weekend saturday, sunday\nenum kind: low < middle < high\n\
    record Visit \"visit\"\n  held_on : date or none\n  begun_at : moment or none\n  fee : money KZT\n  points : number\n  length : duration\n  took : duration in hours\n\
    parameter fine : money KZT\n  10 KZT from 2005-01-01 until 2011-12-31\n  20 KZT from 2012-01-01\n\
    parameter rate : number\n";

const FACTS: &str = "b : yes/no\nc : yes/no\nkind : kind\nkindn : kind or none\nn : number\nz : number or none\ncost : money KZT\ncostn : money KZT or none\n\
    d : date\ne : date or none\nm : moment\nmo : moment or none\ntod : time of day\ntodn : time of day or none\nhrs : duration in hours\nhrsn : duration in hours or none\n\
    days : duration in days\ndaysn : duration in days or none\nwd : duration in working days\nwdn : duration in working days or none\nterm : duration\ntermn : duration or none\ntxt : text\ntxn : text or none\nland : country\nlandn : country or none\n\
    visits : list of Visit\ncounts : list of number\ndates : list of date\nmoments : list of moment\nstays : periods";

/// The definitions that compare two sides.
const COMPARED: [(&str, &str); 6] = [
    ("lt", "<"),
    ("le", "<="),
    ("gt", ">"),
    ("ge", ">="),
    ("eq", "="),
    ("ne", "!="),
];

/// Sides of one type; those without an order are compared for being equal alone.
struct Kind {
    is_ordered: bool,
    sides: &'static [&'static str],
}

const KINDS: [Kind; 14] = [
    // numbers
    Kind {
        is_ordered: true,
        sides: &[
            "n",
            "z",
            "3",
            "-1/3",
            "n + z",
            "n - 2",
            "n * n",
            "n / z",
            "(-n)",
            "minimum of (n, z)",
            "maximum of (n, 2)",
            "count of visits",
            "count of visits where (held_on is none)",
            "sum of counts",
            "maximum of counts",
            "sum of visits.points",
            "rate",
            "alternative",
            "otherwise_z",
            "by_table",
            "(alternative as it stood on 2004-01-01)",
            "(days of stays in the 30 days before d)",
            "count of (d, e)",
        ],
    },
    // money
    Kind {
        is_ordered: true,
        sides: &[
            "cost",
            "costn",
            "10 KZT",
            "cost * 2",
            "cost + costn",
            "cost / z",
            "fine",
            "(fine on d)",
            "sum of visits.fee",
            "minimum of (cost, costn)",
            "maximum of (cost, 10 KZT)",
            "a_fine",
            "1/3 of cost",
        ],
    },
    // dates
    Kind {
        is_ordered: true,
        sides: &[
            "d",
            "e",
            "2012-06-01",
            "(d + 10 days)",
            "(e + 1 month)",
            "(d + 1 year)",
            "(d - 2 months)",
            "earliest of (d, e)",
            "latest of (e, 2012-06-01)",
            "latest of dates",
            "earliest of visits.held_on",
            "(date of m)",
            "(date of mo)",
            "(date of (10 days counted from d))",
            "(date of (3 working days counted from e))",
            "a_day",
            "free_on",
        ],
    },
    // moments
    Kind {
        is_ordered: true,
        sides: &[
            "m",
            "mo",
            "2012-06-01 10:15",
            "(start of d)",
            "(end of e)",
            "(d at 09:30)",
            "(m + 3 hours)",
            "(mo - hrs)",
            "(10 days counted from d)",
            "(72 hours counted from mo)",
            "(5 working days counted back from e)",
            "(1 month counted from m)",
            "earliest of (m, mo)",
            "latest of (mo, 2012-06-01 10:15)",
            "latest of moments",
            "earliest of visits.begun_at",
            "a_moment",
        ],
    },
    // times of day
    Kind {
        is_ordered: true,
        sides: &[
            "tod",
            "todn",
            "09:30",
            "(time of day of m)",
            "(time of day of mo)",
            "a_time",
        ],
    },
    // elapsed time
    Kind {
        is_ordered: true,
        sides: &[
            "hrs",
            "hrsn",
            "72 hours",
            "(hrs + 1 hour)",
            "(hrs * 2)",
            "(hrs - hrsn)",
            "(m - mo)",
            "(time from m to mo)",
            "minimum of (hrs, hrsn)",
            "maximum of (hrs, 3 hours)",
            "sum of visits.took",
            "1/2 of hrs",
            "a_while",
        ],
    },
    // days
    Kind {
        is_ordered: true,
        sides: &[
            "days",
            "daysn",
            "10 days",
            "(days + 1 day)",
            "(days * 2)",
            "(d - e)",
            "(days from d to e)",
            "minimum of (days, daysn)",
            "some_days",
        ],
    },
    // working days
    Kind {
        is_ordered: true,
        sides: &[
            "wd",
            "wdn",
            "5 working days",
            "(wd + 1 working day)",
            "(wd * 2)",
            "maximum of (wd, wdn)",
            "some_working_days",
        ],
    },
    // years, months and odd days: which of two is longer may hang on when they begin
    Kind {
        is_ordered: true,
        sides: &[
            "term",
            "termn",
            "1 year",
            "(6 months + 10 days)",
            "(term * 2)",
            "(term + 10 days)",
            "(term - 1 month)",
            "1/3 of term",
            "(years from d to e)",
            "(months from d to 2012-06-01)",
            "minimum of (term, termn)",
            "maximum of (term, 6 months)",
            "sum of visits.length",
            "a_term",
        ],
    },
    // an enum that has an order
    Kind {
        is_ordered: true,
        sides: &["kind", "kindn", "middle", "a_kind"],
    },
    Kind {
        is_ordered: false,
        sides: &["b", "c", "(n > 2)", "(b and c)", "a_yes"],
    },
    Kind {
        is_ordered: false,
        sides: &["txt", "txn", "\"one\"", "a_text"],
    },
    Kind {
        is_ordered: false,
        sides: &["land", "landn", "a_land"],
    },
    Kind {
        is_ordered: false,
        sides: &["stays_of_d", "(d in stays)"],
    },
];

/// Definitions with alternatives, some of which may leave no value.
const DEFINED: &str = "article 1\n in force from 2000-01-01 until 2010-12-31\n define alternative as 2 if b\n\
    article 1\n in force from 2011-01-01\n define alternative as\n 5 if b\n n if c\n\
    article 2\n define otherwise_z as\n 5 if b\n z otherwise\n define by_table as table of kind, b\n low, yes or no : 1\n middle, yes : 2\n otherwise : n\n\
    define a_fine as\n cost if b\n fine if c\n define a_day as\n d if b\n e otherwise\n define free_on as d + term, rounded up to a day\n\
    define a_moment as\n m if b\n mo if c\n define a_time as\n tod if b\n todn otherwise\n define a_while as\n hrs if b\n hrsn if c\n\
    define some_days as\n days if b\n daysn if c\n define some_working_days as\n wd if b\n wdn otherwise\n define a_term as\n term if b\n termn if c\n\
    define a_kind as\n kind if b\n kindn if c\n define a_yes as b if c\n define a_text as\n txt if b\n txn if c\n define a_land as\n land if b\n landn if c\n define stays_of_d as d in stays\n\
    article 9\n counting rule of C\n by calendar cal last day not a working day -> next working day";

fn rules(kind: &Kind, x: &str, k: &str) -> String {
    let compared = COMPARED
        .iter()
        .filter(|(name, _)| kind.is_ordered || matches!(*name, "eq" | "ne"));
    let compared = compared.map(|(name, sign)| format!(" define {name} as ({x}) {sign} ({k})\n"));
    let compared: String = compared.collect();
    let norms = format!(
        "{DEFINED}\narticle 20\n define side_x as {x}\n define side_k as {k}\n define no_x as ({x}) is none\n define no_k as ({k}) is none\n{compared}"
    );
    format!("{BEFORE}{}", law(FACTS, &norms))
}

fn pairs() -> impl Strategy<Value = (usize, usize, usize)> {
    (0..KINDS.len()).prop_flat_map(|kind| {
        let sides = 0..KINDS[kind].sides.len();
        (Just(kind), sides.clone(), sides)
    })
}

/// What may be stated of each fact; nothing where it is left out.
const STATED: [(&str, &[&str]); 29] = [
    ("b", &["true", "false"]),
    ("c", &["true", "false"]),
    ("kind", &["\"low\"", "\"middle\"", "\"high\""]),
    ("kindn", &["null", "\"middle\"", "\"high\""]),
    ("n", &["0", "1", "3", "-2", "0.5"]),
    ("z", &["null", "0", "3", "5"]),
    ("cost", &["\"0 KZT\"", "\"10 KZT\"", "\"25.5 KZT\""]),
    ("costn", &["null", "\"10 KZT\"", "\"20 KZT\""]),
    (
        "d",
        &[
            "\"2012-01-31\"",
            "\"2012-02-29\"",
            "\"2012-06-01\"",
            "\"2011-12-31\"",
            "\"9999-12-31\"",
        ],
    ),
    (
        "e",
        &["null", "\"2012-03-31\"", "\"2012-06-01\"", "\"2012-02-10\""],
    ),
    (
        "m",
        &[
            "\"2012-06-01T10:15:00Z\"",
            "\"2012-01-31T23:59:59Z\"",
            "\"2012-06-01T00:00:00Z\"",
        ],
    ),
    (
        "mo",
        &["null", "\"2012-06-01T10:15:00Z\"", "\"2012-05-29T10:15:00Z\""],
    ),
    ("tod", &["\"09:30\"", "\"10:15\"", "\"00:00\""]),
    ("todn", &["null", "\"09:30\"", "\"23:59:59\""]),
    ("hrs", &["\"PT72H\"", "\"PT1H\"", "\"PT0S\""]),
    ("hrsn", &["null", "\"PT36H\"", "\"PT72H\""]),
    ("days", &["\"P10D\"", "\"P0D\"", "\"P5D\""]),
    ("daysn", &["null", "\"P10D\"", "\"P11D\""]),
    ("wd", &["\"5 working days\"", "\"0 working days\""]),
    ("wdn", &["null", "\"5 working days\"", "\"10 working days\""]),
    (
        "term",
        &["\"P1Y\"", "\"P365D\"", "\"P366D\"", "\"P6M\"", "\"P6M10D\""],
    ),
    ("termn", &["null", "\"P12M\"", "\"P2M\"", "\"P60D\""]),
    ("txt", &["\"one\"", "\"two\""]),
    ("txn", &["null", "\"one\"", "\"three\""]),
    ("land", &["\"KZ\"", "\"FR\""]),
    ("landn", &["null", "\"KZ\""]),
    ("rate", &["2", "3"]),
    (
        "stays",
        &[
            "[]",
            "[{\"from\": \"2012-01-20\", \"until\": \"2012-02-20\"}]",
            "[{\"from\": \"2012-05-20\", \"until\": null}]",
        ],
    ),
    (
        "visits",
        &[
            "[]",
            "[{\"held_on\": null, \"begun_at\": null, \"fee\": \"10 KZT\", \"points\": 3, \"length\": \"P6M\", \"took\": \"PT3H\"}]",
            "[{\"held_on\": \"2012-02-10\", \"begun_at\": \"2012-06-01T10:15:00Z\", \"fee\": \"4 KZT\"}, {\"points\": 2, \"length\": \"P6M\"}]",
            "[{\"held_on\": \"2012-03-31\", \"fee\": \"5 KZT\", \"points\": 0, \"length\": \"P2M\", \"took\": \"PT70H\"}, {\"held_on\": null, \"fee\": \"5 KZT\", \"points\": 3, \"length\": \"P10M\", \"took\": \"PT2H\"}]",
        ],
    ),
];

const LISTS: [(&str, &[&str]); 3] = [
    ("counts", &["[]", "[3]", "[1, 2, 5]"]),
    (
        "dates",
        &["[]", "[\"2012-06-01\"]", "[\"2012-01-31\", \"2012-03-31\"]"],
    ),
    (
        "moments",
        &["[]", "[\"2012-06-01T10:15:00Z\", \"2012-06-01T00:00:00Z\"]"],
    ),
];

/// Cases in which each fact is absent now and then.
fn cases() -> impl Strategy<Value = String> {
    prop::collection::vec(0_usize..1_000, STATED.len() + LISTS.len()).prop_map(|chosen| {
        let facts = STATED.iter().chain(&LISTS).zip(chosen);
        let facts = facts.filter(|(_, chosen)| chosen % 4 > 0);
        let facts = facts
            .map(|((name, values), chosen)| format!("\"{name}\": {}", values[chosen / 4 % values.len()]));
        format!("{{\"facts\": {{{}}}}}", facts.collect::<Vec<_>>().join(", "))
    })
}

/// Yes, no or not known.
fn truth(matter: &Matter, question: &str, case: &Case, at: Option<Moment>) -> Option<bool> {
    let (outcome, value) = matter.ask(question).unwrap().outcome(case, at);
    assert!(
        matches!(outcome, Outcome::Known | Outcome::Unknown),
        "{question}: {outcome:?}"
    );
    value.as_ref().and_then(Value::truth)
}

/// Whether a side has no value: it is none, or no alternative of it holds, whichever of both.
fn is_nothing(matter: &Matter, side: &str, case: &Case, at: Option<Moment>) -> bool {
    let (outcome, value) = matter.ask(&format!("side_{side}")).unwrap().outcome(case, at);
    outcome == Outcome::Undefined
        || outcome == Outcome::Known && matches!(value, None | Some(Value::None))
        || truth(matter, &format!("no_{side}"), case, at) == Some(true)
}

/// What is wrong with how six comparisons stand to one another.
fn contradiction(of: &dyn Fn(&str) -> Option<bool>, is_ordered: bool, nothing: bool) -> Option<&'static str> {
    let (eq, ne) = (of("eq"), of("ne"));
    if eq.map(|yes| !yes) != ne {
        return Some("`=` and `!=` are not each other's opposite");
    }
    if !is_ordered {
        return None;
    }
    let (lt, le, gt, ge) = (of("lt"), of("le"), of("gt"), of("ge"));
    for (one, other) in [(lt, ge), (gt, le)] {
        if one == Some(true) && other != Some(false) || other == Some(true) && one != Some(false) {
            return Some("one side of the order holds, and its opposite is not no");
        }
        if one == Some(false) && other == Some(false) && !nothing {
            return Some("neither holds, though both sides have a value");
        }
    }
    if nothing {
        return None;
    }
    let implied = [(lt, le), (gt, ge), (eq, le), (eq, ge)];
    if implied
        .iter()
        .any(|(narrow, wide)| *narrow == Some(true) && *wide != Some(true))
    {
        return Some("what is before, after or equal is not so with `or equal`");
    }
    if lt == Some(true) && (gt != Some(false) || eq != Some(false)) || gt == Some(true) && eq != Some(false) {
        return Some("it is before and after, or before or after and equal");
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_two_opposite_comparisons_one_holds_unless_a_side_has_no_value(
        (kind, x, k) in pairs(),
        texts in prop::collection::vec(cases(), 10),
        assessed in prop::option::of(select(vec![1_338_552_000, 1_330_000_000])),
    ) {
        let kind = &KINDS[kind];
        let (x, k) = (kind.sides[x], kind.sides[k]);
        let rules = rules(kind, x, k);
        let library = Library::from_texts([("test.law", rules.as_str())]).unwrap_or_else(|error| panic!("{x} {k}: {error}"));
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let at = assessed.and_then(Moment::from_seconds);
        let compared = COMPARED.iter().map(|(name, _)| *name);
        let names: Vec<&str> = compared.filter(|name| kind.is_ordered || matches!(*name, "eq" | "ne")).collect();
        let prepared = matter.prepare(&names).unwrap();
        let mut desk = prepared.desk();
        for text in &texts {
            let case = matter.case_from_json(text).unwrap();
            desk.decide_case(&case, at);
            for (number, name) in names.iter().enumerate() {
                let ask = matter.ask(name).unwrap();
                let expected = ask.outcome_and_due(&case, at);
                let naive = ask.naively(&case, at);
                prop_assert_eq!(naive.as_ref(), Ok(&expected), "{} naively: ({}) ({})\n{}", name, x, k, text);
                prop_assert_eq!(&desk.value(number), &expected.1, "{} at a desk: ({}) ({})\n{}", name, x, k, text);
            }
            let of = |name: &str| truth(&matter, name, &case, at);
            let nothing = ["x", "k"].iter().any(|side| is_nothing(&matter, side, &case, at));
            let wrong = contradiction(&of, kind.is_ordered, nothing);
            let all: Vec<Option<bool>> = names.iter().map(|name| of(name)).collect();
            prop_assert_eq!(wrong, None, "({}) and ({}): {:?} {:?}\n{}", x, k, names, all, text);
        }
    }
}

#[test]
fn every_side_can_be_compared_with_every_other_of_its_type() {
    for kind in &KINDS {
        for side in kind.sides {
            let rules = rules(kind, side, kind.sides[0]);
            if let Err(error) = Library::from_texts([("test.law", rules.as_str())]) {
                panic!("{side}: {error}");
            }
        }
    }
}

/// What an answer to `said` comes to, by the evaluator of terms, compiled code and the naive interpreter.
fn of_a_term(said: &str, facts: &str) -> Option<bool> {
    let norms = format!("{DEFINED}\narticle 20\n define x as {said}");
    let rules = format!("{BEFORE}{}", law(FACTS, &norms));
    let library = crate::support::library(&rules);
    let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let case = matter.case_from_json(&format!("{{\"facts\": {facts}}}")).unwrap();
    let ask = matter.ask("x").unwrap();
    let expected = ask.outcome_and_due(&case, None);
    assert_eq!(ask.naively(&case, None).as_ref(), Ok(&expected), "{said} {facts}");
    let prepared = matter.prepare(&["x"]).unwrap();
    let mut desk = prepared.desk();
    desk.decide_case(&case, None);
    assert_eq!(desk.value(0), expected.1, "{said} {facts}");
    truth(&matter, "x", &case, None)
}

#[test]
fn what_is_none_or_has_no_alternative_that_holds_is_none_whichever_of_both() {
    // `kind if b`, `kindn if c`: without c it is none or undefined
    let open = "{\"b\": false, \"kindn\": null}";
    assert_eq!(of_a_term("a_kind is none", open), Some(true));
    assert_eq!(of_a_term("a_kind is not none", open), Some(false));
    assert_eq!(of_a_term("a_kind < high", open), Some(false));
    assert_eq!(of_a_term("a_kind >= high", open), Some(false));
    // with a value in one of both it is not known
    let some = "{\"b\": false, \"kindn\": \"high\"}";
    assert_eq!(of_a_term("a_kind is none", some), None);
    // and what is something either way is
    let either = "{\"kind\": \"low\", \"c\": true, \"kindn\": \"high\"}";
    assert_eq!(of_a_term("a_kind is none", either), Some(false));
    assert_eq!(
        of_a_term(
            "a_kind is none",
            "{\"kind\": \"low\", \"c\": true, \"kindn\": null}"
        ),
        None
    );
}

#[test]
fn what_contradicts_itself_is_seen() {
    let of = |all: [Option<bool>; 6]| {
        move |name: &str| all[COMPARED.iter().position(|(known, _)| *known == name).unwrap()]
    };
    let (yes, no) = (Some(true), Some(false));
    let before = of([yes, yes, no, no, no, yes]);
    assert_eq!(contradiction(&before, true, false), None);
    assert_eq!(contradiction(&of([None; 6]), true, false), None);
    // neither before nor after: only where a side has no value
    let neither = of([no, no, no, no, no, yes]);
    assert_eq!(contradiction(&neither, true, true), None);
    assert!(contradiction(&neither, true, false).is_some());
    assert!(contradiction(&of([yes, yes, no, yes, no, yes]), true, false).is_some());
    assert!(contradiction(&of([yes, yes, no, None, no, yes]), true, false).is_some());
    assert!(contradiction(&of([no, no, yes, yes, no, no]), true, false).is_some());
}

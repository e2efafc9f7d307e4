//! One meaning in time: questions over periods, quotas, windows, recurring duties, tables and law as it stood, as the
//! evaluator answers them, as compiled questions do, and as the naive interpreter does.

use crate::support::law;
use jargy::{Library, Moment};
use proptest::prelude::*;
use proptest::sample::select;

const FACTS: &str = "a : yes/no\nkind : kind\nd : date or none\ne : date or none\nm : moment or none\nstays : periods\n\
    absences : periods\nvisits : list of Visit\nterms : list of Term\n";

const BEFORE: &str = "calendar cal weekend saturday, sunday\nenum kind: low < middle < high\nrecord Visit \"visit\"\n  held_on : date or none\n\
    record Term \"term\"\n  length : duration\n  served : yes/no\nparameter fee : money KZT\n  10 KZT from 2000-01-01 until 2011-12-31\n  20 KZT from 2012-01-01\n";

const VALUES: &[&str] = &[
    "d in stays",
    "stays throughout (from d to e)",
    "stays throughout the 20 days to d",
    "stays overlaps absences",
    "days of stays in the 30 days before d",
    "days of stays in the calendar month of d",
    "days of stays in (from d to e)",
    "days of stays in absences",
    "days of stays in any 20 days",
    "days of stays in any calendar month",
    "count of visits.held_on in the calendar month of d",
    "count of visits.held_on in any 40 days",
    "terms.to_serve in a row from d, rounded down to a day",
    "10 days counted from d",
    "5 working days counted back from e",
    "d at 09:30",
    "date of m",
    "fee on d",
    "weight as it stood on 2004-01-01",
    "weight",
    "5 when other is fulfilled",
    "3 when (act is overdue) under article 12",
    "days from d to e",
];

const LIMITS: &[&str] = &[
    "at least 2 times in every calendar month from d until e done visits.held_on",
    "at least once in every 20 days from d until e done visits.held_on",
    "at least once in every calendar month from d done visits.held_on",
    "within 10 days of d suspended during stays done m",
    "within 10 days of d suspended from d until e extended by 5 days when a done m",
    "within 10 days of d restarted by e, visits.held_on done m",
    "within 5 working days of d or 3 days of e, whichever is later done m",
    "at least 3 days before e done m",
    "within 10 days of d done a",
    "done m",
];

fn rules() -> impl Strategy<Value = String> {
    let windows = select(vec![
        "",
        "within 20 days of d",
        "within 72 hours of m",
        "within 30 days of d suspended from e",
    ]);
    let conditions = select(vec![
        "a",
        "kind >= middle",
        "d in stays",
        "act is fulfilled late",
        "other is pending",
        "(weight as it stood on 2004-01-01) > 0",
    ]);
    (select(VALUES), select(LIMITS), select(LIMITS), windows, conditions).prop_map(
        |(value, first, second, window, when)| {
            format!(
                "article 1\n define Term.to_serve as length when served\n define x as {value}\n\
                article 2\n in force from 2000-01-01 until 2010-12-31\n define weight as 1 when a\n\
                article 2\n in force from 2011-01-01\n define weight as table of kind, a\n low, yes or no : 1\n middle, yes : 2\n otherwise : 3\n\
                article 3\n must act {first}\n\
                article 12\n must act when kind is low {second}\n\
                article 4\n must other when kind is not low {second} otherwise must last_act within 3 days of due_at done m\n\
                article 5\n may go when {when} {window}\n\
                article 6\n must not go when kind is high despite article 5\n go valid only if a or kind is low\n\
                article 9\n counting rule of C\n by calendar cal last day not a working day -> next working day"
            )
        },
    )
}

/// A case in which some facts are missing.
fn facts() -> impl Strategy<Value = String> {
    let date = || {
        select(vec![
            "",
            "null",
            "\"2012-05-03\"",
            "\"2012-05-25\"",
            "\"2012-06-12\"",
        ])
    };
    let periods = || {
        select(vec![
            "",
            "[]",
            "[{\"from\": \"2012-05-01\", \"until\": \"2012-05-20\"}]",
            "[{\"from\": \"2012-04-25\", \"until\": \"2012-05-02\"}, {\"from\": \"2012-05-24\", \"until\": null}]",
        ])
    };
    let visits = select(vec![
        "",
        "[]",
        "[{\"held_on\": \"2012-05-10\"}, {\"held_on\": \"2012-05-20\"}]",
        "[{\"held_on\": \"2012-05-10\"}, {}]",
        "[{\"held_on\": null}, {\"held_on\": \"2012-06-30\"}]",
    ]);
    let terms = select(vec![
        "",
        "[]",
        "[{\"length\": \"P1M\", \"served\": true}, {\"length\": \"P10D\", \"served\": false}]",
        "[{\"length\": \"P1M\", \"served\": true}, {\"served\": true}]",
        "[{\"length\": \"P1M\"}, {\"served\": false}]",
    ]);
    let moment = select(vec![
        "",
        "null",
        "\"2012-05-14T10:00:00Z\"",
        "\"2012-06-20T10:00:00Z\"",
    ]);
    let yes = select(vec!["", "true", "false"]);
    let kind = select(vec!["", "\"low\"", "\"middle\"", "\"high\""]);
    let dates = (date(), date(), moment);
    (yes, kind, dates, (periods(), periods()), visits, terms).prop_map(
        |(a, kind, (d, e, m), (stays, absences), visits, terms)| {
            let all = [
                ("a", a),
                ("kind", kind),
                ("d", d),
                ("e", e),
                ("m", m),
                ("stays", stays),
                ("absences", absences),
                ("visits", visits),
                ("terms", terms),
            ];
            let given = all.iter().filter(|(_, value)| !value.is_empty());
            let given: Vec<String> = given
                .map(|(name, value)| format!("\"{name}\": {value}"))
                .collect();
            format!("{{\"facts\": {{{}}}}}", given.join(", "))
        },
    )
}

const QUESTIONS: [&str; 7] = ["act", "other", "last_act", "go", "go.valid", "x", "weight"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn questions_of_time_are_answered_alike(
        norms in rules(),
        cases in prop::collection::vec(facts(), 12),
        assessed in prop::option::of(select(vec![1_338_552_000, 1_336_900_000, 1_341_000_000])),
    ) {
        let rules = format!("{BEFORE}{}", law(&format!("{FACTS}action go of M"), &norms));
        let library = Library::from_texts([("test.law", rules.as_str())]).unwrap_or_else(|error| panic!("{error}"));
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let at = assessed.and_then(Moment::from_seconds);
        for name in QUESTIONS {
            let ask = matter.ask(name).unwrap();
            let prepared = matter.prepare(&[name]).unwrap();
            let mut desk = prepared.desk();
            for text in &cases {
                let case = matter.case_from_json(text).unwrap();
                let expected = ask.outcome_and_due(&case, at);
                let naive = ask.naively(&case, at);
                prop_assert_eq!(naive.as_ref(), Ok(&expected), "{} naively: {}\n{}", name, text, norms);
                let outcome = desk.decide_case(&case, at)[0];
                let found = (outcome, desk.value(0), desk.due_at(0));
                prop_assert_eq!(&found, &expected, "{} at a desk: {}\n{}", name, text, norms);
            }
        }
    }
}

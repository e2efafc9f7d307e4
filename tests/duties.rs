//! Several duties to do one thing: what is declared to prevail stands in for the other; all else adds up.

use crate::properties::{Facts, by_trying, case, chosen, key, partial_assignments, stays_decided};
use crate::support::{answer, law, library, line, standing, timeline_of};
use jargy::{Case, Library, Moment, Outcome, Value, answer_json};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A statute with a general limit of 4 weeks, and a special limit of 6 weeks in another of the same rank.
fn general_and_special(declared: &str, special: &str) -> Library {
    library(&format!(
        "matter M \"m\"\n  d : date or none\n  e : date or none\n  special : yes/no\n  done_on : date or none\n  surcharge_on : date or none\n\
         action pay of M\naction surcharge of M\naction blame of M\n\
         act A \"General Act\" in force from 2000-01-01\n  in matters of M\narticle 1\n{declared}\n  must pay within 4 weeks of d done done_on\n    otherwise must surcharge within 1 week of due_at done surcharge_on\n\
         article 2\n  must blame when pay is overdue done surcharge_on\n\
         act B \"Special Act\" in force from 2000-01-01\n  in matters of M\narticle 1\n{special}\n"
    ))
}

const DESPITE: &str = "  despite A article 1\n  must pay when special within 6 weeks of d done done_on";
const WEEK_FIVE: &str = "2012-05-06T12:00";

fn facts(special: &str) -> String {
    format!(r#"{{"d": "2012-04-01", "done_on": null, "surcharge_on": null{special}}}"#)
}

const SPECIAL: &str = ", \"special\": true";
const ORDINARY: &str = ", \"special\": false";

#[test]
fn a_special_limit_stands_in_for_the_general_one() {
    let rules = general_and_special("", DESPITE);
    let stands = |special, at| standing(&rules, "pay", &facts(special), at);
    assert_eq!(
        stands(SPECIAL, WEEK_FIVE),
        "pending 2012-05-13 24:00 then 2012-05-14 00:00"
    );
    assert_eq!(stands(ORDINARY, WEEK_FIVE), "overdue 2012-04-29 24:00");
    assert_eq!(stands(SPECIAL, "2012-05-14T12:00"), "overdue 2012-05-13 24:00");
    let subject = general_and_special(
        "  subject to B article 1",
        "  must pay when special within 6 weeks of d done done_on",
    );
    assert_eq!(
        standing(&subject, "pay", &facts(SPECIAL), WEEK_FIVE),
        "pending 2012-05-13 24:00 then 2012-05-14 00:00"
    );
}

/// Both can be met, so rank decides nothing: a decree may shorten the limit of a statute and a statute that of a decree.
#[test]
fn without_a_declaration_duties_add_up_whatever_their_rank() {
    for (first, second) in [("constitution", "act"), ("decree", "act"), ("act", "act")] {
        let rules = library(&format!(
            "matter M \"m\"\n  d : moment\n  done_at : moment or none\naction tell of M\n\
             {first} A \"a\" in force from 2000-01-01\n  in matters of M\narticle 1\n  must tell within 72 hours of d done done_at\n\
             {second} B \"b\" in force from 2000-01-01\n  in matters of M\narticle 1\n  must tell within 48 hours of d done done_at\n"
        ));
        let facts = r#"{"d": "2012-05-01T00:00:00Z", "done_at": null}"#;
        assert_eq!(
            standing(&rules, "tell", facts, "2012-05-01T12:00"),
            "pending 2012-05-03 00:00 then 2012-05-03 00:00:01",
            "{first} {second}"
        );
        assert_eq!(
            standing(&rules, "tell", facts, "2012-05-03T12:00"),
            "overdue 2012-05-03 00:00"
        );
    }
}

/// The hypothesis decides, not whether the event of the limit has come.
#[test]
fn a_special_duty_whose_event_has_not_come_displaces_all_the_same() {
    let special = "  despite A article 1\n  must pay when special within 6 weeks of e done done_on";
    let rules = general_and_special("", special);
    let facts = |special: &str| facts(&format!(", \"e\": null{special}"));
    assert_eq!(
        standing(&rules, "pay", &facts(SPECIAL), WEEK_FIVE),
        "not applicable"
    );
    assert_eq!(
        standing(&rules, "pay", &facts(ORDINARY), WEEK_FIVE),
        "overdue 2012-04-29 24:00"
    );
}

/// What a duty would have started does not start while it is displaced.
#[test]
fn a_displaced_duty_starts_no_other() {
    let rules = general_and_special("", DESPITE);
    let late = "2012-05-04T12:00";
    assert_eq!(
        line(&rules, "surcharge", &facts(ORDINARY), Some(late)),
        "pending by A art. 1"
    );
    assert_eq!(
        standing(&rules, "surcharge", &facts(SPECIAL), late),
        "not applicable"
    );
    // nor is there anything to blame
    assert_eq!(
        line(&rules, "blame", &facts(SPECIAL), Some(late)),
        "not_applicable"
    );
    assert_eq!(
        line(&rules, "blame", &facts(ORDINARY), Some(late)),
        "pending by A art. 2"
    );
}

#[test]
fn conditions_that_are_not_known_leave_both_possible() {
    let rules = general_and_special("", DESPITE);
    // overdue by the one, pending by the other
    assert_eq!(
        line(&rules, "pay", &facts(""), Some(WEEK_FIVE)),
        "unknown by A art. 1 by B art. 1 want special"
    );
    // pending by either: that is known, when it is due is not
    let early = answer(&rules, "pay", &facts(""), Some("2012-04-10T12:00"));
    assert_eq!((early.outcome(), early.due_at()), (Outcome::Pending, None));
    // overdue by either
    let late = answer(&rules, "pay", &facts(""), Some("2012-05-20T12:00"));
    assert_eq!((late.outcome(), late.due_at()), (Outcome::Overdue, None));
    let paid = facts("").replace("\"done_on\": null", "\"done_on\": \"2012-04-20\"");
    assert_eq!(standing(&rules, "pay", &paid, WEEK_FIVE), "fulfilled");
}

#[test]
fn the_answer_names_what_was_displaced_and_on_what_ground() {
    let rules = general_and_special("", DESPITE);
    let answer = answer(&rules, "pay", &facts(SPECIAL), Some(WEEK_FIVE));
    let json = answer_json(&answer, true);
    let because = json["because"].as_array().unwrap();
    assert_eq!(because.len(), 1, "{json:#}");
    assert_eq!(because[0]["citation"], "B art. 1");
    assert_eq!(
        because[0]["prevails_over"],
        serde_json::json!([{"citation": "A art. 1", "ground": "declared"}])
    );
    let why = json["why"].to_string();
    assert!(
        why.contains("A art. 1 (must pay): applies; B art. 1 prevails over it: it is declared to prevail (despite, subject to)"),
        "{why}"
    );
}

/// Two declarations against each other cancel out, a longer circle too; what stands behind it is displaced.
#[test]
fn circles_of_duties_cancel_out() {
    let rules = library(&law(
        "a : yes/no\nd : date\ndone_on : date or none",
        "article 1\n must act within 10 days of d done done_on despite article 2\n\
         article 2\n must act within 20 days of d done done_on despite article 3\n\
         article 3\n must act when a within 30 days of d done done_on despite article 1\n\
         article 4\n must act within 5 days of d done done_on subject to article 1\n\
         article 5\n must other within 10 days of d done done_on despite article 6\n\
         article 6\n must other within 20 days of d done done_on despite article 5\n",
    ));
    let facts = |a: &str| format!(r#"{{"d": "2012-05-01", "done_on": null{a}}}"#);
    let at = "2012-05-02T12:00";
    assert_eq!(
        standing(&rules, "act", &facts(", \"a\": true"), at),
        "pending 2012-05-11 24:00 then 2012-05-12 00:00"
    );
    // without the third, nothing displaces the first
    let broken = answer(&rules, "act", &facts(", \"a\": false"), Some(at));
    let because: Vec<&str> = broken
        .because()
        .iter()
        .map(|cited| cited.citation.as_str())
        .collect();
    assert_eq!(because, ["C art. 1"]);
    assert_eq!(broken.because()[0].prevails_over.len(), 2);
    assert_eq!(
        standing(&rules, "other", &facts(""), at),
        "pending 2012-05-11 24:00 then 2012-05-12 00:00"
    );
}

/// `under` asks what one provision alone concludes, whichever is asked first.
#[test]
fn one_provision_alone_is_not_displaced() {
    let rules = library(&law(
        "d : date\ndone_on : date or none",
        "article 1\n must act within 10 days of d done done_on\n\
         article 2\n must act within 20 days of d done done_on despite article 1\n\
         article 3\n define one as (act is overdue) under article 1\n define all as act is overdue\n define both as one and not all\n define turned as not all and one\n",
    ));
    let facts = r#"{"d": "2012-05-01", "done_on": null}"#;
    for question in ["one", "both", "turned"] {
        let value = answer(&rules, question, facts, Some("2012-05-15T12:00"));
        assert_eq!(answer_json(&value, false)["value"], true, "{question}");
    }
}

/// A duty of which it is not known whether it applies adds nothing where another stands alike.
#[test]
fn duties_that_agree_decide() {
    let rules = library(&law(
        "a : yes/no\nd : date\ndone_on : date or none",
        "article 1\n must act within 10 days of d done done_on\narticle 2\n must act when a within 20 days of d done done_on\n",
    ));
    let facts = r#"{"d": "2012-05-01", "done_on": null}"#;
    assert_eq!(
        standing(&rules, "act", facts, "2012-05-02T12:00"),
        "pending 2012-05-11 24:00 then 2012-05-12 00:00"
    );
    assert_eq!(
        line(
            &rules,
            "act",
            r#"{"d": "2012-05-01", "done_on": "2012-05-12"}"#,
            Some("2012-05-15T12:00")
        ),
        "fulfilled_late by C art. 1"
    );
}

/// `jargy timeline` shows each duty by itself: the general one does not apply.
#[test]
fn the_timeline_shows_the_special_limit() {
    let rules = general_and_special("", DESPITE);
    let rows = timeline_of(&rules, "pay", WEEK_FIVE, &facts(SPECIAL));
    let [first, second] = [("B art. 1", "pending"), ("A art. 1", "not_applicable")];
    assert_eq!(
        rows,
        [first, second].map(|(citation, status)| (citation.to_owned(), status))
    );
}

/// Duties of several instruments, with conditions, limits and declarations, and perhaps a bar.
pub(crate) fn rivals() -> impl Strategy<Value = String> {
    let condition = prop::sample::select(vec![
        "",
        "when a",
        "when b",
        "when not a",
        "when a and b",
        "when c",
        "when m is not none",
    ]);
    let limit = prop::sample::select(vec![
        "within 12 hours of m",
        "within 14 hours of m",
        "within 1 day of o",
        "within 12 hours of m, extended to 24 hours in total when c",
        "",
    ]);
    let declared = prop::sample::select(vec![
        "",
        "",
        "despite C article 1",
        "despite C article 2",
        "despite D article 1",
        "subject to C article 1",
        "subject to C article 3",
        "subject to D article 1",
        "despite C article 3, D article 2",
    ]);
    let done = prop::sample::select(vec![
        "done done_m",
        "done done_m otherwise must last_act within 2 hours of due_at done done_next",
        "done done_m whereupon must last_act within 1 hour of done_at done done_next",
    ]);
    let bar = prop::sample::select(vec![
        "",
        "",
        "must not act when b",
        "must not act when c despite C article 2",
        "must not act when a",
    ]);
    (prop::collection::vec((condition, limit, declared, done), 2..6), bar, any::<bool>()).prop_map(|(duties, bar, equal)| {
        let kind = if equal { "code" } else { "decree" };
        let written: Vec<String> = duties
            .iter()
            .enumerate()
            .map(|(number, (condition, limit, declared, done))| {
                let lead = if number == 3 {
                    format!("{kind} D \"d\" in force from 2000-01-01\n in matters of M\n")
                } else {
                    String::new()
                };
                let article = if number < 3 { number + 1 } else { number - 2 };
                format!("{lead}article {article}\n must act {condition} {limit} {declared} {done}\n")
            })
            .collect();
        let missing: String = (duties.len()..3).map(|number| format!("article {}\n", number + 1)).collect();
        let all = written.join("");
        let (first, rest) = match all.find(&format!("{kind} D")) {
            Some(place) => all.split_at(place),
            None => (all.as_str(), ""),
        };
        let rest = if rest.is_empty() { format!("{kind} D \"d\" in force from 2000-01-01\n in matters of M\narticle 1\n") } else { rest.to_owned() };
        let rest = if duties.len() > 4 { rest } else { format!("{rest}article 2\n") };
        format!("{first}{missing}{rest}article 7\n {bar}\n must other when act is overdue done done_next\n define one as (act is overdue) under C article 1\n")
    })
}

pub(crate) fn rival_facts() -> Vec<(&'static str, Vec<Value>)> {
    let at = 1_338_552_000; // 2012-06-01 12:00 UTC
    let hour = |hours: i64| Value::Moment(Moment::from_seconds(at + hours * 3_600).unwrap());
    let grid = |hours: &[i64]| {
        hours
            .iter()
            .map(|hours| hour(*hours))
            .chain([Value::None])
            .collect::<Vec<_>>()
    };
    let truths = vec![Value::Yes(true), Value::Yes(false)];
    vec![
        ("a", truths.clone()),
        ("b", truths.clone()),
        ("c", truths),
        ("m", grid(&[-30, -13, 0])),
        ("o", grid(&[-25, -1])),
        ("done_m", grid(&[-12, -1])),
        ("done_next", grid(&[-1])),
    ]
}

pub(crate) fn rival_law(norms: &str) -> String {
    law(
        "a : yes/no\nb : yes/no\nc : yes/no\nm : moment or none\no : moment or none\ndone_m : moment or none\ndone_next : moment or none\n",
        norms,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Duties that displace one another are answered alike by all evaluators.
    #[test]
    fn rivals_stand_alike(norms in rivals(), givens in prop::collection::vec(0usize..6, 7), assessed in prop::bool::weighted(0.8)) {
        let library = library(&rival_law(&norms));
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let domains = rival_facts();
        let cases: Vec<Case> = partial_assignments(&chosen(&domains, &givens), &domains).iter().take(300).map(|facts| case(&matter, facts)).collect();
        let at = assessed.then(|| Moment::from_seconds(1_338_552_000).unwrap());
        crate::prepared::answers_agree(&matter, &["act", "other", "last_act", "one"], &cases, at)?;
    }

    /// And in columns.
    #[test]
    fn rivals_stand_alike_in_rows(norms in rivals(), givens in prop::collection::vec(0usize..6, 7)) {
        let library = library(&rival_law(&norms));
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let domains = rival_facts();
        let cases: Vec<Facts> = partial_assignments(&chosen(&domains, &givens), &domains).into_iter().take(300).collect();
        crate::columns::rows_agree(&matter, &["act", "other", "last_act"], &cases, Moment::from_seconds(1_338_552_000))?;
    }

    /// What is decided stays decided, and no fact that decides is left out.
    #[test]
    fn rivals_want_what_trying_every_completion_says(norms in rivals(), givens in prop::collection::vec(0usize..4, 7), question in prop::sample::select(vec!["act", "last_act", "other"])) {
        let library = library(&rival_law(&norms));
        let matter = library.at_any_date().matter("M").unwrap();
        let ask = matter.ask(question).unwrap();
        let at = Moment::from_seconds(1_338_552_000);
        let domains = rival_facts();
        let given = chosen(&domains, &givens);
        let all = partial_assignments(&given, &domains);
        let outcomes: BTreeMap<_, (Outcome, Option<Value>)> = all.iter().map(|facts| (key(facts), ask.outcome(&case(&matter, facts), at))).collect();
        stays_decided(&outcomes, &all, &domains, &norms)?;
        let answer = ask.decide(&case(&matter, &given), at);
        let said: BTreeSet<&str> = answer.missing().iter().map(|fact| fact.fact.as_str()).collect();
        let tried = by_trying(&outcomes, &all, &domains);
        prop_assert!(tried.is_subset(&said), "{} {:?}: {:?} is short of {:?}", &norms, &given, said, tried);
    }
}

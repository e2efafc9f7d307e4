//! Which law applies: transition, static references, milder law, later law, what is known to be complete.

use crate::support::{errors, library, on_date};
use jargy::{Answer, Library};

const VOCABULARY: &str = "matter M \"m\"\n a : yes/no\n done_on : date\n done_at : moment\n years : number\n\
    action act of M\naction other of M\n";

fn on(law: &Library, date: &str, question: &str, facts: &str) -> String {
    on_date(law, date, question, facts, told)
}

fn told(answer: &Answer) -> String {
    let mut line = String::new();
    for missing in answer.missing() {
        line.push_str(&format!(" want {}", missing.fact));
    }
    line
}

fn code(articles: &str) -> String {
    format!("{VOCABULARY}code CODE \"Code\" in force from 2000-01-01\n in matters of M\n{articles}\n")
}

fn act(operations: &str) -> String {
    format!("act FIRST \"First\"\n adopted 2011-01-10, in force from 2011-01-18\namends CODE\n{operations}\n")
}

const BAN: &str =
    "article 1\n text en \"One may not act.\"\n must not act when a\narticle 2\n define x as 1\n";

#[test]
fn an_amendment_may_apply_to_facts_from_a_date_and_the_old_version_goes_on_for_others() {
    let law = library(&format!(
        "{}{}",
        code(BAN),
        act("change norm of article 2\n applies to done_on from 2011-01-18\n define x as 2")
    ));
    assert_eq!(on(&law, "2011-01-17", "x", "{}"), "1");
    assert_eq!(on(&law, "2011-01-18", "x", "{\"done_on\": \"2011-01-18\"}"), "2");
    assert_eq!(on(&law, "2020-01-01", "x", "{\"done_on\": \"2011-01-17\"}"), "1");
    assert_eq!(on(&law, "2020-01-01", "x", "{}"), "unknown want done_on");
}

#[test]
fn a_condition_of_validity_binds_the_cases_to_which_it_applies() {
    let law = library(&code(
        "article 1\n applies when years > 3\n act valid only if a\n",
    ));
    assert_eq!(
        on(&law, "2012-01-01", "act.valid", "{\"a\": false, \"years\": 4}"),
        "false"
    );
    assert_eq!(
        on(&law, "2012-01-01", "act.valid", "{\"a\": false, \"years\": 3}"),
        "true"
    );
    assert_eq!(
        on(&law, "2012-01-01", "act.valid", "{\"a\": false}"),
        "unknown want years"
    );
    assert_eq!(on(&law, "2012-01-01", "act.valid", "{\"a\": true}"), "true");
}

#[test]
fn a_moment_is_compared_by_its_local_date_and_a_condition_may_be_anything() {
    let law = library(&format!(
        "{}{}",
        code(BAN),
        act(
            "change norm of article 2\n applies to done_at from 2011-01-18\n define x as 2\n\
             repeal article 1\n applies when years > 3"
        )
    ));
    assert_eq!(
        on(&law, "2020-01-01", "x", "{\"done_at\": \"2011-01-18T00:00:00Z\"}"),
        "2"
    );
    // a repeal that reaches some cases saves the rule for the others
    assert_eq!(
        on(&law, "2020-01-01", "act", "{\"a\": true, \"years\": 3}"),
        "forbidden"
    );
    assert_eq!(
        on(&law, "2020-01-01", "act", "{\"a\": true, \"years\": 4}"),
        "unregulated"
    );
    assert_eq!(
        on(&law, "2011-01-17", "act", "{\"a\": true, \"years\": 4}"),
        "forbidden"
    );
}

#[test]
fn an_act_as_a_whole_may_say_to_which_facts_it_applies() {
    let law = library(&format!(
        "{}act FIRST \"First\"\n in force from 2011-01-18\n applies to done_on from 2011-01-18\namends CODE\n\
         change norm of article 2\n define x as 2\nrepeal article 1\n",
        code(BAN)
    ));
    assert_eq!(on(&law, "2020-01-01", "x", "{\"done_on\": \"2011-01-17\"}"), "1");
    assert_eq!(
        on(
            &law,
            "2020-01-01",
            "act",
            "{\"a\": true, \"done_on\": \"2011-01-18\"}"
        ),
        "unregulated"
    );
}

#[test]
fn a_later_amendment_leaves_the_first_version_to_its_facts_and_a_repeal_ends_all() {
    let law = library(&format!(
        "{}{}act SECOND \"Second\"\n adopted 2012-01-01, in force from 2012-01-01\namends CODE\n\
         change norm of article 2\n define x as 3\n\
         act THIRD \"Third\"\n adopted 2013-01-01, in force from 2013-01-01\namends CODE\nrepeal article 2\n",
        code(BAN),
        act("change norm of article 2\n applies to done_on from 2011-01-18\n define x as 2")
    ));
    assert_eq!(on(&law, "2012-06-01", "x", "{\"done_on\": \"2011-01-17\"}"), "1");
    assert_eq!(on(&law, "2012-06-01", "x", "{\"done_on\": \"2011-01-18\"}"), "3");
    assert_eq!(
        on(&law, "2013-01-01", "x", "{\"done_on\": \"2011-01-17\"}"),
        "undefined"
    );
}

#[test]
fn force_and_application_are_two_dates() {
    let law = library(&code(
        "article 1\n in force from 2016-05-25, applies from 2018-05-25\n must not act when a\n",
    ));
    assert_eq!(on(&law, "2018-05-24", "act", "{\"a\": true}"), "unregulated");
    assert_eq!(on(&law, "2018-05-25", "act", "{\"a\": true}"), "forbidden");
    let law = library(&format!(
        "{}{}",
        code(BAN),
        act("change norm of article 2\n applies from 2012-01-01\n define x as 2")
    ));
    assert_eq!(on(&law, "2011-12-31", "x", "{}"), "1");
    assert_eq!(on(&law, "2012-01-01", "x", "{}"), "2");
}

#[test]
fn what_expires_ends_and_may_go_on_for_some_facts() {
    let law = library(&code(
        "article 1\n expires 2026-12-31\n goes on to done_on before 2027-01-01\n must not act when a\n",
    ));
    assert_eq!(on(&law, "2026-12-31", "act", "{\"a\": true}"), "forbidden");
    assert_eq!(
        on(
            &law,
            "2027-06-01",
            "act",
            "{\"a\": true, \"done_on\": \"2026-12-31\"}"
        ),
        "forbidden"
    );
    assert_eq!(
        on(
            &law,
            "2027-06-01",
            "act",
            "{\"a\": true, \"done_on\": \"2027-01-01\"}"
        ),
        "unregulated"
    );
}

#[test]
fn an_application_that_is_no_date_is_an_error() {
    let wrong = format!(
        "{}{}",
        code(BAN),
        act("change norm of article 2\n applies to years from 2011-01-18\n define x as 2")
    );
    assert!(!errors(&wrong).is_empty());
}

const TARIFF: &str = "article 1\n define y as x\narticle 2\n define x as 1\narticle 3\n define z as y as it stood on 2010-12-31\n \
    define w as y\narticle 4\n must not act when x > 1\narticle 5\n must not other when (act is forbidden) as it stood on 2010-12-31\n";

#[test]
fn a_static_reference_is_carried_down_to_all_that_it_rests_on() {
    let law = library(&format!(
        "{}{}",
        code(TARIFF),
        act("change norm of article 2\n define x as 2")
    ));
    assert_eq!(on(&law, "2011-01-17", "w", "{}"), "1");
    assert_eq!(on(&law, "2011-01-18", "w", "{}"), "2");
    assert_eq!(on(&law, "2011-01-18", "z", "{}"), "1");
    assert_eq!(on(&law, "2011-01-18", "act", "{}"), "forbidden");
    // nothing was forbidden then
    assert_eq!(on(&law, "2011-01-18", "other", "{}"), "unregulated");
}

#[test]
fn a_definition_may_rest_on_what_it_was_itself() {
    let law = library(&format!(
        "{}{}",
        code("article 4\n define tariff : number as 10\n"),
        act("change norm of article 4\n define tariff : number as in article 4 as it stood on 2010-12-31")
    ));
    assert_eq!(on(&law, "2020-01-01", "tariff", "{}"), "10");
    let law = library(&format!(
        "{}{}",
        code("article 4\n define tariff as 10\n"),
        act("change norm of article 4\n define tariff as 2 * (tariff as it stood on 2010-12-31)")
    ));
    assert_eq!(on(&law, "2020-01-01", "tariff", "{}"), "20");
}

#[test]
fn static_references_that_close_a_circle_are_found() {
    let names = errors(&code(
        "article 4\n define tariff : number as 2 * (tariff as it stood on 2010-12-31)\n",
    ));
    assert_eq!(names, ["circular-definition"]);
}

#[test]
fn an_order_that_was_made_under_the_law_of_then_counts() {
    let law = library(&format!(
        "role government \"g\"\n{}order O1 \"first\" by government\n in force from 2005-01-01 until 2010-12-31\n in matters of M\n under CODE article 1\n\
         article 1\n define monthly as 4\n\
         order O2 \"second\" by government\n in force from 2011-01-01\n in matters of M\n under CODE article 1\n article 1\n define monthly as 6\n",
        code(
            "article 1\n define monthly : number set by order of government\narticle 2\n define fee as monthly as it stood on 2010-12-31\n define now as monthly\n"
        )
    ));
    assert_eq!(on(&law, "2012-01-01", "now", "{}"), "6");
    assert_eq!(on(&law, "2012-01-01", "fee", "{}"), "4");
}

#[test]
fn only_what_the_law_concludes_has_stood() {
    assert!(errors(&code("article 1\n define z as a as it stood on 2010-12-31\n")).contains(&"wrong-type"));
}

const PENAL: &str = "article 1\n in matters of M\n source \"a summary\"\n milder law applies from done_on: lower term, no is_offence, permitted act\n\
    article 2\n define term as 8 years if a, 2 years otherwise\n define is_offence as years > 1\narticle 3\n must not act when a\n may act\n";

fn penal() -> Library {
    library(&format!(
        "{}{}act SECOND \"Second\"\n adopted 2015-01-10, in force from 2015-01-18\namends CODE\n\
         change norm of article 2\n define term as 12 years if a, 1 year otherwise\n define is_offence as years > 1\n",
        code(PENAL),
        act(
            "change norm of article 2\n define term as 5 years if a, 3 years otherwise\n define is_offence as years > 2\nrepeal article 3"
        )
    ))
}

/// The answer at a moment of assessment, with the versions that were compared.
fn milder(law: &Library, question: &str, facts: &str, at: &str) -> String {
    let matter = law.at_any_date().matter("M").unwrap();
    let case = matter
        .case_from_json(&format!("{{\"at\": \"{at}T12:00:00Z\", \"facts\": {facts}}}"))
        .unwrap();
    let ask = matter.ask(question).unwrap();
    let answer = ask.decide(&case, None);
    assert_eq!(
        ask.outcome(&case, None),
        (answer.outcome(), answer.value().cloned())
    );
    let mut line = match answer.value() {
        Some(_) => jargy::answer_json(&answer, false)["value"].to_string(),
        None => answer.outcome().word().to_owned(),
    };
    for missing in answer.missing() {
        line.push_str(&format!(" want {}", missing.fact));
    }
    if let Some(changes) = answer.changes_at() {
        line.push_str(&format!(" then {}", answer.zone().words(changes)));
    }
    for version in answer.compared().map_or(&[][..], |compared| &compared.versions) {
        line.push_str(&format!("; {} {}", version.from, version.words));
    }
    line
}

#[test]
fn the_mildest_version_between_the_act_and_the_assessment_applies() {
    let law = penal();
    let facts = "{\"a\": true, \"done_on\": \"2009-05-01\"}";
    // before the amendment; milder law is to come
    assert_eq!(
        milder(&law, "term", facts, "2010-01-01"),
        "\"P8Y\" then 2011-01-18 00:00"
    );
    assert_eq!(
        milder(&law, "term", facts, "2012-01-01"),
        "\"P5Y\"; 2009-05-01 8 years; 2011-01-18 5 years"
    );
    // harsher law does not reach back, and the version between counts though it is gone
    assert_eq!(
        milder(&law, "term", facts, "2016-01-01"),
        "\"P5Y\"; 2009-05-01 8 years; 2011-01-18 5 years; 2015-01-18 12 years"
    );
    // the law of the act is the milder one, and a milder one still is to come
    assert_eq!(
        milder(
            &law,
            "term",
            "{\"a\": false, \"done_on\": \"2009-05-01\"}",
            "2012-01-01"
        ),
        "\"P2Y\" then 2015-01-18 00:00; 2009-05-01 2 years; 2011-01-18 3 years"
    );
    // an act after an amendment knows no earlier law
    assert_eq!(
        milder(
            &law,
            "term",
            "{\"a\": false, \"done_on\": \"2012-05-01\"}",
            "2012-06-01"
        ),
        "\"P3Y\" then 2015-01-18 00:00"
    );
}

#[test]
fn consolidation_keeps_the_versions_that_milder_law_compares() {
    let law = penal();
    let text = law.consolidate(None, "2016-01-01".parse().unwrap()).unwrap();
    let facts = "{\"a\": true, \"done_on\": \"2009-05-01\"}";
    assert_eq!(
        milder(&library(&text), "term", facts, "2016-01-01"),
        milder(&law, "term", facts, "2016-01-01")
    );
}

#[test]
fn what_is_an_offence_no_more_is_none_and_a_permission_reaches_back() {
    let law = penal();
    assert_eq!(
        milder(
            &law,
            "is_offence",
            "{\"years\": 2, \"done_on\": \"2009-05-01\"}",
            "2016-01-01"
        ),
        "false; 2009-05-01 yes; 2011-01-18 no; 2015-01-18 yes"
    );
    assert_eq!(
        milder(
            &law,
            "act",
            "{\"a\": true, \"done_on\": \"2009-05-01\"}",
            "2010-01-01"
        ),
        "forbidden"
    );
}

#[test]
fn what_is_not_known_of_the_act_or_of_the_assessment_is_wanted() {
    let law = penal();
    assert_eq!(
        milder(&law, "term", "{\"a\": true}", "2012-01-01"),
        "unknown want done_on"
    );
    assert_eq!(
        milder(&law, "term", "{\"done_on\": \"2012-05-01\"}", "2012-06-01"),
        "unknown want a"
    );
    // one version decides alone where nothing can be milder
    assert_eq!(
        milder(
            &law,
            "is_offence",
            "{\"years\": 1, \"done_on\": \"2009-05-01\"}",
            "2012-01-01"
        ),
        "false"
    );
    let matter = law.at_any_date().matter("M").unwrap();
    let case = matter
        .case_from_json("{\"facts\": {\"a\": true, \"done_on\": \"2009-05-01\"}}")
        .unwrap();
    let answer = matter.ask("term").unwrap().decide(&case, None);
    assert_eq!(answer.missing()[0].fact, "at");
}

#[test]
fn the_comparison_stands_in_the_reasons() {
    let law = penal();
    let matter = law.at_any_date().matter("M").unwrap();
    let case = matter
        .case_from_json(
            "{\"at\": \"2016-01-01T12:00:00Z\", \"facts\": {\"a\": true, \"done_on\": \"2009-05-01\"}}",
        )
        .unwrap();
    let answer = matter.ask("term").unwrap().decide(&case, None);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("milder-law", format!(
            "{}\n{}",
            jargy::answer_text(&answer, 80),
            jargy::why_text(&answer, 80)
        ));
    });
}

#[test]
fn orders_of_mildness_must_fit_what_they_order() {
    for (order, name) in [
        ("lower a_word", "unknown-name"),
        ("lower act", "wrong-type"),
        ("yes term", "wrong-type"),
        ("permitted term", "wrong-type"),
    ] {
        let text = code(&PENAL.replace("lower term", order));
        assert_eq!(errors(&text), [name], "{order}");
    }
    let text = code(&PENAL.replace("applies from done_on", "applies from years"));
    assert_eq!(errors(&text).len(), 1);
}

fn acts(rule: &str) -> String {
    format!(
        "jurisdiction j \"J\" zone \"UTC\"\n{VOCABULARY}act OLD \"old\" of j\n in force from 2005-01-01\n in matters of M\narticle 1\n must not act when a\n define x as 1\n\
         act NEW \"new\" of j\n in force from 2010-01-01\n in matters of M\narticle 1\n may act when a\n define x as 2\n{rule}"
    )
}

#[test]
fn later_law_prevails_only_where_a_provision_says_so() {
    let law = library(&acts(""));
    assert_eq!(on(&law, "2012-01-01", "act", "{\"a\": true}"), "conflict");
    assert_eq!(on(&law, "2012-01-01", "x", "{}"), "conflict");
    let rule =
        "act LEGAL_ACTS \"on legal acts\" of j\n in force from 1998-01-01\narticle 6\n later law prevails\n";
    let law = library(&acts(rule));
    assert_eq!(on(&law, "2012-01-01", "act", "{\"a\": true}"), "permitted");
    assert_eq!(on(&law, "2012-01-01", "x", "{}"), "2");
    assert_eq!(on(&law, "2008-01-01", "x", "{}"), "1");
    // the rule came after the later law did
    let law = library(&acts(&rule.replace("1998-01-01", "2011-01-01")));
    assert_eq!(on(&law, "2012-01-01", "x", "{}"), "conflict");
}

#[test]
fn beyond_what_is_known_of_an_instrument_every_answer_says_so() {
    let law = library(&format!(
        "{VOCABULARY}code CODE \"Code\"\n in force from 2000-01-01, known complete until 2013-12-31\n in matters of M\n{BAN}"
    ));
    let notes = |date: &str, question: &str| -> Vec<String> {
        let matter = law.on(date.parse().unwrap()).matter("M").unwrap();
        let case = matter.case_from_json("{\"facts\": {}}").unwrap();
        let answer = matter.ask(question).unwrap().decide(&case, None);
        let notes = answer.notes().iter().filter(|note| note.kind == "currency");
        notes.map(|note| note.text.clone()).collect()
    };
    let expected = "CODE is known to be complete until 2013-12-31 only: later amendments may be missing";
    assert_eq!(notes("2013-12-31", "x"), [""; 0]);
    assert_eq!(notes("2014-01-01", "x"), [expected]);
    assert_eq!(notes("2014-01-01", "act"), [expected]);
    // also where nothing that is known speaks any more
    let law = library(&format!(
        "{VOCABULARY}code CODE \"Code\"\n in force from 2000-01-01 until 2012-12-31\n known complete until 2012-12-31\n in matters of M\n{BAN}"
    ));
    let matter = law.on("2014-01-01".parse().unwrap()).matter("M").unwrap();
    let case = matter.case_from_json("{\"facts\": {}}").unwrap();
    let answer = matter.ask("act").unwrap().decide(&case, None);
    assert_eq!(answer.outcome().word(), "unregulated");
    assert_eq!(answer.notes()[0].kind, "currency");
    let timeline = matter.timeline(&case, None).unwrap();
    assert_eq!(timeline.notes()[0].kind, "currency");
    assert!(
        timeline
            .text(80)
            .contains("note: CODE is known to be complete until 2012-12-31")
    );
}

#[test]
fn law_that_reaches_back_says_so_in_every_answer_that_rests_on_it() {
    let law = library(&format!(
        "{}act FIRST \"First\"\n adopted 2011-01-10, in force from 2010-01-01, reaching back\namends CODE\n\
         change norm of article 2\n define x as 2\n",
        code(BAN)
    ));
    assert_eq!(on(&law, "2009-12-31", "x", "{}"), "1");
    assert_eq!(on(&law, "2010-01-01", "x", "{}"), "2");
    let matter = law.on("2010-06-01".parse().unwrap()).matter("M").unwrap();
    let case = matter.case_from_json("{\"facts\": {}}").unwrap();
    let answer = matter.ask("x").unwrap().decide(&case, None);
    let note = answer
        .notes()
        .iter()
        .find(|note| note.kind == "retroactive")
        .unwrap();
    assert_eq!(
        note.text,
        "CODE art. 2 is in force from 2010-01-01 by law adopted on 2011-01-10: it reaches back"
    );
}

#[test]
fn an_answer_that_rests_on_what_goes_on_says_so() {
    let law = library(&format!(
        "{}{}",
        code(BAN),
        act("change norm of article 2\n applies to done_on from 2011-01-18\n define x as 2")
    ));
    let matter = law.on("2020-01-01".parse().unwrap()).matter("M").unwrap();
    let case = matter
        .case_from_json("{\"facts\": {\"done_on\": \"2010-01-01\"}}")
        .unwrap();
    let answer = matter.ask("x").unwrap().decide(&case, None);
    assert_eq!(answer.because()[0].in_force_from, "2000-01-01".parse().ok());
    assert_eq!(
        answer.notes()[0].text,
        "CODE art. 2 as it was in force from 2000-01-01 until 2011-01-17 is looked at: it goes on applying to some cases"
    );
}

const WAITING: &str = "act FIRST \"First\"\n adopted 2011-01-10, in force when commenced\n in matters of M\n\
    article 1\n must not other when a\n\
    article 2\namends CODE\n change norm of article 2\n define x as 2\n";

#[test]
fn another_instrument_brings_an_act_into_force() {
    let law = library(&format!("{}{WAITING}", code(BAN)));
    assert_eq!(on(&law, "2020-01-01", "x", "{}"), "1");
    assert_eq!(on(&law, "2020-01-01", "other", "{\"a\": true}"), "unregulated");
    let law = library(&format!(
        "{}{WAITING}order O \"order\"\n adopted 2011-03-01, in force from 2011-04-01\ncommence FIRST\n",
        code(BAN)
    ));
    assert_eq!(on(&law, "2011-03-31", "x", "{}"), "1");
    assert_eq!(on(&law, "2011-04-01", "x", "{}"), "2");
    assert_eq!(on(&law, "2011-03-31", "other", "{\"a\": true}"), "unregulated");
    assert_eq!(on(&law, "2011-04-01", "other", "{\"a\": true}"), "forbidden");
}

#[test]
fn parts_of_an_act_come_on_different_days() {
    let law = library(&format!(
        "{}{WAITING}order O \"order\"\n adopted 2011-03-01, in force from 2011-04-01\n\
         commence FIRST article 1 from 2011-05-01\ncommence FIRST article 2 from 2011-06-01\n",
        code(BAN)
    ));
    assert_eq!(on(&law, "2011-05-01", "other", "{\"a\": true}"), "forbidden");
    assert_eq!(on(&law, "2011-05-31", "x", "{}"), "1");
    assert_eq!(on(&law, "2011-06-01", "x", "{}"), "2");
}

#[test]
fn an_act_may_come_for_some_purposes_first_and_for_all_later() {
    let law = library(&format!(
        "{}{WAITING}order O \"order\"\n adopted 2011-03-01, in force from 2011-04-01\n\
         commence FIRST\n applies when years > 3\n\
         commence FIRST from 2012-01-01\n",
        code(BAN)
    ));
    assert_eq!(on(&law, "2011-04-01", "x", "{\"years\": 4}"), "2");
    assert_eq!(on(&law, "2011-12-31", "x", "{\"years\": 3}"), "1");
    assert_eq!(on(&law, "2011-12-31", "x", "{}"), "unknown want years");
    assert_eq!(on(&law, "2012-01-01", "x", "{\"years\": 3}"), "2");
    assert_eq!(on(&law, "2012-01-01", "x", "{}"), "2");
    assert_eq!(
        on(&law, "2011-12-31", "other", "{\"a\": true, \"years\": 3}"),
        "unregulated"
    );
    assert_eq!(
        on(&law, "2012-01-01", "other", "{\"a\": true, \"years\": 3}"),
        "forbidden"
    );
}

#[test]
fn what_awaits_nothing_cannot_be_commenced() {
    let text = format!(
        "{}order O \"order\"\n in force from 2011-04-01\ncommence CODE article 2\n",
        code(BAN)
    );
    assert_eq!(errors(&text), ["amends-nothing"]);
}

/// A row with a date of its own switches milder law off; one without it has milder law, as the same cases have.
#[cfg(feature = "columns")]
#[test]
fn rows_with_and_without_a_date_of_the_law_are_answered_as_cases_are() {
    use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, StringArray};
    use std::sync::Arc;
    let law = penal();
    let matter = law.at_any_date().matter("M").unwrap();
    let dates = [
        None,
        Some("2010-06-01"),
        Some("2012-06-01"),
        Some("2016-06-01"),
        None,
    ];
    let done = [
        "2010-05-01",
        "2010-05-01",
        "2010-05-01",
        "2010-05-01",
        "2016-01-01",
    ];
    let rows = RecordBatch::try_from_iter([
        ("on", Arc::new(StringArray::from(dates.to_vec())) as ArrayRef),
        ("at", Arc::new(StringArray::from(vec!["2017-01-01T12:00:00Z"; 5]))),
        ("done_on", Arc::new(StringArray::from(done.to_vec()))),
        ("a", Arc::new(BooleanArray::from(vec![true; 5]))),
        ("years", Arc::new(StringArray::from(vec!["3"; 5]))),
    ])
    .unwrap();
    let answers = jargy::Columns::new(&matter, &["term"])
        .unwrap()
        .decide(&rows)
        .unwrap();
    let values = answers.column_by_name("term__value").unwrap();
    let words = arrow_cast_to_text(values);
    for (row, on) in dates.iter().enumerate() {
        let on = on.map(|on| format!("\"on\": \"{on}\", ")).unwrap_or_default();
        let text = format!(
            "{{{on}\"at\": \"2017-01-01T12:00:00Z\", \"facts\": {{\"done_on\": \"{}\", \"a\": true, \"years\": 3}}}}",
            done[row]
        );
        let case = matter.case_from_json(&text).unwrap();
        let answer = matter.ask("term").unwrap().decide(&case, None);
        let value = jargy::answer_json(&answer, false)["value"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(words[row], value, "row {row}: {text}");
    }
    // milder law, and the law of each date
    assert_eq!(words[1..4], ["P8Y", "P5Y", "P12Y"]);
    assert_eq!(words[0], "P5Y");

    fn arrow_cast_to_text(values: &ArrayRef) -> Vec<String> {
        let texts = values.as_any().downcast_ref::<StringArray>().unwrap();
        (0..texts.len()).map(|row| texts.value(row).to_owned()).collect()
    }
}

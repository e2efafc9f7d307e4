//! Delegation says who may define a name, and gives no norm priority: norms of an order made under a provision are
//! weighed against that provision as all others are.

use crate::duties::{rival_facts, rival_law, rivals};
use crate::properties::{Facts, case, chosen, partial_assignments};
use crate::support::{answer, errors, library, line, standing, timeline_of};
use jargy::{Case, Library, Moment, answer_json};
use proptest::prelude::*;

/// A code that leaves a rate to an order, and has a duty of 4 weeks; the order has one of 6 weeks for special cases.
fn code_and_order(heading: &str, order: &str) -> String {
    format!(
        "role government\nmatter M \"m\"\n  d : date or none\n  special : yes/no\n  done_on : date or none\n\
         action pay of M\naction act of M\n\
         code C \"Code\" in force from 2001-01-01\n  in matters of M\narticle 7\n{heading}\n  define rate : number set by order of government\n  \
         must pay within 4 weeks of d done done_on\n  may act when d is not none\n\
         order O \"Order\" by government in force from 2001-01-01\n  in matters of M\narticle 1\n  under C article 7\n  define rate as 20%\n{order}\n"
    )
}

const SIX_WEEKS: &str =
    "  must pay when special within 6 weeks of d done done_on\n  must not act when special";
const FIVE_DAYS: &str = "  must pay when special within 5 days of d done done_on";

fn facts(special: &str) -> String {
    format!(r#"{{"d": "2012-04-01", "done_on": null{special}}}"#)
}

const SPECIAL: &str = ", \"special\": true";
const ORDINARY: &str = ", \"special\": false";
const WEEK_FIVE: &str = "2012-05-06T12:00";

fn pay(rules: &Library, special: &str, at: &str) -> String {
    standing(rules, "pay", &facts(special), at)
}

#[test]
fn duties_add_up_under_delegation() {
    // the longer limit of the order does not stand in for that of the code
    let longer = library(&code_and_order("", SIX_WEEKS));
    for special in [SPECIAL, ORDINARY] {
        assert_eq!(pay(&longer, special, WEEK_FIVE), "overdue 2012-04-29 24:00");
    }
    // nor does that of the code stand in for a shorter one
    let shorter = library(&code_and_order("", FIVE_DAYS));
    assert_eq!(
        pay(&shorter, SPECIAL, "2012-04-07T12:00"),
        "overdue 2012-04-06 24:00"
    );
    assert_eq!(
        pay(&shorter, ORDINARY, "2012-04-07T12:00"),
        "pending 2012-04-29 24:00 then 2012-04-30 00:00"
    );
}

#[test]
fn a_bar_of_the_order_yields_to_a_permission_of_the_code_by_rank() {
    let law = library(&code_and_order("", SIX_WEEKS));
    let answer = answer(&law, "act", &facts(SPECIAL), Some(WEEK_FIVE));
    let json = answer_json(&answer, false);
    assert_eq!(json["outcome"], "permitted");
    assert_eq!(
        json["because"][0]["prevails_over"],
        serde_json::json!([{"citation": "O art. 1", "ground": "rank"}])
    );
}

#[test]
fn a_delegating_provision_that_yields_to_the_order_lets_its_duty_stand_in() {
    let law = library(&code_and_order("  subject to O article 1", SIX_WEEKS));
    assert_eq!(
        pay(&law, SPECIAL, WEEK_FIVE),
        "pending 2012-05-13 24:00 then 2012-05-14 00:00"
    );
    assert_eq!(pay(&law, SPECIAL, "2012-05-14T12:00"), "overdue 2012-05-13 24:00");
    assert_eq!(pay(&law, ORDINARY, WEEK_FIVE), "overdue 2012-04-29 24:00");
    // overdue by the one, pending by the other: both are possible
    assert_eq!(
        line(&law, "pay", &facts(""), Some(WEEK_FIVE)),
        "unknown by C art. 7 by O art. 1 want special"
    );
    assert_eq!(
        line(&law, "pay", &facts(""), Some("2012-05-14T12:00")),
        "overdue by C art. 7 by O art. 1"
    );
    let answer = answer(&law, "pay", &facts(SPECIAL), Some(WEEK_FIVE));
    let json = answer_json(&answer, true);
    assert_eq!(
        json["because"][0]["prevails_over"],
        serde_json::json!([{"citation": "C art. 7", "ground": "declared"}])
    );
    assert_eq!(
        line(&law, "act", &facts(SPECIAL), Some(WEEK_FIVE)),
        "forbidden by O art. 1"
    );
}

#[test]
fn the_timeline_shows_the_duty_of_the_order() {
    let law = library(&code_and_order("  subject to O article 1", SIX_WEEKS));
    let rows = timeline_of(&law, "pay", WEEK_FIVE, &facts(SPECIAL));
    let [first, second] = [("O art. 1", "pending"), ("C art. 7", "not_applicable")];
    assert_eq!(
        rows,
        [first, second].map(|(citation, status)| (citation.to_owned(), status))
    );
}

#[test]
fn columns_show_the_duty_of_the_order() {
    let law = library(&rival_law(
        "article 1\n subject to D article 1\n define rate : number set by order of government\n must act within 12 hours of m done done_m\n\
         decree D \"d\" by government in force from 2000-01-01\n in matters of M\narticle 1\n under C article 1\n define rate as 20%\n \
         must act when a within 14 hours of m done done_m\n",
    ));
    let matter = law.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let domains = rival_facts();
    let cases: Vec<Facts> = partial_assignments(&Facts::new(), &domains)
        .into_iter()
        .filter(|facts| {
            ["b", "c", "o", "done_next"]
                .iter()
                .all(|name| !facts.contains_key(name))
        })
        .collect();
    assert!(cases.len() > 20);
    crate::columns::rows_agree(&matter, &["act"], &cases, Moment::from_seconds(1_338_552_000)).unwrap();
}

/// A provision under another carries out a definition; a duty alone carries out nothing.
#[test]
fn a_duty_carries_out_no_delegation() {
    let duty_alone = code_and_order("", SIX_WEEKS).replace("  define rate as 20%\n", "");
    assert_eq!(errors(&duty_alone), ["delegation-not-allowed"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whether an order is made under a provision changes nothing between duties, bars and declarations.
    #[test]
    fn delegation_decides_nothing_between_norms(norms in rivals(), givens in prop::collection::vec(0usize..6, 7)) {
        let decree = norms.replace("code D \"d\"", "decree D \"d\"");
        let issued = decree.replace("decree D \"d\" in force", "decree D \"d\" by government in force");
        let delegated = issued
            .replacen("article 1\n", "article 1\n define rate : number set by order of government\n", 1);
        let place = delegated.find("decree D").unwrap();
        let (code, order) = delegated.split_at(place);
        let delegated = format!("{code}{}", order.replacen("article 1\n", "article 1\n under C article 1\n define rate as 20%\n", 1));
        let [plain, delegated] = [&decree, &delegated].map(|norms| library(&rival_law(norms)));
        let domains = rival_facts();
        let facts: Vec<Facts> = partial_assignments(&chosen(&domains, &givens), &domains).into_iter().take(60).collect();
        let at = Moment::from_seconds(1_338_552_000);
        let matters = [&plain, &delegated].map(|law| law.on("2012-06-01".parse().unwrap()).matter("M").unwrap());
        for facts in &facts {
            let [one, two] = [0, 1].map(|law| {
                let asked = case(&matters[law], facts);
                ["act", "other", "last_act"].map(|question| {
                    matters[law].ask(question).unwrap().outcome_and_due(&asked, at)
                })
            });
            prop_assert_eq!(one, two, "{}", norms);
        }
        let cases: Vec<Case> = facts.iter().map(|facts| case(&matters[1], facts)).collect();
        crate::prepared::answers_agree(&matters[1], &["act", "other", "last_act"], &cases, at)?;
    }
}

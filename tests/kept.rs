//! What is found is kept: a question in which each provision asks twice for the one before is answered in steps, not in as many ways as there are
//! to come down to the first.

use crate::support::{law, library};
use jargy::{Library, Outcome};
use std::fmt::Write;

const DEEP: usize = 30;

/// Actions and duties of which each hangs on the one before, asked for twice.
fn chain(norm: impl Fn(usize) -> String) -> Library {
    let mut actions = String::new();
    let mut norms = String::new();
    for number in 0..=DEEP {
        writeln!(actions, "action a{number} of M").unwrap();
        writeln!(norms, "article {}\n {}", number + 1, norm(number)).unwrap();
    }
    let text = law("b : yes/no\ne : date or none\ndone_on : date or none", &norms);
    let (before, after) = text.split_once("code C").unwrap();
    library(&format!("{before}{actions}code C{after}"))
}

/// The outcome of the last of them.
fn last(law: &Library, facts: &str) -> Outcome {
    let matter = law.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let case = matter
        .case_from_json(&format!(
            "{{\"at\": \"2012-06-02T00:00\", \"facts\": {{{facts}}}}}"
        ))
        .unwrap();
    matter.ask(&format!("a{DEEP}")).unwrap().outcome(&case, None).0
}

#[test]
fn an_action_that_many_provisions_ask_for_is_worked_out_once() {
    let law = chain(|number| match number.checked_sub(1) {
        None => "may a0 when b".to_owned(),
        Some(before) => format!("may a{number} when a{before} is permitted and not (a{before} is forbidden)"),
    });
    assert_eq!(last(&law, "\"b\": true"), Outcome::Permitted);
    assert_eq!(last(&law, "\"b\": false"), Outcome::Unregulated);
    assert_eq!(last(&law, ""), Outcome::Unknown);
}

#[test]
fn duties_that_many_provisions_ask_for_are_weighed_once() {
    let law = chain(|number| match number.checked_sub(1) {
        None => "must a0 within 10 days of e done done_on when b".to_owned(),
        Some(before) => format!(
            "must a{number} within 10 days of e done done_on when a{before} is pending and not (a{before} is overdue)"
        ),
    });
    let dates = "\"e\": \"2012-06-01\", \"done_on\": null";
    assert_eq!(last(&law, &format!("\"b\": true, {dates}")), Outcome::Pending);
    assert_eq!(
        last(&law, &format!("\"b\": false, {dates}")),
        Outcome::NotApplicable
    );
    assert_eq!(last(&law, dates), Outcome::Unknown);
}

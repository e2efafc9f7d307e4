//! Duties that recur, at the edges: the last second of a period, what is not known of their time, and what cannot be counted.

use crate::support::{answer, law, library, line, standing};
use jargy::Library;

const FACTS: &str = "e : date or none\nover_on : date or none\nheld : list of Visit\nfine : yes/no\n";

fn rules(every: &str) -> Library {
    let norms = format!("article 1\n must act at least 1 times in every {every} done held.on_day");
    library(&format!("record Visit\n on_day : date\n{}", law(FACTS, &norms)))
}

#[test]
fn a_period_is_missed_only_once_its_last_second_is_over() {
    let law = rules("calendar month from e until over_on");
    let facts = "{\"e\": \"2012-05-01\", \"over_on\": null, \"held\": []}";
    let stood = |at: &str| standing(&law, "act", facts, at);
    let pending = "pending 2012-05-31 24:00 then 2012-06-01 00:00";
    assert_eq!(stood("2012-05-31T23:59:58"), pending);
    assert_eq!(stood("2012-05-31T23:59:59"), pending);
    assert_eq!(stood("2012-06-01T00:00:00"), "overdue 2012-05-31 24:00");
}

/// Whatever is not known of its beginning, its end or of what was done is missing.
#[test]
fn what_is_not_known_of_the_time_of_a_recurring_duty_is_missing() {
    let law = rules("calendar month from e until over_on");
    let wanted = |facts: &str| line(&law, "act", facts, Some("2012-06-15T12:00"));
    let begun = "\"e\": \"2012-04-10\"";
    // one whole month, May, has passed
    assert_eq!(
        wanted(&format!("{{{begun}, \"over_on\": null, \"held\": []}}")),
        "overdue by C art. 1"
    );
    let may = "\"held\": [{\"on_day\": \"2012-05-02\"}]";
    assert_eq!(
        wanted(&format!("{{{begun}, {may}}}")),
        "unknown by C art. 1 want over_on"
    );
    assert_eq!(
        wanted(&format!("{{{begun}, \"over_on\": null}}")),
        "unknown by C art. 1 want held"
    );
    assert_eq!(
        wanted(&format!("{{{begun}, \"over_on\": null, \"held\": [{{}}]}}")),
        "unknown by C art. 1 want held[1].on_day"
    );
    assert_eq!(wanted("{\"e\": null}"), "not_applicable");
}

/// More periods than are gone through are not counted, and the answer says which limit that is.
#[test]
fn a_duty_of_more_periods_than_are_counted_is_unknown_and_says_why() {
    let law = rules("calendar day from e until over_on");
    let told = |e: &str| {
        let facts = format!("{{\"e\": \"{e}\", \"over_on\": null, \"held\": []}}");
        let answer = answer(&law, "act", &facts, Some("2012-06-15T12:00"));
        let why: Vec<String> = answer
            .undetermined()
            .iter()
            .map(|failed| failed.words())
            .collect();
        format!("{} {}", answer.outcome().word(), why.join(", "))
    };
    assert_eq!(told("2000-01-01"), "overdue ");
    assert_eq!(
        told("1700-01-01"),
        "unknown `e` in C art. 1: the limit ends outside the years 1 to 9999"
    );
}

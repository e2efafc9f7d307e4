//! The library as an embedder uses it.

use crate::support::law;
use jargy::{
    Ask, Date, Duration, Library, LibraryError, Matter, Moment, Snapshot, Value, Zone, parse_moment,
};

const RULES: &str = "jurisdiction kz zone \"Asia/Almaty\"\n";

fn library() -> Library {
    let rules = format!(
        "{RULES}{}",
        law(
            "arrested_at : moment to the minute\ntold_at : moment or none\nterm : duration",
            "article 1\n must act within 12 hours of arrested_at done told_at\n define longer as term > 2 years"
        )
    );
    Library::from_texts([("rules.law", rules.as_str())]).unwrap()
}

#[test]
fn everything_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Library>();
    shared::<Snapshot>();
    shared::<Matter>();
    shared::<Ask>();
    shared::<jargy::Case>();
    shared::<jargy::Answer>();
    shared::<LibraryError>();
}

#[test]
fn a_case_built_in_code_is_answered_as_one_from_json() {
    let date: Date = "2012-06-01".parse().unwrap();
    let matter = library().on(date).matter("M").unwrap();
    let zone = Zone::named("Asia/Almaty").unwrap();
    let arrested = parse_moment("2012-06-01 10:15", zone).unwrap();
    let built = matter
        .case()
        .set("arrested_at", Value::Moment(arrested))
        .none("told_at")
        .set("term", Value::Duration(Duration::calendar(5, 0)));
    let built = built.build().unwrap();
    let read = matter
        .case_from_json("{\"facts\": {\"arrested_at\": \"2012-06-01T10:15:00+06:00\", \"told_at\": null, \"term\": \"P5Y\"}}")
        .unwrap();
    assert_eq!(built, read);
    let at = parse_moment("2012-06-02 09:00", zone).unwrap();
    let answer = matter.ask("act").unwrap().decide(&built, at);
    assert_eq!(answer.outcome().word(), "overdue");
    assert_eq!(
        zone.rfc3339(answer.due_at().unwrap()),
        "2012-06-01T22:15:00+06:00"
    );
    assert_eq!(
        matter.ask("longer").unwrap().decide(&built, at).value(),
        Some(&Value::Yes(true))
    );
    assert_eq!(matter.ask("act").unwrap().outcome(&built, at).0.word(), "overdue");
}

#[test]
fn the_builder_reports_every_mistake() {
    let matter = library().at_any_date().matter("M").unwrap();
    let errors = matter
        .case()
        .set("arrested", Value::Yes(true))
        .set("term", Value::Yes(true))
        .none("term")
        .build()
        .unwrap_err();
    assert_eq!(errors.0.len(), 3);
}

#[test]
fn names_that_are_not_known_come_with_the_nearest() {
    let law = library().at_any_date();
    assert!(
        law.matter("N")
            .unwrap_err()
            .to_string()
            .contains("did you mean `M`?")
    );
    assert!(
        law.matter("M")
            .unwrap()
            .ask("actt")
            .unwrap_err()
            .to_string()
            .contains("did you mean `act`?")
    );
    assert!(matches!(
        Library::load("no/such/folder"),
        Err(LibraryError::Read(_))
    ));
}

#[test]
fn all_mistakes_of_a_case_are_reported_with_their_paths() {
    let matter = library().at_any_date().matter("M").unwrap();
    let errors = matter.case_from_json("{\"facts\": {\"arested_at\": 1, \"told_at\": \"2012-13-01T00:00:00Z\", \"term\": \"PT3H\"}, \"onn\": 1}").unwrap_err();
    assert_eq!(
        errors.to_string(),
        "onn: a case has no key `onn` (did you mean `on`?)"
    );
    let errors = matter
        .case_from_json(
            "{\"facts\": {\"arested_at\": 1, \"told_at\": \"2012-13-01T00:00:00Z\", \"term\": \"PT3H\"}}",
        )
        .unwrap_err();
    let lines: Vec<String> = errors.0.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "facts.arested_at: `M` has no fact `arested_at` (did you mean `arrested_at`?)",
            "facts.told_at: `2012-13-01` is not a day of the calendar",
            "facts.term: a duration in years and months is expected, not in hours and minutes (write it as in \"P5Y6M\")",
        ]
    );
}

#[test]
fn seconds_of_a_moment_given_to_the_minute_are_dropped_and_said() {
    let matter = library().at_any_date().matter("M").unwrap();
    let case = matter
        .case_from_json("{\"facts\": {\"arrested_at\": \"2012-06-01T10:15:42+06:00\"}}")
        .unwrap();
    assert_eq!(
        case.remarks(),
        ["`facts.arrested_at` is taken to the minute: 2012-06-01 10:15:42 becomes 2012-06-01 10:15"]
    );
}

#[test]
fn a_moment_has_one_second_resolution() {
    let moment = Moment::from_seconds(1_338_524_100).unwrap();
    assert_eq!(moment.to_string(), "2012-06-01T04:15:00+00:00");
}

#[test]
fn ids_of_reasons_stay_the_same_while_the_rules_do() {
    let matter = library().on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let case = matter
        .case_from_json("{\"facts\": {\"arrested_at\": \"2012-06-01T10:15:00+06:00\", \"told_at\": null}}")
        .unwrap();
    let answer = matter
        .ask("act")
        .unwrap()
        .decide(&case, Moment::from_seconds(1_338_600_000));
    let ids: Vec<&str> = answer.why()[0]
        .because
        .iter()
        .map(|node| node.id.as_str())
        .collect();
    assert_eq!(ids, ["C art. 1#1/due", "C art. 1#1/done"]);
}

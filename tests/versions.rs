//! Which version of a provision stands on a day: acts that apply later, commencements that are put off, two acts of one
//! day, points within points, and what a new version takes over.

use crate::support::{answer, errors, library, line, on_date};
use jargy::Library;

const VOCABULARY: &str = "matter M \"m\"\n a : yes/no\n b : yes/no\n done_on : date\nmatter N \"n\"\n own : yes/no\n\
    action act of M\naction other of M\naction late of M\naction last_act of M\naction own_act of N\n";

const CODE: &str = "code CODE \"Code\" in force from 2000-01-01\n in matters of M\n\
    article 1\n must not act if any of\n  (a) a;\n  (b) b\n\
    article 2 \"Others\"\n text en \"One may.\"\n may other when a\n\
    article 3\n define x as 1\n\
    article 4\n in force from 2012-01-01\n may late when a\n\
    article 5\n in matters of N\n may own_act when own\n\
    article 6\n point (c)\n  must not last_act if any of\n   (1) a;\n   (2) b\n\
    article 7\n paragraph 1\n  define y as 1\n";

fn acts(acts: &str) -> String {
    format!("{VOCABULARY}{CODE}{acts}")
}

fn act(name: &str, adopted: &str, from: &str, operations: &str) -> String {
    format!("act {name} \"{name}\"\n adopted {adopted}, in force from {from}\namends CODE\n{operations}\n")
}

/// An act that defines `x` anew.
fn sets_x(name: &str, adopted: &str, from: &str, x: u8) -> String {
    act(
        name,
        adopted,
        from,
        &format!("change norm of article 3\n define x as {x}"),
    )
}

/// Outcome or value on a date.
fn on(law: &Library, date: &str, matter: &str, question: &str, facts: &str) -> String {
    let matter = law.on(date.parse().unwrap()).matter(matter).unwrap();
    let case = matter.case_from_json(&format!("{{\"facts\": {facts}}}")).unwrap();
    let answer = matter.ask(question).unwrap().decide(&case, None);
    match answer.value() {
        Some(_) => jargy::answer_json(&answer, false)["value"].to_string(),
        None => answer.outcome().word().to_owned(),
    }
}

#[test]
fn an_act_in_force_applies_from_its_own_day() {
    let law = library(&acts(
        "act FIRST \"First\"\n adopted 2011-01-10, in force from 2011-01-18, applies from 2011-03-01\namends CODE\n\
         change norm of article 3\n define x as 2\n",
    ));
    let x = |date: &str| on(&law, date, "M", "x", "{}");
    assert_eq!(["2011-01-17", "2011-01-18", "2011-02-28"].map(x), ["1", "1", "1"]);
    assert_eq!(x("2011-03-01"), "2");
}

#[test]
fn a_commencement_written_in_the_code_is_put_off() {
    for from in ["2011-01-18", "2012-01-01"] {
        let postponed = act("FIRST", "2011-01-10", from, "postpone article 4 to 2013-01-01");
        let law = library(&acts(&postponed));
        let late = |date: &str| on(&law, date, "M", "late", "{\"a\": true}");
        assert_eq!(
            ["2012-01-01", "2012-12-31"].map(late),
            ["unregulated", "unregulated"],
            "{from}"
        );
        assert_eq!(late("2013-01-01"), "permitted", "{from}");
    }
    let too_late = act(
        "FIRST",
        "2011-01-10",
        "2012-01-02",
        "postpone article 4 to 2013-01-01",
    );
    assert_eq!(errors(&acts(&too_late)), ["amends-nothing"]);
}

/// Points of a norm that stands in a point are cited through it, and not where nothing stands between.
#[test]
fn a_lettered_point_of_a_point_is_edited_alone() {
    let edited = |operation: &str| acts(&act("FIRST", "2011-01-10", "2011-01-18", operation));
    let (first, second) = ("{\"a\": true, \"b\": false}", "{\"a\": false, \"b\": true}");
    let asked = |operation: &str| {
        let law = library(&edited(operation));
        let asked = |date: &str, facts: &str| on(&law, date, "M", "last_act", facts);
        assert_eq!(asked("2011-01-17", first), "forbidden");
        assert_eq!(asked("2011-01-17", second), "forbidden");
        (asked("2011-01-18", first), asked("2011-01-18", second))
    };
    let both = |first: &str, second: &str| (first.to_owned(), second.to_owned());
    assert_eq!(
        asked("repeal article 6 point (c)(1)"),
        both("unregulated", "forbidden")
    );
    assert_eq!(
        asked("replace article 6 point (c)(1)\n (1) a and b"),
        both("unregulated", "forbidden")
    );
    assert_eq!(
        asked("in article 6 point (c) insert point (3)\n (3) not a"),
        both("forbidden", "forbidden")
    );
    // no such point stands around it, or it is not in the norm of the one that does
    for (nowhere, finding) in [
        ("repeal article 1 point (z)(a)", "amends-nothing"),
        ("replace article 1 point (z)(a)\n (a) b", "amends-nothing"),
        (
            "in article 1 point (z) insert point (c)\n (c) not a",
            "amends-nothing",
        ),
        ("repeal article 6 point (z)(1)", "amends-nothing"),
        ("repeal article 6 point (c)(3)", "no-lettered-points"),
    ] {
        assert_eq!(errors(&edited(nowhere)), [finding], "{nowhere}");
    }
}

/// A point repealed beside a whole article leaves a text that still has it.
#[test]
fn a_text_that_keeps_a_repealed_point_is_reported() {
    let repealed = |cited: &str| {
        let text = acts(&act(
            "FIRST",
            "2011-01-10",
            "2011-01-18",
            &format!("repeal {cited}"),
        ));
        let text = text.replace(
            "article 1\n must",
            "article 1\n text en \"Neither a nor b.\"\n must",
        );
        let mut names = crate::support::finding_names(&text);
        names.retain(|name| name.ends_with("-text"));
        names
    };
    assert_eq!(repealed("article 1 point (b)"), ["norm-without-text"]);
    assert_eq!(repealed("article 1 point (b), article 3"), ["norm-without-text"]);
    assert_eq!(
        repealed("article 1 point (b)\n text en \"Not a.\""),
        Vec::<&str>::new()
    );
}

#[test]
fn what_stands_is_not_reinstated() {
    let reinstated = act("FIRST", "2011-01-10", "2011-01-18", "reinstate article 2");
    assert_eq!(errors(&acts(&reinstated)), ["already-stands"]);
}

#[test]
fn no_words_are_substituted_for_nothing() {
    let nothing = act(
        "FIRST",
        "2011-01-10",
        "2011-01-18",
        "substitute \"\" with \"x\" in article 2",
    );
    assert_eq!(errors(&acts(&nothing)), ["words-not-found"]);
}

#[test]
fn a_new_version_is_in_the_matters_of_the_old_one() {
    let replaced = act(
        "FIRST",
        "2011-01-10",
        "2011-01-18",
        "replace article 5\n must not own_act when own",
    );
    let law = library(&acts(&replaced));
    let own = |date: &str| on(&law, date, "N", "own_act", "{\"own\": true}");
    assert_eq!(
        (own("2011-01-17"), own("2011-01-18")),
        ("permitted".into(), "forbidden".into())
    );
    let stated = act(
        "FIRST",
        "2011-01-10",
        "2011-01-18",
        "replace article 5\n in matters of M\n must not other when b",
    );
    let law = library(&acts(&stated));
    assert_eq!(
        on(&law, "2011-01-18", "N", "own_act", "{\"own\": true}"),
        "unregulated"
    );
    assert_eq!(
        on(&law, "2011-01-18", "M", "other", "{\"a\": false, \"b\": true}"),
        "forbidden"
    );
}

/// Of two acts of one day the later one replaces what the earlier one made, which goes on for the cases that the later
/// one does not reach.
#[test]
fn of_two_acts_of_one_day_the_later_replaces_the_earlier() {
    let law = library(&acts(&format!(
        "{}{}",
        sets_x("FIRST", "2011-01-10", "2011-01-18", 2),
        sets_x("SECOND", "2011-01-12", "2011-01-18", 3),
    )));
    assert_eq!(on(&law, "2011-01-17", "M", "x", "{}"), "1");
    assert_eq!(on(&law, "2011-01-18", "M", "x", "{}"), "3");
    let reaching = act(
        "SECOND",
        "2011-01-12",
        "2011-01-18",
        "change norm of article 3\n applies to done_on from 2012-01-01\n define x as 3",
    );
    let law = library(&acts(&format!(
        "{}{reaching}",
        sets_x("FIRST", "2011-01-10", "2011-01-18", 2),
    )));
    let x = |date: &str, facts: &str| on_date(&law, date, "x", facts, |_| String::new());
    assert_eq!(x("2011-01-17", "{\"done_on\": \"2012-01-01\"}"), "1");
    for date in ["2011-01-18", "2012-06-01"] {
        assert_eq!(x(date, "{\"done_on\": \"2012-01-01\"}"), "3");
        assert_eq!(x(date, "{\"done_on\": \"2011-12-31\"}"), "2");
    }
    // the whole article, with what stands in it
    let whole = |x: u8| {
        format!("replace article 7\n paragraph 1\n  define y as {x}\n paragraph 2\n  may late when y = {x}")
    };
    let law = library(&acts(&format!(
        "{}{}",
        act("FIRST", "2011-01-10", "2011-01-18", &whole(2)),
        act(
            "SECOND",
            "2011-01-12",
            "2011-01-18",
            &format!("{}\n applies when b", whole(3))
        ),
    )));
    for (facts, y) in [
        ("{\"a\": false, \"b\": true}", "3"),
        ("{\"a\": false, \"b\": false}", "2"),
    ] {
        assert_eq!(on(&law, "2011-01-18", "M", "y", facts), y);
        assert_eq!(on(&law, "2011-01-18", "M", "late", facts), "permitted");
    }
}

/// Each version is listed under its number, with its days, and none that stood on no day.
#[cfg(feature = "cli")]
#[test]
fn the_versions_of_a_provision_are_listed() {
    let text = acts(&format!(
        "{}{}",
        sets_x("FIRST", "2011-01-10", "2011-01-18", 2),
        sets_x("SECOND", "2012-01-12", "2012-01-18", 3),
    ));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("code.law"), text).unwrap();
    let shown = std::process::Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(["show", "CODE article 3", "--on", "2011-06-01", "--rules"])
        .arg(folder.path())
        .output()
        .unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap() + &String::from_utf8(shown.stderr).unwrap();
    for line in [
        "version 1: from 2000-01-01 until 2011-01-17",
        "version 2: from 2011-01-18 until 2012-01-17, made by FIRST",
        "version 3: from 2012-01-18",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
}

/// Where the new version applies to all from a day that has passed, the old one goes on for none.
#[test]
fn a_version_that_applies_from_before_its_day_leaves_nothing_behind() {
    let law = library(&acts(&act(
        "FIRST",
        "2011-01-10",
        "2011-01-18",
        "change norm of article 3\n applies from 2010-01-01\n define x as 2",
    )));
    assert_eq!(on(&law, "2011-01-17", "M", "x", "{}"), "1");
    assert_eq!(on(&law, "2011-01-18", "M", "x", "{}"), "2");
    assert!(line(&law, "x", "{}", None).starts_with('2'));
    assert_eq!(answer(&law, "x", "{}", None).because().len(), 1);
}

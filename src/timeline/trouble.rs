//! The words of what can be wrong with amendments.

use crate::finding::Finding;
use crate::law::Citation;
use crate::source::Span;
use crate::syntax::tree::Name;
use crate::time::Date;

pub fn without_date(span: Span) -> Finding {
    Finding::error("amendment-without-date", span, "it is not known from when on this amendment holds")
        .label("from when?")
        .help("write `in force from DATE` in the heading of the act, or `from DATE` in the amendment; `assumed \"why\"` behind an assumed date")
}

pub fn amends_nothing(span: Span, citation: &Citation, date: Date, history: &[String]) -> Finding {
    let finding = Finding::error(
        "amends-nothing",
        span,
        format!("on {date} no version of {citation} is in force"),
    )
    .label("nothing to amend");
    match history {
        [] => finding.help("no such provision was ever enacted here; look at its number"),
        history => finding.help(format!("it stands {}", history.join(", and "))),
    }
}

pub fn commences_nothing(span: Span, citation: &Citation) -> Finding {
    Finding::error(
        "amends-nothing",
        span,
        format!("nothing of {citation} awaits its commencement"),
    )
    .label("commences nothing")
    .help("what another instrument brings into force says `in force when commenced`")
}

pub fn already_stands(span: Span, citation: &Citation, date: Date) -> Finding {
    Finding::error(
        "already-stands",
        span,
        format!("on {date} {citation} is in force already"),
    )
    .label("stands already")
    .help("`replace` it, or give the new provision another number")
}

pub fn acts_without_order(span: Span, first: Span, citation: &Citation, date: Date) -> Finding {
    Finding::error(
        "acts-without-order",
        span,
        format!("two acts amend {citation} on {date}, and neither is the later"),
    )
    .label("the second act")
    .related(first, "the first act")
    .help("write when each was adopted: the act adopted later amends what the other has made")
}

pub fn words_not_found(span: Span, words: &str, times: usize, found: usize) -> Finding {
    Finding::error(
        "words-not-found",
        span,
        format!("\"{words}\" stands {found} times in the text, not {times} times"),
    )
    .label("these words")
    .help("write the words as they stand in the version in force that day, and how often: `, twice`, `, 3 times`")
}

pub fn no_points(span: Span) -> Finding {
    Finding::error(
        "no-lettered-points",
        span,
        "the provision has no norm with lettered points, or several",
    )
    .label("which list of points?")
    .help("`change norm of ...`, and write the whole norm")
}

pub fn no_such_point(span: Span) -> Finding {
    Finding::error(
        "no-lettered-points",
        span,
        "there is no such point, or it stands there already",
    )
    .label("this point")
    .help("`insert` adds a point with a new letter, `replace` and `repeal` name one that stands")
}

pub fn empty_point(span: Span) -> Finding {
    Finding::error("amendment-form", span, "the point itself is missing")
        .label("this amendment")
        .help("write it below: its text and norms, or, for a point in a norm, as in `(d) danger_of_torture`")
}

pub fn renumbered_elsewhere(span: Span) -> Finding {
    Finding::error(
        "amendment-form",
        span,
        "a point is renumbered among the points beside it alone",
    )
    .label("would stand elsewhere")
    .help("`repeal` it, and `insert` it where it goes")
}

pub fn unknown_parameter(name: &Name) -> Finding {
    Finding::error(
        "unknown-name",
        name.span,
        format!("there is no parameter `{}`", name.text),
    )
    .label("not declared anywhere")
    .help("declare it: `parameter ... : number`")
}

pub fn too_many_versions(span: Span, most: usize) -> Finding {
    Finding::error(
        "too-many-versions",
        span,
        format!("the amendments make more than {most} versions of provisions, points and lines of text"),
    )
    .label("the rest is not carried out")
    .help("enact the text anew in a code of its own, and amend that; or amend a paragraph or point, not the whole article")
}

pub fn too_many_beside(span: Span, citation: &Citation, most: usize) -> Finding {
    Finding::error(
        "too-many-versions",
        span,
        format!("more than {most} versions of {citation} would go on applying beside one another"),
    )
    .label("one transition too many")
    .help("one act can replace the provision for all cases from a date on: `replace`, without `applies`")
}

pub fn not_to_come(span: Span, citation: &Citation, date: Date, history: &[String]) -> Finding {
    let stands = match history {
        [] => "it never stands".to_owned(),
        history => format!("it stands {}", history.join(", and ")),
    };
    Finding::error(
        "amends-nothing",
        span,
        format!("on {date} no commencement of {citation} is to come"),
    )
    .label("nothing to postpone")
    .help(format!("{stands}; what is in force already can be suspended"))
}

pub fn text_without_norm(span: Span, citation: &Citation, date: Date) -> Finding {
    Finding::warning(
        "text-without-norm",
        span,
        format!("from {date} the text of {citation} is another one, and its norm is the old one"),
    )
    .label("changes the text alone")
    .help("write the norms that follow from the new text below it, the old ones again if they do not change")
}

pub fn norm_without_text(span: Span, citation: &Citation, date: Date) -> Finding {
    Finding::warning(
        "norm-without-text",
        span,
        format!("from {date} the norm of {citation} is another one, and its text is the old one"),
    )
    .label("changes the norm alone")
    .help("write the new text below it, or substitute the words that change")
}

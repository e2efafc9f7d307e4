//! Names, citations and places that are not known, or known twice.

use crate::finding::Finding;
use crate::source::Span;
use crate::syntax::tree::{Name, Text};

pub(super) fn unknown(
    name: &'static str,
    span: Span,
    message: String,
    near: Option<&str>,
    otherwise: &str,
) -> Finding {
    Finding::error(name, span, message)
        .label("not declared anywhere")
        .suggest(near, otherwise)
}

pub fn unknown_name(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-name",
        name.span,
        format!(
            "`{}` is neither a fact, a definition nor a parameter here",
            name.text
        ),
        near,
        "declare it as a fact of the matter or record, or give it a meaning with `define`",
    )
}

pub fn unknown_record(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-type",
        name.span,
        format!("there is no record `{}`", name.text),
        near,
        "declare it with `record`",
    )
}

pub fn unknown_type(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-type",
        name.span,
        format!("there is no type `{}`", name.text),
        near,
        "types are `yes/no`, `number`, `money KZT`, `duration`, `duration in hours`, `date`, `moment`, `text`, `country`, enums, records and `list of ...`",
    )
}

pub fn unknown_matter(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-matter",
        name.span,
        format!("there is no matter `{}`", name.text),
        near,
        "declare it with `matter`",
    )
}

pub fn unknown_action(name: &Name, near: Option<&str>, matter: &str) -> Finding {
    unknown(
        "unknown-action",
        name.span,
        format!("`{}` is not an action of {matter}", name.text),
        near,
        format!("declare it: `action {} of {matter} \"what is done\"`", name.text).as_str(),
    )
}

pub fn unknown_role(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-role",
        name.span,
        format!("there is no role `{}`", name.text),
        near,
        format!("declare it: `role {} \"who that is\"`", name.text).as_str(),
    )
}

pub fn unknown_jurisdiction(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-jurisdiction",
        name.span,
        format!("there is no jurisdiction `{}`", name.text),
        near,
        format!(
            "declare it: `jurisdiction {} \"...\" zone \"Asia/Almaty\"`",
            name.text
        )
        .as_str(),
    )
}

pub fn unknown_zone(text: &Text, near: Option<&str>) -> Finding {
    let finding = Finding::error(
        "unknown-zone",
        text.span,
        format!("there is no time zone `{}`", text.text),
    )
    .label("not in the IANA data base");
    match near {
        Some(near) => finding
            .help(format!("did you mean `{near}`?"))
            .perhaps(format!("\"{near}\"")),
        None => finding.help("zones are named as in \"Asia/Almaty\""),
    }
}

pub fn unknown_value(name: &Name, near: Option<&str>, of: &str, values: &str) -> Finding {
    Finding::error("unknown-value", name.span, format!("`{}` is not a value of {of}", name.text))
        .label(format!("not a value of {of}"))
        .suggest(near, format!("its values are {values}; if `{}` is a condition of its own, put the comparison before it in brackets", name.text))
}

pub fn condition_in_choice(name: &Name) -> Finding {
    Finding::error(
        "wrong-type",
        name.span,
        format!(
            "after `is`, `or` joins values; `{}` is a condition of its own",
            name.text
        ),
    )
    .label("a condition among values")
    .help(format!(
        "put the comparison in brackets: `(... is ...) or {}`",
        name.text
    ))
}

pub fn unknown_citation(span: Span, cited: &str, near: Option<&str>) -> Finding {
    Finding::error("unknown-citation", span, format!("nothing is enacted at {cited}"))
        .label("cites nothing")
        .help(near.map_or_else(
            || "check the number; only provisions in these files can be cited".to_owned(),
            |near| format!("did you mean {near}?"),
        ))
}

pub fn ambiguous_value(name: &Name, enums: &str) -> Finding {
    Finding::error(
        "ambiguous-value",
        name.span,
        format!("`{}` is a value of several enums: {enums}", name.text),
    )
    .label("of which one?")
    .help("write the type: `define name : type as ...`")
}

pub fn duplicate_name(what: &str, name: &Name, first: Span) -> Finding {
    Finding::error(
        "duplicate-name",
        name.span,
        format!("{what} are named `{}`", name.text),
    )
    .label("named again here")
    .related(first, "first named here")
    .help("give one of them another name")
}

/// An interpretation without two readings, or without one that is taken by default.
pub fn interpretation_without_default(name: &Name) -> Finding {
    Finding::error(
        "reading-by-default",
        name.span,
        format!(
            "`{}` needs two readings or more, one of them taken by default",
            name.text
        ),
    )
    .label("this interpretation")
    .help("write `by default` behind the reading that answers rest on where no other is asked for")
}

pub fn unknown_reading(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-reading",
        name.span,
        format!("there is no reading `{}`", name.text),
        near,
        "declare it: `interpretation NAME \"what is left open\": one \"...\" by default, other \"...\"`",
    )
}

pub fn built_in_name(name: &Name) -> Finding {
    Finding::error(
        "duplicate-name",
        name.span,
        format!("`{}` is the name of a built-in type", name.text),
    )
    .label("already a type")
    .help("give it another name")
}

pub fn no_matter(span: Span) -> Finding {
    Finding::error("no-matter", span, "no matter is named for this provision")
        .label("whose facts does it speak of?")
        .help("write `in matters of Custody` under the heading of the instrument, chapter or article")
}

pub fn definition_target(span: Span) -> Finding {
    Finding::error(
        "definition-target",
        span,
        "a definition gives a meaning to a name or to `Record.name`",
    )
    .label("too many parts")
    .help("write `define name as ...` or `define Record.name as ...`")
}

pub fn too_deep(span: Span, limit: usize) -> Finding {
    Finding::error(
        "nested-too-deep",
        span,
        format!("this rests on more than {limit} steps, one on another"),
    )
    .label("too many steps")
    .help("shorten the chain of definitions")
}

pub fn only_moments_to_the_minute(span: Span) -> Finding {
    Finding::error("wrong-type", span, "only a moment is given `to the minute`").label("not a moment")
}

pub fn money_without_currency(name: &Name) -> Finding {
    Finding::error("wrong-type", name.span, "money needs its currency")
        .label("in which currency?")
        .help("write `money KZT`")
}

pub fn governed_by_no_date(span: Span, found: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("the law that governs is found by a date or moment; this is {found}"),
    )
    .label(format!("this is {found}"))
    .help("name a fact that is a date or a moment")
}

pub fn judged_no_fact(span: Span, path: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("`{path}` is no fact that somebody could judge"),
    )
    .label("not a fact")
    .help("name facts of the matter; what a definition rests on is judged as the norm that defines it says")
}

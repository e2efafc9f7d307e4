//! Types, units, tables, delegation: what does not fit.

use super::names::unknown;
use crate::finding::Finding;
use crate::source::Span;
use crate::syntax::tree::Name;

pub fn wrong_type(span: Span, expected: &str, found: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("{expected} is needed here; this is {found}"),
    )
    .label(format!("this is {found}"))
}

pub fn not_a_condition(span: Span, found: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("a condition is yes or no; this is {found}"),
    )
    .label(format!("this is {found}"))
    .help("compare it: `is ...`, `<= ...`, or ask for a fact that is yes/no")
}

pub fn cannot_compare(span: Span, left: &str, right: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("{left} cannot be compared with {right}"),
    )
    .label(format!("{left} against {right}"))
    .help("compare values of one type; the date of a moment is `date of ...`")
}

pub fn no_order(span: Span, found: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("{found} has no order, so one cannot be less than another"),
    )
    .label("no order")
    .help("use `is`; an enum has an order when its values are written with `<` between them")
}

pub fn mixed_currencies(span: Span, left: &str, right: &str) -> Finding {
    Finding::error(
        "mixed-currencies",
        span,
        format!("{left} and {right} are different currencies"),
    )
    .label(format!("{left} against {right}"))
    .help("bring both into one currency by a rate that is a parameter")
}

pub fn cannot_calculate(span: Span, left: &str, sign: &str, right: &str) -> Finding {
    Finding::error("wrong-type", span, format!("`{sign}` has no meaning between {left} and {right}"))
        .label(format!("{left} {sign} {right}"))
        .help("a duration can be added to a date or moment, money to money of its currency, and anything may be multiplied by a number")
}

pub fn rounding_step(span: Span, found: &str) -> Finding {
    Finding::error("wrong-type", span, format!("{found} cannot be rounded to this step"))
        .label("does not fit")
        .help("a date is rounded up or down to a day, a duration to its own units, a number to `a whole number` or to a step such as 0.01")
}

pub fn not_a_list(span: Span, found: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("a list is needed here; this is {found}"),
    )
    .label(format!("this is {found}"))
    .help("`count of`, `sum of`, `earliest of` speak of a list, or of several values in brackets")
}

pub fn list_as_value(span: Span) -> Finding {
    Finding::error("wrong-type", span, "a list is not one value")
        .label("a list")
        .help("say which: `count of ...`, `latest of ...`, `every x in ... : ...`")
}

pub fn record_as_value(span: Span, record: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("a record ({record}) is not one value"),
    )
    .label("a record")
    .help("name one of its fields, as in `offence.committed_on`")
}

pub fn action_as_value(name: &Name) -> Finding {
    Finding::error(
        "wrong-type",
        name.span,
        format!("`{}` is an action, not a fact", name.text),
    )
    .label("an action")
    .help(format!(
        "ask for its state: `{0} is permitted`, `{0} is forbidden`, `{0} is overdue`",
        name.text
    ))
}

pub fn no_such_field(name: &Name, of: &str, near: Option<&str>) -> Finding {
    unknown(
        "unknown-name",
        name.span,
        format!("{of} has no field or definition `{}`", name.text),
        near,
        "declare it in the record, or with `define Record.name`",
    )
}

pub fn unknown_state(name: &Name, near: Option<&str>) -> Finding {
    Finding::error("unknown-value", name.span, format!("`{}` is not a state of an action or duty", name.text))
        .label("no such state")
        .suggest(near, "states are permitted, forbidden, unregulated, pending, fulfilled, fulfilled late, overdue, breached, not applicable, valid")
}

pub fn unknown_kind(name: &Name, near: Option<&str>) -> Finding {
    unknown(
        "unknown-value",
        name.span,
        format!("no value is declared to be a kind of `{}`", name.text),
        near,
        "declare it in the enum: `charge is decision`",
    )
}

pub fn no_act_of_kind(name: &Name, matter: &str, several: bool) -> Finding {
    let message = if several {
        format!("{matter} has several facts that could be the {}", name.text)
    } else {
        format!("{matter} has no fact that says which act is at hand")
    };
    Finding::error("no-act-of-kind", name.span, message)
        .label("of which act?")
        .help(
            "give the matter one fact of a record that has a field of the enum in which the kind is declared",
        )
}

pub fn literal_type(span: Span, expected: &str, found: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("a value of type {expected} is needed here; this is {found}"),
    )
    .label(format!("not {expected}"))
}

pub fn fraction_of_a_second(span: Span, text: &str) -> Finding {
    Finding::warning(
        "impossible-moment",
        span,
        format!("`{}` has a fraction of a second, which is dropped", text.trim()),
    )
    .label("moments are to the second")
    .help("write it without the fraction")
}

pub fn impossible_moment(span: Span, why: &str) -> Finding {
    Finding::error("impossible-moment", span, why.to_owned())
        .label("not one moment")
        .help("write the offset as well: 2012-06-01 10:15 +06:00")
}

pub fn alternatives_disagree(span: Span, first: Span, expected: &str, found: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("this alternative is {found}, the first one is {expected}"),
    )
    .label(format!("this is {found}"))
    .related(first, format!("this is {expected}"))
    .help("all alternatives of one definition have one type")
}

pub fn unreachable_alternative(span: Span, before: Span) -> Finding {
    Finding::error(
        "unreachable-alternative",
        span,
        "this alternative is never reached",
    )
    .label("never reached")
    .related(before, "this one always applies")
    .help("move it before the one that always applies, or give that one a condition with `if`")
}

pub fn missing_case(span: Span, missing: &str) -> Finding {
    Finding::error(
        "missing-case",
        span,
        format!("this table says nothing for {missing}"),
    )
    .label(format!("no row for {missing}"))
    .help("add a row for it, or a row `otherwise : ...`")
}

pub fn row_keys(span: Span, expected: usize, found: usize) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("this row has {found} keys; the table looks up {expected}"),
    )
    .label("does not fit the table")
    .help("separate keys by `,` and values that share a row by `or`")
}

pub fn not_delegated(span: Span, name: &str, role: &str) -> Finding {
    Finding::error("delegation-not-allowed", span, format!("`{name}` is set by order of {role}, and this is not such an order"))
        .label("may not define it")
        .help(format!("only a decree, decision or order issued `by {role}`, in a provision that says `under` the delegating article, may define it"))
}

pub fn under_what(span: Span) -> Finding {
    Finding::error(
        "delegation-not-allowed",
        span,
        "the provision cited here delegates nothing that is defined below it",
    )
    .label("delegates nothing of this")
    .help("cite the provision that says `define ... set by order of ...`")
}

pub fn delegated_without_type(span: Span, name: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("`{name}` is left to an order, so its type must be written"),
    )
    .label("of which type?")
    .help(format!("write `define {name} : number set by order of ...`"))
}

pub fn defined_with_two_types(span: Span, name: &str, expected: &str, found: &str) -> Finding {
    Finding::error(
        "wrong-type",
        span,
        format!("`{name}` is {expected} elsewhere and {found} here"),
    )
    .label(format!("this is {found}"))
    .help(
        "all provisions that define one name must agree on its type; write it as `define name : type as ...`",
    )
}

pub fn deem_target(span: Span) -> Finding {
    Finding::error("wrong-type", span, "only a fact of the matter can be deemed")
        .label("not a fact")
        .help("name a fact; use `define` for what follows from facts")
}

pub fn outside_chain(name: &Name) -> Finding {
    Finding::error(
        "unknown-name",
        name.span,
        format!(
            "`{}` is known only in a norm that stands after `otherwise` or `whereupon`",
            name.text
        ),
    )
    .label("no duty before this one")
}

pub fn type_of_itself(span: Span) -> Finding {
    Finding::error(
        "unknown-type",
        span,
        "this rests on what it was itself, and nothing says yet of what type that is",
    )
    .label("of which type?")
    .help("write its type, as in `define tariff : money KZT as ...`")
}

pub fn circular(span: Span, path: &str) -> Finding {
    Finding::error(
        "circular-definition",
        span,
        format!("this rests on itself: {path}"),
    )
    .label("closes the circle")
    .help("a definition must come to an end in facts: break the circle at one of these")
}

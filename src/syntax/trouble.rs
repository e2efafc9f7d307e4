//! The words of what can be wrong with the text itself.

use super::build::beside;
use super::outline::{FileKind, Piece};
use super::parse::Rule;
use super::tree::{Instrument, InstrumentKind, Item, Labels, Name};
use crate::finding::Finding;
use crate::source::{SourceFile, Span};
use pest::error::{Error, ErrorVariant, InputLocation};

/// A keyword of another tradition, or a slip of the pen.
pub fn misspelt_keyword(span: Span, word: &str, meant: &str) -> Finding {
    Finding::error(
        "misspelt-keyword",
        span,
        format!("`{word}` does not open anything here"),
    )
    .label("no item begins with this word")
    .help(format!("write `{meant}`"))
    .fix(meant)
}

/// Too many brackets inside one another.
pub fn nested_too_deep(span: Span, limit: usize) -> Finding {
    Finding::error(
        "nested-too-deep",
        span,
        format!("more than {limit} brackets or chained norms stand inside one another"),
    )
    .label("this one is too deep")
    .help("give the inner part a name with `define` and use the name")
}

/// An item past the limit of its size.
pub fn item_too_large(span: Span, limit: usize) -> Finding {
    Finding::error(
        "item-too-large",
        span,
        format!("this item has more than {limit} bytes"),
    )
    .label("begins here")
    .help("divide it: a paragraph of its own for each norm, or several texts")
}

/// A quote that never closes.
pub fn unclosed(span: Span, quote: &str) -> Finding {
    Finding::error(
        "unclosed-text",
        span,
        format!("this text opens with `{quote}` and never closes"),
    )
    .label("opened here")
    .help(format!("write `{quote}` where the text ends"))
}

/// Text before the first item.
pub fn stray_text(span: Span, kind: FileKind) -> Finding {
    let help = match kind {
        FileKind::Law => {
            "begin with an item such as `enum`, `record`, `matter`, `code`, `act` or `article`; a remark begins with `--`"
        }
        FileKind::Case => "begin with `scenario \"what it shows\"`; a remark begins with `--`",
    };
    Finding::error(
        "stray-text",
        span,
        "this text stands before the first item and belongs to nothing",
    )
    .label("not part of any item")
    .help(help)
}

/// Where a line of a definition begins with `-` after the condition of an alternative, before a place.
fn minus_at_line_start(text: &str, place: usize) -> Option<usize> {
    if !text.starts_with("define") {
        return None;
    }
    let mut start = 0;
    let mut conditional = false;
    for line in text.split_inclusive('\n') {
        let said = line.trim_start();
        let minus = start + line.len() - said.len();
        if minus > place {
            return None;
        }
        if conditional && said.starts_with('-') && !said.starts_with("--") {
            return Some(minus);
        }
        let said = said.split("--").next().unwrap_or("").trim_end();
        conditional = said.split_whitespace().any(|word| word == "if") && !said.ends_with(',');
        start += line.len();
    }
    None
}

/// What pest could not read, in words of law.
pub fn syntax_error(
    file: &SourceFile,
    piece: &Piece,
    text: &str,
    shift: impl Fn(usize) -> usize,
    error: &Error<Rule>,
) -> Finding {
    let place = match error.location {
        InputLocation::Pos(place) | InputLocation::Span((place, _)) => place,
    };
    if let Some(minus) = minus_at_line_start(text, place) {
        let at = shift(minus).min(piece.end);
        return beside::reading(file.span(at, at + 1), beside::MINUS);
    }
    let rest = text.get(place..).unwrap_or("").trim_start();
    let word = offending(rest);
    let start = shift(text.len() - rest.len()).min(piece.end);
    let span = if word.is_empty() {
        file.span(piece.end.saturating_sub(1).max(piece.start), piece.end)
    } else {
        file.span(start, start + word.len())
    };
    if RESERVED.contains(&word) && name_expected(error) {
        return Finding::error(
            "reserved-word",
            span,
            format!("`{word}` is a word of the language and cannot be a name"),
        )
        .label("not a name")
        .help(format!("take another name, such as `{word}_it` or `is_{word}`"));
    }
    let what = if word.is_empty() {
        format!("{} ends too early", item_words(piece.rule))
    } else {
        format!("`{word}` cannot stand here in {}", item_words(piece.rule))
    };
    let mut expected: Vec<String> = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => {
            positives.iter().filter_map(|rule| words_of(*rule)).collect()
        }
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    expected.sort_unstable();
    expected.dedup();
    if let Some(near) = near_clause(word, piece.rule) {
        return Finding::error("syntax", span, what)
            .label("not understood")
            .help(format!("did you mean `{near}`?"))
            .fix(near);
    }
    let finding = Finding::error("syntax", span, what).label("not understood from here on");
    if begins_point(rest) {
        return finding.help("end the point before it with `;`: lettered points are divided by semicolons");
    }
    match expected.as_slice() {
        [] => finding.help(form_of(piece.rule)),
        [one] => finding.help(format!("expected {one}; {}", form_of(piece.rule))),
        many => {
            let shown: Vec<&str> = many.iter().map(String::as_str).take(8).collect();
            finding.help(format!(
                "expected one of: {}; {}",
                shown.join(", "),
                form_of(piece.rule)
            ))
        }
    }
}

/// Whether a lettered point begins here: `(a)`.
fn begins_point(rest: &str) -> bool {
    let mut letters = rest.chars();
    letters.next() == Some('(')
        && letters.next().is_some_and(char::is_alphabetic)
        && letters.next() == Some(')')
}

/// Words that can never be names; the same list as `reserved` in the grammar.
const RESERVED: &[&str] = &[
    "and",
    "or",
    "not",
    "is",
    "in",
    "of",
    "if",
    "unless",
    "when",
    "within",
    "done",
    "otherwise",
    "whereupon",
    "by",
    "to",
    "as",
    "from",
    "until",
    "on",
    "where",
    "none",
    "yes",
    "no",
    "only",
    "despite",
    "subject",
    "under",
    "may",
    "must",
    "define",
    "deem",
    "rounded",
    "before",
];

/// Words of calendars and of counting rules.
const CALENDAR_WORDS: &[&str] = &[
    "weekend",
    "holiday",
    "moved",
    "certain",
    "until",
    "never",
    "easter",
    "orthodox",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const COUNTING_WORDS: &[&str] = &[
    "hours",
    "days",
    "working",
    "months",
    "first",
    "counted",
    "last",
    "part",
    "anniversary",
    "except",
    "calendar",
];

/// The clause word that a word is a slip of.
fn near_clause(word: &str, rule: Rule) -> Option<&'static str> {
    const CLAUSES: &[&str] = &[
        "when",
        "unless",
        "within",
        "done",
        "otherwise",
        "whereupon",
        "only",
        "despite",
        "subject",
        "of",
        "by",
        "expect",
        "given",
        "until",
        "extended",
        "suspended",
        "restarted",
        "whichever",
    ];
    let words = match rule {
        Rule::item_calendar => CALENDAR_WORDS,
        Rule::item_counting => COUNTING_WORDS,
        _ => CLAUSES,
    };
    let length = word.chars().count();
    if words.contains(&word) || !(3..=12).contains(&length) {
        return None;
    }
    let allowed = if length > 5 { 2 } else { 1 };
    let distance = |clause: &&str| strsim::damerau_levenshtein(word, clause);
    let near = words
        .iter()
        .filter(|clause| clause.len() > 3 && distance(clause) <= allowed);
    near.min_by_key(|clause| distance(clause)).copied()
}

/// Whether a name was the only thing that could stand at the place of an error.
fn name_expected(error: &Error<Rule>) -> bool {
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives
            .iter()
            .all(|rule| matches!(rule, Rule::name | Rule::path | Rule::act)),
        ErrorVariant::CustomError { .. } => false,
    }
}

fn offending(rest: &str) -> &str {
    let word_end = rest
        .char_indices()
        .find(|(_, letter)| !(letter.is_alphanumeric() || *letter == '_'))
        .map_or(rest.len(), |(place, _)| place);
    let end = if word_end > 0 {
        word_end
    } else {
        rest.chars().next().map_or(0, char::len_utf8)
    };
    rest.get(..end).unwrap_or("")
}

fn item_words(rule: Rule) -> &'static str {
    match rule {
        Rule::item_norm => "a norm",
        Rule::item_enum => "an enum",
        Rule::item_record => "a record",
        Rule::item_matter => "a matter",
        Rule::item_parameter => "a parameter",
        Rule::item_scenario => "a scenario",
        Rule::item_instrument => "the heading of an instrument",
        Rule::item_chapter => "a heading",
        Rule::item_article
        | Rule::item_paragraph
        | Rule::item_point
        | Rule::item_text
        | Rule::item_assumed
        | Rule::item_despite
        | Rule::item_subject
        | Rule::item_under => "a provision",
        Rule::item_applies | Rule::item_goes_on | Rule::item_milder => "a clause of transition",
        Rule::item_fact => "a fact",
        Rule::item_calendar => "a calendar",
        Rule::item_counting => "a counting rule",
        _ => "this item",
    }
}

fn form_of(rule: Rule) -> &'static str {
    match rule {
        Rule::item_norm => {
            "a norm reads `may`, `must`, `must not` or `define`, then what is done, then clauses such as `when`, `unless`, `within ... of`, `done`"
        }
        Rule::item_enum => "an enum reads `enum gravity: minor < medium < serious`",
        Rule::item_record | Rule::item_matter => "each fact reads `name : type \"label\"`",
        Rule::item_parameter => {
            "a parameter reads `parameter name : type`, then values such as `1413 from 2010-01-01`"
        }
        Rule::item_scenario => {
            "a scenario reads `scenario \"title\"`, `law on DATE, assessed at MOMENT`, `given Matter`, facts as `name = value`, and `expect`"
        }
        Rule::item_instrument => {
            "a heading reads `code CCP \"title\" of kz`, then `adopted DATE, in force from DATE`"
        }
        Rule::item_calendar => {
            "a calendar reads `weekend saturday, sunday`, `holiday 01-01, 03-08 \"name\"`, `moved 2012-12-29 -> 2012-12-31`, `certain from DATE until DATE`"
        }
        Rule::item_counting => {
            "a counting rule reads `counting rule of CCP`, then lines such as `hours : from the moment`, `days : first day not counted; ends at 24:00 of the last day`, `last day not a working day -> next working day`, `by calendar NAME`"
        }
        Rule::item_action => "an action reads `action extradite of Extradition \"label\"`",
        Rule::item_source => "a source reads `source \"document\" para 258`",
        Rule::item_in_force => "it reads `in force from DATE until DATE`",
        Rule::item_fact => "a fact reads `fact name : type \"label\"`",
        Rule::item_applies | Rule::item_goes_on => {
            "it reads `applies to offence.committed_on from DATE`, `applies when CONDITION` or `applies from DATE`; `goes on` likewise"
        }
        Rule::item_milder => {
            "it reads `milder law applies from offence.committed_on: lower max_term, no is_offence`"
        }
        Rule::item_article
        | Rule::item_paragraph
        | Rule::item_chapter
        | Rule::item_point
        | Rule::item_text
        | Rule::item_assumed
        | Rule::item_despite
        | Rule::item_subject
        | Rule::item_under => PROVISION,
        _ => "see the language reference",
    }
}

/// What may stand in a provision.
const PROVISION: &str = "under its heading a provision has `in force from DATE`, `text en \"\"\"...\"\"\"`, `source \"document\"` and its norms; a norm begins with `may`, `must`, `must not`, `define` or `deem`";

fn words_of(rule: Rule) -> Option<String> {
    let keyword = super::parse::keyword(rule).map(|word| format!("`{word}`"));
    keyword.or_else(|| rule_words(rule).map(str::to_owned))
}

/// What a rule is called in a message; rules that only hold others together have no words.
fn rule_words(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::name | Rule::path => "a name",
        Rule::string | Rule::any_text | Rule::block_text => "a quoted text",
        Rule::date => "a date such as 2012-06-01",
        Rule::moment => "a moment such as 2012-06-01 10:15",
        Rule::number_mark => "a number",
        Rule::point_mark => "a letter",
        Rule::type_of | Rule::plain_type | Rule::list_type | Rule::type_words => {
            "a type such as `yes/no`, `date`, `moment`, `number`, `duration`"
        }
        Rule::citation | Rule::citations | Rule::article_part => "a citation such as `article 10`",
        Rule::clause | Rule::definition_clause => "a clause such as `when`, `unless`, `within`, `done`",
        Rule::comparison_tail | Rule::ordered_tail | Rule::order => "a comparison",
        Rule::is_tail => "`is`",
        Rule::points_word
        | Rule::k_not
        | Rule::k_every
        | Rule::k_exists
        | Rule::k_none
        | Rule::quantifier
        | Rule::prefix
        | Rule::minus
        | Rule::aggregate
        | Rule::aggregate_prefix
        | Rule::date_prefix
        | Rule::several
        | Rule::span_between
        | Rule::span_unit
        | Rule::group
        | Rule::truth
        | Rule::condition
        | Rule::body
        | Rule::table
        | Rule::alternatives
        | Rule::alternative
        | Rule::expression
        | Rule::conjunction
        | Rule::negation
        | Rule::comparison
        | Rule::sum
        | Rule::product
        | Rule::unary
        | Rule::postfix
        | Rule::as_in_word
        | Rule::primary => "a condition or a value",
        Rule::point | Rule::points => "a lettered point `(a) ...;`",
        Rule::duration => "a duration such as 72 hours",
        Rule::decimal => "a number",
        Rule::unit => "a unit of time: minutes, hours, days, working days, weeks, months, years",
        Rule::arrow => "`->`",
        Rule::weekday => "a weekday",
        Rule::holiday_on | Rule::month_day => {
            "a day such as 12-16, 2012-10-26, `easter + 1 day` or `last monday of may`"
        }
        Rule::from_the_moment => "`from the moment`",
        Rule::hour_not_counted => "`first hour not counted`",
        Rule::first_day => "`first day counted`, `first day not counted` or `clear days`",
        Rule::next_working_day => "`next working day`",
        Rule::working_day_before => "`working day before`",
        Rule::stays => "`stays`",
        Rule::end_on_same_day => "`end on the same day of the month`",
        Rule::missing_day => "`or on its last day`, `or on the first day of the next` or `or not at all`",
        Rule::counting_clause => "a line such as `days : first day not counted`",
        Rule::calendar_clause => "a line such as `weekend saturday, sunday`",
        Rule::stretch => "a window such as `the 180 days before D`",
        Rule::any_window => "`any 180 days` or `any calendar month`",
        Rule::given => "`given`",
        Rule::assignment | Rule::fact_path => "a fact",
        Rule::given_value | Rule::literal => "a value",
        Rule::expectation => "an expectation such as `extradite is forbidden`",
        Rule::k_otherwise => "`otherwise`",
        _ => return None,
    })
}

/// The heading of an item that could not be parsed, so that its children keep their place.
pub fn heading_of(file: &SourceFile, piece: &Piece) -> Option<Item> {
    let text = file.text().get(piece.start..piece.end)?;
    let span = file.span(piece.start, piece.start + text.len().min(40));
    let mut words = text.split_whitespace();
    words.next()?;
    let second = words.next()?;
    let name = |word: &str| Name {
        text: word.trim_matches(['(', ')', ',']).into(),
        span,
    };
    match piece.rule {
        Rule::item_chapter => Some(Item::Chapter(name(second), Labels::default())),
        Rule::item_article => Some(Item::Article(name(second), Labels::default())),
        Rule::item_paragraph => Some(Item::Paragraph(name(second), Labels::default())),
        Rule::item_point => Some(Item::Point(name(second), Labels::default())),
        Rule::item_instrument => Some(Item::Instrument(Box::new(Instrument {
            kind: InstrumentKind::Act,
            name: name(if second == "law" { words.next()? } else { second }),
            labels: Labels::default(),
            jurisdiction: None,
            adopted: None,
            number: None,
            issued_by: None,
            in_force: None,
            applies_from: None,
            known_complete: None,
        }))),
        _ => None,
    }
}

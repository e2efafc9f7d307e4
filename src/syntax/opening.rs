//! The words that open an item when they stand first on a line, and the shape that must follow them.

use super::parse::Rule;

/// What a first word opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// The rule that parses the item.
    pub rule: Rule,
    /// The word that should have been written, where it was misspelt.
    pub instead_of: Option<&'static str>,
}

/// Words that open an item, for suggestions.
const OPENERS: &[&str] = &[
    "jurisdiction",
    "role",
    "enum",
    "interpretation",
    "record",
    "matter",
    "action",
    "fact",
    "parameter",
    "calendar",
    "counting",
    "constitution",
    "code",
    "act",
    "decree",
    "order",
    "decision",
    "treaty",
    "chapter",
    "article",
    "paragraph",
    "point",
    "text",
    "source",
    "may",
    "must",
    "define",
    "deem",
    "despite",
    "amends",
    "insert",
    "replace",
    "repeal",
    "renumber",
    "substitute",
    "reinstate",
    "suspend",
    "postpone",
    "expires",
    "applies",
];

/// Words of other traditions for what is said here with the second word.
const HABITS: &[(&str, &str)] = &[
    ("shall", "must"),
    ("should", "must"),
    ("can", "may"),
    ("cannot", "must not"),
    ("section", "article"),
    ("subsection", "paragraph"),
    ("clause", "paragraph"),
    ("definition", "define"),
    ("rule", "article"),
];

const OPERATORS: &[&str] = &[
    "and",
    "or",
    "is",
    "in",
    "of",
    "on",
    "if",
    "unless",
    "when",
    "within",
    "by",
    "to",
    "as",
    "from",
    "until",
    "where",
    "otherwise",
];

fn first_word(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(_, letter)| !(letter.is_alphanumeric() || *letter == '_'))
        .map_or(text.len(), |(place, _)| place);
    text.get(..end).unwrap_or("")
}

/// A name that is not an operator stands next.
fn name_follows(rest: &str) -> bool {
    let word = first_word(rest);
    word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') && !OPERATORS.contains(&word)
}

fn digit_follows(rest: &str) -> bool {
    rest.starts_with(|letter: char| letter.is_ascii_digit())
}

fn quote_follows(rest: &str) -> bool {
    rest.starts_with('"')
}

/// The rule of the item that `word` opens when `rest` follows it on the line.
fn rule_of(word: &str, rest: &str) -> Option<Rule> {
    let rest = rest.trim_start();
    let next = first_word(rest);
    let when = |shape: bool, rule: Rule| shape.then_some(rule);
    let after_next = rest.get(next.len()..).unwrap_or("");
    if next == "valid" && first_word(after_next.trim_start()) == "only" && name_follows(word) {
        return Some(Rule::item_norm); // also of an action called `act` or `order`
    }
    let cites = matches!(next, "article" | "paragraph") || rest.starts_with("art.");
    match word {
        "jurisdiction" => when(name_follows(rest), Rule::item_jurisdiction),
        "role" => when(name_follows(rest), Rule::item_role),
        "enum" => when(name_follows(rest), Rule::item_enum),
        "interpretation" => when(name_follows(rest), Rule::item_interpretation),
        "record" => when(name_follows(rest), Rule::item_record),
        "matter" => when(name_follows(rest), Rule::item_matter),
        "action" => when(name_follows(rest), Rule::item_action),
        "fact" => when(name_follows(rest), Rule::item_fact),
        "parameter" => when(name_follows(rest), Rule::item_parameter),
        "calendar" => when(name_follows(rest), Rule::item_calendar),
        "counting" => when(next == "rule", Rule::item_counting),
        "constitutional" => when(next == "law", Rule::item_instrument),
        "constitution" | "code" | "act" | "decree" | "order" | "decision" | "treaty" => {
            when(name_follows(rest), Rule::item_instrument)
        }
        "amends" => when(name_follows(rest), Rule::item_amends),
        "in" if matches!(next, "article" | "paragraph") => when(rest.contains("insert"), Rule::item_insert),
        "insert" => when(
            matches!(next, "article" | "paragraph" | "point"),
            Rule::item_insert,
        ),
        "replace" => when(cites, Rule::item_replace),
        "repeal" => when(cites, Rule::item_repeal),
        "renumber" => when(cites, Rule::item_renumber),
        "move" => when(cites, Rule::item_move),
        "substitute" => when(quote_follows(rest), Rule::item_substitute),
        "change" => when(next == "norm", Rule::item_change),
        "set" => when(next == "parameter", Rule::item_set),
        "suspend" => when(cites, Rule::item_suspend),
        "postpone" => when(cites, Rule::item_postpone),
        "commence" => when(cites || name_follows(rest), Rule::item_commence),
        "reinstate" => when(cites, Rule::item_reinstate),
        "strike" => when(next == "down", Rule::item_strike),
        "reading" => when(next == "of", Rule::item_reading),
        "chapter" => when(digit_follows(rest), Rule::item_chapter),
        "article" => when(digit_follows(rest), Rule::item_article),
        "paragraph" => when(digit_follows(rest), Rule::item_paragraph),
        "point" => when(rest.starts_with('('), Rule::item_point),
        "text" => when(
            quote_follows(rest) || (next.len() == 2 && quote_follows(after_next.trim_start())),
            Rule::item_text,
        ),
        "source" => when(quote_follows(rest), Rule::item_source),
        "known" => when(next == "complete", Rule::item_complete),
        "expires" => when(digit_follows(rest), Rule::item_expires),
        "applies" => when(matches!(next, "from" | "to" | "when" | "if"), Rule::item_applies),
        "stood" => when(matches!(next, "from" | "until"), Rule::item_stood),
        "goes" => when(next == "on", Rule::item_goes_on),
        "milder" => when(next == "law", Rule::item_milder),
        "later" => when(next == "law", Rule::item_later_law),
        "in" if next == "force" => Some(Rule::item_in_force),
        "in" if next == "matters" => Some(Rule::item_in_matters),
        "despite" => Some(Rule::item_despite),
        "subject" => when(next == "to", Rule::item_subject),
        "under" => Some(Rule::item_under),
        "assumed" => when(quote_follows(rest), Rule::item_assumed),
        "not" => when(next == "encoded", Rule::item_not_encoded),
        "may" | "must" | "define" | "deem" => Some(Rule::item_norm),
        _ => None,
    }
}

/// What the first word of a line of a rule file opens, if anything. A field (`source : text`) and a
/// path (`decision.served_at`) open nothing.
pub fn of_law(word: &str, rest: &str) -> Option<Opening> {
    if rest.trim_start().starts_with(':') || rest.starts_with(['.', ',']) {
        return None;
    }
    if let Some(rule) = rule_of(word, rest) {
        return Some(Opening {
            rule,
            instead_of: None,
        });
    }
    misspelt(word, rest)
}

fn misspelt(word: &str, rest: &str) -> Option<Opening> {
    if OPERATORS.contains(&word) {
        return None;
    }
    let follows = name_follows(rest.trim_start()) || digit_follows(rest.trim_start());
    let habit = HABITS
        .iter()
        .find(|(wrong, _)| *wrong == word)
        .map(|(_, right)| *right);
    let right = match habit {
        Some(right) => Some(right),
        None if word.chars().count() >= 3 && follows => near_opener(word),
        None => None,
    }?;
    let rule = rule_of(first_word(right), rest)?;
    follows.then_some(Opening {
        rule,
        instead_of: Some(right),
    })
}

fn near_opener(word: &str) -> Option<&'static str> {
    let known = [
        "when",
        "unless",
        "done",
        "only",
        "otherwise",
        "whereupon",
        "without",
        "governed",
        "label",
        "any",
        "all",
    ];
    if known.contains(&word) {
        return None;
    }
    let allowed = if word.chars().count() > 5 { 2 } else { 1 };
    OPENERS
        .iter()
        .map(|opener| (strsim::damerau_levenshtein(word, opener), *opener))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, opener)| opener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_opens_only_with_its_shape() {
        assert_eq!(
            of_law("article", " 491 \"x\"").map(|o| o.rule),
            Some(Rule::item_article)
        );
        assert_eq!(of_law("article", " : text"), None);
        assert_eq!(of_law("decision", ".served_at"), None);
        assert_eq!(of_law("order", " of government"), None);
        assert_eq!(of_law("when", " suspect.is_minor"), None);
    }

    #[test]
    fn a_slip_opens_what_was_meant() {
        assert_eq!(
            of_law("artcle", " 491").and_then(|o| o.instead_of),
            Some("article")
        );
        assert_eq!(
            of_law("mst", " not remand").and_then(|o| o.instead_of),
            Some("must")
        );
        assert_eq!(
            of_law("shall", " remand").and_then(|o| o.instead_of),
            Some("must")
        );
    }
}

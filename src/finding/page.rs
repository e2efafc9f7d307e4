//! The page of each finding: what it says, why it is wrong, a wrong example and a right one.
//!
//! A page is a file of `docs/findings/`, so that the book and `jargy explain` say the same.

/// What there is to say of one finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The name of the finding.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub says: &'static str,
    /// Why it is wrong, and the way out.
    pub why: &'static str,
    /// Rule text, or a scenario, that has this finding. Absent where it would be very long.
    pub wrong: Option<&'static str>,
    /// The same without it.
    pub right: Option<&'static str>,
    /// The whole page, in Markdown.
    pub markdown: &'static str,
}

macro_rules! pages {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../docs/findings/", $name, ".md"))),)*]
    };
}

const PAGES: &[(&str, &str)] = pages![
    "acts-without-order",
    "already-stands",
    "ambiguous-value",
    "amendment-form",
    "amendment-without-date",
    "amends-nothing",
    "backwards-limit",
    "calendar-without-working-days",
    "case",
    "circular-definition",
    "confusable-name",
    "counting-rule-without-calendar",
    "dangling-reference",
    "definition-target",
    "delegation-not-allowed",
    "despite-higher-rank",
    "divisor-may-be-zero",
    "duplicate-citation",
    "duplicate-name",
    "duty-without-done",
    "effect-before-adoption",
    "element-number",
    "ends-before-it-begins",
    "gap-between-versions",
    "hidden-character",
    "impossible-date",
    "impossible-moment",
    "impossible-time",
    "item-too-large",
    "judges-nothing",
    "limit-not-chosen",
    "malformed-number",
    "missing-case",
    "missing-day-not-settled",
    "misspelt-keyword",
    "mixed-currencies",
    "mixed-durations",
    "mixed-enum-order",
    "nested-too-deep",
    "no-act-of-kind",
    "no-counting-rule",
    "no-lettered-points",
    "no-matter",
    "norm-without-text",
    "outside-instrument",
    "overlapping-versions",
    "reading-by-default",
    "recurring-without-duty",
    "reserved-word",
    "rounding-not-written",
    "said-twice",
    "stray-text",
    "syntax",
    "text-without-norm",
    "too-many-operands",
    "too-many-versions",
    "two-counting-rules",
    "two-readings",
    "unclosed-text",
    "undefined-for-a-time",
    "unknown-action",
    "unknown-calendar",
    "unknown-citation",
    "unknown-instrument",
    "unknown-jurisdiction",
    "unknown-matter",
    "unknown-name",
    "unknown-question",
    "unknown-reading",
    "unknown-role",
    "unknown-type",
    "unknown-value",
    "unknown-zone",
    "unreachable-alternative",
    "unused-action",
    "unused-fact",
    "without-source",
    "words-not-found",
    "working-days-need-a-calendar",
    "wrong-number",
    "wrong-type",
];

/// All pages, by name.
pub fn pages() -> impl Iterator<Item = Page> {
    PAGES.iter().map(|(name, markdown)| read(name, markdown))
}

/// The page of a finding.
pub fn page(name: &str) -> Option<Page> {
    pages().find(|page| page.name == name)
}

/// A page in its parts: a heading, a sentence, a paragraph, and two headings with a fence below each.
fn read(name: &'static str, markdown: &'static str) -> Page {
    let mut paragraphs = markdown.splitn(4, "\n\n").skip(1).map(str::trim);
    let (says, why) = (paragraphs.next(), paragraphs.next());
    let mut fences = paragraphs
        .next()
        .unwrap_or_default()
        .split("```")
        .skip(1)
        .step_by(2);
    let mut example = || fences.next()?.split_once('\n').map(|(_, text)| text);
    Page {
        name,
        says: says.unwrap_or_default(),
        why: why.unwrap_or_default(),
        wrong: example(),
        right: example(),
        markdown,
    }
}

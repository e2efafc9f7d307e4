//! An item as tokens: what stands close to what, and where a new line begins.

use crate::syntax::parse::Rule;
use pest::iterators::Pair;

/// Where a token begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// Behind the one before it, without a space.
    Close,
    /// Behind a space.
    Space,
    /// On a line of its own, this deep within the item, where the item does not stand on one line.
    Line(usize),
    /// On a line of its own, this deep within the item, always.
    Part(usize),
    /// Behind a space, and on a line of its own where the line would be too long.
    Soft,
}

/// A token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Its text.
    pub text: String,
    /// Where it begins.
    pub begin: Begin,
    /// A comment, and whether it stands on a line of its own.
    pub comment: Option<bool>,
    /// Whether a blank line stands before it.
    pub blank: bool,
}

/// Rules whose pairs are one token each, whatever they hold.
fn whole(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::string | Rule::block_text | Rule::percent | Rule::moment | Rule::source_place
    )
}

/// Flattens the pair of an item.
pub(super) fn of_item(pair: Pair<'_, Rule>) -> Vec<Token> {
    let mut flat = Flat {
        tokens: Vec::new(),
        begin: None,
        close_next: true,
        text: pair.get_input(),
        place: pair.as_span().start(),
        lines: 0,
        above: Vec::new(),
    };
    flat.pair(&pair);
    flat.words(pair.get_input().len());
    let mut tokens = flat.tokens;
    portions(&mut tokens);
    tokens
}

/// A portion such as `2/3` is written without spaces.
fn portions(tokens: &mut [Token]) {
    let digits = |token: &Token| {
        token
            .text
            .chars()
            .all(|sign| sign.is_ascii_digit() || sign == '_')
    };
    for place in 1..tokens.len().saturating_sub(1) {
        if let Some([left, sign, right]) = tokens.get_mut(place - 1..place + 2)
            && sign.text == "/"
            && digits(left)
            && digits(right)
        {
            sign.begin = Begin::Close;
            right.begin = Begin::Close;
        }
    }
}

struct Flat<'a> {
    tokens: Vec<Token>,
    /// What the tree says of the next token.
    begin: Option<Begin>,
    close_next: bool,
    text: &'a str,
    place: usize,
    /// How many lines ended since the last token.
    lines: usize,
    /// The rules around what is read.
    above: Vec<Rule>,
}

impl<'a> Flat<'a> {
    fn pair(&mut self, pair: &Pair<'a, Rule>) {
        let rule = pair.as_rule();
        let span = pair.as_span();
        self.words(span.start());
        if let Some(begin) = begin_of(pair, &self.above) {
            self.begin = Some(begin);
        }
        let inner: Vec<Pair<'a, Rule>> = pair.clone().into_inner().collect();
        if inner.is_empty() || whole(rule) {
            let text = pair.as_str().trim_end();
            if !text.is_empty() {
                self.push(text, rule);
                self.place = span.start() + text.len();
            }
            return;
        }
        self.above.push(rule);
        let several = rule == Rule::alternatives && inner.len() > 1;
        // the dates of an instrument stand on one line below its name, those of a scenario below its title
        let mut reads = false;
        for child in &inner {
            if several {
                self.words(child.as_span().start());
                self.begin = Some(Begin::Part(1));
            }
            if child.as_rule() == Rule::scenario_clause {
                let first = child.clone().into_inner().next();
                let source = first.is_some_and(|first| first.as_rule() == Rule::case_source);
                self.words(child.as_span().start());
                self.begin = (source || !reads).then_some(Begin::Line(1));
                self.comma(reads && !source);
                reads = !source;
            }
            if child.as_rule() == Rule::instrument_clause {
                let first = child.clone().into_inner().next().map(|inner| inner.as_rule());
                let dated = !matches!(first, Some(Rule::of_jurisdiction | Rule::issued_by));
                self.words(child.as_span().start());
                self.begin = dated.then_some(if reads { Begin::Soft } else { Begin::Line(1) });
                self.comma(reads && dated);
                reads |= dated;
            }
            self.pair(child);
        }
        // trailing white space and comments belong to what follows
        let end = span.start() + pair.as_str().trim_end().len();
        self.words(end.max(self.place).min(span.end()));
        self.above.pop();
    }

    /// A comma between what stands on one line, where none is written.
    fn comma(&mut self, due: bool) {
        if due
            && self
                .tokens
                .last()
                .is_some_and(|token| token.text != "," && token.comment.is_none())
        {
            self.tokens.push(Token {
                text: ",".to_owned(),
                begin: Begin::Close,
                comment: None,
                blank: false,
            });
        }
    }

    /// Signs and comments up to a place.
    fn words(&mut self, until: usize) {
        let rule = self.above.last().copied().unwrap_or(Rule::EOI);
        while self.place < until {
            let Some(rest) = self.text.get(self.place..until) else {
                return;
            };
            let Some(letter) = rest.chars().next() else {
                return;
            };
            if letter == '\n' {
                self.lines += 1;
            }
            if letter.is_whitespace() {
                self.place += letter.len_utf8();
                continue;
            }
            let length = if rest.starts_with("--") {
                let text = rest.split('\n').next().unwrap_or(rest);
                self.tokens.push(Token {
                    text: text.trim_end().to_owned(),
                    begin: Begin::Space,
                    comment: Some(self.lines > 0 || self.tokens.is_empty()),
                    blank: self.lines > 1,
                });
                self.place += text.len();
                self.lines = 0;
                continue;
            } else if letter.is_alphanumeric() {
                rest.find(|sign: char| !(sign.is_alphanumeric() || "./".contains(sign)))
                    .unwrap_or(rest.len())
            } else {
                ["->", "<=", ">=", "!="]
                    .iter()
                    .find(|sign| rest.starts_with(**sign))
                    .map_or(letter.len_utf8(), |sign| sign.len())
            };
            let text = rest.get(..length).unwrap_or(rest).to_owned();
            self.push(&text, rule);
            self.place += length;
        }
    }

    fn push(&mut self, text: &str, rule: Rule) {
        let close = std::mem::take(&mut self.close_next) || sticks(text, rule, &self.above);
        let begin = match (self.begin.take(), close) {
            (Some(begin @ (Begin::Line(_) | Begin::Part(_))), _) if !matches!(text, "," | ";") => begin,
            (begin @ Some(Begin::Line(_) | Begin::Part(_)), _) => {
                // a sign that ends the line before
                self.begin = begin;
                Begin::Close
            }
            (_, true) => Begin::Close,
            (Some(begin), false) => begin,
            (None, false) => Begin::Space,
        };
        self.tokens.push(Token {
            text: text.to_owned(),
            begin,
            comment: None,
            blank: self.lines > 1,
        });
        self.lines = 0;
        self.close_next = opens(text, rule);
    }
}

/// Whether a token stands close behind the one before it.
fn sticks(text: &str, rule: Rule, above: &[Rule]) -> bool {
    match text {
        ";" | ")" | "]" | "." => true,
        "[" => rule == Rule::index,
        "(" => rule == Rule::in_brackets && above.contains(&Rule::article_part),
        ":" => matches!(
            rule,
            Rule::item_enum | Rule::item_interpretation | Rule::item_milder | Rule::judged_clause
        ),
        text => text.starts_with(','),
    }
}

/// Whether what follows a token stands close behind it.
fn opens(text: &str, rule: Rule) -> bool {
    matches!(text, "(" | "[" | ".") || rule == Rule::minus
}

/// Where the first token of a pair begins, when the tree says so.
fn begin_of(pair: &Pair<'_, Rule>, above: &[Rule]) -> Option<Begin> {
    let depth = above.iter().filter(|rule| **rule == Rule::clause).count();
    let parent = above.last().copied();
    Some(match pair.as_rule() {
        Rule::clause => {
            let first = pair.clone().into_inner().next().map(|inner| inner.as_rule());
            match first {
                Some(Rule::by_clause | Rule::to_clause) => return None,
                _ => Begin::Line(depth + 1),
            }
        }
        Rule::definition_clause | Rule::on_reading => Begin::Line(1),
        Rule::judged_clause if parent == Some(Rule::validity) => Begin::Line(1),
        Rule::point if parent == Some(Rule::points) => Begin::Part(depth + 1),
        Rule::point => Begin::Part(2),
        Rule::row => Begin::Part(1),
        Rule::dated_value | Rule::zone_clause | Rule::calendar_clause => Begin::Line(1),
        Rule::counting_clause if above.contains(&Rule::counting_exception) => Begin::Line(2),
        Rule::counting_clause | Rule::counting_exception => Begin::Line(1),
        Rule::field if matches!(parent, Some(Rule::item_record | Rule::item_matter)) => Begin::Line(1),
        Rule::governed | Rule::counted_by | Rule::worked_by => Begin::Line(1),
        Rule::enum_separator if pair.as_str().trim() == "<" => Begin::Line(1),
        Rule::enum_value if pair.as_str().is_empty() => return None,
        Rule::enum_value => match before(pair) {
            Some('<') => Begin::Space,
            _ => Begin::Line(1),
        },
        Rule::reading_way => Begin::Line(1),
        Rule::given | Rule::expect => Begin::Line(1),
        Rule::assignment | Rule::expectation => Begin::Line(2),
        Rule::w_label | Rule::judged | Rule::presumed | Rule::k_and | Rule::k_or => Begin::Soft,
        _ => return None,
    })
}

/// The sign before a pair, white space left out.
fn before(pair: &Pair<'_, Rule>) -> Option<char> {
    let text = pair.get_input().get(..pair.as_span().start())?;
    text.trim_end().chars().next_back()
}

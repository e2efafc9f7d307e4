//! The colours of a line: commands, facts that are known, values and texts. Colours are those of the terminal's own palette.

use super::helper::COMMANDS;

const COMMAND: &str = "\u{1b}[1m";
const FACT: &str = "\u{1b}[36m";
const VALUE: &str = "\u{1b}[32m";
const TEXT: &str = "\u{1b}[33m";
const PLAIN: &str = "\u{1b}[0m";

/// The line with colours. What is not known stays as it is, so that a slip shows before the line ends.
pub fn highlight(line: &str, is_fact: impl Fn(&str) -> bool) -> String {
    let mut painted = String::with_capacity(line.len() * 2);
    let mut first = true;
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '"' => rest
                .get(1..)
                .and_then(|rest| rest.find('"'))
                .map_or(rest.len(), |end| end + 2),
            letter if in_word(letter) => rest.find(|letter| !in_word(letter)).unwrap_or(rest.len()),
            letter => letter.len_utf8(),
        };
        let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let colour = match letter {
            '"' => Some(TEXT),
            letter if letter.is_ascii_digit() => Some(VALUE),
            _ if first && COMMANDS.iter().any(|known| known.split(' ').next() == Some(word)) => Some(COMMAND),
            _ if is_fact(word) => Some(FACT),
            _ if matches!(word, "yes" | "no" | "none") => Some(VALUE),
            _ => None,
        };
        match colour {
            Some(colour) => painted.extend([colour, word, PLAIN]),
            None => painted.push_str(word),
        }
        first &= letter.is_whitespace();
        rest = after;
    }
    painted
}

fn in_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-' | '[' | ']' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_facts_and_values_are_told_apart() {
        let paint = |line: &str| {
            let painted = highlight(line, |name| name == "who.born_on");
            painted
                .replace(COMMAND, "<c>")
                .replace(FACT, "<f>")
                .replace(VALUE, "<v>")
                .replace(TEXT, "<t>")
                .replace(PLAIN, "</>")
        };
        assert_eq!(
            paint("given who.born_on = 1996-03-01"),
            "<c>given</> <f>who.born_on</> = <v>1996-03-01</>"
        );
        assert_eq!(paint("who.born_om = none"), "who.born_om = <v>none</>");
        assert_eq!(paint("zone \"Asia/Almaty"), "<c>zone</> <t>\"Asia/Almaty</>");
        assert_eq!(paint("ask given"), "<c>ask</> given");
    }
}

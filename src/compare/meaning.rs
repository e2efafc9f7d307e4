//! What rule text means, however it is laid out.

/// Words and signs without white space and remarks.
pub fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let said = line.split("--").next().unwrap_or("");
        let mut word = String::new();
        for letter in said.chars() {
            if letter.is_alphanumeric() || letter == '_' {
                word.push(letter);
                continue;
            }
            if !word.is_empty() {
                found.push(std::mem::take(&mut word));
            }
            if !letter.is_whitespace() {
                found.push(letter.to_string());
            }
        }
        if !word.is_empty() {
            found.push(word);
        }
    }
    found
}

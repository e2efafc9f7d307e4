//! The known name that is nearest to a wrong one.

/// The candidate nearest to `word` (Damerau-Levenshtein, at most a third of its letters wrong),
/// whatever their order; ties go to the first in alphabetical order.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = word.chars().count().min(64) / 3 + 1;
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(word.chars().count()) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_a_slip_and_leaves_strangers_alone() {
        let names = ["suspect", "offence", "arrested_at"];
        assert_eq!(nearest("arested_at", names), Some("arrested_at"));
        assert_eq!(nearest("ofence", names), Some("offence"));
        assert_eq!(nearest("bail", names), None);
    }
}

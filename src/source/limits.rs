//! How much input is accepted. Each limit guards time or memory against hostile input; a file that
//! passes one is refused with a finding that names the limit. See `docs/limits.md`.

/// The limits of one run. [`Limits::default`] is what the command line uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in one rule or case file.
    pub file_bytes: usize,
    /// Files in a rule folder.
    pub files: usize,
    /// Bytes of one item (a norm, an enum, a text), comments included.
    pub item_bytes: usize,
    /// Brackets and chained norms inside one another in one item; an eighth of it for prefixes and path steps.
    pub depth: usize,
    /// Operands that one chain of operators, one list of points or one table may have.
    pub operands: usize,
    /// How deep a term may go when it is evaluated, the definitions it uses included.
    pub height: usize,
    /// Findings shown in one run; the rest are counted.
    pub findings: usize,
    /// Elements of one list in a case.
    pub list: usize,
    /// Evaluations spent on finding which missing facts decide one question.
    pub splits: usize,
    /// Terms worked out for one question under the law of one date; of a condition on the elements of a list, once for each.
    pub steps: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 16 << 20,
            files: 20_000,
            item_bytes: 256 << 10,
            depth: 64,
            operands: 1_024,
            height: 256,
            findings: 200,
            list: 100_000,
            splits: 20_000,
            steps: 4_000_000,
        }
    }
}

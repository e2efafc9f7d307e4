//! Rank of instruments: the higher prevails over the lower. Source: the order that the language fixes
//! (constitution, constitutional law, treaty, code, act, decree, decision, order); a code and an act of
//! Parliament are of different rank here as in Kazakhstan's law on legal acts.

use crate::syntax::tree::InstrumentKind;

/// The rank of a kind of instrument; a smaller number is a higher rank.
pub fn rank(kind: InstrumentKind) -> u8 {
    match kind {
        InstrumentKind::Constitution => 0,
        InstrumentKind::ConstitutionalLaw => 1,
        InstrumentKind::Treaty => 2,
        InstrumentKind::Code => 3,
        InstrumentKind::Act => 4,
        InstrumentKind::Decree => 5,
        InstrumentKind::Decision => 6,
        InstrumentKind::Order => 7,
    }
}

/// The kind as it is written.
pub fn kind_word(kind: InstrumentKind) -> &'static str {
    match kind {
        InstrumentKind::Constitution => "constitution",
        InstrumentKind::ConstitutionalLaw => "constitutional law",
        InstrumentKind::Treaty => "treaty",
        InstrumentKind::Code => "code",
        InstrumentKind::Act => "act",
        InstrumentKind::Decree => "decree",
        InstrumentKind::Decision => "decision",
        InstrumentKind::Order => "order",
    }
}

/// Whether instruments of this kind may carry out a delegation.
pub fn issues_orders(kind: InstrumentKind) -> bool {
    rank(kind) >= rank(InstrumentKind::Decree)
}

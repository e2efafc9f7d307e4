//! Loops run with the widest instructions that the processor at hand has.

/// Runs a loop over many rows. With the feature `columns` it is compiled once for every processor and once for those of
/// recent years, and which one runs is found out at run time; the result is the same.
#[inline(always)]
pub fn widely<R>(rows: impl FnOnce() -> R) -> R {
    #[cfg(feature = "columns")]
    return pulp::Arch::new().dispatch(rows);
    #[cfg(not(feature = "columns"))]
    rows()
}

//! The switch of the mutants woven into this copy of the sources: `JARGY_MUTANT=n` turns the n-th on; `JARGY_MUTANT=trace` notes in the file
//! `JARGY_MUTANT_TRACE` which are reached.
#![allow(clippy::disallowed_methods)]

use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

struct Mode {
    on: u32,
    trace: Option<std::fs::File>,
}

static MODE: OnceLock<Mode> = OnceLock::new();
static SEEN: [AtomicU64; 256] = [const { AtomicU64::new(0) }; 256];

fn mode() -> Mode {
    let chosen = std::env::var("JARGY_MUTANT").unwrap_or_default();
    let trace = (chosen == "trace")
        .then(|| std::env::var("JARGY_MUTANT_TRACE").ok())
        .flatten()
        .and_then(|path| std::fs::OpenOptions::new().create(true).append(true).open(path).ok());
    Mode {
        on: chosen.parse().unwrap_or(0),
        trace,
    }
}

/// Whether a mutant is on.
#[inline]
pub(crate) fn on(number: u32) -> bool {
    let mode = MODE.get_or_init(mode);
    if mode.trace.is_some() {
        note(mode, number);
    }
    mode.on == number
}

#[cold]
fn note(mode: &Mode, number: u32) {
    let Some(word) = SEEN.get(number as usize / 64) else {
        return;
    };
    let bit = 1_u64 << (number % 64);
    if word.fetch_or(bit, Ordering::Relaxed) & bit == 0
        && let Some(mut file) = mode.trace.as_ref()
    {
        let _ = file.write_all(format!("{number}\n").as_bytes());
    }
}

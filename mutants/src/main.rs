//! Puts small semantic edits ("mutants") into the sources of Jargy, each behind a switch that the environment
//! variable `JARGY_MUTANT` turns on, so that one build holds hundreds of them.
//!
//! `weave FROM TO SEED COUNT DROPPED LIST` reads the sources under `FROM`, draws `COUNT` mutants by `SEED` without those
//! named in the file `DROPPED`, writes the woven files under `TO`, and the mutants as JSON into `LIST`.

mod sites;
mod weaving;

use serde_json::json;
use sites::{Enums, Site, sites};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use weaving::{Places, weave};

/// The folders under test.
const FOLDERS: &[&str] = &["src/time", "src/value", "src/timeline", "src/evaluate"];

/// The arithmetic of `src/resolve`.
const FILES: &[&str] = &[
    "src/resolve/arithmetic.rs",
    "src/resolve/compare.rs",
    "src/resolve/counting.rs",
    "src/resolve/limit.rs",
    "src/resolve/limits.rs",
    "src/resolve/literal.rs",
    "src/resolve/window.rs",
];

/// References, not under test.
const LEFT_OUT: &[&str] = &["src/evaluate/naive"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, seed, count, dropped, list] = arguments.as_slice() else {
        return Err("weave FROM TO SEED COUNT DROPPED LIST".into());
    };
    let (from, to) = (Path::new(from), Path::new(to));
    let count: usize = count.parse()?;
    let dropped: BTreeSet<String> = std::fs::read_to_string(dropped)
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect();
    let texts = under_test(from)?;
    let enums = Enums::of(&all_sources(from)?)?;
    let mut drawn = drawn(&texts, &enums, seed)?;
    let candidates = drawn.len();
    drawn.retain(|(_, key, _, _)| !dropped.contains(key));
    drawn.truncate(count);
    let mut by_file: BTreeMap<&str, Vec<(usize, &Site)>> = BTreeMap::new();
    for (number, (_, _, file, site)) in drawn.iter().enumerate() {
        by_file.entry(file).or_default().push((number + 1, site));
    }
    let mut places = Places::new();
    for (file, text) in &texts {
        let chosen = by_file.remove(file.as_str()).unwrap_or_default();
        let woven = weave(text, &chosen, &mut places);
        write_if_changed(&to.join(file), &woven)?;
    }
    let switch = include_str!("../switch.rs");
    write_if_changed(&to.join("src/mutant.rs"), switch)?;
    let root = std::fs::read_to_string(from.join("src/lib.rs"))?;
    let root = root.replacen("\nmod case;", "\nmod case;\nmod mutant;", 1);
    write_if_changed(&to.join("src/lib.rs"), &root)?;
    let mutants: Vec<_> = drawn
        .iter()
        .enumerate()
        .map(|(place, (_, key, file, site))| {
            let woven = places.get(&(place + 1)).cloned().unwrap_or_default();
            json!({
                "number": place + 1, "key": key, "file": file, "line": site.line, "function": site.function, "kind": site.kind,
                "from": site.shown_from(text_of(&texts, file)), "to": site.shown_to(text_of(&texts, file)), "woven": woven,
            })
        })
        .collect();
    let told = json!({ "seed": seed, "candidates": candidates, "mutants": mutants });
    std::fs::write(list, serde_json::to_string_pretty(&told)?)?;
    println!("{} of {candidates} candidates woven", mutants.len());
    Ok(())
}

fn text_of<'a>(texts: &'a [(String, String)], file: &str) -> &'a str {
    let found = texts.iter().find(|(name, _)| name == file);
    found.map(|(_, text)| text.as_str()).unwrap_or_default()
}

/// Cargo looks at the time of a file: what has not changed is not written.
fn write_if_changed(path: &Path, text: &str) -> std::io::Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    std::fs::write(path, text)
}

type Drawn = (u64, String, String, Site);

/// All candidates in the order in which the seed draws them. The order rests on what a candidate is and where it stands, not on how many
/// stand before it, so that an edit of the sources elsewhere leaves the draw as it was.
fn drawn(
    texts: &[(String, String)],
    enums: &Enums,
    seed: &str,
) -> Result<Vec<Drawn>, Box<dyn std::error::Error>> {
    let mut drawn = Vec::new();
    for (file, text) in texts {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for site in sites(text, enums).map_err(|error| format!("{file}: {error}"))? {
            let (from, to) = (site.shown_from(text), site.shown_to(text));
            let what = format!("{file}|{}|{}|{from}|{to}", site.function, site.kind);
            let nth = seen.entry(what.clone()).or_default();
            *nth += 1;
            let key = format!("{:016x}", hash(&format!("{what}|{nth}")));
            drawn.push((hash(&format!("{seed}|{key}")), key, file.clone(), site));
        }
    }
    drawn.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    Ok(drawn)
}

/// FNV-1a, and a last mixing of the bits (SplitMix64).
fn hash(text: &str) -> u64 {
    let mut hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

fn all_sources(from: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut paths = Vec::new();
    rust_files(&from.join("src"), &mut paths)?;
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(from).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            Ok((name, std::fs::read_to_string(&path)?))
        })
        .collect()
}

fn under_test(from: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut sources = all_sources(from)?;
    sources.retain(|(name, _)| {
        let within = |folder: &&str| name.starts_with(&format!("{folder}/"));
        (FOLDERS.iter().any(&within) || FILES.contains(&name.as_str())) && !LEFT_OUT.iter().any(within)
    });
    Ok(sources)
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, into)?;
        } else if path.extension().is_some_and(|found| found == "rs") {
            into.push(path);
        }
    }
    Ok(())
}

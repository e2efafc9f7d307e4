//! Rule files as they stood in a revision of git. What git is asked, it answers with names as they are (`-z`) and texts by their
//! hashes, so neither a name beyond ASCII nor the folder in which the command runs changes anything.

use crate::source::{Limits, SourceMap, shown_path, text_of};
use std::ffi::{OsStr, OsString};
use std::io::{Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

/// Submodules inside one another, and links that lead to links, at most.
const DEEP: usize = 8;

/// An entry of a tree.
struct Entry {
    mode: String,
    hash: String,
    bytes: usize,
    path: PathBuf,
}

/// A repository at a revision.
struct Tree {
    repository: PathBuf,
    /// The hash of the tree.
    hash: String,
}

/// The rule files of a revision below the folder of rules, each under the name that it has there.
pub fn sources(revision: &str, rules: &Path) -> Result<SourceMap, String> {
    // a revision is never an option of git
    if revision.starts_with('-') {
        return Err("a revision does not begin with `-`".to_owned());
    }
    let (repository, inner) = place(rules)?;
    let hash = git(
        &repository,
        &[
            "rev-parse",
            "--verify",
            "--end-of-options",
            &format!("{revision}^{{tree}}"),
        ],
    )?;
    let tree = Tree {
        repository,
        hash: hash.trim().to_owned(),
    };
    let mut files = Vec::new();
    collect(&tree, &inner, rules, &mut files, 0)?;
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let mut sources = SourceMap::default();
    for (name, text) in files {
        sources.add(&name.display().to_string(), &text);
    }
    match sources.files() {
        [] => Err(format!("it has no rule files under {}", shown_path(rules))),
        _ => Ok(sources),
    }
}

/// The top folder of the repository in which the rules lie, and their path below it. The folder itself may be gone by now.
fn place(rules: &Path) -> Result<(PathBuf, PathBuf), String> {
    let mut standing = if rules.is_absolute() {
        rules.to_path_buf()
    } else {
        Path::new(".").join(rules)
    };
    let mut gone = Vec::new();
    while !standing.is_dir() {
        let name = standing.file_name().map(OsStr::to_owned);
        gone.extend(name);
        if !standing.pop() {
            return Err(format!("there is no folder {}", shown_path(rules)));
        }
    }
    let failed = |error: std::io::Error| format!("{}: {error}", shown_path(&standing));
    let standing = standing.canonicalize().map_err(failed)?;
    let top = git(&standing, &["rev-parse", "--show-toplevel"]).or_else(|wrong| {
        // a bare repository has no files; its top is the repository
        match git(&standing, &["rev-parse", "--is-bare-repository"]) {
            Ok(bare) if bare.trim() == "true" => git(&standing, &["rev-parse", "--absolute-git-dir"]),
            Ok(_) | Err(_) => Err(wrong),
        }
    })?;
    let top = PathBuf::from(top.trim_end_matches(['\n', '\r']));
    let top = top
        .canonicalize()
        .map_err(|error| format!("{}: {error}", shown_path(&top)))?;
    let mut inner = standing.strip_prefix(&top).unwrap_or(Path::new("")).to_path_buf();
    inner.extend(gone.iter().rev());
    Ok((top, inner))
}

/// The rule files below a path of a tree.
fn collect(
    tree: &Tree,
    below: &Path,
    name: &Path,
    files: &mut Vec<(PathBuf, String)>,
    depth: usize,
) -> Result<(), String> {
    if depth > DEEP {
        return Err(format!("{}: links or submodules lead too deep", shown_path(name)));
    }
    let listed = entries(tree, below)?;
    let mut wanted = Vec::new();
    for entry in &listed {
        let inner = entry.path.strip_prefix(below).unwrap_or(&entry.path);
        let shown = match inner.as_os_str().is_empty() {
            true => name.to_path_buf(),
            false => name.join(inner),
        };
        let passed_over = |part: Component<'_>| {
            let part = part.as_os_str().to_string_lossy();
            part.starts_with('.') || part == "bills"
        };
        if inner.components().any(passed_over) {
            continue;
        }
        let whole = inner.as_os_str().is_empty();
        let law = entry.path.extension().is_some_and(|extension| extension == "law");
        match entry.mode.as_str() {
            "160000" => submodule(tree, entry, &shown, files, depth)?,
            // the folder of rules may be a link itself
            "120000" if whole => {
                let target = target(tree, entry, None)?;
                collect(tree, &target, name, files, depth + 1)?;
            }
            "120000" if law => {
                let found = linked(tree, entry, below, &listed)?;
                wanted.push((shown, found));
            }
            "100644" | "100755" | "100664" if law || whole => wanted.push((shown, entry)),
            _ => {}
        }
    }
    let limits = Limits::default();
    if files.len() + wanted.len() > limits.files {
        return Err(format!("it has more than {} rule files", limits.files));
    }
    texts(tree, &wanted, files)
}

/// What a link to a rule file leads to: another file of the same folder of rules.
fn linked<'a>(tree: &Tree, entry: &'a Entry, below: &Path, listed: &'a [Entry]) -> Result<&'a Entry, String> {
    let mut entry = entry;
    for _ in 0..DEEP {
        let target = target(tree, entry, Some(below))?;
        let found = listed.iter().find(|other| other.path == target);
        entry = found.ok_or_else(|| {
            format!(
                "`{}` is a link to `{}`, which is not in the revision",
                shown_path(&entry.path),
                shown_path(&target)
            )
        })?;
        if entry.mode != "120000" {
            return Ok(entry);
        }
    }
    Err(format!(
        "`{}` is a link that leads too deep",
        shown_path(&entry.path)
    ))
}

/// Where a link leads, as a path of the tree; below a folder, where one is given.
fn target(tree: &Tree, entry: &Entry, below: Option<&Path>) -> Result<PathBuf, String> {
    let text = blobs(tree, &[&entry.hash])?.pop().unwrap_or_default();
    let target = path_of(&text);
    let outside = || {
        format!(
            "`{}` is a link to `{}`, outside the folder of rules",
            shown_path(&entry.path),
            shown_path(&target)
        )
    };
    let mut made = entry.path.parent().unwrap_or(Path::new("")).to_path_buf();
    for part in target.components() {
        match part {
            Component::Normal(name) => made.push(name),
            Component::CurDir => {}
            Component::ParentDir if made.pop() => {}
            _ => return Err(outside()),
        }
    }
    match below {
        Some(below) if !made.starts_with(below) => Err(outside()),
        _ => Ok(made),
    }
}

/// The rule files of a submodule at the revision that the tree names.
fn submodule(
    tree: &Tree,
    entry: &Entry,
    name: &Path,
    files: &mut Vec<(PathBuf, String)>,
    depth: usize,
) -> Result<(), String> {
    let repository = tree.repository.join(&entry.path);
    let inner = Tree {
        hash: entry.hash.clone(),
        repository,
    };
    let fetched = inner.repository.join(".git").exists()
        && git(
            &inner.repository,
            &["cat-file", "-e", &format!("{}^{{tree}}", entry.hash)],
        )
        .is_ok();
    if !fetched {
        return Err(format!(
            "the submodule `{}` is not fetched at {}; run `git submodule update --init`",
            shown_path(name),
            entry.hash
        ));
    }
    collect(&inner, Path::new(""), name, files, depth + 1)
}

/// All files of a tree at or below a path.
fn entries(tree: &Tree, below: &Path) -> Result<Vec<Entry>, String> {
    let mut words: Vec<OsString> = ["ls-tree", "-r", "-l", "-z", "--full-tree"]
        .map(OsString::from)
        .into();
    words.push(OsString::from(&tree.hash));
    if !below.as_os_str().is_empty() {
        words.push(OsString::from("--"));
        words.push(below.as_os_str().to_owned());
    }
    let listed = run(&tree.repository, &words, None)?;
    let mut all = Vec::new();
    for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let tab = line.iter().position(|byte| *byte == b'\t').unwrap_or(line.len());
        let (head, path) = line.split_at(tab);
        let head = String::from_utf8_lossy(head);
        let mut head = head.split_whitespace();
        let (mode, _, hash, bytes) = (head.next(), head.next(), head.next(), head.next());
        all.push(Entry {
            mode: mode.unwrap_or_default().to_owned(),
            hash: hash.unwrap_or_default().to_owned(),
            bytes: bytes.and_then(|bytes| bytes.parse().ok()).unwrap_or(0),
            path: path_of(path.get(1..).unwrap_or(&[])),
        });
    }
    Ok(all)
}

/// The texts of some files, added to those that are there.
fn texts(
    tree: &Tree,
    wanted: &[(PathBuf, &Entry)],
    files: &mut Vec<(PathBuf, String)>,
) -> Result<(), String> {
    let limit = Limits::default().file_bytes;
    if let Some((name, entry)) = wanted.iter().find(|(_, entry)| entry.bytes > limit) {
        let (name, bytes) = (shown_path(name), entry.bytes);
        return Err(format!("`{name}` has {bytes} bytes; at most {limit} are read"));
    }
    let hashes: Vec<&str> = wanted.iter().map(|(_, entry)| entry.hash.as_str()).collect();
    let found = blobs(tree, &hashes)?;
    for ((name, _), data) in wanted.iter().zip(found) {
        let text = text_of(data, &shown_path(name)).map_err(|error| error.to_string())?;
        files.push((name.clone(), text));
    }
    Ok(())
}

/// What is kept under some hashes.
fn blobs(tree: &Tree, hashes: &[&str]) -> Result<Vec<Vec<u8>>, String> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let asked = hashes.iter().map(|hash| format!("{hash}\n")).collect::<String>();
    let words = ["cat-file", "--batch"].map(OsString::from);
    let told = run(&tree.repository, &words, Some(asked.into_bytes()))?;
    let mut rest = told.as_slice();
    let mut all = Vec::new();
    for hash in hashes {
        // `HASH blob BYTES`, a line break, the text, a line break
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let head = String::from_utf8_lossy(rest.get(..end).unwrap_or(&[])).into_owned();
        let bytes = head
            .rsplit(' ')
            .next()
            .and_then(|bytes| bytes.parse::<usize>().ok());
        let text = bytes.and_then(|bytes| rest.get(end + 1..end + 1 + bytes));
        let text = text.ok_or_else(|| format!("git does not tell what {hash} is: {head}"))?;
        all.push(text.to_vec());
        rest = rest.get(end + 2 + text.len()..).unwrap_or(&[]);
    }
    Ok(all)
}

fn git(folder: &Path, words: &[&str]) -> Result<String, String> {
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    let told = run(folder, &words, None)?;
    Ok(String::from_utf8_lossy(&told).into_owned())
}

/// Runs git in a folder, with something to read; what it says, or why it does not.
fn run(folder: &Path, words: &[OsString], input: Option<Vec<u8>>) -> Result<Vec<u8>, String> {
    let started = Command::new("git")
        .arg("--literal-pathspecs")
        .arg("-C")
        .arg(folder)
        .args(words)
        .stdin(if input.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = started.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            "git is not installed, or not among the programs that can be found".to_owned()
        }
        _ => format!("git cannot be run: {error}"),
    })?;
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    // git may tell before it has heard all
    let fed = std::thread::spawn(move || {
        if let (Some(mut stdin), Some(input)) = (stdin, input) {
            let _ = stdin.write_all(&input); // where git has ended, it says why itself
        }
    });
    let wrong = std::thread::spawn(move || {
        let mut wrong = Vec::new();
        if let Some(mut stderr) = stderr {
            let _ = stderr.read_to_end(&mut wrong);
        }
        wrong
    });
    let done = child
        .wait_with_output()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    let _ = fed.join();
    let wrong = wrong.join().unwrap_or_default();
    match done.status.success() {
        true => Ok(done.stdout),
        false => Err(String::from_utf8_lossy(&wrong).trim().to_owned()),
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

//! Reading files. Folders are walked in name order, so that the same folder gives the same law.

use super::Limits;
use super::visible::shown_path;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Why a file or folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The path does not exist or may not be read.
    #[error("cannot read `{path}`: {reason}")]
    Unreadable {
        /// The path as given.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// The file is larger than [`Limits::file_bytes`].
    #[error("`{path}` has {bytes} bytes; at most {limit} are read")]
    TooLarge {
        /// The path as given.
        path: String,
        /// Size of the file.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The file is not UTF-8 text.
    #[error("`{path}` is not UTF-8 text (first at line {line}); save it as UTF-8")]
    NotText {
        /// The path as given.
        path: String,
        /// The line of the first wrong byte.
        line: usize,
    },
    /// More files than [`Limits::files`].
    #[error("`{path}` holds more than {limit} files")]
    TooMany {
        /// The folder.
        path: String,
        /// The limit.
        limit: usize,
    },
    /// A pipe, a device or the like, found in a folder. It is read only where it is named.
    #[error("`{path}` is not a regular file; take it out of the folder, or name it to have it read")]
    NotRegular {
        /// The path as found.
        path: String,
    },
    /// A link, found in a folder, to what lies outside it. It is read only where it is named.
    #[error(
        "`{path}` is a link to `{target}`, outside the folder; name it to have it read, or put the file itself there"
    )]
    Outside {
        /// The path as found.
        path: String,
        /// Where it leads.
        target: String,
    },
}

/// All files below `path` with one of the extensions, in name order, but none in a folder `bills`; `path` itself when it is a file.
/// Links to folders are not followed, so a loop of links cannot hold the walk. What would be one of the files and is no regular file, or
/// lies outside the folder, is refused: passed over, it would be missed by nobody.
pub fn collect_files(path: &Path, extensions: &[&str], limits: &Limits) -> Result<Vec<PathBuf>, LoadError> {
    let meta = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !meta.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let root = path.canonicalize().map_err(|error| unreadable(path, &error))?;
    let mut found = Vec::new();
    let mut folders = vec![path.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let kind = entry.file_type().map_err(|error| unreadable(&folder, &error))?;
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            // bills are no law: they are read only where they are named
            let bills = entry.file_name() == "bills";
            if kind.is_dir() && !hidden && !bills {
                folders.push(path);
            } else if !kind.is_dir() && !hidden && has_extension(&path, extensions) {
                inside(&path, kind, &root)?;
                found.push(path);
            }
        }
        if found.len() > limits.files {
            return Err(LoadError::TooMany {
                path: shown_path(path),
                limit: limits.files,
            });
        }
    }
    found.sort();
    Ok(found)
}

/// Refuses what is no regular file, and a link that leads out of the folder.
fn inside(path: &Path, kind: std::fs::FileType, root: &Path) -> Result<(), LoadError> {
    let mut regular = kind.is_file();
    if kind.is_symlink() {
        let target = path.canonicalize().map_err(|error| unreadable(path, &error))?;
        if !target.starts_with(root) {
            return Err(LoadError::Outside {
                path: shown_path(path),
                target: shown_path(&target),
            });
        }
        regular = target.is_file();
    }
    match regular {
        true => Ok(()),
        false => Err(LoadError::NotRegular {
            path: shown_path(path),
        }),
    }
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| extensions.contains(&extension))
}

/// The text of one file; refuses what is too large or not UTF-8. A byte order mark is dropped. No more is read than the limit allows,
/// whatever the file says of its size: a device has none.
#[allow(clippy::disallowed_methods)] // the place where files are read
pub fn read_text(path: &Path, limits: &Limits) -> Result<String, LoadError> {
    let failed = |error: std::io::Error| unreadable(path, &error);
    let file = std::fs::File::open(path).map_err(failed)?;
    let told = file.metadata().map_err(failed)?.len();
    let most = limits.file_bytes as u64;
    let mut data = Vec::new();
    if told <= most {
        file.take(most + 1).read_to_end(&mut data).map_err(failed)?;
    }
    let bytes = usize::try_from(told).unwrap_or(usize::MAX).max(data.len());
    if bytes > limits.file_bytes {
        return Err(LoadError::TooLarge {
            path: shown_path(path),
            bytes,
            limit: limits.file_bytes,
        });
    }
    text_of(data, &shown_path(path))
}

/// The text of a file that was read; refuses what is not UTF-8. A byte order mark is dropped.
pub fn text_of(data: Vec<u8>, name: &str) -> Result<String, LoadError> {
    match String::from_utf8(data) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let before = error.as_bytes().iter().take(valid);
            let line = before.filter(|byte| **byte == b'\n').count() + 1;
            Err(LoadError::NotText {
                path: name.to_owned(),
                line,
            })
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> LoadError {
    LoadError::Unreadable {
        path: shown_path(path),
        reason: error.to_string(),
    }
}

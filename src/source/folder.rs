//! Reading files. Folders are walked in name order, so that the same folder gives the same law.

use super::Limits;
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
}

/// All files below `path` with one of the extensions, in name order, but none in a folder `bills`; `path` itself when it is a file.
/// Links to folders are not followed, so a loop of links cannot hold the walk.
pub fn collect_files(path: &Path, extensions: &[&str], limits: &Limits) -> Result<Vec<PathBuf>, LoadError> {
    let meta = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !meta.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
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
                found.push(path);
            }
        }
        if found.len() > limits.files {
            return Err(LoadError::TooMany {
                path: path.display().to_string(),
                limit: limits.files,
            });
        }
    }
    found.sort();
    Ok(found)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| extensions.contains(&extension))
}

/// The text of one file; refuses what is too large or not UTF-8. A byte order mark is dropped.
#[allow(clippy::disallowed_methods)] // the place where files are read
pub fn read_text(path: &Path, limits: &Limits) -> Result<String, LoadError> {
    let meta = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    let bytes = usize::try_from(meta.len()).unwrap_or(usize::MAX);
    if bytes > limits.file_bytes {
        return Err(LoadError::TooLarge {
            path: path.display().to_string(),
            bytes,
            limit: limits.file_bytes,
        });
    }
    let data = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    match String::from_utf8(data) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let line = error
                .as_bytes()
                .iter()
                .take(valid)
                .filter(|byte| **byte == b'\n')
                .count()
                + 1;
            Err(LoadError::NotText {
                path: path.display().to_string(),
                line,
            })
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> LoadError {
    LoadError::Unreadable {
        path: path.display().to_string(),
        reason: error.to_string(),
    }
}

//! Writing files so that nothing is lost: a new text is written beside the old one, brought to the disk, and only then takes its
//! name. Until then the old file stands whole.

use super::visible::shown_path;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{Error, Write};
use std::path::{Path, PathBuf};

/// Names tried for a file beside another, before it is given up.
const NAMES: u32 = 1_000;

/// Links followed from one name to the file itself.
const LINKS: usize = 40;

/// A file that is written beside the one whose name it takes in the end. Dropped before that, it is taken away.
#[derive(Debug)]
pub struct Beside {
    file: File,
    partial: PathBuf,
    path: PathBuf,
    old: Option<Metadata>,
    complete: bool,
}

impl Beside {
    /// Begins a file that is to have this name. Links are followed: what they lead to is replaced, and they stay. Only a regular file is
    /// ever replaced.
    pub fn new(path: &Path) -> Result<Beside, String> {
        let path = followed(path)?;
        let old = match std::fs::metadata(&path) {
            Ok(old) if old.is_file() => Some(old),
            Ok(_) => return Err(format!("`{}` is not a regular file", shown_path(&path))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(cannot(&path, &error)),
        };
        if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
            return Err(format!("cannot write `{}`: it is read-only", shown_path(&path)));
        }
        let (file, partial) = begun(&path, old.is_some())?;
        Ok(Beside {
            file,
            partial,
            path,
            old,
            complete: false,
        })
    }

    /// The file as it is written.
    pub fn file(&self) -> Result<File, String> {
        self.file.try_clone().map_err(|error| cannot(&self.path, &error))
    }

    /// Its name until it is complete.
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// Brings the file to the disk and gives it its name. Mode, owner and other links of an old file are kept.
    pub fn complete(mut self) -> Result<(), String> {
        let failed = |error: Error| cannot(&self.path, &error);
        self.file.sync_all().map_err(failed)?;
        if let Some(old) = &self.old {
            if keeps_identity(&self.file, old) {
                self.file.set_permissions(old.permissions()).map_err(failed)?;
            } else {
                // another name of the file, or an owner who cannot be kept: the file itself is written over
                return over(&self.path, &self.partial);
            }
        }
        std::fs::rename(&self.partial, &self.path).map_err(failed)?;
        self.complete = true;
        // the name too is to outlast a loss of power; a file system that cannot say so is no reason to fail
        let folder = self.path.parent().map(File::open);
        if let Some(Ok(folder)) = folder {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.complete {
            let _ = std::fs::remove_file(&self.partial);
        }
    }
}

/// Puts a text in the place of a file's, or makes the file: all of it, or nothing.
pub fn write_text(path: &Path, text: &str) -> Result<(), String> {
    let mut beside = Beside::new(path)?;
    let written = beside.file.write_all(text.as_bytes());
    written.map_err(|error| cannot(&beside.path, &error))?;
    beside.complete()
}

/// The file that a name leads to in the end; it need not be there yet, its folder must.
fn followed(path: &Path) -> Result<PathBuf, String> {
    let mut path = path.to_path_buf();
    for _ in 0..LINKS {
        match std::fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            Err(_) => return Ok(path), // no link
        }
    }
    Err(format!(
        "`{}` is a link that leads in a circle",
        shown_path(&path)
    ))
}

/// A new file beside another, under a name that nobody has.
fn begun(path: &Path, private: bool) -> Result<(File, PathBuf), String> {
    let Some(name) = path.file_name() else {
        return Err(format!("`{}` is no name of a file", shown_path(path)));
    };
    for number in 0..NAMES {
        let mut partial = std::ffi::OsString::from(".");
        // a long name leaves no room for more; it is told apart by the process and the number
        if name.len() <= 200 {
            partial.push(name);
        }
        partial.push(format!(".{}-{number}.partial", std::process::id()));
        let partial = path.with_file_name(partial);
        let mut options = OpenOptions::new();
        options.write(true).read(true).create_new(true);
        if private {
            only_own(&mut options);
        }
        match options.open(&partial) {
            Ok(file) => return Ok((file, partial)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(cannot(path, &error)),
        }
    }
    Err(format!(
        "cannot write `{}`: too many unfinished files lie beside it",
        shown_path(path)
    ))
}

/// Until it has the mode of the file that it replaces, only its owner may read it.
#[cfg(unix)]
fn only_own(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn only_own(_: &mut OpenOptions) {}

/// Gives a new file the owner of the old one; whether it can stand in its place, which a file with several names cannot.
#[cfg(unix)]
fn keeps_identity(file: &File, old: &Metadata) -> bool {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let same = file
        .metadata()
        .is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
    old.nlink() == 1 && (same || fchown(file, Some(old.uid()), Some(old.gid())).is_ok())
}

#[cfg(not(unix))]
fn keeps_identity(_: &File, _: &Metadata) -> bool {
    true
}

/// Writes a file over with what stands in another. Its old text is put back where that fails.
fn over(path: &Path, new: &Path) -> Result<(), String> {
    let failed = |error: Error| cannot(path, &error);
    let mut old = saved(path)?;
    let mut target = OpenOptions::new().write(true).open(path).map_err(failed)?;
    let length = target.metadata().map_err(failed)?.len();
    let mut from = File::open(new).map_err(failed)?;
    let written = copied(&mut from, &mut target);
    if let Err(error) = written {
        let mut back = File::open(&old.partial).map_err(failed)?;
        let restored = rewound(&mut target).and_then(|()| copied(&mut back, &mut target));
        if restored.is_err() || target.metadata().map_or(0, |data| data.len()) != length {
            old.complete = true; // it is all that is left of the old text
            return Err(format!(
                "{}; the old text is in `{}`",
                cannot(path, &error),
                shown_path(&old.partial)
            ));
        }
        return Err(cannot(path, &error));
    }
    Ok(())
}

/// The text of a file, kept beside it.
fn saved(path: &Path) -> Result<Beside, String> {
    let (mut file, partial) = begun(path, true)?;
    let kept = Beside {
        file: file.try_clone().map_err(|error| cannot(path, &error))?,
        partial,
        path: path.to_path_buf(),
        old: None,
        complete: false,
    };
    let copied = File::open(path).and_then(|mut old| std::io::copy(&mut old, &mut file));
    copied
        .and_then(|_| file.sync_all())
        .map_err(|error| cannot(path, &error))?;
    Ok(kept)
}

fn rewound(file: &mut File) -> std::io::Result<()> {
    std::io::Seek::rewind(file)
}

/// Copies all of a file over another, which has the same length then.
fn copied(from: &mut File, into: &mut File) -> std::io::Result<()> {
    let length = std::io::copy(from, into)?;
    into.set_len(length)?;
    into.sync_all()
}

fn cannot(path: &Path, error: &Error) -> String {
    format!("cannot write `{}`: {error}", shown_path(path))
}

#[cfg(unix)]
#[allow(clippy::disallowed_methods)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    fn text(path: &Path) -> String {
        String::from_utf8(std::fs::read(path).unwrap()).unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let all = std::fs::read_dir(folder).unwrap();
        let mut all: Vec<String> = all
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        all.sort();
        all
    }

    #[test]
    fn a_file_keeps_its_mode_and_the_links_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link, other) = (
            folder.path().join("a.law"),
            folder.path().join("link.law"),
            folder.path().join("other.law"),
        );
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.law", &link).unwrap();
        write_text(&link, "new").unwrap();
        assert_eq!(text(&file), "new");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o640);
        // a second name stays a name of the same file
        std::fs::hard_link(&file, &other).unwrap();
        write_text(&file, "n").unwrap();
        assert_eq!((text(&file), text(&other)), ("n".to_owned(), "n".to_owned()));
        assert_eq!(
            std::fs::metadata(&file).unwrap().ino(),
            std::fs::metadata(&other).unwrap().ino()
        );
        assert_eq!(names(folder.path()), ["a.law", "link.law", "other.law"]);
    }

    #[test]
    fn what_is_not_complete_leaves_the_old_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.law");
        std::fs::write(&file, "old").unwrap();
        let first = Beside::new(&file).unwrap();
        let second = Beside::new(&file).unwrap();
        assert_ne!(first.partial(), second.partial());
        first.file().unwrap().write_all(b"half").unwrap();
        drop((first, second));
        assert_eq!(text(&file), "old");
        assert_eq!(names(folder.path()), ["a.law"]);
    }

    #[test]
    fn a_file_that_is_read_only_or_a_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.law");
        std::fs::write(&file, "old").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o400)).unwrap();
        assert!(write_text(&file, "new").unwrap_err().contains("read-only"));
        assert_eq!(text(&file), "old");
        assert!(
            write_text(folder.path(), "new")
                .unwrap_err()
                .contains("not a regular file")
        );
    }
}

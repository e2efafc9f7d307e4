//! Rules that are being edited: files change one at a time, and what did not change is not parsed again.

use super::load::{Checked, Library};
use crate::finding::Finding;
use crate::resolve::Kept;
use crate::source::{FileId, Limits, SourceFile, SourceMap};
use crate::syntax;
use crate::syntax::tree::File;
use std::sync::{Arc, Mutex, PoisonError};

/// The rule files of a folder as they stand in an editor.
#[derive(Debug, Default)]
pub struct Workspace {
    limits: Limits,
    sources: SourceMap,
    /// By the number of the file: what it says.
    trees: Vec<File>,
    /// By the number of the file: what parsing it found.
    found: Vec<Vec<Finding>>,
    /// What the last check leaves for the next.
    kept: Mutex<Option<Arc<Kept>>>,
}

impl Workspace {
    /// A workspace without files.
    pub fn new(limits: &Limits) -> Workspace {
        Workspace {
            limits: *limits,
            ..Workspace::default()
        }
    }

    /// The files.
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// What a file says.
    pub fn tree(&self, id: FileId) -> Option<&File> {
        self.trees.get(id.number())
    }

    /// Puts a file in place, or a new text in the place of its old one. A file that is gone has an empty text.
    pub fn set(&mut self, name: &str, text: &str) {
        let known = self.sources.named(name).map(SourceFile::id);
        match known {
            Some(id) => {
                if let Some(file) = self.sources.replace(id, text) {
                    let (mut tree, found) = syntax::parse_law(&file, &self.limits);
                    if let (Some(old), Some(said)) =
                        (self.trees.get_mut(id.number()), self.found.get_mut(id.number()))
                    {
                        keep_head(old, &mut tree);
                        (*old, *said) = (tree, found);
                    }
                }
            }
            None => {
                let file = self.sources.add(name, text);
                self.parse(&file);
            }
        }
    }

    /// Parses the next file.
    pub(super) fn parse(&mut self, file: &SourceFile) {
        let (tree, found) = syntax::parse_law(file, &self.limits);
        self.trees.push(tree);
        self.found.push(found);
    }

    /// Everything that is to be found in the files as they stand.
    pub fn check(&self) -> Checked {
        self.check_of(self.sources.clone())
    }

    pub(super) fn check_of(&self, sources: SourceMap) -> Checked {
        let findings = self.found.iter().flatten().cloned().collect();
        let before = self.kept.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (checked, lasting) =
            Library::check_trees(&self.trees, findings, sources, &self.limits, before.as_ref());
        let kept = Arc::new(Kept::new(checked.program.clone(), lasting));
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        checked
    }
}

/// What stands before an edit stays the tree that it was, so that its norms are known by it.
fn keep_head(old: &mut File, new: &mut File) {
    let both = old.entries.iter_mut().zip(&mut new.entries);
    for (then, now) in both.take_while(|(then, now)| then == now) {
        std::mem::swap(then, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_file_is_checked_with_the_files_that_stay() {
        let mut workspace = Workspace::new(&Limits::default());
        workspace.set("words.law", "matter M \"m\"\n a : yes/no\naction act of M\n");
        workspace.set(
            "code.law",
            "code C \"c\" in force from 2000-01-01\n in matters of M\narticle 1\n may act when b\n",
        );
        let names = |checked: &Checked| {
            checked
                .findings
                .iter()
                .map(|finding| finding.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&workspace.check()), ["unknown-name"]);
        workspace.set("words.law", "matter M \"m\"\n b : yes/no\naction act of M\n");
        assert_eq!(names(&workspace.check()), Vec::<&str>::new());
        workspace.set("words.law", "");
        assert!(workspace.check().library.is_none());
    }
}

//! A folder of a user's, and the command run in it.

use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder that ends with the test, with rules in `rules.law`.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn with(rules: &str) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        folder.write("rules.law", rules);
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// `jargy` with these arguments and the rules of the folder.
    pub fn jargy(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_jargy"))
            .current_dir(self.0.path())
            .args(arguments)
            .args(["--rules", "rules.law"])
            .output()
            .unwrap()
    }
}

/// What a command has written: its output, then what it says beside it.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

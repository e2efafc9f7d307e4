//! The command in a terminal, as a person sees it: through a pseudo-terminal.

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long a program may take to say or do what is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program in a terminal.
struct Terminal {
    seen: String,
    output: Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
    _folder: tempfile::TempDir,
}

impl Terminal {
    /// Starts `jargy` in a terminal of some columns.
    fn start(columns: u16, arguments: &[&str], set: &[(&str, &str)]) -> Terminal {
        let size = PtySize {
            rows: 40,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_jargy"));
        command.args(arguments);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env("XDG_STATE_HOME", folder.path());
        for (name, value) in set {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Terminal {
            seen: String::new(),
            output,
            keys,
            child,
            _master: pair.master,
            _folder: folder,
        }
    }

    /// Waits until some words are seen; what was seen up to their end. What came after them is kept.
    fn until(&mut self, words: &str) -> String {
        let started = Instant::now();
        let end = loop {
            if let Some(at) = self.seen.find(words) {
                break at + words.len();
            }
            assert!(
                started.elapsed() < PATIENCE,
                "`{words}` is not in:\n{}",
                self.seen
            );
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
                self.seen.push_str(&String::from_utf8_lossy(&bytes));
            }
        };
        let after = self.seen.split_off(end);
        std::mem::replace(&mut self.seen, after)
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Ends the session at its next prompt with Ctrl-D. (While the terminal is not yet in the hands of the
    /// line editor, its driver would take the key for itself, so the prompt is waited for.)
    fn leave(mut self, prompt: &str) -> (String, u32) {
        self.until(prompt);
        self.press("\u{4}");
        self.end()
    }

    /// Everything up to the end, and the exit status.
    fn end(mut self) -> (String, u32) {
        let started = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status.exit_code();
            }
            assert!(
                started.elapsed() < PATIENCE,
                "the program has not ended after:\n{}",
                self.seen
            );
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                self.seen.push_str(&String::from_utf8_lossy(&bytes));
            }
        };
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(500)) {
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
        (self.seen.replace('\r', ""), status)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // a test that fails leaves no program behind
        let _ = self.child.kill();
    }
}

/// A rule file with a mistake.
fn wrong() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.law");
    std::fs::write(&path, "matter M \"m\"\n  suspect : yes/no\naction act of M\ncode C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n  may act when suspct\n").unwrap();
    let name = path.display().to_string();
    (folder, name)
}

fn without_colour(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after
            .split_once(|letter: char| letter.is_ascii_alphabetic())
            .map_or("", |(_, rest)| rest);
    }
    plain + rest
}

#[test]
fn findings_fit_a_narrow_terminal_and_have_colour() {
    let (_folder, path) = wrong();
    let (seen, status) = Terminal::start(48, &["check", "--rules", &path], &[]).end();
    assert_eq!(status, 1);
    assert!(seen.contains('\u{1b}'), "{seen}");
    let plain = without_colour(&seen);
    assert!(plain.contains("did you mean `suspect`?"), "{plain}");
    // the drafter's own lines and the name of the file are not broken
    let long = plain.lines().filter(|line| {
        line.chars().count() > 48 && !line.contains(".law") && !line.contains("jargy explain")
    });
    assert_eq!(long.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn no_colour_where_none_is_wanted() {
    let (_folder, path) = wrong();
    let (seen, _) = Terminal::start(100, &["check", "--rules", &path], &[("NO_COLOR", "1")]).end();
    assert!(seen.contains("suspct") && !seen.contains('\u{1b}'), "{seen}");
}

#[test]
fn plain_is_words_alone() {
    let (_folder, path) = wrong();
    let (seen, _) = Terminal::start(100, &["check", "--plain", "--rules", &path], &[]).end();
    assert!(seen.contains("did you mean `suspect`?"), "{seen}");
    let drawn =
        |letter: char| ('\u{2500}'..='\u{257f}').contains(&letter) || letter == '\u{1b}' || letter == '×';
    assert!(!seen.contains(drawn), "{seen}");
}

#[test]
fn a_session_completes_colours_cancels_and_leaves() {
    let mut terminal = Terminal::start(60, &["repl"], &[]);
    terminal.until("jargy> ");
    terminal.press("matter Cust\t\r");
    terminal.until("Custody> ");
    terminal.press("on 2012-06-01\r");
    terminal.until("Custody 2012-06-01> ");
    terminal.press("suspect.born_on = 1996-03-01");
    let seen = terminal.until("\u{1b}[32m1996-03-01");
    assert!(seen.contains("\u{1b}[36msuspect.born_on"), "{seen:?}");
    // Ctrl-C gives the line up, the session stays
    terminal.press("\u{3}");
    terminal.until("Custody 2012-06-01> ");
    terminal.press("case\r");
    let seen = terminal.until("given Custody");
    assert!(!without_colour(&seen).contains("born_on"), "{seen:?}");
    terminal.press("nonsense\r");
    terminal.until("is no command");
    terminal.press("diff 2011-12-31 CCP article 14\r");
    terminal.until("law on 2012-06-01 -> law on 2011-12-31");
    assert_eq!(terminal.leave("Custody 2012-06-01> ").1, 0);
}

#[test]
fn a_session_without_colour_has_none() {
    let mut terminal = Terminal::start(100, &["repl", "--plain"], &[]);
    terminal.until("jargy> ");
    terminal.press("matter Custody\r");
    let seen = terminal.until("Custody> ");
    assert!(
        !seen.contains("\u{1b}[1m") && !seen.contains("\u{1b}[36m"),
        "{seen:?}"
    );
    terminal.press("quit\r");
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn an_interview_is_held_in_a_terminal() {
    let mut terminal = Terminal::start(
        80,
        &[
            "ask",
            "Custody",
            "--goal",
            "remand_in_custody",
            "--on",
            "2012-06-01",
        ],
        &[],
    );
    let seen = terminal.until("]: ");
    assert!(without_colour(&seen).contains("answer each question"), "{seen}");
    terminal.press("nonsense of no use\r");
    terminal.until("]: ");
    terminal.press("quit\r");
    let (seen, status) = terminal.end();
    assert_eq!(status, 0, "{seen}");
}

#[test]
fn the_folder_of_a_session_keeps_its_history() {
    let state = tempfile::tempdir().unwrap();
    let path = state.path().display().to_string();
    let mut terminal = Terminal::start(80, &["repl"], &[("XDG_STATE_HOME", &path)]);
    terminal.until("jargy> ");
    terminal.press("matter Custody\r");
    assert_eq!(terminal.leave("Custody> ").1, 0);
    let kept = std::fs::read_to_string(Path::new(&path).join("jargy/history")).unwrap();
    assert!(kept.contains("matter Custody"));
}

#[test]
fn a_byte_that_is_no_text_costs_its_line_and_not_the_session() {
    let mut terminal = Terminal::start(100, &["repl", "--plain"], &[]);
    terminal.until("jargy> ");
    terminal.keys.write_all(b"matter \xff").unwrap();
    terminal.keys.flush().unwrap();
    terminal.until("is not UTF-8 text");
    terminal.until("jargy> ");
    terminal.press("matter Custody\r");
    terminal.until("Custody> ");
    terminal.press("quit\r");
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn an_interview_asks_before_it_replaces_a_case() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my.json").display().to_string();
    let old = "{\"matter\": \"Custody\", \"facts\": {}}";
    for (answer, replaced) in [("no\r", false), ("yes\r", true)] {
        std::fs::write(&path, old).unwrap();
        let asked = [
            "ask",
            "Custody",
            "--goal",
            "remand_in_custody",
            "--on",
            "2012-06-01",
            "--save",
            &path,
        ];
        let mut terminal = Terminal::start(200, &asked, &[]);
        terminal.until("replace it? [yes/no]: ");
        terminal.press(answer);
        if replaced {
            terminal.until("]: ");
            terminal.press("quit\r");
        }
        let (seen, status) = terminal.end();
        assert_eq!(status, if replaced { 0 } else { 2 }, "{seen}");
        assert_eq!(std::fs::read_to_string(&path).unwrap() != old, replaced, "{seen}");
    }
}

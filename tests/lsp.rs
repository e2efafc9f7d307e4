//! The language server, as an editor talks to it: messages over stdin and stdout.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// An editor with one folder open.
struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    asked: u64,
    folder: tempfile::TempDir,
    /// Findings that were shown last, by file.
    shown: std::collections::BTreeMap<String, Vec<Value>>,
}

const WORDS: &str = "role court \"court\"\nenum gravity: minor < serious\nmatter Custody \"custody of a suspect\"\n  gravity : gravity \"gravity\"\n  \
    arrested_at : moment \"actual arrest\"\n  told_at : moment or none \"told\"\naction remand of Custody \"remand in custody\"\naction inform of Custody\n";
const CODE: &str = "code CCP \"Criminal Procedure Code\"\n  in force from 1998-01-01\n  in matters of Custody\n\narticle 9 \"Danger\"\n  define dangerous as gravity is serious\n\n\
    article 10 \"Remand\"\n  may remand by court when dangerous\n    despite article 9\n\narticle 11\n  must inform within 12 hours of arrested_at\n    done told_at\n";
const CASE: &str = "scenario \"a serious offence\"\n  law on 2012-06-01, assessed at 2012-06-02 09:00\n  given Custody\n    gravity = serious\n    arrested_at = 2012-06-01 10:15\n    \
    told_at = none\n  expect\n    remand is permitted\n    inform is overdue\n";

impl Editor {
    fn open(files: &[(&str, &str)]) -> Editor {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let mut server = Command::new(env!("CARGO_BIN_EXE_jargy"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (server.stdin.take(), BufReader::new(server.stdout.take().unwrap()));
        let mut editor = Editor {
            server,
            input,
            output,
            asked: 0,
            folder,
            shown: Default::default(),
        };
        let root = editor.url("");
        let told = editor.ask(
            "initialize",
            json!({ "processId": null, "capabilities": {}, "rootUri": root }),
        );
        assert_eq!(told["serverInfo"]["name"], "jargy");
        editor.tell("initialized", json!({}));
        editor
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    fn url(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// The next message; findings are noted.
    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(
                self.output.read_line(&mut line).unwrap() > 0,
                "the server went away"
            );
            match line.trim().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().unwrap(),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        if message["method"] == "textDocument/publishDiagnostics" {
            let url = message["params"]["uri"].as_str().unwrap();
            let name = Path::new(url).file_name().unwrap().to_str().unwrap().to_owned();
            self.shown
                .insert(name, message["params"]["diagnostics"].as_array().unwrap().clone());
        }
        message
    }

    fn answer(&mut self, method: &str, parameters: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        loop {
            let message = self.receive();
            if message["id"] == id {
                return message;
            }
        }
    }

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        let answer = self.answer(method, parameters);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    /// Asks for something at the first place of a word in a file.
    fn ask_at(&mut self, method: &str, name: &str, text: &str, word: &str) -> Value {
        let at = place(text, word);
        let url = self.url(name);
        self.ask(method, json!({ "textDocument": { "uri": url }, "position": at, "context": { "includeDeclaration": true } }))
    }

    fn open_file(&mut self, name: &str, text: &str) {
        let url = self.url(name);
        self.tell(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": url, "languageId": "jargy", "version": 1, "text": text } }),
        );
    }

    /// Writes another text in the place of a stretch of the file.
    fn type_over(&mut self, name: &str, text: &str, old: &str, new: &str) -> String {
        let start = place(text, old);
        let end = json!({ "line": start["line"], "character": start["character"].as_u64().unwrap() + old.encode_utf16().count() as u64 });
        let url = self.url(name);
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": url, "version": 2 }, "contentChanges": [{ "range": { "start": start, "end": end }, "text": new }] }),
        );
        text.replacen(old, new, 1)
    }

    /// Waits until the server tells what it found in an open file since the last change; the names of the findings.
    fn findings(&mut self, name: &str) -> Vec<String> {
        self.shown.remove(name);
        while !self.shown.contains_key(name) {
            self.receive();
        }
        let shown = &self.shown[name];
        shown
            .iter()
            .map(|finding| finding["code"].as_str().unwrap().to_owned())
            .collect()
    }

    fn leave(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.server.wait().unwrap().code(), Some(0));
    }
}

/// The position of the first place of some words.
fn place(text: &str, words: &str) -> Value {
    let start = text.find(words).unwrap();
    let line = text[..start].matches('\n').count();
    let column = text[..start].rsplit('\n').next().unwrap().encode_utf16().count();
    json!({ "line": line, "character": column })
}

#[test]
fn a_file_is_opened_broken_and_mended() {
    let mut editor = Editor::open(&[("words.law", WORDS), ("code.law", CODE)]);
    editor.open_file("code.law", CODE);
    assert_eq!(editor.findings("code.law"), Vec::<String>::new());
    let broken = editor.type_over("code.law", CODE, "gravity is", "gravty is");
    assert_eq!(editor.findings("code.law"), ["unknown-name"]);
    let finding = editor.shown["code.law"][0].clone();
    assert_eq!(finding["range"]["start"], place(&broken, "gravty"));
    assert!(
        finding["message"]
            .as_str()
            .unwrap()
            .contains("did you mean `gravity`?")
    );
    let url = editor.url("code.law");
    let offered = editor.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": url }, "range": finding["range"], "context": { "diagnostics": [finding] } }),
    );
    assert_eq!(offered[0]["edit"]["changes"][&url][0]["newText"], "gravity");
    let worse = editor.type_over("code.law", &broken, "may remand", "shall remand");
    assert_eq!(editor.findings("code.law"), ["unknown-name", "misspelt-keyword"]);
    // a mistake in a file shows in another one, which depends on it
    editor.open_file("words.law", WORDS);
    editor.findings("words.law");
    editor.type_over("words.law", WORDS, "action inform", "action infrm");
    editor.findings("words.law");
    assert_eq!(editor.shown["code.law"].len(), 3);
    let mended = editor.type_over("code.law", &worse, "shall remand", "may remand");
    editor.type_over("code.law", &mended, "gravty is", "gravity is");
    editor.type_over(
        "words.law",
        &WORDS.replace("action inform", "action infrm"),
        "action infrm",
        "action inform",
    );
    while editor.findings("code.law") != Vec::<String>::new() {}
    editor.leave();
}

#[test]
fn whose_judgement_a_fact_is_is_shown_with_each_norm_that_says_so() {
    let words = WORDS.replace(
        "  arrested_at",
        "  danger : yes/no \"danger\" judged by court\n  arrested_at",
    );
    let words = words.replace("role court", "role procurator \"procurator\"\nrole court");
    let code = format!(
        "{CODE}\narticle 12\n  must not remand when danger\n    judged by procurator\n  must not inform when danger\n"
    );
    let mut editor = Editor::open(&[("words.law", &words), ("code.law", &code)]);
    let shown = editor.ask_at("textDocument/hover", "code.law", &code, "danger\n    judged");
    let text = shown["contents"]["value"].as_str().unwrap().to_owned();
    assert!(
        text.contains("judged by court\n\njudged by procurator in CCP art. 12"),
        "{text}"
    );
    let shown = editor.ask_at("textDocument/hover", "code.law", &code, "procurator\n  must");
    let text = shown["contents"]["value"].as_str().unwrap().to_owned();
    assert!(text.contains("role `procurator`"), "{text}");
    editor.leave();
}

#[test]
fn a_name_is_shown_found_and_renamed() {
    let mut editor = Editor::open(&[("words.law", WORDS), ("code.law", CODE), ("cases.case", CASE)]);
    let shown = editor.ask_at("textDocument/hover", "code.law", CODE, "gravity is");
    let text = shown["contents"]["value"].as_str().unwrap().to_owned();
    assert!(text.contains("fact `Custody.gravity : gravity`"), "{text}");
    let defined = editor.ask_at("textDocument/definition", "code.law", CODE, "gravity is");
    assert_eq!(defined[0]["range"]["start"], place(WORDS, "gravity : gravity"));
    let shown = editor.ask_at("textDocument/hover", "code.law", CODE, "article 9\n\narticle 11");
    let text = shown["contents"]["value"].as_str().unwrap().to_owned();
    assert!(
        text.contains("CCP art. 9") && text.contains("Danger") && text.contains("from 1998-01-01"),
        "{text}"
    );
    let defined = editor.ask_at(
        "textDocument/definition",
        "code.law",
        CODE,
        "article 9\n\narticle 11",
    );
    assert_eq!(defined[0]["range"]["start"], place(CODE, "article 9 \"Danger"));
    let used = editor.ask_at("textDocument/references", "code.law", CODE, "article 9 \"Danger");
    assert_eq!(used.as_array().unwrap().len(), 2);
    let shown = editor.ask_at("textDocument/hover", "code.law", CODE, "dangerous\n    despite");
    let text = shown["contents"]["value"].as_str().unwrap().to_owned();
    assert!(text.contains("define dangerous as gravity is serious"), "{text}");
    // declaration, use in the code, use in the scenario
    let used = editor.ask_at("textDocument/references", "code.law", CODE, "gravity is");
    assert_eq!(used.as_array().unwrap().len(), 3, "{used}");
    let (code, words, cases) = (
        editor.url("code.law"),
        editor.url("words.law"),
        editor.url("cases.case"),
    );
    let rename = |name: &str| json!({ "textDocument": { "uri": code }, "position": place(CODE, "serious"), "newName": name });
    let edit = editor.ask("textDocument/rename", rename("grave"));
    for url in [&code, &words, &cases] {
        assert_eq!(edit["changes"][url].as_array().unwrap().len(), 1, "{edit}");
        assert_eq!(edit["changes"][url][0]["newText"], "grave");
    }
    let refused = editor.answer("textDocument/rename", rename("before"));
    assert!(
        refused["error"]["message"]
            .as_str()
            .unwrap()
            .contains("cannot be a name"),
        "{refused}"
    );
    let refused = editor.answer(
        "textDocument/rename",
        json!({ "textDocument": { "uri": code }, "position": place(CODE, "dangerous"), "newName": "gravity" }),
    );
    assert!(
        refused["error"]["message"].as_str().unwrap().contains("gravity"),
        "{refused}"
    );
    editor.leave();
}

#[test]
fn the_outline_is_that_of_the_statute() {
    let mut editor = Editor::open(&[("words.law", WORDS), ("code.law", CODE)]);
    let url = editor.url("code.law");
    let outline = editor.ask(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": url } }),
    );
    assert_eq!(outline[0]["name"], "code CCP Criminal Procedure Code");
    let articles: Vec<&str> = outline[0]["children"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(articles, ["article 9 Danger", "article 10 Remand", "article 11"]);
    editor.leave();
}

#[test]
fn names_are_completed_where_they_may_stand() {
    let mut editor = Editor::open(&[("words.law", WORDS), ("code.law", CODE), ("cases.case", CASE)]);
    let mut names = |name: &str, text: &str, at: &str| -> Vec<String> {
        let place = place(text, at);
        let url = editor.url(name);
        let offered = editor.ask(
            "textDocument/completion",
            json!({ "textDocument": { "uri": url }, "position": place }),
        );
        offered
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["label"].as_str().unwrap().to_owned())
            .collect()
    };
    let offered = names("code.law", CODE, "dangerous\n    despite");
    for name in [
        "gravity",
        "dangerous",
        "serious",
        "arrested_at",
        "court",
        "remand",
    ] {
        assert!(offered.contains(&name.to_owned()), "{offered:?}");
    }
    assert_eq!(
        names("code.law", CODE, "article 9\n\narticle 11"),
        ["CCP article 9", "CCP article 10", "CCP article 11"]
    );
    assert_eq!(names("cases.case", CASE, "serious\n"), ["minor", "serious"]);
    assert!(names("cases.case", CASE, "remand is").contains(&"inform".to_owned()));
    editor.leave();
}

#[test]
fn scenarios_show_what_does_not_hold_and_when_duties_are_due() {
    let mut editor = Editor::open(&[("words.law", WORDS), ("code.law", CODE), ("cases.case", CASE)]);
    editor.open_file("cases.case", CASE);
    assert_eq!(editor.findings("cases.case"), Vec::<String>::new());
    let url = editor.url("cases.case");
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let hints = editor.ask(
        "textDocument/inlayHint",
        json!({ "textDocument": { "uri": url }, "range": whole }),
    );
    assert_eq!(hints[0]["label"], "due 2012-06-01 22:15");
    let lenses = editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": url } }));
    let command = lenses[0]["command"].clone();
    assert_eq!(command["title"], "run scenario");
    let run = json!({ "command": command["command"], "arguments": command["arguments"] });
    assert_eq!(
        editor.ask("workspace/executeCommand", run.clone())["passed"],
        true
    );
    editor.type_over("cases.case", CASE, "remand is permitted", "remand is forbidden");
    assert_eq!(editor.findings("cases.case"), ["expectation"]);
    assert_eq!(editor.ask("workspace/executeCommand", run)["passed"], false);
    let untidy = CASE.replace("    gravity", " gravity");
    editor.open_file("cases.case", &untidy);
    let edits = editor.ask(
        "textDocument/formatting",
        json!({ "textDocument": { "uri": url }, "options": { "tabSize": 2, "insertSpaces": true } }),
    );
    assert_eq!(edits[0]["newText"], CASE);
    editor.leave();
}

#[test]
fn what_cannot_be_understood_is_refused_and_the_server_stays() {
    let mut editor = Editor::open(&[("code.law", "article")]);
    assert!(editor.answer("textDocument/hover", json!(5))["error"]["message"].is_string());
    assert!(
        editor.answer("no/such", Value::Null)["error"]["message"]
            .as_str()
            .unwrap()
            .contains("no/such")
    );
    editor.tell("textDocument/didChange", json!({ "nothing": true }));
    let nowhere = json!({ "textDocument": { "uri": "file:///no/such.law" }, "position": { "line": 9, "character": 9 } });
    assert_eq!(editor.ask("textDocument/hover", nowhere), Value::Null);
    let input = editor.input.as_mut().unwrap();
    input.write_all(b"Content-Length: 3\r\n\r\n{[}").unwrap();
    editor.leave();
}

/// A server that was told nothing yet.
fn server(folder: tempfile::TempDir) -> Editor {
    let mut server = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .arg("lsp")
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (input, output) = (server.stdin.take(), BufReader::new(server.stdout.take().unwrap()));
    Editor {
        server,
        input,
        output,
        asked: 0,
        folder,
        shown: Default::default(),
    }
}

#[test]
fn nothing_is_answered_before_the_beginning_and_after_the_end() {
    let mut editor = server(tempfile::tempdir().unwrap());
    let refused = editor.answer("textDocument/hover", json!({}));
    assert_eq!(refused["error"]["code"], -32002);
    editor.ask(
        "initialize",
        json!({ "processId": null, "capabilities": {}, "rootUri": null }),
    );
    editor.ask("shutdown", Value::Null);
    let refused = editor.answer(
        "workspace/executeCommand",
        json!({ "command": "jargy.runScenario" }),
    );
    assert_eq!(refused["error"]["code"], -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.server.wait().unwrap().code(), Some(0));
}

#[test]
fn a_header_without_end_ends_the_talk() {
    let mut editor = server(tempfile::tempdir().unwrap());
    let mut input = editor.input.take().unwrap();
    let long = vec![b'x'; 1 << 20];
    // the server stops listening long before the end
    let sent = (0..700).take_while(|_| input.write_all(&long).is_ok()).count();
    drop(input);
    assert!(sent < 700);
    assert_eq!(editor.server.wait().unwrap().code(), Some(1));
}

#[test]
fn every_line_break_of_the_protocol_ends_a_line() {
    let text = CODE
        .replace("article 9", "-- one\rarticle 9")
        .replace('\n', "\r\n");
    let mut editor = Editor::open(&[("words.law", WORDS), ("code.law", &text)]);
    editor.open_file("code.law", &text);
    editor.findings("code.law");
    // a column past the end of a line is its end, before its line break
    let url = editor.url("code.law");
    let change = json!({ "range": { "start": { "line": 0, "character": 900 }, "end": { "line": 0, "character": 900 } }, "text": " -- end" });
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": url, "version": 2 }, "contentChanges": [change] }),
    );
    let laid_out = editor.ask(
        "textDocument/formatting",
        json!({ "textDocument": { "uri": editor.url("code.law") }, "options": { "tabSize": 2, "insertSpaces": true } }),
    );
    let first = laid_out[0]["newText"]
        .as_str()
        .unwrap()
        .lines()
        .next()
        .unwrap()
        .to_owned();
    assert!(
        first.starts_with("code CCP \"Criminal Procedure Code\"") && first.ends_with("-- end"),
        "{first}"
    );
}

#[cfg(unix)]
#[test]
fn a_linked_root_is_the_folder_it_leads_to_as_the_editor_spells_it() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("с пробелом");
    std::fs::create_dir(&real).unwrap();
    std::fs::write(real.join("words.law"), WORDS).unwrap();
    std::fs::write(real.join("code.law"), CODE).unwrap();
    std::os::unix::fs::symlink(&real, folder.path().join("link +")).unwrap();
    // another spelling than the server would choose
    let root = format!("file://{}/link%20%2B", folder.path().display());
    let mut editor = server(folder);
    editor.ask(
        "initialize",
        json!({ "processId": null, "capabilities": {}, "rootUri": root, "workspaceFolders": [{ "uri": root, "name": "x" }] }),
    );
    let url = format!("{root}/code.law");
    let broken = CODE.replace("gravity is", "gravty is");
    editor.tell(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": url, "languageId": "jargy", "version": 1, "text": broken } }),
    );
    let notice = loop {
        let message = editor.receive();
        if message["params"]["uri"] == url.as_str() {
            break message;
        }
    };
    let found = notice["params"]["diagnostics"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{notice}");
    assert_eq!(found[0]["code"], "unknown-name");
    let defined = editor.ask(
        "textDocument/definition",
        json!({ "textDocument": { "uri": url }, "position": place(&broken, "dangerous\n    despite") }),
    );
    assert_eq!(defined[0]["uri"], url.as_str(), "{defined}");
    let defined = editor.ask(
        "textDocument/definition",
        json!({ "textDocument": { "uri": url }, "position": place(&broken, "told_at") }),
    );
    assert_eq!(defined[0]["uri"], format!("{root}/words.law"), "{defined}");
}

#[test]
fn documents_of_other_schemes_are_left_alone() {
    let mut editor = Editor::open(&[("words.law", WORDS), ("code.law", CODE)]);
    editor.open_file("code.law", CODE);
    assert_eq!(editor.findings("code.law"), Vec::<String>::new());
    // the same file as it was in git, beside the one in the folder
    let old = editor.url("code.law").replace("file:", "git:");
    editor.tell(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": old, "languageId": "jargy", "version": 1, "text": "article" } }),
    );
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": old } }));
    let hover = editor.ask(
        "textDocument/hover",
        json!({ "textDocument": { "uri": old }, "position": { "line": 0, "character": 0 } }),
    );
    assert_eq!(hover, Value::Null);
    let shown = editor.ask_at("textDocument/hover", "code.law", CODE, "gravity is");
    assert!(
        shown["contents"]["value"]
            .as_str()
            .unwrap()
            .contains("Custody.gravity")
    );
    assert_eq!(editor.shown["code.law"], Vec::<Value>::new());
}

#[test]
fn each_folder_has_its_own_rules() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for name in ["a", "b"] {
        std::fs::create_dir(root.join(name)).unwrap();
        std::fs::write(root.join(name).join("words.law"), WORDS).unwrap();
        std::fs::write(root.join(name).join("code.law"), CODE).unwrap();
    }
    let url = |name: &str| format!("file://{}/{name}", root.display());
    let mut editor = server(folder);
    editor.ask(
        "initialize",
        json!({ "processId": null, "capabilities": {}, "workspaceFolders": [{ "uri": url("a"), "name": "a" }] }),
    );
    editor.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": [{ "uri": url("b"), "name": "b" }], "removed": [] } }),
    );
    for name in ["a/code.law", "b/code.law"] {
        editor.tell(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": url(name), "languageId": "jargy", "version": 1, "text": CODE } }),
        );
        loop {
            let message = editor.receive();
            if message["params"]["uri"] == url(name).as_str() {
                assert_eq!(message["params"]["diagnostics"], json!([]), "{message}");
                break;
            }
        }
    }
    let used = editor.ask(
        "textDocument/references",
        json!({ "textDocument": { "uri": url("b/code.law") }, "position": place(CODE, "gravity is"), "context": { "includeDeclaration": true } }),
    );
    let all = used.as_array().unwrap();
    assert!(
        all.iter()
            .all(|place| place["uri"].as_str().unwrap().contains("/b/")),
        "{used}"
    );
    assert_eq!(all.len(), 2, "{used}");
}

#[test]
fn a_folder_that_is_renamed_takes_its_files_with_it() {
    let mut editor = Editor::open(&[("words.law", WORDS)]);
    let (old, new) = (editor.path("old"), editor.path("new"));
    std::fs::create_dir(&old).unwrap();
    std::fs::write(old.join("code.law"), CODE).unwrap();
    editor.tell(
        "workspace/didCreateFiles",
        json!({ "files": [{ "uri": editor.url("old") }] }),
    );
    std::fs::rename(&old, &new).unwrap();
    editor.tell(
        "workspace/didRenameFiles",
        json!({ "files": [{ "oldUri": editor.url("old"), "newUri": editor.url("new") }] }),
    );
    editor.open_file("words.law", WORDS);
    // the code is read once, from where it lies now
    while editor.findings("words.law") != Vec::<String>::new() {}
    let url = editor.url("new/code.law");
    let defined = editor.ask(
        "textDocument/definition",
        json!({ "textDocument": { "uri": url }, "position": place(CODE, "dangerous\n    despite") }),
    );
    assert_eq!(defined[0]["uri"], url.as_str(), "{defined}");
    editor.leave();
}

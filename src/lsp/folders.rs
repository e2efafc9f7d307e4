//! The folders that the editor has open, each with its own rules, and how the editor spells the addresses of their files. Inside the
//! server a file has one address: that of the file itself, behind all links and in one spelling.

use super::requests;
use super::server::Server;
use lsp_types::{InitializeParams, Url};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// All folders.
pub struct Folders {
    rules: PathBuf,
    /// The folder of rules below each, as the editor names it.
    named: Option<String>,
    open: Vec<Folder>,
    /// Addresses as the editor spells them, by the address here.
    spelled: BTreeMap<String, String>,
}

struct Folder {
    /// Its address here, and as the editor spells it; none where the editor has no folder open.
    address: Option<(Url, String)>,
    root: PathBuf,
    server: Server,
}

impl Folders {
    pub fn new(rules: &Path) -> Folders {
        Folders {
            rules: rules.to_path_buf(),
            named: None,
            open: Vec::new(),
            spelled: BTreeMap::new(),
        }
    }

    /// Reads the folders that the editor has open; the rules that the command names where it has none.
    pub fn initialize(&mut self, told: &InitializeParams) {
        #[allow(deprecated)] // older editors know no other way
        let root = told.root_uri.as_ref();
        let folders = told.workspace_folders.as_deref().unwrap_or(&[]);
        let options = told.initialization_options.as_ref();
        let named = options.and_then(|options| options.get("rules")?.as_str());
        self.named = named.map(str::to_owned);
        let urls: Vec<&Url> = match folders {
            [] => root.into_iter().collect(),
            all => all.iter().map(|folder| &folder.uri).collect(),
        };
        for url in urls {
            self.add(url);
        }
        self.never_none();
    }

    fn never_none(&mut self) {
        if self.open.is_empty() {
            let mut server = Server::new(&self.rules);
            server.read_rules();
            self.open.push(Folder {
                address: None,
                root: self.rules.clone(),
                server,
            });
        }
    }

    /// Reads a folder; its rules are those of its folder `rules`, or of the one that the editor names, where there is one.
    fn add(&mut self, url: &Url) {
        let Some(root) = path(url) else { return };
        if self
            .open
            .iter()
            .any(|folder| folder.address.is_some() && folder.root == root)
        {
            return;
        }
        let own = root.join(self.named.as_deref().unwrap_or("rules"));
        let mut server = Server::new(if own.is_dir() { &own } else { &root });
        server.read_rules();
        self.open.push(Folder {
            address: Url::from_file_path(&root)
                .ok()
                .map(|here| (here, url.to_string())),
            root,
            server,
        });
    }

    /// Folders that the editor opened or closed. What was shown of the files of a closed one is taken back.
    pub fn change(&mut self, told: &Value) -> Vec<Value> {
        let urls = |name: &str| -> Vec<Url> {
            let all = told.get("event").and_then(|event| event.get(name)?.as_array());
            let all = all.into_iter().flatten();
            all.filter_map(|folder| Url::parse(folder.get("uri")?.as_str()?).ok())
                .collect()
        };
        let gone: Vec<PathBuf> = urls("removed").iter().filter_map(path).collect();
        let mut notices = Vec::new();
        for folder in &mut self.open {
            if gone.contains(&folder.root) || folder.address.is_none() {
                notices.extend(folder.server.take_back());
            }
        }
        let added = urls("added");
        self.open
            .retain(|folder| !gone.contains(&folder.root) && (folder.address.is_some() || added.is_empty()));
        for url in added {
            self.add(&url);
        }
        self.never_none();
        notices
    }

    /// Answers a request about a file of one of the folders; of what is no file nothing is known.
    pub fn answer(&mut self, method: &str, mut parameters: Value) -> Result<Value, requests::Refusal> {
        match self.place(&mut parameters) {
            Place::Elsewhere => Ok(Value::Null),
            Place::In(number) => match self.open.get_mut(number) {
                Some(folder) => requests::answer(&mut folder.server, method, parameters),
                None => Ok(Value::Null),
            },
        }
    }

    /// Takes note of what the editor tells of a file.
    pub fn notice(&mut self, method: &str, mut parameters: Value) {
        if let Place::In(number) = self.place(&mut parameters)
            && let Some(folder) = self.open.get_mut(number)
        {
            requests::notice(&mut folder.server, method, parameters);
        }
    }

    /// Files and folders that were made, changed, renamed or removed, in whichever folder they lie.
    pub fn changed_on_disk(&mut self, parameters: &Value) {
        let mut all = Vec::new();
        addresses(parameters, &mut all);
        for path in all.iter().filter_map(path) {
            for folder in &mut self.open {
                folder.server.changed_on_disk(&path);
            }
        }
    }

    /// All findings that changed, as the editor spells their files.
    pub fn publish(&mut self) -> Vec<Value> {
        self.open
            .iter_mut()
            .flat_map(|folder| folder.server.publish())
            .collect()
    }

    /// Puts the addresses of files that are spoken of into the one form they have here; in which folder the file lies.
    fn place(&mut self, parameters: &mut Value) -> Place {
        let is_command = parameters.get("command").is_some();
        let spoken = match is_command {
            true => parameters.get_mut("arguments").and_then(|all| all.get_mut(0)),
            false => parameters
                .get_mut("textDocument")
                .and_then(|document| document.get_mut("uri")),
        };
        let Some(Value::String(spelled)) = spoken else {
            return Place::In(0);
        };
        let Some(path) = Url::parse(spelled).ok().as_ref().and_then(path) else {
            return Place::Elsewhere;
        };
        if let Ok(here) = Url::from_file_path(&path) {
            let old = std::mem::replace(spelled, here.to_string());
            self.spelled.insert(here.to_string(), old);
        }
        let inside = self.open.iter().enumerate();
        let inside = inside.filter(|(_, folder)| path.starts_with(&folder.root));
        let deepest = inside.max_by_key(|(_, folder)| folder.root.components().count());
        Place::In(deepest.map_or(0, |(number, _)| number))
    }

    /// A message with all addresses as the editor spells them.
    pub fn spell(&self, message: &mut Value) {
        match message {
            Value::Array(all) => all.iter_mut().for_each(|one| self.spell(one)),
            Value::Object(entries) => {
                if let Some(Value::Object(changes)) = entries.get_mut("changes") {
                    let old = std::mem::take(changes);
                    changes.extend(
                        old.into_iter()
                            .map(|(url, edits)| (self.spelling(&url).unwrap_or(url), edits)),
                    );
                }
                if let Some(Value::Array(arguments)) = entries.get_mut("arguments") {
                    arguments.iter_mut().take(1).for_each(|one| self.spell_one(one));
                }
                for (name, value) in entries.iter_mut() {
                    match name.as_str() {
                        "uri" => self.spell_one(value),
                        _ => self.spell(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn spell_one(&self, value: &mut Value) {
        if let Value::String(url) = value
            && let Some(spelling) = self.spelling(url)
        {
            *url = spelling;
        }
    }

    fn spelling(&self, url: &str) -> Option<String> {
        if let Some(spelled) = self.spelled.get(url) {
            return Some(spelled.clone());
        }
        self.open.iter().find_map(|folder| {
            let (here, spelled) = folder.address.as_ref()?;
            let rest = url.strip_prefix(here.as_str().trim_end_matches('/'))?;
            let inside = rest.starts_with('/');
            inside.then(|| format!("{}{rest}", spelled.trim_end_matches('/')))
        })
    }
}

/// Where a file lies.
enum Place {
    /// In one of the folders, or beside them all.
    In(usize),
    /// It is no file: another version of one, or a text without a name.
    Elsewhere,
}

/// The file at an address, behind all links; nothing where it is no file. What is gone by now lies where it lay.
pub fn path(url: &Url) -> Option<PathBuf> {
    if url.scheme() != "file" {
        return None;
    }
    let path = url.to_file_path().ok()?;
    let standing = path
        .ancestors()
        .find_map(|above| Some((above, above.canonicalize().ok()?)));
    match standing {
        Some((above, found)) => match path.strip_prefix(above) {
            Ok(rest) if !rest.as_os_str().is_empty() => Some(found.join(rest)),
            Ok(_) | Err(_) => Some(found),
        },
        None => Some(path),
    }
}

/// All addresses that a message speaks of.
fn addresses(value: &Value, into: &mut Vec<Url>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| addresses(one, into)),
        Value::Object(entries) => {
            for (name, value) in entries {
                match (name.as_str(), value) {
                    ("uri" | "oldUri" | "newUri", Value::String(url)) => into.extend(Url::parse(url)),
                    (_, value) => addresses(value, into),
                }
            }
        }
        _ => {}
    }
}

//! Which request is answered by what.

use super::folders::Folders;
use super::server::Server;
use super::{actions, cases, completion, hover, names, outline};
use lsp_types::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A code of JSON-RPC and words.
pub type Refusal = (i64, String);

/// Not a method that is known here.
const UNKNOWN_METHOD: i64 = -32601;
/// The parameters are not those of the method.
const WRONG_PARAMETERS: i64 = -32602;
/// What was asked cannot be done; the words say why.
pub const REFUSED: i64 = -32803;

/// The command that runs a scenario.
pub const RUN: &str = "jargy.runScenario";

/// Reads the folders that the editor has open; what the server can do.
pub fn initialize(folders: &mut Folders, parameters: Value) -> Result<Value, Refusal> {
    folders.initialize(&read(parameters)?);
    let own = json!({ "name": "jargy", "version": env!("CARGO_PKG_VERSION") });
    given(json!({ "capabilities": capabilities(), "serverInfo": own }))
}

/// Answers a request.
pub fn answer(server: &mut Server, method: &str, parameters: Value) -> Result<Value, Refusal> {
    match method {
        "textDocument/hover" => {
            let asked: HoverParams = read(parameters)?;
            given(hover::hover(server, &asked.text_document_position_params))
        }
        "textDocument/definition" => {
            let asked: GotoDefinitionParams = read(parameters)?;
            given(names::definition(server, &asked.text_document_position_params))
        }
        "textDocument/references" => {
            let asked: ReferenceParams = read(parameters)?;
            let declared = asked.context.include_declaration;
            given(names::references(server, &asked.text_document_position, declared))
        }
        "textDocument/prepareRename" => given(names::nameable(server, &read(parameters)?)),
        "textDocument/rename" => given(names::rename(server, &read(parameters)?)?),
        "textDocument/completion" => {
            let asked: CompletionParams = read(parameters)?;
            given(completion::completion(server, &asked.text_document_position))
        }
        "textDocument/documentSymbol" => {
            let asked: DocumentSymbolParams = read(parameters)?;
            given(outline::outline(server, &asked.text_document.uri))
        }
        "textDocument/formatting" => {
            let asked: DocumentFormattingParams = read(parameters)?;
            given(actions::formatting(server, &asked.text_document.uri))
        }
        "textDocument/codeAction" => given(actions::actions(server, &read(parameters)?)),
        "textDocument/inlayHint" => given(cases::hints(server, &read(parameters)?)),
        "textDocument/codeLens" => {
            let asked: CodeLensParams = read(parameters)?;
            given(cases::lenses(server, &asked.text_document.uri))
        }
        "workspace/executeCommand" => given(cases::execute(server, &read(parameters)?)?),
        other => Err((UNKNOWN_METHOD, format!("`{other}` is not known here"))),
    }
}

/// Takes note of what an editor tells.
pub fn notice(server: &mut Server, method: &str, parameters: Value) {
    match method {
        "textDocument/didOpen" => {
            if let Ok(told) = read::<DidOpenTextDocumentParams>(parameters) {
                server.open(&told.text_document);
            }
        }
        "textDocument/didChange" => {
            if let Ok(told) = read::<DidChangeTextDocumentParams>(parameters) {
                server.change(&told);
            }
        }
        "textDocument/didClose" => {
            if let Ok(told) = read::<DidCloseTextDocumentParams>(parameters) {
                server.close(&told.text_document.uri);
            }
        }
        _ => {}
    }
}

/// The files and folders whose making, renaming and removal the server wants to hear of: a folder is one event, whatever it holds.
fn all_files() -> Option<FileOperationRegistrationOptions> {
    let filter = |glob: &str| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern {
            glob: glob.to_owned(),
            ..FileOperationPattern::default()
        },
    };
    Some(FileOperationRegistrationOptions {
        filters: vec![filter("**/*.{law,case}"), filter("**/")],
    })
}

fn read<T: DeserializeOwned>(parameters: Value) -> Result<T, Refusal> {
    serde_json::from_value(parameters).map_err(|error| (WRONG_PARAMETERS, error.to_string()))
}

fn given(result: impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(result).map_err(|error| (REFUSED, error.to_string()))
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(
            TextDocumentSyncKind::INCREMENTAL,
        )),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                did_create: all_files(),
                did_rename: all_files(),
                did_delete: all_files(),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(vec![".".to_owned()]),
            ..CompletionOptions::default()
        }),
        document_symbol_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: Some(false),
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![RUN.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}

// The client: starts `jargy lsp` and shows what it says.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function activate(context) {
  const settings = vscode.workspace.getConfiguration("jargy");
  const server = { command: settings.get("command", "jargy"), args: ["lsp"] };
  const said = vscode.window.createOutputChannel("Jargy scenarios");
  const options = {
    documentSelector: [
      { scheme: "file", language: "jargy-law" },
      { scheme: "file", language: "jargy-case" },
    ],
    initializationOptions: { rules: settings.get("rules", "rules") },
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{law,case}") },
    middleware: {
      // the lens above a scenario: how it went is shown below the text
      executeCommand: async (command, parameters, next) => {
        const result = await next(command, parameters);
        if (command === "jargy.runScenario" && result) {
          said.appendLine(result.text);
          said.show(true);
        }
        return result;
      },
    },
  };
  client = new LanguageClient("jargy", "Jargy", server, options);
  context.subscriptions.push(said);
  return client.start().catch(() => {
    vscode.window.showErrorMessage(
      `\`${server.command}\` does not start. Install it with \`cargo install --path .\`, or say where it is in the setting jargy.command.`
    );
  });
}

function deactivate() {
  return client ? client.stop() : undefined;
}

module.exports = { activate, deactivate };

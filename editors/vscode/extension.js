// Starts `bookbuilder lsp` for the books of this window, and shows what it says. All else is in the server.
"use strict";

const { dirname } = require("path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const FILES = "**/{book,brand,facts,names,glossary,theme}.toml";
const DECISIONS = "**/proof/decisions/*.toml";

let client;

/** The program: that of the settings, else the one on the PATH. */
function program() {
  return vscode.workspace.getConfiguration("bookbuilder").get("command") || "bookbuilder";
}

async function start() {
  const command = program();
  const person = vscode.workspace.getConfiguration("bookbuilder").get("person");
  const options = person ? { env: { ...process.env, BOOKBUILDER_PERSON: person } } : {};
  client = new LanguageClient(
    "bookbuilder",
    "bookbuilder",
    { command, args: ["lsp"], options },
    {
      documentSelector: [
        { scheme: "file", language: "markdown" },
        { scheme: "file", pattern: FILES },
        { scheme: "file", pattern: DECISIONS },
      ],
    },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    vscode.window.showErrorMessage(
      `bookbuilder cannot be started as “${command}”: ${error.message ?? error}. ` +
        "Install it, or say in the setting bookbuilder.command where it is.",
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

/** Turn the preview to the caret. Where none is running, this starts one, which stays in its terminal. */
function showInPreview() {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { document, selection } = editor;
  const { line, character } = selection.active;
  // The program counts characters, VS Code their halves in UTF-16.
  const column = [...document.lineAt(line).text.slice(0, character)].length + 1;
  const terminal = vscode.window.createTerminal({
    name: "bookbuilder preview",
    cwd: dirname(document.uri.fsPath),
    shellPath: program(),
    shellArgs: ["preview", "--at", `${document.uri.fsPath}:${line + 1}:${column}`],
  });
  terminal.show(true);
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("bookbuilder.showInPreview", showInPreview),
    vscode.commands.registerCommand("bookbuilder.restart", async () => {
      await stop();
      await start();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };

// Starts `bookbuilder lsp` for the books of this window, and shows what it says. All else is in the server.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const FILES = "**/{book,facts,names,glossary,theme}.toml";

let client;

/** The program: that of the settings, else the one on the PATH. */
function program() {
  return vscode.workspace.getConfiguration("bookbuilder").get("command") || "bookbuilder";
}

async function start() {
  const command = program();
  client = new LanguageClient(
    "bookbuilder",
    "bookbuilder",
    { command, args: ["lsp"] },
    {
      documentSelector: [
        { scheme: "file", language: "markdown" },
        { scheme: "file", pattern: FILES },
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

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("bookbuilder.restart", async () => {
      await stop();
      await start();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };

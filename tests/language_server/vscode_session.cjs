// Runs the extension with a stub of VS Code against the real server: `node vscode_session.cjs EXTENSION COMMAND CHAPTER`.
// It opens a chapter, waits for its diagnostics, hovers, stops, and prints what it has seen as JSON.
"use strict";

const { seen, show, Document, Position } = require("./vscode_stub.cjs");

const [extensionPath, command, path, line, character] = process.argv.slice(2);
seen.settings.command = command;
const extension = require(extensionPath);

async function main() {
  const document = path && new Document(path, "markdown");
  if (document) show(document);
  const found = new Promise((resolve) => {
    seen.diagnostics.event((said) => said.path === path && said.found.length && resolve(said.found));
  });
  const context = { subscriptions: [] };
  await extension.activate(context);
  const result = { messages: seen.messages, commands: [...seen.commands.keys()] };
  if (document) {
    result.diagnostics = (await found).map((one) => ({ message: one.message, code: one.code, range: one.range }));
    const hover = await seen.providers.get("hover").provideHover(document, new Position(+line, +character), {});
    result.hover = [hover.contents].flat().map((part) => part.value ?? part);
  }
  await extension.deactivate();
  console.log(JSON.stringify(result));
}

main().catch((error) => {
  console.error(error, seen.log);
  process.exit(1);
});

// As much of the module `vscode` as vscode-languageclient asks for when it starts a server, opens a document and hovers.
// A class that is asked for and not written here is an empty one.
"use strict";

const Module = require("module");
const { readFileSync } = require("fs");

class EventEmitter {
  constructor() {
    this.listeners = new Set();
    this.event = (listener, self) => {
      const bound = self ? listener.bind(self) : listener;
      this.listeners.add(bound);
      return { dispose: () => this.listeners.delete(bound) };
    };
  }
  fire(what) {
    for (const listener of this.listeners) listener(what);
  }
  dispose() {}
}

class Uri {
  constructor(path) {
    Object.assign(this, { scheme: "file", authority: "", path, fsPath: path, query: "", fragment: "" });
  }
  toString() {
    return `file://${encodeURI(this.path)}`;
  }
  static file(path) {
    return new Uri(path);
  }
  static parse(text) {
    return new Uri(decodeURI(text.replace(/^file:\/\//, "")));
  }
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(...given) {
    const [start, end] =
      given.length === 4 ? [new Position(given[0], given[1]), new Position(given[2], given[3])] : given;
    Object.assign(this, { start, end });
  }
}

class CodeActionKind {
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new CodeActionKind(this.value ? `${this.value}.${part}` : part);
  }
}
for (const name of ["QuickFix", "Refactor", "RefactorExtract", "RefactorInline", "RefactorMove", "RefactorRewrite", "Source",
  "SourceOrganizeImports", "SourceFixAll", "Notebook"])
  CodeActionKind[name] = new CodeActionKind(name);
CodeActionKind.Empty = new CodeActionKind("");

class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}

class MarkdownString {
  constructor(value) {
    this.value = value;
  }
  appendCodeblock(code) {
    this.value += code;
  }
}

class Hover {
  constructor(contents, range) {
    Object.assign(this, { contents, range });
  }
}

class CancellationTokenSource {
  constructor() {
    this.token = { isCancellationRequested: false, onCancellationRequested: () => nothing };
  }
  cancel() {
    this.token.isCancellationRequested = true;
  }
  dispose() {}
}

class TabInputText {
  constructor(uri) {
    this.uri = uri;
  }
}

class Document {
  constructor(path, languageId) {
    Object.assign(this, { uri: Uri.file(path), languageId, version: 1, text: readFileSync(path, "utf8") });
  }
  getText() {
    return this.text;
  }
}

const seen = { providers: new Map(), commands: new Map(), diagnostics: new EventEmitter(), messages: [], log: [], settings: {} };
const events = new Map();
const nothing = { dispose() {} };

/** An object whose missing members are events (`onDid…`) or functions that return a thing to be disposed of. */
function open(members) {
  return new Proxy(members, {
    get(target, name) {
      if (name in target || typeof name === "symbol") return target[name];
      if (!/^on[A-Z]/.test(name)) return () => nothing;
      if (!events.has(name)) events.set(name, new EventEmitter());
      return events.get(name).event;
    },
  });
}

const channel = open({ name: "test", logLevel: 3 });
for (const name of ["append", "appendLine", "info", "warn", "error"]) channel[name] = (text) => seen.log.push(String(text));
const say = async (message) => void seen.messages.push(message);

const vscode = {
  __esModule: true,
  version: "1.91.0",
  EventEmitter, Uri, Position, Range, CodeActionKind, Diagnostic, MarkdownString, Hover, TabInputText, CancellationTokenSource,
  workspace: open({
    workspaceFolders: undefined, textDocuments: [], notebookDocuments: [],
    getConfiguration: () => ({ get: (key) => seen.settings[key] }),
    getWorkspaceFolder: () => undefined,
    createFileSystemWatcher: () => open({}),
  }),
  window: open({
    visibleTextEditors: [], tabGroups: open({ all: [] }),
    createOutputChannel: () => channel, showErrorMessage: say, showWarningMessage: say, showInformationMessage: say,
  }),
  languages: open({
    match: () => 10,
    createDiagnosticCollection: () => open({ set: (uri, found) => seen.diagnostics.fire({ path: uri.path, found }) }),
    registerHoverProvider: (selector, provider) => (seen.providers.set("hover", provider), nothing),
  }),
  commands: open({ registerCommand: (name, does) => (seen.commands.set(name, does), nothing) }),
  env: open({ appName: "test", language: "en" }),
  l10n: { t: (text) => text },
};

const classes = new Map();
const stub = new Proxy(vscode, {
  get(target, name) {
    if (name in target || typeof name === "symbol") return target[name];
    if (!/^[A-Z]/.test(name)) return undefined;
    // An enumeration gives for each of its members the name; a class can be extended.
    if (!classes.has(name)) classes.set(name, new Proxy(class {}, { get: (t, key) => (key in t || typeof key === "symbol" ? t[key] : key) }));
    return classes.get(name);
  },
});

const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? stub : load(name, ...rest));

/** Show a document, as in an editor that has it open already. */
function show(document) {
  vscode.workspace.textDocuments.push(document);
  vscode.window.visibleTextEditors.push({ document });
  vscode.window.activeTextEditor = { document };
  vscode.window.tabGroups.all.push({ tabs: [{ input: new TabInputText(document.uri) }] });
}

module.exports = { seen, show, Document, Position };

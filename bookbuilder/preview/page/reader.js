// Shows an e-book with foliate-js, tells the preview which word is clicked on, and turns to the word that it asks for.

import "./foliate-js/view.js";
import { EPUB } from "./foliate-js/epub.js";

const asked = new URLSearchParams(location.search);
const base = `epub/${asked.get("edition")}/`;
const address = (name) => base + name.split("/").map(encodeURIComponent).join("/");
const sizes = await (await fetch(base)).json();

const load = async (name) => {
  if (!(name in sizes)) return null;
  const answer = await fetch(address(name));
  return answer.ok ? answer : null;
};
const book = await new EPUB({
  loadText: async (name) => (await load(name))?.text() ?? null,
  loadBlob: async (name, type) => new Blob([await (await load(name)).arrayBuffer()], { type }),
  getSize: (name) => sizes[name] ?? 0,
}).init();

const view = document.createElement("foliate-view");
document.body.append(view);
const shown = new Map();
const tell = (values) => parent.postMessage(values, location.origin);

view.addEventListener("load", ({ detail: { doc, index } }) => {
  const [nodes, pictures] = [textNodes.of(doc), textNodes.pictures(doc)];
  shown.set(index, nodes);
  doc.addEventListener("click", (event) => {
    const found = textNodes.clicked(event, nodes, pictures);
    // The place of the package document is no part of the name.
    if (found) tell({ html: book.sections[index].id.replace(/^.*?(?=text\/)/, ""), ...found });
  }, true);
  doc.addEventListener("keydown", turn);
});

const turn = ({ key }) => {
  if (key === "ArrowRight") view.goRight();
  if (key === "ArrowLeft") view.goLeft();
};
addEventListener("keydown", turn);

const LOOKS = {
  light: "html, body { background: #fff; color: #000 }",
  dark: "html, body { color-scheme: dark; background: #16140f; color: #e8e2d6 } a:any-link { color: #9dc3f0 }",
  sepia: "html, body { background: #f6ecd8; color: #3b2f1d }",
};
const dark = matchMedia("(prefers-color-scheme: dark)");

// Show the e-book in the look that is asked for, or in that of the window.
const restyle = () => {
  const wanted = asked.get("look");
  const look = wanted in LOOKS ? wanted : dark.matches ? "dark" : "light";
  document.documentElement.className = look;
  view.renderer.setStyles(`${LOOKS[look]} html { font-size: ${Number(asked.get("size")) || 100}% }`);
};
dark.addEventListener("change", restyle);

addEventListener("message", async ({ source, origin, data }) => {
  if (source !== parent || origin !== location.origin) return;
  if (typeof data.go === "string") await view.goTo(data.go);
  if (data.turn) await (data.turn > 0 ? view.goRight() : view.goLeft());
  if (typeof data.html !== "string") return;
  const index = book.sections.findIndex(({ id }) => id.endsWith(data.html));
  if (index < 0) return;
  await view.renderer.goTo({ index, anchor: (doc) => {
    const node = textNodes.of(doc)[data.node];
    return node ? textNodes.word(node, data.offset) : doc.body;
  } });
  const { doc } = view.renderer.getContents().find((one) => one.index === index) ?? {};
  const node = doc && shown.get(index)?.[data.node];
  if (!node) return;
  doc.getSelection().removeAllRanges();
  doc.getSelection().addRange(textNodes.word(node, data.offset));
});

await view.open(book);
restyle();
const entries = (items) => (items ?? []).filter(({ href }) => href).map(({ label, href }) => ({ title: label.trim(), href }));
await view.goTo(asked.get("at") || 0);
view.addEventListener("relocate", ({ detail: { cfi, tocItem } }) => tell({ at: cfi, href: tocItem?.href ?? "" }));
tell({ toc: entries(book.toc) });
tell({ ready: true });
